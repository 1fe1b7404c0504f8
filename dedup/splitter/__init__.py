"""The splitter: cut a text file into which several stories were merged.

Every gap between two paragraphs is measured (`features`) and weighed by trees that were fitted on made
files (`model`). Cuts are taken from the likeliest down while they are likely enough, and never
inside a quotation, before a caption, between two equal paragraphs (a headline that stands twice), or where a
piece without any body would be left. Where a file was cut, each piece is read once more as a file by itself:
what another story is made of no longer stands beside it. A file of one story stays whole: of 3,940 single
stories of sets that the trees had not seen, the limits cut 1.9 in a hundred (3.4 with a headline at the top).

The cost is linear in the text: a gap is weighed within a stretch of `STRETCH` paragraphs, of which the first
`READ` characters are read. Measured: 2.9 ms a KB for a story of 2.6 KB, 4.7 ms a KB for a file of 1 MB,
0.011 ms a KB for a single line of 1 MB.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dedup.splitter.features import REACH, cues
from dedup.splitter.form import Form, form, open_quotations
from dedup.splitter.model import Weights, log_odds, weights
from dedup.text.sentences import paragraphs
from dedup.text.terms import SAMPLE, language
from dedup.types import Piece

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

STRETCH = 200
"""Paragraphs that are weighed together; a longer file is weighed in stretches that overlap by half."""

LEAST = 0.71
"""Least chance of a cut. With the limits below it left two false cuts in 100 stories of sets that the trees
had not seen; .66 left one more in 200 and found one more second story in 100."""

LEAST_HEADLINE = 0.4
"""Least chance of a cut before a headline in a file that begins with one (`headlines`): there the trees are
too careful, for they were fitted on many sub-headlines."""

LEAST_LONE = 0.1
"""The same where only one headline of the file is in doubt: sub-headlines come in numbers. Against .3 (and .5
above) F1 on one event with headlines rose from .827 to .835, false cuts of stories with a headline from 2.4
to 3.4 in 100."""

HEADLINE_WORDS = 5
"""Shortest headline: sub-headlines mostly have fewer words."""

MOST_PARAGRAPHS = 20_000
"""A file with more paragraphs is no merged news file (about 1,300 stories) and stays whole."""

BODY_BYTES = 60
"""A piece must hold a paragraph of this many bytes of UTF-8: headlines alone are no story."""


def split(text: str) -> list[Piece]:
    """The pieces of a text, in order: one piece for one story, none for an empty text.

    The pieces part the paragraphs of `paragraphs(text)` without a gap. A piece's `title` is its first
    paragraph where that has the form of a headline; its `score` weighs the chance of the cut before it
    against the least that it had to have, which scores .5.
    """
    return pieces(paragraphs(text))


def pieces(blocks: Sequence[str]) -> list[Piece]:
    """The pieces of a file that is given as its paragraphs."""
    if not blocks:
        return []
    lang = language(" ".join(block[:SAMPLE] for block in blocks[:8]))
    read = blocks if len(blocks) <= MOST_PARAGRAPHS else blocks[:1]
    forms = [form(block, lang) for block in read]
    scores = _cuts(blocks, forms) if len(forms) > 1 else {}
    bounds = [0, *sorted(scores), len(blocks)]
    if scores:
        quoted = open_quotations(blocks)
        for first, after in pairwise(bounds):
            inside = _cuts(blocks[first:after], forms[first:after]) if after - first > 2 else {}
            scores |= {first + cut: score for cut, score in inside.items() if not quoted[first + cut]}
    scores[0] = 1.0
    firsts = sorted(scores)
    lasts = [*(first - 1 for first in firsts[1:]), len(blocks) - 1]
    return [
        Piece(first, last, _title(blocks[first], forms[first]), round(scores[first], 4))
        for first, last in zip(firsts, lasts, strict=True)
    ]


def _cuts(blocks: Sequence[str], forms: Sequence[Form]) -> dict[int, float]:
    """The paragraphs that begin a new piece, with the scores of the cuts."""
    chance = _chances(forms)
    least = least_chances(headlines(forms), chance)
    scores = chance * (1 - least) / (chance * (1 - least) + least * (1 - chance))
    return {cut: float(scores[cut - 1]) for cut in cut_points(blocks, chance, least)}


def headlines(forms: Sequence[Form]) -> Bools:
    """At which gaps a headline stands, in a file that begins with one: bool of shape (len(forms) - 1,).

    The paragraph before it is finished, and a lead follows near.
    """
    return np.array([_headline(forms, gap) for gap in range(1, len(forms))], dtype=np.bool_)


def _headline(forms: Sequence[Form], gap: int) -> bool:
    own, before = forms[gap], forms[gap - 1]
    return (
        forms[0].header
        and own.header
        and not own.caption
        and own.length >= HEADLINE_WORDS
        and (before.stop or before.end or before.footer)
        and any(after.full for after in forms[gap + 1 : gap + REACH + 1])
    )


def least_chances(headline: Bools, chance: Floats) -> Floats:
    """The chance that a cut must have at every gap, given which have headlines: float64 of the same shape."""
    least = np.where(headline, LEAST_HEADLINE, LEAST)
    doubtful = headline & (chance < LEAST_HEADLINE)
    return np.where(doubtful, LEAST_LONE, least) if doubtful.sum() == 1 else least


def cut_points(blocks: Sequence[str], chance: Floats, least: Floats) -> list[int]:
    """The paragraphs that begin a new piece, in order.

    Parameters
    ----------
    blocks
        The paragraphs of the file.
    chance
        float64 of shape (len(blocks) - 1,): the chance of a cut before each paragraph but the first.
    least
        Of the same shape: the chance that a cut must have.
    """
    excess = chance / least
    likely = [int(i) + 1 for i in np.argsort(-excess, kind="stable") if excess[i] >= 1]
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
        return chances(forms, fitted)
    chance = np.zeros(n - 1)
    step = STRETCH // 2
    for start in range(0, n - step, step):
        stretch = chances(forms[start : start + STRETCH], fitted)
        skipped = step // 2 if start else 0
        chance[start + skipped : start + len(stretch)] = stretch[skipped:]
    return chance


def chances(forms: Sequence[Form], fitted: Weights) -> Floats:
    """The chance of a cut at every gap; none before a caption."""
    rows, _ = cues(forms, fitted.openings, fitted.closings)
    possible = [not f.caption for f in forms[1:]]
    found: Floats = np.where(possible, 1.0 / (1.0 + np.exp(-log_odds(rows, fitted.trees))), 0.0)
    return found


def _title(block: str, own: Form) -> str | None:
    named = (
        own.header
        and own.length >= 2
        and not (own.byline or own.date or own.end or own.footer or own.caption)
    )
    return block if named else None
