"""The pages of `dedup serve`: latest events, an event, a story, what a search found.

They look like the reports and obey the same rules: everything is escaped, nothing is loaded. Forms lead back
to the server, and the script of the page of events asks the server alone whether something new came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dedup.report.event_view import Reported, table_view, timeline
from dedup.report.pages import Links, page
from dedup.report.styled_text import plain
from dedup.report.wording import count, minute, span
from dedup.types import EventDetails, EventMember, FactTable, IndexedEvent, IndexedStory, StorySearch

LINKS: Links = (("Events", "/"),)
"""What leads back to the first page."""

SPANS = (("2h", "2 hours"), ("24h", "24 hours"), ("7d", "7 days"), ("30d", "30 days"))
"""Times that the page of events offers."""

_ALLOWED = ("form-action 'self'", "connect-src 'self'")


def events_page(
    events: Sequence[IndexedEvent], *, since: str, source: str, lang: str, now: datetime, full: bool
) -> str:
    """Events that got a story within a time, the latest in front.

    Parameters
    ----------
    events
        What was found.
    since, source, lang
        What was asked for, as it was written.
    now
        When.
    full
        Whether there may be more than are shown.
    """
    spans = SPANS if since in dict(SPANS) else ((since, since), *SPANS)
    chosen = ", ".join(part for part in (source, lang) if part)
    outline = f"{count(len(events), 'event')} with a story added in the last {dict(spans)[since]}"
    return _page(
        "live_events",
        "Events in the news",
        f"{outline}{' · ' + chosen if chosen else ''}; {minute(now)} UTC",
        events=events,
        spans=spans,
        since=since,
        source=source,
        lang=lang,
        now=now.isoformat(timespec="seconds"),
        full=full,
    )


def event_page(found: EventDetails, table: FactTable, more: int = 0) -> str:
    """An event: who had it when, what its stories say of each fact, its stories to compare, its log.

    Parameters
    ----------
    found
        The event with the stories that are shown.
    table
        Their facts.
    more
        Stories of the event that are not shown.
    """
    event = found.event
    said = [
        count(event.stories, "story", "stories"),
        count(event.tellings, "text"),
        count(len(event.sources), "source"),
        span(event.first, event.last),
        "closed" if event.closed else f"last added {minute(event.last_seen)}",
        f"the latest {len(found.members)} are shown" if more else "",
    ]
    return _page(
        "live_event",
        event.headline or event.id,
        " · ".join(part for part in said if part),
        event=event,
        times=timeline([_reported(member) for member in found.members]),
        table=table_view(table),
        members=found.members,
        log=found.log,
    )


def _reported(member: EventMember) -> Reported:
    parent = None if member.duplicate_cluster == member.id else member.duplicate_cluster
    return Reported(member.id, member.title or member.id, member.source or "", member.published, parent)


def story_page(found: IndexedStory, paragraphs: Sequence[str], event: IndexedEvent | None) -> str:
    """A story with its text, where it is, and its other versions; `event`: the one of two and more stories
    that it is part of."""
    story = found.story
    about = [
        ("source", story.source),
        ("published", None if story.published is None else f"{minute(story.published)} UTC"),
        ("added", f"{minute(found.seen)} UTC"),
        ("language", story.lang),
        ("id", story.id),
        ("text of", None if found.duplicate_cluster == story.id else found.duplicate_cluster),
    ]
    compared = None if found.duplicate_cluster == story.id else (found.duplicate_cluster, story.id)
    return _page(
        "live_story",
        story.title or (paragraphs[0] if paragraphs else story.id),
        "",
        about=[(name, value) for name, value in about if value],
        url=story.url,
        event=event,
        id=story.id,
        version=found.version,
        versions=found.versions if len(found.versions) > 1 else (),
        paragraphs=paragraphs,
        compared=compared,
    )


def search_page(found: StorySearch, words: str) -> str:
    """Stories that a search found."""
    said = f"{count(len(found.stories), 'story', 'stories')} of {found.searched:,} looked at"
    title = f"Stories with {words}" if words else "Latest stories"
    return _page(
        "live_search",
        title,
        said,
        words=words,
        stories=found.stories,
        searched=found.searched,
        before=found.before,
    )


def problem_page(title: str, detail: str, where: str) -> str:
    """What went wrong, and what to do."""
    return _page("live_problem", title, detail, where=where)


def _page(name: str, title: str, outline: str, words: str = "", **values: object) -> str:
    return page(
        name,
        sheet="live",
        allowed=_ALLOWED,
        links=LINKS,
        title=plain(title),
        outline=outline,
        words=words,
        **values,
    )
