"""`dedup report`: the page of a run that was saved."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dedup.cli.options import INPUT_FILE, output

if TYPE_CHECKING:
    from dedup.story import Assignment, Cluster, Story


@click.command(
    epilog="""\b
Examples:
  dedup report rows.jsonl -o report.html
  dedup report rows.jsonl --stories feed.jsonl -o report.html     with the texts
"""
)
@click.argument("result", type=INPUT_FILE)
@click.option(
    "--stories",
    multiple=True,
    metavar="SOURCE",
    help="Where the stories of the run lie: for excerpts, shared passages and differences; repeatable.",
)
@output()
def report(result: Path, stories: tuple[str, ...], target: Path | None, overwrite: bool) -> None:
    """Write the page of a run that was saved. RESULT is what 'dedup cluster --format jsonl' printed."""
    from dedup.cli.writing import check, check_page, write
    from dedup.pipeline import comparisons
    from dedup.report.cluster_page import cluster_page

    check(target, overwrite, result, *stories)
    check_page(target)
    rows, clusters = saved(result)
    texts = texts_of(rows, stories)
    complete = [group for group in clusters if all(member in texts for member in group.members)]
    events = [group for group in complete if group.kind == "event"]
    page = cluster_page(
        rows,
        clusters,
        texts={name: story.text for name, story in texts.items()},
        comparisons=comparisons(events or complete, texts),
        about={"stories": len(rows), "result": result.name},
    )
    write(target, [page.encode()])


def saved(result: Path) -> "tuple[list[Assignment], list[Cluster]]":
    """The rows of a saved run, and their clusters."""
    from dedup.report.saved import clusters_of, saved_assignments

    with result.open("rb") as lines:
        rows = list(saved_assignments(lines, str(result)))
    return rows, clusters_of(rows)


def texts_of(rows: "Iterable[Assignment]", sources: tuple[str, ...]) -> "dict[str, Story]":
    """The stories of these rows that lie in the sources, cut into pieces as the run did."""
    from dedup.cli.options import open_stories
    from dedup.pipeline import pieces

    if not sources:
        return {}
    wanted = {row.id for row in rows}
    stories, _ = open_stories(sources)
    return {story.id: story for story in pieces(stories) if story.id in wanted}
