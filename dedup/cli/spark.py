"""`dedup cluster --engine spark`: the options of the engine, and a run on it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce, wraps
from typing import TYPE_CHECKING, Any

import click

from dedup.cli.options import Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dedup.cli.progress import Progress
    from dedup.readers import Tally
    from dedup.settings import Settings
    from dedup.spark.engine import Run


@dataclass(frozen=True, slots=True)
class Engine:
    """Where a run takes place; everything but the name is for Spark."""

    name: str
    master: str | None
    conf: dict[str, str]
    scratch: str | None
    table: str | None

    def check(self, sources: Sequence[str], local: Mapping[str, object]) -> None:
        """Refuse what does not go together; `local` are options for local runs only, and if they were given.

        Raises
        ------
        click.UsageError
            Then.
        """
        if self.name == "local":
            given: dict[str, object] = {
                "master": self.master,
                "conf": self.conf,
                "scratch": self.scratch,
                "table": self.table,
            }
            for name, value in given.items():
                if value:
                    raise click.UsageError(f"--{name} goes with --engine spark")
            return
        for name, value in local.items():
            if value:
                raise click.UsageError(f"{name} needs the texts, which do not come back from Spark")
        if "-" in sources:
            raise click.UsageError("Spark cannot read standard input; name a path or a table")


def engine_options(command: Callable[..., None]) -> Callable[..., None]:
    """Options of the engine; the command gets them as `engine`, an `Engine`."""

    @wraps(command)
    def run(
        engine_name: str,
        master: str | None,
        conf: dict[str, str],
        scratch: str | None,
        table: str | None,
        **rest: Any,
    ) -> None:
        return command(engine=Engine(engine_name, master, conf, scratch, table), **rest)

    for option in (
        click.option(
            "--table",
            metavar="TARGET",
            help="Have Spark write the rows: as Parquet to a path, or to a table of this name.",
        ),
        click.option(
            "--scratch",
            metavar="FOLDER",
            help="Where Spark keeps tables between stages; needed on a cluster, as in hdfs:///tmp.",
        ),
        click.option(
            "--conf",
            metavar="KEY=VALUE",
            multiple=True,
            callback=_options,
            help="Option of Spark, as in spark.executor.memory=8g; repeatable.",
        ),
        click.option(
            "--master",
            metavar="URL",
            help="Master of Spark [default: that of spark-submit or Spark's configuration, else local[*]].",
        ),
        click.option(
            "--engine",
            "engine_name",
            type=click.Choice(["local", "spark"]),
            default="local",
            show_default=True,
            help="Where to run; SOURCEs of spark are paths or tables that Spark reads.",
        ),
    ):
        run = option(run)
    return run


def _options(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in values:
        key, equals, given = value.partition("=")
        if not equals or not key.strip():
            raise click.BadParameter(f"{value!r} is not KEY=VALUE", context, parameter)
        found[key.strip()] = given
    return found


def run_on_spark(
    engine: Engine,
    sources: Sequence[str],
    reading: Reading,
    settings: "Settings",
    events: bool,
    boilerplate: "NDArray[np.uint32] | None",
    guess_language: bool,
    quiet: bool,
    progress: "Progress",
) -> "tuple[Run, Tally]":
    """Clusters sources on Spark, and counts the records that were no stories."""
    from dedup.spark import check, run

    check()
    from dedup.readers import Tally
    from dedup.report.styled_text import plain
    from dedup.spark.session import session, source

    spark = click.get_current_context().with_resource(session(engine.master, engine.conf))
    tables = [source(spark, name, reading.input_format) for name in sources]
    found = run(
        reduce(lambda some, more: some.unionByName(more, allowMissingColumns=True), tables),
        settings=settings,
        events=events,
        boilerplate=boilerplate,
        fields=reading.fields,
        scratch=engine.scratch,
        strict=reading.strict,
        guess_language=guess_language,
        progress=progress,
    )
    if not quiet:
        for problem in found.problems:
            click.echo(f"dedup: passed over {plain(problem)}", err=True)
    return found, Tally(passed_over=found.refused)


def write_table(engine: Engine, found: "Run", overwrite: bool) -> None:
    """Has Spark write the rows, as Parquet to a path or to a table.

    Raises
    ------
    OutputError
        It exists and may not be replaced, or Spark cannot write there.
    """
    from dedup.spark.session import save

    if engine.table is not None:
        save(found.table(), engine.table, overwrite)
