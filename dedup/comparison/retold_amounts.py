"""Amounts of two retold stories: casualties, money, shares and counts that only one has, and rounded ones.

An amount is held against all of the other story, not only against a linked passage: what is near to it
there, in whatever words, answers to it. Amounts inside quotation marks belong to the speaker and are left
out.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import ceil

from dedup.comparison import numbers
from dedup.comparison.passages import Passage, amount, one_sided, shown_at, span
from dedup.comparison.tokens import Mention
from dedup.text.normalise import listed
from dedup.types import Difference, Span

LEAST_COUNT = 10
"""Smallest count of things without a unit that is told as one side's own; smaller ones are asides."""

COUNT_WEIGHT = 0.75
"""What a count that is no money, share or toll weighs beside its type."""

NEXT = 0.85
"""What every further amount of one type loses: the dozen shown should hold several kinds of facts."""

BACKGROUND = 0.6
"""What is left of an amount of every year, or of the last one: it tells of no event."""

_SURVIVAL = listed("survive survived survives survivors perish perishes fatally fatal")
_VAGUE = listed("number several many dozens scores hundreds thousands few some")
_DURATIONS = listed("second minute hour day week month year")
_ROUGH = frozenset(["about", "more", "least", "nearly", "less", "most"])


def amounts_only_in(
    own: Sequence[Passage], other: Sequence[Passage], kind: str, found: Sequence[Difference]
) -> list[Difference]:
    """Amounts that only `own` gives; `kind` is only-a or only-b, `found` what was told already."""
    harm = _harm(own, other, kind)
    return [*harm, *_amounts(own, other, kind, [*found, *harm])]


def _harm(own: Sequence[Passage], other: Sequence[Passage], kind: str) -> list[Difference]:
    """Casualties, when the other story tells of none."""
    if any(t.key in numbers.HARM | _SURVIVAL and not t.quoted for p in other for t in p.tokens):
        return []
    for p in own:
        for k, token in enumerate(p.tokens):
            if token.key not in numbers.HARM or token.quoted or _background(p, k):
                continue
            counts = [m.first for m in p.side.mentions["number"] if m.last <= k + 1 and k - m.first <= 8]
            vague = [i for i in range(max(0, k - 8), k) if p.tokens[i].key in _VAGUE]
            if counts or vague:
                shown = span(p.tokens, min([*counts, *vague]), k + 1)
                return [one_sided("fact", "casualties", kind, shown, "casualties on one side only")]
    return []


def _background(own: Passage, at: int) -> bool:
    """Whether a place speaks of every year, or of a year gone by."""
    ahead = [t.key for t in own.tokens[at : at + 9]]
    return "annually" in ahead or any(
        x in ("a", "each", "every", "per", "last") and y == "year" for x, y in pairwise(ahead)
    )


def _amounts(
    own: Sequence[Passage], other: Sequence[Passage], kind: str, found: Sequence[Difference]
) -> list[Difference]:
    there = [n for p in other for n in p.side.mentions["number"]]
    places = [d.a if kind == "only-a" else d.b for d in found]
    told = {(d.paragraph, d.start) for d in places if d is not None}
    often: dict[str, int] = {}
    values: set[tuple[object, ...]] = set()
    result: list[Difference] = []
    for p in own:
        for m in p.side.mentions["number"]:
            shown = _worth(p, m)
            if shown is None or m.value[:2] in values or _told(shown, m, told, p):
                continue
            values.add(m.value[:2])
            if any(_answers(m, n) for n in there):
                continue
            one = one_sided("fact", m.type, kind, shown, "an amount on one side only")
            weight = one.weight * NEXT ** often.get(m.type, 0)
            weight *= (COUNT_WEIGHT if m.type == "number" else 1.0) * (
                BACKGROUND if _background(p, m.first) else 1.0
            )
            result.append(replace(one, weight=round(weight, 4)))
            often[m.type] = often.get(m.type, 0) + 1
    return result


def _worth(own: Passage, m: Mention) -> Span | None:
    """Where an amount that may be told stands, with what it counts."""
    if own.tokens[m.first].quoted or amount(m) is None:
        return None
    unit = str(m.value[1])
    if m.type != "number":
        return shown_at(own, m)
    if unit:
        return None if unit in _DURATIONS or unit == "ordinal" else shown_at(own, m)
    size = amount(m) or 0.0
    for last in range(m.last, min(m.last + 2, len(own.tokens))):
        key = own.tokens[last].key
        if not own.tokens[last].text.islower() or own.tokens[last].gap != " ":
            return None
        if key.endswith("s") and len(key) > 3 and size >= LEAST_COUNT and key not in numbers.UNITS:
            return span(own.tokens, m.first, last + 1)
    return None


def _answers(m: Mention, n: Mention) -> bool:
    """Whether an amount of the other story may say the same as this one."""
    if amount(m) == amount(n):
        return True
    units = str(m.value[1]), str(n.value[1])
    return (units[0] == units[1] or "" in units) and (numbers.judge(m, n) is None or near(m, n))


def _told(shown: Span, mention: Mention, told: set[tuple[int, int]], own: Passage) -> bool:
    """Whether a flag begins where an amount, or its qualifier, begins."""
    return any((shown.paragraph, own.tokens[k].start) in told for k in range(mention.first, mention.last))


def near(m: Mention, n: Mention) -> bool:
    """Whether two amounts may be one told more or less exactly."""
    x, y = amount(m), amount(n)
    if x is None or y is None:
        return False
    loose = bool({m.value[2], n.value[2]} - {""})
    return abs(x - y) <= (0.1 if loose else 0.05) * max(x, y) or rounded(m, n) or rounded(n, m)


def rounded(m: Mention, n: Mention) -> bool:
    """Whether the first amount is the second one told roughly: "more than 200", 212; "almost four", 3.4."""
    x, y = amount(m), amount(n)
    if x is None or y is None or x == y or m.value[2] not in _ROUGH or n.value[2] in _ROUGH:
        return False
    if m.value[2] == "nearly" and ceil(y) == x:
        return True
    return abs(x - y) <= 0.1 * y and float(f"{x:.1g}") == x


def roughly(x: Passage, y: Passage) -> list[tuple[Mention, Mention]]:
    """Amounts of two passages of which one is the other told roughly; only where no third one comes near."""
    first, second = (
        [m for m in p.side.mentions["number"] if m.type != "ordinal" and not p.tokens[m.first].quoted]
        for p in (x, y)
    )
    found = [(m, n) for m in first for n in second if (rounded(m, n) or rounded(n, m)) and _of_one_kind(m, n)]
    return found if len(found) == 1 else []


def _of_one_kind(m: Mention, n: Mention) -> bool:
    units = str(m.value[1]), str(n.value[1])
    large = min(amount(m) or 0.0, amount(n) or 0.0) >= LEAST_COUNT
    return units[0] == units[1] and (bool(units[0]) or large)
