"""Export, import and verification of an index.

An export is JSON lines: one about the index, then one for every version of every story. What comes back are
the stories with their ids, versions and times, what was learned as boilerplate, the names of the clusters,
and where old names lead; the clusters themselves are made anew. Imported into an index that has stories
already, it is a merge: clusters that meet are joined, and the names of the index that was there win.
"""

import logging
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import orjson

from dedup.errors import CorruptError, DedupError, InputError
from dedup.index import schema
from dedup.index.event_log import EventLog
from dedup.index.keys import Keys, keys, read_run, story_numbers
from dedup.index.schema import Database
from dedup.index.store import (
    Edge,
    Name,
    Rewrite,
    Row,
    Store,
    content,
    from_record,
    text_of,
    to_record,
    unpack,
)
from dedup.match.corrections import NO_CORRECTIONS, Corrections, corrections
from dedup.match.relation import VERSION
from dedup.settings import Settings
from dedup.sketch.minhash import sketch
from dedup.types import Story

HEADER = "dedup_index"
"""Key of the first line."""

_RECORDS_AT_ONCE = 500
_LOG_FIELDS = 5
_log = logging.getLogger("dedup")


@dataclass(frozen=True, slots=True)
class Exported:
    """A story's line: the story, the second in which it was added, the names of its cluster and its event;
    earlier stories (ids) of which it may be a version, with score, likeness and shared shingles."""

    story: Story
    seen: int
    cluster: str
    event: str
    rewrites: dict[str, tuple[float, float, int]] = field(default_factory=dict)


@dataclass(slots=True)
class About:
    """The first line: names of clusters that lead to others, boilerplate by the day it was learned, ids of
    events that lead to others, the log of events, and corrections."""

    leads: dict[str, str] = field(default_factory=dict)
    boilerplate: dict[int, list[int]] = field(default_factory=dict)
    event_leads: dict[str, str] = field(default_factory=dict)
    event_log: list[list[object]] = field(default_factory=list)
    corrections: Corrections = NO_CORRECTIONS


def _boilerplate(
    database: Database, damaged: Callable[[CorruptError], object]
) -> Iterator[tuple[int, list[int]]]:
    """The days on which boilerplate was learned, and its hashes; `damaged` gets what cannot be read."""
    for day, hashes in database.rows("SELECT day, hashes FROM boilerplate ORDER BY day"):
        try:
            data = schema.unseal(hashes, "what is known as boilerplate", database.place)
        except CorruptError as problem:
            damaged(problem)
        else:
            yield day, np.frombuffer(data, "<u4").tolist()


def lines(database: Database, events: EventLog) -> Iterator[bytes]:
    """The lines of an export, newlines included. Stories that cannot be read any more are named in the
    log."""
    store = Store(database)
    names = {
        key: (name, leads) for key, name, leads in database.rows("SELECT key, name, leads FROM clusters")
    }
    known = _boilerplate(database, lambda problem: _log.warning("%s: it is left out", problem))
    last = {number: day for day, numbers in known for number in numbers}
    learned: dict[str, list[int]] = defaultdict(list)
    for number, day in sorted(last.items()):
        learned[str(day)].append(number)
    said = store.corrections()
    about = {
        "made_with": schema.made_with(database),
        "leads": {name: names[leads][0] for name, leads in sorted(names.values(), key=str) if leads in names},
        "boilerplate": learned,
        **events.exported(),
        "must_join": [one.pair for one in said.join],
        "must_not_join": [one.pair for one in said.part],
    }
    yield orjson.dumps({HEADER: about}) + b"\n"
    rows = store.stories()
    while group := list(islice(rows, _RECORDS_AT_ONCE)):
        founders = store.ids(row.cluster for row in group)
        reported = events.names_of([row.cluster for row in group])
        rewrites = _rewrites(store, [row.key for row in group])
        for row in group:
            try:
                story = store.bodies([row.key])[row.key]
            except (CorruptError, KeyError):
                _log.warning("the text of story %r is damaged; it is left out", row.id)
                continue
            cluster = names[row.cluster][0] if row.cluster in names else founders.get(row.cluster, row.id)
            line: dict[str, object] = {"seen": row.seen, "cluster": cluster}
            line["event"] = reported.get(row.cluster, cluster)
            if row.key in rewrites:
                line["rewrites"] = rewrites[row.key]
            yield orjson.dumps({**to_record(story), **line}) + b"\n"


def _rewrites(store: Store, keys: list[int]) -> dict[int, dict[str, tuple[float, float, int]]]:
    """The earlier stories, by id, of which each of some stories may be a version."""
    own = set(keys)
    pairs = [one for one in sorted(store.rewrites(keys)) if one.b in own]
    names = store.ids({one.a for one in pairs})
    found: dict[int, dict[str, tuple[float, float, int]]] = defaultdict(dict)
    for one in pairs:
        found[one.b][names[one.a]] = one.score, one.likeness, one.common
    return found


def parse(given: Iterable[bytes], place: str) -> Iterator[About | Exported]:
    """What the lines of an export say: first what is about the index, then the stories.

    Raises
    ------
    InputError
        They are no export.
    """
    for number, line in enumerate(given, start=1):
        try:
            record = orjson.loads(line)
            if number == 1:
                about = record[HEADER]
                yield About(
                    about["leads"],
                    {int(day): part for day, part in about["boilerplate"].items()},
                    about.get("event_leads", {}),
                    [entry for entry in about.get("event_log", []) if len(entry) == _LOG_FIELDS],
                    corrections(about.get("must_join", []), about.get("must_not_join", [])),
                )
            else:
                seen, cluster = record.pop("seen"), record.pop("cluster")
                event = record.pop("event", cluster)
                rewrites = {
                    str(other): (float(score), float(likeness), int(common))
                    for other, (score, likeness, common) in record.pop("rewrites", {}).items()
                }
                yield Exported(from_record(record), int(seen), str(cluster), str(event), rewrites)
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise InputError(
                f"{place}:{number}: not a line of an exported index ({type(problem).__name__}: {problem}); "
                "stories from other files come in with dedup add"
            ) from problem


def restore_versions(
    store: Store, exported: dict[str, dict[str, tuple[float, float, int]]], said: dict[str, int]
) -> None:
    """Stores the pairs of an export that were not found again, of stories that say what they said there.

    Parameters
    ----------
    store
        The tables.
    exported
        Story -> what `Exported.rewrites` says of its latest version.
    said
        Story -> hash of what it said in the export.
    """
    rows = {name: row for name, row in store.by_id(said).items() if row.content == said[name]}
    wanted = [
        (rows[name], rows[other], values)
        for name, others in exported.items()
        for other, values in others.items()
        if name in rows and other in rows
    ]
    made = [
        Rewrite(min(a.key, b.key), max(a.key, b.key), score, likeness, common)
        for a, b, (score, likeness, common) in wanted
    ]
    keys = {key for one in made for key in one.pair}
    known = {one.pair for one in store.rewrites(keys)}
    store.rewrite(one for one in made if one.pair not in known)


def restore_names(store: Store, about: About, wanted: dict[str, str], before: int) -> None:
    """Gives imported clusters the names that they had.

    A cluster that was founded before the import keeps its name; so does one whose name in the export is that
    of such a cluster. All others take theirs at once, as a story that left a cluster may have left its id
    there as the name, and be called otherwise itself. Names that came to lead elsewhere by the import give
    way.

    Parameters
    ----------
    store
        The tables.
    about
        The first line of the export.
    wanted
        Story -> name of its cluster in the export.
    before
        The last number of a story before the import.
    """
    rows = store.by_id({*wanted, *wanted.values(), *about.leads})
    clusters = {row.cluster for row in rows.values()}
    present = store.ids(clusters) | {key: name.name for key, name in store.names(clusters).items()}
    claims: dict[str, set[int]] = defaultdict(set)
    for story, name in wanted.items():
        if story in rows:
            claims[name].add(rows[story].cluster)
    places = dict(sorted(((name, min(keys)) for name, keys in claims.items()), key=lambda item: item[1]))
    wishes: dict[int, str] = {}
    for name, key in places.items():
        if key > before:
            wishes.setdefault(key, name)
    listed = store.named([*places, *about.leads]).values()
    kept = {name: key for key, name in present.items() if key not in wishes}
    passing = {name.name: name.key for name in listed if name.leads is not None and name.key > before}
    kept |= {name.name: name.key for name in listed if name.name not in passing and name.key not in wishes}
    _refuse(wishes, kept, present)
    store.forget_names(passing[name] for name in wishes.values() if name in passing)
    store.name(Name(key, name, None) for key, name in wishes.items() if present[key] != name)
    held = {*kept, *wishes.values(), *passing}
    leads = [(name, key) for name, key in places.items() if name not in held]
    leads += [(old, places[name]) for old, name in sorted(about.leads.items()) if name in places]
    number = schema.counters(store.database).story
    led = []
    for old, key in leads:
        if old not in held:
            held.add(old)
            number += 1
            led.append(Name(number, old, key))
    store.name(led)
    schema.set_meta(store.database, "last_story", str(number))


def _refuse(wishes: dict[int, str], kept: dict[str, int], present: dict[int, str]) -> None:
    """Drops the wishes (cluster -> name) for names that another cluster keeps; the others keep theirs."""
    by_name = {name: key for key, name in wishes.items()}
    refused = [key for key, name in wishes.items() if name in kept]
    while refused:
        key = refused.pop()
        del wishes[key]
        other = by_name.get(present[key])
        if other in wishes and present[key] not in kept:
            refused.append(other)
        kept[present[key]] = key


MOST = 100
"""Faults that are named one by one."""

_ROWS_AT_ONCE = 2_000


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
    damaged: list[CorruptError] = []
    deque(_boilerplate(database, damaged.append), maxlen=0)
    yield from map(str, damaged)
    runs = np.sort(np.concatenate([np.empty(0, np.uint64), *_runs(database)]))
    numbers, clusters, ids = set(), {}, defaultdict(list)
    batch: list[Row] = []
    for row in store.stories():
        numbers.add(row.key)
        ids[row.id].append(row.current)
        if row.current:
            clusters[row.key] = row.cluster
        batch.append(row)
        if len(batch) == _ROWS_AT_ONCE:
            yield from _stories(database, batch, runs)
            batch = []
    yield from _stories(database, batch, runs)
    for name, current in ids.items():
        if sum(current) != 1:
            yield f"story {name!r} has {sum(current)} current versions instead of one"
    yield from _edges(database, settings, clusters)
    yield from _clusters(database, clusters, numbers)
    yield from _corrections(store)
    yield from EventLog(store, settings.window).faults()


def _runs(database: Database) -> Iterator[Keys]:
    for (run,) in database.rows("SELECT run FROM runs"):
        stored = read_run(database, run)
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
    for row in database.rows("SELECT a, b, score, likeness, common FROM rewrites"):
        one = Rewrite(*row)
        if one.a not in clusters or one.b not in clusters:
            yield f"the pair {one.a}, {one.b} of versions names a story that is not there"
        elif one.a >= one.b or not VERSION <= one.likeness <= 1 or not 0 <= one.score <= one.likeness:
            yield f"the pair {one.a}, {one.b} of versions has the likeness {one.likeness}"


def _corrections(store: Store) -> Iterator[str]:
    said = store.corrections()
    where = {name: row.cluster for name, row in store.by_id(said.ids()).items()}
    for pairs, together in ((said.join, True), (said.part, False)):
        for one in pairs:
            if one.a in where and one.b in where and (where[one.a] == where[one.b]) != together:
                yield f"{one.a!r} and {one.b!r} are not where a correction puts them"


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
