"""`dedup add`, `dedup check` and `dedup index …`: stories into an index or looked up in it, and its
maintenance.

Under `--follow` a growing file of JSON Lines, or standard input, is read until SIGTERM. Whole lines are
handed on in batches: when a batch is full, or when its oldest line has waited long enough. A file that is
rotated or truncated is read from its beginning.
"""

import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from dedup.cli.options import (
    OUTPUT_FILE,
    Command,
    Reading,
    open_stories,
    output,
    place,
    quiet,
    reading_options,
    say_what_was_read,
    usage,
)
from dedup.types import VERDICTS

if TYPE_CHECKING:
    from dedup.cli.progress import Meter
    from dedup.index.story_index import StoryIndex
    from dedup.readers import Tally
    from dedup.types import Cluster, Story, Verdict


BATCH = 1_000
DAY = 86_400.0
SEARCH_PAGE = 500
"""Stories of one search."""
FOUND = 4
"""Exit code of a check that found what it was to fail on."""


def _verdicts(command: Command) -> Command:
    """Options of commands that print verdicts."""
    command = click.option(
        "--only",
        multiple=True,
        type=click.Choice(VERDICTS),
        help="Print only stories with this verdict; repeatable.",
    )(command)
    command = click.option(
        "--format",
        "form",
        type=click.Choice(["text", "jsonl"]),
        help="By default text on a terminal and jsonl in a pipe.",
    )(command)
    command = click.option(
        "--new",
        "news",
        is_flag=True,
        help="Show what no earlier story of its event has; a story that has any is a follow-up.",
    )(command)
    return click.option(
        "--differences", is_flag=True, help="Show how a story differs from the one it matched."
    )(command)


@click.command(
    epilog="""\b
Examples:
  dedup add feed.jsonl --index news.db                     a verdict for every story
  dedup add feeds/ --index news.db --window 14d            and forget what is older than two weeks
  dedup add incoming.jsonl --follow --index news.db        for ever, as the file grows
  consumer | dedup add - --follow --index postgresql://db/news --metrics dedup.prom
"""
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@place
@click.option("--window", metavar="TIME", help="Forget stories added longer ago, as in 36h, 14d or 2w.")
@click.option("--follow", is_flag=True, help="Go on reading one file of JSON lines, or -, until SIGTERM.")
@click.option(
    "--batch",
    type=click.IntRange(1, 100_000),
    default=BATCH,
    show_default=True,
    help="Stories in a transaction.",
)
@click.option(
    "--wait",
    type=click.FloatRange(0.0, 3600.0),
    default=1.0,
    show_default=True,
    help="Seconds that a story waits for its batch to fill, under --follow.",
)
@click.option(
    "--events/--no-events",
    default=None,
    help="For a new index: whether to find stories that are retold in other words, too.",
)
@click.option("--threshold", type=float, help="Duplicate score to join two stories; for a new index.")
@click.option("--stats", type=OUTPUT_FILE, help="Counts as JSON.")
@click.option("--metrics", type=OUTPUT_FILE, help="Counts in the text format of Prometheus.")
@_verdicts
@reading_options
@quiet
def add(
    sources: tuple[str, ...],
    where: str,
    window: str | None,
    follow: bool,
    batch: int,
    wait: float,
    events: bool | None,
    threshold: float | None,
    stats: Path | None,
    metrics: Path | None,
    differences: bool,
    news: bool,
    only: tuple[str, ...],
    form: str | None,
    reading: Reading,
    quiet: bool,
) -> None:
    """Add the stories of SOURCEs to an index. It is made when there is none.

    The verdict of a story is printed when its batch is committed: it is the acknowledgement that the story is
    stored. The same story again changes nothing; new content under a known id is a new version.
    """
    from dedup.cli.progress import Meter
    from dedup.index import days
    from dedup.index import open as open_index
    from dedup.pipeline import pieces
    from dedup.settings import Settings

    meter = Meter(stats, metrics)
    shown = Shown(form, only, differences, news)
    with usage():
        chosen = None if threshold is None else Settings(threshold=threshold)
        if window is not None:
            days(window)
    with open_index(where, window=window, settings=chosen, events=events) as index:
        meter.expired += index.expire() if index.window else 0
        if follow:
            tally = _follow(index, sources, reading, meter, batch, wait, quiet, shown)
        else:
            stories, tally = open_stories(sources, reading, quiet, unique=False)
            cut = pieces(stories)
            while group := list(islice(cut, batch)):
                meter.bad_records = tally.passed_over
                _add(index, group, meter, shown)
            meter.bad_records = tally.passed_over
    meter.write()
    if not quiet:
        _tell(meter)
        say_what_was_read(tally)


@dataclass(frozen=True, slots=True)
class Shown:
    """How verdicts are printed: the format, the kinds that are (all if none is named), with differences,
    with what is new."""

    form: str | None
    only: tuple[str, ...]
    differences: bool
    news: bool

    def show(self, found: "Iterable[Verdict]") -> None:
        """Writes verdicts and sees that they are out."""
        from dedup.report.records import verdict_lines, verdict_text

        chosen = (verdict for verdict in found if not self.only or verdict.kind in self.only)
        if self.form == "jsonl" or (self.form is None and not sys.stdout.isatty()):
            lines = verdict_lines(chosen)
        else:
            lines = (verdict_text(verdict).encode() + b"\n" for verdict in chosen)
        for line in lines:
            sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()


def _add(index: "StoryIndex", group: "list[Story]", meter: "Meter", shown: Shown) -> None:
    start = time.perf_counter()
    found = list(index.add(group, differences=shown.differences, news=shown.news, batch=len(group)))
    meter.batch(found, time.perf_counter() - start)
    shown.show(found)


def _follow(
    index: "StoryIndex",
    sources: tuple[str, ...],
    reading: Reading,
    meter: "Meter",
    batch: int,
    wait: float,
    quiet: bool,
    shown: Shown,
) -> "Tally":
    """Adds what comes, and forgets what leaves the window once a day; what was met."""
    from dedup.readers import Tally

    if len(sources) != 1:
        raise click.UsageError(f"--follow reads one source, not {len(sources)}")
    swept, tally = time.time(), Tally()
    with Stop() as stop:
        for lines in follow(sources[0], stop, batch, wait):
            group = list(_records(lines, sources[0], reading, tally, quiet))
            meter.bad_records = tally.passed_over
            if group:
                _add(index, group, meter, shown)
            if index.window and time.time() - swept > min(DAY, index.window * DAY / 4):
                swept = time.time()
                meter.expired += index.expire()
    return tally


def _records(
    lines: list[bytes], source: str, reading: Reading, tally: "Tally", quiet: bool
) -> "Iterator[Story]":
    """The stories of lines; bad ones are named and skipped."""
    import orjson

    from dedup.cli.progress import say
    from dedup.errors import RecordError
    from dedup.readers import stories
    from dedup.report.styled_text import plain

    def bad(problem: RecordError) -> None:
        if reading.strict:
            raise problem
        if not quiet:
            say(f"skipped {plain(str(problem))}")

    def found() -> Iterator[object]:
        for line in lines:
            try:
                yield orjson.loads(line)
            except ValueError as problem:
                tally.passed_over += 1
                bad(RecordError(source, f"not JSON ({problem})"))

    came = stories(found(), fields=reading.fields, on_problem=bad, tally=tally, unique=False)
    if reading.guess_language:
        from dedup.text.terms import with_languages

        came = with_languages(came)
    yield from came if reading.only is None else reading.only.of(came, tally.refuse)


def _tell(meter: "Meter") -> None:
    from dedup.cli.progress import say
    from dedup.report.wording import count

    counts = meter.counts()
    kinds: Any = counts["verdicts"]
    parts = ", ".join(f"{number:,} {kind}" for kind, number in kinds.items() if number)
    say(
        f"{count(meter.stored, 'story', 'stories')} stored{f' ({parts})' if parts else ''}, "
        f"{counts['known_already']:,} known already"
    )
    if meter.expired:
        say(f"{count(meter.expired, 'story', 'stories')} left the window")


@click.command(
    epilog="""\b
Examples:
  dedup check draft.txt --index news.db
  dedup check feed.jsonl --index news.db --fail-on duplicate && publish
  dedup check today.jsonl --index news.db --only new --format jsonl
"""
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@place
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice(["any", *VERDICTS]),
    help="End with exit code 4 when a story gets this verdict; repeatable. any: anything but new.",
)
@_verdicts
@reading_options
@quiet
def check(
    sources: tuple[str, ...],
    where: str,
    fail_on: tuple[str, ...],
    differences: bool,
    news: bool,
    only: tuple[str, ...],
    form: str | None,
    reading: Reading,
    quiet: bool,
) -> int:
    """Look stories of SOURCEs up in an index without storing them."""
    from dedup.index import open as open_index
    from dedup.pipeline import pieces

    shown = Shown(form, only, differences, news)
    wanted = set(fail_on) | ({*VERDICTS} - {"new"} if "any" in fail_on else set())
    hit = False
    with open_index(where, writable=False) as index:
        stories, tally = open_stories(sources, reading, quiet, unique=False)
        for story in pieces(stories):
            verdict = index.check(story, differences=differences, news=news)
            hit = hit or verdict.kind in wanted
            shown.show([verdict])
    if not quiet:
        say_what_was_read(tally)
    return FOUND if hit else 0


NAP = 0.1
"""Seconds between two looks at a file that has not grown."""

LONGEST_LINE = 64 * 1024 * 1024
"""Bytes after which a line without an end is given up: it is no record."""

_AT_ONCE = 1 << 20


class Stop:
    """Notes that the process was asked to end (SIGTERM, SIGINT), while the block runs."""

    def __init__(self) -> None:
        self.asked = False

    def __enter__(self) -> "Stop":
        self._before = {name: signal.signal(name, self._note) for name in (signal.SIGTERM, signal.SIGINT)}
        return self

    def __exit__(self, *problem: object) -> None:
        for name, handler in self._before.items():
            signal.signal(name, handler)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.asked = True


def follow(source: str, stop: Stop, most: int, seconds: float) -> Iterator[list[bytes]]:
    """Groups of lines as they come, for ever; for standard input until its end.

    Parameters
    ----------
    source
        A file, or - for standard input.
    stop
        When to end: the lines at hand are given first.
    most
        Lines in a group.
    seconds
        How long a line waits for others; an empty group is given as often when there is none.
    """
    waiting: list[bytes] = []
    since = time.monotonic()
    for line in _lines(source, stop):
        if line is not None:
            waiting.append(line)
        if len(waiting) >= most or time.monotonic() - since >= seconds:
            yield waiting
            waiting, since = [], time.monotonic()
    yield waiting


def _lines(source: str, stop: Stop) -> Iterator[bytes | None]:
    """Lines without their ends; None whenever there is nothing to read."""
    rest = b""
    for data in _pieces(source, stop):
        if data is None:
            yield None
        elif data == b"":
            rest = b""  # another file begins
        else:
            *lines, rest = (rest + data).split(b"\n")
            yield from (line for line in lines if line.strip())
            if len(rest) > LONGEST_LINE:
                rest = b""
    if source == "-" and rest.strip():
        yield rest


def _pieces(source: str, stop: Stop) -> Iterator[bytes | None]:
    if source == "-":
        yield from _piped(stop)
        return
    path = Path(source)
    stream = path.open("rb")
    try:
        while not stop.asked:
            if data := stream.read(_AT_ONCE):
                yield data
                continue
            if _replaced(path, stream.fileno(), stream.tell()):
                stream.close()
                stream = path.open("rb")
                yield b""
            yield None
            time.sleep(NAP)
    finally:
        stream.close()


def _replaced(path: Path, handle: int, place: int) -> bool:
    try:
        now = path.stat()
    except FileNotFoundError:
        return False
    held = os.fstat(handle)
    return (now.st_ino, now.st_dev) != (held.st_ino, held.st_dev) or now.st_size < place


def _piped(stop: Stop) -> Iterator[bytes | None]:
    handle = sys.stdin.fileno()
    while not stop.asked:
        ready, _, _ = select.select([handle], [], [], NAP)
        if not ready:
            yield None
        elif data := os.read(handle, _AT_ONCE):
            yield data
        else:
            return


def _shown_as(json: str) -> Callable[[Command], Command]:
    """The option that asks for JSON instead of text."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", json]),
        default="text",
        show_default=True,
        help="Text to read, or JSON.",
    )


@click.group(epilog="\b\nExamples:\n  dedup index info --index news.db\n  dedup index expire --index news.db")
def index() -> None:
    """Look into an index and take care of it."""


@index.command(epilog="\b\nExample:\n  dedup index info --index news.db")
@place
@_shown_as("json")
def info(where: str, form: str) -> None:
    """Show how much an index holds and what it was made with."""
    from dedup.index import open as open_index
    from dedup.report.records import json_bytes
    from dedup.report.styled_text import plain

    with open_index(where, writable=False) as opened:
        found = opened.info()
    if form == "json":
        click.echo(json_bytes(found, indent=True), nl=False)
        return
    made_with = found.pop("made_with")
    for name, value in [*found.items(), *(made_with.items() if isinstance(made_with, dict) else ())]:
        shown = f"{value:,}" if isinstance(value, int) else plain(str(value))
        click.echo(f"{name.replace('_', ' '):<26}{shown}")


@index.command(epilog="\b\nExample:\n  dedup index expire --index news.db --window 14d")
@place
@click.option("--window", metavar="TIME", help="As in 36h, 14d or 2w; the index remembers it.")
def expire(where: str, window: str | None) -> None:
    """Remove stories that were added longer ago than the window."""
    from dedup.cli.options import usage
    from dedup.index import days
    from dedup.index import open as open_index

    with usage():
        window = None if window is None else str(days(window))
    with open_index(where, window=window) as opened:
        if opened.window is None:
            raise click.UsageError("this index has no window; give one, as in --window 14d")
        click.echo(f"dedup: {opened.expire():,} stories removed", err=True)


@index.command(epilog="\b\nExample:\n  dedup index settle --index news.db --days 3")
@place
@click.option(
    "--days", type=click.FloatRange(min=0, min_open=True), required=True, metavar="N",
    help="Stories that were added in that time are looked at.",
)  # fmt: skip
def settle(where: str, days: float) -> None:
    """Bring events of the last days to what a run says.

    Stories are placed one by one as they come; this looks at those of some days, with all others of their
    events, together. Ids of events stay or lead on, and the log says what became of them.
    """
    from dedup.index import open as open_index

    with open_index(where) as opened:
        looked, moved = opened.settle(days)
    click.echo(
        f"dedup: {looked:,} stories looked at, {moved:,} duplicate clusters went into another event", err=True
    )


@index.command(epilog="\b\nExample:\n  dedup index remove a17 b03 --index news.db")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@place
def remove(ids: tuple[str, ...], where: str) -> int:
    """Remove stories with all their versions."""
    from dedup.index import open as open_index
    from dedup.report.styled_text import plain

    missing = 0
    with open_index(where) as opened:
        for name in ids:
            if not opened.remove(name):
                missing += 1
                click.echo(f"dedup: no story with the id {plain(name)!r}", err=True)
    return 1 if missing else 0


@index.command(epilog="\b\nExample:\n  dedup index join a17 b03 --index news.db")
@click.argument("a", metavar="ID")
@click.argument("b", metavar="ID")
@place
def join(a: str, b: str, where: str) -> None:
    """Keep two stories in one duplicate cluster.

    It holds for good, whatever their texts say, and for a story that comes later. The last word on a pair
    counts.
    """
    from dedup.index import open as open_index

    with open_index(where) as opened, usage():
        opened.join(a, b)


@index.command(epilog="\b\nExample:\n  dedup index part a17 b03 --index news.db")
@click.argument("a", metavar="ID")
@click.argument("b", metavar="ID")
@place
def part(a: str, b: str, where: str) -> None:
    """Keep two stories in different duplicate clusters.

    They stay in one event. It holds for good, and for a story that comes later. The last word on a pair
    counts.
    """
    from dedup.index import open as open_index

    with open_index(where) as opened, usage():
        opened.part(a, b)


@index.command(
    epilog="""\b
Examples:
  dedup index corrections --index news.db
  dedup index corrections --index news.db --format jsonl
"""
)
@place
@_shown_as("jsonl")
def corrections(where: str, form: str) -> None:
    """List pairs that must be joined or parted."""
    from dedup.index import open as open_index
    from dedup.report.records import json_bytes
    from dedup.report.styled_text import plain

    with open_index(where, writable=False) as opened:
        said = opened.corrections()
    for kind, pairs in (("join", said.join), ("part", said.part)):
        for one in pairs:
            if form == "jsonl":
                click.echo(json_bytes({"a": one.a, "b": one.b, "kind": kind}), nl=False)
            else:
                click.echo(f"{kind}  {plain(one.a)}  {plain(one.b)}")


@index.command(epilog="\b\nExample:\n  dedup index forget a17 b03 --index news.db")
@click.argument("a", metavar="ID")
@click.argument("b", metavar="ID")
@place
def forget(a: str, b: str, where: str) -> int:
    """Take the correction of a pair back. Their texts decide again."""
    from dedup.index import open as open_index

    with open_index(where) as opened:
        known = opened.forget(a, b)
    if not known:
        click.echo("dedup: nothing was said of this pair", err=True)
    return 0 if known else 1


@index.command(epilog="\b\nExample:\n  dedup index verify --index news.db")
@place
def verify(where: str) -> int:
    """Check that everything in an index fits together. Exit code 1 says that something does not."""
    from dedup.index import open as open_index
    from dedup.report.styled_text import plain

    with open_index(where, writable=False) as opened:
        faults = opened.verify()
    for fault in faults:
        click.echo(plain(fault))
    click.echo(f"dedup: {len(faults)} faults" if faults else "dedup: no faults", err=True)
    return 1 if faults else 0


@index.command(epilog="\b\nExample:\n  dedup index export --index news.db -o news.jsonl")
@place
@output()
def export(where: str, target: Path | None, overwrite: bool) -> None:
    """Write all stories and clusters as JSON lines. They are for import or for other programs."""
    from dedup.cli.output import check, write
    from dedup.index import open as open_index

    check(target, overwrite)
    with open_index(where, writable=False) as opened:
        write(target, opened.export())


@index.command("import", epilog="\b\nExample:\n  dedup index import news.jsonl --index news.db")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@place
def import_(file: str, where: str) -> None:
    """Take in an export. It can be repeated, should it be interrupted."""
    from dedup.index import open as open_index

    with click.open_file(file, "rb") as lines, open_index(where) as opened:
        count = opened.load(lines, file)
    click.echo(f"dedup: {count:,} versions of stories taken in", err=True)


@index.command(epilog="\b\nExample:\n  dedup index merge other.db --index news.db")
@click.argument("other", metavar="PLACE")
@place
def merge(other: str, where: str) -> None:
    """Take in all stories of another index. Clusters that meet are joined, and the ids of this one win."""
    from dedup.index import open as open_index

    with open_index(other, writable=False) as source, open_index(where) as opened:
        count = opened.load(source.export(), other)
    click.echo(f"dedup: {count:,} versions of stories taken in", err=True)


def _narrowed(command: Command) -> Command:
    """Options that narrow a list."""
    for option in (
        click.option("--limit", type=click.IntRange(1), help="So many at most."),
        click.option("--lang", metavar="CODE", help="Only those with a story in this language."),
        click.option("--source", metavar="NAME", help="Only those that this source reported."),
        click.option(
            "--since",
            metavar="TIME",
            help="Only those to which a story was added since then, as in 2026-11-28T09:00, or 36h or 2d "
            "ago; the date of publication does not count.",
        ),
    ):
        command = option(command)
    return command


def _since(since: str | None) -> float | None:
    from dedup.cli.options import usage
    from dedup.index import moment

    with usage():
        return None if since is None else moment(since, time.time())


@index.command(
    epilog="""\b
Examples:
  dedup index events --index news.db --since 2d
  dedup index events --index news.db --since 2026-11-28T09:00 --source "Northern Wire" --format jsonl
"""
)
@place
@_narrowed
@_shown_as("jsonl")
def events(
    where: str, since: str | None, source: str | None, lang: str | None, limit: int | None, form: str
) -> None:
    """List events of two and more stories.

    The one that got a story last stands in front.
    """
    from dedup.cli.output import write
    from dedup.index import open as open_index
    from dedup.report.records import event_record, event_text, json_bytes

    moment = _since(since)
    with open_index(where, writable=False) as opened:
        listed = opened.events(since=moment, source=source, lang=lang, limit=limit)
        if form == "jsonl":
            write(None, (json_bytes(event_record(event)) for event in listed))
        else:
            write(None, (f"{event_text(event)}\n".encode() for event in listed))


@index.command(
    epilog="""\b
Examples:
  dedup index event ferry-1 --index news.db
  dedup index event ferry-1 --index news.db --history -o ferry.html    how the story went, as a page
"""
)
@click.argument("event_id", metavar="ID")
@place
@click.option("--history", is_flag=True, help="What each of its versions changed, instead.")
@output("text", "json", "html")
def event(
    event_id: str, where: str, history: bool, target: Path | None, form: str | None, overwrite: bool
) -> None:
    """Show an event: stories, log, facts by source.

    ID is its own, one that leads to it, or that of one of its stories.
    """
    from dedup.cli.compare import shown_history
    from dedup.cli.output import check, form_of, in_color, width, write
    from dedup.histories import fact_table
    from dedup.histories import history as history_of
    from dedup.index import open as open_index
    from dedup.report.event_view import table_text
    from dedup.report.records import event_details_record, event_details_text, json_bytes
    from dedup.report.styled_text import plain

    check(target, overwrite)
    form = form_of(form, target, "json")
    if form == "html" and not history:
        raise click.UsageError("the page of an event is its history: give --history, too")
    with open_index(where, writable=False) as opened:
        found = opened.event(event_id)
        if found is None:
            raise click.UsageError(f"no event of two and more stories has the id {plain(event_id)!r}")
        stories = opened.stories_of(event_id)
    table = fact_table(stories)
    if history:
        write(target, [shown_history(history_of(stories), table, False, form, in_color(target))])
    elif form == "json":
        write(target, [json_bytes(event_details_record(found, table), indent=True)])
    else:
        facts = table_text(table, width=width(), color=in_color(target))
        write(target, [(event_details_text(found) + ("\n" + facts if facts else "")).encode()])


@index.command(
    epilog="""\b
Examples:
  dedup index clusters --index news.db --since 2d --format jsonl
  dedup index clusters --index news.db --level version
"""
)
@place
@_narrowed
@click.option(
    "--level",
    type=click.Choice(["duplicate", "version"]),
    default="duplicate",
    show_default=True,
    help="Versions: one article, however much rewritten.",
)
@_shown_as("jsonl")
def clusters(
    where: str,
    since: str | None,
    source: str | None,
    lang: str | None,
    limit: int | None,
    level: str,
    form: str,
) -> None:
    """List clusters of two and more stories, oldest first."""
    from dedup.index import open as open_index
    from dedup.report.records import cluster_record, json_bytes

    moment = _since(since)
    with open_index(where, writable=False) as opened:
        for cluster in opened.clusters(moment, source, lang, limit, level):
            if form == "jsonl":
                click.echo(json_bytes(cluster_record(cluster)), nl=False)
            else:
                click.echo("  ".join(_parts(cluster)))


@index.command(
    epilog="""\b
Examples:
  dedup index story a17 --index news.db
  dedup index story a17 --version 1 --index news.db --format json
"""
)
@click.argument("story_id", metavar="ID")
@place
@click.option("--version", type=click.IntRange(1), help="This version; by default the current one.")
@_shown_as("json")
def story(story_id: str, where: str, version: int | None, form: str) -> None:
    """Show a story of an index, with its text."""
    from dedup.index import open as open_index
    from dedup.report.records import indexed_story_record, indexed_story_text, json_bytes
    from dedup.report.styled_text import plain

    with open_index(where, writable=False) as opened:
        found = opened.story(story_id, version)
    if found is None:
        of = "" if version is None else f" with a version {version}"
        raise click.UsageError(f"there is no story with the id {plain(story_id)!r}{of}")
    if form == "json":
        click.echo(json_bytes(indexed_story_record(found), indent=True), nl=False)
    else:
        text = "\n".join(map(plain, found.story.text.splitlines()))
        click.echo(f"{indexed_story_text(found)}\n\n{text}")


@index.command(
    epilog="""\b
Examples:
  dedup index stories ferry fire --index news.db
  dedup index stories --index news.db --since 2h --source "Northern Wire" --format jsonl
"""
)
@click.argument("words", nargs=-1, metavar="[WORD]...")
@place
@_narrowed
@_shown_as("jsonl")
def stories(
    words: tuple[str, ...],
    where: str,
    since: str | None,
    source: str | None,
    lang: str | None,
    limit: int | None,
    form: str,
) -> None:
    """Search the stories of an index.

    Those that have every WORD in title, text or id are listed, the latest added first. Texts are read one
    after the other, 60,000 a second."""
    from dedup.index import open as open_index
    from dedup.report.records import indexed_story_record, indexed_story_text, json_bytes

    moment, before, left = _since(since), None, limit
    with open_index(where, writable=False) as opened:
        while left is None or left > 0:
            page = min(left or SEARCH_PAGE, SEARCH_PAGE)
            found = opened.search(words, moment, source, lang, page, before)
            for one in found.stories:
                if form == "jsonl":
                    click.echo(json_bytes(indexed_story_record(one)), nl=False)
                else:
                    click.echo(indexed_story_text(one))
            left = None if left is None else left - len(found.stories)
            before = found.before
            if before is None:
                break


@index.command(
    epilog="""\b
Examples:
  dedup index news --index news.db --since 2h
  dedup index news --index news.db --since 2026-11-28T09:00 --format jsonl
  dedup index news --index news.db --since 1d -o news.html                 a page to open in a browser
"""
)
@place
@click.option(
    "--since", required=True, metavar="TIME", help="As in 2026-11-28T09:00, or how long ago: 2h, 1d."
)
@click.option("--limit", type=click.IntRange(1), help="So many events at most.")
@output("text", "jsonl", "html")
def news(
    where: str, since: str, limit: int | None, target: Path | None, form: str | None, overwrite: bool
) -> None:
    """Show what is new since a time.

    Events that were opened, grew, were merged, split or closed, and what each story that came has that no
    earlier one of its event has.
    """
    from dedup.cli.output import check, form_of, write
    from dedup.index import open as open_index
    from dedup.report.pages import news_page
    from dedup.report.records import event_news_text, json_bytes, news_record

    check(target, overwrite)
    form = form_of(form, target, "text")
    moment = _since(since) or 0.0
    with open_index(where, writable=False) as opened:
        found = opened.news(moment, limit)
        if form == "html":
            write(target, [news_page(found, datetime.fromtimestamp(moment, UTC)).encode()])
        elif form == "jsonl":
            write(target, (json_bytes(news_record(one)) for one in found))
        else:
            write(target, (f"{event_news_text(one)}\n".encode() for one in found))


def _parts(cluster: "Cluster") -> Iterator[str]:
    from dedup.report.styled_text import plain

    yield plain(cluster.id)
    yield f"{len(cluster.members)} stories"
    if cluster.first and cluster.last:
        yield f"{_day(cluster.first)} to {_day(cluster.last)}"
    yield " ".join(map(plain, cluster.members[:8])) + (" …" if len(cluster.members) > 8 else "")


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()
