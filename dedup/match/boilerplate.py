"""Boilerplate: shingles that belong to a site or an agency, not to a story.

Footers, sign-offs, disclaimers and forms recur in many *different* stories. Counting stories would take a
popular wire story for boilerplate, so near-copies are counted once: a strict clustering (exact Jaccard from
`STRICT` on) comes first, and a shingle that occurs in many strict clusters is boilerplate. It is left out
when the final scores are taken. Measured on planted footers and templates: pairwise F1 .993 instead of .953
for the best plain Jaccard threshold.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.shingles import Shingles

STRICT = 0.5
"""Exact Jaccard from which two stories count as one when boilerplate is learned; precision .999 on the
planted corpus."""

SORTED = 1 << 27
"""Hashes that are sorted at once (512 MB)."""


def learn(shingles: Shingles, strict: NDArray[np.int64], least: int) -> NDArray[np.uint32]:
    """Shingles that occur in at least `least` strict clusters.

    Parameters
    ----------
    shingles
        Shingle sets of n stories.
    strict
        int64, shape (n,): strict cluster of each story.
    least
        Number of strict clusters from which a shingle is boilerplate.

    Returns
    -------
    ndarray
        uint32, ascending: hashes of the boilerplate shingles.
    """
    frequent = _frequent(shingles.hashes, least)
    inside = contained(shingles.hashes, frequent)
    owners = strict[shingles.owners()[inside]].astype(np.uint64)
    keys = (shingles.hashes[inside].astype(np.uint64) << np.uint64(32)) | owners
    keys.sort()
    new = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    found, clusters = np.unique((keys[new] >> np.uint64(32)).astype(np.uint32), return_counts=True)
    return found[clusters >= least]


def _frequent(hashes: NDArray[np.uint32], least: int) -> NDArray[np.uint32]:
    """Hashes that occur `least` times and more, ascending: sorted in ranges, to bound the memory."""
    ranges = 1 + len(hashes) // SORTED
    bounds = np.linspace(0, 1 << 32, ranges + 1).astype(np.uint64)
    found = []
    for low, high in pairwise(bounds):
        part = hashes if ranges == 1 else hashes[(hashes >= low) & (hashes < high)]
        ordered = np.sort(part)
        repeated = ordered[least - 1 :]
        found.append(np.unique(repeated[repeated == ordered[: len(repeated)]]))
    return np.concatenate(found)


def contained(hashes: NDArray[np.uint32], wanted: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which hashes are in an ascending set: bool of the same shape. Most are ruled out by their upper
    bits."""
    if not len(wanted):
        return np.zeros(hashes.shape, np.bool_)
    some = np.zeros(1 << 24, np.bool_)
    some[wanted >> np.uint32(8)] = True
    found = some[hashes >> np.uint32(8)]
    maybe = hashes[found]
    found[found] = wanted[np.minimum(np.searchsorted(wanted, maybe), len(wanted) - 1)] == maybe
    return found


def strip(shingles: Shingles, boilerplate: NDArray[np.uint32]) -> Shingles:
    """The shingle sets without boilerplate."""
    if not len(boilerplate):
        return shingles
    return shingles.keep(~contained(shingles.hashes, boilerplate))
