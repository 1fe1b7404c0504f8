"""What a run can write: clusters, matches, and the input enriched."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dedup.cli import main

STORM = (
    "Storm Ada tore roofs off houses along the coast near Lisbon on Monday, killing 3 people, officials said."
)
COURT = (
    "A court in Graz sentenced two former bank managers to four years in prison on Tuesday, a lawyer said."
)
RECORDS = [
    {"nr": 1, "headline": "Storm", "body": STORM, "date": "2026-03-03", "tags": ["a", "b"]},
    {"nr": 2, "body": COURT, "big": 2**70},
    {"nr": 3, "headline": "Storm", "body": STORM + " Schools stay shut.", "date": "2026-03-04"},
    {"nr": 4, "body": 5},
    {"nr": 5, "headline": "Storm", "body": STORM, "date": "2026-03-02", "relation": "mine"},
]
OPTIONS = ("--field", "id=nr", "--no-events", "-q")

Run = Callable[..., tuple[int, bytes, str]]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Clusters the records above in a directory of its own: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    Path("feed.jsonl").write_text("".join(json.dumps(record) + "\n" for record in RECORDS))

    def call(*arguments: object) -> tuple[int, bytes, str]:
        with pytest.raises(SystemExit) as end:
            main(["cluster", *map(str, arguments)])
        out, err = capfdbinary.readouterr()
        assert isinstance(end.value.code, int)
        return end.value.code, out, err.decode()

    return call


def lines(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


def test_clusters_and_matches(run: Run) -> None:
    _, out, _ = run("feed.jsonl", *OPTIONS, "--emit", "clusters")
    [group] = lines(out)
    assert (group["id"], group["kind"], group["members"]) == ("5", "duplicate", ["5", "1", "3"])
    _, out, _ = run("feed.jsonl", *OPTIONS, "--emit", "matches")
    assert {(row["a"], row["b"]) for row in lines(out)} == {("5", "1"), ("5", "3"), ("1", "3")}
    assert lines(out)[0]["scores"]["jaccard"] == 1.0


def test_the_input_with_our_fields(run: Run) -> None:
    code, out, _ = run("feed.jsonl", *OPTIONS, "--emit", "input")
    rows = lines(out)
    assert code == 0
    assert [row["nr"] for row in rows] == [1, 2, 3, 5]
    assert list(rows[0]) == [
        *("nr", "headline", "body", "date", "tags"),
        *("dedup_id", "duplicate_cluster", "version_cluster", "event_cluster", "form_cluster"),
        *("relation", "matched", "scores", "part"),
    ]
    assert {key: rows[0][key] for key in RECORDS[0]} == RECORDS[0]
    assert rows[0]["duplicate_cluster"] == "5"
    assert rows[0]["relation"] == "identical"
    assert rows[1]["dedup_id"] == "2"


@pytest.mark.parametrize("form", ["json", "csv", "parquet"])
@pytest.mark.parametrize("emit", ["stories", "clusters", "matches", "input"])
def test_other_formats(run: Run, emit: str, form: str) -> None:
    target = Path(f"out.{form}")
    code, _, err = run("feed.jsonl", *OPTIONS, "--emit", emit, "-o", target)
    assert (code, err) == (0, "")
    expected = {"stories": 4, "clusters": 1, "matches": 3, "input": 4}[emit]
    if form == "json":
        document = json.loads(target.read_bytes())
        assert len(document if emit == "input" else document[emit]) == expected
    elif form == "csv":
        rows = list(csv.DictReader(io.StringIO(target.read_text())))
        assert len(rows) == expected
        if emit == "input":
            assert (rows[0]["tags"], rows[1]["tags"], rows[0]["jaccard"]) == ('["a","b"]', "", "1.0")
    else:
        parquet: Any = pytest.importorskip("pyarrow.parquet")
        rows = parquet.read_table(target).to_pylist()
        assert len(rows) == expected
        if emit == "input":
            assert (rows[0]["nr"], rows[0]["jaccard"], rows[0]["tags"]) == (1, 1.0, ["a", "b"])


def test_parquet_goes_round(run: Run) -> None:
    run("feed.jsonl", *OPTIONS, "--emit", "input", "-o", "once.parquet")
    _, out, _ = run("once.parquet", *OPTIONS, "--emit", "input")
    assert [(row["nr"], row["duplicate_cluster"]) for row in lines(out)] == [
        (1, "5"),
        (2, "2"),
        (3, "5"),
        (5, "5"),
    ]


def test_parts_of_a_run_are_no_text(run: Run) -> None:
    for wrong in (("--emit", "clusters", "--format", "text"), ("--emit", "input", "-o", "page.html")):
        code, out, err = run("feed.jsonl", *OPTIONS, *wrong)
        assert (code, out) == (2, b"")
        assert "Error: " in err


def test_standard_input_comes_back_enriched(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    data = Path("feed.jsonl").read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    _, out, _ = run("-", *OPTIONS, "--emit", "input")
    assert [row["nr"] for row in lines(out)] == [1, 2, 3, 5]


def test_languages_on_demand(run: Run) -> None:
    pytest.importorskip("py3langid")
    for options, expected in (((), {None}), (("--guess-language",), {"en"})):
        _, out, _ = run("feed.jsonl", *OPTIONS, *options, "--format", "jsonl")
        assert {row["lang"] for row in lines(out)} == expected


def test_what_is_nested_too_deep_becomes_null(run: Run) -> None:
    Path("deep.jsonl").write_text('{"headline": "Storm", "body": ' + "[" * 300 + "1" + "]" * 300 + "}")
    code, out, _ = run("deep.jsonl", "--emit", "input", "-q")
    assert code == 0
    [row] = lines(out)
    assert (row["headline"], out.count(b"["), out.count(b"null")) == ("Storm", 199, 6)


def test_pieces_of_a_merged_file_come_with_their_own_text(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from dedup import splitter
    from dedup.types import Piece

    Path("merged.txt").write_text(f"{STORM}\n\n{COURT}")
    monkeypatch.setattr(splitter, "split", lambda text: [Piece(0, 0, None, 1.0), Piece(1, 1, None, 0.9)])
    _, out, _ = run("merged.txt", "--emit", "input", "-q")
    rows = lines(out)
    assert [row["text"] for row in rows] == [STORM, COURT]
    assert [row["id"] for row in rows] == ["merged.txt", "merged.txt"]
    assert [row["dedup_id"] for row in rows] == ["merged.txt#1", "merged.txt#2"]
    assert rows[1]["part"] == {"of": "merged.txt", "first": 1, "last": 1}


def test_a_graph_of_who_has_what_from_whom(run: Run) -> None:
    code, _, _ = run("feed.jsonl", *OPTIONS, "--emit", "graph", "-o", "copies.graphml")
    assert code == 0
    assert b'<edge source="1" target="5">' in Path("copies.graphml").read_bytes()
    code, out, _ = run("feed.jsonl", *OPTIONS, "--emit", "graph", "--format", "json")
    assert ("1", "5") in [(edge["source"], edge["target"]) for edge in json.loads(out)["edges"]]
    assert run("feed.jsonl", *OPTIONS, "--emit", "graph")[1].startswith(b"<?xml")
    for wrong in (("--emit", "graph", "--format", "csv"), ("--format", "graphml")):
        assert run("feed.jsonl", *OPTIONS, *wrong)[0] == 2


def test_nothing_less_likely_than_asked_is_joined(run: Run) -> None:
    _, out, _ = run("feed.jsonl", *OPTIONS, "--least-probability", "1", "--format", "jsonl")
    assert {json.loads(line)["matched"] for line in out.splitlines()} == {None}
    code, _, err = run("feed.jsonl", *OPTIONS, "--least-probability", "2")
    assert (code, "least_probability" in err) == (2, True)
