"""The version level: one article, however much it was rewritten, between duplicates and events.

An article that is updated through a day may keep a fifth of its text. Its score as a duplicate says little
then, but two stories that report one event and still share running text are one article: on versions of web
news every pair of one event with a score of `relation.VERSION` is (precision 1.00), while among all pairs
hardly one in five is. So verified pairs of one event with that score join duplicate clusters to versions.
Duplicates nest in versions, versions in events.
"""

import numpy as np
from numpy.typing import NDArray

from dedup.match.clustering import bounded, components
from dedup.match.corrections import Bounds, Placed
from dedup.match.duplicates import PairScores
from dedup.match.relation import VERSION

Integers = NDArray[np.int64]


def version_pairs(duplicates: Integers, events: Integers, scored: PairScores) -> NDArray[np.bool_]:
    """Which scored pairs join two duplicate clusters to one version: bool, shape (m,).

    Parameters
    ----------
    duplicates, events
        int64, shape (n,): labels of each story's duplicate cluster and event.
    scored
        Verified pairs of the n stories.
    """
    a, b = scored.pairs[:, 0], scored.pairs[:, 1]
    apart = (events[a] == events[b]) & (duplicates[a] != duplicates[b])
    return np.asarray(apart & (scored.likeness >= VERSION))


def versions(
    duplicates: Integers, events: Integers, scored: PairScores, corrections: Placed | None = None
) -> Integers:
    """Version cluster of each of n stories, within corrections, named by its first member: int64, (n,).

    Examples
    --------
    >>> ones = np.ones(2)
    >>> score = np.array([0.3, 0.1])
    >>> scored = PairScores(np.array([[0, 1], [1, 2]]), ones, ones, ones, score, score, ones < 0)
    >>> versions(np.array([0, 1, 2]), np.array([0, 0, 0]), scored).tolist()
    [0, 0, 2]
    """
    joined = version_pairs(duplicates, events, scored)
    pairs = duplicates[scored.pairs[joined]]
    group = components(len(duplicates), pairs)
    if corrections is not None:
        bounds = Bounds(corrections.of_groups(duplicates))
        group = bounded(group, np.sort(pairs, axis=1), scored.likeness[joined], bounds, "version")
    return group[duplicates]
