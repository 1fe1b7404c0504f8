"""JSON Lines and JSON: one object a line, or a document with a list of them somewhere obvious."""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import suppress

import orjson

from dedup.readers.fields import kind, records_in
from dedup.readers.intake import Found, Problem
from dedup.readers.streams import LARGEST_DOCUMENT, LONGEST_RECORD, Decoder, NotText, Stream

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
                data = bytes(line).removeprefix(BOM_UTF8)  # where files were put together
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
    alone = type(document) is dict
    for record, value, inside in records_in(document):
        alone = False
        if record is None:
            problem(f"{stream.name}{inside}", f"not an object but {kind(value)}")
        else:
            yield record, f"{stream.name}{inside}"
    if alone:
        yield document, stream.name  # type: ignore[misc]
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
    return bool(rest.strip()) or next(records_in(document), None) is None


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
    if _BEYOND.search(text):
        with suppress(ValueError, TypeError, RecursionError):
            return _whole(
                json.loads(text, parse_int=_integer, parse_float=_float, parse_constant=lambda _: None)
            )
    raise NotJson(reason)


_BEYOND = re.compile(r"NaN|Infinity|\\u[dD][89a-fA-F]|\d{19}|[\d.][eE]\+?\d{3}")
"""What other writers of JSON write and orjson does not read: numbers beyond any, halves of pairs."""


def _integer(digits: str) -> object:
    return int(digits) if len(digits) < 19 else digits


def _float(digits: str) -> float | None:
    number = float(digits)
    return number if abs(number) < float("inf") else None


def _whole(value: object) -> object:
    """A value whose strings can be encoded: halves of surrogate pairs replaced."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_whole(member) for member in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(member) for key, member in value.items()}
    return value
