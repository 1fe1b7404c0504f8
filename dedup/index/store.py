"""What is read from and written to the tables: one function for each question, a batch at a time.

A story is stored as one compressed JSON object. What travels with it through its life in the index is its
text and metadata; `place` and `extra` belong to the run that read it and are left out.
"""

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from xxhash import xxh3_64_intdigest

from dedup.errors import CorruptError
from dedup.index.schema import Database, set_meta
from dedup.match.corrections import Corrections
from dedup.types import Correction, Part, Story

LEVEL = 1
"""Of zlib: 35 us for a story of 2,500 characters; level 6 saves another tenth of the room and takes thrice
as long."""


def content(story: Story) -> int:
    """A signed 64-bit hash of what a story says: its title and its text.

    A story that comes again with the same id and the same content changes nothing in an index.
    """
    said = f"{story.title or ''}\0{story.text}".encode("utf-8", "surrogatepass")
    return xxh3_64_intdigest(said) - (1 << 63)


def to_record(story: Story) -> dict[str, object]:
    """A story as a JSON object, without what is empty."""
    part = story.part
    record: dict[str, object] = {
        "id": story.id,
        "text": story.text,
        "title": story.title,
        "published": story.published.isoformat() if story.published else None,
        "source": story.source,
        "lang": story.lang,
        "url": story.url,
        "part": [part.of, part.first, part.last] if part else None,
    }
    return {key: value for key, value in record.items() if value is not None}


def from_record(record: dict[str, Any]) -> Story:
    """The story of such an object.

    Raises
    ------
    ValueError, TypeError, AttributeError
        It is none.
    """
    published, part = record.pop("published", None), record.pop("part", None)
    return Story(
        **record,
        published=datetime.fromisoformat(published) if published else None,
        part=Part(*part) if part else None,
    )


def pack(story: Story) -> bytes:
    """A story as it is stored."""
    return zlib.compress(orjson.dumps(to_record(story)), LEVEL)


def unpack(body: bytes, place: str = "the index") -> Story:
    """The story that was stored.

    Raises
    ------
    CorruptError
        The bytes are not what was written.
    """
    try:
        return from_record(orjson.loads(zlib.decompress(body)))
    except (zlib.error, ValueError, TypeError, AttributeError) as problem:
        raise CorruptError(
            f"{place}: the text of a story is damaged ({problem}); dedup index verify names it, and "
            "dedup index remove takes it out"
        ) from problem


def text_of(story: Story) -> str:
    """The text by which a story is matched: that of `dedup cluster`."""
    return story.text or story.title or ""


_COLUMNS = "key, id, version, current, content, seen, published, words, size, strict, cluster"
_AT_ONCE = 2_000


class Row(NamedTuple):
    """A version of a story, as the table has it.

    `key` its number; `content` the hash of what it says; `seen` the second in which it was added; `published`
    seconds since 1970, None when undated; `size` its distinct shingles; `strict` the number of the first of
    its near-copies; `cluster` the number of its duplicate cluster (that of the story that founded it).
    """

    key: int
    id: str
    version: int
    current: int
    content: int
    seen: int
    published: float | None
    words: int
    size: int
    strict: int
    cluster: int


class Edge(NamedTuple):
    """A verified pair: `a` came before `b`; `common` is the number of shingles that they share."""

    a: int
    b: int
    score: float
    common: int

    @property
    def pair(self) -> tuple[int, int]:
        """The two stories."""
        return self.a, self.b


class Rewrite(NamedTuple):
    """A verified pair that is no edge, but alike enough to be one article written anew, where the two report
    one event: `a` came before `b`; `score`, `likeness` and `common` as in `match.duplicates.PairScores`."""

    a: int
    b: int
    score: float
    likeness: float
    common: int

    @property
    def pair(self) -> tuple[int, int]:
        """The two stories."""
        return self.a, self.b


@dataclass(frozen=True, slots=True)
class Name:
    """A duplicate cluster's name, and the cluster where it leads when it was merged."""

    key: int
    name: str
    leads: int | None


class Counted(NamedTuple):
    """What a duplicate cluster holds: stories, seconds in which the first and the last were added, and in
    which they were published (since 1970; None where all are undated)."""

    cluster: int
    stories: int
    opened: int
    latest: int
    first: float | None
    last: float | None


@dataclass(frozen=True, slots=True)
class EventMembership:
    """The event that a duplicate cluster is part of, named by the cluster that was there first."""

    cluster: int
    event: int
    name: str


class Store:
    """The tables of an index."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def by_id(self, ids: Iterable[str]) -> dict[str, Row]:
        """The current versions of stories."""
        found = self.database.rows(
            f"SELECT {_COLUMNS} FROM stories WHERE id IN ({{strings}}) AND current = 1",  # noqa: S608
            self.database.strings(ids),
        )
        return {row[1]: Row(*row) for row in found}

    def by_key(self, keys: Iterable[int]) -> dict[int, Row]:
        """Current versions by their numbers; others are left out."""
        wanted = list(keys)
        if not wanted:
            return {}
        found = self.database.rows(
            f"SELECT {_COLUMNS} FROM stories WHERE key IN ({{ints}}) AND current = 1",  # noqa: S608
            self.database.ints(wanted),
        )
        return {row[0]: Row(*row) for row in found}

    def latest(self, before: int, since: float, most: int) -> list[Row]:
        """Current versions with numbers below one, added since a time (seconds since 1970): the last ones,
        the latest first."""
        found = self.database.rows(
            f"SELECT {_COLUMNS} FROM stories WHERE key < ? AND current = 1 AND seen >= ? "  # noqa: S608
            "ORDER BY key DESC LIMIT ?",
            before,
            since,
            most,
        )
        return [Row(*row) for row in found]

    def versions(self, story_id: str) -> list[Row]:
        """All versions of a story, the oldest first."""
        found = self.database.rows(
            f"SELECT {_COLUMNS} FROM stories WHERE id = ? ORDER BY version",  # noqa: S608
            story_id,
        )
        return [Row(*row) for row in found]

    def contents(self, ids: Iterable[str]) -> Counter[tuple[str, int]]:
        """How often stories said the same, in all their versions: by id and hash of what was said."""
        found = self.database.rows(
            "SELECT id, content FROM stories WHERE id IN ({strings})", self.database.strings(ids)
        )
        return Counter((name, said) for name, said in found)

    def members(self, clusters: Iterable[int]) -> list[Row]:
        """The stories of some clusters, in the order in which they came."""
        wanted = self.database.ints(clusters)
        found = self.database.rows(
            f"SELECT {_COLUMNS} FROM stories WHERE current = 1 AND cluster <> key "  # noqa: S608
            f"AND cluster IN ({{ints}}) UNION ALL SELECT {_COLUMNS} FROM stories "
            "WHERE current = 1 AND cluster = key AND key IN ({ints}) ORDER BY 1",
            wanted,
            wanted,
        )
        return [Row(*row) for row in found]

    def ids(self, keys: Iterable[int]) -> dict[int, str]:
        """The ids of versions, current or not."""
        return dict(
            self.database.rows("SELECT key, id FROM stories WHERE key IN ({ints})", self.database.ints(keys))
        )

    def founders(self, most: int) -> list[int]:
        """The latest stories that founded the cluster in which they are."""
        found = self.database.rows(
            "SELECT key FROM stories WHERE current = 1 AND cluster = key ORDER BY key DESC LIMIT ?", most
        )
        return [key for (key,) in found]

    def grown(self, since: float) -> list[int]:
        """Clusters of two and more stories that got one since then (seconds since 1970), oldest first."""
        found = self.database.rows(
            "SELECT cluster FROM stories WHERE current = 1 GROUP BY cluster "
            "HAVING count(*) > 1 AND max(seen) >= ? ORDER BY cluster",
            since,
        )
        return [key for (key,) in found]

    def added_before(self, seconds: int) -> tuple[list[int], list[int]]:
        """Stories whose current version was added before then: their clusters, and the numbers of all their
        versions."""
        found = self.database.rows(
            "SELECT key, cluster, current FROM stories "
            "WHERE id IN (SELECT id FROM stories WHERE current = 1 AND seen < ?)",
            seconds,
        )
        return [cluster for _, cluster, current in found if current], [key for key, _, _ in found]

    def stories(self) -> Iterator[Row]:
        """All versions of all stories, in the order in which they came."""
        last = -1
        while found := self.database.rows(
            f"SELECT {_COLUMNS} FROM stories WHERE key > ? ORDER BY key LIMIT {_AT_ONCE}",  # noqa: S608
            last,
        ):
            yield from (Row(*row) for row in found)
            last = found[-1][0]

    def bodies(self, keys: Sequence[int]) -> dict[int, Story]:
        """The stories themselves.

        Raises
        ------
        CorruptError
            The text of one is damaged, or not there.
        """
        place = self.database.place
        rows = self.database.rows(
            "SELECT key, body FROM bodies WHERE key IN ({ints})", self.database.ints(keys)
        )
        found = {key: unpack(body, place) for key, body in rows}
        if lost := {*keys} - found.keys():
            raise CorruptError(
                f"{place} is damaged: story number {min(lost)} has no text; dedup index verify tells more, "
                "dedup index export saves the other stories"
            )
        return found

    def edges(self, keys: Sequence[int]) -> set[Edge]:
        """The edges of some stories."""
        wanted = self.database.ints(keys)
        found = self.database.rows(
            "SELECT a, b, score, common FROM edges WHERE a IN ({ints}) "
            "UNION SELECT a, b, score, common FROM edges WHERE b IN ({ints})",
            wanted,
            wanted,
        )
        return {Edge(*row) for row in found}

    def rewrites(self, keys: Iterable[int]) -> set[Rewrite]:
        """The pairs of some stories that are no edges and may be versions of one article."""
        wanted = self.database.ints(keys)
        found = self.database.rows(
            "SELECT a, b, score, likeness, common FROM rewrites WHERE a IN ({ints}) "
            "UNION SELECT a, b, score, likeness, common FROM rewrites WHERE b IN ({ints})",
            wanted,
            wanted,
        )
        return {Rewrite(*row) for row in found}

    def corrections(self) -> Corrections:
        """What somebody said of pairs."""
        rows = self.database.rows("SELECT a, b, apart FROM corrections ORDER BY a, b")
        return Corrections(
            tuple(Correction(a, b) for a, b, apart in rows if not apart),
            tuple(Correction(a, b) for a, b, apart in rows if apart),
        )

    def correct(self, wanted: Corrections) -> None:
        """Writes corrections down; what was said of a pair before holds no more."""
        self.database.many(
            "INSERT INTO corrections (a, b, apart) VALUES (?, ?, ?) "
            "ON CONFLICT (a, b) DO UPDATE SET apart = excluded.apart",
            [
                (*sorted((one.a, one.b)), apart)
                for apart, given in ((0, wanted.join), (1, wanted.part))
                for one in given
            ],
        )

    def forget_correction(self, a: str, b: str) -> bool:
        """Drops what was said of a pair; whether there was something."""
        first, second = sorted((a, b))
        return self.database.run("DELETE FROM corrections WHERE a = ? AND b = ?", first, second) > 0

    def neighbours(self, keys: Sequence[int]) -> set[int]:
        """The stories that have an edge with some of these, and these."""
        return {key for edge in self.edges(keys) for key in (edge.a, edge.b)} if keys else set()

    def names(self, clusters: Iterable[int]) -> dict[int, Name]:
        """The clusters that have a name of their own."""
        wanted = list(clusters)
        if not wanted:
            return {}
        found = self.database.rows(
            "SELECT key, name, leads FROM clusters WHERE key IN ({ints})", self.database.ints(wanted)
        )
        return {row[0]: Name(*row) for row in found}

    def named(self, names: Iterable[str]) -> dict[str, Name]:
        """The clusters of some names."""
        wanted = list(names)
        if not wanted:
            return {}
        found = self.database.rows(
            "SELECT key, name, leads FROM clusters WHERE name IN ({strings})", self.database.strings(wanted)
        )
        return {row[1]: Name(*row) for row in found}

    def stated(self, clusters: Iterable[int]) -> dict[int, EventMembership]:
        """The events of duplicate clusters that are part of one."""
        found = self.database.rows(
            "SELECT cluster, event, name FROM event_members WHERE cluster IN ({ints})",
            self.database.ints(clusters),
        )
        return {row[0]: EventMembership(*row) for row in found}

    def parts(self, events: Iterable[int]) -> dict[int, list[int]]:
        """The duplicate clusters of events."""
        found: dict[int, list[int]] = defaultdict(list)
        for cluster, event in self.database.rows(
            "SELECT cluster, event FROM event_members WHERE event IN ({ints}) ORDER BY cluster",
            self.database.ints(events),
        ):
            found[event].append(cluster)
        return found

    def tell(self, stated: Iterable[EventMembership], merged: Iterable[tuple[int, int]]) -> None:
        """Stores events. Events of clusters that were merged (pairs of the old and the new one) are one from
        then on: the older."""
        self.database.many(
            "INSERT INTO event_members (cluster, event, name) VALUES (?, ?, ?) ON CONFLICT (cluster) DO "
            "NOTHING",
            [(entry.cluster, entry.event, entry.name) for entry in stated],
        )
        for old, new in merged:
            both = self.stated([old, new])
            if len({entry.event for entry in both.values()}) > 1:
                stays, goes = sorted(both.values(), key=lambda entry: entry.event)
                self.database.run(
                    "UPDATE event_members SET event = ?, name = ? WHERE event = ?",
                    stays.event,
                    stays.name,
                    goes.event,
                )
            elif old in both and new not in both:
                self.database.run("UPDATE event_members SET cluster = ? WHERE cluster = ?", new, old)
            self.database.run("DELETE FROM event_members WHERE cluster = ?", old)

    def place(self, memberships: Iterable[EventMembership]) -> None:
        """Puts duplicate clusters into events, whatever they were in."""
        self.database.many(
            "INSERT INTO event_members (cluster, event, name) VALUES (?, ?, ?) ON CONFLICT (cluster) DO "
            "UPDATE SET event = excluded.event, name = excluded.name",
            [(entry.cluster, entry.event, entry.name) for entry in memberships],
        )

    def unplace(self, clusters: Iterable[int]) -> None:
        """Takes duplicate clusters out of their events."""
        self.database.run("DELETE FROM event_members WHERE cluster IN ({ints})", self.database.ints(clusters))

    def displace(self, clusters: Iterable[int], before: int) -> None:
        """Takes duplicate clusters out of the events that were founded after the story of a number."""
        self.database.run(
            "DELETE FROM event_members WHERE event > ? AND cluster IN ({ints})",
            before,
            self.database.ints(clusters),
        )

    def counted(self, clusters: Iterable[int]) -> dict[int, Counted]:
        """What duplicate clusters hold; those without a story are left out."""
        wanted = self.database.ints(clusters)
        found = self.database.rows(
            "SELECT cluster, count(*), min(seen), max(seen), min(published), max(published) FROM ("
            "SELECT cluster, seen, published FROM stories WHERE current = 1 AND cluster <> key "
            "AND cluster IN ({ints}) UNION ALL SELECT cluster, seen, published FROM stories "
            "WHERE current = 1 AND cluster = key AND key IN ({ints})) AS members GROUP BY cluster",
            wanted,
            wanted,
        )
        return {row[0]: Counted(*row) for row in found}

    def insert(self, rows: Sequence[Row], bodies: Sequence[bytes]) -> None:
        """New versions of stories; those that they replace are current no more."""
        old = [row.id for row in rows if row.version > 1]
        if old:
            self.database.run(
                "UPDATE stories SET current = 0 WHERE id IN ({strings}) AND current = 1",
                self.database.strings(old),
            )
        self.database.many(
            f"INSERT INTO stories ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            rows,
        )
        self.database.many(
            "INSERT INTO bodies (key, body) VALUES (?, ?)",
            [(row.key, body) for row, body in zip(rows, bodies, strict=True)],
        )
        set_meta(self.database, "last_story", str(rows[-1].key))

    def move(self, moved: Iterable[tuple[int, int]]) -> None:
        """Puts stories into other clusters: pairs of a story and its cluster."""
        self.database.many(
            "UPDATE stories SET cluster = ? WHERE key = ?", [(cluster, story) for story, cluster in moved]
        )

    def name(self, names: Iterable[Name]) -> None:
        """Names clusters, or says where merged ones lead."""
        self.database.many(
            "INSERT INTO clusters (key, name, leads) VALUES (?, ?, ?) "
            "ON CONFLICT (key) DO UPDATE SET name = excluded.name, leads = excluded.leads",
            [(name.key, name.name, name.leads) for name in names],
        )

    def forget_names(self, clusters: Iterable[int]) -> None:
        """Drops the names of some clusters."""
        self.database.run("DELETE FROM clusters WHERE key IN ({ints})", self.database.ints(clusters))

    def unname(self) -> None:
        """Drops the names of clusters that have no story any more, and of those that led to them; and what
        was said of pairs of stories that are both gone."""
        alive = "key IN (SELECT cluster FROM stories)"
        self.database.run(
            f"DELETE FROM clusters WHERE (leads IS NULL AND NOT {alive}) OR (leads IS NOT NULL AND "  # noqa: S608
            "leads NOT IN (SELECT cluster FROM stories))"
        )
        self.database.run("DELETE FROM event_members WHERE cluster NOT IN (SELECT cluster FROM stories)")
        self.database.run(
            "DELETE FROM corrections WHERE a NOT IN (SELECT id FROM stories) "
            "AND b NOT IN (SELECT id FROM stories)"
        )

    def relead(self, merged: Iterable[tuple[int, int]]) -> None:
        """Names that led to a cluster lead to where it was merged: pairs of the old and the new one."""
        self.database.many(
            "UPDATE clusters SET leads = ? WHERE leads = ?", [(new, old) for old, new in merged]
        )

    def connect(self, edges: Iterable[Edge]) -> None:
        """Stores edges, new ones and such whose score has changed."""
        self.database.many(
            "INSERT INTO edges (a, b, score, common) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (a, b) DO UPDATE SET score = excluded.score",
            sorted(edges),
        )

    def rewrite(self, pairs: Iterable[Rewrite]) -> None:
        """Stores pairs that may be versions of one article, new ones and such whose score has changed."""
        self.database.many(
            "INSERT INTO rewrites (a, b, score, likeness, common) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (a, b) DO UPDATE SET score = excluded.score, likeness = excluded.likeness",
            sorted(pairs),
        )

    def disconnect(self, keys: Sequence[int]) -> None:
        """Removes all pairs of some stories."""
        wanted = self.database.ints(keys)
        for table in ("edges", "rewrites"):
            self.database.run(f"DELETE FROM {table} WHERE a IN ({{ints}})", wanted)  # noqa: S608
            self.database.run(f"DELETE FROM {table} WHERE b IN ({{ints}})", wanted)  # noqa: S608

    def cut(self, edges: Iterable[Edge], rewrites: Iterable[Rewrite]) -> None:
        """Removes pairs."""
        self.database.many("DELETE FROM edges WHERE a = ? AND b = ?", [edge.pair for edge in edges])
        self.database.many("DELETE FROM rewrites WHERE a = ? AND b = ?", [one.pair for one in rewrites])

    def delete(self, keys: Sequence[int]) -> None:
        """Removes versions of stories with all that hangs on them, but for their keys in the runs."""
        self.disconnect(keys)
        wanted = self.database.ints(keys)
        self.database.run("DELETE FROM bodies WHERE key IN ({ints})", wanted)
        self.database.run("DELETE FROM stories WHERE key IN ({ints})", wanted)
