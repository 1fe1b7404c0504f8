"""`dedup compare`: two stories side by side."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dedup.cli.options import Reading, open_stories, output, reading_options

if TYPE_CHECKING:
    from dedup.story import Story


@click.command(
    epilog="""\b
Examples:
  dedup compare monday.txt tuesday.txt
  dedup compare merged.txt                        the two pieces of a merged file
  dedup compare feed.jsonl --id a17 --id b03      two stories of a feed
  dedup compare v1.txt v2.txt -o compared.html    a page to open in a browser
  dedup compare feed.jsonl --cluster a17 --result rows.jsonl      every version of a cluster
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
@click.option("--cluster", "group", metavar="ID", help="Line up this cluster of a saved run (--result).")
@click.option(
    "--result",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Rows of the run: what 'dedup cluster --format jsonl' printed.",
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
    """Align the paragraphs of two stories and show where they differ.

    A and B are text files, or files with one record; a single A is a merged file, whose pieces are compared.
    """
    from dedup.cli.writing import check, form_of, in_color, width, write
    from dedup.pipeline import compare as compare_stories

    check(target, overwrite, *sources, result)
    if group is not None:
        if form not in (None, "text") or (target is not None and target.suffix not in ("", ".txt")):
            raise click.UsageError("--cluster writes text: --format text, or a file that ends in .txt")
        write(target, [_line_up(group, result, sources, everything, in_color(target))])
        return
    form = form_of(form, target, "json")
    first, second = _two(sources, ids, pieces, reading)
    found = compare_stories(first, second, everything=everything)
    if form == "json":
        from dedup.report.records import comparison_record, json_bytes

        written = json_bytes(comparison_record(found), indent=True)
    elif form == "html":
        from dedup.report.page import comparison_page

        written = comparison_page(found).encode()
    else:
        from dedup.report.columns import comparison_text

        text = comparison_text(found, width=width(), color=in_color(target), everything=everything)
        written = text.encode()
    write(target, [written])


def _line_up(
    group: str, result: Path | None, sources: tuple[str, ...], everything: bool, color: bool
) -> bytes:
    """What the versions of a cluster share, who changed what, and when each fact first appeared."""
    from dedup.cli.report import saved, texts_of
    from dedup.cli.writing import width
    from dedup.pipeline import comparisons
    from dedup.report.lineup import lineup
    from dedup.report.lineup_text import lineup_text

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
    compared = comparisons([chosen], stories).get(chosen.id, [])
    published = {row.id: row.published for row in rows}
    found = lineup(chosen.representative, compared, published)
    if found is None:
        return f"All {len(chosen.members)} stories of {chosen.id} have the same text.\n".encode()
    by_id = {row.id: row for row in rows}
    return lineup_text(found, by_id, width=width(), color=color, everything=everything).encode()


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
