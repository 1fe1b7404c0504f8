"""What a long run counts, for `--stats` (JSON) and `--metrics` (Prometheus text format).

The files are replaced whole, after every batch but not more than once a second, and at the end.
"""

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.story import VERDICTS

if TYPE_CHECKING:
    from dedup.story import Verdict

INTERVAL = 1.0
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
        if time.monotonic() - self._written >= INTERVAL:
            self.write()

    def counts(self) -> dict[str, object]:
        """What was counted so far."""
        return {
            "stories": sum(self._kinds.values()) + self._known,
            "stored": sum(self._kinds.values()),
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
        from dedup.cli.writing import write
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
                *_metric("bad_records_total", "counter", "Records passed over.", self.bad_records),
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
