"""What one paragraph looks like to the splitter: its form, its names, its terms and how it opens."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dedup.text.terms import terms
from dedup.text.words import words

READ = 2_000
"""Characters of a paragraph that are read: more than an opening needs, and a bound on hostile input."""

STYLED = 200
"""Characters whose capitals and digits are counted."""

HEADER_WORDS = 25
"""Longest headline with its second line, in words (a CJK character is half a word)."""

FULL_WORDS = 12
"""Shortest finished paragraph that can be a lead."""

OPENING_WORDS = 40
"""Words of the first sentence that say whether it opens a story."""

_STOP = re.compile(r"[.!?…。！？։؟।][\"'”’»)\]」』]*$")
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
_FOOTER = re.compile(
    r"contact:|copyright|©|\(c\)|rights reserved|https?:|www\.|@\w|\d{3}[-/.]\d{4}|contributed to this"
    r"|follow (?:us|him|her|me) on|reporting by|editing by|subscribe|sign up|read more|more information",
    re.IGNORECASE,
)
_CAPITALS = re.compile(
    r"[A-ZÀ-Þ][\w'’-]*(?: (?:[A-Z]\. )?(?:(?:de|van|von|bin|al|el|la|del|di|da) )?[A-ZÀ-Þ][\w'’-]*)*"
)
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
    opening: float
    """Sum of the opening weights of the first sentence: high for the first paragraph of a story."""
    full_names: frozenset[str]
    singles: frozenset[str]
    """Capitalised words that stand alone."""
    terms: Mapping[str, int]


def form(paragraph: str, openings: Mapping[str, float], lang: str) -> Form:
    """Measure a paragraph.

    `openings` weighs the features of a first sentence that `opening_features` lists; `lang` is the
    language of the file (`dedup.text.terms.language`).
    """
    text, tail = paragraph[:READ], paragraph[-200:]
    tokens = words(text)
    wide = sum(len(t) == 1 and t > "\u2fff" for t in tokens)
    length = len(tokens) - wide / 2
    stop = bool(_STOP.search(tail))
    start = text[:STYLED]
    upper, lower = sum(map(str.isupper, start)), sum(map(str.islower, start))
    spaced = text.split(None, 60)[:60]
    first = opening_words(text)
    full_names, singles = _names(text)
    short = length < 20
    return Form(
        length=min(length, 200.0),
        caps=upper / max(1, upper + lower),
        titled=sum(w[0].isupper() for w in spaced) / max(1, len(spaced)),
        stop=stop,
        colon=tail.endswith((":", ";", ",")),
        quote=bool(_QUOTE.match(text)),
        bullet=bool(_BULLET.match(text)),
        digits=sum(map(str.isdigit, start)) / max(1, len(start)),
        byline=short and bool(_BYLINE.match(text)),
        dateline=bool(_DATELINE.match(text)),
        date=length < 12 and bool(_DATE.search(text)),
        end=len(text) < 30 and bool(_END.fullmatch(text)),
        footer=bool(_FOOTER.search(tail)),
        header=length <= HEADER_WORDS and not stop and not tail.endswith((":", ";", ",")),
        full=length > HEADER_WORDS or (stop and length >= FULL_WORDS),
        names=min(len(full_names), 10),
        day=not _DAYS.isdisjoint(first),
        sentence=min(len(first), OPENING_WORDS),
        opening=sum(openings.get(f, 0.0) for f in opening_features(first)),
        full_names=full_names,
        singles=singles,
        terms=Counter(terms(text, lang)),
    )


def opening_words(paragraph: str) -> list[str]:
    """The words of a paragraph's first sentence."""
    stop = _SENTENCE.search(paragraph[:READ])
    return words(paragraph[: stop.end() if stop else READ])[:OPENING_WORDS]


def opening_features(first: list[str]) -> Iterator[str]:
    """What a first sentence is weighed by: its first word, its first three, and all others, each once.

    Examples
    --------
    >>> list(opening_features(["the", "storm", "also", "hit", "the", "coast"]))
    ['1 the', '3 also', '3 storm', '3 the', 'coast', 'hit', 'the']
    """
    if first:
        yield "1 " + first[0]
    yield from sorted("3 " + word for word in set(first[:3]))
    yield from sorted(set(first[3:]))


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
    return frozenset(full), frozenset(singles)
