"""Compiled twins of `boilerplate` for large runs: the same sets of hashes."""
# numba types kernels when it compiles them:
# mypy: disable-error-code="no-untyped-def,no-untyped-call,untyped-decorator"

from __future__ import annotations

import numpy as np

from dedup.sketch.kernels import _jit

_U32 = np.uint64(32)


@_jit
def count(hashes, shift, slots):
    """Counts the hashes of each slot (their upper bits), up to 255."""
    for i in range(len(hashes)):
        slot = np.int64(hashes[i] >> shift)
        slots[slot] += slots[slot] != 255


@_jit
def in_slots(hashes, offsets, cluster, shift, slots, least, found):
    """Hashes of slots that count `least`, each above the cluster of its row; returns how many there are.

    Those beyond the length of `found` are counted only.
    """
    number = 0
    for row in range(len(offsets) - 1):
        mine = np.uint64(cluster[row])
        for i in range(offsets[row], offsets[row + 1]):
            if slots[np.int64(hashes[i] >> shift)] >= least:
                if number < len(found):
                    found[number] = np.uint64(hashes[i]) << _U32 | mine
                number += 1
    return number


@_jit
def spread(keys, least, share, found):
    """Hashes (upper halves of ascending keys) in `least` clusters (lower halves), see `boilerplate.learn`."""
    number = first = 0
    clusters = 1
    for k in range(1, len(keys) + 1):
        if k == len(keys) or keys[k] >> _U32 != keys[first] >> _U32:
            if clusters >= least and clusters >= share * (k - first):
                found[number] = np.uint32(keys[first] >> _U32)
                number += 1
            first, clusters = k, 1
        else:
            clusters += keys[k] != keys[k - 1]
    return number


@_jit
def put(wanted, shift, empty, table):
    """Puts hashes where their upper bits say, or behind (open addressing); `empty` is no wanted hash."""
    mask = len(table) - 1
    for k in range(len(wanted)):
        slot = np.int64(wanted[k] >> shift)
        while table[slot] != empty:
            slot = (slot + 1) & mask
        table[slot] = wanted[k]


@_jit
def strip(hashes, offsets, shift, empty, table, found, found_offsets):
    """Copies what is not in the table, row by row; returns how much that is."""
    mask = len(table) - 1
    number = 0
    for row in range(len(offsets) - 1):
        found_offsets[row] = number
        for i in range(offsets[row], offsets[row + 1]):
            hashed = hashes[i]
            slot = np.int64(hashed >> shift)
            while table[slot] != empty and table[slot] != hashed:
                slot = (slot + 1) & mask
            found[number] = hashed
            number += table[slot] != hashed or hashed == empty
    found_offsets[len(offsets) - 1] = number
    return number
