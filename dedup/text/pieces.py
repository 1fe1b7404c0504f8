"""The splitter: cut a file into which several stories were merged.

First version: a headline opens a piece. A headline is a short paragraph without a final stop before a longer one.
"""

import re

from dedup.story import Piece
from dedup.text.paragraphs import paragraphs

_STOP = re.compile(r"[.!?:;,…。！？][\"'”’»)\]]*$")


def split(text: str) -> list[Piece]:
    """The pieces of a text, in order: one piece for one story, none for an empty text."""
    blocks = paragraphs(text)
    cuts = [0, *(i for i in range(2, len(blocks) - 1) if _opens(blocks, i))] if blocks else []
    ends = [*(cut - 1 for cut in cuts[1:]), len(blocks) - 1]
    return [
        Piece(first, last, blocks[first] if _headline(blocks[first]) else None, 0.9 if first else 1.0)
        for first, last in zip(cuts, ends, strict=True)
    ]


def _headline(paragraph: str) -> bool:
    return 15 <= len(paragraph) <= 120 and len(paragraph.split()) >= 3 and not _STOP.search(paragraph)


def _opens(blocks: list[str], i: int) -> bool:
    return (
        _headline(blocks[i])
        and not _headline(blocks[i - 1])
        and len(blocks[i - 1]) > 60
        and len(blocks[i + 1]) > max(120, 1.5 * len(blocks[i]))
        and blocks[i + 1][0] not in "\"“'‘*-•"
    )
