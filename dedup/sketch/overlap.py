"""How many shingles two stories really share: the exact count behind a verified match."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.backend import kernels
from dedup.sketch.shingles import Shingles

_CHARACTERS = 2  # of text take as long to sketch as one hash to compare, in numpy
_BATCH = 1 << 20  # hashes that are compared at once


def shared(shingles: Shingles, pairs: NDArray[np.int64]) -> NDArray[np.int32]:
    """Number of shingles that the two texts of each pair share: int32 (m,) for pairs int64 (m, 2)."""
    return _over_batches(shingles, pairs, None).astype(np.int32)


def shared_weight(
    shingles: Shingles, weights: NDArray[np.float32], pairs: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Weight of the shingles that the two texts of each pair share.

    Parameters
    ----------
    weights
        float32, one for each hash of `shingles`; where the two texts weigh a hash differently, the first counts.

    Returns
    -------
    float64 (m,), added up in the order of the hashes.
    """
    return _over_batches(shingles, pairs, weights)


def _over_batches(
    shingles: Shingles, pairs: NDArray[np.int64], weights: NDArray[np.float32] | None
) -> NDArray[np.float64]:
    sizes = shingles.sizes
    ends = np.cumsum(sizes[pairs[:, 0]] + sizes[pairs[:, 1]])
    compiled = kernels(_CHARACTERS * int(ends[-1]) if len(pairs) else 0)
    if compiled:
        return compiled.shared(shingles, pairs, weights)
    found = np.zeros(len(pairs))
    first = 0
    while first < len(pairs):
        done = ends[first - 1] if first else 0
        last = max(int(np.searchsorted(ends, done + _BATCH)), first + 1)
        found[first:last] = _shared_of_batch(shingles, pairs[first:last], weights)
        first = last
    return found


def _shared_of_batch(
    shingles: Shingles, pairs: NDArray[np.int64], weights: NDArray[np.float32] | None
) -> NDArray[np.float64]:
    """Sorts the hashes of both sides, each with the number of its pair above it: equal neighbours are shared."""
    sides = []
    for side in (0, 1):
        part = shingles.take(pairs[:, side])
        sides.append((part.owners().astype(np.uint64) << np.uint64(32)) | part.hashes)
    merged = np.concatenate(sides)
    merged.sort()
    both = merged[1:][merged[1:] == merged[:-1]]
    pair = (both >> np.uint64(32)).astype(np.int64)
    if weights is None:
        return np.bincount(pair, minlength=len(pairs)).astype(np.float64)
    place = np.searchsorted(sides[0], both)
    taken = np.repeat(shingles.offsets[pairs[:, 0]], shingles.sizes[pairs[:, 0]])
    start = np.concatenate([[0], np.cumsum(shingles.sizes[pairs[:, 0]])])[:-1]
    index = taken[place] + place - np.repeat(start, shingles.sizes[pairs[:, 0]])[place]
    return np.bincount(pair, weights=weights[index], minlength=len(pairs))


def intersections(
    shingles: Shingles, pairs: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
    """Where the shared hashes of each pair stand, a batch of pairs at a time.

    Yields
    ------
    tuple
        Number of the pair, place of the hash in `shingles.hashes` on the first side, and on the second: int64 (k,)
        each, ascending by pair and hash.
    """
    sizes = shingles.sizes
    ends = np.cumsum(sizes[pairs[:, 0]] + sizes[pairs[:, 1]])
    first = 0
    while first < len(pairs):
        done = ends[first - 1] if first else 0
        last = max(int(np.searchsorted(ends, done + _BATCH)), first + 1)
        pair, at_a, at_b = _intersections(shingles, pairs[first:last])
        yield pair + first, at_a, at_b
        first = last


def _intersections(
    shingles: Shingles, pairs: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Searches the hashes of one side, each with the number of its pair above it, in those of the other."""
    keys, places = [], []
    for side in (0, 1):
        rows = pairs[:, side]
        count = shingles.sizes[rows]
        start = np.cumsum(count) - count
        place = np.repeat(shingles.offsets[rows] - start, count) + np.arange(count.sum())
        pair = np.repeat(np.arange(len(pairs), dtype=np.uint64), count)
        keys.append((pair << np.uint64(32)) | shingles.hashes[place])
        places.append(place)
    if not len(keys[0]) or not len(keys[1]):
        nothing = np.empty(0, np.int64)
        return nothing, nothing, nothing
    at = np.minimum(np.searchsorted(keys[1], keys[0]), len(keys[1]) - 1)
    both = keys[1][at] == keys[0]
    return (keys[0][both] >> np.uint64(32)).astype(np.int64), places[0][both], places[1][at[both]]
