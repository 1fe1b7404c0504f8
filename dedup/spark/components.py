"""Connected components: on the driver as long as the pairs fit there, beyond that in tables.

In tables by alternating star operations (Kiveris et al., Connected Components in MapReduce and Beyond, 2014).
Large-star links every neighbour of a story that comes after it to the first story it knows of; small-star
links those that come before it. Both keep the components and shrink the graph, until every story hangs on the
first of its component: a few rounds, even for long chains. Every round is a table that is kept, so that a
lost executor costs a round and the plan does not grow.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F  # noqa: N812

from dedup.match.clustering import components
from dedup.spark.tables import Scratch, chunked, collected, numbers

MOST_ON_DRIVER = 200_000_000
"""Pairs of which components are found on the driver: some 8 GB there."""

Integers = NDArray[np.int64]


def labelled(scratch: Scratch, pairs: DataFrame, n: int, most_on_driver: int = MOST_ON_DRIVER) -> DataFrame:
    """The component of every story that is in one with others: `rank` and `label`, its first member.

    Parameters
    ----------
    scratch
        Where tables of the run are kept.
    pairs
        `a` and `b`, ranks of stories; kept already, for it is read more than once.
    n
        Number of stories.
    most_on_driver
        Pairs up to which the driver does it.
    """
    count = pairs.count()
    if count > most_on_driver:
        return stars(scratch, pairs)
    label = components(n, on_driver(pairs, count))
    rank = np.flatnonzero(np.bincount(label, minlength=n)[label] > 1) if n else label
    return scratch.keep_arrays("labels", chunked(rank=rank, label=label[rank]))


def on_driver(pairs: DataFrame, count: int) -> Integers:
    """Pairs (a, b) as an array, int64 (count, 2)."""
    found = [np.empty((0, 2), np.int64)]
    for part in collected(pairs, "a", count):
        found.append(np.column_stack([numbers(part[side], np.int64) for side in ("a", "b")]))
    return np.concatenate(found)


def stars(scratch: Scratch, pairs: DataFrame) -> DataFrame:
    """The same in tables, for any number of pairs."""
    names = _names()
    now = scratch.keep(next(names), _both_ways(pairs.select("a", "b")))
    sums = _fingerprint(now)
    while True:
        large = scratch.keep(next(names), _large_star(now))
        now = scratch.keep(next(names), _both_ways(_small_star(large)))
        before, sums = sums, _fingerprint(now)
        if before == sums:
            return (
                now.where("b < a")
                .select(F.col("a").alias("rank"), F.col("b").alias("label"))
                .union(now.where("b < a").select("b", "b").distinct())
            )


def _names() -> Iterator[str]:
    number = 0
    while True:
        yield f"stars_{number}"
        number += 1


def _both_ways(pairs: DataFrame) -> DataFrame:
    return pairs.union(pairs.select(F.col("b"), F.col("a"))).distinct()


def _large_star(edges: DataFrame) -> DataFrame:
    """Links each larger neighbour of a story to the least of its neighbours and itself."""
    least = F.least(F.min("b").over(Window.partitionBy("a")), "a")
    return (
        edges.withColumn("least", least)
        .where("b > a")
        .select(F.col("b").alias("a"), F.col("least").alias("b"))
        .distinct()
    )


def _small_star(edges: DataFrame) -> DataFrame:
    """Links each smaller neighbour of a story, and the story, to the least of them."""
    downwards = edges.select(F.greatest("a", "b").alias("a"), F.least("a", "b").alias("b")).where("a > b")
    least = downwards.withColumn("least", F.min("b").over(Window.partitionBy("a")))
    neighbours = least.select(F.col("b").alias("a"), F.col("least").alias("b"))
    return neighbours.union(least.select("a", F.col("least").alias("b"))).where("a > b").distinct()


def _fingerprint(edges: DataFrame) -> tuple[object, ...]:
    """Tells whether a round changed anything."""
    found = edges.agg(F.count("*"), F.sum(F.col("a").cast("decimal(38,0)")), F.bit_xor(F.xxhash64("a", "b")))
    return tuple(found.collect()[0])
