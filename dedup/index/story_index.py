"""StoryIndex: deduplication inside a news pipeline, story by story, for years.

**Theory of operation.** A batch of stories is sketched outside of any transaction. Then, alone in writing,
the index looks their keys up (`keys`, `runs`), verifies the candidates on texts (`matching`), joins anew what
hangs together (`clusters`), writes, and commits; only then the verdicts are handed out. So one batch is one
transaction is one acknowledgement: what was acknowledged survives a crash, what was not leaves no trace.

**What is guaranteed.** The duplicate clusters depend on the stories in the index and on the boilerplate, not
on the order or the batches in which the stories came: they are those of `dedup.cluster` over the current
versions with the same boilerplate, as long as no key is so common that it is capped (`info()["capped"]`).
Boilerplate is learned as stories come, from a batch and its candidates; a single batch into an empty index
learns exactly what `dedup.cluster` learns and gives exactly its clusters. Over many batches a pair is scored
by what was known when the later story came, and anew when a later batch shows that a passage of both is
boilerplate. Cluster *ids* are a matter of history: see `clusters`.
"""

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, overload

import numpy as np

from dedup.errors import InputError, SettingsError
from dedup.index import maintenance, schema
from dedup.index.clusters import Changes, compared, regroup, verdicts
from dedup.index.event_log import EventLog, touched
from dedup.index.keys import Runs
from dedup.index.matching import (
    DAY,
    Batch,
    Found,
    Hashes,
    Learned,
    Sketches,
    batches,
    in_clusters,
    is_news,
    match,
    prepare,
    rank,
    rows_of,
)
from dedup.index.schema import Database, made_with
from dedup.index.settling import settle
from dedup.index.store import EventMembership, Row, Store, content
from dedup.index.versions import Pending, Versions
from dedup.match.boilerplate import united
from dedup.match.corrections import Corrections, corrections
from dedup.match.relation import VERSION
from dedup.pipeline import headline
from dedup.readers import stories as coerce
from dedup.settings import Settings
from dedup.sketch.shingles import shingle_hashes
from dedup.text.origins import origin
from dedup.text.sentences import paragraphs
from dedup.types import (
    Cluster,
    Correction,
    EventChange,
    EventDetails,
    EventNews,
    IndexedEvent,
    IndexedStory,
    Story,
    StoryNews,
    StorySearch,
    Verdict,
)

if TYPE_CHECKING:
    from dedup.index import events

EARLIER = 60
"""Latest stories of an event that a new one is held against: what older ones said has been said again, or is
news again."""

BATCH = 1_000
"""Stories in a transaction: beyond a thousand the cost of a commit no longer shows."""

SEARCHED = 20_000
"""Stories that one search looks at: a third of a second."""

_SEARCHED_AT_ONCE = 500

_CURRENT = "SELECT key FROM stories WHERE current = 1 ORDER BY key"

CLUSTERS = ("duplicate", "version")
"""Levels of which an index lists clusters; events are listed by `StoryIndex.events`."""

_DELETED_AT_ONCE = 10_000

_NEVER = 1_000_000  # stories with a shingle, from which it is boilerplate


@dataclass(frozen=True, slots=True, eq=False)
class _Meaning:
    """What a batch means: the stories (`everything`) and their stored versions by id; those that are news
    (`batch`), what was found for them, their rows, what they change in clusters and events, and the
    corrections."""

    everything: Batch
    before: dict[str, Row]
    batch: Batch
    found: Found
    rows: list[Row]
    changes: Changes
    stated: "events.Found | None"
    said: Corrections


class StoryIndex:
    """An index of news stories; made by `dedup.open`. Threads may share it; processes open it each for
    itself.

    Parameters
    ----------
    database
        Where it lives.
    settings
        Those of matching are written down when the index is made; None takes
        what is written.
    events
        Whether a new index has the event level; None takes what is written.
    window
        Days that a story stays; None keeps what is written down (at first: for ever).
    clock
        Gives the time, in seconds since 1970; stories age by it from when they were added.

    Raises
    ------
    IncompatibleError
        The index was made with other settings, by a newer version or by another program.
    """

    def __init__(
        self,
        database: Database,
        *,
        settings: Settings | None = None,
        events: bool | None = None,
        window: float | None = None,
        clock: Callable[[], float] = time.time,
        writable: bool = True,
    ) -> None:
        self._database = database
        self._store = Store(database)
        self._runs = Runs(database)
        self._learned = Learned(database)
        self._sketches = Sketches(self._store)
        self._versions = Versions(self._store)
        self._clock = clock
        self._lock = threading.RLock()
        self._capped = 0
        if database.new():
            with database.writing():
                if database.new():
                    schema.create(database, settings or Settings(), bool(events))
        elif writable and (form := schema.meta(database).get("format")) != str(schema.FORMAT):
            with database.writing():
                schema.migrate(database, database.place)
                bound = schema.check(database, settings, database.place)
                if form == "1":
                    EventLog(self._store, bound.window).rebuild(int(clock()))
                known = self._learned.current(schema.counters(database).learned)
                self._versions.rebuild(self._sketches, known)
        self._settings = schema.check(database, settings, database.place)
        self._log = EventLog(self._store, self._settings.window)
        self._events = None
        if schema.has_events(database, events):
            from dedup.index.events import EventLevel

            self._events = EventLevel(self._store, self._sketches, self._settings)
        if window is not None and str(window) != schema.meta(database).get("window"):
            with database.writing():
                schema.set_meta(database, "window", str(window))
        stored = schema.meta(database).get("window")
        self.window = None if stored is None else float(stored)

    def __enter__(self) -> "StoryIndex":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the use of the index; nothing is pending."""
        self._database.close()

    def __len__(self) -> int:
        """How many stories the index holds, in their current versions."""
        with self._lock, self._database.reading():
            [[count]] = self._database.rows("SELECT count(*) FROM stories WHERE current = 1")
        return int(count)

    def __bool__(self) -> bool:
        """An index is true, also without stories."""
        return True

    def __contains__(self, story_id: object) -> bool:
        """Whether there is a story with an id."""
        return isinstance(story_id, str) and self.count([story_id]) == 1

    def __iter__(self) -> Iterator[Story]:
        """The current version of every story, in the order in which they were added, some at a time."""
        with self._lock, self._database.reading():
            keys = [int(key) for (key,) in self._database.rows(_CURRENT)]
        for first in range(0, len(keys), BATCH):
            with self._lock, self._database.reading():
                held = self._store.bodies(keys[first : first + BATCH])
            yield from (held[key] for key in keys[first : first + BATCH] if key in held)

    def __repr__(self) -> str:
        """Where it lives, and how much it holds."""
        return f"<StoryIndex {self._database.place}: {len(self):,} stories>"

    @overload
    def add(  # type: ignore[overload-overlap]  # a text is a sequence of texts, too
        self,
        stories: str | Mapping[str, object] | Story,
        *,
        differences: bool = ...,
        news: bool = ...,
        batch: int = ...,
    ) -> Verdict: ...

    @overload
    def add(
        self, stories: Iterable[object], *, differences: bool = ..., news: bool = ..., batch: int = ...
    ) -> Iterator[Verdict]: ...

    def add(
        self,
        stories: str | Mapping[str, object] | Story | Iterable[object],
        *,
        differences: bool = False,
        news: bool = False,
        batch: int = BATCH,
    ) -> Verdict | Iterator[Verdict]:
        """Adds a story, or many.

        Parameters
        ----------
        stories
            Stories, records (mappings with the usual field names) or texts; or one of them.
        differences
            Whether verdicts say how a story differs from the one it matched.
        news
            Whether verdicts say what no earlier story of the event has (a story that has any is a
            "follow-up"); it takes a comparison for each story that is not new.
        batch
            Stories in a transaction.

        Returns
        -------
        Verdict, or Iterator of Verdict
            Of one story its verdict, when it is committed. Of many an iterator, in the order of the stories,
            that gives each verdict after the batch of its story was committed: take them all.

        Raises
        ------
        InputError
            One story that is none.
        StoreError
            A batch could not be stored; nothing of it was, and all verdicts so far hold.
        """
        if isinstance(stories, str | Mapping | Story):
            [verdict] = self._add(list(coerce([stories], strict=True, unique=False)), differences, news)
            return verdict
        return self._added(stories, differences, news, batch)

    def _added(
        self, stories: Iterable[object], differences: bool, news: bool, batch: int
    ) -> Iterator[Verdict]:
        for group in batches(coerce(stories, unique=False), lambda story: story.id, batch):
            yield from self._add(group, differences, news)

    def _add(
        self,
        group: list[Story],
        differences: bool,
        news: bool = False,
        seen: Sequence[int] = (),
        learning: bool = True,
    ) -> list[Verdict]:
        everything = prepare(group)
        with self._writing():
            meant = self._meaning(everything, seen, learning)
            given = self._verdicts(meant, differences, news)
            if meant.rows and learning:
                self._logged(meant)
            elif meant.rows:
                self._write(meant)
            self._capped += meant.found.capped
        if meant.found.sketch is not None:
            self._sketches.keep([row.key for row in meant.rows], meant.found.sketch)
        return given

    @overload
    def check(  # type: ignore[overload-overlap]  # a text is a sequence of texts, too
        self, stories: str | Mapping[str, object] | Story, *, differences: bool = ..., news: bool = ...
    ) -> Verdict: ...

    @overload
    def check(
        self, stories: Iterable[object], *, differences: bool = ..., news: bool = ...
    ) -> Iterator[Verdict]: ...

    def check(
        self,
        stories: str | Mapping[str, object] | Story | Iterable[object],
        *,
        differences: bool = False,
        news: bool = False,
    ) -> Verdict | Iterator[Verdict]:
        """What `add` would say of a story, or of each of many by itself, without storing anything.

        Parameters and errors are those of `add`; of many stories each is held against the index alone, not
        against the others.
        """
        if isinstance(stories, str | Mapping | Story):
            [one] = coerce([stories], strict=True)
            return self._check(one, differences, news)
        return (self._check(one, differences, news) for one in coerce(stories, unique=False))

    def _check(self, one: Story, differences: bool, news: bool) -> Verdict:
        everything = prepare([one], keep=False)
        with self._lock, self._database.reading():
            [given] = self._verdicts(self._meaning(everything), differences, news)
        return replace(given, stored=False)

    def _meaning(self, everything: Batch, seen: Sequence[int] = (), learning: bool = True) -> "_Meaning":
        """What a batch means, inside a transaction; nothing is written yet."""
        before = self._store.by_id(story.id for story in everything.stories)
        news = [row for row in range(len(everything)) if is_news(everything, row, before)]
        batch = everything if len(news) == len(everything) else everything.take(news)
        times = [seen[row] for row in news] if seen else [int(self._clock())] * len(news)
        replaced = frozenset(before[story.id].key for story in batch.stories if story.id in before)
        at = schema.counters(self._database)
        numbers = np.arange(at.story + 1, at.story + 1 + len(batch), dtype=np.int64)
        runs = self._runs.current(at.run) if len(batch) else []
        boilerplate = self._learned.current(at.learned)
        settings = self._settings if learning else replace(self._settings, boilerplate=_NEVER)
        found = match(batch, numbers, self._store, runs, self._sketches, boilerplate, settings, replaced)
        rows = rows_of(batch, numbers.tolist(), times, found.strict, before)
        outdated = found.rescored + found.cut
        said = self._store.corrections()
        changes = regroup(
            self._store, rows, found.edges + found.rescored, replaced, outdated, corrections=said
        )
        rows = in_clusters(rows, changes.cluster)
        stated = None
        if self._events is not None:
            known = united(boilerplate, found.learned) if len(found.learned) else boilerplate
            stated = self._events.find(batch, rows, runs, known)
            there = {one.pair: one for one in stated.rewrites if replaced.isdisjoint(one.pair)}
            there |= {one.pair: one for one in found.rewrites}
            found = replace(found, rewrites=sorted(there.values()))
        return _Meaning(everything, before, batch, found, rows, changes, stated, said)

    def _verdicts(self, meant: "_Meaning", differences: bool, news: bool) -> list[Verdict]:
        batch, before, rows = meant.everything, meant.before, meant.rows
        found = meant.found, meant.changes
        given = verdicts(batch, before, rows, *found, self._store, self._sketches, meant.said)
        if self._events is not None and meant.stated is not None:
            latest = {row.id: row for row in (*before.values(), *rows)}
            clusters = {name: meant.changes.cluster.get(row.key, row.cluster) for name, row in latest.items()}
            given = self._events.complete(given, meant.stated, clusters, meant.changes)
            given = self._versions.complete(given, latest, meant.found.rewrites, self._pending(meant))
        given = list(map(_described, given, batch.stories))
        if news:
            known = self._learned.current(schema.counters(self._database).learned)
            given = self._with_news(batch.stories, given, np.union1d(known, meant.found.learned))
        return compared(batch, given, self._store) if differences else given

    def _pending(self, meant: "_Meaning") -> Pending:
        """What a batch changes in versions, before it is written."""
        level, stated, found = self._events, meant.stated, meant.found
        assert level is not None
        assert stated is not None

        def event_of(clusters: Iterable[int]) -> dict[int, int]:
            placed = level.after(stated, meant.changes, clusters)
            return {key: key if entry is None else entry.event for key, entry in placed.items()}

        edges = [edge for edge in found.edges + found.rescored if edge.score >= VERSION]
        return Pending(
            cluster=meant.changes.cluster,
            called=meant.changes.called,
            gone=frozenset(meant.before[row.id].key for row in meant.rows if row.version > 1),
            pairs=[*(edge.pair for edge in edges), *(one.pair for one in found.rewrites)],
            outdated=frozenset(edge.pair for edge in found.rescored + found.cut)
            | {one.pair for one in found.parted},
            event_of=event_of,
        )

    def _with_news(
        self, stories: Sequence[Story], given: Sequence[Verdict], boilerplate: Hashes
    ) -> list[Verdict]:
        """Verdicts with what no earlier story of the event has, stored or of the batch; inside a transaction
        before anything is written."""
        from dedup.histories import news

        came: dict[str, list[Story]] = defaultdict(list)
        complete = []
        for story, verdict in zip(stories, given, strict=True):
            event = verdict.event_cluster or verdict.duplicate_cluster
            if verdict.stored and verdict.kind != "new":
                stored = [
                    one for name in (event, *verdict.merged) for one in self._log.stories(name, EARLIER)
                ]
                earlier = {one.id: one for one in (*stored, *came[event])}.values()
                found = news(story, earlier, site_paragraphs((story, *earlier), boilerplate))
                kind = "follow-up" if found else verdict.kind
                verdict = replace(verdict, kind=kind, news=found)
            came[event].append(story)
            complete.append(verdict)
        return complete

    def _logged(self, meant: "_Meaning") -> None:
        """Writes a batch, and what it means for events."""
        rows, changes = meant.rows, meant.changes
        stated = () if meant.stated is None else meant.stated.stated
        clusters = touched(changes, stated)
        clusters |= {meant.before[row.id].cluster for row in rows if row.version > 1}
        clusters |= {row.cluster for row in rows if row.version > 1}
        earlier = self._log.before(clusters, [story for story, _ in changes.moved])
        self._write(meant)
        fresh = {row.key: story for row, story in zip(rows, meant.batch.stories, strict=True)}
        self._log.update(clusters, earlier, max(row.seen for row in rows), fresh)

    def _write(self, meant: "_Meaning") -> None:
        found, rows, changes = meant.found, meant.rows, meant.changes
        replaced = [row.id for row in rows if row.version > 1]
        self._store.disconnect([meant.before[name].key for name in replaced])
        self._store.insert(rows, meant.batch.bodies.result())
        self._store.cut(found.cut, found.parted)
        self._store.connect(found.edges + found.rescored)
        self._store.rewrite(found.rewrites)
        self._regrouped(changes)
        stored = meant.batch.wanted.stored(np.array([row.key for row in rows]))
        if meant.stated is not None:
            merged = [(old, new) for new, olds in changes.merged.items() for old in olds]
            self._store.tell(meant.stated.stated, merged)
            stored = np.sort(np.concatenate([stored, meant.stated.keys]))
        self._runs.add(stored)
        fading = self._learned.aging(meant.batch.shingles.hashes, self._clock(), self.window)
        self._learned.add(np.union1d(found.learned, fading), self._clock())

    def _regrouped(self, changes: Changes) -> None:
        self._store.move(changes.moved)
        self._store.name(changes.names)
        self._store.relead((old, new) for new, merged in changes.merged.items() for old in merged)

    def remove(self, story_id: str) -> bool:
        """Removes a story with all its versions; False when it is not there."""
        with self._writing():
            versions = self._store.versions(story_id)
            self._drop([row.cluster for row in versions if row.current], [row.key for row in versions])
        return bool(versions)

    def _drop(self, clusters: Sequence[int], keys: Sequence[int]) -> None:
        """Removes versions of stories (their numbers), of these clusters, and joins anew what is left."""
        if keys:
            gone = frozenset(keys)
            held = set(clusters)
            left = {row.key for row in self._store.members(sorted(held))} - gone
            changes = regroup(self._store, [], [], gone, touched=left, corrections=self._store.corrections())
            held |= {cluster for _, cluster in changes.moved}
            earlier = self._log.before(held, [story for story, _ in changes.moved])
            for first in range(0, len(keys), _DELETED_AT_ONCE):
                self._store.delete(keys[first : first + _DELETED_AT_ONCE])
            self._regrouped(changes)
            self._log.update(held, earlier, int(self._clock()), fewer=None)

    def join(self, a: str, b: str) -> None:
        """Notes that two stories (ids) must be joined: they are in one duplicate cluster from now on,
        whatever their texts say. A story that is not there yet is joined when it comes.

        Raises
        ------
        SettingsError
            Other pairs say otherwise; the message names them.
        """
        self._correct([Correction(a, b)], [])

    def part(self, a: str, b: str) -> None:
        """Notes that two stories (ids) must not be joined: they are in two duplicate clusters from now on. If
        they were in one, the one that came last leaves it, with those that are more like it; both stay in
        their event.

        Raises
        ------
        SettingsError
            Other pairs say otherwise; the message names them.
        """
        self._correct([], [Correction(a, b)])

    def forget(self, a: str, b: str) -> bool:
        """Drops what was said of a pair of stories, and joins them by their texts again; False if nothing was
        said."""
        with self._writing():
            known = self._store.forget_correction(a, b)
            if known:
                self._regroup_named({a, b})
        return known

    def corrections(self) -> Corrections:
        """What was said of pairs of stories."""
        with self._lock, self._database.reading():
            return self._store.corrections()

    def _correct(self, join: list[Correction], part: list[Correction]) -> None:
        with self._writing():
            said, named = self._store.corrections(), {one.pair for one in (*join, *part)}
            wanted = corrections(
                [*(one for one in said.join if one.pair not in named), *join],
                [*(one for one in said.part if one.pair not in named), *part],
            )
            self._store.correct(wanted)
            self._regroup_named({name for pair in named for name in pair})

    def _regroup_named(self, names: set[str]) -> None:
        """Joins anew what hangs together with some stories (ids)."""
        rows = self._store.by_id(names)
        touched = [row.key for row in rows.values()]
        clusters = {row.cluster for row in rows.values()}
        changes = regroup(self._store, [], [], touched=touched, corrections=self._store.corrections())
        clusters |= {cluster for _, cluster in changes.moved}
        clusters |= {key for new, olds in changes.merged.items() for key in (new, *olds)}
        earlier = self._log.before(clusters, [story for story, _ in changes.moved])
        stayed = [] if self._events is None else self._stayed(changes)
        self._regrouped(changes)
        if self._events is not None:
            merged = [(old, new) for new, olds in changes.merged.items() for old in olds]
            self._store.tell(stayed, merged)
        self._log.update(clusters, earlier, int(self._clock()))

    def _stayed(self, changes: Changes) -> list[EventMembership]:
        """Memberships by which duplicate clusters that left another one stay in its event."""
        rows = self._store.by_key([story for story, _ in changes.moved])
        left = {(rows[story].cluster, cluster) for story, cluster in changes.moved if story in rows}
        placed = self._store.stated({cluster for both in left for cluster in both})
        found = []
        for old, new in sorted(left):
            if new not in placed and old in changes.cluster.values():
                event = placed.get(old) or EventMembership(old, old, changes.called[old])
                found += [replace(event, cluster=old), replace(event, cluster=new)]
        return found

    def expire(self, window: float | None = None) -> int:
        """Removes the stories that were added more than `window` days ago; the number of them.

        Clusters keep their ids as long as one member is left. The index's own window is taken when none is
        given; without any, nothing is removed.
        """
        window = self.window if window is None else window
        if window is None:
            return 0
        horizon = int(self._clock() - window * DAY)
        with self._writing():
            current, keys = self._store.added_before(horizon)
            clusters = set(current)
            earlier = self._log.before(clusters)
            self._drop(current, keys)
            if keys:
                live = self._database.rows("SELECT key FROM stories WHERE current = 1 ORDER BY key")
                self._runs.sweep(np.array([key for (key,) in live], np.int64))
                self._store.unname()
                self._log.update(clusters, earlier, int(self._clock()), fewer=None)
            self._learned.expire(self._clock(), window)
        self._database.compact()
        return len(keys)

    def settle(self, days: float) -> tuple[int, int]:
        """Brings the events of the last days to what `dedup.cluster` says of their stories: these, which were
        placed one by one, and all others of their events. Ids stay or lead on, and the log says what became
        of events. How many stories were looked at, and how many duplicate clusters went into another event.

        Parameters
        ----------
        days
            Stories that were added in that time are looked at. Others that write wait: a minute for some
            hundred thousand stories.
        """
        if self._events is None:
            return 0, 0
        now = self._clock()
        with self._writing():
            known = self._learned.current(schema.counters(self._database).learned)
            found = settle(self._store, self._settings, known, now - days * DAY)
            if found.clusters:
                earlier = self._log.before(found.clusters) | set(found.events)
                self._store.unplace(found.alone)
                self._store.place(found.placed)
                self._log.update(found.clusters, earlier, int(now))
                self._log.lead(found.leads)
                self._versions.rebuild(self._sketches, known, found.events)
        return found.stories, len(found.clusters)

    def get(self, story_id: str, version: int | None = None) -> Story | None:
        """A story as it was stored (without `place` and `extra`): its current version, or the one asked
        for."""
        with self._lock, self._database.reading():
            for row in reversed(self._store.versions(story_id)):
                if version in (None, row.version):
                    return self._store.bodies([row.key])[row.key]
        return None

    def story(self, story_id: str, version: int | None = None) -> IndexedStory | None:
        """A story with what the index says of it: its current version, or the one asked for; None when it is
        not there."""
        with self._lock, self._database.reading():
            rows = self._store.versions(story_id)
            chosen = [row for row in rows if row.version == version or (version is None and row.current)]
            return next(iter(self._indexed(chosen[:1])), None)

    def search(
        self,
        words: Iterable[str] = (),
        since: float | None = None,
        source: str | None = None,
        lang: str | None = None,
        limit: int = 50,
        before: int | None = None,
        most: int = SEARCHED,
    ) -> StorySearch:
        """Stories, the latest added first.

        Parameters
        ----------
        words
            Only those whose title, text or id has all of these, in any case.
        since
            Only those that were added since then, in seconds since 1970.
        source, lang
            Only those of a source, or in a language.
        limit
            So many at most.
        before
            Where to go on: `StorySearch.before` of an earlier search.
        most
            Stories that are looked at: texts are read one after the other (15 us each), there is no index of
            words.
        """
        wanted = [word.casefold() for word in words]
        place = 1 << 62 if before is None else before
        found: list[IndexedStory] = []
        searched, more = 0, True
        with self._lock, self._database.reading():
            while more and len(found) < limit and searched < most:
                size = min(_SEARCHED_AT_ONCE, most - searched)
                rows = self._store.latest(place, since or 0.0, size)
                more = len(rows) == size
                bodies = self._store.bodies([row.key for row in rows])
                chosen = []
                for row in rows:
                    searched, place = searched + 1, row.key
                    if _wanted(bodies[row.key], wanted, source, lang):
                        chosen.append(row)
                        if len(found) + len(chosen) == limit:
                            more = True
                            break
                found += self._indexed(chosen)
        return StorySearch(tuple(found), searched, place if more else None)

    def _indexed(self, rows: Sequence[Row]) -> Iterator[IndexedStory]:
        clusters = {row.cluster for row in rows}
        first = {key: group[0] for key, group in self._versions.of(clusters).items()}
        every = clusters.union(first.values())
        called = self._store.ids(every)
        called |= {key: name.name for key, name in self._store.names(every).items()}
        events = self._log.names_of(sorted(clusters))
        bodies = self._store.bodies([row.key for row in rows])
        for row in rows:
            cluster = called.get(row.cluster, row.id)
            version = called.get(first[row.cluster], cluster)
            yield IndexedStory(
                bodies[row.key],
                row.version,
                tuple(one.version for one in self._store.versions(row.id)) if row.version > 1 else (1,),
                datetime.fromtimestamp(row.seen, UTC),
                cluster,
                None if self._events is None else version,
                None if self._events is None else events.get(row.cluster, cluster),
            )

    def count(self, ids: Iterable[str]) -> int:
        """How many stories of some ids are there."""
        with self._lock, self._database.reading():
            return len(self._store.by_id(ids))

    def versions(self, story_id: str) -> tuple[int, ...]:
        """The versions of a story that are kept, from 1."""
        with self._lock, self._database.reading():
            return tuple(row.version for row in self._store.versions(story_id))

    def cluster_of(self, story_id: str, level: str = "duplicate") -> str | None:
        """The id of the cluster in which a story is now; None when the story is not there.

        Parameters
        ----------
        story_id
            The story.
        level
            "duplicate", "version" or "event". Without the event level these are the same.

        Raises
        ------
        SettingsError
            There is no such level.
        """
        _check_level(level)
        with self._lock, self._database.reading():
            row = self._store.by_id([story_id]).get(story_id)
            if row is None:
                return None
            if level == "event":
                placed = self._store.stated([row.cluster]).get(row.cluster)
                return name_of(self._store, row.cluster) if placed is None else placed.name
            of = self._versions.of([row.cluster])[row.cluster] if level == "version" else (row.cluster,)
            return name_of(self._store, of[0])

    def cluster(self, name: str, level: str = "duplicate") -> Cluster | None:
        """The cluster of an id, also of one that leads to another now; None when there is none.

        Parameters
        ----------
        name
            The id of a duplicate cluster, or of a story.
        level
            "duplicate", or "version" for the version in which that duplicate cluster lies.

        Raises
        ------
        SettingsError
            There is no such level.
        """
        _check_level(level, CLUSTERS)
        with self._lock, self._database.reading():
            members = members_of(self._store, name)
            if level == "version" and members:
                members = self._store.members(self._versions.of([members[0].cluster])[members[0].cluster])
            return cluster_of(self._store, members, level)

    def clusters(
        self,
        since: float | None = None,
        source: str | None = None,
        lang: str | None = None,
        limit: int | None = None,
        level: str = "duplicate",
    ) -> Iterator[Cluster]:
        """Clusters of two and more stories, in the order in which they were founded.

        Parameters
        ----------
        since, source, lang, limit
            As in `events`.
        level
            "duplicate", or "version": one article, however much rewritten.

        Raises
        ------
        SettingsError
            There is no such level.
        """
        _check_level(level, CLUSTERS)
        with self._lock, self._database.reading():
            made: list[Cluster] = []
            for keys in self._grown(0 if since is None else since, level):
                members = self._store.members(keys)
                found = cluster_of(self._store, members, level)
                if found is None or (source is not None and source not in found.sources):
                    continue
                if lang is None or lang in self._languages(members):
                    made.append(found)
                if len(made) == limit:
                    break
        yield from made

    def _grown(self, since: float, level: str) -> list[tuple[int, ...]]:
        """The duplicate clusters of each cluster of two and more stories that got one since then."""
        single: list[tuple[int, ...]] = [(key,) for key in self._store.grown(since)]
        if level == "duplicate":
            return single
        several = self._versions.all()
        inside = {key for keys in several for key in keys}
        counted = self._store.counted(inside)
        recent = [
            keys for keys in several if max(counted[key].latest for key in keys if key in counted) >= since
        ]
        return sorted([*(keys for keys in single if keys[0] not in inside), *recent])

    def _languages(self, members: Sequence[Row]) -> set[str | None]:
        return {story.lang for story in self._store.bodies([row.key for row in members]).values()}

    def events(
        self,
        since: float | None = None,
        source: str | None = None,
        lang: str | None = None,
        limit: int | None = None,
    ) -> Iterator[IndexedEvent]:
        """Events of two and more stories, the one that got a story last in front. In an index without the
        event level they are the duplicate clusters.

        Parameters
        ----------
        since
            Only those that got a story since then, in seconds since 1970.
        source, lang
            Only those that a source reported, or that have a story in a language.
        limit
            So many at most.
        """
        with self._lock, self._database.reading():
            found = list(self._log.listed(since, source, lang, limit))
        yield from found

    def event(self, name: str) -> EventDetails | None:
        """An event with its stories and its log, by its id, by one that leads to it, or by that of a
        duplicate cluster or a story of it; None if there is no such event of two and more stories."""
        with self._lock, self._database.reading():
            return self._log.details(name)

    def stories_of(self, name: str, most: int | None = None) -> list[Story]:
        """The stories of an event, by any id as `event` takes it, the last ones added if there are more than
        `most`: for `dedup.history`."""
        with self._lock, self._database.reading():
            return self._log.stories(name, most)

    def event_changes(self, since: float) -> list[EventChange]:
        """What became of events since then (seconds since 1970), in order of time."""
        with self._lock, self._database.reading():
            return self._log.changes(since)

    def news(self, since: float, limit: int | None = None) -> Iterator[EventNews]:
        """What became of events since then: opened, grown, merged, split, closed, and what each story that
        came has that no earlier one of its event has. The event that got a story last stands in front.

        Parameters
        ----------
        since
            Seconds since 1970.
        limit
            So many events at most.
        """
        from dedup.histories import news

        with self._lock, self._database.reading():
            found = []
            boilerplate = self._learned.current(schema.counters(self._database).learned)
            for event in self._log.listed(since, None, None, limit):
                details = self._log.details(event.id)
                stories = {story.id: story for story in self._log.stories(event.id, EARLIER)}
                known = [m for m in details.members if m.id in stories] if details else []
                came = sorted((m for m in known if m.seen.timestamp() >= since), key=lambda m: m.seen)
                earlier = [stories[m.id] for m in known if m.seen.timestamp() < since]
                said = []
                site = site_paragraphs(stories.values(), boilerplate)
                for member in came:
                    said.append(StoryNews(member, news(stories[member.id], earlier, site)))
                    earlier.append(stories[member.id])
                log = tuple(c for c in details.log if c.at.timestamp() >= since) if details else ()
                found.append(EventNews(event, log, tuple(said)))
        yield from found

    def export(self) -> Iterator[bytes]:
        """The index as JSON lines, for `load`: first one about it, then one for every version of every
        story."""
        with self._lock, self._database.reading():
            yield from maintenance.lines(self._database, self._log)

    def load(self, lines: Iterable[bytes], place: str = "export") -> int:
        """Takes in the lines of an export, a merge where there are stories already; the number of new
        versions.

        Batches are committed one after the other; when it is interrupted, the same lines can be loaded again:
        a version is new when the story did not say the same as often before (it may go back to what it said).

        Raises
        ------
        InputError
            The lines are no export.
        """
        given = maintenance.parse(lines, place)
        about = next(given, None)
        if not isinstance(about, maintenance.About):
            raise InputError(f"{place} is empty")
        with self._writing():
            before = schema.counters(self._database).story
            own = self._store.corrections()
            wanted_pairs = corrections(
                [*own.join, *about.corrections.join], [*own.part, *about.corrections.part]
            )
            self._store.correct(wanted_pairs)
            self._regroup_named(about.corrections.ids())
            for day, hashes in sorted(about.boilerplate.items()):
                known = self._learned.current(schema.counters(self._database).learned)
                self._learned.add(np.setdiff1d(np.array(hashes, np.uint32), known), day * DAY)
        wanted: dict[str, str] = {}
        events: dict[str, str] = {}
        rewrites: dict[str, dict[str, tuple[float, float, int]]] = {}
        latest: dict[str, int] = {}
        met: Counter[tuple[str, int]] = Counter()
        stored = 0
        exported = (one for one in given if isinstance(one, maintenance.Exported))
        for group in batches(exported, lambda one: one.story.id, BATCH):
            wanted.update((one.story.id, one.cluster) for one in group)
            events.update((one.story.id, one.event) for one in group)
            rewrites.update((one.story.id, one.rewrites) for one in group)
            said = [(one.story.id, content(one.story)) for one in group]
            latest.update(said)
            met.update(said)
            with self._lock, self._database.reading():
                stored_before = self._store.contents(one.story.id for one in group)
            group = [one for one, each in zip(group, said, strict=True) if stored_before[each] < met[each]]
            if group:
                stories, seen = [one.story for one in group], [one.seen for one in group]
                stored += sum(v.stored for v in self._add(stories, False, seen=seen, learning=False))
        with self._writing():
            maintenance.restore_names(self._store, about, wanted, before)
            maintenance.restore_versions(self._store, rewrites, latest)
            self._log.restore(events, about.event_leads, about.event_log, before, int(self._clock()))
        return stored

    def info(self) -> dict[str, object]:
        """What the index holds and what it was made with."""
        with self._lock, self._database.reading():
            return {**info(self._database), "capped": self._capped}

    def verify(self) -> list[str]:
        """Everything that is wrong with the index, in words; an empty list when nothing is."""
        from dedup.index.maintenance import faults

        with self._lock, self._database.reading():
            return faults(self._database, self._settings)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A transaction that writes; when it fails, what was read in it is forgotten."""
        with self._lock:
            try:
                with self._database.writing():
                    yield
            except BaseException:
                self._runs.forget()
                self._learned.forget()
                raise


def _check_level(level: str, levels: Sequence[str] = (*CLUSTERS, "event")) -> None:
    if level not in levels:
        raise SettingsError(f"no level {level!r} here; there are {', '.join(levels)}")


def _wanted(story: Story, words: Sequence[str], source: str | None, lang: str | None) -> bool:
    """Whether a story is one that is looked for; `words` in lower case."""
    if (source is not None and story.source != source) or (lang is not None and story.lang != lang):
        return False
    said = f"{story.title or ''}\n{story.text}\n{story.id}".casefold() if words else ""
    return all(word in said for word in words)


def _described(verdict: Verdict, story: Story) -> Verdict:
    """A verdict with what names its story to a reader."""
    title = headline(story)
    named = origin(story.text, story.title, story.extra)
    return replace(
        verdict, title=title, source=story.source, published=story.published, url=story.url, origin=named
    )


SITE = 0.5
"""Share of a paragraph's shingles that are boilerplate, from which it is the site's."""


def site_paragraphs(stories: Iterable[Story], boilerplate: Hashes) -> set[str]:
    """Paragraphs of stories that are mostly learned boilerplate (uint32 hashes, ascending)."""
    if not len(boilerplate):
        return set()
    blocks = {text for story in stories for text in paragraphs(story.text)}
    hashes = {text: shingle_hashes(text) for text in sorted(blocks)}
    return {text for text, own in hashes.items() if len(own) and np.isin(own, boilerplate).mean() >= SITE}


def members_of(store: Store, name: str) -> list[Row]:
    """The stories of the duplicate cluster of an id, also of one that leads to another now."""
    named = store.named([name]).get(name)
    if named is not None:
        return store.members([named.key if named.leads is None else named.leads])
    row = store.by_id([name]).get(name)
    return [] if row is None else store.members([row.cluster])


def name_of(store: Store, cluster: int) -> str:
    """What a duplicate cluster is called: it has a name, or is the story that founded it."""
    name = store.names([cluster]).get(cluster)
    return name.name if name else store.ids([cluster])[cluster]


def cluster_of(store: Store, members: Sequence[Row], kind: str = "duplicate") -> Cluster | None:
    """A duplicate cluster, or of that `kind`, of the rows of its members; None of none.

    `id` is the name by which the index calls it; the representative has the greatest sum of scores.
    """
    if not members:
        return None
    ordered = sorted(members, key=lambda row: rank(row.published, row.id))
    keys = [row.key for row in ordered]
    own = set(keys)
    weight = dict.fromkeys(keys, 0.0)
    scores = {one.pair: one.score for one in store.rewrites(keys)}
    scores |= {edge.pair: edge.score for edge in store.edges(keys)}
    for (a, b), score in sorted(scores.items()):
        if a in own and b in own:
            weight[a] += score
            weight[b] += score
    central = max(ordered, key=lambda row: weight[row.key])
    dates = [row.published for row in ordered if row.published is not None]
    sources = {story.source for story in store.bodies(keys).values() if story.source}
    return Cluster(
        id=name_of(store, min(row.cluster for row in ordered)),
        kind=kind,
        members=tuple(row.id for row in ordered),
        earliest=ordered[0].id,
        representative=central.id,
        tellings=len({row.cluster for row in ordered}),
        sources=tuple(sorted(sources)),
        first=datetime.fromtimestamp(min(dates), UTC) if dates else None,
        last=datetime.fromtimestamp(max(dates), UTC) if dates else None,
    )


def info(database: Database) -> dict[str, object]:
    """Counts, sizes and what the index was made with."""
    [[versions, stories, first, last]] = database.rows(
        "SELECT count(*), coalesce(sum(current), 0), min(seen), max(seen) FROM stories"
    )
    [[text]] = database.rows("SELECT coalesce(sum(length(body)), 0) FROM bodies")
    [[clusters]] = database.rows("SELECT count(*) FROM clusters WHERE leads IS NULL")
    [[edges]] = database.rows("SELECT count(*) FROM edges")
    [[runs, keys]] = database.rows("SELECT count(*), coalesce(sum(size), 0) FROM runs")
    [[boilerplate]] = database.rows("SELECT coalesce(sum(length(hashes) - 8), 0) / 4 FROM boilerplate")
    stored = database.bytes_stored()
    return {
        "place": database.place,
        "stories": int(stories),
        "versions": int(versions),
        "clusters": clusters,
        "matches": edges,
        "runs": runs,
        "keys": int(keys),
        "boilerplate": int(boilerplate),
        "bytes": stored,
        "bytes_of_text": int(text),
        "bytes_a_story_beyond_text": round((stored - int(text)) / max(int(versions), 1)),
        "first_added": _time(first),
        "last_added": _time(last),
        "made_with": made_with(database),
    }


def _time(seconds: int | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat()
