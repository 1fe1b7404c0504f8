"""What a shingle hash is, in plain Python.

A word is hashed 16 bytes of UTF-8 at a time (two 64-bit little-endian loads, zero padded: a word holds no zero
byte), a shingle is a polynomial in its word hashes of which the upper half is kept. Everything is arithmetic modulo
2^64, so that an array of words can be hashed with a few vector operations. The multipliers are the odd 64-bit
constants of splitmix64 and MurmurHash3 (Steele et al. 2014; Appleby 2011).

These functions are slow and obvious; the array and the compiled versions are held to them by tests.
"""

from collections.abc import Sequence

from dedup.text.words import words

SHINGLE_WORDS = 5
"""Words in a shingle: what datatrove, rensa's and gaoya's examples and most news deduplication papers take."""

WORD_SEED = 0x9E3779B97F4A7C15
WORD_FIRST = 0xBF58476D1CE4E5B9
WORD_SECOND = 0x94D049BB133111EB
SHINGLE_BASE = 0xFF51AFD7ED558CCD
SHORT_SALT = 0xC4CEB9FE1A85EC53
MODULUS = 1 << 64


def word_hash(word: str) -> int:
    """The 64-bit hash of one normalised word."""
    data = word.encode()
    data += bytes(-len(data) % 16)
    state = WORD_SEED
    for at in range(0, len(data), 16):
        low = int.from_bytes(data[at : at + 8], "little")
        high = int.from_bytes(data[at + 8 : at + 16], "little")
        state = ((state ^ low) * WORD_FIRST + high) % MODULUS
        state = ((state ^ state >> 32) * WORD_SECOND) % MODULUS
    return state


def shingle_hash(run: Sequence[int]) -> int:
    """The 32-bit hash of a run of word hashes.

    A run shorter than a shingle (all there is of a short text) starts from a salt of its length, so that it
    does not equal a full shingle by construction.
    """
    state = 0 if len(run) == SHINGLE_WORDS else len(run) * SHORT_SALT
    for word in run:
        state = (state * SHINGLE_BASE + word) % MODULUS
    return state >> 32


def shingle_hashes(text: str) -> list[int]:
    """The distinct shingle hashes of a text, ascending."""
    hashed = [word_hash(word) for word in words(text)]
    last = max(len(hashed) - SHINGLE_WORDS, 0)
    runs = [hashed[i : i + SHINGLE_WORDS] for i in range(last + 1)] if hashed else []
    return sorted({shingle_hash(run) for run in runs})
