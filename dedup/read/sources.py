"""From what the user named (files, directories, patterns, "-") to a list of files, each with a short unique
name."""

import glob
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from dedup.errors import InputError
from dedup.read.formats import may_hold_stories

STDIN = "stdin"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read. `path` is None for standard input.

    `place` names it in messages (the path as the user can open it); `name` is its path below what the user
    gave and becomes the id of a text; `folder` is the first folder below a given directory, None elsewhere.
    """

    path: Path | None
    place: str
    name: str
    folder: str | None = None


def expand(given: Iterable[str | os.PathLike[str]], everything: bool = False) -> tuple[list[Source], int]:
    """All files that are meant, each once, and how many files in directories were left alone.

    Directories are read recursively in sorted order, without hidden files and, unless `everything`, without
    files that have the suffix of some other format. Text files of equal names get longer ones.

    Raises
    ------
    InputError
        When a file is missing, a pattern matches nothing, or a directory has no file that may hold stories.
    """
    sources: dict[str, Source] = {}
    left_alone = 0
    for item in given:
        found, others = _expand_one(os.fspath(item), everything)
        left_alone += others
        for source in found:
            sources.setdefault(os.path.normpath(source.path.absolute()) if source.path else "", source)
    return _unique(list(sources.values())), left_alone


def _expand_one(item: str, everything: bool) -> tuple[list[Source], int]:
    if item == "-":
        return [Source(None, STDIN, STDIN)], 0
    try:
        path = Path(item)
        if path.is_dir():
            return _directory(path, everything)
        if path.exists():
            return [Source(path, _shown(item), _shown(path.name))], 0
        if glob.has_magic(item):
            matches = map(Path, sorted(glob.glob(item, recursive=True)))  # noqa: PTH207
            files = [path for path in matches if path.is_file()]
            if not files:
                raise InputError(f"{_shown(item)}: no file matches this pattern")
            return [Source(path, _shown(str(path)), _shown(path.name)) for path in files], 0
    except (OSError, ValueError) as error:  # no permission, a name too long, a null character
        raise InputError(f"{_shown(item[:200])}: cannot be read ({error})") from None
    raise InputError(f"{_shown(item)}: no such file or directory")


def _directory(top: Path, everything: bool) -> tuple[list[Source], int]:
    sources: list[Source] = []
    others = 0
    for path in _walk(top):
        below = path.relative_to(top)
        stories = path.is_file() and (everything or may_hold_stories(path.name))  # no pipes, no devices
        if stories or path.is_dir():
            folder = _shown(below.parts[0]) if len(below.parts) > 1 else None
            sources.append(Source(path, _shown(str(path)), _shown(below.as_posix()), folder))
        else:
            others += 1
    if not sources:
        aside = (
            f"; {others} files of other kinds were left alone (--input-format text reads them)"
            if others
            else ""
        )
        raise InputError(f"{_shown(str(top))}: no stories in this directory{aside}")
    return sources, others


def _walk(top: Path) -> Iterator[Path]:
    """The files below a directory, and the directories that cannot be listed: reading them says why."""
    closed: list[str] = []
    for folder, folders, files in os.walk(top, onerror=lambda problem: closed.append(problem.filename)):
        folders[:] = sorted(name for name in folders if not _hidden(name))
        yield from (Path(folder, name) for name in sorted(files) if not _hidden(name))
    yield from map(Path, closed)


def _hidden(name: str) -> bool:
    return name.startswith(".")


def _shown(name: str) -> str:
    """A file name as text: bytes that are no UTF-8 are written out."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _unique(sources: list[Source]) -> list[Source]:
    """Names made unique: where two are equal, the path as given takes their place."""
    counts = Counter(source.name for source in sources)
    return [
        replace(source, name=Path(source.place).as_posix())
        if counts[source.name] > 1 and source.path
        else source
        for source in sources
    ]
