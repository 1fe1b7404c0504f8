"""`dedup explain`, `evaluate`, `tune` and known boilerplate on the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

STORY = (
    "Storm Ada tore roofs off houses along the coast near Lisbon on Monday, killing 3 people, officials said."
)
OTHER = (
    "A court in Graz sentenced two former bank managers to four years in prison on Tuesday, a lawyer said."
)

Run = Callable[..., tuple[int, str, str]]


def _feed(path: Path, *records: object) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_two_files(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.txt").write_text(STORY.replace("3", "4"))
    code, out, _ = run("explain", "a.txt", "b.txt", "--format", "text")
    assert code == 0
    assert "together" in out
    assert "only in A     3" in out
    code, out, _ = run("explain", "a.txt", "b.txt", "--no-events")
    assert json.loads(out)["event"] is None


def test_two_stories_of_a_feed(run: Run, tmp_path: Path) -> None:
    records = [{"id": "a", "text": STORY}, {"id": "b", "text": STORY}, {"id": "c", "text": OTHER}]
    feed = _feed(tmp_path / "feed.jsonl", *records)
    code, out, _ = run("explain", feed, "--id", "a", "--id", "c", "--threshold", "0.3")
    found = json.loads(out)
    assert (code, found["stories"], found["duplicate"]["threshold"]) == (0, 3, 0.3)
    assert not found["duplicate"]["together"]
    assert run("explain", feed)[0] == 2
    assert run("explain", feed, "--id", "a")[0] == 2
    code, _, err = run("explain", feed, "--id", "a", "--id", "nobody")
    assert code == 1
    assert "nobody" in err


def test_measuring_and_tuning(run: Run, tmp_path: Path) -> None:
    labels = {"a": "x", "b": "x", "c": "y"}
    texts = {"a": STORY, "b": STORY, "c": OTHER}
    feed = _feed(
        tmp_path / "feed.jsonl",
        *(
            {"id": i, "text": texts[i], "labels": {"duplicate_cluster": labels[i], "event": labels[i]}}
            for i in labels
        ),
    )
    for suffix in ("jsonl", "json", "csv"):
        assert run("cluster", feed, "-o", f"rows.{suffix}")[0] == 0
        code, out, _ = run("evaluate", f"rows.{suffix}", feed, "--label", "event")
        assert code == 0
        assert json.loads(out)["bcubed"]["f1"] == 1.0
    pairs = _feed(tmp_path / "pairs.jsonl", {"a": "a", "b": "b", "label": "copy"})
    _, out, _ = run("evaluate", "rows.csv", feed, "--pairs", pairs, "--format", "text")
    assert out.splitlines()[-1].split() == ["copy", "1", "of", "1", "1"]
    code, out, _ = run("tune", feed)
    assert [curve["setting"] for curve in json.loads(out)["curves"]] == ["threshold", "event_threshold"]
    _, out, _ = run("tune", feed, "--format", "text")
    assert "Suggested: threshold = " in out
    assert max(map(len, out.splitlines())) <= 80


FOOTER = (
    " The Lakeside Courier is printed on paper from managed forests and delivered before seven on every "
    "weekday. To report a mistake, write to the readers' editor."
)


def _bulletin(word: str) -> dict[str, str]:
    text = " ".join(f"{word}{number}" for number in range(60)) + "."
    return {"id": word, "text": text + FOOTER}


def test_boilerplate_is_learned_from_run_to_run(run: Run, tmp_path: Path) -> None:
    """Two copies of a footer are too few to tell; after a run that saw ten, they count for nothing."""
    words = "ash birch cedar elm fir hazel larch maple oak pine".split()  # noqa: SIM905
    old = _feed(tmp_path / "old.jsonl", *map(_bulletin, words))
    new = _feed(tmp_path / "new.jsonl", _bulletin("rowan"), _bulletin("yew"))
    assert run("cluster", old, "--boilerplate", "known.txt")[0] == 0
    learned = (tmp_path / "known.txt").read_text().splitlines()
    assert len(learned) > 20
    for known, shared in (([], True), (["--boilerplate", "known.txt"], False)):
        _, out, _ = run("explain", new, "--id", "rowan", "--id", "yew", "--no-events", *known)
        assert (json.loads(out)["without_boilerplate"]["shared"] > 0) == shared
    assert run("cluster", new, "--boilerplate", "known.txt", "--no-events")[0] == 0
    assert (tmp_path / "known.txt").read_text().splitlines() == learned
    assert not list(tmp_path.glob("*.part"))


def test_a_file_that_is_not_boilerplate_is_kept(run: Run, tmp_path: Path) -> None:
    feed = _feed(tmp_path / "feed.jsonl", {"id": "a", "text": STORY})
    (tmp_path / "notes.txt").write_text("mine\n")
    code, out, err = run("cluster", feed, "--boilerplate", "notes.txt")
    assert (code, out) == (1, "")
    assert "boilerplate" in err
    assert (tmp_path / "notes.txt").read_text() == "mine\n"


@pytest.mark.parametrize("command", ["explain", "evaluate", "tune"])
def test_help_has_examples(run: Run, command: str) -> None:
    code, out, _ = run(command, "--help")
    assert code == 0
    assert f"  dedup {command} " in out.split("Examples:")[1]


def test_a_result_does_not_replace_what_it_was_made_of(run: Run, tmp_path: Path) -> None:
    records = [{"id": name, "text": STORY, "labels": {"event": "x"}} for name in "ab"]
    feed = _feed(tmp_path / "feed.jsonl", *records)
    rows = tmp_path / "rows.jsonl"
    assert run("cluster", feed, "-o", rows)[0] == 0
    onto_feed = ("-o", feed, "--overwrite")
    assert run("explain", feed, "--id", "a", "--id", "b", *onto_feed)[0] == 1
    assert run("evaluate", rows, feed, "--label", "event", *onto_feed)[0] == 1
    assert run("tune", feed, *onto_feed)[0] == 1
    assert [json.loads(line) for line in feed.read_text().splitlines()] == records


def test_json_ends_with_one_newline(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.txt").write_text(OTHER)
    _, out, _ = run("explain", "a.txt", "b.txt")
    assert out.endswith("}\n")
    assert not out.endswith("\n\n")
