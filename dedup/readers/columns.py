"""Tables by columns: Parquet and Arrow files (extra `parquet`), and data frames in memory.

Columns are packed, so a small file may unpack to more than any memory holds. Before anything is decoded, the
table of contents (Parquet) or the heads of the messages (Arrow) say how much that would be, and a file that
is out of proportion is refused, as is a compressed file of another format (`streams`). Rows are then decoded
a few at a time. Values that a dictionary holds once are held once in memory, too. Parquet keeps its table of
contents at the end, so a file that comes compressed or through a pipe is put into a temporary one first.

Both are read here without pyarrow, which ends the whole process where a footer is damaged (26.0: "size
mismatch"), and only as far as needed. A footer is a struct in the compact protocol of Thrift
(https://github.com/apache/thrift, thrift-compact-protocol.md) with the field numbers of parquet.thrift of
apache/parquet-format. An Arrow message is a length, a FlatBuffer that describes what follows, and a body of
buffers, each of which may be compressed: then its first eight bytes say how long it will be (Message.fbs of
Apache Arrow, https://flatbuffers.dev/internals).

A data frame (pandas, polars, pyarrow and whatever else narwhals knows) is recognised by the protocols that
these libraries share, so none of them is imported for it.
"""

import os
import shutil
import struct
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, BinaryIO

from dedup.errors import InputError, MissingExtraError
from dedup.readers.intake import Found, Problem
from dedup.readers.streams import LONGEST_RECORD, BlockReader, Decoder, NotText, Stream, out_of_proportion

LARGEST_FOOTER = 64 << 20
"""Bytes; a thousand groups of rows of a hundred columns take about 10 MB."""

_DEEPEST = 32
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 11, 12
_STRING = 6
"""Type BYTE_ARRAY of parquet.thrift."""

_DICTIONARIES = frozenset({2, 8})
_DELTA_STRINGS = 7
"""Encodings: PLAIN_DICTIONARY, RLE_DICTIONARY; DELTA_BYTE_ARRAY."""

FRAME_ROWS = 512
"""Rows taken out of a frame at a time."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """The part of a column that is in one group of rows.

    `path` are the names from the outermost field down, with dots; `values` counts nulls and members of lists;
    `unpacked` are bytes after decompression, before dictionaries are looked up. `dictionary` says that
    strings are held in one, `delta` that each may repeat most of the one before.
    """

    path: str
    values: int
    unpacked: int
    dictionary: bool
    delta: bool


@dataclass(frozen=True, slots=True)
class Footer:
    """The number of rows, and of each group of rows its chunks."""

    rows: int
    groups: tuple[tuple[Chunk, ...], ...]


def read_footer(file: BinaryIO, size: int) -> Footer:
    """The footer of a file of `size` bytes.

    Raises
    ------
    ValueError
        It is damaged, encrypted or larger than `LARGEST_FOOTER`.
    """
    file.seek(max(0, size - 8))
    end = file.read(8)
    if len(end) < 8 or end[4:] != b"PAR1":
        raise ValueError("the file does not end like one")
    (length,) = struct.unpack("<I", end[:4])
    if not 0 < length <= min(size - 8, LARGEST_FOOTER):
        raise ValueError(f"a footer of {length:,} bytes")
    file.seek(size - 8 - length)
    try:
        contents = _Thrift(file.read(length)).struct(0)
        groups = tuple(
            tuple(_chunk(column[3]) for column in group[1] if 3 in column) for group in contents.get(4, [])
        )
        return Footer(int(contents.get(3, 0)), groups)
    except (IndexError, KeyError, TypeError, AttributeError, struct.error) as error:
        raise ValueError(f"a footer that breaks off ({error})") from None


def _chunk(metadata: dict[int, Any]) -> Chunk:
    encodings = set(metadata.get(2, []))
    strings = metadata.get(1) == _STRING
    return Chunk(
        path=b".".join(metadata[3]).decode("utf-8", "replace"),
        values=int(metadata[5]),
        unpacked=int(metadata[6]),
        dictionary=strings and not _DICTIONARIES.isdisjoint(encodings),
        delta=strings and _DELTA_STRINGS in encodings,
    )


class _Thrift:
    """A reader of the compact protocol: structs become dicts by the number of the field."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def _byte(self) -> int:
        self._at += 1
        return self._data[self._at - 1]

    def _whole(self) -> int:
        number = shift = 0
        while True:
            byte = self._byte()
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                return number
            shift += 7
            if shift > 70:
                raise ValueError("a number without an end")

    def _signed(self) -> int:
        number = self._whole()
        return (number >> 1) ^ -(number & 1)

    def struct(self, depth: int) -> dict[int, Any]:
        """A struct, from its first field on."""
        if depth > _DEEPEST:
            raise ValueError(f"nested deeper than {_DEEPEST} levels")
        found: dict[int, Any] = {}
        field = 0
        while head := self._byte():
            field = field + (head >> 4) if head >> 4 else self._signed()
            kind = head & 15
            found[field] = kind == _TRUE if kind in (_TRUE, _FALSE) else self._value(kind, depth)
        return found

    def _value(self, kind: int, depth: int) -> Any:
        if kind in (_TRUE, _FALSE, _BYTE):
            return self._byte()
        if kind in (4, 5, 6):
            return self._signed()
        if kind == _DOUBLE:
            return self._bytes(8)
        if kind == _BINARY:
            return self._bytes(self._whole())
        if kind in (_LIST, _SET):
            head = self._byte()
            count = head >> 4 if head >> 4 < 15 else self._whole()
            self._check(count)
            return [self._value(head & 15, depth + 1) for _ in range(count)]
        if kind == _MAP:
            count = self._whole()
            self._check(count)
            kinds = self._byte() if count else 0
            for _ in range(count):
                self._value(kinds >> 4, depth + 1)
                self._value(kinds & 15, depth + 1)
            return None
        if kind == _STRUCT:
            return self.struct(depth + 1)
        raise ValueError(f"a field of type {kind}")

    def _check(self, count: int) -> None:
        if count > len(self._data) - self._at:
            raise ValueError("a list that goes on behind the end")

    def _bytes(self, count: int) -> bytes:
        self._check(count)
        self._at += count
        return self._data[self._at - count : self._at]


_DICTIONARY, _RECORDS = 2, 3
"""Kinds of messages that have a body."""

_CONTINUES = -1
"""What stands before the length of a message, since version 0.15 of the format."""


def sizes(file: BinaryIO, at: int, size: int) -> Iterator[tuple[int, int]]:
    """The bytes that all messages so far unpack to, and the longest column so far, in values.

    Parameters
    ----------
    file, at, size
        Where the stream is, where in it the first message begins, and its length in bytes.

    Raises
    ------
    ValueError, struct.error
        The messages are damaged.
    """
    unpacked = values = 0
    while at + 8 <= size:
        file.seek(at)
        mark, length = struct.unpack("<ii", file.read(8))
        begin = at + 8
        if mark != _CONTINUES:
            length, begin = mark, at + 4
        if length <= 0:
            return
        if begin + length > size:
            raise ValueError("a message goes on behind the end of the file")
        file.seek(begin)
        message = _Table.root(file.read(length))
        body = begin + length
        if (batch := _batch(message)) is not None:
            unpacked += _unpacked(file, body, size, batch)
            values = max(values, batch.number(0, "<q"), *(count for count, _ in batch.structs(1)), 0)
            yield unpacked, values
        at = body + max(0, message.number(3, "<q"))


def _unpacked(file: BinaryIO, body: int, size: int, batch: "_Table") -> int:
    total = 0
    packed = batch.table(3) is not None
    for offset, length in batch.structs(2):
        real = length
        if packed and length >= 8 and 0 <= body + offset <= size - 8:
            file.seek(body + offset)
            real = max(real, *struct.unpack("<q", file.read(8)))
        total += real
    return total


def _batch(message: "_Table") -> "_Table | None":
    """The record batch in a message, that of a dictionary included; None in one of another kind."""
    kind, header = message.number(1, "<B"), message.table(2)
    if kind == _DICTIONARY and header is not None:
        return header.table(1)
    return header if kind == _RECORDS else None


class _Table:
    """A table of a FlatBuffer: its fields by number."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data, self._at = data, at
        (back,) = struct.unpack_from("<i", data, at)
        self._fields = at - back
        (self._length,) = struct.unpack_from("<H", data, self._fields)

    @classmethod
    def root(cls, data: bytes) -> "_Table":
        """The outermost table."""
        return cls(data, *struct.unpack_from("<I", data))

    def _place(self, field: int) -> int:
        entry = 4 + 2 * field
        if entry + 2 > self._length:
            return 0
        (offset,) = struct.unpack_from("<H", self._data, self._fields + entry)
        return self._at + offset if offset else 0

    def number(self, field: int, kind: str) -> int:
        """A number, 0 where there is none."""
        place = self._place(field)
        return int(struct.unpack_from(kind, self._data, place)[0]) if place else 0

    def table(self, field: int) -> "_Table | None":
        """A table inside, None where there is none."""
        place = self._place(field)
        return _Table(self._data, place + self.number(field, "<I")) if place else None

    def structs(self, field: int) -> Iterable[tuple[int, int]]:
        """The members of a vector of structs of two 64-bit numbers each."""
        place = self._place(field)
        if not place:
            return ()
        start = place + self.number(field, "<I")
        (count,) = struct.unpack_from("<I", self._data, start)
        members = self._data[start + 4 : start + 4 + 16 * count]
        return struct.iter_unpack("<qq", members)


ROWS = 64
"""Rows made into records at a time: a body may have a megabyte."""

FREE_VALUES = 500_000
"""Values of a column that need no justification; beyond, a file needs a byte for each. Runs of equal values
take next to nothing, so that a kilobyte could stand for a billion rows."""

LONG, LONG_VALUES = 1 << 14, 64
"""Characters of a long value, and how many of them are remembered: one that many rows repeat is held once."""

_PARQUET, _ARROW = b"PAR1", b"ARROW1"
_STREAM = b"\xff\xff\xff\xff"


class Refused(ValueError):  # noqa: N818
    """A file that unpacks to more than it can be worth."""


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
    pyarrow = pyarrow_part()
    with _seekable(stream) as file:
        try:
            size = _size(file)
            contents = read_footer(file, size)
            _check_parquet(contents, size)
            yield from batch_records(_batches(file, contents), stream.name, problem, stream.decoder)
        except Refused as error:
            problem(stream.name, str(error))
        except (pyarrow.ArrowException, OSError, ValueError, LookupError, MemoryError) as error:
            problem(stream.name, f"damaged Parquet: {_first_line(error)}")


def _batches(file: BinaryIO, contents: Footer) -> Iterator[Any]:
    """The rows of a Parquet file, a few at a time, strings with their dictionaries where they have some."""
    pyarrow, parquet = pyarrow_part(), pyarrow_part("parquet")
    rows = _rows_at_once(contents)
    held = {chunk.path: None for group in contents.groups for chunk in group if chunk.dictionary}

    def table(names: list[str]) -> Any:
        return parquet.ParquetFile(file, pre_buffer=False, buffer_size=1 << 20, read_dictionary=names)

    usual, flat = table(list(held)), None
    for number in range(len(contents.groups)):
        batches = usual.iter_batches(rows, row_groups=[number])
        try:
            first = next(batches, None)
        except pyarrow.ArrowNotImplementedError:  # lists of strings of which some are in no dictionary
            flat = flat or table([name for name in held if "." not in name])
            batches = flat.iter_batches(rows, row_groups=[number])
            first = next(batches, None)
        if first is not None:
            yield first
            yield from batches


def _check_parquet(contents: Footer, size: int) -> None:
    """Judge a file by its footer.

    Raises
    ------
    Refused
        When it unpacks to too much.
    """
    chunks = [chunk for group in contents.groups for chunk in group]
    values = max([contents.rows, *(chunk.values for chunk in chunks)])
    _refuse(size, sum(chunk.unpacked for chunk in chunks), values)


def _refuse(size: int, unpacked: int, values: int) -> None:
    if out_of_proportion(unpacked, size):
        raise Refused(f"{size:,} bytes that unpack to {unpacked >> 20:,} MB are refused")
    if values > max(FREE_VALUES, size):
        raise Refused(f"{size:,} bytes that unpack to {values:,} values are refused")


def _rows_at_once(contents: Footer) -> int:
    """`ROWS`, or fewer where each string may repeat most of the one before."""
    largest = max((chunk.unpacked for group in contents.groups for chunk in group if chunk.delta), default=1)
    return max(1, min(ROWS, 2 * LONGEST_RECORD // max(1, largest)))


def read_arrow(stream: Stream, problem: Problem) -> Iterator[Found]:
    """The rows of an Arrow file or stream.

    A file is a stream between two marks, with a table of contents behind it, and is read as one.

    Raises
    ------
    MissingExtraError
        When pyarrow is not installed.
    """
    pyarrow, ipc = pyarrow_part(), pyarrow_part("ipc")
    with _seekable(stream) as file:
        try:
            size = _size(file)
            begin = 8 if stream.head.startswith(_ARROW) else 0
            for unpacked, values in sizes(file, begin, size):
                _refuse(size, unpacked, values)
            file.seek(begin)
            batches = iter(ipc.open_stream(file))
            yield from batch_records(batches, stream.name, problem, stream.decoder)
            if begin and not _ends_with_mark(file, size):
                problem(stream.name, "damaged Arrow: the file is cut short")
        except Refused as error:
            problem(stream.name, str(error))
        except (pyarrow.ArrowException, OSError, ValueError, LookupError, MemoryError, struct.error) as error:
            problem(stream.name, f"damaged Arrow: {_first_line(error)}")


def _ends_with_mark(file: BinaryIO, size: int) -> bool:
    file.seek(max(0, size - len(_ARROW)))
    return file.read(len(_ARROW)) == _ARROW


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


def _size(file: BinaryIO) -> int:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return size


def batch_records(
    batches: Iterator[Any], name: str, problem: Problem | None = None, decoder: Decoder | None = None
) -> Iterator[Found]:
    """The rows of Arrow record batches, each with its place in what is called `name`.

    Values that cannot be read become null and are reported to `problem`; without it they are left out
    silently. Strings that are not UTF-8 are read by `decoder`.
    """
    row = 0
    decoder = decoder or Decoder()
    long: dict[object, object] = {}
    for batch in batches:
        names = [str(column) for column in batch.schema.names]
        whole = [_checked(batch.column(number)) for number in range(len(names))]
        for start in range(0, batch.num_rows, ROWS):
            columns = [_values(column.slice(start, ROWS), decoder) for column in whole]
            for cells in zip(*columns, strict=True):
                place = f"{name}[{row}]"
                record = dict(zip(names, cells, strict=True))
                for column, cell in record.items():
                    if cell is UNREADABLE:
                        record[column] = None
                        if problem is not None:
                            problem(place, f"{column!r} is left out: its value is damaged or too large")
                    elif type(cell) is str and len(cell) >= LONG:
                        record[column] = long.setdefault(cell, cell)
                if len(long) > LONG_VALUES:
                    long.clear()
                yield record, place
                row += 1


UNREADABLE = object()
"""Stands for a value that Python has nothing for."""


def _checked(column: Any) -> Any:
    """A column with its offsets checked: those of a damaged file would lead out of memory.

    Strings become bytes: whether they are UTF-8 is a matter of each row.
    """
    column = _in_bytes(column)
    column.validate(full=True)
    return column


def _in_bytes(column: Any) -> Any:
    """A column with bytes for its strings, at any depth of lists, objects and dictionaries."""
    pyarrow, compute = pyarrow_part(), pyarrow_part("compute")
    types, kind = pyarrow.types, column.type
    if types.is_string(kind):
        return column.view(pyarrow.binary())
    if types.is_large_string(kind):
        return column.view(pyarrow.large_binary())
    if types.is_dictionary(kind):
        return pyarrow.DictionaryArray.from_arrays(column.indices, _in_bytes(column.dictionary))
    if types.is_struct(kind) and kind.num_fields:
        fields = [_in_bytes(column.field(number)) for number in range(kind.num_fields)]
        return pyarrow.StructArray.from_arrays(
            fields, [field.name for field in kind], mask=column.is_null() if column.null_count else None
        )
    if types.is_list(kind) or types.is_large_list(kind):
        starts = column.offsets
        if column.null_count:  # a null among the offsets is a null list
            known = compute.if_else(column.is_valid(), starts.slice(0, len(column)), None)
            starts = pyarrow.concat_arrays([known, starts.slice(len(column))])
        made = pyarrow.ListArray if types.is_list(kind) else pyarrow.LargeListArray
        return made.from_arrays(starts, _in_bytes(column.values))
    return column


def _values(column: Any, decoder: Decoder) -> list[object]:
    """The values of a column as Python's own: bytes decoded, times in UTC and to the microsecond."""
    pyarrow = pyarrow_part()
    kind = column.type
    if pyarrow.types.is_dictionary(kind):
        return _shared(column, decoder)
    nested = pyarrow.types.is_nested(kind)
    if nested and _written(column) > LONGEST_RECORD:
        return [UNREADABLE] * len(column)
    if pyarrow.types.is_timestamp(kind):
        column = column.cast(pyarrow.timestamp("us", kind.tz and "UTC"), safe=False)
    try:
        cells = column.to_pylist()
    except (ValueError, OverflowError, LookupError):
        cells = [_scalar(cell) for cell in column]
    if nested or _holds_bytes(kind):
        return [_decoded(cell, decoder) for cell in cells]
    return list(cells)


def _holds_bytes(kind: Any) -> bool:
    types = pyarrow_part().types
    return bool(types.is_binary(kind) or types.is_large_binary(kind) or types.is_fixed_size_binary(kind))


def _written(column: Any) -> int:
    """Bytes of the strings of a column if each were written out, other values counted as eight."""
    pyarrow, compute = pyarrow_part(), pyarrow_part("compute")
    types, kind = pyarrow.types, column.type
    if types.is_dictionary(kind):
        if not (_holds_bytes(kind.value_type) or types.is_string(kind.value_type)):
            return 8 * len(column)
        return compute.sum(compute.binary_length(column.dictionary).take(column.indices)).as_py() or 0
    if types.is_struct(kind):
        return sum(map(_written, column.flatten()))
    if types.is_map(kind):
        return _written(column.keys) + _written(column.items)
    if types.is_nested(kind) and hasattr(column, "flatten"):
        return _written(column.flatten())
    if _holds_bytes(kind) or types.is_string(kind) or types.is_large_string(kind):
        return 8 * len(column) + (compute.sum(compute.binary_length(column)).as_py() or 0)
    return 8 * len(column)


def _shared(column: Any, decoder: Decoder) -> list[object]:
    """The values of a column with a dictionary: equal ones are one object."""
    numbers = column.indices.to_pylist()
    used = sorted({number for number in numbers if number is not None})
    values = _values(column.dictionary.take(pyarrow_part().array(used, "int64")), decoder)
    known: dict[int | None, object] = {None: None, **dict(zip(used, values, strict=True))}
    return [known[number] for number in numbers]


def _scalar(cell: Any) -> object:
    """A value of a column where some have nothing in Python: a date beyond its calendar, an unknown zone."""
    try:
        return cell.as_py()
    except (ValueError, OverflowError, LookupError):
        pass
    try:
        return cell.cast(pyarrow_part().string()).as_py()
    except (pyarrow_part().ArrowException, ValueError, LookupError):
        return UNREADABLE


def _decoded(cell: object, decoder: Decoder) -> object:
    """A value with the bytes in it decoded, at any depth."""
    if isinstance(cell, bytes):
        try:
            return decoder.decode(cell)
        except NotText:
            return cell.decode("utf-8", "replace")
    if isinstance(cell, list | tuple):
        return [_decoded(member, decoder) for member in cell]
    if isinstance(cell, dict):
        return {key: _decoded(value, decoder) for key, value in cell.items()}
    return cell


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:200] or type(error).__name__


def is_frame(value: object) -> bool:
    """Whether an object is a data frame, or something that can be made one; a single column is none."""
    kind = type(value)
    if hasattr(kind, "dtype") or kind.__name__ in ("ChunkedArray", "Array", "StringArray"):
        return False
    return any(
        hasattr(value, protocol)
        for protocol in (
            "__arrow_c_stream__",
            "__narwhals_dataframe__",
            "__narwhals_lazyframe__",
            "collect_schema",
        )
    )


def rows(frame: Any) -> Iterator[dict[str, object]]:
    """The rows of a frame as records; missing values of whatever kind are None.

    Raises
    ------
    InputError
        narwhals does not know this kind of frame.
    """
    for row in eager(frame).iter_rows(named=True, buffer_size=FRAME_ROWS):
        yield {str(key): python_value(value) for key, value in row.items()}


def eager(frame: Any) -> Any:
    """A frame as narwhals' eager DataFrame.

    Raises
    ------
    InputError
        narwhals does not know this kind of frame.
    """
    import narwhals

    try:
        known = narwhals.from_native(frame)
        return known.collect() if isinstance(known, narwhals.LazyFrame) else known
    except TypeError:
        if not hasattr(frame, "__arrow_c_stream__"):
            raise InputError(f"not a data frame that narwhals knows: {type(frame).__name__}") from None

    return narwhals.from_native(pyarrow_part().RecordBatchReader.from_stream(frame).read_all())


def python_value(value: Any) -> object:
    """A value as Python's own: no NaN, NaT or NA, no scalars and arrays of numpy, no times of pandas."""
    if value is None or type(value) in (str, int, bool, dict):
        return value
    if hasattr(value, "tolist"):
        value = value.tolist()
    if hasattr(value, "to_pydatetime"):
        value = value.to_pydatetime(warn=False) if value == value else None  # NaT is unlike itself
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list | tuple):
        return [python_value(member) for member in value]
    if type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and value != value):
        return None
    return value
