"""`dedup split`: the pieces of a merged file."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dedup.cli.options import output

if TYPE_CHECKING:
    from dedup.story import Piece


@click.command(
    epilog="""\b
Examples:
  dedup split page.txt
  dedup split archive/*.txt --format json -o pieces.json
"""
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@output("text", "json")
def split(files: tuple[str, ...], target: Path | None, form: str | None, overwrite: bool) -> None:
    """Show the pieces of text files into which several stories were merged.

    Paragraphs are numbered from 0; the score is the confidence in the cut before a piece.
    """
    from dedup.cli.writing import check, form_of, in_color, width, write
    from dedup.report.records import json_bytes, pieces_record
    from dedup.report.terminal import pieces_text

    check(target, overwrite, *files)
    form = form_of(form, target, "json")
    several = len(files) > 1

    def parts() -> Iterator[bytes]:
        for name, pieces in _pieces(files):
            if form == "text":
                text = pieces_text(pieces, file=name, width=width(), color=in_color(target))
                yield text.encode()
            else:
                yield json_bytes(pieces_record(pieces, name if several else None))

    write(target, parts())


def _pieces(files: tuple[str, ...]) -> "Iterator[tuple[str, list[Piece]]]":
    from dedup.read import read
    from dedup.text.pieces import split as split_text

    for story in read(list(files), input_format="text", strict=True):
        yield story.place, split_text(story.text)
