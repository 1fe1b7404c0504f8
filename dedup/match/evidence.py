"""What a story gives as evidence of the event it reports, small enough to keep millions of.

A profile is the set of a story's terms with their counts, and for each term how it is used: in the title, in
the lead, as a name; and the weekdays that the story mentions. The text is not needed afterwards.

A name is a word that the story writes with a capital letter (almost) throughout and that news at large does
not write in lower case inside sentences, so that the first word of a sentence is no name. Weekdays are known
in a dozen languages.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dedup.text.background import background, hashes
from dedup.text.normalise import normalise
from dedup.text.terms import UNSPACED_SCRIPT, language, terms
from dedup.text.words import words

TITLE, LEAD, NAME = 1, 2, 4
"""Bits of `Profiles.uses`: the term stands in the title, in the lead, as a name."""

LEAD_TERMS = 90
"""Title and first words that are the lead: headline and two or three sentences."""

CAPITALISED = 0.75
"""Share of a term's occurrences with a capital from which it may be a name."""

WEEKDAYS = (
    "monday lundi montag lunes lunedì maandag måndag mandag poniedziałek понедельник pazartesi 月曜",
    "tuesday mardi dienstag martes martedì terça dinsdag tisdag tirsdag wtorek вторник salı 火曜",
    "wednesday mercredi mittwoch miércoles mercoledì quarta woensdag onsdag środa среда среду çarşamba 水曜",
    "thursday jeudi donnerstag jueves giovedì quinta donderdag torsdag czwartek четверг perşembe 木曜",
    "friday vendredi freitag viernes venerdì sexta vrijdag fredag piątek пятница пятницу cuma 金曜",
    "saturday samedi samstag sonnabend sábado sabato zaterdag lördag lørdag sobota субботу cumartesi 土曜",
    "sunday dimanche sonntag domingo domenica zondag söndag søndag niedziela воскресенье pazar 日曜",
)
"""Names of the weekdays, Monday first."""

_CAPITAL = re.compile(r"\b[^\W\d_a-z]\w+")

_MOST_WORDS = 1_000_000  # a run of years meets ever new words: the memory of them is bounded

Hashes = NDArray[np.uint32]


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """One story: sorted term hashes (uint32), their counts (uint8), their uses (uint8 bits), weekday bits."""

    terms: Hashes
    counts: NDArray[np.uint8]
    uses: NDArray[np.uint8]
    weekdays: int


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """Profiles of n stories, end to end: story i has the terms from `offsets[i]` to `offsets[i + 1]`.

    `offsets` int64 (n + 1,), `terms` uint32 (m,), `counts` and `uses` uint8 (m,), `weekdays` uint8 (n,).
    """

    offsets: NDArray[np.int64]
    terms: Hashes
    counts: NDArray[np.uint8]
    uses: NDArray[np.uint8]
    weekdays: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, i: int) -> Profile:
        part = slice(int(self.offsets[i]), int(self.offsets[i + 1]))
        return Profile(self.terms[part], self.counts[part], self.uses[part], int(self.weekdays[i]))

    def take(self, rows: NDArray[np.int64]) -> "Profiles":
        """The profiles of the given stories, in the given order."""
        return stack([self[int(row)] for row in rows])


def stack(profiles: Sequence[Profile]) -> Profiles:
    """Profiles end to end, in the order given."""
    lengths = np.array([len(profile.terms) for profile in profiles], dtype=np.int64)
    none = [Profile(np.zeros(0, np.uint32), np.zeros(0, np.uint8), np.zeros(0, np.uint8), 0)]
    return Profiles(
        offsets=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        terms=np.concatenate([profile.terms for profile in [*none, *profiles]]),
        counts=np.concatenate([profile.counts for profile in [*none, *profiles]]),
        uses=np.concatenate([profile.uses for profile in [*none, *profiles]]),
        weekdays=np.array([profile.weekdays for profile in profiles], dtype=np.uint8),
    )


class _Terms(dict[str, int]):
    """Hash of the term of every word met in one language."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang

    def __missing__(self, word: str) -> int:
        if len(self) > _MOST_WORDS:
            self.clear()
        self[word] = found = int(hashes(terms(word, self._lang) or [word])[0])
        return found


class _Names(dict[str, int]):
    """Hash of the term of every capitalised word met, 0 for those that news writes in lower case."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang

    def __missing__(self, word: str) -> int:
        if len(self) > _MOST_WORDS:
            self.clear()
        usual = background().lower_ratio([word])[0]
        name = word[0].isupper() and not usual >= 0.5
        self[word] = found = _terms(self._lang)[normalise(word)] if name else 0
        return found


@cache
def _terms(lang: str) -> _Terms:
    return _Terms(lang)


@cache
def _names(lang: str) -> _Names:
    return _Names(lang)


@cache
def _weekdays(lang: str) -> tuple[Hashes, NDArray[np.uint8]]:
    """Hashes of the weekdays and the bit of each."""
    named = [(word, 1 << day) for day, names in enumerate(WEEKDAYS) for word in names.split()]
    found = hashes([(terms(word, lang) or [word])[0] for word, _ in named])
    return found, np.array([bit for _, bit in named], dtype=np.uint8)


def profile(text: str, title: str | None = None, lang: str | None = None) -> Profile:
    """The evidence of one story.

    Parameters
    ----------
    text, title
        Body and headline as they were read; boilerplate is best taken out before.
    lang
        Language tag; guessed when None.
    """
    lang = language(text or title or "", lang)
    heading, body = _occurrences(title or "", lang), _occurrences(text, lang)
    occurrences = np.array(heading + body, dtype=np.uint32)
    found, counts = _counted(occurrences)
    uses = np.zeros(len(found), np.uint8)
    uses[np.searchsorted(found, occurrences[: len(heading)])] |= TITLE
    uses[np.searchsorted(found, occurrences[:LEAD_TERMS])] |= LEAD
    capitalised = [*map(_names(lang).__getitem__, _CAPITAL.findall(text))]
    named, times = _counted(np.array(capitalised, dtype=np.uint32))
    at, known = _places(found, named)
    at, times = at[known], times[known]
    uses[at[times >= CAPITALISED * counts[at]]] |= NAME
    days, bits = _weekdays(lang)
    weekdays = int(np.bitwise_or.reduce(bits[_places(found, days)[1]], initial=0))
    return Profile(found, np.minimum(counts, 255).astype(np.uint8), uses, weekdays)


def _occurrences(text: str, lang: str) -> list[int]:
    if not text.isascii() and UNSPACED_SCRIPT.search(text):
        return [*map(int, hashes(terms(text, lang)))]
    return [*map(_terms(lang).__getitem__, words(text))]


def _counted(occurrences: Hashes) -> tuple[Hashes, NDArray[np.int64]]:
    """Distinct numbers, ascending, and how often each occurs."""
    ordered = np.sort(occurrences)
    first = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])[: len(ordered)])
    return ordered[first], np.diff(first, append=len(ordered))


def _places(within: Hashes, wanted: Hashes) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where `wanted` stand in sorted `within`, and whether they do."""
    if not len(within):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.bool_)
    at = np.minimum(np.searchsorted(within, wanted), len(within) - 1)
    return at, within[at] == wanted
