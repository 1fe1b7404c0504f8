"""Facts through the versions of a history: what each version reads where another one reads otherwise.

A difference of a step between two readings of one fact continues the fact that its parent's reading lies in,
or begins one. A version reads what its parent reads where its sentence still has the words. A change back to
a reading from before is a take-back, which no comparison of two versions can see.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dedup.difference_types import TYPES, Group, Subject
from dedup.histories.lineage import Body, Origin, Strands
from dedup.types import Difference, FactHistory, Reading, Span

FOLLOWED = (Group.FACT, Group.SOURCE)
"""Classes of differences whose readings are followed."""


@dataclass(slots=True)
class _Held:
    """What one version reads: where, and of which reading (a number in the fact's list)."""

    span: Span
    reading: int


@dataclass(slots=True)
class _Made:
    """A reading while it is collected."""

    text: str
    version: int
    before: int | None
    back: bool
    corrected: bool


@dataclass(slots=True)
class _Fact:
    """A fact while it is collected: `held` by number of version."""

    strand: int
    group: str
    type: str
    made: list[_Made]
    held: dict[int, _Held] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """What is to be said of a change of a fact: the readings that it went through if it returns to an earlier
    one, and whether a note of correction names it."""

    back: tuple[str, ...]
    corrected: bool


def follow(
    versions: Sequence[Body],
    came: Sequence[Origin],
    own: Strands,
    differences: Sequence[Sequence[Difference]],
) -> tuple[tuple[FactHistory, ...], dict[tuple[int, int], Turn]]:
    """Facts that change, and for each change (version, number of its difference) what is to be said of it.

    Parameters
    ----------
    versions, came, own
        Versions, where they come from, and their sentences (see `lineage.strands`).
    differences
        Of each version from the one it comes from; none for copies, first and independent reports.
    """
    facts: list[_Fact] = []
    turns: dict[tuple[int, int], Turn] = {}
    for number, found in enumerate(differences):
        parent = came[number].parent
        if parent is None or came[number].kind == "independent":
            continue
        changed: set[int] = set()
        notes = _notes(versions[number], found)
        for which, difference in enumerate(found):
            before, after = difference.a, difference.b
            if before is None or after is None or difference.group not in FOLLOWED:
                continue
            strand = sentence_at(versions[parent], own[parent], before)
            if strand is None or sentence_at(versions[number], own[number], after) != strand:
                continue
            at = _fact_at(facts, parent, strand, before, difference)
            if at is None or at in changed:
                at = len(facts)
                facts.append(_begun(versions, came, own, parent, strand, before, difference))
            changed.add(at)
            corrected = any(_stands(after.text, note) or _stands(before.text, note) for note in notes)
            turns[number, which] = _turn(facts[at], parent, number, after, corrected)
        for at, fact in enumerate(facts):
            if at not in changed:
                _inherit(fact, versions, own, number, parent)
    for fact in facts:
        for number in range(len(versions)):
            parent = came[number].parent
            if parent is not None and came[number].kind != "independent":
                _inherit(fact, versions, own, number, parent)
    return _merged([_finished(fact, versions) for fact in facts]), turns


def _merged(facts: Sequence[FactHistory]) -> tuple[FactHistory, ...]:
    """The facts, those that went the same way at the same time as one: a toll stands in headline and lead."""
    grouped: dict[tuple[object, ...], list[FactHistory]] = {}
    for fact in facts:
        way = tuple((reading.text.casefold(), reading.back) for reading in fact.readings)
        when = tuple(reading.version for reading in fact.readings[1:])
        grouped.setdefault((_subject(fact.type), way, when), []).append(fact)
    return tuple(_one(same) for same in grouped.values())


def _one(same: Sequence[FactHistory]) -> FactHistory:
    if len(same) == 1:
        return same[0]
    readings = tuple(
        replace(
            readings[0],
            held=_union([reading.held for reading in readings]),
            corrected=any(reading.corrected for reading in readings),
        )
        for readings in zip(*(fact.readings for fact in same), strict=True)
    )
    return FactHistory(same[0].group, same[0].type, readings)


def _union(held: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The versions of some readings, each once, in order of time as far as the readings know it."""
    return tuple(dict.fromkeys(name for names in sorted(held, key=len, reverse=True) for name in names))


def _notes(version: Body, found: Sequence[Difference]) -> list[str]:
    """Notes of correction that a version has and its parent has not."""
    return [version.paragraphs[d.b.paragraph] for d in found if d.type == "correction" and d.b and not d.a]


def _stands(wording: str, text: str) -> bool:
    """Whether words stand in a text, not inside of longer ones."""
    return _find(wording, text) is not None


def _find(wording: str, text: str, start: int = 0) -> tuple[int, int] | None:
    sought = r"\s+".join(re.escape(word) for word in wording.split())
    if not sought:
        return None
    match = re.compile(rf"(?<![\w.,]){sought}(?!\w|[.,]\d)", re.IGNORECASE).search(text, start)
    match = match or re.compile(rf"(?<!\w){sought}(?!\w|[.,]\d)", re.IGNORECASE).search(text, start)
    return match.span() if match else None


def sentence_at(version: Body, own: Sequence[int], span: Span) -> int | None:
    """The sentence in which a span begins."""
    for place, strand in zip(version.sentences, own, strict=True):
        if place.paragraph == span.paragraph and place.start <= span.start < max(place.end, place.start + 1):
            return strand
    return None


def _subject(kind: str) -> str:
    known = TYPES.get(kind)
    return kind if known is None or known.subject is Subject.OTHER else known.subject


def _fact_at(
    facts: Sequence[_Fact], parent: int, strand: int, span: Span, difference: Difference
) -> int | None:
    """The fact that the parent reads at a span."""
    for at, fact in enumerate(facts):
        held = fact.held.get(parent)
        if (
            held is not None
            and fact.strand == strand
            and _subject(fact.type) == _subject(difference.type)
            and held.span.paragraph == span.paragraph
            and held.span.start < span.end
            and span.start < held.span.end
        ):
            return at
    return None


def _begun(
    versions: Sequence[Body],
    came: Sequence[Origin],
    own: Strands,
    parent: int,
    strand: int,
    span: Span,
    difference: Difference,
) -> _Fact:
    """A fact whose reading in the parent is the first: so read those before it as long as they have it."""
    made = [_Made(span.text, parent, None, False, False)]
    fact = _Fact(strand, difference.group, difference.type, made)
    fact.held[parent] = _Held(span, 0)
    number = parent
    while (before := came[number].parent) is not None and came[number].kind != "independent":
        there = _located(versions[before], own[before], strand, span.text)
        if there is None:
            break
        fact.held[before] = _Held(there, 0)
        made[0].version = number = before
    return fact


def _located(version: Body, own: Sequence[int], strand: int, wording: str) -> Span | None:
    """Where a version's form of a sentence has some words."""
    for place, name in zip(version.sentences, own, strict=True):
        if name == strand and (found := _find(wording, place.text)):
            start, end = found
            return Span(place.paragraph, place.start + start, place.start + end, place.text[start:end])
    return None


def _turn(fact: _Fact, parent: int, number: int, after: Span, corrected: bool) -> Turn:
    """Puts down that a version changes a fact."""
    line = _line(fact, fact.held[parent].reading)
    earlier = [made.text.casefold() for made in line]
    back = after.text.casefold() in earlier[:-1]
    passed = (
        (*(made.text for made in line[earlier.index(after.text.casefold()) :]), after.text) if back else ()
    )
    known = next(
        (
            at
            for at, made in enumerate(fact.made)
            if made.text.casefold() == after.text.casefold() and made.back == back and made.before is not None
        ),
        None,
    )
    if known is None:
        known = len(fact.made)
        fact.made.append(_Made(after.text, number, fact.held[parent].reading, back, corrected))
    fact.held[number] = _Held(after, known)
    return Turn(passed, corrected)


def _line(fact: _Fact, reading: int) -> list[_Made]:
    """A reading and those that it replaced, the first one in front."""
    line: list[_Made] = []
    at: int | None = reading
    while at is not None:
        line.append(fact.made[at])
        at = fact.made[at].before
    return line[::-1]


def _inherit(fact: _Fact, versions: Sequence[Body], own: Strands, number: int, parent: int) -> None:
    if number in fact.held or parent not in fact.held:
        return
    held = fact.held[parent]
    there = _located(versions[number], own[number], fact.strand, held.span.text)
    if there is not None:
        fact.held[number] = _Held(there, held.reading)


def _finished(fact: _Fact, versions: Sequence[Body]) -> FactHistory:
    holders: Mapping[int, list[int]] = {at: [] for at in range(len(fact.made))}
    for number, held in sorted(fact.held.items()):
        holders[held.reading].append(number)
    readings = [
        Reading(
            made.text,
            versions[min(holders[at] or [made.version])].story.id,
            tuple(versions[number].story.id for number in holders[at]),
            None if made.before is None else fact.made[made.before].text,
            made.back,
            made.corrected,
        )
        for at, made in sorted(enumerate(fact.made), key=lambda item: (item[1].version, item[0]))
    ]
    return FactHistory(fact.group, fact.type, tuple(readings))
