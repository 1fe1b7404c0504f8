"""Compiled twins of `match.facts` and `match.event_profiles`: the same words, hashes, weights and sums.

Words are found 64 characters at a time, as bits: where a word begins, and whether it begins with a capital or
a digit. Only fact words are then visited one by one.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.jit import jit, load64, ones, within_bytes, within_utf16, zeros
from dedup.kernels.text import MOST_BUCKET_BITS, bucket_sort
from dedup.sketch.hashing import FNV_PRIME, FNV_START, MIXER, small_letter

# numba types kernels when it compiles them:
# mypy: disable-error-code="no-untyped-def,no-untyped-call,untyped-decorator"


WORD, CAPITAL, DIGIT = 1, 2, 4
"""What a character can be."""

_START, _PRIME, _MIXER = np.uint64(FNV_START), np.uint64(FNV_PRIME), np.uint64(MIXER)
_PLACE_BITS, _PLACES = np.uint64(16), np.uint64(0xFFFF)
_ONE, _ZERO, _TOP = np.uint64(1), np.uint64(0), np.uint64(63)


@cache
def characters() -> tuple[NDArray[np.uint8], NDArray[np.uint16]]:
    """What each UTF-16 code unit is (`WORD`, `CAPITAL`, `DIGIT`), and its lower case where that is one
    unit."""
    chars = [*map(chr, range(1 << 16))]
    alone = np.array([*map(str.isalnum, chars)])
    alone[ord("_")] = True
    upper, digit = np.array([*map(str.isupper, chars)]), np.array([*map(str.isdigit, chars)])
    kinds = (alone * (WORD | CAPITAL * upper | DIGIT * digit)).astype(np.uint8)
    small = [*map(small_letter, chars)]
    lower = np.fromiter(map(ord, small), np.uint16, len(chars))
    return kinds, np.where(alone, lower, np.arange(1 << 16, dtype=np.uint16))


@jit
def fact_words(source, begins, ends, wide, kinds, lower, capitalised, hashes, places, counts, offsets):
    """Fact words of texts `source[begins[i]:ends[i]]` (ASCII; UTF-16 if wide); see `facts.fact_words`.

    Fills hash, place (in characters) and count of each, ascending by hash within a text, and where the texts
    begin; returns their number. Texts have less than 2^17 characters: the number of a word takes 16 bits.
    """
    longest = 0
    for text in range(len(wide)):
        longest = max(longest, ends[text] - begins[text])
    starts = np.empty(longest // 2 + 64, np.int64)
    packed, in_order = np.empty(len(starts), np.uint64), np.empty(len(starts), np.uint64)
    buckets = np.empty((1 << MOST_BUCKET_BITS) + 1, np.int32)
    n = 0
    for text in range(len(wide)):
        first = offsets[text] = n
        begin, units = begins[text], ends[text] - begins[text]
        if wide[text]:
            units //= 2
        found = _fact_starts(source, begin, units, wide[text], kinds, capitalised, starts)
        for k in range(found):
            i, state = starts[k], _START
            unit = unit_at(source, begin, i, wide[text])
            while kinds[unit] != 0:
                state = (state ^ np.uint64(lower[unit])) * _PRIME
                i += 1
                if i == units:
                    break
                unit = unit_at(source, begin, i, wide[text])
            packed[k] = ((state * _MIXER) >> _PLACE_BITS << _PLACE_BITS) | np.uint64(k)
        bucket_sort(packed[:found], buckets, in_order[:found])
        for k in range(found):
            state = in_order[k] >> _PLACE_BITS
            if n > first and hashes[n - 1] == state:
                counts[n - 1] += 1
            else:
                hashes[n], places[n], counts[n] = state, starts[in_order[k] & _PLACES], 1
                n += 1
    offsets[len(wide)] = n
    return n


@jit
def unit_at(source, begin, i, wide):
    if wide:
        return np.int64(load64(source, begin + 2 * i) & np.uint64(0xFFFF))
    return np.int64(source[begin + i])


@jit
def _fact_starts(source, begin, units, wide, kinds, capitalised, starts):
    """Writes the places of the fact words of one text, and returns how many there are."""
    words = capitals = found = 0
    before = _ZERO
    for at in range(0, units, 64):
        if wide:
            inside, upper, digit = _classes_of_utf16(source, begin + 2 * at, kinds)
        else:
            inside, upper, digit = _classes_of_bytes(source, begin + at)
        if units - at < 64:
            inside &= (_ONE << np.uint64(units - at)) - _ONE
        begins = inside & ~(inside << _ONE | before)
        before = inside >> _TOP
        words += ones(begins)
        capitals += ones(begins & upper)
        begins &= upper | digit
        while begins != _ZERO:
            starts[found] = at + zeros(begins)
            found += 1
            begins &= begins - _ONE
    if capitals <= capitalised * words:
        return found
    numbers = 0
    for k in range(found):
        if kinds[unit_at(source, begin, starts[k], wide)] & DIGIT:
            starts[numbers] = starts[k]
            numbers += 1
    return numbers


@jit
def _classes_of_bytes(source, at):
    """Which of 64 ASCII characters are part of a word, capitals, digits."""
    upper, digit = within_bytes(source, at, 0x41, 26), within_bytes(source, at, 0x30, 10)
    small, line = within_bytes(source, at, 0x61, 26), within_bytes(source, at, 0x5F, 1)
    return upper | digit | small | line, upper, digit


@jit
def _classes_of_utf16(source, at, kinds):
    """The same of 64 UTF-16 units; those beyond ASCII are looked up."""
    upper, digit = within_utf16(source, at, 0x41, 26), within_utf16(source, at, 0x30, 10)
    small, line = within_utf16(source, at, 0x61, 26), within_utf16(source, at, 0x5F, 1)
    inside = upper | digit | small | line
    beyond = ~within_utf16(source, at, 0, 0x80)
    while beyond != _ZERO:
        bit = beyond & (~beyond + _ONE)
        kind = kinds[unit_at(source, at, zeros(beyond), True)]
        if kind & WORD:
            inside |= bit
        if kind & CAPITAL:
            upper |= bit
        if kind & DIGIT:
            digit |= bit
        beyond ^= bit
    return inside, upper, digit


@jit
def weigh(hashes, counts, keys, values, damped, words, weights):
    """The upper 32 bits of hashes, and their weights by a table that `put` filled; NaN where it has none."""
    mask = np.uint64(len(keys) - 1)
    for k in range(len(hashes)):
        slot = hashes[k] & mask
        while keys[slot] != 0 and keys[slot] != hashes[k]:
            slot = (slot + _ONE) & mask
        words[k] = np.uint32(hashes[k] >> _PLACE_BITS)
        if keys[slot] == hashes[k]:
            weights[k] = values[slot] * damped[min(counts[k], len(damped)) - 1]
        else:
            weights[k] = np.nan


@jit
def put(hashes, given, keys, values):
    """Puts hashes and their values into a table with open addressing, a power of two long (key 0: empty)."""
    mask = np.uint64(len(keys) - 1)
    for k in range(len(hashes)):
        slot = hashes[k] & mask
        while keys[slot] != 0 and keys[slot] != hashes[k]:
            slot = (slot + _ONE) & mask
        keys[slot], values[slot] = hashes[k], given[k]


@jit
def totals(starts, ends, weights, rows, total, square):
    """The sum of the weights of some rows, and of their squares."""
    for row in rows:
        for k in range(starts[row], ends[row]):
            weight = np.float64(weights[k])
            total[row] += weight
            square[row] += weight * weight


@jit
def agree(hashes, starts, ends, weights, pairs, product, in_a, in_b):
    """For each pair, the sum of the products of shared weights, and of the shared weights on either side."""
    for k in range(len(pairs)):
        i, i_end = starts[pairs[k, 0]], ends[pairs[k, 0]]
        j, j_end = starts[pairs[k, 1]], ends[pairs[k, 1]]
        products = of_a = of_b = 0.0
        while i < i_end and j < j_end:
            left, right = hashes[i], hashes[j]
            if left == right:
                x, y = np.float64(weights[i]), np.float64(weights[j])
                products += x * y
                of_a += x
                of_b += y
            i += left <= right  # which side is behind nobody can foresee: no branch
            j += right <= left
        product[k], in_a[k], in_b[k] = products, of_a, of_b


# numba types kernels when it compiles them:
# mypy: disable-error-code="no-untyped-def,no-untyped-call,untyped-decorator"


_BIT = np.uint64(1)
_MOST_COUNT = 255


@jit
def look_up(hashes, keys, values, found, unknown):
    """Fills what a table that `fact_kernels.put` filled has for hashes, and the places of those that it has
    not; returns how many these are."""
    mask = np.uint64(len(keys) - 1)
    missing = 0
    for k in range(len(hashes)):
        slot = hashes[k] & mask
        while keys[slot] != 0 and keys[slot] != hashes[k]:
            slot = (slot + _BIT) & mask
        found[k] = values[slot]
        if keys[slot] == 0:
            unknown[missing] = k
            missing += 1
    return missing


@jit
def gather(occurrences, offsets, lead_terms, buckets, terms, counts, lead, found_offsets):
    """Fills the distinct terms of each story, ascending, how often each occurs, and whether it does so among
    the first; returns how many there are."""
    n = 0
    for story in range(len(offsets) - 1):
        found_offsets[story] = n
        values = occurrences[offsets[story] : offsets[story + 1]]
        into = terms[n : n + len(values)]
        if len(values):
            bucket_sort(values, buckets, into)
        kept = first = 0
        while first < len(into):
            value, last = into[first], first + 1
            while last < len(into) and into[last] == value:
                last += 1
            into[kept], counts[n + kept], lead[n + kept] = value, min(last - first, _MOST_COUNT), False
            kept += 1
            first = last
        for k in range(min(lead_terms, len(values))):
            lead[n + np.searchsorted(into[:kept], values[k])] = True
        n += kept
    found_offsets[len(offsets) - 1] = n
    return n
