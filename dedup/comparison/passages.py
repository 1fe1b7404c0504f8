"""One side of a linked group: its tokens, what the extractors found in them, and what a token diff made of
both.

Sentences with what was found in them, as the readings of retold stories want them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dedup.comparison import attribution, dates, names, numbers
from dedup.comparison.concepts import concepts
from dedup.comparison.lexicon import Lexicon
from dedup.comparison.names import Casing, among_nouns, names_by_cue
from dedup.comparison.ranking import stated
from dedup.comparison.standing import Standing
from dedup.comparison.tokens import Mention, Sentence, Token, Verdict
from dedup.types import Difference, Span

Range = tuple[int, int, int, int]
"""A changed stretch: first and last token (exclusive) on side a, the same on side b."""


@dataclass(slots=True)
class Side:
    """One side of a linked group: its tokens, what was found in them, which tokens are explained, and which
    belong to speech that one side quotes and the other reports; `elsewhere` is the whole of the other
    story."""

    tokens: list[Token]
    starts: set[int]
    mentions: dict[str, list[Mention]]
    lexicon: Lexicon
    elsewhere: Standing | None = None
    changed: set[int] = field(default_factory=set)
    explained: set[int] = field(default_factory=set)
    partner: dict[int, int] = field(default_factory=dict)
    operation: dict[int, int] = field(default_factory=dict)
    reported: set[int] = field(default_factory=set)


def side(sentences: Sequence[Sentence], casing: names.Casing, lexicon: Lexicon) -> Side:
    """Tokens and mentions of some sentences of one story."""
    found: list[Token] = []
    starts = set()
    for sentence in sentences:
        starts.add(len(found))
        found += sentence.tokens
    day = dates.dates(found, lexicon)
    taken = {k for m in day for k in range(m.first, m.last)}
    taken |= addresses(sentences)
    amount = numbers.numbers(found, taken, lexicon)
    taken |= {k for m in amount for k in range(m.first, m.last)}
    if lexicon.caseless:
        named = names_by_cue(found, taken, lexicon)
    else:
        shouting = any(names.shouts(s) for s in sentences)
        named = names.names(found, starts, casing, taken, shouting, lexicon)
    if lexicon.nouns_capital:
        named = among_nouns(named, found, lexicon)
    return Side(
        found,
        starts,
        {
            "date": day,
            "number": amount,
            "source": attribution.sources(found, lexicon),
            "name": named,
        },
        lexicon,
    )


_ADDRESS = re.compile(
    r"https?://\S+|www\.\S+|\S{1,64}@\S{1,64}|\b[\w-]{1,40}(?:\.[\w-]{1,40}){0,3}\.[a-z]{2,6}/\S*"
    r"|(?<![\w$£€])\(?\+?\d{1,4}\)?[-. /]\d{3,4}[-. ]\d{3,4}(?:[-. ]\d{2,4})?(?!\w|[.,]\d)"
)
"""Addresses of the web and of mail, and telephone numbers."""


def addresses(sentences: Sequence[Sentence]) -> set[int]:
    """The tokens (numbered over all sentences) that are part of an address or telephone number."""
    found: set[int] = set()
    at = 0
    for sentence in sentences:
        for match in _ADDRESS.finditer(sentence.text):
            first, last = sentence.start + match.start(), sentence.start + match.end()
            found |= {at + k for k, t in enumerate(sentence.tokens) if first <= t.start < last}
        at += len(sentence.tokens)
    return found


def beside(own: Side, elsewhere: Standing) -> Side:
    """A side with the same mentions and no operations yet, before the other story."""
    return Side(own.tokens, own.starts, own.mentions, own.lexicon, elsewhere)


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
    def lexicon(self) -> Lexicon:
        return self.side.lexicon

    @property
    def tokens(self) -> list[Token]:
        return self.side.tokens


def passages(sentences: Sequence[Sentence], casing: Casing, lexicon: Lexicon) -> list[Passage]:
    """The sentences of a story with their mentions and concepts."""
    return [Passage(s, side([s], casing, lexicon), concepts(s.tokens, lexicon)) for s in sentences]


def flag(type_: str, kind: str, a: Span | None, b: Span | None, why: str) -> Difference:
    """A difference with the weight that its type and place give it."""
    return stated(Verdict(type_, kind, why), a, b)


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
        if isinstance(keys, tuple) and not (len(keys) == 1 and keys[0] in own.lexicon.pronouns):
            found.append((m, keys))
    return found


def weekdays(own: Passage, speech: bool) -> list[Mention]:
    """The weekdays of telling (`speech`), or those of the event, outside quotation marks."""
    verbs = attribution.speech_verbs(own.tokens, own.lexicon)
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


def one_sided(type_: str, kind: str, shown: Span | None, why: str) -> Difference:
    """A difference that only one side has: `kind` says which."""
    return flag(type_, kind, shown if kind == "only-a" else None, shown if kind == "only-b" else None, why)
