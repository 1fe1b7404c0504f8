"""The figures of a run, counted once: for the terminal summary and for the report page.

A story *repeats* if its duplicate cluster holds an earlier story; so the repeats are the stories less the
duplicate clusters, and the share of repetition is what a reader could have been spared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from dedup.story import Assignment, Cluster


@dataclass(frozen=True, slots=True)
class Tally:
    """Stories of one day or one source, and how many of them repeat another."""

    stories: int
    repeated: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run found. `duplicates` and `events` hold the clusters of two or more stories, largest first.

    `copies` counts, for (source of the copy, source of the earliest story of its duplicate cluster), the
    stories that the first repeated from the second.
    """

    stories: int
    repeated: int
    first: datetime | None
    last: datetime | None
    has_events: bool
    duplicates: list[Cluster]
    events: list[Cluster]
    days: dict[date, Tally]
    sources: dict[str, Tally]
    copies: dict[tuple[str, str], int]
    by_id: Mapping[str, Assignment]

    def headline(self, cluster: Cluster) -> str:
        """The title of the representative, or of any member that has one, or the id."""
        for member in (cluster.representative, cluster.earliest, *cluster.members):
            story = self.by_id.get(member)
            if story is not None and story.title and story.title.strip():
                return story.title.strip()
        return cluster.representative


def figures(assignments: Iterable[Assignment], clusters: Iterable[Cluster]) -> Figures:
    """Count a run. Linear in the stories, but for sorting days, sources and clusters."""
    by_id = {assignment.id: assignment for assignment in assignments}
    found = list(clusters)
    first_of = {cluster.id: cluster.earliest for cluster in found if cluster.kind == "duplicate"}
    total: Counter[date] = Counter()
    again: Counter[date] = Counter()
    written: Counter[str] = Counter()
    copied: Counter[str] = Counter()
    copies: Counter[tuple[str, str]] = Counter()
    repeated = 0
    for story in by_id.values():
        origin = by_id.get(first_of.get(story.duplicate_cluster, story.duplicate_cluster))
        repeats = origin is not None and origin.id != story.id
        repeated += repeats
        if story.published is not None:
            day = story.published.astimezone(UTC).date()
            total[day] += 1
            again[day] += repeats
        if story.source:
            written[story.source] += 1
            copied[story.source] += repeats
            if repeats and origin is not None and origin.source:
                copies[story.source, origin.source] += 1
    times = [story.published for story in by_id.values() if story.published is not None]
    return Figures(
        stories=len(by_id),
        repeated=repeated,
        first=min(times, default=None),
        last=max(times, default=None),
        has_events=any(story.event_cluster is not None for story in by_id.values()),
        duplicates=_largest(found, "duplicate"),
        events=_largest(found, "event"),
        days={day: Tally(total[day], again[day]) for day in sorted(total)},
        sources={
            name: Tally(written[name], copied[name])
            for name in sorted(written, key=lambda s: (-written[s], s))
        },
        copies=dict(sorted(copies.items())),
        by_id=by_id,
    )


def _largest(clusters: Iterable[Cluster], kind: str) -> list[Cluster]:
    held = [cluster for cluster in clusters if cluster.kind == kind and len(cluster.members) > 1]
    return sorted(held, key=lambda c: (-len(c.members), -c.tellings, c.id))
