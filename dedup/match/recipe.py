"""The order of the stages of matching, once for all engines.

Duplicates: bands give candidates; the exact Jaccard of these gives strict clusters; the strict clusters teach
what is boilerplate; without boilerplate, sampled shingles give more candidates; all candidates are scored.
Events: the evidence of pairs gives probabilities; pairs that only look alike are vetoed; what is left shows
how far to believe it; other stories confirm a pair or not; average link joins the rest.

An engine (`match.duplicates` in memory, `index.matching` for a batch, `spark.engine` on executors) supplies
the stages and holds its data; what it passes from one to the next may be arrays or distributed tables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from dedup.match.corrections import Placed

Pairs = TypeVar("Pairs")
"""Candidate pairs, as an engine holds them."""

Strict = TypeVar("Strict")
"""The strict cluster of each story, as an engine holds it."""

Scored = TypeVar("Scored")
"""Scored pairs, as an engine holds them."""

Scored_co = TypeVar("Scored_co", covariant=True)
Hashes = NDArray[np.uint32]
Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


class DuplicateStages(Protocol[Pairs, Strict, Scored_co]):
    """What an engine does for `match_duplicates`."""

    def banded(self) -> tuple[Pairs, int]:
        """Pairs that agree in a band, and how many buckets were too common to give all their pairs."""

    def strict(self, banded: Pairs) -> Strict:
        """Clusters of the pairs whose exact Jaccard reaches `boilerplate.STRICT`."""

    def learned(self, strict: Strict) -> Hashes:
        """Shingles that are boilerplate, known before or learned now: uint32, ascending."""

    def sampled(self, boilerplate: Hashes) -> tuple[Pairs, int]:
        """Pairs that share sampled shingles besides boilerplate, and how many samples were too common."""

    def united(self, banded: Pairs, sampled: Pairs) -> Pairs:
        """The pairs of both kinds, each once."""

    def scored(self, pairs: Pairs, boilerplate: Hashes) -> Scored_co:
        """The pairs with their exact overlap and their duplicate score (`duplicates.pair_scores`)."""


@dataclass(frozen=True, slots=True, eq=False)
class Matched(Generic[Strict, Scored]):
    """What the duplicate stages found.

    `scored`, `strict`: as the engine holds them. `boilerplate`: uint32, ascending. `capped`: buckets and
    samples that were too common to give all their pairs.
    """

    scored: Scored
    strict: Strict
    boilerplate: Hashes
    capped: int


def match_duplicates(stages: DuplicateStages[Pairs, Strict, Scored]) -> Matched[Strict, Scored]:
    """Run the duplicate stages in order; what a stage needed is let go as soon as nothing asks for it."""
    banded, capped = stages.banded()
    strict = stages.strict(banded)
    boilerplate = stages.learned(strict)
    sampled, more = stages.sampled(boilerplate)
    pairs = stages.united(banded, sampled)
    del banded, sampled
    return Matched(stages.scored(pairs, boilerplate), strict, boilerplate, capped + more)


class EventStages(Protocol[Scored_co]):
    """What an engine does for `match_events`; pairs are int64 (m, 2), probabilities float64 (m,)."""

    def probable(self) -> tuple[Integers, Floats]:
        """Pairs that may report one event, and the probability that their evidence gives."""

    def vetoed(self, pairs: Integers) -> NDArray[np.bool_]:
        """Which pairs only look alike (`events.vetoed`): bool (m,)."""

    def judged(self, pairs: Integers, probability: Floats) -> Floats:
        """The probabilities of pairs as far as this run is to be believed."""

    def confirmed(self, pairs: Integers, probability: Floats) -> Floats:
        """The probabilities with what other stories say of the pairs (`event_model.confirmed`)."""

    def linked(self, pairs: Integers, probability: Floats) -> Scored_co:
        """The events of these pairs, by the mean of their probabilities."""


def match_events(stages: EventStages[Scored]) -> Scored:
    """Run the event stages in order."""
    pairs, probability = stages.probable()
    free = ~stages.vetoed(pairs)
    pairs, probability = pairs[free], probability[free]
    return stages.linked(pairs, stages.confirmed(pairs, stages.judged(pairs, probability)))


class Joinable(Protocol):
    """Verified pairs, as `duplicates.Verified` holds them."""

    @property
    def pairs(self) -> Integers:
        """int64 (m, 2)."""

    @property
    def boilerplate(self) -> Hashes:
        """uint32, ascending."""

    @property
    def capped(self) -> int:
        """Buckets and samples that were too common to give all their pairs."""

    def clusters(self, n: int, threshold: float, corrections: Placed | None = None) -> Integers:
        """Cluster of each of n stories."""


class Compared(Protocol):
    """Events, as `events.Events` holds them."""

    @property
    def compared(self) -> int:
        """Pairs compared."""


Found = TypeVar("Found", bound=Compared)


@dataclass(frozen=True, slots=True, eq=False)
class Outcome(Generic[Found]):
    """Clusters of n stories.

    `labels`: int64 (n,), duplicate clusters. `events`: None when they were not asked for. `stats`: counts.
    """

    labels: Integers
    events: Found | None
    stats: dict[str, int]


def outcome(
    n: int,
    verified: Joinable,
    threshold: float,
    find_events: Callable[[Integers], Found] | None,
    corrections: Placed | None = None,
) -> Outcome[Found]:
    """Join n stories by their verified pairs, then find the events of these clusters, and count.

    Parameters
    ----------
    n, verified, threshold
        Stories, their verified pairs, and the duplicate score from which a pair is joined.
    find_events
        Gives the events of duplicate clusters (labels, int64 (n,)); None leaves events out.
    corrections
        What must be joined, and what must not.
    """
    labels = verified.clusters(n, threshold, corrections)
    events = None if find_events is None else find_events(labels)
    stats = {
        "stories": n,
        "candidates": len(verified.pairs),
        "capped": verified.capped,
        "boilerplate": len(verified.boilerplate),
        "compared": events.compared if events else 0,
    }
    return Outcome(labels, events, stats)
