"""What two stories are to each other, told from how much of each stands in the other."""

from collections.abc import Sequence
from dataclasses import replace

from dedup.compare.similarity import rows
from dedup.story import Difference, Span

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


_AMOUNTS = frozenset(["number", "money", "percent", "casualties"])


def apart(found: Sequence[Difference], heads: tuple[Span | None, Span | None]) -> list[Difference]:
    """The differences; amounts stand alone where headline and text both name other actors.

    Two reports in one form about two companies have amounts that differ, but not amounts that were changed.
    """
    if not _other_actor(found, heads):
        return list(found)
    result: list[Difference] = []
    for d in found:
        if d.type in _AMOUNTS and d.a is not None and d.b is not None:
            why = "an amount of another actor"
            result += [replace(d, kind="only-a", b=None, why=why), replace(d, kind="only-b", a=None, why=why)]
        else:
            result.append(d)
    return result


def _other_actor(found: Sequence[Difference], heads: tuple[Span | None, Span | None]) -> bool:
    named = [(d.a, d.b) for d in found if d.type in ("name", "place") and d.kind == "differs" and d.a and d.b]
    above = [(a, b) for a, b in named if heads[0] and heads[1] and a.paragraph == heads[0].paragraph]
    below = [(a, b) for a, b in named if heads[0] and heads[1] and a.paragraph != heads[0].paragraph]
    return any(
        x.text.casefold() in a.text.casefold() and y.text.casefold() in b.text.casefold()
        for x, y in above
        for a, b in below
    )
