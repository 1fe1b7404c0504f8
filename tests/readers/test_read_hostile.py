"""Damaged files of every format, and files made to do harm: named problems, bounded memory, no waiting."""
# ruff: noqa: E501  (documents on lines as producers write them)

import gzip
import io
import sys
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedup.errors import DuplicateIdError, MissingExtraError, RecordError
from dedup.readers import formats, read
from dedup.readers.streams import LONGEST_RECORD

PAGE = b"<html lang=en><title>Dam</title><article><p>A dam failed.</p></article></html>"
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(
    PAGE, mtime=0
)
WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%d>\r\nContent-Type: application/http\r\n"
)
WARC += b"WARC-Date: 2026-03-05T08:00:00Z\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"

SAMPLES = {
    "jsonl": b'{"id": "a", "text": "One."}\n{"id": "b", "news_items": [{"content": "Two."}]}\n',
    "json": b'[\n{"uri": "u", "bodies": [{"value": "<p>x</p>", "contenttype": "html"}]},\n{"text": ["a", {"text": 1}]}\n]',
    "csv": b"id,title,text\n1,Dam,A dam failed.\n",
    "tsv": b"id\ttitle\ttext\n1\tDam\tA dam failed.\n",
    "html": PAGE,
    "feed": b"<rss version='2.0'><channel><title>C</title><item><title>T</title><description>&lt;p>x</description>"
    b"<pubDate>Thu, 05 Mar 2026 07:10:00 +0400</pubDate></item></channel></rss>",
    "newsml": b"<newsItem guid='g' version='1'><itemMeta><itemClass qcode='ninat:text'/></itemMeta><contentSet>"
    b"<inlineXML><html><body><p>x</p></body></html></inlineXML></contentSet></newsItem>",
    "nitf": b"<!DOCTYPE nitf SYSTEM 'x.dtd'><nitf><body><body.content><p>A &eacute;.</p></body.content></body></nitf>",
    "xml": b"<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'><entry><id>i</id>"
    b"<content type='html'>&lt;p>x</content></entry></feed>",
    "warc": WARC % (1, len(HTTP), HTTP) + WARC % (2, len(HTTP), HTTP),
    "text": "Füße.\n\nZwei.".encode(),
}


def _columns() -> dict[str, bytes]:
    try:
        import pyarrow
        from pyarrow import ipc, parquet
    except ImportError:
        return {"parquet": b"PAR1PAR1", "arrow": b"ARROW1"}
    table = pyarrow.Table.from_pylist(
        [{"id": "a", "text": "One.", "tags": ["x"]}, {"id": "b", "text": "Two."}]
    )
    first, second = io.BytesIO(), io.BytesIO()
    parquet.write_table(table, first)
    with ipc.new_file(second, table.schema) as writer:
        writer.write_table(table)
    return {"parquet": first.getvalue(), "arrow": second.getvalue()}


SAMPLES |= _columns()

Change = tuple[float, int, bytes]
CHANGES = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 12), st.binary(max_size=8)), min_size=1, max_size=4
)


def _changed(data: bytes, changes: list[Change]) -> bytes:
    for where, gone, new in changes:
        at = int(where * len(data))
        data = data[:at] + new + data[at + gone :]
    return data


def take(path: Path, **options: Any) -> tuple[list[str], list[str]]:
    problems: list[RecordError] = []
    stories = list(read(path, on_problem=problems.append, **options))
    for story in stories:
        assert story.text or story.title
        orjson.dumps([story.id, story.text, story.title, story.source, story.lang, story.url])
    return [story.id for story in stories], [error.problem for error in problems]


def test_there_is_a_sample_of_every_format(tmp_path: Path) -> None:
    assert set(SAMPLES) == {form.name for form in formats()}
    for name, data in SAMPLES.items():
        (tmp_path / name).write_bytes(data)
        try:
            assert take(tmp_path / name)[0] != []
        except MissingExtraError:
            continue


@pytest.mark.parametrize("form", SAMPLES)
@given(changes=CHANGES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_damaged_files(tmp_path: Path, form: str, changes: list[Change]) -> None:
    path = tmp_path / "file"
    path.write_bytes(_changed(SAMPLES[form], changes))
    try:
        take(path, input_format=form)
    except (DuplicateIdError, MissingExtraError):
        return


NESTED = {
    "array.json": b"[" * 10_000,
    "closed.json": b"[" * 10_000 + b"]" * 10_000,
    "object.jsonl": b'{"text": "One.", "a": ' * 10_000 + b"1" + b"}" * 10_000,
    "body.json": b'{"text": ' + b"[" * 10_000 + b"1" + b"]" * 10_000 + b"}",
    "deep.xml": b"<nitf>" + b"<p>" * 10_000 + b"x" + b"</p>" * 10_000 + b"</nitf>",
    "feed.rss": b"<rss><channel><item><description>"
    + b"<b>" * 10_000
    + b"</description></item></channel></rss>",
    "page.html": b"<html>" + b"<table><tr><td>" * 10_000,
}


@pytest.mark.parametrize("name", NESTED)
def test_what_is_nested_ten_thousand_deep(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(NESTED[name])
    ids, problems = take(tmp_path / name)
    assert ids == []
    assert len(problems) >= 1


def _bomb(path: Path, parts: Iterator[bytes]) -> None:
    machine = zlib.compressobj(1, wbits=31)
    with path.open("wb") as file:
        for part in parts:
            file.write(machine.compress(part))
        file.write(machine.flush())


@pytest.mark.slow
@pytest.mark.parametrize("form", ["jsonl", "json", "csv", "html", "feed", "nitf", "text"])
def test_a_gigabyte_in_one_line(tmp_path: Path, form: str) -> None:
    begin = {"feed": b"<rss>", "nitf": b"<nitf>", "html": b"<html>", "csv": b"id,text\n"}.get(
        form, b'[{"text": "'
    )
    block = b"x" * (1 << 20)
    _bomb(tmp_path / "bomb", (begin if number == 0 else block for number in range(1025)))
    assert (tmp_path / "bomb").stat().st_size < 20 << 20
    tracemalloc.start()
    try:
        ids, problems = take(tmp_path / "bomb", input_format=form)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert ids == []
    assert " MB" in problems[0]
    assert peak < 12 * LONGEST_RECORD


@pytest.mark.slow
def test_laughs_that_would_fill_the_memory(tmp_path: Path) -> None:
    laughs = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 11))
    for root in ("nitf", "newsItem", "rss", "feed"):
        (tmp_path / "a.xml").write_text(
            f"<?xml version='1.0'?><!DOCTYPE {root} [{laughs}]><{root}>&a10;</{root}>"
        )
        assert take(tmp_path / "a.xml") == ([], ["XML that declares entities is refused"])


def test_a_library_is_named_only_where_it_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for library in ("feedparser", "fastwarc.warc", "pyarrow", "trafilatura", "zstandard", "py3langid"):
        monkeypatch.setitem(sys.modules, library, None)
    for name in ("jsonl", "html", "newsml", "nitf", "csv", "text"):
        (tmp_path / name).write_bytes(SAMPLES[name])
        assert take(tmp_path / name)[0] != []
