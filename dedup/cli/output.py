"""Where results go, and what `dedup cluster` writes.

The format follows `--format`, the suffix, or the terminal. A file appears under its name only when it is
complete, and replaces another only on request. `--emit input` writes the records as they were read: they wait
in a temporary file while the run works, so that standard input can be given back and no text stays in memory.
"""

import glob
import gzip
import os
import pickle
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import click

from dedup.errors import MissingExtraError, OutputError
from dedup.types import SCORES

if TYPE_CHECKING:
    from dedup.result import Result
    from dedup.types import Assignment, Story

fcntl: Any
try:
    import fcntl
except ImportError:  # Windows, where an open file cannot be removed
    fcntl = None

SUFFIXES = {
    ".jsonl": "jsonl",
    ".json": "json",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
    ".html": "html",
    ".htm": "html",
    ".txt": "text",
    ".graphml": "graphml",
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
        suffix = (target.with_suffix("") if _is_packed(target) else target).suffix
        if suffix.lower() not in SUFFIXES:
            raise OutputError(
                f"{target}: no format has the suffix {suffix or target.suffix}; name one with --format"
            )
        return SUFFIXES[suffix.lower()]
    return "text" if target is None and sys.stdout.isatty() else piped


PACKED = (".gz", ".zst")
"""Suffixes of files that are written compressed."""


def _is_packed(target: Path) -> bool:
    return target.suffix.lower() in PACKED


def beside(target: Path, what: str) -> Path:
    """A file beside another one, of the same form: once.jsonl.gz -> once.WHAT.jsonl.gz.

    Examples
    --------
    >>> beside(Path("once.jsonl.gz"), "left-out").name
    'once.left-out.jsonl.gz'
    """
    packed = target.suffix if _is_packed(target) else ""
    plain = target.with_suffix("") if packed else target
    return target.with_name(f"{plain.stem}.{what}{plain.suffix}{packed}")


@contextmanager
def _packing(target: Path, stream: BinaryIO) -> Iterator[BinaryIO]:
    """A stream whose bytes are compressed as the suffix of a file says."""
    if target.suffix.lower() == ".gz":
        with gzip.GzipFile("", "wb", fileobj=stream, mtime=0) as packed:
            yield cast(BinaryIO, packed)
        return
    try:
        zstandard: Any = import_module("zstandard")
    except ImportError:
        raise MissingExtraError("writing .zst files", "zstd") from None
    with zstandard.ZstdCompressor().stream_writer(stream, closefd=False) as packed:
        yield packed


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
    """A binary stream to a file or, for None and "-", to standard output; what ends in .gz
    or .zst is compressed.

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
        _clear(place)
        stream, name = _unfinished(place)
    except OSError as problem:
        raise OutputError(f"{target} cannot be written: {problem.strerror}; choose another place") from None
    try:
        with stream:
            if _is_packed(target):
                with _packing(target, stream) as packed:
                    yield packed
            else:
                yield stream
            stream.flush()
            mask = os.umask(0)
            os.umask(mask)
            name.chmod(0o666 & ~mask)
            if fcntl is not None:
                name.replace(place)  # still locked: nobody clears it away
        if fcntl is None:  # Windows moves no file that is open
            name.replace(place)
    except BaseException as problem:
        name.unlink(missing_ok=True)
        if isinstance(problem, OSError) and problem.filename is None:
            raise OutputError(f"{target} cannot be written: {problem.strerror}") from None
        raise


def _unfinished(place: Path) -> tuple[BinaryIO, Path]:
    """A new hidden file beside a target, locked for as long as its writer lives."""
    while True:
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.", suffix=".part")
        stream = os.fdopen(handle, "wb")
        if fcntl is None:
            return stream, Path(name)
        with suppress(OSError):  # a file system without locks
            fcntl.flock(stream, fcntl.LOCK_EX)
        if os.fstat(stream.fileno()).st_nlink:
            return stream, Path(name)
        stream.close()  # another run took it for a left-over before it was locked


def _clear(place: Path) -> None:
    """Remove unfinished files of this target whose writers were killed."""
    for left in place.parent.glob(f".{glob.escape(place.name)}.*.part"):
        with suppress(OSError):  # in use, or somebody else's
            if fcntl is not None:
                with left.open("rb+") as stream:
                    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    left.unlink()
            else:
                left.unlink()


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


Record = Mapping[str, object]

FORMS = ("jsonl", "json", "csv", "parquet")
"""Formats that everything can be written in; text and html show a run as a whole."""


class Originals:
    """The records that stories were made of, in the order of reading, and what pieces of merged ones hold.

    They lie in an unnamed temporary file, with Python's own types: what came as a time or a list of a Parquet
    file leaves as one.
    """

    def __init__(self) -> None:
        self._spool = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the command)
        click.get_current_context().call_on_close(self._spool.close)
        self._texts: dict[str, str] = {}
        self._waiting: tuple[str, Record] | None = None

    def add(self, story_id: str, record: Record) -> None:
        """Note a record; it is kept when its story comes, for filters let some pass only."""
        self._waiting = story_id, record

    def through(self, stories: "Iterator[Story]") -> "Iterator[Story]":
        """The stories as they are; their records are kept, and the texts of pieces."""
        for story in stories:
            if self._waiting is not None:
                pickle.dump(self._waiting, self._spool, pickle.HIGHEST_PROTOCOL)
                self._waiting = None
            if story.part is not None:
                self._texts[story.id] = story.text
            yield story

    def __iter__(self) -> Iterator[tuple[str, dict[str, object]]]:
        """Each record with the id of the story that was made of it."""
        self._spool.seek(0)
        with suppress(EOFError):
            while True:
                yield pickle.load(self._spool)  # noqa: S301  (a file of our own, without a name)

    def without(self, gone: "Set[str]") -> Iterator[dict[str, object]]:
        """The records as they were read, but for the stories that are `gone`; of a merged one each piece."""
        pieces: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._texts:
            pieces[name.rpartition("#")[0]].append(name)
        for story_id, record in self:
            if story_id not in pieces:
                if story_id not in gone:
                    yield record
                continue
            for name in pieces[story_id]:
                if name not in gone:
                    yield {**record, "id": name, "text": self._texts[name]}

    def enriched(self, result: "Result") -> Iterator[dict[str, object]]:
        """Each record with what the run found; of a merged one each piece, with its own text."""
        rows: defaultdict[str, list[Assignment]] = defaultdict(list)
        for row in result.assignments:
            rows[row.part.of if row.part else row.id].append(row)
        for story_id, record in self:
            for row in rows[story_id]:
                piece = {"text": self._texts[row.id]} if row.id in self._texts else {}
                yield {**record, **piece, **_found(row)}


def _found(row: "Assignment") -> dict[str, object]:
    """Our fields of a story; its id under a name that is nobody else's."""
    from dedup.report.records import assignment_record

    stated = assignment_record(row)
    clusters = ("duplicate_cluster", "version_cluster", "event_cluster", "form_cluster")
    names = (*clusters, "relation", "matched", "scores", "part")
    return {"dedup_id": row.id, **{name: stated[name] for name in names}}


def check_emit(emit: str, form: str | None) -> None:
    """Reject a format that shows a run as a whole, where only a part of it is written.

    Raises
    ------
    click.UsageError
        Then.
    """
    forms = ("graphml", "json") if emit == "graph" else FORMS
    if form is not None and (emit != "stories" or form == "graphml") and form not in forms:
        graph = "; for a graph: --emit graph" if form == "graphml" else ""
        raise click.UsageError(f"--emit {emit} is written as {', '.join(forms)}, not as {form}{graph}")


def emitted(
    emit: str,
    form: str,
    result: "Result",
    originals: Originals | None,
    stories: "Iterable[Story]",
) -> Iterator[bytes]:
    """The bytes of an output in one of `FORMS`; `stories` have their texts where passages are asked for."""
    from dedup.report.records import (
        assignment_lines,
        assignment_record,
        cluster_record,
        match_record,
        passage_record,
    )

    if emit == "stories":
        if form == "jsonl":
            yield from assignment_lines(result)
            return
        yield from written(shaped(lambda: map(assignment_record, result), form), form, emit)
    elif emit == "clusters":
        groups = (
            *result.duplicate_clusters,
            *result.version_clusters,
            *result.event_clusters,
            *result.form_clusters,
        )
        yield from written(lambda: map(cluster_record, groups), form, emit)
    elif emit == "matches":
        yield from written(shaped(lambda: map(match_record, result.matches), form), form, emit)
    elif emit == "graph":
        from dedup.report.graph import graphml, node_link

        yield from (graphml if form == "graphml" else node_link)(result.assignments, result.matches)
    elif emit == "passages":
        from dedup.reuse import shared_passages

        found = shared_passages(stories)
        yield from written(lambda: map(passage_record, found), form, emit)
    elif originals is not None:
        yield from written(shaped(lambda: originals.enriched(result), form), form, "")


Rows = Callable[[], Iterable[Record]]


def written(rows: Rows, form: str, name: str, columns: Iterable[str] = ()) -> Iterator[bytes]:
    """Records in a format; as JSON an array, or an object that holds it under `name`.

    A table has `columns` even without rows. `rows` is called once more where all columns must be known first:
    no more than some thousand records are held at a time.
    """
    from dedup.report.records import columns_of, csv_lines, json_array, parquet_parts, record_line

    if form == "jsonl":
        yield from map(record_line, rows())
    elif form == "json":
        yield from json_array(rows(), name)
    elif form == "csv":
        yield from csv_lines(rows(), columns_of([dict.fromkeys(columns)]) or columns_of(rows()))
    else:
        yield from parquet_parts(rows, columns)


def shaped(rows: Rows, form: str) -> Rows:
    """Rows of ours for a format: a table has each of the scores in a column of its own."""
    return (lambda: map(_flat, rows())) if form in ("csv", "parquet") else rows


def _flat(row: Record) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in row.items():
        if key == "scores":
            scores = value if isinstance(value, dict) else {}
            found |= {name: scores.get(name) for name in SCORES}
        else:
            found[key] = value
    return found
