"""A whole cluster lined up against one of its stories: what all versions share, and how each fact was told.

The comparisons all have the representative on one side, whichever. A fact of the representative that other
versions tell differently has several readings; a version that has the passage and no difference there reads
as the representative does. Facts that the representative lacks have a reading of their own. Readings stand
in the order in which they first appeared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dedup.report.layout import GROUPS
from dedup.story import Comparison, Difference, Span, Version

_FACTS = ("fact", "source")
"""Classes whose readings are followed through the versions."""


_Age = Callable[[str], tuple[bool, float, str]]
_Key = tuple[int, int, int, int, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way in which a fact is told (empty: left out); `held` are the versions that do, earliest first."""

    text: str
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact with its readings, earliest first. `paragraph` is the representative's, None if it lacks it."""

    group: str
    type: str
    paragraph: int | None
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Lineup:
    """A cluster lined up; `shared` counts, for each paragraph, the versions that have it."""

    representative: Version
    versions: tuple[str, ...]
    shared: dict[int, int]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    """A comparison seen from the representative."""

    ours: Version
    other: Version
    links: list[tuple[tuple[int, ...], tuple[int, ...]]]
    differences: list[tuple[Difference, Span | None, Span | None]]


def lineup(
    representative: str, comparisons: Sequence[Comparison], published: Mapping[str, datetime | None]
) -> Lineup | None:
    """Line up the versions of a cluster; None if no comparison has the representative on a side.

    Parameters
    ----------
    representative
        Id of the story that the others are compared with.
    comparisons
        Of the representative with other versions.
    published
        When each version was published, by id; what is missing counts as last.
    """
    sides = [side for side in (_seen_from(representative, c) for c in comparisons) if side is not None]
    if not sides:
        return None

    def age(story: str) -> tuple[bool, float, str]:
        time = published.get(story)
        return time is None, time.timestamp() if time else 0.0, story

    shared: dict[int, int] = {}
    for side in sides:
        for number in sorted({n for ours, _ in side.links for n in ours}):
            shared[number] = shared.get(number, 1) + 1
    facts = [*_told(sides, age), *_added(sides, age)]
    versions = sorted({representative, *(side.other.id for side in sides)}, key=age)
    return Lineup(sides[0].ours, tuple(versions), dict(sorted(shared.items())), tuple(facts))


def _seen_from(representative: str, comparison: Comparison) -> _Side | None:
    if comparison.a.id == representative:
        links = [(link.a, link.b) for link in comparison.links]
        found = [(d, d.a, d.b) for d in comparison.differences]
        return _Side(comparison.a, comparison.b, links, found)
    if comparison.b.id == representative:
        links = [(link.b, link.a) for link in comparison.links]
        found = [(d, d.b, d.a) for d in comparison.differences]
        return _Side(comparison.b, comparison.a, links, found)
    return None


def _told(sides: Sequence[_Side], age: _Age) -> list[Fact]:
    """Facts of the representative that a version tells otherwise or leaves out (an empty reading)."""
    others: dict[_Key, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    own: dict[_Key, str] = {}
    for side in sides:
        for difference, ours, theirs in side.differences:
            if ours is not None and difference.group in _FACTS:
                key = (_rank(difference), ours.paragraph, ours.start, ours.end, difference.type)
                others[key]["" if theirs is None else theirs.text].append(side.other.id)
                own[key] = ours.text
    found = []
    for key, readings in sorted(others.items()):
        rank, paragraph, start, end, kind = key
        same = [side.other.id for side in sides if _reads_the_same(side, paragraph, start, end)]
        readings[own[key]] += [sides[0].ours.id, *same]
        found.append(Fact(GROUPS[rank], kind, paragraph, _ordered(readings, age)))
    return found


def _reads_the_same(side: _Side, paragraph: int, start: int, end: int) -> bool:
    """Whether a version has a passage of the representative, and no difference in it."""
    return any(paragraph in ours for ours, _ in side.links) and not any(
        at is not None and at.paragraph == paragraph and at.start < end and start < at.end
        for difference, at, _ in side.differences
        if difference.group in _FACTS
    )


def _added(sides: Sequence[_Side], age: _Age) -> list[Fact]:
    """Facts that the representative lacks, those that the most versions tell first."""
    held: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    for side in sides:
        for difference, ours, theirs in side.differences:
            if ours is None and theirs is not None and difference.group in _FACTS:
                held[_rank(difference), difference.type, theirs.text].append(side.other.id)
    order = sorted(held.items(), key=lambda item: (-len(set(item[1])), item[0]))
    return [Fact(GROUPS[rank], kind, None, _ordered({text: ids}, age)) for (rank, kind, text), ids in order]


def _ordered(readings: Mapping[str, Sequence[str]], age: _Age) -> tuple[Reading, ...]:
    made = [Reading(text, tuple(sorted(set(ids), key=age))) for text, ids in readings.items()]
    return tuple(sorted(made, key=lambda reading: (age(reading.held[0]), reading.text)))


def _rank(difference: Difference) -> int:
    return GROUPS.index(difference.group)
