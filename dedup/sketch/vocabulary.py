"""Vocabularies: which content words a story uses, where, and what stands around them.

Two stories that share a passage may be versions of one article, or strangers that carry one consent text,
one "about us" or one paragraph of background, however long. What tells them apart is whether the passage
belongs to what they report. So a story keeps its distinct content words, each with the first and the last
place where it stands and the shingle that begins there, and those of its headline. A word whose shingle the
other story has stands in the shared *passage*; words in a longer stretch that the other story lacks are the
story's *own*. Four things speak for two reports of the same (`same_subject`):

- the *opening* is known: the other story has the words of its headline and lead, anywhere;
- its own words are *said* by the other one, too, outside the passage;
- its own words *recur* in the passage: the passage speaks of what the story speaks of. In two reports of one
event with one page footer they do not;
- the passages lie in many *pieces*, as an editor leaves them; what a page carries stands in one or two.

Where the lead of just one story stands in the passage, that one was taken up by the other, and where the
headlines repeat each other and the lead is shared, one is the beginning of the other; neither is asked,
unless both leads are shared, either has much of its own, and hardly any of it recurs: a page's text on top.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import compiled
from dedup.sketch.hashing import HEADING, SHINGLE_WORDS, Texts, word_hash
from dedup.sketch.shingles import (
    Members,
    Sets,
    Stored,
    WordHashes,
    copied,
    polynomial,
    row_offsets,
    stored,
    word_hashes,
)
from dedup.sketch.spill import release
from dedup.sketch.threads import in_order
from dedup.text.terms import COMMON_WORDS

STRETCH = 8
"""Words that the other story lacks, at least, in a stretch that is a story's own: around one changed word
four are left without a shared shingle on either side."""

GRANTED = 1
"""Own words that are granted to every story as said: with less than half a dozen nothing is proved."""

HEADLINE, LEAST_HEADLINE = 0.6, 4
"""Two stories whose headlines, of so many content words at least, the other one repeats to this share on both
sides speak of the same, however little they share: the first sentences before a paywall and the whole."""

FEW_OWN, FEW_RECURRING = 12, 0.1
"""Own words of either side up to which a shared headline and a shared lead are enough, and the share of them
that must else recur in the passage: two reports of one event have like headlines, and the page may have put
one text above both. In small batches of such reports 8 pairs of 10,849 are joined instead of 16, and .0003 to
.0023 of the planted pairs are lost; with .15 and .2 no false pair less, and .008 to .013 of the planted."""

LEAD_WORDS, LEAD = 25, 0.6
"""Words of a text that are its lead, and the share of it that stands in the passage, from which the lead is
shared; below half of that share it is not."""

NAMED = 2
"""Content words of a headline from which it counts in the opening."""

ON_HEADLINE = 0.4
"""What the headline weighs in the opening: with .33 and .5 more planted copies under other headlines, or
more strangers, are on the wrong side."""

_WORD, _PLACE, _SHINGLE = np.uint64(40), np.uint64(24), np.uint64(0xFFFFFF)
_PLACES = np.uint64(0xFFFF)
_NOTHING, _ALONE, _COVERED, _LEFT_OUT = range(4)  # what is known of a place
_PAIRS_AT_ONCE = 1 << 13


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The content words of n stories, read only, where they lie.

    `entries`: uint64 (m,): 24 bits of a word's hash, 16 of its place in the text (`HEADING` in the headline)
    and 24 of the shingle that begins there (0 in the headline); maybe mapped from a file.
    `starts`, `ends`: int64 (n,); row i is `entries[starts[i]:ends[i]]`, ascending, with up to three entries
    of a word: its first place, its last one, the headline.
    """

    entries: NDArray[np.uint64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts)

    def take(self, rows: NDArray[np.int64]) -> Vocabulary:
        """The given stories, in the given order, in one piece."""
        entries, offsets = copied(self.entries, self.starts[rows], self.ends[rows])
        return Vocabulary(entries, offsets[:-1], offsets[1:])


def in_one_piece(entries: NDArray[np.uint64], offsets: NDArray[np.int64]) -> Vocabulary:
    """Rows that lie one behind the other; `offsets`: int64 (n + 1,)."""
    return Vocabulary(entries, offsets[:-1], offsets[1:])


def concatenate(parts: Iterable[Vocabulary]) -> Vocabulary:
    """The stories of several that are in one piece each, one after the other."""
    listed = list(parts)
    sizes = [np.empty(0, np.int64), *(part.ends - part.starts for part in listed)]
    entries = [np.empty(0, np.uint64), *(part.entries for part in listed)]
    return in_one_piece(np.concatenate(entries), row_offsets(np.concatenate(sizes)))


@cache
def _common() -> Members:
    return Members(np.array(sorted({word_hash(word) for word in COMMON_WORDS}), np.uint32))


def vocabulary(texts: Texts | WordHashes, titles: Sequence[str]) -> Vocabulary:
    """The vocabularies of stories: of their headlines and texts.

    Parameters
    ----------
    texts
        As they were read, or their words if they are hashed already.
    titles
        A headline for every text; it may be empty.
    """
    in_texts = texts if isinstance(texts, WordHashes) else word_hashes(texts)
    in_titles = word_hashes(titles)
    words, bounds, heads, head_bounds = in_texts.hashes, in_texts.bounds, in_titles.hashes, in_titles.bounds
    if compiled.available():
        entries, offsets = compiled.vocabulary(words, bounds, heads, head_bounds, _common().arrays)
        return in_one_piece(entries, offsets)
    counts = np.diff(bounds)
    story = np.repeat(np.arange(len(counts)), counts)
    shingles = np.zeros(len(words), np.uint32)
    if len(words) >= SHINGLE_WORDS:
        last = np.maximum(bounds[1:] - SHINGLE_WORDS, bounds[:-1])
        at = np.minimum(np.arange(len(words)), last[story])
        whole = counts[story] >= SHINGLE_WORDS
        shingles[whole] = polynomial(words)[at[whole]]
    every = np.concatenate([words, heads])
    around = np.concatenate([shingles >> np.uint32(8), np.zeros(len(heads), np.uint32)])
    place = np.concatenate(
        [np.minimum(np.arange(len(words)) - bounds[story], HEADING - 1), np.full(len(heads), HEADING)]
    )
    owner = np.concatenate([story, np.repeat(np.arange(len(counts)), np.diff(head_bounds))])
    content = np.flatnonzero(~np.isin(every, _common().values))
    every, around, place, owner = every[content], around[content], place[content], owner[content]
    word = every >> np.uint32(8)
    order = np.lexsort((place, word, owner))  # of places that are cut off the first in the text comes first
    word, place, owner, around = word[order], place[order], owner[order], around[order]
    new = np.ones(len(word) + 1, np.bool_)
    same = (owner[1:] == owner[:-1]) & (word[1:] == word[:-1])
    new[1:-1] = ~(same & ((place[1:] == HEADING) == (place[:-1] == HEADING)))
    chosen = np.flatnonzero(new[:-1] | new[1:] & (place != HEADING))
    entries = word[chosen].astype(np.uint64) << _WORD
    entries |= place[chosen].astype(np.uint64) << _PLACE
    entries |= around[chosen]
    return in_one_piece(entries, row_offsets(np.bincount(owner[chosen], minlength=len(counts))))


OPENING, SHARED_LEAD, SAID, RECURRING, PIECES, BASE = 5.6, 1.9, 3.7, 15.5, 2.0, -12.3
"""Log-odds of the kinds of evidence (the opening, or in its place a lead that both have from the passage; own
words that are said; the square root of those that recur; the logarithm of the pieces) and without any: a
logistic regression on 3,700 pairs of versions and 3,900 of strangers and independent reports with passages in
common, 1.2 stricter than an even chance."""

MOST_SAID, MOST_RECURRING, MOST_PIECES = 0.7, 0.5, 6
"""Shares, and pieces, from which more of the same adds nothing."""

UNKNOWN, SLOPE = 0.55, 10.0
"""Share of an opening below which it is unknown whatever else is alike, and the log-odds of its distance:
of versions of press releases, a wire and web news 1 in 100 has less, of forms that name another in the
headline most."""


def same_subject(
    words: Vocabulary, shingles: Sets, pairs: NDArray[np.int64], jobs: int = 1
) -> NDArray[np.float64]:
    """Evidence that a passage which two stories share belongs to what both report.

    Parameters
    ----------
    words, shingles
        Vocabularies and shingle sets of the stories. What is left out of the sets as boilerplate says
        nothing.
    pairs
        int64, shape (m, 2): rows of two stories.
    jobs
        Threads; any number gives the same result.

    Returns
    -------
    ndarray
        float64, shape (m,): log-odds against two strangers that share a passage (see the module); infinite
        where one took up the other.
    """
    own, recurring, said, head, head_known, lead, lead_known, lead_shared, pieces = np.moveaxis(
        counts(words, shingles, pairs, jobs), 2, 0
    )
    titled = np.where(head >= NAMED, ON_HEADLINE, 0.0)
    opening = (1 - titled) * lead_known / np.maximum(lead, 1) + titled * head_known / np.maximum(head, 1)
    opening = opening.max(axis=1)
    share = ((said + GRANTED) / (own - recurring + GRANTED)).max(axis=1)
    recurs = ((recurring + 1) / (own + 3)).max(axis=1)
    less, more = np.sort(lead_shared / np.maximum(lead, 1), axis=1).T
    shared = less >= LEAD
    evidence = (
        BASE
        + np.where(shared, SHARED_LEAD, OPENING * opening)
        + SAID * np.minimum(share, MOST_SAID)
        + RECURRING * np.sqrt(np.minimum(recurs, MOST_RECURRING))
        + PIECES * np.log(np.clip(pieces.min(axis=1), 1, MOST_PIECES))
    )
    evidence = np.where((own == 0).all(axis=1), np.inf, evidence)
    evidence = np.where(shared, evidence, np.minimum(evidence, SLOPE * (opening - UNKNOWN)))
    named = ((head >= LEAST_HEADLINE) & (head_known >= HEADLINE * head)).all(axis=1)
    named &= ~(shared & (own.min(axis=1) > FEW_OWN) & (recurs < FEW_RECURRING))
    taken_up = (more >= LEAD) & (named | (less < LEAD / 2))
    return np.asarray(np.where(taken_up, np.inf, evidence), np.float64)


def counts(words: Vocabulary, shingles: Sets, pairs: NDArray[np.int64], jobs: int = 1) -> NDArray[np.int64]:
    """Distinct content words of either side of pairs: int64, shape (m, 2, 9).

    Of the first story, then of the second: how many are its own, how many of these recur in a shared
    passage, how many of the rest the other one says outside shared passages; how many stand in its headline,
    and how many of these the other one has; how many stand in its lead, how many of these the other one has,
    and how many stand there in a shared passage. Last, the number of pieces in which the passages lie.
    """
    found = np.empty((len(pairs), 2, 9), np.int64)
    native = compiled.available()
    order = _by_group(pairs) if native else np.arange(len(pairs))

    def count(first: int) -> None:
        rows = order[first : first + _PAIRS_AT_ONCE]
        some = pairs[rows]
        if native:
            found[rows] = _compiled(words, stored(shingles), some)
            return
        used, place = np.unique(some, return_inverse=True)
        found[rows] = _counts(words.take(used), shingles.take(used), place.reshape(-1, 2))

    for _ in in_order(count, range(0, len(pairs), _PAIRS_AT_ONCE), jobs):
        release(words.entries)
        release(stored(shingles).hashes)
    return found


def _by_group(pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """The order of pairs in which those of stories that hang together stand together: int64 (m,)."""
    used, place = np.unique(pairs, return_inverse=True)
    place, group = place.reshape(-1, 2), np.arange(len(used))
    compiled.unite(place, group)
    return np.lexsort((place[:, 1], place[:, 0], group[place[:, 0]]))


def _compiled(words: Vocabulary, sets: Stored, pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    less = sets.left_out
    return compiled.vocabulary_counts(
        (words.entries, words.starts, words.ends),
        (sets.hashes, sets.starts, sets.ends),
        None if less is None else (less.hashes, less.starts, less.ends),
        pairs,
        (STRETCH, LEAD_WORDS),
    )


def _counts(words: Vocabulary, sets: Sets, pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """The counts of pairs of stories that are in one piece. Rows are sides: two a pair, one after the
    other."""
    side = pairs.ravel()
    entries, offsets = copied(words.entries, words.starts[side], words.ends[side])
    row = np.repeat(np.arange(len(side)), np.diff(offsets))
    place = (entries >> _PLACE & _PLACES).astype(np.int64)
    in_text = place != HEADING
    of_story = np.repeat(side, np.diff(offsets)).astype(np.uint64)
    other = np.repeat(pairs[:, ::-1].ravel(), np.diff(offsets)).astype(np.uint64)
    have = np.repeat(np.arange(len(words), dtype=np.uint64), sets.sizes) << _WORD
    have |= sets.hashes.astype(np.uint64) >> np.uint64(8)
    around = entries & _SHINGLE
    kept = ~in_text | (around == 0) | _has(have, of_story << _WORD | around)
    shared = in_text & _has(have, other << _WORD | around)
    run, pieces = _stretches(row, np.where(in_text, place, 0), in_text, kept, shared, len(side))
    begins = np.full(len(side), HEADING)
    np.minimum.at(begins, row[in_text & kept], place[in_text & kept])
    asked = ~in_text | (run >= 0)
    row, place, in_text, run, entries = (part[asked] for part in (row, place, in_text, run, entries))
    covered, own = in_text & (run == 0), in_text & (run >= STRETCH)
    lead = in_text & (place - begins[row] < LEAD_WORDS)

    keys = row.astype(np.uint64) << _PLACE | entries >> _WORD
    first = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: len(keys)])
    of_word = [
        np.logical_or.reduceat(flags, first) if len(first) else flags
        for flags in (covered, own, ~in_text, lead, lead & covered, ~covered)
    ]
    inside, apart, headed, leading, leading_inside, outside = of_word
    word = keys[first]
    partner = (word >> _PLACE ^ np.uint64(1)) << _PLACE | word & _SHINGLE
    known, said = _has(word, partner), _has(word[outside], partner)
    chosen = (
        apart,
        apart & inside,
        apart & ~inside & said,
        headed,
        headed & known,
        leading,
        leading & known,
        leading_inside,
    )
    of_row = row[first]
    counted = [np.bincount(of_row[flags], minlength=len(side)) for flags in chosen]
    return np.stack([*counted, pieces], axis=1).reshape(-1, 2, 9)


def _stretches(
    row: NDArray[np.int64],
    place: NDArray[np.int64],
    in_text: NDArray[np.bool_],
    kept: NDArray[np.bool_],
    shared: NDArray[np.bool_],
    rows: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each entry, how many words in a row around its place neither a shared shingle covers nor one that
    is left out, 0 where one is shared, -1 where it is left out; for each row, into how many pieces words that
    are not covered part the covered ones."""
    last = np.zeros(rows, np.int64)
    np.maximum.at(last, row, place)
    starts = row_offsets(last + 2)  # the place behind the last one counts as covered, and parts the rows
    cells = np.full(int(starts[-1]), _NOTHING)

    def mark(entries: NDArray[np.bool_], words: int, as_: int) -> None:
        for step in range(words):
            cells[starts[row[entries]] + np.minimum(place[entries] + step, last[row[entries]] + 1)] = as_

    mark(in_text & ~kept, SHINGLE_WORDS, _LEFT_OUT)
    mark(in_text & kept, 1, _ALONE)
    mark(shared, SHINGLE_WORDS, _COVERED)
    cells[starts[1:] - 1] = _LEFT_OUT
    bare = (cells == _NOTHING) | (cells == _ALONE)
    bounds = np.flatnonzero(np.append(True, bare[1:] != bare[:-1])[: len(bare)])
    sizes = np.diff(np.append(bounds, len(bare)))
    run = np.repeat(sizes, sizes)
    run[cells == _COVERED] = 0
    run[cells == _LEFT_OUT] = -1
    seen = np.flatnonzero((cells == _COVERED) | (cells == _ALONE))
    owner = np.searchsorted(starts, seen, side="right") - 1
    begins = cells[seen] == _COVERED
    begins[1:] &= (cells[seen[:-1]] != _COVERED) | (owner[1:] != owner[:-1])
    pieces = np.bincount(owner[begins], minlength=rows)
    return np.asarray(run[starts[row] + place], np.int64), pieces


def _has(ascending: NDArray[np.uint64], wanted: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which wanted numbers are there."""
    if not len(ascending):
        return np.zeros(len(wanted), np.bool_)
    place = np.minimum(np.searchsorted(ascending, wanted), len(ascending) - 1)
    return np.asarray(ascending[place] == wanted)
