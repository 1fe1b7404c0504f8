"""`dedup index verify`: does everything in an index fit together?"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from dedup.errors import DedupError
from dedup.index.bodies import content, text_of, unpack
from dedup.index.database import Database
from dedup.index.keys import Keys, keys, story_numbers
from dedup.index.store import Edge, Row, Store
from dedup.settings import Settings
from dedup.sketch.minhash import sketch

MOST = 100
"""Faults that are told one by one."""

_AT_ONCE = 2_000


def faults(database: Database, settings: Settings) -> list[str]:
    """What is wrong with an index, in words.

    The database's own check comes first; then every story is unpacked, hashed and sketched, and its keys are
    looked for; last, edges and clusters are held against the stories.
    """
    found = list(database.faults())
    try:
        for fault in _faults(database, settings):
            found.append(fault)
            if len(found) >= MOST:
                found.append("there are more faults; these are the first")
                break
    except DedupError as problem:
        found.append(str(problem))
    except (ValueError, TypeError, KeyError, OverflowError) as problem:
        found.append(f"a table cannot be read ({type(problem).__name__}: {problem})")
    return found


def _faults(database: Database, settings: Settings) -> Iterator[str]:
    store = Store(database)
    runs = np.sort(np.concatenate([np.empty(0, np.uint64), *_runs(database)]))
    numbers, clusters, ids = set(), {}, defaultdict(list)
    batch: list[Row] = []
    for row in store.stories():
        numbers.add(row.key)
        ids[row.id].append(row.current)
        if row.current:
            clusters[row.key] = row.cluster
        batch.append(row)
        if len(batch) == _AT_ONCE:
            yield from _stories(database, batch, runs)
            batch = []
    yield from _stories(database, batch, runs)
    for name, current in ids.items():
        if sum(current) != 1:
            yield f"story {name!r} has {sum(current)} current versions instead of one"
    yield from _edges(database, settings, clusters)
    yield from _clusters(database, clusters, numbers)


def _runs(database: Database) -> Iterator[Keys]:
    for (run,) in database.rows("SELECT run FROM runs"):
        [[size, data]] = database.rows("SELECT size, keys FROM runs WHERE run = ?", run)
        if len(data) != 8 * size:
            raise DedupError(f"run {run} has {len(data)} bytes instead of {8 * size}")
        stored = np.frombuffer(data, "<u8")
        if (stored[1:] < stored[:-1]).any():
            raise DedupError(f"run {run} is not in order")
        yield stored


def _stories(database: Database, rows: list[Row], runs: Keys) -> Iterator[str]:
    wanted = database.ints(row.key for row in rows)
    bodies = dict(database.rows("SELECT key, body FROM bodies WHERE key IN ({ints})", wanted))
    whole = []
    for row in rows:
        try:
            if row.key not in bodies:
                yield f"story {row.id!r} (version {row.version}) has no text"
                continue
            story = unpack(bodies[row.key])
        except DedupError as problem:
            yield f"story {row.id!r} (version {row.version}): {problem}"
            continue
        if story.id != row.id or content(story) != row.content:
            yield f"story {row.id!r} (version {row.version}) is not what was stored"
        else:
            whole.append((row, text_of(story)))
    if not whole:
        return
    shingles, signatures, _ = sketch([text for _, text in whole])
    number = np.array([row.key for row, _ in whole])
    needed = keys(shingles, signatures).stored(number)
    at = np.minimum(np.searchsorted(runs, needed), max(len(runs) - 1, 0))
    missing = needed if not len(runs) else needed[runs[at] != needed]
    names = {row.key: row.id for row, _ in whole if row.current}
    for key in np.unique(story_numbers(missing)).tolist():
        if key in names:
            yield f"story {names[key]!r} cannot be found by all of its keys"


def _edges(database: Database, settings: Settings, clusters: dict[int, int]) -> Iterator[str]:
    for row in database.rows("SELECT a, b, score, common FROM edges"):
        edge = Edge(*row)
        if edge.a not in clusters or edge.b not in clusters:
            yield f"the pair {edge.a}, {edge.b} names a story that is not there"
        elif edge.a >= edge.b or not settings.threshold <= edge.score <= 1:
            yield f"the pair {edge.a}, {edge.b} has the score {edge.score}"


def _clusters(database: Database, clusters: dict[int, int], numbers: set[int]) -> Iterator[str]:
    named = {
        key: (name, leads) for key, name, leads in database.rows("SELECT key, name, leads FROM clusters")
    }
    members: dict[int, int] = defaultdict(int)
    for cluster in clusters.values():
        members[cluster] += 1
    for cluster, count in members.items():
        if cluster in named and named[cluster][1] is not None:
            yield f"cluster {named[cluster][0]!r} has stories, but leads to another"
        if cluster not in named and (count > 1 or cluster not in numbers):
            yield f"cluster {cluster} has no name"
    for name, leads in named.values():
        if leads is not None and leads in named and named[leads][1] is not None:
            yield f"cluster {name!r} leads to one that leads to another"
