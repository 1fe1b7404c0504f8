"""Clusters from verified pairs, without the chains.

Plain connected components let one story that shares passages with two families join them all. Here pairs
whose score is strong are joined freely; the weaker ones are taken in order of their score, and a weak pair
may join two groups only when a fair share of either group has some pair with the other. Two
families that share passages with one story in between stay apart, and so does a story that resembles one
distant member of a large family only: asking no share of it costs .006 of precision and gains .009 of recall.

A family of many has copies in it, or lightly edited ones. Where many stories hang together and hardly any
pair is strong, they are fillings of one form, each as far from every other: they fall apart again.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dedup.match.graph import unite
from dedup.sketch.backend import kernels

STRONG = 0.75
"""Score from which a pair may join groups of any size: at .65, .75 and .85 the planted corpus gives the same
F1 (.98)."""

SHARE = 0.3
"""Share of a group's members that must have a pair with the other group; from .1 to .3 precision rises from
.992 to .996."""

FORM, APART = 8, 0.8
"""Groups of strong pairs (a story by itself is one) from which a cluster is looked at, and the share of its
stories that they must be for it to be a form. Of five planted corpora of 50,000 and 100,000 stories one had
such a cluster, 42 fillings (precision .9931, and .9963 without it); no family was like that, while of
clusters of four stories and more that were, a tenth of the pairs were true. Press releases, a wire and
versions of web news have no cluster of 8."""

PAIR_WORK = 40
"""Characters of text that take as long as a pair without kernels: a microsecond."""

SMALL = 2
"""Groups up to this size are not asked for a share."""

AT_ONCE = 1 << 17
"""Weak pairs that are looked at together, about: a kilobyte each. Groups that none connects do not matter to
each other."""


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
    island = components(n, group[pairs])[group[pairs[:, 0]]]
    order = np.lexsort((pairs[:, 1], pairs[:, 0], -scores, island))
    pairs, island = pairs[order], island[order]
    sizes, above = np.bincount(group, minlength=n), np.arange(n)
    for first, last in _lots(island):
        some = pairs[first:last]
        named = group[some]
        names = np.unique(named)
        groups = _Groups(dict(zip(names.tolist(), sizes[names].tolist(), strict=True)))
        groups.touch(named, some)
        for a, b in named.tolist():
            groups.join(a, b)
        above[names] = [groups.find(name) for name in names.tolist()]
    return _without_forms(_smallest(above[group]), group)


def _lots(island: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """First and last place (exclusive) of lots of whole islands: `AT_ONCE` pairs, or some more."""
    ends = np.append(np.flatnonzero(np.diff(island)) + 1, len(island))
    first = 0
    while first < len(island):
        last = int(ends[np.searchsorted(ends[:-1], first + AT_ONCE)])
        yield first, last
        first = last


class _Groups:
    """Groups under way: their sizes, and which members of each have a pair with which other group."""

    def __init__(self, sizes: dict[int, int]) -> None:
        self._parent: dict[int, int] = {}
        self._sizes = sizes
        self._touching: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))

    def touch(self, groups: NDArray[np.int64], pairs: NDArray[np.int64]) -> None:
        """Takes note of pairs of stories, int64 (m, 2), of which the groups are given, too."""
        for (a, b), (x, y) in zip(groups.tolist(), pairs.tolist(), strict=True):
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


def _without_forms(labels: NDArray[np.int64], group: NDArray[np.int64]) -> NDArray[np.int64]:
    """The clusters, forms among them taken apart into their groups of strong pairs."""
    stories = np.bincount(labels, minlength=len(labels))
    groups = np.bincount(labels[np.unique(group)], minlength=len(labels))
    forms = (groups >= FORM) & (groups >= APART * stories)
    return np.where(forms[labels], group, labels)


def _smallest(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same groups, named by their smallest members."""
    _, first, place = np.unique(labels, return_index=True, return_inverse=True)
    names: NDArray[np.int64] = first.astype(np.int64)[place]
    return names
