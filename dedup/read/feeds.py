"""RSS and Atom, through feedparser (extra `feeds`), which is given bytes and never an address.

The publisher of an entry is what its own `source` says, else the feed: aggregators put many into one feed.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from io import BytesIO
from typing import Any

from dedup.errors import MissingExtraError
from dedup.read.intake import Found, Problem
from dedup.read.markup import text_of
from dedup.read.streams import Stream
from dedup.read.xml_tree import root_name

LARGEST_FEED = 8 << 20
"""Bytes of a feed; feedparser keeps about twenty times that, and takes ten seconds a megabyte of rubbish."""

FEED_ROOTS = frozenset({"rss", "feed", "RDF"})


def is_feed(head: bytes) -> bool:
    """Whether a file begins like RSS or Atom."""
    return root_name(head) in FEED_ROOTS


def read_feed(stream: Stream, problem: Problem) -> Iterator[Found]:
    """The entries of a feed.

    Raises
    ------
    MissingExtraError
        When feedparser is not installed.
    """
    try:
        feedparser: Any = import_module("feedparser")
    except ImportError:
        raise MissingExtraError("reading feeds", "feeds") from None
    data = stream.whole(LARGEST_FEED, "too large for a feed")
    if b"<!ENTITY" in data:
        problem(stream.name, "XML that declares entities is refused")
        return
    try:
        parsed = feedparser.parse(BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError) as error:
        problem(stream.name, f"not a feed: {error or type(error).__name__}")
        return
    reason = _damage(parsed)
    if not parsed.entries:
        problem(stream.name, f"not a feed: {reason}" if reason else "a feed without entries")
        return
    if reason:
        problem(stream.name, f"a damaged feed, entries may be missing: {reason}")
    for number, entry in enumerate(parsed.entries):
        yield entry_record(entry, parsed.feed), f"{stream.name}[{number}]"


def _damage(parsed: Mapping[str, Any]) -> str | None:
    """What is wrong with the XML, if the parser had to fall back to guessing."""
    error = parsed.get("bozo_exception")
    line = getattr(error, "getLineNumber", None)
    return f"{getattr(error, 'getMessage', lambda: error)()} in line {line()}" if line else None


def entry_record(entry: dict[str, Any], feed: Mapping[str, Any]) -> dict[str, object]:
    """The story of an entry under dedup's own names."""
    bodies = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    language = next((body.get("language") for body in bodies if body.get("language")), None)
    record: dict[str, object] = {
        "id": entry.get("id") or entry.get("link"),
        "title": _line(entry.get("title_detail")),
        "text": max(map(_body, entry.get("content", ())), key=len, default="") or _body(bodies[-1]),
        "published": entry.get("published_parsed")
        or dict.get(entry, "updated_parsed")  # feedparser's own `get` takes one for the other, with a warning
        or dict.get(entry, "published")
        or dict.get(entry, "updated"),
        "source": (entry.get("source") or {}).get("title") or feed.get("title"),
        "lang": language or feed.get("language"),
        "url": entry.get("link"),
        "author": entry.get("author"),
        "tags": [tag.get("term") for tag in entry.get("tags", ()) if tag.get("term")],
    }
    return {key: value for key, value in record.items() if value or key == "text"}


def _body(detail: Mapping[str, Any]) -> str:
    value = detail.get("value") or ""
    if "html" in (detail.get("type") or "html"):
        return text_of(value)
    return value.strip()


def _line(detail: Mapping[str, Any] | None) -> str | None:
    return " ".join(_body(detail).split()) if detail else None
