"""Average-link clustering of a sparse graph of scored pairs.

Two reports of one event may share little with a third that shares something with both, so event pairs may
not chain: two clusters join when the *mean* score over all pairs between them, absent pairs included, reaches
the threshold (UPGMA; Sokal, Michener 1958). On triples of outlets single link makes one cluster of 488
stories (F1 .51), average link reaches B-cubed .94.

All pairs of clusters that are each other's best neighbour merge in the same round (reciprocal agglomerative
clustering; Sumengen et al. 2021): since the mean with a merged cluster is never above the better of the two,
the result is that of merging one best pair at a time, and a round is a few sparse matrix products.
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
    leader, size = label.copy(), np.ones(n)
    both_ways = np.concatenate([pairs, pairs[:, ::-1]]).T.reshape(2, -1)
    total = coo_array((np.concatenate([scores, scores]), tuple(both_ways)), shape=(n, n)).tocsr()
    while total.nnz:
        best, neighbour = _best(total, size)
        own = np.arange(len(size))
        mutual = (best >= threshold) & (neighbour[neighbour] == own)
        into = np.where(mutual, np.minimum(own, neighbour), own)
        label[leader] = leader[into]
        going_on = best[into] >= threshold
        kept, column = np.unique(into[going_on], return_inverse=True)
        members = (np.ones(len(column)), (np.flatnonzero(going_on), column))
        merged = coo_array(members, shape=(len(size), len(kept))).tocsr()
        total = merged.T @ total @ merged
        total.setdiag(0)
        total.eliminate_zeros()
        leader, size = leader[kept], merged.T @ size
    return _resolved(label)


def _best(total: csr_array, size: Floats) -> tuple[Floats, Integers]:
    """Best mean of each cluster with another, and the first cluster that reaches it (itself: none)."""
    total.sort_indices()
    counts = np.diff(total.indptr)
    row = np.repeat(np.arange(len(size)), counts)
    mean = np.rint(total.data / (size[row] * size[total.indices]) / _RESOLUTION) * _RESOLUTION
    best, neighbour = np.zeros(len(size)), np.arange(len(size))
    filled = np.flatnonzero(counts)
    best[filled] = np.maximum.reduceat(mean, total.indptr[:-1][filled])
    top = np.flatnonzero(mean == best[row])
    rows, first = np.unique(row[top], return_index=True)
    neighbour[rows] = total.indices[top[first]]
    return best, neighbour


def _resolved(label: Integers) -> Integers:
    """Follows each label to the one that names itself."""
    while not np.array_equal(label[label], label):
        label = label[label]
    return label
