"""MinHash signatures, and the candidates that their bands and sampled shingles give.

A signature is 128 values a text; the share on which two texts agree estimates their Jaccard index. The scheme
is `affine32` of datasketch 2.0 (Broder 1997 with odd multipliers modulo 2^32, after the MurmurHash3
finaliser): a signature equals `datasketch.MinHash(num_perm=128, seed=1, scheme="affine32")` over the same
shingle hashes, so its LSH, forest and ensemble take our signatures, and stored ones can be compared with
ours.

It is cut into b bands of r rows. Two stories of similarity J agree in a band with probability J^r, and become
candidates when they agree in any band: 1 - (1 - J^r)^b (Leskovec, Rajaraman, Ullman, Mining of Massive
Datasets, ch. 3). Equal bands are found by sorting one band at a time, so memory does not grow with the number
of bands. The number of a story takes the lower bits of what is sorted and the band key the upper ones: one
sort of plain integers groups the stories and keeps each group in order. Keys that agree in the upper bits
only (less than one pair in 2^40) cost a needless verification, nothing else.

Bands find stories of similar *Jaccard*; an excerpt of a long story has a low one. A shingle is sampled if its
hash is a multiple of the rate, so both stories sample the same shingles, and part of the sample of an excerpt
lies in the longer story whatever their lengths (FracMinHash: Irber et al. 2022).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dedup.errors import InputError
from dedup.kernels import compiled
from dedup.sketch.hashing import KEY_FACTOR, KEY_SEED, LEAST_KEY, Texts
from dedup.sketch.shingles import (
    Shingles,
    WordHashes,
    chunked,
    concatenate,
    concatenate_words,
    distinct,
    hash_texts,
)
from dedup.sketch.spill import release
from dedup.sketch.threads import in_order

if TYPE_CHECKING:
    from datasketch import MinHash


SLOTS = 128
"""Numbers in a signature: the error of a similarity is then about 0.04 at most (sqrt(J (1 - J) / 128))."""

_BLOCK = 1 << 14  # hashes and slots at once: what they become stays in a second-level cache (512 KB)
_SLOTS_AT_ONCE = 8
SEED = 1
EMPTY = np.uint32(0xFFFFFFFF)
"""Every slot of the signature of a text without words."""

NO_KEY = np.uint64(0)
"""Key of the bands of a story without words: it belongs to no group."""

NEIGHBOURS = 4
"""In a group over the cap a story is paired with the first of the group and with so many that follow it."""

_KEY_BLOCK = 4096  # signatures whose keys are computed at once
_LARGE_KEY_BLOCK = 33_000  # the same in kernels; no power of two: bands would fall on the same cache lines
_STRIPE = 1 << 16  # keys that are compared at once: what comes between stays in the cache
_BANDS_AT_ONCE = 8  # a story's keys: 64 bytes. Fewer read every signature more often
_PENDING = 1 << 22  # pairs that are collected before repeated ones are dropped


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
    parts = in_order(lambda chunk: sign_shingles(hash_texts(chunk)[0]), chunked(texts), jobs)
    return np.concatenate([np.empty((0, SLOTS), np.uint32), *parts])


def sketch(texts: Texts, jobs: int = 1) -> tuple[Shingles, NDArray[np.uint32], WordHashes]:
    """Shingles, signatures and words of texts, encoded already or not, from one pass over them.

    Returns
    -------
    `Shingles` of n rows, uint32 (n, 128), `WordHashes` of n texts; each row depends on its text alone.
    """

    def of_chunk(chunk: Texts) -> tuple[Shingles, NDArray[np.uint32], WordHashes]:
        runs, words = hash_texts(chunk)
        return distinct(runs), sign_shingles(runs), words

    sets, signatures, words = zip(of_chunk(()), *in_order(of_chunk, chunked(texts), jobs), strict=True)
    return concatenate(sets), np.concatenate(signatures), concatenate_words(words)


def sign_shingles(shingles: Shingles, slots: int = SLOTS) -> NDArray[np.uint32]:
    """The signatures of sets of shingle hashes: uint32 (n, slots), `EMPTY` for an empty set."""
    factors, increments = permutations(slots)
    if compiled.available():
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


@dataclass(frozen=True, slots=True, eq=False)
class Reordered:
    """Rows of an array, maybe mapped from a file, in another order: row i is `rows[order[i]]`."""

    rows: NDArray[np.uint32]
    order: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.order)

    @property
    def shape(self) -> tuple[int, int]:
        """As of an array."""
        return len(self.order), self.rows.shape[1]

    def __getitem__(self, which: slice | NDArray[np.int64]) -> NDArray[np.uint32]:
        """Some rows, copied."""
        return self.rows[self.order[which]]

    def release(self) -> None:
        """Gives the pages back that were read."""
        release(self.rows)


Signatures = NDArray[np.uint32] | Reordered
"""MinHash signatures, uint32 (n, slots), in one piece or where they lie."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """`pairs`: int64 (m, 2), a < b, distinct, ascending. `capped`: groups that were over the cap."""

    pairs: NDArray[np.int64]
    capped: int


def band_keys(signatures: NDArray[np.uint32], bands: int, rows: int) -> NDArray[np.uint64]:
    """A 64-bit key for each band of each signature.

    Parameters
    ----------
    signatures
        uint32 (n, slots), with slots >= bands * rows.
    bands, rows
        How the slots are cut.

    Returns
    -------
    uint64 (n, bands); `NO_KEY` throughout for an empty text.
    """
    _check(signatures, bands, rows)
    return _keys_by_band(signatures, 0, bands, rows).T


def _check(signatures: Signatures, bands: int, rows: int) -> None:
    if bands * rows > signatures.shape[1]:
        raise ValueError(f"{bands} bands of {rows} rows need {bands * rows} slots, not {signatures.shape[1]}")


def _keys_by_band(signatures: Signatures, first: int, bands: int, rows: int) -> NDArray[np.uint64]:
    """Keys of a few bands from the given one on, uint64 (bands, n)."""
    keys = np.empty((bands, len(signatures)), np.uint64)
    if compiled.available():
        for start in range(0, len(signatures), _LARGE_KEY_BLOCK):
            block = signatures[start : start + _LARGE_KEY_BLOCK]
            keys[:, start : start + _LARGE_KEY_BLOCK] = compiled.band_keys(block, first, bands, rows)
            if isinstance(signatures, Reordered):
                signatures.release()
        return keys
    for start in range(0, len(signatures), _KEY_BLOCK):
        block = signatures[start : start + _KEY_BLOCK]
        values = np.ascontiguousarray(block[:, first * rows : (first + bands) * rows].T)
        into = keys[:, start : start + _KEY_BLOCK]
        into[:] = KEY_SEED
        for row in range(rows):
            into ^= values[row::rows]
            into *= np.uint64(KEY_FACTOR)
        np.maximum(into, np.uint64(LEAST_KEY), out=into)
        empty = np.flatnonzero(values[0] == EMPTY)
        into[:, empty[(block[empty] == EMPTY).all(axis=1)]] = NO_KEY
    return keys


def candidates(keys: NDArray[np.uint64], cap: int) -> Candidates:
    """The pairs of stories that share a band key.

    Parameters
    ----------
    keys
        uint64 (n, bands), from `band_keys`.
    cap
        Largest group of which all pairs are taken. In a larger one every story is paired with the first of
        the group and with the `NEIGHBOURS` that follow it: members that belong together still hang together
        (through this band or another), and a group of n costs n, not n squared.
    """
    return _gather(_pairs_of_band(keys[:, band], cap) for band in range(keys.shape[1]))


def band_pairs(
    signatures: Signatures,
    bands: int,
    rows: int,
    cap: int,
    first: int = 0,
    among: NDArray[np.int64] | None = None,
) -> Candidates:
    """`candidates(band_keys(signatures, bands, rows), cap)` in less memory: a few bands' keys at a time.

    Parameters
    ----------
    signatures, bands, rows, cap
        See there.
    first
        The band to begin with.
    among
        int64, ascending: the stories to look at; all of them by default.
    """
    _check(signatures, first + bands, rows)

    def few_bands() -> Iterator[tuple[NDArray[np.uint64], int]]:
        for band in range(first, first + bands, _BANDS_AT_ONCE):
            some = _keys_by_band(signatures, band, min(_BANDS_AT_ONCE, first + bands - band), rows)
            for keys in some:
                yield _pairs_of_band(keys if among is None else keys[among], cap)

    found = _gather(few_bands())
    return found if among is None else Candidates(among[found.pairs], found.capped)


def _gather(found: Iterator[tuple[NDArray[np.uint64], int]]) -> Candidates:
    """Unites the packed pairs of all bands."""
    united = np.empty(0, np.uint64)
    pending: list[NDArray[np.uint64]] = []
    waiting = capped = 0
    for packed, over in found:
        pending.append(packed)
        waiting += len(packed)
        capped += over
        if waiting > max(_PENDING, len(united)):
            united = distinct_pairs([united, *pending])
            pending, waiting = [], 0
    united = distinct_pairs([united, *pending])
    return Candidates(unpack(united), capped)


def unpack(packed: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Pairs, int64 (m, 2), of the numbers a << 32 | b."""
    pairs = np.empty((len(packed), 2), np.int64)
    pairs[:, 0] = packed >> np.uint64(32)
    pairs[:, 1] = packed & np.uint64(0xFFFFFFFF)
    return pairs


def distinct_pairs(parts: list[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    """The numbers of all parts once, ascending."""
    packed = np.concatenate(parts)
    sort(packed)
    new = np.ones(len(packed), np.bool_)
    np.not_equal(packed[1:], packed[:-1], out=new[1:])
    return packed[new]


def sort(numbers: NDArray[np.uint64]) -> None:
    """Sorts numbers in place."""
    if compiled.available():
        compiled.sort(numbers)
    else:
        numbers.sort()


def row_mask(n: int) -> np.uint64:
    """The lower bits, which hold the row of one of n stories; the upper ones hold the band key."""
    return np.uint64((1 << max(n - 1, 1).bit_length()) - 1)


def _pairs_of_band(keys: NDArray[np.uint64], cap: int) -> tuple[NDArray[np.uint64], int]:
    """Pairs (a << 32 | b) of the rows whose keys are equal, and the number of groups over the cap."""
    below = row_mask(len(keys))
    order = keys & ~below
    numbers = np.arange(min(_STRIPE, len(keys)), dtype=np.uint64)
    for first in range(0, len(order), _STRIPE):
        stripe = order[first : first + _STRIPE]
        stripe |= numbers[: len(stripe)] + np.uint64(first)
    sort(order)
    order = order[np.searchsorted(order, below, side="right") :]  # without those of `NO_KEY`
    follows = _followers(order, below)
    if not follows.size:
        return np.empty(0, np.uint64), 0
    begins = np.flatnonzero(np.diff(follows, prepend=-1) > 1)
    starts = follows[begins] - 1
    sizes = np.diff(begins, append=len(follows)) + 1
    return pairs_of_groups(order & below, starts, sizes, cap), int(np.count_nonzero(sizes > cap))


def _followers(order: NDArray[np.uint64], below: np.uint64) -> NDArray[np.int64]:
    """The places whose predecessor differs in the bits `below` only: it is of the same group."""
    found = [np.empty(0, np.int64)]
    for first in range(1, len(order), _STRIPE):
        stripe = order[first : first + _STRIPE]
        same = (stripe ^ order[first - 1 : first - 1 + len(stripe)]) <= below
        found.append(np.flatnonzero(same) + first)
    return np.concatenate(found)


def pairs_of_groups(
    row: NDArray[np.uint64], starts: NDArray[np.int64], sizes: NDArray[np.int64], cap: int
) -> NDArray[np.uint64]:
    """Pairs (a << 32 | b) inside the groups `row[starts[i]:starts[i] + sizes[i]]`, each ascending."""
    place = np.repeat(starts - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
    rest = np.repeat(starts + sizes, sizes) - place - 1  # members that follow in the group
    found = [np.empty(0, np.uint64)]
    if sizes.max(initial=0) > cap:
        over = np.repeat(sizes > cap, sizes)
        rest[over] = np.minimum(rest[over], NEIGHBOURS)
        first = np.repeat(starts, sizes)
        far = over & (place - first > NEIGHBOURS)
        found.append((row[first[far]] << np.uint64(32)) | row[place[far]])
    for step in range(1, max(cap, NEIGHBOURS) + 1):
        still = np.flatnonzero(rest >= step)
        if not still.size:
            break
        place, rest = place[still], rest[still]
        found.append((row[place] << np.uint64(32)) | row[place + step])
    return np.concatenate(found)


LEAST_SAMPLES = 2
"""Sampled shingles that two stories must share: one alone is mostly a stock phrase."""

LEAST_SAMPLE_SHARE = 0.12
"""Share of the smaller sample that two stories must have in common: an estimate of their containment. It
spares most of the pairs that share a phrase or a footer (608,000 are left on 100,000 planted stories); with
.2 only 392,000 are left, but one pair in forty of much rewritten versions is missed."""

MOST_OF_SAMPLE = 160
"""Stories with one sampled shingle of which all pairs are taken; of more, each is paired with a few (see
`NEIGHBOURS`). Leaving those shingles out would tear families of more copies
apart; with 40, families of 100 copies fell apart for want of pairs."""


def sample_pairs(shingles: Shingles, rate: int) -> Candidates:
    """Pairs of stories that share at least `LEAST` sampled shingles and `SHARE` of the smaller sample.

    Parameters
    ----------
    shingles
        Shingle sets of n stories.
    rate
        A power of two: one shingle in so many is sampled.

    Returns
    -------
    Candidates
        Pairs of rows, and the number of sampled shingles that more than `MOST` stories have.
    """
    taken = np.flatnonzero(shingles.hashes & np.uint32(rate - 1) == 0)
    owners = np.searchsorted(shingles.offsets, taken, side="right") - 1
    keys = (shingles.hashes[taken].astype(np.uint64) << np.uint64(32)) | owners.astype(np.uint64)
    sort(keys)
    hashes, row = keys >> np.uint64(32), keys & np.uint64(0xFFFFFFFF)
    starts = np.flatnonzero(np.diff(hashes, prepend=np.uint64(1 << 40)))
    sizes = np.diff(np.append(starts, len(hashes)))
    usable = sizes > 1
    packed = pairs_of_groups(row, starts[usable], sizes[usable], MOST_OF_SAMPLE)
    sort(packed)
    new = np.ones(len(packed), np.bool_)
    np.not_equal(packed[1:], packed[:-1], out=new[1:])
    ends = np.flatnonzero(new)
    counts = np.diff(ends, append=len(packed))
    enough = counts >= LEAST_SAMPLES
    pairs, counts = unpack(packed[ends[enough]]), counts[enough]
    sampled = np.bincount(owners, minlength=len(shingles))
    smaller = np.minimum(sampled[pairs[:, 0]], sampled[pairs[:, 1]])
    kept = counts >= LEAST_SAMPLE_SHARE * smaller
    return Candidates(pairs[kept], int(np.count_nonzero(sizes > MOST_OF_SAMPLE)))
