"""Data frames in memory: rows to records.

pandas, polars, pyarrow and whatever else narwhals knows. A frame is recognised by the protocols that these
libraries share, so none of them is imported for it.
"""

from collections.abc import Iterator
from typing import Any

from dedup.errors import InputError

ROWS = 512
"""Rows taken out of a frame at a time."""


def is_frame(value: object) -> bool:
    """Whether an object is a data frame, or something that can be made one."""
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
    for row in eager(frame).iter_rows(named=True, buffer_size=ROWS):
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
    from dedup.readers.columns import pyarrow_part

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
