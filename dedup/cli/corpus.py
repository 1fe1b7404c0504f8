"""`dedup clean` and `dedup overlap`: a corpus without its repeats; what of one corpus stands in another."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dedup.cli.options import (
    OUTPUT_FILE,
    Reading,
    Tuning,
    open_stories,
    output,
    quiet,
    reading_options,
    say_what_was_read,
    splitting,
    stories_of_run,
    tuning_options,
    usage,
)

if TYPE_CHECKING:
    from dedup.result import Result
    from dedup.types import Reuse


@click.command(
    epilog="""\b
Examples:
  dedup clean feed.jsonl -o once.jsonl                      and once.left-out.jsonl: what went, and why
  dedup clean archive/ -o once.parquet                      any format to any other
  dedup clean feed.jsonl.gz -o once.jsonl.gz --prefer 'source:Northern Wire,Capital Ledger'
  dedup clean feed.jsonl -o events.jsonl --level event --prefer longest
  dedup clean feed.jsonl -o english.csv --lang en --where 'source!=Wire'
"""
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--level",
    type=click.Choice(["duplicate", "version", "event"]),
    default="duplicate",
    show_default=True,
    help="What stands once: each text, each article however much rewritten, or each event.",
)
@click.option(
    "--prefer",
    default="earliest",
    show_default=True,
    metavar="WHICH",
    help="Which one stays: earliest, latest, longest, representative (most like the others), or source:A,B,C "
    "(of the first of these sources that has one, else the earliest).",
)
@click.option(
    "--left-out",
    type=OUTPUT_FILE,
    help="Where to write which stories were left out, and why [default: beside the output].",
)
@click.option("--no-left-out", is_flag=True, help="Do not write what was left out.")
@splitting
@reading_options
@tuning_options
@output("jsonl", "json", "csv", "parquet")
@quiet
def clean(
    sources: tuple[str, ...],
    level: str,
    prefer: str,
    left_out: Path | None,
    no_left_out: bool,
    split: str,
    reading: Reading,
    tuning: Tuning,
    target: Path | None,
    form: str | None,
    overwrite: bool,
    quiet: bool,
) -> None:
    """Write the stories of SOURCEs without their repeats.

    One of each text, article or event stays. The records are written as they were read, unknown fields
    included. What was left out is listed in a file beside the output, each story with the one that stays in
    its place and the reason.
    """
    from dataclasses import asdict, fields

    from dedup.cleaning import LeftOut, chosen, keep
    from dedup.cli.output import Originals, beside, check, form_of, write, written
    from dedup.cli.progress import Progress, say
    from dedup.errors import InputError
    from dedup.pipeline import cluster
    from dedup.report.wording import count

    with usage():
        chosen(prefer, level)
    if left_out is None and not no_left_out:
        if target is None or str(target) == "-":
            raise click.UsageError(
                "name a file with -o, or say where to list what goes: --left-out, --no-left-out"
            )
        left_out = beside(target, "left-out")
    check(target, overwrite, *sources)
    check(left_out, overwrite, *sources, target)
    form = _table(form_of(form, target, "jsonl"))
    list_form = "" if left_out is None else _table(form_of(None, left_out, "jsonl"))
    originals = Originals()
    with Progress(quiet) as progress:
        stories, tally = stories_of_run(sources, reading, quiet, split, originals)
        progress.reads(tally.share)
        result = cluster(stories, settings=tuning.settings(), events=level != "duplicate", progress=progress)
    if tally.passed_over > tally.empty and not len(result):
        raise InputError(
            f"no story could be read: {count(tally.passed_over, 'bad record')} and no other; nothing written"
        )
    kept, gone = keep(result, prefer, level)
    if left_out is not None:
        names = [one.name for one in fields(LeftOut)]
        write(left_out, written(lambda: map(asdict, gone), list_form, "left_out", names))
    names_gone = {one.id for one in gone}
    write(target, written(lambda: originals.without(names_gone), form, ""))
    if not quiet:
        listed = f", listed in {left_out}" if left_out is not None and gone else ""
        say(f"kept {len(kept):,} of {count(len(result), 'story', 'stories')}; left {len(gone):,} out{listed}")
        _say_unknown(prefer, result)
        say_what_was_read(tally)


def _table(form: str) -> str:
    """A format of records.

    Raises
    ------
    click.UsageError
        It is text or a page.
    """
    if form in ("text", "html"):
        raise click.UsageError(f"stories are written as jsonl, json, csv or parquet, not as {form}")
    return form


def _say_unknown(prefer: str, result: "Result") -> None:
    """Which preferred sources no story is of: a name may be misspelt."""
    from dedup.cleaning import preferred
    from dedup.cli.progress import say
    from dedup.report.styled_text import plain

    if wanted := preferred(prefer):
        known = {(row.source or "").casefold() for row in result}
        for name in wanted:
            if name.casefold() not in known:
                say(f"no story is of the preferred source {plain(name)!r}")


@click.command(
    epilog="""\b
Examples:
  dedup overlap test.jsonl train.jsonl                    how much of the test set stands in the training set
  dedup overlap today.jsonl archive/ -o reused.jsonl      every passage, with its places in both
  dedup overlap test.jsonl train.parquet --words 20 --at-least 0.8
"""
)
@click.argument("a")
@click.argument("b")
@click.option(
    "--words",
    "size",
    type=click.IntRange(5, 1_000),
    default=12,
    show_default=True,
    help="Words in a row that are a passage.",
)
@click.option(
    "--at-least",
    type=click.FloatRange(0.0, 1.0, min_open=True),
    default=0.5,
    show_default=True,
    help="Share of its words from which a story of A counts as contained in B.",
)
@reading_options
@output("text", "jsonl", "json", "csv", "parquet")
@quiet
def overlap(
    a: str,
    b: str,
    size: int,
    at_least: float,
    reading: Reading,
    target: Path | None,
    form: str | None,
    overwrite: bool,
    quiet: bool,
) -> None:
    """Show what of A stands word for word in B.

    A and B are files, directories or patterns; one of them may be - for standard input. A is kept in memory,
    B streams by. As jsonl, json, csv or parquet there is a row for every story of A that shares a passage.
    """
    from dedup.cli.output import check, form_of, in_color, width, write, written
    from dedup.cli.progress import Progress
    from dedup.pipeline import pieces
    from dedup.report.records import reuse_record
    from dedup.report.summary_text import reuse_text
    from dedup.reuse import overlap as measure

    check(target, overwrite, a, b)
    form = form_of(form, target, "jsonl")
    if form != "text":
        _table(form)
    if a == b == "-":
        raise click.UsageError("standard input can be one of the two only")
    with Progress(quiet) as progress:
        ours, tally = open_stories([a], reading, quiet)
        theirs, their_tally = open_stories([b], reading, quiet)
        progress.reads(their_tally.share)
        found = measure(pieces(ours), pieces(theirs), size=size, at_least=at_least, progress=progress)
    if form == "text":
        write(target, [reuse_text(found, width=width(), color=in_color(target)).encode()])
    else:
        write(target, written(lambda: map(reuse_record, found.rows), form, "stories"))
    if not quiet:
        if form != "text":
            _say_overlap(found)
        for read in (tally, their_tally):
            say_what_was_read(read)


def _say_overlap(found: "Reuse") -> None:
    """The totals of an overlap, on standard error."""
    from dedup.cli.progress import say
    from dedup.report.wording import count, percent

    say(
        f"{found.contained:,} of {count(found.stories, 'story', 'stories')} contained "
        f"({percent(found.rate)}); {found.found:,} share a passage: "
        f"{found.shared_words:,} of {found.words:,} words"
    )
