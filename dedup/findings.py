"""What is found out about a run or a pair of stories: frozen values, without logic, beside those of
`story`."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.story import Scores


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a clustering agrees with another: precision, recall and their harmonic mean, all 0 to 1."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A clustering measured by gold labels (see `dedup.evaluation`).

    `missing`: stories with a gold label that the clustering lacks; each counts as a cluster of its own.
    `overgrown`: the most by which a predicted cluster is larger than the largest gold cluster among its
    members (1: no larger).
    """

    stories: int
    missing: int
    gold_clusters: int
    predicted_clusters: int
    pairwise: Agreement
    bcubed: Agreement
    ari: float
    largest_gold: int
    largest_predicted: int
    overgrown: float


@dataclass(frozen=True, slots=True)
class Judged:
    """Judged pairs of one kind: how many there are, how many were joined, and how many should be."""

    kind: str
    pairs: int
    joined: int
    right: int


@dataclass(frozen=True, slots=True)
class JudgedPairs:
    """A clustering measured by judged pairs."""

    agreement: Agreement
    kinds: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """What a run reaches at one threshold."""

    threshold: float
    evaluation: Evaluation


@dataclass(frozen=True, slots=True)
class Curve:
    """What a run reaches over thresholds, ascending.

    `setting`: the name of the threshold in `Settings`. `measure`: pairwise or bcubed, whose F1 is the height
    of the curve. `suggested`: the middle of the plateau (see `dedup.tuning`), whose ends are `plateau`.
    `current`: the threshold as it was set. `caution`: why the suggestion is little worth; None where the
    labels are enough.
    """

    setting: str
    measure: str
    points: tuple[Point, ...]
    suggested: float
    plateau: tuple[float, float]
    current: float
    caution: str | None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two stories that are explained: how long it is, and how much of it is boilerplate."""

    id: str
    title: str | None
    words: int
    shingles: int
    boilerplate: int
    weekdays: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """Whether a pair comes up for verification, and by what.

    `bands`: numbers of the bands of the two signatures that agree, of `bands_compared` that are looked at.
    `sampled`: sampled shingles that both have, boilerplate left out; `sample`: size of the smaller sample.
    """

    bands: tuple[int, ...]
    bands_compared: int
    sampled: int
    sample: int
    candidate: bool


@dataclass(frozen=True, slots=True)
class Overlap:
    """Shared shingles of a pair, and the scores that they make."""

    shared: int
    scores: Scores


@dataclass(frozen=True, slots=True)
class SharedRun:
    """Consecutive words that both stories have, as A writes them.

    `words`: how many; `boilerplate`: the share of their shingles that is boilerplate.
    """

    words: int
    text: str
    boilerplate: float


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact (a name, a place, a number …) with its weight in A and in B, 0 where it does not occur."""

    word: str
    a: float
    b: float


@dataclass(frozen=True, slots=True)
class FactEvidence:
    """Facts of a pair, the heaviest first; see `dedup.match.facts` for the first two measures.

    `slant`: what the score loses, 0 (nothing) to 1, because the facts differ more than the words do; see
    `dedup.match.duplicates`.
    """

    agreement: float
    disagreement: float
    slant: float
    shared: tuple[Fact, ...]
    only_a: tuple[Fact, ...]
    only_b: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Feature:
    """One piece of evidence of a common event: its value, and the log-odds that it adds."""

    name: str
    value: float
    log_odds: float


@dataclass(frozen=True, slots=True)
class SharedTerm:
    """A term of both stories, as A writes it, with its IDF and what it adds to their cosine."""

    term: str
    idf: float
    cosine: float


@dataclass(frozen=True, slots=True)
class EventEvidence:
    """Evidence that a pair reports one event. `days_apart` is None where a date is unknown."""

    cosine: float
    features: tuple[Feature, ...]
    intercept: float
    terms: tuple[SharedTerm, ...]
    days_apart: float | None
    window: float


@dataclass(frozen=True, slots=True)
class Decision:
    """One level's decision on a pair.

    `score` and `threshold`: of the pair by itself. `together`: whether the two are in one cluster of the run.
    `through`: ids from A to B, each a match of the next, when the two are together but no match themselves.
    """

    score: float
    threshold: float
    together: bool
    through: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two stories are, or are not, together. `stories`: size of the run that they were seen in.

    `look_alike`: whether the two share much text and are no duplicates all the same (fillings of one form,
    strangers with one footer); then nothing speaks for one event. `event` and `event_evidence` are None where
    the event level was left out.
    """

    a: Side
    b: Side
    stories: int
    relation: str
    duplicate: Decision
    event: Decision | None
    search: Search
    whole: Overlap
    without_boilerplate: Overlap
    runs: tuple[SharedRun, ...]
    facts: FactEvidence
    look_alike: bool
    event_evidence: EventEvidence | None
