"""Passages: the runs of words that two texts share, in the wording of the first.

The words of a text are those of its shingles. They are cut unit by unit (what stands between blanks; single
characters in scripts without spaces), so that every word knows where it stands in the text as it was read. A
passage begins where a run of `SHINGLE_WORDS` words occurs in the other text and goes on as far as any of its
occurrences there agrees.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from dedup.sketch.hashing import SHINGLE_WORDS
from dedup.text.normalise import UNSPACED, marks
from dedup.text.words import words

OCCURRENCES = 16
"""Places of a run in the other text that are looked at: passages of a text that repeats itself are alike."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Normalised words that both texts have in a row, and how the first writes them."""

    words: tuple[str, ...]
    text: str


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(rf"[{UNSPACED}][{marks()}]*|[^\s{UNSPACED}]+")


def placed_words(text: str) -> list[tuple[str, int, int]]:
    """The words of a text with the first and last character (exclusive) of the unit that they stand in.

    Examples
    --------
    >>> placed_words("U.S. said")
    [('u', 0, 4), ('s', 0, 4), ('said', 5, 9)]
    """
    return [
        (word, unit.start(), unit.end()) for unit in _unit().finditer(text) for word in words(unit.group())
    ]


def passages(a: str, b: str) -> list[Passage]:
    """Passages of a that b has, too, the longest first.

    They do not overlap in a, and each is listed once. A text of fewer than `SHINGLE_WORDS` words is a passage
    as a whole.

    Examples
    --------
    >>> first = "Storm Ada hit Porto late on Monday. Nobody was hurt."
    >>> [(len(p.words), p.text) for p in passages(first, "As storm Ada hit Porto late, trains stopped.")]
    [(5, 'Storm Ada hit Porto late')]
    """
    placed = placed_words(a)
    ours = [word for word, _, _ in placed]
    theirs = [word for word, _, _ in placed_words(b)]
    size = min(SHINGLE_WORDS, len(ours), len(theirs))
    if not size:
        return []
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(theirs) - size + 1):
        known = places[tuple(theirs[at : at + size])]
        if len(known) < OCCURRENCES:
            known.append(at)
    found: dict[tuple[str, ...], Passage] = {}
    first = 0
    while first + size <= len(ours):
        starts = places.get(tuple(ours[first : first + size]), [])
        length = max((_agreeing(ours, first, theirs, at) for at in starts), default=0)
        if length:
            run = tuple(ours[first : first + length])
            last = placed[first + length - 1]
            found.setdefault(run, Passage(run, a[placed[first][1] : last[2]]))
        first += max(length, 1)
    return sorted(found.values(), key=lambda passage: -len(passage.words))


def _agreeing(ours: list[str], first: int, theirs: list[str], at: int) -> int:
    """How many words agree from two places on."""
    length = 0
    most = min(len(ours) - first, len(theirs) - at)
    while length < most and ours[first + length] == theirs[at + length]:
        length += 1
    return length
