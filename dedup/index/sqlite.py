"""SQLite, the embedded default: one file (and, while it is open, a log and a shared index beside it).

The write-ahead log lets many read while one writes. A writer takes the lock before it looks (`BEGIN
IMMEDIATE`), so what it decides by cannot change under it; writers that find it taken wait for random times,
growing with each attempt, so that none is left out for ever.

**What a commit survives.** The file is opened with `synchronous = FULL`: a commit returns when the log is
synced to the disk, so a verdict that was given survives `kill -9`, a crash of the system, and a loss of power
as far as the disk keeps its word (a drive or a network file system that reports data as written while they
are in a cache does not). What was not committed leaves no trace: at the next opening the log is read up to
its last whole commit. SQLite's other settings are not offered: `NORMAL` would lose the last commits with the
power, and so verdicts that were given, to save one sync of some milliseconds a batch; `OFF` may leave a
damaged file. Larger batches do as much for speed: a batch is one sync.
"""

import random
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import orjson

from dedup.errors import CorruptError, IncompatibleError, LockedError, StoreError

_Found = TypeVar("_Found")

PATIENCE = 60.0
"""Seconds that a writer waits for its turn."""

APPLICATION = (
    0x64656475  # "dedu": written into the file, so that other programs' files are not taken for ours
)
CACHE = 32  # megabytes of pages in memory
_LOG_PAGES = 4000  # 16 MB: how long the log grows before it is carried over into the file
_SLEEPS = (0.001, 0.1)  # seconds: shortest and longest nap between two attempts


class SQLite:
    """A connection to a file.

    Parameters
    ----------
    path
        Made when it does not exist; its directory must.
    write
        False opens the file for reading only.
    """

    types = {"integer": "INTEGER", "bytes": "BLOB", "clustered": "WITHOUT ROWID"}  # noqa: RUF012

    def __init__(self, path: Path, write: bool = True) -> None:
        self.place = str(path)
        self._path = path
        self._closed = False
        if not write and not path.exists():
            raise StoreError(f"{path}: there is no index here; dedup add makes one")
        with self._errors():
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={'rwc' if write else 'ro'}",
                uri=True,
                timeout=0,
                isolation_level=None,
                check_same_thread=False,
            )
            try:
                self._prepare(write)
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self, write: bool) -> None:
        run = self._connection.execute
        self._patiently(lambda: run("PRAGMA schema_version").fetchone())
        self.new()
        run(f"PRAGMA cache_size = -{CACHE * 1024}")
        if write:
            self._patiently(lambda: run("PRAGMA journal_mode = WAL").fetchone())
            run("PRAGMA synchronous = FULL")
            run(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
            run("PRAGMA journal_size_limit = 67108864")

    def new(self) -> bool:
        [[tables]] = self.rows("SELECT count(*) FROM sqlite_master")
        [[application]] = self.rows("PRAGMA application_id")
        if tables and application != APPLICATION:
            raise IncompatibleError(f"{self.place} is a database of another program; name another file")
        return not tables

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        def found() -> list[tuple[Any, ...]]:
            return self._connection.execute(_filled(sql), values).fetchall()

        with self._errors():
            return self._patiently(found)  # a new file is locked for a moment

    def run(self, sql: str, *values: Any) -> int:
        with self._errors():
            return self._connection.execute(_filled(sql), values).rowcount

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        with self._errors():
            self._connection.executemany(sql, rows)

    def ints(self, values: Iterable[int]) -> Any:
        return orjson.dumps(list(values)).decode()

    def strings(self, values: Iterable[str]) -> Any:
        return orjson.dumps(list(values)).decode()

    @contextmanager
    def reading(self) -> Iterator[None]:
        self._begin("BEGIN")
        try:
            yield
        finally:
            self._rollback()

    @contextmanager
    def writing(self) -> Iterator[None]:
        self._begin("BEGIN IMMEDIATE")
        try:
            if not self.rows("SELECT 1 FROM sqlite_master LIMIT 1"):
                self.run(f"PRAGMA application_id = {APPLICATION}")
            yield
            with self._errors():
                self._patiently(lambda: self._connection.execute("COMMIT"))
        except BaseException:
            self._rollback()
            raise

    def _begin(self, how: str) -> None:
        with self._errors():
            self._patiently(lambda: self._connection.execute(how))

    def _rollback(self) -> None:
        if not self._closed and self._connection.in_transaction:
            with self._errors():
                self._connection.execute("ROLLBACK")

    def _patiently(self, attempt: Callable[[], _Found]) -> _Found:
        """Tries until the lock is free."""
        end = time.monotonic() + PATIENCE
        nap, longest = _SLEEPS
        while True:
            try:
                return attempt()
            except sqlite3.OperationalError as problem:
                busy = problem.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
                if not busy or time.monotonic() > end:
                    raise
            time.sleep(random.uniform(0, nap))  # noqa: S311
            nap = min(2 * nap, longest)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Names of the database's errors that say what to do."""
        try:
            yield
        except sqlite3.Error as problem:
            raise self._named(problem) from problem
        except UnicodeDecodeError as problem:  # of a name in the schema
            raise self._damaged(problem) from problem

    def _damaged(self, problem: Exception) -> CorruptError:
        return CorruptError(
            f"{self.place} is damaged ({problem}); dedup index verify tells more, dedup index export "
            "saves the stories that can still be read"
        )

    def _named(self, problem: sqlite3.Error) -> StoreError:
        code = getattr(problem, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return LockedError(
                f"{self.place} is locked by another process; it was waited for {PATIENCE:.0f} s"
            )
        if code == sqlite3.SQLITE_NOTADB:
            return IncompatibleError(f"{self.place} is not an index but a file of another kind; name another")
        if code == sqlite3.SQLITE_CORRUPT or "decode to UTF-8" in str(problem):
            return self._damaged(problem)
        if code == sqlite3.SQLITE_FULL:
            return StoreError(f"{self.place}: no space left on the device; nothing of this batch was stored")
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
            return StoreError(f"{self.place} cannot be written: the file or its directory is read-only")
        if code == sqlite3.SQLITE_CANTOPEN:
            return StoreError(f"{self.place} cannot be opened: no such directory, or no permission")
        return StoreError(f"{self.place}: {problem}")

    def bytes_stored(self) -> int:
        [[pages]], [[page]] = self.rows("PRAGMA page_count"), self.rows("PRAGMA page_size")
        [[unused]] = self.rows("PRAGMA freelist_count")
        return int((pages - unused) * page)

    def faults(self) -> list[str]:
        try:
            found = self.rows("PRAGMA integrity_check(20)")
        except CorruptError as problem:
            return [str(problem)]
        return [str(row[0]) for row in found if row[0] != "ok"]

    def compact(self) -> None:
        self.rows("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        self._closed = True
        self._connection.close()


def _filled(sql: str) -> str:
    return sql.replace("{ints}", "SELECT value FROM json_each(?)").replace(
        "{strings}", "SELECT value FROM json_each(?)"
    )
