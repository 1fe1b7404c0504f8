"""How likely two stories report the same event, from what their profiles share.

Terms are weighted by (1 + log count) x IDF. The IDF mixes the background with the run: a term's share of
texts is estimated from the background, counted as `PRIOR` texts, and from the stories at hand, so that a
run about one subject (or in a language that the background hardly knows) learns its own common words.

A logistic model weighs the cosine over all terms, over the leads and over the numbers, whether the leads
name the same weekdays, months and years (`dedup.match.calendar`), the *din* of the run (how alike two of its
stories are that have nothing to do with each other: in a run about one subject the same cosine says less),
the *crowd* (how many stories there are that could look alike by chance) and the *nearest*: what the cosine is
to that of the stories which are nearest to either (local scaling; Zelnik-Manor, Perona 2004). A look-alike of
another event may be as near as a telling of the same event elsewhere, but there is something nearer. The
other weights were fitted on five public sets of news events and two of human ratings by
tests/bench/fit_events.py. Where hardly an event is told twice, all that looks like one is *doubted*.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from dedup.match.calendar import (
    MONTH_BITS,
    WEEKDAY_BITS,
    YEAR_BITS,
    Calendar,
    agreement,
    calendar,
)
from dedup.match.evidence import Hashes, Profile, Profiles, number_hashes, stack
from dedup.sketch.backend import kernels
from dedup.text.background import Background, background

PRIOR = 500.0
"""Texts that the background counts for beside the stories of a run (500 and 1000 do equally well)."""

UNSURPRISING = 10.0
"""So many stories with a term are expected of one event, and do not make the term common."""

DIN = 0.03
"""Mean cosine of strangers in mixed news, and the least that is assumed."""

DIN_PRIOR = 50.0
"""Stories that `DIN` counts for beside those of a run."""

FEATURES = (
    "cosine",
    "log cosine",
    "lead",
    "log lead",
    "numbers",
    "din",
    "crowd",
    "nearest",
    "lead weekdays",
    "lead months",
    "lead years",
)
"""Columns of `evidence`: square roots of cosines, logarithms of cosines + `NEARLY_NOTHING`, how often the
stories are `CROWD`, as a logarithm, the logarithm of what the cosine is to that of the nearest, up to 0, and
1 where the leads name the same weekday or month, -1 where they name others; of years only the -1, as many
stories of a run share theirs."""

WEIGHTS = (4.5, 0.6, 11.0, -1.25, 0.6, -9.0, -0.35, 1.5, 0.65, 0.5, 0.5)
"""Log-odds for each feature. Those of crowd, nearest, weekdays, months, years and the intercept were chosen
on the mean B-cubed F1 of sets: five of events, roundups of excerpts, planted families, the five among 9,000
strangers, and (months, years) seven archives in six languages where hardly an event is told twice. None was
chosen on ratings, where a pair stands alone and is its own nearest."""

INTERCEPT = -5.6
"""Log-odds of a pair when all features are 0."""

NEAR = 0.6
"""Cosine above which nothing is nearer: a copy that was not joined must not outdo all other tellings."""

CROWD = 400.0
"""Stories (of one window) among which chance look-alikes do not count: the sets of the fit have 50 to 1,000.
With ten times as many strangers around them the best threshold rises by 1.2 in log-odds, of which the
doubt takes a third."""

LIKELY, SURE = 0.5, 0.9
"""Probabilities of its best partner from which a story may be told twice, and surely is."""

SURE_BY_CHANCE, SURE_IN_TRUTH = 0.2, 0.85
"""Share of the likely stories that are sure ones: where no event is told twice (.19 to .53 in seven archives)
and where most are (.72 to 1.00 in six labelled sets)."""

DOUBT_PRIOR = 10.0
"""Likely stories, `SURE_IN_TRUTH` of them sure, that are assumed beside those of a run."""

LEAST_SHARE = 0.05
"""Share of the likely stories that is believed at the worst: three in log-odds."""

NEARLY_NOTHING = 0.02
"""Cosine that two unrelated stories easily have: below it the logarithm flattens."""

FILLING = (12.0, 1.5, -1.6, -2.6)
"""Log-odds that two stories which share running text report one event, rather than fill in one form: for the
square roots of the cosine and of that of the numbers (`UNNUMBERED` where one has hardly any), for numbers in
both, and for the square root of the cover. A form shares phrases of common words, and no figures. Fitted on
judged pairs of press releases and of a wire, on five sets of events, roundups of excerpts and this project's
corpora, pairs of a probability of .5 or more. Of 82 pairs of press releases that only fill in one form 23 are
left in one event (16 to 27 with the press releases held out), and all of 159 copies, updates and reports of
one event; B-cubed F1 of the five sets stays as it is, to four places."""

FILLING_INTERCEPT = -6.6
"""Log-odds of such a pair when all that is 0."""

FILLING_ODDS = -1.7
"""Log-odds below which it is a form, a probability of .15."""

LEAST_COVER = 0.1
"""Share of the text of one that the other must have."""

FEW_NUMBERS, UNNUMBERED = 3, 0.6
"""Numbers below which a story says nothing by them, and what stands for their agreement then."""

PAIR_WORK = 200
"""Characters of text that take as long (5 microseconds) as the product of two rows without kernels."""

_BLOCK = 20_000  # pairs multiplied at once

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Profiles of n stories as unit rows of weighted terms, float32, shape (n, terms of the run).

    `terms`, `idf`: uint32 and float64, the terms of the run, ascending, and their IDF. `calendar`: what the
    leads name, uint64 (n,). `din`: float64 (n,), mean cosine of a story with the others of the run. `crowd`:
    log of how often the stories around one are `CROWD`, at least 0.
    """

    all: csr_array
    lead: csr_array
    numbers: csr_array
    terms: Hashes
    idf: Floats
    calendar: Calendar
    din: Floats
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
    idf = _mixed((table or background()).term_idf_hashed(columns), having, told.sum())
    numbers = np.isin(columns, number_hashes())
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
        din=np.maximum((others + DIN_PRIOR * DIN) / (n - 1 + DIN_PRIOR), DIN),
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
    return _dot(of.all, pairs)


def nearest(n: int, pairs: Integers, cosines: Floats) -> Floats:
    """The highest cosine that each of n stories has in some pairs: float64, shape (n,)."""
    found = np.zeros(n)
    np.maximum.at(found, pairs.ravel(), np.repeat(cosines, 2))
    return found


def evidence(of: Rows, pairs: Integers, near: Floats | None = None) -> Floats:
    """Evidence of pairs.

    Parameters
    ----------
    of
        The n stories of a run.
    pairs
        int64, shape (m, 2).
    near
        float64, shape (n,): cosine of the story that is nearest to each; by these pairs when None.

    Returns
    -------
    ndarray
        float64, shape (m, len(FEATURES)).
    """
    a, b = pairs.T
    whole, lead = _dot(of.all, pairs), _dot(of.lead, pairs)
    found = np.empty((len(pairs), len(FEATURES)))
    found[:, 0], found[:, 1] = np.sqrt(whole), np.log(whole + NEARLY_NOTHING)
    found[:, 2], found[:, 3] = np.sqrt(lead), np.log(lead + NEARLY_NOTHING)
    found[:, 4] = np.sqrt(_dot(of.numbers, pairs))
    found[:, 5] = np.sqrt((of.din[a] + of.din[b]) / 2)
    found[:, 6] = of.crowd
    near = nearest(len(of.din), pairs, whole) if near is None else near
    scale = np.log(np.minimum(near, NEAR) + NEARLY_NOTHING)
    found[:, 7] = np.minimum(found[:, 1] - (scale[a] + scale[b]) / 2, 0)
    days_a, days_b = of.calendar[a], of.calendar[b]
    found[:, 8] = agreement(days_a, days_b, WEEKDAY_BITS)
    found[:, 9] = agreement(days_a, days_b, MONTH_BITS)
    found[:, 10] = np.minimum(agreement(days_a, days_b, YEAR_BITS), 0)
    return found


def fillings(of: Rows, pairs: Integers, cover: Floats) -> NDArray[np.bool_]:
    """Which pairs only fill in one form: bool, shape (m,).

    Parameters
    ----------
    of
        The n stories of a run.
    pairs
        int64, shape (m, 2).
    cover
        float64, shape (m,): share of the text that the story which has more in common shares with the other.
    """
    found = cover >= LEAST_COVER
    pairs, cover = pairs[found], cover[found]
    numbered = np.diff(of.numbers.indptr)[pairs].min(axis=1, initial=1 << 30) >= FEW_NUMBERS
    numbers = np.where(numbered, np.sqrt(_dot(of.numbers, pairs)), UNNUMBERED)
    seen = np.column_stack([np.sqrt(_dot(of.all, pairs)), numbers, numbered, np.sqrt(cover)])
    found[found] = seen @ np.array(FILLING) + FILLING_INTERCEPT < FILLING_ODDS
    return found


def probability(features: Floats) -> Floats:
    """Probability, shape (m,), that pairs with this evidence, shape (m, len(FEATURES)), are of one event."""
    return np.asarray(1 / (1 + np.exp(-(features @ np.array(WEIGHTS) + INTERCEPT))))


def doubt(n: int, pairs: Integers, score: Floats) -> float:
    """How far a run is from one where events are told twice: log-odds to add to its pairs, up to 0.

    What looks like one event is one, or chance, and chance seldom looks sure. So the share of sure ones among
    the stories that have a likely partner tells how many of the likely ones to believe: an estimate of the
    prior from the scores themselves (as Saerens, Latinne, Decaestecker 2002, in one step).

    Parameters
    ----------
    n
        Number of stories.
    pairs, score
        int64 (m, 2) and float64 (m,): pairs and their probabilities.
    """
    best = nearest(n, pairs, score)
    likely, sure = np.count_nonzero(best >= LIKELY), np.count_nonzero(best >= SURE)
    share = (sure + SURE_IN_TRUTH * DOUBT_PRIOR) / (likely + DOUBT_PRIOR)
    believed = (share - SURE_BY_CHANCE) / (SURE_IN_TRUTH - SURE_BY_CHANCE)
    return float(np.log(np.clip(believed, LEAST_SHARE, 1)))


def doubted(score: Floats, doubt: float) -> Floats:
    """Probabilities, shape (m,), with log-odds added to them."""
    return np.asarray(score / (score + (1 - score) * np.exp(-doubt)))


def event_score(a: Profile, b: Profile) -> float:
    """Probability, 0 to 1, that two stories report the same event, by the background alone."""
    return float(probability(evidence(rows(stack([a, b])), np.array([[0, 1]])))[0])


def _dot(of: csr_array, pairs: Integers) -> Floats:
    if kernels(PAIR_WORK * len(pairs)) is not None:
        from dedup.match.kernels import dots

        return np.asarray(np.clip(dots(of.indptr, of.indices, of.data, pairs, of.shape[1]), 0, 1))
    found = np.zeros(len(pairs))
    for first in range(0, len(pairs), _BLOCK):
        a, b = pairs[first : first + _BLOCK].T
        products = of[a].multiply(of[b]).tocsr()
        pair = np.repeat(np.arange(len(a)), np.diff(products.indptr))
        found[first : first + _BLOCK] = np.bincount(pair, products.data, len(a))
    return np.clip(found, 0, 1)
