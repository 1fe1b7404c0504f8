"""Tables, one record a row: CSV and TSV with a header line, Parquet and Arrow (extra `parquet`).

A few rows are in memory at a time. Parquet keeps its table of contents at the end, so a file that comes
compressed or through a pipe is put into a temporary one first.
"""

import csv
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, BinaryIO

from dedup.errors import MissingExtraError
from dedup.readers.fields import Fields
from dedup.readers.intake import Found, Problem
from dedup.readers.streams import LONGEST_RECORD, BlockReader, NotText, Stream

ROWS = 64
"""Rows decoded at a time: few, because a dictionary lets a short file hold long values many times over."""

_PARQUET, _ARROW = b"PAR1", b"ARROW1"
_STREAM = b"\xff\xff\xff\xff"


def is_parquet(head: bytes) -> bool:
    """Whether a file begins like Parquet."""
    return head.startswith(_PARQUET)


def is_arrow(head: bytes) -> bool:
    """Whether a file begins like an Arrow (or Feather) file or stream."""
    return head.startswith((_ARROW, _STREAM))


def read_parquet(stream: Stream, problem: Problem) -> Iterator[Found]:
    """The rows of a Parquet file.

    Raises
    ------
    MissingExtraError
        When pyarrow is not installed.
    """
    pyarrow, parquet = pyarrow_part(), pyarrow_part("parquet")
    with _seekable(stream) as file:
        try:
            batches = parquet.ParquetFile(file, pre_buffer=False, buffer_size=1 << 20).iter_batches(ROWS)
            yield from batch_records(batches, stream.name)
        except (pyarrow.ArrowException, OSError, ValueError, MemoryError) as error:
            problem(stream.name, f"damaged Parquet: {_first_line(error)}")


def read_arrow(stream: Stream, problem: Problem) -> Iterator[Found]:
    """The rows of an Arrow file or stream.

    Raises
    ------
    MissingExtraError
        When pyarrow is not installed.
    """
    pyarrow, ipc = pyarrow_part(), pyarrow_part("ipc")
    with _seekable(stream) as file:
        try:
            if stream.head.startswith(_ARROW):
                reader = ipc.open_file(file)
                batches = (reader.get_batch(number) for number in range(reader.num_record_batches))
            else:
                batches = iter(ipc.open_stream(file))
            yield from batch_records(batches, stream.name)
        except (pyarrow.ArrowException, OSError, ValueError, MemoryError) as error:
            problem(stream.name, f"damaged Arrow: {_first_line(error)}")


def pyarrow_part(part: str = "") -> Any:
    """pyarrow, or one of its modules.

    Raises
    ------
    MissingExtraError
        When it is not installed.
    """
    try:
        return import_module(f"pyarrow.{part}" if part else "pyarrow")
    except ImportError:
        raise MissingExtraError("reading or writing Parquet and Arrow", "parquet") from None


@contextmanager
def _seekable(stream: Stream) -> Iterator[BinaryIO]:
    if stream.path is not None:
        with stream.path.open("rb") as file:
            if file.peek(1)[:4] == stream.head[:4]:  # else it is compressed
                yield file
                return
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(BlockReader(stream.blocks), copy, 1 << 20)
        copy.seek(0)
        yield copy


def batch_records(batches: Iterator[Any], name: str) -> Iterator[Found]:
    """The rows of Arrow record batches, each with its place in what is called `name`."""
    row = 0
    for batch in batches:
        batch.validate(full=True)  # offsets of a damaged file would lead out of memory
        names = [str(column) for column in batch.schema.names]
        for start in range(0, batch.num_rows, ROWS):
            some = batch.slice(start, ROWS)
            columns = [_values(some.column(number)) for number in range(len(names))]
            for cells in zip(*columns, strict=True):
                yield dict(zip(names, cells, strict=True)), f"{name}[{row}]"
                row += 1


def _values(column: Any) -> list[object]:
    """The values of a column as Python's own: text stored as bytes decoded, times to the microsecond."""
    pyarrow = pyarrow_part()
    kind = column.type
    if pyarrow.types.is_timestamp(kind):
        column = column.cast(pyarrow.timestamp("us", kind.tz), safe=False)
    elif pyarrow.types.is_binary(kind) or pyarrow.types.is_large_binary(kind):
        return [cell if cell is None else cell.decode("utf-8", "replace") for cell in column.to_pylist()]
    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError):  # a date beyond Python's calendar
        return list(column.cast(pyarrow.string()).to_pylist())


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:200] or type(error).__name__


DELIMITERS = ",;\t|"

LONGEST_CELL = LONGEST_RECORD >> 2
"""Characters of a cell, which may span lines: the reader of tables keeps four bytes for each."""


def delimiter(header: str) -> str:
    """The delimiter that occurs most in a header line; a comma if none does."""
    counts = Counter(header)
    return max(DELIMITERS, key=lambda mark: counts[mark])


def is_table(head: bytes) -> bool:
    """Whether a file begins like a table: a header that names two parts of a story, then a row."""
    first, _, rest = head.lstrip().partition(b"\n")
    header = first[:4096].decode("utf-8", "replace")
    row = rest.partition(b"\n")[0].decode("utf-8", "replace")
    return delimiter(header) in row and Fields().parts(_cells(header)) >= 2


def _cells(line: str) -> tuple[str, ...]:
    try:
        return tuple(next(csv.reader([line], delimiter=delimiter(line)), []))
    except csv.Error:
        return ()


def read_table(stream: Stream, problem: Problem) -> Iterator[Found]:
    """The rows of a table as records."""
    if csv.field_size_limit() < LONGEST_CELL:
        csv.field_size_limit(LONGEST_CELL)  # the module's own limit is 128 KB, less than a long article
    header_line = stream.head.lstrip().split(b"\n", 1)[0].decode("utf-8", "replace")
    rows = csv.reader(_lines(stream, problem), delimiter=delimiter(header_line))
    header: list[str] = []
    while True:
        line = rows.line_num + 1
        place = f"{stream.name}:{line}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            problem(place, f"not a row of a table: {error}")
            continue
        if not any(row):
            continue
        if not header:
            header = [cell.strip() for cell in row]
        elif len(row) > len(header):
            problem(place, f"{len(row)} cells in a table of {len(header)} columns")
        else:
            yield dict(zip(header, row, strict=False)), place


def _lines(stream: Stream, problem: Problem) -> Iterator[str]:
    number = 0
    for batch in stream.lines():
        for line in batch:
            number += 1
            if line is None:
                problem(f"{stream.name}:{number}", f"a line of more than {LONGEST_RECORD >> 20} MB")
                yield "\n"
                continue
            try:
                yield stream.decoder.decode(bytes(line)) + "\n"
            except NotText as error:
                problem(f"{stream.name}:{number}", str(error))
                yield "\n"
