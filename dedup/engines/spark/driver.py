"""A run on Spark from a table of records to what it found."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from pyspark.sql import DataFrame

from dedup.engines.spark import results
from dedup.engines.spark.engine import Matched, matched
from dedup.engines.spark.scratch import Scratch
from dedup.engines.spark.session import any_pandas
from dedup.gathering import Progress
from dedup.match.duplicates import silent
from dedup.result import Result
from dedup.settings import Settings


class Run:
    """What a run found.

    Attributes
    ----------
    refused : int
        Records that were no stories.
    problems : tuple of str
        Why, of the first few of them.
    """

    def __init__(self, found: Matched, threshold: float) -> None:
        self._found = found
        self._threshold = threshold
        self.refused = found.refused
        self.problems = found.problems

    def table(self) -> DataFrame:
        """A row for every story, with the columns of `dedup schema stories`."""
        return results.table(self._found, self._threshold)

    def result(self) -> Result:
        """The same as `dedup.cluster` gives, the stories in order of time; the driver has a card of each."""
        return results.result(self._found, self._threshold)

    @property
    def stats(self) -> Mapping[str, int]:
        """Counts of the run, as `Result.stats`."""
        return self._found.stats

    @property
    def boilerplate(self) -> NDArray[np.uint32]:
        """Shingles that counted as boilerplate: uint32, ascending."""
        return self._found.verified.boilerplate


def run(
    table: DataFrame,
    settings: Settings,
    events: bool,
    boilerplate: NDArray[np.uint32] | None,
    fields: Mapping[str, str],
    scratch: str | None,
    strict: bool,
    guess_language: bool,
    progress: Progress | None,
) -> Run:
    """See `dedup.engines.spark.run`."""
    tables = Scratch(table.sparkSession, scratch)
    tell = progress or silent
    with any_pandas():
        found = matched(table, tables, settings, fields, events, boilerplate, guess_language, strict, tell)
    return Run(found, settings.threshold)
