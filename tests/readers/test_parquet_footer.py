"""The footer of a Parquet file, read without pyarrow."""

import io
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.readers.columns import Chunk, read_footer

pyarrow: Any = pytest.importorskip("pyarrow")
parquet: Any = pytest.importorskip("pyarrow.parquet")


def _written(**options: Any) -> bytes:
    data = pyarrow.table(
        {
            "id": [str(n) for n in range(6)],
            "tags": [["a", "b"]] * 6,
            "n": [1, 2, None, 4, 5, 6],
            "ok": [True] * 6,
        }
    )
    sink = io.BytesIO()
    parquet.write_table(data, sink, row_group_size=4, **options)
    return sink.getvalue()


WHOLE = _written()


def test_it_says_what_pyarrow_says() -> None:
    theirs = parquet.ParquetFile(io.BytesIO(WHOLE)).metadata
    ours = read_footer(io.BytesIO(WHOLE), len(WHOLE))
    assert (ours.rows, len(ours.groups)) == (6, 2)
    for number, group in enumerate(ours.groups):
        stated = [theirs.row_group(number).column(column) for column in range(theirs.num_columns)]
        assert [(chunk.path, chunk.values, chunk.unpacked) for chunk in group] == [
            (chunk.path_in_schema, chunk.num_values, chunk.total_uncompressed_size) for chunk in stated
        ]
    assert [chunk.dictionary for chunk in ours.groups[0]] == [True, True, False, False]


def test_encodings_of_strings() -> None:
    data = _written(use_dictionary=False, column_encoding={"id": "DELTA_BYTE_ARRAY"})
    [first, *_] = read_footer(io.BytesIO(data), len(data)).groups[0]
    assert isinstance(first, Chunk)
    assert (first.path, first.dictionary, first.delta) == ("id", False, True)


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6), st.integers(0, 900))
def test_a_damaged_footer_is_a_value_error(changes: list[tuple[float, int]], cut: int) -> None:
    data = bytearray(WHOLE)
    (length,) = (int.from_bytes(WHOLE[-8:-4], "little"),)
    for where, byte in changes:
        data[len(data) - 8 - length + int(where * (length - 1))] = byte
    if cut < 100:
        del data[-8 - cut : -8]
    with suppress(ValueError):
        read_footer(io.BytesIO(bytes(data)), len(data))
