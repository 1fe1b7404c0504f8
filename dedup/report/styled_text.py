"""Text from strangers for a terminal: made safe, measured, wrapped, and coloured.

`plain` removes what a terminal would obey: control characters and so every escape sequence, direction
controls (which could swap what stands left and right of a number), and invisible characters. `columns` counts
terminal cells: two for East Asian wide characters, none for combining marks (Unicode Annex 11; ambiguous ones
count one). A run of text is a pair (text, style); only `paint` knows what a style looks like. Colour never
carries meaning alone: whoever builds runs puts brackets, signs and words there too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def plain(text: str) -> str:
    """A text on one line that a terminal shows and never obeys.

    Line ends and tabs become blanks, other control characters their pictures (ESC is shown as ␛), direction
    and invisible formatting controls disappear. The joiners that Persian and Hindi need stay.

    Examples
    --------
    >>> plain("\\x1b[2Jbreaking\\nnews \\u202etxt")
    '␛[2Jbreaking news txt'
    """
    return text if text.isprintable() else _UNSAFE.sub(_shown, text)


def _shown(found: re.Match[str]) -> str:
    char = found[0]
    code = ord(char)
    if char in "\t\n\v\f\r\x85\u2028\u2029":
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return "\ufffd" if code < 0xA0 or 0xD800 <= code < 0xE000 else ""


@lru_cache(maxsize=8192)
def cell(char: str) -> int:
    """Terminal cells of one character: 0, 1 or 2."""
    if char.isascii():
        return 1
    if unicodedata.category(char) in ("Mn", "Me", "Cf") or 0x1160 <= ord(char) <= 0x11FF:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def columns(text: str) -> int:
    """Terminal cells of a text that went through `plain`."""
    return len(text) if text.isascii() else sum(map(cell, text))


def fit(text: str, width: int) -> str:
    """A text made plain and exactly `width` cells wide: cut with an ellipsis, or filled with blanks.

    Examples
    --------
    >>> fit("新闻报道", 6), fit("news", 6)
    ('新闻… ', 'news  ')
    """
    shown = clip(text, width)
    return shown + " " * (width - columns(shown))


def clip(text: str, width: int) -> str:
    """A text made plain and at most `width` cells wide; what was cut is an ellipsis."""
    shown = plain(text[: 8 * width + 8])
    if len(text) <= 8 * width + 8 and columns(shown) <= width:
        return shown
    if shown.isascii():
        return shown[: width - 1].rstrip() + "…" if width else ""
    used = 0
    for at, char in enumerate(shown):
        used += cell(char)
        if used > width - 1:
            return shown[:at].rstrip() + "…"
    return shown + "…"


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


def hung(lines: Iterable[Line], width: int, indent: int, color: bool) -> str:
    """Lines as text: those of more than `width` cells broken, their rest indented by `indent` blanks."""
    found: list[Line] = []
    for line in lines:
        if sum(columns(text) for text, _ in line) <= width:
            found.append(line)
        else:
            first, *rest = wrap(line, width - indent)
            found += [first, *([(" " * indent, ""), *more] for more in rest)]
    return "".join(paint(line, color).rstrip() + "\n" for line in found)


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
