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

from dedup.sketch.backend import kernels
from dedup.sketch.minhash import EMPTY

NO_KEY = np.uint64(0)
"""Key of the bands of a story without words: it belongs to no group."""

NEIGHBOURS = 4
"""In a group over the cap a story is paired with the first of the group and with so many that follow it."""

KEY_SEED = 0x9E3779B97F4A7C15
KEY_FACTOR = 0xD6E8FEB86659FD93
LEAST_KEY = 1 << 32
"""Smaller keys of real bands are lifted to it, so that their upper bits tell them from `NO_KEY`."""

_BLOCK = 4096  # signatures whose keys are computed at once
_BANDS_AT_ONCE = 8  # a story's keys: 64 bytes. Fewer read every signature more often
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
    _check(signatures, bands, rows)
    return _keys_by_band(signatures, 0, bands, rows).T


def _check(signatures: NDArray[np.uint32], bands: int, rows: int) -> None:
    if bands * rows > signatures.shape[1]:
        raise ValueError(f"{bands} bands of {rows} rows need {bands * rows} slots, not {signatures.shape[1]}")


def _keys_by_band(signatures: NDArray[np.uint32], first: int, bands: int, rows: int) -> NDArray[np.uint64]:
    """Keys of a few bands from the given one on, uint64 (bands, n)."""
    keys = np.empty((bands, len(signatures)), np.uint64)
    compiled = kernels(signatures.shape[0] * bands)
    if compiled:
        compiled.band_keys(signatures, first, rows, keys)
        return keys
    for start in range(0, len(signatures), _BLOCK):
        block = signatures[start : start + _BLOCK]
        values = np.ascontiguousarray(block[:, first * rows : (first + bands) * rows].T)
        into = keys[:, start : start + _BLOCK]
        into[:] = KEY_SEED
        for row in range(rows):
            into ^= values[row::rows]
            into *= np.uint64(KEY_FACTOR)
        np.maximum(into, np.uint64(LEAST_KEY), out=into)
        empty = np.flatnonzero(values[0] == EMPTY)
        into[:, empty[(block[empty] == EMPTY).all(axis=1)]] = NO_KEY
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

    _check(signatures, bands, rows)

    def few_bands() -> Iterator[tuple[NDArray[np.uint64], int]]:
        for first in range(0, bands, _BANDS_AT_ONCE):
            for keys in _keys_by_band(signatures, first, min(_BANDS_AT_ONCE, bands - first), rows):
                yield _pairs_of_band(keys, cap)

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


def row_mask(n: int) -> np.uint64:
    """The lower bits, which hold the row of one of n stories; the upper ones hold the band key."""
    return np.uint64((1 << max(n - 1, 1).bit_length()) - 1)


def _pairs_of_band(keys: NDArray[np.uint64], cap: int) -> tuple[NDArray[np.uint64], int]:
    """Pairs (a << 32 | b) of the rows whose keys are equal, and the number of groups over the cap."""
    below = row_mask(len(keys))
    order = keys & ~below
    order |= np.arange(len(keys), dtype=np.uint64)
    order.sort()
    order = order[np.searchsorted(order, below, side="right") :]  # without those of `NO_KEY`
    follows = np.flatnonzero((order[1:] ^ order[:-1]) <= below) + 1  # their predecessor is of the same group
    if not follows.size:
        return np.empty(0, np.uint64), 0
    begins = np.flatnonzero(np.diff(follows, prepend=-1) > 1)
    starts = follows[begins] - 1
    sizes = np.diff(begins, append=len(follows)) + 1
    return pairs_of_groups(order & below, starts, sizes, cap), int(np.count_nonzero(sizes > cap))


def pairs_of_groups(
    row: NDArray[np.uint64], starts: NDArray[np.int64], sizes: NDArray[np.int64], cap: int
) -> NDArray[np.uint64]:
    """Pairs (a << 32 | b) inside the groups `row[starts[i]:starts[i] + sizes[i]]`, each ascending."""
    place = np.repeat(starts - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
    rest = np.repeat(starts + sizes, sizes) - place - 1  # members that follow in the group
    found = [np.empty(0, np.uint64)]
    if sizes.max(initial=0) > cap:
        over = np.repeat(sizes > cap, sizes)
        rest[over] = np.minimum(rest[over], NEIGHBOURS)
        first = np.repeat(starts, sizes)
        far = over & (place - first > NEIGHBOURS)
        found.append((row[first[far]] << np.uint64(32)) | row[place[far]])
    for step in range(1, max(cap, NEIGHBOURS) + 1):
        still = np.flatnonzero(rest >= step)
        if not still.size:
            break
        place, rest = place[still], rest[still]
        found.append((row[place] << np.uint64(32)) | row[place + step])
    return np.concatenate(found)
