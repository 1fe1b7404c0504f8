"""Where a quotation is open between two paragraphs.

A quotation of several paragraphs opens each of them and closes only the last, or closes far below. A mark
that was forgotten must not hold the rest of a file, so a quotation counts as open before a paragraph only
if the text above left it open and what comes next confirms it: the paragraph opens with a quotation mark
again, or the next mark below is a closing one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_MARK = re.compile(r"[\"“”„«»「」『』]|``|''")
_STOPS = frozenset(",.;:!?)")
_OPENS, _CLOSES = "“„「『`", "”」』'"


def open_quotations(paragraphs: Sequence[str]) -> list[bool]:
    """For each paragraph whether a quotation is open before it.

    Examples
    --------
    >>> open_quotations(["“We will stay.", "“We will not leave,” she said.", "He left."])
    [False, True, False]
    """
    reading = _reading(paragraphs)
    marks = [_marks(p, reading) for p in paragraphs]
    following = _next_marks(marks)
    found, is_open = [], False
    for i, own in enumerate(marks):
        opens_again = bool(own) and own[0] == (True, True)
        is_open = is_open and (opens_again or following[i] is False)
        found.append(is_open)
        for opening, _ in own:
            is_open = opening
    return found


def _reading(paragraphs: Sequence[str]) -> dict[str, bool]:
    """Which marks open (True) and which close in this text: „…“ and »…« turn the usual reading round."""
    reading = dict.fromkeys(_OPENS, True) | dict.fromkeys(_CLOSES, False)
    if any("„" in p for p in paragraphs):
        reading["“"] = False
    first = next((m for p in paragraphs for m in p if m in "«»"), "«")
    return reading | {"«": first == "«", "»": first == "»"}


def _marks(paragraph: str, reading: dict[str, bool]) -> list[tuple[bool, bool]]:
    """The quotation marks in order: whether each opens, and whether it begins the paragraph."""
    found: list[tuple[bool, bool]] = []
    for mark in _MARK.finditer(paragraph):
        start, end = mark.span()
        if mark.group() == '"':
            before, after = paragraph[start - 1 : start], paragraph[end : end + 1]
            free = not before or before.isspace() or before in "([{—–-/‘'"
            opening = free and bool(after) and not after.isspace() and after not in _STOPS
            if free and not opening:
                opening = _opens_alone(paragraph[end:], bool(found) and found[-1][0])
        else:
            opening = reading[mark.group()[0]]
        found.append((opening, start == 0))
    return found


def _opens_alone(behind: str, is_open: bool) -> bool:
    """Whether a straight mark with spaces on both sides opens, as in a text that was put together from its
    words: it closes what is open, or where a stop follows that is no ellipsis."""
    following = behind.lstrip()
    stops = not following or (following[0] in _STOPS and not following.startswith("..."))
    return not is_open and not stops


def _next_marks(marks: Sequence[Sequence[tuple[bool, bool]]]) -> list[bool | None]:
    """For each paragraph whether the first mark in it or below opens; None where no mark follows."""
    found: list[bool | None] = []
    following: bool | None = None
    for own in reversed(marks):
        following = own[0][0] if own else following
        found.append(following)
    return found[::-1]
