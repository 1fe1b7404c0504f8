"""The reference of every command and the manual page, from the help: `python docs/make_reference.py` writes
them.

The manual page is installed with the package, under share/man: `man dedup` finds it where the `bin` of the
environment is in the PATH. With `--check` nothing is written; the exit code is 1 when a page and the help
differ.
"""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from dedup.cli import commands

PAGE = Path(__file__).parent / "reference" / "commands.md"
MANUAL = Path(__file__).parent / "dedup.1"
WIDTH = 88
START = r"""# Commands

<!-- Made by docs/make_reference.py from the help of each command. -->

What a command writes is in [Output](output.md), what it reads in [Formats](formats.md). The same as a manual
page is installed with the package (`man dedup`). Shells complete commands and options; put the line of yours
into its start-up file:

| shell | line | file |
|---|---|---|
| bash | `eval "$(_DEDUP_COMPLETE=bash_source dedup)"` | `~/.bashrc` |
| zsh | `eval "$(_DEDUP_COMPLETE=zsh_source dedup)"` | `~/.zshrc` |
| fish | `_DEDUP_COMPLETE=fish_source dedup \| source` | `~/.config/fish/completions/dedup.fish` |
"""

FOOT = """.SH EXIT STATUS
.TP
0
All is well.
.TP
1
It failed; what is wrong, where, and what to do stands on standard error.
.TP
2
An option or an argument is not right.
.TP
3
A bad record, under \\fB\\-\\-strict\\fR.
.TP
4
\\fBcheck \\-\\-fail\\-on\\fR found what it was to fail on.
.TP
130
Interrupted.
.SH ENVIRONMENT
.TP
.B DEDUP_TOKEN
The token of \\fBdedup serve\\fR.
.TP
.B DEDUP_BACKGROUND
The background table, as \\fB\\-\\-background\\fR.
.TP
.B NO_COLOR
No colours on a terminal.
.PP
Every setting that \\fBdedup config\\fR shows can be given in a variable, as DEDUP_THRESHOLD.
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


def manual() -> str:
    """The page."""
    parts = [
        '.TH DEDUP 1 "" "dedup" "User Commands"\n.SH NAME\ndedup \\- ',
        _roff(_about(commands)).rstrip(".") + "\n",
        ".SH SYNOPSIS\n.B dedup\n[\\fIOPTIONS\\fR] \\fICOMMAND\\fR [\\fIARGS\\fR]...\n",
        ".SH OPTIONS\n",
        *_options(commands),
    ]
    for path, command in _leaves(commands, ("dedup",)):
        parts.append(f".SH {_roff(' '.join(path).upper())}\n")
        parts += _command(path, command)
    return "".join(parts) + FOOT


def _leaves(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    return ((path, one) for path, one in _commands(command, path) if not isinstance(one, click.Group))


def _command(path: tuple[str, ...], command: click.Command) -> Iterator[str]:
    context = _context(command)
    usage = " ".join(command.collect_usage_pieces(context))
    yield f".B {_roff(' '.join(path))}\n{_line(usage)}\n.PP\n"
    for block in re.split(r"\n\s*\n", command.help or ""):
        yield f"{_line(' '.join(block.split()))}\n.PP\n"
    yield from _options(command)
    if command.epilog:
        lines = command.epilog.replace("\b", "").strip("\n").splitlines()
        yield ".PP\n" + _line(lines[0]) + "\n.PP\n.nf\n"
        yield from (_line(line) + "\n" for line in lines[1:] if line.strip())
        yield ".fi\n"


def _options(command: click.Command) -> Iterator[str]:
    context = _context(command)
    for parameter in command.get_params(context):
        name, meaning = parameter.get_help_record(context) or ("", "")
        if meaning:  # arguments stand in the usage
            yield f".TP\n.B {_roff(name)}\n{_line(' '.join(meaning.split()))}\n"


def _context(command: click.Command) -> click.Context:
    return click.Context(command, help_option_names=["-h", "--help"])


def _about(command: click.Command) -> str:
    return " ".join((command.help or "").split())


def _roff(text: str) -> str:
    """Text that roff shows as it is."""
    return text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...")


def _line(text: str) -> str:
    """A line that roff takes for text, not for a request."""
    shown = _roff(text)
    return f"\\&{shown}" if shown.startswith((".", "'")) else shown


def main() -> int:
    """Write the pages, or compare them."""
    for name in [name for name in os.environ if name.startswith("DEDUP_")]:
        del os.environ[name]
    pages = {PAGE: reference(), MANUAL: manual()}
    if "--check" in sys.argv[1:]:
        return int(any(path.read_text(encoding="utf-8") != page for path, page in pages.items()))
    for path, page in pages.items():
        path.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
