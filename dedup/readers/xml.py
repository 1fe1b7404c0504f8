"""XML from strangers as a tree: nothing is fetched, nothing expands, nothing grows without bounds.

A declaration of an entity is refused: entities are how a kilobyte becomes a gigabyte, and how a file reaches
for others. Entity names that the DTDs of news formats would have declared are those of HTML. Names of
elements and attributes are local ones: the formats here do not mix vocabularies, and producers disagree on
namespaces.
"""

import re
from collections.abc import Iterator
from html.entities import html5
from xml.etree.ElementTree import Element
from xml.parsers import expat

from dedup.readers.markup import BLOCKS, broken

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
