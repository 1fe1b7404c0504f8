"""Data frames in memory: rows to records, and a run's findings back into a frame of the same type.

pandas, polars, pyarrow and whatever else narwhals knows (it comes with scikit-learn); a frame is recognised
by the protocols that such libraries share, so that none of them is imported for it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dedup.errors import InputError, RecordError
from dedup.story import SCORES, Assignment, Scores

COLUMNS = ("dedup_id", "duplicate_cluster", "event_cluster", "relation", "matched")

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
    for row in _eager(frame).iter_rows(named=True, buffer_size=ROWS):
        yield {str(key): _cell(value) for key, value in row.items()}


def _eager(frame: Any) -> Any:
    import narwhals

    try:
        known = narwhals.from_native(frame)
        return known.collect() if isinstance(known, narwhals.LazyFrame) else known
    except TypeError:
        if not hasattr(frame, "__arrow_c_stream__"):
            raise InputError(f"not a data frame that narwhals knows: {type(frame).__name__}") from None
    from dedup.read.columns import pyarrow_part

    return narwhals.from_native(pyarrow_part().RecordBatchReader.from_stream(frame).read_all())


def _cell(value: Any) -> object:
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
        return [_cell(member) for member in value]
    if type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and value != value):
        return None
    return value


def annotate(
    frame: Any, assignments: Iterable[Assignment], *, fields: Mapping[str, str] | None = None
) -> Any:
    """A frame with the findings of a run over it added as columns.

    Parameters
    ----------
    frame
        The frame that was clustered.
    assignments
        `Result.assignments` of that run.
    fields
        The mapping of fields that it was read with.

    Returns
    -------
    A frame of the same type: same rows in the same order, same columns, and behind them (in the place of
    columns of these names) `dedup_id` (the story's id), `duplicate_cluster`, `event_cluster`, `relation`,
    `matched` and the four scores. Rows that hold no story have nulls there.

    Examples
    --------
    >>> import pandas, dedup                                             # doctest: +SKIP
    >>> frame = pandas.read_csv("stories.csv")                           # doctest: +SKIP
    >>> found = dedup.annotate(frame, dedup.cluster(frame).assignments)  # doctest: +SKIP
    """
    import narwhals

    from dedup.read.reader import stories

    known = _eager(frame)
    by_id = {row.id: row for row in assignments}
    lines: list[Assignment | None] = [None] * len(known)
    for story in stories(frame, fields=fields, on_problem=_passed_over):
        lines[int(story.place.removeprefix("item "))] = by_id.get(story.id)
    backend = narwhals.get_native_namespace(known)
    columns: dict[str, list[object]] = {
        name: [getattr(row, "id" if name == "dedup_id" else name) if row else None for row in lines]
        for name in COLUMNS
    }
    for name in SCORES:
        columns[name] = [getattr(row.scores or Scores(), name) if row else None for row in lines]
    kinds = dict.fromkeys(COLUMNS, narwhals.String) | dict.fromkeys(SCORES, narwhals.Float64)
    added = [
        narwhals.new_series(name, values, kinds[name], backend=backend) for name, values in columns.items()
    ]
    return _with_index(known, added).to_native()


def _with_index(frame: Any, added: list[Any]) -> Any:
    """Columns put beside a frame; those of pandas are matched by an index, which need not be 0, 1, 2 …"""
    import narwhals

    index = narwhals.maybe_get_index(frame)
    if index is not None:
        added = [narwhals.maybe_set_index(column, index=index) for column in added]
    return frame.with_columns(*added)


def _passed_over(_: RecordError) -> None:
    """Rows without a story were told in the run."""
