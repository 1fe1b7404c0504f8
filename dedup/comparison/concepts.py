"""Words that stand for one another when two reporters tell one event: what retold sentences are compared by.

Two agencies share few words, but they write of the same country by its name, its people, its capital or its
government, and use different verbs for one act. A concept is such a set of words, or the stem of a word
that is in none. The sets (`Lexicon.countries`, `Lexicon.synonyms`) are common knowledge; they serve to find
passages that belong together, never to call two wordings equal.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np

from dedup.comparison.align import counted, similarities, weighted
from dedup.comparison.lexicon import Lexicon
from dedup.comparison.tokens import Sentence, Token
from dedup.text.background import background
from dedup.text.terms import terms

UNKNOWN = "und"
"""Tag of a language that is not known (BCP 47): its words are their own stems."""


@cache
def _sets(lexicon: Lexicon) -> dict[str, str]:
    """The concept of every word that is in a set: its number and a sign that no word has."""
    found: dict[str, str] = {}
    for number, words in enumerate((*lexicon.countries, *lexicon.synonyms)):
        for word in sorted(words):
            found.setdefault(word, f"{number}#")
    return found


def concepts(tokens: Sequence[Token], lexicon: Lexicon) -> list[str]:
    """The concepts of some tokens, in order; function words are left in (they weigh nothing)."""
    sets = _sets(lexicon)
    return [sets.get(t.key) or stem(t.key, lexicon) for t in tokens]


def is_set(concept: str) -> bool:
    """Whether a concept is a set of words."""
    return concept.endswith("#")


@lru_cache(maxsize=100_000)
def stem(key: str, lexicon: Lexicon) -> str:
    """The stem of a word."""
    return (terms(key, lexicon.code or UNKNOWN) or [key])[0]


@cache
def _members(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    members: dict[str, list[str]] = {}
    for word, concept in _sets(lexicon).items():
        members.setdefault(concept, []).append(stem(word, lexicon))
    return {concept: tuple(words) for concept, words in members.items()}


@lru_cache(maxsize=100_000)
def rarity(concept: str, lexicon: Lexicon) -> float:
    """IDF of a concept in news at large (natural logarithm); a set is as frequent as its words together."""
    idf = background().term_idf(_members(lexicon).get(concept, (concept,)))
    return float(max(0.0, -np.log(np.exp(-idf).sum())))


def similarity(
    a: Sequence[Sentence], b: Sequence[Sentence], lexicon: Lexicon
) -> dict[tuple[int, int], float]:
    """Cosine (0 to 1) of sentences of two stories by their concepts, those that many sentences share
    weighing less.

    What both stories speak of in every sentence tells none of their sentences from the others, so the
    background IDF is multiplied by the IDF within the two stories; a sentence that stands twice counts
    once.
    """
    if not a or not b:
        return {}
    numbers: dict[str, int] = {}
    bags = [concepts(s.tokens, lexicon) for s in [*a, *b]]
    columns = np.array([numbers.setdefault(c, len(numbers)) for bag in bags for c in bag], np.int64)
    counts = counted(columns, [len(bag) for bag in bags], max(len(numbers), 1))
    distinct = sorted({tuple(sorted(bag)): k for k, bag in enumerate(bags)}.values())
    once = np.isin(counts.row, distinct)
    often = np.bincount(counts.columns[once], minlength=counts.width)
    local = np.log((1 + len(distinct)) / np.maximum(often, 1)) / np.log(1 + len(distinct))
    idf = np.array([rarity(c, lexicon) for c in numbers]) if numbers else np.zeros(1)
    table = weighted(counts, idf * local)
    return similarities(table[: len(a)], table[len(a) :])
