"""`dedup compare`, `dedup split` and `dedup explain`: two stories side by side, the stories that a file
holds, and why two stories are, or are not, together.
"""

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
from dedup.errors import InputError

if TYPE_CHECKING:
    from dedup.types import FactTable, History, Story


@click.command(
    epilog="""\b
Examples:
  dedup compare monday.txt tuesday.txt
  dedup compare merged.txt                        the two pieces of a merged file
  dedup compare feed.jsonl --id a17 --id b03      two stories of a feed
  dedup compare v1.txt v2.txt -o compared.html    a page to open in a browser
  dedup compare feed.jsonl --cluster a17 --result rows.jsonl -o versions.html     every version of a cluster
"""
)
@click.argument("sources", nargs=-1, required=True, metavar="A [B]")
@click.option("--id", "ids", multiple=True, metavar="ID", help="Compare these two stories of the sources.")
@click.option(
    "--pieces",
    nargs=2,
    type=click.IntRange(1),
    default=(1, 2),
    help="Which pieces of a merged file [default: 1 2].",
)
@click.option(
    "--cluster", "group", metavar="ID", help="Show the history of this cluster of a saved run (--result)."
)
@click.option(
    "--result",
    type=INPUT_FILE,
    help="Rows of the run: what 'dedup cluster' wrote as JSON Lines, JSON, CSV or Parquet.",
)
@click.option("--all", "everything", is_flag=True, help="Show style and lower-ranked differences, too.")
@reading_options
@output("text", "json", "html")
def compare(
    sources: tuple[str, ...],
    ids: tuple[str, ...],
    pieces: tuple[int, int],
    group: str | None,
    result: Path | None,
    everything: bool,
    reading: Reading,
    target: Path | None,
    form: str | None,
    overwrite: bool,
) -> None:
    """Align two stories by paragraphs and show where they differ.

    A and B are text files, or files with one record; a single A is a merged file, whose pieces are compared.
    """
    from dedup.cli.output import check, form_of, in_color, width, write
    from dedup.pipeline import compare as compare_stories

    check(target, overwrite, *sources, result)
    form = form_of(form, target, "json")
    if group is not None:
        write(target, [_line_up(group, result, sources, everything, form, in_color(target))])
        return
    first, second = _two(sources, ids, pieces, reading)
    found = compare_stories(first, second, everything=everything)
    if form == "json":
        from dedup.report.records import comparison_record, json_bytes

        written = json_bytes(comparison_record(found), indent=True)
    elif form == "html":
        from dedup.report.pages import comparison_page

        written = comparison_page(found).encode()
    else:
        from dedup.report.comparison_text import comparison_text

        text = comparison_text(found, width=width(), color=in_color(target), everything=everything)
        written = text.encode()
    write(target, [written])


def _line_up(
    group: str, result: Path | None, sources: tuple[str, ...], everything: bool, form: str, color: bool
) -> bytes:
    """The history of a cluster: what each version changed, and where its sentences come from."""
    from dedup.cli.cluster import saved, texts_of
    from dedup.histories import MOST, fact_tables, histories

    if result is None:
        raise click.UsageError("--cluster needs the rows of the run: --result FILE")
    rows, clusters = saved(result)
    named = [cluster for cluster in clusters if cluster.id == group]
    if not named:
        raise click.UsageError(f"{result} has no cluster of two stories with the id {group!r}")
    chosen = max(named, key=lambda cluster: len(cluster.members))
    stories = texts_of(rows, sources)
    missing = [member for member in chosen.members if member not in stories]
    if missing:
        raise click.UsageError(f"{', '.join(sources)}: no story with the id {missing[0]!r} of the cluster")
    found = histories([chosen], stories, MOST)[chosen.id]
    if len(found.versions) < len(chosen.members):
        click.echo(
            f"dedup: {len(chosen.members)} versions; the first {len(found.versions)} are lined up", err=True
        )
    return shown_history(found, fact_tables([chosen], stories)[chosen.id], everything, form, color)


def shown_history(found: "History", table: "FactTable", everything: bool, form: str, color: bool) -> bytes:
    """A history and a fact table as text, JSON or a page."""
    from dedup.cli.output import width

    if form == "json":
        from dedup.report.records import history_record, json_bytes

        return json_bytes(history_record(found, table), indent=True)
    if form == "html":
        from dedup.report.pages import lineup_page

        return lineup_page(found, table).encode()
    from dedup.report.event_view import table_text
    from dedup.report.lineup import lineup_text

    facts = table_text(table, width=width(), color=color, everything=everything)
    lines = lineup_text(found, width=width(), color=color, everything=everything)
    return (lines + ("\n" + facts if facts else "")).encode()


def _two(
    sources: tuple[str, ...],
    ids: tuple[str, ...],
    pieces: tuple[int, int],
    reading: Reading,
) -> "tuple[Story, Story]":
    """The two stories that are meant."""
    if ids:
        return _by_id(sources, ids, reading)
    if len(sources) > 2:
        raise click.UsageError(f"two stories can be compared, not {len(sources)}; --id picks two of a feed")
    if len(sources) == 2:
        first, second = (_only(source, reading) for source in sources)
        return first, second
    return _two_pieces(_only(sources[0], reading), pieces)


def _by_id(
    sources: tuple[str, ...],
    ids: tuple[str, ...],
    reading: Reading,
) -> "tuple[Story, Story]":
    if len(ids) != 2:
        raise click.UsageError("two stories are compared: give --id twice")
    found: dict[str, Story] = {}
    stories, _ = open_stories(sources, reading)
    for story in stories:
        if story.id in ids:
            found[story.id] = story
    for wanted in ids:
        if wanted not in found:
            raise click.UsageError(f"no story with the id {wanted!r} in {', '.join(sources)}")
    return found[ids[0]], found[ids[1]]


def _only(source: str, reading: Reading) -> "Story":
    """The one story of a source."""
    stories, _ = open_stories([source], reading)
    first, second = next(stories, None), next(stories, None)
    if first is None:
        raise click.UsageError(f"{source} holds no story")
    if second is not None:
        raise click.UsageError(f"{source} holds several stories; name two with --id")
    return first


def _two_pieces(story: "Story", wanted: tuple[int, int]) -> "tuple[Story, Story]":
    from dedup.pipeline import pieces as pieces_of

    found = list(pieces_of([story], "always"))
    if len(found) == 1:
        raise click.UsageError(f"{story.place} is one story; give a second file to compare it with")
    if max(wanted) > len(found) or wanted[0] == wanted[1]:
        raise click.UsageError(f"{story.place} has {len(found)} pieces; name two, as in --pieces 1 2")
    if len(found) > 2:
        click.echo(
            f"dedup: {len(found)} pieces; comparing {wanted[0]} and {wanted[1]} (--pieces chooses)", err=True
        )
    return found[wanted[0] - 1], found[wanted[1] - 1]


BEGINNING = 400
"""Characters of a piece that a line of the widest terminal can show."""


@click.command(
    epilog="""\b
Examples:
  dedup split page.txt
  dedup split archive/*.txt --format json -o pieces.json
  dedup split feed.jsonl                          every record by itself
"""
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@reading_options
@output("text", "json")
def split(
    files: tuple[str, ...], reading: Reading, target: Path | None, form: str | None, overwrite: bool
) -> None:
    """Show the kind of each text and the stories in it.

    Merged stories, news in brief and chains of updates are cut; a live blog, a story with sub-headlines, a
    transcript, and questions with their answers are one story each. The text of every record is split by
    itself. Paragraphs are numbered from 0; the number before a title is the probability of the cut before
    the piece. A piece without a headline shows how it begins.
    """
    from dedup.cli.output import check, form_of, in_color, width, write
    from dedup.report.records import json_bytes, split_record
    from dedup.report.summary_text import split_text
    from dedup.splitter import split_paragraphs
    from dedup.text.sentences import paragraphs

    check(target, overwrite, *files)
    form = form_of(form, target, "json")

    def parts() -> Iterator[bytes]:
        stories, tally = open_stories(files, reading, unique=False)
        story = None
        for story in stories:
            blocks = paragraphs(story.text)
            found = split_paragraphs(blocks)
            record = not story.whole_file
            place = story.place if record or len(files) > 1 else None
            if form == "text":
                beginnings = [blocks[piece.first][:BEGINNING] for piece in found]
                shown = split_text(
                    found, beginnings=beginnings, file=place, width=width(), color=in_color(target)
                )
                yield shown.encode()
            else:
                yield json_bytes(split_record(found, place, story.id if record else None))
        if story is None and tally.passed_over > tally.empty:
            raise InputError("no text could be read; nothing written")

    write(target, parts())


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
        listed = _two_alone(stories)
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


def _two_alone(stories: "Iterator[Story]") -> "list[Story]":
    """The two stories of sources that hold no more; a single one is a merged file of two pieces."""
    from dedup.pipeline import pieces

    listed = list(islice(stories, 3))
    if len(listed) == 1:
        listed = list(islice(pieces(listed, "always"), 3))
    if len(listed) != 2:
        held = {0: "there is no story", 1: "there is one story"}.get(len(listed), "there are more than two")
        raise click.UsageError(f"two stories are explained, and {held}; name two with --id")
    return listed
