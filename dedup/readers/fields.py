"""Which field of a record is which part of a story, and records that nest or wrap their stories.

Each part of a story has a list of field names, first choice first, matched without regard to case, spaces and
hyphens. The names were taken from the sources of Fundus, news-please, newspaper4k, trafilatura, Media Cloud,
Taranis, passim, dolma, datatrove, ninjs and schema.org. The answer depends only on which keys a record has,
so it is computed once for each set of keys and kept as a `Plan`. Records that names alone cannot describe
have a shape, which is recognised by its keys and turned into plain records; all other keys stay untouched.

A JSON document wraps its records in objects of its producer's making: a list, objects around lists, each
record in an object of its own. Names that producers use for lists are known; under any other name a list
counts if its members have a body, and a document of nothing but lists holds the articles of one publisher
under each name, as Fundus writes them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from numbers import Number
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from dedup.errors import SettingsError
from dedup.readers.markup import plain_line, text_of


def _names(written: str) -> tuple[str, ...]:
    return tuple(written.split())


NAMES: dict[str, tuple[str, ...]] = {
    "id": _names("id _id uid uuid guid doc_id docid document_id article_id story_id news_id uri"),
    "title": _names(
        "title headline article_title news_title heading webtitle fields.headline metadata.title"
    ),
    "text": _names("""
        maintext plaintext text body content text_content content_text article_text full_text fulltext article
        articlebody body_text story_text raw_text content_html body_html html_body fields.bodyText fields.body
        story paragraphs summary description lead_paragraph abstract excerpt snippet"""),
    "published": _names("""
        published published_at publishedat date_publish publish_date publication_date publishing_date pubdate
        pub_date date_published datepublished date_gmt date datetime timestamp versioncreated contentcreated
        webpublicationdate seendate firstcreated created created_at metadata.published
        metadata.publish_date metadata.date"""),
    "source": _names("""
        source source_name source_domain source_hostname publisher outlet newspaper media_name sitename
        site_name meta_site_name canonical_domain domain hostname infosource series feed origin
        metadata.source"""),
    "lang": _names("lang language language_code meta_lang inlanguage metadata.lang metadata.language"),
    "url": _names("url link canonical_link canonical_url original_url permalink web_url weburl metadata.url"),
}
"""Part of a story -> names of fields that hold it, first choice first; a dot leads into a nested object.

`maintext` and `plaintext` come before `text`, because news-please and Fundus use the plainer names for
something else; summaries come last, for records that have nothing better."""

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


Shaped = list[tuple[dict[str, object], str]]
Shape = Callable[[Mapping[str, Any], str], Shaped | None]
"""From a record and its place to plain records; None when the record is not of this shape after all."""

MEDIA = frozenset({"picture", "graphic", "audio", "video", "animation"})


class NoStory(ValueError):  # noqa: N818
    """A record is what it should be, and no story."""


def shape_of(keys: frozenset[str]) -> Shape | None:
    """The shape of records with these keys, None for plain ones."""
    if "news_items" in keys:
        return taranis
    if "_source" in keys and keys & {"_id", "_index"}:
        return search_hit
    folded = {key.lower() for key in keys}
    if "uri" in folded and any(key in _NINJS or key.startswith("body_") for key in folded):
        return ninjs
    return None


def taranis(story: Mapping[str, Any], place: str) -> Shaped | None:
    """The news items of a story of Taranis AI: each is a report of its own; the story is Taranis' cluster."""
    items = story["news_items"]
    if not isinstance(items, list):
        return None
    found: Shaped = []
    for number, item in enumerate(items):
        if isinstance(item, dict):
            record = {key: value for key, value in item.items() if key not in ("news_items", "review")}
            record["text"] = record.pop("content", None) or item.get("review")
            if story.get("id"):
                record["taranis_story"] = story["id"]
            found.append((record, f"{place}[{number}]"))
    return found


def search_hit(hit: Mapping[str, Any], place: str) -> Shaped | None:
    """The document in a hit of Elasticsearch or OpenSearch, with the hit's id if it has none of its own."""
    document = hit["_source"]
    if not isinstance(document, dict) or "_source" in document:
        return None
    own = {key: value for key, value in (("_id", hit.get("_id")), ("_index", hit.get("_index"))) if value}
    return [({**own, **document}, place)]


_NINJS = frozenset({"headline", "headlines", "bodies"})


def ninjs(item: Mapping[str, Any], place: str) -> Shaped | None:
    """A ninjs item: version 1 has `headline` and `body_…` fields, 2 and 3 have lists of them.

    The id is the item's own with its version behind it, as for the agencies' XML formats.

    Raises
    ------
    NoStory
        When it is a picture or another medium.
    """
    given = {key.lower(): value for key, value in item.items()}  # version 3 writes contentType
    bodies = [
        _plain(value, key)
        for key, value in given.items()
        if key.startswith("body_") and isinstance(value, str)
    ]
    bodies += [
        _plain(value, _folded_name(body).get("contenttype")) for body, value in _valued(given.get("bodies"))
    ]
    text = max(bodies, key=len, default="")
    kind = given.get("type")
    if isinstance(kind, str) and kind in MEDIA and not text:
        raise NoStory(f"a {kind}, not a text")
    headlines = [plain_line(value) for _, value in _valued(given.get("headlines"))]
    uri, version = str(given["uri"] or ""), given.get("version")
    taken = ("uri", "headline", "headlines", "bodies", "infosource", "infosources")
    rest = {
        key: value
        for key, value in item.items()
        if key.lower() not in taken and not key.lower().startswith("body_")
    }
    stated = {
        "id": f"{uri}:{version}" if uri and version else uri,
        "guid": uri,
        "title": given.get("headline") or next(filter(None, headlines), None),
        "source": _agency(given),
        "published": given.get("versioncreated") or given.get("contentcreated") or given.get("firstcreated"),
    }
    if text or not any(key in rest for key in NAMES["text"]):
        stated["text"] = text
    return [({**rest, **{key: value for key, value in stated.items() if value or key == "text"}}, place)]


def _plain(value: str, kind: object) -> str:
    kind = str(kind).lower()
    return text_of(value) if "html" in kind or "nitf" in kind else value


def _folded_name(member: Mapping[str, Any]) -> dict[str, Any]:
    return {str(key).lower(): value for key, value in member.items()}


def _valued(members: object) -> list[tuple[Mapping[str, Any], str]]:
    """The objects of a list with their values, those of the main role first."""
    listed = [member for member in members if isinstance(member, dict)] if isinstance(members, list) else []
    listed.sort(key=lambda member: member.get("role") != "main")
    return [(member, member["value"]) for member in listed if isinstance(member.get("value"), str)]


def _agency(item: Mapping[str, Any]) -> str | None:
    for name in ("infosource", "infosources"):
        listed = item.get(name)
        for member in listed if isinstance(listed, list) else [listed]:
            stated = member.get("name") if isinstance(member, dict) else member
            if isinstance(stated, str) and stated:
                return stated
    holder = item.get("copyrightholder")
    return holder if isinstance(holder, str) else None


MOST_PLANS = 1_000
"""Distinct sets of keys remembered; records whose keys are data would otherwise fill the memory."""

_INNER = ("name", "value", "rendered", "main", "title", "$oid", "text", "id")
_BLOCKS = ("summary", "headline", "paragraphs", "sections", "text", "value", "rendered")
_OTHER_BLOCKS = ("content", "body", "html", "plain", "data", "#text", "$t", "_")
"""Names of the text in an object that stands for a body and has none of `_BLOCKS`."""

_DEEPEST = 20

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to read records of one set of keys: the first choice for each part (None: look among `ways`).

    `ways` gives every path for each part; `rest` are the keys that no part takes, which travel through.
    `shape` makes plain records of those that are built differently.
    """

    id: str | None
    title: str | None
    text: str | None
    published: str | None
    source: str | None
    lang: str | None
    url: str | None
    ways: Mapping[str, tuple[Path, ...]]
    rest: tuple[str, ...]
    shape: Shape | None


class Fields:
    """The table of names, with what the user mapped put in its place.

    Parameters
    ----------
    mapping
        Part of a story -> name of the field that holds it ("text" -> "content.body"). A mapped part is looked
        for under that name only.
    plain
        Whether texts are text already: what looks like markup in them stays.

    Raises
    ------
    SettingsError
        When a part is none of id, title, text, published, source, lang, url.

    Attributes
    ----------
    unmet
        What of the mapping no record had so far.
    """

    def __init__(self, mapping: Mapping[str, str] | None = None, plain: bool = False) -> None:
        for part, name in (mapping or {}).items():
            if part not in NAMES:
                raise SettingsError(f"a story has no {part!r} to map a field to; it has {', '.join(NAMES)}")
            if not isinstance(name, str) or not name:
                raise SettingsError(f"the field for {part!r} must be a name, not {name!r}")
        self.plans: dict[tuple[str, ...], Plan] = {}
        self.unmet = dict(mapping or {})
        self.plain = plain
        self.shaped = "text" not in (mapping or {})  # whoever says where the text is knows the record
        self.names = {**NAMES, **{part: (name,) for part, name in (mapping or {}).items()}}

    def plan(self, keys: tuple[str, ...]) -> Plan:
        """The plan for records with these keys, kept in `plans`."""
        known: dict[str, str] = {}
        for key in keys:
            known.setdefault(_folded(key), key)
        present = frozenset(keys)
        ways: dict[str, tuple[Path, ...]] = {}
        first: dict[str, str | None] = {}
        for part, names in self.names.items():
            found = [_path(name, present, known) for name in names]
            ways[part] = tuple(path for path in found if path)
            if found[0]:
                self.unmet.pop(part, None)
            first[part] = ways[part][0][0] if ways[part] and len(ways[part][0]) == 1 else None
        taken = set(first.values())
        if len(self.plans) >= MOST_PLANS:
            self.plans.clear()
        rest = tuple(key for key in keys if key not in taken)
        plan = Plan(**first, ways=ways, rest=rest, shape=shape_of(present) if self.shaped else None)
        self.plans[keys] = plan
        return plan

    def parts(self, keys: tuple[str, ...]) -> int:
        """How many parts of a story records with these keys have."""
        return sum(bool(ways) for ways in self.plan(keys).ways.values())


def _folded(name: object) -> str:
    return name.strip().lower().replace("-", "_").replace(" ", "_") if isinstance(name, str) else ""


def _path(name: str, present: frozenset[str], known: Mapping[str, str]) -> Path:
    if name in present:
        return (name,)
    if key := known.get(_folded(name)):
        return (key,)
    top, *inner = name.split(".")
    key = top if top in present else known.get(_folded(top), "")
    return (key, *inner) if key and inner else ()


def values(record: Mapping[str, object], ways: tuple[Path, ...]) -> Iterator[object]:
    """The values at some paths of a record, in their order; missing, null and empty ones are left out."""
    for path in ways:
        value: object = record
        for key in path:
            value = value.get(key) if isinstance(value, Mapping) else None
        if value is not None and not (isinstance(value, str) and value in ("", "None")):
            yield value  # news-please writes "None"


def name(value: object, depth: int = 0) -> str | None:
    """A short value as a string: numbers written out, the name of an object, the members of a list joined."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, Number | UUID) and not isinstance(value, bool):
        try:
            return str(value)
        except ValueError:  # thousands of digits
            return None
    if depth > 3:
        return None
    if isinstance(value, Mapping):
        return next((found for key in _INNER if (found := name(value.get(key), depth + 1))), None)
    if isinstance(value, list | tuple):
        return ", ".join(found for member in value[:20] if (found := name(member, depth + 1))) or None
    return None


def prose(value: object, depth: int = 0) -> str | None:
    """A body as one string: paragraphs of a list, or of nested sections (Fundus), put together by blank
    lines."""
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if depth > _DEEPEST:
        return None
    if isinstance(value, Mapping):
        parts = [prose(value.get(key), depth + 1) for key in _BLOCKS]
        if not any(parts):
            parts = [next(filter(None, (prose(value.get(key), depth + 1) for key in _OTHER_BLOCKS)), None)]
    elif isinstance(value, list | tuple):
        parts = [prose(member, depth + 1) for member in value]
    else:
        return None
    return "\n\n".join(part for part in parts if part) or None


def kind(value: object) -> str:
    """What a value is, in the words of JSON, with its article."""
    kinds = {bool: "a boolean", int: "a number", float: "a number", str: "a string", list: "an array"}
    return "null" if value is None else kinds.get(type(value), "an object")


def is_address(value: str) -> bool:
    """Whether a value is a web address; trafilatura's `source` is the page and not the publisher."""
    return value.startswith(("http://", "https://"))


def site(address: str) -> str | None:
    """The host of a web address."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


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
