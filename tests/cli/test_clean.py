"""`dedup clean`: records come out as they went in, and what goes is listed."""

import csv
import gzip
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import dedup
from dedup.cli import main

Run = Callable[..., tuple[int, str, str]]

STORM = (
    "Storm Ada tore roofs off houses along the coast near Lisbon on Monday, killing 3 people, officials said."
)
COURT = (
    "A court in Graz sentenced two former bank managers to four years in prison on Tuesday, a lawyer said."
)
RECORDS: list[dict[str, Any]] = [
    {"nr": 1, "headline": "Storm", "body": STORM, "date": "2026-03-03", "tags": ["a", "b"], "scores": None},
    {"nr": 2, "body": COURT, "meta": {"words": 17, "desk": None}, "publisher": "Wire"},
    {"nr": 3, "headline": "Storm", "body": STORM + " Schools stay shut.", "date": "2026-03-04"},
    {"nr": 4, "body": 5},
    {"nr": 5, "headline": "Storm", "body": STORM, "date": "2026-03-02", "publisher": "Herald"},
]
OPTIONS = ("--field", "id=nr")


@pytest.fixture(autouse=True)
def feed(run: Run) -> None:
    Path("feed.jsonl").write_text("".join(json.dumps(record) + "\n" for record in RECORDS))


def lines(data: str | bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


@pytest.mark.parametrize(
    ("prefer", "stays"),
    [("earliest", 5), ("latest", 3), ("longest", 3), ("representative", 5), ("source:Herald", 5)],
)
def test_one_story_of_each_text_stays_as_it_was_read(run: Run, prefer: str, stays: int) -> None:
    code, out, err = run("clean", "feed.jsonl", *OPTIONS, "--prefer", prefer, "-o", "once.jsonl")
    assert (code, out) == (0, "")
    assert lines(Path("once.jsonl").read_bytes()) == [
        record for record in RECORDS if record["nr"] in (2, stays)
    ]
    gone = lines(Path("once.left-out.jsonl").read_bytes())
    assert [int(row["id"]) for row in gone] == [nr for nr in (1, 3, 5) if nr != stays]
    for row in gone:
        assert (row["kept"], row["cluster"], row["level"]) == (str(stays), "5", "duplicate")
        assert row["jaccard"] > 0.5
    assert "kept 2 of 4 stories; left 2 out, listed in once.left-out.jsonl" in err
    assert "skipped 1 bad record" in err


@pytest.mark.parametrize("name", ["once.jsonl.gz", "once.jsonl.zst", "once.json", "once.csv", "once.parquet"])
def test_any_format_to_any_other(run: Run, name: str) -> None:
    run("clean", "feed.jsonl", *OPTIONS, "-o", name)
    found = list(dedup.read(name, fields={"id": "nr"}))
    assert [(story.id, story.source, story.text) for story in found] == [
        ("2", "Wire", COURT),
        ("5", "Herald", STORM),
    ]
    [listed] = [path.name for path in Path().glob("once.left-out.*")]
    assert listed == name.replace("once", "once.left-out")
    code, out, _ = run("clean", name, *OPTIONS, "--no-left-out")
    assert (code, len(lines(out))) == (0, 2)


def test_types_of_parquet_come_through(run: Run) -> None:
    pyarrow: Any = pytest.importorskip("pyarrow")
    parquet: Any = pytest.importorskip("pyarrow.parquet")
    when = datetime(2026, 3, 4, 5, 30, tzinfo=UTC)
    table = pyarrow.table(
        {
            "text": [STORM, STORM, COURT],
            "published": [when, when, when],
            "tags": [["a"], ["b"], []],
            "meta": [{"words": 17}, {"words": 18}, {"words": None}],
            "score": [0.5, None, 1.0],
        }
    )
    parquet.write_table(table, "feed.parquet")
    run("clean", "feed.parquet", "-o", "once.parquet")
    once = parquet.read_table("once.parquet")
    assert once.to_pylist() == [table.to_pylist()[0], table.to_pylist()[2]]
    assert once.schema.field("published").type == pyarrow.timestamp("us", "UTC")


def test_a_table_of_what_went_has_its_columns_even_when_nothing_went(run: Run) -> None:
    Path("one.jsonl").write_text(json.dumps(RECORDS[1]))
    run("clean", "one.jsonl", "-o", "once.csv")
    [header] = csv.reader(io.StringIO(Path("once.left-out.csv").read_text()))
    assert header[:4] == ["id", "kept", "level", "cluster"]


def test_one_story_of_each_event(run: Run) -> None:
    corpora = Path(__file__).parents[2] / "corpora" / "stories.jsonl"
    run("clean", corpora, "--level", "event", "-o", "events.jsonl")
    run("clean", corpora, "-o", "texts.jsonl")
    events, texts = (lines(Path(f"{name}.jsonl").read_bytes()) for name in ("events", "texts"))
    assert {row["id"] for row in events} < {row["id"] for row in texts}
    relations = {row["relation"] for row in lines(Path("events.left-out.jsonl").read_bytes())}
    assert "retold" in relations


def test_pieces_of_a_merged_file_are_stories(run: Run) -> None:
    merged = Path(__file__).parents[2] / "corpora" / "merged"
    run("clean", merged, "--no-left-out", "-o", "once.jsonl")
    rows = lines(Path("once.jsonl").read_bytes())
    whole = {path.name: path.read_text() for path in merged.rglob("*.txt")}
    pieces = [row for row in rows if "#" in row["id"]]
    assert pieces
    assert all(row["text"][:200].split("\n")[0] in whole[row["id"].partition("#")[0]] for row in pieces)


def test_nothing_goes_without_a_list_unless_that_is_asked_for(run: Run) -> None:
    code, out, err = run("clean", "feed.jsonl", *OPTIONS)
    assert (code, out) == (2, "")
    assert "say where to list what goes" in err
    code, out, _ = run("clean", "feed.jsonl", *OPTIONS, "--left-out", "gone.csv")
    assert (code, len(lines(out))) == (0, 2)
    assert len(list(csv.DictReader(Path("gone.csv").read_text().splitlines()))) == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("--prefer", "first"), "prefer is 'first'; it must be one of earliest"),
        (("--level", "paragraph"), "'paragraph' is not one of"),
        (("-o", "once.txt"), "not as text"),
        (("-o", "once.html"), "not as html"),
        (("--left-out", "gone.txt"), "not as text"),
    ],
)
def test_wrong_usage(run: Run, wrong: tuple[str, ...], said: str) -> None:
    target = () if "-o" in wrong else ("-o", "x.jsonl")
    code, out, err = run("clean", "feed.jsonl", *OPTIONS, *wrong, *target)
    assert (code, out) == (2, "")
    assert said in " ".join(err.split())
    assert not list(Path().glob("x*"))


def test_outputs_are_not_replaced(run: Run) -> None:
    Path("once.left-out.jsonl").write_text("mine")
    code, _, err = run("clean", "feed.jsonl", *OPTIONS, "-o", "once.jsonl")
    assert (code, Path("once.left-out.jsonl").read_text()) == (1, "mine")
    assert "once.left-out.jsonl exists; --overwrite replaces it" in err


def test_a_preferred_source_that_nobody_has_is_named(run: Run) -> None:
    _, _, err = run("clean", "feed.jsonl", *OPTIONS, "--prefer", "source:Wier,Herald", "-o", "once.jsonl")
    assert "no story is of the preferred source 'Wier'" in err


def test_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(Path("feed.jsonl").read_bytes())))
    run("clean", "-", *OPTIONS, "-o", "once.jsonl.gz")
    assert len(lines(gzip.decompress(Path("once.jsonl.gz").read_bytes()))) == 2


def test_filters_come_first(run: Run) -> None:
    _, _, err = run("clean", "feed.jsonl", *OPTIONS, "--since", "2026-03-03", "-o", "once.jsonl")
    assert [row["nr"] for row in lines(Path("once.jsonl").read_bytes())] == [1]
    assert "filters left 2 stories out" in err


def test_no_story_at_all_is_a_failure(run: Run) -> None:
    Path("bad.jsonl").write_text('{"body": 5}\n')
    with pytest.raises(SystemExit) as end:
        main(["clean", "bad.jsonl", "-o", "once.jsonl"])
    assert end.value.code == 1
    assert not Path("once.jsonl").exists()
