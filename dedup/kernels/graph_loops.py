"""Loops over the pairs of a graph, in plain Python that numba compiles as it stands.

Arguments are lists or arrays; `kernels.graph` has the compiled twins.
"""

from typing import Any


def unite(pairs: Any, labels: Any) -> None:
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


def span(pairs: Any, roots: Any, group: Any, first: Any, to: Any, after: Any, parent: Any) -> None:
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
