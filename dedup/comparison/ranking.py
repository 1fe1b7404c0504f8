"""Which differences matter most: by what they change, and how prominently it stands."""

from dataclasses import replace

from dedup.comparison.tokens import Verdict
from dedup.types import Difference, Span

SEVERITY = {
    "casualties": 0.95,
    "number": 0.9,
    "negation": 0.9,
    "money": 0.88,
    "percent": 0.86,
    "polarity": 0.85,
    "date": 0.8,
    "weekday": 0.8,
    "time": 0.75,
    "name": 0.8,
    "quote": 0.75,
    "attribution": 0.72,
    "status": 0.7,
    "place": 0.68,
    "direct-speech": 0.66,
    "headline": 0.65,
    "quantifier": 0.62,
    "hedge": 0.6,
    "duplicate-paragraph": 0.6,
    "added": 0.5,
    "dropped": 0.5,
    "moved": 0.4,
    "split": 0.35,
    "merged": 0.35,
    "wording": 0.3,
    "quote-format": 0.2,
}
"""Weight of a type of difference at the top of a story (0 to 1); an editor's order: tolls and amounts
first."""

STYLE = 0.1
"""Weight of a style difference."""

_KIND = {"differs": 1.0, "update": 1.0, "refines": 0.85, "only-a": 0.85, "only-b": 0.85}


RUN = 5
"""Words of the shortest passage that, standing in both stories, counts as moved to another sentence."""

_MENTIONED = frozenset(
    ["name", "place", "date", "weekday", "time", "number", "money", "percent", "casualties"]
)


def prominence(paragraph: int) -> float:
    """1 in the title and the first two paragraphs, falling to .8 further down."""
    return 1.0 - min(max(paragraph - 1, 0), 10) * 0.02


def weigh(difference: Difference) -> Difference:
    """The difference with its weight: severity of its type, its kind, and the earlier of its two places."""
    places = [s.paragraph for s in (difference.a, difference.b) if s is not None]
    base = STYLE if difference.group == "style" else SEVERITY.get(difference.type, 0.3)
    weight = base * _KIND.get(difference.kind, 1.0) * prominence(min(places, default=0))
    return replace(difference, weight=round(weight, 4))


def told(verdict: Verdict, a: Span | None, b: Span | None) -> Difference:
    """A verdict on two stretches of text as a difference, weighed."""
    return weigh(Difference(verdict.group, verdict.type, verdict.kind, a, b, 0.0, verdict.why))


def ranked(found: list[Difference]) -> list[Difference]:
    """Heaviest first; equal weights in the order of the texts. Repeated flags are dropped."""
    unique = {(d.group, d.type, d.kind, d.a, d.b): d for d in found}

    def order(d: Difference) -> tuple[object, ...]:
        places = [(s.paragraph, s.start, s.end) if s else (-2, 0, 0) for s in (d.a, d.b)]
        return (-d.weight, *places, d.group, d.type, d.kind, d.why)

    return sorted(unique.values(), key=order)


def cancelled(found: list[Difference]) -> list[Difference]:
    """The differences without pairs of the same type and wording, one on each side: the fact, or the passage,
    is in both stories."""
    alone: dict[tuple[str, str, str], list[int]] = {}
    for k, d in enumerate(found):
        shown = d.a or d.b
        if d.kind not in ("only-a", "only-b") or d.group == "structure" or shown is None:
            continue
        if d.type in _MENTIONED or len(shown.text.split()) >= RUN:
            alone.setdefault((d.kind, d.type, shown.text.casefold()), []).append(k)
    gone: set[int] = set()
    for (kind, type_, text), first in alone.items():
        if kind == "only-a":
            second = alone.get(("only-b", type_, text), [])
            both = min(len(first), len(second))
            gone.update(first[:both], second[:both])
    return [d for k, d in enumerate(found) if k not in gone]
