"""What must hold of any input: an answer or a named error, in time, in memory, and never a silent nothing."""

import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import click
from fuzz_seeds import ODD, SEEDS, file, prose, value

import dedup
from dedup import cli
from dedup.errors import DedupError, RecordError
from dedup.settings import Settings, load

SECONDS = 2.0
"""Processor time that 100 KB of input may take."""
MEGABYTES = 500
"""Memory that a process may take for inputs of this size beyond what it has when it starts."""


class BrokenPromiseError(Exception):
    """An input that breaks a promise."""


def memory() -> float:
    """Megabytes that this process held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def in_time(size: int) -> Any:
    """Raises when more processor time is spent than an input of a size may take."""
    begin = time.process_time()
    yield
    spent = time.process_time() - begin
    if spent > SECONDS * max(1.0, size / 100_000):
        raise BrokenPromiseError(f"{spent:.1f} s for {size:,} bytes")


def check_file(suffix: str, data: bytes, folder: Path) -> int:
    """Reads a file, and asks what the package says of its stories; how many these are."""
    path = folder / f"input{suffix}"
    path.write_bytes(data)
    problems: list[RecordError] = []
    refused = False
    stories: list[dedup.Story] = []
    with in_time(len(data)):
        try:
            stories += dedup.read(path, on_problem=problems.append)
        except DedupError:
            refused = True
    if data.strip() and not stories and not problems and not refused:
        raise BrokenPromiseError("nothing was read, and nothing was said")
    for story in stories:
        if not (story.text or story.title):
            raise BrokenPromiseError("a story without a word")
        json.dumps([story.id, story.title, story.source, story.place]).encode()
        story.text.encode()
    return len(stories)


def check_stories(dice: Random, folder: Path) -> None:
    """What is asked of stories, of texts that come from any format."""
    suffix, data = file(dice, dice.choice(["text", "jsonl", "html", "feed"]))
    path = folder / f"stories{suffix}"
    path.write_bytes(data)
    try:
        stories = list(dedup.read(path, on_problem=lambda problem: None))[:4]
    except DedupError:
        return
    if not stories:
        return
    other = dedup.Story("other", prose(dice, 60))
    calls: list[Callable[[], object]] = [
        lambda: dedup.compare(stories[0], stories[-1]),
        lambda: dedup.explain(stories[0], other),
        lambda: dedup.split(stories[0].text),
        lambda: dedup.cluster([*stories, other]),
        lambda: dedup.history([stories[0], other]),
        lambda: dedup.shared_passages([stories[0], other]),
    ]
    with in_time(3 * len(data)), suppress(DedupError):
        dice.choice(calls)()


def check_settings(dice: Random, folder: Path) -> None:
    """Any values of settings, as arguments, in the environment, in a file."""
    names = [*Settings.__dataclass_fields__]
    values: dict[str, Any] = {
        dice.choice(names): dice.choice(
            ["0", "1", "-1", "0.5", "nan", "inf", "1e999", "", "x", "4G", *ODD, value(dice)]
        )
        for _ in range(dice.randint(1, 3))
    }
    config = folder / "dedup.toml"
    lines = [f"{name} = {json.dumps(given)}" for name, given in values.items()]
    config.write_bytes("\n".join(lines).encode("utf-8", "replace"))
    environment = {f"DEDUP_{name.upper()}": str(given) for name, given in values.items()}
    for call in (
        lambda: Settings(**values),
        lambda: load(None, environment),
        lambda: load(config, {}),
    ):
        with suppress(DedupError):
            call()


SERVING = {"serve"}
"""Commands that do not end by themselves."""


def _commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    found: list[tuple[tuple[str, ...], click.Command]] = []
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            found += _commands(command, (*path, name))
        elif name not in SERVING:
            found.append(((*path, name), command))
    return found


def command_line(dice: Random, folder: Path) -> list[str]:
    """A command with some of its options and arguments, each with values that fit, or do not."""
    sources: list[str] = []
    for number in range(3):
        suffix, data = file(dice, dice.choice([*SEEDS]))
        path = folder / f"source{number}{suffix}"
        path.write_bytes(data)
        sources.append(str(path))
    sources += [str(folder / "none.jsonl"), str(folder), "-", "", "--", "\0"[:0] + "odd\n\x1b[31mname"]
    path, command = dice.choice(_commands(cli.commands))
    line = [*path]
    values = [
        "0",
        "1",
        "-1",
        "0.5",
        "nan",
        "99999999999999999999",
        "",
        "x",
        "json",
        "text",
        "2026-03-05",
        "now",
        *sources,
    ]
    for option in command.params:
        if isinstance(option, click.Option) and dice.random() < 0.25 and option.name != "follow":
            name = dice.choice(option.opts)
            if option.is_flag:
                line.append(name)
            elif isinstance(option.type, click.Choice) and dice.random() < 0.8:
                line += [name, str(dice.choice(list(option.type.choices)))]
            else:
                line += [name, dice.choice(values)]
    line += dice.choices(sources, k=dice.randint(0, 3))
    return [part.replace("\0", "") for part in line]


def check_command(dice: Random, folder: Path) -> list[str]:
    """Runs a command line in this process: it ends with an exit code, whatever it is given."""
    line = command_line(dice, folder)
    code: object = None
    with _apart(folder), in_time(300_000):
        try:
            cli.main(line)
        except SystemExit as end:
            code = end.code
    if not isinstance(code, int):
        raise BrokenPromiseError(f"exit code {code!r} of {line}")
    return line


@contextmanager
def _apart(folder: Path) -> Any:
    """In a directory of its own, with nothing to read and nowhere to write."""
    here, streams = Path.cwd(), (sys.stdin, sys.stdout, sys.stderr)
    with open(os.devnull, encoding="utf-8") as nothing, open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123
        os.chdir(folder)
        sys.stdin, sys.stdout, sys.stderr = nothing, nowhere, nowhere
        try:
            yield
        finally:
            sys.stdin, sys.stdout, sys.stderr = streams
            os.chdir(here)


CHECKS: dict[str, Callable[[Random, Path], object]] = {
    **{form: lambda dice, folder, form=form: check_file(*file(dice, form), folder) for form in SEEDS},
    "stories": check_stories,
    "settings": check_settings,
    "commands": check_command,
}


def one(name: str, seed: int, parent: Path) -> None:
    """One input, which name and seed tell."""
    with TemporaryDirectory(dir=parent) as folder:
        CHECKS[name](random.Random(f"{name} {seed}"), Path(folder))


def chosen(names: Sequence[str]) -> list[str]:
    """The names of checks, or all of them."""
    unknown = {*names} - CHECKS.keys()
    if unknown:
        raise SystemExit(f"no such check: {', '.join(sorted(unknown))}; there are {', '.join(CHECKS)}")
    return [*names] or [*CHECKS]
