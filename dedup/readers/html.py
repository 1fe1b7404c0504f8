"""Web pages, one story a page, alone or in web archives (WARC; extra `warc`).

Title, date, language, publisher and address are what the page declares for search engines and social
networks: JSON-LD, Open Graph and other `meta` elements, the canonical link. A date guessed from the text
would be worse than none. The text is chosen by trafilatura (extra `html`); without it, it is what stands in
the largest `<article>`, else `<main>`, else all `<p>`, without navigation, captions and forms.

Of an archive the pages among the responses are read, one after the other. A page that declares no date has
the time of its crawl: news crawls fetch pages within hours of publication.
"""

import logging
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

import orjson

from dedup.errors import MissingExtraError
from dedup.readers.dates import parse_date
from dedup.readers.fields import is_address, site
from dedup.readers.intake import Found, Problem
from dedup.readers.markup import BLOCKS, RAW, Tag, broken, collapse, plain_line, plain_text, tokens
from dedup.readers.streams import MOST_UNPACKED, BlockReader, Decoder, NotText, Stream

TITLES = ("og:title", "twitter:title", "dc.title", "headline")
DATES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "sailthru.date",
    "date",
)
"""Names of `meta` elements, the most telling first. Dates of changes are no dates of publication."""

ASIDE = frozenset("nav header footer aside form figure button select menu dialog".split())  # noqa: SIM905
"""Elements whose text is not the article's."""

PROSE = frozenset("p h2 h3 h4 li blockquote pre dd dt".split())  # noqa: SIM905
"""Elements that paragraphs of an article stand in."""

ARTICLE_TYPES = frozenset(
    """Article NewsArticle ReportageNewsArticle BlogPosting LiveBlogPosting AnalysisNewsArticle
    BackgroundNewsArticle OpinionNewsArticle ReviewNewsArticle""".split()  # noqa: SIM905
)
"""Types of schema.org that are news."""

LEAST_ARTICLE = 200
"""Characters below which an `<article>` is a teaser."""

LEAST_LOOSE = 80
"""Characters from which text outside of paragraphs (in a bare `div`) may be the article's."""

_DEEPEST_LD = 8

FREELY_UNPACKED = 1 << 18
"""Bytes that any page may unpack to: an archive has many."""

PAGES = ("text/html", "application/xhtml+xml")


@dataclass(slots=True)
class PageScan:
    """What one page says: `meta` by name, `articles` of JSON-LD, paragraphs by the region they stand in."""

    meta: dict[str, str] = field(default_factory=dict)
    articles: list[dict[str, object]] = field(default_factory=list)
    canonical: str | None = None
    lang: str | None = None
    title: str | None = None
    heading: str | None = None
    time: str | None = None
    regions: dict[int, list[str]] = field(default_factory=dict)
    """Number of an `<article>` (0: outside of all, -1: `<main>`, -2: long text that stands in no paragraph)
    -> its paragraphs."""

    @property
    def text(self) -> str:
        """The paragraphs of the article, separated by blank lines."""
        inside = [
            "\n\n".join(paragraphs) for number, paragraphs in sorted(self.regions.items()) if number > 0
        ]
        best = max(inside, key=len, default="")
        if len(best) >= LEAST_ARTICLE:
            return best
        for number in (-1, 0):
            if number in self.regions:
                return "\n\n".join(self.regions[number])
        return best or "\n\n".join(self.regions.get(-2, ()))

    def first(self, names: tuple[str, ...]) -> str | None:
        """The first `meta` element of some names that says something."""
        return next((found for name in names if (found := self.meta.get(name))), None)

    def linked(self, *keys: str) -> str | None:
        """A string of the JSON-LD of the article, or the name of an object there."""
        for article in self.articles:
            value: object = article
            for key in keys:
                value = value[0] if isinstance(value, list) and value else value
                value = value.get(key) if isinstance(value, dict) else None
            if isinstance(value, str) and value.strip():
                return collapse(value)
        return None


def scan(page: str) -> PageScan:
    """Read a page once; if an element for navigation was never closed, once more with all its text."""
    found = _scan(page, ASIDE)
    return found if found.text else _scan(page, frozenset())


def _scan(page: str, aside: frozenset[str]) -> PageScan:
    found = PageScan()
    parts: list[str] = []
    open_asides = 0
    article, articles, in_main = 0, 0, False
    kind, raw = "", ""
    for token in tokens(page):
        if isinstance(token, str):
            if raw:
                _raw(found, raw, token)
                raw = ""
            elif not open_asides:
                parts.append(token)
            continue
        name = token.name.removeprefix("/")
        ends = token.name != name
        if name == "br":
            parts.append("\v")
        elif name in BLOCKS:
            if parts:
                _paragraph(found, kind, parts, article if article else -1 if in_main else 0)
            kind = "" if ends else name
        if name in aside:
            open_asides = max(0, open_asides + (-1 if ends else 1))
        elif name == "article":
            articles += not ends
            article = 0 if ends else articles
        elif name == "main":
            in_main = not ends
        elif not ends:
            raw = _kept(found, token)
    if parts:
        _paragraph(found, kind, parts, article if article else -1 if in_main else 0)
    return found


def _kept(found: PageScan, tag: Tag) -> str:
    """Keep what a start tag says; the name of the raw element that it begins, if it does."""
    if tag.name == "meta":
        stated = tag.attributes()
        name = (stated.get("property") or stated.get("name") or stated.get("itemprop") or "").lower()
        if name and stated.get("content"):
            found.meta.setdefault(name, collapse(stated["content"]))
    elif tag.name == "link" and found.canonical is None:
        stated = tag.attributes()
        if stated.get("rel", "").lower() == "canonical":
            found.canonical = stated.get("href") or None
    elif tag.name == "html":
        found.lang = tag.attributes().get("lang") or tag.attributes().get("xml:lang")
    elif tag.name == "time" and found.time is None:
        found.time = tag.attributes().get("datetime") or None
    elif tag.name == "script":
        linked = "ld+json" in tag.inside
        return "ld+json" if linked else "script"
    elif tag.name in RAW:
        return tag.name
    return ""


def _raw(found: PageScan, name: str, content: str) -> None:
    if name == "title" and found.title is None:
        from html import unescape

        found.title = collapse(unescape(content)) or None
    elif name == "ld+json":
        try:
            document = orjson.loads(content)
        except orjson.JSONDecodeError:
            return
        found.articles += _articles(document)


def _articles(document: object, depth: int = 0) -> Iterator[dict[str, object]]:
    """The objects of a JSON-LD document that describe an article."""
    if depth > _DEEPEST_LD:
        return
    if isinstance(document, list):
        for member in document[:100]:
            yield from _articles(member, depth + 1)
    elif isinstance(document, dict):
        kinds = document.get("@type")
        names = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and kind in ARTICLE_TYPES for kind in names):
            yield document
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _articles(document.get(key), depth + 1)


def _paragraph(found: PageScan, kind: str, parts: list[str], region: int) -> None:
    """File the paragraph that ends here: the page's heading, or prose of a region."""
    paragraphs = broken("".join(parts))
    parts.clear()
    if kind == "h1" and found.heading is None and paragraphs:
        found.heading = " ".join(paragraphs)
    elif kind in PROSE:
        found.regions.setdefault(region, []).extend(paragraphs)
    elif long := [paragraph for paragraph in paragraphs if len(paragraph) >= LEAST_LOOSE]:
        found.regions.setdefault(-2, []).extend(long)


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
    """The text of a page: UTF-8 if it is that, whatever is stated; else by the encoding stated in the
    transfer or in the page, else by a guess.

    A text in any other encoding with more than a few letters beyond ASCII is not UTF-8 by chance; those of
    ISO 2022, which have none, are known by their escapes.

    Raises
    ------
    NotText
        When it is no text.
    """
    if b"\0" not in data and b"\x1b" not in data:
        try:
            return data.decode()
        except UnicodeDecodeError:
            pass
    stated = charset
    if not stated and (found := _CHARSET.search(data[:4096])):
        stated = found[1].decode("ascii", "replace")
    if stated and stated.lower() not in ("utf-8", "utf8"):
        try:
            return data.decode({"iso-8859-1": "cp1252", "latin-1": "cp1252"}.get(stated.lower(), stated))
        except (LookupError, ValueError):
            pass
    if b"\0" in data:
        raise NotText("not text but binary data")
    return decoder.decode(data)


def page_record(page: str) -> dict[str, object]:
    """The story of a page under dedup's own names; parts that the page does not state are left out."""
    found = scan(page)
    text = _article(page) or found.text or plain_text(found.linked("articleBody") or "")
    title = found.linked("headline") or found.first(TITLES) or found.heading or found.title
    if title:
        title = plain_line(title)
        text = text.removeprefix(f"{title}\n\n")  # trafilatura leaves the heading in the text
    url = next(filter(_address, (found.canonical, found.meta.get("og:url"))), None)
    record: dict[str, object] = {
        "title": title,
        "text": text,
        "published": _published(found),
        "source": plain_line(found.linked("publisher", "name") or found.meta.get("og:site_name") or "")
        or (url and site(url)),
        "lang": found.lang or found.linked("inLanguage"),
        "url": url,
        "modified": found.linked("dateModified") or found.meta.get("article:modified_time"),
        "author": plain_line(found.linked("author", "name") or found.meta.get("author") or ""),
    }
    return {key: value for key, value in record.items() if value or key == "text"}


def _address(value: str | None) -> bool:
    return bool(value) and is_address(value or "")


def _published(found: PageScan) -> str | None:
    """The first date that can be read."""
    stated = (found.linked("datePublished"), *(found.meta.get(name) for name in DATES), found.time)
    return next((date for date in stated if date and parse_date(date) is not None), None)


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
