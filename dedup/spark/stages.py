"""The stages of a run on Spark, in their order: records to arrays, ranks, candidates, boilerplate, verified
pairs, connected components, each by the functions of a local run.

The table of stories has a row for every story: what is printed of it, its place in time, its band keys,
shingles, fact words and event profile, each array one cell of bytes. A record that is no story leaves a row
that says why (`problem`), and nothing else.

The number of a story is its place in time (then by id), as in a local run: nothing depends on how the table
was read or cut. Ranges of times are sorted by themselves and counted; what is before a range is added to the
places in it.

What is shuffled are arrays, not rows of a key each: an executor cuts the keys of a batch by the part that
they go to, one cell of bytes for each, and each part is gathered whole. Candidates: a part has whole groups
of a band key or a sampled shingle, and pairs them in the order of ranks, caps included. Boilerplate: every
hash is judged by itself, in the part of its lower bits; what stands alone is found in two passes over whole
stories. Verifying: a pair goes to the cell of the first story that its own first story is a candidate with,
so that a story travels to 1.3 cells on average (planted stories); a cell of many pairs is cut.

Components are found on the driver as long as the pairs fit there, beyond that in tables by alternating star
operations (Kiveris et al., Connected Components in MapReduce and Beyond, 2014). Large-star links every
neighbour of a story that comes after it to the first story it knows of; small-star links those that come
before it. Both keep the components and shrink the graph, until every story hangs on the first of its
component: a few rounds, even for long chains. Every round is a table that is kept, so that a lost executor
costs a round and the plan does not grow.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F  # noqa: N812

from dedup.errors import DuplicateIdError, RecordError
from dedup.match.boilerplate import ALONE, alone, learn, strip
from dedup.match.claims import Claims
from dedup.match.clustering import components
from dedup.match.duplicates import (
    BANDS,
    BUCKET,
    FEW,
    LONG,
    OWN_RATE,
    ROWS,
    Counted,
    copy_evidence,
    look_alikes,
    strict_pairs,
    text_sets,
    verify,
)
from dedup.match.events import content_keys, term_counts
from dedup.match.facts import Facts, Words
from dedup.pipeline import BATCH, Digest, digest
from dedup.readers.columns import batch_records
from dedup.readers.fields import Fields
from dedup.readers.intake import Found, Intake, Tally
from dedup.readers.json_records import read_jsonl
from dedup.readers.streams import Decoder
from dedup.sketch.minhash import (
    LEAST_SAMPLE_SHARE,
    LEAST_SAMPLES,
    MOST_OF_SAMPLE,
    band_keys,
    pairs_of_groups,
    row_mask,
)
from dedup.sketch.shingles import Members, Shingles, only, row_offsets, shared
from dedup.sketch.vocabulary import Vocabulary, in_one_piece
from dedup.spark.tables import (
    Scratch,
    batch,
    cells,
    chunked,
    collected,
    joined,
    numbers,
    shingles_of,
    values_of,
)
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
        Rows of `SCHEMA`, each with a number of its own (`row`).

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


Integers = NDArray[np.int64]

MOST_ON_DRIVER = 200_000_000
"""Pairs of which components are found on the driver: some 8 GB there."""


def parts_for(things: int, each: int) -> int:
    """A power of two: how many parts of about `each` some things make."""
    return 1 << max(0, -(-things // each) - 1).bit_length()


def cut(part: Integers, **columns: NDArray[Any]) -> Iterator[Any]:
    """A batch with a row for every part: what each of the arrays, of one length, has for it, in its order."""
    if len(part):
        order = np.argsort(part, kind="stable")
        names, starts = np.unique(part[order], return_index=True)
        offsets = np.append(starts, len(part)).astype(np.int64)
        made = {name: cells(column[order], offsets) for name, column in columns.items()}
        yield batch(part=names.astype(np.int64), **made)


def gathered(blobs: DataFrame) -> DataFrame:
    """Rows that `cut` made, those of each part one after the other."""
    return blobs.repartition("part").sortWithinPartitions("part")


def whole_parts(
    batches: Iterable[Any], *dtypes: type[np.generic]
) -> Iterator[tuple[int, list[NDArray[Any]]]]:
    """The arrays of each part of what was gathered."""
    at: int | None = None
    held: list[list[NDArray[Any]]] = []
    for one in batches:
        names = numbers(one.column(0), np.int64)
        columns = [values_of(one.column(i + 1), dtype) for i, dtype in enumerate(dtypes)]
        for row, name in enumerate(names.tolist()):
            if name != at and at is not None:
                yield at, [np.concatenate(arrays) for arrays in zip(*held, strict=True)]
                held = []
            at = name
            held.append([values[offsets[row] : offsets[row + 1]] for values, offsets in columns])
    if at is not None:
        yield at, [np.concatenate(arrays) for arrays in zip(*held, strict=True)]


PAIRS_OF_A_PART = 50_000
"""Stories whose keys make a part: some two million sampled shingles, eight million pairs of them, 100 MB."""

KEYS_AT_ONCE = 20_000
"""Stories whose keys are cut at once."""

_COUNTS = -1  # part of which the cells say how many groups were over the cap

Unsigned = NDArray[np.uint64]


def banded(scratch: Scratch, stories: DataFrame, n: int) -> tuple[DataFrame, int]:
    """Pairs (`pair`: a << 32 | b) that agree in a band, and the number of groups that were capped."""
    short = stories.where(F.octet_length("shingles") < 4 * LONG).count()
    parts = parts_for(n, 10 * PAIRS_OF_A_PART)
    blobs = stories.select("rank", "bands").mapInArrow(
        lambda batches: _cut_bands(batches, n, short, parts), "part long, keys binary, ranks binary"
    )
    found = gathered(blobs).mapInArrow(_pairs_in_bands, "pair long, capped long")
    return _stated_apart(scratch.keep("banded", found.groupBy("pair").agg(F.sum("capped").alias("capped"))))


def sampled(
    scratch: Scratch, stories: DataFrame, n: int, boilerplate: NDArray[np.uint32]
) -> tuple[DataFrame, int]:
    """Pairs (`pair`) that share sampled shingles of their own, and how many shingles were capped."""
    samples = scratch.keep(
        "samples",
        stories.select("rank", "shingles").mapInArrow(
            lambda batches: _sample(batches, boilerplate), "rank long, sample binary"
        ),
    )
    parts = parts_for(n, PAIRS_OF_A_PART)
    blobs = samples.mapInArrow(
        lambda batches: _cut_samples(batches, parts), "part long, keys binary, ranks binary"
    )
    pairs = gathered(blobs).mapInArrow(
        lambda batches: _pairs_in_samples(batches, parts), "part long, pairs binary, counts binary"
    )
    found = scratch.keep("sharing", gathered(pairs).mapInArrow(_shared_often, "pair long, shared long"))
    sizes = samples.select("rank", F.expr("octet_length(sample) div 4").alias("size"))
    stated, capped = _stated_apart(found, "shared")
    for side, rank in (("a", F.shiftright("pair", 32)), ("b", F.expr("pair & 4294967295"))):
        stated = stated.withColumn(side, rank).join(
            sizes.select(F.col("rank").alias(side), F.col("size").alias(f"size_{side}")), side
        )
    return stated.where(F.col("shared") >= LEAST_SAMPLE_SHARE * F.least("size_a", "size_b")).select(
        "pair"
    ), capped


def _stated_apart(found: DataFrame, counts: str = "capped") -> tuple[DataFrame, int]:
    """The pairs, and the sum of what rows without a pair count."""
    capped = found.where("pair is null").agg(F.sum(counts).alias("sum")).collect()[0]["sum"]
    return found.where("pair is not null"), int(capped or 0)


def _cut_bands(batches: Iterable[Any], n: int, short: int, parts: int) -> Iterator[Any]:
    """Keys of each band, cut by their upper bits; the lower ones do not count (see `sketch.minhash`)."""
    for one in joined(batches, KEYS_AT_ONCE):
        keys, offsets = values_of(one["bands"], np.uint64)
        sizes = np.diff(offsets)
        band = np.arange(len(keys)) - np.repeat(offsets[:-1], sizes)
        keys &= np.where(band < FEW, ~row_mask(n), ~row_mask(short))
        ranks = np.repeat(numbers(one["rank"], np.uint32), sizes)
        real = keys > 0
        part = band * parts + (keys >> np.uint64(44)).astype(np.int64) % parts
        yield from cut(part[real], keys=keys[real], ranks=ranks[real])


def _groups(keys: NDArray[Any], ranks: NDArray[np.uint32]) -> tuple[Unsigned, Integers, Integers]:
    """Ranks by key and ascending, and the groups of two and more: where each begins, and its size."""
    order = np.lexsort((ranks, keys))
    keys = keys[order]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])[: len(keys)])
    sizes = np.diff(np.append(starts, len(keys)))
    several = sizes > 1
    return ranks[order].astype(np.uint64), starts[several], sizes[several]


def _pairs_in_bands(batches: Iterable[Any]) -> Iterator[Any]:
    capped = 0
    for _, (keys, ranks) in whole_parts(batches, np.uint64, np.uint32):
        row, starts, sizes = _groups(keys, ranks)
        capped += int(np.count_nonzero(sizes > BUCKET))
        pairs = np.unique(pairs_of_groups(row, starts, sizes, BUCKET)).view(np.int64)
        yield batch(pair=pairs, capped=np.zeros(len(pairs), np.int64))
    yield _counted("capped", capped)


def _counted(name: str, capped: int) -> Any:
    return batch(pair=pa.nulls(1, pa.int64()), **{name: np.array([capped], np.int64)})


def _sample(batches: Iterable[Any], boilerplate: NDArray[np.uint32]) -> Iterator[Any]:
    """One in `OWN_RATE` of each story's shingles that are no boilerplate, as `sketch.samples` takes them."""
    for one in joined(batches, KEYS_AT_ONCE):
        own = strip(shingles_of(one["shingles"]), boilerplate)
        sample = own.keep(own.hashes & np.uint32(OWN_RATE - 1) == 0)
        yield batch(rank=one["rank"].combine_chunks(), sample=cells(sample.hashes, sample.offsets))


def _cut_samples(batches: Iterable[Any], parts: int) -> Iterator[Any]:
    for one in joined(batches, KEYS_AT_ONCE):
        sample = shingles_of(one["sample"])
        ranks = np.repeat(numbers(one["rank"], np.uint32), sample.sizes)
        part = (sample.hashes >> np.uint32(8)).astype(np.int64) % parts
        yield from cut(part, keys=sample.hashes, ranks=ranks)


def _pairs_in_samples(batches: Iterable[Any], parts: int) -> Iterator[Any]:
    """Pairs of each part with the number of shingles they share in it, cut by their first story."""
    capped = 0
    for _, (keys, ranks) in whole_parts(batches, np.uint32, np.uint32):
        row, starts, sizes = _groups(keys, ranks)
        capped += int(np.count_nonzero(sizes > MOST_OF_SAMPLE))
        pairs, counts = np.unique(pairs_of_groups(row, starts, sizes, MOST_OF_SAMPLE), return_counts=True)
        part = (pairs >> np.uint64(32)).astype(np.int64) % parts
        yield from cut(part, pairs=pairs, counts=counts.astype(np.uint32))
    stated = np.array([_COUNTS])
    yield from cut(stated, pairs=np.zeros(1, np.uint64), counts=np.array([capped], np.uint32))


def _shared_often(batches: Iterable[Any]) -> Iterator[Any]:
    for part, (pairs, counts) in whole_parts(batches, np.uint64, np.uint32):
        if part == _COUNTS:
            yield _counted("shared", int(counts.sum()))
            continue
        found, place = np.unique(pairs, return_inverse=True)
        shared = np.bincount(place, counts, len(found)).astype(np.int64)
        enough = shared >= LEAST_SAMPLES
        yield batch(pair=found[enough].view(np.int64), shared=shared[enough])


HASHES_OF_A_PART = 1 << 23
"""Shingles that are judged at once: 100 MB."""

Counts = tuple[NDArray[np.uint32], NDArray[np.int64]]
"""Hashes, and how many stories have each."""

STORIES_AT_ONCE = 10_000
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
    parts = parts_for(total // 4, HASHES_OF_A_PART)
    stated = stories.select("rank", "shingles").join(labels, "rank", "left")
    blobs = stated.select(F.coalesce("label", "rank").alias("label"), "shingles").mapInArrow(
        lambda batches: _cut(batches, parts), "part long, hashes binary, labels binary"
    )
    hashes = gathered(blobs).mapInArrow(lambda batches: _learn(batches, least), "hash long").toArrow()
    known = np.empty(0, np.uint32) if known is None else known
    common = np.union1d(numbers(hashes["hash"], np.uint32), known)
    return np.setdiff1d(common, np.setdiff1d(_standing(stories, common), known))


def _standing(stories: DataFrame, common: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """See `match.boilerplate.standing`."""
    hashes, alone_in = _hashes_counted(stories, lambda rows: alone(rows, strip(rows, common).sizes, common))
    if not len(hashes):
        return hashes
    _, everywhere = _hashes_counted(
        stories, lambda rows: np.unique(only(rows, Members(hashes)).hashes, return_counts=True)
    )
    return hashes[alone_in >= ALONE * everywhere]


def _hashes_counted(stories: DataFrame, count: Callable[[Shingles], Counts]) -> Counts:
    """Sums of counts of hashes over all stories, the hashes ascending."""

    def counts(batches: Iterable[Any]) -> Iterator[Any]:
        for one in joined(batches, STORIES_AT_ONCE):
            hashes, some = count(shingles_of(one["shingles"]))
            yield batch(hash=hashes.astype(np.int64), stories=some.astype(np.int64))

    found = stories.select("shingles").mapInArrow(counts, "hash long, stories long").toArrow()
    hashes, place = np.unique(numbers(found["hash"], np.uint32), return_inverse=True)
    sums = np.zeros(len(hashes), np.int64)
    np.add.at(sums, place, numbers(found["stories"], np.int64))
    return hashes, sums


def _cut(batches: Iterable[Any], parts: int) -> Iterator[Any]:
    """Hashes of each part with the strict cluster of the story that has them, as rows of one cluster each."""
    for one in joined(batches, STORIES_AT_ONCE):
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


CELL = 20_000
"""Pairs of a cell; one of more is cut."""

VERIFIED_AT_ONCE = 20_000
"""Rows (stories and pairs) that are verified at once: 50 MB."""

VERIFIED = (
    "a long, b long, jaccard double, in_a double, in_b double, score double, likeness double, "
    "conflict boolean"
)

_ALL = ("shingles", "fact_words", "fact_weights", "vocabulary", "claim_contexts", "claim_values")
_PER_HUB = 1 << 20  # parts of a hub's cell: cells are numbered hub * _PER_HUB + part

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Whole cells: pairs as rows, int64 (m, 2), of the stories; `ranks` names those. `facts` is None where
    it was not asked for."""

    ranks: Integers
    shingles: Shingles
    facts: Facts | None
    words: Vocabulary
    pairs: Integers
    banded: Flags


def strict(scratch: Scratch, stories: DataFrame, pairs: DataFrame) -> DataFrame:
    """Pairs (a, b) of stories that are nearly the same text, from candidates (`pair`)."""
    placed = _placed(scratch, "strict_cells", pairs.withColumn("banded", F.lit(True)))
    return _cells(placed, stories, ("shingles", "vocabulary")).mapInArrow(_strict, "a long, b long")


def scores(
    scratch: Scratch,
    stories: DataFrame,
    pairs: DataFrame,
    boilerplate: NDArray[np.uint32],
) -> DataFrame:
    """Rows of `VERIFIED` for candidates that are worth keeping (`pair`, and whether they are `banded`)."""
    placed = _placed(scratch, "cells", pairs)
    return _cells(placed, stories, _ALL).mapInArrow(lambda batches: _scores(batches, boilerplate), VERIFIED)


def alike(
    scratch: Scratch,
    name: str,
    stories: DataFrame,
    pairs: DataFrame,
    boilerplate: NDArray[np.uint32],
    threshold: float,
) -> DataFrame:
    """Of pairs (`pair`) those that share text or a form: a, b, alike, form, their shares and whether their
    claims conflict (see `match.duplicates.Looks`)."""
    placed = _placed(scratch, name, pairs.withColumn("banded", F.lit(False)))
    return _cells(placed, stories, _ALL).mapInArrow(
        lambda batches: _alike(batches, boilerplate, threshold), f"{VERIFIED}, alike boolean, form boolean"
    )


def _placed(scratch: Scratch, name: str, pairs: DataFrame) -> DataFrame:
    """The pairs, each with its cell."""
    stated = pairs.select(F.shiftright("pair", 32).alias("a"), F.expr("pair & 4294967295 as b"), "banded")
    stated = scratch.keep(f"{name}_pairs", stated)
    hubs = stated.groupBy(F.col("b").alias("a")).agg(F.min("a").alias("hub"))
    placed = stated.join(hubs, "a", "left").withColumn("hub", F.coalesce("hub", "a"))
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
    for one in joined(batches, VERIFIED_AT_ONCE):
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
        claims = Claims(
            shingles_of(stories["claim_contexts"]), values_of(stories["claim_values"], np.uint32)[0]
        )
        weights = values_of(stories["fact_weights"], np.float32)[0]
        facts = Facts(shingles_of(stories["fact_words"]), weights, claims)
    sides = [numbers(of_pairs[name], np.int64) for name in ("rank", "other")]
    return Cells(
        ranks,
        shingles_of(stories["shingles"]),
        facts,
        in_one_piece(*values_of(stories["vocabulary"], np.uint64)),
        np.searchsorted(ranks, np.column_stack(sides)),
        of_pairs["banded"].to_numpy().astype(np.bool_),
    )


def _strict(batches: Iterable[Any]) -> Iterator[Any]:
    for cell in _whole_cells(batches):
        common = shared(cell.shingles, cell.pairs)
        yield _pairs(cell, strict_pairs(cell.words, cell.shingles, cell.pairs, common))


def _pairs(cell: Cells, pairs: Integers) -> Any:
    return batch(a=cell.ranks[pairs[:, 0]], b=cell.ranks[pairs[:, 1]])


def _scores(batches: Iterable[Any], boilerplate: NDArray[np.uint32]) -> Iterator[Any]:
    for cell in _whole_cells(batches):
        if cell.facts is None:
            continue
        common = np.full(len(cell.pairs), -1, np.int32)
        common[cell.banded] = shared(cell.shingles, cell.pairs[cell.banded])
        evidence = copy_evidence(cell.words, cell.shingles, cell.pairs, common)
        texts = text_sets(cell.shingles, cell.facts, cell.words, boilerplate)
        found = verify(texts, Counted(cell.pairs, common, evidence))
        yield batch(
            a=cell.ranks[found.pairs[:, 0]],
            b=cell.ranks[found.pairs[:, 1]],
            jaccard=found.jaccard,
            in_a=found.containment_a,
            in_b=found.containment_b,
            score=found.score,
            likeness=found.likeness,
            conflict=found.conflict,
        )


def _alike(batches: Iterable[Any], boilerplate: NDArray[np.uint32], threshold: float) -> Iterator[Any]:
    for cell in _whole_cells(batches):
        if cell.facts is not None:
            texts = text_sets(cell.shingles, cell.facts, cell.words, boilerplate)
            looks = look_alikes(texts, cell.pairs, threshold)
            stated = np.flatnonzero((looks.cover > 0) | looks.form)
            a, b = cell.ranks[cell.pairs[stated]].T
            yield batch(
                a=a,
                b=b,
                jaccard=looks.jaccard[stated],
                in_a=looks.containment_a[stated],
                in_b=looks.containment_b[stated],
                score=looks.score[stated],
                likeness=looks.likeness[stated],
                conflict=looks.conflict[stated],
                alike=looks.alike[stated],
                form=looks.form[stated],
            )


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
