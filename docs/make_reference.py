"""The reference of every command, from its own help: `python docs/make_reference.py` writes it.

With `--check` nothing is written; the exit code is 1 when the page and the help differ.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from dedup.cli import commands

PAGE = Path(__file__).parent / "reference" / "commands.md"
WIDTH = 88
START = """# Commands

<!-- Made by docs/make_reference.py from the help of each command. -->

What a command writes is in [Output](output.md), what it reads in [Formats](formats.md).
"""


def reference() -> str:
    """The page."""
    parts = [START]
    for path, command in _commands(commands, ("dedup",)):
        heading = f"{'#' * min(len(path) + 1, 4)} {' '.join(path)}"
        parts.append(f"\n{heading}\n\n```text\n{_help(path, command)}\n```\n")
    return "".join(parts)


def _commands(
    command: click.Command, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _commands(command.commands[name], (*path, name))


def _help(path: tuple[str, ...], command: click.Command) -> str:
    context = click.Context(
        command,
        info_name=" ".join(path),
        terminal_width=WIDTH,
        help_option_names=["-h", "--help"],
    )
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


def main() -> int:
    """Write the page, or compare it."""
    for name in [name for name in os.environ if name.startswith("DEDUP_")]:
        del os.environ[name]
    page = reference()
    if "--check" in sys.argv[1:]:
        return int(PAGE.read_text(encoding="utf-8") != page)
    PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
