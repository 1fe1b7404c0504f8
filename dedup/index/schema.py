"""The tables of an index, the database that holds them, and what happens when the format changes.

    meta           what the index was made with; refused when it does not fit
    stories        a row for every version of every story; a version keeps its number (key) for ever
    bodies         the stories themselves, compressed
    edges          verified pairs of stories whose duplicate score reaches the threshold; a came before b
    rewrites       other verified pairs, alike enough to be versions of one article inside an event
    corrections    pairs of stories (ids) that somebody says must be joined (apart = 0) or must not be (1)
    clusters       names of duplicate clusters of two and more stories, and where the ids of merged ones lead
    event_members  duplicate clusters that report one event
    events         events of two and more stories, in figures, and where the ids of merged ones lead
    event_log      what became of events, in order of time
    runs           sorted keys (bands, sampled shingles) of the stories: immutable, merged as they grow
    boilerplate    shingles learned to be boilerplate, with the day when they were last learned

SQL is written once, with `?` for parameters; SQLite and PostgreSQL differ in the names of two types only.
`{ints}` and `{strings}` stand for a subquery over one parameter that holds many values
(`WHERE key IN ({ints})`), made by `ints()` and `strings()`: one statement serves a whole batch.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol

from numpy.typing import NDArray
from xxhash import xxh3_64_digest, xxh3_64_hexdigest

from dedup.errors import CorruptError, IncompatibleError, SettingsError
from dedup.match.duplicates import BANDS, FEW, LONG, OWN_RATE, ROWS
from dedup.settings import Settings
from dedup.sketch.hashing import SHINGLE_WORDS
from dedup.sketch.minhash import SEED, SLOTS
from dedup.text.background import SHIPPED


class Database(Protocol):
    """A connection to the place where an index lives."""

    place: str
    """What messages call it."""

    types: dict[str, str]
    """What the schema leaves open: names of types, and how a table is clustered by its key."""

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows that a query finds."""

    def run(self, sql: str, *values: Any) -> int:
        """Runs a statement; the number of rows it changed."""

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Runs a statement for each row of values."""

    def ints(self, values: Iterable[int]) -> Any:
        """The parameter for `{ints}`."""

    def strings(self, values: Iterable[str]) -> Any:
        """The parameter for `{strings}`."""

    def reading(self) -> AbstractContextManager[None]:
        """A transaction that sees one state of the index throughout."""

    def writing(self) -> AbstractContextManager[None]:
        """A transaction that is alone in writing; it is committed when it ends well, else leaves no trace."""

    def new(self) -> bool:
        """Whether there is no index here yet.

        Raises
        ------
        IncompatibleError
            There is something else.
        """

    def bytes_stored(self) -> int:
        """Size of the index in bytes."""

    def faults(self) -> list[str]:
        """What the database itself finds wrong with its structure."""

    def compact(self) -> None:
        """Gives back room that is no longer used, as far as that is cheap."""

    def close(self) -> None:
        """Ends the connection."""


FORMAT = 3
"""Format version that this code writes."""

NORMALISER = 3
"""Version of `text.normalise`: raise it when they give other words for some text."""

EVENT_TABLES = (
    """CREATE TABLE events (
        key {integer} PRIMARY KEY,
        name TEXT NOT NULL,
        stories {integer} NOT NULL,
        tellings {integer} NOT NULL,
        opened {integer} NOT NULL,
        latest {integer} NOT NULL,
        first DOUBLE PRECISION,
        last DOUBLE PRECISION,
        headline TEXT,
        sources TEXT NOT NULL,
        langs TEXT NOT NULL,
        closed {integer} NOT NULL,
        leads {integer})""",
    "CREATE INDEX events_by_time ON events (latest, key) WHERE leads IS NULL",
    "CREATE INDEX events_open ON events (latest) WHERE leads IS NULL AND closed = 0",
    "CREATE INDEX events_by_name ON events (name)",
    "CREATE INDEX event_leads ON events (leads) WHERE leads IS NOT NULL",
    """CREATE TABLE event_log (
        number {integer} PRIMARY KEY,
        at {integer} NOT NULL,
        event {integer} NOT NULL,
        kind TEXT NOT NULL,
        stories {integer} NOT NULL,
        other TEXT)""",
    "CREATE INDEX event_log_by_event ON event_log (event)",
    "CREATE INDEX event_log_by_time ON event_log (at)",
)
"""Tables of format 2."""

VERSION_TABLES = (
    """CREATE TABLE rewrites (
        a {integer} NOT NULL,
        b {integer} NOT NULL,
        score DOUBLE PRECISION NOT NULL,
        likeness DOUBLE PRECISION NOT NULL,
        common {integer} NOT NULL,
        PRIMARY KEY (a, b)) {clustered}""",
    "CREATE INDEX rewrites_back ON rewrites (b, a)",
    """CREATE TABLE corrections (
        a TEXT NOT NULL,
        b TEXT NOT NULL,
        apart {integer} NOT NULL,
        PRIMARY KEY (a, b))""",
)
"""Tables of format 3."""

TABLES = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    """CREATE TABLE stories (
        key {integer} PRIMARY KEY,
        id TEXT NOT NULL,
        version {integer} NOT NULL,
        current {integer} NOT NULL,
        content {integer} NOT NULL,
        seen {integer} NOT NULL,
        published DOUBLE PRECISION,
        words {integer} NOT NULL,
        size {integer} NOT NULL,
        strict {integer} NOT NULL,
        cluster {integer} NOT NULL,
        UNIQUE (id, version))""",
    "CREATE INDEX members ON stories (cluster) WHERE cluster <> key",
    "CREATE TABLE bodies (key {integer} PRIMARY KEY, body {bytes} NOT NULL)",
    """CREATE TABLE edges (
        a {integer} NOT NULL,
        b {integer} NOT NULL,
        score DOUBLE PRECISION NOT NULL,
        common {integer} NOT NULL,
        PRIMARY KEY (a, b)) {clustered}""",
    "CREATE INDEX edges_back ON edges (b, a)",
    """CREATE TABLE clusters (
        key {integer} PRIMARY KEY,
        name TEXT NOT NULL,
        leads {integer})""",
    "CREATE INDEX cluster_names ON clusters (name)",
    "CREATE INDEX cluster_leads ON clusters (leads) WHERE leads IS NOT NULL",
    """CREATE TABLE event_members (
        cluster {integer} PRIMARY KEY,
        event {integer} NOT NULL,
        name TEXT NOT NULL)""",
    "CREATE INDEX event_members_by_event ON event_members (event)",
    "CREATE TABLE runs (run {integer} PRIMARY KEY, size {integer} NOT NULL, keys {bytes} NOT NULL)",
    """CREATE TABLE boilerplate (
        key {integer} PRIMARY KEY,
        day {integer} NOT NULL,
        hashes {bytes} NOT NULL)""",
    *EVENT_TABLES,
    *VERSION_TABLES,
)


def _with(tables: Sequence[str]) -> Callable[[Database], None]:
    """What makes tables."""

    def make(database: Database) -> None:
        for table in tables:
            database.run(table.format(**database.types))

    return make


MIGRATIONS: dict[int, Callable[[Database], None]] = {1: _with(EVENT_TABLES), 2: _with(VERSION_TABLES)}
"""Format version -> what makes the next version of it; run one after the other in one transaction. New tables
are filled from the stories by `event_log.rebuild` (format 2) and `versions.rebuild` (format 3)."""

TUNED = {
    "threshold": "threshold",
    "boilerplate": "boilerplate",
    "event_threshold": "event_threshold",
    "event_window": "window",
}
"""Settings that an index is bound to, by the name under which it writes them down."""


_SEAL = 8  # bytes of a checksum


def seal(array: NDArray[Any]) -> bytes:
    """The bytes of an array as they are stored, with their checksum (XXH3) behind them: a bit that falls over
    in a list of keys would be a story that is not found, and nothing else would say so."""
    data = array.tobytes()
    return data + xxh3_64_digest(data)


def unseal(stored: bytes, what: str, place: str) -> bytes:
    """The bytes that were sealed.

    Raises
    ------
    CorruptError
        They are others than were stored.
    """
    data, checksum = stored[:-_SEAL], stored[-_SEAL:]
    if xxh3_64_digest(data) != checksum:
        raise CorruptError(
            f"{place} is damaged: {what} is not what was stored; dedup index verify tells more, dedup index "
            "export saves the stories"
        )
    return data


def fixed() -> dict[str, str]:
    """What the numbers in an index depend on besides its settings."""
    return {
        "scheme": f"affine32/{SLOTS}",
        "seed": str(SEED),
        "shingles": f"word {SHINGLE_WORDS}-grams",
        "bands": f"{BANDS}x{ROWS}; {FEW} from {LONG} shingles on",
        "samples": f"whole, 1 in {OWN_RATE}",
        "normaliser": str(NORMALISER),
        "background": xxh3_64_hexdigest(SHIPPED.read_bytes()),
    }


def create(database: Database, settings: Settings, events: bool) -> None:
    """Makes the tables of a new index, inside the caller's transaction; `events`: with the event level."""
    for table in TABLES:
        database.run(table.format(**database.types))
    written = {
        "format": str(FORMAT),
        "last_run": "0",
        "last_story": "0",
        "last_learned": "0",
        **fixed(),
        "events": str(int(events)),
        **{name: str(getattr(settings, setting)) for name, setting in TUNED.items()},
    }
    database.many("INSERT INTO meta (name, value) VALUES (?, ?)", sorted(written.items()))


def migrate(database: Database, place: str) -> None:
    """Brings an index of an older format up to date, inside the caller's transaction.

    Raises
    ------
    IncompatibleError
        The index was written by a newer version.
    """
    try:
        found = int(meta(database)["format"])
    except (KeyError, ValueError) as problem:
        raise CorruptError(f"{place} is damaged: its format cannot be read") from problem
    if found > FORMAT:
        raise IncompatibleError(
            f"{place} has format {found}, this dedup knows formats up to {FORMAT}: upgrade story-dedup"
        )
    for version in range(found, FORMAT):
        MIGRATIONS[version](database)
        set_meta(database, "format", str(version + 1))


def check(database: Database, given: Settings | None, place: str) -> Settings:
    """The settings of an index, which the given ones must agree with.

    Raises
    ------
    IncompatibleError
        The index was made with other settings or by another scheme; the message says what to do.
    """
    stored = meta(database)
    if stored.get("format") != str(FORMAT):
        raise IncompatibleError(
            f"{place} has format {stored.get('format')}, this dedup reads format {FORMAT}: open it once for "
            "writing (dedup index expire, or dedup add) to bring it up to date"
        )
    for name, value in fixed().items():
        if stored.get(name) != value:
            raise IncompatibleError(
                f"{place} was made with {name} {stored.get(name)!r}, this dedup has {value!r}: move its "
                "stories to a new index (export with the dedup that made it, then dedup index import)"
            )
    try:
        found = Settings(
            threshold=float(stored["threshold"]),
            boilerplate=int(stored["boilerplate"]),
            window=float(stored["event_window"]),
            event_threshold=float(stored["event_threshold"]),
        )
    except (KeyError, ValueError, SettingsError) as problem:
        raise CorruptError(f"{place} is damaged: its settings cannot be read ({problem})") from problem
    for name, setting in TUNED.items():
        value = getattr(found, setting)
        if given is not None and getattr(given, setting) != value:
            raise IncompatibleError(
                f"{place} was made with {name} {value}, not {getattr(given, setting)}: leave the setting "
                "out, or export the index and import it into a new one with that setting"
            )
    return found


def has_events(database: Database, wanted: bool | None) -> bool:
    """Whether an index has the event level.

    Raises
    ------
    IncompatibleError
        It has it and should not, or the other way round.
    """
    has = meta(database).get("events") == "1"
    if wanted is not None and wanted != has:
        raise IncompatibleError(
            f"{database.place} was made {'with' if has else 'without'} the event level: leave the setting "
            "out, or export the index and import it into a new one"
        )
    return has


def meta(database: Database) -> dict[str, str]:
    """All that is written down about an index."""
    return dict(database.rows("SELECT name, value FROM meta"))


class Counters(NamedTuple):
    """How far an index has come: the last number of a story, of a run, and of a change of boilerplate. What
    was read at the same number need not be read again."""

    story: int
    run: int
    learned: int


def counters(database: Database) -> Counters:
    """The counters of the present transaction."""
    found = dict(database.rows("SELECT name, value FROM meta WHERE substr(name, 1, 5) = 'last_'"))
    return Counters(*(int(found.get(f"last_{name}", 0)) for name in Counters._fields))


def count_up(database: Database, name: str) -> int:
    """The next number of a counter, written down."""
    number: int = getattr(counters(database), name) + 1
    set_meta(database, f"last_{name}", str(number))
    return number


def made_with(database: Database) -> dict[str, str]:
    """What an index was made with, without its counters."""
    return {name: value for name, value in sorted(meta(database).items()) if not name.startswith("last_")}


def set_meta(database: Database, name: str, value: str) -> None:
    """Writes one thing down about an index."""
    database.run(
        "INSERT INTO meta (name, value) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name,
        value,
    )
