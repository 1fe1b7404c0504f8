"""Compression, limits, and lines across blocks."""

import bz2
import gzip
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import MissingExtraError, RecordError
from dedup.readers import json_records, read, streams
from dedup.readers.streams import Stream

FEED = b"".join(b'{"id": "%d", "text": "Story %d."}\n' % (n, n) for n in range(2_000))


def take(path: Path) -> tuple[list[str], list[str]]:
    problems: list[RecordError] = []
    stories = list(read(path, on_problem=problems.append))
    return [story.id for story in stories], [error.problem for error in problems]


@pytest.mark.parametrize("name", ["feed.jsonl.gz", "feed.jsonl"])
def test_gzip_is_recognised_by_its_bytes(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(gzip.compress(FEED))
    ids, problems = take(tmp_path / name)
    assert (len(ids), problems) == (2_000, [])


def test_a_gz_that_is_none_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "feed.jsonl.gz").write_bytes(FEED)
    assert len(take(tmp_path / "feed.jsonl.gz")[0]) == 2_000


def test_members_of_a_gzip_file_follow_each_other(tmp_path: Path) -> None:
    half = len(FEED) // 2
    (tmp_path / "a.jsonl.gz").write_bytes(
        gzip.compress(FEED[:half]) + gzip.compress(FEED[half:]) + b"\0" * 512
    )
    ids, problems = take(tmp_path / "a.jsonl.gz")
    assert (len(ids), problems) == (2_000, [])


def test_a_gzip_file_cut_short_gives_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(FEED)[:-2_000])
    ids, problems = take(tmp_path / "a.jsonl.gz")
    assert 0 < len(ids) < 2_000
    assert problems[-1] == "the compressed file is cut short"


def test_a_damaged_gzip_file_is_named(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(FEED))
    packed[len(packed) // 2] ^= 0xFF
    (tmp_path / "a.jsonl.gz").write_bytes(packed)
    assert "the compressed file is damaged" in take(tmp_path / "a.jsonl.gz")[1][-1]


def test_a_compression_bomb_is_refused_and_what_came_before_is_kept(tmp_path: Path) -> None:
    bomb = zlib.compressobj(wbits=31)
    with (tmp_path / "bomb.jsonl.gz").open("wb") as file:
        file.write(bomb.compress(b'{"id": "before", "text": "Before."}\n'))
        for _ in range(64):
            file.write(bomb.compress(b" " * (1 << 20)))
        file.write(bomb.flush())
    ids, problems = take(tmp_path / "bomb.jsonl.gz")
    assert ids == ["before"]
    assert problems == [
        "it unpacks to more than 4 MB and 100 times its size: refused; "
        "if it is what it should be, unpack it first"
    ]


def test_a_line_that_is_too_long_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LONGEST_RECORD", 1 << 20)
    (tmp_path / "long.jsonl").write_bytes(b" " * (3 << 20) + b'\n{"id": "after", "text": "After."}')
    ids, problems = take(tmp_path / "long.jsonl")
    assert ids == ["after"]
    assert problems == ["a line of more than 16 MB, too large for one story"]


def test_a_json_document_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_records, "LARGEST_DOCUMENT", 1 << 20)
    (tmp_path / "a.json").write_bytes(b"[" + b'{"text": "One."},' * 100_000)
    assert take(tmp_path / "a.json")[1] == [
        "larger than 1 MB: write it as JSON Lines, one object a line, which may be of any size"
    ]


def test_zstandard(tmp_path: Path) -> None:
    zstandard: Any = pytest.importorskip("zstandard")
    half = len(FEED) // 2
    packed = zstandard.compress(FEED[:half]) + zstandard.compress(FEED[half:])
    (tmp_path / "a.jsonl.zst").write_bytes(packed)
    (tmp_path / "b.jsonl.zst").write_bytes(packed[:-3])
    (tmp_path / "c.jsonl.zst").write_bytes(packed[:12] + b"\xff" * 9 + packed[21:])
    ids, problems = take(tmp_path / "a.jsonl.zst")
    assert (len(ids), problems) == (2_000, [])
    assert take(tmp_path / "b.jsonl.zst")[1][-1] == "the compressed file is cut short"
    assert take(tmp_path / "c.jsonl.zst")[1][-1].startswith("the compressed file is ")


def test_zstandard_without_its_module_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    (tmp_path / "a.jsonl.zst").write_bytes(b"\x28\xb5\x2f\xfd and so on")
    with pytest.raises(MissingExtraError, match="the extra zstd"):
        list(read(tmp_path / "a.jsonl.zst"))


def test_other_compressions_are_named_as_binary(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bz2.compress(FEED))
    ids, problems = take(tmp_path / "a")
    assert ids == []
    assert problems[0].startswith("not text")


@given(st.lists(st.binary(max_size=8).map(lambda part: part.replace(b"x", b"\n")), max_size=12))
def test_lines_do_not_depend_on_where_blocks_end(blocks: list[bytes]) -> None:
    def lines(parts: Iterator[bytes]) -> list[bytes | None]:
        return [line for batch in Stream("a", b"", parts).lines() for line in batch]

    whole = b"".join(blocks)
    expected = whole.split(b"\n")
    if not expected[-1]:
        expected.pop()
    assert lines(iter([part for part in blocks if part])) == expected


@given(st.lists(st.sampled_from([b"aaa", b"a\n", b"\n", b"bbbbbb"]), max_size=12))
def test_lines_over_the_limit_are_none_wherever_blocks_end(blocks: list[bytes]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streams, "LONGEST_RECORD", 4)
        found = [line for batch in Stream("a", b"", iter(blocks)).lines() for line in batch]
    expected = b"".join(blocks).split(b"\n")
    if not expected[-1]:
        expected.pop()
    assert found == [line if len(line) <= 4 else None for line in expected]
