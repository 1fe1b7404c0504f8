"""Shingles: the runs of five words of a text, as a set of 32-bit hashes; the sets of a whole run.

`sketch.hashing` defines the hash. Here the words of a whole batch are hashed at once: texts are cleaned to
words separated by spaces, every word is loaded in 8-byte pieces, and the polynomial of each run of five is
formed by shifted additions. A text of fewer than five words has one shingle, all of its words; a text without
words has none, and so it is like nothing else.

A run of millions of stories holds gigabytes of shingles, perhaps in a temporary file. To put them in the
order of time would double that, and to leave boilerplate out nearly so. `Stored` says where each row lies,
and keeps rows that lose boilerplate, a quarter at most, as rows of its own; what needs some rows in one piece
`take`s them. The exact number of shared shingles of a pair is what verification is made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import compiled
from dedup.sketch.hashing import (
    SHINGLE_BASE,
    SHINGLE_WORDS,
    WORD_FIRST,
    WORD_SECOND,
    WORD_SEED,
    Encoded,
    Texts,
    clean,
    shingle_hash,
    strings,
    word_hash,
)
from dedup.sketch.spill import Budget, Column, is_mapped, release
from dedup.sketch.threads import in_order

CHUNK = 1 << 18
"""Characters of text that are hashed at once: the arrays of a chunk stay in a second-level cache."""

_MASKS = np.array([(1 << 8 * n) - 1 for n in range(9)], np.uint64)

Number = TypeVar("Number", bound=np.generic)

_AT_ONCE = 1 << 24  # hashes that are copied before the pages they lie on are given back
_LOOKED_UP = 1 << 22  # hashes that are looked up in a set at once


@dataclass(frozen=True, slots=True)
class Shingles:
    """The distinct shingle hashes of n texts, row by row.

    `hashes`: uint32 (m,), ascending within each row. `offsets`: int64 (n + 1,); row i is
    `hashes[offsets[i]:offsets[i + 1]]`.
    """

    hashes: NDArray[np.uint32]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Number of distinct shingles of each text."""
        return np.diff(self.offsets)

    def owners(self) -> NDArray[np.int64]:
        """Row of every hash, int64 (m,)."""
        return np.repeat(np.arange(len(self)), self.sizes)

    def take(self, rows: NDArray[np.int64]) -> Shingles:
        """The given rows, in the given order."""
        sizes = self.sizes[rows]
        offsets = row_offsets(sizes)
        index = np.repeat(self.offsets[rows] - offsets[:-1], sizes) + np.arange(offsets[-1])
        return Shingles(self.hashes[index], offsets)

    def keep(self, kept: NDArray[np.bool_]) -> Shingles:
        """The same rows with only the hashes that `kept`, bool (m,), marks."""
        before = np.concatenate([[0], np.cumsum(kept)])
        return Shingles(self.hashes[kept], before[self.offsets])


def concatenate(parts: Iterable[Shingles]) -> Shingles:
    """The rows of several, one after the other."""
    listed = list(parts)
    if not listed:
        return Shingles(np.empty(0, np.uint32), np.zeros(1, np.int64))
    sizes = np.concatenate([part.sizes for part in listed])
    return Shingles(np.concatenate([part.hashes for part in listed]), row_offsets(sizes))


def shingle(texts: Sequence[str], jobs: int = 1) -> Shingles:
    """The distinct shingle hashes of each text.

    Parameters
    ----------
    texts
        Texts as they were read; normalisation happens here.
    jobs
        Threads; any number gives the same result.
    """
    return concatenate(in_order(lambda chunk: distinct(hash_texts(chunk)[0]), chunked(texts), jobs))


def shingle_hashes(text: str) -> NDArray[np.uint32]:
    """The distinct 32-bit shingle hashes behind the signature of a text, ascending.

    Examples
    --------
    >>> [len(shingle_hashes(text)) for text in ("one two three four five six", "two words", "!")]
    [2, 1, 0]
    """
    return shingle([text]).hashes


def chunked(texts: Texts) -> Iterable[Texts]:
    """Runs of texts of about `CHUNK` characters; of encoded ones, bytes."""
    if isinstance(texts, Encoded):
        cuts = np.searchsorted(texts.bounds, np.arange(texts.bounds[0] + CHUNK, texts.bounds[-1], CHUNK))
        bounds = [0, *sorted(set(cuts.tolist())), len(texts)]
        yield from (texts.part(first, last) for first, last in pairwise(bounds) if first < last)
        return
    first = size = 0
    for i, text in enumerate(texts):
        size += len(text)
        if size >= CHUNK:
            yield texts[first : i + 1]
            first, size = i + 1, 0
    if first < len(texts):
        yield texts[first:]


@dataclass(frozen=True, slots=True, eq=False)
class WordHashes:
    """The words of n texts, in their order.

    `hashes`: uint32 (m,). `bounds`: int64 (n + 1,); text i has the words from `bounds[i]` to `bounds[i + 1]`.
    """

    hashes: NDArray[np.uint32]
    bounds: NDArray[np.int64]

    @property
    def counts(self) -> NDArray[np.int32]:
        """Number of words of each text."""
        return np.diff(self.bounds).astype(np.int32)


def hash_texts(texts: Texts) -> tuple[Shingles, WordHashes]:
    """Hashes of all shingles in text order, repeated ones too, in memory that the next call of this thread
    may use again; and of all words."""
    if compiled.available():
        hashes, offsets, words, bounds = compiled.hash_texts(texts)
        return Shingles(hashes, offsets), WordHashes(words.copy(), bounds)
    words_of = _words_of(*_one_buffer(texts))
    return _hash_runs(words_of), words_of


def word_hashes(texts: Texts, jobs: int = 1) -> WordHashes:
    """The hashes of all words; `jobs`: threads, any number gives the same result."""
    return concatenate_words(in_order(lambda chunk: hash_texts(chunk)[1], chunked(texts), jobs))


def concatenate_words(parts: Iterable[WordHashes]) -> WordHashes:
    """The texts of several, one after the other."""
    listed = list(parts)
    counts = [np.empty(0, np.int64), *(np.diff(part.bounds) for part in listed)]
    hashes = [np.empty(0, np.uint32), *(part.hashes for part in listed)]
    return WordHashes(np.concatenate(hashes), row_offsets(np.concatenate(counts)))


def _one_buffer(texts: Texts) -> tuple[bytes, NDArray[np.int64]]:
    """Clean texts in one buffer, as `_words_of` takes them."""
    cleaned = [clean(text) for text in strings(texts)]
    starts = row_offsets(np.fromiter(map(len, cleaned), np.int64, len(cleaned)) + 1)
    return b" ".join([*cleaned, b" " * 16]), starts


def _words_of(buffer: bytes, starts: NDArray[np.int64]) -> WordHashes:
    """The words of clean texts: text i is `buffer[starts[i]:starts[i + 1]]`, and ends with a space.

    The buffer is 16 bytes longer than the last text.
    """
    data = np.frombuffer(buffer, np.uint8)
    inside = np.empty(len(data) + 1, np.bool_)
    inside[0] = False
    np.not_equal(data, 0x20, out=inside[1:])
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    words = _hash_words(buffer, edges[::2], edges[1::2] - edges[::2])
    return WordHashes(words, np.searchsorted(edges[::2], starts))


def _hash_words(buffer: bytes, starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.uint32]:
    """`hashing.word_hash` of the words of `sizes` bytes at `starts`."""
    loads = np.ndarray(len(buffer) - 15, "V16", buffer, strides=(1,))  # 16 bytes from every place on
    low, high = loads[starts].view("<u8").reshape(-1, 2).T
    low &= _MASKS[np.minimum(sizes, 8)]
    high &= _MASKS[np.clip(sizes - 8, 0, 8)]
    state = np.bitwise_xor(low, np.uint64(WORD_SEED))
    state *= np.uint64(WORD_FIRST)
    state += high
    state ^= state >> np.uint64(32)
    state *= np.uint64(WORD_SECOND)
    hashes: NDArray[np.uint32] = (state >> np.uint64(32)).astype(np.uint32)
    for i in np.flatnonzero(sizes > 16):
        word = buffer[starts[i] : starts[i] + sizes[i]]
        hashes[i] = word_hash(word.decode())
    return hashes


def _hash_runs(given: WordHashes) -> Shingles:
    """`hashing.shingle_hash` of every run of words of each text."""
    words, bounds = given.hashes, given.bounds
    counts = np.diff(bounds)
    offsets = row_offsets(np.maximum(counts - SHINGLE_WORDS + 1, counts > 0))
    hashes = np.empty(offsets[-1], np.uint32)
    full = np.ones(max(len(words) - SHINGLE_WORDS + 1, 0), np.bool_)
    across = (bounds[1:, None] - np.arange(1, SHINGLE_WORDS)).ravel()
    full[across[(across >= 0) & (across < len(full))]] = False
    short = np.flatnonzero((counts > 0) & (counts < SHINGLE_WORDS))
    long_enough = np.ones(len(hashes), np.bool_)
    long_enough[offsets[short]] = False
    hashes[long_enough] = polynomial(words)[full]
    for i in short:
        hashes[offsets[i]] = shingle_hash(words[bounds[i] : bounds[i + 1]].tolist())
    return Shingles(hashes, offsets)


def polynomial(words: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Polynomial hash of every run of `SHINGLE_WORDS` consecutive words."""
    state: NDArray[np.uint32] = words[: max(len(words) - SHINGLE_WORDS + 1, 0)].copy()
    for i in range(1, SHINGLE_WORDS):
        state *= np.uint32(SHINGLE_BASE)
        state += words[i : i + len(state)]
    return state


def distinct(runs: Shingles) -> Shingles:
    """Sorts the hashes of each row and drops repeated ones."""
    if compiled.available():
        return Shingles(*compiled.distinct(runs.hashes, runs.offsets))
    keys = (runs.owners().astype(np.uint64) << np.uint64(32)) | runs.hashes
    keys.sort()
    new = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    return Shingles(keys.astype(np.uint32), runs.offsets).keep(new)


def ascending(numbers: NDArray[Number]) -> NDArray[Number]:
    """The distinct numbers of an array of any shape, ascending. (`np.unique` builds a hash table, 4 times the
    time, and loads `numpy.ma`.)"""
    ordered = numbers.flatten()
    if compiled.available() and ordered.dtype in (np.uint32, np.uint64):
        compiled.sort(ordered)
    else:
        ordered.sort()
    new = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return ordered[new]


def row_offsets(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where rows of such sizes begin, and the last ends: int64 (n + 1,)."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)])


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
        return compiled.table_of(self.values, self.empty)

    @cached_property
    def sieve(self) -> NDArray[np.uint64]:
        """One bit for each number that the upper 24 bits of a hash can be, for kernels."""
        return compiled.sieve_of(self.values)

    @property
    def shift(self) -> int:
        """How far a hash is shifted to tell its place in the table."""
        return 33 - len(self.table).bit_length()

    @property
    def arrays(self) -> compiled.MembersArrays:
        """The set as kernels take it."""
        return self.sieve, self.shift, self.empty, self.table

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


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """The shingle sets of n texts, read only.

    `hashes`: uint32 (m,), maybe mapped from a file. `starts`, `ends`: int64 (n,); row i is
    `hashes[starts[i]:ends[i]]`, ascending, less row i of `left_out`. `sizes`: int64 (n,), of the rows so.
    """

    hashes: NDArray[np.uint32]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    sizes: NDArray[np.int64]
    left_out: Stored | None = None

    def __len__(self) -> int:
        return len(self.starts)

    def take(self, rows: NDArray[np.int64]) -> Shingles:
        """The given rows, in the given order, in one piece."""
        starts, ends = self.starts[rows], self.ends[rows]
        hashes, offsets = copied(self.hashes, starts, ends)
        found = Shingles(hashes, offsets)
        if self.left_out is None:
            return found
        gone = _keys(self.left_out.take(rows))
        return found.keep(np.isin(_keys(found), gone, assume_unique=True, invert=True))

    def whole(self) -> Shingles:
        """All rows in one piece."""
        return self.take(np.arange(len(self)))

    def all(self) -> Stored:
        """The same rows with what was left out of them."""
        return replace(self, sizes=self.ends - self.starts, left_out=None)

    def less(self, rows: Stored) -> Stored:
        """The same rows, of which nothing was left out yet, without those of another, which they contain."""
        return replace(self, sizes=self.sizes - rows.sizes, left_out=rows)


Sets = Shingles | Stored
"""Shingle sets, in one piece or where they lie."""


def stored(shingles: Sets) -> Stored:
    """Shingles in one piece as rows where they lie."""
    if isinstance(shingles, Stored):
        return shingles
    return Stored(shingles.hashes, shingles.offsets[:-1], shingles.offsets[1:], shingles.sizes)


def _keys(rows: Shingles) -> NDArray[np.uint64]:
    """Each hash with the number of its row above it: distinct."""
    return (rows.owners().astype(np.uint64) << np.uint64(32)) | rows.hashes


def only(shingles: Sets, members: Members, jobs: int = 1) -> Stored:
    """The sets of which nothing counts but the hashes in another set; `jobs`: threads.

    They are copied, to a temporary file if the shingles lie in one.
    """
    lying = stored(shingles).all()
    order = np.argsort(lying.starts, kind="stable")
    sizes = np.zeros(len(lying), np.int64)
    native = compiled.available()

    def of_rows(rows: NDArray[np.int64]) -> NDArray[np.uint32]:
        if native:
            return compiled.pick(lying.hashes, lying.starts, lying.ends, members.arrays, rows, sizes)
        taken = lying.take(rows)
        kept = taken.keep(members.contain(taken.hashes))
        sizes[rows] = kept.sizes
        return kept.hashes

    found = Column(np.uint32, Budget(0.0 if is_mapped(lying.hashes) else np.inf))
    for hashes in in_order(of_rows, in_blocks(order, lying.sizes[order], _LOOKED_UP), jobs):
        found.append(hashes)
        release(lying.hashes)
    starts = np.empty(len(lying), np.int64)
    starts[order] = row_offsets(sizes[order])[:-1]
    return Stored(found.finish(), starts, starts + sizes, sizes)


def copied(
    values: NDArray[Number], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[Number], NDArray[np.int64]]:
    """The rows `values[starts[i]:ends[i]]` one after the other, and their offsets."""
    sizes = ends - starts
    offsets = row_offsets(sizes)
    if not compiled.available():
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
    native = compiled.available()

    def count(part: tuple[int, int]) -> None:
        first, last = part
        some = pairs[first:last]
        if native:
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
    native = compiled.available()
    for first, last in _batches(shingles, pairs):
        some = pairs[first:last]
        if native:
            pair, at_a, at_b = compiled.intersections(shingles.hashes, shingles.offsets, some)
        else:
            pair, at_a, at_b = _intersections(shingles, some)
        yield pair + first, at_a, at_b


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
