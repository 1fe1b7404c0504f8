"""Runs: the stored keys as a few sorted arrays, in the manner of a log-structured merge tree.

Every batch adds one sorted run; as soon as `FAN` runs are of about the same size they are merged into one
(O'Neil et al. 1996). A run never changes, so each process keeps those it has read in memory and asks only
which there are: a look-up is a binary search in a few arrays, and writing is sequential. (In a B-tree with a
row for each key a batch of 1,000 stories touches some 35,000 pages at random: 140 MB to write.) Keys of
stories that were removed stay until their run is merged or swept, and are passed over because the story is
gone.
"""

import numpy as np
from numpy.typing import NDArray

from dedup.errors import CorruptError
from dedup.index.database import Database
from dedup.index.keys import Keys, Run, story_numbers
from dedup.index.schema import count_up, counters

FAN = 8
"""Runs of one size that are merged: from 6 to 12 the cost of merging and of looking up hardly changes."""

LARGEST = 1 << 23
"""Keys (64 MB) from which a run is left alone."""

SWEPT = 0.25
"""Share of a run's keys that are of removed stories, from which it is written anew."""


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
            [[size, data]] = self._database.rows("SELECT size, keys FROM runs WHERE run = ?", run)
            if len(data) != 8 * size:
                raise CorruptError(f"{self._database.place} is damaged: run {run} is cut short")
            known[run] = Run(np.frombuffer(data, "<u8"))
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
            data = stored.astype("<u8").tobytes()
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
