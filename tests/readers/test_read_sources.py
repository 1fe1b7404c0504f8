"""What the user may name: files, directories, patterns, standard input."""

import errno
import io
import os
import sys
from pathlib import Path

import pytest

from dedup.errors import DuplicateIdError, InputError, RecordError
from dedup.readers import Tally, read
from dedup.types import Story


def write(path: Path, text: str = "A dam failed.\n\nNobody was hurt.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def ids(*sources: object, **options: object) -> list[str]:
    return [story.id for story in read(list(sources), **options)]  # type: ignore[arg-type]


def test_a_text_file_is_one_story_named_after_it(tmp_path: Path) -> None:
    path = write(tmp_path / "dam.txt")
    [story] = read(path)
    assert story == Story("dam.txt", "A dam failed.\n\nNobody was hurt.", place=str(path), whole_file=True)


def test_directories_are_read_in_sorted_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/deep/er.txt", ".hidden.txt", ".git/x.txt", "noend", "picture.png"):
        write(tmp_path / name, f"The text of {name}.")
    tally = Tally()
    stories = list(read(tmp_path, tally=tally))
    assert [story.id for story in stories] == ["b.txt", "noend", "a/z.txt", "a/deep/er.txt"]
    assert [story.source for story in stories] == [None, None, "a", "a"]
    assert (tally.files, tally.stories, tally.left_alone) == (4, 4, 1)


def test_a_directory_may_hold_records_too(tmp_path: Path) -> None:
    write(tmp_path / "feed.jsonl", '{"id": "1", "text": "One."}\n{"id": "2", "text": "Two."}\n')
    write(tmp_path / "list.csv", "id,text\n3,Three.\n")
    write(tmp_path / "plain.txt", "Four.")
    assert ids(tmp_path) == ["1", "2", "3", "plain.txt"]


def test_a_forced_format_reads_every_file_of_a_directory(tmp_path: Path) -> None:
    write(tmp_path / "one.story")
    with pytest.raises(InputError, match="1 files of other kinds were left alone"):
        ids(tmp_path)
    assert ids(tmp_path, input_format="text") == ["one.story"]


def test_patterns_name_files_also_below(tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt", "deep/three.txt", "other.csv"):
        write(tmp_path / name)
    assert ids(str(tmp_path / "t*.txt")) == ["two.txt"]
    assert ids(str(tmp_path / "**" / "*.txt")) == ["three.txt", "one.txt", "two.txt"]
    with pytest.raises(InputError, match="no file matches"):
        ids(str(tmp_path / "d*"))


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(tmp_path: Path) -> None:
    assert ids(str(write(tmp_path / "what[1].txt"))) == ["what[1].txt"]


def test_a_file_reached_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path / "dam.txt")
    assert ids(path, tmp_path, str(tmp_path / "*.txt"), str(tmp_path / "." / "dam.txt")) == ["dam.txt"]


def test_equal_names_become_longer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(Path("a/dam.txt"))
    write(Path("b/dam.txt"))
    assert ids("a/dam.txt", "b/dam.txt") == ["a/dam.txt", "b/dam.txt"]


def test_the_same_id_in_two_files_is_an_error_that_names_both(tmp_path: Path) -> None:
    first = write(tmp_path / "a.jsonl", '{"id": "7", "text": "One."}\n')
    second = write(tmp_path / "b.jsonl", '\n{"id": 7, "text": "Two."}\n')
    with pytest.raises(DuplicateIdError) as caught:
        ids(first, second)
    assert (caught.value.story_id, caught.value.first, caught.value.second) == (
        "7",
        f"{first}:1",
        f"{second}:2",
    )


@pytest.mark.parametrize("name", ["missing.txt", "missing/*.txt", "miss\0ing", "x" * 5000])
def test_a_missing_source_is_told_at_once(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError):
        read([str(tmp_path / name)])


def test_an_empty_directory_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no stories in this directory"):
        read(tmp_path)


@pytest.mark.parametrize("name", ["empty.txt", "empty.jsonl", "empty.json", "empty.csv", "empty"])
def test_an_empty_file_is_named_and_passed_over(tmp_path: Path, name: str) -> None:
    problems: list[RecordError] = []
    tally = Tally()
    path = write(tmp_path / name, "")
    assert list(read(path, on_problem=problems.append, tally=tally)) == []
    assert [(error.place, error.problem) for error in problems] == [(str(path), "the file is empty")]
    assert tally.passed_over == 1


def test_strict_stops_at_the_first_bad_record(tmp_path: Path) -> None:
    path = write(tmp_path / "feed.jsonl", '{"text": "One."}\nnonsense\n{"text": "Two."}\n')
    stories = read(path, strict=True)
    assert next(stories).text == "One."
    with pytest.raises(RecordError, match=r"feed\.jsonl:2: not JSON"):
        next(stories)


def test_bad_records_are_logged_by_default(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = write(tmp_path / "feed.jsonl", "nonsense\n")
    assert list(read(path)) == []
    assert "feed.jsonl:1: not JSON" in caplog.text


def test_a_file_that_vanishes_is_passed_over(tmp_path: Path) -> None:
    problems: list[RecordError] = []
    gone, there = write(tmp_path / "a.txt"), write(tmp_path / "b.txt")
    stories = read([gone, there], on_problem=problems.append)
    gone.unlink()
    assert [story.id for story in stories] == ["b.txt"]
    assert "cannot be opened" in str(problems[0])


def test_a_folder_that_cannot_be_listed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one of another user is; whoever runs the tests may be allowed to read everything."""
    closed = tmp_path / "closed"
    closed.mkdir()
    (tmp_path / "a.txt").write_text("One.")
    scandir = os.scandir

    def refuse(folder: str) -> object:
        if Path(folder) == closed:
            raise PermissionError(errno.EACCES, "Permission denied", folder)
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    problems: list[str] = []
    found = list(read(tmp_path, on_problem=lambda problem: problems.append(str(problem))))
    assert [story.text for story in found] == ["One."]
    assert len(problems) == 1
    assert problems[0].startswith(f"{closed}: cannot be ")


def test_pipes_in_a_directory_are_left_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    write(tmp_path / "a.txt")
    assert ids(tmp_path) == ["a.txt"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes any bytes as a file name")
def test_file_names_that_are_no_unicode_can_be_written_out(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/caf\xe9.txt", "wb") as file:  # noqa: PTH123
        file.write(b"A text.")
    [story] = read(tmp_path)
    assert story.id == "caf\\xe9.txt"
    story.place.encode()


class Pipe(io.TextIOWrapper):
    """Standard input as test harnesses replace it: its buffer cannot be peeked."""


@pytest.mark.parametrize("buffer", [io.BytesIO, lambda data: io.BufferedReader(io.BytesIO(data))])  # type: ignore[arg-type]
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"id": "1", "text": "One."}\n{"id": "2", "text": "Two."}\n', ["1", "2"]),
        (b'[{"id": "1", "text": "One."}]', ["1"]),
        (b"id;body\n1;One.\n", ["1"]),
        (b"One text, plain.", ["stdin"]),
    ],
)
def test_standard_input_is_recognised_by_its_first_bytes(
    monkeypatch: pytest.MonkeyPatch, buffer: type[io.BytesIO], data: bytes, expected: list[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Pipe(buffer(data)))
    assert ids("-") == expected


def test_paths_and_records_do_not_mix(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be mixed"):
        read([str(write(tmp_path / "a.txt")), {"text": "One."}])
