"""One side of a linked group: its tokens, what the extractors found in them, and what a token diff made of
both.

Sentences with what was found in them, as the readings of retold stories want them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dedup.comparison import attribution, dates, names, numbers
from dedup.comparison.concepts import concepts
from dedup.comparison.names import Casing
from dedup.comparison.ranking import weigh
from dedup.comparison.tokens import Mention, Sentence, Token
from dedup.types import Difference, Span

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
            "source": attribution.sources(found) if english else [],
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


@dataclass(slots=True)
class Passage:
    """A sentence with what was found in it."""

    sentence: Sentence
    side: Side
    concepts: list[str]

    @property
    def tokens(self) -> list[Token]:
        return self.side.tokens


def passages(sentences: Sequence[Sentence], casing: Casing, english: bool) -> list[Passage]:
    """The sentences of a story with their mentions and concepts."""
    return [Passage(s, side([s], casing, english), concepts(s.tokens)) for s in sentences]


def flag(group: str, type_: str, kind: str, a: Span | None, b: Span | None, why: str) -> Difference:
    """A difference with the weight that its type and place give it."""
    return weigh(Difference(group, type_, kind, a, b, 0.0, why))


def shown_at(own: Passage, m: Mention) -> Span | None:
    """Where a mention stands in its story."""
    return span(own.tokens, m.first, m.last)


def source_at(own: Passage, m: Mention) -> Span | None:
    """Where the source of an attribution stands, without its verb."""
    first, last = m.value[2], m.value[3]
    assert isinstance(first, int)
    assert isinstance(last, int)
    return span(own.tokens, first, last)


def speakers(own: Passage) -> list[tuple[Mention, tuple[str, ...]]]:
    """The sources of a passage that are more than a pronoun, with their words."""
    found = []
    for m in own.side.mentions["source"]:
        keys = m.value[1]
        if isinstance(keys, tuple) and not (len(keys) == 1 and keys[0] in attribution.PRONOUNS):
            found.append((m, keys))
    return found


def weekdays(own: Passage, speech: bool) -> list[Mention]:
    """The weekdays of telling (`speech`), or those of the event, outside quotation marks."""
    verbs = attribution.speech_verbs(own.tokens)
    return [
        m
        for m in own.side.mentions["date"]
        if m.type == "weekday"
        and not own.tokens[m.first].quoted
        and dates.said(own.tokens, m, verbs) == speech
    ]


def amount(m: Mention) -> float | None:
    """The value of a number, None when it makes no sense."""
    return m.value[0] if isinstance(m.value[0], float) else None


def one_sided(group: str, type_: str, kind: str, shown: Span | None, why: str) -> Difference:
    """A difference that only one side has: `kind` says which."""
    return flag(
        group, type_, kind, shown if kind == "only-a" else None, shown if kind == "only-b" else None, why
    )
