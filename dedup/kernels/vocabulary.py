"""Compiled twins of `vocabulary`: the same rows and the same shares."""
# numba types kernels when it compiles them:
# mypy: disable-error-code="no-untyped-def,no-untyped-call,untyped-decorator"

import numpy as np

from dedup.kernels.jit import jit
from dedup.kernels.text import MOST_BUCKET_BITS, bucket_sort
from dedup.sketch.hashing import SHINGLE_BASE, SHINGLE_WORDS

_HIGH, _ONE = np.uint64(32), np.uint64(1)
_PLACE = np.uint64(0xFFFFFFFF)
_SHINGLE = np.uint64(0xFFFFFFFE)
_BASE = np.uint32(SHINGLE_BASE)


@jit
def rows(words, bounds, heads, head_bounds, common, lead_words, entries, offsets):
    """Fills the vocabulary of each story and where the stories begin; returns the number of entries.

    `words`, `heads`: uint32, hashes of the words of texts and headlines. `common`: uint32, ascending.
    """
    longest = 0
    for text in range(len(bounds) - 1):
        size = bounds[text + 1] - bounds[text] + head_bounds[text + 1] - head_bounds[text]
        longest = max(longest, size)
    packed, ordered = np.empty(longest, np.uint64), np.empty(longest, np.uint64)
    buckets = np.empty((1 << MOST_BUCKET_BITS) + 1, np.int32)
    done = 0
    for text in range(len(bounds) - 1):
        offsets[text] = done
        first, count = bounds[text], bounds[text + 1] - bounds[text]
        head, title = head_bounds[text], head_bounds[text + 1] - head_bounds[text]
        found = 0
        for i in range(title + count):
            word = heads[head + i] if i < title else words[first + i - title]
            if not _has(common, 0, len(common), word):
                packed[found] = np.uint64(word) << _HIGH | np.uint64(i)
                found += 1
        bucket_sort(packed[:found], buckets, ordered[:found])
        for k in range(found):
            word = ordered[k] >> _HIGH
            if k and word == ordered[k - 1] >> _HIGH:
                continue
            i = np.int64(ordered[k] & _PLACE) - title
            below = np.uint64(0)
            if i >= 0:
                if count >= SHINGLE_WORDS:
                    at = first + min(i, count - SHINGLE_WORDS)
                    state = words[at]
                    for step in range(1, SHINGLE_WORDS):
                        state = np.uint32(np.uint32(state * _BASE) + words[at + step])
                    below = np.uint64(state) & _SHINGLE
                if i < lead_words:
                    below |= _ONE
            entries[done] = word << _HIGH | below
            done += 1
    offsets[len(bounds) - 1] = done
    return done


@jit
def counts(entries, starts, ends, hashes, set_starts, set_ends, pairs, found):
    """Fills, for both sides of each pair, what `vocabulary.counts` says: int64 (m, 2, 6)."""
    for k in range(len(pairs)):
        for side in range(2):
            a, b = pairs[k, side], pairs[k, 1 - side]
            own = own_said = head = head_said = lead = lead_shared = 0
            other = starts[b]
            for i in range(starts[a], ends[a]):
                word, below = entries[i] >> _HIGH, entries[i] & _SHINGLE
                while other < ends[b] and entries[other] >> _HIGH < word:
                    other += 1
                said = other < ends[b] and entries[other] >> _HIGH == word
                shared = _has_shingle(hashes, set_starts[b], set_ends[b], below)
                if entries[i] & _ONE:
                    lead += 1
                    lead_shared += shared
                if below == 0:
                    head += 1
                    head_said += said
                if shared or (
                    said and _has_shingle(hashes, set_starts[a], set_ends[a], entries[other] & _SHINGLE)
                ):
                    continue
                own += 1
                own_said += said
            found[k, side, 0], found[k, side, 1] = own, own_said
            found[k, side, 2], found[k, side, 3] = head, head_said
            found[k, side, 4], found[k, side, 5] = lead, lead_shared


@jit
def _has(ascending, low, high, value):
    while low < high:
        middle = (low + high) // 2
        if ascending[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low < len(ascending) and ascending[low] == value


@jit
def _has_shingle(hashes, low, high, value):
    """Whether a row of shingles has one whose upper 31 bits are those of a value: hashes are spread evenly,
    so the search begins where the value would stand."""
    if low == high:
        return False
    at = low + np.int64(value * np.uint64(high - low) >> _HIGH)
    while at > low and np.uint64(hashes[at]) & _SHINGLE >= value:
        at -= 1
    while at < high and np.uint64(hashes[at]) & _SHINGLE < value:
        at += 1
    return at < high and np.uint64(hashes[at]) & _SHINGLE == value
