"""Direct against indirect speech is a difference of source; marks round names and terms are style."""

import pytest

from dedup.comparison import compare
from dedup.comparison.tokens import quotations
from dedup.types import Difference, Story

LEAD = "The council met in the old town hall for the whole of the evening and heard many speakers."


def stated(a: str, b: str) -> list[Difference]:
    texts = [Story(name, f"{LEAD}\n\n{text}", lang="en") for name, text in (("a", a), ("b", b))]
    return list(compare(*texts).differences)


def worded(found: list[Difference]) -> list[tuple[str, str, str | None, str | None]]:
    return [(d.group, d.type, d.a and d.a.text, d.b and d.b.text) for d in found]


@pytest.mark.parametrize(
    ("direct", "indirect", "words"),
    [
        ('He said: "We will go."', "He said that they would go.", ("We will go", "they would go")),
        (
            "“We will not pay,” the minister said.",
            "We will not pay, the minister said.",
            ("We will not pay", "We will not pay"),
        ),
        (
            "“We will not pay,” the minister said.",
            "The minister said that they would not pay.",
            ("We will not pay", "they would not pay"),
        ),
        (
            "The mayor called it “a total disaster for all of us” on Monday.",
            "The mayor called it a total disaster for all of us on Monday.",
            ("a total disaster for all of us", "a total disaster for all of us"),
        ),
        (
            "“It was late. We saw nothing of the boat. Then we left,” said the guard of the harbour.",
            "It was late. We saw nothing of the boat. Then we left, said the guard of the harbour.",
            ("It was late. We saw nothing of the boat. Then we left",) * 2,
        ),
    ],
)
def test_speech_without_its_marks_is_told_once_as_source(
    direct: str, indirect: str, words: tuple[str, str]
) -> None:
    assert worded(stated(direct, indirect)) == [("source", "direct-speech", *words)]
    assert worded(stated(indirect, direct)) == [("source", "direct-speech", *reversed(words))]


def test_a_fact_that_changed_in_reported_speech_is_told_beside_it() -> None:
    found = stated(
        "“We know that 20 schools will close on Monday,” the mayor of the town said.",
        "The mayor of the town said they knew that 30 schools would close on Tuesday.",
    )
    facts = [d for d in worded(found) if d[0] == "fact"]
    assert facts == [("fact", "number", "20", "30"), ("fact", "weekday", "Monday", "Tuesday")]
    assert {d.type for d in found} == {"number", "weekday", "direct-speech"}


def test_a_negation_that_is_lost_in_reported_speech_is_a_fact() -> None:
    found = stated("“We will not pay,” the minister said.", "We will pay, the minister said.")
    assert {(d.group, d.type) for d in found} == {("fact", "negation"), ("source", "direct-speech")}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The so-called “peace plan” was dropped.", "The so-called peace plan was dropped."),
        (
            "He read from “The Lord of the Rings and the Two Towers” at home.",
            "He read from The Lord of the Rings and the Two Towers at home.",
        ),
        ("“We will not pay,” the minister said.", '"We will not pay," the minister said.'),
        ("“We will not pay,” the minister said.", "«We will not pay,» the minister said."),
        ("“We will not pay,” the minister said.", "‘We will not pay,’ the minister said."),
        ("“We will not pay,” the minister said.", "‘‘We will not pay,’’ the minister said."),
        ('"We will not pay," the minister said.', '" We will not pay , " the minister said .'),
    ],
)
def test_scare_quotes_titles_and_other_marks_are_style(a: str, b: str) -> None:
    assert {d.group for d in stated(a, b)} <= {"style"}


def test_marks_between_spaces_close_what_is_open() -> None:
    assert quotations(['He said " no " and " yes ".']) == [[(9, 13), (20, 25)]]


def test_a_mark_torn_off_the_paragraph_above_opens_nothing() -> None:
    assert quotations(["He said: ''We stay.", "'' He left the ''old town''."]) == [[(11, 19)], [(17, 25)]]
