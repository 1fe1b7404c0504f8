"""Shingles: the runs of five words of a text, as a set of 32-bit hashes.

`sketch.hashing` defines the hash. Here the words of a whole batch are hashed at once: texts are cleaned to
words separated by spaces, every word is loaded in 8-byte pieces, and the polynomial of each run of five is
formed by shifted additions. A text of fewer than five words has one shingle, all of its words; a text without
words has none, and so it is like nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.backend import Kernels, in_order, kernels
from dedup.sketch.encoded import Encoded, Texts, clean, length, strings
from dedup.sketch.hashing import (
    SHINGLE_BASE,
    SHINGLE_WORDS,
    WORD_FIRST,
    WORD_SECOND,
    WORD_SEED,
    shingle_hash,
    word_hash,
)

CHUNK = 1 << 18
"""Characters of text that are hashed at once: the arrays of a chunk stay in a second-level cache."""

_MASKS = np.array([(1 << 8 * n) - 1 for n in range(9)], np.uint64)


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
    compiled = kernels(sum(map(len, texts)))
    return concatenate(
        in_order(lambda chunk: distinct(hash_texts(chunk, compiled)[0], compiled), chunked(texts), jobs)
    )


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
        bounds = [0, *np.unique(cuts).tolist(), len(texts)]
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


def hash_texts(texts: Texts, compiled: Kernels | None = None) -> tuple[Shingles, NDArray[np.int32]]:
    """Hashes of all shingles in text order, repeated ones too, and the number of words of each text."""
    if compiled:
        hashes, offsets, counts = compiled.hash_texts(texts)
        return Shingles(hashes, offsets), counts
    return hash_clean(*_one_buffer(texts))


def word_hashes(texts: Texts) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The hashes of all words in text order, uint32, and where the words of each text begin: int64
    (n + 1,)."""
    compiled = kernels(length(texts))
    if compiled:
        hashes, offsets, _ = compiled.hash_words(texts)
        return (hashes >> np.uint64(32)).astype(np.uint32), offsets
    buffer, starts = _one_buffer(texts)
    words, bounds, _ = _words_of(buffer, starts)
    return words, bounds


def _one_buffer(texts: Texts) -> tuple[bytes, NDArray[np.int64]]:
    """Clean texts in one buffer, as `hash_clean` takes them."""
    cleaned = [clean(text) for text in strings(texts)]
    starts = row_offsets(np.fromiter(map(len, cleaned), np.int64, len(cleaned)) + 1)
    return b" ".join([*cleaned, b" " * 16]), starts


def hash_clean(buffer: bytes, starts: NDArray[np.int64]) -> tuple[Shingles, NDArray[np.int32]]:
    """Shingle hashes of clean texts: text i is `buffer[starts[i]:starts[i + 1]]`, and ends with a space.

    The buffer is 16 bytes longer than the last text.
    """
    words, bounds, counts = _words_of(buffer, starts)
    return _hash_runs(words, bounds), counts


def _words_of(
    buffer: bytes, starts: NDArray[np.int64]
) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int32]]:
    """Word hashes of clean texts, where the words of each begin, and how many there are."""
    data = np.frombuffer(buffer, np.uint8)
    inside = np.empty(len(data) + 1, np.bool_)
    inside[0] = False
    np.not_equal(data, 0x20, out=inside[1:])
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    words = _hash_words(buffer, edges[::2], edges[1::2] - edges[::2])
    bounds = np.searchsorted(edges[::2], starts)
    return words, bounds, np.diff(bounds).astype(np.int32)


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


def _hash_runs(words: NDArray[np.uint32], bounds: NDArray[np.int64]) -> Shingles:
    """`hashing.shingle_hash` of every run of words of each text (words `bounds[i]` to `bounds[i + 1]`)."""
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


def distinct(runs: Shingles, compiled: Kernels | None = None) -> Shingles:
    """Sorts the hashes of each row and drops repeated ones."""
    if compiled:
        return Shingles(*compiled.distinct(runs.hashes, runs.offsets))
    keys = (runs.owners().astype(np.uint64) << np.uint64(32)) | runs.hashes
    keys.sort()
    new = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    return Shingles(keys.astype(np.uint32), runs.offsets).keep(new)


def row_offsets(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where rows of such sizes begin, and the last ends: int64 (n + 1,)."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)])
