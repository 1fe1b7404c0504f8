"""Boilerplate on Spark: shingles are counted over strict clusters, each by the function of a local run.

Every hash is judged by itself, so they are cut by their lower bits, and each part goes through
`match.boilerplate.learn` with a row for each story that has some of it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyspark.sql import DataFrame
from pyspark.sql import functions as F  # noqa: N812

from dedup.engines.spark.arrays import batch, joined, numbers, shingles_of
from dedup.engines.spark.exchange import cut, gathered, parts_for, whole_parts
from dedup.match.boilerplate import learn
from dedup.sketch.shingles import Shingles

PART = 1 << 23
"""Shingles that are judged at once: 100 MB."""

AT_ONCE = 10_000
"""Stories whose shingles are cut at once: 40 MB."""


def learned(stories: DataFrame, labels: DataFrame, least: int) -> NDArray[np.uint32]:
    """Shingles that occur in `least` strict clusters: uint32, ascending.

    Parameters
    ----------
    stories
        With `rank` and `shingles`.
    labels
        `rank` and `label` of the stories that are not a strict cluster of their own.
    least
        Number of strict clusters from which a shingle is boilerplate.
    """
    total = stories.agg(F.sum(F.octet_length("shingles"))).collect()[0][0] or 0
    parts = parts_for(total // 4, PART)
    told = stories.select("rank", "shingles").join(labels, "rank", "left")
    blobs = told.select(F.coalesce("label", "rank").alias("label"), "shingles").mapInArrow(
        lambda batches: _cut(batches, parts), "part long, hashes binary, labels binary"
    )
    hashes = gathered(blobs).mapInArrow(lambda batches: _learn(batches, least), "hash long").toArrow()
    return np.sort(numbers(hashes["hash"], np.uint32))


def _cut(batches: Iterable[Any], parts: int) -> Iterator[Any]:
    """Hashes of each part with the strict cluster of the story that has them, as rows of one cluster each."""
    for one in joined(batches, AT_ONCE):
        shingles, labels = shingles_of(one["shingles"]), numbers(one["label"], np.int64)
        part = (shingles.hashes & np.uint32(parts - 1)).astype(np.int64)
        yield from cut(part, hashes=shingles.hashes, labels=labels[shingles.owners()].astype(np.uint32))


def _learn(batches: Iterable[Any], least: int) -> Iterator[Any]:
    for _, (hashes, labels) in whole_parts(batches, np.uint32, np.uint32):
        starts = np.flatnonzero(np.diff(labels.astype(np.int64), prepend=-1))
        rows = Shingles(hashes, np.append(starts, len(hashes)))
        yield batch(hash=learn(rows, labels[starts].astype(np.int64), least).astype(np.int64))
