"""The examples of README and docs: found, run and compared, and written anew.

A fenced block with the language `console` holds commands, each behind `$ `, and what a terminal of 80 columns
shows. One with the language `python` is run as it stands, or as a doctest if it has `>>>`. All blocks of a
page run in order, in one folder that holds `corpora/`, and share their Python names. A line `…` stands for
any number of lines. A comment `<!-- not run: REASON -->` above a block leaves it out: its Python must compile
then, and its options must exist.

`python tests/doc_examples.py` runs all pages and writes what the commands print into them: as many lines
before the first `…` and after the last as there were. What a doctest finds wrong goes to standard error.
"""

import contextlib
import doctest
import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "corpora/README.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
WIDTH = 80
ELIDED = "…"
_FENCE = re.compile(r"^( *)```(\w*)[^\n]*\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_NOT_RUN = re.compile(r"<!-- not run: .+ -->\s*$")
DOCTEST = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, where the text begins in the page, and whether it is run."""

    page: Path
    language: str
    text: str
    start: int
    line: int
    runs: bool


@dataclass(frozen=True)
class Command:
    """A command of a console block and the lines that the page shows of its output."""

    line: str
    shown: list[str]


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    found = []
    for match in _FENCE.finditer(text):
        runs = not _NOT_RUN.search(text[: match.start()].rstrip(" "))
        line = text.count("\n", 0, match.start()) + 1
        found.append(Block(page, match[2], match[3], match.start(3), line, runs))
    return found


def commands(block: Block) -> list[Command]:
    """The commands of a console block."""
    found: list[Command] = []
    lines = iter(block.text.splitlines())
    for line in lines:
        if line.startswith("$ "):
            while line.endswith("\\"):
                line = line[:-1].rstrip() + " " + next(lines).strip()
            found.append(Command(line[2:], []))
        elif found:
            found[-1].shown.append(line)
    return found


def agree(shown: list[str], printed: list[str]) -> bool:
    """Whether lines are those that were printed, where `…` stands for any lines."""
    if ELIDED not in shown:
        return shown == printed
    parts = _parts(shown)
    first, last = parts[0], parts[-1]
    if printed[: len(first)] != first or (last and printed[len(first) :][-len(last) :] != last):
        return False
    at, end = len(first), len(printed) - len(last)
    for part in parts[1:-1]:
        places = [i for i in range(at, end - len(part) + 1) if printed[i : i + len(part)] == part]
        if not places:
            return False
        at = places[0] + len(part)
    return at <= end


def renewed(shown: list[str], printed: list[str]) -> list[str]:
    """What to show of new output: as many lines before the first `…` and after the last as before."""
    if ELIDED not in shown:
        return printed
    parts = _parts(shown)
    first, last = len(parts[0]), len(parts[-1])
    if first + last >= len(printed):
        return printed
    return [*printed[:first], ELIDED, *(printed[-last:] if last else [])]


def _parts(shown: list[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for line in shown:
        if line == ELIDED:
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


@contextlib.contextmanager
def workplace() -> Iterator[None]:
    """An empty folder with `corpora/`, and a terminal without colours."""
    here, before = Path.cwd(), dict(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "corpora").symlink_to(ROOT / "corpora")
        os.chdir(folder)
        os.environ.update(COLUMNS=str(WIDTH), NO_COLOR="1", TERM="xterm")
        try:
            yield
        finally:
            os.chdir(here)
            os.environ.clear()
            os.environ.update(before)


class _Terminal(io.TextIOWrapper):
    """A stream in memory that is, or is not, a terminal."""

    buffer: io.BytesIO

    def __init__(self, real: bool) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)
        self._real = real

    def isatty(self) -> bool:
        return self._real


def run(line: str) -> list[str]:
    """The lines that a command shows on a terminal: its output, behind its messages.

    `dedup`, `head -n N FILE`, `cat FILE`; settings before it and `> FILE` behind it.
    """
    words = shlex.split(line)
    target = None
    if len(words) > 2 and words[-2] == ">":
        target, words = words[-1], words[:-2]
    settings = {}
    while "=" in words[0]:
        name, _, settings[name] = words.pop(0).partition("=")
    os.environ.update(settings)
    try:
        printed, messages = _call(words, terminal=target is None)
    finally:
        for name in settings:
            del os.environ[name]
    if target is not None:
        Path(target).write_text(printed, encoding="utf-8")
        printed = ""
    return [line.rstrip() for line in (messages + printed).splitlines()]


def _call(words: list[str], terminal: bool) -> tuple[str, str]:
    if words[0] == "cat":
        return "".join(Path(name).read_text(encoding="utf-8") for name in words[1:]), ""
    if words[:2] == ["head", "-n"]:
        lines = Path(words[3]).read_text(encoding="utf-8").splitlines(keepends=True)
        return "".join(lines[: int(words[2])]), ""
    assert words[0] == "dedup", f"{words[0]} is no program that examples may use"
    from dedup.cli import main

    out, err = _Terminal(terminal), _Terminal(False)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.suppress(SystemExit):
        main(words[1:])
    if "--background" in words:  # a command has a process of its own, and its table ends with it
        from dedup.text.background import use

        use(None)
    return out.buffer.getvalue().decode(), err.buffer.getvalue().decode()


def run_python(block: Block, names: dict[str, object]) -> str:
    """Run a Python block with the names of its page: what a doctest finds wrong, "" for nothing."""
    if ">>>" not in block.text:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile("\n" * block.line + block.text, str(block.page), "exec"), names)
        return ""
    test = doctest.DocTestParser().get_doctest(block.text, {}, str(block.page), str(block.page), block.line)
    test.globs = names
    wrong = io.StringIO()
    doctest.DocTestRunner(optionflags=DOCTEST).run(test, out=wrong.write, clear_globs=False)
    return wrong.getvalue()


def run_page(page: Path) -> Iterator[tuple[Block, str, list[str], list[str]]]:
    """Run all blocks of a page: each command with the lines that are shown and those that were printed."""
    names: dict[str, object] = {}
    with workplace():
        for block in blocks(page):
            if not block.runs:
                continue
            if block.language == "console":
                for command in commands(block):
                    yield block, command.line, command.shown, run(command.line)
            elif block.language == "python":
                yield block, "python", [], run_python(block, names).splitlines()


def renew(page: Path) -> None:
    """Write what the commands of a page print into it."""
    text, done = page.read_text(encoding="utf-8"), 0
    new = ""
    outputs: dict[int, list[tuple[list[str], list[str]]]] = {}
    for block, line, shown, printed in run_page(page):
        if block.language == "console":
            outputs.setdefault(block.start, []).append((shown, printed))
        elif printed:
            sys.stderr.write(f"{page.name}:{block.line}: {line}\n" + "\n".join(printed) + "\n")
    for block in blocks(page):
        if block.start in outputs:
            lines = _block_lines(block, outputs[block.start])
            new += text[done : block.start] + "".join(f"{line}\n" for line in lines)
            done = block.start + len(block.text)
    page.write_text(new + text[done:], encoding="utf-8")


def _block_lines(block: Block, outputs: list[tuple[list[str], list[str]]]) -> list[str]:
    lines: list[str] = []
    left = iter(outputs)
    typed = False
    for line in block.text.splitlines():
        if line.startswith("$ ") or typed:
            lines.append(line)
            typed = line.endswith("\\")
            if not typed:
                lines += renewed(*next(left))
    return lines


if __name__ == "__main__":
    for page in [Path(name).resolve() for name in sys.argv[1:]] or PAGES:
        if page.exists():
            renew(page)
