"""What one paragraph looks like to the splitter: its form, its names, its terms and how it opens.

Quotations
    A quotation of several paragraphs opens each of them and closes only the last, or closes far below. A
    mark that was forgotten must not hold the rest of a file, so a quotation counts as open before a
    paragraph only if the text above left it open and what comes next confirms it: the paragraph opens with
    a quotation mark again, or the next mark below is a closing one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dedup.text.normalise import words
from dedup.text.terms import terms_of_words

READ = 2_000
"""Characters of a paragraph that are read: more than an opening needs, and a bound on hostile input."""

STYLED = 200
"""Characters whose capitals and digits are counted."""

HEADER_WORDS = 25
"""Longest headline with its second line, in words (a CJK character is half a word)."""

FULL_WORDS = 12
"""Shortest finished paragraph that can be a lead."""

TITLED = 60
"""Words whose capitals are counted."""

RUN = 4
"""Words of a run that two paragraphs share when one repeats the other."""

OPENING_WORDS = 40
"""Words of the first sentence that say whether it opens a story."""

EDGE_WORDS = 100
"""Words of a paragraph that say whether it opens or closes a story: in sets left out of the fit, the words of
the paragraph and the end of its first sentence told leads apart with an area under the curve of .82, the
first sentence alone with .77."""

_STOP = re.compile(r"[.!?…。！？։؟।] ?[\"'”’»)\]」』]*$")
_SENTENCE = re.compile(r"[.!?。！？][\"'”’)]?(?:\s|$)")
_QUOTE = re.compile(r"[\"“”„«»「『]|``|''")
_BULLET = re.compile(r"(?:[*•·▪‣◦–—-]|\d{1,2}[.):])\s")
_BYLINE = re.compile(
    r"(?:by|von|por|par|di|door)[: ] ?[A-ZÀ-Þ]|(?:written|reporting|reported|posted) by\b", re.IGNORECASE
)
_DATELINE = re.compile(
    r"\(?[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?:[ ,]{1,2}[A-ZÀ-Þ][\w.'’]*){0,5}\)?"
    r"(?:[ ,]{1,2}\w{3,9}\.? \d{1,2}(?:, \d{4})?)?"
    r"(?: ?\([^()]{1,40}\))?\s?[.:]?\s?(?:--?|[—–―_])\s?\S"
    r"|[A-ZÀ-Þ][^.!?:;()]{2,40} \([A-Z][\w /]{1,20}\) ?[-—–―]"
)
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\d{1,2}[./:]\d{1,2}|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    r"|mon|tues|wednes|thurs|fri|satur|sun)(?:day|\w{0,7}\.? \d)",
    re.IGNORECASE,
)
_END = re.compile(r"[-–—( ]*(?:30|ends?|fin|ende)[-–—). ]*|(?:[#*_=~-] ?){3,}", re.IGNORECASE)
_FOOTERS = (
    "contact:", "copyright", "©", "(c)", "rights reserved", "http:", "https:", "www.", "contributed to this",
    "follow us on", "follow him on", "follow her on", "follow me on", "reporting by", "editing by",
    "subscribe", "sign up", "read more", "more information",
)  # fmt: skip
_ADDRESS = re.compile(r"@\w|\d{3}[-/.]\d{4}")
_CAPITALS = re.compile(
    r"[A-ZÀ-Þ][\w'’-]*(?: (?:[A-Z]\. )?(?:(?:de|van|von|bin|al|el|la|del|di|da) )?[A-ZÀ-Þ][\w'’-]*)*"
)
_NUMBER = re.compile(r"(?<!\S)\d\d+(?!\S)")
_ACRONYM = re.compile(r"\(([A-Z]{2,8})\)")
_POSSESSIVE = re.compile(r"['’]s?$")
_DAYS_LISTED = (
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tonight lunes martes"
    " miércoles jueves viernes sábado domingo hoy ayer montag dienstag mittwoch donnerstag freitag"
    " samstag sonntag heute gestern lundi mardi mercredi jeudi vendredi samedi dimanche lunedì martedì"
    " mercoledì giovedì venerdì oggi ieri"
)
_DAYS = frozenset(_DAYS_LISTED.split())
_TITLES_LISTED = (
    "Mr Mrs Ms Dr President Senator Sen Rep Representative Gov Governor Secretary Minister Prime Judge"
    " Justice King Queen Prince Princess Pope Former The In On At But And For After A An U.S General Gen"
    " Chairman Speaker Police Chancellor Mayor Sheriff Professor Prof Sir Lord Lady Congressman"
    " Congresswoman Attorney Republican Democrat"
)
_MARKS = "“”‘’–—…"
_TITLES = frozenset(_TITLES_LISTED.split())


@dataclass(frozen=True, slots=True)
class Form:
    """The measures of one paragraph; counts are capped, shares are 0 to 1."""

    length: float
    """Words, at most 200; a character of a script without spaces counts half."""
    caps: float
    """Share of capitals among the cased letters."""
    titled: float
    """Share of words that begin with a capital."""
    stop: bool
    """Ends with a final stop."""
    colon: bool
    quote: bool
    """Begins with a quotation mark."""
    bullet: bool
    digits: float
    byline: bool
    dateline: bool
    date: bool
    """A short paragraph that holds a date or a time."""
    end: bool
    """An end mark or a rule: -30-, ###, ENDS, ***."""
    footer: bool
    header: bool
    """Short and without a final stop: what headlines, bylines and dates have in common."""
    full: bool
    """Finished and long enough for a lead."""
    names: float
    day: bool
    """The first sentence names a day."""
    sentence: float
    """Words of the first sentence."""
    first: tuple[str, ...]
    """The words of the first sentence, at most `OPENING_WORDS`."""
    words: tuple[str, ...]
    """The first `EDGE_WORDS` words."""
    lang: str
    full_names: frozenset[str]
    singles: frozenset[str]
    """Capitalised words that stand alone."""
    runs: frozenset[tuple[str, ...]]
    """Runs of `RUN` words."""
    numbers: frozenset[str]
    """Numbers of two digits and more."""
    terms: Mapping[str, int]


def form(paragraph: str, lang: str) -> Form:
    """Measure a paragraph; `lang` is the language of the file (`dedup.text.terms.language`)."""
    text, tail = paragraph[:READ], paragraph[-200:]
    plain = _plain(text)
    tokens = words(plain)
    wide = 0 if plain.isascii() else sum(len(t) == 1 and t > "\u2fff" for t in tokens)
    length = len(tokens) - wide / 2
    stop = bool(_STOP.search(tail))
    start = text[:STYLED]
    upper, lower = sum(map(str.isupper, start)), sum(map(str.islower, start))
    spaced = text[: 20 * TITLED].split(None, TITLED)[:TITLED]
    first = opening_words(text)
    full_names, singles = _names(text)
    short = length < 20
    return Form(
        length=min(length, 200.0),
        caps=upper / max(1, upper + lower),
        titled=sum([w[0].isupper() for w in spaced]) / max(1, len(spaced)),
        stop=stop,
        colon=tail.endswith((":", ";", ",")),
        quote=bool(_QUOTE.match(text)),
        bullet=bool(_BULLET.match(text)),
        digits=sum(map(str.isdigit, start)) / max(1, len(start)),
        byline=short and bool(_BYLINE.match(text)),
        dateline=bool(_DATELINE.match(text)),
        date=length < 12 and bool(_DATE.search(text)),
        end=len(text) < 30 and bool(_END.fullmatch(text)),
        footer=_is_footer(tail),
        header=length <= HEADER_WORDS and not stop and not tail.endswith((":", ";", ",")),
        full=length > HEADER_WORDS or (stop and length >= FULL_WORDS),
        names=min(len(full_names), 10),
        day=not _DAYS.isdisjoint(first),
        sentence=len(first),
        first=tuple(first),
        words=tuple(tokens[:EDGE_WORDS]),
        lang=lang,
        full_names=full_names,
        singles=singles,
        runs=frozenset(zip(*(tokens[k:] for k in range(RUN)), strict=False)),
        numbers=frozenset(_NUMBER.findall(" ".join(tokens))),
        terms=Counter(terms_of_words(tokens, lang)),
    )


def _is_footer(tail: str) -> bool:
    lower = tail.lower()
    return any(mark in lower for mark in _FOOTERS) or bool(_ADDRESS.search(tail))


def _plain(text: str) -> str:
    """Typographic marks as spaces: the same words, and mostly plain ASCII, which is read faster."""
    if not text.isascii():
        for mark in _MARKS:
            text = text.replace(mark, " ")
    return text


def opening_words(paragraph: str) -> list[str]:
    """The words of a paragraph's first sentence."""
    stop = _SENTENCE.search(paragraph[:READ])
    return words(_plain(paragraph[: min(stop.end(), 600) if stop else 600]))[:OPENING_WORDS]


def edge_features(own: Form) -> Iterator[str]:
    """What tells whether a paragraph opens or closes a story: the first word of its first sentence, the first
    three, all others, all pairs and the last three, and the words of the paragraph, each once.

    Examples
    --------
    >>> list(edge_features(form("The storm also hit. Nobody fled.", "en")))[:8]
    ['1 the', '3 the', '3 storm', '3 also', 'hit', 'the storm', 'storm also', 'also hit']
    >>> list(edge_features(form("The storm also hit. Nobody fled.", "en")))[8:]
    ['$ storm', '$ also', '$ hit', '* the', '* storm', '* also', '* hit', '* nobody', '* fled']
    """
    first = own.first
    if first:
        yield "1 " + first[0]
    yield from ["3 " + word for word in dict.fromkeys(first[:3])]
    yield from dict.fromkeys(first[3:])
    yield from dict.fromkeys([f"{a} {b}" for a, b in pairwise(first)])
    yield from ["$ " + word for word in dict.fromkeys(first[-3:])]
    yield from ["* " + word for word in dict.fromkeys(own.words)]


def _names(text: str) -> tuple[frozenset[str], frozenset[str]]:
    full, singles = set(), set()
    for run in _CAPITALS.findall(text):
        parts = [_POSSESSIVE.sub("", part) for part in run.split(" ")]
        while parts and parts[0] in _TITLES:
            parts.pop(0)
        if len(parts) == 1:
            singles.add(parts[0])
        elif parts:
            full.add(f"{parts[0]} {parts[-1]}")
    full.update(f"( {acronym}" for acronym in _ACRONYM.findall(text))
    return frozenset(full), frozenset(singles)


_MARK = re.compile(r"[\"“”„«»「」『』]|``|''")
_STOPS = frozenset(",.;:!?)")
_OPENS, _CLOSES = "“„「『`", "”」』'"


def open_quotations(paragraphs: Sequence[str]) -> list[bool]:
    """For each paragraph whether a quotation is open before it.

    Examples
    --------
    >>> open_quotations(["“We will stay.", "“We will not leave,” she said.", "He left."])
    [False, True, False]
    """
    reading = _reading(paragraphs)
    marks = [_marks(p, reading) for p in paragraphs]
    following = _next_marks(marks)
    found, is_open = [], False
    for i, own in enumerate(marks):
        opens_again = bool(own) and own[0] == (True, True)
        is_open = is_open and (opens_again or following[i] is False)
        found.append(is_open)
        for opening, _ in own:
            is_open = opening
    return found


def _reading(paragraphs: Sequence[str]) -> dict[str, bool]:
    """Which marks open (True) and which close in this text: „…“ and »…« turn the usual reading round."""
    reading = dict.fromkeys(_OPENS, True) | dict.fromkeys(_CLOSES, False)
    if any("„" in p for p in paragraphs):
        reading["“"] = False
    first = next((m for p in paragraphs for m in p if m in "«»"), "«")
    return reading | {"«": first == "«", "»": first == "»"}


def _marks(paragraph: str, reading: dict[str, bool]) -> list[tuple[bool, bool]]:
    """The quotation marks in order: whether each opens, and whether it begins the paragraph."""
    found: list[tuple[bool, bool]] = []
    for mark in _MARK.finditer(paragraph):
        start, end = mark.span()
        if mark.group() == '"':
            before, after = paragraph[start - 1 : start], paragraph[end : end + 1]
            free = not before or before.isspace() or before in "([{—–-/‘'"
            opening = free and bool(after) and not after.isspace() and after not in _STOPS
            if free and not opening:
                opening = _opens_alone(paragraph[end:], bool(found) and found[-1][0])
        else:
            opening = reading[mark.group()[0]]
        found.append((opening, start == 0))
    return found


def _opens_alone(behind: str, is_open: bool) -> bool:
    """Whether a straight mark with spaces on both sides opens, as in a text that was put together from its
    words: it closes what is open, or where a stop follows that is no ellipsis."""
    following = behind.lstrip()
    stops = not following or (following[0] in _STOPS and not following.startswith("..."))
    return not is_open and not stops


def _next_marks(marks: Sequence[Sequence[tuple[bool, bool]]]) -> list[bool | None]:
    """For each paragraph whether the first mark in it or below opens; None where no mark follows."""
    found: list[bool | None] = []
    following: bool | None = None
    for own in reversed(marks):
        following = own[0][0] if own else following
        found.append(following)
    return found[::-1]
