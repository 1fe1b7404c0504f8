"""Boilerplate: shingles that belong to a site or an agency, not to a story.

Footers, sign-offs, disclaimers and forms recur in many *different* stories. Counting stories would take a
popular wire story for boilerplate, so near-copies are counted once: a strict clustering (exact Jaccard from
`STRICT` on) comes first, and a shingle that occurs in many strict clusters is boilerplate. It is left out
when the final scores are taken. Measured on planted footers and templates: pairwise F1 .993 instead of .953
for the best plain Jaccard threshold.
"""

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.shingles import Shingles

STRICT = 0.5
"""Exact Jaccard from which two stories count as one when boilerplate is learned; precision .999 on the
planted corpus."""


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
    inside = np.isin(shingles.hashes, frequent)
    owners = strict[shingles.owners()[inside]].astype(np.uint64)
    keys = np.unique((shingles.hashes[inside].astype(np.uint64) << np.uint64(32)) | owners)
    found, clusters = np.unique((keys >> np.uint64(32)).astype(np.uint32), return_counts=True)
    return found[clusters >= least]


def _frequent(hashes: NDArray[np.uint32], least: int) -> NDArray[np.uint32]:
    """Hashes that occur `least` times and more, ascending."""
    ordered = np.sort(hashes)
    if len(ordered) < least:
        return ordered[:0]
    return np.unique(ordered[least - 1 :][ordered[least - 1 :] == ordered[: len(ordered) - least + 1]])


def strip(shingles: Shingles, boilerplate: NDArray[np.uint32]) -> Shingles:
    """The shingle sets without boilerplate."""
    if not len(boilerplate):
        return shingles
    return shingles.keep(~np.isin(shingles.hashes, boilerplate))
