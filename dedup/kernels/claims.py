"""The compiled twin of `claims.plain_claims`, for large runs: the same claims of whole batches."""
# numba types kernels when it compiles them:
# mypy: disable-error-code="no-untyped-def,no-untyped-call,untyped-decorator"

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.facts import characters, unit_at
from dedup.kernels.jit import jit
from dedup.sketch.hashing import FNV_PRIME, FNV_START, MIXER
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
    VALUE,
    special_words,
)
from dedup.text.normalise import UNSPACED, marks

WORD, CAPITAL, DIGIT, ALONE = 1, 2, 4, 8
"""What a character can be; one that is `ALONE` is a word by itself."""

_START, _PRIME, _MIXER = np.uint64(FNV_START), np.uint64(FNV_PRIME), np.uint64(MIXER)
_PLACE_BITS, _HALF = np.uint64(16), np.uint64(32)
_MASK, _T = np.uint64(MASK), np.uint64(LETTER_T)
_PLAIN, _NEGATIVE = np.uint64(POLARITY[0]), np.uint64(POLARITY[1])
_OF_WORD, _ALONE = WORD << 16, ALONE << 16
_PENDING, _NOTHING = np.uint64(PENDING), np.uint64(0)


@cache
def table_of_characters() -> NDArray[np.uint32]:
    """What each UTF-16 code unit is, in the upper half, and its lower case where that is one unit."""
    kinds, lower = characters()
    kinds = kinds.copy()
    for pattern, kind in ((f"[{marks()}]", WORD), (f"[{UNSPACED}]", WORD | ALONE)):
        found = re.compile(pattern)
        kinds[[bool(found.match(chr(code))) for code in range(1 << 16)]] |= kind
    return np.asarray(kinds.astype(np.uint32) << 16 | lower, np.uint32)


@cache
def table_of_words() -> tuple[NDArray[np.uint64], NDArray[np.uint8], NDArray[np.uint64]]:
    """`claims.special_words` in open addressing: keys (0: empty), kinds, and what stands for each."""
    special = special_words()
    size = 1 << (4 * len(special)).bit_length()
    keys, kinds, bases = np.zeros(size, np.uint64), np.zeros(size, np.uint8), np.zeros(size, np.uint64)
    for key, (kind, base) in special.items():
        slot = key & (size - 1)
        while keys[slot]:
            slot = (slot + 1) & (size - 1)
        keys[slot], kinds[slot], bases[slot] = key, kind, base
    return keys, kinds, bases


@jit
def claims(source, begins, ends, wide, characters, keys, sorts, bases, found, offsets):
    """Fills the claims of texts `source[begins[i]:ends[i]]` (ASCII; UTF-16 if wide), `context << 32 | value`,
    ascending within a text, and where the texts begin; returns their number."""
    longest = 0
    for text in range(len(wide)):
        longest = max(longest, ends[text] - begins[text])
    words, values = np.zeros(longest + 4, np.uint64), np.zeros(longest + 4, np.uint64)
    n = 0
    for text in range(len(wide)):
        offsets[text] = n
        units = ends[text] - begins[text]
        if wide[text]:
            units //= 2
        given = source, begins[text], units, wide[text], characters, keys, sorts, bases
        count = _stream(*given, words, values)
        first = n
        for i in range(2, count + 2):
            if values[i] == _NOTHING or values[i] == _PENDING:
                continue
            state, plain = _START, 0
            for k in (i - 2, i - 1, i + 1, i + 2):
                state = (state ^ words[k]) * _PRIME
                plain += words[k] > _MASK
            if plain >= PLAIN_WORDS:
                found[n] = ((state * _MIXER) >> _HALF << _HALF) | values[i]
                n += 1
        n = first + _settled(found[first:n])
    offsets[len(wide)] = n
    return n


@jit
def _settled(found):
    """Sorts the claims of a text and drops contexts with several values; returns how many are left."""
    found.sort()
    kept = i = 0
    while i < len(found):
        j = i
        while j < len(found) and found[j] >> _HALF == found[i] >> _HALF:
            j += 1
        if found[j - 1] == found[i]:
            found[kept] = found[i]
            kept += 1
        i = j
    return kept


@jit
def _stream(source, begin, units, wide, characters, keys, sorts, bases, words, values):
    """Writes what stands for each word in contexts, from place 2 on with nothing around, and its value;
    returns how many words there are."""
    words[0] = words[1] = _NOTHING
    mask = np.uint64(len(keys) - 1)
    at, n = 0, 2
    end = -9
    negated = date = counted = False
    while at < units:
        char = characters[unit_at(source, begin, at, wide)]
        first = char >> 16
        if first == 0:
            at += 1
            continue
        start, state = at, (_START ^ np.uint64(char & 0xFFFF)) * _PRIME
        at += 1
        while not first & ALONE and at < units:
            char = characters[unit_at(source, begin, at, wide)]
            if char < _OF_WORD or char >= _ALONE:
                separates = char in (0x2C, 0x2E, 0x3A)
                if not (separates and first & DIGIT and at + 1 < units):
                    break
                after = characters[unit_at(source, begin, at + 1, wide)] >> 16
                if not after & DIGIT or after & ALONE:
                    break
            state = (state ^ np.uint64(char & 0xFFFF)) * _PRIME
            at += 1
        key = (state * _MIXER) >> _PLACE_BITS
        between = unit_at(source, begin, end, wide) if start == end + 1 else 0
        end = at
        slot = key & mask
        while keys[slot] != 0 and keys[slot] != key:
            slot = (slot + np.uint64(1)) & mask
        kind, base = 0, key >> _PLACE_BITS
        if keys[slot] == key:
            kind, base = sorts[slot], bases[slot]
        if kind == NEGATOR:
            negated = True
            if n > 2 and values[n - 1] == _PLAIN:
                values[n - 1] = _NEGATIVE
            continue
        if key == _T and n > 2 and values[n - 1] == _PENDING:
            values[n - 1] = _NEGATIVE
            negated = False
            continue
        if counted and kind == VALUE and between == 0x2D:
            values[n - 1] ^= base
            date = negated = False
            continue
        words[n], values[n] = base, _NOTHING
        if kind in (AUXILIARY, NEGATED):
            values[n] = _NEGATIVE if kind == NEGATED or negated else _PLAIN
        elif kind == CONTRACTED:
            values[n] = _PENDING
        elif date and first & DIGIT:
            words[n], values[n], values[n - 1] = _MASK, values[n - 1], base
        elif kind in (VALUE, CALENDAR) or first & DIGIT or (between == 0x20 and first & CAPITAL):
            words[n], values[n] = _MASK, base
        n += 1
        date, counted, negated = kind == CALENDAR, kind == VALUE, False
    words[n] = words[n + 1] = _NOTHING
    return n - 2
