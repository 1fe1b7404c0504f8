"""Options that several commands share, and reports of bad records.

A few bad records of each file are named on standard error; the others are counted.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dedup.errors import SettingsError

if TYPE_CHECKING:
    from dedup.cli.output import Originals
    from dedup.errors import RecordError
    from dedup.readers import Filter, Tally
    from dedup.settings import Settings
    from dedup.types import Story

Command = TypeVar("Command", bound=Callable[..., Any])
Returned = TypeVar("Returned")

INPUT_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUTPUT_FILE = click.Path(dir_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class Reading:
    """How sources are read: mapped fields, a format that is forced, whether a bad record stops the run, which
    stories are let through, and whether missing languages are guessed before."""

    fields: dict[str, str] = field(default_factory=dict)
    input_format: str | None = None
    strict: bool = False
    only: "Filter | None" = None
    guess_language: bool = False


@dataclass(frozen=True, slots=True)
class Tuning:
    """Settings given as flags, None where a file, the environment or the default decides."""

    threshold: float | None
    event_threshold: float | None
    window: float | None
    jobs: int | None
    memory: float | None
    config_file: Path | None

    def settings(self) -> "Settings":
        """Settings of files and environment, with the flags that were given."""
        from dedup.settings import load

        found, _ = load(self.config_file)
        names = ("threshold", "event_threshold", "window", "jobs", "memory")
        flags = {name: getattr(self, name) for name in names}
        given: dict[str, Any] = {name: value for name, value in flags.items() if value is not None}
        with usage():
            return replace(found, **given)


@contextmanager
def usage() -> Iterator[None]:
    """A value on the command line that is out of its range is a fault of usage.

    Raises
    ------
    click.UsageError
        Then.
    """
    try:
        yield
    except SettingsError as problem:
        raise click.UsageError(f"option {problem}") from None


def _mapping(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in values:
        part, equals, name = value.partition("=")
        if not equals or not part or not name:
            raise click.BadParameter(f"{value!r} is not PART=FIELD, as in text=body", context, parameter)
        found[part.strip()] = name.strip()
    return found


_UNITS = {"K": 1e-6, "M": 1e-3, "G": 1.0, "T": 1e3}


def _gigabytes(context: click.Context, parameter: click.Parameter, value: str | None) -> float | None:
    """A size as in 500M or 16G, in gigabytes."""
    if value is None:
        return None
    number, unit = value.strip().upper().removesuffix("B"), 1.0
    if number[-1:] in _UNITS:
        number, unit = number[:-1], _UNITS[number[-1]]
    try:
        size = float(number) * unit
    except ValueError:
        size = -1.0
    if not 0 < size < 1e6:
        raise click.BadParameter(f"{value!r} is no size, as in 500M or 16G", context, parameter)
    return size


fields_option = click.option(
    "--field",
    "fields",
    metavar="PART=FIELD",
    multiple=True,
    callback=_mapping,
    help="Field that holds a part of a story, as in text=body or published=meta.date; repeatable.",
)
"""Which fields hold the parts of a story."""


def reading_options(command: Callable[..., Returned]) -> Callable[..., Returned]:
    """Options of commands that read sources; the command gets them as `reading`, a `Reading`."""

    @wraps(command)
    def run(
        fields: dict[str, str],
        input_format: str | None,
        strict: bool,
        guess_language: bool,
        lang: tuple[str, ...],
        since: str | None,
        until: str | None,
        source: tuple[str, ...],
        conditions: tuple[str, ...],
        **rest: Any,
    ) -> Returned:
        chosen = None
        if lang or since or until or source or conditions:
            from dedup.readers import only

            with usage():
                chosen = only(lang=lang, since=since, until=until, source=source, where=conditions)
        return command(reading=Reading(fields, input_format, strict, chosen, guess_language), **rest)

    for option in (
        click.option(
            "--guess-language",
            is_flag=True,
            help="Identify the language of stories whose record does not state it (py3langid).",
        ),
        click.option(
            "--where",
            "conditions",
            metavar="CONDITION",
            multiple=True,
            help="Only stories with such a field, as in section=sport, 'source!=Wire', title~dam or "
            "'meta.words>=300'; repeatable, all must hold.",
        ),
        click.option(
            "--source", metavar="NAME", multiple=True, help="Only stories of this source; repeatable."
        ),
        click.option(
            "--until",
            metavar="TIME",
            help="Only stories published until then: a day, which counts whole, a time, or how long ago.",
        ),
        click.option(
            "--since",
            metavar="TIME",
            help="Only stories published since then: 2026-03-04, 2026-03-04T05:30Z, or 36h, 7d, 2w ago.",
        ),
        click.option(
            "--lang", metavar="CODE", multiple=True, help="Only stories in this language, as en; repeatable."
        ),
        click.option("--strict", is_flag=True, help="Stop at the first bad record, with exit code 3."),
        click.option(
            "--input-format", metavar="NAME", help="Read every file as NAME; 'dedup formats' lists them."
        ),
        fields_option,
    ):
        run = option(run)
    return run


def output(*formats: str) -> Callable[[Command], Command]:
    """Options of commands that write a result; `--format` where there are formats to choose from."""

    def add(command: Command) -> Command:
        command = click.option("--overwrite", is_flag=True, help="Replace output files that exist.")(command)
        if formats:
            command = click.option(
                "--format",
                "form",
                type=click.Choice(formats),
                help="By default from the suffix of -o, else text on a terminal and JSON in a pipe.",
            )(command)
        return click.option("-o", "--output", "target", type=OUTPUT_FILE, help="Write to a file.")(command)

    return add


def place(command: Command) -> Command:
    """The option that names the index."""
    return click.option(
        "--index", "where", required=True, metavar="PLACE", help="A file, or postgresql://user@host/database."
    )(command)


def splitting(command: Command) -> Command:
    """`--split`: whether merged stories are cut into pieces."""
    return click.option(
        "--split",
        type=click.Choice(["auto", "never", "always"]),
        default="auto",
        show_default=True,
        help="Cut merged stories into pieces; auto looks at text files only.",
    )(command)


def quiet(command: Command) -> Command:
    """The options that say less or more on standard error."""
    command = click.option(
        "-v",
        "--verbose",
        is_flag=True,
        expose_value=False,
        callback=_verbose,
        help="Name every bad record, and every stage with the time that it took.",
    )(command)
    return click.option("-q", "--quiet", is_flag=True, help="No progress, warnings or summary.")(command)


def _verbose(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    from dedup.cli.progress import Progress

    Progress.verbose = value


def tuning_options(command: Callable[..., None]) -> Callable[..., None]:
    """Options for the settings of a run; the command gets them as `tuning`, a `Tuning`."""

    @wraps(command)
    def run(
        threshold: float | None,
        event_threshold: float | None,
        window: float | None,
        jobs: int | None,
        memory: float | None,
        config_file: Path | None,
        **rest: Any,
    ) -> None:
        return command(tuning=Tuning(threshold, event_threshold, window, jobs, memory, config_file), **rest)

    for option in (
        click.option(
            "--config",
            "config_file",
            type=INPUT_FILE,
            help="Settings as TOML; by default dedup.toml or [tool.dedup] of pyproject.toml here.",
        ),
        click.option(
            "--memory",
            metavar="SIZE",
            callback=_gigabytes,
            help="What a run may take, as in 500M or 16G; what outgrows it goes to temporary files [default: "
            "4G, or half of the machine's memory].",
        ),
        click.option("--jobs", type=int, help="Threads [default: 1]."),
        click.option("--window", type=float, help="Days between two reports of one event [default: 7]."),
        click.option("--event-threshold", type=float, help="Probability of one event [default: 0.5]."),
        click.option("--threshold", type=float, help="Duplicate score to join two stories [default: 0.48]."),
    ):
        run = option(run)
    return run


def correction_options(command: Callable[..., None]) -> Callable[..., None]:
    """Options for pairs that a person judged; the command gets them as `wanted`, `Corrections`."""

    @wraps(command)
    def run(must_join: Path | None, must_not_join: Path | None, **rest: Any) -> None:
        from dedup.match.corrections import corrections

        with usage():
            wanted = corrections(must_join or (), must_not_join or ())
        return command(wanted=wanted, **rest)

    pairs = "of ids, as CSV (a,b or a,b,level) or JSON Lines; level: duplicate, version or event."
    for option in (
        click.option("--must-not-join", type=INPUT_FILE, help=f"Pairs that must be apart: pairs {pairs}"),
        click.option("--must-join", type=INPUT_FILE, help=f"Pairs that must be together: pairs {pairs}"),
    ):
        run = option(run)
    return run


def open_stories(
    sources: Iterable[str],
    reading: Reading | None = None,
    silent: bool = False,
    unique: bool = True,
    on_record: "Callable[[str, Mapping[str, object]], None] | None" = None,
) -> tuple[Iterator["Story"], "Tally"]:
    """The stories of sources, with bad records named on standard error."""
    from dedup.readers import Tally, read

    stated = Problems()
    tally = Tally()
    reading = reading or Reading()
    stories = read(
        list(sources),
        fields=reading.fields,
        strict=reading.strict,
        on_problem=(lambda problem: None) if silent else stated.add,
        input_format=reading.input_format,
        tally=tally,
        unique=unique,
        on_record=on_record,
        only=None if reading.guess_language else reading.only,
    )
    if reading.guess_language:
        from dedup.text.terms import with_languages

        stories = with_languages(stories)
        stories = reading.only.of(stories, tally.refuse) if reading.only else stories
    return stated.stated_after(stories), tally


def stories_of_run(
    sources: tuple[str, ...], reading: Reading, silent: bool, split: str, originals: "Originals | None"
) -> tuple[Iterator["Story"], "Tally"]:
    """The stories of a local run, merged ones cut, their records kept where they are written again."""
    from dedup.pipeline import pieces

    stories, tally = open_stories(sources, reading, silent, on_record=originals.add if originals else None)
    cut = pieces(stories, split)
    return originals.through(cut) if originals else cut, tally


def say_what_was_read(tally: "Tally") -> None:
    """What a user should know of the input, on standard error."""
    from dedup.cli.progress import say
    from dedup.report.styled_text import plain
    from dedup.report.wording import count

    if tally.passed_over:
        say(f"skipped {count(tally.passed_over, 'bad record')}")
    if tally.refused:
        say(f"filters left {count(tally.refused, 'story', 'stories')} out")
    if tally.naive_dates:
        say(f"took {count(tally.naive_dates, 'date')} without a zone as UTC")
    if tally.unreadable_dates:
        unread = count(tally.unreadable_dates, "date")
        say(f"could not read {unread}: taken as undated; 2026-03-04T05:30:00Z is always read")
    if tally.titles_only:
        say(
            f"{count(tally.titles_only, 'story', 'stories')} of a title without a text; "
            "if some field holds it, name it with --field text=NAME"
        )
    if tally.left_alone:
        say(f"skipped {count(tally.left_alone, 'file')} of an unknown format")
    for name, encoding in sorted(tally.guessed.items()):
        say(f"{plain(name)} is not all UTF-8; what is not was read as {encoding}")


STATED = 5
"""Bad records of a file that are named one by one."""

_INSIDE = re.compile(r"(?:\[[^\[\]]{0,200}\]|@\d{1,20}|:\d{1,20})$")
"""The end of a place that says where in its file it is: an item, an offset, a line."""


class Problems:
    """Names the first bad records of each file as they come, and counts."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, problem: "RecordError") -> None:
        """Name a bad record, or count it."""
        from dedup.cli.progress import Progress, say
        from dedup.report.styled_text import plain

        file = problem.place
        while inside := _INSIDE.search(file):
            file = file[: inside.start()]
        self._counts[file] += 1
        if self._counts[file] <= STATED or Progress.verbose:
            say(f"skipped {plain(str(problem))}")

    def stated_after(self, stories: "Iterator[Story]") -> "Iterator[Story]":
        """The stories as they are; when they end, how many bad records there were beside those named."""
        from dedup.cli.progress import Progress, say
        from dedup.report.styled_text import plain

        try:
            yield from stories
        finally:
            for file, count in self._counts.items():
                if count > STATED and not Progress.verbose:
                    say(f"… and {count - STATED:,} more in {plain(file)}")
