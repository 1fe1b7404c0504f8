"""The report of a run as one HTML page: how much is repetition, who copies whom, every cluster to open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dedup.report.charts import copy_matrix, day_chart, shares
from dedup.report.cluster_view import STATIC, data, excerpts, largest, static_clusters
from dedup.report.figures import figures
from dedup.report.page import embedded, page
from dedup.story import Assignment, Cluster, Comparison

_SOURCES = 15
"""Sources in the chart by source; the page says how many more there are."""

_TIMELINES = 6
"""Events that are drawn at a glance."""


def cluster_page(
    assignments: Iterable[Assignment],
    clusters: Iterable[Cluster],
    *,
    texts: Mapping[str, str] | None = None,
    comparisons: Mapping[str, Sequence[Comparison]] | None = None,
    about: Mapping[str, object] | None = None,
    title: str = "Repetition in the news",
) -> str:
    """The report page of a run.

    Parameters
    ----------
    assignments
        One per story, as `dedup cluster` gives them.
    clusters
        Duplicate and event clusters, of any size; those of one story are not listed.
    texts
        Bodies of stories by id, for the excerpts; stories that are missing have none.
    comparisons
        By cluster id, comparisons of members with the representative: for the passages that they share and
        the differences. Those of the largest clusters come first, within a budget.
    about
        Names and values of the run (settings, files, seconds) for the foot of the page.
    title
        Heading of the page.

    Returns
    -------
    str
        A self-contained page; about 4 MB for ten thousand clustered stories.
    """
    seen = figures(assignments, clusters)
    listed = largest(seen)
    extracts = excerpts(texts or {}, [member for cluster in listed for member in cluster.members])
    first = static_clusters(seen, listed, extracts)
    return page(
        "clusters",
        title=title,
        seen=seen,
        share=seen.repeated / seen.stories if seen.stories else 0.0,
        retold=sum(1 for cluster in seen.events if cluster.tellings > 1),
        listed=len(listed),
        held=len(seen.events or seen.duplicates),
        static=STATIC,
        clusters=first,
        timelines=[view for view in first if view.cluster.first is not None][:_TIMELINES],
        days=day_chart(seen.days),
        by_source=shares(seen.sources.items(), _SOURCES),
        matrix=copy_matrix(seen.copies),
        about=dict(about or {}),
        data=embedded(data(seen, listed, extracts, comparisons or {})),
    )
