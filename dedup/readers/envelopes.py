"""Where in a JSON document its records are: in a list, in objects around lists, each in an object of its own.

Interfaces of publishers, search engines and readers wrap their answers in objects of their own making. Names
that they use for lists are known; under any other name a list counts if its members have a body, and a
document of nothing but lists holds the articles of one publisher under each name, as Fundus writes them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dedup.readers.fields import NAMES, shape_of

ENVELOPES = frozenset(
    """articles article stories story items item _items entries entry data results result news documents
    document docs doc records rows hits posts nodes edges node feed""".split()  # noqa: SIM905
)
"""Names under which a document keeps its records."""

DEEPEST_ENVELOPE = 4
"""Objects around a list of records: `{"rss": {"channel": {"item": [...]}}}`, with one to spare."""

SAMPLE = 20
"""Members of a list that are looked at to tell what it holds."""

_BODIES = frozenset(NAMES["text"]) - frozenset(
    "summary description story article lead_paragraph abstract excerpt snippet".split()  # noqa: SIM905
)
"""An object with one of these is a record, whatever lists it has beside; feeds have summaries too."""

_PARTS = frozenset(name for names in NAMES.values() for name in names)

_FEED_PARTS = {"title": "source", "language": "lang"}
"""What a JSON Feed says of itself -> what it is of each of its items."""


def records_in(document: object) -> Iterator[tuple[dict[str, object] | None, object, str]]:
    """The records of a JSON document: a list, or objects around lists somewhere obvious.

    Yields
    ------
    record, or None where a list has something else; that value; where in the document it stands
        Nothing, when the document is itself a record.
    """
    yield from _records_in(document, "", {}, 0)


def _records_in(
    document: object, place: str, common: Mapping[str, object], depth: int
) -> Iterator[tuple[dict[str, object] | None, object, str]]:
    if isinstance(document, list):
        for number, member in enumerate(document):
            if isinstance(member, dict):
                record = _unwrapped(member)
                yield {**common, **record} if common else record, member, f"{place}[{number}]"
            else:
                yield None, member, f"{place}[{number}]"
        return
    if not isinstance(document, dict) or is_record(document) or depth > DEEPEST_ENVELOPE:
        return
    common = {**common, **_of_feed(document)}
    lists = {key: value for key, value in document.items() if _is_list_of_objects(value)}
    named = {key: value for key, value in lists.items() if key.lower() in ENVELOPES or _holds_records(value)}
    if not named and depth == 0 and len(lists) == len(document) and _PARTS.isdisjoint(document):
        named = lists
    for key, members in named.items():
        alone = len(named) == 1 and key.lower() in ENVELOPES
        publisher = {} if key.lower() in ENVELOPES or len(lists) < len(document) else {"source": key}
        inner = place if alone else f"{place}[{key}]"
        yield from _records_in(members, inner, {**common, **publisher}, depth)
    for key, value in document.items():
        if isinstance(value, dict) and not (named and depth == 0 and key.lower() not in ENVELOPES):
            if is_record(value) and key.lower() in ENVELOPES:
                yield {**common, **value}, value, f"{place}[{key}]"
            else:
                yield from _records_in(value, place, common, depth + 1)


def is_record(document: Mapping[str, object]) -> bool:
    """Whether an object has a body of its own, or a shape that is known."""
    if shape_of(frozenset(document)) is not None:
        return True
    return any(key.lower() in _BODIES and _may_be_body(value) for key, value in document.items())


def _may_be_body(value: object) -> bool:
    """Whether a value is no list of records and no object around one, as those under `content` may be."""
    if isinstance(value, dict):
        return not any(key.lower() in ENVELOPES and isinstance(value[key], list | dict) for key in value)
    return not (_is_list_of_objects(value) and isinstance(value, list) and _holds_records(value))


def _holds_records(members: list[object]) -> bool:
    """Whether some of the first members look like records; their bodies are not looked into."""
    return any(
        isinstance(member, dict)
        and (shape_of(frozenset(member)) is not None or not _BODIES.isdisjoint(map(str.lower, member)))
        for member in members[:SAMPLE]
    )


def _of_feed(document: Mapping[str, object]) -> dict[str, object]:
    if not any(key in document for key in ("home_page_url", "feed_url")) and "jsonfeed" not in str(
        document.get("version")
    ):
        return {}
    return {part: document[key] for key, part in _FEED_PARTS.items() if isinstance(document.get(key), str)}


def _unwrapped(member: dict[str, object]) -> dict[str, object]:
    """A record that stands in an object of its own, as `{"item": {...}}` or `{"node": {...}}` does; what is
    said beside it goes with it."""
    for _ in range(DEEPEST_ENVELOPE):
        inner = [key for key, value in member.items() if isinstance(value, dict) and key.lower() in ENVELOPES]
        if len(inner) != 1 or is_record(member):
            break
        beside = {key: value for key, value in member.items() if key != inner[0]}
        member = {**beside, **member[inner[0]]}  # type: ignore[dict-item]
    return member


def wrapped(record: Mapping[str, Any], place: str) -> list[tuple[dict[str, object] | None, object, str]]:
    """What `records_in` finds in a record that has no text of its own, with full places; nothing in one that
    is a record all the same."""
    if is_record(record):
        return []
    lone = _unwrapped(dict(record))
    if is_record(lone):
        return [(lone, lone, place)]
    return [(found, value, f"{place}{inside}") for found, value, inside in records_in(record)]


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(member, dict) for member in value)
