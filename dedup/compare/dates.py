"""Days and times: weekdays, dates, months, years, clock times, words such as yesterday.

A weekday tells when something happened or when somebody said so; which of the two is its role: the day of
telling stands beside a verb of speech. Names of days and months are English; years and clock times in
digits are not.
"""

from collections.abc import Sequence

from dedup.compare.mentions import Mention, Verdict
from dedup.compare.spelling import MONTHS, WEEKDAYS
from dedup.compare.tokens import Token

DAYS = frozenset(
    [*WEEKDAYS.values(), "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
)
RELATIVE_DAYS = frozenset(["yesterday", "today", "tomorrow", "tonight"])
MONTH_NAMES = frozenset([*MONTHS.values(), "may"])
_ZONES = frozenset(["gmt", "utc", "est", "edt", "cet", "bst", "pst", "local"])
_NAMED_TIMES = frozenset(["noon", "midnight"])
_PERIODS = frozenset(["week", "month", "year", "weekend"])
_PERIOD_HEADS = frozenset(["last", "this", "next"])
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
    """A month, with the day before or behind it and the year."""
    name, first, last = tokens[at].key, at, at + 1
    day = year = None
    if last < len(tokens) and _day(tokens[last]) and tokens[last].gap.strip(" .") == "":
        day, last = _day(tokens[last]), last + 1
        if last < len(tokens) and tokens[last].gap == "" and tokens[last].key in ("st", "nd", "rd", "th"):
            last += 1
    elif at and _day(tokens[at - 1]) and tokens[at].gap == " ":
        day, first = _day(tokens[at - 1]), at - 1
    if last < len(tokens) and _year(tokens[last]) and tokens[last].gap in (" ", ", "):
        year, last = _year(tokens[last]), last + 1
    if (
        tokens[at].key == "may"
        and day is None
        and year is None
        and not (at and tokens[at - 1].key in ("in", "of", "last", "next", "since", "until", "by"))
    ):
        return None
    if (
        tokens[at].key == "march"
        and day is None
        and year is None
        and at
        and tokens[at - 1].key in ("the", "a")
    ):
        return None
    return Mention("date", "date", first, last, ("month", name, day, year))


def _numeric(tokens: Sequence[Token], at: int) -> Mention | None:
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if (
        following is not None
        and following.key in MONTH_NAMES
        and following.capital
        and _day(token)
        and following.gap == " "
    ):
        return _month(tokens, at + 1)
    clock = (
        following is not None
        and following.gap == ":"
        and len(following.text) == 2
        and following.text.isdecimal()
        and len(token.text) <= 2
    )
    if clock:
        last = at + 2
        half = ""
        if last < len(tokens) and tokens[last].key in ("am", "pm"):
            half, last = tokens[last].key, last + 1
        return Mention("date", "time", at, last, ("time", f"{token.text}:{tokens[at + 1].text}", half))
    if following is not None and following.key in ("am", "pm") and following.gap in (" ", ""):
        return Mention(
            "date",
            "time",
            at,
            at + 2,
            (
                "time",
                f"{token.key.replace('.', ':')}:00" if token.key.isdecimal() else token.key.replace(".", ":"),
                following.key,
            ),
        )
    if (
        following is not None
        and following.key in _ZONES
        and len(token.text) in (3, 4)
        and token.text.isdecimal()
    ):
        return Mention("date", "time", at, at + 2, ("time", token.text))
    if following is not None and following.gap == "" and following.key == "s" and len(token.text) in (2, 4):
        return Mention("date", "date", at, at + 2, ("decade", token.text))
    if _year(token) and not _counts(tokens, at):
        return Mention("date", "date", at, at + 1, ("year", _year(token)))
    return None


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
    for verb in verbs:
        low, high = min(verb, mention.first), max(verb + 1, mention.last)
        between = tokens[low + 1 : high]
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
