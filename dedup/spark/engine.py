"""The stages of a run in order, on Spark.

Executors read, sketch, find candidates and verify them; texts never leave them, and shingles only travel
to the stories that they are compared with. What comes to the driver are numbers: of every story its date
and its length, of every verified pair its scores, and of the stories that stand for their duplicate clusters
the event profiles. There `match.chains.join`, `match.events` and `Result` finish as in a local run, so that
clusters, relations and scores are the same, bit for bit. The driver holds about 60 bytes a story and 50 a
verified pair, and with events 1.5 KB a duplicate cluster (five times that while events are worked out).

A run on Spark from a table of records to what it found.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyspark.sql import DataFrame
from pyspark.sql import functions as F  # noqa: N812

from dedup.errors import RecordError
from dedup.match.duplicates import Looks, Verified, silent
from dedup.match.event_profiles import Profiles
from dedup.match.events import Events, events_among, representatives
from dedup.pipeline import Progress
from dedup.result import Result
from dedup.settings import Settings
from dedup.sketch.shingles import row_offsets
from dedup.spark import boilerplate, candidates, components, results, verifying
from dedup.spark.session import any_pandas
from dedup.spark.sketching import SCHEMA, ranked, sketched
from dedup.spark.tables import Scratch, chunked, collected, numbers, values_of
from dedup.text.background import SHIPPED, in_use

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Matched:
    """What a run found: `stories` with their ranks, and arrays over these, as `pipeline.match` makes them.

    `words`: int32 (n,), lengths. `refused`: how many records were no stories; `problems`: some of the
    reasons.
    """

    scratch: Scratch
    stories: DataFrame
    words: NDArray[np.int32]
    verified: Verified
    labels: Integers
    events: Events | None
    stats: Mapping[str, int]
    refused: int
    problems: tuple[str, ...]


TOLD = 20
"""Records that were refused of which a run tells the reason."""


def matched(
    table: DataFrame,
    scratch: Scratch,
    settings: Settings,
    fields: Mapping[str, str],
    events: bool,
    known: NDArray[np.uint32] | None,
    guess_language: bool,
    strict: bool,
    tell: Progress,
    most_on_driver: int = components.MOST_ON_DRIVER,
) -> Matched:
    """Reads, sketches and matches the records of a table; see `dedup.spark.run`."""
    tell("sketch", 0, None)
    background = None if in_use() == SHIPPED else in_use().resolve()
    rows = table.mapInArrow(
        lambda batches: sketched(batches, fields, events, guess_language, background), SCHEMA
    )
    # numbers by place hold only in a table that was written: read again, it may be cut elsewhere
    read = scratch.keep("sketched", rows.withColumn("row", F.monotonically_increasing_id()))
    refused = read.where("problem is not null")
    problems = tuple(row["problem"] for row in refused.select("problem").limit(TOLD).collect())
    if strict and problems:
        raise RecordError(*problems[0].split(": ", 1))
    failed = refused.count() if problems else 0
    stories, n = ranked(scratch, read)
    scratch.empty("sketched", "ordered")
    tell("match", 0, n)
    verified = _verified(scratch, stories, n, settings, known, most_on_driver, tell)
    thin = _thin(stories, n)
    labels = verified.clusters(n, settings.threshold)
    found = None
    if events:
        tell("events", 0, n)
        found = _events(scratch, stories, thin, labels, verified, settings)
    stats = {
        "stories": n,
        "candidates": len(verified.pairs),
        "capped": verified.capped,
        "boilerplate": len(verified.boilerplate),
        "compared": found.compared if found else 0,
    }
    return Matched(scratch, stories, thin.words, verified, labels, found, stats, failed, problems)


def _verified(
    scratch: Scratch,
    stories: DataFrame,
    n: int,
    settings: Settings,
    known: NDArray[np.uint32] | None,
    most_on_driver: int,
    tell: Progress,
) -> Verified:
    banded, capped = candidates.banded(scratch, stories, n)
    strict = scratch.keep("strict", verifying.strict(scratch, stories, banded))
    labels = components.labelled(scratch, strict, n, most_on_driver)
    tell("boilerplate", 0, n)
    common = boilerplate.learned(stories, labels, settings.boilerplate, known)
    sampled, more = candidates.sampled(scratch, stories, n, common)
    tell("verify", 0, n)
    scores = scratch.keep("verified", verifying.scores(scratch, stories, banded, sampled, common))
    scratch.empty("strict_cells", "strict_cells_pairs", "cells", "cells_pairs", "samples", "sharing")
    return _in_order(scores, common, capped + more)


def _in_order(scores: DataFrame, common: NDArray[np.uint32], capped: int) -> Verified:
    """Verified pairs on the driver, ascending."""
    count = scores.count()
    columns: dict[str, list[NDArray[np.generic]]] = {}
    for part in collected(scores, "a", count):
        for name in part.column_names:
            kind = np.int64 if name in "ab" else np.float64
            columns.setdefault(name, []).append(numbers(part[name], kind))
    whole = {name: np.concatenate(arrays) for name, arrays in columns.items()}
    order = np.lexsort((whole["b"], whole["a"]))
    jaccard, in_a, in_b, score = (whole[name][order] for name in ("jaccard", "in_a", "in_b", "score"))
    pairs = np.column_stack([whole["a"][order], whole["b"][order]])
    return Verified(pairs, jaccard, in_a, in_b, score, common, capped)


@dataclass(frozen=True, slots=True, eq=False)
class _Thin:
    """Numbers of every story by rank; `content` and `lengths`, of its profile, are 0 without events."""

    published: Floats
    words: NDArray[np.int32]
    content: NDArray[np.uint64]
    lengths: Floats


def _thin(stories: DataFrame, n: int) -> _Thin:
    found = _Thin(np.full(n, np.nan), np.zeros(n, np.int32), np.zeros(n, np.uint64), np.zeros(n))
    columns = (
        "rank",
        "words",
        F.coalesce("seconds", F.lit(float("nan"))).alias("seconds"),
        F.coalesce("content", F.lit(0)).alias("content"),
        F.coalesce("length", F.lit(0.0)).alias("length"),
    )
    for part in collected(stories.select(*columns), "rank", n):
        rank = numbers(part["rank"], np.int64)
        found.published[rank] = numbers(part["seconds"], np.float64)
        found.words[rank] = numbers(part["words"], np.int32)
        found.content[rank] = numbers(part["content"], np.int64).view(np.uint64)
        found.lengths[rank] = numbers(part["length"], np.float64)
    return found


def _events(
    scratch: Scratch,
    stories: DataFrame,
    thin: _Thin,
    labels: Integers,
    verified: Verified,
    settings: Settings,
) -> Events:
    chosen = representatives(thin.content, thin.lengths, labels)
    calls = iter(range(1 << 30))

    def alike(pairs: Integers) -> Looks:
        name = f"alike_{next(calls)}"
        ordered = np.sort(pairs, axis=1)
        packed = (ordered[:, 0] << 32) | ordered[:, 1]
        asked, place = np.unique(packed, return_inverse=True)
        sent = scratch.keep_arrays(f"{name}_asked", chunked(pair=asked))
        found = verifying.alike(scratch, name, stories, sent, verified.boilerplate, settings.threshold)
        looks = Looks(np.zeros(len(asked), np.bool_), np.zeros(len(asked)))
        for part in collected(scratch.keep(f"{name}_found", found), "a", len(asked)):
            at = np.searchsorted(asked, (numbers(part["a"], np.int64) << 32) | numbers(part["b"], np.int64))
            looks.alike[at] = part["alike"].to_numpy()
            looks.cover[at] = numbers(part["cover"], np.float64)
        scratch.empty(name, f"{name}_pairs", f"{name}_asked")
        return Looks(looks.alike[place], looks.cover[place])

    return events_among(
        _profiles(scratch, stories, chosen),
        chosen,
        thin.published,
        labels,
        settings.window,
        settings.event_threshold,
        alike,
    )


def _profiles(scratch: Scratch, stories: DataFrame, chosen: Integers) -> Profiles:
    """Event profiles of some stories, in the order given."""
    wanted = scratch.keep_arrays("chosen", chunked(rank=np.sort(chosen)))
    rows = scratch.keep(
        "profiles", stories.select("rank", "terms", "counts", "lead").join(wanted, "rank", "left_semi")
    )
    ranks, sizes, parts = [], [], []
    for part in collected(rows, "rank", 16 * len(chosen)):
        terms, offsets = values_of(part["terms"], np.uint32)
        ranks.append(numbers(part["rank"], np.int64))
        sizes.append(np.diff(offsets))
        parts.append((terms, values_of(part["counts"], np.uint8)[0], values_of(part["lead"], np.bool_)[0]))
    terms, counts, lead = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    found = Profiles(row_offsets(np.concatenate(sizes)), terms, counts, lead)
    at = np.concatenate(ranks)
    order = np.argsort(at)
    return found.take(order[np.searchsorted(at[order], chosen)])


class Run:
    """What a run found.

    Attributes
    ----------
    refused : int
        Records that were no stories.
    problems : tuple of str
        Why, of the first few of them.
    """

    def __init__(self, found: Matched, threshold: float) -> None:
        self._found = found
        self._threshold = threshold
        self.refused = found.refused
        self.problems = found.problems

    def table(self) -> DataFrame:
        """A row for every story, with the columns of `dedup schema stories`."""
        return results.table(self._found, self._threshold)

    def result(self) -> Result:
        """The same as `dedup.cluster` gives, the stories in order of time; the driver has a card of each."""
        return results.result(self._found, self._threshold)

    @property
    def stats(self) -> Mapping[str, int]:
        """Counts of the run, as `Result.stats`."""
        return self._found.stats

    @property
    def boilerplate(self) -> NDArray[np.uint32]:
        """Shingles that counted as boilerplate: uint32, ascending."""
        return self._found.verified.boilerplate


def run(
    table: DataFrame,
    settings: Settings,
    events: bool,
    boilerplate: NDArray[np.uint32] | None,
    fields: Mapping[str, str],
    scratch: str | None,
    strict: bool,
    guess_language: bool,
    progress: Progress | None,
) -> Run:
    """See `dedup.spark.run`."""
    tables = Scratch(table.sparkSession, scratch)
    tell = progress or silent
    with any_pandas():
        found = matched(table, tables, settings, fields, events, boilerplate, guess_language, strict, tell)
    return Run(found, settings.threshold)
