"""The clusters of a local run, on Spark (extra `spark`): for more stories than one machine holds.

>>> import dedup.spark as engine                         # doctest: +SKIP
>>> rows = engine.cluster(spark.table("news"))                   # doctest: +SKIP
>>> rows.write.parquet("s3a://bucket/clusters")                  # doctest: +SKIP

Python on the executors must have dedup installed, in the version of the driver. Only DataFrames are used,
so it runs over Spark Connect, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING

from dedup.errors import MissingExtraError
from dedup.match.corrections import Pairs, corrections
from dedup.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pyspark.sql import DataFrame

    from dedup.spark.engine import Run

__all__ = ["cluster", "run"]


def cluster(
    stories: DataFrame,
    *,
    settings: Settings | None = None,
    events: bool = True,
    boilerplate: NDArray[np.uint32] | None = None,
    must_join: Pairs = (),
    must_not_join: Pairs = (),
    fields: Mapping[str, str] | None = None,
    scratch: str | None = None,
) -> DataFrame:
    """Cluster the rows of a table into duplicates and events.

    Parameters
    ----------
    stories
        A row for every story; columns are recognised by the usual field names.
    settings, events, boilerplate, must_join, must_not_join
        As for `dedup.cluster`.
    fields
        Part of a story -> column that holds it, as for `dedup.read`; with dots into nested columns.
    scratch
        Folder, of any file system that Spark knows, for tables between the stages. A temporary one will do
        where the executors run on this machine.

    Returns
    -------
    DataFrame
        A row for every story, with the columns of `dedup schema stories`.

    Raises
    ------
    DuplicateIdError
        Two rows carry the same id.
    InputError
        No scratch folder is named, and the executors are on other machines.
    """
    return run(
        stories,
        settings=settings,
        events=events,
        boilerplate=boilerplate,
        must_join=must_join,
        must_not_join=must_not_join,
        fields=fields,
        scratch=scratch,
    ).table()


def run(
    stories: DataFrame,
    *,
    settings: Settings | None = None,
    events: bool = True,
    boilerplate: NDArray[np.uint32] | None = None,
    must_join: Pairs = (),
    must_not_join: Pairs = (),
    fields: Mapping[str, str] | None = None,
    scratch: str | None = None,
    strict: bool = False,
    guess_language: bool = False,
    progress: Callable[[str, int, int | None], None] | None = None,
) -> Run:
    """The same as a `Run`, which gives tables, and a `Result` if the driver has room for it.

    Parameters
    ----------
    stories, settings, events, boilerplate, must_join, must_not_join, fields, scratch
        As for `cluster`.
    strict
        Raise the error of a bad record, instead of passing over it.
    guess_language
        Identify the language of stories whose record does not state it.
    progress
        Called with the stages as they begin.

    Raises
    ------
    RecordError
        A record is no story, and the run is strict.
    """
    check()
    from dedup.spark.engine import run as run_stages

    return run_stages(
        stories,
        settings or Settings(),
        events,
        boilerplate,
        corrections(must_join, must_not_join),
        fields or {},
        scratch,
        strict,
        guess_language,
        progress,
    )


def check() -> None:
    """See that Spark can be loaded.

    Raises
    ------
    MissingExtraError
        pyspark, or what it asks for, is not installed.
    """
    for name in ("pyspark", "pyarrow", "pandas"):
        if find_spec(name) is None:
            raise MissingExtraError("the Spark engine", "spark")
