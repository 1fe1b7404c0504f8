"""What is written fits the schemas that are printed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dedup.cli import main

CORPORA = Path(__file__).parents[2] / "corpora"
NAMES = [
    "clusters",
    "comparison",
    "event",
    "events",
    "input",
    "left-out",
    "lineup",
    "matches",
    "news",
    "overlap",
    "passages",
    "pieces",
    "stories",
    "story",
    "verdicts",
]
jsonschema: Any = pytest.importorskip("jsonschema")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command: exit code, standard output, standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        assert isinstance(end.value.code, int)
        return end.value.code, out, err

    return call


@pytest.fixture
def fits(run: Run) -> Callable[[str, str], int]:
    """Checks lines of output against a schema, and counts them."""

    def check(name: str, lines: str) -> int:
        schema = json.loads(run("schema", name)[1])
        jsonschema.Draft202012Validator.check_schema(schema)
        judge = jsonschema.Draft202012Validator(schema)
        rows = [json.loads(line) for line in lines.splitlines()]
        for row in rows:
            judge.validate(row)
        return len(rows)

    return check


def test_the_names_are_listed(run: Run) -> None:
    assert run("schema")[1].split() == NAMES
    code, out, err = run("schema", "sotries")
    assert (code, out) == (2, "")
    assert "there are clusters, comparison" in err


def test_what_a_run_writes(run: Run, fits: Callable[[str, str], int], tmp_path: Path) -> None:
    sources = (CORPORA / "stories.jsonl", CORPORA / "merged")
    for emit in ("stories", "clusters", "matches", "passages", "input"):
        _, out, _ = run("cluster", *sources, "--emit", emit, "--format", "jsonl", "-q")
        assert fits(emit, out) > 10
    _, out, _ = run("overlap", CORPORA / "wire", CORPORA / "stories.jsonl", "--format", "jsonl", "-q")
    assert fits("overlap", out) > 10
    run("clean", *sources, "--level", "event", "--left-out", tmp_path / "gone.jsonl", "-q")
    assert fits("left-out", (tmp_path / "gone.jsonl").read_text()) > 10


def test_what_an_index_says(run: Run, fits: Callable[[str, str], int], tmp_path: Path) -> None:
    for command, *more in (("add",), ("check", "--differences"), ("check",)):
        code, out, err = run(command, CORPORA / "stories.jsonl", "--index", tmp_path / "news.db", "-q", *more)
        assert (code, err) == (0, "")
        assert fits("verdicts", out) > 10


def test_what_is_said_of_events(run: Run, fits: Callable[[str, str], int], tmp_path: Path) -> None:
    run("add", CORPORA / "stories.jsonl", "--index", tmp_path / "news.db", "--events", "-q")
    _, out, _ = run("index", "events", "--index", tmp_path / "news.db", "--format", "jsonl")
    assert fits("events", out) > 10
    _, out, _ = run("index", "news", "--index", tmp_path / "news.db", "--since", "1h", "--format", "jsonl")
    assert fits("news", out) > 10
    _, out, _ = run("check", CORPORA / "stories.jsonl", "--index", tmp_path / "news.db", "--new", "-q")
    assert fits("verdicts", out) > 10
    _, out, _ = run("index", "event", "ferry-brief", "--index", tmp_path / "news.db", "--format", "json")
    assert fits("event", json.dumps(json.loads(out))) == 1


def test_what_a_comparison_and_a_splitting_write(run: Run, fits: Callable[[str, str], int]) -> None:
    first, second = sorted((CORPORA / "wire").glob("dam-v*.txt"))[:2]
    _, out, _ = run("compare", first, second, "--format", "json")
    assert fits("comparison", json.dumps(json.loads(out))) == 1
    merged = sorted((CORPORA / "merged").glob("*.txt"))[:2]
    _, out, _ = run("split", *merged, "--format", "json")
    assert fits("pieces", out) == 2


def test_a_schema_can_be_failed() -> None:
    schema = json.loads((Path(__file__).parents[2] / "dedup" / "schemas" / "stories.json").read_text())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"id": "a"}, schema)


def test_what_a_cluster_lined_up_writes(run: Run, fits: Callable[[str, str], int], tmp_path: Path) -> None:
    feed, rows = tmp_path / "feed.jsonl", tmp_path / "rows.jsonl"
    stated = "Storm Ada tore roofs off houses along the coast near Porto on Monday, killing {}, police said."
    feed.write_text(
        "".join(
            json.dumps(
                {"id": name, "text": f"{stated.format(dead)} Ferries stayed in port until the wind fell."}
            )
            + "\n"
            for name, dead in (("first", 3), ("second", 5))
        )
    )
    run("cluster", feed, "--format", "jsonl", "-o", rows, "-q")
    _, out, _ = run("compare", feed, "--cluster", "first", "--result", rows, "--format", "json")
    assert fits("lineup", json.dumps(json.loads(out))) == 1
