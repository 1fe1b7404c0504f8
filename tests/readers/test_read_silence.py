"""A file that is not empty gives stories, or says what is wrong."""

from pathlib import Path

import pytest

from dedup.errors import RecordError
from dedup.readers import read

NOTHING = {
    "a.csv": (b"id,text\n", "no stories found: csv should hold rows below a header line"),
    "a.tsv": (b"id\ttext\n\t\n", "no stories found: tsv should hold rows below a header line"),
    "a.jsonl": (b"\n \n", "no stories found: jsonl should hold an object on each line"),
    "a.json": (b"[]", "no stories found: json should hold an object, or an array of objects"),
    "a.html": (b"<html><head><title></title></head><body></body></html>", "no text: text is empty"),
    "a.rss": (b"<rss version='2.0'><channel><title>C</title></channel></rss>", "a feed without entries"),
    "a.xml": (b"<newsMessage><itemSet/></newsMessage>", "a newsMessage without a newsItem"),
    "a.txt": (b" \n\n", "no text: text is empty"),
}


@pytest.mark.parametrize("name", NOTHING)
def test_what_was_looked_for_is_said(tmp_path: Path, name: str) -> None:
    data, expected = NOTHING[name]
    (tmp_path / name).write_bytes(data)
    problems: list[RecordError] = []
    assert list(read(tmp_path / name, on_problem=problems.append)) == []
    assert [error.problem for error in problems] == [expected]


def test_an_archive_without_pages(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    body = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html>"
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n"
    (tmp_path / "a.warc").write_bytes(head % len(body) + body + b"\r\n\r\n")
    problems: list[RecordError] = []
    assert list(read(tmp_path / "a.warc", on_problem=problems.append)) == []
    assert problems[0].problem.endswith("should hold responses of status 200 with a page of HTML")


@pytest.mark.parametrize("form", ["parquet", "arrow"])
def test_columns_without_rows(tmp_path: Path, form: str) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table({"text": pyarrow.array([], pyarrow.string())})
    path = tmp_path / f"a.{form}"
    if form == "parquet":
        pytest.importorskip("pyarrow.parquet").write_table(table, path)
    else:
        with pytest.importorskip("pyarrow.ipc").new_file(path, table.schema) as writer:
            writer.write_table(table)
    problems: list[RecordError] = []
    assert list(read(path, on_problem=problems.append)) == []
    assert problems[0].problem == f"no stories found: {form} should hold rows"


def test_nothing_found_is_an_error_where_that_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"id,text\n")
    with pytest.raises(RecordError, match="no stories found"):
        list(read(tmp_path / "a.csv", strict=True))
