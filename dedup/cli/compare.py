"""`dedup compare`: two stories side by side."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dedup.cli.options import open_stories, output, reading

if TYPE_CHECKING:
    from dedup.story import Story


@click.command(
    epilog="""\b
Examples:
  dedup compare monday.txt tuesday.txt
  dedup compare merged.txt                        the two pieces of a merged file
  dedup compare feed.jsonl --id a17 --id b03      two stories of a feed
  dedup compare v1.txt v2.txt -o compared.html    a page to open in a browser
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
@click.option("--all", "everything", is_flag=True, help="Show style and lower-ranked differences, too.")
@reading
@output("text", "json", "html")
def compare(
    sources: tuple[str, ...],
    ids: tuple[str, ...],
    pieces: tuple[int, int],
    everything: bool,
    fields: dict[str, str],
    input_format: str | None,
    strict: bool,
    target: Path | None,
    form: str | None,
    overwrite: bool,
) -> None:
    """Align the paragraphs of two stories and show where they differ.

    A and B are text files, or files with one record; a single A is a merged file, whose pieces are compared.
    """
    from dedup.cli.writing import check, form_of, in_color, width, write
    from dedup.pipeline import compare as compare_stories

    check(target, overwrite)
    form = form_of(form, target, "json")
    first, second = _two(sources, ids, pieces, fields, strict, input_format)
    found = compare_stories(first, second)
    if form == "json":
        from dedup.report.records import comparison_record, json_bytes

        written = json_bytes(comparison_record(found), indent=True) + b"\n"
    elif form == "html":
        from dedup.report.page import comparison_page

        written = comparison_page(found).encode()
    else:
        from dedup.report.columns import comparison_text

        text = comparison_text(found, width=width(), color=in_color(target), everything=everything)
        written = text.encode()
    write(target, [written])


def _two(
    sources: tuple[str, ...],
    ids: tuple[str, ...],
    pieces: tuple[int, int],
    fields: dict[str, str],
    strict: bool,
    input_format: str | None,
) -> "tuple[Story, Story]":
    """The two stories that are meant."""
    if ids:
        return _by_id(sources, ids, fields, strict, input_format)
    if len(sources) > 2:
        raise click.UsageError(f"two stories can be compared, not {len(sources)}; --id picks two of a feed")
    if len(sources) == 2:
        first, second = (_only(source, fields, strict, input_format) for source in sources)
        return first, second
    return _two_pieces(_only(sources[0], fields, strict, input_format), pieces)


def _by_id(
    sources: tuple[str, ...],
    ids: tuple[str, ...],
    fields: dict[str, str],
    strict: bool,
    input_format: str | None,
) -> "tuple[Story, Story]":
    if len(ids) != 2:
        raise click.UsageError("two stories are compared: give --id twice")
    found: dict[str, Story] = {}
    stories, _ = open_stories(sources, fields, strict, input_format, silent=False)
    for story in stories:
        if story.id in ids:
            found[story.id] = story
    for wanted in ids:
        if wanted not in found:
            raise click.UsageError(f"no story with the id {wanted!r} in {', '.join(sources)}")
    return found[ids[0]], found[ids[1]]


def _only(source: str, fields: dict[str, str], strict: bool, input_format: str | None) -> "Story":
    """The one story of a source."""
    stories, _ = open_stories([source], fields, strict, input_format, silent=False)
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
