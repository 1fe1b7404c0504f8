"""Two stories side by side: which passages say the same, and where the tellings differ."""

from collections.abc import Sequence

from dedup.comparison.side_by_side import compare

__all__: Sequence[str] = ["compare"]
