"""Duplicate clusters over time: what a batch changes in them, how they keep their ids, and the verdicts.

A batch touches some stories; all that hangs together with them by edges or by a common cluster is joined anew
by `match.clustering.join`, which depends on the edges alone. So the clusters are those that one run over all
stories would make, in whatever order and batches they came. Ids are a matter of history instead: a cluster is
called by the story that founded it, the older id wins when two meet, and the other leads there from then on.
Where a cluster falls apart (a story between its halves was changed or removed, boilerplate was recognised),
the part with its founder keeps the id. A verdict says what became of a story of a batch, from the edges and
clusters that the batch brought about.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dedup.index.matching import Batch, Found, Sketches, rank
from dedup.index.store import Edge, Name, Row, Store, text_of
from dedup.match.claims import concatenate as concatenate_claims
from dedup.match.claims import conflicting
from dedup.match.clustering import join
from dedup.match.corrections import NO_CORRECTIONS, Bounds, Corrections, placed
from dedup.match.duplicates import covers, same_text
from dedup.match.relation import Relation, relation
from dedup.sketch.shingles import concatenate
from dedup.types import Scores, Verdict


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
    corrections: Corrections = NO_CORRECTIONS,
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
    corrections
        What must be joined, and what must not.
    """
    new = {row.key for row in fresh}
    ties = _ties(store, fresh, corrections, gone)
    begin = {key for edge in edges for key in (edge.a, edge.b)} | set(touched)
    begin |= {key for one in new & ties.keys() for key in (one, *ties[one])}
    begin |= {key for edge in outdated for key in (edge.a, edge.b)}
    left_out = {(edge.a, edge.b) for edge in outdated}
    held = {row.cluster for row in fresh if row.cluster != row.key}
    olds, stored = _hanging_together(store, begin - new - gone, held, gone, left_out, ties)
    alone = [row for row in fresh if row.key not in begin and row.cluster == row.key]
    nodes = [*olds.values(), *(row for row in fresh if row.key in begin or row.cluster != row.key)]
    return _name(store, nodes, _joined(nodes, [*stored, *edges], corrections), new, alone)


def _ties(
    store: Store, fresh: Sequence[Row], corrections: Corrections, gone: frozenset[int]
) -> dict[int, set[int]]:
    """The stories with which corrections join each story, new and stored ones."""
    if not corrections.join:
        return {}
    keys = {name: row.key for name, row in store.by_id(corrections.ids()).items() if row.key not in gone}
    keys |= {row.id: row.key for row in fresh}
    ties: dict[int, set[int]] = defaultdict(set)
    for one in corrections.join:
        if one.a in keys and one.b in keys:
            ties[keys[one.a]].add(keys[one.b])
            ties[keys[one.b]].add(keys[one.a])
    return ties


def _hanging_together(
    store: Store,
    begin: set[int],
    held: set[int],
    gone: frozenset[int],
    left_out: set[tuple[int, int]],
    ties: Mapping[int, set[int]],
) -> tuple[dict[int, Row], list[Edge]]:
    """Stored stories that are connected with some by edges, clusters or corrections, and their edges."""
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
        frontier = {key for edge in edges for key in (edge.a, edge.b)}
        frontier |= {other for key in fresh for other in ties.get(key, ())}
        frontier -= rows.keys()
        held = set()
    return rows, [edge for edge in found if (edge.a, edge.b) not in left_out]


def _joined(nodes: Sequence[Row], edges: Sequence[Edge], corrections: Corrections) -> list[list[Row]]:
    """The stories in groups, by the edges and the corrections alone."""
    if not edges and not corrections.join:
        return [[row] for row in nodes]
    ordered = sorted(nodes, key=lambda row: rank(row.published, row.id))
    place = {row.key: number for number, row in enumerate(ordered)}
    pairs = np.array([(place[edge.a], place[edge.b]) for edge in edges], np.int64).reshape(-1, 2)
    scores = np.array([edge.score for edge in edges], np.float64)
    bounds = None
    if corrections:
        bounds = Bounds(placed(corrections, {row.id: number for number, row in enumerate(ordered)}))
    labels = join(len(ordered), np.sort(pairs, axis=1), scores, bounds)
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


KINDS = {
    "identical": "duplicate",
    "near-duplicate": "duplicate",
    "revision": "revision",
    "excerpt": "excerpt",
}
"""Kind of verdict for each relation of two stories of a duplicate cluster."""


def verdicts(
    batch: Batch,
    before: Mapping[str, Row],
    rows: Sequence[Row],
    found: Found,
    changes: Changes,
    store: Store,
    sketches: Sketches,
    corrections: Corrections = NO_CORRECTIONS,
) -> list[Verdict]:
    """The verdict of every story of a batch, in its order.

    Parameters
    ----------
    batch
        The stories.
    before
        Their stored versions, by id.
    rows
        The stories of the batch that are new or have changed.
    found, changes
        What they bring about.
    store, sketches
        The tables before anything is written; shingles of stored stories.
    corrections
        What joined stories besides.
    """
    partners: dict[int, list[Edge]] = defaultdict(list)
    for edge in found.edges:
        partners[edge.a].append(edge)
        partners[edge.b].append(edge)
    fresh = {row.key: row for row in rows}
    ties = _ties(store, rows, corrections, frozenset())
    joined = {row.key: _joined_through(row, partners[row.key], changes, found.conflicts) for row in rows}
    others = {key for edge in joined.values() if edge for key in (edge.a, edge.b)}
    others = others.union(*(ties.get(key, ()) for key in fresh)) - fresh.keys()
    known = fresh | store.by_key(sorted(others))
    merged = {cluster: [changes.called[old] for old in olds] for cluster, olds in changes.merged.items()}
    place = {story.id: number for number, story in enumerate(batch.stories)}
    given: dict[str, Verdict] = {}
    for row in rows:
        through = joined[row.key]
        if row.id in before:
            pair = _new_version(batch, place[row.id], row, before[row.id], sketches)
        elif through is None:
            by_hand = [known[key].id for key in sorted(ties.get(row.key, ())) if key < row.key]
            pair = ("duplicate", by_hand[0], Relation.JOINED.value, None) if by_hand else _NO_PAIR
        else:
            other = known[through.a if through.b == row.key else through.b]
            conflict = (through.a, through.b) in found.conflicts
            pair = _pair(row, other, through.common, conflict, KINDS, through.score)
        kind, matched, relation_found, scores = pair
        given[row.id] = Verdict(
            row.id,
            kind,
            changes.called[row.cluster],
            None,
            matched,
            relation_found,
            scores,
            tuple(merged.pop(row.cluster, ())),
            row.version,
        )
    for story in batch.stories:
        if story.id not in given:
            given[story.id] = _known(before[story.id], store)
    return [given[story.id] for story in batch.stories]


def _joined_through(
    row: Row, edges: Sequence[Edge], changes: Changes, conflicts: frozenset[tuple[int, int]]
) -> Edge | None:
    """The best edge with a story of the same cluster that came before; with a later one only when the cluster
    is older than the story.

    A near-copy that contradicts the story goes before it, unless one as like it came later: a toll that went
    from three to four and back is news, though the first report said three.
    """
    inside = [edge for edge in edges if changes.cluster[edge.a] == changes.cluster[edge.b]]
    earlier = [edge for edge in inside if edge.b == row.key]
    if not earlier and changes.cluster[row.key] == row.key:
        return None
    best = max(earlier or inside, key=lambda edge: (edge.score, -edge.a, -edge.b), default=None)
    against = max((edge for edge in earlier if (edge.a, edge.b) in conflicts), default=None)
    if against is None or any(edge.a > against.a and edge.score >= against.score for edge in earlier):
        return best
    return against


Pair = tuple[str, str | None, str | None, Scores | None]
"""Kind, matched story, relation and scores of a verdict."""

_PAIR = np.array([[0, 1]], np.int64)
_NO_PAIR: Pair = ("new", None, None, None)


def _new_version(batch: Batch, place: int, row: Row, old: Row, sketches: Sketches) -> Pair:
    """A new version matched the one that it replaces."""
    before = sketches.of([old.key])
    both = concatenate([batch.shingles.take(np.array([place])), before.shingles])
    common = int(covers(both, _PAIR)[3][0])
    claims = [sketches.facts([text_of(batch.stories[place])]).claims, before.facts.claims]
    conflict = bool(conflicting(concatenate_claims(claims), _PAIR)[0])
    return _pair(row, old, common, conflict, dict.fromkeys(KINDS, "revision"))


def _pair(
    row: Row,
    other: Row,
    common: int,
    conflict: bool,
    kinds: Mapping[str, str],
    score: float | None = None,
) -> Pair:
    """What a story is to another; `score` is their duplicate score, None of two versions of one id."""
    jaccard = common / max(row.size + other.size - common, 1)
    mine, theirs = common / max(row.size, 1), common / max(other.size, 1)
    kind = relation(jaccard, mine, theirs, row.words, other.words, conflict)
    likely = None if score is None else round(float(same_text(np.array(score))), 4)
    scores = Scores(round(jaccard, 4), round(mine, 4), round(theirs, 4), probability=likely)
    return kinds[kind], other.id, kind.value, scores


def _known(row: Row, store: Store) -> Verdict:
    """The same story once more: nothing changes."""
    name = store.names([row.cluster]).get(row.cluster)
    return Verdict(
        row.id,
        "duplicate",
        row.id if name is None else name.name,
        matched=row.id,
        relation="identical",
        scores=Scores(1.0, 1.0, 1.0),
        version=row.version,
        stored=False,
    )


def compared(batch: Batch, given: Sequence[Verdict], store: Store) -> list[Verdict]:
    """Verdicts with the differences from the stories that were matched; call it before anything is
    written."""
    from dedup.pipeline import compare

    stories = {story.id: story for story in batch.stories}
    matched = {v.matched for v in given if v.matched is not None and v.stored}
    keys = {name: row.key for name, row in store.by_id(sorted(matched)).items()}
    stored = store.bodies(sorted(keys.values()))
    complete = []
    for verdict in given:
        name = verdict.matched
        if name is not None and verdict.stored:
            fresh = name in stories and name != verdict.id and name not in keys
            other = stories[name] if fresh else stored[keys[name]]
            verdict = replace(verdict, differences=compare(other, stories[verdict.id]).differences)
        complete.append(verdict)
    return complete
