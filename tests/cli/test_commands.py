"""The command line as a user meets it: what comes out where, and with which exit code."""

import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dedup.cli import commands

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


def test_a_row_for_every_story(run: Run, tmp_path: Path) -> None:
    feed = _feed(
        tmp_path / "feed.jsonl",
        {"id": "a", "headline": "Storm", "body": STORY, "date": "2026-03-02"},
        {"id": "b", "headline": "Storm again", "body": STORY, "date": "2026-03-03"},
        {"id": "c", "body": OTHER},
    )
    code, out, err = run("cluster", feed, "--format", "jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [row["id"] for row in rows] == ["a", "b", "c"]
    assert list(rows[1]) == [
        *("id", "duplicate_cluster", "version_cluster", "event_cluster", "form_cluster"),
        *("relation", "matched", "scores", "title", "published", "source", "origin", "round_up"),
        *("lang", "part"),
    ]
    assert rows[1]["duplicate_cluster"] == "a"
    assert rows[1]["relation"] == "identical"
    assert rows[1]["scores"]["jaccard"] == 1.0
    assert "3 stories" in err


def test_without_the_event_level(run: Run, tmp_path: Path) -> None:
    feed = _feed(tmp_path / "feed.jsonl", {"id": "a", "text": STORY})
    _, out, _ = run("cluster", feed, "--no-events")
    assert json.loads(out)["event_cluster"] is None


def test_a_summary_to_read(run: Run, tmp_path: Path) -> None:
    feed = _feed(tmp_path / "feed.jsonl", {"id": "a", "text": STORY}, {"id": "b", "text": STORY})
    code, out, _ = run("cluster", feed, "--format", "text")
    assert code == 0
    assert "2 stories" in out
    assert "\x1b" not in out


@pytest.mark.parametrize("form", ["json", "csv", "html"])
def test_other_formats_by_suffix(run: Run, tmp_path: Path, form: str) -> None:
    feed = _feed(tmp_path / "feed.jsonl", {"id": "a", "text": STORY}, {"id": "b", "text": STORY})
    target = tmp_path / f"rows.{form}"
    code, out, _ = run("cluster", feed, "-o", target)
    assert (code, out) == (0, "")
    written = target.read_text(encoding="utf-8")
    assert written.startswith({"json": "{", "csv": "id,duplicate_cluster", "html": "<!doctype html>"}[form])


def test_a_report_beside_the_rows(run: Run, tmp_path: Path) -> None:
    feed = _feed(tmp_path / "feed.jsonl", {"id": "a", "text": STORY}, {"id": "b", "text": STORY})
    code, _, err = run("cluster", feed, "--format", "jsonl", "--report", tmp_path / "report.html")
    assert code == 0
    assert "report.html" in err
    assert "<html" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_an_output_that_exists_is_kept(run: Run, tmp_path: Path) -> None:
    feed = _feed(tmp_path / "feed.jsonl", {"id": "a", "text": STORY})
    target = tmp_path / "rows.jsonl"
    target.write_text("mine")
    code, _, err = run("cluster", feed, "-o", target)
    assert code == 1
    assert "--overwrite" in err
    assert target.read_text() == "mine"
    assert run("cluster", feed, "-o", target, "--overwrite")[0] == 0
    assert json.loads(target.read_text())["id"] == "a"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["feed.jsonl", "rows.jsonl"]


def test_bad_records_are_named_and_passed_over(run: Run, tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    feed.write_text(
        f'{{"id": "a", "text": "{STORY}"}}\nnonsense\n[1]\n{{"id": "b"}}\n{{"id": "c", "text": 7}}\n'
    )
    code, out, err = run("cluster", feed)
    assert code == 0
    assert len(out.splitlines()) == 1
    for line in (2, 3, 4, 5):
        assert f"feed.jsonl:{line}" in err
    assert "4 bad records" in err
    assert run("cluster", feed, "--strict")[0] == 3


def test_what_was_read_otherwise_than_written_is_told(run: Run, tmp_path: Path) -> None:
    """Dates that nobody can be sure of, files of a folder that are no stories, letters of an old encoding."""
    folder = tmp_path / "feeds"
    folder.mkdir()
    dates = ["2026-03-02T09:00:00Z", "2026-03-02T09:00:00", "02/03/2026", "yesterday", "", None]
    _feed(
        folder / "feed.jsonl", *({"id": str(n), "text": STORY, "date": date} for n, date in enumerate(dates))
    )
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff\x00")
    (folder / "old.txt").write_bytes("Fâchés, les garçons de café rentrent à l'été.".encode("latin-1"))
    err = run("cluster", folder)[2]
    assert "took 1 date without a zone as UTC" in err
    assert "could not read 2 dates: taken as undated" in err
    assert "skipped 1 file of an unknown format" in err
    assert "old.txt is not all UTF-8; what is not was read as cp1252" in err


def test_a_run_that_can_read_nothing_fails_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    feed = _feed(tmp_path / "feed.jsonl", {"id": "a", "corpus": STORY}, {"id": "b", "corpus": OTHER})
    code, out, err = run("cluster", feed, "-o", tmp_path / "rows.jsonl")
    assert (code, out) == (1, "")
    assert "no story could be read: 2 bad records" in err
    assert not (tmp_path / "rows.jsonl").exists()


def test_a_field_that_no_record_has_is_refused(run: Run, tmp_path: Path) -> None:
    feed = _feed(
        tmp_path / "feed.jsonl",
        {"id": "a", "title": "Storm Ada hits Porto", "body_html": STORY},
        {"id": "b", "title": "Fares rise in May", "body_html": OTHER},
    )
    code, out, err = run("cluster", feed, "--field", "text=body_htm")
    assert (code, out) == (1, "")
    assert "no record has the field 'body_htm' named for text" in err
    assert run("cluster", feed, "--field", "text=body_html")[0] == 0


def test_a_place_that_cannot_be_written_is_named(run: Run, tmp_path: Path) -> None:
    feed = _feed(tmp_path / "feed.jsonl", {"id": "a", "text": STORY})
    code, _, err = run("cluster", feed, "-o", "/proc/rows.jsonl")
    assert code == 1
    assert "/proc/rows.jsonl cannot be written" in err


def test_the_same_id_twice_names_both_places(run: Run, tmp_path: Path) -> None:
    feed = _feed(tmp_path / "feed.jsonl", {"id": "a", "text": STORY}, {"id": "a", "text": OTHER})
    code, out, err = run("cluster", feed)
    assert (code, out) == (1, "")
    assert "feed.jsonl:1" in err
    assert "feed.jsonl:2" in err


@pytest.mark.parametrize(
    ("name", "content", "code", "message"),
    [
        ("empty.txt", b"", 0, "empty"),
        ("word.txt", b"Storm", 0, "1 stories|1 story"),
        ("long.txt", b"storm and rain " * 350_000, 0, "1 stor"),
        (
            "latin.txt",
            "Über Müller fällt das Urteil am Donnerstag in Köln, höre ich.".encode("cp1252"),
            0,
            "1 stor",
        ),
        ("binary.txt", bytes(range(256)) * 40, 1, "binary|text"),
        ("feed.jsonl.gz", gzip.compress(b'{"id": "a", "text": "Storm Ada"}\n', mtime=0), 0, "1 stor"),
    ],
)
def test_odd_files_give_a_message_or_a_result(
    run: Run, tmp_path: Path, name: str, content: bytes, code: int, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    got, _, err = run("cluster", tmp_path / name)
    assert got == code, err
    assert re.search(message, err)
    assert "Traceback" not in err


def test_missing_sources_and_empty_directories(run: Run, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    for source in ("none", "absent.jsonl"):
        code, _, err = run("cluster", tmp_path / source)
        assert code == 1
        assert source in err
        assert "Traceback" not in err


def test_usage_errors_exit_with_2(run: Run) -> None:
    assert run("cluster")[0] == 2
    assert run("cluster", "x", "--field", "text")[0] == 2
    assert run("compare", "a", "b", "c")[0] == 2


MERGED = (
    f"Storm Ada kills three near Lisbon\n\n{STORY}\n\n"
    "Rail traffic stood still for most of the day, the operator said, and crews cleared trees.\n\n"
    f"Bank managers jailed in Graz\n\n{OTHER}\n\n"
    "Both men will appeal against the sentence, they told reporters outside the court on Tuesday.\n"
)


def test_split_and_compare_a_merged_file(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(MERGED, encoding="utf-8")
    code, out, _ = run("split", page, "--format", "json")
    pieces = json.loads(out)["pieces"]
    assert code == 0
    assert [(piece["first"], piece["last"]) for piece in pieces] == [(0, 2), (3, 5)]
    code, out, _ = run("compare", page, "--format", "json")
    assert code == 0
    assert json.loads(out)["b"]["part"] == {"of": "page.txt", "first": 3, "last": 5}
    assert "Bank managers" in run("split", page, "--format", "text")[1]


def test_split_names_several_files(run: Run, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(STORY, encoding="utf-8")
    _, out, _ = run("split", "a.txt", "b.txt")
    assert [json.loads(line)["file"] for line in out.splitlines()] == ["a.txt", "b.txt"]


def test_split_takes_every_record_by_itself(run: Run, tmp_path: Path) -> None:
    records = ({"id": "a", "text": MERGED}, {"id": "b", "text": STORY}, {"id": "c"})
    feed = _feed(tmp_path / "feed.jsonl", *records)
    code, out, err = run("split", feed.name)
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [(row["file"], row["id"], row["kind"]) for row in rows] == [
        ("feed.jsonl:1", "a", "merged"),
        ("feed.jsonl:2", "b", "story"),
    ]
    assert [piece["first"] for piece in rows[0]["pieces"]] == [0, 3]
    assert "feed.jsonl:3" in err
    table = tmp_path / "feed.csv"
    table.write_text('id,body\nd,"' + STORY.replace('"', '""') + '"\n', encoding="utf-8")
    assert json.loads(run("split", table)[1])["id"] == "d"
    assert run("split", feed, "--strict")[0] == 3
    assert "feed.jsonl:1  merged, 2 stories" in run("split", feed.name, "--format", "text")[1]


def test_compare_two_files(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "b.txt").write_text(STORY.replace("killing 3", "killing 5"), encoding="utf-8")
    _, out, _ = run("compare", "a.txt", "b.txt")
    found = json.loads(out)
    facts = [d for d in found["differences"] if d["class"] == "fact"]
    assert [("3" in d["a"]["text"], "5" in d["b"]["text"]) for d in facts] == [(True, True)]
    for side in "ab":
        span = facts[0][side]
        assert found[side]["paragraphs"][span["paragraph"]][span["start"] : span["end"]] == span["text"]
    assert "≠" in run("compare", "a.txt", "b.txt", "--format", "text")[1]
    assert "<html" in run("compare", "a.txt", "b.txt", "--format", "html")[1]


def test_compare_two_stories_of_a_feed(run: Run, tmp_path: Path) -> None:
    feed = _feed(tmp_path / "feed.jsonl", {"id": "a", "text": STORY}, {"id": "b", "text": OTHER})
    assert json.loads(run("compare", feed, "--id", "b", "--id", "a")[1])["a"]["id"] == "b"
    assert run("compare", feed, "--id", "b")[0] == 2
    assert "no story with the id 'z'" in run("compare", feed, "--id", "b", "--id", "z")[2]
    assert "several stories" in run("compare", feed)[2]


@pytest.mark.parametrize("name", [None, *sorted(commands.commands)])
def test_every_command_has_help_with_an_example(run: Run, name: str | None) -> None:
    code, out, _ = run(*([name] if name else []), "--help")
    assert code == 0
    assert name is None or re.search(r"Examples?:\n +dedup ", out)


@pytest.mark.parametrize("group", [(), ("index",), ("background",)])
def test_commands_are_listed_in_whole_sentences(
    run: Run, group: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    listed = run(*group, "--help")[1].partition("Commands:\n")[2].partition("\n\n")[0]
    assert all(line.endswith(".") and not line.endswith("...") for line in listed.splitlines())


def test_little_memory_gives_the_same(run: Run, tmp_path: Path) -> None:
    (tmp_path / "feed.jsonl").write_text(
        "".join(json.dumps({"id": i, "text": f"Story {ord(i) % 3}."}) + "\n" for i in "abcde")
    )
    plain = run("cluster", str(tmp_path / "feed.jsonl"), "--format", "jsonl", "-q")
    for size in ("1K", "2M", "3gb", "1T", "4"):
        assert (
            run("cluster", str(tmp_path / "feed.jsonl"), "--format", "jsonl", "-q", "--memory", size) == plain
        )


@pytest.mark.parametrize("size", ["many", "-1G", "0", "", "G", "nan", "1e9T"])
def test_a_size_that_is_none(run: Run, tmp_path: Path, size: str) -> None:
    (tmp_path / "feed.jsonl").write_text('{"text": "Story."}\n')
    code, _, stated = run("cluster", str(tmp_path / "feed.jsonl"), "--memory", size)
    assert code == 2
    assert "is no size, as in 500M or 16G" in stated


def test_settings_are_shown_with_their_origin(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEDUP_WINDOW", "3")
    code, out, _ = run("config")
    assert code == 0
    assert "window = 3.0    (DEDUP_WINDOW)" in out
    assert "jsonl" in run("formats")[1]
    monkeypatch.setenv("COLUMNS", "80")
    for command in ("config", "formats"):
        assert max(map(len, run(command)[1].splitlines())) <= 80


def test_an_output_may_be_no_input_and_no_other_output(run: Run, tmp_path: Path) -> None:
    feed = _feed(tmp_path / "feed.jsonl", {"id": "a", "text": STORY})
    before = feed.read_bytes()
    code, _, err = run("cluster", feed, "-o", feed, "--overwrite")
    assert (code, feed.read_bytes()) == (1, before)
    assert "choose another file" in err
    assert run("cluster", feed, "-o", "x.jsonl", "--report", "x.jsonl")[0] == 1


def test_closed_standard_streams_are_no_failure(tmp_path: Path) -> None:
    """As a service manager may start a command: the rows are there, nothing is read, nothing is told."""
    feed = _feed(tmp_path / "feed.jsonl", {"id": "a", "text": STORY})
    command = f"{sys.executable} -m dedup cluster {feed} - --format jsonl -o {tmp_path}/rows.jsonl"
    done = subprocess.run(
        ["bash", "-c", f"{command} <&- >&- 2>&-"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert json.loads((tmp_path / "rows.jsonl").read_text())["id"] == "a"


def test_a_pipe_is_written_to_and_never_replaced(run: Run, tmp_path: Path) -> None:
    """Nor is a device, such as /dev/null, which a user who may would else replace by a file."""
    feed = _feed(tmp_path / "feed.jsonl", {"id": "a", "text": STORY})
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    code = run("cluster", feed, "-o", "pipe", "--format", "jsonl")[0]
    assert (code, json.loads(os.read(reader, 1 << 16))["id"]) == (0, "a")
    assert (tmp_path / "pipe").is_fifo()
    os.close(reader)


def test_a_link_stays_and_what_it_names_is_replaced(run: Run, tmp_path: Path) -> None:
    feed = _feed(tmp_path / "feed.jsonl", {"id": "a", "text": STORY})
    (tmp_path / "of-today.jsonl").write_text("old")
    (tmp_path / "latest.jsonl").symlink_to("of-today.jsonl")
    assert run("cluster", feed, "-o", "latest.jsonl", "--overwrite")[0] == 0
    assert (tmp_path / "latest.jsonl").is_symlink()
    assert json.loads((tmp_path / "of-today.jsonl").read_text())["id"] == "a"


def test_an_unknown_suffix_is_refused(run: Run, tmp_path: Path) -> None:
    feed = _feed(tmp_path / "feed.jsonl", {"id": "a", "text": STORY})
    code, _, err = run("cluster", feed, "-o", "rows.docx")
    assert code == 1
    assert "--format" in err
    assert run("cluster", feed, "-o", "rows.docx", "--format", "jsonl")[0] == 0


def test_a_closed_pipe_is_no_failure(tmp_path: Path) -> None:
    feed = _feed(tmp_path / "feed.jsonl", *({"id": str(i), "text": f"{STORY} {i}"} for i in range(3000)))
    command = f"{sys.executable} -m dedup cluster {feed} --no-events -q | head -c 10"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_corrections_of_a_run(run: Run) -> None:
    stories = [{"id": name, "text": text} for name, text in (("a", STORY), ("b", STORY), ("c", OTHER))]
    Path("in.jsonl").write_text("".join(json.dumps(story) + "\n" for story in stories))
    Path("join.csv").write_text("a,c\n")
    Path("part.csv").write_text("a,b\n")
    _, out, _ = run("cluster", "in.jsonl", "--must-join", "join.csv", "--must-not-join", "part.csv", "-q")
    rows = {row["id"]: row for row in map(json.loads, out.splitlines())}
    assert (rows["c"]["relation"], rows["c"]["matched"], rows["c"]["scores"]) == ("joined", "a", None)
    assert rows["a"]["duplicate_cluster"] != rows["b"]["duplicate_cluster"]
    Path("rows.jsonl").write_text(out)
    _, out, _ = run(
        "evaluate", "rows.jsonl", "rows.jsonl", "--must-join", "join.csv", "--must-not-join", "part.csv"
    )
    assert "must-not-join" in out
    code, _, err = run("cluster", "in.jsonl", "--must-join", "join.csv", "--must-not-join", "join.csv")
    assert code == 2
    assert "join.csv:1" in err


def test_a_correction_of_a_story_that_is_not_there_is_named(run: Run) -> None:
    stories = [{"id": name, "text": text} for name, text in (("a", STORY), ("b", STORY), ("c", OTHER))]
    Path("in.jsonl").write_text("".join(json.dumps(story) + "\n" for story in stories))
    Path("part.csv").write_text("a,b\na,bb\n")
    code, _, err = run("cluster", "in.jsonl", "--must-not-join", "part.csv")
    assert code == 0
    assert "1 pair kept apart" in err
    assert "part.csv:2: no story 'bb' in this run; the pair is ignored" in err
