"""Records as tables: CSV with the standard library, Parquet with pyarrow (extra `parquet`).

Columns are all keys in the order in which they first appear. What is nested is written as JSON inside its
cell, so that a table of any records can be written and read back.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any

import orjson

from dedup.errors import MissingExtraError

Row = Mapping[str, object]

ROWS = 10_000
"""Rows turned into bytes at a time."""


def columns_of(rows: Iterable[Row]) -> list[str]:
    """All keys of some rows, in the order in which they first appear."""
    return list(dict.fromkeys(key for row in rows for key in row))


def csv_lines(rows: Iterable[Row], columns: list[str]) -> Iterator[bytes]:
    """A header line and the rows; missing values are empty cells."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for number, row in enumerate(rows, start=1):
        writer.writerow([_cell(row.get(name)) for name in columns])
        if number % ROWS == 0:
            yield _drained(buffer)
    yield _drained(buffer)


def _drained(buffer: io.StringIO) -> bytes:
    data = buffer.getvalue().encode("utf-8", "replace")
    buffer.seek(0)
    buffer.truncate()
    return data


def parquet_bytes(rows: Iterable[Row], columns: list[str]) -> bytes:
    """A Parquet file. A column is of numbers, of booleans or of text; times are text in ISO 8601.

    Raises
    ------
    MissingExtraError
        When pyarrow is not installed.
    """
    try:
        pyarrow: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError:
        raise MissingExtraError("writing Parquet", "parquet") from None
    held: list[list[object]] = [[] for _ in columns]
    for row in rows:
        for column, name in zip(held, columns, strict=True):
            column.append(_cell(row.get(name)))
    arrays = [pyarrow.array(_alike(column), type=_kind(pyarrow, column)) for column in held]
    sink = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_arrays(arrays, names=columns), sink)
    return sink.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, int) and abs(value) >= 1 << 63:
        return str(value)
    if value is None or isinstance(value, str | bool | int | float):
        return value
    return orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode().strip('"')


def _kind(pyarrow: Any, column: list[object]) -> Any:
    """The type of a column: that of all its values, else text."""
    kinds = {type(value) for value in column if value is not None}
    if kinds == {bool}:
        return pyarrow.bool_()
    if kinds == {int}:
        return pyarrow.int64()
    return pyarrow.float64() if kinds and kinds <= {int, float} else pyarrow.string()


def _alike(column: list[object]) -> list[object]:
    kinds = {type(value) for value in column if value is not None}
    if kinds <= {bool} or kinds <= {int, float}:
        return column
    return [value if value is None or isinstance(value, str) else str(value) for value in column]
