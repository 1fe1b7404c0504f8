"""Progress on standard error, and counts for monitoring.

On a terminal one line is rewritten, from the second second on; elsewhere a line is written every minute. The
files of `--stats` (JSON) and `--metrics` (Prometheus text format) are replaced whole, after a batch but at
most once a second, and at the end. Messages go through `say`, which clears that line first.
"""

import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, ClassVar

import click

from dedup.types import VERDICTS

if TYPE_CHECKING:
    from dedup.types import Verdict

PATIENCE = 1.0
"""Seconds before anything is shown on a terminal."""

INTERVAL = {True: 0.2, False: 60.0}
"""Seconds between two lines, on a terminal and elsewhere."""


class Progress:
    """Tells what a run is doing. Call it with a stage, how much of it is done, and how much there is.

    Parameters
    ----------
    silent
        Whether nothing is to be shown.

    Attributes
    ----------
    verbose : bool
        Whether every stage is named with the time that it took, too; for all runs of the process.
    """

    verbose: ClassVar[bool] = False
    _current: "ClassVar[Progress | None]" = None

    def __init__(self, silent: bool = False) -> None:
        self._silent = silent
        self._terminal = sys.stderr.isatty()
        self._start = self._stage_start = time.monotonic()
        self._next = self._start + (PATIENCE if self._terminal else INTERVAL[False])
        self._stage = ""
        self._shown = False
        self._share: Callable[[], float | None] = lambda: None

    def __enter__(self) -> "Progress":
        Progress._current = self
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()
        self._stage_is_over()
        Progress._current = None

    def reads(self, share: Callable[[], float | None]) -> None:
        """Note what tells how much of the input was read, 0 to 1: stages without a total ask it."""
        self._share = share

    def clear(self) -> None:
        """Take the line off the terminal, so that a message can stand in its place."""
        if self._shown and self._terminal:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._shown = False

    def __call__(self, stage: str, done: int, total: int | None = None) -> None:
        now = time.monotonic()
        if stage != self._stage:
            self._stage_is_over()
            self._stage, self._stage_start = stage, now
            if self._terminal:
                self._next = max(now, self._start + PATIENCE)
        if self._silent or now < self._next:
            return
        self._next = now + INTERVAL[self._terminal]
        share = min(1.0, done / total) if total else self._share() if done else None
        line = _line(stage, done, total, share, now - self._stage_start)
        if self._terminal:
            line = f"\r{line[: shutil.get_terminal_size().columns - 1]}\x1b[K"
        sys.stderr.write(line if self._terminal else f"dedup: {line}\n")
        sys.stderr.flush()
        self._shown = True

    def _stage_is_over(self) -> None:
        if self.verbose and self._stage and not self._silent:
            self.clear()
            seconds = time.monotonic() - self._stage_start
            sys.stderr.write(f"dedup: {self._stage}: {seconds:.1f} s\n")


def say(message: str) -> None:
    """A line on standard error; a line of progress makes room for it."""
    if Progress._current is not None:
        Progress._current.clear()
    click.echo(f"dedup: {message}", err=True)


def _line(stage: str, done: int, total: int | None, share: float | None, seconds: float) -> str:
    """What is done, how fast, and how long it will take; `share` of all is done.

    Examples
    --------
    >>> _line("match", 5000, 20000, 0.25, 2.0)
    'match  [#####---------------]  25 %  5,000 of 20,000  2,500/s  6 s left'
    >>> _line("sketch", 5000, None, 0.5, 100.0)
    'sketch  [##########----------]  50 %  5,000  50/s  2 min left'
    >>> _line("sketch", 5000, None, None, 2.0)
    'sketch  5,000  2,500/s'
    """
    parts = [stage]
    if share is not None:
        filled = int(20 * share)
        parts.append(f"[{'#' * filled}{'-' * (20 - filled)}]  {100 * share:.0f} %")
    if total or done:
        parts.append(f"{done:,} of {total:,}" if total else f"{done:,}")
    if seconds > 0 and done:
        parts.append(f"{done / seconds:,.0f}/s")
        if share:
            parts.append(_left(seconds * (1 - share) / share))
    return "  ".join(parts)


def _left(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s left"
    return f"{seconds / 60:.0f} min left" if seconds < 5_400 else f"{seconds / 3_600:.1f} h left"


METER_INTERVAL = 1.0
"""Seconds between two writings of the files."""


class Meter:
    """Counts of one run.

    Parameters
    ----------
    stats, metrics
        Files to write, None for none.
    """

    def __init__(self, stats: Path | None, metrics: Path | None) -> None:
        self._stats = stats
        self._metrics = metrics
        self._kinds: Counter[str] = Counter()
        self._known = self._batches = self._merged = self.bad_records = self.expired = 0
        self._start = self._last = time.time()
        self._busy = self._longest = 0.0
        self._written = 0.0

    def batch(self, verdicts: "Sequence[Verdict]", seconds: float) -> None:
        """Counts a batch that was committed."""
        self._kinds.update(verdict.kind for verdict in verdicts if verdict.stored)
        self._known += sum(not verdict.stored for verdict in verdicts)
        self._merged += sum(len(verdict.merged) for verdict in verdicts)
        self._batches += 1
        self._busy += seconds
        self._longest = max(self._longest, seconds)
        self._last = time.time()
        if time.monotonic() - self._written >= METER_INTERVAL:
            self.write()

    @property
    def stored(self) -> int:
        """How many stories were stored so far."""
        return sum(self._kinds.values())

    def counts(self) -> dict[str, object]:
        """What was counted so far."""
        return {
            "stories": self.stored + self._known,
            "stored": self.stored,
            "known_already": self._known,
            "verdicts": {kind: self._kinds[kind] for kind in VERDICTS},
            "clusters_merged": self._merged,
            "bad_records": self.bad_records,
            "expired": self.expired,
            "batches": self._batches,
            "seconds": round(time.time() - self._start, 3),
            "seconds_in_batches": round(self._busy, 3),
            "longest_batch_seconds": round(self._longest, 3),
            "last_commit": round(self._last, 3),
        }

    def write(self) -> None:
        """Replaces the files."""
        from dedup.cli.output import write
        from dedup.report.records import json_bytes

        self._written = time.monotonic()
        if self._stats is not None:
            write(self._stats, [json_bytes(self.counts(), indent=True)])
        if self._metrics is not None:
            write(self._metrics, [self.prometheus().encode()])

    def prometheus(self) -> str:
        """The counts in the text format that Prometheus' node exporter collects."""
        stories = [f'dedup_stories_total{{verdict="{kind}"}} {self._kinds[kind]}' for kind in VERDICTS]
        return "\n".join(
            [
                "# HELP dedup_stories_total Stories stored, by verdict.",
                "# TYPE dedup_stories_total counter",
                *stories,
                *_metric("stories_known_total", "counter", "Stories that were known already.", self._known),
                *_metric("clusters_merged_total", "counter", "Clusters joined to others.", self._merged),
                *_metric("bad_records_total", "counter", "Records that were skipped.", self.bad_records),
                *_metric("stories_expired_total", "counter", "Stories that left the window.", self.expired),
                "# HELP dedup_batch_seconds Time from a batch's first look-up to its commit.",
                "# TYPE dedup_batch_seconds summary",
                f"dedup_batch_seconds_sum {self._busy:.6f}",
                f"dedup_batch_seconds_count {self._batches}",
                *_metric("longest_batch_seconds", "gauge", "Longest batch so far.", round(self._longest, 6)),
                *_metric(
                    "last_commit_timestamp_seconds", "gauge", "When a batch was last committed.", self._last
                ),
                "",
            ]
        )


def _metric(name: str, kind: str, meaning: str, value: float) -> list[str]:
    return [f"# HELP dedup_{name} {meaning}", f"# TYPE dedup_{name} {kind}", f"dedup_{name} {value}"]
