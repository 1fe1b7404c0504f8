"""Every type of difference, found in a story of one paragraph, and style that is no difference of fact."""

import pytest

from dedup.comparison import compare
from dedup.types import Comparison, Difference, Story

LEAD = "The council met in the old town hall for the whole of the evening and heard many speakers."


def stated(a: str, b: str, lang: str | None = "en") -> Comparison:
    return compare(Story("a", f"{LEAD}\n\n{a}", lang=lang), Story("b", f"{LEAD}\n\n{b}", lang=lang))


def worded(d: Difference) -> tuple[str, str | None, str | None]:
    return d.type, d.a and d.a.text, d.b and d.b.text


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (
            "At least 17 people were killed when the bridge fell.",
            "At least 19 people were killed when the bridge fell.",
            ("casualties", "At least 17", "At least 19"),
        ),
        (
            "The town has 4,300 houses near the river.",
            "The town has 5,100 houses near the river.",
            ("number", "4,300", "5,100"),
        ),
        (
            "The repair will cost $3.4 million in all.",
            "The repair will cost $4.4 million in all.",
            ("money", "$3.4 million", "$4.4 million"),
        ),
        (
            "Output grew by 12 percent over the year.",
            "Output grew by 15 percent over the year.",
            ("percent", "12 percent", "15 percent"),
        ),
        (
            "It paid shareholders 2.20 dollars for each share.",
            "It paid shareholders 2.20 cents for each share.",
            ("money", "2.20 dollars", "2.20 cents"),
        ),
        (
            "The bridge was closed on Tuesday after the storm.",
            "The bridge was closed on Wednesday after the storm.",
            ("weekday", "Tuesday", "Wednesday"),
        ),
        (
            "The bridge was opened on June 14, 2022 by the mayor.",
            "The bridge was opened on June 24, 2021 by the mayor.",
            ("date", "June 14, 2022", "June 24, 2021"),
        ),
        (
            "The alarm sounded at 3.15 a.m. in the plant.",
            "The alarm sounded at 2:45 a.m. in the plant.",
            ("time", "3.15 a.m.", "2:45 a.m."),
        ),
        (
            "The engineer Goran Petrov built the old bridge.",
            "The engineer Zoran Petrov built the old bridge.",
            ("name", "Goran Petrov", "Zoran Petrov"),
        ),
        (
            "The storm hit the coast near Lisbon last night.",
            "The storm hit the coast near Nairobi last night.",
            ("place", "Lisbon", "Nairobi"),
        ),
        (
            "The river runs through the northern suburbs of the town.",
            "The river runs through the southern suburbs of the town.",
            ("place", "northern", "southern"),
        ),
        (
            "The bridge was not designed to carry heavy lorries.",
            "The bridge was designed to carry heavy lorries.",
            ("negation", "not", None),
        ),
        (
            "Prices of bread rose in the city last month.",
            "Prices of bread fell in the city last month.",
            ("polarity", "rose", "fell"),
        ),
        (
            "The company will release the full report to the public.",
            "The company has released the full report to the public.",
            ("status", "will release", "has released"),
        ),
        (
            "Most residents of the valley left their homes in time.",
            "Some residents of the valley left their homes in time.",
            ("quantifier", "Most", "Some"),
        ),
        (
            "Officials said the dam had been checked in October.",
            "Engineers said the dam had been checked in October.",
            ("attribution", "Officials", "Engineers"),
        ),
        (
            "The owner said a valve had failed during the night.",
            "The owner claimed a valve had failed during the night.",
            ("attribution", "said", "claimed"),
        ),
        (
            "The driver was arrested at the border by two policemen.",
            "The driver was allegedly arrested at the border by two policemen.",
            ("hedge", None, "allegedly"),
        ),
        (
            "“We warned the ministry again and nobody came,” the man said.",
            "“We warned the ministry loudly and nobody came,” the man said.",
            ("quote", "again", "loudly"),
        ),
        (
            "The committee discussed the plan in a cheerful mood.",
            "The committee discussed the plan in a gloomy mood.",
            ("wording", "cheerful", "gloomy"),
        ),
        (
            "The crisis centre took the calls.",
            "The crisis center took the calls.",
            ("spelling", "centre", "center"),
        ),
    ],
)
def test_types(a: str, b: str, expected: tuple[str, str | None, str | None]) -> None:
    assert expected in [worded(d) for d in stated(a, b).differences]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("“We won,” he said of the race.", '"We won," he said of the race.'),
        ("They grew by 12 percent this year.", "They grew by 12% this year."),
        ("They grew by 12 per cent this year.", "They grew by 12 percent this year."),
        ("The U.S. envoy left the capital.", "The US envoy left the capital."),
        ("The United States sent an envoy there.", "The U.S. sent an envoy there."),
        ("He organised the programme of the theatre.", "He organized the program of the theater."),
        ("Talks of the United States and China failed.", "Talks of the U.S. and China failed."),
        ("DURANGO, Colo.—Two people met here.", "DURANGO, Colo. - Two people met here."),
        ("They did not win the big race.", "They didn't win the big race."),
        ("It cost 12,000 pounds to repair the deck.", "It cost £12000 to repair the deck."),
        ("It cost 2.3 million euros to build.", "It cost €2.3m to build."),
        ("The fund holds 9.1 mln dlrs in cash.", "The fund holds 9,100,000 dollars in cash."),
        ("Seventeen people came to the fair.", "17 people came to the fair."),
        ("They bombed it in air strikes at dawn.", "They bombed it in airstrikes at dawn."),
        ("He left on Sept. 11 with his family.", "He left on September 11 with his family."),
        ("He left on 15 March with his family.", "He left on March 15 with his family."),
        ("The train left at 8.20am from here.", "The train left at 8:20 a.m. from here."),
        ("“It is over now,” said Goran Petrov.", "“It is over now,” Goran Petrov said."),
        ("On Monday the council voted for it.", "The council voted for it on Monday."),
        ("The bill which was passed is old.", "The bill that was passed is old."),
        ("Mr. Hale met Sen. Osei at the fair.", "Mr Hale met Senator Osei at the fair."),
        ("A well-known man — a baker — came.", "A well known man - a baker - came."),
    ],
)
def test_style_is_never_a_fact(a: str, b: str) -> None:
    assert [worded(d) for d in stated(a, b).differences if d.group in ("fact", "source", "structure")] == []


def test_rounded_amounts_refine() -> None:
    found = stated(
        "It sold 14,571,434 shares in the year.", "It sold 14.6 million shares in the year."
    ).differences
    assert [(d.type, d.kind) for d in found if d.group == "fact"] == [("number", "refines")]


def test_planned_and_done_is_an_update() -> None:
    found = stated("The firm will publish the report.", "The firm has published the report.").differences
    assert ("status", "update") in [(d.type, d.kind) for d in found]


def test_a_name_masks_the_words_in_it() -> None:
    a = "The group Doctors Without Borders sent nurses to the town."
    b = "The group Doctors Without Frontiers sent nurses to the town."
    assert "negation" not in [d.type for d in stated(a, b).differences]


def test_a_change_deep_inside_a_long_quotation_is_a_quote_change() -> None:
    a = "“We came early. The hall was empty and cold. Nobody spoke to us,” she said."
    b = "“We came early. The hall was crowded and cold. Nobody spoke to us,” she said."
    assert ("quote", "empty", "crowded") in [worded(d) for d in stated(a, b).differences]


def test_other_languages_keep_the_types_that_need_no_words() -> None:
    a = "El puente tiene 120 metros y une a Pontes con Ribera desde hace mucho tiempo."
    b = "El puente tiene 150 metros y une a Pontes con Lavado desde hace mucho tiempo."
    found = [worded(d) for d in stated(a, b, "es").differences if d.group == "fact"]
    assert ("name", "Ribera", "Lavado") in [(("name"), x, y) for t, x, y in found if t in ("name", "place")]
    assert any(t == "number" and x and "120" in x and y and "150" in y for t, x, y in found)


def test_chinese_numbers_differ() -> None:
    a = Story("a", "大桥坍塌造成17人死亡，警方说。\n\n救援人员连夜搜救失踪者。", lang="zh")
    b = Story("b", "大桥坍塌造成19人死亡，警方说。\n\n救援人员连夜搜救失踪者。", lang="zh")
    assert ("casualties", "17人", "19人") in [worded(d) for d in compare(a, b).differences]
