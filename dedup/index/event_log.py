"""Events as an index keeps them: in figures, with a log of what became of them.

An event is here from its second story on. After every batch the events that it touched are counted anew, one
aggregate a duplicate cluster, and held against their rows: the differences are the log. Sources and languages
are added up and not counted anew, which would need the texts. A story alone costs nothing: it is in no event.
An event whose stories all went into another one leaves its id behind, which leads there. It is closed when
none was added for the window of days in which reports of one event lie, and open again with the next.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import orjson

from dedup.index.clusters import Changes
from dedup.index.store import EventMembership, Store
from dedup.types import EventChange, EventDetails, EventMember, IndexedEvent, Story, by_time

DAY = 86_400

_COLUMNS = (
    "key, name, stories, tellings, opened, latest, first, last, headline, sources, langs, closed, leads"
)
_STORIES, _LATEST, _SOURCES, _LANGS = (
    _COLUMNS.split(", ").index(name) for name in ("stories", "latest", "sources", "langs")
)
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the table of events; see `dedup.IndexedEvent`. Times are in seconds since 1970."""

    key: int
    name: str
    stories: int
    tellings: int
    opened: int
    latest: int
    first: float | None
    last: float | None
    headline: str | None
    sources: tuple[str, ...]
    langs: tuple[str, ...]
    closed: int = 0
    leads: int | None = None


@dataclass(frozen=True, slots=True)
class _Counted:
    """What an event holds now."""

    stories: int
    tellings: int
    opened: int
    latest: int
    first: float | None
    last: float | None
    clusters: tuple[int, ...]


def touched(changes: Changes, stated: Iterable[EventMembership]) -> set[int]:
    """Duplicate clusters whose events a batch may have changed: all but stories that are alone."""
    sizes = Counter(changes.cluster.values())
    joined = {key for entry in stated for key in (entry.cluster, entry.event)}
    found = joined | {cluster for cluster, size in sizes.items() if size > 1}
    found |= {cluster for _, cluster in changes.moved}
    return found | {key for new, olds in changes.merged.items() for key in (new, *olds)}


class EventLog:
    """The events of an index.

    Parameters
    ----------
    store
        Its tables.
    window
        Days without a story after which an event is closed.
    """

    def __init__(self, store: Store, window: float) -> None:
        self._store = store
        self._quiet = window * DAY

    def before(self, clusters: Iterable[int], moved: Iterable[int] = ()) -> set[int]:
        """Events of some duplicate clusters, and of some stories, as the tables have them."""
        keys = {row.cluster for row in self._store.by_key(sorted(moved)).values()} | set(clusters)
        placed = self._store.stated(sorted(keys))
        return {placed[key].event if key in placed else key for key in keys}

    def update(
        self,
        clusters: Iterable[int],
        earlier: Iterable[int],
        at: int,
        fresh: Mapping[int, Story] = MappingProxyType({}),
        fewer: str | None = "split",
    ) -> None:
        """Counts events anew, and writes down what became of them.

        Parameters
        ----------
        clusters
            Duplicate clusters that were touched.
        earlier
            The events that they, and stories that left them, were in before.
        at
            When, in seconds since 1970.
        fresh
            New stories by their keys.
        fewer
            What it is called when stories left an event; None: not worth an entry.
        """
        keys = sorted(self.before(clusters) | set(earlier))
        for first in range(0, len(keys), _AT_ONCE):
            self._changed(set(keys[first : first + _AT_ONCE]), at, fresh, fewer)
        self._close(at)

    def _changed(self, keys: set[int], at: int, fresh: Mapping[int, Story], fewer: str | None) -> None:
        now = self._counted(keys)
        known = self._entries(keys)
        gone = {
            key: target
            for key, entry in known.items()
            if entry.leads is None and key not in now and (target := self._target(key)) is not None
        }
        if missing := set(gone.values()) - keys:
            now |= self._counted(missing)
            known |= self._entries(missing)
        there = {key for key, counted in now.items() if key in known or counted.stories > 1}
        gone = {key: target for key, target in gone.items() if target in there}
        written: list[Entry] = []
        log: list[tuple[int, int, str, int, str | None]] = []
        for key, counted in sorted(now.items()):
            old = known.get(key)
            if counted.stories < 2 and (old is None or old.leads is not None):
                continue
            met = [known[other] for other, target in gone.items() if target == key]
            entry = self._entry(key, counted, old, met, fresh)
            written.append(entry)
            if old is None or old.leads is not None:
                log.append((at, key, "opened", entry.stories, None))
            elif not met and entry.stories > old.stories:
                log.append((at, key, "grew", entry.stories, None))
            elif fewer is not None and entry.stories < old.stories:
                log.append((at, key, fewer, entry.stories, None))
            log += [(at, key, "merged", entry.stories, other.name) for other in met]
        self._write(written)
        for key, target in gone.items():
            self._store.database.run(
                "UPDATE events SET leads = ?, stories = 0 WHERE key = ? OR leads = ?", target, key, key
            )
        left = [
            key for key, entry in known.items() if key not in now and key not in gone and entry.leads is None
        ]
        self._forget(left)
        self._note(log)

    def _counted(self, keys: Iterable[int]) -> dict[int, _Counted]:
        """What events hold now; those without a story are left out."""
        wanted = sorted(keys)
        own = self._store.stated(wanted)
        parts = self._store.parts(wanted)
        clusters = {key: {*parts.get(key, []), *([key] if key not in own else [])} for key in wanted}
        every = self._store.counted({cluster for held in clusters.values() for cluster in held})
        found = {}
        for key, held in clusters.items():
            rows = [every[cluster] for cluster in sorted(held) if cluster in every]
            if rows:
                first = [row.first for row in rows if row.first is not None]
                last = [row.last for row in rows if row.last is not None]
                found[key] = _Counted(
                    sum(row.stories for row in rows),
                    len(rows),
                    min(row.opened for row in rows),
                    max(row.latest for row in rows),
                    min(first, default=None),
                    max(last, default=None),
                    tuple(row.cluster for row in rows),
                )
        return found

    def _target(self, key: int) -> int | None:
        """The event into which one without stories went, if it went into one."""
        named = self._store.names([key]).get(key)
        cluster = key if named is None or named.leads is None else named.leads
        entry = self._store.stated([cluster]).get(cluster)
        event = cluster if entry is None else entry.event
        return None if event == key else event

    def _entry(
        self,
        key: int,
        counted: _Counted,
        old: Entry | None,
        met: Sequence[Entry],
        fresh: Mapping[int, Story],
    ) -> Entry:
        """The new row of an event; `met`: those that went into it."""
        known = [entry for entry in (old, *met) if entry is not None and entry.leads is None]
        members = self._store.members(counted.clusters) if old is None or len(fresh) else []
        new = [fresh[row.key] for row in members if row.key in fresh]
        if not known:
            new += self._store.bodies([row.key for row in members if row.key not in fresh]).values()
        sources = {source for entry in known for source in entry.sources}
        langs = {lang for entry in known for lang in entry.langs}
        sources |= {story.source for story in new if story.source}
        langs |= {story.lang for story in new if story.lang}
        headline = known[0].headline if known else _headline(new)
        return Entry(
            key,
            known[0].name if old is not None and known else self._name(key),
            counted.stories,
            counted.tellings,
            min([counted.opened, *(entry.opened for entry in known)]),
            counted.latest,
            counted.first,
            counted.last,
            headline,
            tuple(sorted(sources)),
            tuple(sorted(langs)),
        )

    def _name(self, key: int) -> str:
        stated = self._store.stated(self._store.parts([key]).get(key, [key])[:1])
        for entry in stated.values():
            if entry.event == key:
                return entry.name
        named = self._store.names([key]).get(key)
        return named.name if named else self._store.ids([key]).get(key, str(key))

    def lead(self, leads: Mapping[int, int]) -> None:
        """Ids of events (keys) of which no more than one story is left lead to other events."""
        for key, target in sorted(leads.items()):
            self._store.database.run(
                "UPDATE events SET leads = ?, stories = 0 WHERE key = ? OR leads = ?", target, key, key
            )

    def _close(self, at: int) -> None:
        quiet = self._store.database.rows(
            "SELECT key, stories FROM events WHERE leads IS NULL AND closed = 0 AND latest < ?",
            at - self._quiet,
        )
        if quiet:
            keys = self._store.database.ints(key for key, _ in quiet)
            self._store.database.run("UPDATE events SET closed = 1 WHERE key IN ({ints})", keys)
            self._note([(at, key, "closed", stories, None) for key, stories in quiet])

    def _entries(self, keys: Iterable[int]) -> dict[int, Entry]:
        return {key: _entry(row) for key, row in self._rows(keys).items()}

    def _rows(self, keys: Iterable[int]) -> dict[int, tuple[Any, ...]]:
        found = self._store.database.rows(
            f"SELECT {_COLUMNS} FROM events WHERE key IN ({{ints}})",  # noqa: S608
            self._store.database.ints(sorted(keys)),
        )
        return {row[0]: row for row in found}

    def _write(self, entries: Iterable[Entry]) -> None:
        names = _COLUMNS.split(", ")
        updates = ", ".join(f"{name} = excluded.{name}" for name in names[1:])
        self._store.database.many(
            f"INSERT INTO events ({_COLUMNS}) VALUES ({', '.join('?' * len(names))}) "  # noqa: S608
            f"ON CONFLICT (key) DO UPDATE SET {updates}",
            [
                (
                    *(getattr(e, n) for n in names[:9]),
                    orjson.dumps(e.sources).decode(),
                    orjson.dumps(e.langs).decode(),
                    e.closed,
                    e.leads,
                )
                for e in entries
            ],
        )

    def _note(self, log: Sequence[tuple[int, int, str, int, str | None]]) -> None:
        if not log:
            return
        [[last]] = self._store.database.rows("SELECT coalesce(max(number), 0) FROM event_log")
        self._store.database.many(
            "INSERT INTO event_log (number, at, event, kind, stories, other) VALUES (?, ?, ?, ?, ?, ?)",
            [(last + place, *entry) for place, entry in enumerate(log, start=1)],
        )

    def _forget(self, keys: Sequence[int]) -> None:
        """Drops events of which no story is left, with the ids that lead to them and their log."""
        if keys:
            wanted = self._store.database.ints(keys)
            self._store.database.run(
                "DELETE FROM event_log WHERE event IN ({ints}) "
                "OR event IN (SELECT key FROM events WHERE leads IN ({ints}))",
                wanted,
                wanted,
            )
            self._store.database.run(
                "DELETE FROM events WHERE key IN ({ints}) OR leads IN ({ints})", wanted, wanted
            )

    def rebuild(self, at: int) -> None:
        """Makes the table of events from the stories: for an index of an older format."""
        rows = self._store.database.rows(
            "SELECT DISTINCT event FROM event_members UNION SELECT key FROM clusters WHERE leads IS NULL "
            "AND key NOT IN (SELECT cluster FROM event_members)"
        )
        keys = [key for (key,) in rows]
        for first in range(0, len(keys), _AT_ONCE):
            self._changed(set(keys[first : first + _AT_ONCE]), at, {}, None)
        self._close(at)

    def faults(self) -> Iterator[str]:
        """What is wrong with the table of events, in words."""
        rows = self._store.database.rows(f"SELECT {_COLUMNS} FROM events ORDER BY key")  # noqa: S608
        known = {row[0]: _entry(row) for row in rows}
        for entry in known.values():
            if entry.leads is not None and (entry.leads not in known or known[entry.leads].leads is not None):
                yield f"event {entry.name!r} leads to one that is not there"
        keys = sorted(key for key, entry in known.items() if entry.leads is None)
        for first in range(0, len(keys), _AT_ONCE):
            counted = self._counted(keys[first : first + _AT_ONCE])
            for key in keys[first : first + _AT_ONCE]:
                stored = counted[key].stories if key in counted else 0
                if stored != known[key].stories:
                    yield f"event {known[key].name!r} has {stored} stories, not {known[key].stories}"

    def listed(
        self, since: float | None, source: str | None, lang: str | None, limit: int | None
    ) -> Iterator[IndexedEvent]:
        """Events, the one that got a story last in front; parameters as in `StoryIndex.events`."""
        at, key, given = None, None, 0
        while limit is None or given < limit:
            below = "" if at is None else "AND (latest, key) < (?, ?) "
            rows = self._store.database.rows(
                f"SELECT {_COLUMNS} FROM events WHERE leads IS NULL AND latest >= ? {below}"  # noqa: S608
                f"ORDER BY latest DESC, key DESC LIMIT {_AT_ONCE}",
                -(1 << 62) if since is None else since,
                *(() if at is None else (at, key)),
            )
            wanted = [
                row
                for row in rows
                if row[_STORIES] > 1
                and (source is None or source in _names(row[_SOURCES]))
                and (lang is None or lang in _names(row[_LANGS]))
            ][: None if limit is None else limit - given]
            given += len(wanted)
            merged = self._merged([row[0] for row in wanted])
            yield from (_shown(row, merged.get(row[0], ())) for row in wanted)
            if len(rows) < _AT_ONCE:
                return
            at, key = rows[-1][_LATEST], rows[-1][0]

    def _merged(self, keys: Sequence[int]) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for name, leads in self._store.database.rows(
            "SELECT name, leads FROM events WHERE leads IN ({ints}) ORDER BY key",
            self._store.database.ints(keys),
        ):
            found[leads].append(name)
        return found

    def details(self, name: str) -> EventDetails | None:
        """An event by its id, by one that leads to it, or by that of a duplicate cluster or a story of it."""
        key = self._key(name)
        row = None if key is None else self._rows([key]).get(key)
        if key is None or row is None or row[_STORIES] < 2:
            return None
        counted = self._counted([key])[key]
        rows = self._store.members(counted.clusters)
        stories = self._store.bodies([row.key for row in rows])
        names = self._store.names(counted.clusters)
        ids = self._store.ids(counted.clusters)
        members = [
            EventMember(
                row.id,
                stories[row.key].title,
                stories[row.key].source,
                stories[row.key].lang,
                stories[row.key].published,
                _time(row.seen),
                names[row.cluster].name if row.cluster in names else ids.get(row.cluster, row.id),
                row.version,
                stories[row.key].url,
            )
            for row in sorted(rows, key=lambda row: (row.published is None, row.published or 0.0, row.id))
        ]
        merged = self._merged([key]).get(key, ())
        return EventDetails(_shown(row, merged), tuple(members), tuple(self._log([key])))

    def stories(self, name: str, most: int | None = None) -> list[Story]:
        """The stories of an event, by any id as `details` takes it, in the order in which they came; the last
        ones if there are more than `most`."""
        key = self._key(name)
        counted = {} if key is None else self._counted([key])
        keys = sorted(row.key for held in counted.values() for row in self._store.members(held.clusters))
        stories = self._store.bodies(keys if most is None else keys[-most:])
        return [story for _, story in sorted(stories.items())]

    def _key(self, name: str) -> int | None:
        rows = self._store.database.rows("SELECT key, leads FROM events WHERE name = ? ORDER BY key", name)
        live = [key for key, leads in rows if leads is None]
        if live:
            return int(live[0])
        if rows:
            return int(rows[0][1])
        named = self._store.named([name]).get(name)
        cluster = None if named is None else named.key if named.leads is None else named.leads
        if cluster is None:
            row = self._store.by_id([name]).get(name)
            if row is None:
                return None
            cluster = row.cluster
        entry = self._store.stated([cluster]).get(cluster)
        return cluster if entry is None else entry.event

    def changes(self, since: float) -> list[EventChange]:
        """The log from a time on (seconds since 1970), in order of time."""
        return list(self._logged("at >= ?", since))

    def _log(self, keys: Sequence[int]) -> Iterator[EventChange]:
        return self._logged("event IN ({ints})", self._store.database.ints(keys))

    def _logged(self, where: str, *values: object) -> Iterator[EventChange]:
        rows = self._store.database.rows(
            "SELECT at, event, kind, event_log.stories, other, name, events.leads FROM event_log "  # noqa: S608
            f"JOIN events ON events.key = event WHERE {where} ORDER BY number",
            *values,
        )
        for at, _, kind, stories, other, name, _ in rows:
            yield EventChange(_time(at), name, kind, stories, other)

    def exported(self) -> dict[str, object]:
        """What an export says of events: where ids lead, and the log."""
        names = dict(self._store.database.rows("SELECT key, name FROM events"))
        leads = self._store.database.rows(
            "SELECT name, leads FROM events WHERE leads IS NOT NULL ORDER BY key"
        )
        log = self._store.database.rows(
            "SELECT at, event, kind, stories, other FROM event_log ORDER BY number"
        )
        return {
            "event_leads": {name: names[key] for name, key in leads if key in names},
            "event_log": [[at, names[e], kind, n, other] for at, e, kind, n, other in log if e in names],
        }

    def names_of(self, clusters: Sequence[int]) -> dict[int, str]:
        """The names of the events of duplicate clusters, of those that have a row."""
        placed = self._store.stated(clusters)
        events = {key: placed[key].event if key in placed else key for key in clusters}
        entries = self._entries(set(events.values()))
        return {key: entries[event].name for key, event in events.items() if event in entries}

    def restore(
        self,
        wanted: Mapping[str, str],
        leads: Mapping[str, str],
        log: Sequence[Sequence[object]],
        before: int,
        at: int,
    ) -> None:
        """Gives imported stories the events that they had.

        Parameters
        ----------
        wanted
            Story -> name of its event in the export.
        leads
            Names that lead to others.
        log
            The entries of the export: time, name, kind, stories, other.
        before
            The last number of a story before the import: events that were there keep their names.
        at
            When, in seconds since 1970.
        """
        now = {name: row.cluster for name, row in self._store.by_id(wanted).items()}
        together: dict[str, set[int]] = defaultdict(set)
        for story, event in wanted.items():
            if story in now:
                together[event].add(now[story])
        touched = {cluster for clusters in together.values() for cluster in clusters}
        touched.update(self._store.grown(0))  # imported stories may have moved others that were there before
        opened = self._store.database.rows("SELECT key FROM events WHERE leads IS NULL")
        earlier = self.before(touched) | {key for (key,) in opened}
        keys = self._placed(together, before)
        self.update(touched, earlier, at)
        self._note_imported(leads, log, keys, before)

    def _placed(self, together: Mapping[str, set[int]], before: int) -> dict[str, int]:
        """Puts imported clusters together as they were; the key of each event by its name."""
        keys: dict[str, int] = {}
        made: list[EventMembership] = []
        fresh = [cluster for clusters in together.values() for cluster in clusters if cluster > before]
        self._store.displace(fresh, before)
        for name, clusters in sorted(together.items(), key=lambda item: min(item[1])):
            placed = self._store.stated(sorted(clusters))
            old = min((entry for entry in placed.values()), key=lambda entry: entry.event, default=None)
            key = min(clusters) if old is None else old.event
            own = self._name(key) if old is None else old.name
            called = name if key > before and not self._named(name) else own
            keys[name] = key
            if len(clusters) > 1 or called != own:
                made += [EventMembership(cluster, key, called) for cluster in sorted({*clusters, key})]
        self._store.place(made)
        return keys

    def _note_imported(
        self,
        leads: Mapping[str, str],
        log: Sequence[Sequence[object]],
        keys: dict[str, int],
        before: int,
    ) -> None:
        """Ids that lead to imported events, and the log that they came with instead of that of the import."""
        entries = self._entries(set(keys.values()))
        [[lowest]] = self._store.database.rows("SELECT coalesce(min(key), 0) FROM events")
        number = min(int(lowest), 0)
        known = {name: key for name, key in keys.items() if key in entries}
        for old, name in sorted(leads.items()):
            if name in known and not self._named(old):
                number -= 1
                entry = entries[known[name]]
                self._write([replace(entry, key=number, name=old, stories=0, leads=known[name])])
                known[old] = number
        fresh = self._store.database.ints(key for key in set(keys.values()) if key > before)
        self._store.database.run("DELETE FROM event_log WHERE event IN ({ints})", fresh)
        self._note(
            [
                (
                    int(str(when)),
                    known[str(event)],
                    str(kind),
                    int(str(count)),
                    None if other is None else str(other),
                )
                for when, event, kind, count, other in log
                if str(event) in known
            ]
        )

    def _named(self, name: str) -> bool:
        return bool(self._store.database.rows("SELECT 1 FROM events WHERE name = ? LIMIT 1", name))


def _headline(stories: Iterable[Story]) -> str | None:
    """The title of the earliest story that has one."""
    return next((story.title for story in sorted(stories, key=by_time) if story.title), None)


def _entry(row: Sequence[object]) -> Entry:
    values = list(row)
    values[_SOURCES], values[_LANGS] = (_names(str(values[at])) for at in (_SOURCES, _LANGS))
    return Entry(*values)  # type: ignore[arg-type]  # as the table has them


def _shown(row: Sequence[Any], merged: Iterable[str]) -> IndexedEvent:
    _, name, stories, tellings, opened, latest, first, last, headline, sources, langs, closed, _ = row
    return IndexedEvent(
        name,
        headline,
        stories,
        tellings,
        _names(sources),
        _names(langs),
        _time(opened),
        _time(latest),
        None if first is None else _time(first),
        None if last is None else _time(last),
        bool(closed),
        tuple(merged),
    )


@lru_cache(maxsize=4096)
def _names(stored: str) -> tuple[str, ...]:
    """Sources or languages as the table has them; many events have the same."""
    return tuple(orjson.loads(stored))


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
