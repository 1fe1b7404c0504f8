"""When a story was published, from whatever a producer wrote.

ISO 8601 is tried first, since nearly all producers write it and it is read at C speed; then digits (epoch
seconds to nanoseconds, compact dates), RFC 822 (feeds), and dates in English words. What remains is
unreadable: None, never a guess between day and month, and never an exception.
"""

import re
from calendar import timegm
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
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
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = r"(?:,?\s+(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([ap])?\.?m?\.?)?\s*(?:UTC|GMT|Z)?$"
_DAY_FIRST = re.compile(r"(?:[a-z]{3,9},?\s+)?(\d{1,2})[\s-]([a-z]{3,9})\.?,?[\s-](\d{4})" + _CLOCK, re.I)
_MONTH_FIRST = re.compile(r"(?:[a-z]{3,9},?\s+)?([a-z]{3,9})\.?\s(\d{1,2}),?\s(\d{4})" + _CLOCK, re.I)


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
        moment = _parse(value)
        if moment is not None and EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
            moment.utcoffset()
            return moment
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        pass
    return None


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
    if written[:4].isdecimal():
        plain = re.sub(r"\s*(?:UTC|GMT|Z)$", "+00:00", written.replace("/", "-"))
        return datetime.fromisoformat(re.sub(r"\s+([+-]\d\d:?\d\d)$", r"\1", plain))
    return _from_words(written) or _from_mail(written)


def _from_digits(digits: str) -> datetime | None:
    form = _COMPACT.get(len(digits))
    if form and digits[:2] in ("18", "19", "20", "21"):
        try:
            return datetime.strptime(digits, form)
        except ValueError:
            pass
    return _from_epoch(int(digits), len(digits.lstrip("-")))


def _from_epoch(number: float, digits: int) -> datetime | None:
    if digits in (4, 8, 14) or digits > 19:
        return None
    units = _EPOCH_UNITS.get(digits, 1_000 if digits == 12 else 1)
    return _EPOCH + timedelta(seconds=number / units)


def _from_words(written: str) -> datetime | None:
    if found := _DAY_FIRST.match(written):
        day, month, year, *clock = found.groups()
    elif found := _MONTH_FIRST.match(written):
        month, day, year, *clock = found.groups()
    else:
        return None
    hour, minute, second, half = clock
    number = _MONTHS.index(month[:3].lower()) + 1
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half in "pP" else 0)
    return datetime(int(year), number, int(day), hours, int(minute or 0), int(second or 0))


def _from_mail(written: str) -> datetime | None:
    from email.utils import parsedate_to_datetime

    return parsedate_to_datetime(written)
