"""A shuffle of arrays: keys are cut by the part that they go to, and each part is gathered whole.

A row for every key would cost Spark a hundred bytes and a microsecond each; a cell of bytes for all keys of a
batch that go to one part costs what is in it. Parts are shuffled, spilled and computed again like any rows.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyspark.sql import DataFrame

from dedup.engines.spark.arrays import batch, cells, numbers, values_of

Integers = NDArray[np.int64]


def parts_for(things: int, each: int) -> int:
    """A power of two: how many parts of about `each` some things make."""
    return 1 << max(0, -(-things // each) - 1).bit_length()


def cut(part: Integers, **columns: NDArray[Any]) -> Iterator[Any]:
    """A batch with a row for every part: what each of the arrays, of one length, has for it, in its order."""
    if len(part):
        order = np.argsort(part, kind="stable")
        names, starts = np.unique(part[order], return_index=True)
        offsets = np.append(starts, len(part)).astype(np.int64)
        made = {name: cells(column[order], offsets) for name, column in columns.items()}
        yield batch(part=names.astype(np.int64), **made)


def gathered(blobs: DataFrame) -> DataFrame:
    """Rows that `cut` made, those of each part one after the other."""
    return blobs.repartition("part").sortWithinPartitions("part")


def whole_parts(
    batches: Iterable[Any], *dtypes: type[np.generic]
) -> Iterator[tuple[int, list[NDArray[Any]]]]:
    """The arrays of each part of what was gathered."""
    at: int | None = None
    held: list[list[NDArray[Any]]] = []
    for one in batches:
        names = numbers(one.column(0), np.int64)
        columns = [values_of(one.column(i + 1), dtype) for i, dtype in enumerate(dtypes)]
        for row, name in enumerate(names.tolist()):
            if name != at and at is not None:
                yield at, [np.concatenate(arrays) for arrays in zip(*held, strict=True)]
                held = []
            at = name
            held.append([values[offsets[row] : offsets[row + 1]] for values, offsets in columns])
    if at is not None:
        yield at, [np.concatenate(arrays) for arrays in zip(*held, strict=True)]
