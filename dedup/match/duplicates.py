"""The duplicate level: from shingle sets to the pairs that are the same text, more or less.

Candidates come from bands of the signatures (similar texts) and from sampled shingles (one text inside
another). Every candidate is verified on the exact shingle sets, boilerplate left out. The duplicate score of
a pair is the geometric mean of its containment (share of the smaller set that the larger one has), the
agreement of its facts, and what a penalty for facts that differ more than the words do leaves: an edit
changes both, another filling of a form changes the facts and leaves the words. A story that lies whole in
another contradicts nothing in it. Last, the score falls to nothing where the passages that two stories share
do not belong to what they report (`sketch.vocabulary`). It is 1 for a copy, still high for an excerpt or an
update, low for two fillings of one template and for strangers that share a passage.
"""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.match.boilerplate import STRICT, Progress, learn_and_pair, strip
from dedup.match.claims import conflicting, same_form
from dedup.match.clustering import components, join
from dedup.match.corrections import Bounds, Placed
from dedup.match.facts import Facts, StoredFacts, agree
from dedup.match.recipe import Matched, match_duplicates
from dedup.match.relation import NEAR
from dedup.settings import Settings
from dedup.sketch.minhash import Signatures, band_pairs, distinct_pairs, unpack
from dedup.sketch.shingles import Sets, shared
from dedup.sketch.threads import in_order
from dedup.sketch.vocabulary import Vocabulary, same_subject

PENALTY = 1.5
"""What it costs that facts differ more than words do. With 1.25 to 2 pairwise F1 is higher on press releases
(.88 to .92) and on versions of web news (.80 to .85), lower by .01 on a wire. The more it costs, the more
planted copies are lost that carry other stories' sentences: of their pairs .976 are found without it, .970
with 1.5, .954 with 2."""

APART = 0.5
"""Distance of the facts that is assumed at least: what two stories share as boilerplate agrees in its facts,
too, and hides that the rest does not. Of look-alikes drawn in small batches 1.3 pairs in 1,000 are joined
with .45, .6 with .6, which costs .006 of F1 on press releases."""

NARROW = 0.08
"""Share of differing words that is always granted: in a near-copy one name must not weigh all."""

REST = 0.05
"""Share of its shingles that a story may have beside another for that one to contain it whole: it cannot
contradict the facts of what contains it."""


def fact_measures(
    facts: Facts | StoredFacts,
    pairs: NDArray[np.int64],
    jaccard: NDArray[np.float64],
    containment: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Agreement and disagreement of the facts of pairs (`facts.agree`), float64 (m,) each.

    `jaccard` is assumed of pairs without facts; of a story that lies whole in the other (`containment` near
    1) no fact differs, and the facts agree as far as the texts do.
    """
    agreement, disagreement = agree(facts, pairs, jaccard)
    whole = np.clip(1.0 - (1.0 - containment) / REST, 0.0, 1.0)
    return np.maximum(agreement, whole * jaccard), disagreement * (1.0 - whole)


def fair(
    least: NDArray[np.float64], agreement: NDArray[np.float64], disagreement: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What the fact penalty leaves of a pair, 0 to 1: float64 (m,), as all the parameters.

    It is the share of facts that differ on either side, times how far the facts as a whole point
    elsewhere (the distance that belongs to their cosine, at least `APART`), against the share of words that
    differ.

    Parameters
    ----------
    least
        Containment of the story that has less in common with the other.
    agreement, disagreement
        Those of the facts.
    """
    apart = disagreement * np.maximum(np.sqrt(np.maximum(1.0 - agreement, 0.0)), APART)
    return np.asarray(np.clip(1.0 - PENALTY * apart / (1.0 + NARROW - least), 0.0, 1.0))


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

LINE, TAGS = 3, 6
"""Shingles of a line (seven words) that stands whole in another story, and what that one may have besides:
the same post with hashtags and a link. Press releases, wires, web news and snippets have no such pair."""

FLOOR = 0.1
"""Containment below which facts are not looked at: the pair cannot reach a sensible threshold."""

AT_ONCE = 1 << 17
"""Pairs that are verified at once: some 100 MB of facts and numbers."""

STRANGE, SAME = -0.5, 0.5
"""Evidence (`sketch.vocabulary.same_subject`) up to which two stories that share a passage are strangers, and
from which they report the same; between them the score falls in proportion."""

NOTHING_ELSE = -5.0
"""Evidence below which two stories that share much text do not even report one event: of strangers with one
pasted passage most have less."""

LEAST_DOUBTFUL = 0.1
"""Score below which nobody asks to whom the passages of a pair belong: it cannot reach a threshold."""

SURE = 3.0
"""Evidence from which a near-copy is the text of the other, whatever is boilerplate: what many quote is still
the text of its copies, though an editor changed some words in a row. Of copies with 2 % of their words
changed that 12 to 80 strangers quote 3 of 144 are lost if the evidence must be infinite, 1 with 3; with 1.5
the precision on planted stories falls from .998 to .985."""

SAME_FACTS = 0.1
"""Disagreement of facts up to which a near-copy (Jaccard `boilerplate.STRICT` over all shingles) that says
nothing of its own is scored with its boilerplate: a speech that twenty papers quote is still the text of its
copies."""

ALIKE = 0.4
"""Containment from which two stories that are no duplicates only look alike. Of pairs that report one event
in their own words one in a thousand shares so much (BASIL, NewsWCL50), of fillings of one form most do."""


LOSS = 0.3
"""Share of the containment below which the score of such a pair must lie: facts that differ took the rest.
With .6 and .45 pairs of one event go (FNC-1 .930 and .931 B-cubed F1, .935 with .3), and no more forms of a
wire."""

CALIBRATED = (0.27, 4.57)
"""Log-odds that a pair of a score is one text, at 0 and for each unit of it. Fitted on the joined pairs of
press releases, of versions of web news and of this project's stories; docs/explanation/quality.md shows it on
others."""


def same_text(score: NDArray[np.float64]) -> NDArray[np.float64]:
    """Calibrated probability that two stories are one text, by their duplicate score: float64, same shape.

    It holds for pairs that reach the threshold.
    """
    return np.asarray(1 / (1 + np.exp(-(CALIBRATED[0] + CALIBRATED[1] * score))))


def score_of(probability: float) -> float:
    """The duplicate score of pairs that are one text with a probability, 0 to 1; infinite for 1.

    Examples
    --------
    >>> round(float(same_text(np.array([score_of(0.95)]))[0]), 6)
    0.95
    """
    if not 0 < probability < 1:
        return -np.inf if probability <= 0 else np.inf
    return float((np.log(probability / (1 - probability)) - CALIBRATED[0]) / CALIBRATED[1])


@dataclass(frozen=True, slots=True, eq=False)
class TextSets:
    """What the texts of n stories are compared by.

    `shingles`: their shingle sets. `stripped`: the same without boilerplate. `facts`: their fact words.
    `words`: their vocabularies.
    """

    shingles: Sets
    stripped: Sets
    facts: Facts | StoredFacts
    words: Vocabulary


def text_sets(
    shingles: Sets, facts: Facts | StoredFacts, words: Vocabulary, boilerplate: NDArray[np.uint32]
) -> TextSets:
    """The sets of stories, given what is boilerplate (uint32, ascending)."""
    return TextSets(shingles, strip(shingles, boilerplate), facts, words)


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """Candidates, one row a pair.

    `pairs`: int64 (m, 2), a < b, rows of the stories. `common`: int32 (m,), the shingles that they share; -1
    where that is not known, of pairs that agree in no band (they are not equal then). `evidence`: float64
    (m,), where the first is known: `copy_evidence`.
    """

    pairs: NDArray[np.int64]
    common: NDArray[np.int32]
    evidence: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class PairScores:
    """Pairs with their exact scores, one row a pair.

    `pairs`: int64 (m, 2), a < b, rows of the stories. `jaccard`, `containment_a`, `containment_b`: float64
    (m,), over all shingles. `score`: float64 (m,), the duplicate score (see the module). `likeness`: float64
    (m,), the same before anybody asked whether two strangers share a passage. `conflict`: bool (m,), which of
    the near-copies make conflicting claims (`claims`); others are not asked.
    """

    pairs: NDArray[np.int64]
    jaccard: NDArray[np.float64]
    containment_a: NDArray[np.float64]
    containment_b: NDArray[np.float64]
    score: NDArray[np.float64]
    likeness: NDArray[np.float64]
    conflict: NDArray[np.bool_]

    def where(self, kept: NDArray[Any]) -> "PairScores":
        """The pairs that `kept` marks (bool (m,)) or names (int64 (k,))."""
        return PairScores(*(getattr(self, column.name)[kept] for column in fields(PairScores)))

    def and_others(self, others: "PairScores") -> "PairScores":
        """The pairs, and those of others that are not among them."""
        new = others.where(~np.isin(_packed(others.pairs), _packed(self.pairs)))
        columns = (column.name for column in fields(PairScores))
        return PairScores(*(np.concatenate([getattr(self, name), getattr(new, name)]) for name in columns))


@dataclass(frozen=True, slots=True, eq=False)
class Verified(PairScores):
    """Candidates that share something of their own, or all.

    `boilerplate`: uint32, ascending, the shingles that were left out of the score. `capped`: buckets and
    samples that were too common to give all their pairs.
    """

    boilerplate: NDArray[np.uint32]
    capped: int

    def clusters(self, n: int, threshold: float, corrections: Placed | None = None) -> NDArray[np.int64]:
        """Cluster of each of n stories at a threshold of the score, within corrections: `clustering.join`,
        int64, shape (n,)."""
        reached = self.score >= threshold
        bounds = None if corrections is None else Bounds(corrections)
        return join(n, self.pairs[reached], self.score[reached], bounds)


def verified(found: Matched[Any, PairScores]) -> Verified:
    """The scored pairs of a run with what the run learned."""
    of = found.scored
    return Verified(
        of.pairs,
        of.jaccard,
        of.containment_a,
        of.containment_b,
        of.score,
        of.likeness,
        of.conflict,
        found.boilerplate,
        found.capped,
    )


def duplicates(
    shingles: Sets,
    signatures: Signatures,
    facts: Facts | StoredFacts,
    words: Vocabulary,
    settings: Settings,
    known: NDArray[np.uint32] | None = None,
    progress: Progress | None = None,
) -> Verified:
    """Verified candidates of n stories, which stand in an order that does not depend on reading.

    Parameters
    ----------
    shingles, facts, words
        Shingle sets, fact words and vocabularies of the stories.
    signatures
        uint32, shape (n, 128): their MinHash signatures.
    settings
        Of these, `boilerplate` and `jobs` count here.
    known
        uint32, ascending: shingles that are boilerplate whatever this run says.
    progress
        Called with a stage's name, how much of it is done, and how much there is.
    """
    stages = _InMemory(shingles, signatures, facts, words, settings, known, progress or silent)
    return verified(match_duplicates(stages))


class _InMemory:
    """The stages of `recipe.match_duplicates` over arrays that hold all stories."""

    def __init__(
        self,
        shingles: Sets,
        signatures: Signatures,
        facts: Facts | StoredFacts,
        words: Vocabulary,
        settings: Settings,
        known: NDArray[np.uint32] | None,
        progress: Progress,
    ) -> None:
        self._shingles = shingles
        self._signatures = signatures
        self._facts = facts
        self._words = words
        self._settings = settings
        self._known = known
        self._progress = progress

    def banded(self) -> tuple[Counted, int]:
        self._progress("bands", 0, None)
        pairs, capped = banded_candidates(self._shingles, self._signatures)
        self._progress("overlap", 0, len(pairs))
        common = shared(self._shingles, pairs, self._settings.jobs)
        evidence = copy_evidence(self._words, self._shingles, pairs, common, self._settings.jobs)
        return Counted(pairs, common, evidence), capped

    def strict(self, banded: Counted) -> NDArray[np.int64]:
        return components(len(self._shingles), banded.pairs[banded.evidence >= EVEN])

    def learned(self, strict: NDArray[np.int64]) -> NDArray[np.uint32]:
        least, jobs = self._settings.boilerplate, self._settings.jobs
        found = learn_and_pair(self._shingles, strict, least, OWN_RATE, self._known, jobs, self._progress)
        self._stripped, self._samples = found.own, found.sampled
        return found.boilerplate

    def sampled(self, boilerplate: NDArray[np.uint32]) -> tuple[Counted, int]:
        found = self._samples
        del self._samples
        many = len(found.pairs)
        return Counted(found.pairs, np.full(many, -1, np.int32), np.empty(many)), found.capped

    def united(self, banded: Counted, sampled: Counted) -> Counted:
        pairs = _united(banded.pairs, sampled.pairs)
        common, evidence = np.full(len(pairs), -1, np.int32), np.empty(len(pairs))
        place = np.searchsorted(_packed(pairs), _packed(banded.pairs))
        common[place], evidence[place] = banded.common, banded.evidence
        return Counted(pairs, common, evidence)

    def scored(self, pairs: Counted, boilerplate: NDArray[np.uint32]) -> PairScores:
        texts = TextSets(self._shingles, self._stripped, self._facts, self._words)
        return verify(texts, pairs, self._settings.jobs, self._progress)


def verify(
    texts: TextSets, candidates: Counted, jobs: int = 1, progress: Progress | None = None
) -> PairScores:
    """The candidates that share something of their own, or all, with their scores; each pair by itself.

    `jobs`: threads, any number gives the same result; `progress`: as for `duplicates`.
    """
    pairs = candidates.pairs

    def scored(first: int) -> PairScores:
        some = pairs[first : first + AT_ONCE]
        common = candidates.common[first : first + AT_ONCE].copy()
        evidence = candidates.evidence[first : first + AT_ONCE].copy()
        counted = common >= 0
        common[~counted] = shared(texts.shingles, some[~counted])
        evidence[~counted] = copy_evidence(texts.words, texts.shingles, some[~counted], common[~counted])
        found = pair_scores(texts, some, common, evidence)
        return found.where((found.likeness > 0) | counted & (common == texts.shingles.sizes[some[:, 0]]))

    columns: dict[str, list[NDArray[Any]]] = {column.name: [] for column in fields(PairScores)}
    for part in in_order(scored, range(0, max(len(pairs), 1), AT_ONCE), jobs):
        for name, parts in columns.items():
            parts.append(getattr(part, name))
        (progress or silent)("verify", min(len(columns["pairs"]) * AT_ONCE, len(pairs)), len(pairs))
    return PairScores(**{name: _joined(parts) for name, parts in columns.items()})


def _joined(parts: list[NDArray[Any]]) -> NDArray[Any]:
    """Concatenate the parts and free them."""
    whole = np.concatenate(parts)
    parts.clear()
    return whole


def silent(stage: str, done: int, total: int | None) -> None:
    """Discards progress reports."""


@dataclass(frozen=True, slots=True, eq=False)
class Looks(PairScores):
    """How alike the texts of m pairs are.

    `alike`: bool (m,), they share much of their text and are no duplicates. `form`: bool (m,), they fill in
    one form (`claims.same_form`).
    """

    alike: NDArray[np.bool_]
    form: NDArray[np.bool_]

    @property
    def cover(self) -> NDArray[np.float64]:
        """The share of its text that the one with more in common has from the other: float64 (m,)."""
        return np.maximum(self.containment_a, self.containment_b)


def look_alikes(texts: TextSets, pairs: NDArray[np.int64], threshold: float) -> Looks:
    """How alike the texts of pairs, int64 (m, 2), are that are no duplicates at this threshold."""
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))  # what is looked up of a first story serves all its pairs
    pairs = pairs[order]
    common = shared(texts.shingles, pairs)
    found = pair_scores(texts, pairs, common)
    cover = np.maximum(found.containment_a, found.containment_b)
    alike = (cover >= ALIKE) & (found.score < threshold)
    some = np.flatnonzero(alike)
    strange = same_subject(texts.words, texts.stripped, pairs[some]) < NOTHING_ELSE
    alike[some] = strange | (found.likeness[some] < np.minimum(threshold, LOSS * cover[some]))
    form = same_form(texts.facts.claims, pairs)
    given = np.argsort(order, kind="stable")
    columns = {column.name: getattr(found, column.name)[given] for column in fields(PairScores)}
    return Looks(**columns, alike=alike[given], form=form[given])


EVEN = (STRANGE + SAME) / 2
"""Evidence from which near-copies count as one text when boilerplate is learned."""


def copy_evidence(
    words: Vocabulary,
    shingles: Sets,
    pairs: NDArray[np.int64],
    common: NDArray[np.int32],
    jobs: int = 1,
) -> NDArray[np.float64]:
    """Evidence that near-copies (Jaccard `boilerplate.STRICT`) are no strangers with one passage: float64
    (m,), `sketch.vocabulary.same_subject` over all shingles; infinite for equal sets, and minus infinite for
    the pairs that are no near-copies.

    Parameters
    ----------
    words, shingles
        Vocabularies and shingle sets of the stories.
    pairs, common
        int64, shape (m, 2): rows of two stories; int32, shape (m,): how many shingles they share.
    jobs
        Threads; any number gives the same result.
    """
    jaccard, _, _ = overlaps(common, shingles.sizes, pairs)
    evidence = np.where(jaccard == 1.0, np.inf, -np.inf)
    asked = np.flatnonzero((jaccard >= STRICT) & (jaccard < 1.0))
    evidence[asked] = same_subject(words, shingles, pairs[asked], jobs)
    return evidence


def strict_pairs(
    words: Vocabulary, shingles: Sets, pairs: NDArray[np.int64], common: NDArray[np.int32]
) -> NDArray[np.int64]:
    """The pairs that are nearly the same text and no strangers with one passage: int64, shape (k, 2);
    parameters are those of `copy_evidence`."""
    return np.asarray(pairs[copy_evidence(words, shingles, pairs, common) >= EVEN])


def banded_candidates(shingles: Sets, signatures: Signatures) -> tuple[NDArray[np.int64], int]:
    """Pairs that agree in a band, a < b, and the buckets that were capped."""
    banded = band_pairs(signatures, FEW, ROWS, BUCKET)
    short = np.flatnonzero(shingles.sizes < LONG)
    more = band_pairs(signatures, BANDS - FEW, ROWS, BUCKET, first=FEW, among=short)
    return _united(banded.pairs, more.pairs), banded.capped + more.capped


def _united(some: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.int64]:
    """The pairs of both, distinct and ascending."""
    return unpack(distinct_pairs([_packed(some), _packed(others)]))


def _packed(pairs: NDArray[np.int64]) -> NDArray[np.uint64]:
    return ((pairs[:, 0] << 32) | pairs[:, 1]).astype(np.uint64)


def pair_scores(
    texts: TextSets,
    pairs: NDArray[np.int64],
    common: NDArray[np.int32] | None = None,
    evidence: NDArray[np.float64] | None = None,
) -> PairScores:
    """How far two stories are the same text (see the module); a copy scores 1 whatever is boilerplate.

    Parameters
    ----------
    texts
        Sets of the stories.
    pairs
        int64, shape (m, 2): rows of two stories.
    common, evidence
        int32, float64, shape (m,), where they are known: how many shingles they share, with boilerplate, and
        what `copy_evidence` says.
    """
    if common is None:
        common = shared(texts.shingles, pairs)
    if evidence is None:
        evidence = copy_evidence(texts.words, texts.shingles, pairs, common)
    jaccard, in_a, in_b = overlaps(common, texts.shingles.sizes, pairs)
    stripped = _stripped(texts, pairs)
    whole = (evidence >= SURE) & (jaccard < 1.0) & stripped
    likeness = _likeness(texts, pairs, common, whole)
    likeness[jaccard == 1.0] = 1.0
    score = likeness.copy()
    doubtful = (score >= LEAST_DOUBTFUL) & (jaccard < 1.0) & ~whole
    asked = np.flatnonzero(doubtful & (stripped | (jaccard < STRICT)))  # of the others it is known
    evidence = evidence.copy()
    evidence[asked] = same_subject(texts.words, texts.stripped, pairs[asked])
    score[doubtful] *= np.clip((evidence[doubtful] - STRANGE) / (SAME - STRANGE), 0.0, 1.0)
    near = (np.minimum(in_a, in_b) >= NEAR) & (jaccard < 1.0)
    near[near] = conflicting(texts.facts.claims, pairs[near])
    return PairScores(pairs, jaccard, in_a, in_b, score, likeness, near)


def _stripped(texts: TextSets, pairs: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which pairs have a story of which something was left out as boilerplate: bool, shape (m,)."""
    left_out = texts.stripped.sizes < texts.shingles.sizes
    return np.asarray(left_out[pairs].any(axis=1))


def _likeness(
    texts: TextSets, pairs: NDArray[np.int64], common: NDArray[np.int32], whole: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """How alike pairs are by shared text and facts alone: float64, shape (m,), 0 to 1. `whole`: which pairs
    keep their boilerplate if their facts are the same."""
    jaccard, in_a, in_b, of_their_own = covers(texts.stripped, pairs, common)
    same = np.flatnonzero(whole)
    of_all = overlaps(common[same], texts.shingles.sizes, pairs[same])
    kept = agree(texts.facts, pairs[same], of_all[0])[1] <= SAME_FACTS
    for own, whole_one in zip((jaccard, in_a, in_b), of_all, strict=True):
        own[same[kept]] = whole_one[kept]
    containment = np.maximum(in_a, in_b)
    sizes = np.sort(texts.stripped.sizes[pairs], axis=1)
    line = (of_their_own == sizes[:, 0]) & (of_their_own >= LINE) & (sizes[:, 1] - sizes[:, 0] <= TAGS)
    containment[(of_their_own < PASSAGE) & (jaccard < STRICT) & ~line] = 0.0
    score = np.zeros(len(pairs))
    close = containment >= FLOOR
    agreement, disagreement = fact_measures(texts.facts, pairs[close], jaccard[close], containment[close])
    left = fair(np.minimum(in_a, in_b)[close], agreement, disagreement)
    score[close] = np.sqrt(containment[close] * agreement * left)
    return np.minimum(score, 1.0)


def covers(
    shingles: Sets, pairs: NDArray[np.int64], of_all: NDArray[np.int32] | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.int32]]:
    """Jaccard, containment of either side in the other (float64 (m,) each), and shared shingles (int32
    (m,)); parameters are those of `sketch.shingles.shared`."""
    common = shared(shingles, pairs, of_all=of_all)
    return *overlaps(common, shingles.sizes, pairs), common


def overlaps(
    common: NDArray[np.int32], sizes: NDArray[np.int64], pairs: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Jaccard and both containments from the number of shared shingles."""
    of_a, of_b = sizes[pairs[:, 0]], sizes[pairs[:, 1]]
    return (
        common / np.maximum(of_a + of_b - common, 1),
        common / np.maximum(of_a, 1),
        common / np.maximum(of_b, 1),
    )
