"""Progress on standard error: a line that is rewritten on a terminal, a line a minute elsewhere.

Nothing is shown of short runs: not in the first two seconds on a terminal, not in the first minute elsewhere.
"""

import sys
import time
from types import TracebackType

PATIENCE = 2.0
"""Seconds before anything is shown on a terminal."""

INTERVAL = {True: 0.2, False: 60.0}
"""Seconds between two lines, on a terminal and elsewhere."""


class Progress:
    """Tells what a run is doing. Call it with a stage, how much of it is done, and how much there is."""

    def __init__(self, silent: bool = False) -> None:
        self._silent = silent
        self._terminal = sys.stderr.isatty()
        self._start = self._stage_start = time.monotonic()
        self._next = self._start + (PATIENCE if self._terminal else INTERVAL[False])
        self._stage = ""
        self._shown = False

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown and self._terminal:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def __call__(self, stage: str, done: int, total: int | None = None) -> None:
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._stage_start = stage, now
            if self._terminal:
                self._next = max(now, self._start + PATIENCE)
        if self._silent or now < self._next:
            return
        self._next = now + INTERVAL[self._terminal]
        self._shown = True
        line = _line(stage, done, total, now - self._stage_start)
        sys.stderr.write(f"\r{line}\x1b[K" if self._terminal else f"dedup: {line}\n")
        sys.stderr.flush()


def _line(stage: str, done: int, total: int | None, seconds: float) -> str:
    """What is done, how fast, and how long it will take.

    Examples
    --------
    >>> _line("sketch", 5000, 20000, 2.0)
    'sketch  [#####---------------]  5,000 of 20,000  2,500/s  6 s left'
    >>> _line("sketch", 5000, None, 2.0)
    'sketch  5,000  2,500/s'
    """
    rate = done / seconds if seconds > 0 else 0.0
    parts = [stage]
    if total:
        filled = min(20, 20 * done // total)
        parts += [f"[{'#' * filled}{'-' * (20 - filled)}]", f"{done:,} of {total:,}"]
    elif done:
        parts.append(f"{done:,}")
    if rate:
        parts.append(f"{rate:,.0f}/s")
        if total:
            parts.append(f"{(total - done) / rate:,.0f} s left")
    return "  ".join(parts)
