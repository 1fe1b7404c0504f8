"""`dedup cluster`: duplicate and event clusters of stories."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dedup.cli.options import open_stories, output, quiet, reading, settings, tuning

if TYPE_CHECKING:
    from dedup.read import Tally
    from dedup.result import Result
    from dedup.story import Story


@click.command(
    epilog="""\b
Examples:
  dedup cluster feed.jsonl                              a summary to read
  dedup cluster feed.jsonl --format jsonl > rows.jsonl  a row for every story
  dedup cluster archive/ --report report.html           and a page to open in a browser
  dedup cluster today.jsonl --boilerplate known.txt     footers learned from run to run
  zcat dump.jsonl.gz | dedup cluster - --no-events --field text=body
"""
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--no-events", is_flag=True, help="Leave the event level out.")
@click.option(
    "--split",
    type=click.Choice(["auto", "never", "always"]),
    default="auto",
    show_default=True,
    help="Cut merged stories into pieces; auto looks at text files only.",
)
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Also write a page to open in a browser.",
)
@click.option(
    "--boilerplate",
    "known",
    type=click.Path(dir_okay=False, resolve_path=True, path_type=Path),
    metavar="FILE",
    help="Boilerplate known from earlier runs, if FILE exists; after the run FILE also holds what this one "
    "learned (footers, sign-offs, forms, as shingle hashes).",
)
@reading
@tuning
@output("text", "jsonl", "json", "csv", "html")
@quiet
def cluster(
    sources: tuple[str, ...],
    no_events: bool,
    split: str,
    report: Path | None,
    known: Path | None,
    fields: dict[str, str],
    input_format: str | None,
    strict: bool,
    threshold: float | None,
    event_threshold: float | None,
    window: float | None,
    jobs: int | None,
    config_file: Path | None,
    target: Path | None,
    form: str | None,
    overwrite: bool,
    quiet: bool,
) -> None:
    """Cluster the stories of SOURCEs: files, directories, or - for standard input.

    Every story gets a duplicate cluster (the same text, more or less), an event cluster (reports of the same
    event), its relation to the story through which it was joined, and their scores.
    """
    from dedup.cli.progress import Progress
    from dedup.cli.writing import check, form_of, write
    from dedup.match.known import boilerplate_lines, load_boilerplate
    from dedup.pipeline import cluster as cluster_stories
    from dedup.pipeline import pieces

    check(target, overwrite)
    check(report, overwrite)
    check(known, overwrite=True)
    boilerplate = load_boilerplate(known) if known is not None and known.exists() else None
    form = form_of(form, target, "jsonl")
    chosen = settings(
        config_file, threshold=threshold, event_threshold=event_threshold, window=window, jobs=jobs
    )
    stories, tally = open_stories(sources, fields, strict, input_format, quiet)
    kept: dict[str, Story] = {}
    with Progress(quiet) as progress:
        cut = pieces(stories, split)
        if report is not None or form == "html":
            cut = _keeping(cut, kept)
        result = cluster_stories(
            cut, settings=chosen, events=not no_events, boilerplate=boilerplate, progress=progress
        )
    if form == "html":
        write(target, [_page(result, kept)])
    else:
        write(target, _written(result, form, target))
    if report is not None:
        write(report, [_page(result, kept)])
    if known is not None:
        write(known, boilerplate_lines(result.boilerplate))
    if not quiet:
        _tell(result, tally, report, form)


def _keeping(stories: "Iterable[Story]", kept: "dict[str, Story]") -> "Iterator[Story]":
    """The stories, each kept by its id: a report shows texts."""
    for story in stories:
        kept[story.id] = story
        yield story


def _written(result: "Result", form: str, target: Path | None) -> Iterator[bytes]:
    from dedup.cli.writing import in_color, width
    from dedup.report.records import assignment_lines, assignment_record, json_bytes

    if form == "jsonl":
        yield from assignment_lines(result.assignments)
    elif form == "json":
        rows = [assignment_record(row) for row in result.assignments]
        yield json_bytes({"stories": rows}, indent=True)
    elif form == "csv":
        yield from _csv(result)
    else:
        from dedup.report.terminal import cluster_text

        clusters = result.duplicate_clusters + result.event_clusters
        yield cluster_text(result.assignments, clusters, width=width(), color=in_color(target)).encode()


def _csv(result: "Result") -> Iterator[bytes]:
    import csv
    import io

    rows = result.rows()
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, next(iter(rows), {}), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow(row)
    yield buffer.getvalue().encode()


def _page(result: "Result", kept: "dict[str, Story]") -> bytes:
    from dedup.pipeline import comparisons
    from dedup.report.cluster_page import cluster_page

    page = cluster_page(
        result.assignments,
        result.duplicate_clusters + result.event_clusters,
        texts={name: story.text for name, story in kept.items()},
        comparisons=comparisons(result.event_clusters or result.duplicate_clusters, kept),
        about={"stories": len(result), "duplicate threshold": result.threshold},
    )
    return page.encode()


def _tell(result: "Result", tally: "Tally", report: Path | None, form: str) -> None:
    """What happened, on standard error."""
    from dedup.report.names import count

    if form != "text":
        told = [
            count(len(result), "story", "stories"),
            count(len(result.duplicate_clusters), "duplicate cluster"),
        ]
        if result.has_events:
            told.append(count(len(result.event_clusters), "event cluster"))
        click.echo(f"dedup: {', '.join(told)}", err=True)
    if tally.passed_over:
        click.echo(f"dedup: passed over {count(tally.passed_over, 'bad record')}", err=True)
    if tally.naive_dates:
        click.echo(f"dedup: took {count(tally.naive_dates, 'date')} without a zone as UTC", err=True)
    for name, encoding in sorted(tally.guessed.items()):
        click.echo(f"dedup: {name} is not UTF-8; read as {encoding}", err=True)
    if report is not None:
        click.echo(f"dedup: wrote {report}", err=True)
