"""Days and times: weekdays, dates, months, years, clock times, words such as yesterday.

A weekday says when something happened or when somebody said so; which of the two is its role: the day of
saying stands beside a verb of speech. A clock time is compared by its hour and minute of the day, a date by
day, month and year, so that every way of writing one says the same ("21 h 30", "20.45 Uhr", "午後1時半",
"9 de marzo", "08.05.2024"). The words come from the lexicon; figures alone are never a time: "20.45" is one
beside "Uhr" or behind "alle" only.
"""

import re
from collections.abc import Mapping, Sequence

from dedup.comparison.lexicon import ZONES, Lexicon, Phrase
from dedup.comparison.tokens import Mention, Token, Verdict, phrase_at
from dedup.text.normalise import normalise

RELATIVE = "a day by its name on one side only"
UNSURE = "am or pm"
"""Last part of the value of a clock time that may be before or after noon."""
WRITTEN = "the time is written differently"
"""Why two days and times differ that may be one."""

_SPACES = frozenset(["", " ", "\u00a0", "\u202f"])
_DOTTED_TIME = re.compile(r"([01]?\d|2[0-4])[.:]([0-5]\d)", re.ASCII)
_QUARTERS = re.compile(r"(1?\d|2[0-4])\.(5|25|75)", re.ASCII)
"""What a numeral with a half or a quarter is compared by, where it is an hour ("ocho y media")."""
_APOSTROPHES = frozenset("'’")
_HOUR = re.compile(r"(\d{1,2})()", re.ASCII)
_MILITARY = re.compile(r"([01]\d|2[0-4])([0-5]\d)", re.ASCII)
_MINUTES_BEHIND = re.compile(r"h([0-5]\d)", re.ASCII)
_DOTTED_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})", re.ASCII)


def written_time(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Mention | None:
    """The clock time or date that begins at a token, or None."""
    clock = _clock(tokens, at, lexicon)
    if clock is not None:
        last, value = clock
        return Mention("date", "time", at, last, ("time", *value))
    day = _numeric_date(tokens, at, lexicon) or _day_and_month(tokens, at, lexicon)
    if day is not None:
        last, *parts = day
        return Mention("date", "date", at, last, ("month", *parts))
    return None


def _figure(tokens: Sequence[Token], at: int, most: int) -> int | None:
    """The whole number at a token if it is no larger than `most`."""
    key = tokens[at].key if at < len(tokens) else ""
    return int(key) if key.isdecimal() and len(key) <= 4 and int(key) <= most else None


def _follows(tokens: Sequence[Token], at: int, gaps: frozenset[str] = _SPACES) -> bool:
    return at < len(tokens) and tokens[at].gap in gaps


def _clock(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[int, tuple[str, ...]] | None:
    """End and value of a clock time."""
    parts_of_day = lexicon.afternoon | lexicon.forenoon | lexicon.night
    first = at
    if tokens[at].key in parts_of_day:
        first += 1
        if not _follows(tokens, first):
            return None
    read = _hour_and_minute(tokens, first, lexicon)
    if read is None:
        return None
    last, minute, sure = read
    part = tokens[at].key if first > at else None
    for k in range(last, min(last + 4, len(tokens))):
        if not _follows(tokens, k) or tokens[k].key not in lexicon.function_words | parts_of_day:
            break
        if tokens[k].key in parts_of_day:
            part, last, sure = tokens[k].key, k + 1, True
            break
    if not sure:
        return None
    if part is not None:
        return last, (_of_day(_later(minute // 60, part, lexicon), minute % 60),)
    written = tokens[first].text[:1].isdecimal()
    either = minute < 13 * 60 and (lexicon.twelve_hours or not written) and tokens[first].text[:1] != "0"
    return last, (_of_day(0, minute), *((UNSURE,) if either else ()))


def _later(hour: int, part: str, lexicon: Lexicon) -> int:
    """An hour of twelve in a part of the day, as one of 24: "nine in the evening", "two at night"."""
    if part in lexicon.night and hour == 12:
        return 0
    first = 6 if part in lexicon.night else 0
    return hour + 12 if part in lexicon.afternoon | lexicon.night and first <= hour < 12 else hour


def _minutes(tokens: Sequence[Token], at: int, phrases: Mapping[Phrase, int]) -> Phrase:
    """The longest phrase that stands at a token, with nothing but spaces inside; () if there is none."""
    found = phrase_at(tokens, at, phrases)
    return found if all(t.gap in _SPACES for t in tokens[at + 1 : at + len(found)]) else ()


def _hour_and_minute(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[int, int, bool] | None:
    """End and minute of the day of what may be a clock time, and whether it is one for sure."""
    if at >= len(tokens):
        return None
    cued = at > 0 and tokens[at - 1].key in lexicon.clock_cues and tokens[at].gap in _SPACES
    dotted = _DOTTED_TIME.fullmatch(tokens[at].text)
    hours = lexicon.hours | lexicon.long_hours
    if dotted:
        ended = at + 1 < len(tokens) and tokens[at + 1].gap in _APOSTROPHES
        ended = ended and tokens[at + 1].key in lexicon.time_ends
        named = _follows(tokens, at + 1) and tokens[at + 1].key in hours
        return at + 1 + named, 60 * int(dotted[1]) + int(dotted[2]), named or cued or ended
    past = _minutes(tokens, at, lexicon.minutes_past)
    if past and _follows(tokens, at + len(past)):
        hour = _hour_of_twelve(tokens, at + len(past), lexicon)
        if hour:
            return at + len(past) + 1, 60 * hour + lexicon.minutes_past[past], True
    read = _quarters(tokens[at])
    of_day = at + 1 < len(tokens) and _follows(tokens, at + 1) and tokens[at + 1].key in hours
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    small = lexicon.function_words | lexicon.weekdays.keys()
    alone = behind is None or behind.gap not in _SPACES or behind.key in small
    if read is not None:
        named = cued and (alone or tokens[at - 1].key in lexicon.long_hours)
        return at + 1 + of_day, read, of_day or named
    on_the_hour = at > 0 and tokens[at - 1].key in lexicon.hour_cues and tokens[at].gap in _SPACES
    hour = lexicon.ordinals.get(tokens[at].key) if lexicon.ordinal_hours else None
    ordinal = hour is not None
    if hour is None:
        hour = _figure(tokens, at, 24)
    if hour is None or (ordinal and hour > 12):
        return None
    if behind is not None and behind.gap == ":" and (minute := _figure(tokens, at + 1, 59)) is not None:
        if len(behind.text) != 2:
            return None
        named = _follows(tokens, at + 2) and tokens[at + 2].key in hours
        return at + 2 + named, 60 * hour + minute, True
    if behind is None or behind.gap not in _SPACES:
        return at + 1, 60 * hour, on_the_hour
    joined = _MINUTES_BEHIND.fullmatch(behind.key)
    if joined and "h" in lexicon.hours:
        return at + 2, 60 * hour + int(joined[1]), True
    last = at + 1 + of_day
    if more := _minutes(tokens, last, lexicon.minutes_behind) if _follows(tokens, last) else ():
        sure = of_day or cued or on_the_hour or ordinal
        return last + len(more), 60 * hour + lexicon.minutes_behind[more], sure
    if not of_day:
        return last, 60 * hour, on_the_hour and alone
    minute = 0
    if _follows(tokens, last) and (figure := _figure(tokens, last, 59)) is not None:
        named = _follows(tokens, last + 1) and tokens[last + 1].key in lexicon.minutes
        two = len(tokens[last].text) == 2 and tokens[last].text.isdecimal()
        if named or two:
            last, minute = last + 1 + named, figure
    return last, 60 * hour + minute, behind.key in lexicon.hours or cued or minute > 0


def _hour_of_twelve(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int | None:
    """An hour behind "half" and its like: a number, or an ordinal ("половине шестого")."""
    figure = _figure(tokens, at, 12)
    return figure or lexicon.ordinals.get(tokens[at].key)


def _quarters(token: Token) -> int | None:
    """The minute of the day of a numeral in words with quarters or halves: "ocho y media", "साढ़े चार"."""
    read = _QUARTERS.fullmatch(token.key)
    if read is None or token.text[0].isdecimal():
        return None
    return 60 * int(read[1]) + {"5": 30, "25": 15, "75": 45}[read[2]]


def _numeric_date(
    tokens: Sequence[Token], at: int, lexicon: Lexicon
) -> tuple[int, str, tuple[int, ...] | None, int | None] | None:
    """A date in figures, the day first or the year first: 8.5.2024, 08/05/2024, 2024-05-08."""
    dotted = _DOTTED_DATE.fullmatch(tokens[at].text)
    if dotted:
        figures, last = [int(part) for part in dotted.groups()], at + 1
    else:
        three = tokens[at : at + 3]
        if len(three) < 3 or three[1].gap != three[2].gap or three[1].gap not in ("/", "-"):
            return None
        if not all(t.text.isdecimal() and len(t.text) <= 4 for t in three):
            return None
        figures, last = [int(t.text) for t in three], at + 3
    day, month, year = figures[::-1] if figures[0] > 31 else figures
    name = next((name for name, number in lexicon.months.items() if number == month), None)
    if name is None or not 1 <= day <= 31 or not (0 <= year <= 99 or 1500 <= year <= 2099):
        return None
    return last, name, (day,), year if year > 99 else 2000 + year


def _is_month(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    return (
        at < len(tokens)
        and tokens[at].key in lexicon.months
        and (tokens[at].capital or not lexicon.months_capital)
    )


def _is_first_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether the short form of a month stands before a capital: "Jan Kolbe"."""
    named = at + 1 < len(tokens) and tokens[at + 1].capital and tokens[at + 1].gap == " "
    return named and normalise(tokens[at].text) != tokens[at].key


def _day_of_month(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int | None:
    """The day at a token, in figures, or as an ordinal right before its month ("premier mai")."""
    figure = _figure(tokens, at, 31)
    if figure is None and at < len(tokens) and _is_month(tokens, at + 1, lexicon):
        return lexicon.ordinals.get(tokens[at].key)
    return figure


def _day_and_month(
    tokens: Sequence[Token], at: int, lexicon: Lexicon
) -> tuple[int, str, tuple[int, ...] | None, int | None] | None:
    """Days of a month, with or without the year, and a month with its year or alone."""
    days: list[int] = []
    last = at
    while (day := _day_of_month(tokens, last, lexicon)) and len(days) < 4:
        days.append(day)
        last += 1
        if last < len(tokens) and tokens[last].gap == "" and tokens[last].key in lexicon.ordinal_ends:
            last += 1
        ranged = last + 1 < len(tokens) and tokens[last].key in lexicon.ranges
        if ranged and _figure(tokens, last + 1, 31):
            last += 1
        elif not (last < len(tokens) and tokens[last].gap in ("-", "–", ", ")):
            break
    if not days and at and _figure(tokens, at - 1, 31) and tokens[at].gap in _SPACES:
        return None
    if days and last < len(tokens) and tokens[last].key in lexicon.date_links:
        last += 1
    gaps = _SPACES | {". ", ".", ".\u00a0"}
    if not _is_month(tokens, last, lexicon) or (days and tokens[last].gap not in gaps):
        return None
    if not days and _is_first_name(tokens, last):
        return None
    name = tokens[last].key
    last += 1
    year = None
    ahead = last + (last < len(tokens) and tokens[last].key in lexicon.date_links)
    if _follows(tokens, ahead, _SPACES | {", "}):
        year = _figure(tokens, ahead, 2099)
        if year is not None and year >= 1500:
            last = ahead + 1
            if _follows(tokens, last) and tokens[last].key in lexicon.year_words:
                last += 1
        else:
            year = None
    cues = lexicon.month_after.get(name)
    if cues and not days and year is None and (not at or tokens[at - 1].key not in cues):
        return None
    return last, name, tuple(days) or None, year


_CALENDAR_SIGNS = {"年": 0, "月": 1, "日": 2, "号": 2, "號": 2}
"""Signs behind the parts of a date, to their place in it."""
_HOUR_SIGNS = frozenset("時时點点")
_MINUTE_SIGN = "分"
SPEECH_REACH = 5
"""Tokens between a day and a verb of speech for the day to be the one of saying."""


def dates(tokens: Sequence[Token], lexicon: Lexicon) -> list[Mention]:
    """The days and times in a run of tokens; `value` is what is compared, the part that says most first."""
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        mention = _at(tokens, at, lexicon)
        if mention is None:
            at += 1
            continue
        found.append(mention)
        at = mention.last
    return found


def _at(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Mention | None:
    token = tokens[at]
    key = token.key
    if key in lexicon.weekdays and (token.capital or normalise(token.text) in lexicon.weekdays):
        return Mention("date", "weekday", at, at + 1, ("weekday", lexicon.weekdays[key]))
    if token.capital and key.startswith(lexicon.weekday_stems):
        return Mention("date", "weekday", at, at + 1, ("weekday", key))
    if lexicon.numerals is not None and (found := written_time(tokens, at, lexicon)) is not None:
        return found
    if key in lexicon.relative_days:
        return Mention("date", "date", at, at + 1, ("relative", key))
    if key in lexicon.months and (token.capital or not lexicon.months_capital):
        return _month(tokens, at, lexicon)
    if token.text[0].isdigit() or (lexicon.numerals is not None and key.isdecimal()):
        return _numeric(tokens, at, lexicon)
    if key in lexicon.named_times:
        return Mention("date", "time", at, at + 1, ("time", lexicon.named_times[key]))
    past = _minutes(tokens, at, lexicon.minutes_past)
    if past and (hour := _figure(tokens, at + len(past), 12)):
        clock = _of_day(hour, lexicon.minutes_past[past])
        return Mention("date", "time", at, at + len(past) + 1, ("time", clock, UNSURE))
    if key in lexicon.period_heads and at + 1 < len(tokens) and tokens[at + 1].key in lexicon.periods:
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


def _month(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Mention | None:
    """A month, with the days before or behind it ("March 18 and 19", "18-19 March") and the year."""
    name, first, last = tokens[at].key, at, at + 1
    days: list[int] = []
    year = None
    while last < len(tokens) and _day(tokens[last]) and (last == at + 1 or days):
        days.append(int(tokens[last].key))
        last += 1
        if last < len(tokens) and tokens[last].gap == "" and tokens[last].key in lexicon.ordinal_ends:
            last += 1
        if last + 1 < len(tokens) and tokens[last].key in lexicon.ranges and _day(tokens[last + 1]):
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
        if first > 1 and tokens[first - 1].key in lexicon.ranges and _day(tokens[first - 2]):
            first -= 1
    if last < len(tokens) and (year := _year(tokens[last])) and tokens[last].gap in (" ", ", "):
        last += 1
    else:
        year = None
    alone = not days and year is None
    if alone and _is_first_name(tokens, at):
        return None
    before = tokens[at - 1].key if at else ""
    if alone and name in lexicon.month_after and before not in lexicon.month_after[name]:
        return None
    if alone and before in lexicon.no_month_after.get(name, ()):
        return None
    return Mention("date", "date", first, last, ("month", name, tuple(days) or None, year))


def _numeric(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Mention | None:
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is not None:
        named = following.key in lexicon.months and (following.capital or not lexicon.months_capital)
        if named and _day(token) and following.gap == " ":
            return _month(tokens, at + 1, lexicon)
        signed = _signed_date(tokens, at)
        if signed is not None:
            return signed
        if following.text in _HOUR_SIGNS and following.gap == "":
            return _signed_time(tokens, at)
        time = _time(tokens, at, lexicon)
        if time is not None:
            return time
        aged = any(t.key in lexicon.possessives for t in tokens[max(0, at - 2) : at])
        if following.gap == "" and following.key == "s" and len(token.text) in (2, 4) and not aged:
            return Mention("date", "date", at, at + 2, ("decade", token.text))
    if (
        _year(token)
        and not _counts(tokens, at, lexicon)
        and (_year(token) or 0) >= _sure_year(tokens, at, lexicon)
    ):
        return Mention("date", "date", at, at + 1, ("year", _year(token)))
    return None


def _sure_year(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int:
    """The first number that is a year by itself: 1900, or 1500 behind a word that goes before years."""
    if at and tokens[at - 1].key in lexicon.before_years:
        return 1500
    return 1900 if lexicon.numerals is None else 2100


def _time(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Mention | None:
    """A clock time: "8:20 a.m.", "8.20am", "8 pm", "0336 GMT", "20:15"."""
    token, following = tokens[at], tokens[at + 1]
    clock, last = token.text.replace(".", ":"), at + 1
    if following.gap == ":" and len(following.text) == 2 and following.text.isdecimal() and len(clock) <= 2:
        clock, last = f"{clock}:{following.text}", at + 2
    half = tokens[last].key if last < len(tokens) and tokens[last].gap in (" ", "") else ""
    read = _DOTTED_TIME.fullmatch(clock) or _HOUR.fullmatch(clock) or _MILITARY.fullmatch(clock)
    if read is None:
        return None
    hours, minute = int(read[1]), int(read[2] or 0)
    if half in lexicon.halves_of_day and 1 <= hours <= 12:
        clock = _of_day(hours % 12 + lexicon.halves_of_day[half], minute)
        return Mention("date", "time", at, last + 1, ("time", clock))
    if half in ZONES and len(clock) >= 3:
        return Mention("date", "time", at, last + 1, ("time", _of_day(hours, minute)))
    if last != at + 2:
        return None
    sure = hours > 12 or clock.startswith("0")
    return Mention("date", "time", at, last, ("time", _of_day(hours, minute), *(() if sure else (UNSURE,))))


def _of_day(hour: int, minute: int) -> str:
    """A clock time by its hours and minutes, which may be less than none."""
    whole = (60 * hour + minute) % (24 * 60)
    return f"{whole // 60:02}:{whole % 60:02}"


def _signed_date(tokens: Sequence[Token], at: int) -> Mention | None:
    """A date in Chinese or Japanese, or what of one is given: "2024年5月10日", "5月", "10号"."""
    parts: list[int | None] = [None, None, None]
    last, least = at, 0
    while last + 1 < len(tokens) and (last == at or tokens[last].gap == ""):
        figure, sign = tokens[last], tokens[last + 1]
        place = _CALENDAR_SIGNS.get(sign.text, -1)
        sized = figure.key.isdecimal() and (len(figure.key) == 4 if place == 0 else len(figure.key) <= 2)
        if place < least or sign.gap or not sized:
            break
        parts[place], last, least = int(figure.key), last + 2, place + 1
    if last == at:
        return None
    year, month, day = parts
    name = None if month is None else f"{month}月"
    days = None if day is None else (day,)
    return Mention("date", "date", at, last, ("month", name, days, year))


def _signed_time(tokens: Sequence[Token], at: int) -> Mention:
    """A clock time in Chinese or Japanese: "8時20分", "8点"."""
    signed = tokens[at + 2 : at + 4]
    if [t.gap for t in signed] == ["", ""] and signed[0].key.isdigit() and signed[1].text == _MINUTE_SIGN:
        return Mention("date", "time", at, at + 4, ("time", f"{tokens[at].key}:{signed[0].key}"))
    return Mention("date", "time", at, at + 2, ("time", tokens[at].key))


def _counts(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether four digits count something rather than name a year: a currency before, a plural noun or unit
    behind."""
    if at and tokens[at - 1].key in lexicon.before_counts:
        return True
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return following is not None and following.gap == " " and following.key in lexicon.counted


def said(tokens: Sequence[Token], mention: Mention, verbs: Sequence[int], lexicon: Lexicon) -> bool:
    """Whether a day is the day of saying: it stands beside a verb of speech (token numbers), in one clause
    with it."""
    opening = mention.first <= 1
    for verb in verbs:
        low, high = min(verb, mention.first), max(verb + 1, mention.last)
        between = tokens[mention.last + 1 : high] if opening else tokens[low + 1 : high]
        reported = verb < mention.first and any(t.key in lexicon.complementizers for t in between)
        if (
            high - low <= SPEECH_REACH + 1
            and not reported
            and not any(set(t.gap) & set(",;:") for t in between)
        ):
            return True
    return False


def one_clock(a: Mention, b: Mention) -> bool:
    """Whether two clock times are one; a time that may be before or after noon is one with either."""
    x, y = (str(m.value[1]) for m in (a, b))
    if x == y or UNSURE not in (a.value[-1], b.value[-1]):
        return x == y
    return x[2:] == y[2:] and (int(x[:2]) - int(y[:2])) % 12 == 0


def holds(full: tuple[object, ...], part: tuple[object, ...]) -> bool:
    """Whether a date (`Mention.value`) says all that another one does: "9 March 2016" holds "March" and
    "2016"."""
    if full[0] != "month" or part[0] not in ("month", "year"):
        return False
    if part[0] == "year":
        return full[3] == part[1]
    name, days, year = part[1:]
    years = full[3] == year or full[3] is None or year is None
    return full[1] == name and days in (None, full[2]) and years


def judge(a: Mention, b: Mention, _lexicon: Lexicon) -> Verdict | None:
    """How two days or times differ, or None when they are the same; one with more parts refines the other."""
    if a.value == b.value:
        return None
    kind = "weekday" if "weekday" in (a.type, b.type) else "time" if a.type == b.type == "time" else "date"
    if a.value[0] == b.value[0] == "month":
        parts = list(zip(a.value[1:], b.value[1:], strict=True))
        if all(x == y or x is None or y is None for x, y in parts):
            return Verdict(kind, "refines", "the same date, stated more exactly")
    if a.value[0] == b.value[0] == "time" and one_clock(a, b):
        return None
    kinds = {a.value[0], b.value[0]}
    if kinds == {"weekday", "relative"}:
        return Verdict(kind, "refines", RELATIVE)
    if kinds == {"weekday", "period"} or holds(a.value, b.value) or holds(b.value, a.value):
        return Verdict(kind, "refines", "may be one day, stated more exactly")
    if a.value[0] != b.value[0]:
        return Verdict(kind, "differs", WRITTEN)
    return Verdict(kind, "differs", f"other {kind}")
