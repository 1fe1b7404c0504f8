"""Texts as array code and kernels read them: encoded once, and cleaned to normalised words.

An encoded text is ASCII bytes or UTF-16: a character that kernels know is one unit, and its place among the
units is its place in the string. A clean text is its normalised words in UTF-8, separated by spaces.

Most characters are *simple*: whatever stands beside them, they become the same bytes (their image). A text of
simple characters is cleaned character by character; only a text with another one (a combining mark, a
character that composes) goes through `text.normalise`. Images are learned from that definition when a
character is first seen, so there is no table to ship, and nothing that could differ from it.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.text.normalise import INVISIBLE, REVERSING, UNSPACED, normalise, word_pattern, words

_ASCII = bytes(ord(chr(c).lower()) if chr(c).isalnum() else 0x20 for c in range(0x80)) + bytes(
    range(0x80, 0x100)
)
_UNSPACED = re.compile(f"[{UNSPACED}]")


_COMPOSING = frozenset(map(chr, [*range(0x1161, 0x1176), *range(0x11A8, 0x11C3), *range(0x16D63, 0x16D6B)]))
"""Letters that may melt into the one before them under NFC: Hangul vowels and finals, Kirat Rai vowels."""


def _leans_back(plain: str) -> bool:
    """Whether the first character may change, or join, what stands before it."""
    first = unicodedata.normalize("NFKD", plain)[:1]
    return bool(first) and (unicodedata.category(first) in ("Mn", "Mc") or first in _COMPOSING)


def image(char: str) -> str | None:
    """What a character becomes in clean text; None when that depends on its neighbours.

    Examples
    --------
    >>> image("Ä"), image("ß"), image("…"), image("漢"), image("\\u0301")
    ('ä', 'ss', ' ', ' 漢 ', None)
    """
    if char == REVERSING:
        return None
    if ord(char) in INVISIBLE:
        return ""
    plain = normalise(char)
    if _leans_back(char) or _leans_back(unicodedata.normalize("NFKC", char).casefold()) or _leans_back(plain):
        return None
    found, end = [], 0
    for match in word_pattern().finditer(plain):
        word = match.group()
        found += [" "] if match.start() > end else []
        found.append(f" {word} " if _UNSPACED.match(word) else word)
        end = match.end()
    return "".join([*found, " "] if end < len(plain) else found)


class _Images(dict[str, str | None]):
    """Images of the characters seen so far."""

    def __missing__(self, char: str) -> str | None:
        self[char] = found = image(char)
        return found


IMAGES = _Images()


class _LeansOnNeighboursError(Exception):
    """A character has no image."""


def _put_images(error: UnicodeError) -> tuple[bytes, int]:
    """Gives the ASCII encoder the images of a run of characters that it cannot encode."""
    assert isinstance(error, UnicodeEncodeError)
    found = [IMAGES[char] for char in error.object[error.start : error.end]]
    try:
        return "".join(found).encode(), error.end  # type: ignore[arg-type]
    except TypeError:
        raise _LeansOnNeighboursError from None


_BY_IMAGES = "story-dedup.images"
codecs.register_error(_BY_IMAGES, _put_images)  # five times faster than a regular expression on news


def clean(text: str) -> bytes:
    """The words of a text, as `text.normalise.words` defines them, in UTF-8 and parted by one or more
    spaces."""
    try:
        return text.encode("ascii", _BY_IMAGES).translate(_ASCII)
    except _LeansOnNeighboursError:
        return " ".join(words(text)).encode()


SPARE = 128
"""Bytes behind the last text, which kernels read and pass over: 64 characters of two bytes."""


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """n texts, and their bytes.

    `source`: uint8, text i is `source[bounds[i]:bounds[i + 1]]`. `wide`: bool (n,), which are UTF-16.
    """

    texts: Sequence[str]
    source: NDArray[np.uint8]
    bounds: NDArray[np.int64]
    wide: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.texts)

    def part(self, first: int, last: int) -> Encoded:
        """The texts from one on, up to another; nothing is copied."""
        return Encoded(
            self.texts[first:last], self.source, self.bounds[first : last + 1], self.wide[first:last]
        )


Texts = Sequence[str] | Encoded
"""Texts, encoded already or not."""


def encode(texts: Texts) -> Encoded:
    """The bytes of texts."""
    if isinstance(texts, Encoded):
        return texts
    encoded = [text.encode() if text.isascii() else _utf16(text) for text in texts]
    bounds = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, encoded), np.int64, len(texts)), out=bounds[1:])
    wide = ~np.fromiter(map(str.isascii, texts), np.bool_, len(texts))
    return Encoded(texts, np.frombuffer(b"".join([*encoded, bytes(SPARE)]), np.uint8), bounds, wide)


def _utf16(text: str) -> bytes:
    try:
        return text.encode("utf-16-le")
    except UnicodeEncodeError:  # half a surrogate pair: no letter, and neither is the question mark
        return text.encode("utf-16-le", "replace")


def strings(texts: Texts) -> Sequence[str]:
    """The texts themselves."""
    return texts.texts if isinstance(texts, Encoded) else texts


def length(texts: Texts) -> int:
    """Characters of all texts; of encoded ones bytes, up to twice as many."""
    return int(texts.bounds[-1] - texts.bounds[0]) if isinstance(texts, Encoded) else sum(map(len, texts))
