"""Profiles as unit rows of weighted terms, and the candidates of the event level: pairs whose heaviest terms
agree.

Terms are weighted by (1 + log count) x IDF. The IDF mixes the background with the run: a term's share of
texts is estimated from the background, counted as `PRIOR` texts, and from the stories at hand, so that a
run about one subject (or in a language that the background hardly knows) learns its own common words. Every
language is counted by itself: twenty thousand English stories say nothing of the words of a hundred
Vietnamese ones. Rows are made part by part: the terms of a million stories fill gigabytes.

The cosine of two stories is carried by a few heavy terms: names, places, the subject. So each story is cut
to its `HEAVY` heaviest terms, an inverted index over them (a product of two sparse matrices) gives every
pair its partial cosine, and the pairs that reach `PARTIAL` are compared in full. Of 100,000 undated stories
this compares .3 % of all pairs and finds .99 of those with a cosine of .3 or more, .97 of those that are
held to be one event; a run with events takes 7 times the CPU of one without (two-row bands of weighted
MinHash signatures compare 1.8 % and find .85). There is no chance in it: a pair's fate does not depend on
other stories' order.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from dedup.kernels import compiled
from dedup.match.event_profiles import (
    HEADLINE,
    NAME,
    Calendar,
    Hashes,
    Profiles,
    calendar,
    number_hashes,
)
from dedup.sketch.shingles import ascending
from dedup.text.background import Background, background

HEAVY = 30
"""Terms of a story that are indexed: 20 find .05 fewer of the pairs, 40 cost twice the time and find .01
more."""

PARTIAL = 0.03
"""Cosine over the heaviest terms alone from which a pair is compared in full: from .05 on .90 of the pairs of
one event are found, from .08 on .76, in a third and a ninth of the comparisons."""

_STORIES_AT_ONCE = 1000  # stories whose partial cosines with all others are held at once

Integers = NDArray[np.int64]


def neighbours(rows: csr_array, reach: Integers | None = None, always: int | None = None) -> Integers:
    """Pairs of rows whose heaviest terms agree.

    Parameters
    ----------
    rows
        Unit rows of weighted terms, shape (n, terms).
    reach
        int64, shape (n,), ascending: the row up to which (exclusive) each is paired with those behind it;
        with all when None.
    always
        The row from which on all rows are paired with each, whatever its reach; n when None.

    Returns
    -------
    ndarray
        int64, shape (m, 2): distinct pairs, the smaller number first, ascending; around the reach there may
        be some that are not asked for.
    """
    heavy = _heaviest(rows)
    columns = heavy.T.tocsr()
    n = heavy.shape[0]
    always = n if always is None else always
    lasts = np.minimum(np.arange(n) // _STORIES_AT_ONCE * _STORIES_AT_ONCE + _STORIES_AT_ONCE, n) - 1
    until = (np.full(n, n) if reach is None else reach[lasts]).astype(np.int32)
    found = [np.zeros((0, 2), np.int64)]
    if compiled.available():
        own, other = ((part.indptr, part.indices, part.data) for part in (heavy, columns))
        return np.concatenate([*found, *compiled.neighbours(own, other, until, always, PARTIAL)])
    for first in range(0, n, _STORIES_AT_ONCE):
        last = min(first + _STORIES_AT_ONCE, n)
        middle = int(until[first])
        spans = (first, middle), (max(middle, always), n)
        near = np.concatenate([_near(heavy[first:last], columns, first, *span) for span in spans])
        found.append(near[np.lexsort((near[:, 1], near[:, 0]))])
    return np.concatenate(found)


def _near(block: csr_array, columns: csr_array, first: int, low: int, high: int) -> Integers:
    """Pairs of the rows of a block, which are numbered from `first`, and of rows from `low` to `high`."""
    partial = (block @ columns[:, low:high]).tocoo()
    a, b = partial.row + np.int64(first), partial.col + np.int64(low)
    near = (partial.data >= PARTIAL) & (a < b)
    return np.column_stack([a[near], b[near]])


def _heaviest(rows: csr_array) -> csr_array:
    """The rows cut to their heaviest terms; of equally heavy ones the first."""
    values, columns, sizes = [rows.data[:0]], [rows.indices[:0]], [np.zeros(1, np.int64)]
    for first in range(0, rows.shape[0], _STORIES_AT_ONCE):
        ends = rows.indptr[first : first + _STORIES_AT_ONCE + 1]
        data, lengths = rows.data[ends[0] : ends[-1]], np.diff(ends)
        row = np.repeat(np.arange(len(lengths)), lengths)
        order = np.argsort(2 * row - data.astype(np.float64), kind="stable")
        kept = np.sort(order[np.arange(len(order)) - np.repeat(ends[:-1] - ends[0], lengths) < HEAVY])
        values.append(data[kept])
        columns.append(rows.indices[ends[0] + kept])
        sizes.append(np.bincount(row[kept], minlength=len(lengths)))
    ends = np.cumsum(np.concatenate(sizes))
    return csr_array((np.concatenate(values), np.concatenate(columns), ends), shape=rows.shape)


PRIOR = 500.0
"""Texts that the background counts for beside the stories of a run (500 and 1000 do equally well)."""

UNSURPRISING = 10.0
"""So many stories with a term are expected of one event, and do not make the term common."""

BACKGROUND_SIMILARITY = 0.03
"""Mean cosine of strangers in mixed news, and the least that is assumed."""

KNOWN = 0.1
"""Share of a story's terms that the background must hold to know its language: .16 and more of the stories in
languages that it was counted over, at most .03 of Arabic and Hindi ones."""

UNKNOWN_BACKGROUND = 0.35
"""Mean cosine of strangers where it does not: common words weigh as much as rare ones there (.33 to .37 in
English, French and Dutch without a background)."""

BACKGROUND_PRIOR = 50.0
"""Stories that `BACKGROUND_SIMILARITY` or `UNKNOWN_BACKGROUND` counts for beside those of a run."""

OWN_COUNT = 50
"""Stories of a language from which its terms are counted by themselves; rarer languages are counted together:
a guess by a few function words has them everywhere."""

CROWD = 400.0
"""Stories (of one window) among which chance look-alikes do not count: the sets of the fit have 50 to 1,000.
With ten times as many strangers around them the best threshold rises by 1.2 in log-odds, of which the
doubt takes a third."""

RARE = 50
"""Stories of its window up to which a term is rare there: the words of a form that comes every day are not,
the names in a report of an event that fifty papers print are."""

DAY = 86_400.0

_PAIRS_AT_ONCE = 20_000  # pairs multiplied at once

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Profiles of n stories as unit rows of weighted terms, float32, shape (n, terms of the run).

    `rare`: the rows of `all` without what more than `RARE` stories of the window have. `headline`, `names`:
    the terms of headlines, and the names among them, as shares of the row's sum. `terms`: uint32, the terms
    of the run, ascending. `idf`: float64, shape (languages, terms), and `language`: int64 (n,), the row of
    `idf` that a story goes by. `langs`: uint32 (n,), hashes of languages. `calendar`: what the leads name,
    uint64 (n,).
    `background_similarity`: float64 (n,), mean cosine of a story with the others of its language. `known`:
    bool (n,), whether the background knows its language. `crowd`: float64 (n,), log of how often the stories
    of its language around one are `CROWD`, at least 0.
    """

    all: csr_array
    rare: csr_array
    lead: csr_array
    numbers: csr_array
    headline: csr_array
    names: csr_array
    terms: Hashes
    idf: Floats
    language: Integers
    langs: Hashes
    calendar: Calendar
    background_similarity: Floats
    known: NDArray[np.bool_]
    crowd: Floats


def rows(
    profiles: Profiles,
    near: float | None = None,
    table: Background | None = None,
    copies: Integers | None = None,
    published: Floats | None = None,
    window: float = np.inf,
) -> Rows:
    """Weighted rows of the stories of one run.

    Parameters
    ----------
    profiles
        Evidence of n stories.
    near
        How many stories lie within the window of one, on average; n when None.
    table
        Background to use instead of the one that is shipped.
    copies
        int64, shape (n,): stories that each one stands for, itself included; 1 when None. They say of the
        language of the run, too; up to `UNSURPRISING` of them, so that no story makes its terms common.
    published, window
        float64, shape (n,), seconds, NaN where unknown, and days: which stories are near to each in time, for
        what is rare among them (without a date every term counts as rare).
    """
    n = len(profiles)
    columns = ascending(profiles.terms)
    column = [*_columns(columns, profiles)]
    stated = np.ones(n) if copies is None else np.minimum(copies, UNSURPRISING).astype(np.float64)
    language = _languages(profiles.langs)
    counted, first = np.zeros((language.max(initial=0) + 1, len(columns))), 0
    for part, own in zip(profiles.parts(), column, strict=True):
        story = first + part.story
        np.add.at(counted.reshape(-1), language[story] * len(columns) + own, stated[story])
        first += len(part)
    table = table or background()
    texts = np.bincount(language, stated, len(counted)).astype(np.float64)
    idf = _mixed(table.term_idf_hashed(columns), counted, texts[:, None])
    del counted
    numbers, held = _held(columns, number_hashes()), _held(columns, table.terms)
    knowing = [
        np.bincount(part.story, held[own], len(part))
        for part, own in zip(profiles.parts(), column, strict=True)
    ]
    known = np.concatenate([np.zeros(0), *knowing]) >= KNOWN * np.diff(profiles.offsets)
    units: tuple[list[_Unit], ...] = ([], [], [])
    shares: tuple[list[_Unit], ...] = ([], [])
    first = 0
    for part, own in zip(profiles.parts(), column, strict=True):
        rarity = idf[language[first + part.story], own]
        weights, every = (1 + np.log(part.counts)) * rarity, np.ones(len(own), np.bool_)
        for unit, where, values in zip(
            units, (every, part.lead, numbers[own]), (weights, weights, rarity), strict=True
        ):
            unit.append(_unit(part.story[where], len(part), own[where], values[where]))
        for unit, mark in zip(shares, (HEADLINE, NAME), strict=True):
            where = (part.place & mark) > 0
            unit.append(_unit(part.story[where], len(part), own[where], weights[where], power=1))
        first += len(part)
    del column
    whole, leads, numbered, headlines, names = (_joined(unit, len(columns)) for unit in (*units, *shares))
    dates = np.full(n, np.nan) if published is None else published
    few = having_nearby(whole, dates, window) <= RARE
    of_language = np.bincount(language, minlength=len(idf))[language]
    around = (n if near is None else near) * of_language / max(n, 1)
    return Rows(
        all=whole,
        rare=csr_array((whole.data * few, whole.indices, whole.indptr), shape=whole.shape),
        lead=leads,
        numbers=numbered,
        headline=headlines,
        names=names,
        terms=columns,
        idf=idf,
        language=language,
        langs=profiles.langs,
        calendar=calendar(profiles),
        background_similarity=np.maximum(
            (
                _others(whole, language)
                + BACKGROUND_PRIOR * np.where(known, BACKGROUND_SIMILARITY, UNKNOWN_BACKGROUND)
            )
            / (of_language - 1 + BACKGROUND_PRIOR),
            BACKGROUND_SIMILARITY,
        ),
        known=known,
        crowd=np.log(np.maximum(around, CROWD) / CROWD),
    )


def _columns(columns: Hashes, profiles: Profiles) -> Iterator[NDArray[np.int32]]:
    """The place among all terms, ascending, of each term of the stories, part by part."""
    if not compiled.available():
        yield from (np.searchsorted(columns, part.terms).astype(np.int32) for part in profiles.parts())
        return
    size = 1 << (2 * len(columns)).bit_length()
    keys, numbers = np.zeros(size, np.uint64), np.zeros(size, np.uint32)
    spread = _spread(columns)
    compiled.put(spread, np.arange(len(columns), dtype=np.uint32), keys, numbers)
    for part in profiles.parts():
        yield compiled.look_up(_spread(part.terms), keys, numbers)[0].view(np.int32)


def _spread(terms: Hashes) -> NDArray[np.uint64]:
    """Terms as keys of a table, none of them 0."""
    return terms.astype(np.uint64) + np.uint64(1)


def _held(columns: Hashes, table: Hashes) -> NDArray[np.bool_]:
    """Which columns stand in an ascending table; both are ascending, so that the search jumps little."""
    if not len(table):
        return np.zeros(len(columns), np.bool_)
    place = np.searchsorted(table, columns)
    return np.asarray(table[np.minimum(place, len(table) - 1)] == columns)


def _languages(langs: Hashes) -> Integers:
    """A number for the language of each story, from 0; one for all that have fewer than `OWN_COUNT`."""
    _, which, sizes = np.unique(langs, return_inverse=True, return_counts=True)
    own = np.where(sizes >= OWN_COUNT, np.arange(len(sizes)), -1)[which]
    return np.asarray(np.unique(own, return_inverse=True)[1].astype(np.int64))


def _others(of: csr_array, language: Integers) -> Floats:
    """Sum of the cosines of each story with the others of its language: float64 (n,)."""
    found = np.zeros(of.shape[0])
    for number in range(int(language.max(initial=-1)) + 1):
        some = np.flatnonzero(language == number)
        rows = of if len(some) == len(found) else of[some]
        found[some] = rows @ np.bincount(rows.indices, rows.data, of.shape[1]) - 1
    return found


def having_nearby(of: csr_array, published: Floats, window: float) -> Integers:
    """How many dated stories within the window of its own have each term of each story: int64 (m,), as
    `of.data`; 0 of a story without a date.

    Parameters
    ----------
    of
        Rows of n stories.
    published
        float64, shape (n,): seconds, NaN where unknown.
    window
        Days.
    """
    n = of.shape[0]
    order = np.argsort(published, kind="stable")  # NaN last
    times = published[order]
    dated = int(np.count_nonzero(~np.isnan(times)))
    first, last = np.zeros(n, np.int64), np.zeros(n, np.int64)
    first[:dated] = np.searchsorted(times[:dated], times[:dated] - window * DAY)
    last[:dated] = np.searchsorted(times[:dated], times[:dated] + window * DAY, side="right")
    found = np.zeros(len(of.indices), np.int64)
    where = csr_array((np.arange(len(found)), of.indices, of.indptr), shape=of.shape)
    by_term = where[order[:dated]].tocsc()  # of each term the dated rows that have it, in the order of time
    place = by_term.indices.astype(np.int64)
    term = np.repeat(np.arange(of.shape[1]) * n, np.diff(by_term.indptr))
    keys = term + place  # ascending, and what is searched is nearly so
    found[by_term.data] = np.searchsorted(keys, term + last[place]) - np.searchsorted(
        keys, term + first[place]
    )
    return found


_Unit = tuple[NDArray[np.float32], NDArray[np.int32], Integers]  # values, columns, and how many a row has


def _unit(story: Integers, n: int, column: NDArray[np.int32], values: Floats, power: int = 2) -> _Unit:
    """The rows of n stories, each of length 1; of sum 1 with a power of 1."""
    norm = np.bincount(story, values**power, n) ** (1 / power)
    unit = (values / np.where(norm > 0, norm, 1)[story]).astype(np.float32)
    return unit, column, np.bincount(story, minlength=n)


def _joined(parts: list[_Unit], width: int) -> csr_array:
    """One matrix of its parts, which are let go."""
    none = np.empty(0, np.float32), np.empty(0, np.int32), np.zeros(1, np.int64)
    values, columns, sizes = (np.concatenate(column) for column in zip(none, *parts, strict=True))
    parts.clear()
    return csr_array((values, columns, np.cumsum(sizes)), shape=(len(sizes) - 1, width))


def _mixed(known: Floats, stories: Floats, n: Floats) -> Floats:
    """IDF of terms that have the IDF `known` at large and occur in so many of n stories."""
    share = (PRIOR * np.exp(-known) + np.maximum(stories - UNSURPRISING, 0)) / (PRIOR + n)
    return np.asarray(np.maximum(-np.log(share), 0))


def cosine(of: Rows, pairs: Integers) -> Floats:
    """TF-IDF cosine of pairs, int64 (m, 2): float64, shape (m,), 0 to 1."""
    return dot(of.all, pairs)


def covered(part: csr_array, of: csr_array, pairs: Integers) -> Floats:
    """Mean share of one story's row of `part` whose terms the other one has anywhere: float64, shape (m,).

    NaN where the rows of both are empty; where one is, the other counts alone. Parameters are those of
    `covered_sides`.
    """
    shares = covered_sides(part, of, pairs)
    there = ~np.isnan(shares)
    sums = np.where(there, shares, 0.0).sum(axis=1)
    return np.asarray(np.where(there.any(axis=1), sums / np.maximum(there.sum(axis=1), 1), np.nan))


def covered_sides(part: csr_array, of: csr_array, pairs: Integers) -> Floats:
    """Share of each story's row of `part` whose terms the other one has anywhere: float64, shape (m, 2), NaN
    where that row is empty.

    Parameters
    ----------
    part
        Rows of sum 1, or empty.
    of
        Rows of all terms of the same stories.
    pairs
        int64 (m, 2).
    """
    there = (np.diff(part.indptr) > 0)[pairs]
    having = csr_array((np.ones(len(of.data), np.float32), of.indices, of.indptr), shape=of.shape)
    shares = np.column_stack([dot(having, pairs[:, [1 - side, side]], part) for side in (0, 1)])
    return np.where(there, shares, np.nan)


def dot(of: csr_array, pairs: Integers, others: csr_array | None = None) -> Floats:
    """Inner products of pairs, int64 (m, 2), of rows, or of rows and others: float64, shape (m,), 0 to 1."""
    others = of if others is None else others
    if compiled.available():
        order = np.argsort(pairs[:, 0], kind="stable")
        rows, other_rows = ((part.indptr, part.indices, part.data) for part in (of, others))
        found = np.empty(len(pairs))
        found[order] = compiled.dots(rows, other_rows, pairs[order], of.shape[1])
        return np.clip(found, 0, 1)
    found = np.zeros(len(pairs))
    for first in range(0, len(pairs), _PAIRS_AT_ONCE):
        a, b = pairs[first : first + _PAIRS_AT_ONCE].T
        products = of[a].multiply(others[b]).tocsr()
        pair = np.repeat(np.arange(len(a)), np.diff(products.indptr))
        found[first : first + _PAIRS_AT_ONCE] = np.bincount(pair, products.data, len(a))
    return np.clip(found, 0, 1)
