"""Candidates for containment: pairs of stories that share sampled shingles.

Bands find stories of similar *Jaccard*; an excerpt inside a long story has a low one. A shingle is sampled
when its hash is a multiple of the rate, so both stories sample the same shingles and a part of an excerpt's
sample lies inside the longer story's whatever their lengths (FracMinHash: Irber et al., 2022).
"""

import numpy as np

from dedup.sketch.bands import Candidates, pairs_of_groups, unpack
from dedup.sketch.shingles import Shingles

LEAST = 2
"""Sampled shingles that two stories must share: one alone is mostly a stock phrase."""

SHARE = 0.12
"""Share of the smaller sample that two stories must have in common: an estimate of their containment. It
spares most of the pairs that share a phrase or a footer (608,000 are left on 100,000 planted stories); with
.2 only 392,000 are left, but one pair in forty of much rewritten versions is missed."""

MOST = 160
"""Stories with one sampled shingle of which all pairs are taken; of more, each is paired with a few (see
`bands`). Leaving those shingles out would tear families of more copies
apart; with 40, families of 100 copies fell apart for want of pairs."""


def sample_pairs(shingles: Shingles, rate: int) -> Candidates:
    """Pairs of stories that share at least `LEAST` sampled shingles and `SHARE` of the smaller sample.

    Parameters
    ----------
    shingles
        Shingle sets of n stories.
    rate
        A power of two: one shingle in so many is sampled.

    Returns
    -------
    Candidates
        Pairs of rows, and the number of sampled shingles that more than `MOST` stories have.
    """
    taken = np.flatnonzero(shingles.hashes & np.uint32(rate - 1) == 0)
    owners = np.searchsorted(shingles.offsets, taken, side="right") - 1
    keys = (shingles.hashes[taken].astype(np.uint64) << np.uint64(32)) | owners.astype(np.uint64)
    keys.sort()
    hashes, row = keys >> np.uint64(32), keys & np.uint64(0xFFFFFFFF)
    starts = np.flatnonzero(np.diff(hashes, prepend=np.uint64(1 << 40)))
    sizes = np.diff(np.append(starts, len(hashes)))
    usable = sizes > 1
    packed = pairs_of_groups(row, starts[usable], sizes[usable], MOST)
    packed.sort()
    new = np.ones(len(packed), np.bool_)
    np.not_equal(packed[1:], packed[:-1], out=new[1:])
    ends = np.flatnonzero(new)
    counts = np.diff(ends, append=len(packed))
    enough = counts >= LEAST
    pairs, counts = unpack(packed[ends[enough]]), counts[enough]
    sampled = np.bincount(owners, minlength=len(shingles))
    smaller = np.minimum(sampled[pairs[:, 0]], sampled[pairs[:, 1]])
    kept = counts >= SHARE * smaller
    return Candidates(pairs[kept], int(np.count_nonzero(sizes > MOST)))
