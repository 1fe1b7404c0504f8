"""What a run found, as a table of Spark or as a `Result`: the same records as those of a local run.

Stories come in order of time here, because a table has no order of reading.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F  # noqa: N812

from dedup.metadata import MetadataTable, StoryMetadata
from dedup.result import Result
from dedup.sketch.spill import Budget
from dedup.spark.engine import Matched
from dedup.spark.tables import CHUNK
from dedup.types import SCORES, Assignment, Scores

_NONE = -1  # no story: tables of arrays hold no nulls


def _numbered(words: NDArray[np.int32]) -> MetadataTable:
    """A card for each story that says its number, and its length: all that `Result` asks for by itself."""
    cards = MetadataTable(Budget(np.inf))
    for first in range(0, len(words), CHUNK):
        some = enumerate(words[first : first + CHUNK].tolist(), start=first)
        cards.extend(
            [StoryMetadata(str(rank), None, None, None, None, None, length) for rank, length in some]
        )
    cards.finish()
    return cards


def result(run: Matched, threshold: float) -> Result:
    """The run as a `Result`, with a card of every story on the driver."""
    cards = MetadataTable(Budget(np.inf))
    columns = ("id", "title", "published", "source", "lang", "words")
    for first in range(0, len(run.words), CHUNK):
        some = run.stories.where(F.col("rank").between(first, first + CHUNK - 1)).orderBy("rank")
        part = some.select(*columns).toArrow()
        rows = zip(*(part[name].to_pylist() for name in columns), strict=True)
        cards.extend(
            [
                StoryMetadata(name, title, time and datetime.fromisoformat(time), source, lang, None, words)
                for name, title, time, source, lang, words in rows
            ]
        )
    cards.finish()
    return _result(run, cards, threshold)


def _result(run: Matched, cards: MetadataTable, threshold: float) -> Result:
    rank = np.arange(len(cards))
    return Result(cards, rank, run.verified, threshold, run.labels, run.events, run.stats)


def table(run: Matched, threshold: float) -> DataFrame:
    """A row for every story, with the columns of `dedup schema stories`; `scores` and `part` are nested."""
    numbered = _result(run, _numbered(run.words), threshold)
    found = run.scratch.keep_arrays("assigned", _columns(iter(numbered)))
    names = run.stories.select("rank", "id")

    def named(frame: DataFrame, by: str, to: str) -> DataFrame:
        return frame.join(names.select(F.col("rank").alias(by), F.col("id").alias(to)), by, "left")

    cards = run.stories.select("rank", "id", "title", "published", "source", "lang")
    whole = found.join(cards, "rank")
    whole = named(whole, "duplicate", "duplicate_cluster")
    whole = named(whole, "event", "event_cluster")
    whole = named(whole, "partner", "matched")
    scores = [_score(name) for name in SCORES]
    relation = F.when(F.col("relation") != "", F.col("relation"))
    part = "cast(null as struct<of: string, first: bigint, last: bigint>) as part"
    return run.scratch.keep(
        "rows",
        whole.select(
            "id",
            "duplicate_cluster",
            "event_cluster",
            relation.alias("relation"),
            "matched",
            F.when(F.col("relation") != "", F.struct(*scores)).alias("scores"),
            "title",
            "published",
            "source",
            "lang",
            F.expr(part),
        ),
    )


def _score(name: str) -> Column:
    return F.when(F.col(name) >= 0, F.col(name)).alias(name)


def _columns(rows: Iterator[Assignment]) -> Iterator[dict[str, NDArray[Any]]]:
    """Rows whose ids are numbers, a chunk at a time as arrays."""
    first = True
    while (some := list(islice(rows, CHUNK))) or first:
        first = False
        yield {
            "rank": _numbers(row.id for row in some),
            "duplicate": _numbers(row.duplicate_cluster for row in some),
            "event": _numbers(row.event_cluster for row in some),
            "partner": _numbers(row.matched for row in some),
            "relation": np.array([row.relation or "" for row in some], np.str_),
            **{
                name: np.array([_told(getattr(row.scores or Scores(), name)) for row in some], np.float64)
                for name in SCORES
            },
        }


def _numbers(names: Iterator[str | None]) -> NDArray[np.int64]:
    return np.array([_NONE if name is None else int(name) for name in names], np.int64)


def _told(score: float | None) -> float:
    return _NONE if score is None else score
