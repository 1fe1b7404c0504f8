"""What relations, links, differences and times are called in front of people.

Times and spans of time are in UTC and in English, whatever the locale.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from dedup.difference_types import Group, Kind
from dedup.types import TITLE_PARAGRAPH

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(time: datetime) -> str:
    """`3 Mar 2026`."""
    utc = _utc(time)
    return f"{utc.day} {_MONTHS[utc.month - 1]} {utc.year}"


def minute(time: datetime) -> str:
    """`3 Mar 2026 14:05`."""
    return f"{day(time)} {_utc(time):%H:%M}"


def span(first: datetime | None, last: datetime | None) -> str:
    """A span, as short as it can be: `3 Mar 2026`, `3–5 Mar 2026`, `28 Feb – 3 Mar 2026`; or nothing."""
    if first is None or last is None:
        return ""
    low, high = _utc(first), _utc(last)
    if low.date() == high.date():
        return day(low)
    if (low.year, low.month) == (high.year, high.month):
        return f"{low.day}–{day(high)}"
    if low.year == high.year:
        return f"{low.day} {_MONTHS[low.month - 1]} – {day(high)}"
    return f"{day(low)} – {day(high)}"


def lasting(first: datetime | None, last: datetime | None) -> str:
    """How long a span is, in its largest unit: `40 min`, `26 h`, `9 days`; empty for none."""
    if first is None or last is None:
        return ""
    minutes = round((last - first).total_seconds() / 60)
    if minutes == 0:
        return ""
    if minutes < 90:
        return f"{minutes} min"
    return f"{round(minutes / 60)} h" if minutes < 72 * 60 else f"{round(minutes / 1440)} days"


def _utc(time: datetime) -> datetime:
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)


RELATIONS = {
    "identical": "the same text",
    "near-duplicate": "the same text with light edits",
    "revision": "two versions of one story",
    "excerpt": "one text contains the other",
    "rewrite": "one article, told anew with some of the same text",
    "retold": "one event, told in other words",
    "joined": "one by a correction",
    "unrelated": "nothing in common was found",
}

KINDS: Mapping[str, tuple[str, str]] = {
    Kind.DIFFERS: ("≠", "differs"),
    Kind.ONLY_A: ("-", "only in A"),
    Kind.ONLY_B: ("+", "only in B"),
    Kind.REFINES: ("~", "more exact"),
    Kind.UPDATE: ("→", "update"),
}
"""Sign and words of each kind of difference."""

LINKS = {
    "identical": ("=", "same"),
    "edited": ("~", "edited"),
    "moved": ("^", "moved"),
    "split": ("<", "split"),
    "merged": (">", "merged"),
    "retold": ("≈", "retold"),
}
"""Sign and word of each kind of link."""

ONLY_A = ("-", "only in A")
ONLY_B = ("+", "only in B")
ELSEWHERE = ("≈", "in other words, elsewhere")
"""Sign and words of a paragraph without a link that is not shown as new or gone."""

GROUP_TITLES: Mapping[str, str] = {
    Group.FACT: "Facts",
    Group.SOURCE: "Who says it",
    Group.STRUCTURE: "Structure",
    Group.REVIEW: "Wording to review",
    Group.STYLE: "Style",
}


def count(number: int, word: str, plural: str | None = None) -> str:
    """A number with its word: `1 story`, `12,431 stories`."""
    return f"{number:,} {word if number == 1 else plural or word + 's'}"


def percent(share: float) -> str:
    """A share of one as whole percent; something never reads 0 %, and less than all never 100 %."""
    if 0 < share < 0.01:
        return "<1 %"
    return f"{min(round(100 * share), 100 if share >= 1 else 99)} %"


def place(number: int) -> str:
    """How a paragraph is called: its number with a pilcrow, or `title`."""
    return "title" if number == TITLE_PARAGRAPH else f"¶{number}"
