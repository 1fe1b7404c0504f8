"""Paragraphs that moved, were split, merged, added, dropped or printed twice."""

import pytest

from dedup.comparison import compare
from dedup.types import Comparison, Story

ONE = "The harbour of Vell was closed before dawn when a tanker ran aground on the northern sandbank."
TWO = "Tugboats from three neighbouring ports tried to pull the ship free but the ropes broke twice."
THREE = "A marine biologist warned that spilled oil could reach the oyster beds within two days."
FOUR = "The captain, who has sailed this route for years, blamed a broken lamp on the old lighthouse."
FIVE = "Insurers will decide next month whether the lighthouse keeper has to pay for the damage."
SIX = "Fishermen watched from the pier and shared coffee with the crews of the rescue boats."


def versions(a: list[str], b: list[str]) -> Comparison:
    return compare(Story("a", "\n\n".join(a)), Story("b", "\n\n".join(b)))


def structure(comparison: Comparison) -> list[tuple[str, int | None, int | None]]:
    return [
        (d.type, d.a and d.a.paragraph, d.b and d.b.paragraph)
        for d in comparison.differences
        if d.group == "structure"
    ]


def test_nothing_differs() -> None:
    found = versions([ONE, TWO, THREE], [ONE, TWO, THREE])
    assert (found.relation, structure(found)) == ("identical", [])
    assert {link.kind for link in found.links} == {"identical"}


def test_added_and_dropped() -> None:
    found = versions([ONE, TWO, THREE, FOUR], [ONE, FIVE, TWO, THREE])
    assert structure(found) == [("added", None, 1), ("dropped", 3, None)]


def test_moved() -> None:
    found = versions([ONE, TWO, THREE, FOUR, FIVE], [ONE, FIVE, TWO, THREE, FOUR])
    assert structure(found) == [("moved", 4, 1)]
    assert [(x.a, x.b) for x in found.links if x.kind == "moved"] == [((4,), (1,))]


def test_moved_and_edited_counts_as_both() -> None:
    edited = FIVE.replace("next month", "this week")
    found = versions([ONE, TWO, THREE, FOUR, FIVE], [ONE, edited, TWO, THREE, FOUR])
    assert ("moved", 4, 1) in structure(found)
    assert any(d.a and d.a.paragraph == 4 and d.group in ("fact", "review") for d in found.differences)


def test_what_is_pushed_down_has_not_moved() -> None:
    assert structure(versions([ONE, TWO, THREE], [SIX, ONE, TWO, THREE])) == [("added", None, 0)]


def test_split_and_merged_mirror_each_other() -> None:
    together, apart = [ONE, f"{TWO} {THREE}", FOUR], [ONE, TWO, THREE, FOUR]
    assert [(x.a, x.b, x.kind) for x in versions(together, apart).links][1] == ((1,), (1, 2), "split")
    assert [(x.a, x.b, x.kind) for x in versions(apart, together).links][1] == ((1, 2), (1,), "merged")
    assert structure(versions(together, apart)) == [("split", 1, 1)]


def test_a_paragraph_that_stands_twice_is_named_once() -> None:
    found = versions([ONE, ONE, TWO, THREE], [ONE, TWO, THREE])
    assert ("duplicate-paragraph", 1, None) in structure(found)


def test_an_excerpt() -> None:
    assert versions([ONE, TWO, THREE, FOUR, FIVE, SIX], [ONE, TWO]).relation == "excerpt"


def test_strangers_are_unrelated() -> None:
    other = "Parliament passed the budget after a long debate about pensions, schools and the new railway."
    found = versions([ONE, TWO], [other])
    assert found.relation == "unrelated"
    assert not any(link.kind in ("identical", "edited") for link in found.links)


def test_headlines_are_compared_with_each_other() -> None:
    a = Story("a", f"{ONE}\n\n{TWO}", title="Tanker runs aground off Vell")
    b = Story("b", f"{ONE}\n\n{TWO}", title="Oil fears as ship hits sandbank")
    found = compare(a, b)
    assert ((-1,), (-1,)) in [(x.a, x.b) for x in found.links]
    assert [(d.a and d.a.text, d.b and d.b.text) for d in found.differences if d.type == "headline"] == [
        (a.title, b.title)
    ]


def test_a_title_that_stands_in_the_text_is_not_told_twice() -> None:
    a = Story("a", f"Tanker runs aground\n\n{ONE}\n\n{TWO}", title="Tanker runs aground")
    assert compare(a, a).differences == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The council of Velsund voted on Monday to close it, Mayor Ada Roth said.",
            [("headline", "only-b")],
        ),
        ("Council Votes to Close Old Pier The council of Velsund voted on Monday to close it.", []),
    ],
)
def test_a_headline_of_one_side_is_one_unless_the_other_text_holds_it(
    text: str, expected: list[tuple[str, str]]
) -> None:
    titled = Story("b", text, title="Council votes to close old pier", lang="en")
    found = compare(Story("a", text, lang="en"), titled)
    assert [(d.type, d.kind) for d in found.differences if d.type == "headline"] == expected
