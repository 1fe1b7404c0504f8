"""What two texts are to each other once their passages were read."""

from dedup.comparison import compare
from dedup.types import Story

BODY = [
    "The harbour of Brenn was closed on Monday after a crane fell across the northern quay, the port said.",
    "Two dock workers were treated for bruises at the clinic and went home in the evening with their wives.",
    "Engineers from the maker of the crane will look at the foundations when the tide is out on Tuesday.",
    "A freighter with timber for the paper mill had to turn back and anchor in the bay of Sollund overnight.",
    "The port handles 40,000 containers a year and has three other cranes, all of them built after 1998.",
    "Fishing boats may still leave by the southern channel, where the water is deep enough at all hours.",
    "The mayor promised that the weekly market on the quay would be held as usual at the end of the week.",
    "Insurers sent two assessors to the harbour, who did not want to guess at the cost of the damage.",
]


def related(first: list[str], second: list[str]) -> str:
    a, b = Story("a", "\n\n".join(first), lang="en"), Story("b", "\n\n".join(second), lang="en")
    told = compare(a, b).relation
    assert compare(b, a).relation == told
    return told


def test_a_cut_of_one_paragraph_with_another_headline_is_a_near_duplicate() -> None:
    head, other = "Crane falls across the quay of Brenn", "Port shuts after crane collapse"
    assert related([head, *BODY], [other, *BODY[:3], *BODY[4:]]) == "near-duplicate"


def test_another_house_style_is_a_near_duplicate() -> None:
    other = [text.replace("harbour", "harbor").replace("had to turn", "had to  turn") for text in BODY]
    assert related(BODY, other) == "near-duplicate"


def test_one_changed_fact_makes_a_revision() -> None:
    other = [text.replace("Two dock workers", "Three dock workers") for text in BODY]
    assert related(BODY, other) == "revision"


def test_a_text_cut_off_in_the_middle_is_an_excerpt() -> None:
    assert related(BODY, [*BODY[:3], BODY[3][:60]]) == "excerpt"
