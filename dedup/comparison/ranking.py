"""Which differences matter most: by what they change, how sure that is, and where it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dedup.comparison.tokens import Verdict
from dedup.difference_types import Group, Kind, Subject, difference_type
from dedup.types import Difference, Span

SURE = 0.8
"""Certainty from which a difference may stand among the first `FIRST`."""

FIRST = 5
"""Lines that a reader sees before he decides whether to read on."""

_REFINES = {Subject.AMOUNT: 0.85, Subject.TIME: 0.85, Subject.NAME: 0.4, Subject.OTHER: 0.5}
"""What is left of a severity where one side is only more exact: a title before a name is no news."""

_UPDATE = 1.35
"""What a plan that was carried out adds: why a story is written again stands above its sums and days."""

SCRAP = 6
"""Words of the longest added or dropped text that is no more than a scrap."""

_SCRAP = 0.4
"""What is left of the weight of such a scrap."""

RUN = 5
"""Words of the shortest passage that, standing in both stories, counts as moved to another sentence."""


def prominence(paragraph: int) -> float:
    """1 in the title and the first two paragraphs, falling to .8 further down."""
    return 1.0 - min(max(paragraph - 1, 0), 10) * 0.02


def weigh(difference: Difference) -> Difference:
    """The difference with its certainty and its weight: severity of its type, its kind, and its earlier
    place.

    Raises
    ------
    ValueError
        If no such type or kind is known.
    """
    places = [s.paragraph for s in (difference.a, difference.b) if s is not None]
    found, kind = difference_type(difference.type), Kind(difference.kind)
    alone = kind in (Kind.ONLY_A, Kind.ONLY_B)
    weight = found.alone if alone else found.severity
    if kind is Kind.REFINES:
        weight *= _REFINES[found.subject]
    if kind is Kind.UPDATE:
        weight *= _UPDATE
    if alone and found.group is Group.STRUCTURE and _words(difference) <= SCRAP:
        weight *= _SCRAP
    return replace(
        difference,
        weight=round(weight * prominence(min(places, default=0)), 4),
        certainty=found.certainty_alone if alone else found.certainty,
    )


def _words(difference: Difference) -> int:
    return max(len(s.text.split()) for s in (difference.a, difference.b) if s is not None)


def stated(verdict: Verdict, a: Span | None, b: Span | None) -> Difference:
    """A verdict on two stretches of text as a difference, weighed."""
    group = difference_type(verdict.type).group
    return weigh(Difference(group, verdict.type, verdict.kind, a, b, 0.0, verdict.why))


def ranked(found: list[Difference]) -> list[Difference]:
    """Heaviest first, the first `FIRST` of them `SURE`; equal weights in the order of the texts. Repeated
    flags, and weak ones where a stronger one says it, are dropped."""
    unique = {(d.group, d.type, d.kind, d.a, d.b): d for d in found}

    def order(d: Difference) -> tuple[object, ...]:
        places = [(s.paragraph, s.start, s.end) if s else (-2, 0, 0) for s in (d.a, d.b)]
        return (-d.weight, *places, d.group, d.type, d.kind, d.why)

    ordered = _once([d for d in sorted(unique.values(), key=order) if not _shadowed(d, unique.values())])
    first = [d for d in ordered if d.certainty >= SURE][:FIRST]
    return [*first, *(d for d in ordered if d not in first)]


_CONTENT = frozenset(["statement", "quote"])
"""Types that tell what a passage says."""

_RESTATED = 0.6
"""What is left of the weight of an added or dropped passage of which such a line tells: it comes behind them,
and before other wording."""

_WEAK = frozenset(["quantifier", "wording"])
"""Types that say of a place what another type there says more exactly."""


def _once(found: Sequence[Difference]) -> list[Difference]:
    """Ordered differences without those of one side that a heavier one of their type overlaps, and without
    names that stand in a source, or a name, of that side."""
    kept: list[Difference] = []
    spans: dict[tuple[str, str, int], list[Span]] = {}
    named: dict[str, list[str]] = {}
    for d in found:
        shown = d.a or d.b
        if shown is None or d.kind not in (Kind.ONLY_A, Kind.ONLY_B) or d.group is Group.STYLE:
            kept.append(d)
            continue
        there = spans.setdefault((d.kind, d.type, shown.paragraph), [])
        text = shown.text.casefold()
        if any(s.start < shown.end and shown.start < s.end for s in there):
            continue
        if d.type == "name" and any(text in other for other in named.get(d.kind, ())):
            continue
        there.append(shown)
        if d.type in ("name", "attribution"):
            named.setdefault(d.kind, []).append(text)
        kept.append(d)
    return kept


def _shadowed(difference: Difference, others: Iterable[Difference]) -> bool:
    """Whether the same two stretches are named by a stronger type."""
    return difference.type in _WEAK and any(
        (d.a, d.b) == (difference.a, difference.b)
        and d.type not in _WEAK
        and d.group in (Group.FACT, Group.SOURCE)
        for d in others
    )


def restated(found: list[Difference]) -> list[Difference]:
    """The differences; added and dropped passages whose statements or quotations have lines of their own
    weigh less than these."""
    lines: dict[tuple[str, int], list[Span]] = {}
    for d in found:
        if d.type in _CONTENT:
            for side, shown in (("only-a", d.a), ("only-b", d.b)):
                if shown is not None:
                    lines.setdefault((side, shown.paragraph), []).append(shown)
    return [replace(d, weight=round(_RESTATED * d.weight, 4)) if _is_restated(d, lines) else d for d in found]


def _is_restated(passage: Difference, lines: Mapping[tuple[str, int], Sequence[Span]]) -> bool:
    shown = passage.a or passage.b
    if passage.type not in ("added", "dropped") or shown is None:
        return False
    inside = lines.get((passage.kind, shown.paragraph), ())
    return any(line.start < shown.end and shown.start < line.end for line in inside)


def cancelled(found: list[Difference]) -> list[Difference]:
    """The differences without pairs of the same type and wording, one on each side: the fact, or the passage,
    is in both stories."""
    alone: dict[tuple[str, str, str], list[int]] = {}
    for k, d in enumerate(found):
        shown = d.a or d.b
        if d.kind not in ("only-a", "only-b") or d.group == "structure" or shown is None:
            continue
        fact = difference_type(d.type).subject is not Subject.OTHER or d.type == "quote"
        if fact or len(shown.text.split()) >= RUN:
            alone.setdefault((d.kind, d.type, shown.text.casefold()), []).append(k)
    gone: set[int] = set()
    for (kind, type_, text), first in alone.items():
        if kind == "only-a":
            second = alone.get(("only-b", type_, text), [])
            both = min(len(first), len(second))
            gone.update(first[:both], second[:both])
    return [d for k, d in enumerate(found) if k not in gone]
