"""A story says which agency it comes from in places that are made for it, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.text.origins import AGENCIES, agency, origin


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("PORTO, March 3 (Reuters) - A ferry sank.", "Reuters"),
        ("PORTO (AP) — A ferry sank.", "AP"),
        ("PARIS (AFP/Reuters) - Un ferry a coulé.", "AFP"),
        ("MADRID, 3 mar (EFE).- Un ferry se hundió.", "EFE"),
        ("Berlin (dpa) - Eine Fähre ist gesunken.", "dpa"),
        ("МОСКВА, 3 мар — РИА Новости. Затонул паром.", "RIA Novosti"),
        ("МОСКВА, 3 марта. /ТАСС/. Затонул паром.", "TASS"),
        ("新华社北京3月1日电 一艘渡轮沉没。", "Xinhua"),
        ("【東京共同】フェリーが沈没した。", "Kyodo"),
        ("(서울=연합뉴스) 여객선이 침몰했다.", "Yonhap"),
        ("القاهرة (رويترز) - غرقت عبارة.", "Reuters"),
    ],
)
def test_datelines(text: str, name: str) -> None:
    assert origin(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("By Ana Reis, Associated Press\n\nA ferry sank.", "AP"),
        ("Reuters\n\nA ferry sank.", "Reuters"),
        ("Fuente: Notimex\n\nUn ferry se hundió.", "Notimex"),
        ("A ferry sank on Monday.\n\n(PTI)", "PTI"),
        ("A ferry sank on Monday. (ANI)", "ANI"),
        ("A ferry sank on Monday. — AFP", "AFP"),
        ("A ferry sank on Monday.\n\nBernama", "Bernama"),
        ("A ferry sank.\n\n© 2026 AFP. All rights reserved.", "AFP"),
        ("A ferry sank.\n\nCopyright 2026 The Associated Press.", "AP"),
        ("A ferry sank.\n\nSource: Xinhua", "Xinhua"),
        ("The sale, which was first reported by Reuters, fell through.", "Reuters"),
    ],
)
def test_bylines_credits_and_who_was_first(text: str, name: str) -> None:
    assert origin(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "Reuters said on Monday that its profit rose.",
        "A ferry sank, Xinhua reported. Divers were sent.",
        "WASHINGTON (AP Photo/J. Doe) Divers at work.",
        "The academy (AAP). It has 67,000 members.",
        "The mayor was told in time, he said. [AP, 3/1/26]",
        "The plan was first reported by the Northern Wire.",
        "",
    ],
)
def test_what_is_about_an_agency_does_not_come_from_it(text: str) -> None:
    assert origin(text) is None


def test_fields_of_a_record_and_the_end_of_a_headline() -> None:
    assert origin("A ferry sank.", fields={"byline": "By Ana Reis, Reuters"}) == "Reuters"
    assert origin("A ferry sank.", fields={"copyright": ["Copyright 2026 The Associated Press"]}) == "AP"
    assert origin("A ferry sank.", fields={"subject": "Reuters", "credit": 7}) is None
    assert origin("A ferry sank.", "Ferry sinks off Porto - Reuters") == "Reuters"
    assert origin("A ferry sank.", "Profit of Reuters rises") is None


def test_a_dateline_counts_before_a_credit() -> None:
    assert origin("PORTO (AFP) - A ferry sank.\n\n(Reuters)") == "AFP"


def test_every_way_to_write_an_agency_is_that_of_one() -> None:
    written = [spelling for spellings in AGENCIES.values() for spelling in spellings.split("/")]
    assert len(written) == len(set(written))
    assert all(agency(name) in AGENCIES for name in written)


@given(st.text(alphabet="(AP) /[】— .\n—Reuters共同社", max_size=400))
def test_any_text_has_an_agency_of_the_table_or_none(text: str) -> None:
    assert origin(text, text[:30]) in {None, *AGENCIES}
