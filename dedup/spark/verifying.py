"""Pairs meet the shingles of their stories: every candidate is verified by the functions of a local run.

To send both stories along with every pair would move a popular story a hundred times. Pairs are put into
cells instead: a pair goes to the cell of the first story that its own first story is a candidate with. Copies
of one story so share a cell, and a story travels to 1.3 cells on average (planted stories). A cell of many
pairs is cut, so that none is too large for an executor.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F  # noqa: N812

from dedup.match.boilerplate import STRICT, strip
from dedup.match.duplicates import covers, look_alikes, verify
from dedup.match.facts import Facts
from dedup.sketch.shingle_sets import shared
from dedup.sketch.shingles import Shingles
from dedup.spark.tables import Scratch, batch, joined, numbers, shingles_of, values_of

CELL = 20_000
"""Pairs of a cell; one of more is cut."""

AT_ONCE = 20_000
"""Rows (stories and pairs) that are verified at once: 50 MB."""

VERIFIED = "a long, b long, jaccard double, in_a double, in_b double, score double"

_ALL = ("shingles", "fact_words", "fact_weights")
_PER_HUB = 1 << 20  # parts of a hub's cell: cells are numbered hub * _PER_HUB + part

Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Whole cells: pairs as rows, int64 (m, 2), of the stories; `ranks` names those. `facts` is None where
    shingles alone were asked for."""

    ranks: Integers
    shingles: Shingles
    facts: Facts | None
    pairs: Integers
    banded: Flags


def strict(scratch: Scratch, stories: DataFrame, pairs: DataFrame) -> DataFrame:
    """Pairs (a, b) of stories that are nearly the same text, from candidates (`pair`)."""
    placed = _placed(scratch, "strict_cells", pairs.withColumn("banded", F.lit(True)))
    return _cells(placed, stories, ("shingles",)).mapInArrow(_strict, "a long, b long")


def scores(
    scratch: Scratch,
    stories: DataFrame,
    banded: DataFrame,
    sampled: DataFrame,
    boilerplate: NDArray[np.uint32],
) -> DataFrame:
    """Rows of `VERIFIED` for candidates (`pair`) of both kinds that are worth keeping."""
    both = banded.select("pair", F.lit(True).alias("banded")).union(
        sampled.select("pair", F.lit(False).alias("banded"))
    )
    placed = _placed(scratch, "cells", both.groupBy("pair").agg(F.max("banded").alias("banded")))
    return _cells(placed, stories, _ALL).mapInArrow(lambda batches: _scores(batches, boilerplate), VERIFIED)


def alike(
    scratch: Scratch,
    name: str,
    stories: DataFrame,
    pairs: DataFrame,
    boilerplate: NDArray[np.uint32],
    threshold: float,
) -> DataFrame:
    """Of pairs (`pair`) those that share text: a, b, alike, cover (see `match.duplicates.Looks`)."""
    placed = _placed(scratch, name, pairs.withColumn("banded", F.lit(False)))
    return _cells(placed, stories, _ALL).mapInArrow(
        lambda batches: _alike(batches, boilerplate, threshold),
        "a long, b long, alike boolean, cover double",
    )


def _placed(scratch: Scratch, name: str, pairs: DataFrame) -> DataFrame:
    """The pairs, each with its cell."""
    told = pairs.select(F.shiftright("pair", 32).alias("a"), F.expr("pair & 4294967295 as b"), "banded")
    told = scratch.keep(f"{name}_pairs", told)
    hubs = told.groupBy(F.col("b").alias("a")).agg(F.min("a").alias("hub"))
    placed = told.join(hubs, "a", "left").withColumn("hub", F.coalesce("hub", "a"))
    several = F.ceil(F.count("*").over(Window.partitionBy("hub")) / CELL)
    cell = F.col("hub") * _PER_HUB + F.pmod(F.hash("a"), several)
    return scratch.keep(name, placed.select(cell.alias("cell"), "a", "b", "banded"))


def _cells(placed: DataFrame, stories: DataFrame, columns: tuple[str, ...]) -> DataFrame:
    """Stories and pairs of each cell in consecutive rows."""
    members = placed.select("cell", F.col("a").alias("rank")).union(placed.select("cell", "b")).distinct()
    ranks = members.select("rank").distinct()
    wanted = stories.select("rank", *columns).join(ranks, "rank", "left_semi")
    rows = members.join(wanted, "rank").select(
        "cell",
        "rank",
        F.lit(None).cast("long").alias("other"),
        F.lit(None).cast("boolean").alias("banded"),
        *columns,
    )
    nothing = [F.lit(None).cast("binary").alias(name) for name in columns]
    pairs = placed.select("cell", F.col("a").alias("rank"), F.col("b").alias("other"), "banded", *nothing)
    return rows.union(pairs).repartition("cell").sortWithinPartitions("cell")


def _whole_cells(batches: Iterable[Any]) -> Iterator[Cells]:
    """Whole cells, many at a time."""
    rest: Any = None
    for one in joined(batches, AT_ONCE):
        held = one if rest is None else pa.concat_tables([rest, one])
        names = numbers(held["cell"], np.int64)
        last = int(np.flatnonzero(names == names[-1])[0])
        if last:
            yield _stacked(held.slice(0, last))
        rest = held.slice(last)
    if rest is not None:
        yield _stacked(rest)


def _stacked(rows: Any) -> Cells:
    is_pair = rows["other"].is_valid().to_numpy()
    of_pairs, of_stories = rows.filter(pa.array(is_pair)), rows.filter(pa.array(~is_pair))
    ranks, first = np.unique(numbers(of_stories["rank"], np.int64), return_index=True)
    stories = of_stories.take(pa.array(first)).combine_chunks()
    facts = None
    if "fact_words" in stories.column_names:
        facts = Facts(shingles_of(stories["fact_words"]), values_of(stories["fact_weights"], np.float32)[0])
    sides = [numbers(of_pairs[name], np.int64) for name in ("rank", "other")]
    return Cells(
        ranks,
        shingles_of(stories["shingles"]),
        facts,
        np.searchsorted(ranks, np.column_stack(sides)),
        of_pairs["banded"].to_numpy().astype(np.bool_),
    )


def _strict(batches: Iterable[Any]) -> Iterator[Any]:
    for cell in _whole_cells(batches):
        jaccard = covers(cell.shingles, cell.pairs)[0]
        yield _pairs(cell, cell.pairs[jaccard >= STRICT])


def _pairs(cell: Cells, pairs: Integers) -> Any:
    return batch(a=cell.ranks[pairs[:, 0]], b=cell.ranks[pairs[:, 1]])


def _scores(batches: Iterable[Any], boilerplate: NDArray[np.uint32]) -> Iterator[Any]:
    for cell in _whole_cells(batches):
        if cell.facts is None:
            continue
        common = np.full(len(cell.pairs), -1, np.int32)
        common[cell.banded] = shared(cell.shingles, cell.pairs[cell.banded])
        own = strip(cell.shingles, boilerplate)
        found = verify(cell.shingles, own, cell.facts, cell.pairs, common, boilerplate, 0)
        yield batch(
            a=cell.ranks[found.pairs[:, 0]],
            b=cell.ranks[found.pairs[:, 1]],
            jaccard=found.jaccard,
            in_a=found.containment_a,
            in_b=found.containment_b,
            score=found.score,
        )


def _alike(batches: Iterable[Any], boilerplate: NDArray[np.uint32], threshold: float) -> Iterator[Any]:
    for cell in _whole_cells(batches):
        if cell.facts is not None:
            own = strip(cell.shingles, boilerplate)
            looks = look_alikes(cell.shingles, own, cell.facts, cell.pairs, threshold)
            told = np.flatnonzero(looks.cover > 0)
            a, b = cell.ranks[cell.pairs[told]].T
            yield batch(a=a, b=b, alike=looks.alike[told], cover=looks.cover[told])
