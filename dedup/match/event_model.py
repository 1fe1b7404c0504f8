"""How likely two stories report the same event, from what their profiles share.

A logistic model weighs the cosine over all terms, over the leads and over the numbers, and whether the leads
name the same weekdays, months and years (`dedup.match.event_profiles`). It knows the background similarity of
the run (how alike two of its stories are that have nothing to do with each other: in a run about one subject
the same cosine says less), the *crowd* (how many stories there are that could look alike by chance) and the
*nearest*: what the cosine is to that of the stories which are nearest to either (local scaling; Zelnik-Manor,
Perona 2004). A look-alike of another event may be as near as a report of the same event elsewhere, but there
is something nearer. Of stories in a language that the background does not know only what their cosines are
beyond the background similarity counts. The other weights were fitted on five public sets of news events and
two of human ratings by tests/bench/fit_events.py. Where hardly an event is reported twice, everything that
looks like one is given a lower prior.
"""

import numpy as np
from numpy.typing import NDArray

from dedup.match.event_profiles import MONTH_BITS, WEEKDAY_BITS, YEAR_BITS, Profile, agreement, stack
from dedup.match.event_vectors import BACKGROUND_SIMILARITY, Rows, dot, rows

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
    "rare terms",
)
"""Columns of `evidence`: square roots of cosines, logarithms of cosines + `NEARLY_NOTHING`, background
similarity and crowd of `event_vectors.Rows`, the logarithm of what the cosine is to that of the nearest, up
to 0, and 1 where the leads name the same weekday or month, -1 where they name others; of years only the -1,
as many stories of a run share theirs."""

WEIGHTS = (4.5, 0.6, 11.0, -1.25, 0.6, -9.0, -0.35, 1.5, 0.65, 0.5, 0.5, 5.0)
"""Log-odds for each feature. Those of crowd, nearest, weekdays, months, years and the intercept were chosen
on the mean B-cubed F1 of sets: five of events, roundups of excerpts, planted families, the five among 9,000
strangers, and (months, years) seven archives in six languages where hardly an event is reported twice. None
was chosen on ratings, where a pair stands alone and is its own nearest."""

INTERCEPT = -5.6
"""Log-odds of a pair when all features are 0."""

NEAR = 0.6
"""Cosine above which nothing is nearer: a copy that was not joined must not outdo all other tellings."""

LIKELY, SURE = 0.5, 0.9
"""Probabilities of its best partner from which an event may be reported twice, and surely is."""

SURE_BY_CHANCE, SURE_IN_TRUTH = 0.2, 0.85
"""Share of the likely stories that are sure ones: where no event is reported twice (.19 to .53 in seven
archives) and where most are (.72 to 1.00 in six labelled sets)."""

SURE_PRIOR = 10.0
"""Likely stories, `SURE_IN_TRUTH` of them sure, that are assumed beside those of a run."""

LEAST_SHARE = 0.05
"""Share of the likely stories that is believed at the worst: three in log-odds."""

RARE_SHARE = 0.4
"""Share of the cosine that terms carry which few stories of the window have (`event_vectors.RARE`): reports
of one event share names and numbers that are new, two forms of one series the words of the form. Below it the
odds fall. On a wire of 19,000 stories, two thirds of which the other evidence joins, a tenth of the joined
pairs go; B-cubed F1 of sets of news events stays."""

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

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


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
    off = np.where(of.known, 0.0, of.background_similarity)
    common = np.where(of.known[a] | of.known[b], 0.0, (off[a] + off[b]) / 2)
    whole, lead = _beyond(dot(of.all, pairs), common), _beyond(dot(of.lead, pairs), common)
    found = np.empty((len(pairs), len(FEATURES)))
    found[:, 0], found[:, 1] = np.sqrt(whole), np.log(whole + NEARLY_NOTHING)
    found[:, 2], found[:, 3] = np.sqrt(lead), np.log(lead + NEARLY_NOTHING)
    found[:, 4] = np.sqrt(dot(of.numbers, pairs))
    found[:, 5] = np.sqrt(
        np.where(
            common > 0, BACKGROUND_SIMILARITY, (of.background_similarity[a] + of.background_similarity[b]) / 2
        )
    )
    found[:, 6] = of.crowd
    near = nearest(len(of.background_similarity), pairs, dot(of.all, pairs)) if near is None else near
    scale = np.log(np.minimum(_beyond(near, off), NEAR) + NEARLY_NOTHING)
    found[:, 7] = np.minimum(found[:, 1] - (scale[a] + scale[b]) / 2, 0)
    share = dot(of.rare, pairs) / np.maximum(dot(of.all, pairs), NEARLY_NOTHING)
    found[:, 11] = np.minimum(share / RARE_SHARE - 1, 0)
    days_a, days_b = of.calendar[a], of.calendar[b]
    found[:, 8] = agreement(days_a, days_b, WEEKDAY_BITS)
    found[:, 9] = agreement(days_a, days_b, MONTH_BITS)
    found[:, 10] = np.minimum(agreement(days_a, days_b, YEAR_BITS), 0)
    return found


def _beyond(cosines: Floats, common: Floats) -> Floats:
    """What cosines are beyond those that any two stories have."""
    return np.asarray(np.clip((cosines - common) / (1 - common), 0, 1))


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
    numbers = np.where(numbered, np.sqrt(dot(of.numbers, pairs)), UNNUMBERED)
    seen = np.column_stack([np.sqrt(dot(of.all, pairs)), numbers, numbered, np.sqrt(cover)])
    found[found] = seen @ np.array(FILLING) + FILLING_INTERCEPT < FILLING_ODDS
    return found


def probability(features: Floats) -> Floats:
    """Probability, shape (m,), that pairs with this evidence, shape (m, len(FEATURES)), are of one event."""
    return np.asarray(1 / (1 + np.exp(-(features @ np.array(WEIGHTS) + INTERCEPT))))


def prior_shift(n: int, pairs: Integers, score: Floats) -> float:
    """How far a run is from one where events are reported twice: log-odds to add to its pairs, up to 0.

    What looks like one event is one, or chance, and chance seldom looks sure. So the share of sure ones among
    the stories that have a likely partner says how many of the likely ones to believe: an estimate of the
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
    share = (sure + SURE_IN_TRUTH * SURE_PRIOR) / (likely + SURE_PRIOR)
    believed = (share - SURE_BY_CHANCE) / (SURE_IN_TRUTH - SURE_BY_CHANCE)
    return float(np.log(np.clip(believed, LEAST_SHARE, 1)))


def shifted(score: Floats, prior_shift: float) -> Floats:
    """Probabilities, shape (m,), with log-odds added to them."""
    return np.asarray(score / (score + (1 - score) * np.exp(-prior_shift)))


def event_score(a: Profile, b: Profile) -> float:
    """Probability, 0 to 1, that two stories report the same event, by the background alone."""
    return float(probability(evidence(rows(stack([a, b])), np.array([[0, 1]])))[0])
