"""News in XML: NewsML-G2 and NITF of agencies, RSS and Atom feeds.

XML from strangers is read as a tree that fetches nothing, expands nothing and has bounds. A declaration of an
entity is refused: entities are how a kilobyte becomes a gigabyte, and how a file reaches for others. Entity
names that the DTDs of news formats would have declared are those of HTML. Names of elements and attributes
are local ones: the formats here do not mix vocabularies, and producers disagree on namespaces.

An agency numbers the versions of a story. The id is the agency's own with the version behind it, as in its
URNs ("…:3"), so all versions can be read in one run; the bare id and the version are kept as `guid` and
`version`. Killed and withheld versions are read like others: their `status` says so.

Feeds go through feedparser (extra `feeds`), which is given bytes and never an address. The publisher of an
entry is what its own `source` says, else the feed: aggregators put many into one.
"""

import re
from collections.abc import Iterator, Mapping
from html.entities import html5
from importlib import import_module
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element
from xml.parsers import expat

from dedup.errors import MissingExtraError
from dedup.readers.dates import names_zone, parse_date
from dedup.readers.fields import MEDIA
from dedup.readers.intake import Found, Problem
from dedup.readers.markup import BLOCKS, broken, plain_line, plain_text, text_of
from dedup.readers.streams import Stream

LARGEST_XML = 64 << 20
"""Bytes of an XML document; a day of a busy wire in one message is a third of that."""

DEEPEST_XML = 200
"""Open elements; NITF tables inside NewsML reach 30."""

KEYWORDS = frozenset("slugline keyword keywords tag tags topics subjects metadata".split())  # noqa: SIM905
"""Classes of elements that say what a text is about and are none of it."""

MOST_ELEMENTS = 1_000_000
"""Elements of a document: about 200 bytes each in memory."""

_LEADING = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?[^>]*>", re.S | re.I)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")
_DECLARED = re.compile(rb"""(<\?xml[^>]{0,200}?)\sencoding\s{0,9}=\s{0,9}["'][^"'>]{0,40}["']""", re.I)

NEWSML_ROOTS = frozenset({"newsItem", "newsMessage"})
OTHER_ITEMS = frozenset({"packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"})
"""Classes of items that hold no story, as a rule."""

_NO_PROSE = frozenset({"head", "header", "footer", "nav", "aside", "figure"})
"""Elements of a page inside NewsML that are not the text of the story."""

_NO_TEXT = frozenset({"media", "media-caption", "media-producer", "nitf-table-metadata", "head", "hedline"})
"""Elements of a NITF body that are not the text of the story."""


class NotXml(ValueError):  # noqa: N818
    """Some bytes are not XML, or XML that is refused."""


def root_name(head: bytes) -> str | None:
    """The local name of the root element, from the first bytes of a document."""
    at, head = 0, head[:65_536]
    while found := _LEADING.match(head, at):
        at = found.end()
    root = _ROOT.match(head, at)
    return root[1].decode("ascii", "replace") if root else None


def as_declared(data: bytes) -> bytes:
    """A document without its declaration of another encoding, where it is UTF-8 all the same."""
    found = _DECLARED.match(data)
    if found is None or b"\x1b" in data:
        return data
    try:
        data.decode()
    except UnicodeDecodeError:
        return data
    return found[1] + data[found.end() :]


def parse(data: bytes) -> Element:
    """The tree of a document, with local names.

    Raises
    ------
    NotXml
        When it is not well-formed, declares entities, or is too deep or too large for news.
    """
    parser = expat.ParserCreate(None, "\x1f")
    builder = _Builder()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.SkippedEntityHandler = builder.entity
    parser.EntityDeclHandler = _refuse
    parser.UnparsedEntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    try:
        parser.Parse(as_declared(data), True)
    except expat.ExpatError as error:
        raise NotXml(f"not well-formed XML: {expat.ErrorString(error.code)} in line {error.lineno}") from None
    except (LookupError, ValueError) as error:
        raise error if isinstance(error, NotXml) else NotXml(f"not XML: {error}") from None
    return builder.root


def _refuse(*_: object) -> int:
    raise NotXml("XML that declares entities is refused")


class _Builder:
    """Puts the tree together, and counts."""

    def __init__(self) -> None:
        self.root = Element("")
        self._open: list[Element] = []
        self._last: Element | None = None
        self._text: list[str] = []
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._flush()
        self._count += 1
        if len(self._open) >= DEEPEST_XML:
            raise NotXml(f"XML nested deeper than {DEEPEST_XML} elements is refused")
        if self._count > MOST_ELEMENTS:
            raise NotXml(f"XML of more than {MOST_ELEMENTS:,} elements is refused")
        element = Element(_local(name), {_local(key): value for key, value in attributes.items()})
        if self._open:
            self._open[-1].append(element)
        else:
            self.root = element
        self._open.append(element)
        self._last = None

    def end(self, _name: str) -> None:
        self._flush()
        self._last = self._open.pop()

    def text(self, text: str) -> None:
        self._text.append(text)

    def _flush(self) -> None:
        """Hang the text gathered so far behind the last element that was closed, or into the open one."""
        if self._text and self._last is not None:
            self._last.tail = "".join(self._text)
        elif self._text and self._open:
            self._open[-1].text = "".join(self._text)
        self._text.clear()

    def entity(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            self.text(html5.get(f"{name};", ""))


def _local(name: str) -> str:
    return name.rpartition("\x1f")[2]


def child(element: Element | None, *path: str) -> Element | None:
    """The first element at a path of names, in any branch."""
    if element is None or not path:
        return element
    for member in element:
        if member.tag == path[0] and (found := child(member, *path[1:])) is not None:
            return found
    return None


def line(element: Element | None) -> str | None:
    """All text of an element as one line."""
    if element is None:
        return None
    return " ".join("".join(element.itertext()).split()) or None


def prose(element: Element | None, without: frozenset[str] = frozenset()) -> str:
    """The text of an element, paragraphs separated by blank lines; elements named in `without`, and those
    whose class says that they are keywords, are left out."""
    paragraphs: list[str] = []
    parts: list[str] = []
    for piece in _pieces(element, without) if element is not None else ():
        if piece is None:
            paragraphs += broken("".join(parts))
            parts.clear()
        else:
            parts.append(piece)
    return "\n\n".join(paragraphs + broken("".join(parts)))


def _pieces(element: Element, without: frozenset[str]) -> Iterator[str | None]:
    """The text in an element, with None where a paragraph begins or ends."""
    if element.tag in without or not KEYWORDS.isdisjoint((element.get("class") or "").lower().split()):
        return
    parts = element.tag.lower() in BLOCKS
    if parts:
        yield None
    if element.tag.lower() == "br":
        yield "\v"
    if element.text:
        yield element.text.replace("\v", " ")
    for member in element:
        yield from _pieces(member, without)
        if member.tail:
            yield member.tail.replace("\v", " ")
    if parts:
        yield None


def is_newsml(head: bytes) -> bool:
    """Whether a file begins like NewsML-G2."""
    return root_name(head) in NEWSML_ROOTS | OTHER_ITEMS


def is_nitf(head: bytes) -> bool:
    """Whether a file begins like NITF."""
    return root_name(head) == "nitf"


def read_newsml(stream: Stream, problem: Problem) -> Iterator[Found]:
    """The text items of a NewsML-G2 document: one `newsItem`, or a `newsMessage` with many."""
    root = _tree(stream, problem)
    if root is None:
        return
    if root.tag not in NEWSML_ROOTS:
        problem(stream.name, f"<{root.tag}>, which holds no story")
        return
    items = [root] if root.tag == "newsItem" else [item for item in root.iter() if item.tag == "newsItem"]
    if not items:
        problem(stream.name, "a newsMessage without a newsItem")
    for number, item in enumerate(items):
        place = stream.name if item is root else f"{stream.name}[{number}]"
        kind = _coded(child(item, "itemMeta", "itemClass"))
        if kind in MEDIA and child(item, "contentSet", "inlineXML") is None:
            problem(place, f"a {kind}, not a text")
        else:
            yield newsml_record(item), place


def read_nitf(stream: Stream, problem: Problem) -> Iterator[Found]:
    """The story of a NITF document."""
    root = _tree(stream, problem)
    if root is None:
        return
    if root.tag != "nitf":
        problem(stream.name, f"<{root.tag}>, not <nitf>")
    else:
        yield _stated(nitf_record(root)), stream.name


def _tree(stream: Stream, problem: Problem) -> Element | None:
    try:
        return parse(stream.whole(LARGEST_XML, "too large for one XML document"))
    except NotXml as error:
        problem(stream.name, str(error))
        return None


def newsml_record(item: Element) -> dict[str, object]:
    """The story of a `newsItem` under dedup's own names."""
    meta, content = child(item, "itemMeta"), child(item, "contentMeta")
    body = child(item, "contentSet")
    inner = child(body, "inlineXML", "nitf")
    record = _stated(nitf_record(inner)) if inner is not None else {"text": _inline(body)}
    guid, version = item.get("guid"), item.get("version")
    language = child(content, "language")
    return record | _stated(
        {
            "id": _versioned(guid, version),
            "guid": guid,
            "version": version,
            "title": plain_line(line(child(content, "headline")) or "") or record.get("title"),
            "published": line(child(meta, "versionCreated"))
            or line(child(content, "contentModified"))
            or line(child(content, "contentCreated"))
            or line(child(meta, "firstCreated")),
            "first_created": line(child(meta, "firstCreated")),
            "embargoed": line(child(meta, "embargoed")),
            "status": _coded(child(meta, "pubStatus")),
            "source": _named(child(meta, "provider"))
            or line(child(content, "creditline"))
            or _named(child(content, "infoSource")),
            "lang": (language.get("tag") if language is not None else None) or item.get("lang"),
            "url": next((link.get("href") for link in _links(item)), None),
            "slugline": line(child(content, "slugline")),
            "byline": line(child(content, "by")),
            "creditline": line(child(content, "creditline")),
            "dateline": line(child(content, "dateline")),
        }
    )


def _inline(body: Element | None) -> str:
    """The longest text in a content set: producers put renditions side by side."""
    found = [""]
    for member in body if body is not None else ():
        if member.tag == "inlineXML":
            page = child(member, "html", "body")
            page = member if page is None else page
            found.append(plain_text(prose(page, _NO_PROSE) or prose(page, frozenset({"head"}))))
        elif member.tag == "inlineData":
            text = member.text or ""
            found.append(plain_text(text).strip())
    return max(found, key=len)


def _links(item: Element) -> Iterator[Element]:
    meta = child(item, "itemMeta")
    for link in meta if meta is not None else ():
        if link.tag == "link" and (link.get("href") or "").startswith("http"):
            yield link


def nitf_record(root: Element) -> dict[str, object]:
    """The story of a `nitf` element under dedup's own names."""
    head, body = child(root, "head"), child(root, "body")
    data = child(head, "docdata")
    number = _attribute(child(data, "doc-id"), "id-string")
    version = _attribute(child(data, "du-key"), "version") or _attribute(child(data, "du-key"), "generation")
    published = (
        _attribute(child(body, "body.head", "dateline", "story.date"), "norm")
        or _attribute(child(data, "date.issue"), "norm")
        or _attribute(child(data, "date.release"), "norm")
        or _attribute(child(head, "pubdata"), "date.publication")
    )
    title = plain_line(line(child(body, "body.head", "hedline", "hl1")) or line(child(head, "title")) or "")
    return {
        "id": _versioned(number, version),
        "guid": number,
        "version": version,
        "title": title,
        "text": plain_text(prose(child(body, "body.content"), _NO_TEXT)),
        "published": published,
        "source": line(child(body, "body.head", "distributor"))
        or _attribute(child(head, "pubdata"), "name")
        or _attribute(child(data, "doc-id"), "regsrc"),
        "lang": root.get("lang") or _attribute(body, "lang"),
        "status": _attribute(data, "management-status"),
        "subtitle": line(child(body, "body.head", "hedline", "hl2")),
        "byline": line(child(body, "body.head", "byline")),
        "dateline": line(child(body, "body.head", "dateline", "location")),
    }


def _stated(record: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in record.items() if value or key == "text"}


def _versioned(number: str | None, version: str | None) -> str | None:
    return f"{number}:{version}" if number and version else number


def _attribute(element: Element | None, name: str) -> str | None:
    return (element.get(name) or None) if element is not None else None


def _coded(element: Element | None) -> str | None:
    """The code of a concept without its scheme: "usable" of stat:usable."""
    value = _attribute(element, "qcode") or _attribute(element, "uri")
    return value.replace("/", ":").rpartition(":")[2] if value else None


def _named(element: Element | None) -> str | None:
    return line(child(element, "name")) or _attribute(element, "literal") or _coded(element)


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
        parsed = feedparser.parse(
            BytesIO(as_declared(data)), sanitize_html=False, resolve_relative_uris=False
        )
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
        "published": _moment(entry, "published") or _moment(entry, "updated"),
        "source": plain_line((entry.get("source") or {}).get("title") or feed.get("title") or ""),
        "lang": language or feed.get("language"),
        "url": entry.get("link"),
        "author": entry.get("author"),
        "tags": [tag.get("term") for tag in entry.get("tags", ()) if tag.get("term")],
    }
    return {key: value for key, value in record.items() if value or key == "text"}


def _moment(entry: dict[str, Any], name: str) -> object:
    """A date of an entry: as written where that can be read, else as feedparser reads it.

    feedparser knows dates in more languages, but takes a zone that it does not know for UTC.
    """
    written = dict.get(entry, name)  # its own `get` takes one date for the other, with a warning
    read = dict.get(entry, f"{name}_parsed")
    return written if read is None or parse_date(written) is not None or names_zone(written) else read


def _body(detail: Mapping[str, Any]) -> str:
    value = detail.get("value") or ""
    if "html" in (detail.get("type") or "html"):
        value = text_of(value)
    return plain_text(value).strip()


def _line(detail: Mapping[str, Any] | None) -> str | None:
    return plain_line(" ".join(_body(detail).split())) if detail else None
