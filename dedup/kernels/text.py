"""Compiled twins of `sketch.hashing`, `sketch.shingles` and `sketch.minhash`, for large runs.

Every kernel means what the function of the same name there means, and gives the same bits. Loops are plain,
so that LLVM vectorises them; small intrinsics (`kernels.jit`) give it the rest. Kernels hold no memory beyond
their arguments.
"""
# numba types kernels when it compiles them:
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from __future__ import annotations

import numpy as np

from dedup.kernels.jit import (
    LANES,
    clean_ascii,
    clean_utf16,
    jit,
    least,
    load64,
    not_space,
    ones,
    store64,
    zeros,
)
from dedup.sketch.hashing import (
    KEY_FACTOR,
    KEY_SEED,
    LEAST_KEY,
    SHINGLE_BASE,
    SHINGLE_WORDS,
    SHORT_SALT,
    WORD_FIRST,
    WORD_SECOND,
    WORD_SEED,
)

MOST_BUCKET_BITS = 16
"""Up to so many upper bits sort the shingles of a text: enough for a million."""

_DEEPEST = 64  # values under the same upper bits; more (one phrase repeated) are left to a general sort
_U32 = np.uint64(32)
_EMPTY = np.uint32(0xFFFFFFFF)
_BASE, _SALT = np.uint32(SHINGLE_BASE), np.uint32(SHORT_SALT)
_FIRST, _SECOND, _SEED = np.uint64(WORD_FIRST), np.uint64(WORD_SECOND), np.uint64(WORD_SEED)
_MASKS = np.array([(1 << 8 * n) - 1 for n in range(9)], np.uint64)
_ONE, _ZERO = np.uint64(1), np.uint64(0)


@jit
def _edges(data, at, end, edges):
    """Writes where words begin and end (in turn) and returns how many places there are."""
    found = 0
    before = _ZERO
    while at < end:
        inside = not_space(data, at)
        if end - at < 64:
            inside &= (_ONE << np.uint64(end - at)) - _ONE
        turns = inside ^ (inside << _ONE | before)
        before = inside >> np.uint64(63)
        count = ones(turns)
        for first in range(found, found + count, 8):
            some = edges[first : first + 8]
            for k in range(8):
                some[k] = at + zeros(turns)
                turns &= turns - _ONE
        found += count
        at += 64
    if before != _ZERO:
        edges[found] = end
        found += 1
    return found


@jit
def _hash_16_bytes(data, first, size, state):
    low = load64(data, first) & _MASKS[min(size, 8)]
    high = load64(data, first + 8) & _MASKS[max(min(size, 16), 8) - 8]
    state = (state ^ low) * _FIRST + high
    return (state ^ state >> _U32) * _SECOND


@jit
def _hash_word(data, first, size):
    state = _hash_16_bytes(data, first, size, _SEED)
    if size > 16:  # a loop from the start would cost twice the time, on words that are nearly all shorter
        for done in range(16, size, 16):
            state = _hash_16_bytes(data, first + done, size - done, state)
    return state


@jit
def clean(source, bounds, wide, images, target, begins, ends, hard):
    """Cleans texts `source[bounds[i]:bounds[i + 1]]` (ASCII; UTF-16 if wide) and returns the target's end."""
    out = 0
    for text in range(len(wide)):
        begins[text] = out
        at, end = bounds[text], bounds[text + 1]
        if wide[text]:
            out, hard[text] = _clean_wide(source, at, end, images, target, out)
        else:
            for done in range(0, end - at, 64):
                clean_ascii(source, at + done, target, out + done)
            out += end - at
        ends[text] = out
    return out


@jit
def _clean_wide(source, at, end, images, target, out):
    """Returns the end of the target, and whether a character without an image was met."""
    while at < end:
        ascii = min(zeros(clean_utf16(source, at, target, out)), (end - at) // 2)
        at += 2 * ascii
        out += ascii
        while at < end:
            code = _utf16_unit(source, at)
            if code < 0x80:
                break
            at += 2
            if 0xD800 <= code < 0xDC00:  # the first half of a pair: `_utf16` leaves no half alone
                code = 0x10000 + ((code & 0x3FF) << 10 | _utf16_unit(source, at) & 0x3FF)
                at += 2
            image = images[code]
            if image == _ZERO:
                return out, True
            store64(target, out, image)
            out += np.int64(image >> np.uint64(56)) - 1
    return out, False


@jit
def _utf16_unit(source, at):
    return np.int64(load64(source, at) & np.uint64(0xFFFF))


@jit
def hash_clean(data, begins, ends, edges, words, hashes, offsets, counts):
    done = 0
    for text in range(len(begins)):
        count = _edges(data, begins[text], ends[text], edges) // 2
        for i in range(count):
            words[i] = np.uint32(_hash_word(data, edges[2 * i], edges[2 * i + 1] - edges[2 * i]) >> _U32)
        offsets[text] = done
        counts[text] = count
        runs = max(count - SHINGLE_WORDS + 1, 0)
        into = hashes[done : done + runs]
        for i in range(runs):
            state = words[i]
            for k in range(1, SHINGLE_WORDS):
                state = np.uint32(np.uint32(state * _BASE) + words[i + k])
            into[i] = state
        if 0 < count < SHINGLE_WORDS:
            state = np.uint32(np.uint32(count) * _SALT)
            for i in range(count):
                state = np.uint32(np.uint32(state * _BASE) + words[i])
            hashes[done] = state
            runs = 1
        done += runs
    offsets[len(begins)] = done
    return done


@jit
def hash_words(data, begins, ends, edges, hashes, offsets):
    """64 bits of each word, of which shingles take the upper half; `edges`: where all words begin and end."""
    done = 0
    for text in range(len(begins)):
        offsets[text] = done
        count = _edges(data, begins[text], ends[text], edges[2 * done :]) // 2
        for i in range(done, done + count):
            hashes[i] = _hash_word(data, edges[2 * i], edges[2 * i + 1] - edges[2 * i])
        done += count
    offsets[len(begins)] = done
    return done


@jit
def sign(hashes, offsets, factors, increments, scratch, signatures):
    for text in range(len(offsets) - 1):
        values = hashes[offsets[text] : offsets[text + 1]]
        for i in range(len(values)):
            value = values[i]
            value = np.uint32(value ^ (value >> np.uint32(16)))
            value = np.uint32(value * np.uint32(0x85EBCA6B))
            value = np.uint32(value ^ (value >> np.uint32(13)))
            value = np.uint32(value * np.uint32(0xC2B2AE35))
            scratch[i] = np.uint32(value ^ (value >> np.uint32(16)))
        row = signatures[text]
        for slot in range(0, len(factors), LANES):
            least(scratch, len(values), factors, increments, slot, row)


@jit
def distinct(hashes, offsets, buckets, found, found_offsets):
    done = 0
    for text in range(len(offsets) - 1):
        found_offsets[text] = done
        values = hashes[offsets[text] : offsets[text + 1]]
        into = found[done : done + len(values)]
        bucket_sort(values, buckets, into)
        kept = 0
        for i in range(len(into)):
            value = into[i]
            into[kept] = value
            kept += i + 1 == len(into) or value != into[i + 1]
        done += kept
    found_offsets[len(offsets) - 1] = done
    return done


@jit
def bucket_sort(values, buckets, into):
    """Puts each value near its place by its upper bits (hashes are spread evenly), then mends the order.

    Values are uint32 or uint64; `buckets`, int32, has a place more than 2 ** MOST_BUCKET_BITS.
    """
    bits = 1
    while bits < MOST_BUCKET_BITS and 1 << bits < len(values):
        bits += 1
    shift = np.uint64(8 * values.itemsize - bits)
    ends = buckets[: (1 << bits) + 1]
    ends[:] = 0
    for i in range(len(values)):
        ends[np.int64(values[i] >> shift) + 1] += 1
    deepest = 0
    for i in range(1, len(ends)):
        deepest = max(deepest, ends[i])
        ends[i] += ends[i - 1]
    for i in range(len(values)):
        bucket = np.int64(values[i] >> shift)
        into[ends[bucket]] = values[i]
        ends[bucket] += 1
    if deepest > _DEEPEST:
        into.sort()
        return
    for i in range(1, len(into)):
        value = into[i]
        k = i
        while k > 0 and into[k - 1] > value:
            into[k] = into[k - 1]
            k -= 1
        into[k] = value


@jit
def band_keys(signatures, first, rows, keys):
    for text in range(len(signatures)):
        row = signatures[text]
        empty = row[first * rows] == _EMPTY and (row == _EMPTY).all()
        for band in range(len(keys)):
            state = np.uint64(KEY_SEED)
            for k in range((first + band) * rows, (first + band + 1) * rows):
                state = (state ^ np.uint64(row[k])) * np.uint64(KEY_FACTOR)
            keys[band, text] = _ZERO if empty else max(state, np.uint64(LEAST_KEY))
