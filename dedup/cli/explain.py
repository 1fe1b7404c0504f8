"""`dedup explain`: why two stories are, or are not, together."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dedup.cli.options import (
    INPUT_FILE,
    Reading,
    Tuning,
    open_stories,
    output,
    quiet,
    reading_options,
    tuning_options,
)

if TYPE_CHECKING:
    from dedup.types import Story


@click.command(
    epilog="""\b
Examples:
  dedup explain monday.txt tuesday.txt
  dedup explain merged.txt                        the two pieces of a merged file
  dedup explain feed.jsonl --id a17 --id b03      as part of the run over the feed
  dedup explain feed.jsonl --id a17 --id b03 --boilerplate known.txt
"""
)
@click.argument("sources", nargs=-1, required=True, metavar="A B | SOURCE...")
@click.option(
    "--id",
    "ids",
    multiple=True,
    metavar="ID",
    help="Give it twice: two stories of the sources, which are clustered as a run.",
)
@click.option("--no-events", is_flag=True, help="Leave the event level out.")
@click.option(
    "--boilerplate",
    "known",
    type=INPUT_FILE,
    help="Known boilerplate, as 'dedup cluster --boilerplate' keeps it.",
)
@reading_options
@tuning_options
@output("text", "json")
@quiet
def explain(
    sources: tuple[str, ...],
    ids: tuple[str, ...],
    no_events: bool,
    known: Path | None,
    reading: Reading,
    tuning: Tuning,
    target: Path | None,
    form: str | None,
    overwrite: bool,
    quiet: bool,
) -> None:
    """Show why two stories are together, or why they are not.

    Which bands and samples bring the pair up, what text is shared and how much of it is boilerplate, which
    facts agree, what speaks for one event, and the scores with the thresholds that decide. A and B are files
    of one story each; with --id the whole SOURCE teaches boilerplate and common terms, as in 'dedup cluster'.
    """
    from dedup.cli.output import check, form_of, in_color, width, write
    from dedup.cli.progress import Progress
    from dedup.explanation import explain_in
    from dedup.match.boilerplate import load_boilerplate
    from dedup.pipeline import pieces
    from dedup.report.explanation_text import explanation_record, explanation_text
    from dedup.report.records import json_bytes

    check(target, overwrite, *sources, known)
    form = form_of(form, target, "json")
    chosen = tuning.settings()
    if ids and (len(ids) != 2 or ids[0] == ids[1]):
        raise click.UsageError("two stories are explained: give --id twice, with two ids")
    stories, _ = open_stories(sources, reading, quiet)
    if ids:
        stories = pieces(stories)
    else:
        listed = _two(stories)
        stories, ids = iter(listed), (listed[0].id, listed[1].id)
    with Progress(quiet) as progress:
        found = explain_in(
            stories,
            *ids,
            settings=chosen,
            events=not no_events,
            boilerplate=None if known is None else load_boilerplate(known),
            progress=progress,
        )
    if form == "json":
        written = json_bytes(explanation_record(found), indent=True)
    else:
        written = explanation_text(found, width=min(width(), 100), color=in_color(target)).encode()
    write(target, [written])


def _two(stories: "Iterator[Story]") -> "list[Story]":
    """The two stories of sources that hold no more; a single one is a merged file of two pieces."""
    from dedup.pipeline import pieces

    listed = list(islice(stories, 3))
    if len(listed) == 1:
        listed = list(islice(pieces(listed, "always"), 3))
    if len(listed) != 2:
        held = {0: "there is no story", 1: "there is one story"}.get(len(listed), "there are more than two")
        raise click.UsageError(f"two stories are explained, and {held}; name two with --id")
    return listed
