"""What holds for any two texts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.comparison import compare
from dedup.text.normalise import words
from dedup.types import Comparison, Difference, Link, Story

PIECES = """The police said 12 people on Monday “no” " ' Mr. U.S. didn't 3.4 million $5 per cent 三人 。
killed not rose fell will has according to Cook ，」「 Oslo, 1,84,000 2019 1st 10:30 a.m."""
TEXTS = st.text(max_size=200) | st.lists(st.sampled_from([*PIECES.split(), "\n\n"]), max_size=50).map(
    " ".join
)

MIRROR = {
    "only-a": "only-b",
    "only-b": "only-a",
    "added": "dropped",
    "dropped": "added",
    "split": "merged",
    "merged": "split",
}


def mirrored(d: Difference) -> tuple[object, ...]:
    return d.group, MIRROR.get(d.type, d.type), MIRROR.get(d.kind, d.kind), d.b, d.a, d.weight


def mirrored_link(link: Link) -> tuple[object, ...]:
    return link.b, link.a, MIRROR.get(link.kind, link.kind), link.score


@given(TEXTS, TEXTS)
@settings(max_examples=60, deadline=None)
def test_offsets_quote_the_text(x: str, y: str) -> None:
    found = compare(Story("a", x), Story("b", y))
    for d in found.differences:
        assert d.a is not None or d.b is not None
        assert 0 <= d.weight <= 1
        for span, version in ((d.a, found.a), (d.b, found.b)):
            if span is not None:
                assert span.text
                assert version.paragraphs[span.paragraph][span.start : span.end] == span.text


@given(TEXTS)
@settings(max_examples=40, deadline=None)
def test_a_story_does_not_differ_from_itself(x: str) -> None:
    found = compare(Story("a", x), Story("b", x))
    assert {d.type for d in found.differences} <= {"duplicate-paragraph"}
    assert found.relation == "identical"


@given(TEXTS, TEXTS)
@settings(max_examples=40, deadline=None)
def test_swapping_the_stories_mirrors_the_comparison(x: str, y: str) -> None:
    there, back = compare(Story("a", x), Story("b", y)), compare(Story("b", y), Story("a", x))
    assert there.relation == back.relation
    assert sorted(map(repr, map(mirrored, there.differences))) == sorted(
        repr((d.group, d.type, d.kind, d.a, d.b, d.weight)) for d in back.differences
    )
    assert sorted(map(repr, map(mirrored_link, there.links))) == sorted(
        repr((x.a, x.b, x.kind, x.score)) for x in back.links
    )


@given(TEXTS, TEXTS)
@settings(max_examples=40, deadline=None)
def test_every_paragraph_of_a_revision_is_linked_or_told_or_stands_there(x: str, y: str) -> None:
    found: Comparison = compare(Story("a", x), Story("b", y))
    if found.relation not in ("revision", "near-duplicate", "identical"):
        return
    linked = {p for link in found.links for p in link.a}
    dropped = {d.a.paragraph for d in found.differences if d.type == "dropped" and d.a is not None}
    there = set(words(" ".join([y, found.b.title or ""])))
    elsewhere = {p for p, t in enumerate(found.a.paragraphs) if there & set(words(t)) or not words(t)}
    assert set(range(len(found.a.paragraphs))) <= linked | dropped | elsewhere
