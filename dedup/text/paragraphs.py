"""Paragraphs: the blocks that blank lines separate, and where they stand in the text.

A text without any blank line but with several lines is read line by line, and what a line is depends on
how the text was set. In hard-wrapped text (plain-text mail, old wires) a line is *full*: the first word
of the next line would not have fitted within the longest line. Where most lines are full, a paragraph
ends with a line that is not, or before an indented one; everywhere else each non-empty line is a
paragraph.
"""

import re
from itertools import pairwise

_LINE = re.compile(r"[^\r\n]+|\r\n|\r|\n")
_FIRST_WORD = re.compile(r"\S{1,200}")

WRAP_COLUMNS = range(40, 101)
"""Longest line of a hard-wrapped text: wires wrap at 64 to 69, mail at 72 to 78, editors at 80 or 100."""

FULL_LINES = 0.6
"""Share of full lines from which a text counts as wrapped: of paragraphs of two and a half lines,
.6 are full.
"""

Line = tuple[int, int]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: blank-line separated blocks, stripped, none empty, in order.

    A text without a blank line falls into its lines, or into its paragraphs of wrapped lines (see the
    module). Line ends are `\\n`, `\\r\\n` or `\\r`; a line of white space is blank. Linear in the length
    of the text.

    Examples
    --------
    >>> paragraphs("Storm hits coast\\n\\nA storm hit\\nthe coast.\\n \\nNobody was hurt.")
    ['Storm hits coast', 'A storm hit\\nthe coast.', 'Nobody was hurt.']
    >>> paragraphs("Storm hits coast\\nA storm hit the coast.")
    ['Storm hits coast', 'A storm hit the coast.']
    """
    return [text[start:end] for start, end in paragraph_spans(text)]


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """Where the paragraphs of a text stand: `text[start:end]` is a paragraph, for each pair."""
    blocks = _blocks(text)
    if len(blocks) == 1 and len(blocks[0]) > 1:
        lines = blocks[0]
        blocks = _unwrapped(text, lines) if _wrapped(text, lines) else [[line] for line in lines]
    return [_stripped(text, block[0][0], block[-1][1]) for block in blocks]


def _blocks(text: str) -> list[list[Line]]:
    """The non-blank lines of a text (without their ends), in runs that blank lines separate."""
    blocks: list[list[Line]] = [[]]
    empty = True
    for found in _LINE.finditer(text):
        start, end = found.span()
        if text[start] in "\r\n":
            if empty and blocks[-1]:
                blocks.append([])
            empty = True
        elif not text[start:end].isspace():
            blocks[-1].append((start, end))
            empty = False
    return blocks if blocks[-1] else blocks[:-1]


def _full(text: str, line: Line, following: Line, width: int) -> bool:
    word = _FIRST_WORD.match(text[slice(*_stripped(text, *following))])
    return line[1] - line[0] + 1 + (word.end() if word else 0) > width


def _wrapped(text: str, lines: list[Line]) -> bool:
    width = max(end - start for start, end in lines)
    if width not in WRAP_COLUMNS or len(lines) < 3:
        return False
    full = sum(_full(text, line, after, width) for line, after in pairwise(lines))
    return full >= FULL_LINES * (len(lines) - 1)


def _unwrapped(text: str, lines: list[Line]) -> list[list[Line]]:
    width = max(end - start for start, end in lines)
    blocks = [[lines[0]]]
    for line, after in pairwise(lines):
        indented = text[after[0]].isspace() and not text[line[0]].isspace()
        if indented or not _full(text, line, after, width):
            blocks.append([])
        blocks[-1].append(after)
    return blocks


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
