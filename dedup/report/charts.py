"""Geometry of the report's charts, in percent of their width, so that they fit a phone as well as a wall.

No drawing here: templates turn bars, dots and cells into inline SVG and tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dedup.report.figures import Tally
from dedup.report.times import day

_DAYS = 93
"""Longer spans are drawn by week: a bar of a day would be under half a percent wide."""

_WEEKS = 110 * 7
"""Days beyond which months are drawn."""

_FEW = 10
"""Up to here the gaps between bars are wide, so that a week does not look like a wall."""

_STEPS = 5
"""Shades of a cell; more could not be told apart."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Stories of a day, week or month: place and heights in percent."""

    label: str
    tally: Tally
    x: float
    width: float
    first: float
    repeated: float


@dataclass(frozen=True, slots=True)
class DayChart:
    """Bars over time; `unit` is day, week or month, `highest` the stories of the highest bar."""

    unit: str
    highest: int
    bars: list[Bar]


def day_chart(days: Mapping[date, Tally]) -> DayChart | None:
    """Repetition over time; None without dated stories. Days without a story leave a gap."""
    if not days:
        return None
    begin, end = min(days), max(days)
    length = (end - begin).days
    unit = "day" if length <= _DAYS else "week" if length <= _WEEKS else "month"
    sums: dict[int, list[int]] = {}
    for when, tally in days.items():
        held = sums.setdefault(_slot(when, begin, unit), [0, 0])
        held[0] += tally.stories
        held[1] += tally.repeated
    slots = _slot(end, begin, unit) + 1
    highest = max(stories for stories, _ in sums.values())
    step = 100 / slots
    gap = 0.08 if slots > _FEW else 0.28
    return DayChart(
        unit,
        highest,
        [
            Bar(
                _slot_name(at, begin, unit),
                Tally(stories, repeated),
                round(at * step + step * gap, 3),
                round(step * (1 - 2 * gap), 3),
                round(100 * (stories - repeated) / highest, 2),
                round(100 * repeated / highest, 2),
            )
            for at, (stories, repeated) in sorted(sums.items())
        ],
    )


def _slot(when: date, begin: date, unit: str) -> int:
    if unit == "month":
        return (when.year - begin.year) * 12 + when.month - begin.month
    return (when - begin).days // (7 if unit == "week" else 1)


def _slot_name(slot: int, begin: date, unit: str) -> str:
    if unit == "month":
        year, month = divmod(begin.year * 12 + begin.month - 1 + slot, 12)
        return day(datetime(year, month + 1, 1))[2:]
    when = begin + timedelta(days=slot * (7 if unit == "week" else 1))
    name = day(datetime(when.year, when.month, when.day))
    return f"week of {name}" if unit == "week" else name


def positions(times: Sequence[datetime | None]) -> list[float | None]:
    """Where each time stands between the first and the last, 2 to 98 percent; None where there is none."""
    known = [time for time in times if time is not None]
    if not known:
        return [None] * len(times)
    begin, length = min(known), (max(known) - min(known)).total_seconds()
    return [
        None
        if time is None
        else round(2 + 96 * ((time - begin).total_seconds() / length if length else 0.5), 2)
        for time in times
    ]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who copies whom: `rows` are (later source, cells, total); a cell is (copies, shade 0 to 5)."""

    columns: list[str]
    rows: list[tuple[str, list[tuple[int, int]], int]]
    left_out: int


def copy_matrix(copies: Mapping[tuple[str, str], int], most: int = 10) -> Matrix:
    """The strongest pairs of sources, `most` rows and columns at most; `left_out` counts other copies."""
    takers: dict[str, int] = {}
    givers: dict[str, int] = {}
    for (taker, giver), number in sorted(copies.items(), key=lambda item: (-item[1], item[0])):
        if (taker in takers or len(takers) < most) and (giver in givers or len(givers) < most):
            takers[taker] = takers.get(taker, 0) + number
            givers[giver] = givers.get(giver, 0) + number
    columns = sorted(givers, key=lambda name: (-givers[name], name))
    highest = max(copies.values(), default=0)
    rows = []
    for taker in sorted(takers, key=lambda name: (-takers[name], name)):
        counts = [copies.get((taker, giver), 0) for giver in columns]
        rows.append((taker, [(n, -(-n * _STEPS // highest)) for n in counts], sum(counts)))
    return Matrix(columns, rows, sum(copies.values()) - sum(total for *_, total in rows))


def shares(tallies: Iterable[tuple[str, Tally]], most: int) -> list[tuple[str, Tally, float, float]]:
    """The first `most` names with their bars in percent of the longest: first tellings, repeats."""
    listed = list(tallies)[:most]
    highest = max((tally.stories for _, tally in listed), default=1)
    return [
        (
            name,
            tally,
            round(100 * (tally.stories - tally.repeated) / highest, 2),
            round(100 * tally.repeated / highest, 2),
        )
        for name, tally in listed
    ]
