"""The splitter: what kind of file a text is, and cuts in one into which several stories were merged.

Page furniture (`dedup.text.furniture`) is set aside first. Files whose form says where their parts begin are
recognised by it (`form`). Of every other file each gap between two paragraphs is measured (`features`) and
weighed by trees that were fitted on made files (`model`). The cuts are those for which the log odds above the
least that a cut must have add up to the most (dynamic programming), and never inside a quotation, between two
equal paragraphs (a headline that stands twice), or where a piece without any body would be left. Where a file
was cut, each piece is read once more as a file by itself: what another story is made of no longer stands
beside it.

The cost is linear in the text: a gap is weighed within a stretch of `STRETCH` paragraphs, of which the first
`READ` characters are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dedup.splitter.features import REACH, cues
from dedup.splitter.form import Form, form, kind_of, open_quotations, shape
from dedup.splitter.model import Weights, log_odds, weights
from dedup.text.furniture import Furniture, furniture
from dedup.text.sentences import paragraphs
from dedup.text.terms import SAMPLE, language
from dedup.types import Piece, Split

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

STRETCH = 200
"""Paragraphs that are weighed together; a longer file is weighed in stretches that overlap by half."""

LEAST = 0.5
"""Least probability of a cut: it left 2 false cuts in 100 single stories of four sources that nothing was
fitted on."""

LEAST_HEADLINE = 0.4
"""The same before a headline in a file that begins with one (`headlines`): there the trees are too careful,
for they were fitted on many sub-headlines."""

LEAST_LONE = 0.1
"""The same where only one headline of the file is in doubt: sub-headlines come in numbers. On two unseen
sources F1 on one event with headlines rose from .946 to .955, on three to five stories from .940 to .954; of
stories with a headline no more were cut, of those with sub-headlines 3 in 103 instead of 1."""

HEADLINE_WORDS = 5
"""Shortest headline: sub-headlines mostly have fewer words."""

MOST_PARAGRAPHS = 20_000
"""A file with more paragraphs is no merged news file (about 1,300 stories) and stays whole."""

BODY_BYTES = 60
"""A piece must hold a paragraph of this many bytes of UTF-8: headlines alone are no story."""

SET_ASIDE = frozenset(Furniture) - {
    Furniture.BYLINE,
    Furniture.DATE,
    Furniture.CONTACT,
    Furniture.UPDATE,
}
"""Furniture that is set aside: the rest tells where stories begin and end."""

MARKED = 0.9
"""Probability of a cut before an update that is headed as one."""


def split(text: str) -> Split:
    """The kind of a text file, and its stories in order: one for one story, none for an empty text.

    The pieces part the paragraphs of `paragraphs(text)` without a gap. A piece's `title` is its first
    paragraph where that has the form of a headline.

    Examples
    --------
    >>> found = split("Rain floods cellars in Lindholm\\n\\nHeavy rain flooded forty cellars on Monday.")
    >>> found.kind, [(piece.first, piece.last) for piece in found]
    ('story', [(0, 1)])
    """
    return split_paragraphs(paragraphs(text))


def split_paragraphs(blocks: Sequence[str]) -> Split:
    """The same of a file that is given as its paragraphs."""
    if not blocks:
        return Split("story", ())
    lang = language(" ".join(block[:SAMPLE] for block in blocks[:8]))
    if len(blocks) > MOST_PARAGRAPHS:
        return Split("story", (Piece(0, len(blocks) - 1, _title(blocks[0], form(blocks[0], lang)), 1.0),))
    place = story_paragraphs(blocks)
    kept = [blocks[i] for i in place]
    forms = [form(block, lang) for block in kept]
    shaped = shape(kept, forms)
    if shaped:
        kind, cuts = shaped[0], dict.fromkeys(shaped[1], MARKED)
    else:
        cuts = _every_cut(kept, forms)
        kind = kind_of(forms, [0, *sorted(cuts)])
    firsts = [0, *sorted(cuts)]
    bounds = [0, *(place[first] for first in firsts[1:]), len(blocks)]
    pieces = [
        Piece(start, after - 1, _title(kept[first], forms[first]), round(cuts.get(first, 1.0), 4))
        for first, (start, after) in zip(firsts, pairwise(bounds), strict=True)
    ]
    return Split(kind, tuple(pieces))


def story_paragraphs(blocks: Sequence[str]) -> list[int]:
    """The paragraphs that are no furniture; all where nothing else is there."""
    kept = [i for i, kind in enumerate(furniture(blocks)) if kind not in SET_ASIDE]
    return kept or list(range(len(blocks)))


def _every_cut(blocks: Sequence[str], forms: Sequence[Form]) -> dict[int, float]:
    """The paragraphs that begin a new piece, with the probability of the cut: of the file, then of each of
    its pieces."""
    found = _cuts(blocks, forms) if len(forms) > 1 else {}
    if found:
        quoted = open_quotations(blocks)
        for first, after in pairwise([0, *sorted(found), len(blocks)]):
            inside = _cuts(blocks[first:after], forms[first:after]) if after - first > 2 else {}
            found |= {first + cut: chance for cut, chance in inside.items() if not quoted[first + cut]}
    return found


def _cuts(blocks: Sequence[str], forms: Sequence[Form]) -> dict[int, float]:
    probability = _probabilities(forms)
    least = least_probabilities(headlines(forms), probability)
    return {cut: float(probability[cut - 1]) for cut in cut_points(blocks, probability, least)}


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
        and own.length >= HEADLINE_WORDS
        and (before.stop or before.end or before.footer)
        and any(after.full for after in forms[gap + 1 : gap + REACH + 1])
    )


def least_probabilities(headline: Bools, probability: Floats) -> Floats:
    """The probability that a cut must have at every gap, given which have headlines: of the same shape."""
    least = np.where(headline, LEAST_HEADLINE, LEAST)
    doubtful = headline & (probability < LEAST_HEADLINE)
    return np.where(doubtful, LEAST_LONE, least) if doubtful.sum() == 1 else least


def cut_points(blocks: Sequence[str], probability: Floats, least: Floats) -> list[int]:
    """The paragraphs that begin a new piece, in order: the best segmentation.

    Parameters
    ----------
    blocks
        The paragraphs of the file.
    probability
        float64 of shape (len(blocks) - 1,): of a cut before each paragraph but the first.
    least
        Of the same shape: the probability above which a cut is worth making.
    """
    worth = _logit(probability) - _logit(least)
    likely = [int(i) + 1 for i in np.flatnonzero(worth > 0)]
    if not likely:
        return []
    quoted = open_quotations(blocks)
    body = np.concatenate(
        ([0], np.cumsum([len(block.encode(errors="replace")) >= BODY_BYTES for block in blocks]))
    )
    nodes = [0, *(cut for cut in likely if not quoted[cut] and blocks[cut] != blocks[cut - 1]), len(blocks)]
    total, before = {0: 0.0}, dict[int, int]()
    open_until, best = 0, None  # nodes[:open_until] have a body between them and the node at hand
    for node in nodes[1:]:
        while body[nodes[open_until]] < body[node]:
            known = nodes[open_until]
            if known in total and (best is None or total[known] > total[best]):
                best = known
            open_until += 1
        if best is not None:
            total[node] = total[best] + (float(worth[node - 1]) if node < len(blocks) else 0.0)
            before[node] = best
    cuts = []
    node = len(blocks)
    while node := before.get(node, 0):
        cuts.append(node)
    return cuts[::-1]


def _logit(probability: Floats) -> Floats:
    odds: Floats = np.log(np.maximum(probability, 1e-9) / np.maximum(1 - probability, 1e-9))
    return odds


def _probabilities(forms: Sequence[Form]) -> Floats:
    """The probability of a cut at every gap; in a long file from the stretch in which the gap lies
    nearest the middle.
    """
    fitted, n = weights(), len(forms)
    if n <= STRETCH:
        return probabilities(forms, fitted)
    found = np.zeros(n - 1)
    step = STRETCH // 2
    for start in range(0, n - step, step):
        stretch = probabilities(forms[start : start + STRETCH], fitted)
        skipped = step // 2 if start else 0
        found[start + skipped : start + len(stretch)] = stretch[skipped:]
    return found


def probabilities(forms: Sequence[Form], fitted: Weights) -> Floats:
    """The probability of a cut at every gap.

    Of sources that nothing was fitted on, more cuts are right than this says, by .15 at most: of those at .5
    to .6, .69, at .7 to .8, .85, above .9, .994. Slope and offset fitted to folds of sets (Platt 1999) do not
    mend it: the slope that fits a source goes from .73 to 1.33, the offset from -.85 to 1.17.
    """
    rows, _ = cues(forms, fitted.openings, fitted.closings)
    found: Floats = 1.0 / (1.0 + np.exp(-log_odds(rows, fitted.trees)))
    return found


def _title(block: str, own: Form) -> str | None:
    named = own.header and own.length >= 2 and not (own.byline or own.date or own.end or own.footer)
    return block if named else None
