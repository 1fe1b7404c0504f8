"""From what the user named to stories.

Files, directories, patterns and "-" become a list of files, each with a short unique name; each file is
opened, its format found, and its records handed to the intake.
"""

import glob
import logging
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from dedup.errors import InputError, RecordError
from dedup.readers.columns import is_frame, python_value, rows
from dedup.readers.fields import NAMES, Fields
from dedup.readers.filters import Filter
from dedup.readers.formats import Format, by_head, by_name, by_suffix, may_hold_stories
from dedup.readers.intake import Found, Intake, Tally
from dedup.readers.streams import NotText, open_stream, refuse_binary
from dedup.types import Story

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


Sources = str | os.PathLike[str] | Story | Mapping[str, object] | Iterable[object]

PLAIN = Fields({part: part for part in NAMES}, plain=True)
"""The names that dedup itself uses: for readers that fill them in themselves, where no mapping applies."""

ALWAYS_ENCODABLE = ("jsonl", "json")
"""Formats whose strings cannot hold half a surrogate pair. What has a place was read, and not looked at
again."""

_log = logging.getLogger("dedup")


def read(
    sources: Sources,
    *,
    fields: Mapping[str, str] | None = None,
    strict: bool = False,
    on_problem: Callable[[RecordError], None] | None = None,
    input_format: str | None = None,
    tally: Tally | None = None,
    unique: bool = True,
    on_record: Callable[[str, Mapping[str, object]], None] | None = None,
    only: Filter | None = None,
) -> Iterator[Story]:
    """Read stories.

    Parameters
    ----------
    sources
        A path, "-" for standard input, a directory, a pattern like "feeds/*.jsonl", or an iterable of those;
        or what is in memory already: a record, a story, an iterable of records and stories, or a data frame
        (pandas, polars, pyarrow …). A string is always a path here: for texts in memory see `stories`. A file
        that is reached twice is read once.
    fields
        Part of a story (id, title, text, published, source, lang, url) -> name of the field that holds it,
        with dots into nested objects: `{"text": "content.body"}`. Other parts are found by the usual names.
    strict
        Raise the error of the first bad record, instead of passing over it.
    on_problem
        Called with the error of each record passed over; by default they are logged as warnings.
    input_format
        Read every file as this format, one of the names in `formats()`; by default each is recognised.
    tally
        Counts what was met; read it when the iterator is exhausted.
    unique
        False lets an id appear again, as it does in a feed where a story is updated.
    on_record
        Called with the id of each story and the record that it is made of, just before the story: for output
        that shall look like the input. Of formats that are no records it gets what was found, under dedup's
        own names; of a record that holds several stories, each in a plain record of its own.
    only
        Which stories to give, as `only(lang="en", since="7d")` says; by default all.

    Returns
    -------
    Iterator of Story
        In the order of the sources. Files are opened one after the other, as stories are taken.

    Raises
    ------
    InputError
        At once, when a source is missing or a directory has no stories; at the end, when no record had a
        field of `fields`.
    RecordError
        While iterating, when strict.
    DuplicateIdError
        While iterating, when two stories carry the same id (and `unique`).
    SettingsError
        At once, when `fields` or `input_format` name something unknown.

    Examples
    --------
    >>> [story.id for story in read([{"id": "a", "headline": "Dam fails", "body": "A dam failed."}])]
    ['a']
    """
    table = Fields(fields)
    chosen = by_name(input_format) if input_format else None
    tally = Tally() if tally is None else tally
    intake = Intake(tally, on_problem or _warn, strict, unique, on_record)
    found = _from_any(sources, chosen, table, intake, strict)
    return found if only is None else only.of(found, tally.refuse)


def _from_any(
    sources: Sources, chosen: Format | None, table: Fields, intake: Intake, strict: bool
) -> Iterator[Story]:
    if isinstance(sources, str | os.PathLike):
        paths: list[str | os.PathLike[str]] = [sources]
    elif isinstance(sources, Story | Mapping):
        return _from_memory([sources], table, intake)
    elif is_frame(sources):
        return _from_memory(rows(sources), table, intake)
    else:
        items = _members(sources)
        first = next(items, None)
        if first is None:
            return iter(())
        if not isinstance(first, str | os.PathLike):
            return _from_memory(chain([first], items), table, intake)
        paths = [_path(item) for item in chain([first], items)]
    files, others = expand(paths, everything=chosen is not None)
    intake.tally.left_alone += others
    return _from_files(files, chosen, table, intake, strict)


def stories(
    items: Iterable[object],
    *,
    fields: Mapping[str, str] | None = None,
    strict: bool = False,
    on_problem: Callable[[RecordError], None] | None = None,
    tally: Tally | None = None,
    unique: bool = True,
) -> Iterator[Story]:
    """Stories of what is in memory: stories as they are, records by their fields, strings as bare texts, or
    the rows of a data frame.

    Parameters and errors are those of `read`; the place of an item is "item N", counted from 0.

    Examples
    --------
    >>> [story.text for story in stories(["One text.", {"text": "Another."}])]
    ['One text.', 'Another.']
    """
    intake = Intake(Tally() if tally is None else tally, on_problem or _warn, strict, unique)
    if isinstance(items, Story | Mapping):
        items = [items]
    return _from_memory(rows(items) if is_frame(items) else _members(items), Fields(fields), intake)


def read_records(path: str | os.PathLike[str]) -> Iterator[Found]:
    """The records of one file of any format as they are, each with its place; no stories are made of them.

    Raises
    ------
    RecordError
        The file cannot be read, or holds something that is no record.
    """

    def refuse(place: str, problem: str) -> None:
        raise RecordError(place, problem)

    name = os.fspath(path)
    with open_stream(Path(path), name) as stream:
        form = by_suffix(name) or by_head(stream.head)
        try:
            if not form.binary:
                refuse_binary(stream.head)
            yield from form.read(stream, refuse)
        except NotText as error:
            raise RecordError(name, str(error)) from None


def _warn(error: RecordError) -> None:
    _log.warning("%s", error)


def _members(items: object) -> Iterator[object]:
    if not isinstance(items, Iterable):
        raise InputError(f"neither paths nor records but {type(items).__name__}")
    return iter(items)


def _path(item: object) -> str | os.PathLike[str]:
    if isinstance(item, str | os.PathLike):
        return item
    raise InputError(f"paths and {type(item).__name__} objects cannot be mixed in one call of read()")


def _from_files(
    files: list[Source], chosen: Format | None, table: Fields, intake: Intake, strict: bool
) -> Iterator[Story]:
    intake.tally.size = _size(files)
    for source in files:
        try:
            with open_stream(source.path, source.place) as stream, intake.tally.taking(stream.taken):
                intake.tally.files += 1
                if not stream.head:
                    intake.tally.empty += 1
                    intake.problem(source.place, "the file is empty")
                    continue
                form = chosen or by_suffix(source.place if source.path else "") or by_head(stream.head)
                if not form.binary:
                    refuse_binary(stream.head)
                met = intake.tally.stories + intake.tally.passed_over
                found = form.read(stream, intake.problem)
                if form.one:
                    found = _placed(found, source)
                made = intake.stories(found, PLAIN if form.plain else table, whole_file=form.merged)
                yield from made if form.name in ALWAYS_ENCODABLE else map(_encodable, made)
                if stream.decoder.guessed:
                    intake.tally.guessed[source.place] = stream.decoder.guessed
                if intake.tally.stories + intake.tally.passed_over == met:
                    intake.problem(source.place, f"no stories found: {form.name} should hold {form.holds}")
        except NotText as error:
            intake.problem(source.place, str(error))
        except RecordError as error:
            if strict:
                raise
            intake.problem(error.place, error.problem)
    intake.finish()
    if table.plans and table.unmet:
        part, name = min(table.unmet.items())
        raise InputError(f"no record has the field {name!r} named for {part}; correct the mapping")


def _size(files: list[Source]) -> int:
    """Bytes of all files; 0 where one of them is standard input, a pipe, or not there."""
    sizes = [one.path.stat().st_size if one.path and one.path.is_file() else 0 for one in files]
    return sum(sizes) if all(sizes) else 0


def _placed(found: Iterator[Found], source: Source) -> Iterator[Found]:
    """Records that are whole files, with the file's name as id and its folder as source."""
    for record, place in found:
        yield {"id": source.name, "source": source.folder, **record}, place


def _from_memory(items: Iterable[object], table: Fields, intake: Intake) -> Iterator[Story]:
    strange, known = "", False
    for number, item in enumerate(items):
        if hasattr(item, "as_py"):  # a value of an Arrow column
            item = item.as_py()
        if isinstance(item, Story | str | Mapping):
            known = True
        elif item is not None and item == item:  # a missing value of a column is unlike itself
            strange = strange or f"item {number} is {type(item).__name__}"
        if isinstance(item, Story):
            given = item if item.place else _encodable(replace(item, place=f"item {number}"))
            if (admitted := intake.admit(given)) is not None:
                yield admitted
            continue
        place = f"item {number}"
        if isinstance(item, str):
            yield from map(_encodable, intake.stories([({"text": item}, place)], PLAIN))
        elif isinstance(item, Mapping):
            record = {
                str(key): python_value(value) if hasattr(value, "tolist") else value
                for key, value in item.items()
            }
            yield from map(_encodable, intake.stories([(record, place)], table))
        else:
            intake.problem(place, f"not a story, a record or a text but {type(item).__name__}")
    if strange and not known:
        raise InputError(f"neither stories nor records nor texts: {strange}")
    intake.finish()


def _encodable(story: Story) -> Story:
    """The story with pairs of surrogates joined and halves replaced: only Python can make such strings."""
    strings = (story.id, story.text, story.title, story.source, story.lang, story.url)
    try:
        for string in strings:
            if string and not string.isascii():
                string.encode()
    except UnicodeEncodeError:
        story_id, text, *others = (
            string and string.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            for string in strings
        )
        title, source, lang, url = others
        return replace(
            story, id=story_id or "", text=text or "", title=title, source=source, lang=lang, url=url
        )
    return story
