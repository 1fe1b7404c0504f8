"""Candidates: pairs of stories that agree in a whole band of their signatures.

A signature is cut into bands of a few rows; two stories of similarity J agree in a band of r rows with
probability J^r, and become candidates when they agree in any of the b bands: 1 - (1 - J^r)^b (Leskovec,
Rajaraman, Ullman, Mining of Massive Datasets, ch. 3). Equal bands are found by sorting one band at a time,
so memory does not grow with the number of bands. The row number of a story takes the lower bits of the
number that is sorted and the band key the upper ones: one sort of plain integers groups the stories and
keeps each group in order. Keys that agree in the upper bits only (less than one pair in 2^40) cost a
needless verification, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.minhash import EMPTY

NO_KEY = np.uint64(0)
"""Key of the bands of a story without words: it belongs to no group."""

NEIGHBOURS = 4
"""In a group over the cap a story is paired with the first of the group and with so many that follow it."""

_KEY_SEED = np.uint64(0x9E3779B97F4A7C15)
_KEY_FACTOR = np.uint64(0xD6E8FEB86659FD93)
_BLOCK = 4096  # signatures (2 MB) whose keys are computed at once
_PENDING = 1 << 22  # pairs that are collected before repeated ones are dropped


@dataclass(frozen=True, slots=True)
class Candidates:
    """`pairs`: int64 (m, 2), a < b, distinct, ascending. `capped`: groups that were over the cap."""

    pairs: NDArray[np.int64]
    capped: int


def band_keys(signatures: NDArray[np.uint32], bands: int, rows: int) -> NDArray[np.uint64]:
    """A 64-bit key for each band of each signature.

    Parameters
    ----------
    signatures
        uint32 (n, slots), with slots >= bands * rows.
    bands, rows
        How the slots are cut.

    Returns
    -------
    uint64 (n, bands); `NO_KEY` throughout for an empty text.
    """
    if bands * rows > signatures.shape[1]:
        raise ValueError(f"{bands} bands of {rows} rows need {bands * rows} slots, not {signatures.shape[1]}")
    keys = np.empty((len(signatures), bands), np.uint64)
    for first in range(0, len(signatures), _BLOCK):
        block = signatures[first : first + _BLOCK]
        values = block[:, : bands * rows].reshape(len(block), bands, rows)
        state = np.full(values.shape[:2], _KEY_SEED)
        for row in range(rows):
            state ^= values[:, :, row]
            state *= _KEY_FACTOR
            state ^= state >> np.uint64(32)
        np.maximum(state, np.uint64(1), out=state)
        state[(block == EMPTY).all(axis=1)] = NO_KEY
        keys[first : first + _BLOCK] = state
    return keys


def candidates(keys: NDArray[np.uint64], cap: int) -> Candidates:
    """The pairs of stories that share a band key.

    Parameters
    ----------
    keys
        uint64 (n, bands), from `band_keys`.
    cap
        Largest group of which all pairs are taken. In a larger one every story is paired with the first of
        the group and with the `NEIGHBOURS` that follow it: members that belong together still hang together
        (through this band or another), and a group of n costs n, not n squared.
    """
    return _gather(_pairs_of_band(keys[:, band], cap) for band in range(keys.shape[1]))


def band_pairs(signatures: NDArray[np.uint32], bands: int, rows: int, cap: int) -> Candidates:
    """`candidates(band_keys(signatures, bands, rows), cap)` in less memory: a few bands' keys at a time."""

    def few_bands() -> Iterator[tuple[NDArray[np.uint64], int]]:
        for first in range(0, bands, 4):
            count = min(4, bands - first)
            part = signatures[:, first * rows :]
            keys = band_keys(part, count, rows)
            for band in range(count):
                yield _pairs_of_band(keys[:, band], cap)

    return _gather(few_bands())


def _gather(found: Iterator[tuple[NDArray[np.uint64], int]]) -> Candidates:
    """Unites the packed pairs of all bands."""
    united = np.empty(0, np.uint64)
    pending: list[NDArray[np.uint64]] = []
    waiting = capped = 0
    for packed, over in found:
        pending.append(packed)
        waiting += len(packed)
        capped += over
        if waiting > max(_PENDING, len(united)):
            united = _distinct([united, *pending])
            pending, waiting = [], 0
    united = _distinct([united, *pending])
    return Candidates(unpack(united), capped)


def unpack(packed: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Pairs, int64 (m, 2), of the numbers a << 32 | b."""
    pairs = np.empty((len(packed), 2), np.int64)
    pairs[:, 0] = packed >> np.uint64(32)
    pairs[:, 1] = packed & np.uint64(0xFFFFFFFF)
    return pairs


def _distinct(parts: list[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    packed = np.concatenate(parts)
    packed.sort()
    new = np.ones(len(packed), np.bool_)
    np.not_equal(packed[1:], packed[:-1], out=new[1:])
    return packed[new]


def _pairs_of_band(keys: NDArray[np.uint64], cap: int) -> tuple[NDArray[np.uint64], int]:
    """Pairs (a << 32 | b) of the rows whose keys are equal, and the number of groups over the cap."""
    n = len(keys)
    below = np.uint64((1 << max(n - 1, 1).bit_length()) - 1)
    order = (keys & ~below) | np.arange(n, dtype=np.uint64)
    order = order[keys != NO_KEY]
    order.sort()
    group = order & ~below
    row = order & below
    follows = np.flatnonzero(group[1:] == group[:-1]) + 1  # places whose predecessor is of the same group
    if not follows.size:
        return np.empty(0, np.uint64), 0
    starts = follows[np.diff(follows, prepend=-1) > 1] - 1
    sizes = np.diff(np.append(np.flatnonzero(np.diff(follows, prepend=-1) > 1), len(follows))) + 1
    return pairs_of_groups(row, starts, sizes, cap), int(np.count_nonzero(sizes > cap))


def pairs_of_groups(
    row: NDArray[np.uint64], starts: NDArray[np.int64], sizes: NDArray[np.int64], cap: int
) -> NDArray[np.uint64]:
    """Pairs (a << 32 | b) inside the groups `row[starts[i]:starts[i] + sizes[i]]`, each ascending."""
    place = np.repeat(starts - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
    rest = np.repeat(starts + sizes, sizes) - place - 1  # members that follow in the group
    over = np.repeat(sizes > cap, sizes)
    reach = np.where(over, np.minimum(rest, NEIGHBOURS), rest)
    found = []
    first = np.repeat(starts, sizes)
    far = over & (place - first > NEIGHBOURS)
    found.append((row[first[far]] << np.uint64(32)) | row[place[far]])
    for step in range(1, max(cap, NEIGHBOURS + 1) + 1):
        still = reach >= step
        place, reach = place[still], reach[still]
        if not place.size:
            break
        found.append((row[place] << np.uint64(32)) | row[place + step])
    return np.concatenate(found)
