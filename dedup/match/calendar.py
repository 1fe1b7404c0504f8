"""The weekdays, months and years that a story names in its lead: 64 bits a story.

A lead says when things happened: by the weekday in the week itself, by a date in a dateline or later on. Two
reports of one event say the same. Bits 0 to 6 are the weekdays, Monday first, 7 to 18 the months, and the
others the years, by what is left after division. Names are known by the hashes of their terms.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from dedup.match.event_profiles import Profile, Profiles
from dedup.text.background import hashes
from dedup.text.calendar_names import NAMES
from dedup.text.terms import terms

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

YEARS = range(1900, 2100)
"""Numbers that are years."""

_MONTH, _YEAR, _BITS = 7, 19, 64

WEEKDAY_BITS = np.uint64((1 << _MONTH) - 1)
MONTH_BITS = np.uint64((1 << _YEAR) - (1 << _MONTH))
YEAR_BITS = np.uint64((1 << _BITS) - (1 << _YEAR))

Hashes = NDArray[np.uint32]
Calendar = NDArray[np.uint64]


@cache
def calendar_hashes() -> tuple[Hashes, Calendar]:
    """Sorted hashes of the terms that name a weekday, a month or a year, and the bit of each."""
    found: dict[int, int] = {}
    for lang, named in NAMES.items():
        for bit, spellings in enumerate(named.split()):
            for word in spellings.strip("-").split("/"):
                found |= dict.fromkeys(map(int, hashes(terms(word, lang)[:1])), 1 << bit)
    for year in YEARS:
        found[int(hashes([str(year)])[0])] = 1 << _YEAR + year % (_BITS - _YEAR)
    ordered = sorted(found)
    return np.array(ordered, np.uint32), np.array([found[hashed] for hashed in ordered], np.uint64)


def calendar(profiles: Profiles) -> Calendar:
    """What each of n stories names in its lead: uint64, shape (n,)."""
    known, bits = calendar_hashes()
    at = np.minimum(np.searchsorted(known, profiles.terms), len(known) - 1)
    named = np.flatnonzero((known[at] == profiles.terms) & profiles.lead)
    found = np.zeros(len(profiles), np.uint64)
    np.bitwise_or.at(found, profiles.story[named], bits[at[named]])
    return found


def weekdays(found: Profile) -> tuple[str, ...]:
    """Names of the weekdays that a story mentions anywhere, Monday first."""
    known, bits = calendar_hashes()
    mentioned = int(np.bitwise_or.reduce(bits[np.isin(known, found.terms)], initial=np.uint64(0)))
    return tuple(name for day, name in enumerate(DAYS) if mentioned >> day & 1)


def agreement(a: Calendar, b: Calendar, bits: np.uint64) -> NDArray[np.float64]:
    """1 where both name one in common, -1 where both name some but none in common, else 0: float64 (m,)."""
    a, b = a & bits, b & bits
    common = (a & b) > 0
    return common.astype(np.float64) - ((a > 0) & (b > 0) & ~common)
