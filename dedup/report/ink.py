"""Runs of styled text: wrapped to a width, and written with or without ANSI colour.

A run is a pair (text, style). Styles are names; only `paint` knows what they look like. Colour never carries
meaning alone: whoever builds runs puts brackets, signs and words there too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dedup.report.plain import cell, columns, plain

Run = tuple[str, str]
Line = list[Run]

_SGR = {
    "bold": "1",
    "dim": "2",
    "fact": "1;4;31",
    "source": "4;35",
    "structure": "4;34",
    "review": "4;33",
    "style": "4;36",
    "same": "2",
    "accent": "36",
}
"""Select Graphic Rendition codes (ECMA-48), of the 16 colours that every theme fits to its background."""

_MARKS = 6
"""Combining marks kept on one character: more than any script stacks, too few to paint over other lines."""

_STAY = frozenset("。，、．！？：；」』）】〉》”’…")
"""Wide closing punctuation that may not begin a line."""


def paint(runs: Iterable[Run], color: bool) -> str:
    """Runs as one string; with `color`, wrapped in ANSI codes that are always closed."""
    if not color:
        return "".join(text for text, _ in runs)
    return "".join(
        f"\x1b[{_SGR[style]}m{text}\x1b[0m" if style in _SGR and text else text for text, style in runs
    )


def padded(line: Line, width: int) -> Line:
    """A line filled with blanks to `width` cells."""
    return [*line, (" " * max(0, width - sum(columns(text) for text, _ in line)), "")]


def wrap(runs: Iterable[Run], width: int) -> list[Line]:
    """Break runs into lines of at most `width` cells (at least 2), at blanks, hyphens and between wide
    characters.

    Text is made plain; a word longer than a line is cut. Linear in the text.
    """
    width = max(2, width)
    lines: list[Line] = []
    cells: list[tuple[str, int, str]] = []
    used = 0
    for text, style in runs:
        for char in plain(text):
            wide = cell(char)
            if wide == 0:
                if cells and len(cells[-1][0]) <= _MARKS:
                    cells[-1] = (cells[-1][0] + char, cells[-1][1], cells[-1][2])
                continue
            if used + wide > width:
                if char == " ":
                    lines.append(_joined(cells))
                    cells, used = [], 0
                    continue
                at = _break(cells, char)
                lines.append(_joined(cells[:at]))
                cells = cells[at:]
                used = sum(piece[1] for piece in cells)
            if char == " " and not cells and lines:
                continue
            cells.append((char, wide, style))
            used += wide
    if cells or not lines:
        lines.append(_joined(cells))
    return lines


def _break(cells: Sequence[tuple[str, int, str]], following: str) -> int:
    """Where a full line may be cut: the number of cells that stay on it."""
    after = following
    for at in range(len(cells), 0, -1):
        before, wide, _ = cells[at - 1]
        if before in " -–—/" or ((wide == 2 or cell(after[0]) == 2) and after[0] not in _STAY):
            return at
        after = before
    return len(cells)


def _joined(cells: Sequence[tuple[str, int, str]]) -> Line:
    """Cells as runs, neighbours of one style united, without the blanks at the end."""
    line: Line = []
    for text, _, style in cells:
        if line and line[-1][1] == style:
            line[-1] = (line[-1][0] + text, style)
        else:
            line.append((text, style))
    if line:
        line[-1] = (line[-1][0].rstrip(" "), line[-1][1])
    return line
