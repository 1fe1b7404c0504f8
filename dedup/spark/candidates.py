"""A shuffle of arrays: keys are cut by the part that they go to, and each part is gathered whole.

A row for every key would cost Spark a hundred bytes and a microsecond each; a cell of bytes for all keys of a
batch that go to one part costs what is in it. Parts are shuffled, spilled and computed again like any rows.

Candidates on Spark: one shuffle by band key, one by sampled shingle, with the caps of a local run.

What is shuffled are not rows of a key each but arrays: an executor cuts the keys of a batch by where they
go, and each part is one cell of bytes. Whoever gets a part has whole groups in it, sorts them as
`sketch.bands` does, and forms the pairs that it would (`pairs_of_groups`): members of a group stand in the
order of their ranks, so that a group over the cap is paired the same way, too.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyspark.sql import DataFrame
from pyspark.sql import functions as F  # noqa: N812

from dedup.match.boilerplate import strip
from dedup.match.duplicates import BUCKET, FEW, LONG, OWN_RATE
from dedup.sketch.bands import LEAST, MOST, SHARE, pairs_of_groups, row_mask
from dedup.spark.tables import Scratch, batch, cells, joined, numbers, shingles_of, values_of

Integers = NDArray[np.int64]


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


PART = 50_000
"""Stories whose keys make a part: some two million sampled shingles, eight million pairs of them, 100 MB."""

AT_ONCE = 20_000
"""Stories whose keys are cut at once."""

_COUNTS = -1  # part of which the cells tell how many groups were over the cap

Unsigned = NDArray[np.uint64]


def banded(scratch: Scratch, stories: DataFrame, n: int) -> tuple[DataFrame, int]:
    """Pairs (`pair`: a << 32 | b) that agree in a band, and the number of groups that were capped."""
    short = stories.where(F.octet_length("shingles") < 4 * LONG).count()
    parts = parts_for(n, 10 * PART)
    blobs = stories.select("rank", "bands").mapInArrow(
        lambda batches: _cut_bands(batches, n, short, parts), "part long, keys binary, ranks binary"
    )
    found = gathered(blobs).mapInArrow(_pairs_in_bands, "pair long, capped long")
    return _told_apart(scratch.keep("banded", found.groupBy("pair").agg(F.sum("capped").alias("capped"))))


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
    parts = parts_for(n, PART)
    blobs = samples.mapInArrow(
        lambda batches: _cut_samples(batches, parts), "part long, keys binary, ranks binary"
    )
    pairs = gathered(blobs).mapInArrow(
        lambda batches: _pairs_in_samples(batches, parts), "part long, pairs binary, counts binary"
    )
    found = scratch.keep("sharing", gathered(pairs).mapInArrow(_shared_often, "pair long, shared long"))
    sizes = samples.select("rank", F.expr("octet_length(sample) div 4").alias("size"))
    told, capped = _told_apart(found, "shared")
    for side, rank in (("a", F.shiftright("pair", 32)), ("b", F.expr("pair & 4294967295"))):
        told = told.withColumn(side, rank).join(
            sizes.select(F.col("rank").alias(side), F.col("size").alias(f"size_{side}")), side
        )
    return told.where(F.col("shared") >= SHARE * F.least("size_a", "size_b")).select("pair"), capped


def _told_apart(found: DataFrame, counts: str = "capped") -> tuple[DataFrame, int]:
    """The pairs, and the sum of what rows without a pair count."""
    capped = found.where("pair is null").agg(F.sum(counts).alias("sum")).collect()[0]["sum"]
    return found.where("pair is not null"), int(capped or 0)


def _cut_bands(batches: Iterable[Any], n: int, short: int, parts: int) -> Iterator[Any]:
    """Keys of each band, cut by their upper bits; the lower ones do not count (see `sketch.bands`)."""
    for one in joined(batches, AT_ONCE):
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
    for one in joined(batches, AT_ONCE):
        own = strip(shingles_of(one["shingles"]), boilerplate)
        sample = own.keep(own.hashes & np.uint32(OWN_RATE - 1) == 0)
        yield batch(rank=one["rank"].combine_chunks(), sample=cells(sample.hashes, sample.offsets))


def _cut_samples(batches: Iterable[Any], parts: int) -> Iterator[Any]:
    for one in joined(batches, AT_ONCE):
        sample = shingles_of(one["sample"])
        ranks = np.repeat(numbers(one["rank"], np.uint32), sample.sizes)
        part = (sample.hashes >> np.uint32(8)).astype(np.int64) % parts
        yield from cut(part, keys=sample.hashes, ranks=ranks)


def _pairs_in_samples(batches: Iterable[Any], parts: int) -> Iterator[Any]:
    """Pairs of each part with the number of shingles they share in it, cut by their first story."""
    capped = 0
    for _, (keys, ranks) in whole_parts(batches, np.uint32, np.uint32):
        row, starts, sizes = _groups(keys, ranks)
        capped += int(np.count_nonzero(sizes > MOST))
        pairs, counts = np.unique(pairs_of_groups(row, starts, sizes, MOST), return_counts=True)
        part = (pairs >> np.uint64(32)).astype(np.int64) % parts
        yield from cut(part, pairs=pairs, counts=counts.astype(np.uint32))
    told = np.array([_COUNTS])
    yield from cut(told, pairs=np.zeros(1, np.uint64), counts=np.array([capped], np.uint32))


def _shared_often(batches: Iterable[Any]) -> Iterator[Any]:
    for part, (pairs, counts) in whole_parts(batches, np.uint64, np.uint32):
        if part == _COUNTS:
            yield _counted("shared", int(counts.sum()))
            continue
        found, place = np.unique(pairs, return_inverse=True)
        shared = np.bincount(place, counts, len(found)).astype(np.int64)
        enough = shared >= LEAST
        yield batch(pair=found[enough].view(np.int64), shared=shared[enough])
