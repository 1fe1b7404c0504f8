"""Web archives as crawlers write them."""

import gzip
import sys
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dedup.errors import MissingExtraError, RecordError
from dedup.readers import html, read
from dedup.types import Story

LEAD = "The dam above the town of Kessary failed early on Thursday and flooded the lower streets."
PAGE = f"<html lang=en><title>Dam fails</title><p>{LEAD}</p></html>".encode()


def record(kind: str, body: bytes, number: int = 1, **more: str) -> bytes:
    headers = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-0000-0000-{number:012}>",
        "WARC-Date": "2026-03-05T08:00:00Z",
        "WARC-Target-URI": f"https://www.courier.example/{number}",
        "Content-Type": "application/http; msgtype=response" if kind == "response" else "text/plain",
        "Content-Length": str(len(body)),
    } | {name.replace("_", "-"): value for name, value in more.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return b"WARC/1.0\r\n" + head.encode() + b"\r\n" + body + b"\r\n\r\n"


def response(page: bytes = PAGE, number: int = 1, status: str = "200 OK", **headers: str) -> bytes:
    stated = {"Content-Type": "text/html; charset=utf-8"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in stated.items())
    return record("response", f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + page, number)


def take(path: Path, *records: bytes) -> tuple[list[Story], list[str]]:
    path.write_bytes(b"".join(records))
    problems: list[RecordError] = []
    return list(read(path, on_problem=problems.append)), [error.problem for error in problems]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "archive"])
def test_pages_among_other_records(tmp_path: Path, name: str) -> None:
    records = [
        record("warcinfo", b"software: crawler\r\n"),
        response(number=1),
        record("request", b"GET /1 HTTP/1.1\r\n\r\n"),
        response(b"\x89PNG\0\0", 2, Content_Type="image/png"),
        response(b"gone", 3, "404 Not Found"),
        response(number=4),
    ]
    packed = [gzip.compress(each) for each in records] if name.endswith("gz") else records
    stories, problems = take(tmp_path / name, *packed)
    assert problems == []
    assert [story.id[-2:] for story in stories] == ["01", "04"]
    story = stories[0]
    assert (story.title, story.text, story.lang) == ("Dam fails", LEAD, "en")
    assert (story.url, story.source) == ("https://www.courier.example/1", "www.courier.example")
    assert story.published == datetime(2026, 3, 5, 8, tzinfo=UTC)
    assert not story.whole_file


def test_what_the_page_tells_comes_first(tmp_path: Path) -> None:
    head = b"<meta property=article:published_time content=2026-03-01>"
    head += b"<meta property=og:site_name content=Courier>"
    [story], _ = take(tmp_path / "a.warc", response(b"<html>" + head + PAGE))
    assert story.published == datetime(2026, 3, 1, tzinfo=UTC)
    assert story.source == "Courier"
    assert story.extra == {"crawled": "2026-03-05T08:00:00Z"}


def test_bodies_that_are_packed_or_in_chunks(tmp_path: Path) -> None:
    half = len(PAGE) // 2
    chunks = b"%x\r\n%s\r\n%x;x=1\r\n%s\r\n0\r\n\r\n" % (half, PAGE[:half], len(PAGE) - half, PAGE[half:])
    for page, headers in (
        (gzip.compress(PAGE), {"Content_Encoding": "gzip"}),
        (zlib.compress(PAGE), {"Content_Encoding": "deflate"}),
        (chunks, {"Transfer_Encoding": "chunked"}),
        (PAGE, {"Content_Encoding": "gzip", "Transfer_Encoding": "chunked"}),
        (PAGE, {"Content_Encoding": "br"}),
    ):
        [story], problems = take(tmp_path / "a.warc", response(page, **headers))
        assert story.text == LEAD
        assert problems == []


def test_bombs_and_unknown_packings_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "LARGEST_PAGE", 1 << 20)
    bomb = gzip.compress(b"<p>" + b" " * (8 << 20))
    stories, problems = take(
        tmp_path / "a.warc",
        response(bomb, 1, Content_Encoding="gzip"),
        response(b"\x0b\x02", 2, Content_Encoding="br"),
        response(PAGE + b" " * (2 << 20), 3),
        response(number=4),
    )
    assert [story.id[-1] for story in stories] == ["4"]
    assert problems == [
        f"a page of {len(bomb):,} bytes that unpacks to 1,048,577 or more",
        "a page packed as br",
        "a page of more than 1 MB",
    ]


def test_the_charset_of_the_transfer(tmp_path: Path) -> None:
    page = f"<html><p>{LEAD} Плотина.</p></html>".encode("koi8-r")
    [story], _ = take(tmp_path / "a.warc", response(page, Content_Type="text/html; charset=koi8-r"))
    assert story.text.endswith("Плотина.")


def test_an_archive_that_breaks_off(tmp_path: Path) -> None:
    whole = response(number=1) + response(number=2)
    stories, problems = take(tmp_path / "a.warc", whole[:-60])
    assert [story.id[-1] for story in stories][:1] == ["1"]
    stories, problems = take(tmp_path / "a.warc.gz", gzip.compress(whole)[:-20])
    assert "cut short" in problems[-1]


def test_half_a_page_is_no_story(tmp_path: Path) -> None:
    whole, half = response(number=1), response(number=2)[:-40]
    stories, problems = take(tmp_path / "a.warc", whole, half)
    assert [story.id[-2:] for story in stories] == ["01"]
    [problem] = problems
    assert "breaks off" in problem


def test_rubbish_in_the_middle_or_everywhere(tmp_path: Path) -> None:
    stories, _ = take(tmp_path / "a.warc", response(number=1), b"rubbish\r\n" * 5, response(number=2))
    assert [story.id[-1] for story in stories] == ["1", "2"]
    assert take(tmp_path / "b.warc", b"rubbish") == ([], ["not a web archive"])


def test_without_fastwarc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    with pytest.raises(MissingExtraError, match="the extra warc"):
        take(tmp_path / "a.warc", response())
