"""Text reuse: the passages that stories share word for word, with their places.

**Theory of operation.** A passage is a run of at least `WORDS` normalised words. Every window of so many
words gets a hash; of a window that comes twice in one story only the first counts, as in a shingle set, so
that nothing grows with repetition inside a story. Windows that occur in one story only are dropped.

`shared_passages` looks at all stories of a run: what is left of each is a sequence of windows, and a suffix
array of these sequences (prefix doubling: Manber and Myers 1993, SIAM J. Comput. 22) with the lengths of the
common prefixes gives every maximal repeat: a passage that no word can be added to, in front or behind,
without losing one of its stories. `overlap` holds two collections against each other: the windows of A stay
in memory, B streams by, and each window of A remembers the longest run of B that it stands in.

Hashes only propose: the words of every passage are compared before it is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from dedup.errors import SettingsError
from dedup.readers import stories as coerce
from dedup.text.normalise import word_places, words
from dedup.types import Occurrence, Reuse, ReusePassage, ReuseRow, SharedPassage, Story, by_time

if TYPE_CHECKING:
    from dedup.pipeline import Progress

Integers = NDArray[np.int64]

WORDS = 12
"""Words in a row from which two stories share a passage: of 246 such passages in 3,000 stories of a financial
wire four in five lie inside one event; of eight words it is two in three (Reuters, March 1987)."""

SHORTEST, LONGEST = 5, 1_000
"""Between these a user may choose; a shingle has five words, and common phrases have as many."""

MOST_LISTED = 1_000
"""Occurrences of a passage that are listed; all are counted."""

AT_LEAST = 0.5
"""Share of a story's words in the other collection from which it counts as contained there."""

_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no power of it vanishes


class _Vocabulary:
    """Numbers of words."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def learn(self, listed: Iterable[str]) -> Integers:
        """The numbers of words, new ones among them."""
        numbers = self._numbers
        return np.array([numbers.setdefault(word, len(numbers)) for word in listed], np.int64)

    def known(self, listed: Iterable[str]) -> Integers:
        """The numbers of words, -1 for those never seen."""
        return np.array([self._numbers.get(word, -1) for word in listed], np.int64)


def _windows(text: Integers, size: int) -> NDArray[np.uint64]:
    """A hash of every run of `size` words: uint64, (n - size + 1,)."""
    if len(text) < size:
        return np.empty(0, np.uint64)
    found = np.zeros(len(text) - size + 1, np.uint64)
    mixed = (text + 1).astype(np.uint64) * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(31)
    for at in range(size):
        found = found * _BASE + mixed[at : at + len(found)]
    return found


def _first(hashes: NDArray[np.uint64]) -> Integers:
    """The places at which each hash comes first, ascending."""
    return np.sort(np.unique(hashes, return_index=True)[1]).astype(np.int64)


def checked(size: int, at_least: float = AT_LEAST) -> None:
    """Refuse lengths and shares that make no sense.

    Raises
    ------
    SettingsError
        Then.
    """
    if not SHORTEST <= size <= LONGEST:
        raise SettingsError(f"words is {size}; it must lie between {SHORTEST} and {LONGEST}")
    if not 0.0 < at_least <= 1.0:
        raise SettingsError(f"at_least is {at_least}; it must lie above 0 and not above 1")


def shared_passages(stories: Iterable[object], *, size: int = WORDS) -> list[SharedPassage]:
    """The passages that two and more stories share, those that repeat most first.

    Parameters
    ----------
    stories
        Stories, records or texts, whose ids differ.
    size
        Words that a passage has at least, 5 to 1,000.

    Returns
    -------
    list of SharedPassage
        Every maximal one: no word can be added in front or behind without losing one of its stories; it ends
        where a story begins to repeat itself. By the words that they repeat, words x (stories - 1), then by
        place. The same for any order of stories.

    Raises
    ------
    SettingsError
        `size` is out of its range.

    Examples
    --------
    >>> line = "the ferry left Skarvik at nine with two hundred people on board"
    >>> [found] = shared_passages([f"Police said {line}.", f"{line.capitalize()}, a spokesman said."])
    >>> found.words, found.stories, found.text
    (12, 2, 'the ferry left Skarvik at nine with two hundred people on board')
    """
    checked(size)
    listed = sorted(coerce(stories), key=by_time)
    vocabulary = _Vocabulary()
    texts = [vocabulary.learn(word for word, _, _ in word_places(story.text)) for story in listed]
    starts, hashes, owners = _repeated(texts, size)
    return _passages(listed, texts, starts, hashes, owners, size)


def _repeated(texts: Sequence[Integers], size: int) -> tuple[Integers, NDArray[np.uint64], Integers]:
    """The windows that occur in two and more texts: first word, hash and text of each, text by text."""
    starts, hashes, owners = [], [], []
    for owner, text in enumerate(texts):
        found = _windows(text, size)
        first = _first(found)
        starts.append(first)
        hashes.append(found[first])
        owners.append(np.full(len(first), owner))
    if not starts:
        return np.empty(0, np.int64), np.empty(0, np.uint64), np.empty(0, np.int64)
    every = np.concatenate(hashes)
    _, which, count = np.unique(every, return_inverse=True, return_counts=True)
    again = count[which] > 1
    return np.concatenate(starts)[again], every[again], np.concatenate(owners)[again]


def _passages(
    listed: Sequence[Story],
    texts: Sequence[Integers],
    starts: Integers,
    hashes: NDArray[np.uint64],
    owners: Integers,
    size: int,
) -> list[SharedPassage]:
    if not len(starts):
        return []
    sequence, window = _sequence(starts, hashes, owners)
    order, common = _suffixes(sequence)
    before = np.concatenate([[-1], sequence[:-1]])[order]
    changes = np.concatenate([[0], np.cumsum(before[1:] != before[:-1])])
    places: dict[int, list[tuple[int, int]]] = {}
    found: list[tuple[SharedPassage, int, int]] = []
    for low, high, length in _intervals(common):
        if changes[high] == changes[low]:
            continue  # the same window stands in front of all: a longer passage
        rows = np.sort(window[order[low : high + 1]])
        rows = _verified(texts, starts, owners, rows, length + size - 1)
        if len(rows) < 2:
            continue
        occurrences = []
        for row in rows[:MOST_LISTED].tolist():
            owner, first = int(owners[row]), int(starts[row])
            if owner not in places:
                places[owner] = [(a, b) for _, a, b in word_places(listed[owner].text)]
            at = places[owner]
            occurrences.append(Occurrence(listed[owner].id, at[first][0], at[first + length + size - 2][1]))
        text = listed[int(owners[rows[0]])].text[occurrences[0].start : occurrences[0].end]
        passage = SharedPassage(length + size - 1, len(rows), text, tuple(occurrences))
        found.append((passage, int(owners[rows[0]]), int(starts[rows[0]])))
    found.sort(key=lambda one: (-one[0].words * (one[0].stories - 1), one[1], one[2], -one[0].words))
    return [passage for passage, _, _ in found]


def _sequence(starts: Integers, hashes: NDArray[np.uint64], owners: Integers) -> tuple[Integers, Integers]:
    """Windows as one sequence of numbers, where a window that does not follow the one before begins anew
    behind a number of its own; and the window of each place, -1 between."""
    _, symbol = np.unique(hashes, return_inverse=True)
    follows = np.concatenate([[False], (owners[1:] == owners[:-1]) & (starts[1:] == starts[:-1] + 1)])
    breaks = np.cumsum(~follows)
    at = np.arange(len(starts)) + breaks
    sequence = np.empty(len(starts) + int(breaks[-1]) + 1, np.int64)
    window = np.full(len(sequence), -1)
    between = np.ones(len(sequence), np.bool_)
    between[at] = False
    sequence[at] = symbol
    sequence[between] = int(symbol.max()) + 1 + np.arange(int(between.sum()))
    window[at] = np.arange(len(starts))
    return sequence, window


def _suffixes(sequence: Integers) -> tuple[Integers, Integers]:
    """The suffixes in their order, and how many numbers each has in common with the one before it."""
    ranks = [np.unique(sequence, return_inverse=True)[1].astype(np.int64)]
    step, n = 1, len(sequence)
    while int(ranks[-1].max()) + 1 < n:
        rank = ranks[-1]
        behind = np.full(n, -1)
        behind[: max(n - step, 0)] = rank[step:]
        pair = (rank << np.int64(32)) + behind + 1
        ranks.append(np.unique(pair, return_inverse=True)[1].astype(np.int64))
        step *= 2
    order = np.argsort(ranks[-1])
    a, b = order[:-1].copy(), order[1:].copy()
    common = np.zeros(n, np.int64)
    for level in range(len(ranks) - 1, -1, -1):
        rank, length = ranks[level], 1 << level
        inside = (a < n) & (b < n)
        same = np.zeros(n - 1, np.bool_)
        same[inside] = rank[a[inside]] == rank[b[inside]]
        common[1:][same] += length
        a[same] += length
        b[same] += length
    return order, common


def _intervals(common: Integers) -> Iterator[tuple[int, int, int]]:
    """Runs of suffixes (first, last) with so many numbers in common, each as long as it can be."""
    open_: list[tuple[int, int]] = []
    hot = np.flatnonzero(common)
    last = -1
    for at in hot.tolist():
        if at != last + 1:
            while open_:
                length, first = open_.pop()
                yield first, last, length
        height, first = int(common[at]), at - 1
        while open_ and open_[-1][0] >= height:
            length, first_there = open_.pop()
            if length > height:
                yield first_there, at - 1, length
            first = first_there
        open_.append((height, first))
        last = at
    while open_:
        length, first = open_.pop()
        yield first, last, length


def _verified(
    texts: Sequence[Integers], starts: Integers, owners: Integers, rows: Integers, length: int
) -> Integers:
    """The windows from which on a text has the same words as that of the first."""

    def run(row: int) -> Integers:
        return texts[int(owners[row])][int(starts[row]) : int(starts[row]) + length]

    first = run(int(rows[0]))
    return np.array([row for row in rows.tolist() if np.array_equal(run(row), first)], np.int64)


def overlap(
    a: Iterable[object],
    b: Iterable[object],
    *,
    size: int = WORDS,
    at_least: float = AT_LEAST,
    progress: Progress | None = None,
) -> Reuse:
    """What of A stands in B, word for word.

    Parameters
    ----------
    a, b
        Stories, records or texts. A is kept in memory, B is read once and streamed.
    size
        Words in a row that are a passage, 5 to 1,000.
    at_least
        Share of its words, above 0 to 1, from which a story of A counts as contained in B.
    progress
        Called now and then with what is being done.

    Returns
    -------
    Reuse
        The stories of A that share a passage with B, in the order of A, and the totals. It does not depend on
        the order of B.

    Raises
    ------
    SettingsError
        `size` or `at_least` is out of its range.

    Examples
    --------
    >>> line = "the ferry left Skarvik at nine with two hundred people on board"
    >>> found = overlap([f"Police said {line}.", "Fares will rise in May."], [f"{line}, they said."])
    >>> [(row.id == row.id, row.words, row.shared_words) for row in found.rows], found.contained
    ([(True, 14, 12)], 1)
    """
    checked(size, at_least)
    kept = list(coerce(a))
    windows = _Kept(kept, size)
    count = 0
    for count, story in enumerate(coerce(b), start=1):
        windows.meet(story)
        if progress and count % 100 == 0:
            progress("overlap", count, None)
    rows = tuple(filter(None, map(windows.row, range(len(kept)))))
    return Reuse(
        stories=len(kept),
        too_short=sum(len(text) < size for text in windows.texts),
        others=count,
        found=len(rows),
        contained=sum(row.share >= at_least for row in rows),
        words=sum(map(len, windows.texts)),
        shared_words=sum(row.shared_words for row in rows),
        size=size,
        at_least=at_least,
        rows=rows,
    )


class _Kept:
    """The windows of A, and for each different one the best place in B so far: that in the longest run of
    windows of A, in the earliest story of equals."""

    def __init__(self, stories: Sequence[Story], size: int) -> None:
        self._stories = stories
        self._size = size
        self._vocabulary = _Vocabulary()
        self.texts = [
            self._vocabulary.learn(word for word, _, _ in word_places(story.text)) for story in stories
        ]
        found = [_windows(text, size) for text in self.texts]
        self._offsets = np.cumsum([0, *map(len, found)])
        every = np.concatenate([*found, np.empty(0, np.uint64)])
        self._hashes, place, self._number = np.unique(every, return_index=True, return_inverse=True)
        text = np.concatenate([*self.texts, np.empty(0, np.int64)])
        starts = np.cumsum([0, *map(len, self.texts)])
        owner = np.repeat(np.arange(len(stories)), np.diff(self._offsets))
        first_word = np.arange(len(every)) - self._offsets[owner] + starts[owner]
        self._words = np.zeros((0, size), np.int64)
        self._sound = np.zeros(0, np.bool_)
        if len(every):
            runs = sliding_window_view(text, size)
            self._words = runs[first_word[place]]
            self._sound = (runs[first_word] == self._words[self._number]).all(axis=1)
        n = len(self._hashes)
        self._longest, self._owner = np.zeros(n, np.int64), np.full(n, -1)
        self._place, self._start, self._end = (np.zeros(n, np.int64) for _ in range(3))
        self._count = np.zeros(n, np.int64)
        self._others: list[Story] = []

    def meet(self, story: Story) -> None:
        """Look at a story of B."""
        if not len(self._hashes) or not len(self._hits(words(story.text))[0]):
            return
        placed = word_places(story.text)
        at, number = self._hits([word for word, _, _ in placed])
        if not len(at):
            return
        group = np.cumsum(np.concatenate([[True], np.diff(at) != 1])) - 1
        length = np.bincount(group)[group]
        best_first = np.lexsort((at, -length, number))
        number, rows = np.unique(number[best_first], return_index=True)
        at, length = at[best_first][rows], length[best_first][rows]
        self._count[number] += 1
        better = length > self._longest[number]
        for row in np.flatnonzero(length == self._longest[number]).tolist():
            better[row] = by_time(story) < by_time(self._others[self._owner[number[row]]])
        if better.any():
            number, at = number[better], at[better]
            self._longest[number], self._owner[number] = length[better], len(self._others)
            self._place[number] = at
            bounds = np.array([(start, end) for _, start, end in placed], np.int64)
            self._start[number] = bounds[at, 0]
            self._end[number] = bounds[at + self._size - 1, 1]
            self._others.append(_named(story))

    def _hits(self, listed: Sequence[str]) -> tuple[Integers, Integers]:
        """The windows of a text that A has, too: their first words, and their numbers."""
        text = self._vocabulary.known(listed)
        hashes = _windows(text, self._size)
        number = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        at = np.flatnonzero(self._hashes[number] == hashes)
        number = number[at]
        if len(at):
            same = (sliding_window_view(text, self._size)[at] == self._words[number]).all(axis=1)
            at, number = at[same], number[same]
        return at, number

    def row(self, owner: int) -> ReuseRow | None:
        """What of a story of A stands in B; None if nothing does."""
        first, last = self._offsets[owner], self._offsets[owner + 1]
        number = self._number[first:last]
        at = np.flatnonzero((self._longest[number] > 0) & self._sound[first:last])
        if not len(at):
            return None
        story, total = self._stories[owner], len(self.texts[owner])
        covered = np.zeros(total + 1, np.int64)
        np.add.at(covered, at, 1)
        np.add.at(covered, at + self._size, -1)
        shared = int(np.count_nonzero(np.cumsum(covered)[:total]))
        number = number[at]
        follows = (
            (np.diff(at) == 1) & (np.diff(self._owner[number]) == 0) & (np.diff(self._place[number]) == 1)
        )
        placed = word_places(story.text)
        passages = []
        for run in np.split(np.arange(len(at)), np.flatnonzero(~follows) + 1):
            begin, end = int(at[run[0]]), int(at[run[-1]]) + self._size
            other = number[run]
            passages.append(
                ReusePassage(
                    words=end - begin,
                    start=placed[begin][1],
                    end=placed[end - 1][2],
                    text=story.text[placed[begin][1] : placed[end - 1][2]],
                    b=self._others[int(self._owner[other[0]])].id,
                    b_start=int(self._start[other[0]]),
                    b_end=int(self._end[other[-1]]),
                    stories=int(self._count[other].min()),
                )
            )
        share = shared / total
        return ReuseRow(
            story.id, story.title, story.source, story.published, total, shared, share, tuple(passages)
        )


def _named(story: Story) -> Story:
    """A story without its text."""
    return Story(story.id, "", published=story.published)
