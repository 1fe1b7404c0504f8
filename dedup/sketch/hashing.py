"""The hashes of words, shingles, band keys and fact words: their constants, and what a shingle hash is.

A word is hashed 16 bytes of UTF-8 at a time (two 64-bit little-endian numbers, zero padded: a word holds no
zero byte) with multiplications modulo 2^64, of which the upper 32 bits are kept. A shingle is a polynomial
in the hashes of its words modulo 2^32. So an array of words is hashed with a few vector operations. The
multipliers are odd constants of splitmix64 and MurmurHash3 (Steele et al. 2014; Appleby 2011); the base of
the polynomial is 3 modulo 8, so that runs of the same words in another order differ as well as they can.

These functions are slow and obvious; the array and the compiled versions are held to them by tests.

The hash of a word, as facts and claims know it.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache

from dedup.text.normalise import words

SHINGLE_WORDS = 5
"""Words in a shingle: what datatrove and most work on duplicates among news take."""

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
    >>> word_hash("Porto") == word_hash("PORTO")
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
