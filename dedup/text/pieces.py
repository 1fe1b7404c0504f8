"""The splitter: cut a text file into which several stories were merged.

Every gap between two paragraphs is measured (`pieces_cues`) and weighed by trees that were fitted on made
files (`pieces_weights`). Cuts are taken from the likeliest down while they are likely enough, and never
inside a quotation, between two equal paragraphs (a headline that stands twice), or where a piece without
any body would be left. A file of one story stays whole: the threshold was set for at most two false cuts
in a hundred single stories.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dedup.story import Piece
from dedup.text.paragraphs import paragraphs
from dedup.text.pieces_cues import cues
from dedup.text.pieces_form import Form, form
from dedup.text.pieces_quotes import open_quotations
from dedup.text.pieces_weights import chances, weights
from dedup.text.terms import SAMPLE, language

Floats = npt.NDArray[np.float64]

STRETCH = 200
"""Paragraphs that are weighed together; a longer file is weighed in stretches that overlap by half."""

MOST_PARAGRAPHS = 20_000
"""A file with more paragraphs is no merged news file (about 1,300 stories) and stays whole."""

BODY_BYTES = 60
"""A piece must hold a paragraph of this many bytes of UTF-8: headlines alone are no story."""


def split(text: str) -> list[Piece]:
    """The pieces of a text, in order: one piece for one story, none for an empty text.

    The pieces part the paragraphs of `paragraphs(text)` without a gap. A piece's `title` is its first
    paragraph where that has the form of a headline; its `score` is the chance of the cut before it.
    """
    return pieces(paragraphs(text))


def pieces(blocks: Sequence[str]) -> list[Piece]:
    """The pieces of a file that is given as its paragraphs."""
    if not blocks:
        return []
    fitted = weights()
    lang = language(" ".join(block[:SAMPLE] for block in blocks[:8]))
    forms = [form(block, fitted.openings, lang) for block in blocks[:MOST_PARAGRAPHS]]
    chance = _chances(forms) if 1 < len(blocks) <= MOST_PARAGRAPHS else np.zeros(len(blocks) - 1)
    firsts = [0, *cut_points(blocks, chance, fitted.threshold)]
    lasts = [*(first - 1 for first in firsts[1:]), len(blocks) - 1]
    return [
        Piece(
            first,
            last,
            _title(blocks[first], forms[first]),
            round(float(chance[first - 1]), 4) if first else 1.0,
        )
        for first, last in zip(firsts, lasts, strict=True)
    ]


def cut_points(blocks: Sequence[str], chance: Floats, threshold: float) -> list[int]:
    """The paragraphs that begin a new piece, in order.

    Parameters
    ----------
    blocks
        The paragraphs of the file.
    chance
        float64 of shape (len(blocks) - 1,): the chance of a cut before each paragraph but the first.
    threshold
        Least chance of a cut.
    """
    likely = [int(i) + 1 for i in np.argsort(-chance, kind="stable") if chance[i] >= threshold]
    if not likely:
        return []
    quoted = open_quotations(blocks)
    body = np.concatenate(
        ([0], np.cumsum([len(block.encode(errors="replace")) >= BODY_BYTES for block in blocks]))
    )
    bounds = [0, len(blocks)]
    for cut in likely:
        place = bisect(bounds, cut)
        before, after = bounds[place - 1], bounds[place]
        whole = body[before] < body[cut] < body[after]
        if whole and not quoted[cut] and blocks[cut] != blocks[cut - 1]:
            bounds.insert(place, cut)
    return bounds[1:-1]


def _chances(forms: Sequence[Form]) -> Floats:
    """The chance of a cut at every gap; in a long file from the stretch in which the gap lies
    nearest the middle.
    """
    fitted, n = weights(), len(forms)
    if n <= STRETCH:
        return chances(cues(forms)[0], fitted)
    chance = np.zeros(n - 1)
    step = STRETCH // 2
    for start in range(0, n - step, step):
        stretch = chances(cues(forms[start : start + STRETCH])[0], fitted)
        skipped = step // 2 if start else 0
        chance[start + skipped : start + len(stretch)] = stretch[skipped:]
    return chance


def _title(block: str, own: Form) -> str | None:
    named = own.header and own.length >= 2 and not (own.byline or own.date or own.end or own.footer)
    return block if named else None
