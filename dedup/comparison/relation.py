"""What two stories are to each other, told from how much of each stands in the other."""

from collections.abc import Sequence
from dataclasses import replace

from dedup.comparison.align import rows
from dedup.types import Difference, Span

WHOLE = 0.95
"""Share of a story's words in kept sentences from which it stands in the other as a whole."""

NEAR_DUPLICATE = 0.75
"""Least share of the longer story in the shorter one, all else being the same: a cut of a few paragraphs, as
a client of an agency makes it, is a copy."""

EXCERPT = 0.9
"""Share of one story's words in kept sentences from which it may be an excerpt of the other."""

EXCERPT_REST = 2 / 3
"""Largest such share of the longer story of an excerpt: a third at least was cut out (measured on excerpts
of a third: 1.0 and .31)."""

SAME_EVENT = 0.2
"""Cosine of whole stories from which independent reports tell one event: keeps .993 of three outlets'
triples."""


def relation(kept: tuple[float, float], revises: bool, cosine: float, same_text: bool, changed: bool) -> str:
    """Relation of a pair: identical, near-duplicate, revision, excerpt, retold or unrelated.

    A near-duplicate is a copy as matching knows it: edited in style, a few paragraphs cut or moved, another
    headline or dateline. Here the passages were read as well, so one with another fact or source is a
    revision however small the change.

    Parameters
    ----------
    kept
        Share of each story's words that stand in sentences that the other has, up to style.
    revises
        Whether one story revises the other.
    cosine
        TF-IDF cosine of the whole stories.
    same_text
        Whether the texts are equal after normalisation.
    changed
        Whether running text that both have differs in facts or sources (`changes`).
    """
    if same_text:
        return "identical"
    low, high = sorted(kept)
    if high >= WHOLE and low >= NEAR_DUPLICATE and not changed:
        return "near-duplicate"
    if high >= EXCERPT and low <= EXCERPT_REST:
        return "excerpt"
    if revises:
        return "revision"
    return "retold" if cosine >= SAME_EVENT else "unrelated"


def changes(found: Sequence[Difference], heads: tuple[Span | None, Span | None]) -> bool:
    """Whether differences of linked sentences tell of other facts or sources, headlines left aside."""
    return any(
        d.group in ("fact", "source")
        and not any(
            s and head and s.paragraph == head.paragraph for s, head in zip((d.a, d.b), heads, strict=True)
        )
        for d in found
    )


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
