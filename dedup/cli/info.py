"""`dedup formats`, `schema`, `config` and `background`: what can be read, what is written, what is set, and
document frequencies from one's own stories.
"""

from itertools import tee
from pathlib import Path

import click

from dedup.cli.options import INPUT_FILE, OUTPUT_FILE, Reading, open_stories, reading_options


@click.command(epilog="\b\nExample:\n  dedup formats")
def formats() -> None:
    """List the formats that can be read, and how each is recognised."""
    from textwrap import fill

    from dedup.cli.output import width
    from dedup.readers import formats as known

    rows = [(form.name, " ".join(form.suffixes), form.recognised, form.extra) for form in known()]
    first, second = (max(len(row[column] or "") for row in rows) for column in (0, 1))
    for name, suffixes, recognised, extra in rows:
        what = recognised + (f"; needs the extra {extra}" if extra else "")
        start = f"{name:<{first}}  {suffixes:<{second}}  "
        room = max(width(), len(start) + 20)
        rest = " " * len(start)
        click.echo(fill(what, room, initial_indent=start, subsequent_indent=rest, break_on_hyphens=False))
    click.echo("\nAll of them also compressed, as .gz or .zst; and standard input, as -.")
    click.echo(
        fill(
            "Records (JSON, tables, Parquet) of Fundus, news-please, newspaper4k, trafilatura, Scrapy, Media "
            "Cloud, Taranis AI, Elasticsearch, passim, dolma, datatrove and ninjs 1 to 3 are known by their "
            "fields.",
            max(width(), 40),
        )
    )


def _schemas() -> dict[str, str]:
    """The text of each schema, by name."""
    from importlib.resources import files

    listed = [path for path in files("dedup").joinpath("schemas").iterdir() if path.name.endswith(".json")]
    return {
        path.name.removesuffix(".json"): path.read_text(encoding="utf-8")
        for path in sorted(listed, key=lambda path: path.name)
    }


@click.command(epilog="\b\nExamples:\n  dedup schema\n  dedup schema stories > stories.schema.json")
@click.argument("name", required=False)
def schema(name: str | None) -> None:
    """Print the JSON Schema of an output, or the names of all."""
    known = _schemas()
    if name is None:
        click.echo("\n".join(known))
    elif name in known:
        click.echo(known[name], nl=False)
    else:
        raise click.UsageError(f"no schema {name!r}; there are {', '.join(known)}")


@click.command(epilog="\b\nExamples:\n  dedup config\n  DEDUP_WINDOW=3 dedup config")
@click.option(
    "--config",
    "config_file",
    type=INPUT_FILE,
    help="Settings as TOML; by default dedup.toml or [tool.dedup] of pyproject.toml here.",
)
def config(config_file: Path | None) -> None:
    """Show every setting and where it comes from. The reason of its default stands below."""
    from dataclasses import fields
    from textwrap import fill

    from dedup.cli.output import width
    from dedup.settings import load

    settings, origin = load(config_file)
    for item in fields(settings):
        click.echo(f"{item.name} = {getattr(settings, item.name)}    ({origin[item.name]})")
        stated = f"{item.metadata['help']}; {item.metadata['reason']}"
        click.echo(fill(stated, max(width(), 40), initial_indent="    ", subsequent_indent="    "))


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
    from dedup.cli.output import check, opened
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
