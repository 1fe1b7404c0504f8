"""A background table of one's own: made, and used."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dedup.text.background import background, use

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def shipped_table_afterwards() -> Iterator[None]:
    yield
    use(None)


def test_a_table_is_made_and_used(run: Run, tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    lines = [{"text": f"The harbour of Port {name} froze on Monday."} for name in ("Ada", "Bell", "Cray")]
    feed.write_text("".join(json.dumps(line) + "\n" for line in lines))
    code, _, err = run("background", "build", feed, "-o", tmp_path / "mine.npz")
    assert code == 0, err
    assert "counted 3 stories" in err
    code, out, err = run("--background", tmp_path / "mine.npz", "cluster", feed, "-q")
    assert code == 0, err
    assert len(out.splitlines()) == 3
    assert background().texts == {"en": 3}


def test_a_table_of_no_story_is_not_made(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("")
    code, _, err = run("background", "build", tmp_path / "empty.jsonl", "-o", "mine.npz")
    assert (code, (tmp_path / "mine.npz").exists()) == (1, False)
    assert "no story could be read" in err
    code, _, err = run("--background", "mine.npz", "cluster", tmp_path / "empty.jsonl")
    assert code == 1
    assert "mine.npz: No such file or directory" in err


def test_a_file_that_is_no_table_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.npz").write_bytes(b"no table")
    code, _, err = run("--background", tmp_path / "mine.npz", "formats")
    assert code == 1
    assert "not a background table" in err
    assert sum(background().texts.values()) > 1000
