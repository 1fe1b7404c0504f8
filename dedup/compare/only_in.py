"""What only one of two retold stories has: a day of the event, a speaker, casualties, an amount.

Each is told once, where it stands first, and only when nothing in the other story answers to it.
"""

from collections.abc import Sequence

from dedup.compare import numbers
from dedup.compare.differences import span
from dedup.compare.mentions import Mention
from dedup.compare.names import plain
from dedup.compare.passages import Passage, amount, one_sided, shown_at, source_at, speakers, weekdays
from dedup.story import Difference, Span

QUOTED = 4
"""Words of the shortest quotation that is told as one side's own; fewer are names and scare quotes."""

_VAGUE = frozenset(["number", "several", "many", "dozens", "scores", "hundreds", "thousands", "few", "some"])


def only_in(
    own: Sequence[Passage], other: Sequence[Passage], kind: str, found: Sequence[Difference]
) -> list[Difference]:
    """All that only `own` has; `kind` is only-a or only-b, `found` what was told already."""
    return [
        *_own_days(own, other, kind),
        *speakers_only_in(own, {t.key for p in other for t in p.tokens}, kind, found),
        *(harm := _own_harm(own, other, kind)),
        *_own_amounts(own, other, kind, [*found, *harm]),
    ]


def _own_days(own: Sequence[Passage], other: Sequence[Passage], kind: str) -> list[Difference]:
    """Days of the event that the other story does not name as such: the first two."""
    there = {m.value for p in other for m in weekdays(p, False)}
    found: dict[tuple[object, ...], Difference] = {}
    for p in own:
        for m in weekdays(p, False):
            if m.value not in there and m.value not in found:
                found[m.value] = one_sided(
                    "fact", "weekday", kind, shown_at(p, m), "day of the event, told on one side only"
                )
    return list(found.values())[:2]


def speakers_only_in(
    own: Sequence[Passage], there: set[str], kind: str, told: Sequence[Difference]
) -> list[Difference]:
    """Named speakers in passages, whose names the other story (its keys: `there`) does not mention."""
    shown = {d.a if kind == "only-a" else d.b for d in told}
    found: list[Difference] = []
    seen: set[str] = set()
    for p in own:
        for m, _keys in speakers(p):
            first, last = m.value[2], m.value[3]
            assert isinstance(first, int)
            assert isinstance(last, int)
            named = [n for n in p.side.mentions["name"] if first <= n.first and n.last <= last]
            fresh = [w for n in named for w in plain(n.value)[-1:] if w not in there and w not in seen]
            if not fresh:
                continue
            seen.update(w for n in named for w in plain(n.value))
            if source_at(p, m) not in shown:
                found.append(
                    one_sided("source", "attribution", kind, source_at(p, m), "a speaker on one side only")
                )
    return found


def quotations_only_in(own: Sequence[Passage], kind: str) -> list[Difference]:
    """The first quotation of `QUOTED` words and more in each passage."""
    found: list[Difference] = []
    for p in own:
        first = next((k for k, t in enumerate(p.tokens) if t.quoted), None)
        if first is None:
            continue
        last = next((k for k in range(first, len(p.tokens)) if not p.tokens[k].quoted), len(p.tokens))
        if last - first >= QUOTED:
            shown = span(p.tokens, first, last)
            found.append(one_sided("source", "quote", kind, shown, "a quotation on one side only"))
    return found


def _own_harm(own: Sequence[Passage], other: Sequence[Passage], kind: str) -> list[Difference]:
    """Casualties, when the other story tells of none."""
    if any(t.key in numbers.HARM and not t.quoted for p in other for t in p.tokens):
        return []
    for p in own:
        for k, token in enumerate(p.tokens):
            if token.key not in numbers.HARM or any(
                t.key in ("year", "annually") for t in p.tokens[k : k + 4]
            ):
                continue
            counts = [m.first for m in p.side.mentions["number"] if m.last <= k + 1 and k - m.first <= 8]
            vague = [i for i in range(max(0, k - 8), k) if p.tokens[i].key in _VAGUE]
            if counts or vague:
                first = min([*counts, *vague])
                return [
                    one_sided(
                        "fact",
                        "casualties",
                        kind,
                        span(p.tokens, first, k + 1),
                        "casualties on one side only",
                    )
                ]
    return []


def _own_amounts(
    own: Sequence[Passage], other: Sequence[Passage], kind: str, found: Sequence[Difference]
) -> list[Difference]:
    """Amounts with a unit, and casualties, that the other story does not give: the first of each kind."""
    there: dict[str, list[Mention]] = {}
    for p in other:
        for n in p.side.mentions["number"]:
            there.setdefault(str(n.value[1]), []).append(n)
    told = {
        (d.paragraph, d.start) for d in (x.a if kind == "only-a" else x.b for x in found) if d is not None
    }
    result: dict[str, Difference] = {}
    for p in own:
        for m in p.side.mentions["number"]:
            shown = shown_at(p, m)
            if m.type == "number" or m.type in result or shown is None or _told(shown, m, told, p):
                continue
            unit = str(m.value[1])
            rivals = [*there.get(unit, ()), *(there.get("", ()) if unit else ())]
            if not any(amount(n) == amount(m) or numbers.judge(m, n) is None or _close(m, n) for n in rivals):
                result[m.type] = one_sided("fact", m.type, kind, shown, "an amount on one side only")
    return list(result.values())


def _told(shown: Span, mention: Mention, told: set[tuple[int, int]], own: Passage) -> bool:
    """Whether a flag begins where an amount, or its qualifier, begins."""
    return any((shown.paragraph, own.tokens[k].start) in told for k in range(mention.first, mention.last))


def _close(m: Mention, n: Mention) -> bool:
    x, y = amount(m), amount(n)
    if x is None or y is None:
        return False
    loose = bool({m.value[2], n.value[2]} - {""})
    return abs(x - y) <= (0.1 if loose else 0.05) * max(x, y) and m.value[1] in (n.value[1], "")
