"""`dedup split`: the pieces of a merged file."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dedup.cli.options import output

if TYPE_CHECKING:
    from dedup.story import Piece

BEGINNING = 400
"""Characters of a piece that a line of the widest terminal can show."""


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
    """Show the pieces of text files that hold several stories.

    Paragraphs are numbered from 0; the score is the confidence in the cut before a piece. A piece without
    a headline shows how it begins.
    """
    from dedup.cli.writing import check, form_of, in_color, width, write
    from dedup.report.records import json_bytes, pieces_record
    from dedup.report.terminal import pieces_text

    check(target, overwrite, *files)
    form = form_of(form, target, "json")
    several = len(files) > 1

    def parts() -> Iterator[bytes]:
        for name, blocks, pieces in _pieces(files):
            if form == "text":
                beginnings = [blocks[piece.first][:BEGINNING] for piece in pieces]
                shown = pieces_text(
                    pieces, beginnings=beginnings, file=name, width=width(), color=in_color(target)
                )
                yield shown.encode()
            else:
                yield json_bytes(pieces_record(pieces, name if several else None))

    write(target, parts())


def _pieces(files: tuple[str, ...]) -> "Iterator[tuple[str, list[str], list[Piece]]]":
    from dedup.read import read
    from dedup.splitter import pieces
    from dedup.text.paragraphs import paragraphs

    for story in read(list(files), input_format="text", strict=True):
        blocks = paragraphs(story.text)
        yield story.place, blocks, pieces(blocks)
