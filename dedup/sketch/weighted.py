"""Signatures of weighted terms, for candidates that share what is rare and not how it is worded.

A term of weight w stands in the set as about 16 w elements of its own, and the set is signed as shingles
are: two signatures agree in as many slots as the weighted Jaccard similarity sum(min) / sum(max) says
(Haveliwala et al. 2000; the oldest form of consistent weighted sampling, Manasse et al. 2010). The fraction
that is left of 16 w is rounded up or down by a number that hangs on the term alone, as in DartMinHash
(Christiani 2020), so that light terms keep their share on average. Integers only after that: every path
gives the same bits.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.backend import kernels
from dedup.sketch.minhash import sign_shingles
from dedup.sketch.shingles import Shingles

WEIGHTED_SLOTS = 256
"""Two rows in 128 bands: proposes .885 of real same-event pairs and 2.5 % of all others."""

ELEMENTS = 16
"""Elements of a term of weight 1. More are finer (rounding moves a pair's similarity by less than the 0.03 of
256 slots already) and cost time in proportion."""

HEAVIEST = 64.0
"""Largest weight that is taken: bounds the elements of a term."""

_BATCH = 1 << 19  # elements that are signed at once
SPREAD = 0x9E3779B97F4A7C15
FACTOR = 0xD6E8FEB86659FD93


def sign_weighted(
    terms: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    weights: NDArray[np.float32],
    slots: int = WEIGHTED_SLOTS,
) -> NDArray[np.uint32]:
    """The weighted signatures of n texts.

    Parameters
    ----------
    terms
        uint32 or uint64 (m,): hashes of the terms of all texts, distinct within a text, in any order.
    offsets
        int64 (n + 1,): the terms of text i are `terms[offsets[i]:offsets[i + 1]]`.
    weights
        float32 (m,), 0 to `HEAVIEST`; scale them by one constant for all texts, so that the heaviest are
        about 1.
    slots
        Numbers in a signature.

    Returns
    -------
    uint32 (n, slots); all `minhash.EMPTY` for a text without terms. A row depends on its own terms only.

    Raises
    ------
    ValueError
        A weight is negative, not a number or above `HEAVIEST`.
    """
    if weights.size and not (weights.min() >= 0 and weights.max() <= HEAVIEST):
        raise ValueError(f"weights must be 0 to {HEAVIEST:g}, not {weights.min():g} to {weights.max():g}")
    hashed = (terms.astype(np.uint64) + np.uint64(SPREAD)) * np.uint64(FACTOR)
    hashed ^= hashed >> np.uint64(32)
    rounding = (hashed & np.uint64(0xFFFF)).astype(np.float64) / 0x10000
    counts = np.floor(weights.astype(np.float64) * ELEMENTS + rounding).astype(np.int64)
    elements = np.concatenate([[0], np.cumsum(counts)])[offsets]
    signatures = np.empty((len(offsets) - 1, slots), np.uint32)
    first = 0
    while first < len(signatures):
        last = max(int(np.searchsorted(elements, elements[first] + _BATCH)) - 1, first + 1)
        part = slice(offsets[first], offsets[last])
        signatures[first:last] = sign_shingles(
            Shingles(_elements(hashed[part], counts[part]), elements[first : last + 1] - elements[first]),
            slots,
        )
        first = last
    return signatures


def _elements(hashed: NDArray[np.uint64], counts: NDArray[np.int64]) -> NDArray[np.uint32]:
    """So many distinct 32-bit numbers for each term: the first few are the same whatever the count."""
    compiled = kernels(0)
    if compiled:
        return compiled.elements(hashed, counts)
    ends = np.cumsum(counts)
    number = np.arange(ends[-1] if ends.size else 0) - np.repeat(ends - counts, counts)
    mixed = (np.repeat(hashed, counts) + number.astype(np.uint64) * np.uint64(SPREAD)) * np.uint64(FACTOR)
    return (mixed >> np.uint64(32)).astype(np.uint32)
