"""Plain text in any encoding."""

import codecs
from pathlib import Path

import pytest

from dedup.errors import RecordError
from dedup.readers import Tally, read
from dedup.readers.intake import LONGEST_TEXT

GERMAN = (
    "Der Damm oberhalb der Stadt ist gebrochen – „niemand wurde verletzt“, hieß es.\n\nDie Behörden prüfen "
    "die Ursache. Am Abend waren die Straßen wieder frei, über den Fluß führte eine Behelfsbrücke."
)
RUSSIAN = (
    "Плотина выше города прорвана, никто не пострадал, сообщили в пятницу местные власти.\n\n"
    "Причину аварии выясняют инженеры: по предварительным данным, вода в реке поднялась за ночь на два метра."
)
JAPANESE = "町の上流のダムが決壊したが、けが人はいなかった。\n\n当局が原因を調べている。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-be", "utf-16-le"])
@pytest.mark.parametrize("text", [GERMAN, RUSSIAN, JAPANESE])
def test_unicode_with_a_mark(tmp_path: Path, text: str, encoding: str) -> None:
    mark = {"utf-16-be": codecs.BOM_UTF16_BE, "utf-16-le": codecs.BOM_UTF16_LE}.get(encoding, b"")
    (tmp_path / "a.txt").write_bytes(mark + text.encode(encoding))
    tally = Tally()
    assert [story.text for story in read(tmp_path, tally=tally)] == [text]
    assert tally.guessed == {}


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(GERMAN, "cp1252"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (JAPANESE, "shift_jis")],
)
def test_other_encodings_are_guessed_and_counted(tmp_path: Path, text: str, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    tally = Tally()
    assert [story.text for story in read(tmp_path, tally=tally)] == [text]
    assert len(tally.guessed) == 1


def test_only_line_ends_are_changed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("  One\u00a0line.\r\nTwo.\rThree.\u2028Four.\u2029Five. \n\n".encode())
    [story] = read(tmp_path)
    assert story.text == "  One\u00a0line.\nTwo.\nThree.\nFour.\n\nFive. \n\n"


def test_a_word_and_a_very_long_line_are_stories(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_bytes(b"word " * 1_000_000)
    (tmp_path / "word.txt").write_bytes(b"word")
    assert [len(story.text) for story in read(tmp_path)] == [5_000_000, 4]


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv", "a.txt", "a"])
@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, bytes(range(256)) * 40])
def test_a_binary_file_is_one_problem_whatever_its_name(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    problems: list[RecordError] = []
    assert list(read(tmp_path, on_problem=problems.append)) == []
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b" \n\t\n", "no text: text is empty"),
        (b"%PDF-1.7 and so on", "not text but a PDF"),
        (b"PK\x03\x04 and so on", "not text but a zip archive or an office document"),
        (b"text with \0 in it", "not text but binary data"),
        (bytes(range(1, 32)) * 9, "not text but binary data"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x41", "the file has a mark of UTF-16 or UTF-32 but is not"),
        (b"x" * (LONGEST_TEXT + 1), "larger than 8 MB: too large for one story"),
    ],
    ids=["blank", "pdf", "zip", "null", "controls", "utf16", "large"],
)
def test_what_is_no_story_is_named(tmp_path: Path, data: bytes, problem: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    problems: list[RecordError] = []
    assert list(read(path, on_problem=problems.append)) == []
    [error] = problems
    assert error.place == str(path)
    assert error.problem.startswith(problem)
