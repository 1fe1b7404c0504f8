"""Records that are built differently: what a mapping of names cannot say.

Most producers differ only in names, which `fields` knows. A shape is for those whose records nest or wrap
their stories: it is recognised by the keys of a record and makes plain records of it, under dedup's own names
where it has to convert something, with all other keys untouched.
"""

from collections.abc import Callable, Mapping
from typing import Any

from dedup.read.markup import text_of

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
    if "uri" in keys and any(key in _NINJS or key.startswith("body_") for key in keys):
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
    bodies = [
        _plain(value, key)
        for key, value in item.items()
        if key.startswith("body_") and isinstance(value, str)
    ]
    bodies += [_plain(value, str(body.get("contenttype"))) for body, value in _valued(item.get("bodies"))]
    text = max(bodies, key=len, default="")
    if item.get("type") in MEDIA and not text:
        raise NoStory(f"a {item['type']}, not a text")
    headlines = [text_of(value) for _, value in _valued(item.get("headlines"))]
    uri, version = str(item["uri"] or ""), item.get("version")
    taken = ("uri", "headline", "headlines", "bodies", "infosource", "infosources")
    rest = {key: value for key, value in item.items() if key not in taken and not key.startswith("body_")}
    told = {
        "id": f"{uri}:{version}" if uri and version else uri,
        "guid": uri,
        "title": item.get("headline") or next(filter(None, headlines), None),
        "text": text,
        "source": _agency(item),
        "published": item.get("versioncreated") or item.get("firstcreated") or item.get("contentcreated"),
    }
    return [({**rest, **{key: value for key, value in told.items() if value or key == "text"}}, place)]


def _plain(value: str, told: str) -> str:
    return text_of(value) if "html" in told or "nitf" in told else value


def _valued(members: object) -> list[tuple[Mapping[str, Any], str]]:
    """The objects of a list with their values, those of the main role first."""
    listed = [member for member in members if isinstance(member, dict)] if isinstance(members, list) else []
    listed.sort(key=lambda member: member.get("role") != "main")
    return [(member, member["value"]) for member in listed if isinstance(member.get("value"), str)]


def _agency(item: Mapping[str, Any]) -> str | None:
    for name in ("infosource", "infosources"):
        listed = item.get(name)
        for member in listed if isinstance(listed, list) else [listed]:
            told = member.get("name") if isinstance(member, dict) else member
            if isinstance(told, str) and told:
                return told
    holder = item.get("copyrightholder")
    return holder if isinstance(holder, str) else None
