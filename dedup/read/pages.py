"""HTML pages: one story a page.

trafilatura (extra `html`) decides which text is the article; without it `page_scan` does, by what the markup
says. Everything else (title, date, language, publisher, address) is taken from what the page declares: it is
exact where it is there, and a date that was guessed from the text would be worse than none.
"""

import logging
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

from dedup.read.dates import parse_date
from dedup.read.encoding import Decoder, NotText
from dedup.read.fields import is_address, site
from dedup.read.intake import Found, Problem
from dedup.read.page_scan import DATES, TITLES, PageScan, scan
from dedup.read.streams import Stream

LARGEST_PAGE = 8 << 20
"""Bytes of a page; the largest live blog is below 5 MB, and a parser's tree takes thirty times as much."""

MOST_TAGS = 40_000
"""Tags of a page that trafilatura is given; live blogs have some 20,000. Its time grows with the square of
the paragraphs: 20,000 take 3 s, 50,000 take 19 s. Beyond that the scan alone has to do."""

DEEPEST_PAGE = 400
"""Open elements that trafilatura is given: it walks the tree by recursion in places."""

REPORT = b'<meta name="generator" content="dedup">'
"""What dedup's own reports say in their head: they often lie beside the pages that they are about."""

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.I)
_OPENING = re.compile(r"<(/?)(?:div|span|section|table|tr|td|ul|li|b|i|p|em|font|a)\b", re.I)


def is_page(head: bytes) -> bool:
    """Whether a file begins like a page of HTML."""
    return bool(
        re.match(
            rb"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html|head|body)\b", head[:4096], re.I | re.S
        )
    )


def read_page(stream: Stream, problem: Problem) -> Iterator[Found]:
    """The one record of a page; its id is its place, which the caller knows."""
    if REPORT in stream.head:
        problem(stream.name, "a report that dedup wrote, not a story")
        return
    data = stream.whole(LARGEST_PAGE, "too large for a page")
    yield page_record(decoded(data, stream.decoder)), stream.name


def decoded(data: bytes, decoder: Decoder, charset: str | None = None) -> str:
    """The text of a page: by the encoding told in the transfer or in the page, if it is that, else UTF-8 or a
    guess.

    Raises
    ------
    NotText
        When it is no text.
    """
    told = charset
    if not told and (found := _CHARSET.search(data[:4096])):
        told = found[1].decode("ascii", "replace")
    if told and told.lower() not in ("utf-8", "utf8"):
        try:
            return data.decode({"iso-8859-1": "cp1252", "latin-1": "cp1252"}.get(told.lower(), told))
        except (LookupError, ValueError):
            pass
    if b"\0" in data:
        raise NotText("not text but binary data")
    return decoder.decode(data)


def page_record(page: str) -> dict[str, object]:
    """The story of a page under dedup's own names; parts that the page does not tell are left out."""
    found = scan(page)
    text = _article(page) or found.text or found.linked("articleBody") or ""
    title = found.linked("headline") or found.first(TITLES) or found.heading or found.title
    if title:
        text = text.removeprefix(f"{title}\n\n")  # trafilatura leaves the heading in the text
    url = next(filter(_address, (found.canonical, found.meta.get("og:url"))), None)
    record: dict[str, object] = {
        "title": title,
        "text": text,
        "published": _published(found),
        "source": found.linked("publisher", "name") or found.meta.get("og:site_name") or (url and site(url)),
        "lang": found.lang or found.linked("inLanguage"),
        "url": url,
        "modified": found.linked("dateModified") or found.meta.get("article:modified_time"),
        "author": found.linked("author", "name") or found.meta.get("author"),
    }
    return {key: value for key, value in record.items() if value or key == "text"}


def _address(value: str | None) -> bool:
    return bool(value) and is_address(value or "")


def _published(found: PageScan) -> str | None:
    """The first date that can be read."""
    told = (found.linked("datePublished"), *(found.meta.get(name) for name in DATES), found.time)
    return next((date for date in told if date and parse_date(date) is not None), None)


@cache
def _trafilatura() -> Any:
    try:
        library = import_module("trafilatura")
    except ImportError:
        return None
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # nothing on stderr of its own accord
    return library


def _article(page: str) -> str | None:
    """The article as trafilatura sees it; None without it, for pages that are too much for it, and where it
    finds none."""
    if page.count("<") > MOST_TAGS or _depth(page) > DEEPEST_PAGE:
        return None
    library = _trafilatura()
    if library is None:
        return None
    try:
        document = library.bare_extraction(
            page, include_comments=False, include_tables=False, with_metadata=False
        )
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, AssertionError):
        return None  # what the tree of a broken page makes it stumble over; the scan reads it all the same
    text = document.text if document is not None else None
    return "\n\n".join(line for line in text.split("\n") if line.strip()) if text else None


def _depth(page: str) -> int:
    """About how many elements are open at once at most."""
    depth = deepest = 0
    for found in _OPENING.finditer(page):
        depth += -1 if found[1] else 1
        deepest = max(deepest, depth)
    return deepest
