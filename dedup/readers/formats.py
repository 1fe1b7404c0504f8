"""The table of formats: how each is recognised, and which function reads it.

A format is a row here, and a module beside this one with a function from a stream to records. The suffix
decides first (behind .gz or .zst), else the first bytes, in the order of the table; XML is told apart by its
root element. Plain text is what is left: a file is one story, or several for the splitter to cut, and only
its line ends are changed.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath

from dedup.errors import SettingsError
from dedup.readers.columns import is_arrow, is_parquet, read_arrow, read_parquet
from dedup.readers.html import is_archive, is_page, read_archive, read_page
from dedup.readers.intake import LONGEST_TEXT, Found, Problem
from dedup.readers.json_records import read_json, read_jsonl
from dedup.readers.news_xml import is_feed, is_newsml, is_nitf, read_feed, read_newsml, read_nitf, root_name
from dedup.readers.streams import NotText, Stream
from dedup.readers.tables import is_table, read_table


def read_text(stream: Stream, problem: Problem) -> Iterator[Found]:
    """The one record of a text file; its id and source are its place, which the caller knows."""
    data = stream.whole(
        LONGEST_TEXT, "too large for one story; if it holds records, name them with --input-format"
    )
    if b"\0" in data:
        raise NotText("not text but binary data")
    yield {"text": stream.decoder.decode(data)}, stream.name


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


_log = logging.getLogger("dedup")

COMPRESSED = (".gz", ".zst")
"""Suffixes looked behind; what really decides on decompression are the first bytes."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format that can be read.

    `recognised` says in words how; `read` makes records of a stream; `sniff` judges the first bytes. `extra`
    names the optional dependency that it needs. `plain` says that its records already use dedup's own names,
    so that no mapping of fields applies; `one` that a file is one record, with the file's name as its id;
    `merged` that this record may be several stories in one; `binary` that it is not text; `holds` says what
    was looked for where nothing was found.
    """

    name: str
    suffixes: tuple[str, ...]
    recognised: str
    read: Callable[[Stream, Problem], Iterator[Found]]
    sniff: Callable[[bytes], bool] = lambda head: False
    extra: str | None = None
    plain: bool = False
    one: bool = False
    merged: bool = False
    binary: bool = False
    holds: str = "records"


def _is_json(head: bytes) -> bool:
    return head.lstrip()[:1] in (b"{", b"[")


_ROWS = "rows below a header line"

FORMATS = (
    Format("jsonl", (".jsonl", ".ndjson", ".jl"), "suffix", read_jsonl, holds="an object on each line"),
    Format(
        "json",
        (".json",),
        "suffix, or begins with { or [ (JSON Lines are told apart)",
        read_json,
        _is_json,
        holds="an object, or an array of objects",
    ),
    Format(
        "html",
        (".html", ".htm", ".xhtml"),
        "suffix, or begins like HTML",
        read_page,
        is_page,
        plain=True,
        one=True,
    ),
    Format(
        "feed",
        (".rss", ".atom", ".rdf"),
        "suffix, or XML that begins with <rss>, <feed> or <RDF>",
        read_feed,
        is_feed,
        extra="feeds",
        plain=True,
    ),
    Format(
        "newsml",
        (),
        "XML that begins with <newsItem> or <newsMessage> (NewsML-G2)",
        read_newsml,
        is_newsml,
        plain=True,
    ),
    Format("nitf", (".nitf",), "suffix, or XML that begins with <nitf>", read_nitf, is_nitf, plain=True),
    Format(
        "xml",
        (".xml",),
        "suffix, or <?xml: one of the three before, by its first element",
        read_xml,
        is_xml,
        plain=True,
    ),
    Format(
        "warc",
        (".warc",),
        "suffix, or begins with WARC/",
        read_archive,
        is_archive,
        extra="warc",
        plain=True,
        binary=True,
        holds="responses of status 200 with a page of HTML",
    ),
    Format(
        "parquet",
        (".parquet", ".pq"),
        "suffix, or begins with PAR1",
        read_parquet,
        is_parquet,
        extra="parquet",
        binary=True,
        holds="rows",
    ),
    Format(
        "arrow",
        (".arrow", ".arrows", ".feather", ".ipc"),
        "suffix, or begins with ARROW1 or a stream's mark",
        read_arrow,
        is_arrow,
        extra="parquet",
        binary=True,
        holds="rows",
    ),
    Format(
        "csv",
        (".csv",),
        "suffix, or a header line with a column for the text",
        read_table,
        is_table,
        holds=_ROWS,
    ),
    Format("tsv", (".tsv", ".tab"), "suffix", read_table, holds=_ROWS),
)
"""What dedup reads by itself; plug-ins come after these, and plain text after them all."""

TEXT = Format(
    "text",
    (".txt", ".text"),
    "suffix, or anything else that is text",
    read_text,
    lambda head: True,
    plain=True,
    one=True,
    merged=True,
)


@cache
def formats() -> tuple[Format, ...]:
    """The formats that can be read, in the order in which they are tried."""
    return (*FORMATS, *plugged_in(), TEXT)


GROUP = "dedup.readers"
"""Group of entry points under which other packages offer formats: each names a `Format`."""


def plugged_in() -> Iterator[Format]:
    """The formats that installed packages offer, by the names of their entry points.

    One that cannot be loaded, or bears a name that is taken, is named in the log and left out.
    """
    from importlib.metadata import entry_points  # with all of the email package: a tenth of a short run

    taken = {form.name for form in (*FORMATS, TEXT)}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            form = point.load()
        except Exception as error:  # whatever a stranger's module does when it is imported
            _log.warning("the reader %r of %s cannot be loaded: %s", point.name, point.value, error)
            continue
        if not isinstance(form, Format) or form.name in taken:
            _log.warning("the reader %r of %s is not a Format, or its name is taken", point.name, point.value)
            continue
        taken.add(form.name)
        yield form


def by_name(name: str) -> Format:
    """The format of a name.

    Raises
    ------
    SettingsError
        When there is none.
    """
    for candidate in formats():
        if candidate.name == name:
            return candidate
    known = ", ".join(candidate.name for candidate in formats())
    raise SettingsError(f"no input format {name!r}; known are {known}")


def by_suffix(path: str) -> Format | None:
    """The format that a file name states."""
    suffix = _inner_suffix(path)
    own = next((candidate for candidate in FORMATS if suffix in candidate.suffixes), None)
    return own or next((candidate for candidate in formats() if suffix in candidate.suffixes), None)


def by_head(head: bytes) -> Format:
    """The format of the first bytes."""
    return next(candidate for candidate in formats() if candidate.sniff(head))


def may_hold_stories(path: str) -> bool:
    """Whether a file met in a directory is read: a known suffix, or none at all."""
    return not _inner_suffix(path) or by_suffix(path) is not None


def _inner_suffix(path: str) -> str:
    pure = PurePath(path)
    suffix = pure.suffix.lower()
    return PurePath(pure.stem).suffix.lower() if suffix in COMPRESSED else suffix
