"""Progress: nothing for short runs, a rewritten line on a terminal, a line a minute elsewhere."""

import io
import re
import time

import pytest

from dedup.cli.progress import Progress, say


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def _watch(stream: io.StringIO, clock: list[float], steps: list[tuple[float, str, int]]) -> str:
    with Progress() as progress:
        for seconds, stage, done in steps:
            clock[0] = 100.0 + seconds
            progress(stage, done, 1000)
    return stream.getvalue()


def test_short_runs_are_silent(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in (_Terminal(), io.StringIO()):
        monkeypatch.setattr("sys.stderr", stream)
        assert _watch(stream, clock, [(0.5, "sketch", 100), (0.9, "match", 900)]) == ""
        clock[0] = 100.0


def test_a_terminal_sees_stage_count_rate_and_time_left(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = _Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    written = _watch(stream, clock, [(0.0, "sketch", 0), (4.0, "sketch", 500)])
    assert "sketch  [##########----------]  50 %  500 of 1,000  125/s  4 s left" in written
    assert written.endswith("\r\x1b[K")


def test_a_log_gets_a_line_a_minute(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    written = _watch(stream, clock, [(s, "sketch", int(s)) for s in range(0, 130, 5)])
    assert len(written.splitlines()) == 2
    assert "\x1b" not in written


def test_quiet_says_nothing(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    with Progress(silent=True) as progress:
        clock[0] += 500
        progress("sketch", 1, 2)
    assert stream.getvalue() == ""


def test_a_message_takes_the_place_of_the_line(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    with Progress() as progress:
        clock[0] += 4
        progress("sketch", 7295)
        say("skipped feed.jsonl:6462: no text")
        say("another")
    assert "7,295\x1b[K\r\x1b[Kdedup: skipped feed.jsonl:6462: no text\ndedup: another\n" in stream.getvalue()


def test_a_line_is_never_longer_than_the_terminal(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = _Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("COLUMNS", "30")
    written = _watch(stream, clock, [(0.0, "sketch", 0), (4.0, "sketch", 500)])
    assert max(len(part) for part in re.split(r"[\r\n]|\x1b\[K", written)) == 29


def test_the_share_of_the_files_that_was_read_is_known(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = _Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    with Progress() as progress:
        progress.reads(lambda: 0.25)
        progress("sketch", 0)
        clock[0] += 100
        progress("sketch", 5_000)
    assert "sketch  [#####---------------]  25 %  5,000  50/s  5 min left" in stream.getvalue()


def test_verbose_names_the_stages_with_their_times(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr(Progress, "verbose", True)
    with Progress() as progress:
        progress("sketch", 0)
        clock[0] += 3
        progress("match", 0)
        clock[0] += 0.5
    assert stream.getvalue() == "dedup: sketch: 3.0 s\ndedup: match: 0.5 s\n"
