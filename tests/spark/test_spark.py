"""Spark gives the records of a local run, byte for byte, whatever the stories and whatever happens to it."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pyspark.sql import DataFrame, SparkSession

import dedup
from dedup import Settings
from dedup import spark as engine
from dedup.cli import main
from dedup.errors import DuplicateIdError, OutputError, RecordError
from dedup.match.clustering import components
from dedup.report.records import assignment_lines, cluster_record, json_bytes, match_record
from dedup.spark.engine import save, source
from dedup.spark.stages import labelled
from dedup.spark.tables import Scratch

ROOT = Path(__file__).parent.parent.parent
CORPUS = ROOT / "corpora" / "stories.jsonl"
WORDS = ["ash", "birch", "cedar", "elder", "fir", "hazel", "larch", "maple", "oak", "pine", "rowan", "willow"]


def text(seed: int, words: int) -> str:
    """Made-up sentences with names and numbers, which hang on the seed alone."""
    draw = random.Random(seed)
    written = [draw.choice(WORDS) + draw.choice(WORDS) for _ in range(words)]
    for at in range(0, words, 7):
        written[at] = written[at].capitalize() if draw.random() < 0.7 else str(draw.randint(2, 999))
    return " ".join(written)


def edited(body: str, seed: int, changes: int) -> str:
    draw = random.Random(seed)
    words = body.split(" ")
    for _ in range(changes):
        words[draw.randrange(len(words))] = draw.choice(WORDS)
    return " ".join(words)


def lines(result: dedup.Result) -> list[bytes]:
    return sorted(assignment_lines(result.assignments))


def stated(result: dedup.Result) -> tuple[list[bytes], list[bytes], list[bytes], object]:
    """All that a run tells, in an order that does not hang on the order of reading."""
    groups = (*result.duplicate_clusters, *result.event_clusters)
    return (
        lines(result),
        sorted(json_bytes(cluster_record(group)) for group in groups),
        sorted(json_bytes(match_record(match)) for match in result.matches),
        result.stats,
    )


def table_of(spark: SparkSession, records: list[dict]) -> DataFrame:
    schema = "id string, text string, published string"
    rows = [(row.get("id"), row["text"], row.get("published")) for row in records]
    return spark.createDataFrame(rows, schema).repartition(3)


def executors(spark: SparkSession) -> dict[str, int]:
    """Folder -> process of the executors that are at work."""

    def where(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for _ in batches:
            stat = Path(f"/proc/{os.getppid()}/stat").read_text()  # the daemon's parent is the executor
            parent = int(stat.rpartition(")")[2].split()[1])
            yield pa.RecordBatch.from_pydict({"folder": [str(Path.cwd())], "process": [parent]})

    found = spark.range(0, 64, 1, 16).mapInArrow(where, "folder string, process long")
    return {row["folder"]: row["process"] for row in found.collect()}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """20,000 stories with planted families."""
    path = tmp_path_factory.mktemp("planted") / "planted.jsonl"
    program = ROOT / "tests" / "bench" / "planted.py"
    subprocess.run([sys.executable, program, "--stories", "20000", "--seed", "3", "-o", path], check=True)
    return path


def test_two_executors_are_at_work(spark: SparkSession) -> None:
    assert len(set(executors(spark).values())) == 2


def test_the_corpora_give_the_same(spark: SparkSession) -> None:
    found = engine.run(source(spark, str(CORPUS)))
    expected = dedup.cluster(dedup.read(CORPUS))
    assert stated(found.result()) == stated(expected)
    rows = found.table()
    written = sorted(json_bytes(row.asDict(recursive=True)) for row in rows.collect())
    assert written == lines(expected)
    assert rows.columns == list(json.loads(lines(expected)[0]))


def test_corrections_give_the_same(spark: SparkSession) -> None:
    plain = dedup.cluster(dedup.read(CORPUS))
    joined = [cluster.members[0] for cluster in plain.event_clusters[:2]]
    parted = plain.duplicate_clusters[0].members[:2]
    pairs = {"must_join": [joined], "must_not_join": [(*parted, "event")]}
    found = engine.run(source(spark, str(CORPUS)), **pairs)
    expected = dedup.cluster(dedup.read(CORPUS), **pairs)
    assert stated(found.result()) == stated(expected) != stated(plain)
    written = sorted(json_bytes(row.asDict(recursive=True)) for row in found.table().collect())
    assert written == lines(expected)


def test_twenty_thousand_stories_give_the_same(spark: SparkSession, planted: Path) -> None:
    found = engine.run(source(spark, str(planted)), events=False).result()
    expected = dedup.cluster(dedup.read(planted), events=False)
    assert stated(found) == stated(expected)
    assert len(found.duplicate_clusters) > 500
    assert found.stats["boilerplate"] > 100


@st.composite
def newsrooms(draw: st.DrawFn) -> list[dict]:
    """Some stories, most of them made of the same few texts, in any order."""
    bases = [text(number, words) for number, words in enumerate((8, 40, 150, 260))]
    footer = text(77, 30)
    records = []
    for number in range(draw(st.integers(1, 24))):
        body = draw(st.sampled_from(bases))
        change = draw(st.sampled_from(["copy", "edit", "rewrite", "cut", "footer", "join", "other", "none"]))
        body = {
            "copy": body,
            "edit": edited(body, number, 2),
            "rewrite": edited(body, number, 12),
            "cut": body[: len(body) // 2],
            "footer": f"{body} {footer}",
            "join": f"{body}\n\n{draw(st.sampled_from(bases))}",
            "other": f"{text(100 + number, 60)} {footer}",
            "none": "...",
        }[change]
        day = draw(st.sampled_from([None, "2026-03-02", "2026-03-03T08:00:00+02:00", "2026-03-20"]))
        records.append({"id": f"s{number}", "text": body, "published": day})
    return draw(st.permutations(records))


@examples(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(records=newsrooms(), least=st.sampled_from([2, 8]))
def test_any_stories_give_the_same(spark: SparkSession, records: list[dict], least: int) -> None:
    chosen = Settings(boilerplate=least)
    found = engine.run(table_of(spark, records), settings=chosen).result()
    assert stated(found) == stated(dedup.cluster(records, settings=chosen))


def test_groups_over_the_caps_are_paired_the_same_way(spark: SparkSession) -> None:
    body, other = text(1, 80), text(2, 90)
    records = [{"id": f"a{i:03}", "text": edited(body, i, 1 + i % 3)} for i in range(180)]
    records += [{"id": f"b{i:03}", "text": f"{other} {text(1000 + i, 30)}"} for i in range(180)]
    found = engine.run(table_of(spark, records), events=False).result()
    expected = dedup.cluster(records, events=False)
    assert expected.stats["capped"] > 0
    assert stated(found) == stated(expected)


def test_a_brief_that_stands_alone_is_told_from_footers_the_same_way(spark: SparkSession) -> None:
    brief, sites = text(1, 35), [text(10 + site, 60) for site in range(8)]
    records = [{"id": f"a{i}", "text": brief} for i in range(9)]
    records += [{"id": f"b{i}", "text": f"{brief} {footer}"} for i, footer in enumerate(sites)]
    records += [{"id": f"c{i}", "text": f"{text(100 + i, 90)} {sites[i % 8]}"} for i in range(64)]
    found = engine.run(table_of(spark, records), events=False).result()
    expected = dedup.cluster(records, events=False)
    assert stated(found) == stated(expected)
    assert len(expected.duplicate_clusters[0].members) == 17


def test_parquet_is_read_as_a_local_run_reads_it(spark: SparkSession, tmp_path: Path) -> None:
    times = [datetime(2026, 3, day, 9, tzinfo=UTC) for day in (4, 2, 3)]
    columns = {
        "headline": ["One", None, "Three"],
        "content": [{"body": text(1, 50)}, {"body": text(1, 50)}, {"body": text(3, 50)}],
        "date": pa.array(times, pa.timestamp("us", "UTC")),
        "publisher": ["A", "B", None],
        "number": [7, 8, 9],
    }
    pq.write_table(pa.table(columns), tmp_path / "news.parquet")
    fields = {"text": "content.body", "id": "number"}
    expected = dedup.cluster(dedup.read(tmp_path / "news.parquet", fields=fields))
    spark.conf.set("spark.sql.session.timeZone", "Asia/Tokyo")
    try:
        found = engine.run(source(spark, str(tmp_path / "news.parquet")), fields=fields).result()
    finally:
        spark.conf.set("spark.sql.session.timeZone", "UTC")
    assert lines(found) == lines(expected)
    assert [row.duplicate_cluster for row in found.assignments] == ["8", "9", "8"]


def test_records_that_are_no_stories_are_counted_and_copies_numbered(
    spark: SparkSession, tmp_path: Path
) -> None:
    path = tmp_path / "feed.jsonl"
    same = json.dumps({"text": text(5, 30)})
    path.write_text(f'{same}\nnot json\n{same}\n{{"text": 3}}\n{same}\n', encoding="utf-8")
    found = engine.run(source(spark, str(path)))
    assert found.refused == 2
    assert any("not JSON" in problem for problem in found.problems)
    assert lines(found.result()) == lines(dedup.cluster(dedup.read(path)))
    with pytest.raises(RecordError, match=r"JSON|text"):
        engine.run(source(spark, str(path)), strict=True)


def test_the_same_id_twice_is_refused(spark: SparkSession) -> None:
    with pytest.raises(DuplicateIdError, match="'a' appears twice"):
        engine.cluster(table_of(spark, [{"id": "a", "text": "One."}, {"id": "a", "text": "Two."}]))


def test_no_stories_give_no_rows(spark: SparkSession) -> None:
    assert engine.cluster(table_of(spark, []).limit(0)).count() == 0


def test_stars_find_the_components_that_the_driver_finds(spark: SparkSession) -> None:
    draw = np.random.default_rng(1)
    chain = np.column_stack([np.arange(40), np.arange(1, 41)])
    pairs = np.sort(np.concatenate([chain, draw.integers(41, 300, (150, 2))]), axis=1)
    pairs = np.unique(pairs[pairs[:, 0] < pairs[:, 1]], axis=0)
    table = spark.createDataFrame(pa.table({"a": pairs[:, 0], "b": pairs[:, 1]}))
    expected = components(300, pairs)
    several = np.flatnonzero(np.bincount(expected, minlength=300)[expected] > 1)
    for most in (10, 1_000):
        found = labelled(Scratch(spark), table, 300, most_on_driver=most).collect()
        assert sorted((row["rank"], row["label"]) for row in found) == [
            (int(rank), int(expected[rank])) for rank in several
        ]


def test_an_executor_that_dies_changes_nothing(spark: SparkSession, planted: Path, tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    path.write_bytes(b"\n".join(planted.read_bytes().split(b"\n")[:3000]))
    before = executors(spark)
    victim = next(iter(before.values()))
    killers: list[threading.Timer] = []

    def kill_in_the_middle(stage: str, done: int, total: int | None) -> None:
        if stage == "match":
            killers.append(threading.Timer(1.0, os.kill, (victim, signal.SIGKILL)))
            killers[0].start()

    found = engine.run(source(spark, str(path)), events=False, progress=kill_in_the_middle).result()
    killers[0].join()
    assert stated(found) == stated(dedup.cluster(dedup.read(path), events=False))
    after = executors(spark)
    assert victim not in after.values()
    assert len(set(after.values()) | set(before.values())) == 3


def test_dates_before_and_beyond_are_ranked_as_in_a_local_run(spark: SparkSession) -> None:
    first = datetime(1969, 12, 31, tzinfo=UTC)
    days = [first + timedelta(days=days, microseconds=days) for days in (9000, 0, 3, 20_000)]
    records = [
        {"id": name, "text": text(9, 30), "published": day.isoformat()}
        for name, day in zip("dabc", days, strict=True)
    ]
    records += [
        {"id": "é", "text": text(9, 30)},
        {"id": "z", "text": text(9, 30)},
        {"id": "𝒳", "text": text(9, 30)},
    ]
    found = engine.run(table_of(spark, records)).result()
    assert stated(found) == stated(dedup.cluster(records))


def test_the_command_writes_what_a_local_one_writes(spark: SparkSession, tmp_path: Path) -> None:
    local, remote, table = (tmp_path / name for name in ("local.jsonl", "spark.jsonl", "rows.parquet"))
    command = ["cluster", str(CORPUS), "--no-events", "-q"]
    for more in (["-o", local], ["--engine", "spark", "-o", remote], ["--engine", "spark", "--table", table]):
        with pytest.raises(SystemExit) as end:
            main([*command, *map(str, more)])
        assert end.value.code == 0
    assert sorted(remote.read_bytes().splitlines()) == sorted(local.read_bytes().splitlines())
    rows = pq.read_table(table).sort_by("id").to_pylist()
    assert rows == sorted(map(json.loads, local.read_bytes().splitlines()), key=lambda row: row["id"])
    with pytest.raises(SystemExit) as end:
        main([*command, "--engine", "spark", "--table", str(table)])
    assert end.value.code == 1
    with pytest.raises(OutputError, match="exists"):
        save(spark.range(1).toDF("id"), str(table), overwrite=False)
