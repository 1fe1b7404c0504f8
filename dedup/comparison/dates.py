"""Days and times: weekdays, dates, months, years, clock times, words such as yesterday.

A weekday tells when something happened or when somebody said so; which of the two is its role: the day of
telling stands beside a verb of speech. Names of days and months are English; years and clock times in
digits are not.
"""

from collections.abc import Sequence

from dedup.comparison.spelling import MONTHS, WEEKDAYS
from dedup.comparison.tokens import Mention, Token, Verdict
from dedup.text.normalise import listed

DAYS = frozenset(
    [*WEEKDAYS.values(), "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
)
OTHER_DAYS = listed(
    "lunes martes miércoles jueves viernes sábado domingo lundi mardi mercredi jeudi vendredi samedi "
    "dimanche montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lunedì martedì "
    "mercoledì giovedì venerdì sabato domenica segunda-feira terça-feira quarta-feira quinta-feira "
    "sexta-feira maandag dinsdag woensdag donderdag vrijdag zaterdag zondag понедельник вторник среду "
    "четверг пятницу субботу воскресенье الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت الاحد"
)
"""Weekdays of other languages, as they are compared; those of German may begin a longer word
("Freitagabend")."""

_GERMAN_DAYS = tuple(
    sorted(day for day in OTHER_DAYS if day.endswith(("tag", "mittwoch", "sonnabend")) and day.isascii())
)
_CALENDAR_SIGNS = frozenset("年月日号")
_HOUR_SIGNS = frozenset("時时點点")
_MINUTE_SIGN = "分"
RELATIVE_DAYS = frozenset(["yesterday", "today", "tomorrow", "tonight"])
MONTH_NAMES = frozenset([*MONTHS.values(), "may"])
_ZONES = frozenset(["gmt", "utc", "est", "edt", "cet", "bst", "pst", "local", "uhr"])
_NAMED_TIMES = frozenset(["noon", "midnight"])
_PERIODS = frozenset(["week", "month", "year", "weekend"])
_PERIOD_HEADS = frozenset(["last", "this", "next"])
_BEFORE_YEARS = listed("in of since from by until to before after en de im seit depuis del nel")
_BEFORE_MAY = listed("in of last next since until by")
_ORDINAL_ENDS = listed("st nd rd th")
SPEECH_REACH = 5
"""Tokens between a day and a verb of speech for the day to be the one of telling."""


def dates(tokens: Sequence[Token]) -> list[Mention]:
    """The days and times in a run of tokens; `value` is what is compared, the most telling part first."""
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        mention = _at(tokens, at)
        if mention is None:
            at += 1
            continue
        found.append(mention)
        at = mention.last
    return found


def _at(tokens: Sequence[Token], at: int) -> Mention | None:
    token = tokens[at]
    key = token.key
    if key in DAYS and (
        token.capital or key in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    ):
        if len(token.text) <= 5 and not token.capital:
            return None
        return Mention("date", "weekday", at, at + 1, ("weekday", key))
    if key in OTHER_DAYS or (token.capital and key.startswith(_GERMAN_DAYS)):
        return Mention("date", "weekday", at, at + 1, ("weekday", key))
    if key in RELATIVE_DAYS:
        return Mention("date", "date", at, at + 1, ("relative", key))
    if key in MONTH_NAMES and token.capital:
        return _month(tokens, at)
    if token.text[0].isdigit():
        return _numeric(tokens, at)
    if key in _NAMED_TIMES:
        return Mention("date", "time", at, at + 1, ("time", key))
    if key in _PERIOD_HEADS and at + 1 < len(tokens) and tokens[at + 1].key in _PERIODS:
        return Mention("date", "date", at, at + 2, ("period", key, tokens[at + 1].key))
    return None


def _day(token: Token) -> int | None:
    return (
        int(token.key)
        if token.key.isdecimal() and token.key.isascii() and len(token.key) <= 2 and 1 <= int(token.key) <= 31
        else None
    )


def _year(token: Token) -> int | None:
    digits = token.text
    if len(digits) == 4 and digits.isdecimal() and digits.isascii() and 1500 <= int(digits) <= 2099:
        return int(digits)
    return None


def _month(tokens: Sequence[Token], at: int) -> Mention | None:
    """A month, with the days before or behind it ("March 18 and 19", "18-19 March") and the year."""
    name, first, last = tokens[at].key, at, at + 1
    days: list[int] = []
    year = None
    while last < len(tokens) and _day(tokens[last]) and (last == at + 1 or days):
        days.append(int(tokens[last].key))
        last += 1
        if last < len(tokens) and tokens[last].gap == "" and tokens[last].key in _ORDINAL_ENDS:
            last += 1
        if last + 1 < len(tokens) and tokens[last].key in ("and", "to") and _day(tokens[last + 1]):
            last += 1
        elif not (last < len(tokens) and tokens[last].gap in ("-", "–")):
            break
    while (
        not days[1:]
        and first
        and _day(tokens[first - 1])
        and tokens[first].gap in (" ", "-", "–")
        and last == at + 1
    ):
        days.insert(0, int(tokens[first - 1].key))
        first -= 1
        if first > 1 and tokens[first - 1].key in ("and", "to") and _day(tokens[first - 2]):
            first -= 1
    if last < len(tokens) and (year := _year(tokens[last])) and tokens[last].gap in (" ", ", "):
        last += 1
    else:
        year = None
    alone = not days and year is None
    if alone and name == "may" and not (at and tokens[at - 1].key in _BEFORE_MAY):
        return None
    if alone and name == "march" and at and tokens[at - 1].key in ("the", "a"):
        return None
    return Mention("date", "date", first, last, ("month", name, tuple(days) or None, year))


def _numeric(tokens: Sequence[Token], at: int) -> Mention | None:
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is not None:
        if following.key in MONTH_NAMES and following.capital and _day(token) and following.gap == " ":
            return _month(tokens, at + 1)
        if following.text in _CALENDAR_SIGNS and following.gap == "":
            return Mention("date", "date", at, at + 2, ("calendar", following.text, token.key))
        if following.text in _HOUR_SIGNS and following.gap == "":
            return _signed_time(tokens, at)
        time = _time(tokens, at)
        if time is not None:
            return time
        if following.gap == "" and following.key == "s" and len(token.text) in (2, 4):
            return Mention("date", "date", at, at + 2, ("decade", token.text))
    if _year(token) and not _counts(tokens, at) and (_year(token) or 0) >= _sure_year(tokens, at):
        return Mention("date", "date", at, at + 1, ("year", _year(token)))
    return None


def _sure_year(tokens: Sequence[Token], at: int) -> int:
    """The first number that is a year by itself: 1900, or 1500 behind a word that goes before years."""
    return 1500 if at and tokens[at - 1].key in _BEFORE_YEARS else 1900


def _time(tokens: Sequence[Token], at: int) -> Mention | None:
    """A clock time: "8:20 a.m.", "8.20am", "8 pm", "0336 GMT", "20:15"."""
    token, following = tokens[at], tokens[at + 1]
    clock, last = token.text.replace(".", ":"), at + 1
    if following.gap == ":" and len(following.text) == 2 and following.text.isdecimal() and len(clock) <= 2:
        clock, last = f"{clock}:{following.text}", at + 2
    half = tokens[last].key if last < len(tokens) and tokens[last].gap in (" ", "") else ""
    if half in ("am", "pm"):
        return Mention("date", "time", at, last + 1, ("time", clock if ":" in clock else f"{clock}:00", half))
    if half in _ZONES and clock.replace(":", "").isdecimal() and len(clock) >= 3:
        return Mention("date", "time", at, last + 1, ("time", clock))
    return Mention("date", "time", at, last, ("time", clock)) if last == at + 2 else None


def _signed_time(tokens: Sequence[Token], at: int) -> Mention:
    """A clock time in Chinese or Japanese: "8時20分", "8点"."""
    signed = tokens[at + 2 : at + 4]
    if [t.gap for t in signed] == ["", ""] and signed[0].key.isdigit() and signed[1].text == _MINUTE_SIGN:
        return Mention("date", "time", at, at + 4, ("time", f"{tokens[at].key}:{signed[0].key}"))
    return Mention("date", "time", at, at + 2, ("time", tokens[at].key))


def _counts(tokens: Sequence[Token], at: int) -> bool:
    """Whether four digits count something rather than name a year: a currency before, a plural noun or unit
    behind."""
    if at and tokens[at - 1].key in (
        "dollar",
        "euro",
        "pound",
        "least",
        "than",
        "about",
        "nearly",
        "almost",
        "over",
        "some",
        "around",
    ):
        return True
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None or following.gap != " ":
        return False
    return following.key in (
        "percent",
        "people",
        "men",
        "women",
        "troops",
        "soldiers",
        "dollar",
        "euro",
        "million",
        "kilometer",
        "miles",
        "mile",
        "meters",
        "meter",
        "foot",
        "tons",
        "workers",
        "jobs",
        "homes",
        "houses",
        "students",
    )


def said(tokens: Sequence[Token], mention: Mention, verbs: Sequence[int]) -> bool:
    """Whether a day is the day of telling: it stands beside a verb of speech (token numbers), in one clause
    with it."""
    opening = mention.first <= 1
    for verb in verbs:
        low, high = min(verb, mention.first), max(verb + 1, mention.last)
        between = tokens[mention.last + 1 : high] if opening else tokens[low + 1 : high]
        if high - low <= SPEECH_REACH + 1 and not any(set(t.gap) & set(",;:") for t in between):
            return True
    return False


def judge(a: Mention, b: Mention) -> Verdict | None:
    """How two days or times differ, or None when they are the same; one with more parts refines the other."""
    if a.value == b.value:
        return None
    kind = "weekday" if "weekday" in (a.type, b.type) else "time" if a.type == b.type == "time" else "date"
    if a.value[0] == b.value[0] == "month":
        parts = list(zip(a.value[1:], b.value[1:], strict=True))
        if all(x == y or x is None or y is None for x, y in parts):
            return Verdict("fact", kind, "refines", "the same date, told more exactly")
    if a.value[0] == b.value[0] == "time" and a.value[1] == b.value[1]:
        return None
    if a.value[0] != b.value[0] and {a.value[0], b.value[0]} != {"weekday", "relative"}:
        return Verdict("fact", kind, "differs", "the time is told in another way")
    return Verdict("fact", kind, "differs", f"other {kind}")
