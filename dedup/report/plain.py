"""Text of strangers, made safe and measurable for a terminal.

`plain` takes away what a terminal would obey: control characters and with them every escape sequence,
direction controls (which could swap what stands left and right of a number), and characters without a look.
`columns` counts the terminal cells that a text takes: two for East Asian wide characters, none for combining
marks (Unicode Annex 11; ambiguous characters count one).
"""

from __future__ import annotations

import re
import unicodedata
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
