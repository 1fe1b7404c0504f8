"""Profiles of the stories of a run as unit rows of weighted terms.

Terms are weighted by (1 + log count) x IDF. The IDF mixes the background with the run: a term's share of
texts is estimated from the background, counted as `PRIOR` texts, and from the stories at hand, so that a
run about one subject (or in a language that the background hardly knows) learns its own common words. Rows
are made part by part: the terms of a million stories fill gigabytes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from dedup.match.calendar import Calendar, calendar
from dedup.match.evidence import Hashes, Profiles, number_hashes
from dedup.sketch.backend import kernels
from dedup.text.background import Background, background

PRIOR = 500.0
"""Texts that the background counts for beside the stories of a run (500 and 1000 do equally well)."""

UNSURPRISING = 10.0
"""So many stories with a term are expected of one event, and do not make the term common."""

DIN = 0.03
"""Mean cosine of strangers in mixed news, and the least that is assumed."""

KNOWN = 0.1
"""Share of a story's terms that the background must hold to know its language: .16 and more of the stories in
languages that it was counted over, at most .03 of Arabic and Hindi ones."""

UNKNOWN_DIN = 0.35
"""Mean cosine of strangers where it does not: common words weigh as much as rare ones there (.33 to .37 in
English, French and Dutch without a background)."""

DIN_PRIOR = 50.0
"""Stories that `DIN` or `UNKNOWN_DIN` counts for beside those of a run."""

CROWD = 400.0
"""Stories (of one window) among which chance look-alikes do not count: the sets of the fit have 50 to 1,000.
With ten times as many strangers around them the best threshold rises by 1.2 in log-odds, of which the
doubt takes a third."""

PAIR_WORK = 200
"""Characters of text that take as long (5 microseconds) as the product of two rows without kernels."""

_BLOCK = 20_000  # pairs multiplied at once

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Profiles of n stories as unit rows of weighted terms, float32, shape (n, terms of the run).

    `terms`, `idf`: uint32 and float64, the terms of the run, ascending, and their IDF. `calendar`: what the
    leads name, uint64 (n,). `din`: float64 (n,), mean cosine of a story with the others of the run. `known`:
    bool (n,), whether the background knows its language. `crowd`: log of how often the stories around one are
    `CROWD`, at least 0.
    """

    all: csr_array
    lead: csr_array
    numbers: csr_array
    terms: Hashes
    idf: Floats
    calendar: Calendar
    din: Floats
    known: NDArray[np.bool_]
    crowd: float


def rows(
    profiles: Profiles,
    near: float | None = None,
    table: Background | None = None,
    copies: Integers | None = None,
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
        int64, shape (n,): stories that each one stands for, itself included; 1 when None. They tell of the
        language of the run, too; up to `UNSURPRISING` of them, so that no story makes its terms common.
    """
    n = len(profiles)
    columns = np.unique(profiles.terms)
    column = [np.searchsorted(columns, part.terms).astype(np.int32) for part in profiles.parts()]
    told = np.ones(n) if copies is None else np.minimum(copies, UNSURPRISING).astype(np.float64)
    having, first = np.zeros(len(columns)), 0
    for part, own in zip(profiles.parts(), column, strict=True):
        np.add.at(having, own, told[first + part.story])
        first += len(part)
    table = table or background()
    idf = _mixed(table.term_idf_hashed(columns), having, told.sum())
    numbers, held = np.isin(columns, number_hashes()), np.isin(columns, table.terms)
    knowing = [
        np.bincount(part.story, held[own], len(part))
        for part, own in zip(profiles.parts(), column, strict=True)
    ]
    known = np.concatenate([np.zeros(0), *knowing]) >= KNOWN * np.diff(profiles.offsets)
    units: tuple[list[_Unit], ...] = ([], [], [])
    for part, own in zip(profiles.parts(), column, strict=True):
        weights, every = (1 + np.log(part.counts)) * idf[own], np.ones(len(own), np.bool_)
        for unit, where, values in zip(
            units, (every, part.lead, numbers[own]), (weights, weights, idf[own]), strict=True
        ):
            unit.append(_unit(part.story[where], len(part), own[where], values[where]))
    del column
    whole, leads, numbered = (_joined(unit, len(columns)) for unit in units)
    sums = np.zeros(len(columns))
    np.add.at(sums, whole.indices, whole.data)
    others = whole @ sums - 1
    return Rows(
        all=whole,
        lead=leads,
        numbers=numbered,
        terms=columns,
        idf=idf,
        calendar=calendar(profiles),
        din=np.maximum((others + DIN_PRIOR * np.where(known, DIN, UNKNOWN_DIN)) / (n - 1 + DIN_PRIOR), DIN),
        known=known,
        crowd=float(np.log(max(n if near is None else near, CROWD) / CROWD)),
    )


_Unit = tuple[NDArray[np.float32], NDArray[np.int32], Integers]  # values, columns, and how many a row has


def _unit(story: Integers, n: int, column: NDArray[np.int32], values: Floats) -> _Unit:
    """The rows of n stories, each of length 1."""
    norm = np.sqrt(np.bincount(story, values**2, n))
    unit = (values / np.where(norm > 0, norm, 1)[story]).astype(np.float32)
    return unit, column, np.bincount(story, minlength=n)


def _joined(parts: list[_Unit], width: int) -> csr_array:
    """One matrix of its parts, which are let go."""
    none = np.empty(0, np.float32), np.empty(0, np.int32), np.zeros(1, np.int64)
    values, columns, sizes = (np.concatenate(column) for column in zip(none, *parts, strict=True))
    parts.clear()
    return csr_array((values, columns, np.cumsum(sizes)), shape=(len(sizes) - 1, width))


def _mixed(known: Floats, stories: Floats, n: float) -> Floats:
    """IDF of terms that have the IDF `known` at large and occur in so many of n stories."""
    share = (PRIOR * np.exp(-known) + np.maximum(stories - UNSURPRISING, 0)) / (PRIOR + n)
    return np.asarray(np.maximum(-np.log(share), 0))


def cosine(of: Rows, pairs: Integers) -> Floats:
    """TF-IDF cosine of pairs, int64 (m, 2): float64, shape (m,), 0 to 1."""
    return dot(of.all, pairs)


def dot(of: csr_array, pairs: Integers) -> Floats:
    """Inner products of pairs of rows, int64 (m, 2): float64, shape (m,), 0 to 1."""
    if kernels(PAIR_WORK * len(pairs)) is not None:
        from dedup.match.dot_kernels import dots

        return np.asarray(np.clip(dots(of.indptr, of.indices, of.data, pairs, of.shape[1]), 0, 1))
    found = np.zeros(len(pairs))
    for first in range(0, len(pairs), _BLOCK):
        a, b = pairs[first : first + _BLOCK].T
        products = of[a].multiply(of[b]).tocsr()
        pair = np.repeat(np.arange(len(a)), np.diff(products.indptr))
        found[first : first + _BLOCK] = np.bincount(pair, products.data, len(a))
    return np.clip(found, 0, 1)
