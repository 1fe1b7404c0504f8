"""How likely two stories report the same event, from what their profiles share.

Terms are weighted by (1 + log count) x IDF. The IDF mixes the background with the run: a term's share of
texts is estimated from the background, counted as `PRIOR` texts, and from the stories at hand, so that a
run about one subject (or in a language that the background hardly knows) learns its own common words.
Cosines over all terms, over names, over other words and over the leads, and whether the stories name other
weekdays, go into a logistic model. Its weights were fitted on public sets of news events with every set
held out in turn.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from dedup.match.evidence import LEAD, NAME, TITLE, Profile, Profiles, stack
from dedup.text.background import Background, background

PRIOR = 200.0
"""Texts that the background counts for beside the stories of a run."""

UNSURPRISING = 3.0
"""So many stories with a term are expected of one event, and do not make the term common."""

FEATURES = (
    "cosine",
    "names",
    "words",
    "lead",
    "title",
    "covered",
    "length",
    "weekdays_differ",
    "weekdays_agree",
)
"""Columns of `evidence`: square roots of cosines, log length of the shorter story, and 0 or 1."""

WEIGHTS = (15.13, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
"""Log-odds for each feature."""

INTERCEPT = -6.5
"""Log-odds of a pair without any agreement."""

_BLOCK = 20_000  # pairs multiplied at once
_SHORT = 5.0  # words that any story is taken to have

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Profiles of n stories as unit rows of weighted terms, shape (n, terms of the run).

    `idf`: float64, IDF of each term of the profiles, in their order. `length`: log of the words of a story.
    """

    all: csr_array
    names: csr_array
    words: csr_array
    lead: csr_array
    title: csr_array
    idf: Floats
    length: Floats
    weekdays: NDArray[np.uint8]


def rows(profiles: Profiles, table: Background | None = None) -> Rows:
    """Weighted rows of the stories of one run.

    Parameters
    ----------
    profiles
        Evidence of n stories.
    table
        Background to use instead of the one that is shipped.
    """
    n = len(profiles)
    columns, column = np.unique(profiles.terms, return_inverse=True)
    known = (table or background()).term_idf_hashed(columns)
    idf = _mixed(known, np.bincount(column, minlength=len(columns)), n)[column]
    weights = (1 + np.log(np.maximum(profiles.counts, 1))) * idf
    story = np.repeat(np.arange(n), np.diff(profiles.offsets))

    def unit(where: NDArray[np.bool_]) -> csr_array:
        norm = np.sqrt(np.bincount(story[where], weights[where] ** 2, n))
        values = weights[where] / np.where(norm > 0, norm, 1)[story[where]]
        ends = np.concatenate([[0], np.cumsum(where)])[profiles.offsets]
        return csr_array((values, column[where], ends), shape=(n, len(columns)))

    return Rows(
        all=unit(np.ones(len(column), np.bool_)),
        names=unit(profiles.uses & NAME > 0),
        words=unit(profiles.uses & NAME == 0),
        lead=unit(profiles.uses & (LEAD | TITLE) > 0),
        title=unit(profiles.uses & TITLE > 0),
        idf=idf,
        length=np.log(np.maximum(np.bincount(story, profiles.counts, n), _SHORT)),
        weekdays=profiles.weekdays,
    )


def _mixed(known: Floats, stories: Integers, n: int) -> Floats:
    """IDF of terms that have the IDF `known` at large and occur in so many of n stories."""
    share = (PRIOR * np.exp(-known) + np.maximum(stories - UNSURPRISING, 0)) / (PRIOR + n)
    return np.asarray(np.maximum(-np.log(share), 0))


def cosine(of: Rows, pairs: Integers) -> Floats:
    """TF-IDF cosine of pairs: float64, shape (m,), 0 to 1."""
    return _dot(of.all, of.all, pairs)


def evidence(of: Rows, pairs: Integers) -> Floats:
    """Evidence of pairs, int64 (m, 2): float64, shape (m, len(FEATURES))."""
    a, b = pairs.T
    days_a, days_b = of.weekdays[a], of.weekdays[b]
    agree = (days_a & days_b) > 0
    differ = (days_a > 0) & (days_b > 0) & ~agree
    return np.column_stack(
        [
            np.sqrt(cosine(of, pairs)),
            np.sqrt(_dot(of.names, of.names, pairs)),
            np.sqrt(_dot(of.words, of.words, pairs)),
            np.sqrt(_dot(of.lead, of.lead, pairs)),
            np.sqrt(_dot(of.title, of.title, pairs)),
            np.sqrt((_dot(of.title, of.all, pairs) + _dot(of.all, of.title, pairs)) / 2),
            np.minimum(of.length[a], of.length[b]),
            differ,
            agree,
        ]
    )


def probability(features: Floats) -> Floats:
    """Probability, shape (m,), that pairs with this evidence, shape (m, len(FEATURES)), are of one event."""
    return np.asarray(1 / (1 + np.exp(-(features @ np.array(WEIGHTS) + INTERCEPT))))


def event_score(a: Profile, b: Profile) -> float:
    """Probability, 0 to 1, that two stories report the same event, by the background alone."""
    return float(probability(evidence(rows(stack([a, b])), np.array([[0, 1]])))[0])


def _dot(left: csr_array, right: csr_array, pairs: Integers) -> Floats:
    found = np.zeros(len(pairs))
    for first in range(0, len(pairs), _BLOCK):
        a, b = pairs[first : first + _BLOCK].T
        found[first : first + _BLOCK] = left[a].multiply(right[b]).sum(axis=1)
    return found
