"""README and docs say what the program does: their examples are run, their commands and options exist."""

import re
import runpy
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import doc_examples
import pytest
from doc_examples import PAGES, ROOT, Block, Command, agree, renewed

from dedup.cli import commands
from dedup.difference_types import TYPES

BLOCKS = [block for page in PAGES for block in doc_examples.blocks(page)]
RUN = [page for page in PAGES if any(block.runs for block in BLOCKS if block.page == page)]
OTHER_PROGRAMS = {"--strict-markers", "--no-deps", "--data-binary", "--repo"}


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield f"{before}{name}", command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before}{name} ")


ALL = dict(_commands(commands))


def _options(command: click.Command) -> set[str]:
    return {option for parameter in [*command.params, *commands.params] for option in parameter.opts} | {
        option for parameter in command.params for option in parameter.secondary_opts
    }


EVERY_OPTION = {option for command in [commands, *ALL.values()] for option in _options(command)} | {"--help"}


@pytest.mark.parametrize("page", RUN, ids=_name)
def test_examples_show_what_is_printed(page: Path) -> None:
    for block, line, shown, printed in doc_examples.run_page(page):
        place = f"{_name(page)}:{block.line}: {line}"
        hint = "python tests/doc_examples.py writes it anew; read the diff"
        assert agree(shown, printed), "\n".join([place, *printed, hint])


NOT_RUN = [block for block in BLOCKS if not block.runs]


@pytest.mark.parametrize("block", NOT_RUN, ids=lambda block: f"{_name(block.page)}:{block.line}")
def test_examples_that_are_not_run_are_well_formed(block: Block) -> None:
    if block.language == "python":
        compile(block.text, _name(block.page), "exec")
        return
    for command in doc_examples.commands(block):
        _, name, *rest = shlex.split(command.line)
        used = {word.partition("=")[0] for word in rest if word.startswith("--")}
        assert used <= _options(ALL[name]), command.line


def test_all_lines_of_a_page_agree() -> None:
    assert agree(["one", "two"], ["one", "two"])
    assert agree(["one", "…", "four"], ["one", "two", "three", "four"])
    assert agree(["one", "…", "three", "…"], ["one", "two", "three", "four"])
    assert not agree(["one"], ["one", "two"])
    assert not agree(["one", "…", "three"], ["one", "two"])
    assert not agree(["…", "three", "…"], ["one", "two"])
    assert not agree(["one", "…", "one"], ["one"])


def test_new_output_is_shown_as_far_as_the_old() -> None:
    assert renewed(["a", "…", "z"], ["b", "c", "d", "y"]) == ["b", "…", "y"]
    assert renewed(["a", "…"], ["b", "c"]) == ["b", "…"]
    assert renewed(["a"], ["b", "c"]) == ["b", "c"]


def test_commands_of_a_block_have_their_output(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A\n\n```console\n$ dedup a \\\n    --b\nout\n$ dedup c\n```\n", encoding="utf-8")
    [block] = doc_examples.blocks(page)
    assert doc_examples.commands(block) == [Command("dedup a --b", ["out"]), Command("dedup c", [])]


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "commands.md"], ids=_name)
def test_every_option_that_is_mentioned_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    ours = re.sub(r"(?:python tests/|python -m tests\.|spark-submit|pip |mkdocs )(?:[^`\n]|\\\n)*", "", text)
    ours = re.sub(r"`--(?:only|check) ?[a-z]*`", "", ours) if "tests/bench" in text else ours
    mentioned = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", ours)) - OTHER_PROGRAMS
    assert mentioned <= EVERY_OPTION


def test_every_bench_that_is_mentioned_exists() -> None:
    text = "\n".join(page.read_text(encoding="utf-8").replace("\n", " ") for page in PAGES)
    mentioned = re.findall(r"python (tests/\w+/\w+\.py)([^`|]*)", text)
    assert len(mentioned) >= 8
    for path, options in mentioned:
        program = (ROOT / path).read_text(encoding="utf-8")
        for option in re.findall(r"(?<![\w-])--[a-z-]+", options):
            assert f'"{option}"' in program, f"{path} {option}"


def test_every_command_that_is_mentioned_exists() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    mentioned = set(re.findall(r"(?:^\$ |^    |`|bin/)dedup ([a-z]+)", text, re.MULTILINE))
    assert mentioned <= set(commands.commands)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in commands.commands:
        assert re.search(rf"^    dedup .*\b{name}\b", readme, re.MULTILINE), name


def test_the_reference_is_the_help() -> None:
    program = runpy.run_path(str(ROOT / "docs" / "make_reference.py"))
    page = program["PAGE"].read_text(encoding="utf-8")
    assert page.split() == program["reference"]().split(), "run python docs/make_reference.py"


def test_the_architecture_names_every_module_once() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z_/]+\.py)` \|", text, re.MULTILINE)
    package = ROOT / "dedup"
    assert sorted(listed) == sorted(path.relative_to(package).as_posix() for path in package.rglob("*.py"))


def test_the_architecture_has_the_floors_of_the_tests() -> None:
    floors = runpy.run_path(str(ROOT / "tests" / "test_layers.py"))["FLOORS"]
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    drawn = dict(re.findall(r"^ (\d)  (.+)$", text, re.MULTILINE))
    for height, rooms in enumerate(floors):
        words = re.split(r"\s{3,}", drawn[str(height)])[0].split()
        assert set(words) == set(rooms)


def test_every_type_of_difference_is_described() -> None:
    text = (ROOT / "docs" / "reference" / "output.md").read_text(encoding="utf-8")
    assert [name for name in TYPES if f"`{name}`" not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_to_files_and_headings(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        other = (page.parent / path).resolve() if path else page
        assert other.exists(), target
        if anchor:
            heads = re.findall(r"^#+ (.+)$", other.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {_anchor(head) for head in heads}, target


def _anchor(head: str) -> str:
    return re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-")


def test_the_manual_lists_every_page() -> None:
    nav = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    pages = [path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")]
    assert [page for page in pages if not re.search(rf"[ :]{re.escape(page)}$", nav, re.MULTILINE)] == []


def test_the_readme_fits_and_its_test_command_stays() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 120
    assert sum("python -m pytest" in line for line in lines) == 1


def test_every_extra_that_is_named_exists() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pattern = re.compile(r"MissingExtraError\([^)]*?\"(\w+)\"\)|extra=\"(\w+)\"")
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "dedup").rglob("*.py"))
    named = {name for pair in pattern.findall(sources) for name in pair if name}
    assert len(named) >= 8
    assert named <= set(project["optional-dependencies"])
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {name for name in named if f"`{name}`" not in readme} == set()


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_option_says_what_it_does(name: str) -> None:
    for parameter in ALL[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts[0]}"
    assert ALL[name].help


@pytest.mark.parametrize("name", sorted(name for name in ALL if not isinstance(ALL[name], click.Group)))
def test_examples_of_the_help_use_options_that_exist(name: str) -> None:
    for line in (ALL[name].epilog or "").splitlines():
        if f"dedup {name} " in line:
            assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", line)) <= _options(ALL[name]), line
