"""Frames in, and frames of the same type out."""

import sys
from datetime import UTC, datetime
from typing import Any

import pytest

import dedup
from dedup.errors import InputError
from dedup.readers import read, stories
from dedup.types import SCORES

pandas: Any = pytest.importorskip("pandas")
polars: Any = pytest.importorskip("polars")
pyarrow: Any = pytest.importorskip("pyarrow")

STORY = (
    "Storm Ada tore roofs off houses along the coast near Lisbon on Monday, killing 3 people, officials said."
)
OTHER = (
    "A court in Graz sentenced two former bank managers to four years in prison on Tuesday, a lawyer said."
)
ROWS = [
    {"nr": "a", "headline": "Storm", "body": STORY, "date": datetime(2026, 3, 2), "words": 17.0},
    {"nr": "b", "headline": None, "body": None, "date": None, "words": None},
    {"nr": "c", "headline": None, "body": STORY, "date": datetime(2026, 3, 3), "words": None},
    {"nr": "d", "headline": "Court", "body": OTHER, "date": None, "words": 17.0},
]
FIELDS = {"id": "nr"}


def _pandas(rows: list[dict[str, Any]]) -> Any:
    return pandas.DataFrame(rows, index=[7, 5, 3, 9])


MAKERS = {
    "pandas": _pandas,
    "polars": polars.DataFrame,
    "pyarrow": pyarrow.Table.from_pylist,
}


@pytest.mark.parametrize("maker", [*MAKERS.values(), lambda rows: polars.LazyFrame(rows)])
def test_rows_become_stories(maker: Any) -> None:
    first, second, third = read(maker(ROWS), fields=FIELDS, on_problem=lambda error: None)
    assert (first.id, first.title, first.text) == ("a", "Storm", STORY)
    assert first.published == datetime(2026, 3, 2, tzinfo=UTC)
    assert type(first.published) is datetime
    assert first.extra == {"words": 17.0}
    assert (second.title, second.extra, second.place) == (None, {"words": None}, "item 2")
    assert third.published is None


def test_a_stream_of_arrow_batches() -> None:
    reader = pyarrow.Table.from_pylist(ROWS).to_reader()
    assert len(list(stories(reader, on_problem=lambda error: None))) == 3


@pytest.mark.parametrize("name", MAKERS)
def test_the_same_type_comes_back_with_columns_added(name: str) -> None:
    frame = MAKERS[name](ROWS)
    result = dedup.cluster(read(frame, fields=FIELDS, on_problem=lambda error: None), events=False)
    found = dedup.annotate(frame, result.assignments, fields=FIELDS)
    assert type(found) is type(frame)
    assert list(found.columns if name != "pyarrow" else found.column_names) == [
        *("nr", "headline", "body", "date", "words", "dedup_id", "duplicate_cluster", "version_cluster"),
        *("event_cluster", "form_cluster", "relation", "matched", *SCORES),
    ]
    column = found["duplicate_cluster"]
    values = column.to_pylist() if name == "pyarrow" else list(column)
    assert [value if isinstance(value, str) else None for value in values] == ["a", None, "a", "d"]
    if name == "pandas":
        assert list(found.index) == [7, 5, 3, 9]
        assert "dedup_id" not in frame.columns


def test_a_frame_can_be_clustered_at_once_and_again() -> None:
    frame = polars.DataFrame([row for row in ROWS if row["body"]]).rename({"nr": "id"})
    once = dedup.annotate(frame, dedup.cluster(frame, events=False).assignments)
    again = dedup.annotate(once, dedup.cluster(once, events=False).assignments)
    assert again.equals(once)
    assert once["relation"].to_list() == [None, "identical", None]


def test_missing_values_of_pandas() -> None:
    frame = pandas.DataFrame(
        {
            "text": pandas.array(["One.", "Two."], dtype="string"),
            "title": pandas.array(["T", pandas.NA], dtype="string"),
            "date": pandas.to_datetime(["2026-03-05", None]),
            "n": pandas.array([1, None], dtype="Int64"),
            "tags": [["a"], float("nan")],
        }
    )
    first, second = read(frame)
    assert first.extra == {"n": 1, "tags": ["a"]}
    assert (second.title, second.published, second.extra) == (None, None, {"n": None, "tags": None})


def test_what_is_no_frame_after_all() -> None:
    class Pretender:
        __narwhals_dataframe__ = None

    with pytest.raises(InputError, match="not a data frame"):
        list(read(Pretender()))  # type: ignore[arg-type]


def test_no_frame_library_is_imported_for_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "narwhals", None)
    assert [story.text for story in stories(["One."])] == ["One."]
