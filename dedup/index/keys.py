"""Keys, under which a story is looked for, in sorted runs.

A key is a band of the signature or a sampled shingle, as `match.duplicates` takes them for candidates: every
band of a short story, the first few of a long one, and the sampled shingles of both. A stored key is one
64-bit number: the kind on top (1 for bands, 01 for terms, 00 for shingles), 33 or 32 bits of a hash, and the
number of the story in the lower 30. Numbers in a sorted array are then grouped by key, and eight bytes are
all that a key costs.

Stored keys are a few sorted arrays, in the manner of a log-structured merge tree. Every batch adds one sorted
run; as soon as `FAN` runs are of about the same size they are merged into one (O'Neil et al. 1996). A run
never changes, so each process keeps those it has read in memory and asks only which there are: a look-up is a
binary search in a few arrays, and writing is sequential. (In a B-tree with a row for each key a batch of
1,000 stories touches some 35,000 pages at random: 140 MB to write.) Keys of stories that were removed stay
until their run is merged or swept, and are skipped because the story is gone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.errors import CorruptError
from dedup.index.schema import Database, count_up, counters, seal, unseal
from dedup.kernels import compiled
from dedup.match.duplicates import BANDS, BUCKET, FEW, LONG, OWN_RATE, ROWS
from dedup.sketch.minhash import LEAST_SAMPLES, MOST_OF_SAMPLE, NEIGHBOURS, NO_KEY, band_keys
from dedup.sketch.shingles import Shingles

STORY_BITS = 30
"""Bits of a story's number: a thousand million versions in the life of an index."""

_STORY = np.uint64((1 << STORY_BITS) - 1)
_BITS = np.uint64(STORY_BITS)
_BAND = np.uint64(1 << 33)  # the kind, above 33 bits of a band's key
_TERM = np.uint64(1 << 32)  # the kind, above 32 bits of a term
_DROPPED = np.uint64(64 - 33)

_WIDTH = 64
_SLOT_BITS = 3  # about 2**3 keys share their upper bits, by which a run is looked up in

Keys = NDArray[np.uint64]


class Run:
    """Stored keys in ascending order, uint64 (n,) with n > 0, to be looked up in."""

    def __init__(self, stored: Keys) -> None:
        self.stored = stored
        self._marks: NDArray[np.int32] | None = None
        self._shift = min(_WIDTH - max(len(stored).bit_length() - _SLOT_BITS, 1), _WIDTH - 1)

    def __len__(self) -> int:
        return len(self.stored)

    def find(self, wanted: Keys) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the stories of keys stand: first and last places (exclusive), int64 (m,) each.

        Parameters
        ----------
        wanted
            Keys as they are stored for the story 0, ascending.
        """
        if not compiled.available():
            starts = self.stored.searchsorted(wanted)
            ends = starts.copy()
            hit = np.flatnonzero(self.stored[starts.clip(max=len(self) - 1)] >> _BITS == wanted >> _BITS)
            ends[hit] = self.stored.searchsorted(wanted[hit] | _STORY, side="right")
            return starts, ends
        if self._marks is None:
            self._marks = compiled.mark(self.stored, self._shift)
        return compiled.find(self.stored, self._marks, self._shift, wanted, int(_STORY))

    def members(
        self, key: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Key (its place) and story of the entries between some places: int64 (2, m)."""
        sizes = end - start
        index = np.repeat(start - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
        return np.stack([np.repeat(key, sizes), story_numbers(self.stored[index])])


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """Keys of n stories: `packed`, uint64 (m,), distinct and ascending, the row of a story below its key."""

    packed: Keys

    def stored(self, numbers: NDArray[np.int64]) -> Keys:
        """The keys as they are stored for stories of the given numbers (ascending), ascending."""
        return (self.packed & ~_STORY) | numbers[story_numbers(self.packed)].astype(np.uint64)


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
    taken = np.flatnonzero(shingles.hashes & np.uint32(OWN_RATE - 1) == 0)
    owners = np.searchsorted(shingles.offsets, taken, side="right") - 1
    found = np.concatenate([(bands[used] >> _DROPPED) | _BAND, shingles.hashes[taken].astype(np.uint64)])
    packed = (found << _BITS) | np.concatenate([rows, owners]).astype(np.uint64)
    packed.sort()
    return Wanted(packed[_begins(packed)])


def _begins(ascending: Keys) -> NDArray[np.bool_]:
    """Where another number begins."""
    new = np.ones(len(ascending), np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=new[1:])
    return new


def candidates(wanted: Wanted, runs: Sequence[Run]) -> tuple[NDArray[np.int64], NDArray[np.bool_], int]:
    """Stored stories that share keys with new ones.

    Parameters
    ----------
    wanted
        Keys of the new stories.
    runs
        Stored keys.

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
    keyed = wanted.packed & ~_STORY
    new = _begins(keyed)
    distinct, place = keyed[new], np.cumsum(new) - 1
    found_in = [run.find(distinct) for run in runs]
    counts = np.zeros(len(distinct), np.int64)
    for start, end in found_in:
        counts += end - start
    band = distinct >= _BAND << _BITS
    common = counts > np.where(band, BUCKET, MOST_OF_SAMPLE)
    found = []
    for run, (start, end) in zip(runs, found_in, strict=True):
        hit = np.flatnonzero(end > start)
        if not len(hit):
            continue
        start, end, ends = start[hit], end[hit], common[hit]
        if not ends.any():
            found.append(run.members(hit, start, end))
            continue
        found.append(run.members(hit[~ends], start[~ends], end[~ends]))
        hit, start, end = hit[ends], start[ends], end[ends]
        found.append(run.members(hit, start, start + 1))
        found.append(run.members(hit, np.maximum(end - NEIGHBOURS, start), end))
    key, story = np.concatenate([np.empty((2, 0), np.int64), *found], axis=1)
    return *_pairs(story_numbers(wanted.packed), place, band, key, story), int(common.sum())


def _pairs(
    row: NDArray[np.int64],
    place: NDArray[np.int64],
    band: NDArray[np.bool_],
    key: NDArray[np.int64],
    story: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Pairs of a row and a story that share a band, or enough samples; and which share a band."""
    if not len(key):
        return np.empty((0, 2), np.int64), np.empty(0, np.bool_)
    order = np.argsort(key, kind="stable")
    key, story = key[order], story[order]
    start, end = np.searchsorted(key, place), np.searchsorted(key, place, side="right")
    sizes = end - start
    index = np.repeat(start - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
    packed = (np.repeat(row, sizes) << STORY_BITS) | story[index]
    of_band = np.repeat(band[place], sizes)
    shared, times = np.unique(packed[~of_band], return_counts=True)
    banded = np.unique(packed[of_band])
    both = np.union1d(banded, shared[times >= LEAST_SAMPLES])
    return np.column_stack([both >> STORY_BITS, both & int(_STORY)]), np.isin(both, banded)


def term_keys(terms: NDArray[np.uint32], numbers: NDArray[np.int64]) -> Keys:
    """Heavy terms of stories as they are stored, ascending."""
    return np.sort((terms.astype(np.uint64) | _TERM) << _BITS | numbers.astype(np.uint64))


def story_numbers(stored: Keys) -> NDArray[np.int64]:
    """The story of each stored key."""
    return (stored & _STORY).astype(np.int64)


FAN = 8
"""Runs of one size that are merged: from 6 to 12 the cost of merging and of looking up hardly changes."""

LARGEST = 1 << 23
"""Keys (64 MB) from which a run is left alone."""

SWEPT = 0.25
"""Share of a run's keys that are of removed stories, from which it is written anew."""


def read_run(database: Database, run: int) -> Keys:
    """The keys of a run.

    Raises
    ------
    CorruptError
        They are not what was stored.
    """
    [[size, data]] = database.rows("SELECT size, keys FROM runs WHERE run = ?", run)
    stored = np.frombuffer(unseal(data, f"run {run}", database.place), "<u8")
    if len(stored) != size:
        raise CorruptError(f"{database.place} is damaged: run {run} is cut short")
    return stored


class Runs:
    """The runs of an index, as one process sees them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[int, Run] = {}
        self._last = -1

    def current(self, last: int) -> list[Run]:
        """The runs of the present transaction; `last`: the counter of runs, as it stands in it."""
        if last == self._last:
            return list(self._known.values())
        listed = [int(run) for (run,) in self._database.rows("SELECT run FROM runs ORDER BY run")]
        known = self._known
        missing = [run for run in listed if run not in known]
        for run in missing:
            known[run] = Run(read_run(self._database, run))
        self._known = {run: known[run] for run in listed}
        self._last = last
        return list(self._known.values())

    def add(self, stored: Keys) -> None:
        """Stores a sorted array of keys and merges what has become many."""
        if not len(stored):
            return
        self.current(counters(self._database).run)
        sizes = {run: len(keys) for run, keys in self._known.items()}
        joined: list[int] = []
        size = len(stored)
        while len(alike := _alike(sizes, size)) >= FAN - 1 and size < LARGEST:
            joined += alike
            size += sum(sizes.pop(run) for run in alike)
        if joined:
            stored = np.concatenate([stored, *(self._known[run].stored for run in joined)])
            stored.sort()
            self._drop(joined)
        self._write(stored)

    def sweep(self, live: NDArray[np.int64]) -> None:
        """Drops the keys of stories that are not `live` (int64, ascending) where they have become many."""
        self.current(counters(self._database).run)
        for number, run in list(self._known.items()):
            kept = np.isin(story_numbers(run.stored), live)
            if kept.sum() < (1 - SWEPT) * len(run):
                self._drop([number])
                self._write(run.stored[kept])

    def _write(self, stored: Keys) -> None:
        run = count_up(self._database, "run")  # never used again: processes know runs by their numbers
        self._last = run
        if len(stored):
            data = seal(stored.astype("<u8"))
            self._database.run("INSERT INTO runs (run, size, keys) VALUES (?, ?, ?)", run, len(stored), data)
            self._known[run] = Run(stored)

    def _drop(self, runs: list[int]) -> None:
        self._database.run("DELETE FROM runs WHERE run IN ({ints})", self._database.ints(runs))
        for run in runs:
            del self._known[run]

    def forget(self) -> None:
        """Reads everything anew: what was cached may stem from a transaction that was rolled back."""
        self._known, self._last = {}, -1


def _alike(sizes: dict[int, int], size: int) -> list[int]:
    """The runs of the same size class, powers of `FAN`."""
    return [run for run, other in sizes.items() if _size_class(other) == _size_class(size)]


def _size_class(size: int) -> int:
    return (size.bit_length() - 1) // (FAN.bit_length() - 1)
