"""Who speaks in two retold stories: the same claim from another source, one speaker's other words.

A source is held against another only where the passages share what few passages of the two stories share,
beyond the names of those who speak. Quotations are held against those of the same speaker only.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dedup.comparison import attribution
from dedup.comparison.concepts import COUNTRIES, rarity
from dedup.comparison.names import plain
from dedup.comparison.passages import Passage, flag, one_sided, source_at, span, speakers
from dedup.comparison.style import FUNCTION_WORDS
from dedup.types import Difference, Span

RARE = 4.0
"""IDF (natural logarithm) from which a shared term is evidence: it stands in one of 55 news stories at
most."""

EVIDENCE = 2
"""Shared rare terms for which two linked passages are taken to speak of one thing."""

STRONG = 0.25
"""Cosine of concepts that is evidence enough by itself: a quarter of the weight of both passages."""

QUOTED = 6
"""Words of the shortest quotation that is held against others; fewer are phrases within a sentence."""

ALIKE = 5
"""Shared concepts of two passages for a second-hand source to be held against the other's."""

QUOTATIONS = 2
"""Quotations of known speakers that are told as one side's own."""

_PLACES = frozenset(COUNTRIES.split())
"""Names by which a country stands for its officials: in the other passage they may stand for the country."""

QUOTATION_WEIGHT = 0.48
"""Weight of a quotation that only one side has: below all that is told on both sides in two ways."""

Pairs = Sequence[tuple[Passage, Passage, float]]
Quotes = dict[str, list[tuple[Passage, int, int]]]


def shared(x: Passage, y: Passage) -> int:
    """Number of rare concepts that both passages hold."""
    common = set(x.concepts) & set(y.concepts)
    return sum(rarity(c) >= RARE for c in common)


def tellers(pairs: Pairs) -> list[Difference]:
    """The same claim from another source; every source stands in one flag, second-hand ones in all that
    hold."""
    found: list[Difference] = []
    used: set[tuple[int, int]] = set()
    for x, y, score in pairs:
        strong = score >= STRONG or shared(x, y) >= EVIDENCE
        for m, who_a in speakers(x)[:1]:
            for n, who_b in speakers(y)[:1]:
                indirect = (_second_hand(who_a) != _second_hand(who_b)) and _alike(x, y) >= ALIKE
                places = {(0, id(m)), (1, id(n))}
                if set(who_a) & set(who_b) or not (indirect or (strong and not places & used)):
                    continue
                if _present(who_a, y) or _present(who_b, x):
                    continue
                used |= places
                why = "reported by media on one side only" if indirect else "other source for the same"
                found.append(flag("source", "attribution", "differs", source_at(x, m), source_at(y, n), why))
    return found


def _present(who: Sequence[str], other: Passage) -> bool:
    """Whether a source stands in the other passage too, by a rare word: there it may be called otherwise."""
    keys = {t.key for t in other.tokens if t.capital}
    return any(k in keys and k not in attribution.ANONYMOUS | _PLACES and rarity(k) >= RARE for k in who)


def _second_hand(keys: Sequence[str]) -> bool:
    return any(key in attribution.SECOND_HAND for key in keys)


def _alike(x: Passage, y: Passage) -> int:
    """Number of concepts, function words aside, that both passages hold."""
    return len((set(x.concepts) & set(y.concepts)) - FUNCTION_WORDS)


def quotations(a: Sequence[Passage], b: Sequence[Passage]) -> list[Difference]:
    """What speakers whom both stories name are quoted with in one of them, or otherwise in each."""
    quoted = _quotations(a), _quotations(b)
    found: list[Difference] = []
    for who in sorted(set(quoted[0]) & set(quoted[1])):
        first, second = quoted[0][who], quoted[1][who]
        if not any(_same(x, y) for x in first for y in second):
            shown = _shown(_longest(first)), _shown(_longest(second))
            found.append(flag("source", "quote", "differs", *shown, "other words of one speaker"))
    found += _alone(quoted[0], quoted[1], b, "only-a")
    return found + _alone(quoted[1], quoted[0], a, "only-b")


def _alone(own: Quotes, other: Quotes, story: Sequence[Passage], kind: str) -> list[Difference]:
    """Quotations of speakers whom the other story names without quoting them, the first ones."""
    there = {t.key for p in story for t in p.tokens}
    alone = sorted((qs[0][0].sentence.paragraph, who) for who, qs in own.items() if who in there - set(other))
    found: list[Difference] = []
    for _, who in alone[:QUOTATIONS]:
        if not any(_stands(q, story) for q in own[who]):
            why = "words of one speaker, quoted on one side only"
            told = one_sided("source", "quote", kind, _shown(_longest(own[who])), why)
            found.append(replace(told, weight=QUOTATION_WEIGHT))
    return found


def _quotations(own: Sequence[Passage]) -> Quotes:
    """Quotations of named speakers: last name -> passages and token ranges; a pronoun stands for the one
    before."""
    found: Quotes = {}
    for k, p in enumerate(own):
        runs = _runs(p)
        who = _speaker(p)
        if who == "" and k and own[k - 1].sentence.paragraph == p.sentence.paragraph:
            who = _speaker(own[k - 1])
        if runs and who:
            found.setdefault(who, []).extend((p, *run) for run in runs)
    return found


def _speaker(own: Passage) -> str | None:
    """Last name of the only speaker of a passage; empty for a pronoun, None for anybody else."""
    who = own.side.mentions["source"]
    if len(who) != 1:
        return None
    keys, first, last = who[0].value[1:4]
    assert isinstance(keys, tuple)
    assert isinstance(first, int)
    assert isinstance(last, int)
    if len(keys) == 1 and keys[0] in attribution.PRONOUNS:
        return ""
    named = [n for n in own.side.mentions["name"] if first <= n.first and n.last <= last]
    names = [word for n in named for word in plain(n.value)[-1:]]
    return names[-1] if names else None


def _runs(own: Passage) -> list[tuple[int, int]]:
    """Stretches of `QUOTED` quoted words and more."""
    found = []
    first = None
    for k in range(len(own.tokens) + 1):
        inside = k < len(own.tokens) and own.tokens[k].quoted
        if inside and first is None:
            first = k
        elif not inside and first is not None:
            found += [(first, k)] if k - first >= QUOTED else []
            first = None
    return found


def _telling(p: Passage, first: int, last: int) -> Counter[str]:
    return Counter(t.key for t in p.tokens[first:last] if t.key not in FUNCTION_WORDS)


def _same(x: tuple[Passage, int, int], y: tuple[Passage, int, int]) -> bool:
    """Whether two quotations share half of the telling words of the shorter one."""
    first, second = _telling(*x), _telling(*y)
    return 2 * (first & second).total() >= min(first.total(), second.total())


def _stands(quotation: tuple[Passage, int, int], story: Sequence[Passage]) -> bool:
    """Whether a sentence of a story holds most of a quotation's telling words."""
    words = _telling(*quotation)
    return any(2 * (words & _telling(p, 0, len(p.tokens))).total() >= words.total() for p in story)


def _longest(found: Sequence[tuple[Passage, int, int]]) -> tuple[Passage, int, int]:
    return max(found, key=lambda quotation: quotation[2] - quotation[1])


def _shown(quotation: tuple[Passage, int, int]) -> Span | None:
    p, first, last = quotation
    return span(p.tokens, first, last)
