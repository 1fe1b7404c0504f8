"""`dedup formats` and `dedup config`: what can be read, and what is set."""

from pathlib import Path

import click


@click.command(epilog="\b\nExample:\n  dedup formats")
def formats() -> None:
    """List the formats that can be read, and how each is recognised."""
    from dedup.read import formats as known

    rows = [(form.name, " ".join(form.suffixes), form.recognised) for form in known()]
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    for name, suffixes, recognised in rows:
        click.echo(f"{name:<{first}}  {suffixes:<{second}}  {recognised}")
    click.echo("\nAll of them also compressed, as .gz or .zst.")


@click.command(epilog="\b\nExamples:\n  dedup config\n  DEDUP_WINDOW=3 dedup config")
@click.option(
    "--config",
    "config_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Settings as TOML; by default dedup.toml or [tool.dedup] of pyproject.toml here.",
)
def config(config_file: Path | None) -> None:
    """Show every setting, where its value comes from, and why the default is what it is."""
    from dataclasses import fields

    from dedup.settings import load

    settings, origin = load(config_file)
    for item in fields(settings):
        click.echo(f"{item.name} = {getattr(settings, item.name)}    ({origin[item.name]})")
        click.echo(f"    {item.metadata['help']}; {item.metadata['reason']}")
