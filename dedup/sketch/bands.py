"""Candidates: pairs that agree in a whole band of their signatures, or that share sampled shingles.

A signature is cut into b bands of r rows. Two stories of similarity J agree in a band with probability J^r,
and become candidates when they agree in any band: 1 - (1 - J^r)^b (Leskovec, Rajaraman, Ullman, Mining of
Massive Datasets, ch. 3). Equal bands are found by sorting one band at a time, so memory does not grow with
the number of bands. The number of a story takes the lower bits of what is sorted and the band key the upper
ones: one sort of plain integers groups the stories and keeps each group in order. Keys that agree in the
upper bits only (less than one pair in 2^40) cost a needless verification, nothing else.

Bands find stories of similar *Jaccard*; an excerpt of a long story has a low one. A shingle is sampled if its
hash is a multiple of the rate, so both stories sample the same shingles, and part of the sample of an excerpt
lies in the longer story whatever their lengths (FracMinHash: Irber et al. 2022).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.backend import kernels
from dedup.sketch.hashing import KEY_FACTOR, KEY_SEED, LEAST_KEY
from dedup.sketch.minhash import EMPTY
from dedup.sketch.shingles import Shingles
from dedup.sketch.spill import release

NO_KEY = np.uint64(0)
"""Key of the bands of a story without words: it belongs to no group."""

NEIGHBOURS = 4
"""In a group over the cap a story is paired with the first of the group and with so many that follow it."""

_BLOCK = 4096  # signatures whose keys are computed at once
_LARGE_BLOCK = 33_000  # the same in kernels; no power of two, or all bands would fall on the same cache lines
_STRIPE = 1 << 16  # keys that are compared at once: what comes between stays in the cache
_BANDS_AT_ONCE = 8  # a story's keys: 64 bytes. Fewer read every signature more often
_PENDING = 1 << 22  # pairs that are collected before repeated ones are dropped


@dataclass(frozen=True, slots=True, eq=False)
class Reordered:
    """Rows of an array, maybe mapped from a file, in another order: row i is `rows[order[i]]`."""

    rows: NDArray[np.uint32]
    order: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.order)

    @property
    def shape(self) -> tuple[int, int]:
        """As of an array."""
        return len(self.order), self.rows.shape[1]

    def __getitem__(self, which: slice | NDArray[np.int64]) -> NDArray[np.uint32]:
        """Some rows, copied."""
        return self.rows[self.order[which]]

    def release(self) -> None:
        """Gives the pages back that were read."""
        release(self.rows)


Signatures = NDArray[np.uint32] | Reordered
"""MinHash signatures, uint32 (n, slots), in one piece or where they lie."""


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


def _check(signatures: Signatures, bands: int, rows: int) -> None:
    if bands * rows > signatures.shape[1]:
        raise ValueError(f"{bands} bands of {rows} rows need {bands * rows} slots, not {signatures.shape[1]}")


def _keys_by_band(signatures: Signatures, first: int, bands: int, rows: int) -> NDArray[np.uint64]:
    """Keys of a few bands from the given one on, uint64 (bands, n)."""
    keys = np.empty((bands, len(signatures)), np.uint64)
    compiled = kernels(len(signatures) * bands)
    if compiled:
        for start in range(0, len(signatures), _LARGE_BLOCK):
            block = signatures[start : start + _LARGE_BLOCK]
            of_block = np.empty((bands, len(block)), np.uint64)
            compiled.band_keys(block, first, rows, of_block)
            keys[:, start : start + _LARGE_BLOCK] = of_block
            if isinstance(signatures, Reordered):
                signatures.release()
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


def band_pairs(
    signatures: Signatures,
    bands: int,
    rows: int,
    cap: int,
    first: int = 0,
    among: NDArray[np.int64] | None = None,
) -> Candidates:
    """`candidates(band_keys(signatures, bands, rows), cap)` in less memory: a few bands' keys at a time.

    Parameters
    ----------
    signatures, bands, rows, cap
        See there.
    first
        The band to begin with.
    among
        int64, ascending: the stories to look at; all of them by default.
    """
    _check(signatures, first + bands, rows)

    def few_bands() -> Iterator[tuple[NDArray[np.uint64], int]]:
        for band in range(first, first + bands, _BANDS_AT_ONCE):
            some = _keys_by_band(signatures, band, min(_BANDS_AT_ONCE, first + bands - band), rows)
            for keys in some:
                yield _pairs_of_band(keys if among is None else keys[among], cap)

    found = _gather(few_bands())
    return found if among is None else Candidates(among[found.pairs], found.capped)


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
            united = distinct([united, *pending])
            pending, waiting = [], 0
    united = distinct([united, *pending])
    return Candidates(unpack(united), capped)


def unpack(packed: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Pairs, int64 (m, 2), of the numbers a << 32 | b."""
    pairs = np.empty((len(packed), 2), np.int64)
    pairs[:, 0] = packed >> np.uint64(32)
    pairs[:, 1] = packed & np.uint64(0xFFFFFFFF)
    return pairs


def distinct(parts: list[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    """The numbers of all parts once, ascending."""
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
    numbers = np.arange(min(_STRIPE, len(keys)), dtype=np.uint64)
    for first in range(0, len(order), _STRIPE):
        stripe = order[first : first + _STRIPE]
        stripe |= numbers[: len(stripe)] + np.uint64(first)
    order.sort()
    order = order[np.searchsorted(order, below, side="right") :]  # without those of `NO_KEY`
    follows = _followers(order, below)
    if not follows.size:
        return np.empty(0, np.uint64), 0
    begins = np.flatnonzero(np.diff(follows, prepend=-1) > 1)
    starts = follows[begins] - 1
    sizes = np.diff(begins, append=len(follows)) + 1
    return pairs_of_groups(order & below, starts, sizes, cap), int(np.count_nonzero(sizes > cap))


def _followers(order: NDArray[np.uint64], below: np.uint64) -> NDArray[np.int64]:
    """The places whose predecessor differs in the bits `below` only: it is of the same group."""
    found = [np.empty(0, np.int64)]
    for first in range(1, len(order), _STRIPE):
        stripe = order[first : first + _STRIPE]
        same = (stripe ^ order[first - 1 : first - 1 + len(stripe)]) <= below
        found.append(np.flatnonzero(same) + first)
    return np.concatenate(found)


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


LEAST = 2
"""Sampled shingles that two stories must share: one alone is mostly a stock phrase."""

SHARE = 0.12
"""Share of the smaller sample that two stories must have in common: an estimate of their containment. It
spares most of the pairs that share a phrase or a footer (608,000 are left on 100,000 planted stories); with
.2 only 392,000 are left, but one pair in forty of much rewritten versions is missed."""

MOST = 160
"""Stories with one sampled shingle of which all pairs are taken; of more, each is paired with a few (see
`bands`). Leaving those shingles out would tear families of more copies
apart; with 40, families of 100 copies fell apart for want of pairs."""


def sample_pairs(shingles: Shingles, rate: int) -> Candidates:
    """Pairs of stories that share at least `LEAST` sampled shingles and `SHARE` of the smaller sample.

    Parameters
    ----------
    shingles
        Shingle sets of n stories.
    rate
        A power of two: one shingle in so many is sampled.

    Returns
    -------
    Candidates
        Pairs of rows, and the number of sampled shingles that more than `MOST` stories have.
    """
    taken = np.flatnonzero(shingles.hashes & np.uint32(rate - 1) == 0)
    owners = np.searchsorted(shingles.offsets, taken, side="right") - 1
    keys = (shingles.hashes[taken].astype(np.uint64) << np.uint64(32)) | owners.astype(np.uint64)
    keys.sort()
    hashes, row = keys >> np.uint64(32), keys & np.uint64(0xFFFFFFFF)
    starts = np.flatnonzero(np.diff(hashes, prepend=np.uint64(1 << 40)))
    sizes = np.diff(np.append(starts, len(hashes)))
    usable = sizes > 1
    packed = pairs_of_groups(row, starts[usable], sizes[usable], MOST)
    packed.sort()
    new = np.ones(len(packed), np.bool_)
    np.not_equal(packed[1:], packed[:-1], out=new[1:])
    ends = np.flatnonzero(new)
    counts = np.diff(ends, append=len(packed))
    enough = counts >= LEAST
    pairs, counts = unpack(packed[ends[enough]]), counts[enough]
    sampled = np.bincount(owners, minlength=len(shingles))
    smaller = np.minimum(sampled[pairs[:, 0]], sampled[pairs[:, 1]])
    kept = counts >= SHARE * smaller
    return Candidates(pairs[kept], int(np.count_nonzero(sizes > MOST)))
