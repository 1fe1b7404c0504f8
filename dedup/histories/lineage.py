"""Which version of a story each later one comes from.

Versions stand in order of time. What of a version an earlier one covers is measured by runs of four words,
page furniture left out. A version with the very words of an earlier one is its copy. Else it comes from the
latest version of its own source among those that cover it best: a newsroom goes on from what it has on its
page, and a toll that is taken back makes the last version but one look nearer than the last. Where its source
has none, it comes from the version of another source that covers it best and is most like it. What no earlier
version covers is a report of its own.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from dedup.text.furniture import Furniture, furniture
from dedup.text.normalise import words
from dedup.text.sentences import paragraphs, sentences
from dedup.types import TITLE_PARAGRAPH, Span, Story

RUN = 4
"""Words of a run. Of planted versions .985 get their parent with 4 and with 5, .983 with 3; 4 keeps more of a
sentence with changed words (`tests/bench/histories.py`, seeds 1 and 4)."""

TAKEN = 0.3
"""Coverage from which a version is taken to come from another. Reports that share a quotation stay below, and
so does the same form on the next day (a market report has .24 of the last one)."""

EQUAL = 0.15
"""Versions of one source whose coverage is within this of the best cover a version equally well: .962 of
planted versions get their parent with 0, .984 with .05, .985 with .15 and .3."""

NOTES = (Furniture.CORRECTION, Furniture.UPDATE)
DASHES = ("-", "–", "—")
DATELINE_WORDS = 12
"""Words of the longest dateline: two places, a date, an agency."""


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A sentence of a version: its paragraph, its characters there, its text and its normalised words."""

    paragraph: int
    start: int
    end: int
    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """A version without page furniture: its paragraphs as they were read, which of them are known to be the
    site's (`foreign`) or notes of corrections and updates, the dateline, sentences, and runs of words."""

    story: Story
    paragraphs: tuple[str, ...]
    foreign: frozenset[int]
    notes: frozenset[int]
    dateline: Place | None
    sentences: tuple[Place, ...]
    words: tuple[str, ...]
    runs: frozenset[tuple[str, ...]]

    def is_page(self, span: Span) -> bool:
        """Whether a span lies in a paragraph of the site, or in the dateline."""
        line = self.dateline
        inside = line is not None and span.paragraph == line.paragraph and span.end <= line.end
        return inside or span.paragraph in self.foreign


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a version comes from: the number of the parent in order of time (None: of no earlier one), kind
    of step (see `dedup.Step`) and coverage."""

    parent: int | None
    kind: str
    coverage: float


def in_time(stories: Iterable[Story]) -> list[Story]:
    """Stories in order of time; undated ones last, equals by id."""
    return sorted(
        stories, key=lambda s: (s.published is None, s.published.timestamp() if s.published else 0.0, s.id)
    )


def folded(paragraph: str) -> str:
    """A paragraph by which two of the same words are equal."""
    return " ".join(words(paragraph))


def body(story: Story, boilerplate: Container[str] = ()) -> Body:
    """A version as it is compared; `boilerplate`: paragraphs, folded, that are the site's and not its."""
    blocks = paragraphs(story.text)
    foreign = frozenset(number for number, text in enumerate(blocks) if folded(text) in boilerplate)
    kinds = furniture(blocks)
    own = [n for n, kind in enumerate(kinds) if kind is None and n not in foreign]
    found = [
        Place(number, start, end, blocks[number][start:end], tuple(words(blocks[number][start:end])))
        for number in own
        for start, end in sentences(blocks[number])
    ]
    title = story.title or ""
    if title.strip():
        found.insert(0, Place(TITLE_PARAGRAPH, 0, len(title), title, tuple(words(title))))
    flat = tuple(word for place in found if place.paragraph != TITLE_PARAGRAPH for word in place.words)
    runs = frozenset(zip(*(flat[n:] for n in range(RUN)), strict=False)) or frozenset([flat])
    lines = [place for place in found if _is_dateline(place)]
    said = tuple(place for place in found if place.words and place not in lines)
    notes = frozenset(n for n, kind in enumerate(kinds) if kind in NOTES)
    return Body(story, tuple(blocks), foreign, notes, lines[0] if lines else None, said, flat, runs)


def _is_dateline(sentence: Place) -> bool:
    """Whether a sentence is a dateline: place, date, agency and a dash."""
    return sentence.start == 0 and sentence.text.endswith(DASHES) and len(sentence.words) <= DATELINE_WORDS


def origins(versions: Sequence[Body]) -> list[Origin]:
    """Where each version comes from, in the order of the versions; see the module."""
    return [_origin(version, versions[:number]) for number, version in enumerate(versions)]


def _origin(version: Body, earlier: Sequence[Body]) -> Origin:
    if not earlier:
        return Origin(None, "first", 0.0)
    cover = [len(version.runs & other.runs) / len(version.runs) for other in earlier]
    own = [
        number
        for number, other in enumerate(earlier)
        if version.story.source is not None
        and other.story.source == version.story.source
        and cover[number] >= TAKEN
    ]
    if own:
        best = max(cover[number] for number in own)
        parent = max(number for number in own if cover[number] >= best - EQUAL)
        return Origin(parent, "copy" if _same(version, earlier[parent]) else "update", cover[parent])
    same = next((number for number, other in enumerate(earlier) if _same(version, other)), None)
    if same is not None:
        return Origin(same, "copy", 1.0)
    parent = max(range(len(earlier)), key=lambda number: _likeness(version, earlier, cover, number))
    return Origin(parent, "taken" if cover[parent] >= TAKEN else "independent", cover[parent])


def _same(version: Body, other: Body) -> bool:
    return version.words == other.words


def _likeness(
    version: Body, earlier: Sequence[Body], cover: Sequence[float], number: int
) -> tuple[float, float, int]:
    """What the best origin has most of: coverage in steps of a twentieth, likeness, age."""
    other = earlier[number]
    union = len(version.runs | other.runs)
    return round(20 * cover[number]) / 20, len(version.runs & other.runs) / union, -number
