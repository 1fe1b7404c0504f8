"""One side of a linked group: its tokens, what the extractors found in them, and what a token diff made of
both."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dedup.compare import dates, names, numbers, sources
from dedup.compare.mentions import Mention
from dedup.compare.tokens import Sentence, Token
from dedup.story import Span

Range = tuple[int, int, int, int]
"""A changed stretch: first and last token (exclusive) on side a, the same on side b."""


@dataclass(slots=True)
class Side:
    """One side of a linked group: its tokens, what was found in them, which tokens are explained, and which
    belong to speech that one side quotes and the other reports."""

    tokens: list[Token]
    starts: set[int]
    mentions: dict[str, list[Mention]]
    changed: set[int] = field(default_factory=set)
    explained: set[int] = field(default_factory=set)
    partner: dict[int, int] = field(default_factory=dict)
    operation: dict[int, int] = field(default_factory=dict)
    reported: set[int] = field(default_factory=set)


def side(sentences: Sequence[Sentence], casing: names.Casing, english: bool) -> Side:
    """Tokens and mentions of some sentences of one story."""
    found: list[Token] = []
    starts = set()
    for sentence in sentences:
        starts.add(len(found))
        found += sentence.tokens
    day = dates.dates(found)
    taken = {k for m in day for k in range(m.first, m.last)}
    amount = numbers.numbers(found, taken)
    taken |= {k for m in amount for k in range(m.first, m.last)}
    return Side(
        found,
        starts,
        {
            "date": day,
            "number": amount,
            "source": sources.sources(found) if english else [],
            "name": names.names(found, starts, casing, taken, any(names.shouts(s) for s in sentences)),
        },
    )


def span(tokens: Sequence[Token], first: int, last: int) -> Span | None:
    """Tokens `first` to `last` (exclusive) as a stretch of their paragraph's text; None when there are none.

    A stretch that runs into another paragraph ends with its own.
    """
    if last <= first:
        return None
    inside = [t for t in tokens[first:last] if t.paragraph == tokens[first].paragraph]
    text = inside[0].text + "".join(t.gap + t.text for t in inside[1:])
    return Span(inside[0].paragraph, inside[0].start, inside[0].start + len(text), text)


def shared(a: Side, x: Mention, y: Mention) -> int:
    """Number of unchanged tokens that two mentions share."""
    return sum(a.partner.get(k, -1) in range(y.first, y.last) for k in range(x.first, x.last))


def meet(a: Side, b: Side, x: Mention, y: Mention) -> bool:
    """Whether two mentions stand at the same place: they share an unchanged token or an operation."""
    inside = range(y.first, y.last)
    if any(a.partner.get(k, -1) in inside for k in range(x.first, x.last)):
        return True
    there = {b.operation[k] for k in inside if k in b.operation}
    return any(a.operation.get(k, -1) in there for k in range(x.first, x.last))
