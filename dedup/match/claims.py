"""What running text claims: its numbers, names, weekdays, months and negations, each in its context.

Two versions of a sentence that differ in one of these say different things, however alike the texts are. A
claim is a value and the two words on either side of it; in these words other values are masked, so that a
sentence may change at several places. Two stories conflict where they have the same context with different
values. Cuts, added paragraphs, other headlines and other words leave contexts that only one story has.

A value is a word that begins with a digit, a number word (as its digits), the name of a weekday or month, a
capitalised word inside a sentence, or an auxiliary verb, whose value is whether a negator stands beside it.
Negators themselves are left out of contexts. In scripts without spaces every character is a word. A context
that a story has with two values says nothing and is dropped. A number behind a month counts as before it. A
context ends with its paragraph (at a blank line), so that the first words of a story are the same below a
headline, below another one, and where the headline is a field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import compiled
from dedup.sketch.hashing import (
    ALONE,
    FNV_PRIME,
    FNV_START,
    MIXER,
    WORD,
    Texts,
    characters,
    encode,
    fact_hash,
    strings,
)
from dedup.sketch.shingles import Shingles, Stored, chunked, copied, intersections, row_offsets
from dedup.sketch.shingles import concatenate as concatenate_rows
from dedup.sketch.threads import in_order
from dedup.text.normalise import UNSPACED, marks
from dedup.text.terms import CALENDAR_NAMES

MASK = 1
"""What stands for a value in the context of another one."""

PLAIN_WORDS = 2
"""Words of a context that must be no values: tables and lists of names have none."""

VALUE, NEGATOR, AUXILIARY, CONTRACTED, NEGATED, CALENDAR = 1, 2, 3, 4, 5, 6
"""What a word of `special_words` is. `CONTRACTED` ("didn") is a negated auxiliary before a t, `NEGATED`
("cannot") always."""

POLARITY = 2, 3
"""Value of an auxiliary, plain and negated."""

SEPARATORS = (",", ".", ":")
"""What may stand inside a number, before a digit."""

PENDING = 4
"""Value of a word like "didn" until its t comes."""

BLANK_LINE = 2
"""Ends of lines between two paragraphs."""

_NUMBERS = {
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty",
    "de": "- zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
    "siebzehn achtzehn neunzehn zwanzig",
    "es": "- dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve veinte",
    "fr": "- deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize - - - "
    "vingt",
    "pt": "- dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis "
    "dezessete dezoito dezenove vinte",
    "pt2": "- duas",
    "it": "- due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici "
    "sedici diciassette diciotto diciannove venti",
    "nl": "- twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "ru": "- два три четыре пять шесть семь восемь девять десять",
    "ru2": "- двух трёх четырёх пяти шести семи восьми девяти десяти",
    "ru3": "- две трех четырех",
    "hi": "- दो तीन चार पांच छह सात आठ नौ दस",
    "hi2": "- - - - पाँच छः",
    "ar": "- - ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
    "ar2": "- - ثلاث أربع خمس ست سبع ثماني تسع عشر",
    "zh": "一 二 三 四 五 六 七 八 九 十",
    "zh2": "- 两",
}
_LARGE = (
    "thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion dozen "
    "hundreds thousands millions billions dozens dreißig vierzig fünfzig sechzig siebzig achtzig neunzig "
    "hundert tausend millionen milliarden treinta cuarenta cincuenta sesenta setenta ochenta noventa cien "
    "mil millones trente quarante cinquante soixante cent mille millions milliards trinta quarenta "
    "cinquenta sessenta oitenta cem milhões bilhões тысяч тысячи миллионов миллиона миллиардов "
    "百 千 万 萬 億 亿 half"
)
_NEGATORS = (
    "not no never without neither nor nicht kein keine keinen keiner keinem nie niemals ohne non ne pas "
    "jamais sans nunca jamás sin não sem нет не ни никогда без लेकिन नहीं न لا لم لن ليس ليست غير niet geen "
    "不 没 沒 未 无 無 非"
)
_AUXILIARIES = (
    "is are was were be been has have had do does did will would can could shall should may might must "
    "ist sind war waren wird werden wurde wurden hat haben hatte hatten kann können konnte konnten soll "
    "sollen sollte sollten muss müssen darf dürfen es son era eran fue fueron ha han había será serán está "
    "están puede pueden est sont était étaient a ont avait sera seront peut peuvent doit foi foram tem têm "
    "será pode podem estava было был была были будет будут может могут है हैं था थे थी كان كانت "
    "werd wordt heeft hebben kan kunnen zal zou zullen è sono stato"
)
_CONTRACTED = {
    "isn": "is",
    "aren": "are",
    "wasn": "was",
    "weren": "were",
    "hasn": "has",
    "haven": "have",
    "hadn": "had",
    "don": "do",
    "doesn": "does",
    "didn": "did",
    "won": "will",
    "wouldn": "would",
    "couldn": "could",
    "shouldn": "should",
    "mustn": "must",
}


@cache
def special_words() -> dict[int, tuple[int, int]]:
    """Hash of each word that is no plain one -> what it is, and the 32 bits that stand for it."""
    found: dict[str, tuple[int, str]] = {}
    for word in _AUXILIARIES.split():
        found[word] = AUXILIARY, word
    for word, base in _CONTRACTED.items():
        found[word] = CONTRACTED, base
    found["cannot"] = NEGATED, "can"
    for names in CALENDAR_NAMES.values():
        for name in names.split():
            variants = name.split("/")
            for variant in variants:
                found.setdefault(variant, (CALENDAR, variants[0]))
    for word in _LARGE.split():
        found[word] = VALUE, word
    for row in _NUMBERS.values():
        for number, word in enumerate(row.split(), start=1):
            if found.get(word, (VALUE, ""))[0] in (VALUE, CALENDAR):
                found[word] = VALUE, str(number)
    for word in _NEGATORS.split():
        found[word] = NEGATOR, word
    found.pop("-", None)
    return {fact_hash(word): (kind, fact_hash(base) >> 16) for word, (kind, base) in found.items()}


LETTER_T = fact_hash("t")


@dataclass(frozen=True, slots=True, eq=False)
class Claims:
    """The claims of n stories.

    `contexts`: their hashes, a row a story. `values`: uint32, of each of `contexts.hashes`.
    """

    contexts: Shingles
    values: NDArray[np.uint32]

    def take(self, rows: NDArray[np.int64]) -> Claims:
        """The given stories, in the given order."""
        places = Shingles(np.arange(len(self.values), dtype=np.uint32), self.contexts.offsets).take(rows)
        return Claims(self.contexts.take(rows), self.values[places.hashes])


@dataclass(frozen=True, slots=True, eq=False)
class StoredClaims:
    """The same where they lie (see `sketch.shingles`); `values` may be mapped from a file."""

    contexts: Stored
    values: NDArray[np.uint32]

    def take(self, rows: NDArray[np.int64]) -> Claims:
        """The given stories, in the given order, in one piece."""
        values, _ = copied(self.values, self.contexts.starts[rows], self.contexts.ends[rows])
        return Claims(self.contexts.take(rows), values)


def concatenate(parts: Sequence[Claims]) -> Claims:
    """The stories of several, one after the other."""
    return Claims(
        concatenate_rows([part.contexts for part in parts]),
        np.concatenate([np.empty(0, np.uint32), *(part.values for part in parts)]),
    )


def conflicting(found: Claims | StoredClaims, pairs: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which pairs of stories, int64 (m, 2), have a context in common with different values: bool (m,)."""
    used, places = np.unique(pairs, return_inverse=True)
    some = found.take(used)
    conflicts = np.zeros(len(pairs), np.bool_)
    for pair, at_a, at_b in intersections(some.contexts, places.reshape(-1, 2)):
        conflicts[pair[some.values[at_a] != some.values[at_b]]] = True
    return conflicts


BLANKS = 2
"""Blanks that two stories must fill in otherwise to be of one form."""

BLANK_SHARE = 0.1
"""Share of the claims of the story with fewer that these blanks must be. Of pairs that look like one event by
all else .04 to .11 are where it is so (a wire, excerpts of roundups, four Wikinews archives), .5 to 1 where
the two only have some such blanks (ECB+, FNC-1, Wikinews sources)."""


def same_form(found: Claims | StoredClaims, pairs: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which pairs of stories, int64 (m, 2), fill in one form, each in its own way: bool (m,).

    A form is words that stand around blanks: what the two say in the same words with other values outweighs
    what they say alike, and is a fair share of all that one of them says. Polarity is no value here.
    """
    used, places = np.unique(pairs, return_inverse=True)
    some, places = found.take(used), places.reshape(-1, 2)
    alike, other = np.zeros(len(pairs), np.int64), np.zeros(len(pairs), np.int64)
    for pair, at_a, at_b in intersections(some.contexts, places):
        if not len(pair):
            continue
        a, b = some.values[at_a], some.values[at_b]
        blank, first, last = a > PENDING, int(pair[0]), int(pair[-1]) + 1
        for sums, which in ((alike, blank & (a == b)), (other, blank & (a != b))):
            sums[first:last] += np.bincount(pair[which] - first, minlength=last - first)
    fewest = some.contexts.sizes[places].min(axis=1, initial=np.iinfo(np.int64).max)
    return np.asarray((other >= BLANKS) & (other > alike) & (other >= BLANK_SHARE * fewest))


@cache
def _token() -> re.Pattern[str]:
    return re.compile(rf"[{UNSPACED}]|(?:(?![{UNSPACED}])[\w{marks()}])+")


@cache
def _alone() -> re.Pattern[str]:
    return re.compile(f"[{UNSPACED}]")


def context_hash(words: Sequence[int]) -> int:
    """32-bit hash of the four words around a value (0 beyond the text)."""
    state = FNV_START
    for word in words:
        state = (state ^ word) * FNV_PRIME % 2**64
    return (state * MIXER % 2**64) >> 32


def _tokens(text: str) -> Iterator[tuple[int, int]]:
    """First and last character (exclusive) of words; a number such as 3,000.5 or 10:30 is one."""
    find, alone = _token(), _alone()
    match = find.search(text)
    while match:
        start, stop = match.span()
        if text[start].isdigit() and not alone.match(text, start):
            while text[stop : stop + 1] in SEPARATORS and text[stop + 1 : stop + 2].isdigit():
                more = find.match(text, stop + 1)
                if more is None or alone.match(text, stop + 1):
                    break
                stop = more.end()
        yield start, stop
        match = find.search(text, stop)


def plain_claims(text: str, lower: dict[str, tuple[int, int, int]] | None = None) -> list[int]:
    """The claims of a text, each `context << 32 | value`, ascending: the definition that kernels follow."""
    known: dict[str, tuple[int, int, int]] = {} if lower is None else lower
    special = special_words()
    stream: list[tuple[int, int]] = []  # what stands for a word in contexts, and its value (0: none)
    negated = False  # a negator stood before
    date = False  # the word before was a month or weekday
    end = -9
    counted = False  # it was a number word
    for start, stop in _tokens(text):
        word = text[start:stop]
        if word not in known:
            key = fact_hash(word)
            known[word] = key, *special.get(key, (0, key >> 16))
        key, kind, base = known[word]
        between = text[end] if start == end + 1 else ""
        if stream and text.count("\n", end, start) >= BLANK_LINE:
            stream += [(0, 0), (0, 0)]
            negated = date = counted = False
        inside, end = between == " ", stop
        if kind == NEGATOR:
            negated = True
            if stream and stream[-1][1] == POLARITY[0]:
                stream[-1] = stream[-1][0], POLARITY[1]
            continue
        if key == LETTER_T and stream and stream[-1][1] == PENDING:
            stream[-1] = stream[-1][0], POLARITY[1]
            negated = False
            continue
        if counted and kind == VALUE and between == "-":  # twenty-three
            stream[-1] = MASK, stream[-1][1] ^ base
        elif kind in (AUXILIARY, NEGATED):
            stream.append((base, POLARITY[kind == NEGATED or negated]))
        elif date and word[0].isdigit():  # June 12 is 12 June
            stream.insert(-1, (MASK, base))
        elif kind == CONTRACTED:
            stream.append((base, PENDING))
        elif kind in (VALUE, CALENDAR) or word[0].isdigit() or (inside and word[0].isupper()):
            stream.append((MASK, base))
        else:
            stream.append((base, 0))
        date, counted, negated = kind == CALENDAR, kind == VALUE, False
    return _packed(stream)


def _packed(stream: list[tuple[int, int]]) -> list[int]:
    words = [0, 0, *(word for word, _ in stream), 0, 0]
    found: dict[int, int] = {}
    for i, (_, value) in enumerate(stream):
        if value in (0, PENDING):
            continue
        around = words[i], words[i + 1], words[i + 3], words[i + 4]
        if sum(word > MASK for word in around) < PLAIN_WORDS:
            continue
        context = context_hash(around)
        found[context] = value if found.get(context, value) == value else -1
    return [context << 32 | value for context, value in sorted(found.items()) if value >= 0]


def claims(given: Texts, jobs: int = 1) -> Claims:
    """The claims of texts; `jobs`: threads, any number gives the same result."""
    texts = strings(given)
    if not texts or not compiled.available():
        known: dict[str, tuple[int, int, int]] = {}
        return _rows([plain_claims(text, known) for text in texts])
    packed, sizes = map(np.concatenate, zip(*in_order(_compiled, chunked(given), jobs), strict=True))
    return _unpacked(packed, sizes)


def _rows(found: Sequence[list[int]]) -> Claims:
    packed = np.array([claim for row in found for claim in row], np.uint64)
    return _unpacked(packed, np.fromiter(map(len, found), np.int64, len(found)))


def _unpacked(packed: NDArray[np.uint64], sizes: NDArray[np.int64]) -> Claims:
    contexts = (packed >> np.uint64(32)).astype(np.uint32)
    return Claims(Shingles(contexts, row_offsets(sizes)), packed.astype(np.uint32))


def _compiled(given: Texts) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Claims of texts by kernels; those with characters of two UTF-16 units go the plain way."""
    encoded = encode(given)
    n = len(encoded)
    begins, ends = encoded.bounds[:-1], encoded.bounds[1:].copy()
    sizes = np.fromiter(map(len, encoded.texts), np.int64, n)
    hard = ends - begins != sizes * (1 + encoded.wide)
    ends[hard] = begins[hard]
    room = int(sizes[~hard].sum())
    packed, counts = compiled.claims(encoded, ends, room, _characters(), _special_table())
    for row in np.flatnonzero(hard).tolist():
        claim = np.array(plain_claims(encoded.texts[row]), np.uint64)
        packed = np.insert(packed, int(counts[:row].sum()), claim)
        counts[row] = len(claim)
    return packed, counts


@cache
def _characters() -> tuple[NDArray[np.uint8], NDArray[np.uint16]]:
    """`hashing.characters`, with marks as parts of words, and with characters that are words alone."""
    kinds, lower = characters()
    kinds = kinds.copy()
    for ranges, kind in ((marks(), WORD), (UNSPACED, WORD | ALONE)):
        for first, last, single in re.findall("(.)-(.)|(.)", ranges):
            kinds[ord(first or single) : ord(last or single) + 1] |= kind
    return kinds, lower


@cache
def _special_table() -> tuple[NDArray[np.uint64], NDArray[np.uint8], NDArray[np.uint64]]:
    """`special_words` in open addressing: keys (0: empty), kinds, and what stands for each."""
    special = special_words()
    size = 1 << (4 * len(special)).bit_length()
    keys, kinds, bases = np.zeros(size, np.uint64), np.zeros(size, np.uint8), np.zeros(size, np.uint64)
    for key, (kind, base) in special.items():
        slot = key & (size - 1)
        while keys[slot]:
            slot = (slot + 1) & (size - 1)
        keys[slot], kinds[slot], bases[slot] = key, kind, base
    return keys, kinds, bases
