"""Acts of news (arrest, charge, resign, deny): where a story tells them, and those of which the other has no
word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dedup.comparison.concepts import stem
from dedup.comparison.lexicon import Lexicon
from dedup.comparison.names import shouts
from dedup.comparison.passages import Passage, flag, span
from dedup.comparison.tokens import Token
from dedup.types import Difference

COMMON_GROUND = 6.0
"""Weight of the words that two passages share from which they tell of one thing: two rare words."""

PLACES = 12
"""Places at which a state is told that are held against those of its opposite."""

BEFORE, BEHIND = 7, 10
"""Words of a clause that are shown before and behind its verb."""

_BREAKS = frozenset(',;:.!?()"“”„«»—–')


@dataclass(frozen=True, slots=True)
class Act:
    """An act in passage number `passage`: its classes, its verb, tokens `first` to `last` of its clause."""

    passage: int
    kinds: tuple[str, ...]
    verb: int
    first: int
    last: int


@cache
def _kinds(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """Words of acts, with the classes that they are of."""
    found: dict[str, list[str]] = {}
    for kind, words in lexicon.acts.items():
        for word in words:
            found.setdefault(word, []).append(kind)
    return {word: tuple(kinds) for word, kinds in found.items()}


@cache
def _phrases(lexicon: Lexicon) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Expressions that tell an act, by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in lexicon.act_phrases:
        found.setdefault(phrase[0], []).append(phrase)
    return {word: tuple(phrases) for word, phrases in found.items()}


def acts(own: Sequence[Passage]) -> list[Act]:
    """The acts that a story tells outside quotation marks, in its order."""
    found: list[Act] = []
    for number, p in enumerate(own):
        if p.sentence.paragraph < 0 or shouts(p.sentence):
            continue
        for k, token in enumerate(p.tokens):
            kinds = _stated(p, k) if not token.quoted and token.text.islower() else ()
            if kinds:
                found.append(Act(number, kinds, k, *_clause(p.tokens, k, p.lexicon)))
    return found


def _stated(own: Passage, at: int) -> tuple[str, ...]:
    """The classes of the act that a word tells: as a verb that is hardly anything else, not as an adjective
    or in a compound, or as the beginning of an expression."""
    tokens, lexicon = own.tokens, own.lexicon
    for phrase in _phrases(lexicon).get(tokens[at].key, ()):
        if tuple(t.key for t in tokens[at : at + len(phrase)]) == phrase:
            kind = lexicon.act_phrases[phrase]
            return (kind,) if kind else ()
    if tokens[at].key not in lexicon.act_verbs or "-" in tokens[at].gap:
        return ()
    adjective = at and tokens[at - 1].key in lexicon.definite | lexicon.articles
    tasked = any(t.key in lexicon.tasks for t in tokens[at + 1 : at + 3])
    return () if adjective or tasked else _kinds(lexicon)[tokens[at].key]


def named(own: Sequence[Passage]) -> set[str]:
    """The classes of acts of which a story has any form, nouns and quoted words too."""
    return {kind for p in own for t in p.tokens for kind in _kinds(p.lexicon).get(t.key, ())}


def _clause(tokens: Sequence[Token], verb: int, lexicon: Lexicon) -> tuple[int, int]:
    """The words around a verb that belong to its clause: what stands between the nearest breaks."""
    first = verb
    while first and verb - first < BEFORE and not _breaks(tokens, first, lexicon):
        if tokens[first - 1].key in lexicon.clause_openers:
            break
        first -= 1
    last = verb + 1
    while last < len(tokens) and last - verb <= BEHIND and not _breaks(tokens, last, lexicon):
        if tokens[last].key in lexicon.clause_closers:
            break
        last += 1
    while last > verb + 1 and tokens[last - 1].key in lexicon.function_words:
        last -= 1
    return first, last


def _breaks(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a clause ends before a token; the stop of "Mr." ends none."""
    titled = tokens[at].gap == ". " and tokens[at - 1].key in lexicon.roles
    return not titled and bool(set(tokens[at].gap) & _BREAKS)


def opposed(a: Sequence[Passage], b: Sequence[Passage], weights: Mapping[str, float]) -> list[Difference]:
    """States of one thing of which each story tells only one: arrested here, still sought there.

    Neither story may have any word of the other's state, and the two passages must share rare words.
    """
    lexicon = a[0].lexicon if a else Lexicon()
    where = [_words_at(own) for own in (a, b)]
    found: list[Difference] = []
    for one, other in lexicon.opposed:
        for x, y in ((one, other), (other, one)):
            if where[0].keys() & y.any or where[1].keys() & x.any:
                continue
            first = sorted(at for word in x.telling for at in where[0].get(word, ()))[:PLACES]
            second = sorted(at for word in y.telling for at in where[1].get(word, ()))[:PLACES]
            pairs = [(_ground(a[i], b[j], weights), -i, -k, -j, -m) for i, k in first for j, m in second]
            if pairs and max(pairs)[0] >= COMMON_GROUND:
                _, i, k, j, m = max(pairs)
                shown = (
                    span(own[-n].tokens, *_clause(own[-n].tokens, -t, lexicon))
                    for own, n, t in ((a, i, k), (b, j, m))
                )
                found.append(flag("status", "differs", next(shown), next(shown), "opposite states"))
    return found


def _words_at(own: Sequence[Passage]) -> dict[str, list[tuple[int, int]]]:
    """Where the words of a story stand outside quotation marks (passage, token); empty for quoted ones."""
    found: dict[str, list[tuple[int, int]]] = {}
    for number, p in enumerate(own):
        running = p.sentence.paragraph >= 0 and not shouts(p.sentence)
        for k, token in enumerate(p.tokens):
            places = found.setdefault(token.key, [])
            if running and not token.quoted:
                places.append((number, k))
    return found


def _ground(x: Passage, y: Passage, weights: Mapping[str, float]) -> float:
    """Weight of the words that two passages share."""
    words = [
        {stem(t.key, p.lexicon) for t in p.tokens if t.key not in p.lexicon.function_words} for p in (x, y)
    ]
    return sum(weights.get(word, 0.0) for word in sorted(words[0] & words[1]))
