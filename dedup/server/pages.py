"""Pages for people over the same lanes: what a browser asks for, and what of the index it is shown.

Addresses hold ids as parameters, so that any id fits. A page is made in the lane that reads, as a whole: the
loop of the server only hands bytes on."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from dedup.histories import fact_table, history
from dedup.index import moment
from dedup.index.story_index import StoryIndex
from dedup.pipeline import compare
from dedup.report.live import LINKS, event_page, events_page, search_page, story_page
from dedup.report.pages import comparison_page, lineup_page
from dedup.server.openapi import LANG, MOST_VERSIONS, SINCE, SOURCE, TEXT, Operation, Parameter, whole
from dedup.server.options import Limits
from dedup.server.problems import RequestError
from dedup.text.sentences import paragraphs
from dedup.types import Story

LISTED = 100
"""Events of a page."""

FOUND = 30
"""Stories of a page of a search."""

DAY = "24h"
"""The time of the first page."""

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Of every page. The page itself has a stricter policy, which allows its one style and its one script by
their hashes: a browser holds to both."""

Page = Callable[[StoryIndex, Mapping[str, Any], Limits], str]

_ID = Parameter("id", TEXT, "Of a story, or of an event.", required=True)


def events(index: StoryIndex, given: Mapping[str, Any], limits: Limits) -> str:
    """The latest events."""
    since, source, lang = (given.get(name, "") for name in ("since", "source", "lang"))
    now = time.time()
    found = list(index.events(moment(since or DAY, now), source or None, lang or None, LISTED))
    return events_page(
        found,
        since=since or DAY,
        source=source,
        lang=lang,
        now=datetime.fromtimestamp(now, UTC),
        full=len(found) == LISTED,
    )


def event(index: StoryIndex, given: Mapping[str, Any], limits: Limits) -> str:
    """One event, with its latest stories."""
    found = index.event(given["id"])
    if found is None:
        raise RequestError(404, "there is no event of two and more stories with this id", given["id"][:200])
    stories = index.stories_of(given["id"], MOST_VERSIONS)
    shown = {story.id for story in stories}
    members = tuple(member for member in found.members if member.id in shown)
    return event_page(replace(found, members=members), fact_table(stories), len(found.members) - len(members))


def versions(index: StoryIndex, given: Mapping[str, Any], limits: Limits) -> str:
    """The history of an event."""
    stories = index.stories_of(given["id"], MOST_VERSIONS)
    if len(stories) < 2:
        raise RequestError(404, "there is no event of two and more stories with this id", given["id"][:200])
    links = (*LINKS, ("Event", _address("/page/event", id=given["id"])))
    return lineup_page(history(stories), fact_table(stories), links)


def story(index: StoryIndex, given: Mapping[str, Any], limits: Limits) -> str:
    """One story."""
    found = index.story(given["id"], given.get("version"))
    if found is None:
        raise RequestError(404, "there is no story with this id", given["id"][:200])
    details = index.event(found.event_cluster or found.duplicate_cluster)
    return story_page(found, paragraphs(found.story.text), None if details is None else details.event)


def compared(index: StoryIndex, given: Mapping[str, Any], limits: Limits) -> str:
    """Two stories side by side."""
    sides = [_side(index, given[name], limits) for name in ("a", "b")]
    links = (*LINKS, *((f"Story {name}", _address("/page/story", id=given[name.lower()])) for name in "AB"))
    return comparison_page(compare(*sides), links)


def _side(index: StoryIndex, name: str, limits: Limits) -> Story:
    found = index.get(name)
    if found is None:
        raise RequestError(404, "there is no story with this id", name[:200])
    if len(found.text) > limits.text:
        raise RequestError(
            413, f"the story is too long to be compared; up to {limits.text:,} characters", name[:200]
        )
    return found


def search(index: StoryIndex, given: Mapping[str, Any], limits: Limits) -> str:
    """Stories that have some words."""
    words = given.get("words", "")
    return search_page(index.search(words.split(), limit=FOUND, before=given.get("before")), words)


def _address(path: str, **given: str) -> str:
    from urllib.parse import urlencode

    return f"{path}?{urlencode(given)}"


PAGES: tuple[tuple[Operation, Page], ...] = (
    (Operation("GET", "/", "", "Latest events", "", parameters=(SINCE, SOURCE, LANG)), events),
    (Operation("GET", "/page/event", "", "One event", "", parameters=(_ID,)), event),
    (Operation("GET", "/page/history", "", "Its history", "", parameters=(_ID,)), versions),
    (
        Operation(
            "GET",
            "/page/story",
            "",
            "One story",
            "",
            parameters=(_ID, Parameter("version", whole(1, 1 << 31), "Which.")),
        ),
        story,
    ),
    (
        Operation(
            "GET",
            "/page/compare",
            "",
            "Two stories",
            "",
            parameters=tuple(Parameter(name, TEXT, "Id of a story.", required=True) for name in "ab"),
        ),
        compared,
    ),
    (
        Operation(
            "GET",
            "/page/search",
            "",
            "Stories with some words",
            "",
            parameters=(
                Parameter("words", TEXT, "All of these."),
                Parameter("before", whole(0, 1 << 62), "Where to go on."),
            ),
        ),
        search,
    ),
)
"""Pages: how they are asked for, and what makes them."""
