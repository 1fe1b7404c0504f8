"""The version level of an index: duplicate clusters of one event that are one article, however rewritten.

Only pairs of stories are stored (`store.Rewrite`; edges whose score reaches `relation.VERSION` count, too).
Duplicate clusters that such pairs connect inside an event are one version for as long as they do. So at
every moment versions are what `match.versions` makes of the duplicate clusters and events of the index,
duplicates nest in versions and versions in events, whatever was removed, parted or replaced. A version is
called by the duplicate cluster in it that was there first; the ids of the others lead to it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice

import numpy as np
from numpy.typing import NDArray

from dedup.index.matching import Sketches
from dedup.index.store import Rewrite, Row, Store
from dedup.match.clustering import components
from dedup.match.duplicates import pair_scores, text_sets
from dedup.match.relation import VERSION, Relation
from dedup.types import Scores, Verdict

_AT_ONCE = 1 << 15
"""Pairs that are scored at once when versions are made anew."""


@dataclass(frozen=True, slots=True)
class Pending:
    """What a batch changes before it is written.

    `cluster`: duplicate cluster of every story that was looked at; `called`: names of some. `gone`: stories
    that are replaced.
    `pairs`: new pairs, edges too; `outdated`: stored pairs that hold no more. `event_of`: event of each of
    some duplicate clusters.
    """

    cluster: Mapping[int, int]
    called: Mapping[int, str]
    gone: frozenset[int]
    pairs: Sequence[tuple[int, int]]
    outdated: frozenset[tuple[int, int]]
    event_of: Callable[[Iterable[int]], dict[int, int]]


class Versions:
    """The versions of an index.

    Parameters
    ----------
    store
        Its tables.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def written(self) -> Pending:
        """Nothing that is not written yet."""

        def event_of(clusters: Iterable[int]) -> dict[int, int]:
            wanted = sorted(clusters)
            placed = self._store.stated(wanted)
            return {key: placed[key].event if key in placed else key for key in wanted}

        return Pending({}, {}, frozenset(), (), frozenset(), event_of)

    def of(self, clusters: Iterable[int], pending: Pending | None = None) -> dict[int, tuple[int, ...]]:
        """The duplicate clusters, ascending, of the version of each of some duplicate clusters."""
        pending = pending or self.written()
        asked = set(clusters)
        joined: set[tuple[int, int]] = set()
        seen: set[int] = set()
        frontier = asked
        while frontier:
            seen |= frontier
            fresh = set(self._joins(frontier, pending))
            joined |= fresh
            frontier = {cluster for pair in fresh for cluster in pair} - seen
        return {key: group for group in _groups(seen, joined) for key in group if key in asked}

    def _joins(self, clusters: set[int], pending: Pending) -> Iterator[tuple[int, int]]:
        """Pairs of duplicate clusters of one version, one of them among the given ones."""
        members = {row.key for row in self._store.members(sorted(clusters))} - pending.cluster.keys()
        members -= pending.gone
        members |= {key for key, cluster in pending.cluster.items() if cluster in clusters}
        pairs = {pair for pair in self._pairs(members) if pair not in pending.outdated}
        pairs |= {pair for pair in pending.pairs if not members.isdisjoint(pair)}
        keys = {key for pair in pairs for key in pair} - pending.gone
        where = {key: row.cluster for key, row in self._store.by_key(sorted(keys)).items()}
        where |= {key: cluster for key, cluster in pending.cluster.items() if key in keys}
        event = pending.event_of(set(where.values()))
        for a, b in pairs:
            if a in where and b in where and where[a] != where[b] and event[where[a]] == event[where[b]]:
                yield where[a], where[b]

    def _pairs(self, members: Iterable[int]) -> Iterator[tuple[int, int]]:
        wanted = sorted(members)
        yield from ((edge.a, edge.b) for edge in self._store.edges(wanted) if edge.score >= VERSION)
        yield from ((pair.a, pair.b) for pair in self._store.rewrites(wanted))

    def all(self) -> list[tuple[int, ...]]:
        """Versions of two and more duplicate clusters, ascending."""
        joined = self._store.database.rows(
            "SELECT DISTINCT x.cluster, y.cluster FROM "
            "(SELECT a, b FROM rewrites UNION ALL SELECT a, b FROM edges WHERE score >= ?) AS pairs "
            "JOIN stories AS x ON x.key = a JOIN stories AS y ON y.key = b "
            "LEFT JOIN event_members AS p ON p.cluster = x.cluster "
            "LEFT JOIN event_members AS q ON q.cluster = y.cluster WHERE x.cluster <> y.cluster "
            "AND coalesce(p.event, x.cluster) = coalesce(q.event, y.cluster)",
            VERSION,
        )
        return _groups({cluster for pair in joined for cluster in pair}, {(a, b) for a, b in joined})

    def complete(
        self,
        given: Sequence[Verdict],
        rows: Mapping[str, Row],
        rewrites: Iterable[Rewrite],
        pending: Pending,
    ) -> list[Verdict]:
        """Verdicts with their versions, and with the story that a rewritten one comes from.

        Parameters
        ----------
        given
            Verdicts with their events.
        rows
            The stories' rows, by id.
        rewrites
            New pairs.
        pending
            What the batch changes.
        """
        now = {name: pending.cluster.get(row.key, row.cluster) for name, row in rows.items()}
        found = self.of(now.values(), pending)
        called = self._called({group[0] for group in found.values()}, pending)
        partners: dict[int, list[Rewrite]] = defaultdict(list)
        for pair in sorted(rewrites):
            partners[pair.b].append(pair)
        earlier = {pair.a for pairs in partners.values() for pair in pairs}
        known = self._store.by_key(sorted(earlier)) | {row.key: row for row in rows.values()}
        complete = []
        for verdict in given:
            row, version = rows[verdict.id], found[now[verdict.id]]
            verdict = replace(verdict, version_cluster=called[version[0]])
            same = [
                pair
                for pair in partners[row.key]
                if pending.cluster.get(pair.a, known[pair.a].cluster) in version
            ]
            if verdict.kind == "retold" and same:
                best = max(same, key=lambda pair: (pair.score, -pair.a))
                verdict = _rewritten(verdict, row, known[best.a], best.common)
            complete.append(verdict)
        return complete

    def _called(self, clusters: set[int], pending: Pending) -> dict[int, str]:
        names = {key: name.name for key, name in self._store.names(clusters).items()}
        return self._store.ids(clusters) | names | dict(pending.called)

    def rebuild(
        self, sketches: Sketches, boilerplate: NDArray[np.uint32], only: Iterable[int] | None = None
    ) -> None:
        """Makes the pairs from the stories of each event: for an index of an older format, and where events
        were made anew.

        Parameters
        ----------
        sketches
            Shingles, facts and vocabularies of stored stories.
        boilerplate
            uint32, ascending: what is known.
        only
            Events (keys), where not all are meant.
        """
        listed = self._store.database.rows("SELECT DISTINCT event FROM event_members ORDER BY event")
        events = {int(event) for (event,) in listed}
        for event in sorted(events if only is None else events.intersection(only)):
            clusters = {event, *self._store.parts([event])[event]}
            rows = self._store.members(clusters)
            pairs = iter(
                (a, b) for a, b in combinations(range(len(rows)), 2) if rows[a].cluster != rows[b].cluster
            )
            keys = [row.key for row in rows]
            while some := list(islice(pairs, _AT_ONCE)):
                of = sketches.of(keys)
                texts = text_sets(of.shingles, of.facts, of.words, boilerplate)
                found = pair_scores(texts, np.array(some, np.int64))
                sizes = of.shingles.sizes[found.pairs[:, 0]]
                common = np.rint(found.containment_a * sizes).astype(np.int64)
                kept = np.flatnonzero(found.likeness >= VERSION)
                columns = (found.score[kept], found.likeness[kept], common[kept])
                self._store.rewrite(
                    Rewrite(keys[a], keys[b], *values)
                    for (a, b), *values in zip(
                        found.pairs[kept].tolist(), *(column.tolist() for column in columns), strict=True
                    )
                )


def _groups(clusters: set[int], joined: set[tuple[int, int]]) -> list[tuple[int, ...]]:
    """The groups into which pairs join clusters, each ascending, by their first ones."""
    ordered = sorted(clusters)
    place = {cluster: number for number, cluster in enumerate(ordered)}
    pairs = np.array([(place[a], place[b]) for a, b in joined], np.int64).reshape(-1, 2)
    groups: dict[int, list[int]] = defaultdict(list)
    for cluster, label in zip(ordered, components(len(ordered), pairs).tolist(), strict=True):
        groups[label].append(cluster)
    return [tuple(group) for group in groups.values()]


def _rewritten(verdict: Verdict, row: Row, other: Row, common: int) -> Verdict:
    """A verdict that names the story of which its story is a version, with the shingles that they share."""
    scores = Scores(
        round(common / max(row.size + other.size - common, 1), 4),
        round(common / row.size, 4),
        round(common / other.size, 4),
        probability=None if verdict.scores is None else verdict.scores.probability,
    )
    return replace(verdict, relation=Relation.REWRITE.value, matched=other.id, scores=scores)
