"""Boilerplate on Spark: shingles are counted over strict clusters, each by the function of a local run.

Every hash is judged by itself, so they are cut by their lower bits, and each part goes through
`match.boilerplate.learn` with a row for each story that has some of it. What stands alone is then found in
two passes over whole stories: what it could be, and how many stories have that.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyspark.sql import DataFrame
from pyspark.sql import functions as F  # noqa: N812

from dedup.match.boilerplate import ALONE, alone, learn, strip
from dedup.sketch.shingle_sets import Members, only
from dedup.sketch.shingles import Shingles
from dedup.spark.candidates import cut, gathered, parts_for, whole_parts
from dedup.spark.tables import batch, joined, numbers, shingles_of

PART = 1 << 23
"""Shingles that are judged at once: 100 MB."""

Counts = tuple[NDArray[np.uint32], NDArray[np.int64]]
"""Hashes, and how many stories have each."""

AT_ONCE = 10_000
"""Stories whose shingles are cut at once: 40 MB."""


def learned(
    stories: DataFrame, labels: DataFrame, least: int, known: NDArray[np.uint32] | None = None
) -> NDArray[np.uint32]:
    """Boilerplate, with what is known of it: uint32, ascending.

    Parameters
    ----------
    stories
        With `rank` and `shingles`.
    labels
        `rank` and `label` of the stories that are not a strict cluster of their own.
    least
        Number of strict clusters from which a shingle is boilerplate.
    known
        uint32, ascending: shingles that are boilerplate in any case.
    """
    total = stories.agg(F.sum(F.octet_length("shingles"))).collect()[0][0] or 0
    parts = parts_for(total // 4, PART)
    told = stories.select("rank", "shingles").join(labels, "rank", "left")
    blobs = told.select(F.coalesce("label", "rank").alias("label"), "shingles").mapInArrow(
        lambda batches: _cut(batches, parts), "part long, hashes binary, labels binary"
    )
    hashes = gathered(blobs).mapInArrow(lambda batches: _learn(batches, least), "hash long").toArrow()
    known = np.empty(0, np.uint32) if known is None else known
    common = np.union1d(numbers(hashes["hash"], np.uint32), known)
    return np.setdiff1d(common, np.setdiff1d(_standing(stories, common), known))


def _standing(stories: DataFrame, common: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """See `match.boilerplate.standing`."""
    hashes, alone_in = _counted(stories, lambda rows: alone(rows, strip(rows, common).sizes, common))
    if not len(hashes):
        return hashes
    _, everywhere = _counted(
        stories, lambda rows: np.unique(only(rows, Members(hashes)).hashes, return_counts=True)
    )
    return hashes[alone_in >= ALONE * everywhere]


def _counted(stories: DataFrame, count: Callable[[Shingles], Counts]) -> Counts:
    """Sums of counts of hashes over all stories, the hashes ascending."""

    def counts(batches: Iterable[Any]) -> Iterator[Any]:
        for one in joined(batches, AT_ONCE):
            hashes, some = count(shingles_of(one["shingles"]))
            yield batch(hash=hashes.astype(np.int64), stories=some.astype(np.int64))

    found = stories.select("shingles").mapInArrow(counts, "hash long, stories long").toArrow()
    hashes, place = np.unique(numbers(found["hash"], np.uint32), return_inverse=True)
    sums = np.zeros(len(hashes), np.int64)
    np.add.at(sums, place, numbers(found["stories"], np.int64))
    return hashes, sums


def _cut(batches: Iterable[Any], parts: int) -> Iterator[Any]:
    """Hashes of each part with the strict cluster of the story that has them, as rows of one cluster each."""
    for one in joined(batches, AT_ONCE):
        shingles, labels = shingles_of(one["shingles"]), numbers(one["label"], np.int64)
        part = (shingles.hashes & np.uint32(parts - 1)).astype(np.int64)
        yield from cut(part, hashes=shingles.hashes, labels=labels[shingles.owners()].astype(np.uint32))


def _learn(batches: Iterable[Any], least: int) -> Iterator[Any]:
    """`learn` wants ascending rows: one begins where the cluster changes, or the hashes fall."""
    for _, (hashes, labels) in whole_parts(batches, np.uint32, np.uint32):
        falls = np.concatenate([[True], hashes[1:] <= hashes[:-1]])[: len(hashes)]
        starts = np.flatnonzero(falls | (np.diff(labels.astype(np.int64), prepend=-1) != 0))
        rows = Shingles(hashes, np.append(starts, len(hashes)))
        yield batch(hash=learn(rows, labels[starts].astype(np.int64), least).astype(np.int64))
