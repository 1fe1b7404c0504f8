"""Options that several commands share, and what they mean."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from dedup.read import Tally
    from dedup.settings import Settings
    from dedup.story import Story

Command = TypeVar("Command", bound=Callable[..., Any])


def _mapping(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in values:
        part, equals, name = value.partition("=")
        if not equals or not part or not name:
            raise click.BadParameter(f"{value!r} is not PART=FIELD, as in text=body", context, parameter)
        found[part.strip()] = name.strip()
    return found


def reading(command: Command) -> Command:
    """Options of commands that read sources."""
    for option in (
        click.option("--strict", is_flag=True, help="Stop at the first bad record, with exit code 3."),
        click.option(
            "--input-format", metavar="NAME", help="Read every file as NAME; 'dedup formats' lists them."
        ),
        click.option(
            "--field",
            "fields",
            metavar="PART=FIELD",
            multiple=True,
            callback=_mapping,
            help="Field that holds a part of a story, as in text=body or published=meta.date; repeatable.",
        ),
    ):
        command = option(command)
    return command


def output(*formats: str) -> Callable[[Command], Command]:
    """Options of commands that write a result in one of several formats."""

    def add(command: Command) -> Command:
        for option in (
            click.option("--overwrite", is_flag=True, help="Replace output files that exist."),
            click.option(
                "--format",
                "form",
                type=click.Choice(formats),
                help="By default from the suffix of -o, else text on a terminal and JSON in a pipe.",
            ),
            click.option(
                "-o",
                "--output",
                "target",
                type=click.Path(dir_okay=False, path_type=Path),
                help="Write to a file.",
            ),
        ):
            command = option(command)
        return command

    return add


def quiet(command: Command) -> Command:
    """The option that silences standard error."""
    return click.option("-q", "--quiet", is_flag=True, help="No progress, warnings or summary.")(command)


def tuning(command: Command) -> Command:
    """Options for the settings of a run."""
    for option in (
        click.option(
            "--config",
            "config_file",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            help="Settings as TOML; by default dedup.toml or [tool.dedup] of pyproject.toml here.",
        ),
        click.option("--jobs", type=int, help="Threads [default: 1]."),
        click.option("--window", type=float, help="Days between two reports of one event [default: 7]."),
        click.option("--event-threshold", type=float, help="Probability of one event [default: 0.5]."),
        click.option("--threshold", type=float, help="Duplicate score to join two stories [default: 0.45]."),
    ):
        command = option(command)
    return command


def settings(config_file: Path | None, **given: float | None) -> "Settings":
    """Settings of files and environment, with the flags that were given."""
    from dataclasses import replace

    from dedup.settings import load

    found, _ = load(config_file)
    flags: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    return replace(found, **flags)


def open_stories(
    sources: Iterable[str],
    fields: dict[str, str],
    strict: bool,
    input_format: str | None,
    silent: bool,
    unique: bool = True,
    on_record: "Callable[[str, Mapping[str, object]], None] | None" = None,
) -> tuple[Iterator["Story"], "Tally"]:
    """The stories of sources, with bad records named on standard error."""
    from dedup.cli.problems import Problems
    from dedup.read import Tally, read

    told = Problems()
    tally = Tally()
    stories = read(
        list(sources),
        fields=fields,
        strict=strict,
        on_problem=(lambda problem: None) if silent else told.add,
        input_format=input_format,
        tally=tally,
        unique=unique,
        on_record=on_record,
    )
    return told.told_after(stories), tally
