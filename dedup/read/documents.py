"""XML of whatever kind: the root element decides which reader it is for."""

from collections.abc import Iterator

from dedup.read.feeds import is_feed, read_feed
from dedup.read.intake import Found, Problem
from dedup.read.pages import read_page
from dedup.read.streams import Stream
from dedup.read.wires import is_newsml, is_nitf, read_newsml, read_nitf
from dedup.read.xml_tree import root_name


def is_xml(head: bytes) -> bool:
    """Whether a file begins with an XML declaration."""
    return head.lstrip()[:5] == b"<?xml"


def read_xml(stream: Stream, problem: Problem) -> Iterator[Found]:
    """The stories of an XML document; one of an unknown kind is named."""
    if is_feed(stream.head):
        yield from read_feed(stream, problem)
    elif is_newsml(stream.head):
        yield from read_newsml(stream, problem)
    elif is_nitf(stream.head):
        yield from read_nitf(stream, problem)
    elif (name := root_name(stream.head)) == "html":
        yield from read_page(stream, problem)
    else:
        kind = f"<{name}>" if name else "no element"
        problem(
            stream.name,
            f"XML of an unknown kind: it begins with {kind}; known are "
            "<rss>, <feed>, <newsItem>, <newsMessage>, <nitf> and <html>",
        )
