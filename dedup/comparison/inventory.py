"""The people whom a story names in full, with what it says they are, and those of whom the other has no word.

A capitalised run is a person when a given name begins it, a role or title stands before it, or an age or
an apposition behind it. People are one by their last name: the other story names a person if that word
stands anywhere in it.

What a whole story tells, for holding it against all of another: quotations, people, acts, amounts.

Differences of two reports of one event do not stand in passages that align. So each story is read once into
an inventory, and an item of one is held against the whole of the other: against its items, and against its
words. All items stand on passages (sentences) of the story and give their place as token numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dedup.comparison.acts import Act, acts, named
from dedup.comparison.amounts import Amount, amounts
from dedup.comparison.lexicon import Lexicon
from dedup.comparison.names import shouts
from dedup.comparison.passages import Passage
from dedup.comparison.quotations import (
    Match,
    Quotation,
    Weights,
    matched,
    quotations,
    quoted_ranges,
    running,
    weights,
)
from dedup.comparison.standing import Standing
from dedup.comparison.tokens import Token

ROLE = 6
"""Words of the longest role before a name."""

APPOSITION = 12
"""Words of the longest apposition behind a name."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person named in full in passage number `passage`.

    The name is tokens `first` to `last` (exclusive), with role and apposition `start` to `stop`. `keys` are
    the words of the name, the last name last.
    """

    passage: int
    first: int
    last: int
    start: int
    stop: int
    keys: tuple[str, ...]

    @property
    def described(self) -> bool:
        """Whether the story says what the person is."""
        return self.start < self.first or self.last < self.stop


def people(own: Sequence[Passage]) -> list[Person]:
    """The people whom a story names in full, each once, where it is described first."""
    found: dict[str, Person] = {}
    for number, p in enumerate(own):
        if p.sentence.paragraph < 0 or shouts(p.sentence):
            continue
        for m in p.side.mentions["name"]:
            person = _person(number, p, m.first, m.last)
            if person is None:
                continue
            known = found.get(person.keys[-1])
            if known is None or (person.described and not known.described):
                found[person.keys[-1]] = person
    return list(found.values())


def _person(number: int, own: Passage, first: int, last: int) -> Person | None:
    tokens, lexicon = own.tokens, own.lexicon
    while last - first > 2 and (
        tokens[last - 1].key == "'s" or tokens[last - 1].key in lexicon.name_suffixes
    ):
        last -= 1
    parting = [k for k in range(first, last) if tokens[k].key in lexicon.roles or tokens[k].key == "'s"]
    run = first if parting else last
    first = parting[-1] + 1 if parting else first
    keys = tuple(t.key for t in tokens[first:last])
    if (
        not 2 <= len(keys) <= 4
        or set(keys) & lexicon.organisation_words
        or any(not t.capital for t in tokens[first:last])
    ):
        return None
    start = min(_role(tokens, first, lexicon), run)
    stop = _apposition(tokens, last, lexicon, start < first)
    if start == first and not _apposed(tokens[last:stop], lexicon):
        ahead = {t.key for t in tokens[last : last + 2]}
        if keys[0] not in lexicon.given_names or (stop == last and ahead & lexicon.organisation_words):
            return None
    return Person(number, first, last, start, stop, keys)


def _apposed(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether what stands behind a name says that it is a person: an age, "who", a role."""
    keys = [t.key for t in tokens]
    aged = keys[:1] != [] and keys[0].isdecimal() and len(keys) == 1
    return aged or bool(set(keys[:1]) & lexicon.relatives) or bool(set(keys) & lexicon.roles)


def _role(tokens: Sequence[Token], first: int, lexicon: Lexicon) -> int:
    """Where the role before a name begins ("Detective Inspector", "the group's pollster")."""
    start = at = first
    while at and first - at < ROLE and not set(tokens[at].gap) - set(" .\u00a0"):
        at -= 1
        if tokens[at].key in lexicon.roles:
            start = at
        elif not (tokens[at].text[0].isalpha() and len(tokens[at].text) > 2 and tokens[at].capital):
            break
    return start


def _apposition(tokens: Sequence[Token], last: int, lexicon: Lexicon, office: bool) -> int:
    """Where the apposition behind a name ends (", 42,", ", a former aide to the mayor,"); behind an `office`
    and a name another office begins the next item of a list."""
    if last >= len(tokens) or tokens[last].gap.strip() != ",":
        return last
    opening = tokens[last]
    apposed = opening.text.isdecimal() or opening.key in lexicon.appositives
    if not apposed and (office or opening.key not in lexicon.roles):
        return last
    at = last + 1
    while at < len(tokens) and at - last < APPOSITION and not _breaks(tokens, at, lexicon):
        at += 1
    ends = at == len(tokens) or bool(set(tokens[at].gap) & set(",;:.)—–"))
    return at if ends else last


def _breaks(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a clause ends before a token; the stop of "Mr." ends none."""
    if tokens[at].gap == ". " and tokens[at - 1].key in lexicon.roles:
        return False
    return bool(set(tokens[at].gap) & set(',;:.()"”“—–'))


MANY = 400
"""Items of one kind that are read of a story, a bound on hostile input; the richest of 600 stories had 54
quotations."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """The items of a story, each kind in the order of the text.

    `keys` are all its words as they are compared, `kinds` the classes of acts of which it has any form,
    `place` the story as a place to look things up in, `published` the day of its publication.
    """

    passages: tuple[Passage, ...]
    quotations: tuple[Quotation, ...]
    people: tuple[Person, ...]
    acts: tuple[Act, ...]
    amounts: tuple[Amount, ...]
    keys: frozenset[str]
    kinds: frozenset[str]
    place: Standing
    published: date | None


def inventory(
    own: Sequence[Passage], texts: Sequence[str], place: Standing, published: date | None
) -> Inventory:
    """The inventory of a story from its passages, paragraphs, words to look up and day of publication."""
    return Inventory(
        tuple(own),
        tuple(quotations(own, quoted_ranges(texts))[:MANY]),
        tuple(people(own)[:MANY]),
        tuple(acts(own)[:MANY]),
        tuple(amounts(own)[:MANY]),
        frozenset(t.key for p in own for t in p.tokens),
        frozenset(named(own)),
        place,
        published,
    )


@dataclass(frozen=True, slots=True)
class Matching:
    """Two inventories held against each other: the weights of words in the two stories, and what the other
    story has of each quotation of the first, and of the second."""

    weights: Weights
    first: tuple[Match, ...]
    second: tuple[Match, ...]


def matching(a: Inventory, b: Inventory) -> Matching:
    """The quotations of two stories held against each other's quotations and running text."""
    known = weights(a.passages, b.passages)
    return Matching(
        known,
        tuple(matched(a.quotations, b.quotations, running(b.passages, known), known)),
        tuple(matched(b.quotations, a.quotations, running(a.passages, known), known)),
    )
