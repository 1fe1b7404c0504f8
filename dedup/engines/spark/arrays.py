"""Arrays in the columns of a table: a story's hashes are one cell of bytes, and a batch of cells is one
array."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.sketch.shingles import Shingles

Number = TypeVar("Number", bound=np.generic)
Integers = NDArray[np.int64]


def numbers(column: Any, dtype: type[Number]) -> NDArray[Number]:
    """A column of numbers without nulls."""
    found: NDArray[Number] = column.to_numpy(zero_copy_only=False).astype(dtype, copy=False)
    return found


def values_of(column: Any, dtype: type[Number]) -> tuple[NDArray[Number], Integers]:
    """The cells of a column of bytes end to end, and where each begins and the last ends, int64 (n + 1,)."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    _, bounds, data = column.buffers()
    width = np.dtype(dtype).itemsize
    offsets = np.frombuffer(bounds, np.int32)[column.offset : column.offset + len(column) + 1].astype(
        np.int64
    )
    raw = np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8)
    return raw[offsets[0] : offsets[-1]].copy().view(dtype), (offsets - offsets[0]) // width


def shingles_of(column: Any) -> Shingles:
    """The rows of a column that `cells` made of `Shingles`."""
    return Shingles(*values_of(column, np.uint32))


def cells(values: NDArray[Any], offsets: Integers) -> Any:
    """A column of bytes: cell i holds `values[offsets[i]:offsets[i + 1]]`."""
    bounds = (offsets * values.itemsize).astype(np.int32)
    buffers = [None, pa.py_buffer(bounds), pa.py_buffer(np.ascontiguousarray(values))]
    return pa.Array.from_buffers(pa.binary(), len(offsets) - 1, buffers)


def batch(**columns: Any) -> Any:
    """A record batch of arrays and columns."""
    return pa.RecordBatch.from_pydict({name: _column(column) for name, column in columns.items()})


def _column(column: Any) -> Any:
    return pa.array(column) if isinstance(column, np.ndarray) else column


def joined(batches: Iterable[Any], rows: int) -> Iterator[Any]:
    """The same rows in batches of at least so many: what is done for a batch at once pays for itself."""
    waiting: list[Any] = []
    held = 0
    for one in batches:
        waiting.append(one)
        held += one.num_rows
        if held >= rows:
            yield pa.Table.from_batches(waiting).combine_chunks()
            waiting, held = [], 0
    if held:
        yield pa.Table.from_batches(waiting).combine_chunks()
