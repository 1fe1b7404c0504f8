"""A package of twenty lines that teaches dedup a format, and is found by its entry point."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dedup.cli import main
from dedup.errors import SettingsError
from dedup.readers import formats, read

MODULE = '''
"""Reads *.wire files: stories that are parted by lines of NNNN, the slug in the first line of each."""

from dedup.readers import Format


def read_wire(stream, problem):
    data = stream.whole(64 << 20, "too large for a wire file")
    for number, block in enumerate(stream.decoder.decode(data).split("NNNN\\n")):
        place = f"{stream.name}[{number}]"
        slug, _, text = block.strip().partition("\\n")
        if text:
            yield {"id": f"{stream.name}/{slug}", "title": slug, "text": text}, place
        elif slug:
            problem(place, "a slug without a text")


WIRE = Format("wire", (".wire",), "suffix, or begins with ZCZC", read_wire, lambda head: head[:4] == b"ZCZC")
'''
POINTS = (
    "[dedup.readers]\nwire = dedup_wire:WIRE\nbroken = dedup_wire:MISSING\nother = dedup_wire:read_wire\n"
)
METADATA = "Metadata-Version: 2.1\nName: dedup-wire\nVersion: 1.0\n"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The package on the path, with what an installer would have written beside it."""
    site = tmp_path / "site"
    (site / "dedup_wire-1.0.dist-info").mkdir(parents=True)
    (site / "dedup_wire.py").write_text(MODULE)
    (site / "dedup_wire-1.0.dist-info" / "entry_points.txt").write_text(POINTS)
    (site / "dedup_wire-1.0.dist-info" / "METADATA").write_text(METADATA)
    monkeypatch.syspath_prepend(site)
    formats.cache_clear()
    yield
    formats.cache_clear()
    sys.modules.pop("dedup_wire", None)


@pytest.mark.usefixtures("installed")
def test_its_files_are_read(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "a.wire").write_text("DAM\nA dam failed.\nNNNN\nEMPTY\nNNNN\nFARES\nFares rise.\nNNNN\n")
    (tmp_path / "b").write_text("ZCZC\nBy its first bytes.\n")
    problems: list[str] = []
    found = list(
        read([tmp_path / "a.wire", tmp_path / "b"], on_problem=lambda error: problems.append(str(error)))
    )
    assert [story.text for story in found] == ["A dam failed.", "Fares rise.", "By its first bytes."]
    assert problems == [f"{tmp_path}/a.wire[1]: a slug without a text"]
    assert [form.name for form in formats()][-2:] == ["wire", "text"]
    assert len(caplog.messages) == 2
    assert "the reader 'broken' of dedup_wire:MISSING cannot be loaded" in caplog.messages[0]
    assert "the reader 'other'" in caplog.messages[1]


@pytest.mark.usefixtures("installed")
def test_it_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["formats"])
    assert "wire" in capsys.readouterr().out


def test_it_is_gone_when_it_is_not_installed() -> None:
    with pytest.raises(SettingsError, match="no input format 'wire'"):
        read([], input_format="wire")
