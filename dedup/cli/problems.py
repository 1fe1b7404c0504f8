"""Bad records on standard error: a few of each file by name, the others as a number."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dedup.errors import RecordError
    from dedup.story import Story

TOLD = 5
"""Bad records of a file that are named one by one."""

_INSIDE = re.compile(r"(?:\[[^\[\]]{0,200}\]|@\d{1,20}|:\d{1,20})$")
"""The end of a place that says where in its file it is: an item, an offset, a line."""


class Problems:
    """Names the first bad records of each file as they come, and counts."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, problem: "RecordError") -> None:
        """Name a bad record, or count it."""
        from dedup.report.plain import plain

        file = problem.place
        while inside := _INSIDE.search(file):
            file = file[: inside.start()]
        self._counts[file] += 1
        if self._counts[file] <= TOLD:
            click.echo(f"dedup: passed over {plain(str(problem))}", err=True)

    def told_after(self, stories: "Iterator[Story]") -> "Iterator[Story]":
        """The stories as they are; when they end, how many bad records there were beside those named."""
        from dedup.report.plain import plain

        try:
            yield from stories
        finally:
            for file, count in self._counts.items():
                if count > TOLD:
                    click.echo(f"dedup: … and {count - TOLD:,} more in {plain(file)}", err=True)
