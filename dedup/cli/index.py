"""`dedup index …`: what an index holds, and its maintenance."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dedup.cli.options import Command, output, place

if TYPE_CHECKING:
    from dedup.types import Cluster


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


@index.command(epilog="\b\nExample:\n  dedup index clusters --index news.db --since 2d --format jsonl")
@place
@click.option(
    "--since", metavar="TIME", help="Only those that got a story within this time, as in 36h or 2d."
)
@_shown_as("jsonl")
def clusters(where: str, since: str | None, form: str) -> None:
    """List duplicate clusters of two and more stories, oldest first."""
    import time

    from dedup.index import days
    from dedup.index import open as open_index
    from dedup.report.records import cluster_record, json_bytes

    moment = None if since is None else time.time() - 86_400 * days(since)
    with open_index(where, writable=False) as opened:
        for cluster in opened.clusters(since=moment):
            if form == "jsonl":
                click.echo(json_bytes(cluster_record(cluster)), nl=False)
            else:
                click.echo("  ".join(_parts(cluster)))


def _parts(cluster: "Cluster") -> Iterator[str]:
    from dedup.report.styled_text import plain

    yield plain(cluster.id)
    yield f"{len(cluster.members)} stories"
    if cluster.first and cluster.last:
        yield f"{_day(cluster.first)} to {_day(cluster.last)}"
    yield " ".join(map(plain, cluster.members[:8])) + (" …" if len(cluster.members) > 8 else "")


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()
