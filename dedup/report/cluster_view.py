"""What the page of a run shows: figures, charts, and clusters as data that the page opens on demand.

The list holds events, or duplicate clusters if there is no event level. Inside an event, stories stand by
duplicate cluster. The data is one table of stories and one list of clusters that point into it, each text
once; excerpts and comparisons have a budget, so that ten thousand stories stay a page that can be mailed.
Charts are geometry in percent of their width, which templates turn into inline SVG and tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dedup.report.event_view import STATES, Reported, TableView, Timeline, named, table_view, timeline
from dedup.report.layout import paragraph, snippet
from dedup.report.lineup import shared, whole_lines
from dedup.report.styled_text import plain
from dedup.report.summary_text import Figures, Tally
from dedup.report.wording import KINDS, day, span
from dedup.types import SCORES, Assignment, Cluster, FactTable, History, Reading, Span, Step, Version

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
    """Stories of a day, week or month (`begin` to `end`, as dates): place and heights in percent."""

    label: str
    begin: str
    end: str
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
                *_slot_days(at, begin, unit),
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


def _slot_days(slot: int, begin: date, unit: str) -> tuple[str, str]:
    """The first and the last day of a bar."""
    if unit == "month":
        first, following = (
            date(begin.year + month // 12, month % 12 + 1, 1)
            for month in (begin.month - 1 + slot, begin.month + slot)
        )
        return first.isoformat(), (following - timedelta(days=1)).isoformat()
    length = 7 if unit == "week" else 1
    first = begin + timedelta(days=slot * length)
    return first.isoformat(), (first + timedelta(days=length - 1)).isoformat()


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


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source: its stories, bars of first tellings and repeats in percent of the longest, and the share of
    its text that is its own (0 to 1)."""

    name: str
    tally: Tally
    first: float
    again: float
    own: float


def by_source(seen: Figures, most: int) -> list[SourceRow]:
    """The sources with the most stories, `most` of them."""
    listed = list(seen.sources.items())[:most]
    highest = max((tally.stories for _, tally in listed), default=1)
    own: dict[str, float] = {}
    for story in seen.by_id.values():
        if story.source:
            own[story.source] = own.get(story.source, 0.0) + own_text(story)
    return [
        SourceRow(
            name,
            tally,
            round(100 * (tally.stories - tally.repeated) / highest, 2),
            round(100 * tally.repeated / highest, 2),
            own[name] / tally.stories,
        )
        for name, tally in listed
    ]


def own_text(story: Assignment) -> float:
    """The share of a story's shingles that the story through which it was joined does not have."""
    shared = story.scores.containment_a if story.scores and story.relation != "retold" else None
    return 1.0 - (shared or 0.0)


SURE = 0.9
"""Probability from which a story counts as joined surely: where the model says .9 to .96, .9 to 1 of the
joined pairs of four judged sets are right (docs/explanation/quality.md)."""

CHIPS = ("dead", "injured", "missing", "arrested", "suspect", "cause")
"""Slots of a fact table that are shown beside an event in short."""

_CHIP = 60
"""Characters of such a value."""


STATIC = 50
"""Clusters that are written into the page itself, for readers without a script."""

_STORIES = 20_000
"""Stories of all clusters in the page together; the largest clusters come first."""

_STATIC_STORIES = 30
"""Stories of a cluster that are written into the page itself."""

_EXCERPTS = 3_000_000
"""Characters of all excerpts together."""

_EXCERPT = (160, 600)
"""Characters of one excerpt: at least, at most."""

_COMPARISONS = 3_000_000
"""Characters of all compared passages together; the largest clusters come first."""

_DIFFERENCES = 12
"""Differences of one comparison in this page; the comparison page has them all."""

_SHARED = 6
"""Passages of the representative that are shown as shared."""


_FACTS = 20
"""Facts of a cluster that are followed through its versions."""


@dataclass(frozen=True, slots=True)
class StoryView:
    """One story inside an open cluster."""

    title: str
    source: str
    when: str
    relation: str
    matched: str
    excerpt: str
    url: str


@dataclass(frozen=True, slots=True)
class TellingView:
    """The stories of one telling, earliest first."""

    stories: list[StoryView]
    more: int


@dataclass(frozen=True, slots=True)
class Chip:
    """A fact in short: the slot, the newest current value, and the state in words."""

    name: str
    text: str
    state: str
    said: str


@dataclass(frozen=True, slots=True)
class ClusterView:
    """One cluster of the static list."""

    cluster: Cluster
    headline: str
    tellings: list[TellingView]
    table: TableView | None


@dataclass(frozen=True, slots=True)
class EventView:
    """One of the biggest events: its facts in short and its timeline."""

    cluster: Cluster
    headline: str
    chips: list[Chip]
    times: Timeline | None


def largest(seen: Figures) -> list[Cluster]:
    """The clusters of the list, largest first, as many as the page can hold: events, or else duplicates."""
    room = _STORIES
    found: list[Cluster] = []
    for cluster in seen.events or seen.duplicates:
        room -= len(cluster.members)
        if room < 0 and found:
            break
        found.append(cluster)
    return found


def excerpts(texts: Mapping[str, str], ids: Sequence[str]) -> dict[str, str]:
    """The beginnings of the texts of `ids`, all within the budget."""
    low, high = _EXCERPT
    length = max(low, min(high, _EXCERPTS // max(1, len(ids))))
    return {story: _start(texts[story], length) for story in ids if texts.get(story)}


def _start(text: str, length: int) -> str:
    """The first `length` characters of a text on one line, cut between words."""
    if len(text) <= length:
        return plain(text)
    return plain(text[:length]).rsplit(" ", 1)[0] + "…"


def static_clusters(
    seen: Figures,
    listed: Sequence[Cluster],
    extracts: Mapping[str, str],
    urls: Mapping[str, str],
    tables: Mapping[str, FactTable],
) -> list[ClusterView]:
    """The first clusters, worked out for the template."""
    return [
        ClusterView(
            cluster,
            seen.headline(cluster)[:300],
            _tellings(seen, cluster, extracts, urls),
            table_view(tables[cluster.id]) if cluster.id in tables else None,
        )
        for cluster in listed[:STATIC]
    ]


def event_view(seen: Figures, cluster: Cluster, table: FactTable | None) -> EventView:
    """One of the biggest events."""
    reported = [
        Reported(
            story.id,
            (story.title or story.id)[:300],
            story.source or "",
            story.published,
            None if story.relation == "retold" else story.matched,
        )
        for story in in_order(seen, cluster)
    ]
    return EventView(
        cluster,
        seen.headline(cluster)[:300],
        [] if table is None else list(_chips(table)),
        timeline(reported),
    )


def _chips(table: FactTable) -> Iterator[Chip]:
    for slot in table.slots:
        current = [reading for reading in slot.readings if reading.current]
        if slot.name in CHIPS and current and not slot.what:
            name, _ = named(slot)
            texts = [_start(reading.text, _CHIP) for reading in current[-2:]]
            yield Chip(name, " / ".join(texts), slot.state, STATES.get(slot.state, slot.state))


def _tellings(
    seen: Figures, cluster: Cluster, extracts: Mapping[str, str], urls: Mapping[str, str]
) -> list[TellingView]:
    stories = in_order(seen, cluster)
    grouped: dict[str, list[Assignment]] = {}
    for story in stories:
        grouped.setdefault(story.duplicate_cluster, []).append(story)
    room = _STATIC_STORIES
    found = []
    for members in grouped.values():
        shown = members[: max(0, room)]
        room -= len(shown)
        views = [
            StoryView(
                title=(story.title or story.id)[:300],
                source=(story.source or "")[:100],
                when="" if story.published is None else story.published.isoformat(timespec="minutes"),
                relation=story.relation or "",
                matched=(story.matched or "")[:200],
                excerpt=extracts.get(story.id, ""),
                url=urls.get(story.id, ""),
            )
            for story in shown
        ]
        found.append(TellingView(views, len(members) - len(shown)))
    return found


def in_order(seen: Figures, cluster: Cluster) -> list[Assignment]:
    """The members of a cluster, earliest first, undated last."""
    known = [seen.by_id[member] for member in cluster.members if member in seen.by_id]
    return sorted(
        known, key=lambda s: (s.published is None, s.published.timestamp() if s.published else 0.0, s.id)
    )


def data(
    seen: Figures,
    listed: Sequence[Cluster],
    extracts: Mapping[str, str],
    histories: Mapping[str, History],
    urls: Mapping[str, str],
) -> dict[str, object]:
    """All clusters as compact JSON-able data: `stories` is a table whose rows the clusters name by number;
    `urls` are those of the web."""
    rows: dict[str, int] = {}
    for cluster in listed:
        for story in in_order(seen, cluster):
            rows.setdefault(story.id, len(rows))
    sources = sorted({s.source for s in (seen.by_id[story] for story in rows) if s.source})
    source_of = {name: n for n, name in enumerate(sources)}
    stated: dict[str, int] = {}
    table = [
        [
            *_story(seen.by_id[story], rows, source_of, stated, extracts),
            *([urls[story]] if story in urls else []),
        ]
        for story in rows
    ]
    compared = dict(_compared(listed, rows, histories))
    return {
        "sure": round(100 * SURE),
        "sources": [_start(name, 100) for name in sources],
        "stories": table,
        "clusters": [
            {
                "headline": _start(seen.headline(cluster), 300),
                "members": [rows[story.id] for story in in_order(seen, cluster)],
                "earliest": rows.get(cluster.earliest),
                "representative": rows.get(cluster.representative),
                "tellings": cluster.tellings,
                "when": span(cluster.first, cluster.last),
                **({"compared": compared[cluster.id]} if cluster.id in compared else {}),
            }
            for cluster in listed
        ],
    }


def _story(
    story: Assignment,
    rows: Mapping[str, int],
    source_of: Mapping[str, int],
    stated: dict[str, int],
    extracts: Mapping[str, str],
) -> list[object]:
    """id, title, seconds since 1970, source, telling, relation, matched, scores in percent, excerpt,
    language."""
    scores = story.scores
    shared = [getattr(scores, name) for name in SCORES] if scores else ()
    return [
        _start(story.id, 200),
        _start(story.title, 300) if story.title else None,
        None if story.published is None else round(story.published.timestamp()),
        source_of.get(story.source or "", -1),
        stated.setdefault(story.duplicate_cluster, len(stated)),
        story.relation,
        rows.get(story.matched or "", -1),
        [None if score is None else round(100 * score) for score in shared],
        extracts.get(story.id, ""),
        _start(story.lang, 20) if story.lang else "",
    ]


def _compared(
    listed: Iterable[Cluster], rows: Mapping[str, int], histories: Mapping[str, History]
) -> Iterator[tuple[str, dict[str, object]]]:
    """For each cluster, its history, until the budget is spent: `pairs` are its steps, `shared` (sentence,
    versions that have it word for word, of how many), `facts`: class, type, (reading, versions, first
    story)."""
    left = _COMPARISONS
    for cluster in listed:
        found = histories.get(cluster.id)
        if found and left > 0:
            compared: dict[str, object] = {
                "pairs": [_pair(step) for step in found.steps if step.lines],
                "shared": [
                    (_start(s.text, 280), sum(c.verbatim for c in s.carried), len(found.versions))
                    for s in shared(found)[:_SHARED]
                ],
                "facts": [
                    (fact.group, plain(fact.type), [_reading(reading, rows) for reading in fact.readings])
                    for fact in found.facts[:_FACTS]
                ],
            }
            left -= len(str(compared))
            yield cluster.id, compared


def _reading(reading: Reading, rows: Mapping[str, int]) -> tuple[str, int, int]:
    said = f"back to {reading.text}" if reading.back else reading.text
    return _start(said, 120), len(reading.held), rows.get(reading.version, -1)


def _pair(step: Step) -> dict[str, object]:
    assert step.comparison is not None
    comparison = step.comparison
    found = whole_lines(step)
    shown = [line.difference for line in found[:_DIFFERENCES]]
    return {
        "a": _start(comparison.a.title or comparison.a.id, 200),
        "b": _start(comparison.b.title or comparison.b.id, 200),
        "relation": comparison.relation,
        "more": len(found) - len(shown),
        "differences": [
            [
                difference.group,
                plain(difference.type),
                *KINDS.get(difference.kind, ("?", plain(difference.kind))),
                _around(comparison.a, difference.a),
                _around(comparison.b, difference.b),
            ]
            for difference in shown
        ],
    }


def _around(version: Version, at: Span | None) -> tuple[str, str, str] | None:
    return None if at is None else snippet(paragraph(version, at.paragraph), at, 64)
