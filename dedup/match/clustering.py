"""Clusters from scored pairs, and the story through which each was joined.

Plain connected components let one story that shares passages with two families join them all. Here duplicate
pairs whose score is strong are joined freely; the weaker ones are taken in order of their score, and a weak
pair may join two groups only when a fair share of either group has some pair with the other. Two families
that share passages with one story in between stay apart, and so does a story that resembles one distant
member of a large family only: asking no share of it costs .006 of precision and gains .009 of recall. Where
many stories hang together and hardly any pair is strong, they are fillings of one form, each as far from
every other: they fall apart again, while a real family of many has copies in it, or lightly edited ones.

The maximum spanning tree of a cluster's matches (Kruskal 1956) keeps, for every story, the path of the best
scores. Rooted at the earliest story, it gives each other story one parent: the story that it was joined
through. Of equal scores the pair of the earlier stories counts first, so that copies of a copy are all joined
through the earliest.

Event pairs may not chain, for two reports of one event may share little with a third that shares something
with both: two clusters join when the *mean* score over all pairs between them, absent pairs included, reaches
the threshold (average link, UPGMA; Sokal, Michener 1958). On triples of outlets single link makes one cluster
of 488 stories (F1 .51), average link reaches B-cubed .94. All pairs of clusters that are each other's best
neighbour merge in the same round (reciprocal agglomerative clustering; Sumengen et al. 2021): since the mean
with a merged cluster is never above the better of the two, the result is that of merging one best pair at a
time, and a round is a few sparse matrix products.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import compiled
from dedup.match.corrections import Bounds
from dedup.sketch.shingles import ascending

if TYPE_CHECKING:
    from scipy.sparse import csr_array

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

SMALL = 2
"""Groups up to this size are not asked for a share."""

AT_ONCE = 1 << 17
"""Weak pairs that are looked at together, about: a kilobyte each. Groups that none connects do not matter to
each other."""


Pairs = list[list[int]]


def components(n: int, pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Connected components of n stories: int64, shape (n,); a component is named by its smallest member."""
    labels = np.arange(n, dtype=np.int64)
    if compiled.available():
        compiled.unite(pairs, labels)
    elif len(pairs):
        members, places = np.unique(pairs, return_inverse=True)
        found = list(range(len(members)))
        unite(places.reshape(-1, 2).tolist(), found)
        labels[members] = members[found]
    return labels


def unite(pairs: Pairs, labels: list[int]) -> None:
    """Names the components of pairs, given labels that name each story by itself."""
    for k in range(len(pairs)):
        a, b = pairs[k][0], pairs[k][1]
        while labels[a] != a:
            labels[a] = a = labels[labels[a]]
        while labels[b] != b:
            labels[b] = b = labels[labels[b]]
        labels[max(a, b)] = min(a, b)
    for story in range(len(labels)):  # the label of a story is smaller, so it is settled before
        labels[story] = labels[labels[story]]


def span(
    pairs: Pairs,
    roots: list[int],
    group: list[int],
    first: list[int],
    to: list[int],
    after: list[int],
    parent: list[int],
) -> None:
    """Fills the parents in a spanning tree that takes pairs in their order.

    Besides pairs and roots it gets columns to work in: `group` (n, each story by itself), `first`, `parent`
    (n) and `to`, `after` (2 n), all -1: the ends of the tree's edges, linked from story to story.
    """
    edges = 0
    for k in range(len(pairs)):
        a, b = pairs[k][0], pairs[k][1]
        x, y = a, b
        while group[x] != x:
            group[x] = x = group[group[x]]
        while group[y] != y:
            group[y] = y = group[group[y]]
        if x == y:
            continue
        group[max(x, y)] = min(x, y)
        to[edges], after[edges], first[a] = b, first[a], edges
        to[edges + 1], after[edges + 1], first[b] = a, first[b], edges + 1
        edges += 2
    for k in range(len(roots)):
        story = roots[k]
        while story >= 0:  # down an edge that was not taken yet, else up again
            edge = first[story]
            if edge < 0:
                story = parent[story]
                continue
            first[story] = after[edge]
            if to[edge] != parent[story]:
                parent[to[edge]] = story
                story = to[edge]


def join(
    n: int, pairs: NDArray[np.int64], scores: NDArray[np.float64], bounds: Bounds | None = None
) -> NDArray[np.int64]:
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
    bounds
        What must be joined as duplicates, and what must not.
    """
    group = components(n, pairs[scores >= STRONG])
    if bounds is not None:
        group = bounded(group, pairs[scores >= STRONG], scores[scores >= STRONG], bounds, "duplicate")
    between = group[pairs[:, 0]] != group[pairs[:, 1]]
    pairs, scores = pairs[between], scores[between]
    island = components(n, group[pairs])[group[pairs[:, 0]]]
    order = np.lexsort((pairs[:, 1], pairs[:, 0], -scores, island))
    pairs, island = pairs[order], island[order]
    sizes, above = np.bincount(group, minlength=n), np.arange(n)
    for first, last in _lots(island):
        some = pairs[first:last]
        named = group[some]
        names = ascending(named)
        groups = _Groups(dict(zip(names.tolist(), sizes[names].tolist(), strict=True)), bounds)
        groups.touch(named, some)
        for a, b in named.tolist():
            groups.join(a, b)
        above[names] = [groups.find(name) for name in names.tolist()]
    return _without_forms(_smallest(above[group]), group)


def bounded(
    group: NDArray[np.int64],
    pairs: NDArray[np.int64],
    scores: NDArray[np.float64],
    bounds: Bounds,
    level: str,
) -> NDArray[np.int64]:
    """Connected components within bounds: int64, shape (n,), named by their smallest members.

    Parameters
    ----------
    group
        int64, shape (n,): the components without them.
    pairs, scores
        int64 (m, 2) and float64 (m,): what connects them; the highest scores count first, of equal ones the
        pair of the earlier stories.
    bounds
        What must be together, and what must not.
    level
        Where: a level of `corrections.LEVELS`.
    """
    n, must = len(group), bounds.together(level)
    wider = components(n, np.concatenate([must, np.column_stack([np.arange(n), group])]))
    asked = np.isin(wider, wider[bounds.concerned()])
    loose = group.copy()
    loose[asked] = np.flatnonzero(asked)
    some = np.flatnonzero(asked[pairs[:, 0]])
    some = some[np.lexsort((pairs[some, 1], pairs[some, 0], -scores[some]))]
    joined = must.tolist()
    for a, b in pairs[some].tolist():
        if bounds.may_join(a, b, level):
            bounds.join(a, b, level)
            joined.append([a, b])
    united = np.array(joined, np.int64).reshape(-1, 2)
    return components(n, np.concatenate([united, np.column_stack([np.arange(n), loose])]))


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

    def __init__(self, sizes: dict[int, int], bounds: Bounds | None) -> None:
        self._bounds = bounds
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
        if self._bounds is not None:
            if not self._bounds.may_join(a, b, "duplicate"):
                return
            self._bounds.join(a, b, "duplicate")
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
    groups = np.bincount(labels[ascending(group)], minlength=len(labels))
    forms = (groups >= FORM) & (groups >= APART * stories)
    return np.where(forms[labels], group, labels)


def _smallest(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same groups, named by their smallest members."""
    _, first, place = np.unique(labels, return_index=True, return_inverse=True)
    names: NDArray[np.int64] = first.astype(np.int64)[place]
    return names


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
    roots = ascending(labels[best])
    group, first, parent = np.arange(n), np.full(n, -1), np.full(n, -1)
    to, after = np.full(2 * n, -1), np.full(2 * n, -1)
    if compiled.available():
        compiled.span(best, roots, group, first, to, after, parent)
        return parent
    lists = [column.tolist() for column in (best, roots, group, first, to, after, parent)]
    span(*lists)
    return np.array(lists[-1], np.int64)


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
    from scipy.sparse import coo_array

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
