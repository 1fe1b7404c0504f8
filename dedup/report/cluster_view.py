"""What the report page of a run shows: its figures, and its clusters as data that the page opens on demand.

The list holds events; without the event level it holds duplicate clusters. Inside an event, the stories stand
by telling (duplicate cluster). The data is one table of stories and one list of clusters that point into it,
each text once; excerpts and comparisons have a budget, so that ten thousand stories stay a page that one can
mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dedup.report.charts import positions
from dedup.report.figures import Figures
from dedup.report.layout import numbered, paragraph, snippet
from dedup.report.lineup import Reading, lineup
from dedup.report.names import KINDS
from dedup.report.plain import plain
from dedup.report.times import span
from dedup.story import Assignment, Cluster, Comparison, Span, Version

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
    x: float | None


@dataclass(frozen=True, slots=True)
class TellingView:
    """The stories of one telling, earliest first."""

    stories: list[StoryView]
    more: int


@dataclass(frozen=True, slots=True)
class ClusterView:
    """One cluster of the static list."""

    cluster: Cluster
    headline: str
    tellings: list[TellingView]


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
    seen: Figures, listed: Sequence[Cluster], extracts: Mapping[str, str]
) -> list[ClusterView]:
    """The first clusters, worked out for the template."""
    return [
        ClusterView(cluster, seen.headline(cluster)[:300], _tellings(seen, cluster, extracts))
        for cluster in listed[:STATIC]
    ]


def _tellings(seen: Figures, cluster: Cluster, extracts: Mapping[str, str]) -> list[TellingView]:
    stories = in_order(seen, cluster)
    where = dict(zip((s.id for s in stories), positions([s.published for s in stories]), strict=True))
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
                x=where[story.id],
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
    comparisons: Mapping[str, Sequence[Comparison]],
) -> dict[str, object]:
    """All clusters as compact JSON-able data: `stories` is a table whose rows the clusters name by number."""
    rows: dict[str, int] = {}
    for cluster in listed:
        for story in in_order(seen, cluster):
            rows.setdefault(story.id, len(rows))
    sources = sorted({s.source for s in (seen.by_id[story] for story in rows) if s.source})
    source_of = {name: n for n, name in enumerate(sources)}
    told: dict[str, int] = {}
    table = [_story(seen.by_id[story], rows, source_of, told, extracts) for story in rows]
    compared = dict(_compared(seen, listed, rows, comparisons))
    return {
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
    told: dict[str, int],
    extracts: Mapping[str, str],
) -> list[object]:
    """id, title, seconds since 1970, source, telling, relation, matched, four scores in percent, excerpt."""
    scores = story.scores
    shared = (scores.jaccard, scores.containment_a, scores.containment_b, scores.cosine) if scores else ()
    return [
        _start(story.id, 200),
        _start(story.title, 300) if story.title else None,
        None if story.published is None else round(story.published.timestamp()),
        source_of.get(story.source or "", -1),
        told.setdefault(story.duplicate_cluster, len(told)),
        story.relation,
        rows.get(story.matched or "", -1),
        [None if score is None else round(100 * score) for score in shared],
        extracts.get(story.id, ""),
    ]


def _compared(
    seen: Figures,
    listed: Iterable[Cluster],
    rows: Mapping[str, int],
    comparisons: Mapping[str, Sequence[Comparison]],
) -> Iterator[tuple[str, dict[str, object]]]:
    """For each cluster, what its comparisons share and where they differ, until the budget is spent."""
    left = _COMPARISONS
    for cluster in listed:
        found = comparisons.get(cluster.id)
        if found and left > 0:
            compared = {
                "pairs": [_pair(comparison) for comparison in found],
                **_lined_up(seen, cluster, rows, found),
            }
            left -= len(str(compared))
            yield cluster.id, compared


def _lined_up(
    seen: Figures, cluster: Cluster, rows: Mapping[str, int], found: Sequence[Comparison]
) -> dict[str, object]:
    """`shared`: (passage, versions, of how many); `facts`: class, type, (reading, versions, first story)."""
    published = {member: seen.by_id[member].published for member in cluster.members if member in seen.by_id}
    lined = lineup(cluster.representative, found, published)
    if lined is None:
        return {"shared": [], "facts": []}
    most = sorted(lined.shared, key=lambda n: (-lined.shared[n], n))[:_SHARED]
    own, versions = lined.representative, len(lined.versions)
    return {
        "shared": [(_start(paragraph(own, n), 280), lined.shared[n], versions) for n in sorted(most)],
        "facts": [
            (fact.group, plain(fact.type), [_reading(reading, rows) for reading in fact.readings])
            for fact in lined.facts[:_FACTS]
        ],
    }


def _reading(reading: Reading, rows: Mapping[str, int]) -> tuple[str, int, int]:
    return _start(reading.text, 120), len(reading.held), rows.get(reading.held[0], -1)


def _pair(comparison: Comparison) -> dict[str, object]:
    found = numbered(comparison)
    shown = [item.difference for item in found if item.shown][:_DIFFERENCES]
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
