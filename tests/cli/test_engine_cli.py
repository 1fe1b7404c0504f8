"""`dedup cluster --engine spark`, up to where Spark begins: what does not go together and what is missing."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dedup import spark as engine

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--master", "local[2]"], "--master goes with --engine spark"),
        (["--conf", "a=b"], "--conf goes with --engine spark"),
        (["--engine", "spark", "--conf", "a"], "not KEY=VALUE"),
        (["--engine", "spark", "--report", "page.html"], "--report needs the texts"),
        (["--engine", "spark", "--emit", "input"], "--emit input needs the texts"),
        (["--engine", "spark", "--split", "always"], "--split always needs the texts"),
    ],
)
def test_what_does_not_go_together_is_refused(run: Run, options: list[str], word: str) -> None:
    Path("feed.jsonl").write_text('{"text": "One."}\n', encoding="utf-8")
    code, out, err = run("cluster", "feed.jsonl", *options)
    assert (code, out) == (2, "")
    assert word in err


def test_standard_input_is_not_for_spark(run: Run) -> None:
    code, _, err = run("cluster", "-", "--engine", "spark")
    assert code == 2
    assert "standard input" in err


def test_a_missing_java_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(Path("nowhere").resolve()))
    code, _, err = run("cluster", "feed.jsonl", "--engine", "spark")
    assert code == 1
    assert "needs Java 17" in err
    assert "openjdk-17-jre-headless" in err


def test_an_old_java_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    java = Path("old/bin/java")
    java.parent.mkdir(parents=True)
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n", encoding="utf-8")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(Path("old").resolve()))
    code, _, err = run("cluster", "feed.jsonl", "--engine", "spark")
    assert code == 1
    assert 'is openjdk version "11.0.2"' in err


def test_a_missing_pyspark_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda name: None)
    code, _, err = run("cluster", "feed.jsonl", "--engine", "spark")
    assert code == 1
    assert 'pip install ".[spark]"' in err


def test_spark_is_not_loaded_for_a_local_run(run: Run) -> None:
    Path("feed.jsonl").write_text('{"text": "One."}\n', encoding="utf-8")
    before = set(sys.modules)
    assert run("cluster", "feed.jsonl")[0] == 0
    assert not {name for name in set(sys.modules) - before if name.startswith(("pyspark", "dedup.spark"))}
