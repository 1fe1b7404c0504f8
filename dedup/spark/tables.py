"""Tables that lie between two stages, and the arrays in their columns.

A story's hashes are one cell of bytes, and a batch of cells is one array. Tables are Parquet in a folder that
every executor reaches. A stage that is written is done: an executor that dies later takes nothing with it,
and Spark runs again what it had under way. Checkpoints of Spark would do the same for whole rows; a table of
columns is read in parts.
"""

import shutil
import tempfile
import uuid
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812

from dedup.errors import InputError
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


CHUNK = 1 << 20
"""Rows that travel at once between the driver and the executors."""


class Scratch:
    """The tables of one run.

    Parameters
    ----------
    spark
        The session.
    place
        Folder for the tables of runs, of any file system that Spark knows; a temporary one when None, which
        lasts as long as the process and will do where driver and executors share a machine.

    Raises
    ------
    InputError
        No place is named, and the executors are on other machines.
    """

    def __init__(self, spark: SparkSession, place: str | None = None) -> None:
        self.spark = spark
        self._folder: Path | None = None
        if place is None:
            if not spark.conf.get("spark.master", "local").startswith("local"):  # type: ignore[union-attr]
                raise InputError(
                    "a run on a cluster keeps tables between its stages; name a folder that all executors "
                    "reach (--scratch hdfs:///tmp, or scratch='hdfs:///tmp')"
                )
            folder = tempfile.mkdtemp(prefix="dedup-")
            weakref.finalize(spark, shutil.rmtree, folder, ignore_errors=True)
            place = Path(folder).as_uri()
        self._place = f"{place.rstrip('/')}/run-{uuid.uuid4().hex[:12]}"
        if self._place.startswith("file:///"):
            self._folder = Path(self._place.removeprefix("file://"))

    def keep(self, name: str, frame: DataFrame) -> DataFrame:
        """Computes a table, and gives it as it is read back."""
        frame.write.parquet(self._path(name))
        return self.spark.read.schema(frame.schema).parquet(self._path(name))

    def keep_arrays(self, name: str, parts: Iterable[dict[str, NDArray[Any]]]) -> DataFrame:
        """A table of arrays that the driver holds, sent in parts of about `CHUNK` rows."""
        for part in parts:
            frame = self.spark.createDataFrame(pa.table(part))
            frame.write.mode("append").parquet(self._path(name))
        return self.spark.read.schema(frame.schema).parquet(self._path(name))

    def empty(self, *names: str) -> None:
        """Gives the room of tables back that are not needed any more.

        Spark has no way to remove a folder; where this process cannot, an empty table takes its place.
        """
        if self._folder is not None:
            for name in names:
                shutil.rmtree(self._folder / name, ignore_errors=True)
            return
        nothing = self.spark.createDataFrame(pa.table({"empty": np.empty(0, np.int64)}))
        for name in names:
            nothing.write.mode("overwrite").parquet(self._path(name))

    def _path(self, name: str) -> str:
        return f"{self._place}/{name}"


def collected(frame: DataFrame, key: str, rows: int) -> Iterator[Any]:
    """A table of so many rows, a chunk at a time, as Arrow tables; `key` is a column of numbers."""
    chunks = max(1, -(-rows // CHUNK))
    for chunk in range(chunks):
        yield frame.where(F.pmod(F.col(key), F.lit(chunks)) == chunk).toArrow()


def chunked(**columns: NDArray[Any]) -> Iterator[dict[str, NDArray[Any]]]:
    """Arrays of one length in parts of `CHUNK`; one empty part of empty ones."""
    length = len(next(iter(columns.values())))
    for first in range(0, max(length, 1), CHUNK):
        yield {name: column[first : first + CHUNK] for name, column in columns.items()}
