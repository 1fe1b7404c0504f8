"""Sentences with what was found in them, as the readings of retold stories want them."""

from collections.abc import Sequence
from dataclasses import dataclass

from dedup.compare import dates, sources
from dedup.compare.concepts import concepts
from dedup.compare.mentions import Mention
from dedup.compare.names import Casing
from dedup.compare.ranking import weigh
from dedup.compare.sides import Side, side, span
from dedup.compare.tokens import Sentence, Token
from dedup.story import Difference, Span


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
        if isinstance(keys, tuple) and not (len(keys) == 1 and keys[0] in sources.PRONOUNS):
            found.append((m, keys))
    return found


def weekdays(own: Passage, speech: bool) -> list[Mention]:
    """The weekdays of telling (`speech`), or those of the event, outside quotation marks."""
    verbs = sources.speech_verbs(own.tokens)
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
