"""Where results go: formats by suffix, files that are replaced whole or not at all, colour only where it
shows."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from dedup.errors import OutputError

SUFFIXES = {
    ".jsonl": "jsonl",
    ".json": "json",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
    ".html": "html",
    ".htm": "html",
    ".txt": "text",
}


def form_of(chosen: str | None, target: Path | None, piped: str) -> str:
    """The format to write: the one chosen, else by suffix, else text on a terminal and `piped` elsewhere.

    Raises
    ------
    OutputError
        No format is chosen, and the suffix is none of a format.
    """
    if chosen:
        return chosen
    if target is not None and target.suffix:
        if target.suffix.lower() not in SUFFIXES:
            raise OutputError(f"{target}: no format has the suffix {target.suffix}; name one with --format")
        return SUFFIXES[target.suffix.lower()]
    return "text" if target is None and sys.stdout.isatty() else piped


def check(target: Path | None, overwrite: bool, *others: str | Path | None) -> None:
    """Refuse an output before any work is done for it.

    Raises
    ------
    OutputError
        The file exists and may not be replaced, its directory does not exist, or it is one of `others`: the
        inputs and the outputs beside it.
    """
    if target is None or str(target) == "-":
        return
    for other in others:
        if other is not None and str(other) != "-" and Path(other).resolve() == target.resolve():
            raise OutputError(f"{target} is read or written in the same run; choose another file")
    if target.exists() and not _passes_on(target) and not overwrite:
        raise OutputError(f"{target} exists; --overwrite replaces it")
    if not target.parent.is_dir():
        raise OutputError(f"{target}: the directory {target.parent} does not exist")


def check_page(target: Path | None) -> None:
    """Refuse to pour a page into a terminal.

    Raises
    ------
    OutputError
        It would go to standard output, which is a terminal.
    """
    if (target is None or str(target) == "-") and sys.stdout.isatty():
        raise OutputError("a page is not for a terminal; write it to a file with -o report.html")


@contextmanager
def opened(target: Path | None) -> Iterator[BinaryIO]:
    """A binary stream to a file or, for None and "-", to standard output.

    A file appears under its name only when it is complete; a link stays, and what it names is replaced. A
    device or a pipe is written to, never replaced.
    """
    if target is None or str(target) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if _passes_on(target):
        with target.open("wb") as passing:
            yield passing
        return
    place = target.resolve()
    try:
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.", suffix=".part")
    except OSError as problem:
        raise OutputError(f"{target} cannot be written: {problem.strerror}; choose another place") from None
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(place)
    except BaseException as problem:
        Path(name).unlink(missing_ok=True)
        if isinstance(problem, OSError) and problem.filename is None:
            raise OutputError(f"{target} cannot be written: {problem.strerror}") from None
        raise


def _passes_on(target: Path) -> bool:
    """Whether it is a device or a pipe: what is written there is not kept under its name."""
    return target.exists() and not target.is_file() and not target.is_dir()


def write(target: Path | None, parts: Iterable[bytes]) -> None:
    """Write bytes to a file or to standard output."""
    with opened(target) as stream:
        for part in parts:
            stream.write(part)


def in_color(target: Path | None) -> bool:
    """Whether colours may be written: a terminal that wants them (NO_COLOR, TERM=dumb)."""
    return (
        target is None
        and sys.stdout.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )


def width() -> int:
    """Columns of the terminal; 100 where there is none."""
    return shutil.get_terminal_size((100, 24)).columns
