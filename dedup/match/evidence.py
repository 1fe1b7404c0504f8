"""What a story gives as evidence of the event it reports, small enough to keep millions of.

A profile is the set of a story's terms with their counts, and which of them stand in its lead: the headline
and the first two or three sentences, where news says what happened. Names, places, numbers and weekdays are
terms among them; `dedup.match.agreement` tells them apart by their hashes. The text is not needed
afterwards.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dedup.text.background import hashes
from dedup.text.terms import UNSPACED_SCRIPT, language, terms
from dedup.text.words import words

LEAD_TERMS = 90
"""Title and first words that are the lead: headline and two or three sentences."""

NUMBERS = 3000
"""Numbers below this one (years, days, tolls, the parts of 12,500) are known as numbers."""

MOST_WORDS = 1_000_000
"""Words of a language that are remembered: a run of years meets ever new ones."""

_AT_ONCE = 1 << 20  # terms of a part

Hashes = NDArray[np.uint32]


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """One story: sorted term hashes (uint32), their counts (uint8), and if they are in the lead (bool)."""

    terms: Hashes
    counts: NDArray[np.uint8]
    lead: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """Profiles of n stories, end to end: story i has the terms from `offsets[i]` to `offsets[i + 1]`.

    `offsets` int64 (n + 1,), `terms` uint32 (m,), `counts` uint8 (m,), `lead` bool (m,).
    """

    offsets: NDArray[np.int64]
    terms: Hashes
    counts: NDArray[np.uint8]
    lead: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, i: int) -> Profile:
        part = slice(int(self.offsets[i]), int(self.offsets[i + 1]))
        return Profile(self.terms[part], self.counts[part], self.lead[part])

    @property
    def story(self) -> NDArray[np.int64]:
        """int64 (m,): the story of each term."""
        return np.repeat(np.arange(len(self)), np.diff(self.offsets))

    def parts(self) -> Iterator["Profiles"]:
        """Consecutive stories, about `_AT_ONCE` terms at a time; nothing is copied."""
        first = 0
        while first < len(self):
            start = int(self.offsets[first])
            last = max(int(np.searchsorted(self.offsets, start + _AT_ONCE)), first + 1)
            part = slice(start, int(self.offsets[min(last, len(self))]))
            offsets = self.offsets[first : last + 1] - start
            yield Profiles(offsets, self.terms[part], self.counts[part], self.lead[part])
            first = last

    def take(self, rows: NDArray[np.int64]) -> "Profiles":
        """The profiles of the given stories, in the given order."""
        lengths = np.diff(self.offsets)[rows]
        ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
        found = Profiles(
            ends, *(np.empty(ends[-1], column.dtype) for column in (self.terms, self.counts, self.lead))
        )
        begins = self.offsets[rows] - ends[:-1]
        done = 0
        for part in found.parts():
            last = done + len(part)
            places = np.arange(ends[done], ends[last]) + np.repeat(begins[done:last], lengths[done:last])
            part.terms[:], part.counts[:], part.lead[:] = (
                self.terms[places],
                self.counts[places],
                self.lead[places],
            )
            done = last
        return found


def stack(profiles: Sequence[Profile]) -> Profiles:
    """Profiles end to end, in the order given."""
    none = profile("")
    lengths = [len(profile.terms) for profile in profiles]
    return Profiles(
        offsets=np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64),
        terms=np.concatenate([none.terms, *(profile.terms for profile in profiles)]),
        counts=np.concatenate([none.counts, *(profile.counts for profile in profiles)]),
        lead=np.concatenate([none.lead, *(profile.lead for profile in profiles)]),
    )


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
    occurrences = np.array(_hashes(title or "", lang) + _hashes(text, lang), dtype=np.uint32)
    ordered = np.sort(occurrences)
    first = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])[: len(ordered)])
    found = ordered[first]
    lead = np.zeros(len(found), np.bool_)
    lead[np.searchsorted(found, occurrences[:LEAD_TERMS])] = True
    counts = np.diff(np.append(first, len(ordered)))
    return Profile(found, np.minimum(counts, 255).astype(np.uint8), lead)


class _Terms(dict[str, int]):
    """Hash of the term of every word met in one language."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang

    def __missing__(self, word: str) -> int:
        if len(self) > MOST_WORDS:
            self.clear()
        self[word] = found = int(hashes(terms(word, self._lang) or [word])[0])
        return found


@cache
def _terms(lang: str) -> _Terms:
    return _Terms(lang)


def _hashes(text: str, lang: str) -> list[int]:
    if not text.isascii() and UNSPACED_SCRIPT.search(text):
        return [*map(int, hashes(terms(text, lang)))]
    return [*map(_terms(lang).__getitem__, words(text))]


@cache
def number_hashes() -> Hashes:
    """Sorted hashes of the terms that are numbers below `NUMBERS`, with and without leading zeros."""
    written = {f"{n:0{width}d}" for width in (1, 2, 3) for n in range(NUMBERS)}
    return np.sort(hashes(sorted(written)))
