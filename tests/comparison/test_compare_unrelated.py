"""Stories that share nothing, and titles that are the same."""

from dedup.comparison import compare
from dedup.types import TITLE_PARAGRAPH, Story

LIBRARY = Story(
    "library",
    "The Harwick town council on Tuesday approved plans for a library that costs £4.2 million.\n\n"
    "“It will serve our children for decades,” said council leader Joan Pell.\n\nWork begins in June.",
    title="Council approves new library in Harwick",
)
STRIKER = Story(
    "striker",
    "Valdora have signed striker Luis Duarte from Northgate for 12 million euros, the club said Friday.\n\n"
    "Duarte, 24, scored 19 goals last season and will wear the number nine shirt.",
    title="Striker Duarte signs for Valdora until 2027",
)


def test_unrelated_stories_have_no_differences_until_all_are_asked_for() -> None:
    found = compare(LIBRARY, STRIKER)
    assert (found.relation, found.links, found.differences) == ("unrelated", (), ())
    assert compare(LIBRARY, STRIKER, everything=True).differences


def test_the_same_title_is_identical() -> None:
    edited = Story("edited", LIBRARY.text.replace("June", "July"), title=LIBRARY.title)
    found = compare(LIBRARY, edited)
    titles = [link for link in found.links if link.a == (TITLE_PARAGRAPH,)]
    assert [(link.b, link.kind, link.score) for link in titles] == [((TITLE_PARAGRAPH,), "identical", 1.0)]


def test_a_title_and_a_headline_in_the_text_are_the_same_headline() -> None:
    inside = Story("inside", f"{LIBRARY.title}\n\n{LIBRARY.text}")
    found = compare(LIBRARY, inside)
    assert ((-1,), (0,)) in [(link.a, link.b) for link in found.links if link.kind == "identical"]
    assert not [d for d in found.differences if d.group in ("structure", "review")]
