"""What running text claims: its numbers, names, weekdays, months and negations, each in its context.

Two versions of a sentence that differ in one of these say different things, however alike the texts are. A
claim is a value and the two words on either side of it; in these words other values are masked, so that a
sentence may change at several places. Two stories conflict where they have the same context with different
values. Cuts, added paragraphs, other headlines and other words leave contexts that only one story has.

A value is a word that begins with a digit, a number word (as its digits), the name of a weekday or month, a
capitalised word inside a sentence, or an auxiliary verb, whose value is whether a negator stands beside it.
Negators themselves are left out of contexts. In scripts without spaces every character is a word. A context
that a story has with two values says nothing and is dropped. A number behind a month counts as before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.backend import in_order, kernels
from dedup.sketch.hashing import FNV_PRIME, FNV_START, MIXER, Texts, encode, fact_hash, length, strings
from dedup.sketch.shingles import Shingles, Stored, chunked, copied, intersections, row_offsets
from dedup.sketch.shingles import concatenate as concatenate_rows
from dedup.sketch.vocabulary import (
    AUXILIARY,
    CALENDAR,
    CONTRACTED,
    LETTER_T,
    MASK,
    NEGATED,
    NEGATOR,
    PENDING,
    PLAIN_WORDS,
    POLARITY,
    SEPARATORS,
    VALUE,
    special_words,
)
from dedup.text.normalise import UNSPACED, marks

PLAIN_WORK = 10
"""Characters that could be sketched without kernels in the time that claims take for one."""


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
    if not texts or not kernels(PLAIN_WORK * length(given)):
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
    from dedup.kernels import claims as compiled

    encoded = encode(given)
    n = len(encoded)
    begins, ends = encoded.bounds[:-1], encoded.bounds[1:].copy()
    sizes = np.fromiter(map(len, encoded.texts), np.int64, n)
    hard = ends - begins != sizes * (1 + encoded.wide)
    ends[hard] = begins[hard]
    found, offsets = np.empty(int(sizes[~hard].sum()), np.uint64), np.empty(n + 1, np.int64)
    total = compiled.claims(
        encoded.source,
        begins,
        ends,
        encoded.wide,
        compiled.table_of_characters(),
        *compiled.table_of_words(),
        found,
        offsets,
    )
    packed, counts = found[:total].copy(), np.diff(offsets)
    for row in np.flatnonzero(hard).tolist():
        claim = np.array(plain_claims(encoded.texts[row]), np.uint64)
        packed = np.insert(packed, int(counts[:row].sum()), claim)
        counts[row] = len(claim)
    return packed, counts
