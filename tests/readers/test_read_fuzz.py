"""Whatever bytes a file holds, reading it gives stories and named problems, and nothing else."""

import gzip
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedup.errors import DuplicateIdError, MissingExtraError, RecordError, SettingsError
from dedup.readers import formats, read

PARTS = [
    b'{"text": "',
    b'"}',
    b'{"id":1,',
    b"[",
    b"]",
    b"{",
    b"}",
    b",",
    b":",
    b'"',
    b"\n",
    b"\r",
    b"\r\n",
    b"\0",
]
PARTS += [
    b"id,text\n",
    b"text;title\n",
    b"a,b",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\x1f\x8b\x08",
    b"caf\xe9",
]
PARTS += [
    b"<p>",
    b"</p>",
    b"<!--",
    b"-->",
    b"<a href='",
    b"<script>",
    b"<html",
    b"<article>",
    b"&amp;",
    b"&#x",
    b"<![CDATA[",
    b"<?xml version='1.0' encoding='utf-16'?>",
    b"<title>",
    b"<meta charset=utf-16>",
]
PARTS += [
    b"NaN",
    b"null",
    b'"text":',
    b'"articles":',
    b"\\ud800",
    b"\\n",
    b"%PDF",
    b"1e999",
    b"text ",
    "й".encode(),
]
BYTES = st.binary(max_size=200) | st.lists(st.sampled_from(PARTS), max_size=30).map(b"".join)


@pytest.mark.parametrize("form", [None, *(form.name for form in formats())])
@given(data=BYTES, packed=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
def test_any_bytes_in_any_format(tmp_path: Path, form: str | None, data: bytes, packed: bool) -> None:
    path = tmp_path / "file"
    path.write_bytes(gzip.compress(data) if packed else data)
    problems: list[RecordError] = []
    try:
        stories = list(read(path, input_format=form, on_problem=problems.append))
    except (DuplicateIdError, MissingExtraError):
        return
    for story in stories:
        assert story.text or story.title
        story.text.encode()
        orjson.dumps([story.id, story.title, story.source, story.place, dict(story.extra)])
    assert all(error.place.startswith(str(path)) for error in problems)


@given(data=BYTES, at=st.integers(0, 400), value=st.integers(0, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_damaged_gzip_file(tmp_path: Path, data: bytes, at: int, value: int) -> None:
    packed = bytearray(gzip.compress(data))
    packed[at % len(packed)] = value
    path = tmp_path / "file.jsonl.gz"
    path.write_bytes(packed)
    list(read(path, on_problem=lambda error: None))


def test_an_unknown_format_is_told_with_the_known_ones() -> None:
    with pytest.raises(
        SettingsError, match=r"no input format 'parket'; known are jsonl, json, .*html, .*csv, .*text"
    ):
        read([], input_format="parket")
