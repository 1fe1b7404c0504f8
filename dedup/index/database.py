"""What an index asks of a database: SQL with a few words left open, and transactions.

SQL is written once, with `?` for parameters. `{ints}` and `{strings}` stand for a subquery over one parameter
that holds many values (`WHERE key IN ({ints})`), made by `ints()` and `strings()`: one statement serves a
whole batch.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol


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
