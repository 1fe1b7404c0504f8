"""Compiled twins over sorted rows: shingle sets, sparse products, and look-ups of keys.

The rows of a shingle set are `hashes[starts[i]:ends[i]]`, ascending. Products of sparse rows add in the order
of the array code, so they give the same bits. Look-ups in a run of keys start from a table of where each run
of upper bits begins: keys are hashes, so a few neighbours are left to search, one or two lines of the cache
where a binary search of millions would touch ten.
"""

from __future__ import annotations

import numpy as np

from dedup.kernels.jit import jit

# numba types kernels when it compiles them:
# mypy: disable-error-code="no-untyped-def,no-untyped-call,untyped-decorator"


SECOND_PLACES = 1 << 10
"""Places for hashes whose first place is taken: one in sixteen, of an ordinary story 25."""

SIEVE_SHIFT = np.uint32(8)
"""What is left of a hash has a bit in a sieve: 2 MB, which a second-level cache holds."""

_SECOND_PLACE = np.uint32(SECOND_PLACES - 1)
_MOST_PLACED = 1 << 13  # hashes of a text that are looked up in a table; of more, both sides are merged
_EMPTY = np.uint32(0xFFFFFFFF)


@jit
def put(wanted, shift, empty, table):
    """Puts hashes where their upper bits say, or behind (open addressing); `empty` is no wanted hash."""
    mask = len(table) - 1
    for k in range(len(wanted)):
        slot = np.int64(wanted[k] >> shift)
        while table[slot] != empty:
            slot = (slot + 1) & mask
        table[slot] = wanted[k]


@jit
def _in_table(hashed, shift, empty, table):
    slot = np.int64(hashed >> shift)
    while table[slot] != empty:
        if table[slot] == hashed:
            return True
        slot = (slot + 1) & (len(table) - 1)
    return False


@jit
def strain(wanted, sieve):
    """Sets the bits of a sieve, one for each number that the upper bits of a hash can be."""
    for value in wanted:
        bit = value >> SIEVE_SHIFT
        sieve[bit >> np.uint32(6)] |= np.uint64(1) << np.uint64(bit & np.uint32(63))


@jit
def pick(hashes, starts, ends, rows, sieve, shift, empty, table, maybe, found, sizes):
    """Copies the hashes of some rows that are in a table, and says how many each row has; returns the sum.

    The sieve rules most of the others out, in a loop without branches.
    """
    number = 0
    for row in rows:
        some = np.int64(0)
        for i in range(starts[row], ends[row]):
            value = hashes[i]
            bit = value >> SIEVE_SHIFT
            maybe[some] = value
            some += np.int64(sieve[bit >> np.uint32(6)] >> np.uint64(bit & np.uint32(63)) & np.uint64(1))
        first = number
        for k in range(some):
            found[number] = maybe[k]
            number += _in_table(maybe[k], shift, empty, table)
        sizes[row] = number - first
    return number


@jit
def copy_rows(values, starts, ends, rows, offsets, found):
    for row in rows:
        found[offsets[row] : offsets[row + 1]] = values[starts[row] : ends[row]]


@jit
def count_shared(hashes, starts, ends, pairs, places, second_places, crowded, found):
    """Looks the hashes of the second side up in a table of those of the first: `places`, 2^16 of them.

    The table stays while the first side does. A hash whose place is taken goes to one of the
    `SECOND_PLACES`, by its lower bits; `crowded` takes the few that find both taken. A place is empty when it
    holds a number that has its own place elsewhere: 0, and in the place of 0 the largest.
    """
    last, number, few = -1, 0, np.uint32(0)
    for pair in range(len(pairs)):
        first, second = pairs[pair, 0], pairs[pair, 1]
        ours, theirs = hashes[starts[first] : ends[first]], hashes[starts[second] : ends[second]]
        if len(ours) > _MOST_PLACED:
            found[pair] = _merged(ours, theirs)
            continue
        if first != last:
            bits = 10
            while 1 << bits < 8 * len(ours):
                bits += 1
            few = np.uint32(32 - bits)
            places[: 1 << bits] = 0
            second_places[:] = 0
            places[0], second_places[0] = _EMPTY, _EMPTY
            number = _place(ours, few, places, second_places, crowded)
            last = first
        both = 0
        for i in range(len(theirs)):
            value = theirs[i]
            at_first = places[np.int64(value >> few)] == value
            both += at_first | (second_places[np.int64(value & _SECOND_PLACE)] == value)
        found[pair] = both + _found_in_order(crowded[:number], theirs)


@jit
def _place(ours, few, places, second_places, crowded):
    """Places hashes, and returns how many are left because of others."""
    number = 0
    for i in range(len(ours)):
        value = ours[i]
        place, other = np.int64(value >> few), np.int64(value & _SECOND_PLACE)
        if places[place] == (_EMPTY if place == 0 else np.uint32(0)):
            places[place] = value
        elif second_places[other] == (_EMPTY if other == 0 else np.uint32(0)):
            second_places[other] = value
        else:
            crowded[number] = value
            number += 1
    return number


@jit
def _found_in_order(wanted, values):
    """How many of some ascending numbers are among others."""
    both = low = 0
    for k in range(len(wanted)):
        high = len(values)
        while low < high:
            middle = (low + high) >> 1
            if values[middle] < wanted[k]:
                low = middle + 1
            else:
                high = middle
        both += low < len(values) and values[low] == wanted[k]
    return both


@jit
def _merged(ours, theirs):
    both = a = b = 0
    while a < len(ours) and b < len(theirs):
        left, right = ours[a], theirs[b]
        both += left == right
        a += left <= right
        b += right <= left
    return both


@jit
def intersections(hashes, offsets, pairs, number, at_a, at_b):
    found = 0
    for pair in range(len(pairs)):
        a, end_a = offsets[pairs[pair, 0]], offsets[pairs[pair, 0] + 1]
        b, end_b = offsets[pairs[pair, 1]], offsets[pairs[pair, 1] + 1]
        while a < end_a and b < end_b:
            left, right = hashes[a], hashes[b]
            if left == right:
                number[found] = pair
                at_a[found] = a
                at_b[found] = b
                found += 1
            a += left <= right
            b += right <= left
    return found


# numba types kernels when it compiles them:
# mypy: disable-error-code="no-untyped-def,no-untyped-call,untyped-decorator"


@jit
def dots(ends, columns, values, pairs, width):
    """Inner products of pairs of rows; quickest where pairs with the same first row stand together."""
    found = np.zeros(len(pairs))
    spread = np.zeros(width, values.dtype)
    last = -1
    for m in range(len(pairs)):
        a, b = pairs[m, 0], pairs[m, 1]
        if a != last:
            if last >= 0:
                for k in range(ends[last], ends[last + 1]):
                    spread[columns[k]] = 0
            for k in range(ends[a], ends[a + 1]):
                spread[columns[k]] = values[k]
            last = a
        total = 0.0
        for k in range(ends[b], ends[b + 1]):
            total += spread[columns[k]] * values[k]
        found[m] = total
    return found


# numba types kernels when it compiles them:
# mypy: disable-error-code="no-untyped-def,no-untyped-call,untyped-decorator"


FEW = 16
"""Keys (two lines of the cache) that are counted through."""


@jit
def mark(keys, shift, marks):
    """Fills marks, int32 (slots + 1,), with the place where the keys of each slot (upper bits) begin."""
    slot = 0
    for place in range(len(keys)):
        while slot <= np.int64(keys[place] >> shift):
            marks[slot] = place
            slot += 1
    marks[slot:] = len(keys)


@jit
def find(keys, marks, shift, wanted, story, starts, ends):
    """Places of the keys that agree with each wanted one in all bits but those of `story`.

    Marks are read ahead for all, and the last few keys of a slot are counted, not halved: the processor then
    fetches for many wanted keys at once.
    """
    for i in range(len(wanted)):
        slot = np.int64(wanted[i] >> shift)
        starts[i], ends[i] = marks[slot], marks[slot + 1]
    for i in range(len(wanted)):
        start, high = starts[i], ends[i]
        while high - start > FEW:
            middle = (start + high) >> 1
            if keys[middle] < wanted[i]:
                start = middle + 1
            else:
                high = middle
        less = 0
        for place in range(start, high):
            less += keys[place] < wanted[i]
        start += less
        last = wanted[i] | story
        end, ahead, step = start, start, 1
        while ahead < len(keys) and keys[ahead] <= last:
            end = ahead + 1
            ahead += step
            step *= 2
        high = min(ahead, np.int64(len(keys)))
        while end < high:
            middle = (end + high) >> 1
            if keys[middle] <= last:
                end = middle + 1
            else:
                high = middle
        starts[i], ends[i] = start, end
