"""`dedup background`: document frequencies of one's own."""

from itertools import tee
from pathlib import Path

import click

from dedup.cli.options import OUTPUT_FILE, Reading, open_stories, reading_options


@click.group(epilog="\b\nExample:\n  dedup background build archive/*.jsonl -o mine.npz")
def background() -> None:
    """Make a table of how common each term is in news at large."""


@background.command(
    epilog="""\b
Examples:
  dedup background build archive/*.jsonl.gz -o mine.npz
  dedup --background mine.npz cluster feed.jsonl
"""
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-o",
    "--output",
    "target",
    type=OUTPUT_FILE,
    required=True,
    help="The table, a numpy archive.",
)
@click.option("--overwrite", is_flag=True, help="Replace a table that exists.")
@reading_options
def build(
    sources: tuple[str, ...],
    reading: Reading,
    target: Path,
    overwrite: bool,
) -> None:
    """Count terms and character n-grams of the stories of SOURCEs. Some thousands make a useful table."""
    from dedup.cli.writing import check, opened
    from dedup.errors import InputError
    from dedup.text.background import build as count

    check(target, overwrite, *sources)
    stories, tally = open_stories(sources, reading)
    first, second = tee(stories)
    table = count(
        (f"{story.title or ''}\n\n{story.text}" for story in first), (story.lang for story in second)
    )
    if not tally.stories:
        raise InputError("no story could be read, so there is nothing to count; nothing written")
    with opened(target) as stream:
        table.write(stream)
    click.echo(f"dedup: counted {tally.stories:,} stories, {len(table.terms):,} terms", err=True)
