"""What two texts are to each other: a comparison says what a run says."""

import json
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import dedup
from dedup.comparison import compare
from dedup.types import Story

CORPUS = Path(__file__).parents[2] / "corpora" / "stories.jsonl"

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
    stated = compare(a, b).relation
    assert compare(b, a).relation == stated
    return stated


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


def test_one_changed_word_of_a_toll_in_running_text_makes_a_revision() -> None:
    toll = "At least three people died when the ice broke, the fire brigade of Sollund said on Friday."
    assert related([*BODY, toll], [*BODY, toll.replace("three", "four")]) == "revision"
    assert (
        related([*BODY, toll], [*BODY, toll.replace("died when", "lost their lives as")]) == "near-duplicate"
    )


def test_reports_of_one_event_with_passages_of_one_text_are_a_rewrite() -> None:
    anew = [
        "Part of the harbour of Brenn is shut after the collapse of a crane on its northern quay on Monday.",
        "Owners of trawlers in Brenn complained that the fish they land cannot be brought to the auction.",
        "Containers were piling up in the terminal, where two of 40 ships had been unloaded by nightfall.",
        *BODY[1:4],
    ]
    assert related(BODY, anew) == "rewrite"


def test_equal_texts_differ_in_nothing_but_their_headlines() -> None:
    """Invisible characters and marks of direction inside words and numbers are no facts."""
    plain = Story(id="a", title="Three die on quay", text="\n\n".join(BODY))
    for mark in ("\u2060", "\u200e", "\U000e0041", "\u2800"):
        text = plain.text.replace("o", f"o{mark}").replace("2", f"2{mark}")
        found = compare(plain, replace(plain, id="b", title="Four die on quay", text=text))
        assert found.relation == "identical"
        facts = [d for d in found.differences if d.group not in ("structure", "style")]
        assert facts
        assert all(side is None or side.paragraph == -1 for d in facts for side in (d.a, d.b))


def test_a_comparison_says_what_a_run_says_of_the_corpora() -> None:
    stories = {row["id"]: row for row in map(json.loads, CORPUS.read_text(encoding="utf-8").splitlines())}
    matches = dedup.cluster(list(stories.values())).matches
    others = {
        (match.a, match.b)
        for match in matches
        if dedup.compare(stories[match.a], stories[match.b]).relation != match.relation
    }
    assert not others


SENTENCES = st.sampled_from(
    [*BODY, *(text.replace("Monday", "Friday").replace("Two", "Four") for text in BODY)]
)


@settings(deadline=None, max_examples=60)
@given(st.lists(SENTENCES, min_size=4, max_size=10), st.lists(SENTENCES, min_size=1, max_size=10))
def test_a_comparison_says_what_a_run_of_two_says(first: list[str], second: list[str]) -> None:
    stories = [Story("a", "\n\n".join(first)), Story("b", "\n\n".join(second))]
    for match in dedup.cluster(stories).matches:
        if match.relation not in ("rewrite", "retold"):
            assert compare(*stories).relation == match.relation
