"""A run on Spark: its session and sources, its stages in order, and what it found as a table or as a
`Result`.

Executors read, sketch, find candidates and verify them; texts never leave them, and shingles only travel to
the stories that they are compared with. What comes to the driver are numbers: of every story its date and its
length, of every verified pair its scores, and of the stories that stand for their duplicate clusters the
event profiles. There `match.clustering.join`, `match.events` and `Result` finish as in a local run, so that
clusters, relations and scores are the same, bit for bit. Rows come in order of time, because a table has no
order of reading. The driver holds about 60 bytes a story and 50 a verified pair, and with events 1.5 KB a
duplicate cluster (five times that while events are worked out).

What Java or Spark themselves explain in a hundred lines is one line here.
"""

import os
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyspark import __version__
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812

from dedup.errors import InputError, MissingExtraError, OutputError, RecordError, SettingsError
from dedup.match.corrections import Corrections, Placed, placed
from dedup.match.duplicates import Looks, PairScores, Verified, score_of, silent, verified
from dedup.match.event_profiles import Profiles
from dedup.match.events import Events, events_among, representatives
from dedup.match.recipe import match_duplicates, outcome
from dedup.metadata import MetadataTable, StoryMetadata
from dedup.pipeline import Progress
from dedup.result import JOINED, Result
from dedup.settings import Settings
from dedup.sketch.shingles import row_offsets
from dedup.sketch.spill import Budget
from dedup.spark import stages
from dedup.spark.stages import LINE, SCHEMA, ranked, sketched
from dedup.spark.tables import CHUNK, Scratch, chunked, collected, numbers, values_of
from dedup.text.background import SHIPPED, in_use
from dedup.types import SCORES, Assignment, Scores

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


SHARES = ("jaccard", "in_a", "in_b", "score", "likeness")
"""What executors say of the texts of a pair."""

LEAST_SPARK = 4
LEAST_JAVA = 17

_LINES = (".jsonl", ".ndjson", ".jl", ".json")
_PACKED = (".gz", ".bz2", ".zst", ".zstd", ".deflate", ".lz4", ".snappy")


@dataclass(frozen=True, slots=True, eq=False)
class Matched:
    """What a run found: `stories` with their ranks, and arrays over these, as `pipeline.match` makes them.

    `words`: int32 (n,), lengths. `fixed`: the corrections. `refused`: how many records were no stories;
    `problems`: some of the reasons.
    """

    scratch: Scratch
    stories: DataFrame
    words: NDArray[np.int32]
    verified: Verified
    labels: Integers
    events: Events | None
    stats: Mapping[str, int]
    fixed: Placed | None
    refused: int
    problems: tuple[str, ...]


STATED = 20
"""Records that were refused of which a run reports the reason."""


def matched(
    table: DataFrame,
    scratch: Scratch,
    settings: Settings,
    fields: Mapping[str, str],
    events: bool,
    known: NDArray[np.uint32] | None,
    wanted: Corrections,
    guess_language: bool,
    strict: bool,
    tell: Progress,
    most_on_driver: int = stages.MOST_ON_DRIVER,
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
    problems = tuple(row["problem"] for row in refused.select("problem").limit(STATED).collect())
    if strict and problems:
        raise RecordError(*problems[0].split(": ", 1))
    failed = refused.count() if problems else 0
    stories, n = ranked(scratch, read)
    scratch.empty("sketched", "ordered")
    tell("match", 0, n)
    verified_pairs = verified(
        match_duplicates(_OnSpark(scratch, stories, n, settings, known, most_on_driver, tell))
    )
    thin = _thin(stories, n)
    fixed = placed(wanted, _ranks(stories, wanted.ids())) if wanted else None

    def find_events(labels: Integers) -> Events:
        tell("events", 0, n)
        return _events(scratch, stories, thin, labels, verified_pairs, settings, fixed)

    threshold = max(settings.threshold, score_of(settings.least_probability))
    found = outcome(n, verified_pairs, threshold, find_events if events else None, fixed)
    return Matched(
        scratch,
        stories,
        thin.words,
        verified_pairs,
        found.labels,
        found.events,
        found.stats,
        fixed,
        failed,
        problems,
    )


class _OnSpark:
    """The stages of `recipe.match_duplicates` on executors; candidates are tables of pairs."""

    def __init__(
        self,
        scratch: Scratch,
        stories: DataFrame,
        n: int,
        settings: Settings,
        known: NDArray[np.uint32] | None,
        most_on_driver: int,
        tell: Progress,
    ) -> None:
        self._scratch = scratch
        self._stories = stories
        self._n = n
        self._settings = settings
        self._known = known
        self._most_on_driver = most_on_driver
        self._tell = tell

    def banded(self) -> tuple[DataFrame, int]:
        return stages.banded(self._scratch, self._stories, self._n)

    def strict(self, banded: DataFrame) -> DataFrame:
        pairs = self._scratch.keep("strict", stages.strict(self._scratch, self._stories, banded))
        return stages.labelled(self._scratch, pairs, self._n, self._most_on_driver)

    def learned(self, strict: DataFrame) -> NDArray[np.uint32]:
        self._tell("boilerplate", 0, self._n)
        return stages.learned(self._stories, strict, self._settings.boilerplate, self._known)

    def sampled(self, boilerplate: NDArray[np.uint32]) -> tuple[DataFrame, int]:
        return stages.sampled(self._scratch, self._stories, self._n, boilerplate)

    def united(self, banded: DataFrame, sampled: DataFrame) -> DataFrame:
        both = banded.select("pair", F.lit(True).alias("banded")).union(
            sampled.select("pair", F.lit(False).alias("banded"))
        )
        return both.groupBy("pair").agg(F.max("banded").alias("banded"))

    def scored(self, pairs: DataFrame, boilerplate: NDArray[np.uint32]) -> PairScores:
        self._tell("verify", 0, self._n)
        scratch = self._scratch
        scores = scratch.keep("verified", stages.scores(scratch, self._stories, pairs, boilerplate))
        scratch.empty("strict_cells", "strict_cells_pairs", "cells", "cells_pairs", "samples", "sharing")
        return _in_order(scores)


def _in_order(scores: DataFrame) -> PairScores:
    """Verified pairs on the driver, ascending."""
    count = scores.count()
    columns: dict[str, list[NDArray[np.generic]]] = {}
    for part in collected(scores, "a", count):
        for name in part.column_names:
            kind = {"a": np.int64, "b": np.int64, "conflict": np.bool_}.get(name, np.float64)
            columns.setdefault(name, []).append(numbers(part[name], kind))
    whole = {name: np.concatenate(arrays) for name, arrays in columns.items()}
    order = np.lexsort((whole["b"], whole["a"]))
    columns_in_order = [whole[name][order] for name in (*SHARES, "conflict")]
    pairs = np.column_stack([whole["a"][order], whole["b"][order]])
    return PairScores(pairs, *columns_in_order)


def _ranks(stories: DataFrame, ids: set[str]) -> dict[str, int]:
    """The numbers of some stories, by id."""
    found = stories.select("id", "rank").where(F.col("id").isin(sorted(ids)))
    return {row["id"]: int(row["rank"]) for row in found.collect()}


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
    fixed: Placed | None,
) -> Events:
    chosen = representatives(thin.content, thin.lengths, labels)
    calls = iter(range(1 << 30))

    def looks(pairs: Integers) -> Looks:
        name = f"alike_{next(calls)}"
        ordered = np.sort(pairs, axis=1)
        packed = (ordered[:, 0] << 32) | ordered[:, 1]
        asked, place = np.unique(packed, return_inverse=True)
        sent = scratch.keep_arrays(f"{name}_asked", chunked(pair=asked))
        found = stages.alike(scratch, name, stories, sent, verified.boilerplate, settings.threshold)
        shares, alike = np.zeros((len(SHARES), len(asked))), np.zeros(len(asked), np.bool_)
        both = np.column_stack([asked >> 32, asked & 0xFFFFFFFF])
        conflict, form = np.zeros(len(asked), np.bool_), np.zeros(len(asked), np.bool_)
        for part in collected(scratch.keep(f"{name}_found", found), "a", len(asked)):
            at = np.searchsorted(asked, (numbers(part["a"], np.int64) << 32) | numbers(part["b"], np.int64))
            alike[at], conflict[at] = part["alike"].to_numpy(), part["conflict"].to_numpy()
            form[at] = part["form"].to_numpy()
            for share, column in zip(SHARES, shares, strict=True):
                column[at] = numbers(part[share], np.float64)
        scratch.empty(name, f"{name}_pairs", f"{name}_asked")
        jaccard, in_a, in_b, score, likeness = shares[:, place]
        marks = conflict[place], alike[place], form[place]
        return Looks(both[place], jaccard, in_a, in_b, score, likeness, *marks)

    return events_among(
        _profiles(scratch, stories, chosen),
        chosen,
        thin.published,
        labels,
        settings.window,
        settings.event_threshold,
        settings.least_probability,
        looks,
        fixed,
    )


def _profiles(scratch: Scratch, stories: DataFrame, chosen: Integers) -> Profiles:
    """Event profiles of some stories, in the order given."""
    wanted = scratch.keep_arrays("chosen", chunked(rank=np.sort(chosen)))
    columns = ("rank", "language", "terms", "counts", "place")
    rows = scratch.keep("profiles", stories.select(*columns).join(wanted, "rank", "left_semi"))
    ranks, sizes, langs, parts = [], [], [], []
    for part in collected(rows, "rank", 16 * len(chosen)):
        terms, offsets = values_of(part["terms"], np.uint32)
        ranks.append(numbers(part["rank"], np.int64))
        sizes.append(np.diff(offsets))
        langs.append(numbers(part["language"], np.int64).astype(np.uint32))
        parts.append((terms, *(values_of(part[name], np.uint8)[0] for name in ("counts", "place"))))
    terms, counts, place = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    found = Profiles(row_offsets(np.concatenate(sizes)), terms, counts, place, np.concatenate(langs))
    at = np.concatenate(ranks)
    order = np.argsort(at)
    return found.take(order[np.searchsorted(at[order], chosen)])


_NONE = -1  # no story: tables of arrays hold no nulls


def _numbered(words: NDArray[np.int32]) -> MetadataTable:
    """A card for each story that says its number, and its length: all that `Result` asks for by itself."""
    metadata = MetadataTable(Budget(np.inf))
    for first in range(0, len(words), CHUNK):
        some = enumerate(words[first : first + CHUNK].tolist(), start=first)
        metadata.extend(
            [StoryMetadata(str(rank), None, None, None, None, None, length) for rank, length in some]
        )
    metadata.finish()
    return metadata


def result(run: Matched, threshold: float) -> Result:
    """The run as a `Result`, with a card of every story on the driver."""
    metadata = MetadataTable(Budget(np.inf))
    columns = ("id", "title", "published", "source", "lang", "words", "origin")
    for first in range(0, len(run.words), CHUNK):
        some = run.stories.where(F.col("rank").between(first, first + CHUNK - 1)).orderBy("rank")
        part = some.select(*columns).toArrow()
        rows = zip(*(part[name].to_pylist() for name in columns), strict=True)
        metadata.extend(
            [
                StoryMetadata(
                    name, title, time and datetime.fromisoformat(time), source, lang, None, words, origin
                )
                for name, title, time, source, lang, words, origin in rows
            ]
        )
    metadata.finish()
    return _result(run, metadata, threshold)


def _result(run: Matched, metadata: MetadataTable, threshold: float) -> Result:
    rank = np.arange(len(metadata))
    found = run.verified, threshold, run.labels, run.events, run.stats, run.fixed
    return Result(metadata, rank, *found)


def table(run: Matched, threshold: float) -> DataFrame:
    """A row for every story, with the columns of `dedup schema stories`; `scores` and `part` are nested."""
    numbered = _result(run, _numbered(run.words), threshold)
    found = run.scratch.keep_arrays("assigned", _columns(iter(numbered)))
    names = run.stories.select("rank", "id")

    def named(frame: DataFrame, by: str, to: str) -> DataFrame:
        return frame.join(names.select(F.col("rank").alias(by), F.col("id").alias(to)), by, "left")

    metadata = run.stories.select("rank", "id", "title", "published", "source", "origin", "lang")
    whole = found.join(metadata, "rank")
    whole = named(whole, "duplicate", "duplicate_cluster")
    whole = named(whole, "version", "version_cluster")
    whole = named(whole, "event", "event_cluster")
    whole = named(whole, "form", "form_cluster")
    whole = named(whole, "partner", "matched")
    scores = [_score(name) for name in SCORES]
    relation = F.when(F.col("relation") != "", F.col("relation"))
    part = "cast(null as struct<of: string, first: bigint, last: bigint>) as part"
    return run.scratch.keep(
        "rows",
        whole.select(
            "id",
            "duplicate_cluster",
            "version_cluster",
            "event_cluster",
            "form_cluster",
            relation.alias("relation"),
            "matched",
            F.when(~F.col("relation").isin("", JOINED), F.struct(*scores)).alias("scores"),
            "title",
            "published",
            "source",
            "origin",
            "round_up",
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
            "version": _numbers(row.version_cluster for row in some),
            "event": _numbers(row.event_cluster for row in some),
            "form": _numbers(row.form_cluster for row in some),
            "round_up": np.array([row.round_up for row in some], np.bool_),
            "partner": _numbers(row.matched for row in some),
            "relation": np.array([row.relation or "" for row in some], np.str_),
            **{
                name: np.array([_stated(getattr(row.scores or Scores(), name)) for row in some], np.float64)
                for name in SCORES
            },
        }


def _numbers(names: Iterator[str | None]) -> NDArray[np.int64]:
    return np.array([_NONE if name is None else int(name) for name in names], np.int64)


def _stated(score: float | None) -> float:
    return _NONE if score is None else score


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
        return table(self._found, self._threshold)

    def result(self) -> Result:
        """The same as `dedup.cluster` gives, the stories in order of time; the driver has a card of each."""
        return result(self._found, self._threshold)

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
    wanted: Corrections,
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
        found = matched(
            table, tables, settings, fields, events, boilerplate, wanted, guess_language, strict, tell
        )
    return Run(found, max(settings.threshold, score_of(settings.least_probability)))


@contextmanager
def session(master: str | None = None, conf: Mapping[str, str] | None = None) -> Iterator[SparkSession]:
    """The session of this process, or a new one that ends with the block.

    Parameters
    ----------
    master
        URL of a master; by default that of `spark-submit` or of Spark's configuration, else "local[*]".
        "sc://…" is a server of Spark Connect.
    conf
        Options of Spark.

    Raises
    ------
    MissingExtraError
        pyspark is too old.
    SettingsError
        Java is missing or too old, or Spark refuses the master or an option.
    """
    if int(__version__.split(".")[0]) < LEAST_SPARK:
        raise MissingExtraError(f"the Spark engine (pyspark {LEAST_SPARK}; this is {__version__})", "spark")
    remote = (master or os.environ.get("SPARK_REMOTE", "")).startswith("sc://")
    if not remote and "PYSPARK_GATEWAY_PORT" not in os.environ:
        _check_java()
    if master is None or master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("dedup")
    for name, value in {"spark.sql.session.timeZone": "UTC", **_QUIET, **(conf or {})}.items():
        builder = builder.config(name, value)
    begun = SparkSession.getActiveSession()
    try:
        with any_pandas():
            if remote:
                spark = builder.remote(master or os.environ["SPARK_REMOTE"]).getOrCreate()
            else:
                spark = (builder.master(master) if master else builder).getOrCreate()
    except Exception as problem:
        raise SettingsError(f"Spark does not start: {_first_line(problem)}") from problem
    try:
        yield spark
    finally:
        if begun is None:
            spark.stop()


_QUIET = {"spark.log.level": "ERROR", "spark.ui.showConsoleProgress": "false"}


@contextmanager
def any_pandas() -> Iterator[None]:
    """Silences what Spark says of a pandas that is newer than it knows: it asks for one, and none is used."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        yield


def _check_java() -> None:
    """Finds Java where Spark would.

    Raises
    ------
    SettingsError
        There is none, or one that is too old.
    """
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    needed = f"the Spark engine needs Java {LEAST_JAVA} or newer"
    if not java or not Path(java).exists():
        where = f"{java} does not exist" if java else "no java on the PATH"
        raise SettingsError(
            f"{needed}: {where}; install one (Debian: openjdk-17-jre-headless) or set JAVA_HOME"
        )
    stated = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603  (what the user set as Java)
    found = re.search(r'version "(\d+)', stated)
    if found and int(found[1]) < LEAST_JAVA:
        raise SettingsError(f"{needed}: {java} is {stated.splitlines()[0]}; set JAVA_HOME to a newer one")


def source(spark: SparkSession, name: str, input_format: str | None = None) -> DataFrame:
    """The table that a path or a table name stands for.

    JSON Lines are read line by line, so that each is understood as in a local run; all other formats are
    left to Spark (Parquet, ORC, CSV …).

    Parameters
    ----------
    spark
        The session.
    name
        A path of any file system that Spark knows, with patterns if need be, or the name of a table.
    input_format
        "jsonl", or a format of Spark's; by default jsonl or csv by suffix, and Parquet for other paths.

    Raises
    ------
    InputError
        Spark cannot read it.
    """
    try:
        form = input_format or _format_of(spark, name)
        if form == "table":
            return spark.table(name)
        path = str(Path(name).resolve()) if _is_local(name) else name
        if form in ("jsonl", "json"):
            lines = spark.read.option("lineSep", "\n").text(path)
            return lines.select(F.col("value").cast("binary").alias(LINE))
        reader = spark.read.format(form)
        if form == "csv":
            reader = reader.option("header", True).option("multiLine", True).option("escape", '"')
        return reader.load(path)
    except Exception as problem:
        raise InputError(f"{name}: Spark cannot read it ({_first_line(problem)})") from problem


def save(rows: DataFrame, target: str, overwrite: bool) -> None:
    """Writes rows as Parquet to a path (which has a slash in it, or ends in .parquet) or to a table.

    Raises
    ------
    OutputError
        It exists and may not be replaced, or Spark cannot write there.
    """
    writer = rows.write.mode("overwrite" if overwrite else "errorifexists").format("parquet")
    try:
        if "/" in target or target.endswith(".parquet"):
            writer.save(target if ":" in target else str(Path(target).resolve()))
        else:
            writer.saveAsTable(target)
    except Exception as problem:
        if "ALREADY_EXISTS" in str(problem):
            raise OutputError(f"{target} exists; --overwrite replaces it") from None
        raise OutputError(f"{target}: Spark cannot write it ({_first_line(problem)})") from problem


def _is_local(name: str) -> bool:
    return "://" not in name and not name.startswith(("file:", "dbfs:")) and Path(name).exists()


def _format_of(spark: SparkSession, name: str) -> str:
    base = name.rstrip("/").lower()
    for packed in _PACKED:
        base = base.removesuffix(packed)
    if base.endswith(_LINES):
        return "jsonl"
    if base.endswith((".csv", ".orc")):
        return base[-3:]
    is_name = re.fullmatch(r"[\w.`]+", name) and not Path(name).exists() and not base.endswith(".parquet")
    return "table" if is_name and spark.catalog.tableExists(name) else "parquet"


def _first_line(problem: Exception) -> str:
    lines = [line for line in str(problem).splitlines() if line.strip()]
    return lines[0][:300] if lines else type(problem).__name__
