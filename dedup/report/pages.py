"""The page of a run and the page of a comparison: self-contained HTML that fetches nothing.

Jinja escapes every value; text also goes through `plain`, so no control or direction character reaches the
page. The Content-Security-Policy of each page allows only the style sheet and the script written into it,
named by their SHA-256 (CSP level 2); inline handlers and style attributes stay dead even if markup should
slip through.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib import resources

import orjson
from jinja2 import Environment, PackageLoader, StrictUndefined

from dedup.report import wording
from dedup.report.cluster_view import (
    STATIC,
    SURE,
    by_source,
    copy_matrix,
    data,
    day_chart,
    event_view,
    excerpts,
    largest,
    static_clusters,
)
from dedup.report.comparison_view import comparison_view
from dedup.report.event_view import BECAME, Reported, news_views, table_view, timeline
from dedup.report.lineup import history_view
from dedup.report.styled_text import plain
from dedup.report.summary_text import figures
from dedup.types import Assignment, Cluster, Comparison, EventNews, FactTable, History, Step

Links = Sequence[tuple[str, str]]
"""Names and addresses of other pages, which stand on top of one that a server shows."""


def comparison_page(comparison: Comparison, links: Links = ()) -> str:
    """Two stories side by side: paragraphs in rows, links drawn, differences marked, listed and filterable.

    Everything can be read without a script, in print, and without colour; the script adds filters, keys and
    the lines between passages that moved.
    """
    return page("comparison", links=links, view=comparison_view(comparison))


def lineup_page(found: History, table: FactTable | None = None, links: Links = ()) -> str:
    """A history: when who had which version, what the stories say of each fact, facts that changed, a slider
    through the versions with what each changed, and where sentences come from. Without a script, and in
    print, all versions stand below one another."""
    stories = [
        Reported(
            step.version, version.title or step.version, step.source or "", step.published, _text_of(step)
        )
        for step, version in zip(found.steps, found.versions, strict=True)
    ]
    return page(
        "lineup",
        links=links,
        view=history_view(found),
        times=timeline(stories),
        table=None if table is None else table_view(table),
    )


def news_page(found: Iterable[EventNews], since: datetime) -> str:
    """What became of events of an index since a time: opened, grown, merged, split, closed, with the stories
    that came and what is new in them."""
    views = news_views(found)
    counts = {kind: sum(view.kind == kind for view in views) for kind in BECAME}
    return page("news", views=views, kinds=BECAME, counts=counts, since=since)


def _text_of(step: Step) -> str | None:
    """The version whose text a version has; None of one in words of its own."""
    return None if step.kind == "independent" else step.parent


def page(
    name: str,
    *,
    sheet: str | None = None,
    allowed: Sequence[str] = ("form-action 'none'",),
    links: Links = (),
    **values: object,
) -> str:
    """A page of a template.

    Parameters
    ----------
    name
        The template.
    sheet
        Name of its style sheet and its script; by default that of the template.
    allowed
        What its policy says beside style and script, which are allowed by their hashes.
    links
        Other pages, which stand on top.
    values
        Those of the template.
    """
    style = _file("base.css") + _file(f"{sheet or name}.css")
    script = _file(f"{sheet or name}.js")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_digest(style)}'",
            f"script-src '{_digest(script)}'",
            "base-uri 'none'",
            *allowed,
        )
    )
    template = _environment().get_template(f"{name}.html.j2")
    return template.render(policy=policy, style=style, script=script, links=links, **values)


def embedded(record: Mapping[str, object]) -> str:
    """A record as JSON that may stand inside a script element: nothing in it can end the element."""
    text = orjson.dumps(record).decode()
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("dedup.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(plain=plain, web=web)
    made.globals.update(count=wording.count, percent=wording.percent, place=wording.place, span=wording.span)
    made.globals.update(minute=wording.minute, lasting=wording.lasting)
    return made


def web(url: str | None) -> str:
    """An address if it is one of the web, else nothing: no other kind is worth a click.

    >>> web("https://example.org/a?b=1"), web("javascript:alert(1)")
    ('https://example.org/a?b=1', '')
    """
    known = (url or "").strip()
    return known if _WEB.match(known) and len(known) <= _LONGEST_URL else ""


_WEB = re.compile(r"https?://[^\s\x00-\x20/?#]", re.IGNORECASE)

_LONGEST_URL = 2_000


def _file(name: str) -> str:
    return resources.files("dedup.report").joinpath("templates", name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


_SOURCES = 15
"""Sources in the chart by source; the page says how many more there are."""

_LANGUAGES = 100
"""Languages that are listed to choose from."""

_TIMELINES = 6
"""Events that are drawn at a glance."""

RELATIONS = ("identical", "near-duplicate", "revision", "excerpt", "rewrite", "retold")
"""Relations by which the page can be narrowed."""


def cluster_page(
    assignments: Iterable[Assignment],
    clusters: Iterable[Cluster],
    *,
    texts: Mapping[str, str] | None = None,
    urls: Mapping[str, str] | None = None,
    histories: Mapping[str, History] | None = None,
    tables: Mapping[str, FactTable] | None = None,
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
    urls
        Addresses of stories by id: headlines lead to those of the web (http, https).
    histories
        Of clusters, by their id: for what versions changed and the sentences that they share. Those of the
        largest clusters come first, within a budget.
    tables
        Fact tables of clusters, by their id.
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
    ids = [member for cluster in listed for member in cluster.members]
    extracts = excerpts(texts or {}, ids)
    links = {story: address for story in ids if (address := web((urls or {}).get(story)))}
    known = tables or {}
    return page(
        "clusters",
        title=title,
        seen=seen,
        share=seen.repeated / seen.stories if seen.stories else 0.0,
        retold=sum(1 for cluster in seen.events if cluster.tellings > 1),
        listed=len(listed),
        held=len(seen.events or seen.duplicates),
        static=STATIC,
        clusters=static_clusters(seen, listed, extracts, links, known),
        biggest=[event_view(seen, cluster, known.get(cluster.id)) for cluster in listed[:_TIMELINES]],
        tables=[
            (number, table_view(known[cluster.id]))
            for number, cluster in enumerate(listed)
            if cluster.id in known
        ],
        languages=sorted({story.lang for story in seen.by_id.values() if story.lang})[:_LANGUAGES],
        relations=RELATIONS,
        sure=SURE,
        first_day=seen.first and seen.first.astimezone(UTC).date().isoformat(),
        last_day=seen.last and seen.last.astimezone(UTC).date().isoformat(),
        days=day_chart(seen.days),
        by_source=by_source(seen, _SOURCES),
        matrix=copy_matrix(seen.copies),
        about=dict(about or {}),
        data=embedded(data(seen, listed, extracts, histories or {}, links)),
    )
