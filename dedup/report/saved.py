"""A saved run, read back: the rows of `dedup cluster` in any of its formats, and the clusters that they
describe.

Rows do not name the medoids, which were computed from all pairs. The representative is therefore the story
that most others were joined through, the earliest of equals; everything else of a cluster is as in the run.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

import orjson

from dedup.errors import RecordError
from dedup.types import SCORES, Assignment, Cluster, Part, Scores


def saved_assignments(records: Iterable[tuple[Mapping[str, object], str]]) -> Iterator[Assignment]:
    """The assignments of records, each with its place, in their order.

    Raises
    ------
    RecordError
        A record is no row of a result.
    """
    for record, place in records:
        yield assignment_of(_nested(record, place), place)


def _nested(record: Mapping[str, object], place: str) -> Mapping[str, object]:
    """A row of a table as the record that it was made of: empty cells are missing, scores stand together."""
    if "scores" in record or not any(name in record for name in SCORES):
        return record
    row = {key: None if value == "" else value for key, value in record.items()}
    scores = {name: _number(row.pop(name, None), name, place) for name in SCORES}
    row["scores"] = None if all(value is None for value in scores.values()) else scores
    if isinstance(part := row.get("part"), str):
        try:
            row["part"] = orjson.loads(part)
        except orjson.JSONDecodeError:
            raise RecordError(place, "'part' is not JSON, so no row of a result") from None
    return row


def _number(value: object, name: str, place: str) -> object:
    if not isinstance(value, str):
        return value
    try:
        return float(value)
    except ValueError:
        raise RecordError(place, f"{name!r} is {value!r}, not a number") from None


def assignment_of(record: Mapping[str, object], place: str) -> Assignment:
    """The assignment that `assignment_record` made a record of; unknown keys are passed over.

    Raises
    ------
    RecordError
        A field is missing or of another type.
    """
    scores = _fields(record, "scores", place)
    part = _fields(record, "part", place)
    return Assignment(
        id=_named(record, "id", place),
        duplicate_cluster=_named(record, "duplicate_cluster", place),
        event_cluster=_text(record, "event_cluster", place),
        relation=_text(record, "relation", place),
        matched=_text(record, "matched", place),
        scores=None if scores is None else Scores(*(_share(scores, key, place) for key in SCORES)),
        title=_text(record, "title", place),
        published=_time(record, place),
        source=_text(record, "source", place),
        lang=_text(record, "lang", place),
        part=None
        if part is None
        else Part(_named(part, "of", place), _whole(part, "first", place), _whole(part, "last", place)),
        version_cluster=_text(record, "version_cluster", place) if "version_cluster" in record else None,
    )


def clusters_of(assignments: Sequence[Assignment]) -> list[Cluster]:
    """Duplicate clusters, then versions, then event clusters, of two and more stories, each the largest
    first."""
    found: list[Cluster] = []
    for kind in ("duplicate", "version", "event"):
        members: dict[str, list[Assignment]] = defaultdict(list)
        for story in assignments:
            cluster = getattr(story, f"{kind}_cluster")
            if cluster is not None:
                members[cluster].append(story)
        made = [_cluster(name, kind, held) for name, held in members.items() if len(held) > 1]
        found += sorted(made, key=lambda cluster: (-len(cluster.members), cluster.id))
    return found


def _cluster(name: str, kind: str, held: Iterable[Assignment]) -> Cluster:
    stories = sorted(held, key=_by_time)
    through = Counter(story.matched for story in stories)
    times = [story.published for story in stories if story.published is not None]
    return Cluster(
        id=name,
        kind=kind,
        members=tuple(story.id for story in stories),
        earliest=stories[0].id,
        representative=max(stories, key=lambda story: through[story.id]).id,
        tellings=len({story.duplicate_cluster for story in stories}),
        sources=tuple(sorted({story.source for story in stories if story.source})),
        first=min(times, default=None),
        last=max(times, default=None),
    )


def _by_time(story: Assignment) -> tuple[bool, float, str]:
    return story.published is None, story.published.timestamp() if story.published else 0.0, story.id


def _named(record: Mapping[str, object], key: str, place: str) -> str:
    value = _text(record, key, place)
    if value is None:
        raise RecordError(place, f"no {key!r}, so no row of a result")
    return value


def _text(record: Mapping[str, object], key: str, place: str) -> str | None:
    value = record.get(key)
    if value is not None and not isinstance(value, str):
        raise RecordError(place, f"{key!r} is {type(value).__name__}, not text")
    return value


def _fields(record: Mapping[str, object], key: str, place: str) -> Mapping[str, object] | None:
    value = record.get(key)
    if value is not None and not isinstance(value, dict):
        raise RecordError(place, f"{key!r} is {type(value).__name__}, not an object")
    return value


def _share(record: Mapping[str, object], key: str, place: str) -> float | None:
    value = record.get(key)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise RecordError(place, f"{key!r} is {type(value).__name__}, not a number")
    return value


def _whole(record: Mapping[str, object], key: str, place: str) -> int:
    value = record.get(key)
    if isinstance(value, bool) or not isinstance(value, int):
        raise RecordError(place, f"{key!r} is {type(value).__name__}, not a whole number")
    return value


def _time(record: Mapping[str, object], place: str) -> datetime | None:
    text = _text(record, "published", place)
    if text is None:
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise RecordError(place, f"'published' is {text[:40]!r}, not an ISO 8601 time") from None
    return time if time.tzinfo else time.replace(tzinfo=UTC)
