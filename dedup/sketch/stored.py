"""Shingle sets where they lie: in an order of their own, and without some hashes, with nothing copied.

A run of millions of stories holds gigabytes of shingles, maybe in a temporary file. Putting them in the order
of time, or leaving boilerplate out, would double that. `Stored` says where each row lies and which hashes do
not count; what needs a few rows in one piece `take`s them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.backend import kernels
from dedup.sketch.columns import release
from dedup.sketch.shingles import Shingles, row_offsets

Number = TypeVar("Number", bound=np.generic)

_CHARACTERS = 1  # of text take numpy as long as one hash to copy
_AT_ONCE = 1 << 24  # hashes that are copied before the pages they lie on are given back


@dataclass(frozen=True, eq=False)
class Members:
    """A set of hashes that many others are looked up in.

    `values`: uint32, ascending.
    """

    values: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.values)

    @cached_property
    def empty(self) -> np.uint32:
        """The least number that is none of them: it marks empty places of the table."""
        gap = np.flatnonzero(self.values != np.arange(len(self.values), dtype=np.uint32))
        return np.uint32(gap[0] if len(gap) else len(self.values))

    @cached_property
    def table(self) -> NDArray[np.uint32]:
        """The hashes where their upper bits say, or behind (open addressing), for kernels."""
        from dedup.sketch import compiled

        return compiled.table_of(self.values, self.empty)

    @property
    def shift(self) -> np.uint32:
        """How far a hash is shifted to tell its place in the table."""
        return np.uint32(33 - len(self.table).bit_length())

    def contain(self, hashes: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Which hashes are in the set: bool of the same shape. Most are ruled out by their upper bits."""
        if not len(self.values):
            return np.zeros(hashes.shape, np.bool_)
        some = np.zeros(1 << 24, np.bool_)
        some[self.values >> np.uint32(8)] = True
        found: NDArray[np.bool_] = some[hashes >> np.uint32(8)]
        maybe = hashes[found]
        place = np.minimum(np.searchsorted(self.values, maybe), len(self.values) - 1)
        found[found] = self.values[place] == maybe
        return found


NONE = Members(np.empty(0, np.uint32))
"""The set of no hashes."""


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """The shingle sets of n texts, read only.

    `hashes`: uint32 (m,), maybe mapped from a file. `starts`, `ends`: int64 (n,); row i is
    `hashes[starts[i]:ends[i]]`, ascending, less what is in `without`. `sizes`: int64 (n,), of the rows so.
    """

    hashes: NDArray[np.uint32]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    sizes: NDArray[np.int64]
    without: Members = field(default=NONE)

    def __len__(self) -> int:
        return len(self.starts)

    def take(self, rows: NDArray[np.int64]) -> Shingles:
        """The given rows, in the given order, in one piece."""
        starts, ends = self.starts[rows], self.ends[rows]
        hashes, offsets = copied(self.hashes, starts, ends)
        found = Shingles(hashes, offsets)
        return found.keep(~self.without.contain(found.hashes)) if len(self.without) else found

    def whole(self) -> Shingles:
        """All rows in one piece."""
        return self.take(np.arange(len(self)))

    def less(self, members: Members, sizes: NDArray[np.int64] | None = None) -> Stored:
        """The same rows without the hashes of a set; `sizes`, int64 (n,), where they are known."""
        if sizes is None:
            sizes = self._sizes_without(members)
        return Stored(self.hashes, self.starts, self.ends, sizes, members)

    def _sizes_without(self, members: Members) -> NDArray[np.int64]:
        compiled = kernels(_CHARACTERS * int((self.ends - self.starts).sum()))
        if not compiled:
            return self.take(np.arange(len(self))).keep(~members.contain(self.whole().hashes)).sizes
        sizes = np.empty(len(self), np.int64)
        order = np.argsort(self.starts, kind="stable")
        for rows in in_blocks(order, (self.ends - self.starts)[order], _AT_ONCE):
            compiled.sizes_without(self.hashes, self.starts, self.ends, members, rows, sizes)
            release(self.hashes)
        return sizes


Sets = Shingles | Stored
"""Shingle sets, in one piece or where they lie."""


def stored(shingles: Sets) -> Stored:
    """Shingles in one piece as rows where they lie."""
    if isinstance(shingles, Stored):
        return shingles
    return Stored(shingles.hashes, shingles.offsets[:-1], shingles.offsets[1:], shingles.sizes)


def copied(
    values: NDArray[Number], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[Number], NDArray[np.int64]]:
    """The rows `values[starts[i]:ends[i]]` one after the other, and their offsets."""
    sizes = ends - starts
    offsets = row_offsets(sizes)
    compiled = kernels(_CHARACTERS * int(offsets[-1]))
    if not compiled:
        return values[np.repeat(starts - offsets[:-1], sizes) + np.arange(offsets[-1])], offsets
    found = np.empty(int(offsets[-1]), values.dtype)
    for rows in in_blocks(np.arange(len(starts)), sizes, _AT_ONCE):
        compiled.copy_rows(values, starts, ends, rows, offsets, found)
        release(values)
    return found, offsets


def in_blocks(rows: NDArray[np.int64], sizes: NDArray[np.int64], most: int) -> list[NDArray[np.int64]]:
    """Consecutive stretches of rows whose sizes add up to about `most`, each of one row at least."""
    ends = np.cumsum(sizes)
    found, first = [], 0
    while first < len(rows):
        done = int(ends[first - 1]) if first else 0
        last = max(int(np.searchsorted(ends, done + most)), first + 1)
        found.append(rows[first:last])
        first = last
    return found
