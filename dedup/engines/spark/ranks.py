"""The number of a story is its place in time (then by id), as in a local run: nothing depends on how the
table was read or cut.

Ranges of times are sorted by themselves and counted; what is before a range is added to the places in it.
"""

import numpy as np
import pyarrow as pa
from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F  # noqa: N812

from dedup.engines.spark.scratch import Scratch
from dedup.errors import DuplicateIdError


def ranked(scratch: Scratch, sketched: DataFrame) -> tuple[DataFrame, int]:
    """The stories with a `rank`, int64, and unique ids; and how many there are.

    Parameters
    ----------
    scratch
        Where tables of the run are kept.
    sketched
        Rows of `sketching.SCHEMA`, each with a number of its own (`row`).

    Raises
    ------
    DuplicateIdError
        Two records carry the same id.
    """
    ordered = scratch.keep("ordered", _in_ranges(_named(sketched)))
    twice = ordered.where("copy > 1 and not derived").select("id").limit(1).collect()
    if twice:
        raise DuplicateIdError(twice[0]["id"], "one record of the table", "another")
    sizes = ordered.groupBy("range").count().orderBy("range").toArrow()
    counts = sizes.column("count").to_numpy()
    before = pa.table({"range": sizes.column("range"), "before": np.cumsum(counts) - counts})
    place = F.row_number().over(Window.partitionBy("range").orderBy(*_in_time()))
    numbered = ordered.join(F.broadcast(scratch.spark.createDataFrame(before)), "range").select(
        "row", "id", (F.col("before") + place - 1).alias("rank")
    )
    stories = _rows(sketched).drop("id", "derived", "problem").join(numbered, "row").drop("row")
    return scratch.keep("stories", stories), int(counts.sum())


def _rows(sketched: DataFrame) -> DataFrame:
    return sketched.where("problem is null")


def _named(sketched: DataFrame) -> DataFrame:
    """Ids derived from what records say are numbered where records are equal."""
    among_equals = Window.partitionBy("id").orderBy("derived", F.col("lang").asc_nulls_first(), "row")
    thin = _rows(sketched).select("row", "id", "derived", "seconds", "lang")
    numbered = thin.withColumn("copy", F.row_number().over(among_equals))
    told = F.when(F.expr("derived and copy > 1"), F.concat_ws("-", "id", "copy")).otherwise(F.col("id"))
    return numbered.withColumn("id", told)


def _in_ranges(named: DataFrame) -> DataFrame:
    return named.repartitionByRange(*_in_time()).withColumn("range", F.spark_partition_id())


def _in_time() -> tuple[Column, Column]:
    return F.col("seconds").asc_nulls_last(), F.col("id").asc()
