"""Through which story each story was joined to its cluster.

The matches of a cluster form a graph; its maximum spanning tree keeps, for every story, the path of the best
scores. Rooted at the earliest story, it gives each other story one parent: the story that it was joined
through.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree

_ABOVE = 2.0  # more than any score: the tree is taken over costs, and a cost of zero would be no edge


def parents(
    labels: NDArray[np.int64], pairs: NDArray[np.int64], scores: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Parent of each of n stories in the maximum spanning tree of its cluster.

    Parameters
    ----------
    labels
        int64, shape (n,): cluster of each story, named by its first member, the root.
    pairs
        int64, shape (m, 2): pairs inside clusters.
    scores
        float64, shape (m,), 0 to 1.

    Returns
    -------
    ndarray
        int64, shape (n,); -1 for roots and for stories that no pair connects to their root.
    """
    n = len(labels)
    roots = np.flatnonzero(labels == np.arange(n))
    start = np.concatenate([pairs[:, 0], np.full(len(roots), n)])
    end = np.concatenate([pairs[:, 1], roots])
    cost = np.concatenate([_ABOVE - scores, np.ones(len(roots))])
    tree = minimum_spanning_tree(coo_array((cost, (start, end)), shape=(n + 1, n + 1)).tocsr())
    _, before = breadth_first_order(tree, n, directed=False)
    found = before[:n].astype(np.int64)
    return np.where((found == n) | (found < 0), -1, found)
