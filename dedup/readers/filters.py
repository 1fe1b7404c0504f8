"""Which stories of a source are let through: by language, time, source, or any field.

A filter sees a story, after its parts were found and its date was read, so that it means the same for every
format. All that is asked must hold; of several languages or sources, one.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from dedup.errors import SettingsError
from dedup.readers.dates import parse_date
from dedup.types import Story

PARTS = ("id", "title", "text", "source", "lang", "url", "published")

_CONDITION = re.compile(r"\s*([^=!<>~]+?)\s*(!=|!~|<=|>=|=|~|<|>)\s*(.*)", re.DOTALL)
_AGO = re.compile(r"(\d{1,6})\s{0,3}([hdw])(?: ago)?")
_HOURS = {"h": 1, "d": 24, "w": 168}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Condition:
    """One field compared with a value: `field` is a part of a story or another field, with dots into objects;
    `sign` one of =, !=, ~ (contains), !~, <, <=, >, >=."""

    field: str
    sign: str
    value: str

    def holds(self, story: Story) -> bool:
        """Whether a story meets it; one without the field meets != and !~ only."""
        found = _value(story, self.field)
        values = found if isinstance(found, list | tuple) else [found]
        if self.sign in ("!=", "!~"):
            return not any(_equal(value, self.value, self.sign[1]) for value in values)
        if self.sign in ("=", "~"):
            return any(_equal(value, self.value, self.sign) for value in values)
        return any(_ordered(value, self.sign, self.value) for value in values)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which stories pass.

    `langs`: languages, of which a regional form passes, too (en lets en-GB through); `sources`: names, in any
    case; `since`, `until`: from when on and up to when, both inclusive; `where`: conditions on any field.
    Empty and None let everything through. A story without a language, source or date does not pass where one
    is asked for.
    """

    langs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    where: tuple[Condition, ...] = ()

    def passes(self, story: Story) -> bool:
        """Whether a story is let through."""
        lang = (story.lang or "").casefold().replace("_", "-")
        if self.langs and not any(lang == one or lang.startswith(f"{one}-") for one in self.langs):
            return False
        if self.sources and (story.source or "").casefold() not in self.sources:
            return False
        if self.since is not None and (story.published is None or story.published < self.since):
            return False
        if self.until is not None and (story.published is None or story.published > self.until):
            return False
        return all(condition.holds(story) for condition in self.where)

    def of(self, stories: Iterable[Story], on_refused: Callable[[], None] | None = None) -> Iterator[Story]:
        """The stories that pass; `on_refused` is called for each of the others."""
        for story in stories:
            if self.passes(story):
                yield story
            elif on_refused is not None:
                on_refused()


def only(
    *,
    lang: str | Iterable[str] = (),
    since: str | datetime | None = None,
    until: str | datetime | None = None,
    source: str | Iterable[str] = (),
    where: str | Iterable[str] = (),
    now: datetime | None = None,
) -> Filter:
    """A filter for `read`, in words.

    Parameters
    ----------
    lang, source
        One or several; a string may hold several languages, with commas.
    since, until
        Times. A string is a date (the whole day, in UTC), a time in ISO 8601, or how long ago, as in "36h",
        "7d" or "2w".
    where
        Conditions such as "section=sport", "source!=Wire", "title~dam" (contains, in any case) or
        "meta.words>=300". Numbers are compared as numbers, dates as dates.
    now
        What times ago are counted from; the present by default.

    Raises
    ------
    SettingsError
        One of them cannot be understood.

    Examples
    --------
    >>> dam = Story("a", "The dam failed.", lang="en-GB", extra={"words": 310})
    >>> only(lang="en,fr", where=["words>300", "text~DAM"]).passes(dam)
    True
    """
    langs = [part for one in _listed(lang) for part in one.split(",")]
    conditions = tuple(map(condition, _listed(where)))
    now = now or datetime.now(UTC)
    return Filter(
        tuple(part.strip().casefold().replace("_", "-") for part in langs if part.strip()),
        tuple(name.strip().casefold() for name in _listed(source) if name.strip()),
        _moment("since", since, now),
        _moment("until", until, now),
        conditions,
    )


def condition(stated: str) -> Condition:
    """A condition in words.

    Raises
    ------
    SettingsError
        It is none.

    Examples
    --------
    >>> condition("meta.words >= 300")
    Condition(field='meta.words', sign='>=', value='300')
    """
    found = _CONDITION.fullmatch(stated)
    if found is None:
        raise SettingsError(
            f"where is {stated!r}; it is FIELD, a sign (= != ~ !~ < <= > >=) and a value, as in section=sport"
        )
    return Condition(found[1], found[2], found[3].strip())


def _listed(given: str | Iterable[str]) -> list[str]:
    return [given] if isinstance(given, str) else list(given)


def _moment(name: str, given: str | datetime | None, now: datetime) -> datetime | None:
    if given is None:
        return None
    moment = None
    if isinstance(given, str) and (ago := _AGO.fullmatch(given.strip().lower())):
        moment = now - timedelta(hours=int(ago[1]) * _HOURS[ago[2]])
    elif isinstance(given, str | datetime):
        moment = parse_date(given.strip() if isinstance(given, str) else given)
    if moment is None:
        raise SettingsError(
            f"{name} is {given!r}; it is a date as 2026-03-04, a time as 2026-03-04T05:30Z, or how long ago, "
            "as 36h, 7d or 2w"
        )
    if isinstance(given, str) and name == "until" and _DAY.fullmatch(given.strip()):
        moment += timedelta(days=1, microseconds=-1)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _value(story: Story, field: str) -> object:
    if field in PARTS:
        return getattr(story, field)
    value: object = story.extra
    if field in story.extra:
        return story.extra[field]
    for name in field.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _equal(value: object, wanted: str, sign: str) -> bool:
    if value is None:
        return False
    if sign == "~":
        return wanted.casefold() in _text(value).casefold()
    number = _number(value)
    return _text(value) == wanted or (number is not None and number == _number(wanted))


def _ordered(value: object, sign: str, wanted: str) -> bool:
    if value is None:
        return False
    for reading in (_number, _seconds):
        a, b = reading(value), reading(wanted)
        if a is not None and b is not None:
            return _compared(a, sign, b)
    return _compared(_text(value), sign, wanted)


def _compared(a: Any, sign: str, b: Any) -> bool:
    return bool({"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[sign])


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None


def _seconds(value: object) -> float | None:
    moment = parse_date(value) if isinstance(value, str | datetime) else None
    return None if moment is None else (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
