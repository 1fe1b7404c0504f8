"""PostgreSQL, for many writer machines: the same tables, the same SQL, the same verdicts (psycopg 3).

Writers take an advisory lock for the length of their transaction, so that one decides at a time, on what the
others have committed; readers see one snapshot throughout. Several indexes can live in one server: each in a
database or schema of its own (`?options=-csearch_path%3Dnews`).

What a commit survives is the server's affair: with `synchronous_commit = on`, its default, a verdict that was
given survives a crash of client, server and system and a loss of power; `remote_apply` adds the loss of the
machine where there is a standby; with `off` the server may lose the last half second of verdicts in a crash,
though never half a batch.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from dedup.errors import CorruptError, IncompatibleError, LockedError, MissingExtraError, StoreError

PATIENCE = 60
"""Seconds that a writer waits for its turn."""

_LOCK = 0x6465647570  # "dedup": the number of the advisory lock
_TABLES = ("meta", "stories", "bodies", "edges", "clusters", "event_members", "runs", "boilerplate")
"""Those of every format."""


class PostgreSQL:
    """A connection to a server.

    Parameters
    ----------
    url
        As libpq takes it: postgresql://user@host:port/database.
    write
        False opens it for reading only.
    """

    types = {"integer": "BIGINT", "bytes": "BYTEA", "clustered": ""}  # noqa: RUF012

    def __init__(self, url: str, write: bool = True) -> None:
        try:
            import psycopg
        except ImportError as problem:
            raise MissingExtraError("an index on PostgreSQL", "postgres") from problem
        self._psycopg: Any = psycopg
        parts = urlsplit(url)
        self.place = f"postgresql://{parts.hostname or 'localhost'}{parts.path}"
        with self._errors():
            self._connection = psycopg.connect(url, autocommit=True, connect_timeout=10)
        self.run(f"SET lock_timeout = '{PATIENCE}s'")
        self.run("SET enable_seqscan = off")  # statistics of a growing table lag behind; there are indexes
        if not write:
            self.run("SET default_transaction_read_only = on")
            if self.new():
                self.close()
                raise StoreError(f"{self.place}: there is no index here; dedup add makes one")

    def new(self) -> bool:
        found = self.rows(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() "
            "AND table_name IN ({strings})",
            list(_TABLES),
        )
        if 0 < len(found) < len(_TABLES):
            names = ", ".join(sorted(name for (name,) in found))
            raise IncompatibleError(
                f"{self.place} has tables of another program ({names}); name another database or schema"
            )
        return not found

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._errors():
            return self._connection.execute(_filled(sql), values).fetchall()

    def run(self, sql: str, *values: Any) -> int:
        with self._errors():
            return self._connection.execute(_filled(sql), values).rowcount

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        with self._errors(), self._connection.cursor() as cursor:
            cursor.executemany(_filled(sql), list(rows))

    def ints(self, values: Iterable[int]) -> Any:
        return list(values)

    def strings(self, values: Iterable[str]) -> Any:
        return list(values)

    @contextmanager
    def reading(self) -> Iterator[None]:
        with self._transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"):
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        with self._transaction("BEGIN"):
            self.rows("SELECT pg_advisory_xact_lock(?)", _LOCK)
            yield

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        self.run(begin)
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            if not self._connection.closed:
                self.run("ROLLBACK")
            raise

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Names of the server's errors that say what to do."""
        try:
            yield
        except self._psycopg.Error as problem:
            raise self._named(problem) from problem

    def _named(self, problem: Any) -> StoreError:
        errors = self._psycopg.errors
        said = str(problem).strip().partition("\n")[0]
        if isinstance(problem, errors.LockNotAvailable):
            return LockedError(f"{self.place} is locked by another process; it was waited for {PATIENCE} s")
        if isinstance(problem, errors.DiskFull):
            return StoreError(f"{self.place}: the server has no space left; nothing of this batch was stored")
        if isinstance(problem, errors.ReadOnlySqlTransaction | errors.InsufficientPrivilege):
            return StoreError(f"{self.place} cannot be written: {said}")
        if isinstance(problem, errors.DataCorrupted | errors.IndexCorrupted):
            return CorruptError(f"{self.place} is damaged ({said})")
        return StoreError(f"{self.place}: {said}")

    def bytes_stored(self) -> int:
        [[size]] = self.rows(
            "SELECT sum(pg_total_relation_size(to_regclass(value))) FROM unnest(?::text[]) AS t(value)",
            [*_TABLES, "events", "event_log"],
        )
        return int(size)

    def faults(self) -> list[str]:
        return []

    def compact(self) -> None:
        self.run("ANALYZE stories")

    def close(self) -> None:
        self._connection.close()


def _filled(sql: str) -> str:
    return (
        sql.replace("%", "%%")
        .replace("{ints}", "SELECT unnest(?::bigint[])")
        .replace("{strings}", "SELECT unnest(?::text[])")
        .replace("?", "%s")
    )
