"""Web archives (WARC; extra `warc`): the pages among their responses, one after the other.

A page's own date counts. If it declares none, the time of the crawl stands for it: news crawls fetch pages
within hours of publication.
"""

import zlib
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from dedup.errors import MissingExtraError
from dedup.readers.fields import site
from dedup.readers.html import LARGEST_PAGE, decoded, page_record
from dedup.readers.intake import Found, Problem
from dedup.readers.streams import MOST_UNPACKED, BlockReader, Decoder, NotText, Stream

FREELY_UNPACKED = 1 << 18
"""Bytes that any page may unpack to: an archive has many."""

PAGES = ("text/html", "application/xhtml+xml")


def is_archive(head: bytes) -> bool:
    """Whether a file begins like WARC."""
    return head.startswith(b"WARC/")


def read_archive(stream: Stream, problem: Problem) -> Iterator[Found]:
    """The pages of a web archive; other records (requests, images, errors) are no stories and left out.

    Raises
    ------
    MissingExtraError
        When fastwarc is not installed.
    """
    try:
        warc: Any = import_module("fastwarc.warc")
    except ImportError:
        raise MissingExtraError("reading web archives", "warc") from None
    records = warc.ArchiveIterator(
        BlockReader(stream.blocks),
        record_types=warc.WarcRecordType.response,
        parse_http=True,
        auto_decode="none",
        stream_detect=False,
        quirks_mode=True,  # goes on at the next header when one is damaged
    )
    seen = False
    while True:
        try:
            record = next(records, None)
            if record is None:
                break
            seen = True
            place = f"{stream.name}@{record.stream_pos}"
            if _is_page(record):
                yield _record(record), place
        except NotText as error:
            problem(place, str(error))
        except (ValueError, OSError, zlib.error) as error:
            problem(stream.name, f"a damaged web archive: {error}")
            break
    if not seen and not is_archive(stream.head):
        problem(stream.name, "not a web archive")


def _is_page(record: Any) -> bool:
    headers = record.http_headers
    return (
        headers is not None
        and headers.status_code == 200
        and (record.http_content_type or "").lower() in PAGES
    )


def _record(record: Any) -> dict[str, object]:
    """The story of a response.

    Raises
    ------
    NotText
        When its page is too large, breaks off, or is packed in a way that is not known.
    """
    headers = record.http_headers
    due = min(record.content_length, LARGEST_PAGE + 1)
    data = record.reader.read(LARGEST_PAGE + 1)
    if len(data) < due:
        raise NotText(f"a page that breaks off after {len(data):,} of {due:,} bytes")
    if (headers.get("Transfer-Encoding") or "").lower() == "chunked":
        data = _unchunked(data)
    packing = (headers.get("Content-Encoding") or "identity").lower()
    if packing != "identity":
        data = _unpacked(data, packing)
    if len(data) > LARGEST_PAGE:
        raise NotText(f"a page of more than {LARGEST_PAGE >> 20} MB")
    url = record.headers.get("WARC-Target-URI")
    crawled = record.headers.get("WARC-Date")
    stated = page_record(decoded(data, Decoder(), record.http_charset))
    found: dict[str, object] = {
        "id": record.headers.get("WARC-Record-ID", "").strip("<>") or None,
        "published": crawled,
        "source": url and site(url),
        "url": url,
        "crawled": crawled,
    }
    return found | stated


def _unchunked(data: bytes) -> bytes:
    """A body without the marks of its chunks; one that was stored without them is left alone."""
    parts: list[bytes] = []
    at = 0
    while (end := data.find(b"\r\n", at, at + 40)) >= 0:
        try:
            size = int(data[at:end].partition(b";")[0], 16)
        except ValueError:
            break
        if size <= 0:
            return b"".join(parts)
        parts.append(data[end + 2 : end + 2 + size])
        at = end + 4 + size
    return b"".join(parts) or data


def _unpacked(data: bytes, packing: str) -> bytes:
    """A body without its compression; one that was stored unpacked is left alone."""
    widths = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}.get(packing, ())
    for bits in widths:
        try:
            page = zlib.decompressobj(wbits=bits).decompress(data, LARGEST_PAGE + 1)
        except zlib.error:
            continue
        if len(page) > max(FREELY_UNPACKED, MOST_UNPACKED * len(data)):
            raise NotText(f"a page of {len(data):,} bytes that unpacks to {len(page):,} or more")
        return page
    if data.lstrip()[:1] == b"<":
        return data
    raise NotText(f"a page packed as {packing[:20]}")
