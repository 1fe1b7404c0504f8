"""The command line: thin commands over documented functions.

Data goes to standard output, everything else to standard error. Exit codes: 0 ok, 1 failure, 2 usage, 3 bad
records under `--strict`, 4 `check --fail-on` found something, 130 interrupted; a closed pipe ends a command
quietly. Commands import what they need when they run, so `--help` loads nothing heavy.
"""

import gc
import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from dedup import __version__
from dedup.cli.cluster import cluster, report
from dedup.cli.compare import compare, explain, split
from dedup.cli.corpus import clean, overlap
from dedup.cli.evaluate import evaluate, tune
from dedup.cli.index import add, check, index
from dedup.cli.info import background, config, formats, schema
from dedup.cli.serve import serve
from dedup.errors import DedupError, RecordError

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=SETTINGS, epilog="Run 'dedup COMMAND --help' for options and examples.")
@click.version_option(__version__, prog_name="dedup")
@click.option(
    "--background",
    "table",
    envvar="DEDUP_BACKGROUND",
    metavar="FILE",
    help="Use this background table, made by 'dedup background', instead of the shipped one.",
)
def commands(table: str | None) -> None:
    """Find duplicate and near-duplicate news stories, and show where they differ."""
    if table:
        from dedup.text.background import use

        use(table)


for _command in (
    cluster,
    clean,
    compare,
    overlap,
    report,
    split,
    explain,
    add,
    check,
    index,
    serve,
    evaluate,
    tune,
    background,
    formats,
    schema,
    config,
):
    commands.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and end the process with its exit code.

    Raises
    ------
    SystemExit
        Always.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # no dense algebra here: threads would only wait
    _open_closed_streams()
    with _rare_collections(), warnings.catch_warnings():
        warnings.showwarning = _show_warning
        sys.exit(_run(arguments))


YOUNG = 100_000
"""Objects made and not freed after which Python looks for cycles; its own 700 costs a run a twelfth of its
time, and finds nothing: what a run makes of a story has no cycles."""


@contextmanager
def _rare_collections() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(YOUNG, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _show_warning(message: Warning | str, *where: object, **more: object) -> None:
    """A warning in one line, without a place in the code."""
    click.echo(f"dedup: {message}", err=True)


def _open_closed_streams() -> None:
    """A service manager may close a standard stream, for which Python has None: nothing is read or shown."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115


def _run(arguments: Sequence[str] | None) -> int:
    try:
        result = commands.main(
            args=None if arguments is None else list(arguments), prog_name="dedup", standalone_mode=False
        )
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("dedup: interrupted", err=True)
        return 130
    except BrokenPipeError:
        return _quietly()
    except SystemExit as end:
        if type(sys.stdout).__name__.endswith("PacifyFlushWrapper"):  # click's answer to a closed pipe
            return _quietly()
        return end.code if isinstance(end.code, int) else 1
    except DedupError as problem:
        click.echo(f"dedup: {_plain(problem)}", err=True)
        return 3 if isinstance(problem, RecordError) else 1
    except OSError as problem:
        click.echo(f"dedup: {problem.filename or 'output'}: {problem.strerror or problem}", err=True)
        return 1


def _quietly() -> int:
    """What a closed pipe gives: nothing more is written, and that is no failure."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 0


def _plain(problem: Exception) -> str:
    from dedup.report.styled_text import plain

    return plain(str(problem))
