"""What a command writes to a file, and what it refuses before it begins."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dedup.cli.output import opened

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    text = "The dam above Kessary failed on Thursday and flooded the lower streets within an hour."
    path = tmp_path / "feed.jsonl"
    path.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name in "ab"))
    return path


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.gz", "rows.json", "rows.csv", "rows.csv.gz"])
def test_a_page_of_a_run_that_was_saved_in_any_format(run: Run, feed: Path, name: str) -> None:
    assert run("cluster", feed, "-o", name)[0] == 0
    assert run("cluster", feed, "-o", "usual.jsonl")[0] == 0
    assert (
        run("report", name, "-o", "page.html")[0] == run("report", "usual.jsonl", "-o", "usual.html")[0] == 0
    )
    page, usual = (Path(file).read_text(encoding="utf-8") for file in ("page.html", "usual.html"))
    assert page.replace(name, "") == usual.replace("usual.jsonl", "")
    code, out, _ = run("compare", feed, "--cluster", "a", "--result", name)
    assert (code, len(json.loads(out)["versions"])) == (0, 2)


def test_a_page_of_a_run_that_was_saved_as_parquet(run: Run, feed: Path) -> None:
    pytest.importorskip("pyarrow.parquet")
    assert run("cluster", feed, "-o", "rows.parquet")[0] == 0
    assert run("report", "rows.parquet", "-o", "page.html")[0] == 0


def test_what_ends_in_gz_is_compressed_and_the_same_each_time(run: Run, feed: Path) -> None:
    for name in ("one.jsonl.gz", "two.jsonl.gz"):
        assert run("cluster", feed, "-o", name)[0] == 0
    packed = Path("one.jsonl.gz").read_bytes()
    assert packed == Path("two.jsonl.gz").read_bytes()
    assert len(gzip.decompress(packed).splitlines()) == 2
    assert run("cluster", feed, "-o", "rows.xyz.gz")[2].count("no format has the suffix .xyz") == 1


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--threshold", "5"),
        ("--threshold", "nan"),
        ("--jobs", "0"),
        ("--window", "-1"),
        ("--event-threshold", "2"),
        ("--memory", "-3"),
    ],
)
def test_a_value_out_of_its_range_is_a_fault_of_usage(run: Run, feed: Path, option: str, value: str) -> None:
    code, out, err = run("cluster", feed, option, value)
    assert (code, out) == (2, "")
    assert option.strip("-").replace("-", "_") in err.replace("-", "_")


@pytest.mark.parametrize(
    "arguments", [["add", "feed.jsonl", "--threshold", "5"], ["add", "feed.jsonl", "--window", "soon"]]
)
def test_so_it_is_for_an_index(run: Run, feed: Path, arguments: list[str]) -> None:
    code, _, err = run(*arguments, "--index", "news.db")
    assert (code, Path("news.db").exists()) == (2, False)
    assert err.startswith("Usage:")


def test_what_a_killed_run_left_is_cleared_by_the_next(tmp_path: Path) -> None:
    target = tmp_path / "rows[1].jsonl"
    killed = (
        "import os, sys; from pathlib import Path; from dedup.cli.output import opened\n"
        "with opened(Path(sys.argv[1])) as file: file.write(b'half'); file.flush(); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", killed, str(target)], check=False, env=os.environ)
    [left] = tmp_path.glob("*.part")
    other = tmp_path / ".other.jsonl.abc.part"
    other.write_bytes(b"of another target")
    with opened(target) as file:
        file.write(b"whole")
    assert target.read_bytes() == b"whole"
    assert (left.exists(), other.exists()) == (False, True)


@pytest.mark.skipif(sys.platform == "win32", reason="an open file is replaced")
def test_what_another_run_is_writing_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "rows.jsonl"
    with opened(target) as first:
        first.write(b"first")
        with opened(target) as second:
            second.write(b"second")
        assert target.read_bytes() == b"second"
    assert target.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [target]
