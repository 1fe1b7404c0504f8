"""What running text claims, and whether two texts make conflicting claims."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.kernels.compiled import LEVELS
from dedup.match.claims import Claims, claims, concatenate, conflicting, same_form

SENTENCE = (
    "Police said that at least three people were hurt when a roof fell in Porto Belo late on Monday night."
)
OTHER = "The mayor will open the new market hall in Tarn at noon, and 40 traders have taken a stall there."
PAIR = np.array([[0, 1]])


def conflict(a: str, b: str) -> bool:
    found = bool(conflicting(claims([a, b]), PAIR)[0])
    assert bool(conflicting(claims([b, a]), PAIR)[0]) == found
    return found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("three", "four"),
        ("three", "3,000"),
        ("Porto", "Monte"),
        ("Monday", "Tuesday"),
        ("were hurt", "were not hurt"),
        ("were hurt", "weren't hurt"),
    ],
)
def test_a_changed_number_name_weekday_or_negation_conflicts(before: str, after: str) -> None:
    assert conflict(f"{OTHER} {SENTENCE}", f"{OTHER} {SENTENCE.replace(before, after)}")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("three", "3"),
        ("fell", "collapsed"),
        ("Police said", "The police said"),
        (" late on Monday night", ""),
        (SENTENCE, f"{SENTENCE} Two of them are Ada Quill and Ben Orr."),
        (SENTENCE, OTHER),
    ],
)
def test_other_words_cuts_and_additions_do_not(before: str, after: str) -> None:
    assert not conflict(SENTENCE, SENTENCE.replace(before, after))


def test_the_first_words_of_a_paragraph_conflict_below_any_headline() -> None:
    """Where one story has its headline in its text, another in a field, and a third has another one."""
    lead = "Three people died when a wall fell on the quay, the port said."
    other = lead.replace("Three", "Four")
    assert conflict(f"Wall falls in harbour\n\n{lead}", other)
    assert conflict(f"Three die in Tarn\n\n{lead}", f"Toll rises to four\n\n{other}")
    assert not conflict(f"Wall falls in harbour\n\n{lead}", lead)
    assert not conflict(f"Wall falls in harbour\n{lead}", other)  # no blank line, no paragraph


def test_the_order_of_day_and_month_does_not_matter() -> None:
    dated = "The bridge in Tarn was closed on {} by the city and opens again."
    assert not conflict(dated.format("June 12"), dated.format("12 June"))
    assert conflict(dated.format("June 12"), dated.format("13 June"))


def test_two_changes_side_by_side_are_seen() -> None:
    dated = "The bridge in Tarn was closed on {} by the city and opens again."
    assert conflict(dated.format("12 June"), dated.format("14 July"))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("大桥倒塌造成三人死亡，多人受伤。", "大桥倒塌造成四人死亡，多人受伤。"),
        (
            "El puente se cerró porque dos personas cayeron.",
            "El puente se cerró porque tres personas cayeron.",
        ),
        ("Nach dem Brand wurden zwei Menschen vermisst.", "Nach dem Brand wurden drei Menschen vermisst."),
        ("Мост закрыли во вторник до конца недели.", "Мост закрыли в среду до конца недели."),
    ],
)
def test_claims_are_read_in_other_languages(a: str, b: str) -> None:
    assert conflict(a, b) != ("вторник" in a)  # another preposition is another context


def test_a_context_with_two_values_says_nothing() -> None:
    both = "In Tarn the vote was held on Monday after all. In Tarn the vote was held on Friday after all."
    assert not conflict(both, "In Tarn the vote was held on Sunday after all.")


REPORT = (
    "Shares closed lower on {} as banks fell. The index ended at {} points. Buyers took {} lots of a loan."
)


def one_form(a: str, b: str) -> bool:
    found = bool(same_form(claims([a, b]), PAIR)[0])
    assert bool(same_form(claims([b, a]), PAIR)[0]) == found
    return found


def test_two_stories_that_fill_the_same_blanks_otherwise_are_of_one_form() -> None:
    monday = REPORT.format("Monday", "1,204", "412")
    assert one_form(monday, REPORT.format("Tuesday", "1,327", "412"))
    assert not one_form(monday, monday)
    assert not one_form(monday, OTHER)


def test_one_blank_makes_no_form() -> None:
    assert not one_form(REPORT.format("Monday", "1,204", "412"), REPORT.format("Monday", "1,204", "508"))


def test_two_blanks_in_long_stories_make_no_form() -> None:
    long = [" ".join(f"The {x}{n} met {n} times in old {x}s." for n in range(40)) for x in ("ward", "park")]
    monday, tuesday = REPORT.format("Monday", "1,204", "412"), REPORT.format("Tuesday", "1,327", "412")
    assert one_form(monday + OTHER, tuesday)
    assert not one_form(monday + long[0], tuesday + long[1])


def test_stories_can_be_taken_and_put_together() -> None:
    together = claims([SENTENCE, OTHER])
    apart = concatenate([claims([OTHER]), claims([SENTENCE])]).take(np.array([1, 0]))
    assert stated(together) == stated(apart)


def stated(found: Claims) -> tuple[list[int], list[int], list[int]]:
    return found.contexts.offsets.tolist(), found.contexts.hashes.tolist(), found.values.tolist()


WORDS = st.sampled_from(
    [
        "not",
        "was",
        "didn",
        "t",
        "didn't",
        "cannot",
        "three",
        "3",
        "12",
        "June",
        "Monday",
        "Ada",
        "the",
        "a",
        "wall",
    ]
)
LETTERS = st.one_of(st.characters(codec="utf-8"), st.sampled_from("Aé Ü9 ß_.ǅİΣ\ud800𝔸三人不हिไ"))
texts = st.lists(
    st.one_of(
        st.text(LETTERS, max_size=100),
        st.lists(WORDS, max_size=40).map(" ".join),
        st.lists(WORDS).map(".".join),
        st.lists(st.tuples(WORDS, st.sampled_from([" ", "\n", "\n\n", " \n \n"])), max_size=40).map(
            lambda pairs: "".join(word + gap for word, gap in pairs)
        ),
    ),
    max_size=5,
)


@settings(deadline=None)
@given(texts)
def test_kernels_find_the_same_claims(given_texts: list[str]) -> None:
    found = []
    for kernels in ("numpy", *LEVELS):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DEDUP_KERNELS", kernels)
            found.append(stated(claims(given_texts)))
    assert all(some == found[0] for some in found)
