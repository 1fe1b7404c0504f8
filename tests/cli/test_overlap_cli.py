"""`dedup overlap`, and `cluster --emit passages`."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

CORPORA = Path(__file__).parents[2] / "corpora"
Run = Callable[..., tuple[int, str, str]]


def test_what_of_a_stands_in_b(run: Run) -> None:
    code, out, err = run("overlap", CORPORA / "wire", CORPORA / "stories.jsonl", "-o", "reused.jsonl")
    assert (code, out) == (0, "")
    assert "28 of 28 stories contained (100 %)" in err
    rows = [json.loads(line) for line in Path("reused.jsonl").read_text().splitlines()]
    texts = {path.name: path.read_text() for path in (CORPORA / "wire").iterdir()}
    others = {
        row["id"]: row["text"]
        for row in map(json.loads, (CORPORA / "stories.jsonl").read_text().splitlines())
    }
    for row in rows:
        for passage in row["passages"]:
            assert texts[row["id"]][passage["start"] : passage["end"]] == passage["text"]
            there = others[passage["b"]][passage["b_start"] : passage["b_end"]]
            assert there.split()[0].lower() == passage["text"].split()[0].lower()


def test_the_terminal_shows_totals_and_the_largest_shares(run: Run) -> None:
    code, out, _ = run("overlap", CORPORA / "wire", CORPORA / "stories.jsonl", "--format", "text")
    assert code == 0
    assert out.startswith("100 % contained: 28 of 28 stories by 50 % of their words or more\n")
    assert "… and 8 more; all are in -o FILE" in out


def test_nothing_shared_is_no_failure(run: Run) -> None:
    Path("own.txt").write_text("Nobody else has ever written these few words in this very order, I hope so.")
    code, out, err = run("overlap", "own.txt", CORPORA / "wire", "--format", "csv")
    assert (code, out.strip()) == (0, "")
    assert "0 of 1 story contained (0 %)" in err


def test_wrong_usage(run: Run) -> None:
    for wrong in (("--words", "4"), ("--at-least", "0"), ("--at-least", "1.5"), ("-o", "x.html")):
        code, _, err = run("overlap", CORPORA / "wire", CORPORA / "wire", *wrong)
        assert code in (1, 2), wrong
        assert "Error" in err or "no format" in err
    assert run("overlap", "-", "-")[0] == 2


def test_filters_hold_for_both(run: Run) -> None:
    _, _, err = run(
        "overlap", CORPORA / "stories.jsonl", CORPORA / "stories.jsonl", "--lang", "de", "--format", "jsonl"
    )
    assert err.count("filters left") == 2


def test_passages_of_a_run(run: Run) -> None:
    code, _, _ = run("cluster", CORPORA / "stories.jsonl", "--emit", "passages", "-o", "passages.csv", "-q")
    assert code == 0
    rows = list(csv.DictReader(Path("passages.csv").read_text().splitlines(keepends=True)))
    texts = {
        row["id"]: row["text"]
        for row in map(json.loads, (CORPORA / "stories.jsonl").read_text().splitlines())
    }
    assert len(rows) > 50
    for row in rows:
        places = json.loads(row["occurrences"])
        assert len(places) == int(row["stories"]) > 1
        first = places[0]
        assert texts[first["id"]][first["start"] : first["end"]] == row["text"]
