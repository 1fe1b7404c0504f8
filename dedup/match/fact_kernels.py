"""Compiled twins of `facts`, for large runs: the same fact words, hashes and sums."""
# numba types kernels when it compiles them:
# mypy: disable-error-code="no-untyped-def,no-untyped-call,untyped-decorator"

from functools import cache

import numpy as np
from numpy.typing import NDArray

from dedup.match.facts import FNV_PRIME, FNV_START, MIXER
from dedup.sketch.kernels import _jit

WORD, CAPITAL, DIGIT = 1, 2, 4
"""What a character can be."""

_START, _PRIME, _MIXER = np.uint64(FNV_START), np.uint64(FNV_PRIME), np.uint64(MIXER)
_PLACE_BITS, _PLACES, _ONE = np.uint64(16), np.uint64(0xFFFF), np.uint64(1)


@cache
def characters() -> tuple[NDArray[np.uint8], NDArray[np.uint16]]:
    """What each UTF-16 code unit is (`WORD`, `CAPITAL`, `DIGIT`), and its lower case where that is one
    unit."""
    kinds, lower = np.zeros(1 << 16, np.uint8), np.arange(1 << 16, dtype=np.uint16)
    for unit in range(1 << 16):
        char = chr(unit)
        if char.isalnum() or char == "_":
            kinds[unit] = WORD | CAPITAL * char.isupper() | DIGIT * char.isdigit()
            small = char.lower()
            if len(small) == 1:
                lower[unit] = ord(small)
    return kinds, lower


@_jit
def fact_words(units, bounds, kinds, lower, share, hashes, starts, sizes, counts, offsets):
    """Fact words of texts: text i is `units[bounds[i]:bounds[i + 1]]`; see `facts.fact_words`, `word_hash`.

    Fills hash, start, length and count of each, ascending by hash within a text, and where the texts begin;
    returns their number. Texts have less than 2^17 characters: the place of a word takes 16 bits.
    """
    at = np.empty(1 << 16, np.int64)
    packed = np.empty(1 << 16, np.uint64)
    n = 0
    for text in range(len(bounds) - 1):
        first = offsets[text] = n
        words = capitals = found = 0
        i, end = bounds[text], bounds[text + 1]
        while i < end:
            kind = kinds[units[i]]
            if kind == 0:
                i += 1
                continue
            words += 1
            if kind == WORD:
                while i < end and kinds[units[i]] != 0:
                    i += 1
                continue
            at[found] = i
            state = _START
            while i < end and kinds[units[i]] != 0:
                state = (state ^ np.uint64(lower[units[i]])) * _PRIME
                i += 1
            capitals += (kind & CAPITAL) != 0
            packed[found] = ((state * _MIXER) >> _PLACE_BITS << _PLACE_BITS) | np.uint64(found)
            found += 1
        packed[:found].sort()
        numbers = capitals > share * words
        for k in range(found):
            start = at[packed[k] & _PLACES]
            if numbers and not kinds[units[start]] & DIGIT:
                continue
            state = packed[k] >> _PLACE_BITS
            if n > first and hashes[n - 1] == state:
                counts[n - 1] += 1
                continue
            size = 1
            while start + size < end and kinds[units[start + size]] != 0:
                size += 1
            hashes[n], starts[n], sizes[n], counts[n] = state, start, size, 1
            n += 1
    offsets[len(bounds) - 1] = n
    return n


@_jit
def look_up(hashes, keys, values, found):
    """Values of hashes in a table with open addressing, a power of two long (key 0: empty); NaN if
    missing."""
    mask = np.uint64(len(keys) - 1)
    for k in range(len(hashes)):
        slot = hashes[k] & mask
        while keys[slot] != 0 and keys[slot] != hashes[k]:
            slot = (slot + _ONE) & mask
        found[k] = values[slot] if keys[slot] == hashes[k] else np.nan


@_jit
def put(hashes, given, keys, values):
    """Puts hashes and their values into such a table, which must keep empty slots."""
    mask = np.uint64(len(keys) - 1)
    for k in range(len(hashes)):
        slot = hashes[k] & mask
        while keys[slot] != 0 and keys[slot] != hashes[k]:
            slot = (slot + _ONE) & mask
        keys[slot], values[slot] = hashes[k], given[k]


@_jit
def agree(hashes, offsets, weights, pairs, product, in_a, in_b):
    """For each pair, the sum of the products of shared weights, and of the shared weights on either side."""
    for k in range(len(pairs)):
        i, i_end = offsets[pairs[k, 0]], offsets[pairs[k, 0] + 1]
        j, j_end = offsets[pairs[k, 1]], offsets[pairs[k, 1] + 1]
        while i < i_end and j < j_end:
            if hashes[i] < hashes[j]:
                i += 1
            elif hashes[j] < hashes[i]:
                j += 1
            else:
                x, y = np.float64(weights[i]), np.float64(weights[j])
                product[k] += x * y
                in_a[k] += x
                in_b[k] += y
                i += 1
                j += 1
