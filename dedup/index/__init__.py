"""The index: the same stages, one batch at a time, over a store.

`story_index` holds the class and says how it works and what it guarantees. How long stories stay is a window:
"14d", "36h", "2w".
"""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.errors import SettingsError
from dedup.settings import Settings

if TYPE_CHECKING:
    from dedup.index.schema import Database
    from dedup.index.story_index import StoryIndex

_UNITS = {"h": 1 / 24, "d": 1.0, "w": 7.0, "": 1.0}
_WINDOW = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)\s{0,3}([hdw]?)")


def days(window: str | float) -> float:
    """A window in days.

    Raises
    ------
    SettingsError
        It is not a number of hours, days or weeks above zero.

    Examples
    --------
    >>> days("14d"), days("36h"), days(2)
    (14.0, 1.5, 2.0)
    """
    found = _WINDOW.fullmatch(window.strip().lower()) if isinstance(window, str) else None
    value = float(found[1]) * _UNITS[found[2]] if found else window
    if isinstance(value, str) or not 0 < value <= 36_500:
        raise SettingsError(
            f"window is {window!r}; it is a number of hours, days or weeks, as in 36h, 14d or 2w"
        )
    return float(value)


def moment(since: str, now: float) -> float:
    """A time in seconds since 1970: "36h" or "2d" before `now`, or as ISO 8601 (UTC where no zone is given).

    Raises
    ------
    SettingsError
        It is neither.

    Examples
    --------
    >>> moment("2d", 1_000_000.0), moment("1970-01-01T00:01", 0.0)
    (827200.0, 60.0)
    """
    try:
        given = datetime.fromisoformat(since.strip())
    except ValueError:
        try:
            return now - 86_400 * days(since)
        except SettingsError:
            raise SettingsError(
                f"since is {since!r}; it is a time as 2026-11-28T09:00, or how long ago, as in 36h or 2d"
            ) from None
    return (given if given.tzinfo else given.replace(tzinfo=UTC)).timestamp()


__all__ = ["open"]

_SERVERS = ("postgresql://", "postgres://")


def open(  # the name under which the package shows it: dedup.open
    url: str | Path,
    *,
    window: str | float | None = None,
    settings: Settings | None = None,
    events: bool | None = None,
    writable: bool = True,
    clock: Callable[[], float] = time.time,
) -> "StoryIndex":
    """Open an index of stories, or make one.

    Parameters
    ----------
    url
        A file (SQLite), or "postgresql://…" (the extra `postgres`).
    window
        How long stories stay until `expire()` removes them: days, or a string like "14d" or "36h". It is
        written down, and holds until another is given.
    settings
        Thresholds; an index keeps those that it was made with.
    events
        True makes an index with the event level: new stories that report in other words what a stored one
        reports get the verdict "retold". It takes some two milliseconds a story. None takes an index as it
        is.
    writable
        False opens an index that exists for `check` and other reading only.
    clock
        Gives the time in seconds since 1970.

    Raises
    ------
    IncompatibleError
        It was made with other settings, by a newer version or by another program.
    StoreError
        It cannot be opened; `LockedError` and `CorruptError` are such.
    SettingsError
        The window cannot be read.

    Notes
    -----
    A verdict is given when its batch is committed. In a file that means synced to the disk (SQLite's
    `synchronous = FULL`): it survives `kill -9`, a crash of the system and a loss of power. On PostgreSQL it
    means what the server's `synchronous_commit` says, by default the same.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open(f"{folder}/news.db", window="14d") as index:
    ...     [verdict.kind for verdict in index.add(["Storm Ada hit Porto.", "Fares will rise in May."])]
    ['new', 'new']
    """
    from dedup.index.story_index import StoryIndex

    chosen = None if window is None else days(window)
    database = _database(url, writable)
    try:
        return StoryIndex(
            database, settings=settings, events=events, window=chosen, clock=clock, writable=writable
        )
    except BaseException:
        database.close()
        raise


def _database(url: str | Path, writable: bool) -> "Database":
    if isinstance(url, str) and url.startswith(_SERVERS):
        from dedup.index.postgres import PostgreSQL

        return PostgreSQL(url, writable)
    from dedup.index.sqlite import SQLite

    return SQLite(Path(url), writable)
