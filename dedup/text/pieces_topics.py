"""What paragraphs are about: cohesion in other words, for English.

Two paragraphs of one story often share no word; words that keep company in news share a topic. A term has a
vector (latent semantic analysis, Deerwester et al. 1990: a truncated singular value decomposition of TF-IDF
rows of news texts), a paragraph the sum of its terms' vectors, weighed by their squared inverse document
frequency. `pieces_topics.json` holds the vectors as small integers, made by tests/bench/fit_topics.py from
press releases, wire reports and leads of news that are in none of the sets the splitter is fitted on. In
other languages all cues are 0.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

import numpy as np

from dedup.text.background import background
from dedup.text.pieces_form import Form
from dedup.text.pieces_windows import Floats, Places, cosine, peak, summed

LANGUAGE = "en"
"""The language whose terms have vectors."""


def topics(forms: Sequence[Form], gaps: Places, lead: Places) -> dict[str, Floats]:
    """The cues of every gap; `lead` gives the lead at or after every paragraph."""
    vectors = _vectors(forms)
    found = _cosines(vectors, gaps, lead)
    for k in (2, 4):
        valley = found[f"topic.{k}"]
        found[f"topic.{k}.depth"] = peak(valley, 5) + peak(valley[::-1], 5)[::-1] - 2 * valley
    for name in ("topic.8", "topic.all"):
        found[name + ".above"] = found[name] - found[name].min()
    found["topic.4.above"] = found["topic.4"] - np.median(found["topic.4"])
    found["topic.lead.new"] = found["topic.lead.right"] - found["topic.lead.left"]
    return found | _gain(vectors)


def _cosines(vectors: Floats, gaps: Places, lead: Places) -> dict[str, Floats]:
    """Cosines of windows on both sides, of the lead with what stands around it, and within the sides."""
    n = len(vectors)
    here, start, end = lead[gaps], np.zeros_like(gaps), np.full_like(gaps, n)

    def before(width: int) -> Places:
        return np.maximum(gaps - width, 0)

    def until(width: int) -> Places:
        return np.minimum(here + width, n)

    windows = {f"topic.{k}": (before(k), gaps, gaps, until(k)) for k in (1, 2, 4, 8)} | {
        "topic.all": (start, gaps, gaps, end),
        "topic.lead": (start, gaps, here, until(1)),
        "topic.lead.left": (before(3), gaps, here, until(1)),
        "topic.lead.right": (here, until(1), until(1), until(5)),
        "topic.top": (start, np.minimum(lead[0] + 2, gaps), gaps, until(2)),
        "topic.inside.left": (before(4), before(2), before(2), gaps),
        "topic.inside.right": (here, until(2), until(2), until(4)),
    }
    a, b, x, y = (np.array([window[k] for window in windows.values()]) for k in range(4))
    sums = summed(vectors @ vectors.T + np.diag(np.full(n, 1e-6)))
    return dict(zip(windows, cosine(sums, a, b, x, y), strict=True))


def _gain(vectors: Floats) -> dict[str, Floats]:
    """How much longer the summed directions of both sides are than those of the whole file."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    sums = np.cumsum(vectors / np.maximum(length, 1e-9), axis=0)
    left, right = sums[:-1], sums[-1] - sums[:-1]
    gain = np.linalg.norm(left, axis=1) + np.linalg.norm(right, axis=1) - np.linalg.norm(sums[-1])
    return {
        "topic.gain": gain,
        "topic.gain.share": gain / len(vectors),
        "topic.gain.below": gain.max() - gain,
    }


def _vectors(forms: Sequence[Form]) -> Floats:
    """The summed vectors of the paragraphs, float64 of shape (len(forms), dimensions)."""
    number, table = _table()
    known = [
        (place, number[term], count)
        for place, own in enumerate(forms)
        if own.lang == LANGUAGE
        for term, count in own.terms.items()
        if term in number
    ]
    vectors = np.zeros((len(forms), table.shape[1]))
    if known:
        where, term, count = np.array(known).T
        weight = 1.0 + np.log(count)
        first = np.flatnonzero(np.diff(where, prepend=-1))
        vectors[where[first]] = np.add.reduceat(table[term] * weight[:, None], first, axis=0)
    return vectors


@cache
def _table() -> tuple[Mapping[str, int], Floats]:
    """The row of each term, and the rows: unit vectors times the squared inverse document frequency."""
    raw = json.loads((resources.files("dedup.text") / "pieces_topics.json").read_text(encoding="utf8"))
    rows = np.array(list(raw.values()), dtype=np.float64)
    rows *= (background().term_idf(list(raw)) ** 2 / np.linalg.norm(rows, axis=1))[:, None]
    return dict(zip(raw, range(len(raw)), strict=True)), rows
