"""Records become stories, and stories arrays: what executors do first, with the functions of a local run.

The table that comes out has a row for every story: what is printed of it, its place in time, its band keys,
shingles, fact words and event profile, each array one cell of bytes. A record that is no story leaves a row
that says why (`problem`), and nothing else.

The number of a story is its place in time (then by id), as in a local run: nothing depends on how the table
was read or cut. Ranges of times are sorted by themselves and counted; what is before a range is added to the
places in it.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F  # noqa: N812

from dedup.errors import DuplicateIdError, RecordError
from dedup.match.duplicates import BANDS, FEW, LONG, ROWS
from dedup.match.events import content_keys, term_counts
from dedup.match.facts import Words
from dedup.pipeline import BATCH, Digest, digest
from dedup.readers.columns import batch_records
from dedup.readers.fields import Fields
from dedup.readers.intake import Found, Intake, Tally
from dedup.readers.json_records import read_jsonl
from dedup.readers.streams import Decoder
from dedup.sketch.minhash import band_keys
from dedup.sketch.shingles import row_offsets
from dedup.spark.tables import Scratch, batch, cells
from dedup.text.background import SHIPPED, in_use, use
from dedup.text.terms import with_languages
from dedup.types import Story


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
    stories = _without_problem(sketched).drop("id", "derived", "problem").join(numbered, "row").drop("row")
    return scratch.keep("stories", stories), int(counts.sum())


def _without_problem(sketched: DataFrame) -> DataFrame:
    return sketched.where("problem is null")


def _named(sketched: DataFrame) -> DataFrame:
    """Ids derived from what records say are numbered where records are equal."""
    among_equals = Window.partitionBy("id").orderBy("derived", F.col("lang").asc_nulls_first(), "row")
    thin = _without_problem(sketched).select("row", "id", "derived", "seconds", "lang")
    numbered = thin.withColumn("copy", F.row_number().over(among_equals))
    stated = F.when(F.expr("derived and copy > 1"), F.concat_ws("-", "id", "copy")).otherwise(F.col("id"))
    return numbered.withColumn("id", stated)


def _in_ranges(named: DataFrame) -> DataFrame:
    return named.repartitionByRange(*_in_time()).withColumn("range", F.spark_partition_id())


def _in_time() -> tuple[Column, Column]:
    return F.col("seconds").asc_nulls_last(), F.col("id").asc()


SCHEMA = """
    problem string, id string, derived boolean, seconds double, title string, published string, source string,
    origin string, lang string, words int, bands binary, shingles binary, fact_words binary,
    fact_weights binary, vocabulary binary, claim_contexts binary, claim_values binary, terms binary,
    counts binary, place binary, language long, length double, content long
"""

LINE = "line"
"""Column of bytes that holds a line of JSON, where that is all there is."""


class _Lines:
    """Lines of JSON, in the form in which files of them are read."""

    def __init__(self, batches: Iterable[Any], name: str) -> None:
        self._batches = batches
        self.name = name
        self.decoder = Decoder()

    def lines(self) -> Iterator[list[bytes]]:
        for one in self._batches:
            yield one.column(0).to_pylist()


def sketched(
    batches: Iterable[Any],
    fields: Mapping[str, str],
    events: bool,
    guess_language: bool,
    background: Path | None,
) -> Iterator[Any]:
    """Rows of `SCHEMA` for the rows of a table; its columns are those of a record, or `LINE` alone.

    `background` is the file of the background table; None: the one that is shipped.
    """
    if in_use() != (background or SHIPPED):
        use(background)
    intake = _Intake()
    words = Words()
    stories = intake.of(batches, Fields(fields))
    stated = with_languages(stories) if guess_language else stories
    while some := list(islice(stated, BATCH)):
        derived, intake.derived = intake.derived[: len(some)], intake.derived[len(some) :]
        yield _rows(some, derived, digest(some, words, events))
        yield from intake.problems()
    yield from intake.problems()


class _Intake:
    """Stories of the records of one task, and the records that were none."""

    def __init__(self) -> None:
        self.derived: list[bool] = []
        self._tally = Tally()
        self._refused: list[RecordError] = []
        self._intake = Intake(self._tally, self._refused.append, strict=False, unique=False)

    def of(self, batches: Iterable[Any], fields: Fields) -> Iterator[Story]:
        before = 0
        for story in self._intake.stories(self._records(batches), fields):
            self.derived.append(self._tally.derived_ids > before)
            before = self._tally.derived_ids
            yield story

    def _records(self, batches: Iterable[Any]) -> Iterator[Found]:
        from pyspark import TaskContext

        context = TaskContext.get()
        name = f"partition {context.partitionId() if context else 0}"
        given = iter(batches)
        first = next(given, None)
        if first is None:
            return
        every = _chained(first, given)
        if first.schema.names == [LINE]:
            yield from read_jsonl(_Lines(every, name), self._intake.problem)  # type: ignore[arg-type]
        else:
            yield from batch_records(map(_in_utc, every), name)

    def problems(self) -> Iterator[Any]:
        """Rows for the records that were refused since the last call."""
        stated = [str(error) for error in self._refused]
        self._refused.clear()
        if stated:
            yield _filled(len(stated), {"problem": pa.array(stated, pa.string())})


def _chained(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from rest


def _in_utc(one: Any) -> Any:
    """Spark gives times in the zone of its session; files hold them in UTC."""
    for number, field in enumerate(one.schema):
        if pa.types.is_timestamp(field.type) and field.type.tz:
            moved = one.column(number).cast(pa.timestamp(field.type.unit, "UTC"))
            one = one.set_column(number, pa.field(field.name, moved.type), moved)
    return one


_KINDS = {
    "string": pa.string(),
    "boolean": pa.bool_(),
    "double": pa.float64(),
    "int": pa.int32(),
    "long": pa.int64(),
    "binary": pa.binary(),
}


def _filled(rows: int, columns: dict[str, Any]) -> Any:
    """A batch of `SCHEMA` with these columns, and nulls in all others."""
    kinds = dict(part.split() for part in SCHEMA.split(","))
    return batch(**{name: columns.get(name, pa.nulls(rows, _KINDS[kind])) for name, kind in kinds.items()})


def _rows(stories: list[Story], derived: list[bool], found: Digest) -> Any:
    metadata, facts = found.metadata, found.facts
    times = [meta.published for meta in metadata]
    columns = {
        "id": pa.array([meta.id for meta in metadata], pa.string()),
        "derived": pa.array(derived, pa.bool_()),
        "seconds": pa.array([time.timestamp() if time else None for time in times], pa.float64()),
        "title": pa.array([meta.title for meta in metadata], pa.string()),
        "published": pa.array([time.isoformat() if time else None for time in times], pa.string()),
        "source": pa.array([meta.source for meta in metadata], pa.string()),
        "origin": pa.array([meta.origin for meta in metadata], pa.string()),
        "lang": pa.array([meta.lang for meta in metadata], pa.string()),
        "words": pa.array([meta.words for meta in metadata], pa.int32()),
        "bands": _bands(found),
        "shingles": cells(found.shingles.hashes, found.shingles.offsets),
        "fact_words": cells(facts.words.hashes, facts.words.offsets),
        "fact_weights": cells(facts.weights, facts.words.offsets),
        "vocabulary": cells(found.words.entries, row_offsets(found.words.ends - found.words.starts)),
        "claim_contexts": cells(facts.claims.contexts.hashes, facts.claims.contexts.offsets),
        "claim_values": cells(facts.claims.values, facts.claims.contexts.offsets),
    }
    if found.profiles is not None:
        profiles = found.profiles
        columns |= {
            "terms": cells(profiles.terms, profiles.offsets),
            "counts": cells(profiles.counts, profiles.offsets),
            "place": cells(profiles.place, profiles.offsets),
            "language": profiles.langs.astype(np.int64),
            "length": term_counts(profiles),
            "content": content_keys(profiles).view(np.int64),
        }
    return _filled(len(stories), columns)


def _bands(found: Digest) -> Any:
    """The band keys by which each story is looked for: long ones by the first few bands only."""
    few = band_keys(found.signatures, FEW, ROWS)
    more = band_keys(np.ascontiguousarray(found.signatures[:, FEW * ROWS :]), BANDS - FEW, ROWS)
    sizes = np.where(found.shingles.sizes < LONG, BANDS, FEW)
    kept = np.arange(BANDS) < sizes[:, None]
    return cells(np.concatenate([few, more], axis=1)[kept], row_offsets(sizes))
