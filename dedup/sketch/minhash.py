"""MinHash signatures: 128 values a text; the share on which two texts agree estimates their Jaccard index.

The scheme is `affine32` of datasketch 2.0 (Broder 1997 with odd multipliers modulo 2^32, after the
MurmurHash3 finaliser): a signature equals `datasketch.MinHash(num_perm=128, seed=1, scheme="affine32")`
over the same shingle hashes, so its LSH, forest and ensemble take our signatures, and stored ones can be
compared with ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dedup.errors import InputError
from dedup.sketch.backend import Kernels, in_order, kernels
from dedup.sketch.encoded import Texts, length
from dedup.sketch.shingles import Shingles, chunked, concatenate, distinct, hash_texts

if TYPE_CHECKING:
    from datasketch import MinHash

SLOTS = 128
"""Numbers in a signature: the error of a similarity is then about 0.04 at most (sqrt(J (1 - J) / 128))."""

_BLOCK = 1 << 14  # hashes and slots at once: what they become stays in a second-level cache (512 KB)
_SLOTS_AT_ONCE = 8
SEED = 1
EMPTY = np.uint32(0xFFFFFFFF)
"""Every slot of the signature of a text without words."""


@cache
def permutations(slots: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Multipliers and increments, uint32 (slots,) each, drawn as datasketch draws them."""
    draw = np.random.RandomState(SEED)
    factors = draw.randint(0, 1 << 31, slots, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return factors, draw.randint(0, 1 << 32, slots, dtype=np.uint32)


def mix(hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The 32-bit finaliser of MurmurHash3."""
    mixed = hashes ^ (hashes >> np.uint32(16))
    mixed *= np.uint32(0x85EBCA6B)
    mixed ^= mixed >> np.uint32(13)
    mixed *= np.uint32(0xC2B2AE35)
    mixed ^= mixed >> np.uint32(16)
    return mixed


def sign(texts: Iterable[str], jobs: int = 1) -> NDArray[np.uint32]:
    """The signatures of texts.

    Parameters
    ----------
    texts
        Texts as they were read; normalisation happens inside.
    jobs
        Threads; any number gives the same result.

    Returns
    -------
    uint32 (n, 128). Two rows agree in about as many slots as their texts share shingles.

    Examples
    --------
    >>> a, b = sign(["one two three four five six", "One, two: three four FIVE six!"])
    >>> (a == b).all()
    np.True_
    """
    if isinstance(texts, str):
        raise InputError("a string is one text; give a list of texts")
    texts = list(texts)
    compiled = kernels(sum(map(len, texts)))
    parts = in_order(
        lambda chunk: _sign(hash_texts(chunk, compiled)[0], SLOTS, compiled), chunked(texts), jobs
    )
    return np.concatenate([np.empty((0, SLOTS), np.uint32), *parts])


def sketch(texts: Texts, jobs: int = 1) -> tuple[Shingles, NDArray[np.uint32], NDArray[np.int32]]:
    """Shingles, signatures and number of words of texts, encoded already or not, from one pass over them.

    Returns
    -------
    `Shingles` of n rows, uint32 (n, 128), int32 (n,); each row depends on its text alone.
    """
    compiled = kernels(length(texts))

    def of_chunk(chunk: Texts) -> tuple[Shingles, NDArray[np.uint32], NDArray[np.int32]]:
        runs, counts = hash_texts(chunk, compiled)
        return distinct(runs, compiled), _sign(runs, SLOTS, compiled), counts

    sets, signatures, words = zip(of_chunk(()), *in_order(of_chunk, chunked(texts), jobs), strict=True)
    return concatenate(sets), np.concatenate(signatures), np.concatenate(words)


def sign_shingles(shingles: Shingles, slots: int = SLOTS) -> NDArray[np.uint32]:
    """The signatures of sets of shingle hashes: uint32 (n, slots), `EMPTY` for an empty set."""
    return _sign(shingles, slots, kernels(len(shingles.hashes) * slots // SLOTS))


def _sign(shingles: Shingles, slots: int, compiled: Kernels | None) -> NDArray[np.uint32]:
    factors, increments = permutations(slots)
    if compiled:
        return compiled.sign_shingles(shingles.hashes, shingles.offsets, factors, increments)
    signatures = np.full((len(shingles), slots), EMPTY)
    rows = np.flatnonzero(shingles.sizes)
    ends = shingles.offsets[rows + 1]
    mixed = mix(shingles.hashes)
    first = 0
    while first < len(rows):
        start = shingles.offsets[rows[first]]
        last = max(int(np.searchsorted(ends, start + _BLOCK)), first + 1)
        starts = shingles.offsets[rows[first:last]] - start
        signatures[rows[first:last]] = _least(mixed[start : ends[last - 1]], starts, factors, increments).T
        first = last
    return signatures


def _least(
    mixed: NDArray[np.uint32],
    starts: NDArray[np.int64],
    factors: NDArray[np.uint32],
    increments: NDArray[np.uint32],
) -> NDArray[np.uint32]:
    """The least permuted hash of each slot in each run of hashes: uint32 (slots, runs)."""
    found = np.empty((len(factors), len(starts)), np.uint32)
    permuted = np.empty((_SLOTS_AT_ONCE, len(mixed)), np.uint32)
    for slot in range(0, len(factors), _SLOTS_AT_ONCE):
        some = slice(slot, slot + _SLOTS_AT_ONCE)
        into = permuted[: len(factors[some])]
        np.multiply(mixed, factors[some, None], out=into)
        np.add(into, increments[some, None], out=into)
        np.minimum.reduceat(into, starts, axis=1, out=found[some])
    return found


def as_datasketch(signature: NDArray[np.uint32]) -> MinHash:
    """A signature, uint32 (128,), as a `datasketch.MinHash`."""
    from datasketch import MinHash

    return MinHash(num_perm=len(signature), seed=SEED, hashvalues=signature, scheme="affine32")
