"""JSON Lines and JSON: one object a line, or a document with a list of them somewhere obvious."""

import json
from collections.abc import Iterator

import orjson

from dedup.read.encoding import Decoder, NotText
from dedup.read.intake import Found, Problem
from dedup.read.streams import LARGEST_DOCUMENT, LONGEST_RECORD, Stream

ENVELOPES = frozenset(
    """articles stories items data results news news_items documents docs entries records rows hits feed
    """.split()  # noqa: SIM905
)
"""Names under which a JSON document keeps its list of records. Under any other name the list is taken for the
articles of one publisher, as Fundus writes them."""

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
                if not line or line.isspace():
                    continue
                try:
                    record = _loads_again(line, stream.decoder)
                except NotJson as error:
                    problem(f"{name}:{number}", str(error))
                    continue
            if type(record) is not dict:
                problem(f"{name}:{number}", f"not an object but {_kind(record)}")
            else:
                yield record, f"{name}:{number}"


def read_json(stream: Stream, problem: Problem) -> Iterator[Found]:
    """The objects of a JSON file: an array, an object that holds one, a single object, or JSON Lines after
    all."""
    lines = stream.head.lstrip().split(b"\n", 1)
    if len(lines) == 2 and lines[1].strip() and lines[0].rstrip().endswith(b"}"):
        try:
            orjson.loads(lines[0])
        except orjson.JSONDecodeError:
            pass
        else:
            yield from read_jsonl(stream, problem)
            return
    data = stream.whole(
        LARGEST_DOCUMENT, "write it as JSON Lines, one object a line, which may be of any size"
    )
    try:
        document = _loads_again(data, stream.decoder)
    except NotJson as error:
        problem(stream.name, str(error))
        return
    yield from _members(document, stream.name, problem)


def _members(document: object, name: str, problem: Problem) -> Iterator[Found]:
    if isinstance(document, dict):
        lists = [key for key, value in document.items() if _is_list_of_objects(value)]
        envelope = next((key for key in lists if key.lower() in ENVELOPES), None)
        if envelope is not None:
            document = document[envelope]
        elif lists and len(lists) == len(document):
            for publisher, articles in document.items():
                for i, article in enumerate(articles):
                    record = article if "source" in article else {**article, "source": publisher}
                    yield record, f"{name}[{publisher}][{i}]"
            return
        else:
            yield document, name
            return
    if not isinstance(document, list):
        problem(name, f"neither an object nor an array but {_kind(document)}")
        return
    for i, record in enumerate(document):
        if type(record) is dict:
            yield record, f"{name}[{i}]"
        else:
            problem(f"{name}[{i}]", f"not an object but {_kind(record)}")


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(type(member) is dict for member in value)


def _loads_again(data: bytes, decoder: Decoder) -> object:
    """JSON that orjson refused: in another encoding, or with the NaN and Infinity of Python's own writer."""
    try:
        text = decoder.decode(data)
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError as error:
            if not ("NaN" in text or "Infinity" in text):
                raise NotJson(f"not JSON: {_reason(error)}") from None
            return json.loads(text, parse_constant=lambda _: None)
    except NotText as error:
        raise NotJson(f"not JSON: {error}") from None
    except (ValueError, RecursionError) as error:
        raise error if isinstance(error, NotJson) else NotJson("not JSON") from None


def _reason(error: orjson.JSONDecodeError) -> str:
    return f"{error.msg} at character {error.pos}"


def _kind(value: object) -> str:
    if value is None:
        return "null"
    kinds = {bool: "a boolean", int: "a number", float: "a number", str: "a string", list: "an array"}
    return kinds.get(type(value), "an object")
