"""Through which story each story was joined to its cluster.

The matches of a cluster form a graph; its maximum spanning tree (Kruskal 1956) keeps, for every story, the
path of the best scores. Rooted at the earliest story, it gives each other story one parent: the story that it
was joined through. Of equal scores the pair of the earlier stories counts first, so that copies of a copy are
all joined through the earliest.
"""

import numpy as np
from numpy.typing import NDArray

from dedup.match.chains import PAIR_WORK
from dedup.match.graph import span
from dedup.sketch.backend import kernels


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
    best = pairs[np.lexsort((pairs[:, 1], pairs[:, 0], -scores))]
    roots = np.unique(labels[best])
    group, first, parent = np.arange(n), np.full(n, -1), np.full(n, -1)
    to, after = np.full(2 * n, -1), np.full(2 * n, -1)
    if kernels(PAIR_WORK * len(pairs)):
        from dedup.match import chain_kernels as compiled

        compiled.span(best, roots, group, first, to, after, parent)
        return parent
    lists = [column.tolist() for column in (best, roots, group, first, to, after, parent)]
    span(*lists)
    return np.array(lists[-1], np.int64)
