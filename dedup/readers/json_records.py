"""JSON Lines and JSON: one object a line, or a document with a list of them somewhere obvious."""

import json
from collections.abc import Iterator
from contextlib import suppress

import orjson

from dedup.readers.fields import NAMES, kind
from dedup.readers.intake import Found, Problem
from dedup.readers.streams import LARGEST_DOCUMENT, LONGEST_RECORD, Decoder, NotText, Stream

ENVELOPES = frozenset(
    """articles stories items data results news documents docs entries records rows hits feed
    """.split()  # noqa: SIM905
)
"""Names under which a JSON document keeps its list of records. Under any other name the list is taken for the
articles of one publisher, as Fundus writes them."""

_BODIES = frozenset(NAMES["text"]) - {"summary", "description", "story"}
"""An object with one of these is a record, whatever lists it has beside; feeds have summaries too."""

_TOO_LONG = f"a line of more than {LONGEST_RECORD >> 20} MB, too large for one story"


class NotJson(ValueError):  # noqa: N818
    """Some bytes are no JSON, or JSON that cannot be a record."""


def read_jsonl(stream: Stream, problem: Problem) -> Iterator[Found]:
    """The objects of a JSON Lines file."""
    loads, name, number = orjson.loads, stream.name, 0
    for batch in stream.lines():
        for line in batch:
            number += 1
            try:
                record = loads(line)  # type: ignore[arg-type]  # None is refused like any other bad line
            except orjson.JSONDecodeError:
                if line is None:
                    problem(f"{name}:{number}", _TOO_LONG)
                    continue
                data = bytes(line)
                if not data or data.isspace():
                    continue
                try:
                    record = _loads(data, stream.decoder)
                except NotJson as error:
                    problem(f"{name}:{number}", str(error))
                    continue
            if type(record) is not dict:
                problem(f"{name}:{number}", f"not an object but {kind(record)}")
            else:
                yield record, f"{name}:{number}"


def read_json(stream: Stream, problem: Problem) -> Iterator[Found]:
    """The objects of a JSON file: an array, an object that holds one, one object, or JSON Lines after all."""
    first, line_end, rest = stream.head.lstrip().partition(b"\n")
    if line_end and first.rstrip().endswith(b"}") and _is_line(first, rest):
        yield from read_jsonl(stream, problem)
        return
    data = stream.whole(
        LARGEST_DOCUMENT, "write it as JSON Lines, one object a line, which may be of any size"
    )
    try:
        document = _loads(data, stream.decoder)
    except NotJson as error:
        lines = data.split(b"\n")
        if _holds_a_record_a_line(lines):
            yield from _salvage(lines, stream, problem)
        else:
            problem(stream.name, str(error))
        return
    for key, records in _lists(document).items():
        place = f"{stream.name}[{key}]" if key else stream.name
        for i, record in enumerate(records):
            if type(record) is not dict:
                problem(f"{place}[{i}]", f"not an object but {kind(record)}")
            else:
                yield ({"source": key, **record} if key else record), f"{place}[{i}]"
    if type(document) is dict and not _lists(document):
        yield document, stream.name
    elif type(document) not in (dict, list):
        problem(stream.name, f"neither an object nor an array but {kind(document)}")


def _holds_a_record_a_line(lines: list[bytes]) -> bool:
    """Whether a broken array has its records on lines of their own, as Scrapy writes them."""
    first = next((line for line in map(_bare, lines) if line), b"")
    try:
        return type(orjson.loads(first)) is dict
    except orjson.JSONDecodeError:
        return False


def _bare(line: bytes) -> bytes:
    """A line of an array without what joins it to others; two runs into one file leave a "][" between."""
    line = line.strip().removesuffix(b",")
    return b"" if line in (b"[", b"]", b"][") else line


def _salvage(lines: list[bytes], stream: Stream, problem: Problem) -> Iterator[Found]:
    """The records of an array that breaks off, was written to twice, or has a broken record."""
    for number, line in enumerate(map(_bare, lines), start=1):
        place = f"{stream.name}:{number}"
        try:
            record = _loads(line, stream.decoder) if line else None
        except NotJson as error:
            problem(place, str(error))
            continue
        if type(record) is dict:
            yield record, place
        elif line:
            problem(place, f"not an object but {kind(record)}")


def _is_line(first: bytes, rest: bytes) -> bool:
    """Whether a first line that ends like an object is a record of its own."""
    try:
        document = orjson.loads(first)
    except orjson.JSONDecodeError:
        return False
    return bool(rest.strip()) or not _lists(document)


def _lists(document: object) -> dict[str, list[object]]:
    """The lists of records in a document, by publisher ("" if none is named); empty if it is a record."""
    if isinstance(document, dict) and isinstance(hits := document.get("hits"), dict):
        document = hits  # the answer of a search engine
    if isinstance(document, list):
        return {"": document}
    if not isinstance(document, dict) or _BODIES.intersection(document):
        return {}
    lists = {key: value for key, value in document.items() if _is_list_of_objects(value)}
    for key, members in lists.items():
        if key.lower() in ENVELOPES:
            return {"": members}
    return lists if len(lists) == len(document) else {}


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(type(member) is dict for member in value)


def _loads(data: bytes, decoder: Decoder) -> object:
    """JSON in whatever encoding, and with the NaN and Infinity of Python's own writer, which become null.

    Raises
    ------
    NotJson
        When it cannot be read.
    """
    try:
        text = decoder.decode(data)
    except NotText as error:
        raise NotJson(f"not JSON: {error}") from None
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        reason = f"not JSON: {error.msg} at character {error.pos}"
    if "NaN" in text or "Infinity" in text:
        with suppress(ValueError, TypeError, RecursionError):
            return orjson.loads(orjson.dumps(json.loads(text)))
    raise NotJson(reason)
