"""`dedup add`, `check` and `index …` as a user meets them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

STORM = (
    "Storm Ada tore roofs off houses along the coast near Lisbon late on Monday, killing 3 people and "
    "cutting power to 40,000 homes, officials said. Schools in the district stayed closed on Tuesday."
)
UPDATE = STORM.replace("3 people", "5 people")
COURT = "A court in Graz sentenced two former bank managers to four years in prison, their lawyer said."

Run = Callable[..., tuple[int, str, str]]


def _feed(name: str, **texts: str) -> Path:
    path = Path(name)
    lines = [json.dumps({"id": key, "text": text}) + "\n" for key, text in texts.items()]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def _rows(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_add_prints_a_verdict_for_every_story(run: Run) -> None:
    code, out, err = run("add", _feed("a.jsonl", s1=STORM, s2=STORM, c1=COURT), "--index", "news.db")
    rows = _rows(out)
    assert code == 0
    assert [(row["id"], row["verdict"], row["matched"]) for row in rows] == [
        ("s1", "new", None),
        ("s2", "duplicate", "s1"),
        ("c1", "new", None),
    ]
    assert rows[1]["scores"].pop("probability") > 0.95
    assert rows[1]["scores"] == {"jaccard": 1.0, "containment_a": 1.0, "containment_b": 1.0, "cosine": None}
    assert "3 stories stored (2 new, 1 duplicate)" in err


def test_adding_twice_stores_once(run: Run) -> None:
    feed = _feed("a.jsonl", s1=STORM)
    run("add", feed, "--index", "news.db")
    _, out, err = run("add", feed, "--index", "news.db")
    assert [row["stored"] for row in _rows(out)] == [False]
    assert "1 known already" in err


def test_an_update_says_what_changed(run: Run) -> None:
    run("add", _feed("a.jsonl", s1=STORM), "--index", "news.db")
    _, out, _ = run("add", _feed("b.jsonl", s1=UPDATE), "--index", "news.db", "--differences")
    [row] = _rows(out)
    assert (row["verdict"], row["version"]) == ("revision", 2)
    [difference] = [d for d in row["differences"] if d["class"] == "fact"]  # type: ignore[attr-defined]
    assert (difference["a"]["text"], difference["b"]["text"]) == ("3", "5")


def test_an_id_may_come_twice_in_one_feed(run: Run) -> None:
    Path("a.jsonl").write_text(
        json.dumps({"id": "s1", "text": STORM}) + "\n" + json.dumps({"id": "s1", "text": UPDATE}) + "\n"
    )
    code, out, _ = run("add", "a.jsonl", "--index", "news.db")
    assert code == 0
    assert [row["version"] for row in _rows(out)] == [1, 2]


def test_check_writes_nothing_and_fails_on_demand(run: Run) -> None:
    run("add", _feed("a.jsonl", s1=STORM), "--index", "news.db")
    before = Path("news.db").read_bytes()
    feed = _feed("b.jsonl", x=UPDATE)
    assert run("check", feed, "--index", "news.db", "--fail-on", "new")[0] == 0
    code, out, _ = run("check", feed, "--index", "news.db", "--fail-on", "any")
    assert code == 4
    assert [(row["matched"], row["stored"]) for row in _rows(out)] == [("s1", False)]
    assert Path("news.db").read_bytes() == before


def test_check_needs_an_index(run: Run) -> None:
    code, _, err = run("check", _feed("a.jsonl", s1=STORM), "--index", "none.db")
    assert code == 1
    assert "there is no index here" in err
    assert not Path("none.db").exists()


def test_text_verdicts_can_be_read(run: Run) -> None:
    feed = _feed("a.jsonl", s1=STORM, s2=UPDATE)
    _, out, _ = run("add", feed, "--index", "news.db", "--format", "text", "--differences")
    assert out.splitlines()[0].split() == ["new", "s1"]
    assert "3 -> 5" in out


def test_terminal_text_is_made_safe(run: Run) -> None:
    Path("a.jsonl").write_text(json.dumps({"id": "\x1b[31mred", "text": STORM}))
    _, out, _ = run("add", "a.jsonl", "--index", "news.db", "--format", "text")
    assert "\x1b" not in out


def test_care_of_an_index(run: Run) -> None:
    run("add", _feed("a.jsonl", s1=STORM, s2=STORM, c1=COURT), "--index", "news.db", "--window", "14d")
    code, out, _ = run("index", "info", "--index", "news.db", "--format", "json")
    assert (code, json.loads(out)["stories"]) == (0, 3)
    assert json.loads(out)["made_with"]["window"] == "14.0"
    assert "stories" in run("index", "info", "--index", "news.db")[1]
    assert run("index", "verify", "--index", "news.db")[:2] == (0, "")
    _, out, _ = run("index", "clusters", "--index", "news.db", "--format", "jsonl", "--since", "1h")
    assert [row["members"] for row in _rows(out)] == [["s1", "s2"]]
    assert run("index", "clusters", "--index", "news.db")[1].startswith("s1  2 stories  ")
    assert run("index", "clusters", "--index", "news.db", "--level", "version")[1].startswith("s1  2 stories")
    assert run("index", "remove", "s2", "nobody", "--index", "news.db")[0] == 1
    assert run("index", "clusters", "--index", "news.db")[1] == ""
    assert "0 stories removed" in run("index", "expire", "--index", "news.db")[2]


def test_export_import_and_merge(run: Run) -> None:
    run("add", _feed("a.jsonl", s1=STORM, c1=COURT), "--index", "one.db")
    run("add", _feed("b.jsonl", s2=STORM), "--index", "two.db")
    assert run("index", "export", "--index", "one.db", "-o", "one.jsonl")[0] == 0
    assert run("index", "export", "--index", "one.db", "-o", "one.jsonl")[0] == 1
    assert "2 versions" in run("index", "import", "one.jsonl", "--index", "three.db")[2]
    assert "1 versions" in run("index", "merge", "two.db", "--index", "three.db")[2]
    _, out, _ = run("index", "clusters", "--index", "three.db", "--format", "jsonl")
    assert [row["members"] for row in _rows(out)] == [["s1", "s2"]]
    assert "dedup add" in run("index", "import", "a.jsonl", "--index", "three.db")[2]


def test_an_exported_index_can_be_clustered(run: Run) -> None:
    run("add", _feed("a.jsonl", s1=STORM, s2=STORM), "--index", "one.db")
    run("index", "export", "--index", "one.db", "-o", "one.jsonl")
    code, out, _ = run("cluster", "one.jsonl", "--no-events", "--format", "jsonl")
    assert code == 0
    assert [row["duplicate_cluster"] for row in _rows(out)] == ["s1", "s1"]


def test_stats_and_metrics_count_what_happened(run: Run) -> None:
    feed = _feed("a.jsonl", s1=STORM, s2=STORM)
    with feed.open("a") as stream:
        stream.write("not json\n")
    run("add", feed, "--index", "news.db", "--stats", "stats.json", "--metrics", "dedup.prom")
    stats = json.loads(Path("stats.json").read_text())
    assert stats["stored"] == 2
    assert stats["verdicts"]["duplicate"] == 1
    assert stats["bad_records"] == 1
    lines = Path("dedup.prom").read_text().splitlines()
    assert 'dedup_stories_total{verdict="new"} 1' in lines
    assert "dedup_bad_records_total 1" in lines
    for line in lines:
        assert line.startswith("#") or float(line.rpartition(" ")[2]) >= 0


def _wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_follow_reads_a_growing_file_until_it_is_asked_to_stop(tmp_path: Path) -> None:
    feed, out = tmp_path / "feed.jsonl", tmp_path / "out.jsonl"
    first = json.dumps({"id": "s1", "text": STORM})
    feed.write_text(first + "\n" + '{"id": "s2", "te')
    command = [sys.executable, "-m", "dedup", "add", feed, "--follow", "--wait", "0.1", "--index", "news.db"]
    with out.open("wb") as stream:
        process = subprocess.Popen(command, cwd=tmp_path, stdout=stream, stderr=subprocess.PIPE)
    try:
        _wait_for(lambda: out.read_bytes().count(b"\n") == 1)
        with feed.open("a") as growing:
            growing.write('xt": ' + json.dumps(STORM) + "}\nrubbish\n")
        _wait_for(lambda: out.read_bytes().count(b"\n") == 2)
        feed.rename(tmp_path / "feed.1")
        feed.write_text(json.dumps({"id": "s3", "text": COURT}) + "\n")
        _wait_for(lambda: out.read_bytes().count(b"\n") == 3)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 0
    assert [(row["id"], row["verdict"]) for row in _rows(out.read_text())] == [
        ("s1", "new"),
        ("s2", "duplicate"),
        ("s3", "new"),
    ]
    assert b"not JSON" in err
    assert b"3 stories stored" in err


def test_follow_reads_standard_input_to_its_end(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"id": f"s{number}", "text": STORM}) + "\n" for number in range(5))
    done = subprocess.run(
        [sys.executable, "-m", "dedup", "add", "-", "--follow", "--batch", "2", "--index", "news.db"],
        input=lines.strip().encode(),
        cwd=tmp_path,
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONDEVMODE": ""},
    )
    assert [row["id"] for row in _rows(done.stdout.decode())] == ["s0", "s1", "s2", "s3", "s4"]


def _two_events() -> None:
    lines = [
        {"id": "s1", "text": STORM, "title": "Storm Ada", "source": "Wire", "lang": "en"},
        {"id": "s2", "text": UPDATE, "title": "Storm Ada", "source": "Post", "lang": "en"},
        {"id": "c1", "text": COURT, "title": "Court", "source": "Wire", "lang": "de"},
        {"id": "c2", "text": COURT, "title": "Court", "source": "Wire", "lang": "de"},
    ]
    Path("events.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def test_events_are_listed(run: Run) -> None:
    _two_events()
    run("add", "events.jsonl", "--index", "news.db")

    _, out, _ = run("index", "events", "--index", "news.db")
    assert "s1  2 stories  1 telling  2 sources  last " in out
    assert out.splitlines()[0].startswith("c1  ")
    for more, ids in (
        (("--source", "Post"), ["s1"]),
        (("--lang", "de"), ["c1"]),
        (("--limit", "1"), ["c1"]),
        (("--since", "1h"), ["c1", "s1"]),
        (("--since", "2200-01-01"), []),
    ):
        _, out, _ = run("index", "events", "--index", "news.db", "--format", "jsonl", *more)
        assert [row["id"] for row in _rows(out)] == ids
    _, out, _ = run(
        "index", "clusters", "--index", "news.db", "--format", "jsonl", "--lang", "de", "--limit", "5"
    )
    assert [row["id"] for row in _rows(out)] == ["c1"]


def test_an_event_is_shown_with_its_stories_its_log_and_its_history(run: Run) -> None:
    _two_events()
    run("add", "events.jsonl", "--index", "news.db")

    _, out, _ = run("index", "event", "s2", "--index", "news.db", "--format", "text")
    assert "Post  s2  Storm Ada" in out
    assert "opened, 2 stories" in out
    _, out, _ = run("index", "event", "s2", "--index", "news.db", "--history", "--format", "text")
    assert "[3] (1 of 2) → [5]" in out
    code, _, err = run("index", "event", "nothing", "--index", "news.db")
    assert (code, "no event" in err) == (2, True)


def test_a_time_that_is_none_is_a_wrong_usage(run: Run) -> None:
    run("add", _feed("a.jsonl", s1=STORM), "--index", "news.db")
    code, _, err = run("index", "events", "--index", "news.db", "--since", "yesterday")
    assert (code, "2026-11-28T09:00" in err) == (2, True)


def test_what_is_new_is_shown_by_story_and_as_a_digest(run: Run) -> None:
    _two_events()
    _, out, _ = run("add", "events.jsonl", "--index", "news.db", "--new", "--format", "text")
    assert "follow-up  s2  <- s1" in out
    assert "+ casualties [3] → [5]" in out

    _, out, _ = run("index", "news", "--index", "news.db", "--since", "1h")
    assert "  opened\n" in out
    assert "+ casualties [3] → [5]" in out
    assert run("index", "news", "--index", "news.db", "--since", "1h", "-o", "news.html")[0] == 0
    assert "News since" in Path("news.html").read_text(encoding="utf-8")
    _, out, _ = run("index", "news", "--index", "news.db", "--since", "2200-01-01")
    assert out == ""


def test_corrections_of_an_index(run: Run) -> None:
    run("add", _feed("a.jsonl", s1=STORM, s2=STORM, c1=COURT), "--index", "news.db")
    assert run("index", "part", "s2", "s1", "--index", "news.db")[0] == 0
    assert run("index", "join", "c1", "s2", "--index", "news.db")[0] == 0
    assert run("index", "clusters", "--index", "news.db")[1].split()[:3] == ["s2", "2", "stories"]
    assert run("index", "corrections", "--index", "news.db")[1] == "join  c1  s2\npart  s1  s2\n"
    _, out, _ = run("index", "corrections", "--index", "news.db", "--format", "jsonl")
    assert _rows(out)[0] == {"a": "c1", "b": "s2", "kind": "join"}
    code, _, err = run("index", "join", "c1", "s1", "--index", "news.db")
    assert code == 2
    assert "'s1' and 's2' must not be joined" in err
    assert run("index", "forget", "s1", "s2", "--index", "news.db")[0] == 0
    assert run("index", "forget", "s1", "s2", "--index", "news.db")[0] == 1
    assert run("index", "verify", "--index", "news.db")[0] == 0


def test_stories_are_searched_and_shown(run: Run) -> None:
    run("add", _feed("a.jsonl", s1=STORM, s2=UPDATE, c1=COURT), "--index", "news.db")
    _, out, _ = run("index", "stories", "STORM", "lisbon", "--index", "news.db", "--format", "jsonl")
    assert [(row["id"], row["duplicate_cluster"]) for row in _rows(out)] == [("s2", "s1"), ("s1", "s1")]
    _, out, _ = run("index", "stories", "--index", "news.db", "--limit", "2")
    assert [line.split("  ")[1] for line in out.splitlines()] == ["c1", "s2"]

    run("add", _feed("b.jsonl", s1=UPDATE), "--index", "news.db")
    _, out, _ = run("index", "story", "s1", "--index", "news.db", "--version", "1")
    assert out.endswith(f"  s1\n\n{STORM}\n")
    _, out, _ = run("index", "story", "s1", "--index", "news.db", "--format", "json")
    row = json.loads(out)
    assert (row["text"], row["version"], row["versions"]) == (UPDATE, 2, [1, 2])


def test_a_story_that_is_not_there_is_named(run: Run) -> None:
    run("add", _feed("a.jsonl", s1=STORM), "--index", "news.db")
    code, _, err = run("index", "story", "s9", "--index", "news.db")
    assert (code, "no story with the id 's9'" in err) == (2, True)
    code, _, err = run("index", "story", "s1", "--index", "news.db", "--version", "3")
    assert (code, "'s1' with a version 3" in err) == (2, True)


def test_a_long_list_of_stories_ends(run: Run) -> None:
    """Searches look at some stories at a time; the command goes on until there are no more."""
    lines = [json.dumps({"id": f"n{number}", "text": f"Note {number}."}) + "\n" for number in range(1_203)]
    Path("many.jsonl").write_text("".join(lines), encoding="utf-8")
    run("add", "many.jsonl", "--index", "news.db")
    _, out, _ = run("index", "stories", "--index", "news.db")
    assert len(out.splitlines()) == 1_203
