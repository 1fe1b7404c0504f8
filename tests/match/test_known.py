"""Boilerplate that is saved and used again."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import InputError
from dedup.match.boilerplate import boilerplate_lines, header, load_boilerplate


def _saved(path: Path, hashes: list[int]) -> Path:
    path.write_bytes(b"".join(boilerplate_lines(np.array(hashes, np.uint32))))
    return path


def test_a_file_is_plain_text(tmp_path: Path) -> None:
    path = _saved(tmp_path / "known.txt", [1, 0xFFFFFFFF])
    assert path.read_text().splitlines() == [header(), "00000001", "ffffffff"]
    assert "shingles of 5 words" in header()


@given(st.sets(st.integers(0, 2**32 - 1)))
def test_what_was_saved_is_loaded(tmp_path_factory: pytest.TempPathFactory, hashes: set[int]) -> None:
    path = _saved(tmp_path_factory.mktemp("known") / "known.txt", sorted(hashes))
    assert load_boilerplate(path).tolist() == sorted(hashes)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "not a file of boilerplate"),
        ("Just some notes.\n", "not a file of boilerplate"),
        ("# story-dedup boilerplate: shingles of 7 words, checksum 0\n", "other shingles"),
        (header() + "\n0000001\n", "damaged"),
        (header() + "\n0000000g\n", "damaged"),
        (header() + "\n0000000é\n", "damaged"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "known.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load_boilerplate(path)


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_boilerplate(tmp_path / "none.txt")
