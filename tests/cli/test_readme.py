"""README, help and the real commands agree."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from dedup.cli import commands

README = (Path(__file__).parent.parent.parent / "README.md").read_text(encoding="utf-8")
OTHER_PROGRAMS = {"--strict-markers"}


def _commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield f"{before}{name}", command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before}{name} ")


ALL = dict(_commands(commands))


def _options() -> set[str]:
    listed = [commands, *ALL.values()]
    return {option for command in listed for parameter in command.params for option in parameter.opts}


def test_every_option_of_the_readme_exists() -> None:
    ours = re.sub(r"python tests/[^`\n]*|spark-submit(?:[^`\n]|\\\n)*", "", README)
    mentioned = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", ours)) - OTHER_PROGRAMS
    assert mentioned - _options() == {"--help"} & mentioned


def test_every_command_of_the_readme_exists() -> None:
    mentioned = set(re.findall(r"(?:^\$ |^    |`|bin/)dedup ([a-z]+)", README, re.MULTILINE))
    assert mentioned <= set(commands.commands)
    assert set(commands.commands) <= mentioned | set(re.findall(r"\| ([a-z]+)", README))


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_option_says_what_it_does(name: str) -> None:
    for parameter in ALL[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts[0]}"
    assert ALL[name].help


@pytest.mark.parametrize("name", sorted(name for name in ALL if not isinstance(ALL[name], click.Group)))
def test_examples_use_options_that_exist(name: str) -> None:
    command = ALL[name]
    own = {option for parameter in [*command.params, *commands.params] for option in parameter.opts}
    for line in (command.epilog or "").splitlines():
        if f"dedup {name} " in line:
            assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", line)) <= own, line
