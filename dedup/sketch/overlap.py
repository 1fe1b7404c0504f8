"""How many shingles two stories really share: the exact count behind a verified match."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.backend import Kernels, in_order, kernels
from dedup.sketch.columns import release
from dedup.sketch.shingles import Shingles
from dedup.sketch.stored import Sets, stored

_CHARACTERS = 2  # of text take as long to sketch as one hash to compare, in numpy
_BATCH = 1 << 20  # hashes that are compared at once: of a file, 16 pages around each row come with them


def shared(
    shingles: Sets, pairs: NDArray[np.int64], jobs: int = 1, of_all: NDArray[np.int32] | None = None
) -> NDArray[np.int32]:
    """Number of shingles that the two texts of each pair share: int32 (m,).

    Parameters
    ----------
    shingles
        Shingle sets of n texts.
    pairs
        int64, shape (m, 2). Pairs that stand in the order of their first text are counted in a third of the
        time.
    jobs
        Threads; any number gives the same result.
    of_all
        int32 (m,), where it is known: how many they share when nothing is left out of the sets.
    """
    lying = stored(shingles)
    if lying.left_out is not None:
        whole = shared(lying.all(), pairs, jobs) if of_all is None else of_all
        return whole - shared(lying.left_out, pairs, jobs)
    found = np.zeros(len(pairs), np.int32)
    compiled = _compiled(shingles, pairs)

    def count(part: tuple[int, int]) -> None:
        first, last = part
        some = pairs[first:last]
        if compiled:
            found[first:last] = compiled.shared(lying.hashes, lying.starts, lying.ends, some)
        else:
            found[first:last] = _count(shingles, some)

    for _ in in_order(count, _batches(shingles, pairs), jobs):
        release(lying.hashes)
    return found


def intersections(
    shingles: Shingles, pairs: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
    """Where the shared hashes of each pair stand, a batch of pairs at a time.

    Yields
    ------
    tuple
        Number of the pair, place of the hash in `shingles.hashes` on the first side, and on the second:
        int64 (k,) each, ascending by pair and hash.
    """
    compiled = _compiled(shingles, pairs)
    for first, last in _batches(shingles, pairs):
        some = pairs[first:last]
        if compiled:
            pair, at_a, at_b = compiled.intersections(shingles.hashes, shingles.offsets, some)
        else:
            pair, at_a, at_b = _intersections(shingles, some)
        yield pair + first, at_a, at_b


def _compiled(shingles: Sets, pairs: NDArray[np.int64]) -> Kernels | None:
    return kernels(_CHARACTERS * int(shingles.sizes[pairs].sum()))


def _batches(shingles: Sets, pairs: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """First and last pair of stretches of about `_BATCH` hashes."""
    ends = np.cumsum(shingles.sizes[pairs].sum(axis=1))
    first = 0
    while first < len(pairs):
        done = ends[first - 1] if first else 0
        last = max(int(np.searchsorted(ends, done + _BATCH)), first + 1)
        yield first, last
        first = last


def _count(shingles: Sets, pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sorts the hashes of both sides, the number of the pair above each: equal neighbours are shared."""
    sides = []
    for side in (0, 1):
        part = shingles.take(pairs[:, side])
        sides.append((part.owners().astype(np.uint64) << np.uint64(32)) | part.hashes)
    merged = np.concatenate(sides)
    merged.sort()
    both = merged[1:][merged[1:] == merged[:-1]]
    return np.bincount((both >> np.uint64(32)).astype(np.int64), minlength=len(pairs))


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
