"""Parquet and Arrow files."""

import gzip
import io
import sys
import tracemalloc
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
    assert (first.text, second.text) == ("Café.", "ÿ.")
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


def test_columns_out_of_proportion_are_refused(tmp_path: Path) -> None:
    cell = table([{"text": "word " * (6 << 20)}])
    sink = io.BytesIO()
    parquet.write_table(cell, sink, compression="zstd")
    _, problems = take(tmp_path / "a.parquet", sink.getvalue())
    assert problems[0].endswith("bytes that unpack to 30 MB are refused")
    for writer in (ipc.new_file, ipc.new_stream):
        sink = io.BytesIO()
        with writer(sink, cell.schema, options=ipc.IpcWriteOptions(compression="zstd")) as open_file:
            open_file.write_table(cell)
        _, problems = take(tmp_path / "a.arrow", sink.getvalue())
        assert problems[0].endswith("bytes that unpack to 30 MB are refused")


def test_a_million_rows_in_a_kilobyte_are_refused(tmp_path: Path) -> None:
    sink = io.BytesIO()
    parquet.write_table(pyarrow.table({"text": pyarrow.nulls(1_000_000, pyarrow.string())}), sink)
    stories, problems = take(tmp_path / "a.parquet", sink.getvalue())
    assert (stories, len(problems)) == ([], 1)
    assert problems[0].endswith("bytes that unpack to 1,000,000 values are refused")


@pytest.mark.parametrize("form", ["parquet", "file"])
def test_a_long_value_of_a_dictionary_is_held_once(tmp_path: Path, form: str) -> None:
    page = pyarrow.DictionaryArray.from_arrays([0] * 300, ["y" * (1 << 20)])
    data = pyarrow.table({"text": [f"Row {n}." for n in range(300)], "page": page})
    (tmp_path / "rows").write_bytes(packed(form, data))
    tracemalloc.start()
    try:
        stories = list(read(tmp_path / "rows"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(stories) == 300
    assert peak < 64 << 20


def test_a_list_that_repeats_a_long_value_is_left_out(tmp_path: Path) -> None:
    long = pyarrow.DictionaryArray.from_arrays([0] * 64, ["y" * (1 << 20)])
    lists = pyarrow.ListArray.from_arrays([0, 64], long)
    [story], problems = take(
        tmp_path / "a.arrow", packed("file", pyarrow.table({"text": ["One."], "x": lists}))
    )
    assert (story.text, story.extra) == ("One.", {"x": None})
    assert problems == [f"{tmp_path / 'a.arrow'}[0]: 'x' is left out: its value is damaged or too large"]


@pytest.mark.parametrize("zone", ["Z", "UTC+1", "Mars/Base", "local", "Europe/Berlin"])
@pytest.mark.parametrize("form", ["parquet", "file"])
def test_the_name_of_a_zone_does_not_matter(tmp_path: Path, form: str, zone: str) -> None:
    times = pyarrow.array([1_772_690_828_000_000], pyarrow.timestamp("us", zone))
    data = pyarrow.table(
        {"text": ["One."], "date": times, "all": pyarrow.ListArray.from_arrays([0, 1], times)}
    )
    [story], _ = take(tmp_path / "rows", packed(form, data))
    assert story.published == datetime(2026, 3, 5, 6, 7, 8, tzinfo=UTC)


@pytest.mark.parametrize("form", ["parquet", "file"])
def test_a_string_that_is_not_utf8_costs_no_other_row(tmp_path: Path, form: str) -> None:
    def strings(cells: list[bytes]) -> Any:
        data = pyarrow.array(cells, pyarrow.binary())
        return pyarrow.Array.from_buffers(pyarrow.string(), len(cells), data.buffers())

    cells = [b"First.", "Der Rat prüft die Brücke über den Fluß.".encode("cp1252"), b"Third."]
    rows = pyarrow.table(
        {"text": strings(cells), "tags": pyarrow.ListArray.from_arrays([0, 1, 2, 3], strings(cells))}
    )
    stories, _ = take(tmp_path / "rows", packed(form, rows))
    assert [story.text for story in stories] == [
        "First.",
        "Der Rat prüft die Brücke über den Fluß.",
        "Third.",
    ]
    assert stories[1].extra["tags"] == [stories[1].text]


def test_an_arrow_file_without_its_end_is_told(tmp_path: Path) -> None:
    stories, problems = take(tmp_path / "rows", packed("file", table())[:-8])
    assert len(stories) == 2
    assert problems[-1].endswith("damaged Arrow: the file is cut short")


def test_lists_of_strings_in_many_groups_with_and_without_dictionaries(tmp_path: Path) -> None:
    tags = [[f"tag {n} {m} " + "x" * (n % 900) for m in range(3)] for n in range(4_000)]
    data = pyarrow.table({"text": [f"Row {n}." for n in range(4_000)], "tags": tags})
    sink = io.BytesIO()
    parquet.write_table(data, sink, row_group_size=1_500, dictionary_pagesize_limit=20_000)
    stories, problems = take(tmp_path / "a.parquet", sink.getvalue())
    assert [story.extra["tags"] for story in stories] == tags
    assert problems == []
