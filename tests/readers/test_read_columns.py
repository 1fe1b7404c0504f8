"""Parquet and Arrow files."""

import gzip
import io
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dedup.errors import MissingExtraError, RecordError
from dedup.readers import read
from dedup.types import Story

pyarrow: Any = pytest.importorskip("pyarrow")
parquet: Any = pytest.importorskip("pyarrow.parquet")
ipc: Any = pytest.importorskip("pyarrow.ipc")

ROWS = [
    {"url": "https://a.example/1", "maintext": "One.", "date_publish": datetime(2026, 3, 5, 7), "words": 1},
    {"url": None, "maintext": None, "date_publish": None, "words": None},
    {"url": "https://a.example/3", "maintext": "Three.", "date_publish": datetime(2026, 3, 6), "words": 3},
]


def table(rows: list[dict[str, Any]] = ROWS) -> Any:
    return pyarrow.Table.from_pylist(rows)


def packed(form: str, data: Any) -> bytes:
    sink = io.BytesIO()
    if form == "parquet":
        parquet.write_table(data, sink, row_group_size=2)
    else:
        writer = (ipc.new_file if form == "file" else ipc.new_stream)(sink, data.schema)
        writer.write_table(data, max_chunksize=2)
        writer.close()
    return sink.getvalue()


def take(path: Path, data: bytes, **options: Any) -> tuple[list[Story], list[str]]:
    path.write_bytes(data)
    problems: list[RecordError] = []
    return list(read(path, on_problem=problems.append, **options)), [str(error) for error in problems]


@pytest.mark.parametrize("form", ["parquet", "file", "stream"])
@pytest.mark.parametrize("name", ["rows", "rows.gz"])
def test_rows_become_stories(tmp_path: Path, form: str, name: str) -> None:
    data = packed(form, table())
    stories, problems = take(tmp_path / name, gzip.compress(data) if name.endswith("gz") else data)
    assert [(story.text, story.url) for story in stories] == [
        ("One.", "https://a.example/1"),
        ("Three.", "https://a.example/3"),
    ]
    assert stories[0].published == datetime(2026, 3, 5, 7, tzinfo=UTC)
    assert stories[0].extra == {"words": 1}
    assert stories[1].place == f"{tmp_path / name}[2]"
    assert problems == [f"{tmp_path / name}[1]: no text: maintext is empty"]


@pytest.mark.parametrize("suffix", ["parquet", "pq"])
def test_by_suffix_and_through_a_pipe(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed("parquet", table())
    assert len(take(tmp_path / f"a.{suffix}", data)[0]) == 2
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert len(list(read("-", on_problem=lambda error: None))) == 2


def test_unusual_columns(tmp_path: Path) -> None:
    data = pyarrow.table(
        {
            "text": pyarrow.array([b"Caf\xc3\xa9.", b"\xff."], pyarrow.binary()),
            "date": pyarrow.array(
                [1_772_690_828_123_456_789, None], pyarrow.timestamp("ns", "Europe/Berlin")
            ),
            "body": pyarrow.array(["a", "b"]).dictionary_encode(),
            "authors": [["N. Roe"], None],
            "far": pyarrow.array([10**17, -(10**17)], pyarrow.timestamp("s")),
        }
    )
    [first, second], _ = take(tmp_path / "a.parquet", packed("parquet", data.drop_columns(["far"])))
    assert (first.text, second.text) == ("Café.", "\ufffd.")
    assert first.published == datetime(2026, 3, 5, 6, 7, 8, 123_456, tzinfo=UTC)
    assert first.extra["authors"] == ["N. Roe"]
    stories, _ = take(tmp_path / "a.arrow", packed("file", data))
    assert len(stories) == 2


def test_fields_can_be_mapped(tmp_path: Path) -> None:
    data = packed("parquet", table([{"nr": 7, "story": {"words": "Seven."}}]))
    [story], _ = take(tmp_path / "a.parquet", data, fields={"text": "story.words", "id": "nr"})
    assert (story.id, story.text) == ("7", "Seven.")


@pytest.mark.parametrize("form", ["parquet", "file", "stream"])
def test_damaged_files_are_named(tmp_path: Path, form: str) -> None:
    data = packed(form, table())
    for broken in (data[: len(data) // 2], data[:8] + b"\xff" * 40 + data[48:], data[:7]):
        _, problems = take(tmp_path / "rows", broken)
        assert "damaged" in problems[-1]


def test_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match="the extra parquet"):
        take(tmp_path / "a.parquet", b"PAR1")
