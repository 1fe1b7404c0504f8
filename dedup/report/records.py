"""Values as plain records, which programs read, and saved rows back as values.

A record is made of dicts, lists, strings, numbers and None, with the keys of the published schemas in their
order; times are ISO 8601 with their zone. `json_bytes` writes a record and `assignment_lines` a whole run,
with the same bytes for the same values every time. Verdicts and histories have records of their own. As a
table (CSV, or Parquet with pyarrow) columns are all keys in the order of first appearance. Nested values are
JSON inside their cell of a CSV, and lists and objects in Parquet, so that any table can be read back.

The rows of a saved run give its clusters again, but do not name the medoids, which were computed from all
pairs. There the representative is the story that most others were joined through, the earliest of equals.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from importlib import import_module
from itertools import islice
from typing import Any

import orjson

from dedup.errors import MissingExtraError, RecordError
from dedup.report.layout import numbered
from dedup.report.styled_text import clip, plain
from dedup.report.wording import count, minute
from dedup.types import (
    SCORES,
    Assignment,
    Cluster,
    Comparison,
    Difference,
    EventChange,
    EventDetails,
    EventMember,
    EventNews,
    FactTable,
    History,
    IndexedEvent,
    IndexedStory,
    Link,
    Match,
    Part,
    ReuseRow,
    Scores,
    SharedPassage,
    Span,
    Split,
    Step,
    Verdict,
    Version,
    by_time,
)

Record = dict[str, object]

_LINE = orjson.OPT_APPEND_NEWLINE | orjson.OPT_SERIALIZE_NUMPY
"""numpy scalars are let through: scores come out of arrays."""


def assignment_record(assignment: Assignment) -> Record:
    """The row of one story, with the keys of `dedup cluster --format jsonl`."""
    return _row(assignment, _time(assignment.published), part_record(assignment.part))


def assignment_lines(assignments: Iterable[Assignment]) -> Iterator[bytes]:
    """One JSON line per assignment, newline included, in the order given.

    The lines hold exactly `assignment_record`; times and parts are left to orjson, which writes them the same
    (1.6 µs a line, against 3.3 µs if it has to read the dataclass itself).
    """
    for assignment in assignments:
        try:
            yield orjson.dumps(_row(assignment, assignment.published, assignment.part), option=_LINE)
        except TypeError:
            yield json_bytes(assignment_record(assignment))


def _row(assignment: Assignment, published: object, part: object) -> Record:
    return {
        "id": assignment.id,
        "duplicate_cluster": assignment.duplicate_cluster,
        "version_cluster": assignment.version_cluster,
        "event_cluster": assignment.event_cluster,
        "form_cluster": assignment.form_cluster,
        "relation": assignment.relation,
        "matched": assignment.matched,
        "scores": None if assignment.scores is None else scores_record(assignment.scores),
        "title": assignment.title,
        "published": published,
        "source": assignment.source,
        "origin": assignment.origin,
        "round_up": assignment.round_up,
        "lang": assignment.lang,
        "part": part,
    }


def scores_record(scores: Scores) -> Record:
    """The scores; null where one was not computed."""
    return {
        "jaccard": scores.jaccard,
        "containment_a": scores.containment_a,
        "containment_b": scores.containment_b,
        "cosine": scores.cosine,
        "probability": scores.probability,
    }


def part_record(part: Part | None) -> Record | None:
    """Where a piece stands in its file, or None for a story that is a file of its own."""
    return None if part is None else {"of": part.of, "first": part.first, "last": part.last}


def match_record(match: Match) -> Record:
    """A verified pair: `a`, `b`, `relation`, `scores`."""
    return {"a": match.a, "b": match.b, "relation": match.relation, "scores": scores_record(match.scores)}


def cluster_record(cluster: Cluster) -> Record:
    """A cluster with its members and its span of time."""
    return {
        "id": cluster.id,
        "kind": cluster.kind,
        "members": list(cluster.members),
        "earliest": cluster.earliest,
        "representative": cluster.representative,
        "tellings": cluster.tellings,
        "sources": list(cluster.sources),
        "origins": cluster.origins,
        "agencies": list(cluster.agencies),
        "first": _time(cluster.first),
        "last": _time(cluster.last),
    }


def comparison_record(comparison: Comparison) -> Record:
    """Two stories side by side, as `dedup compare --format json` prints them.

    The differences stand in the order and under the headings of the text; `shown` is false where it folds.
    """
    return {
        "relation": comparison.relation,
        "a": _version(comparison.a),
        "b": _version(comparison.b),
        "links": [_link(link) for link in comparison.links],
        "differences": [
            {**difference_record(item.difference), "section": item.section.name.lower(), "shown": item.shown}
            for item in numbered(comparison)
        ],
        "left_out": comparison.left_out,
    }


def difference_record(difference: Difference) -> Record:
    """One difference; its group is called `class` here."""
    return {
        "class": difference.group,
        "type": difference.type,
        "kind": difference.kind,
        "a": _span(difference.a),
        "b": _span(difference.b),
        "weight": difference.weight,
        "certainty": difference.certainty,
        "why": difference.why,
    }


def split_record(found: Split, file: str | None = None, story_id: str | None = None) -> Record:
    """What one file holds, as `dedup split --format json` prints it; `file` says where it was read.

    `story_id` is for records.
    """
    listed: list[object] = [
        {"first": piece.first, "last": piece.last, "title": piece.title, "probability": piece.probability}
        for piece in found
    ]
    where = {"file": file, "id": story_id}
    return {name: value for name, value in where.items() if value is not None} | {
        "kind": found.kind,
        "pieces": listed,
    }


def json_bytes(record: Mapping[str, object], *, indent: bool = False) -> bytes:
    """A record as UTF-8 JSON with a newline at its end.

    A lone surrogate, which no UTF-8 text can hold, becomes U+FFFD.
    """
    option = _LINE | orjson.OPT_INDENT_2 if indent else _LINE
    try:
        return orjson.dumps(record, option=option)
    except TypeError:
        return orjson.dumps(_without_surrogates(record), option=option)


def record_line(record: object, *, indent: bool = False) -> bytes:
    """A record of somebody else as JSON with a newline at its end, whatever types it has.

    What is nested too deep becomes null, and what JSON has nothing for becomes text.
    """
    option = _LINE | orjson.OPT_NON_STR_KEYS | (orjson.OPT_INDENT_2 if indent else 0)
    try:
        return orjson.dumps(record, default=str, option=option)
    except TypeError:
        return orjson.dumps(_without_surrogates(_shallow(record, DEEPEST)), default=str, option=option)


DEEPEST = 200
"""Levels of nesting that are written; orjson has 254."""


def _shallow(value: object, levels: int) -> object:
    """A value with null for what is nested deeper than so many levels, and integers of any size."""
    if isinstance(value, dict):
        return {str(key): _shallow(one, levels - 1) for key, one in value.items()} if levels else None
    if isinstance(value, list | tuple):
        return [_shallow(one, levels - 1) for one in value] if levels else None
    return str(value) if isinstance(value, int) and abs(value) >= 1 << 63 else value


def json_array(rows: Iterable[Mapping[str, object]], name: str) -> Iterator[bytes]:
    """Records as an indented JSON array, or as an object that holds it under `name`."""
    margin = b"    " if name else b"  "
    start = b"{\n  " + orjson.dumps(name) + b": [" if name else b"["
    end = b"\n  ]\n}\n" if name else b"\n]\n"
    empty = True
    for row in rows:
        text = record_line(row, indent=True).rstrip(b"\n").replace(b"\n", b"\n" + margin)
        yield (start + b"\n" if empty else b",\n") + margin + text
        empty = False
    yield start + end.lstrip() if empty else end


def _version(version: Version) -> Record:
    return {
        "id": version.id,
        "title": version.title,
        "paragraphs": list(version.paragraphs),
        "part": part_record(version.part),
    }


def _link(link: Link) -> Record:
    return {"a": list(link.a), "b": list(link.b), "kind": link.kind, "score": link.score}


def _span(span: Span | None) -> Record | None:
    if span is None:
        return None
    return {"paragraph": span.paragraph, "start": span.start, "end": span.end, "text": span.text}


def _time(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()


def _without_surrogates(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    return value


def verdict_record(verdict: Verdict) -> Record:
    """One verdict, as `dedup add` and `dedup check` print it; differences only where they were asked for."""
    record: Record = {
        "id": verdict.id,
        "verdict": verdict.kind,
        "duplicate_cluster": verdict.duplicate_cluster,
        "version_cluster": verdict.version_cluster,
        "event_cluster": verdict.event_cluster,
        "matched": verdict.matched,
        "relation": verdict.relation,
        "scores": None if verdict.scores is None else scores_record(verdict.scores),
        "merged": list(verdict.merged),
        "version": verdict.version,
        "stored": verdict.stored,
        "title": verdict.title,
        "source": verdict.source,
        "published": _time(verdict.published),
        "url": verdict.url,
        "origin": verdict.origin,
    }
    if verdict.differences is not None:
        record["differences"] = [difference_record(difference) for difference in verdict.differences]
    if verdict.news is not None:
        record["news"] = [difference_record(difference) for difference in verdict.news]
    return record


def verdict_lines(verdicts: Iterable[Verdict]) -> Iterator[bytes]:
    """One JSON line per verdict, newline included."""
    for verdict in verdicts:
        yield json_bytes(verdict_record(verdict))


def verdict_text(verdict: Verdict) -> str:
    """A verdict in one line, and a line for each of its differences."""
    parts = [f"{verdict.kind:<9}", plain(verdict.id)]
    if verdict.matched is not None:
        of = f"version {verdict.version - 1}" if verdict.matched == verdict.id else plain(verdict.matched)
        parts.append(f"<- {of}" if verdict.stored or verdict.matched != verdict.id else "known already")
    if verdict.duplicate_cluster not in (verdict.id, verdict.matched):
        parts.append(f"in {plain(verdict.duplicate_cluster)}")
    if verdict.merged:
        parts.append("with " + ", ".join(map(plain, verdict.merged)))
    lines = ["  ".join(parts)]
    for difference in verdict.differences or ():
        before = plain(difference.a.text) if difference.a else "-"
        after = plain(difference.b.text) if difference.b else "-"
        lines.append(f"  {difference.type}: {before} -> {after}")
    lines += [f"  {news_text(difference)}" for difference in verdict.news or ()]
    return "\n".join(lines)


def news_text(difference: Difference) -> str:
    """Something new in one line: `+ quote [...]`, or `+ casualties [three] → [four]`."""
    sides = [clip(side.text, 100) for side in (difference.a, difference.b) if side is not None]
    return f"+ {difference.type} " + " → ".join(f"[{side}]" for side in sides)


def news_record(found: EventNews) -> Record:
    """What became of an event, as `dedup index news --format jsonl` prints it."""
    return {
        **event_record(found.event),
        "log": [change_record(change) for change in found.log],
        "came": [
            {
                **_member(one.story),
                "news": [difference_record(difference) for difference in one.news],
            }
            for one in found.stories
        ],
    }


def event_news_text(found: EventNews) -> str:
    """What became of an event: a line of figures, its log, and what each story that came has new."""
    lines = [event_text(found.event)]
    if found.log:
        lines.append("  " + ", ".join(dict.fromkeys(change.kind for change in found.log)))
    for one in found.stories:
        source = plain(one.story.source or one.story.id)
        lines.append(f"  {minute(one.story.seen)}  {source}  {plain(one.story.title or one.story.id)}")
        lines += [f"    {news_text(difference)}" for difference in one.news]
    return "\n".join(lines)


def passage_record(passage: SharedPassage) -> Record:
    """A passage that stories share: `words`, `stories`, `text`, `occurrences`."""
    return {
        "words": passage.words,
        "stories": passage.stories,
        "text": passage.text,
        "occurrences": [{"id": one.id, "start": one.start, "end": one.end} for one in passage.occurrences],
    }


def reuse_record(row: ReuseRow) -> Record:
    """What of one story of A stands in B, as `dedup overlap` writes it."""
    return {
        "id": row.id,
        "title": row.title,
        "source": row.source,
        "published": _time(row.published),
        "words": row.words,
        "shared_words": row.shared_words,
        "share": round(row.share, 4),
        "passages": [
            {
                "words": one.words,
                "start": one.start,
                "end": one.end,
                "text": one.text,
                "b": one.b,
                "b_start": one.b_start,
                "b_end": one.b_end,
                "stories": one.stories,
            }
            for one in row.passages
        ],
    }


def event_record(event: IndexedEvent) -> Record:
    """An event of an index, as `dedup index events --format jsonl` prints it."""
    return {
        "id": event.id,
        "headline": event.headline,
        "stories": event.stories,
        "tellings": event.tellings,
        "sources": list(event.sources),
        "languages": list(event.languages),
        "first_seen": _time(event.first_seen),
        "last_seen": _time(event.last_seen),
        "first": _time(event.first),
        "last": _time(event.last),
        "closed": event.closed,
        "merged": list(event.merged),
    }


def event_details_record(found: EventDetails, table: FactTable | None = None) -> Record:
    """An event with its stories, its log and the fact table of its stories, as
    `dedup index event --format json` prints it."""
    return {
        **event_record(found.event),
        "members": [_member(member) for member in found.members],
        "log": [change_record(change) for change in found.log],
        **({} if table is None else {"facts": fact_table_record(table)}),
    }


def _member(member: EventMember) -> Record:
    return {
        "id": member.id,
        "title": member.title,
        "source": member.source,
        "lang": member.lang,
        "published": _time(member.published),
        "seen": _time(member.seen),
        "duplicate_cluster": member.duplicate_cluster,
        "version": member.version,
        "url": member.url,
    }


def indexed_story_record(found: IndexedStory) -> Record:
    """A story of an index, as `dedup index story` prints it."""
    story = found.story
    return {
        "id": story.id,
        "title": story.title,
        "text": story.text,
        "published": _time(story.published),
        "source": story.source,
        "lang": story.lang,
        "url": story.url,
        "part": part_record(story.part),
        "version": found.version,
        "versions": list(found.versions),
        "seen": _time(found.seen),
        "duplicate_cluster": found.duplicate_cluster,
        "version_cluster": found.version_cluster,
        "event_cluster": found.event_cluster,
    }


def indexed_story_text(found: IndexedStory) -> str:
    """A story of an index in one line: when it was added, source, id, headline."""
    story = found.story
    return "  ".join(
        part
        for part in (minute(found.seen), plain(story.source or ""), plain(story.id), plain(story.title or ""))
        if part
    )


def change_record(change: EventChange) -> Record:
    """An entry in the log of events."""
    return {
        "at": _time(change.at),
        "event": change.event,
        "kind": change.kind,
        "stories": change.stories,
        "other": change.other,
    }


def event_text(event: IndexedEvent) -> str:
    """An event in one line: id, figures, when it got its last story, headline."""
    parts = [
        plain(event.id),
        count(event.stories, "story", "stories"),
        count(event.tellings, "telling"),
        count(len(event.sources), "source"),
        f"last {minute(event.last_seen)}" + (", closed" if event.closed else ""),
        plain(event.headline or ""),
    ]
    return "  ".join(part for part in parts if part)


def event_details_text(found: EventDetails) -> str:
    """An event with its stories and its log."""
    lines = [event_text(found.event)]
    if found.event.merged:
        lines.append("  also " + ", ".join(map(plain, found.event.merged)))
    lines += ["", "Stories"]
    for member in found.members:
        when = "undated" if member.published is None else minute(member.published)
        parts = [when, plain(member.source or ""), plain(member.id), plain(member.title or "")]
        lines.append("  " + "  ".join(part for part in parts if part))
    lines += ["", "Log"]
    for change in found.log:
        other = "" if change.other is None else f" with {plain(change.other)}"
        stories = count(change.stories, "story", "stories")
        lines.append(f"  {minute(change.at)}  {change.kind}{other}, {stories}")
    return "\n".join(lines) + "\n"


def history_record(found: History, table: FactTable | None = None) -> Record:
    """A history, as `dedup compare --cluster --format json` prints it (schema `lineup`), with the fact table
    of its stories.

    Returns
    -------
    dict
        `versions` in order of time, each with its step: `parent`, `kind`, `coverage`, the `relation` of the
        two, and `lines`; `facts` with their readings in the order in which they came; `sentences` in the
        order in which they were first seen.
    """
    steps = zip(found.versions, found.steps, strict=True)
    return {
        "versions": [_stepped(version, step) for version, step in steps],
        "facts": [
            {
                "class": fact.group,
                "type": fact.type,
                "readings": [
                    {
                        "text": reading.text,
                        "version": reading.version,
                        "versions": list(reading.held),
                        "before": reading.before,
                        "back": reading.back,
                        "corrected": reading.corrected,
                    }
                    for reading in fact.readings
                ],
            }
            for fact in found.facts
        ],
        "sentences": [
            {
                "text": sentence.text,
                "first": sentence.first,
                "verbatim": [carried.version for carried in sentence.carried if carried.verbatim],
                "edited": [carried.version for carried in sentence.carried if not carried.verbatim],
                "dropped": list(sentence.dropped),
            }
            for sentence in found.sentences
        ],
        **({} if table is None else {"table": fact_table_record(table)}),
    }


def fact_table_record(table: FactTable) -> Record:
    """A fact table, as it stands in a history and in an event of an index (schemas `lineup` and `event`).

    Returns
    -------
    dict
        `stories` in order of time, `origins`, and `slots`: each with its state and its readings, each of
        these with the places where stories give it. Paragraphs are numbered from 0, the title is -1; `start`
        and `end` count characters there.
    """
    return {
        "stories": list(table.stories),
        "origins": table.origins,
        "slots": [
            {
                "slot": slot.name,
                "what": slot.what,
                "state": slot.state,
                "age": slot.age,
                "readings": [
                    {
                        "text": reading.text,
                        "value": reading.value,
                        "current": reading.current,
                        "origins": reading.origins,
                        "first": _time(reading.first),
                        "last": _time(reading.last),
                        "given": [
                            {
                                "story": given.story,
                                "source": given.source,
                                "published": _time(given.published),
                                "origin": given.origin,
                                "paragraph": given.shown.paragraph,
                                "start": given.shown.start,
                                "end": given.shown.end,
                                "text": given.shown.text,
                                "sentence": given.sentence.text,
                            }
                            for given in reading.statements
                        ],
                    }
                    for reading in slot.readings
                ],
            }
            for slot in table.slots
        ],
    }


def _stepped(version: Version, step: Step) -> Record:
    return {
        "id": version.id,
        "title": version.title,
        "source": step.source,
        "published": _time(step.published),
        "parent": step.parent,
        "kind": step.kind,
        "coverage": step.coverage,
        "relation": None if step.comparison is None else step.comparison.relation,
        "lines": [
            {
                **difference_record(line.difference),
                "origin": line.origin,
                "back": list(line.back),
                "corrected": line.corrected,
            }
            for line in step.lines
        ],
    }


Row = Mapping[str, object]

ROWS = 10_000
"""Rows turned into bytes at a time."""


def columns_of(rows: Iterable[Row]) -> list[str]:
    """All keys of some rows, in the order in which they first appear."""
    found: dict[str, None] = {}
    for row in rows:
        if not row.keys() <= found.keys():
            found.update(dict.fromkeys(row))
    return list(found)


def csv_lines(rows: Iterable[Row], columns: list[str]) -> Iterator[bytes]:
    """A header line and the rows; missing values are empty cells."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for number, row in enumerate(rows, start=1):
        writer.writerow([_cell(row.get(name)) for name in columns])
        if number % ROWS == 0:
            yield _drained(buffer)
    yield _drained(buffer)


def _drained(buffer: io.StringIO) -> bytes:
    data = buffer.getvalue().encode("utf-8", "replace")
    buffer.seek(0)
    buffer.truncate()
    return data


def parquet_parts(rows: Callable[[], Iterable[Row]], columns: Iterable[str] = ()) -> Iterator[bytes]:
    """A Parquet file, some thousand rows at a time; `rows` is called twice, for the types come first.

    `columns` are there in any case, and come first.

    Columns keep the types of their values: text, numbers, booleans, times, lists and objects. One whose
    values have no common type is of text.

    Raises
    ------
    MissingExtraError
        When pyarrow is not installed.
    """
    try:
        pyarrow: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError:
        raise MissingExtraError("writing Parquet", "parquet") from None
    kinds: dict[str, Any] = dict.fromkeys(columns, pyarrow.null())
    for some in _groups(rows()):
        for name in columns_of(some):
            found = _kind(pyarrow, [row.get(name) for row in some])
            kinds[name] = _common(pyarrow, kinds[name], found) if name in kinds else found
    kinds = {name: pyarrow.string() if kind == pyarrow.null() else kind for name, kind in kinds.items()}
    schema = pyarrow.schema(list(kinds.items()))
    sink = _Parts()
    with parquet.ParquetWriter(sink, schema) as writer:
        for some in _groups(rows()):
            arrays = [_column(pyarrow, [row.get(name) for row in some], kind) for name, kind in kinds.items()]
            writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))
            yield sink.taken()
    yield sink.taken()


class _Parts(io.RawIOBase):
    """A file that is written from front to back, and taken away in parts."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        return len(self._parts[-1])

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    listed = iter(rows)
    while some := list(islice(listed, ROWS)):
        yield some


def _kind(pyarrow: Any, values: list[object]) -> Any:
    """The type of some values: as pyarrow sees it, text where it sees none."""
    try:
        kind = pyarrow.infer_type(values, from_pandas=False)
    except (pyarrow.ArrowException, TypeError, OverflowError):
        return pyarrow.string()
    return kind if _holds(pyarrow, kind) else pyarrow.string()


def _holds(pyarrow: Any, kind: Any) -> bool:
    """Whether Parquet can hold a type: it has no objects without fields."""
    if pyarrow.types.is_struct(kind):
        return kind.num_fields > 0 and all(_holds(pyarrow, field.type) for field in kind)
    return _holds(pyarrow, kind.value_type) if pyarrow.types.is_list(kind) else True


def _common(pyarrow: Any, one: Any, other: Any) -> Any:
    """The type that holds the values of two; text if there is none."""
    if one == other:
        return one
    try:
        schemas = [pyarrow.schema([("", kind)]) for kind in (one, other)]
        return pyarrow.unify_schemas(schemas, promote_options="permissive").field(0).type
    except pyarrow.ArrowException:
        return pyarrow.string()


def _column(pyarrow: Any, values: list[object], kind: Any) -> Any:
    if kind == pyarrow.string():
        cells = map(_cell, values)
        values = [cell if cell is None or isinstance(cell, str) else str(cell) for cell in cells]
    return pyarrow.array(values, type=kind)


def _cell(value: object) -> object:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return record_line(value).decode().rstrip("\n")


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
        published=_read_time(record, place),
        source=_text(record, "source", place),
        lang=_text(record, "lang", place),
        part=None
        if part is None
        else Part(_named(part, "of", place), _whole(part, "first", place), _whole(part, "last", place)),
        version_cluster=_text(record, "version_cluster", place) if "version_cluster" in record else None,
        form_cluster=_text(record, "form_cluster", place) if "form_cluster" in record else None,
        origin=_text(record, "origin", place),
        round_up=record.get("round_up") in (True, "True", "true"),
    )


def independent_origins(tellings: Iterable[tuple[Hashable, str | None]]) -> int:
    """How many independent origins stories have: each telling is one, and those that name one agency are one
    together.

    Parameters
    ----------
    tellings
        For each story its telling (what is one text, or one article) and the agency that it names.

    Examples
    --------
    >>> independent_origins([("a", "AP"), ("a", None), ("b", None), ("c", "AP")])
    2
    """
    joined: dict[Hashable, Hashable] = {}

    def first(of: Hashable) -> Hashable:
        while joined.setdefault(of, of) != of:
            of = joined[of]
        return of

    for telling, name in tellings:
        at = first(("telling", telling))
        if name is not None:
            joined[first(("agency", name))] = at
    return len({first(of) for of in [*joined] if of[0] == "telling"})  # type: ignore[index]


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
    stories = sorted(held, key=by_time)
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
        origins=independent_origins(
            (story.version_cluster or story.duplicate_cluster, story.origin) for story in stories
        ),
        agencies=tuple(sorted({story.origin for story in stories if story.origin})),
    )


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


def _read_time(record: Mapping[str, object], place: str) -> datetime | None:
    text = _text(record, "published", place)
    if text is None:
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise RecordError(place, f"'published' is {text[:40]!r}, not an ISO 8601 time") from None
    return time if time.tzinfo else time.replace(tzinfo=UTC)
