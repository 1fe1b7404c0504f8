"""Boilerplate that outlives a run: a text file of shingle hashes.

The first line names the shingles (how many words, and a checksum of the hashes of a fixed text), then each
line is one hash, eight hexadecimal digits. A file of other shingles would match nothing, or what it should
not, and is refused.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh32_hexdigest

from dedup.errors import InputError
from dedup.sketch.hashing import SHINGLE_WORDS
from dedup.sketch.shingles import shingle_hashes

PROBE = "Ǆemal's naïve ﬁrst Straße, ΣΟΦΟΣ — 12,000 книг, कि नमस्ते, 新闻ニュース สวัสดี الأخبار"
"""Text whose shingles change when words, normalisation or hashes do."""

LARGEST = 256 << 20
"""Bytes of a file that is read: 29 million hashes."""

_LINES = 100_000  # hashes that are written at once


def header() -> str:
    """First line of a file, which names the shingles of this program."""
    checksum = xxh32_hexdigest(shingle_hashes(PROBE).astype("<u4").tobytes())
    return f"# story-dedup boilerplate: shingles of {SHINGLE_WORDS} words, checksum {checksum}"


def boilerplate_lines(hashes: NDArray[np.uint32]) -> Iterator[bytes]:
    """A file of boilerplate hashes, uint32 (m,), in parts."""
    yield f"{header()}\n".encode()
    for first in range(0, len(hashes), _LINES):
        part = hashes[first : first + _LINES].astype(">u4").tobytes()
        yield part.hex("\n", 4).encode() + b"\n"


def load_boilerplate(path: Path) -> NDArray[np.uint32]:
    """Boilerplate hashes of a file: uint32 (m,), ascending, distinct.

    Raises
    ------
    InputError
        The file is none of these, is damaged, or its shingles are others than those of this program.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as problem:
        raise InputError(f"{path}: cannot be read ({problem.strerror or problem})") from None
    first, _, body = data.partition(b"\n")
    if len(data) > LARGEST or not first.startswith(b"# story-dedup boilerplate:"):
        raise InputError(f"{path}: not a file of boilerplate shingles; name a file that --boilerplate wrote")
    if first.rstrip() != header().encode():
        raise InputError(
            f"{path}: made of other shingles than those of this version "
            f"({first.decode('utf-8', 'replace')[27:120]!r}, not {header()[27:]!r}); name a new file"
        )
    lines = body.split()
    try:
        if any(len(line) != 8 for line in lines):
            raise ValueError
        packed = bytes.fromhex(b"".join(lines).decode("ascii"))
    except ValueError:
        raise InputError(f"{path}: damaged; every line after the first is a hash of eight digits") from None
    return np.unique(np.frombuffer(packed, ">u4").astype(np.uint32))
