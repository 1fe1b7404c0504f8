"""Stories as they are stored: one compressed JSON object each.

What travels with a story through its life in the index is its text and metadata; `place` and `extra` belong
to the run that read it and are left out.
"""

import zlib
from datetime import datetime
from typing import Any

import orjson
from xxhash import xxh3_64_intdigest

from dedup.errors import CorruptError
from dedup.story import Part, Story

LEVEL = 1
"""Of zlib: 35 us for a story of 2,500 characters; level 6 saves another tenth of the room and takes thrice
as long."""


def content(story: Story) -> int:
    """A signed 64-bit hash of what a story says: its title and its text.

    A story that comes again with the same id and the same content changes nothing in an index.
    """
    said = f"{story.title or ''}\0{story.text}".encode("utf-8", "surrogatepass")
    return xxh3_64_intdigest(said) - (1 << 63)


def to_record(story: Story) -> dict[str, object]:
    """A story as a JSON object, without what is empty."""
    part = story.part
    record: dict[str, object] = {
        "id": story.id,
        "text": story.text,
        "title": story.title,
        "published": story.published.isoformat() if story.published else None,
        "source": story.source,
        "lang": story.lang,
        "url": story.url,
        "part": [part.of, part.first, part.last] if part else None,
    }
    return {key: value for key, value in record.items() if value is not None}


def from_record(record: dict[str, Any]) -> Story:
    """The story of such an object.

    Raises
    ------
    ValueError, TypeError, AttributeError
        It is none.
    """
    published, part = record.pop("published", None), record.pop("part", None)
    return Story(
        **record,
        published=datetime.fromisoformat(published) if published else None,
        part=Part(*part) if part else None,
    )


def pack(story: Story) -> bytes:
    """A story as it is stored."""
    return zlib.compress(orjson.dumps(to_record(story)), LEVEL)


def unpack(body: bytes, place: str = "the index") -> Story:
    """The story that was stored.

    Raises
    ------
    CorruptError
        The bytes are not what was written.
    """
    try:
        return from_record(orjson.loads(zlib.decompress(body)))
    except (zlib.error, ValueError, TypeError, AttributeError) as problem:
        raise CorruptError(
            f"{place}: the text of a story is damaged ({problem}); dedup index verify names it, and "
            "dedup index remove takes it out"
        ) from problem


def text_of(story: Story) -> str:
    """The text by which a story is matched: that of `dedup cluster`."""
    return story.text or story.title or ""
