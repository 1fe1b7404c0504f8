"""What two stories are to each other, told from how much of each stands in the other."""

from collections.abc import Sequence

from dedup.compare.similarity import rows
from dedup.story import Difference

NEAR_DUPLICATE = 0.95
"""Share of words in kept sentences, on both sides, from which only style may differ."""

EXCERPT = 0.9
"""Share of one story's words in kept sentences from which it may be an excerpt of the other."""

EXCERPT_REST = 0.6
"""Largest such share of the longer story of an excerpt: what was cut out is a third at least (measured: 1.0
and .31)."""

SAME_EVENT = 0.2
"""Cosine of whole stories from which independent reports tell one event: keeps .993 of three outlets'
triples."""


def relation(
    kept: tuple[float, float], revises: bool, cosine: float, same_text: bool, found: Sequence[Difference]
) -> str:
    """Relation of a pair: identical, near-duplicate, revision, excerpt, retold or unrelated.

    Parameters
    ----------
    kept
        Share of each story's words that stand in kept sentences.
    revises
        Whether one story revises the other.
    cosine
        TF-IDF cosine of the whole stories.
    same_text
        Whether the texts are equal after normalisation.
    found
        The differences; facts, sources and structure forbid "near-duplicate".
    """
    if same_text:
        return "identical"
    low, high = sorted(kept)
    if low >= NEAR_DUPLICATE and all(d.group == "style" for d in found):
        return "near-duplicate"
    if high >= EXCERPT and low <= EXCERPT_REST:
        return "excerpt"
    if revises:
        return "revision"
    return "retold" if cosine >= SAME_EVENT else "unrelated"


def cosine(a: str, b: str) -> float:
    """TF-IDF cosine of two whole texts over character n-grams."""
    table = rows([a, b])
    return float((table[0] @ table[1].T).sum())
