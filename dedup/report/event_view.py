"""An event in front of people: its timeline for the page; its fact table on a terminal and for the page.

In a timeline sources are rows and time runs from left to right; a dot is a story, and a line leads to it from
the one whose text it has. Places are in percent of the width and in rows, so that one drawing fits every
screen. A fact table has a line for every value of a slot: the quoted words, who gives them and when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dedup.report.lineup import LineView, line_view
from dedup.report.styled_text import Line, clip, hung, plain
from dedup.report.wording import count, day, lasting, minute
from dedup.types import EventMember, EventNews, FactTable, Slot, SlotReading, Statement, StepLine

ROWS = 12
"""Sources of a timeline that have a row of their own; the others share the last one."""

_TICKS = 6
"""Lines of time at most: more labels would run into each other on a phone."""

_YEARLESS = 336
"""Hours between lines of time up to which their labels have no year; longer ones have half as many lines."""

_STEPS = (1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 720, 2160, 8760, 43800, 219_000, 1_095_000)
"""Hours between lines of time."""

STATES: Mapping[str, str] = {
    "agreed": "sources agree",
    "disputed": "sources disagree",
    "changed": "changed",
    "listed": "several",
    "single": "one source",
}
"""States of a slot in words."""

SLOTS: Mapping[str, str] = {
    "dead": "dead",
    "injured": "injured",
    "missing": "missing",
    "arrested": "arrested",
    "suspect": "suspects",
    "cause": "cause",
    "place": "place",
    "day": "day",
    "hour": "time of day",
    "money": "money",
    "percent": "share",
    "count": "count",
}
"""Slots in words."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A story as a timeline draws it; `parent` is the id of the one whose text it has."""

    id: str
    title: str
    source: str
    time: datetime | None
    parent: str | None


@dataclass(frozen=True, slots=True)
class Dot:
    """A story: its place in percent, and whether it has the text of another one."""

    x: float
    copied: bool
    label: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of time."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Join:
    """A line from the story whose text another one has to that one: places in percent, rows from 0."""

    x1: float
    row1: int
    x2: float
    row2: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The dated stories of an event by source (`rows`, the one that came first in front) and time."""

    rows: list[tuple[str, list[Dot]]]
    ticks: list[Tick]
    joins: list[Join]
    undated: int
    label: str


def timeline(stories: Sequence[Reported]) -> Timeline | None:
    """The timeline of some stories; None if fewer than two times are known."""
    dated = sorted(
        ((story.time, story) for story in stories if story.time is not None),
        key=lambda item: (item[0].timestamp(), item[1].id),
    )
    if len({time for time, _ in dated}) < 2:
        return None
    begin, end = dated[0][0], dated[-1][0]
    length = (end - begin).total_seconds()

    def place(time: datetime) -> float:
        return round(2 + 96 * (time - begin).total_seconds() / length, 2)

    names = list(dict.fromkeys(story.source for _, story in dated))
    row_of = {name: min(number, ROWS - 1) for number, name in enumerate(names)}
    shown = names if len(names) <= ROWS else [*names[: ROWS - 1], count(len(names) - ROWS + 1, "other")]
    rows: list[tuple[str, list[Dot]]] = [(plain(name[:60]) or "no source", []) for name in shown]
    at: dict[str, tuple[float, int]] = {}
    joins = []
    for time, story in dated:
        x, row = place(time), row_of[story.source]
        origin = at.get(story.parent or "")
        at.setdefault(story.id, (x, row))
        rows[row][1].append(Dot(x, origin is not None, f"{minute(time)} {plain(story.title[:120])}"))
        if origin is not None:
            joins.append(Join(origin[0], origin[1], x, row))
    said = f"{count(len(dated), 'story', 'stories')} by {count(len(names), 'source')}"
    said += f", {minute(begin)} to {minute(end)}"
    return Timeline(rows, _ticks(begin, end, place), joins, len(stories) - len(dated), said)


def _ticks(begin: datetime, end: datetime, place: Callable[[datetime], float]) -> list[Tick]:
    """Lines at round hours, or at midnights."""
    first, last = begin.astimezone(UTC), end.astimezone(UTC)
    hours = (last - first).total_seconds() / 3600
    fitting = (s for s in _STEPS if hours / s <= (_TICKS if s <= _YEARLESS else _TICKS / 2))
    step = next(fitting, _STEPS[-1])
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    found = []
    time = midnight
    while time <= last:
        if time >= first:
            found.append(Tick(place(time), _tick(time, step)))
        time += timedelta(hours=step)
    return found


def _tick(time: datetime, step: int) -> str:
    """`06:00`, `4 Mar`, or with the year."""
    if step < 24 and time.hour:
        return f"{time:%H:%M}"
    return day(time) if step > _YEARLESS else day(time).rsplit(" ", 1)[0]


@dataclass(frozen=True, slots=True)
class GivenView:
    """Who gives a value: the story, its source and time, and the sentence around the quoted words."""

    story: str
    who: str
    when: str
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class ReadingView:
    """A value of a slot: its words, whether it is current, how many origins give it, and who gives it
    first."""

    text: str
    current: bool
    origins: int
    given: list[GivenView]
    more: int


@dataclass(frozen=True, slots=True)
class SlotView:
    """A line of the fact table."""

    name: str
    what: str
    state: str
    said: str
    age: str
    readings: list[ReadingView]


@dataclass(frozen=True, slots=True)
class TableView:
    """A fact table for the page."""

    outline: str
    slots: list[SlotView]
    more: int


_GIVEN = 12
"""Stories that are named for a value; the others are counted."""

_READINGS = 12
"""Values of a slot that are shown."""

LINES = 16
"""Slots that are shown before everything is asked for."""


def outline(table: FactTable) -> str:
    """`8 stories, 5 independent texts`."""
    return f"{count(len(table.stories), 'story', 'stories')}, {count(table.origins, 'independent text')}"


def named(slot: Slot) -> tuple[str, str]:
    """What a slot is called, and of what a sum or a count is one."""
    return SLOTS.get(slot.name, slot.name), plain(slot.what[:60])


def age(slot: Slot) -> str:
    """How old the newest current value is, against the latest story of the event; empty if not known."""
    if slot.age is None:
        return ""
    moment = datetime.fromtimestamp(0, UTC)
    said = lasting(moment, moment + timedelta(seconds=slot.age))
    return f"{said} old" if said else "new"


def table_view(table: FactTable, most: int = LINES) -> TableView | None:
    """A fact table for the page; None if it has no slot."""
    if not table.slots:
        return None
    slots = [
        SlotView(
            *named(slot), slot.state, STATES.get(slot.state, slot.state), age(slot),
            [_reading_view(reading) for reading in slot.readings[:_READINGS]],
        )
        for slot in table.slots[:most]
    ]  # fmt: skip
    return TableView(outline(table), slots, len(table.slots) - len(slots))


def _reading_view(reading: SlotReading) -> ReadingView:
    return ReadingView(
        plain(reading.text[:160]),
        reading.current,
        reading.origins,
        [_given_view(statement) for statement in reading.statements[:_GIVEN]],
        max(0, len(reading.statements) - _GIVEN),
    )


_AROUND = 160
"""Characters of a sentence on either side of the quoted words."""


def _given_view(given: Statement) -> GivenView:
    text, first = given.sentence.text, given.shown.start - given.sentence.start
    last = given.shown.end - given.sentence.start
    before, after = text[max(0, first - _AROUND) : first], text[last : last + _AROUND]
    return GivenView(
        given.story,
        plain((given.source or given.story)[:60]),
        "" if given.published is None else minute(given.published),
        ("…" if first > _AROUND else "") + plain(before),
        plain(text[first:last]),
        plain(after) + ("…" if len(text) > last + _AROUND else ""),
    )


@dataclass(frozen=True, slots=True)
class CameView:
    """A story that came to an event: what it is, and what it brought."""

    title: str
    url: str
    source: str
    when: str
    lines: list[LineView]


@dataclass(frozen=True, slots=True)
class NewsView:
    """What became of an event: `kind` is opened, grew, merged, split or closed."""

    id: str
    kind: str
    headline: str
    outline: str
    became: list[str]
    times: Timeline | None
    came: list[CameView]


BECAME: Mapping[str, str] = {
    "opened": "opened",
    "grew": "grown",
    "merged": "merged",
    "split": "split",
    "closed": "closed",
}
"""What became of an event, in words, in the order of the page."""


def news_views(found: Iterable[EventNews]) -> list[NewsView]:
    """What became of events, those that were opened in front."""
    order = {kind: number for number, kind in enumerate(BECAME)}
    views = [_news_view(one) for one in found]
    return sorted(views, key=lambda view: order.get(view.kind, len(order)))


def _news_view(found: EventNews) -> NewsView:
    event = found.event
    kinds = list(dict.fromkeys(change.kind for change in found.log))
    kind = next((kind for kind in BECAME if kind in kinds), "grew")
    became = [
        f"{BECAME.get(change.kind, change.kind)}{f' with {plain(change.other)}' if change.other else ''}, "
        f"{count(change.stories, 'story', 'stories')}, {minute(change.at)}"
        for change in found.log
    ]
    members = [one.story for one in found.stories]
    outline = [
        count(event.stories, "story", "stories"),
        count(event.tellings, "telling"),
        count(len(event.sources), "source"),
    ]
    return NewsView(
        event.id,
        kind,
        plain((event.headline or event.id)[:300]),
        " · ".join(outline),
        became,
        timeline([_reported(member, members[:number]) for number, member in enumerate(members)]),
        [
            CameView(
                plain((one.story.title or one.story.id)[:300]),
                one.story.url or "",
                plain((one.story.source or "")[:100]),
                minute(one.story.published or one.story.seen),
                [line_view(StepLine(difference), {}) for difference in one.news],
            )
            for one in found.stories
        ],
    )


def _reported(member: EventMember, before: Sequence[EventMember]) -> Reported:
    same = next((other.id for other in before if other.duplicate_cluster == member.duplicate_cluster), None)
    title = member.title or member.id
    return Reported(member.id, title, member.source or "", member.published or member.seen, same)


_HANG = 8


def table_text(table: FactTable, *, width: int = 80, color: bool = False, everything: bool = False) -> str:
    """A fact table for a terminal; empty if it has no slot.

    Parameters
    ----------
    table
        The fact table.
    width
        Terminal cells of a line, at least 40.
    color
        Whether ANSI colours are written.
    everything
        Also slots beyond the first ones.
    """
    width = max(40, width)
    return hung(_lines(table, everything), width, _HANG, color)


def _lines(table: FactTable, everything: bool) -> Iterator[Line]:
    if not table.slots:
        return
    yield [("Facts by source", "bold"), (f"  {outline(table)}", "dim")]
    shown = table.slots if everything else table.slots[:LINES]
    for slot in shown:
        name, what = named(slot)
        stated = [STATES.get(slot.state, slot.state), age(slot)]
        called = f"{name}: {what}" if what else name
        style = "fact" if slot.state == "disputed" else "dim"
        yield [(f"  {clip(called, 40):<17}", "bold"), (f"  {', '.join(filter(None, stated))}", style)]
        for reading in slot.readings:
            first = reading.statements[0]
            who = clip(first.source or first.story, 24)
            when = f", {minute(first.published)}" if first.published else ""
            others = len(reading.statements) - 1
            more = f", and {count(others, 'other')}" if others else ""
            yield [
                ("    * " if reading.current else "      ", ""),
                (f"[{clip(reading.text, 60)}]", ""),
                (f" {count(reading.origins, 'origin')}: {who}{when}{more}", "dim"),
            ]
    left = len(table.slots) - len(shown)
    if left:
        yield [(f"  … and {left:,} more (--all shows them)", "dim")]
