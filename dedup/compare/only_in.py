"""What only one of two retold stories has: a day of the event, a speaker, a person of office, an amount.

Each is told once, where it stands first, and only when nothing in the other story answers to it.
"""

from collections.abc import Sequence
from dataclasses import replace

from dedup.compare.amounts import amounts_only_in
from dedup.compare.names import TITLES, plain
from dedup.compare.passages import Passage, one_sided, shown_at, source_at, speakers, weekdays
from dedup.compare.sides import span
from dedup.compare.sources import PRONOUNS
from dedup.story import Difference
from dedup.text.lists import listed

QUOTED = 4
"""Words of the shortest quotation that is told as one side's own; fewer are names and scare quotes."""

_GROUPS = listed(
    "republican republicans democrat democrats democratic conservative conservatives labour liberal"
)
"""Names that many people bear: a party tells of no new speaker."""


def only_in(
    own: Sequence[Passage], other: Sequence[Passage], kind: str, found: Sequence[Difference]
) -> list[Difference]:
    """All that only `own` has; `kind` is only-a or only-b, `found` what was told already."""
    return [
        *_own_days(own, other, kind),
        *speakers_only_in(own, {t.key for p in other for t in p.tokens}, kind, found),
        *amounts_only_in(own, other, kind, found),
        *_own_people(own, other, kind),
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
            fresh = [w for n in named for w in plain(n.value)[-1:] if w not in there | seen | _GROUPS]
            if not fresh or any(t.key in PRONOUNS for t in p.tokens[first + 1 : last]):
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


PERSON_WEIGHT = 0.45
"""Weight of a person of office whom only one side names: below all who speak."""


def _own_people(own: Sequence[Passage], other: Sequence[Passage], kind: str) -> list[Difference]:
    """People named in full behind their office, of whom the other story has no word: the first two."""
    there = {t.key for p in other for t in p.tokens}
    found: list[Difference] = []
    for p in own:
        spoken = {k for m, _ in speakers(p) for k in range(m.first, m.last)}
        for m in p.side.mentions["name"]:
            office = {t.key for t in p.tokens[max(0, m.first - 1) : m.first + 1]} & TITLES
            named = plain(m.value)
            if not office or len(named) < 2 or there & set(named) or m.first in spoken:
                continue
            there |= set(named)
            told = one_sided("fact", "name", kind, shown_at(p, m), "a person of office on one side only")
            found.append(replace(told, weight=PERSON_WEIGHT))
    return found[:2]
