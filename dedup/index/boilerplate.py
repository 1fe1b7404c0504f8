"""Boilerplate that an index has learned, and forgets when it is no longer seen.

Each batch that learns something adds a row of shingles with its day. What stories still repeat after half a
window is written down again with the new day, so that rows older than the window can be dropped.
"""

import numpy as np
from numpy.typing import NDArray

from dedup.index.database import Database
from dedup.index.schema import count_up

DAY = 86_400  # seconds

Hashes = NDArray[np.uint32]


class Learned:
    """The boilerplate of an index, as one process sees it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[int, tuple[int, Hashes]] = {}
        self._all: Hashes = np.empty(0, np.uint32)
        self._last = -1

    def current(self, last: int) -> Hashes:
        """All of it: uint32, ascending; `last`: the counter of changes, as it stands in the transaction."""
        if last == self._last:
            return self._all
        listed = dict(self._database.rows("SELECT key, day FROM boilerplate ORDER BY key"))
        if listed.keys() != self._known.keys():
            missing = sorted(listed.keys() - self._known.keys())
            known = {key: part for key, part in self._known.items() if key in listed}
            for key, hashes in self._database.rows(
                "SELECT key, hashes FROM boilerplate WHERE key IN ({ints})", self._database.ints(missing)
            ):
                known[key] = int(listed[key]), np.frombuffer(hashes, "<u4").astype(np.uint32)
            self._known = known
            self._all = np.unique(
                np.concatenate([np.empty(0, np.uint32), *(part for _, part in known.values())])
            )
        self._last = last
        return self._all

    def add(self, hashes: Hashes, seconds: float) -> None:
        """Stores what was learned in a transaction."""
        if len(hashes):
            self._database.run(
                "INSERT INTO boilerplate (key, day, hashes) VALUES (?, ?, ?)",
                count_up(self._database, "learned"),
                int(seconds // DAY),
                hashes.astype("<u4").tobytes(),
            )

    def aging(self, seen: Hashes, seconds: float, window: float | None) -> Hashes:
        """Those of `seen` that were last written down more than half a window (in days) ago."""
        if window is None:
            return np.empty(0, np.uint32)
        limit = seconds / DAY - window / 2
        young = [part for day, part in self._known.values() if day >= limit]
        old = [part for day, part in self._known.values() if day < limit]
        if not old:
            return np.empty(0, np.uint32)
        fading = np.setdiff1d(np.concatenate(old), np.concatenate([np.empty(0, np.uint32), *young]))
        return np.intersect1d(fading, seen)

    def expire(self, seconds: float, window: float) -> None:
        """Drops what was not seen for a window."""
        if self._database.run("DELETE FROM boilerplate WHERE day < ?", int(seconds // DAY - window)):
            count_up(self._database, "learned")

    def forget(self) -> None:
        """Reads everything anew."""
        self._known, self._all, self._last = {}, np.empty(0, np.uint32), -1
