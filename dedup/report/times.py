"""Times and spans of time in words, always in UTC and in English, whatever the locale."""

from __future__ import annotations

from datetime import UTC, datetime

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
