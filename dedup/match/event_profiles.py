"""What a story gives as evidence of the event it reports, small enough to keep millions of.

A profile is the set of a story's terms with their counts, and where they stand: in its lead (the headline and
the first two or three sentences, where news says what happened), in its headline, as a name in its headline.
A word of a headline is a name when it has a capital that its neighbours lack, or, where all words have one,
when the background hardly knows it in lower case. Places, numbers and weekdays are terms, too;
`dedup.match.event_model` tells them apart by their hashes. The text is not needed afterwards.

Of a large batch every word is hashed where it lies, as for shingles, and its term is looked up by that hash:
a word is only spelled and stemmed when it is met for the first time in its language. Stories in scripts that
are written without spaces, whose terms are pairs of characters, are profiled one by one.

A lead says when things happened: by the weekday in the week itself, by a date in a dateline or later on. What
it names of the calendar is 64 bits a story, found by the hashes of its terms: bits 0 to 6 are the weekdays,
Monday first, 7 to 18 the months, and the others the years, by what is left after division.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import compiled
from dedup.sketch.hashing import Texts, strings
from dedup.sketch.shingles import chunked
from dedup.text.background import background, hashes, in_use
from dedup.text.normalise import plain_letters, words
from dedup.text.terms import (
    CALENDAR_NAMES,
    FUNCTION_WORDS,
    SAMPLE,
    UNSPACED_SCRIPT,
    beyond_latin,
    language,
    terms,
    terms_of_each,
    voters,
)
from dedup.types import Story

_WORD = re.compile(r"\w+")
_LINK = re.compile(r"\b[a-zA-Z]{2,9}://\S+")
_UNSPACED = "unspaced"  # what stands for a language where stories are profiled one by one

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

YEARS = range(1900, 2100)
"""Numbers that are years."""

_MONTH, _YEAR, _BITS = 7, 19, 64

WEEKDAY_BITS = np.uint64((1 << _MONTH) - 1)
MONTH_BITS = np.uint64((1 << _YEAR) - (1 << _MONTH))
YEAR_BITS = np.uint64((1 << _BITS) - (1 << _YEAR))

Hashes = NDArray[np.uint32]
Calendar = NDArray[np.uint64]


def profiles(stories: Sequence[Story]) -> Profiles:
    """The evidence of stories, in their order."""
    stories = [*map(_plain, stories)]
    if not compiled.available():
        return _one_by_one(stories)
    rows: dict[str, list[int]] = defaultdict(list)
    for row, lang in enumerate(_languages(stories)):
        rows[lang].append(row)
    parts = [
        _compiled([stories[row] for row in some], lang)
        if lang != _UNSPACED
        else _one_by_one([stories[row] for row in some])
        for lang, some in rows.items()
    ]
    order = np.concatenate([np.empty(0, np.int64), *rows.values()]).astype(np.int64)
    return concatenate(parts).take(np.argsort(order))


def concatenate(parts: Sequence[Profiles]) -> Profiles:
    """The stories of several, one after the other."""
    parts = [stack([]), *parts]
    starts = np.cumsum([0, *(len(part.terms) for part in parts[:-1])])
    ends = [part.offsets[1:] + start for part, start in zip(parts, starts.tolist(), strict=True)]
    return Profiles(
        np.concatenate([np.zeros(1, np.int64), *ends]),
        np.concatenate([part.terms for part in parts]),
        np.concatenate([part.counts for part in parts]),
        np.concatenate([part.place for part in parts]),
        np.concatenate([part.langs for part in parts]),
    )


def _languages(stories: Sequence[Story]) -> list[str]:
    """The language of each story, or that it is in a script without spaces."""
    found, asked = [], []
    for row, story in enumerate(stories):
        text, sample = _text(story), (story.text or story.title or "")[:SAMPLE]
        if not text.isascii() and UNSPACED_SCRIPT.search(text):
            found.append(_UNSPACED)
        elif story.lang or beyond_latin(sample):
            found.append(language(sample, story.lang))
        else:
            asked.append(row)
            found.append(sample)
    for row, lang in zip(asked, _voted([found[row] for row in asked]), strict=True):
        found[row] = lang
    return found


def _voted(samples: Sequence[str]) -> list[str]:
    """`text.terms.language` of samples in the Latin script."""
    keys, numbers, langs, votes = _ballot()
    names = [*langs, "en", ""]
    found: list[str] = []
    for chunk in chunked(samples):
        words, offsets, _ = compiled.hash_words(chunk)
        word, _ = compiled.look_up(words, keys, numbers)
        known = np.flatnonzero(word)
        given = votes[word[known]]
        text = np.searchsorted(offsets, known, side="right") - 1
        shape = len(offsets) - 1, len(langs)
        places = (text * len(langs))[:, None] + given[:, :, 0]
        counted = np.bincount(places.ravel(), given[:, :, 1].ravel(), shape[0] * shape[1]).reshape(shape)
        best = counted.argmax(axis=1)  # of several the first by name
        beyond_ascii = np.array([not sample.isascii() for sample in strings(chunk)], np.int64)
        best = np.where(counted.any(axis=1), best, len(langs) + beyond_ascii)
        found += [names[place] for place in best.tolist()]
    return found


@cache
def _ballot() -> tuple[NDArray[np.uint64], NDArray[np.uint32], list[str], NDArray[np.int64]]:
    """A table of the numbers of function words, the languages by name, and the votes of each word (0: none):
    which language gets how much, as many times as any word needs."""
    langs, known = sorted(FUNCTION_WORDS), voters()
    votes = np.zeros((len(known) + 1, max(map(len, known.values())), 2), np.int64)
    for number, parts in enumerate(known.values(), 1):
        votes[number, : len(parts)] = [(langs.index(lang), part) for lang, part in parts]
    hashed = compiled.hash_words([*known])[0].copy()
    keys, numbers = np.zeros(1 << 11, np.uint64), np.zeros(1 << 11, np.uint32)
    compiled.put(hashed, np.arange(1, len(known) + 1, dtype=np.uint32), keys, numbers)
    return keys, numbers, langs, votes


def _plain(story: Story) -> Story:
    """A story with its homoglyphs folded, so that it keeps its language and its names."""
    text, title = plain_letters(story.text), story.title and plain_letters(story.title)
    return story if (text, title) == (story.text, story.title) else replace(story, text=text, title=title)


def _text(story: Story) -> str:
    return _unlinked(f"{story.title or ''}\n{story.text}")


def _unlinked(text: str) -> str:
    """A text without addresses of pages: their parts are no words of its story."""
    return _LINK.sub(" ", text) if "://" in text else text


def _one_by_one(stories: Sequence[Story]) -> Profiles:
    return stack([profile(story.text, story.title, story.lang, headline(story)) for story in stories])


def _compiled(stories: Sequence[Story], lang: str) -> Profiles:
    table, parts = _table(lang), []
    for chunk in chunked([_text(story) for story in stories]):
        ends, found, counts, lead = compiled.event_terms(*table.terms(chunk), LEAD_TERMS)
        langs = np.full(len(ends) - 1, _lang_key(lang), np.uint32)
        parts.append(Profiles(ends, found, counts, lead.astype(np.uint8) * np.uint8(LEAD), langs))
    whole = concatenate(parts)
    lines = [headline(story) for story in stories]
    _headline_words(lang, in_use()).learn({word for line in lines for word in _headline(line)})
    _mark_headlines(whole, [heading(line, lang) for line in lines])
    return whole


def _mark_headlines(found: Profiles, headings: Sequence[dict[int, int]]) -> None:
    """Adds to the places of terms what their headlines say."""
    story = np.repeat(np.arange(len(headings), dtype=np.uint64), [*map(len, headings)])
    terms = np.fromiter((term for heading in headings for term in heading), np.uint64, len(story))
    marks = np.fromiter((mark for heading in headings for mark in heading.values()), np.uint8, len(story))
    keys = found.story.astype(np.uint64) << np.uint64(32) | found.terms
    _mark(keys, found.place, story << np.uint64(32) | terms, marks)


def _mark(keys: NDArray[Any], place: Places, wanted: NDArray[Any], marks: Places) -> None:
    """Adds marks to the places of the keys, ascending, that are wanted; what is not there is passed over."""
    if len(keys):
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        there = keys[at] == wanted
        place[at[there]] |= marks[there]


class _Table:
    """Hash of the term of every word met in one language, by the word's own hash."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._lock = Lock()  # batches may be digested in threads
        self._clear()

    def _clear(self) -> None:
        self._count = 0
        self._keys: NDArray[np.uint64] = np.zeros(1 << 12, np.uint64)
        self._values: Hashes = np.zeros(1 << 12, np.uint32)

    def terms(self, texts: Texts) -> tuple[Hashes, NDArray[np.int64]]:
        """The terms of texts in order, and at which each text begins: uint32 (m,), int64 (n + 1,)."""
        words, offsets, spelled = compiled.hash_words(texts)
        with self._lock:
            found, unknown = compiled.look_up(words, self._keys, self._values)
            if len(unknown):
                new, first = np.unique(words[unknown], return_index=True)
                self._learn(new, spelled(unknown[first]))
                found[unknown], _ = compiled.look_up(words[unknown], self._keys, self._values)
        return found, offsets

    def _learn(self, new: NDArray[np.uint64], spelled: list[str]) -> None:
        if self._count > MOST_WORDS:
            self._clear()
        given = hashes(_first_terms(spelled, self._lang))
        self._count += len(new)
        if 2 * self._count > len(self._keys):
            known = np.flatnonzero(self._keys)
            new = np.concatenate([self._keys[known], new])
            given = np.concatenate([self._values[known], given])
            size = 1 << (4 * self._count).bit_length()
            self._keys, self._values = np.zeros(size, np.uint64), np.zeros(size, np.uint32)
        compiled.put(new, given, self._keys, self._values)


def _first_terms(listed: Sequence[str], lang: str) -> list[str]:
    """The first term of each of many normalised words; a word without any as it is."""
    if not lang:  # each word by the language that it is taken for
        found = [terms(word, lang) for word in listed]
    else:
        found = terms_of_each(listed, lang)
    return [of_word[0] if of_word else word for of_word, word in zip(found, listed, strict=True)]


@cache
def _table(lang: str) -> _Table:
    return _Table(lang)


LEAD_TERMS = 90
"""Title and first words that are the lead: headline and two or three sentences."""

HEADLINE_WORDS = 30
"""Words of a headline that are looked at."""

SHORT_LINE = 160
"""Characters up to which the first line of a text file is its headline."""

TITLE_CASE = 0.6
"""Share of words with a capital from which a headline is written with one at every word: then it tells no
names."""

NAMED = 0.15
"""Share of a word's occurrences that are in lower case, by the background, below which it is a name: set by
hand, not fitted."""

NUMBERS = 3000
"""Numbers below this one (years, days, tolls, the parts of 12,500) are known as numbers."""

MOST_WORDS = 1_000_000
"""Words of a language that are remembered: a run of years meets ever new ones."""

_AT_ONCE = 1 << 20  # terms of a part


LEAD, HEADLINE, NAME = 1, 2, 4
"""Where a term stands: in the lead, in the headline, as a name in the headline."""

Places = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """One story: sorted term hashes (uint32), their counts (uint8), the places where they stand (uint8, sums
    of `LEAD`, `HEADLINE`, `NAME`), and the hash of its language."""

    terms: Hashes
    counts: NDArray[np.uint8]
    place: Places
    lang: int

    @property
    def lead(self) -> NDArray[np.bool_]:
        """bool: which terms stand in the lead."""
        return (self.place & LEAD) > 0


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """Profiles of n stories, end to end: story i has the terms from `offsets[i]` to `offsets[i + 1]`.

    `offsets` int64 (n + 1,), `terms` uint32 (m,), `counts`, `place` uint8 (m,), `langs` uint32 (n,).
    """

    offsets: NDArray[np.int64]
    terms: Hashes
    counts: NDArray[np.uint8]
    place: Places
    langs: Hashes

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, i: int) -> Profile:
        part = slice(int(self.offsets[i]), int(self.offsets[i + 1]))
        return Profile(self.terms[part], self.counts[part], self.place[part], int(self.langs[i]))

    @property
    def lead(self) -> NDArray[np.bool_]:
        """bool (m,): which terms stand in the lead."""
        return (self.place & LEAD) > 0

    @property
    def story(self) -> NDArray[np.int64]:
        """int64 (m,): the story of each term."""
        return np.repeat(np.arange(len(self)), np.diff(self.offsets))

    def parts(self) -> Iterator[Profiles]:
        """Consecutive stories, about `_AT_ONCE` terms at a time; nothing is copied."""
        first = 0
        while first < len(self):
            start = int(self.offsets[first])
            last = max(int(np.searchsorted(self.offsets, start + _AT_ONCE)), first + 1)
            part = slice(start, int(self.offsets[min(last, len(self))]))
            offsets = self.offsets[first : last + 1] - start
            langs = self.langs[first:last]
            yield Profiles(offsets, self.terms[part], self.counts[part], self.place[part], langs)
            first = last

    def take(self, rows: NDArray[np.int64]) -> Profiles:
        """The profiles of the given stories, in the given order."""
        lengths = np.diff(self.offsets)[rows]
        ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
        m = int(ends[-1])
        columns = np.empty(m, np.uint32), np.empty(m, np.uint8), np.empty(m, np.uint8)
        found = Profiles(ends, *columns, self.langs[rows])
        begins = self.offsets[rows] - ends[:-1]
        done = 0
        for part in found.parts():
            last = done + len(part)
            places = np.arange(ends[done], ends[last]) + np.repeat(begins[done:last], lengths[done:last])
            part.terms[:], part.counts[:], part.place[:] = (
                self.terms[places],
                self.counts[places],
                self.place[places],
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
        place=np.concatenate([none.place, *(profile.place for profile in profiles)]),
        langs=np.array([profile.lang for profile in profiles], np.uint32),
    )


def profile(text: str, title: str | None = None, lang: str | None = None, line: str | None = None) -> Profile:
    """The evidence of one story.

    Parameters
    ----------
    text, title
        Body and headline as they were read; boilerplate is best taken out before.
    lang
        Language tag; guessed when None.
    line
        Headline, where it is not the title.
    """
    lang = language(text or title or "", lang)
    both = _hashes(_unlinked(title or ""), lang) + _hashes(_unlinked(text), lang)
    occurrences = np.array(both, dtype=np.uint32)
    ordered = np.sort(occurrences)
    first = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])[: len(ordered)])
    found = ordered[first]
    place = np.zeros(len(found), np.uint8)
    place[np.searchsorted(found, occurrences[:LEAD_TERMS])] = LEAD
    marks = heading((title or "") if line is None else line, lang)
    _mark(found, place, np.array([*marks], np.uint32), np.array([*marks.values()], np.uint8))
    counts = np.diff(np.append(first, len(ordered)))
    return Profile(found, np.minimum(counts, 255).astype(np.uint8), place, _lang_key(lang))


def heading(line: str, lang: str) -> dict[int, int]:
    """Hashes of the terms of a headline, each with `HEADLINE`, and `NAME` where it names.

    `lang` is the language of the story, as `text.terms.language` gives it.
    """
    if not line.isascii() and UNSPACED_SCRIPT.search(line):
        return dict.fromkeys(_hashes(line, lang), HEADLINE)
    written = [word for word in _WORD.findall(line) if not word[0].isdigit()]
    capitals = sum(word[0].isupper() for word in written)
    telling = capitals <= TITLE_CASE * len(written)
    known = _headline_words(lang, in_use())
    found: dict[int, int] = {}
    for number, word in enumerate(_headline(line)):
        for term, named in known[word]:
            names = named or (telling and number > 0 and word[0].isupper())
            found[term] = found.get(term, 0) | (HEADLINE | NAME if names else HEADLINE)
    return found


def _headline(line: str) -> list[str]:
    """The words of a headline that are looked at."""
    return _WORD.findall(line)[:HEADLINE_WORDS]


def headline(story: Story) -> str:
    """The title of a story; without one the first line where it is short, and more follows in a text file or
    nothing at all: a flash, a post."""
    if story.title:
        return story.title
    first, _, rest = story.text[: SHORT_LINE + 2].strip().partition("\n")
    return first if len(first) <= SHORT_LINE and bool(rest) <= story.whole_file else ""


class _HeadlineWords(dict[str, list[tuple[int, bool]]]):
    """Word as it is written -> its terms, and whether it has a capital and is a name by the background."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang

    def __missing__(self, word: str) -> list[tuple[int, bool]]:
        self.learn({word})
        return self[word]

    def learn(self, wanted: Iterable[str]) -> None:
        """Looks up many words at once, in a fifth of the time."""
        if len(self) > MOST_WORDS:
            self.clear()
        new = [word for word in wanted if word not in self]
        capital = [word for word in new if word[0].isupper()]
        shares = background().lower_ratio(capital).tolist()
        names = {word for word, lower in zip(capital, shares, strict=True) if not lower >= NAMED}
        _terms(self._lang).learn({word.lower() for word in new if word.isascii() and "_" not in word})
        for word in new:
            self[word] = [(term, word in names) for term in _hashes(word, self._lang)]


@cache
def _headline_words(lang: str, table: Path) -> _HeadlineWords:
    """Of a language, while that table is in use."""
    return _HeadlineWords(lang)


@cache
def _lang_key(lang: str) -> int:
    """What stands for a language in a profile."""
    return int(hashes([lang])[0])


class _Terms(dict[str, int]):
    """Hash of the term of every word met in one language."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang

    def __missing__(self, word: str) -> int:
        self.learn({word})
        return self[word]

    def learn(self, wanted: Iterable[str]) -> None:
        """Looks up many words at once."""
        if len(self) > MOST_WORDS:
            self.clear()
        new = [word for word in wanted if word not in self]
        self.update(zip(new, hashes(_first_terms(new, self._lang)).tolist(), strict=True))


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


@cache
def calendar_hashes() -> tuple[Hashes, Calendar]:
    """Sorted hashes of the terms that name a weekday, a month or a year, and the bit of each."""
    found: dict[int, int] = {}
    for lang, named in CALENDAR_NAMES.items():
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
    lead = np.flatnonzero(profiles.lead)
    at = np.minimum(np.searchsorted(known, profiles.terms[lead]), len(known) - 1)
    there = known[at] == profiles.terms[lead]
    story = np.searchsorted(profiles.offsets, lead[there], side="right") - 1
    found = np.zeros(len(profiles), np.uint64)
    np.bitwise_or.at(found, story, bits[at[there]])
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
