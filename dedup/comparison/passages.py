"""Passages of two stories with what was found in them, and what of one story the other has anywhere.

A `Side` is one side of linked sentences: its tokens, its numbers, dates, names and sources, and what a token
diff made of both sides. A `Passage` is a sentence with the same, as the readings of retold stories want it.

A linked sentence shows what changed there, not what became of it: a name, an amount or a whole clause that
left one sentence often stands in another. So everything that is said to be on one side only is looked for in
the whole of the other story first (`Standing`): a name by any of its words, its initials, its country; an
amount by its value and by its digits, however they are grouped; a day by its value; running text by the share
of its content words that a few neighbouring sentences hold.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import islice

from dedup.comparison import attribution, dates, names, numbers
from dedup.comparison.align import concepts, rarity, stem
from dedup.comparison.attribution import speech_verbs
from dedup.comparison.lexicon import Lexicon
from dedup.comparison.names import Casing, among_nouns, names_by_cue, plain
from dedup.comparison.ranking import stated
from dedup.comparison.tokens import Mention, Sentence, Token, Verdict
from dedup.types import Difference, Span

NEIGHBOURS = 3
"""Sentences in a row that may hold what one sentence of the other story says."""

FEW = 3
"""Content words up to which one sentence has to hold them: a few words stand near each other by chance."""

COMMON = 64
"""Sentences up to which a word says where something stands; in longer stories commoner words are only counted
where one of the others stands, so that the search is linear."""

STATED = 0.7
"""Share of the weight of a text's telling words that such neighbours hold, from which it is said there: of 50
added or dropped passages of real pairs that an editor judged, 9 of the 11 above were said in other words, 4
of the 39 below."""

_MOST_RARE = 6.0
"""IDF (natural logarithm) beyond which a word is no better evidence."""

Range = tuple[int, int, int, int]
"""A changed stretch: first and last token (exclusive) on side a, the same on side b."""


TELLING = 5.5
"""IDF of a word of a name beside which its common words tell nothing: County Antrim is not County Down."""

GENERIC = 3.5
"""IDF under which a word is such a common one: county 2.9, city 2.4, north 2.9; David 3.7, Smith 4.2."""

LONG_NAME = 5
"""Letters of the shortest name that may be spelled otherwise in the other story."""

MISSPELT = 0.85
"""Likeness (difflib's ratio) of two spellings of one name."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One story as a place to look things up in.

    `keys` are its words, `initials` the first letters of its runs of capitals, `amounts` and `digits` its
    numbers by value and by their digits, `days` its dates as they are compared, `places` the sentences (by
    number) of each concept, `speech` the words of each sentence with a verb of saying.
    """

    lexicon: Lexicon
    keys: frozenset[str]
    initials: frozenset[str]
    amounts: frozenset[float]
    digits: frozenset[str]
    days: frozenset[tuple[object, ...]]
    places: Mapping[str, frozenset[int]]
    speech: tuple[frozenset[str], ...]

    def has_name(self, mention: Mention) -> bool:
        """Whether any form of a name stands in the story: one of its words, its initials, its country."""
        words = [
            word
            for word in plain(mention.value, self.lexicon)
            if word not in self.lexicon.function_words and word not in self.lexicon.titles
        ]
        rarest = max((rarity(word, self.lexicon) for word in words), default=0.0)
        own = [word for word in words if rarest < TELLING or rarity(word, self.lexicon) >= GENERIC]
        if not own or any(self._has_word(word) for word in own) or self._is_spelled_alike(own[-1]):
            return True
        if all(word in self.keys for word in mention.value):
            return True
        letters = "".join(word[0] for word in words)
        return (len(words) > 1 and letters in self.keys) or (len(words) == 1 and words[0] in self.initials)

    def _has_word(self, word: str) -> bool:
        forms = {word, word.removesuffix("s"), f"{word}s", word.replace("-", "")}
        country = next((words for words in self.lexicon.countries if word in words), frozenset[str]())
        return not self.keys.isdisjoint(forms | country)

    def _is_spelled_alike(self, word: str) -> bool:
        """Whether a word of the story differs from a name in a letter or two."""
        return len(word) >= LONG_NAME and any(
            key[:2] == word[:2]
            and abs(len(key) - len(word)) <= 2
            and SequenceMatcher(None, key, word, autojunk=False).ratio() >= MISSPELT
            for key in sorted(self.keys)
        )

    def has_word(self, key: str, concept: str) -> bool:
        """Whether a word stands in the story, in another form or as another word for its concept."""
        return key in self.keys or concept in self.places or self._has_word(key)

    def has_amount(self, mention: Mention, tokens: Sequence[Token]) -> bool:
        """Whether a number stands in the story, as a value or in the same digits; `tokens` are those of its
        own passage."""
        value = mention.value[0]
        if isinstance(value, float) and value in self.amounts:
            return True
        written = [k for k in range(mention.first, mention.last) if tokens[k].text[0].isdigit()]
        return bool(written) and _run_of_digits(tokens, written[0]) in self.digits

    def has_day(self, mention: Mention) -> bool:
        """Whether a date or time stands in the story, a month or year in a fuller date, too."""
        return mention.value in self.days or any(dates.holds(day, mention.value) for day in self.days)

    def has_speaker(self, keys: Iterable[str]) -> bool:
        """Whether a sentence with a verb of saying holds a telling word of a source, or the story all of
        them."""
        words = {key for key in keys if key not in self.lexicon.function_words}
        return words <= self.keys or any(words & spoken for spoken in self.speech)

    def has(self, mention: Mention, tokens: Sequence[Token]) -> bool:
        """Whether a mention stands in the story; `tokens` are those of its own passage."""
        if mention.family == "name":
            return self.has_name(mention)
        if mention.family == "number":
            return mention.value[1] == "ordinal" or self.has_amount(mention, tokens)
        if mention.family == "date":
            return self.has_day(mention)
        keys = mention.value[1]
        assert isinstance(keys, tuple)
        return self.has_speaker(keys) or not set(keys) - self.lexicon.pronouns

    def tells_all(self, tokens: Sequence[Token], mentions: dict[str, list[Mention]]) -> bool:
        """Whether the story says a sentence with all its names; numbers and days that it has not, which have
        lines of their own, left aside."""
        dated = [m for family in ("number", "date") for m in mentions[family] if not self.has(m, tokens)]
        apart = {k for m in dated for k in range(m.first, m.last)}
        rest = [token for k, token in enumerate(tokens) if k not in apart]
        return self.tells(rest) and all(self.has(m, tokens) for m in mentions["name"])

    def holds(self, tokens: Sequence[Token]) -> bool:
        """Whether one sentence has all of some words, in any form."""
        places = [self.places.get(concept, frozenset()) for concept in concepts(tokens, self.lexicon)]
        return bool(places) and bool(frozenset.intersection(*places))

    def tells(self, tokens: Sequence[Token], least: float = STATED) -> bool:
        """Whether neighbouring sentences hold the share `least` of the telling words of a text."""
        return self.held(tokens) >= least

    def held(self, tokens: Sequence[Token]) -> float:
        """Share of the weight of a text's telling words that neighbouring sentences hold at most."""
        return self.held_of(telling(tokens, self.lexicon))

    def held_of(self, words: Mapping[str, float]) -> float:
        """The same of some concepts with their weights."""
        neighbours = NEIGHBOURS if len(words) > FEW else 1
        return max(self._shares(words, neighbours).values(), default=0.0)

    def _shares(self, words: Mapping[str, float], neighbours: int) -> dict[int, float]:
        """Share of the weight of some words that a sentence holds together with those behind it, by its
        number."""
        whole = sum(words.values())
        known = sorted((self.places[word] for word in words if word in self.places), key=len)
        telling = [places for places in known if len(places) <= COMMON]
        telling = telling or [frozenset(islice(places, COMMON)) for places in known[:1]]
        asked = {k for places in telling for at in places for k in range(max(0, at - neighbours + 1), at + 1)}
        held: dict[int, float] = defaultdict(float)
        for word, weight in words.items():
            places = self.places.get(word, frozenset())
            if len(places) <= len(asked):
                runs = {k for at in places for k in range(max(0, at - neighbours + 1), at + 1)} & asked
            else:
                runs = {k for k in asked if any(at in places for at in range(k, k + neighbours))}
            for k in runs:
                held[k] += weight
        return {k: weight / whole for k, weight in held.items()}


def telling(tokens: Sequence[Token], lexicon: Lexicon) -> dict[str, float]:
    """The concepts of the telling words of a text, with their weight: rarity in news at large, 1 to 6."""
    return {
        concept: min(max(rarity(concept, lexicon), 1.0), _MOST_RARE)
        for token, concept in zip(tokens, concepts(tokens, lexicon), strict=True)
        if token.key not in lexicon.function_words and token.text[0].isalnum()
    }


def news(tokens: Sequence[Token], other: Standing, weights: Mapping[str, float]) -> list[float]:
    """The weight of every token of a text, 0 for what is quoted and for what the other story has in any form;
    `weights` are those of its telling words."""
    return [
        0.0 if token.quoted or other.has_word(token.key, concept) else weights.get(concept, 0.0)
        for token, concept in zip(tokens, concepts(tokens, other.lexicon), strict=True)
    ]


def standing(
    sentences: Sequence[Sentence], mentions: Sequence[dict[str, list[Mention]]], lexicon: Lexicon
) -> Standing:
    """A story as a place to look things up in; `mentions` are those of each sentence."""
    found = [concepts(s.tokens, lexicon) for s in sentences]
    places: dict[str, set[int]] = defaultdict(set)
    for k, held in enumerate(found):
        for concept in held:
            places[concept].add(k)
    tokens = [t for s in sentences for t in s.tokens]
    values = [m.value[0] for held in mentions for m in held["number"]]
    days = [m.value for held in mentions for m in held["date"]]
    years = [float(part) for value in days for part in value if isinstance(part, int)]
    return Standing(
        lexicon,
        frozenset(t.key for t in tokens) | {stem(t.key, lexicon) for t in tokens if t.capital},
        frozenset(_initials(tokens)),
        frozenset([*(value for value in values if isinstance(value, float)), *years]),
        frozenset(_run_of_digits(s.tokens, k) for s in sentences for k in _digits(s.tokens)),
        frozenset(days),
        {concept: frozenset(numbers) for concept, numbers in places.items()},
        tuple(
            frozenset(t.key for t in s.tokens if t.key not in lexicon.function_words)
            for s in sentences
            if speech_verbs(s.tokens, lexicon)
        ),
    )


def _digits(tokens: Sequence[Token]) -> list[int]:
    return [k for k, token in enumerate(tokens) if token.text[0].isdigit()]


def _run_of_digits(tokens: Sequence[Token], at: int) -> str:
    """The digits of a number and of those beside it: "1 224 254" without its points is "1,224,254"."""
    first, last = at, at + 1
    while first and tokens[first - 1].text[0].isdigit() and tokens[first].gap == " ":
        first -= 1
    while last < len(tokens) and tokens[last].text[0].isdigit() and tokens[last].gap == " ":
        last += 1
    return "".join(c for token in tokens[first:last] for c in token.text if c.isdigit())


def _initials(tokens: Sequence[Token]) -> Iterable[str]:
    """The initials of all parts of runs of capitalised words, small words inside them left out."""
    run: list[str] = []
    for token in [*tokens, None]:
        if token is not None and token.capital:
            run.append(token.key[0])
        elif token is None or len(token.text) > 3 or not token.text.isalpha():
            for k in range(len(run)):
                yield from ("".join(run[k:end]) for end in range(k + 2, min(len(run), k + 6) + 1))
            run = []


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
    r"|(?<![\w$£€])(?![1-9]\d{0,2}(?:(?: \d{3})+|(?:\.\d{3})+)(?!\w|[ .]\d))"
    r"\(?\+?\d{1,4}\)?[-. /]\d{3,4}[-. ]\d{3,4}(?:[-. ]\d{2,4})?(?!\w|[.,]\d)"
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
    """The weekdays of saying (`speech`), or those of the event, outside quotation marks."""
    verbs = attribution.speech_verbs(own.tokens, own.lexicon)
    return [
        m
        for m in own.side.mentions["date"]
        if m.type == "weekday"
        and not own.tokens[m.first].quoted
        and dates.said(own.tokens, m, verbs, own.lexicon) == speech
    ]


def amount(m: Mention) -> float | None:
    """The value of a number, None when it makes no sense."""
    return m.value[0] if isinstance(m.value[0], float) else None


def month_days(m: Mention) -> tuple[object, ...]:
    """The days of a date that names a month; none of one that names no day."""
    named = m.value[2]
    return named if isinstance(named, tuple) else ()


def one_sided(type_: str, kind: str, shown: Span | None, why: str) -> Difference:
    """A difference that only one side has: `kind` says which."""
    return flag(type_, kind, shown if kind == "only-a" else None, shown if kind == "only-b" else None, why)
