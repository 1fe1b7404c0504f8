"""How likely two stories report the same event, from what their profiles share.

A logistic model weighs the cosine over all terms, over the leads and over the numbers, and whether the leads
name the same weekdays, months and years (`dedup.match.event_profiles`). It knows the background similarity of
the run (how alike two of its stories are that have nothing to do with each other: in a run about one subject
the same cosine says less), the *crowd* (how many stories there are that could look alike by chance) and the
*nearest*: what the cosine is to that of the stories which are nearest to either (local scaling; Zelnik-Manor,
Perona 2004). A look-alike of another event may be as near as a report of the same event elsewhere, but there
is something nearer. Of stories in a language that the background does not know only what their cosines are
beyond the background similarity counts. The other weights were fitted on five public sets of news events and
two of human ratings by tests/bench/fit_events.py.

How far to believe that depends on the run. In a collection of reports of some events what looks like one
event is one; in a stream of news most of it is the next match, the next company, the next day of an affair.
Two things show which it is: how many of the likely stories are sure (`prior_shift`), and how often the
headline of one story has names that the other lacks in its whole text (`belief`). Of pairs of one event a
twelfth of the names are missing, of look-alikes a quarter to a third. Where look-alikes are common, what the
headlines say of a pair counts for more, and how alike the texts are for less (`judged`).

What a pair cannot show its neighbours do (`confirmed`). Two days of one affair are a little alike, each
report of either day is much more like those of its own day, and no report is much like both: no *common
partner*. Reports of one event that are as little alike as that have some report between them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.match.event_profiles import MONTH_BITS, WEEKDAY_BITS, YEAR_BITS, agreement
from dedup.match.event_vectors import BACKGROUND_SIMILARITY, Rows, covered, covered_sides, dot

FEATURES = (
    "cosine",
    "log cosine",
    "lead",
    "log lead",
    "numbers",
    "background",
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

MISSING = 0.7
"""Share of the names of two headlines, found in the other text, below which names are missing: what is above
it is a matter of wording (first names, titles)."""

MISSING_IN_TRUTH, MISSING_BY_CHANCE = 0.09, 0.25
"""Mean shortfall of `MISSING` among likely pairs: .025 to .092 in seven sets of events, .18 to .38 in
excerpts of roundups, snippets, judged look-alikes, a wire and two Wikinews archives without a second
report."""

MISSING_PRIOR = 10.0
"""Pairs of one event that are assumed beside those of a run."""

FAULTLESS = 0.07
"""Shortfall of a pair of one event."""

LEAST_BELIEF = 0.3
"""Belief at the worst. With .1 pair recall falls from .61 to .46 on snippets, precision rises from .68 to
.70."""

NAMES_SAY, WORDS_SAY = (3.0, 0.7), (6.0, 0.55)
"""Log-odds, where nothing is believed, for the share of names and of all words of the headlines that the
other text has, and the share at which each says nothing. How alike the texts are counts for as much as is
believed: where nothing is, for nothing (slope of a fit with the headlines beside it: 0 to .3 on streams, .9
to 1.2 on sets of events)."""

NOTHING_BELIEVED = 1.0
"""Log-odds, where nothing is believed, of a pair whose headlines say nothing. It and the above were chosen
on a wire (pairs with other tickers among those with tickers .136 -> .089 in 8,000 stories), snippets and
excerpts of roundups, with judged look-alikes in view, which went from precision .661 to .717, recall .907
to .884."""

CALIBRATED = (0.43, 0.55, 1.91, 1.8)
"""Log-odds of a joined pair for its own, for those of the mean of its cluster, for disbelief in its run, and
for the shift of its run. Fitted on ECB+, Wikinews sources, excerpts of roundups, judged look-alikes, snippets
and this project's stories, each set for 600 pairs at most; docs/explanation/quality.md shows it on others."""

CALIBRATED_INTERCEPT = -0.07
"""Log-odds of such a pair when all that is 0."""

LEAST_TOGETHER, MOST_TOGETHER = 0.05, 0.999
"""Means of a cluster beyond which more says nothing."""

CLEAR = 3.0
"""Log-odds beyond which it does not matter how much nearer a partner is (a probability of .95)."""

NEARER, BETWEEN, SETTLED = 1.5, 0.3, 0.4
"""Log-odds that a pair loses for each by which both have nearer partners and no common one; that it gains for
each by which a common partner is nearer to both; and that all pairs gain where the run is believed, for what
the first takes on average. Chosen on ECB+, Wikinews sources, excerpts of roundups, CSTNews and NewsWCL50
(B-cubed F1 .914 -> .933, .809 -> .817, .791 -> .807, .987, 1.00; 1 to 2, .2 to .3 and .3 to .5 do as well);
on triples of outlets pair precision goes from .826 to .907 without dates, and recall from .969 to .990."""

FAINT = -2.0
"""Log-odds below which nobody is a common partner."""

PARTNERS = 20
"""Best partners of a story that are asked whether they are common ones."""

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

NEVER = 1e-9
"""Probability, of a pair or of its opposite, that nothing falls below."""

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

_PAIRS_AT_ONCE = 50_000  # pairs whose common partners are looked for at once

SHARED_TEXT = 0.2
"""Share of the text of one that the other must have for the names of their headlines to be what a form is
filled with; with .1 seven pairs of one event in ECB+ are forms, with .2 one, of 4,500."""

EXCHANGED = 0.5
"""Share of the names of its headline, found in the other text, up to which a story is about something
else."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def nearest(n: int, pairs: Integers, cosines: Floats) -> Floats:
    """The highest cosine that each of n stories has in some pairs: float64, shape (n,)."""
    found = np.zeros(n)
    np.maximum.at(found, pairs.ravel(), np.repeat(cosines, 2))
    return found


def evidence(of: Rows, pairs: Integers, near: Floats | None = None, cosines: Floats | None = None) -> Floats:
    """Evidence of pairs.

    Parameters
    ----------
    of
        The n stories of a run.
    pairs
        int64, shape (m, 2).
    near
        float64, shape (n,): cosine of the story that is nearest to each; by these pairs when None.
    cosines
        float64, shape (m,): those of the pairs, where they are known.

    Returns
    -------
    ndarray
        float64, shape (m, len(FEATURES)).
    """
    a, b = pairs.T
    off = np.where(of.known, 0.0, of.background_similarity)
    common = np.where(of.known[a] | of.known[b], 0.0, (off[a] + off[b]) / 2)
    cosines = dot(of.all, pairs) if cosines is None else cosines
    whole, lead = _beyond(cosines, common), _beyond(dot(of.lead, pairs), common)
    found = np.empty((len(pairs), len(FEATURES)))
    found[:, 0], found[:, 1] = np.sqrt(whole), np.log(whole + NEARLY_NOTHING)
    found[:, 2], found[:, 3] = np.sqrt(lead), np.log(lead + NEARLY_NOTHING)
    found[:, 4] = np.sqrt(dot(of.numbers, pairs))
    found[:, 5] = np.sqrt(
        np.where(
            common > 0, BACKGROUND_SIMILARITY, (of.background_similarity[a] + of.background_similarity[b]) / 2
        )
    )
    found[:, 6] = (of.crowd[a] + of.crowd[b]) / 2
    near = nearest(len(of.background_similarity), pairs, cosines) if near is None else near
    scale = np.log(np.minimum(_beyond(near, off), NEAR) + NEARLY_NOTHING)
    found[:, 7] = np.minimum(found[:, 1] - (scale[a] + scale[b]) / 2, 0)
    share = dot(of.rare, pairs) / np.maximum(cosines, NEARLY_NOTHING)
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


def exchanged(of: Rows, pairs: Integers, cover: Floats) -> NDArray[np.bool_]:
    """Which pairs say the same of others: running text in common, or none at all but their headlines, and of
    the names in either headline few that the other story has anywhere. bool, shape (m,); parameters are those
    of `fillings`."""
    bare = (np.diff(of.headline.indptr) == np.diff(of.all.indptr))[pairs].all(axis=1)
    found = (bare | (cover >= SHARED_TEXT)) & (of.langs[pairs[:, 0]] == of.langs[pairs[:, 1]])
    shares = covered_sides(of.names, of.all, pairs[found])
    found[found] = (shares <= EXCHANGED).all(axis=1)
    return np.asarray(found)


def probability(features: Floats) -> Floats:
    """Probability, shape (m,), that pairs with this evidence, shape (m, len(FEATURES)), are of one event."""
    return np.asarray(1 / (1 + np.exp(-(features @ np.array(WEIGHTS) + INTERCEPT))))


@dataclass(frozen=True, slots=True, eq=False)
class Belief:
    """How far what looks like one event is believed to be one, in the language of each of n stories.

    `share`: float64 (n,), `LEAST_BELIEF` to 1. `shift`: float64 (n,), log-odds, up to 0.
    """

    share: Floats
    shift: Floats


def belief(of: Rows, pairs: Integers, score: Floats) -> Belief:
    """How far a run is from one where what looks like an event is one.

    Parameters
    ----------
    of
        The n stories of a run.
    pairs, score
        int64 (m, 2) and float64 (m,): pairs that may be of one event, and their probabilities by all but the
        headlines.
    """
    share, shift = np.ones(len(of.langs)), np.zeros(len(of.langs))
    likely = pairs[(score >= LIKELY) & (of.langs[pairs[:, 0]] == of.langs[pairs[:, 1]])]
    names = covered(of.names, of.all, likely)
    short = np.maximum(1 - names / MISSING, 0)
    known = ~np.isnan(short)
    language = of.language
    for number in range(len(of.idf)):
        some = known & (language[likely[:, 0]] == number)
        mean = (short[some].sum() + MISSING_PRIOR * FAULTLESS) / (np.count_nonzero(some) + MISSING_PRIOR)
        believed = 1 - (mean - MISSING_IN_TRUTH) / (MISSING_BY_CHANCE - MISSING_IN_TRUTH)
        here, own = language == number, (language[pairs] == number).all(axis=1)
        share[here] = believed = float(np.clip(believed, LEAST_BELIEF, 1))
        shift[here] = min(prior_shift(len(language), pairs[own], score[own]), float(np.log(believed)))
    return Belief(share, shift)


def prior_shift(n: int, pairs: Integers, score: Floats) -> float:
    """What the sure ones among the likely stories say of how far to believe a run: log-odds, up to 0.

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


def headlines(of: Rows, pairs: Integers) -> Floats:
    """What headlines say of pairs, int64 (m, 2): float64, shape (m, 2), the shares of their names and of all
    their words that the other text has, less those that say nothing; 0 where there is none to ask, or the two
    are in different languages."""
    there = of.langs[pairs[:, 0]] == of.langs[pairs[:, 1]]
    found = np.zeros((len(pairs), 2))
    for column, (part, (_, nothing)) in enumerate(
        zip((of.names, of.headline), (NAMES_SAY, WORDS_SAY), strict=True)
    ):
        found[there, column] = np.nan_to_num(covered(part, of.all, pairs[there]) - nothing)
    return found


def contributions(score: Floats, said: Floats, share: Floats, shift: Floats) -> Floats:
    """Log-odds that a run adds to pairs: for their likeness, names and words of headlines, and belief.

    Parameters
    ----------
    score, said
        Probabilities by the evidence, float64 (m,), and what `headlines` says, (m, 2).
    share, shift
        float64 (m,): belief in the pairs, the mean of their stories'.

    Returns
    -------
    ndarray
        float64, shape (m, 4).
    """
    lost = 1 - share
    names, words = said.T
    likeness = -lost * log_odds(score)
    return np.column_stack(
        [likeness, lost * NAMES_SAY[0] * names, lost * WORDS_SAY[0] * words, lost * NOTHING_BELIEVED + shift]
    )


def judged(of: Rows, pairs: Integers, score: Floats, believed: Belief) -> Floats:
    """Probabilities of pairs, int64 (m, 2), in their run: float64 (m,); `score` is that by their evidence."""
    share, shift = believed.share[pairs].mean(axis=1), believed.shift[pairs].mean(axis=1)
    said, asked = np.zeros((len(pairs), 2)), share < 1  # where all is believed headlines add nothing
    said[asked] = headlines(of, pairs[asked])
    added = contributions(score, said, share, shift)
    return np.asarray(1 / (1 + np.exp(-(log_odds(score) + added.sum(axis=1)))))


def confirmed(known: tuple[Integers, Floats], pairs: Integers, score: Floats, believed: Belief) -> Floats:
    """Probabilities of pairs with what other stories say of them: float64 (m,).

    Parameters
    ----------
    known
        int64 (k, 2), distinct, and float64 (k,): pairs of the run that may be of one event, and their
        probabilities by `judged`.
    pairs, score
        The same of the pairs that are asked about, int64 (m, 2) and float64 (m,).
    believed
        Belief in the n stories of the run.
    """
    own = log_odds(score)
    nearer, common = partners(len(believed.share), known[0], log_odds(known[1]), pairs, own)
    share = believed.share[pairs].mean(axis=1)
    return np.asarray(1 / (1 + np.exp(-(own + by_others(own, nearer, common, share)))))


def at_most(score: Floats) -> Floats:
    """What `confirmed` can make of probabilities by `judged`, whatever other stories say: float64 (m,)."""
    own = log_odds(score)
    return np.asarray(1 / (1 + np.exp(-(own + by_others(own, own, np.full(len(own), CLEAR), np.ones(1))))))


def by_others(own: Floats, nearer: Floats, common: Floats, share: Floats) -> Floats:
    """Log-odds that other stories add to pairs: float64 (m,).

    Parameters
    ----------
    own, nearer, common
        float64 (m,): log-odds of the pairs, and what `partners` gives.
    share
        float64 (m,): belief in the pairs, the mean of their stories'.
    """
    lost = np.maximum(np.minimum(nearer, CLEAR) - np.maximum(own, common), 0)
    gained = np.maximum(np.minimum(common, CLEAR) - own, 0)
    settled = (share - LEAST_BELIEF) / (1 - LEAST_BELIEF)
    return np.asarray(SETTLED * settled + BETWEEN * gained - NEARER * lost)


def partners(n: int, known: Integers, odds: Floats, pairs: Integers, own: Floats) -> tuple[Floats, Floats]:
    """The nearer partners of pairs, and their common ones: float64 (m,) each.

    The first is the log-odds of the best partner that either story has, the lower of the two; the second is
    that of the third story which is nearest to both, by the farther of the two, never below the pair's own.
    Nobody is asked of pairs below `FAINT` and from `CLEAR` on.

    Parameters
    ----------
    n
        Number of stories.
    known, odds
        int64 (k, 2), distinct, and float64 (k,): pairs and their log-odds.
    pairs, own
        int64 (m, 2) and float64 (m,): the pairs that are asked about, and theirs.
    """
    best = np.full(n, -np.inf)
    np.maximum.at(best, known.ravel(), np.repeat(odds, 2))
    nearer, common = best[pairs].min(axis=1), own.copy()
    strong = odds >= FAINT
    row = np.concatenate([known[strong, 0], known[strong, 1]])
    column = np.concatenate([known[strong, 1], known[strong, 0]])
    there = np.tile(odds[strong], 2)
    order = np.argsort(row * n + column)
    keys, of_keys = (row * n + column)[order], there[order]
    order = np.lexsort((column, -there, row))
    first = np.searchsorted(row[order], np.arange(n + 1))
    nearer = np.where(own >= FAINT, nearer, own)
    asked = np.flatnonzero((nearer > own) & (own < CLEAR))
    for start in range(0, len(asked), _PAIRS_AT_ONCE):
        some = asked[start : start + _PAIRS_AT_ONCE]
        for one, other in (pairs[some].T, pairs[some, ::-1].T):
            sizes = np.minimum(first[one + 1] - first[one], PARTNERS)
            pair = np.repeat(np.arange(len(some)), sizes)
            at = order[np.arange(len(pair)) - np.repeat(np.cumsum(sizes) - sizes - first[one], sizes)]
            wanted = other[pair] * n + column[at]
            found = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
            both = keys[found] == wanted
            through = np.minimum(there[at[both]], of_keys[found[both]])
            np.maximum.at(common, some[pair[both]], through)
    return nearer, common


def calibrated(score: Floats, together: Floats, share: Floats, shift: Floats) -> Floats:
    """How often pairs like these report one event: float64 (m,).

    Parameters
    ----------
    score
        float64 (m,): probabilities by `confirmed`, by which pairs are joined.
    together
        float64 (m,): mean of the probabilities of all pairs of their cluster, absent ones as 0.
    share, shift
        float64 (m,): belief in the pairs, the mean of their stories'.
    """
    together = np.clip(together, LEAST_TOGETHER, MOST_TOGETHER)
    seen = np.column_stack([log_odds(score), log_odds(together), 1 - share, shift])
    return np.asarray(1 / (1 + np.exp(-(seen @ np.array(CALIBRATED) + CALIBRATED_INTERCEPT))))


def log_odds(score: Floats) -> Floats:
    """Log-odds of probabilities, those nearest to 0 and 1 as `NEVER`: float64 (m,)."""
    score = np.clip(score, NEVER, 1 - NEVER)
    return np.asarray(np.log(score / (1 - score)))
