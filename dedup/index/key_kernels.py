"""Compiled twin of the search for keys in a run, for large runs: the same places.

Keys are hashes below a kind, so their upper bits tell nearly where they stand: a table of the places at which
each run of upper bits begins leaves a few neighbours to search, one or two lines of the cache, where a binary
search of millions would touch ten.
"""
# numba types kernels when it compiles them:
# mypy: disable-error-code="no-untyped-def,no-untyped-call,untyped-decorator"

from __future__ import annotations

import numpy as np

from dedup.sketch.jit import jit

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
