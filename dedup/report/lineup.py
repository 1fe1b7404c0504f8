"""A whole cluster lined up beside its representative: what versions share, and how each reports a fact.

Every comparison has the representative on one side. Differences of one kind that overlap there are readings
of one fact. A version that revises the passage and has no difference in the fact reads like the
representative; one that retells it does only if the wording stands in the passage. Facts that the
representative lacks have a reading of their own. Readings are in order of first appearance, and a version
changed what it is the first to read otherwise. The line-up is a value; here it is also laid out for a
terminal.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dedup.difference_types import TYPES, Subject
from dedup.report.layout import GROUPS, paragraph
from dedup.report.styled_text import Line, clip, columns, paint, wrap
from dedup.report.wording import count, minute, place
from dedup.types import Assignment, Comparison, Difference, Span, Version

COMPANY = 2
"""Words of four letters and more that two retold sentences share beside a fact, for it to be the same one."""

_STOP = re.compile(r"[.!?。！？]\s")

_FOLLOWED = ("fact", "source")
"""Classes whose readings are followed through the versions."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way in which a fact is stated (empty: left out); `held` are the versions that do, earliest
    first."""

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
class Change:
    """What a version was the first to state otherwise: `before` is the reading that stood (empty:
    nothing)."""

    fact: Fact
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Side:
    """A comparison seen from the representative; `links` are ours, theirs, and the kind."""

    ours: Version
    other: Version
    links: list[tuple[tuple[int, ...], tuple[int, ...], str]]
    differences: list[tuple[Difference, Span | None, Span | None]]


@dataclass(slots=True)
class _Place:
    """A stretch of the representative in which versions differ: how they read it, by id."""

    paragraph: int
    start: int
    end: int
    group: str
    types: list[str]
    own: str
    readings: dict[str, str]


def lineup(
    representative: str,
    comparisons: Sequence[Comparison],
    published: Mapping[str, datetime | None],
    copies: Mapping[str, Sequence[str]] | None = None,
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
    copies
        Versions with the very text of one that is compared, by its id: they read as it does.
    """
    sides = [side for side in (_seen_from(representative, c) for c in comparisons) if side is not None]
    if not sides:
        return None

    def age(story: str) -> tuple[bool, float, str]:
        time = published.get(story)
        return time is None, time.timestamp() if time else 0.0, story

    def held(stories: Sequence[str]) -> tuple[str, ...]:
        every = {*stories, *(copy for story in stories for copy in (copies or {}).get(story, ()))}
        return tuple(sorted(every, key=age))

    def ordered(readings: Mapping[str, Sequence[str]]) -> tuple[Reading, ...]:
        made = [Reading(text, held(ids)) for text, ids in readings.items() if ids]
        return tuple(sorted(made, key=lambda reading: (age(reading.held[0]), reading.text)))

    having: dict[int, list[str]] = defaultdict(lambda: [representative])
    for side in sides:
        for number in {n for ours, _, _ in side.links for n in ours}:
            having[number].append(side.other.id)
    facts = [
        Fact(place.group, min(place.types, key=_vague), place.paragraph, ordered(_readings(place, sides)))
        for place in _places(sides)
    ]
    facts += [Fact(*stated, None, ordered({text: ids})) for stated, text, ids in _added(sides)]
    return Lineup(
        sides[0].ours,
        held([representative, *(side.other.id for side in sides)]),
        {number: len(held(ids)) for number, ids in sorted(having.items())},
        tuple(facts),
    )


def alone(version: Version, versions: Sequence[str]) -> Lineup:
    """A cluster whose stories (ids, the earliest first) all have one text."""
    return Lineup(version, tuple(versions), dict.fromkeys(range(len(version.paragraphs)), len(versions)), ())


def changes(found: Lineup) -> dict[str, list[Change]]:
    """What each version after the earliest was the first to state otherwise, in the order of the versions."""
    made: dict[str, list[Change]] = {version: [] for version in found.versions[1:]}
    for fact in found.facts:
        before = ""
        for reading in fact.readings:
            if reading.held[0] in made:
                made[reading.held[0]].append(Change(fact, before, reading.text))
            before = reading.text
    return {version: stated for version, stated in made.items() if stated}


def _seen_from(representative: str, comparison: Comparison) -> _Side | None:
    if comparison.a.id == representative:
        links = [(link.a, link.b, link.kind) for link in comparison.links]
        found = [(d, d.a, d.b) for d in comparison.differences]
        return _Side(comparison.a, comparison.b, links, found)
    if comparison.b.id == representative:
        links = [(link.b, link.a, link.kind) for link in comparison.links]
        found = [(d, d.b, d.a) for d in comparison.differences]
        return _Side(comparison.b, comparison.a, links, found)
    return None


def _places(sides: Sequence[_Side]) -> list[_Place]:
    """Where versions state the representative's facts otherwise, or leave them out (an empty reading): facts
    first, in the order of the text."""
    stated: dict[tuple[str, str, int], list[tuple[Span, str, str, str]]] = defaultdict(list)
    for side in sides:
        for d, ours, theirs in side.differences:
            if ours is not None and d.group in _FOLLOWED:
                text = "" if theirs is None else theirs.text
                key = d.group, _fact(d.type), ours.paragraph
                stated[key].append((ours, d.type, text, side.other.id))
    found: list[_Place] = []
    for (group, _, number), readings in stated.items():
        place: _Place | None = None
        for ours, type_, text, other in sorted(readings, key=lambda item: (item[0].start, *item[1:])):
            if place is None or ours.start >= place.end:
                place = _Place(number, ours.start, ours.end, group, [], ours.text, {})
                found.append(place)
            place.end = max(place.end, ours.end)
            place.types.append(type_)
            place.own = min(place.own, ours.text, key=len)
            place.readings[other] = max(place.readings.get(other, ""), text, key=len)
    return sorted(
        found, key=lambda place: (GROUPS.index(place.group), place.paragraph, place.start, place.own)
    )


def _fact(name: str) -> str:
    """What types that may concern one fact share; other types stand for themselves."""
    known = TYPES.get(name)
    return name if known is None or known.subject is Subject.OTHER else known.subject


def _readings(place: _Place, sides: Sequence[_Side]) -> dict[str, list[str]]:
    """The versions by how they read a place of the representative; those that lack it are left out."""
    readings: dict[str, list[str]] = {place.own: [sides[0].ours.id]}
    spelled = {place.own.casefold(): place.own}
    for side in sides:
        if side.other.id in place.readings:
            text = place.readings[side.other.id]
            readings.setdefault(spelled.setdefault(text.casefold(), text), []).append(side.other.id)
        elif _reads_the_same(side, place):
            readings[place.own].append(side.other.id)
    return readings


def _reads_the_same(side: _Side, place: _Place) -> bool:
    """Whether a version has a place as the representative does: nothing in it differs and its sentence was
    not dropped; in other words only what is written there counts."""
    for ours, theirs, kind in side.links:
        if place.paragraph in ours and kind == "retold":
            own = _sentence(paragraph(side.ours, place.paragraph), place.start, place.end)
            if any(_retells(own, place.own, paragraph(side.other, n)) for n in theirs):
                return True
        elif place.paragraph in ours:
            return not any(
                at is not None
                and at.paragraph == place.paragraph
                and at.start < place.end
                and place.start < at.end
                for difference, at, theirs in side.differences
                if difference.group in _FOLLOWED or difference.type == "dropped" or difference.type == "added"
            )
    return False


def _retells(own: str, words: str, other: str) -> bool:
    """Whether words of a sentence stand in a passage too, in a sentence that shares some more words with it.

    They may not stand within a longer word or number; capitals and white space do not matter.
    """
    sought = r"\s+".join(re.escape(word) for word in words.split())
    for match in re.finditer(rf"(?<![\w.,])(?:{sought})(?!\w|[.,]\d)", other, re.IGNORECASE):
        theirs = _sentence(other, match.start(), match.end())
        if len((_telling(own) & _telling(theirs)) - _telling(words)) >= COMPANY:
            return True
    return False


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a stretch, roughly: between two stops with space behind them."""
    before = max((m.end() for m in _STOP.finditer(text, 0, start)), default=0)
    stop = _STOP.search(text, end)
    return text[before : stop.start() if stop else len(text)]


def _telling(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w{4,}", text)}


def _vague(kind: str) -> tuple[bool, str]:
    """Types by how much they say: any other before plain numbers."""
    return kind == "number", kind


def _added(sides: Sequence[_Side]) -> list[tuple[tuple[str, str], str, list[str]]]:
    """Facts that the representative lacks (class and type, text, versions), the most frequent first."""
    held: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    for side in sides:
        for difference, ours, theirs in side.differences:
            if ours is None and theirs is not None and difference.group in _FOLLOWED:
                held[_rank(difference), difference.type, theirs.text].append(side.other.id)
    order = sorted(held.items(), key=lambda item: (-len(set(item[1])), item[0]))
    return [((GROUPS[rank], kind), text, ids) for (rank, kind, text), ids in order]


def _rank(difference: Difference) -> int:
    return GROUPS.index(difference.group)


_FACTS_SHOWN = 12
"""Facts of each kind that are shown before everything is asked for."""

_HANG = 6
"""Cells by which the rest of a broken line stands in: more than the line itself."""

_CHANGES = 6
"""Changes of one version that are shown before everything is asked for."""


def lineup_text(
    found: Lineup,
    stories: Mapping[str, Assignment],
    *,
    width: int = 80,
    color: bool = False,
    everything: bool = False,
) -> str:
    """A cluster lined up against its representative.

    Parameters
    ----------
    found
        The cluster.
    stories
        Its stories by id, for sources and times; those that are missing are named by their id.
    width
        Terminal cells of a line, at least 40.
    color
        Whether ANSI colours are written.
    everything
        Also passages and facts beyond the first of each list.
    """
    width = max(40, width)
    lines: list[Line] = []
    for line in _lines(found, stories, width, everything):
        if sum(columns(text) for text, _ in line) <= width:
            lines.append(line)
        else:
            first, *rest = wrap(line, width - _HANG)
            lines += [first, *([(" " * _HANG, ""), *more] for more in rest)]
    return "".join(paint(line, color).rstrip() + "\n" for line in lines)


def _lines(found: Lineup, stories: Mapping[str, Assignment], width: int, everything: bool) -> Iterator[Line]:
    own = found.representative
    title = own.title or (own.paragraphs[0] if own.paragraphs else own.id)
    yield [(clip(title, width), "bold")]
    yield [(f"{count(len(found.versions), 'version')}, compared with {who(own.id, stories)}", "dim")]
    yield []
    yield [("Shared", "bold")]
    for number, versions in found.shared.items():
        label = f"{versions:>3} of {len(found.versions)}  {place(number)} "
        yield [(label, ""), (clip(paragraph(own, number), width - columns(label)), "")]
    if not found.facts:
        yield []
        yield [("All versions tell the same facts.", "")]
    yield from _changes(found, stories, everything)
    stated = [fact for fact in found.facts if fact.paragraph is not None]
    added = [fact for fact in found.facts if fact.paragraph is None]
    for heading, facts in (("Told differently", stated), ("Not in the representative", added)):
        if facts:
            yield []
            yield [(heading, "bold")]
            shown = facts if everything else facts[:_FACTS_SHOWN]
            for fact in shown:
                yield from _fact_line(fact, stories)
            if len(facts) > len(shown):
                yield [(f"… and {len(facts) - len(shown):,} more (--all shows them)", "dim")]


def _changes(found: Lineup, stories: Mapping[str, Assignment], everything: bool) -> Iterator[Line]:
    """For every version what it was the first to state otherwise."""
    made = changes(found)
    if made:
        yield []
        yield [("Who changed what", "bold")]
    for version, stated in made.items():
        yield [(who(version, stories), "")]
        shown = stated if everything else stated[:_CHANGES]
        for change in shown:
            fact = change.fact
            where = " " if fact.paragraph is None else f" {place(fact.paragraph)} "
            after = [(f"[{clip(change.after, 60)}]" if change.after else "(left out)", "")]
            before = (
                [(f"[{clip(change.before, 60)}]", ""), (" → ", "dim")] if change.before else [("+ ", "dim")]
            )
            yield [("    ", ""), (clip(fact.type, 24), fact.group), (where, "dim"), *before, *after]
        if len(stated) > len(shown):
            yield [(f"    … and {len(stated) - len(shown):,} more (--all shows them)", "dim")]


def _fact_line(fact: Fact, stories: Mapping[str, Assignment]) -> Iterator[Line]:
    where = "" if fact.paragraph is None else f" {place(fact.paragraph)}"
    yield [(clip(fact.type, 24), fact.group), (where, "dim")]
    for reading in fact.readings:
        more = f", and {count(len(reading.held) - 1, 'other')}" if len(reading.held) > 1 else ""
        text = f"[{clip(reading.text, 60)}]" if reading.text else "(left out)"
        yield [(f"    {text}", ""), (f"  first {who(reading.held[0], stories)}{more}", "dim")]


def who(story: str, stories: Mapping[str, Assignment]) -> str:
    """How a version is called: its source and time, or its id."""
    known = stories.get(story)
    if known is None or not (known.source or known.published):
        return clip(story, 40)
    named = clip(known.source or known.id, 32)
    return f"{named}, {minute(known.published)}" if known.published else named
