"""What can be done with the rows of a run: a page, and a cluster lined up."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]

FIRST = (
    "LISBON, March 2 (Northern Wire) - Storm Ada tore roofs off houses along the coast near Lisbon on "
    "Monday, killing 3 people and cutting power to 40,000 homes, the civil protection agency said.\n\n"
    "Trains between Lisbon and Porto stood still for most of the day. Crews were clearing fallen trees."
)


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    records = [
        {"id": "first", "text": FIRST, "published": "2026-03-02T08:00:00Z", "source": "Northern Wire"},
        {"id": "copy", "text": FIRST, "published": "2026-03-02T09:00:00Z", "source": "Harbour Times"},
        {
            "id": "update",
            "text": FIRST.replace("killing 3", "killing 5"),
            "published": "2026-03-02T12:00:00Z",
            "source": "Northern Wire",
        },
        {"id": "other", "text": "Fares will rise by 4 percent in May, the rail operator said on Tuesday."},
    ]
    path = tmp_path / "feed.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


@pytest.fixture
def rows(run: Run, feed: Path, tmp_path: Path) -> Path:
    assert run("cluster", feed, "-o", tmp_path / "rows.jsonl")[0] == 0
    return tmp_path / "rows.jsonl"


def test_a_page_of_saved_rows(run: Run, rows: Path, feed: Path, tmp_path: Path) -> None:
    assert run("report", rows, "-o", tmp_path / "plain.html")[0] == 0
    assert run("report", rows, "--stories", feed, "-o", tmp_path / "full.html")[0] == 0
    plain = (tmp_path / "plain.html").read_text(encoding="utf-8")
    full = (tmp_path / "full.html").read_text(encoding="utf-8")
    assert "Storm Ada tore roofs" not in plain
    assert "Storm Ada tore roofs" in full


def test_rows_that_are_none_are_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text('{"id": "a"}\n')
    code, _, err = run("report", tmp_path / "rows.jsonl")
    assert code == 3
    assert "rows.jsonl:1" in err


def test_a_cluster_lined_up(run: Run, rows: Path, feed: Path) -> None:
    code, out, _ = run("compare", feed, "--cluster", "first", "--result", rows, "--format", "text")
    assert code == 0
    assert out.index("[3]") < out.index("word for word;"), "what changed stands before what is shared"
    assert "3 versions" in out
    assert "[3]" in out
    assert "[5]" in out


def test_a_cluster_lined_up_as_json_and_as_a_page(run: Run, rows: Path, feed: Path, tmp_path: Path) -> None:
    code, out, _ = run("compare", feed, "--cluster", "first", "--result", rows)
    assert code == 0
    found = json.loads(out)
    readings = [[reading["text"] for reading in fact["readings"]] for fact in found["facts"]]
    assert ["3", "5"] in [sorted(texts) for texts in readings]
    assert [version["parent"] for version in found["versions"]] == [None, "first", "first"]

    page = tmp_path / "versions.html"
    assert run("compare", feed, "--cluster", "first", "--result", rows, "-o", page)[0] == 0
    assert "Facts that changed" in page.read_text(encoding="utf-8")


def test_a_cluster_needs_its_rows_and_its_texts(run: Run, rows: Path, feed: Path, tmp_path: Path) -> None:
    assert "--result" in run("compare", feed, "--cluster", "first")[2]
    assert "no cluster" in run("compare", feed, "--cluster", "other", "--result", rows)[2]
    (tmp_path / "none.jsonl").write_text('{"id": "z", "text": "Nothing of the kind."}\n')
    assert "no story" in run("compare", tmp_path / "none.jsonl", "--cluster", "first", "--result", rows)[2]


@pytest.mark.parametrize("name", ["rows.json", "rows.csv", "rows.parquet", "rows.jsonl.gz", "rows.csv.gz"])
def test_a_history_comes_from_rows_of_every_form(
    run: Run, rows: Path, feed: Path, tmp_path: Path, name: str
) -> None:
    assert run("cluster", feed, "-o", tmp_path / name)[0] == 0

    found = run("compare", feed, "--cluster", "first", "--result", tmp_path / name)

    assert found[0] == 0
    assert found == run("compare", feed, "--cluster", "first", "--result", rows)
    assert run("report", tmp_path / name, "--stories", feed, "-o", tmp_path / "page.html")[0] == 0
