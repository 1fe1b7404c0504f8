"""The compiled functions with the signatures of their array twins: memory, and texts that kernels pass back."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from dedup.sketch import kernels
from dedup.sketch.clean import IMAGES, clean
from dedup.sketch.shingles import Shingles

KEPT = kernels.KEPT
"""Whether compiled code is kept on disk for the next process."""

_PADDING = bytes(64)  # kernels read and write 64 bytes at a time, beyond the end of the last text
_LARGEST_IMAGE = 2  # times the bytes of the character; decides the size of a buffer
_images = np.zeros(0x110000, np.uint64)  # virtual memory: only pages of characters that occurred are real


_Number = TypeVar("_Number", bound=np.generic)


class _Workspace(threading.local):
    """Arrays that a thread uses again for each chunk: fresh ones cost a page fault every 4 KB."""

    def __init__(self) -> None:
        self.held: dict[str, Any] = {}

    def array(self, name: str, size: int, dtype: type[_Number]) -> NDArray[_Number]:
        held: Any = self.held.get(name)
        if held is None or len(held) < size:
            self.held[name] = held = np.empty(size + size // 4, dtype)
        return cast(NDArray[_Number], held)


_workspace = _Workspace()


def hash_texts(texts: Sequence[str]) -> tuple[Shingles, NDArray[np.int32]]:
    """See `shingles.hash_texts`."""
    try:
        encoded = [text.encode() for text in texts]
    except UnicodeEncodeError:  # half a surrogate pair: no letter, and neither is the question mark
        encoded = [text.encode("utf-8", "replace") for text in texts]
    bounds = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, encoded), np.int64, len(texts)), out=bounds[1:])
    source = np.frombuffer(b"".join([*encoded, _PADDING]), np.uint8)
    plain = _workspace.array("plain", _LARGEST_IMAGE * len(source) + len(texts) + 2 * len(_PADDING), np.uint8)
    starts = np.empty_like(bounds)
    hard = np.zeros(len(texts), np.bool_)
    kernels.clean(source, bounds, _images, plain, starts, hard)
    if hard.any():
        plain = _with_hard_texts(texts, plain, starts, hard)
    return _hash_clean(plain, starts)


def _with_hard_texts(
    texts: Sequence[str], plain: NDArray[np.uint8], starts: NDArray[np.int64], hard: NDArray[np.bool_]
) -> NDArray[np.uint8]:
    """Clean texts again, those that the kernel passed back from `clean`; `starts` is changed."""
    pieces = [plain[starts[i] : starts[i + 1] - 1].tobytes() for i in range(len(texts))]
    for i in np.flatnonzero(hard).tolist():
        pieces[i] = clean(texts[i])
        _learn(texts[i])
    np.cumsum(np.fromiter(map(len, pieces), np.int64, len(pieces)) + 1, out=starts[1:])
    return np.frombuffer(bytearray(b" ".join([*pieces, b" " * len(_PADDING)])), np.uint8)


def _learn(text: str) -> None:
    """Puts the images of a text's characters where kernels find them: bytes from below, length + 1 on top."""
    for char in set(text):
        found = IMAGES[char]
        if found is None or 0xD800 <= ord(char) < 0xE000:
            continue
        data = found.encode()
        if len(data) <= min(_LARGEST_IMAGE * len(char.encode()), 7):
            _images[ord(char)] = int.from_bytes(data, "little") | (len(data) + 1) << 56


def _hash_clean(plain: NDArray[np.uint8], starts: NDArray[np.int64]) -> tuple[Shingles, NDArray[np.int32]]:
    most = int(starts[-1]) // 2 + 1
    edges = _workspace.array("edges", 2 * most + 16, np.int32)
    words = _workspace.array("words", most, np.uint32)
    hashes = _workspace.array("hashes", most, np.uint32)
    offsets = np.empty_like(starts)
    counts = np.empty(len(starts) - 1, np.int32)
    found = kernels.hash_clean(plain, starts, edges, words, hashes, offsets, counts)
    return Shingles(hashes[:found].copy(), offsets), counts


def sign_shingles(
    shingles: Shingles, factors: NDArray[np.uint32], increments: NDArray[np.uint32]
) -> NDArray[np.uint32]:
    """See `minhash.sign_shingles`."""
    slots = len(factors)
    spare = -slots % kernels.LANES
    factors, increments = np.pad(factors, (0, spare)), np.pad(increments, (0, spare))
    signatures = np.empty((len(shingles), slots + spare), np.uint32)
    scratch = _workspace.array("scratch", int(shingles.sizes.max(initial=0)), np.uint32)
    kernels.sign(shingles.hashes, shingles.offsets, factors, increments, scratch, signatures)
    return signatures[:, :slots]


def distinct(runs: Shingles) -> Shingles:
    """See `shingles.distinct`."""
    hashes = np.empty_like(runs.hashes)
    offsets = np.empty_like(runs.offsets)
    buckets = np.zeros((2 << kernels.MOST_BUCKET_BITS) + 1, np.int32)
    found = kernels.distinct(runs.hashes, runs.offsets, buckets, hashes, offsets)
    return Shingles(hashes[:found].copy(), offsets)


def shared(
    shingles: Shingles, pairs: NDArray[np.int64], weights: NDArray[np.float32] | None
) -> NDArray[np.float64]:
    """See `overlap`."""
    found = np.empty(len(pairs), np.float64)
    if weights is None:
        kernels.count_shared(shingles.hashes, shingles.offsets, pairs, found)
    else:
        kernels.weigh_shared(shingles.hashes, shingles.offsets, weights, pairs, found)
    return found
