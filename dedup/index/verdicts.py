"""Verdicts: what became of each story of a batch, from the edges and clusters that it brought about."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from dedup.index.clusters import Changes
from dedup.index.matching import Batch, Found
from dedup.index.sketches import Sketches
from dedup.index.store import Edge, Row, Store
from dedup.match.duplicates import covers
from dedup.match.relation import relation
from dedup.sketch.shingles import concatenate
from dedup.story import Scores, Verdict

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
    """
    partners: dict[int, list[Edge]] = defaultdict(list)
    for edge in found.edges:
        partners[edge.a].append(edge)
        partners[edge.b].append(edge)
    fresh = {row.key: row for row in rows}
    joined = {row.key: _joined_through(row, partners[row.key], changes) for row in rows}
    others = {key for edge in joined.values() if edge for key in (edge.a, edge.b)} - fresh.keys()
    known = fresh | store.by_key(sorted(others))
    merged = {cluster: [changes.called[old] for old in olds] for cluster, olds in changes.merged.items()}
    place = {story.id: number for number, story in enumerate(batch.stories)}
    given: dict[str, Verdict] = {}
    for row in rows:
        through = joined[row.key]
        if row.id in before:
            pair = _new_version(batch, place[row.id], row, before[row.id], sketches)
        elif through is None:
            pair = _NO_PAIR
        else:
            other = known[through.a if through.b == row.key else through.b]
            pair = _pair(row, other, through.common, KINDS)
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


def _joined_through(row: Row, edges: Sequence[Edge], changes: Changes) -> Edge | None:
    """The best edge with a story of the same cluster that came before; with a later one only when the cluster
    is older than the story."""
    inside = [edge for edge in edges if changes.cluster[edge.a] == changes.cluster[edge.b]]
    earlier = [edge for edge in inside if edge.b == row.key]
    if not earlier and changes.cluster[row.key] == row.key:
        return None
    return max(earlier or inside, key=lambda edge: (edge.score, -edge.a, -edge.b), default=None)


Pair = tuple[str, str | None, str | None, Scores | None]
"""Kind, matched story, relation and scores of a verdict."""

_NO_PAIR: Pair = ("new", None, None, None)


def _new_version(batch: Batch, place: int, row: Row, old: Row, sketches: Sketches) -> Pair:
    """A new version matched the one that it replaces."""
    one = batch.shingles.take(np.array([place]))
    both = concatenate([one, sketches.of([old.key]).shingles])
    common = int(covers(both, np.array([[0, 1]]))[3][0])
    return _pair(row, old, common, dict.fromkeys(KINDS, "revision"))


def _pair(row: Row, other: Row, common: int, kinds: Mapping[str, str]) -> Pair:
    jaccard = common / max(row.size + other.size - common, 1)
    mine, theirs = common / max(row.size, 1), common / max(other.size, 1)
    kind = relation(jaccard, mine, theirs, row.words, other.words)
    scores = Scores(round(jaccard, 4), round(mine, 4), round(theirs, 4))
    return kinds[kind], other.id, kind, scores


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
