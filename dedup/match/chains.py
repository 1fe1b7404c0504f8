"""Clusters from verified pairs, without the chains.

Plain connected components let one story that shares passages with two families join them all. Here pairs
whose score is strong are joined freely; the weaker ones are taken in order of their score, and a weak pair
may join two groups only when a fair share of either group has some pair with the other. Two
families that share passages with one story in between stay apart, and so does a story that resembles one
distant member of a large family only: asking no share of it costs .006 of precision and gains .009 of recall.
"""

from collections import Counter, defaultdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.backend import kernels

STRONG = 0.75
"""Score from which a pair may join groups of any size: at .65, .75 and .85 the planted corpus gives the same
F1 (.98)."""

SHARE = 0.3
"""Share of a group's members that must have a pair with the other group; from .1 to .3 precision rises from
.992 to .996."""

PAIR_WORK = 40
"""Characters of text that take as long as a pair without kernels: a microsecond."""

SMALL = 2
"""Groups up to this size are not asked for a share."""


def components(n: int, pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Connected components of n stories: int64, shape (n,); a component is named by its smallest member."""
    labels = np.arange(n, dtype=np.int64)
    if kernels(PAIR_WORK * len(pairs)):
        from dedup.match import chain_kernels as compiled

        compiled.unite(np.ascontiguousarray(pairs), labels)
    elif len(pairs):
        members, places = np.unique(pairs, return_inverse=True)
        found = list(range(len(members)))
        unite(places.reshape(-1, 2).tolist(), found)
        labels[members] = members[found]
    return labels


def unite(pairs: Any, labels: Any) -> None:
    """Names the components of pairs, given labels that name each story by itself; as a kernel, too."""
    for k in range(len(pairs)):
        a, b = pairs[k][0], pairs[k][1]
        while labels[a] != a:
            labels[a] = a = labels[labels[a]]
        while labels[b] != b:
            labels[b] = b = labels[labels[b]]
        labels[max(a, b)] = min(a, b)
    for story in range(len(labels)):  # the label of a story is smaller, so it is settled before
        labels[story] = labels[labels[story]]


def join(n: int, pairs: NDArray[np.int64], scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Cluster of each of n stories: the smallest member's number, int64, shape (n,).

    Parameters
    ----------
    n
        Number of stories.
    pairs
        int64, shape (m, 2): the verified pairs. Numbers must not depend on the order of reading (ranks), for
        equal scores are taken in order of the numbers.
    scores
        float64, shape (m,).
    """
    group = components(n, pairs[scores >= STRONG])
    between = group[pairs[:, 0]] != group[pairs[:, 1]]
    pairs, scores = pairs[between], scores[between]
    order = np.lexsort((pairs[:, 1], pairs[:, 0], -scores))
    groups = _Groups(group, pairs)
    for a, b in group[pairs[order]].tolist():
        groups.join(a, b)
    return groups.labels(group)


class _Groups:
    """Groups under way: their sizes, and which members of each have a pair with which other group."""

    def __init__(self, group: NDArray[np.int64], pairs: NDArray[np.int64]) -> None:
        self._parent: dict[int, int] = {}
        self._sizes = Counter(group[np.isin(group, group[pairs])].tolist())
        self._touching: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        for (a, b), (x, y) in zip(group[pairs].tolist(), pairs.tolist(), strict=True):
            self._touching[a][b].add(x)
            self._touching[b][a].add(y)

    def find(self, group: int) -> int:
        while (above := self._parent.get(group, group)) != group:
            self._parent[group] = group = self._parent.get(above, above)
        return group

    def join(self, a: int, b: int) -> None:
        """Makes one group of two, unless one of them hardly touches the other."""
        a, b = self.find(a), self.find(b)
        if a == b or not (self._touches(a, b) and self._touches(b, a)):
            return
        if len(self._touching[a]) < len(self._touching[b]):
            a, b = b, a
        self._parent[b] = a
        self._sizes[a] += self._sizes[b]
        for other, members in self._touching.pop(b).items():
            if other == a:
                continue
            self._touching[a][other] |= members
            self._touching[other][a] |= self._touching[other].pop(b)
        del self._touching[a][b]

    def _touches(self, a: int, b: int) -> bool:
        return self._sizes[a] <= SMALL or len(self._touching[a][b]) >= SHARE * self._sizes[a]

    def labels(self, group: NDArray[np.int64]) -> NDArray[np.int64]:
        names, place = np.unique(group, return_inverse=True)
        merged = np.array([self.find(name) for name in names.tolist()], np.int64)
        return _smallest(merged[place])


def _smallest(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same groups, named by their smallest members."""
    _, first, place = np.unique(labels, return_index=True, return_inverse=True)
    names: NDArray[np.int64] = first.astype(np.int64)[place]
    return names
