"""Hashes of words, shingles, band keys and fact words, and the clean bytes that are hashed.

A word is hashed 16 bytes of UTF-8 at a time (two 64-bit little-endian numbers, zero padded: a word holds no
zero byte) with multiplications modulo 2^64, of which the upper 32 bits are kept. A shingle is a polynomial in
the hashes of its words modulo 2^32. So an array of words is hashed with a few vector operations. The
multipliers are odd constants of splitmix64 and MurmurHash3 (Steele et al. 2014; Appleby 2011); the base of
the polynomial is 3 modulo 8, so that runs of the same words in another order differ as well as they can.
Facts and claims know a word by a hash of its own (`fact_hash`). These functions are slow and obvious; the
array and the compiled versions are held to them by tests.

Texts are encoded once, to ASCII bytes or UTF-16: a character that kernels know is one unit, and its place
among the units is its place in the string. A clean text is its normalised words in UTF-8, separated by
spaces. Most characters are *simple*: whatever stands beside them, they become the same bytes (their image). A
text of simple characters is cleaned character by character; only a text with another one (a combining mark, a
character that composes) goes through `text.normalise`. Images are learned from that definition when a
character is first seen, so there is no table to ship, and nothing that could differ from it.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dedup.text.normalise import (
    COMPATIBLE,
    INVISIBLE,
    REVERSING,
    UNSPACED,
    normalise,
    plain_letters,
    word_pattern,
    words,
)

SHINGLE_WORDS = 5
"""Words in a shingle: what datatrove and most work on duplicates among news take."""

HEADING = 0xFFFF
"""Place of a word of the headline (`sketch.vocabulary`); places in texts end below it."""

WORD_SEED = 0x9E3779B97F4A7C15
WORD_FIRST = 0xBF58476D1CE4E5B9
WORD_SECOND = 0x94D049BB133111EB
SHINGLE_BASE = 0x1B873593
SHORT_SALT = 0x9E3779B9

KEY_SEED = 0x9E3779B97F4A7C15
KEY_FACTOR = 0xD6E8FEB86659FD93
LEAST_KEY = 1 << 32
"""Smaller keys of real bands are lifted to it, so that their upper bits tell them from the key of no band."""

FNV_START, FNV_PRIME = 14695981039346656037, 1099511628211
MIXER = 0x9E3779B97F4A7C15
"""Fact words: FNV-1a over their characters, then a multiplication (Fowler, Noll, Vo; Knuth 6.4)."""

_ASCII = bytes(ord(chr(c).lower()) if chr(c).isalnum() else 0x20 for c in range(0x80)) + bytes(
    range(0x80, 0x100)
)
_UNSPACED = re.compile(f"[{UNSPACED}]")


_COMPOSING = frozenset(map(chr, [*range(0x1161, 0x1176), *range(0x11A8, 0x11C3), *range(0x16D63, 0x16D6B)]))
"""Letters that may melt into the one before them under NFC: Hangul vowels and finals, Kirat Rai vowels."""


def word_hash(word: str) -> int:
    """The 32-bit hash of one normalised word."""
    data = word.encode()
    data += bytes(-len(data) % 16)
    state = WORD_SEED
    for at in range(0, len(data), 16):
        low = int.from_bytes(data[at : at + 8], "little")
        high = int.from_bytes(data[at + 8 : at + 16], "little")
        state = ((state ^ low) * WORD_FIRST + high) % 2**64
        state = ((state ^ state >> 32) * WORD_SECOND) % 2**64
    return state >> 32


def shingle_hash(run: Sequence[int]) -> int:
    """The 32-bit hash of a run of word hashes.

    A run shorter than a shingle (all there is of a short text) starts from a salt of its length, so that it
    does not equal a full shingle by construction.
    """
    state = 0 if len(run) == SHINGLE_WORDS else len(run) * SHORT_SALT
    for word in run:
        state = (state * SHINGLE_BASE + word) % 2**32
    return state


def shingle_hashes(text: str) -> list[int]:
    """The distinct shingle hashes of a text, ascending."""
    hashed = [word_hash(word) for word in words(text)]
    last = max(len(hashed) - SHINGLE_WORDS, 0)
    runs = [hashed[i : i + SHINGLE_WORDS] for i in range(last + 1)] if hashed else []
    return sorted({shingle_hash(run) for run in runs})


def fact_hash(word: str) -> int:
    """48-bit hash of a word: FNV-1a over its characters in lower case, mixed once more.

    48 bits, because what a word weighs is remembered by its hash: a million words meet with probability .002.

    Examples
    --------
    >>> fact_hash("Porto") == fact_hash("PORTO")
    True
    """
    state = FNV_START
    for char in lower(word):
        state = (state ^ ord(char)) * FNV_PRIME % 2**64
    return state * MIXER % 2**64 >> 16


def lower(word: str) -> str:
    """A word in lower case, character by character, with the digits of all scripts as those of ASCII;
    characters whose lower case is two stay as they are."""
    return word.lower() if word.isascii() else "".join(map(small_letter, word))


@cache
def small_letter(char: str) -> str:
    """`lower` of one character."""
    if ord(char) < 1 << 16 and char.isdecimal():
        return str(unicodedata.decimal(char))
    return char.lower() if len(char.lower()) == 1 else char


WORD, CAPITAL, DIGIT, ALONE = 1, 2, 4, 8
"""What a character can be; `ALONE`: a word by itself, of a script without spaces."""


@cache
def characters() -> tuple[NDArray[np.uint8], NDArray[np.uint16]]:
    """What each UTF-16 code unit is (`WORD`, `CAPITAL`, `DIGIT`), and its lower case where that is one
    unit."""
    chars = [*map(chr, range(1 << 16))]

    def are(kind: Callable[[str], bool]) -> NDArray[np.bool_]:
        return np.fromiter(map(kind, chars), np.bool_, len(chars))

    words, digits, capitals = are(str.isalnum), are(str.isdigit), are(str.istitle)
    words[ord("_")] = True
    kinds = words * WORD | (words & digits) * DIGIT
    lower = np.arange(len(chars), dtype=np.uint16)
    for code in np.flatnonzero(words & (capitals | digits)).tolist():
        kinds[code] |= CAPITAL * chars[code].isupper()
        lower[code] = ord(small_letter(chars[code]))
    return kinds.astype(np.uint8), lower


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
    if char == REVERSING or char in COMPATIBLE:
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
    text = plain_letters(text)
    try:
        return text.encode("ascii", _BY_IMAGES).translate(_ASCII)
    except _LeansOnNeighboursError:
        return " ".join(words(text)).encode()


SPARE = 128
"""Bytes behind the last text, which kernels read and pass over: 64 characters of two bytes."""


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """n texts, with plain letters (`text.normalise`), and their bytes.

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
    """The bytes of texts, their homoglyphs folded."""
    if isinstance(texts, Encoded):
        return texts
    texts = [*map(plain_letters, texts)]
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
    """The texts themselves, their homoglyphs folded."""
    return texts.texts if isinstance(texts, Encoded) else [*map(plain_letters, texts)]


def length(texts: Texts) -> int:
    """Characters of all texts; of encoded ones bytes, up to twice as many."""
    return int(texts.bounds[-1] - texts.bounds[0]) if isinstance(texts, Encoded) else sum(map(len, texts))
