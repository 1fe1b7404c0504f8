"""Keys: under what a story is looked for.

A key is a band of the signature or a sampled shingle, as `match.duplicates` takes them for candidates: every
band of a short story, the first few of a long one, and the sampled shingles of both. A stored key is one
64-bit number: the kind on top (1 for bands), 33 bits of the key, and the number of the story in the lower 30.
Numbers in a sorted array are then grouped by key, and eight bytes are all that a key costs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.match.duplicates import BANDS, BUCKET, FEW, LONG, OWN_RATE, ROWS
from dedup.sketch.bands import NEIGHBOURS, NO_KEY, band_keys
from dedup.sketch.samples import LEAST, MOST
from dedup.sketch.shingles import Shingles

STORY_BITS = 30
"""Bits of a story's number: a thousand million versions in the life of an index."""

_STORY = np.uint64((1 << STORY_BITS) - 1)
_BITS = np.uint64(STORY_BITS)
_BAND = np.uint64(1 << 33)  # the kind, above 33 bits of a band's key
_TERM = np.uint64(1 << 32)  # above the 32 bits of a term and the 29 of a sampled shingle
_DROPPED = np.uint64(64 - 33)

Keys = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """Keys of n stories: distinct (key, row) pairs in ascending order, uint64 (m,) and int64 (m,)."""

    keys: Keys
    rows: NDArray[np.int64]

    def stored(self, numbers: NDArray[np.int64]) -> Keys:
        """The keys as they are stored for stories of the given numbers, ascending."""
        return np.sort((self.keys << _BITS) | numbers[self.rows].astype(np.uint64))


def keys(shingles: Shingles, signatures: NDArray[np.uint32]) -> Wanted:
    """The keys of stories.

    Parameters
    ----------
    shingles
        Shingle sets of n stories.
    signatures
        uint32, shape (n, 128): their MinHash signatures.
    """
    bands = band_keys(signatures, BANDS, ROWS)
    used = bands != NO_KEY
    used[shingles.sizes >= LONG, FEW:] = False
    rows, _ = np.nonzero(used)
    taken = shingles.hashes % np.uint32(OWN_RATE) == 0
    found = np.concatenate(
        [(bands[used] >> _DROPPED) | _BAND, shingles.hashes[taken].astype(np.uint64) // np.uint64(OWN_RATE)]
    )
    owners = np.concatenate([rows, shingles.owners()[taken]])
    order = np.lexsort((owners, found))
    found, owners = found[order], owners[order]
    new = np.ones(len(found), np.bool_)
    new[1:] = (found[1:] != found[:-1]) | (owners[1:] != owners[:-1])
    return Wanted(found[new], owners[new])


def candidates(wanted: Wanted, runs: Sequence[Keys]) -> tuple[NDArray[np.int64], NDArray[np.bool_], int]:
    """Stored stories that share keys with new ones.

    Parameters
    ----------
    wanted
        Keys of the new stories.
    runs
        Stored keys, each array ascending.

    Returns
    -------
    pairs
        int64 (m, 2): row of a new story, number of a stored one; distinct, ascending.
    banded
        bool (m,): which of them share a band; the others share samples, boilerplate among them.
    capped
        Keys that were too common: a band of more than `BUCKET` stories, a sampled shingle of more than
        `MOST`; of these only the first story and the last few are taken.
    """
    distinct, place = np.unique(wanted.keys, return_inverse=True)
    lowest = distinct << _BITS
    found_in = [spans(run, lowest) for run in runs]
    counts = np.zeros(len(distinct), np.int64)
    for hit, start, end in found_in:
        counts[hit] += end - start
    band = distinct >= _BAND
    common = counts > np.where(band, BUCKET, MOST)
    found = []
    for run, (hit, start, end) in zip(runs, found_in, strict=True):
        if not len(hit):
            continue
        whole = ~common[hit]
        found.append(members(run, hit[whole], start[whole], end[whole]))
        if not whole.all():
            ends = common[hit]
            hit, start, end = hit[ends], start[ends], end[ends]
            found.append(members(run, hit, start, start + 1))
            found.append(members(run, hit, np.maximum(end - NEIGHBOURS, start), end))
    key, story = np.concatenate([np.empty((2, 0), np.int64), *found], axis=1)
    return *_pairs(wanted, place, band, key, story), int(common.sum())


def _pairs(
    wanted: Wanted,
    place: NDArray[np.int64],
    band: NDArray[np.bool_],
    key: NDArray[np.int64],
    story: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Pairs of a row and a story that share a band, or enough samples; and which share a band."""
    order = np.argsort(key, kind="stable")
    key, story = key[order], story[order]
    start, end = np.searchsorted(key, place), np.searchsorted(key, place, side="right")
    sizes = end - start
    index = np.repeat(start - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
    packed = (np.repeat(wanted.rows, sizes) << STORY_BITS) | story[index]
    of_band = np.repeat(band[place], sizes)
    shared, times = np.unique(packed[~of_band], return_counts=True)
    banded = np.unique(packed[of_band])
    both = np.union1d(banded, shared[times >= LEAST])
    return np.column_stack([both >> STORY_BITS, both & int(_STORY)]), np.isin(both, banded)


_NONE = np.empty(0, np.int64)


def spans(run: Keys, lowest: Keys) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Which keys (as they are stored for the story 0, ascending) occur in a run, and where their stories are:
    places among the keys, first and last places (exclusive) in the run, int64 (m,) each."""
    if not len(run):
        return _NONE, _NONE, _NONE
    start = run.searchsorted(lowest)
    hit = np.flatnonzero(run[np.minimum(start, len(run) - 1)] >> _BITS == lowest >> _BITS)
    if not len(hit):
        return _NONE, _NONE, _NONE
    return hit, start[hit], run.searchsorted(lowest[hit] | _STORY, side="right")


def members(
    run: Keys, key: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Key (its place) and story of the entries of some spans: int64 (2, m)."""
    sizes = end - start
    index = np.repeat(start - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
    return np.stack([np.repeat(key, sizes), (run[index] & _STORY).astype(np.int64)])


def term_keys(terms: NDArray[np.uint32], numbers: NDArray[np.int64]) -> Keys:
    """Heavy terms of stories as they are stored, ascending."""
    return np.sort((terms.astype(np.uint64) | _TERM) << _BITS | numbers.astype(np.uint64))


def story_numbers(run: Keys) -> NDArray[np.int64]:
    """The story of each stored key."""
    return (run & _STORY).astype(np.int64)
