"""A run's findings back in the data frame that was clustered."""

from collections.abc import Iterable, Mapping
from typing import Any

from dedup.errors import RecordError
from dedup.readers.frames import eager
from dedup.readers.reader import stories
from dedup.types import SCORES, Assignment, Scores

COLUMNS = ("dedup_id", "duplicate_cluster", "version_cluster", "event_cluster", "relation", "matched")


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
    columns of these names) `dedup_id` (the story's id), `duplicate_cluster`, `version_cluster`,
    `event_cluster`, `relation`, `matched` and the four scores. Rows that hold no story have nulls there.

    Examples
    --------
    >>> import pandas, dedup                                             # doctest: +SKIP
    >>> frame = pandas.read_csv("stories.csv")                           # doctest: +SKIP
    >>> found = dedup.annotate(frame, dedup.cluster(frame).assignments)  # doctest: +SKIP
    """
    import narwhals

    known = eager(frame)
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
