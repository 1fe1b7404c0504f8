"""Kernels with the signatures of their array twins in `sketch`: memory is allocated here, and texts that a
kernel does not know are handed back.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import hash_rows, jit, text
from dedup.kernels.jit import LANES
from dedup.sketch.backend import MembersArrays
from dedup.sketch.hashing import IMAGES, Texts, clean, encode, length

KEPT = jit.KEPT
"""Whether compiled code is kept on disk for the next process."""

_BLOCK = 64  # characters that kernels read, and bytes that they write, at a time: beyond the end if need be
_LONGEST_IMAGE = 6  # bytes of a character's two or four: a buffer three times as long will do
_images = np.zeros(0x110000, np.uint64)  # virtual memory: only pages of characters that occurred are real


_Number = TypeVar("_Number", bound=np.generic)


class _Workspace(threading.local):
    """Arrays that a thread uses again for each chunk: fresh ones cost a page fault every 4 KB."""

    def __init__(self) -> None:
        self.held: dict[str, Any] = {}

    def array(self, name: str, size: int, dtype: type[_Number]) -> NDArray[_Number]:
        held = self.held.get(name)
        if held is None or len(held) < size:
            self.held[name] = held = np.empty(size + size // 4, dtype)
        return cast("NDArray[_Number]", held)  # a string: the type itself would be built on each call

    def grown(self, name: str, size: int) -> Any:
        """The array with what it holds, and room for more."""
        held = self.held[name]
        if len(held) < size:
            self.held[name] = np.concatenate([held, np.empty(size, held.dtype)])
        return self.held[name]


_workspace = _Workspace()


def hash_texts(given: Texts) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int32]]:
    """See `shingles.hash_texts`. The hashes lie in memory that the next call of this thread uses again."""
    return _hash_clean(*_cleaned(given))


def hash_words(
    given: Texts,
) -> tuple[NDArray[np.uint64], NDArray[np.int64], Callable[[NDArray[np.int64]], list[str]]]:
    """The words of texts: a hash of 64 bits of each, in order, in memory that the next call of this thread
    uses again; int64 (n + 1,), the word at which each text begins; and a function that spells the words at
    some places until then."""
    plain, begins, ends = _cleaned(given)
    most = int((ends - begins).sum() + len(begins)) // 2 + 1
    edges = _workspace.array("edges", 2 * most + 16, np.int32)
    hashes = _workspace.array("whole words", most, np.uint64)
    offsets = np.empty(len(begins) + 1, np.int64)
    found = text.hash_words(plain, begins, ends, edges, hashes, offsets)

    def spelled(places: NDArray[np.int64]) -> list[str]:
        bounds = zip(edges[2 * places].tolist(), edges[2 * places + 1].tolist(), strict=True)
        return [plain[begin:end].tobytes().decode() for begin, end in bounds]

    return hashes[:found], offsets, spelled


def _cleaned(given: Texts) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64]]:
    """The clean bytes of texts, in memory that is used again, and where each begins and ends."""
    encoded = encode(given)
    room = length(encoded) + 2 * _BLOCK
    plain = _workspace.array("plain", _LONGEST_IMAGE // 2 * room, np.uint8)
    begins, ends = np.empty(len(encoded), np.int64), np.empty(len(encoded), np.int64)
    hard = np.zeros(len(encoded), np.bool_)
    done = text.clean(encoded.source, encoded.bounds, encoded.wide, _images, plain, begins, ends, hard)
    for i in np.flatnonzero(hard).tolist():
        _learn(encoded.texts[i])
        data = clean(encoded.texts[i])
        plain = _workspace.grown("plain", done + len(data) + _BLOCK)
        plain[done : done + len(data)] = np.frombuffer(data, np.uint8)
        begins[i], ends[i] = done, done + len(data)
        done += len(data)
    return plain, begins, ends


def _learn(text: str) -> None:
    """Puts the images of a text's characters where kernels find them: bytes from below, length + 1 on top."""
    for char in set(text):
        found = IMAGES[char]
        if found is None or 0xD800 <= ord(char) < 0xE000:
            continue
        data = found.encode()
        if len(data) <= _LONGEST_IMAGE:
            _images[ord(char)] = int.from_bytes(data, "little") | (len(data) + 1) << 56


def _hash_clean(
    plain: NDArray[np.uint8], begins: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int32]]:
    most = int((ends - begins).sum() + len(begins)) // 2 + 1
    edges = _workspace.array("edges", 2 * most + 16, np.int32)
    words = _workspace.array("words", most, np.uint32)
    hashes = _workspace.array("hashes", most, np.uint32)
    offsets = np.empty(len(begins) + 1, np.int64)
    counts = np.empty(len(begins), np.int32)
    found = text.hash_clean(plain, begins, ends, edges, words, hashes, offsets, counts)
    return hashes[:found], offsets, counts


def sign_shingles(
    hashes: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    factors: NDArray[np.uint32],
    increments: NDArray[np.uint32],
) -> NDArray[np.uint32]:
    """See `minhash.sign_shingles`."""
    slots = len(factors)
    if spare := -slots % LANES:
        factors, increments = np.pad(factors, (0, spare)), np.pad(increments, (0, spare))
    signatures = np.empty((len(offsets) - 1, slots + spare), np.uint32)
    scratch = _workspace.array("scratch", int(np.diff(offsets).max(initial=0)), np.uint32)
    text.sign(hashes, offsets, factors, increments, scratch, signatures)
    return signatures[:, :slots]


def distinct(
    runs: NDArray[np.uint32], bounds: NDArray[np.int64]
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """See `shingles.distinct`."""
    hashes = np.empty_like(runs)
    offsets = np.empty_like(bounds)
    buckets = _workspace.array("buckets", (1 << text.MOST_BUCKET_BITS) + 1, np.int32)
    found = text.distinct(runs, bounds, buckets, hashes, offsets)
    return hashes[:found].copy(), offsets


def band_keys(signatures: NDArray[np.uint32], first: int, rows: int, keys: NDArray[np.uint64]) -> None:
    """Fills keys, uint64 (bands, n), as `minhash.band_keys` says, from the given band on."""
    text.band_keys(signatures, first, rows, keys)


def table_of(members: NDArray[np.uint32], empty: np.uint32) -> NDArray[np.uint32]:
    """See `stored.Members`: at least three places of four hold `empty`."""
    bits = min(max((4 * len(members)).bit_length(), 6), 32)
    table = np.full(1 << bits, empty, np.uint32)
    hash_rows.put(members, np.uint32(32 - bits), empty, table)
    return table


def sieve_of(members: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """See `stored.Members`."""
    sieve = np.zeros((1 << 26) >> int(hash_rows.SIEVE_SHIFT), np.uint64)
    hash_rows.strain(members, sieve)
    return sieve


def pick(
    hashes: NDArray[np.uint32],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    members: MembersArrays,
    rows: NDArray[np.int64],
    sizes: NDArray[np.int64],
) -> NDArray[np.uint32]:
    """See `stored.only`: the hashes of some rows that are in a set; fills the sizes of these rows."""
    lengths = (ends - starts)[rows]
    found = _workspace.array("picked", int(lengths.sum()) + 1, np.uint32)
    maybe = _workspace.array("maybe", int(lengths.max(initial=0)) + 1, np.uint32)
    number = hash_rows.pick(hashes, starts, ends, rows, *members, maybe, found, sizes)
    return found[:number].copy()


def copy_rows(
    values: NDArray[Any],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    rows: NDArray[np.int64],
    offsets: NDArray[np.int64],
    found: NDArray[Any],
) -> None:
    """See `stored.copied`."""
    hash_rows.copy_rows(values, starts, ends, rows, offsets, found)


def shared(
    hashes: NDArray[np.uint32],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    pairs: NDArray[np.int64],
) -> NDArray[np.int32]:
    """See `overlap.shared`."""
    found = np.empty(len(pairs), np.int32)
    places = _workspace.array("places", 1 << 16, np.uint32)
    second = _workspace.array("second places", hash_rows.SECOND_PLACES, np.uint32)
    crowded = _workspace.array("crowded", 1 << 13, np.uint32)
    hash_rows.count_shared(
        hashes, starts, ends, pairs, places, second[: hash_rows.SECOND_PLACES], crowded, found
    )
    return found


def intersections(
    hashes: NDArray[np.uint32], offsets: NDArray[np.int64], pairs: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """See `overlap.intersections`."""
    most = int(np.diff(offsets)[pairs].min(axis=1).sum())
    number, at_a, at_b = (np.empty(most, np.int64) for _ in range(3))
    found = hash_rows.intersections(hashes, offsets, pairs, number, at_a, at_b)
    return number[:found], at_a[:found], at_b[:found]
