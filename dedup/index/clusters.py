"""Duplicate clusters over time: what a batch changes in them, and how they keep their ids.

A batch touches some stories; all that hangs together with them by edges or by a common cluster is joined anew
by `match.chains.join`, which depends on the edges alone. So the clusters are those that one run over all
stories would make, in whatever order and batches they came. Ids are a matter of history instead: a cluster is
called by the story that founded it, the older id wins when two meet, and the other leads there from then on.
Where a cluster falls apart (a story between its halves was changed or removed, boilerplate was recognised),
the part with its founder keeps the id.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from dedup.index.matching import rank
from dedup.index.store import Edge, Name, Row, Store
from dedup.match.chains import join


@dataclass(frozen=True, slots=True)
class Changes:
    """What a batch changes in the clusters.

    `cluster`: cluster of every story that was looked at. `moved`: stored stories whose cluster is another
    now. `names`: clusters to be named, or to lead elsewhere. `merged`: cluster -> clusters that lead to it
    from now on. `called`: cluster -> its name.
    """

    cluster: dict[int, int]
    moved: list[tuple[int, int]]
    names: list[Name]
    merged: dict[int, list[int]]
    called: dict[int, str]


def regroup(
    store: Store,
    fresh: Sequence[Row],
    edges: Sequence[Edge],
    gone: frozenset[int] = frozenset(),
    outdated: Iterable[Edge] = (),
    touched: Iterable[int] = (),
) -> Changes:
    """Joins all that hangs together with new or changed stories.

    Parameters
    ----------
    store
        The tables, before anything of the batch is written.
    fresh
        New stories; the `cluster` of one that replaces a version is that version's, else its own number.
    edges
        New edges, and changed ones with their new scores.
    gone
        Versions that are replaced or removed.
    outdated
        Stored edges that fell away or are among `edges`.
    touched
        Further stored stories to begin from.
    """
    new = {row.key for row in fresh}
    begin = {key for edge in edges for key in (edge.a, edge.b)} | set(touched)
    begin |= {key for edge in outdated for key in (edge.a, edge.b)}
    left_out = {(edge.a, edge.b) for edge in outdated}
    held = {row.cluster for row in fresh if row.cluster != row.key}
    olds, stored = _hanging_together(store, begin - new - gone, held, gone, left_out)
    alone = [row for row in fresh if row.key not in begin and row.cluster == row.key]
    nodes = [*olds.values(), *(row for row in fresh if row.key in begin or row.cluster != row.key)]
    return _name(store, nodes, _joined(nodes, [*stored, *edges]), new, alone)


def _hanging_together(
    store: Store, begin: set[int], held: set[int], gone: frozenset[int], left_out: set[tuple[int, int]]
) -> tuple[dict[int, Row], list[Edge]]:
    """Stored stories that are connected with some by edges or by clusters, and their edges."""
    rows: dict[int, Row] = {}
    found: set[Edge] = set()
    clusters: set[int] = set()
    frontier = begin | store.neighbours(sorted(gone))
    frontier -= gone
    while frontier or held:
        fresh = store.by_key(sorted(frontier))
        held = (held | {row.cluster for row in fresh.values()}) - clusters
        clusters |= held
        fresh |= {row.key: row for row in store.members(sorted(held)) if row.key not in gone}
        fresh = {key: row for key, row in fresh.items() if key not in rows}
        rows |= fresh
        edges = {edge for edge in store.edges(sorted(fresh)) if not {edge.a, edge.b} & gone}
        found |= edges
        frontier = {key for edge in edges for key in (edge.a, edge.b)} - rows.keys()
        held = set()
    return rows, [edge for edge in found if (edge.a, edge.b) not in left_out]


def _joined(nodes: Sequence[Row], edges: Sequence[Edge]) -> list[list[Row]]:
    """The stories in groups, by the edges alone."""
    if not edges:
        return [[row] for row in nodes]
    ordered = sorted(nodes, key=lambda row: rank(row.published, row.id))
    place = {row.key: number for number, row in enumerate(ordered)}
    pairs = np.array([(place[edge.a], place[edge.b]) for edge in edges], np.int64).reshape(-1, 2)
    labels = join(len(ordered), np.sort(pairs, axis=1), np.array([edge.score for edge in edges], np.float64))
    groups: dict[int, list[Row]] = defaultdict(list)
    for row, label in zip(ordered, labels.tolist(), strict=True):
        groups[label].append(row)
    return [sorted(group) for group in groups.values()]


def _name(
    store: Store, nodes: Sequence[Row], groups: list[list[Row]], new: set[int], alone: Sequence[Row]
) -> Changes:
    """Gives every group its cluster, and every new story that hangs together with none its own."""
    names = store.names({row.cluster for row in nodes} | {group[0].key for group in groups})
    called = {row.cluster: row.id for row in nodes} | {key: name.name for key, name in names.items()}
    holders = _holders(groups, called, new)
    won: dict[int, list[int]] = defaultdict(list)
    for cluster, holder in sorted(holders.items()):
        won[holder].append(cluster)
    wanted = {row.key: row for row in alone}
    belongs = {row.key: row.key for row in alone}
    changed: dict[int, Name] = {}
    merged: dict[int, list[int]] = {}
    for number, group in enumerate(groups):
        mine = won.get(number, [])
        own = mine[0] if mine else next(row.key for row in group if row.key not in holders)
        if not mine:
            wanted[own] = next(row for row in group if row.key == own)
        belongs.update((row.key, own) for row in group)
        if len(mine) > 1:
            merged[own] = mine[1:]
            changed.update((old, Name(old, called[old], own)) for old in mine[1:])
        if mine and len(group) > 1 and own not in names:
            changed[own] = Name(own, called[own], None)
    taken = store.named({row.id for row in wanted.values()})
    sizes = Counter(belongs.values())
    for own, row in wanted.items():
        other = taken.get(row.id)
        clash = other is not None and other.key != own
        called[own] = f"{row.id}~{own}" if clash else row.id
        if clash or sizes[own] > 1 or own in names:
            changed[own] = Name(own, called[own], None)
    moved = [
        (row.key, belongs[row.key]) for row in nodes if row.key not in new and row.cluster != belongs[row.key]
    ]
    return Changes(belongs, moved, list(changed.values()), merged, called)


def _holders(groups: list[list[Row]], called: dict[int, str], new: set[int]) -> dict[int, int]:
    """Which group keeps each cluster: the one with its founder, else that with most of its members."""
    claims: dict[int, dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for number, group in enumerate(groups):
        for row in group:
            if row.key not in new or row.cluster != row.key:
                claims[row.cluster][number].append(row)

    def claim(cluster: int, rows: list[Row]) -> tuple[bool, bool, int, int]:
        founder = any(row.key == cluster for row in rows)
        return founder, any(row.id == called[cluster] for row in rows), len(rows), -rows[0].key

    return {
        cluster: max(by_group, key=lambda number: claim(cluster, by_group[number]))
        for cluster, by_group in claims.items()
    }
