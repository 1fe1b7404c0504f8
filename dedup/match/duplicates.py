"""The duplicate level: from shingle sets to the pairs that are the same text, more or less.

Candidates come from bands of the signatures (similar texts) and from sampled shingles (one text inside
another). Every candidate is verified on the exact shingle sets, boilerplate left out. The duplicate score of
a pair is the geometric mean of its containment (share of the smaller set that the larger one has) and the
agreement of its facts, less what its *slant* takes: how far the two differ in their facts beyond what they
differ in their words. Two fillings of a template say nearly the same words, and where they do not stand the
facts; a rewritten version changes words and facts alike. The score is 1 for a copy, still high for an excerpt
or an update, low for two fillings of one template and for strangers that share a paragraph.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.match.boilerplate import STRICT, Tell, survey
from dedup.match.clustering import components, join
from dedup.match.facts import Facts, StoredFacts, agree
from dedup.settings import Settings
from dedup.sketch.backend import in_order
from dedup.sketch.bands import Signatures, band_pairs, distinct, unpack
from dedup.sketch.shingle_sets import Sets, shared

BANDS, ROWS = 32, 4
"""Shape of the bands: a pair of Jaccard .5 becomes a candidate with probability .87, one of .7 with .9998."""

LONG, FEW = 192, 8
"""A story of so many shingles is looked for by its first few bands only: it has a dozen sampled shingles,
which find what bands would (of 155 verified pairs of wire stories and press releases none is lost)."""

BUCKET = 100
"""Members of a band's bucket up to which all pairs are candidates."""

OWN_RATE = 8
"""Once boilerplate is left out, one shingle in so many is sampled: with 16, much rewritten versions of one
story of 150 words are missed (4 % of the versions that are found at all)."""

PASSAGE = 8
"""Shingles that a pair of low Jaccard must share (twelve running words): a shared phrase makes no excerpt."""

FLOOR = 0.1
"""Containment below which facts are not looked at: the pair cannot reach a sensible threshold."""

AT_ONCE = 1 << 17
"""Pairs that are verified at once: some 100 MB of facts and numbers."""

SLANT = 1.5
"""What the slant costs. With 1.25 to 2 pairwise F1 is higher on press releases (.88 to .92) and on versions
of web news (.80 to .85), lower by .01 on a wire. The more it costs, the more planted copies are lost that
carry other stories' sentences: of their pairs .976 are found without it, .970 with 1.5, .954 with 2."""

NARROW = 0.08
"""Share of differing words that is always granted: in a near-copy one name must not weigh all."""

ALIKE = 0.4
"""Containment from which two stories that are no duplicates only look alike. Of pairs that report one event
in their own words one in a thousand shares so much (BASIL, NewsWCL50), of fillings of one form most do."""


LOSS = 0.6
"""Share of the containment below which the score of such a pair must lie: facts that differ took the rest.
Nine pairs of one event in ten lie above (ECB+, Galaxy), fillings of one form below."""


@dataclass(frozen=True, slots=True, eq=False)
class Verified:
    """Candidates that share something of their own, or all, with their exact scores, one row a pair.

    `pairs`: int64 (m, 2), a < b, rows of the stories. `jaccard`, `containment_a`, `containment_b`: float64
    (m,), over all shingles. `score`: float64 (m,), the duplicate score (see the module). `boilerplate`:
    uint32, the shingles that were left out of it. `capped`: buckets and samples that were too common to give
    all their pairs.
    """

    pairs: NDArray[np.int64]
    jaccard: NDArray[np.float64]
    containment_a: NDArray[np.float64]
    containment_b: NDArray[np.float64]
    score: NDArray[np.float64]
    boilerplate: NDArray[np.uint32]
    capped: int

    def clusters(self, n: int, threshold: float) -> NDArray[np.int64]:
        """Cluster of each of n stories at a threshold of the score: `chains.join`, int64, shape (n,)."""
        reached = self.score >= threshold
        return join(n, self.pairs[reached], self.score[reached])

    def where(self, kept: NDArray[np.bool_]) -> "Verified":
        """The pairs that `kept`, bool (m,), marks."""
        return Verified(
            self.pairs[kept],
            self.jaccard[kept],
            self.containment_a[kept],
            self.containment_b[kept],
            self.score[kept],
            self.boilerplate,
            self.capped,
        )


def duplicates(
    shingles: Sets,
    signatures: Signatures,
    facts: Facts | StoredFacts,
    settings: Settings,
    known: NDArray[np.uint32] | None = None,
    tell: Tell | None = None,
) -> Verified:
    """Verified candidates of n stories, which stand in an order that does not depend on reading.

    Parameters
    ----------
    shingles, facts
        Shingle sets and fact words of the stories.
    signatures
        uint32, shape (n, 128): their MinHash signatures.
    settings
        Of these, `boilerplate` and `jobs` count here.
    known
        uint32, ascending: shingles that are boilerplate whatever this run says.
    tell
        Called with a stage's name, how much of it is done, and how much there is.
    """
    own, pairs, common, boilerplate, capped = _candidates(
        shingles, signatures, settings, known, tell or silent
    )
    return verify(shingles, own, facts, pairs, common, boilerplate, capped, settings.jobs, tell)


def _candidates(
    shingles: Sets,
    signatures: Signatures,
    settings: Settings,
    known: NDArray[np.uint32] | None,
    tell: Tell,
) -> tuple[Sets, NDArray[np.int64], NDArray[np.int32], NDArray[np.uint32], int]:
    """The parameters of `verify` from `own` to `capped`; what it took to find them is let go."""
    tell("bands", 0, None)
    jobs = settings.jobs
    banded, capped = banded_candidates(shingles, signatures)
    tell("overlap", 0, len(banded))
    known_common = shared(shingles, banded, jobs)
    jaccard = _measures(known_common, shingles.sizes, banded)[0]
    strict = components(len(shingles), banded[jaccard >= STRICT])
    found = survey(shingles, strict, settings.boilerplate, OWN_RATE, known, jobs, tell)
    pairs = _united(banded, found.sampled.pairs)
    common = np.full(len(pairs), -1, np.int32)
    common[np.searchsorted(_packed(pairs), _packed(banded))] = known_common
    return found.own, pairs, common, found.boilerplate, capped + found.sampled.capped


def verify(
    shingles: Sets,
    own: Sets,
    facts: Facts | StoredFacts,
    pairs: NDArray[np.int64],
    common: NDArray[np.int32],
    boilerplate: NDArray[np.uint32],
    capped: int,
    jobs: int = 1,
    tell: Tell | None = None,
) -> Verified:
    """The candidates that share something of their own, or all, with their scores; each pair by itself.

    Parameters
    ----------
    shingles, own
        Shingle sets of the stories, and the same without boilerplate.
    facts
        Fact words of the same stories.
    pairs
        int64, shape (m, 2): candidates, a < b.
    common
        int32, shape (m,): the shingles that they share; -1 where that is not known, of pairs that agree in
        no band (they are not equal then).
    boilerplate, capped
        What `Verified` is to say of the run.
    jobs, tell
        Threads, any number gives the same result; and whom to tell of progress.
    """

    def verified(first: int) -> tuple[NDArray[Any], ...]:
        some, shares = pairs[first : first + AT_ONCE], common[first : first + AT_ONCE].copy()
        known = shares >= 0
        shares[~known] = shared(shingles, some[~known])
        score = duplicate_score(own, facts, some, shares)
        worth = (score > 0) | known & (shares == shingles.sizes[some[:, 0]])
        some, score, shares = some[worth], score[worth], shares[worth]
        jaccard, in_a, in_b = _measures(shares, shingles.sizes, some)
        score[jaccard == 1.0] = 1.0
        return some, jaccard, in_a, in_b, score

    columns: tuple[list[NDArray[Any]], ...] = ([], [], [], [], [])
    for part in in_order(verified, range(0, max(len(pairs), 1), AT_ONCE), jobs):
        for column, some in zip(columns, part, strict=True):
            column.append(some)
        (tell or silent)("verify", min(len(columns[0]) * AT_ONCE, len(pairs)), len(pairs))
    found, jaccard, in_a, in_b, score = map(_joined, columns)
    return Verified(found, jaccard, in_a, in_b, score, boilerplate, capped)


def _joined(parts: list[NDArray[Any]]) -> NDArray[Any]:
    """One array of its parts, which are let go."""
    whole = np.concatenate(parts)
    parts.clear()
    return whole


def silent(stage: str, done: int, total: int | None) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """How alike the texts of m pairs are.

    `alike`: bool (m,), they share much of their text and are no duplicates. `cover`: float64 (m,), the share
    of its text that the one with more in common has from the other.
    """

    alike: NDArray[np.bool_]
    cover: NDArray[np.float64]


def look_alikes(
    shingles: Sets, own: Sets, facts: Facts | StoredFacts, pairs: NDArray[np.int64], threshold: float
) -> Looks:
    """How alike the texts of pairs are that are no duplicates at this threshold.

    `shingles` are the shingle sets, `own` the same without boilerplate, `facts` the fact words of the
    stories.
    """
    _, in_a, in_b, _ = covers(shingles, pairs)
    containment = np.maximum(in_a, in_b)
    found = containment >= ALIKE
    score = duplicate_score(own, facts, pairs[found])
    found[found] = (score < threshold) & (score < LOSS * containment[found])
    return Looks(found, containment)


def banded_candidates(shingles: Sets, signatures: Signatures) -> tuple[NDArray[np.int64], int]:
    """Pairs that agree in a band, a < b, and the buckets that were capped."""
    banded = band_pairs(signatures, FEW, ROWS, BUCKET)
    short = np.flatnonzero(shingles.sizes < LONG)
    more = band_pairs(signatures, BANDS - FEW, ROWS, BUCKET, first=FEW, among=short)
    return _united(banded.pairs, more.pairs), banded.capped + more.capped


def _united(some: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.int64]:
    """The pairs of both, distinct and ascending."""
    return unpack(distinct([_packed(some), _packed(others)]))


def _packed(pairs: NDArray[np.int64]) -> NDArray[np.uint64]:
    return ((pairs[:, 0] << 32) | pairs[:, 1]).astype(np.uint64)


def duplicate_score(
    own: Sets,
    facts: Facts | StoredFacts,
    pairs: NDArray[np.int64],
    of_all: NDArray[np.int32] | None = None,
) -> NDArray[np.float64]:
    """How far two stories are the same text: float64, shape (m,), 0 to 1 (see the module).

    Parameters
    ----------
    own
        Shingle sets without boilerplate.
    facts
        Fact words of the same stories.
    pairs
        int64, shape (m, 2): rows of two stories.
    of_all
        int32, shape (m,), where it is known: how many shingles they share, with boilerplate.
    """
    jaccard, in_a, in_b, common = covers(own, pairs, of_all)
    containment = np.maximum(in_a, in_b)
    containment[(common < PASSAGE) & (jaccard < STRICT)] = 0.0
    score = np.zeros(len(pairs))
    close = containment >= FLOOR
    agreement, disagreement = agree(facts, pairs[close], jaccard[close])
    left = fair(np.minimum(in_a, in_b)[close], agreement, disagreement)
    score[close] = np.sqrt(containment[close] * agreement * left)
    return np.minimum(score, 1.0)


def fair(
    least: NDArray[np.float64], agreement: NDArray[np.float64], disagreement: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What the slant leaves of a pair, 0 to 1: float64 (m,), as all the parameters.

    The slant is the share of facts that differ on either side, times how far the facts as a whole point
    elsewhere (the distance that belongs to their cosine), against the share of words that differ.

    Parameters
    ----------
    least
        Containment of the story that has less in common with the other.
    agreement, disagreement
        Those of the facts.
    """
    apart = disagreement * np.sqrt(np.maximum(1.0 - agreement, 0.0))
    return np.asarray(np.clip(1.0 - SLANT * apart / (1.0 + NARROW - least), 0.0, 1.0))


def covers(
    shingles: Sets, pairs: NDArray[np.int64], of_all: NDArray[np.int32] | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.int32]]:
    """Jaccard, containment of either side in the other (float64 (m,) each), and shared shingles (int32
    (m,)); parameters are those of `sketch.overlap.shared`."""
    common = shared(shingles, pairs, of_all=of_all)
    return *_measures(common, shingles.sizes, pairs), common


def _measures(
    common: NDArray[np.int32], sizes: NDArray[np.int64], pairs: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Jaccard and both containments from the number of shared shingles."""
    of_a, of_b = sizes[pairs[:, 0]], sizes[pairs[:, 1]]
    return (
        common / np.maximum(of_a + of_b - common, 1),
        common / np.maximum(of_a, 1),
        common / np.maximum(of_b, 1),
    )
