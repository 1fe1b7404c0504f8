"""Where each id was read, so that one that comes twice is an error that names both places.

The ids that came last are in a dictionary, 200 bytes each. When they are many they are packed: a hash of 128
bits each (two ids of a billion share one with a chance of 1 in 10**21) and the text of the place, 45 bytes.
Packed ids are compared with older ones as arrays, when they are packed and at the end, so an id that comes
again after a million others is told late, but before anything is made of the stories.
"""

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_128_digest

from dedup.errors import DuplicateIdError

RECENT = 1 << 20
"""Ids (200 MB) from which they are packed."""

SHARE = 8
"""Once so many times as many are packed, more are let come together: there are never many packs."""


class Places:
    """The ids of a run, and where each was read first."""

    def __init__(self) -> None:
        self._recent: dict[str, str] = {}  # both strings belong to the story
        self._packs: list[_Pack] = []
        self._most = RECENT

    def __contains__(self, story_id: str) -> bool:
        """Whether an id came lately, before it was packed."""
        return story_id in self._recent

    def claim(self, story_id: str, place: str) -> None:
        """Takes note of an id.

        Raises
        ------
        DuplicateIdError
            When it, or one of those that came lately, was seen before.
        """
        recent = self._recent
        known = len(recent)
        first = recent.setdefault(story_id, place)
        if len(recent) == known:
            raise DuplicateIdError(story_id, first, place)
        if known >= self._most:
            self._pack()

    def finish(self) -> None:
        """Says that all ids have come.

        Raises
        ------
        DuplicateIdError
            When one of those that came lately was seen before.
        """
        if self._packs and self._recent:
            self._pack()

    def _pack(self) -> None:
        ids, places = list(self._recent), list(self._recent.values())
        packed = _Pack(ids, places)
        for older in self._packs:
            if (found := packed.first_in(older)) is not None:
                mine, theirs = found
                raise DuplicateIdError(ids[mine], older.place(theirs), places[mine])
        self._packs.append(packed)
        self._recent = {}
        self._most = max(RECENT, sum(len(pack) for pack in self._packs) // SHARE)


class _Pack:
    """Hashes of ids, ascending, and the places where the ids were read, in the order of reading."""

    def __init__(self, ids: Sequence[str], places: Sequence[str]) -> None:
        digests = b"".join(xxh3_128_digest(story_id.encode("utf-8", "surrogatepass")) for story_id in ids)
        hashes = np.frombuffer(digests, np.uint64).reshape(-1, 2)
        order = np.argsort(hashes[:, 0], kind="stable")
        self._order = order.astype(np.uint32)
        self._upper, self._lower = hashes[order].T.copy()
        encoded = [place.encode("utf-8", "surrogatepass") for place in places]
        self._ends = np.fromiter(accumulate(map(len, encoded)), np.int64, len(encoded))
        self._text = b"".join(encoded)

    def __len__(self) -> int:
        return len(self._order)

    def first_in(self, older: "_Pack") -> tuple[int, int] | None:
        """The first id, in the order of reading, that another pack has, and its number there."""
        at = np.minimum(older._upper.searchsorted(self._upper), len(older) - 1)
        same: NDArray[np.bool_] = (older._upper[at] == self._upper) & (older._lower[at] == self._lower)
        if not same.any():
            return None
        hit = np.flatnonzero(same)
        first = hit[np.argmin(self._order[hit])]
        return int(self._order[first]), int(older._order[at[first]])

    def place(self, number: int) -> str:
        """Where an id was read."""
        start = int(self._ends[number - 1]) if number else 0
        return self._text[start : int(self._ends[number])].decode("utf-8", "surrogatepass")
