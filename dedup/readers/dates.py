"""When a story was published, from whatever a producer wrote.

ISO 8601 is tried first, since nearly all producers write it and it is read at C speed; then digits (epoch
seconds to nanoseconds, compact dates), RFC 822 (feeds), and dates in English words. What remains is
unreadable: None, never a guess between day and month or between two zones of one name, never an exception.
"""

import re
from calendar import timegm
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from time import struct_time

EARLIEST_YEAR, LATEST_YEAR = 1000, 2999
"""Years outside are placeholders (0001-01-01 is the zero value of Go and .NET) and would overflow
arithmetic."""

LONGEST = 100
"""Characters: no date is longer, and what is longer is not worth scanning."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_UNITS = {9: 1, 10: 1, 11: 1_000, 13: 1_000, 16: 1_000_000, 19: 1_000_000_000}
"""Number of digits -> units in a second; 12 digits are tried as a compact date first."""

_COMPACT = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
_SHORTEST_EPOCH = 9
"""Digits: 1973. Fewer are a zero that stands for nothing, a year, or a number of something else."""

_MONTHS: tuple[str, ...] = ("january", "february", "march", "april", "may", "june", "july")
_MONTHS += ("august", "september", "october", "november", "december")
_HOURS = {"UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5}
_HOURS |= {"MST": -7, "MDT": -6, "PST": -8, "PDT": -7}  # the zones that RFC 822 names
_HOURS |= {
    "WET": 0,
    "WEST": 1,
    "CET": 1,
    "CEST": 2,
    "MEZ": 1,
    "MESZ": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "TRT": 3,
}
_HOURS |= {"WAT": 1, "CAT": 2, "SAST": 2, "EAT": 3, "PKT": 5, "WIB": 7, "WITA": 8, "HKT": 8, "SGT": 8}
_HOURS |= {"AWST": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13}
_HOURS |= {"AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3, "ART": -3}
ZONES = {name: timedelta(hours=hours) for name, hours in _HOURS.items()}
ZONES |= {"NST": timedelta(hours=-3.5), "NDT": timedelta(hours=-2.5), "NPT": timedelta(hours=5.75)}
ZONES |= {"ACST": timedelta(hours=9.5), "ACDT": timedelta(hours=10.5)}
"""Names of zones that mean one thing, of the IANA database. IST, BST, AST, GST and the like mean several: a
date with such a name is unreadable. CST is that of RFC 822."""

_REGIONS = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}
_NO_ZONES = frozenset({"AM", "PM", "UHR", "H", "HRS"})
"""What may stand behind a clock and is no zone."""

_ZONE = re.compile(
    r"""[\s,]{0,9}(?:
        [(]?(?:(?:UTC|GMT|UT)\s?)?([+-])(\d{1,2})(?::?(\d\d))?[)]?
            (?:\s?[(]?[a-z][a-z .]{0,60}[)]?|\s?\[[\w/+-]{1,40}\])?
        |[(\[]?([a-z]{1,5}|[a-z_]{2,20}/[a-z_/+-]{2,30})[)\]]?
    )$""",
    re.I | re.A | re.X,
)
"""The end of a date that says its zone: an offset (whatever name stands behind it), or a name."""

_YEAR_LAST = re.compile(
    r"([a-z]{3,9},? [a-z]{3,9} \d{1,2}) (\d{1,2}:\d\d(?::\d\d)?) (\S{1,12}) (\d{4})$", re.I | re.A
)
_CLOCK = r"(?:,?\s+(?:at\s+)?(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?\s?(?:([ap])\.?m\.?)?)?$"
_WEEKDAY = r"(?:[a-z]{3,9},?\s)?"
_YEAR_FIRST = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})[.日]?T?" + _CLOCK, re.I | re.A)
_DAY_FIRST = re.compile(_WEEKDAY + r"(\d{1,2})[\s-]([a-z]{3,9})\.?,?[\s-](\d{4})" + _CLOCK, re.I | re.A)
_MONTH_FIRST = re.compile(
    _WEEKDAY + r"([a-z]{3,9})\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})" + _CLOCK, re.I | re.A
)


def parse_date(value: object) -> datetime | None:
    """The moment that a value names, or None.

    Parameters
    ----------
    value
        A string, a number (epoch seconds, or milli-, micro-, nanoseconds by its size), a datetime or date, a
        `time.struct_time` in UTC, or MongoDB's `{"$date": ...}`.

    Returns
    -------
    datetime or None
        Naive when the value names no zone: the caller takes it as UTC and counts it.

    Examples
    --------
    >>> parse_date("2026-03-05T06:07:08Z") == parse_date(1772690828)
    True
    >>> parse_date("05/03/2026") is None
    True
    """
    try:
        if type(value) is str and value[4:5] == "-" and value[0] in "12":
            return datetime.fromisoformat(value)
    except ValueError:
        pass
    try:
        moment = value if type(value) is datetime else _parse(value)
        if moment is not None and EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
            moment.utcoffset()
            return moment
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        pass
    return None


def names_zone(written: object) -> bool:
    """Whether a date has a name of a zone at its end, known or not."""
    if not isinstance(written, str) or len(written) > LONGEST:
        return False
    zone = _ZONE.search(written.strip())
    return zone is not None and bool(zone[4]) and zone[4].upper() not in _NO_ZONES


def _parse(value: object) -> datetime | None:
    if isinstance(value, str):
        return _from_string(value.strip()) if len(value) <= LONGEST else None
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    if isinstance(value, struct_time):
        return _EPOCH + timedelta(seconds=timegm(value))
    if isinstance(value, Mapping):
        inner = value.get("$date")
        if isinstance(inner, Mapping):
            inner = inner.get("$numberLong")
        return None if isinstance(inner, Mapping) else _parse(inner)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not value.is_integer():
        return _from_epoch(value, len(str(abs(int(value)))))
    return _from_digits(str(int(value)))


def _from_string(written: str) -> datetime | None:
    if written.isdecimal() and written.isascii():
        return _from_digits(written)
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        pass
    written = " ".join(written.split())
    if turned := _YEAR_LAST.match(written):
        day, clock, name, year = turned.groups()
        written = f"{day} {year} {clock} {name}"
    zone = _ZONE.search(written)
    if zone is None or ":" not in written[: zone.start()] or (zone[4] or "").upper() in _NO_ZONES:
        return _from_calendar(written) or _from_mail(written)
    head = written[: zone.start()]
    try:
        moment: datetime | None = datetime.fromisoformat(head)
    except ValueError:
        moment = _from_calendar(head) or _from_mail(f"{head} -0000")
    return moment and moment.replace(tzinfo=_zone(*zone.groups()))


def _zone(sign: str | None, hours: str, minutes: str | None, name: str | None) -> tzinfo:
    """The zone that the end of a date says.

    Raises
    ------
    ValueError
        When its name means nothing, or several things.
    """
    if sign:
        offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return timezone(-offset if sign == "-" else offset)
    name = name or ""
    if name.upper() in ZONES:
        return timezone(ZONES[name.upper()])
    region = _REGIONS.get(name.upper(), name)
    if "/" not in region:
        raise ValueError(f"no zone that means one thing is called {name}")
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(region)
    except (KeyError, OSError):
        raise ValueError(f"no zone is called {name}") from None


def _from_digits(digits: str) -> datetime | None:
    form = _COMPACT.get(len(digits))
    if form and digits[:2] in ("18", "19", "20", "21"):
        try:
            return datetime.strptime(digits, form)
        except ValueError:
            pass
    return _from_epoch(int(digits), len(digits.lstrip("-")))


def _from_epoch(number: float, digits: int) -> datetime | None:
    if digits < _SHORTEST_EPOCH or digits == 14 or digits > 19:
        return None
    units = _EPOCH_UNITS.get(digits, 1_000 if digits == 12 else 1)
    return _EPOCH + timedelta(seconds=number / units)


def _from_calendar(written: str) -> datetime | None:
    """Year first in figures, or a month in English words; each with or without a clock."""
    if found := _YEAR_FIRST.match(written):
        year, month, day, *clock = found.groups()
        number = int(month)
    elif found := _DAY_FIRST.match(written):
        day, month, year, *clock = found.groups()
        number = _month(month)
    elif found := _MONTH_FIRST.match(written):
        month, day, year, *clock = found.groups()
        number = _month(month)
    else:
        return None
    hour, minute, second, half = clock
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half in "pP" else 0)
    return datetime(int(year), number, int(day), hours, int(minute or 0), int(second or 0))


def _month(name: str) -> int:
    """The number of a month that is written out or cut short; 0, which no date has, if it is none."""
    return next((n for n, full in enumerate(_MONTHS, start=1) if full.startswith(name.lower())), 0)


def _from_mail(written: str) -> datetime | None:
    """RFC 822 as feeds write it; without a clock it is something that the standard library is too kind to."""
    if ":" not in written or re.search(r"\d\s?[ap]\.?m", written, re.I):
        return None
    from email.utils import parsedate_to_datetime

    return parsedate_to_datetime(written)
