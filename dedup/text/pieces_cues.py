"""What speaks for and against a cut before a paragraph: the numbers that the splitter weighs.

A *gap* is the place before a paragraph. Behind a gap may stand a *header* (headline, byline, date: short
paragraphs without a final stop); the first full paragraph after it is the *lead*. Three kinds of cue are
measured:

- form: what the paragraph at the gap, the one before it and the lead look like (`pieces_form`);
- cohesion: cosines of TF-IDF rows across the gap, with the file's own document frequencies, at several
widths, as depth (Hearst 1997, TextTiling) and as across-to-inside ratio (Choi 2000, C99); - restart: the
lead resembles the beginning of the file more than the paragraphs just before it, sums up what follows
more than what precedes, takes up the headline, opens no known thread, or names people in full who had
gone by their last name.

All windows are blocks of one Gram matrix of the paragraphs, summed through its two-dimensional cumulative
sum.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dedup.text.background import background
from dedup.text.pieces_form import Form

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

REACH = 5
"""Paragraphs that a header may take before its lead: headline, second headline, byline, place, date."""

_AT = "length caps titled stop colon quote bullet digits byline dateline date footer header names"
_BEFORE = "length caps stop colon end footer header digits"
_LEAD = "length caps titled dateline quote day sentence opening"
AT, BEFORE, LEAD = _AT.split(), _BEFORE.split(), _LEAD.split()
"""Measures of a form that are cues at the gap, before it, and of its lead."""

FORM = sorted({*AT, *BEFORE, *LEAD, "full"})


def cues(forms: Sequence[Form]) -> tuple[Floats, tuple[str, ...]]:
    """Measure every gap of a file of two paragraphs or more.

    Returns
    -------
    float64 array of shape (len(forms) - 1, number of cues), whose row i stands for a cut before paragraph
    i + 1, and the names of the cues.
    """
    gaps = np.arange(1, len(forms))
    lead = _leads(forms)
    measured = _forms(forms, gaps, lead) | _places(forms, gaps)
    rows, lone = _weights(forms)
    gram = rows @ rows.T + np.diag(lone)
    measured |= _cohesion(gram, gaps, lead) | _chains(rows, lone, gaps, lead) | _names(forms, gaps, lead)
    for name in ("depth", "restart", "novelty", "opening"):
        measured[name + ".above"] = measured[name] - np.median(measured[name])
    return np.array(list(measured.values())).T, tuple(measured)


def _leads(forms: Sequence[Form]) -> Places:
    """For every paragraph the lead that stands at or after it; itself where none is near."""
    lead = np.arange(len(forms))
    following = len(forms) + REACH + 1
    for i in range(len(forms) - 1, -1, -1):
        if forms[i].full:
            following = i
        if following - i <= REACH:
            lead[i] = following
    return lead


def _forms(forms: Sequence[Form], gaps: Places, lead: Places) -> dict[str, Floats]:
    measures = np.array([[getattr(f, name) for name in FORM] for f in forms], dtype=float)
    column = dict(zip(FORM, measures.T, strict=True))
    header, full, length, titled = column["header"], column["full"], column["length"], column["titled"]
    begins = header * (1 - np.concatenate(([0.0], header[:-1])))
    heads = begins * (length > 3) * full[lead]
    headers = np.concatenate(([0.0], header.cumsum()))
    every = np.ones(len(gaps))
    return (
        {f"at.{name}": column[name][gaps] for name in AT}
        | {f"before.{name}": column[name][gaps - 1] for name in BEFORE}
        | {f"lead.{name}": column[name][lead[gaps]] for name in LEAD}
        | {
            "lead.headers": headers[lead[gaps]] - headers[gaps],
            "second.header": np.where(gaps > 1, header[gaps - 2], 1.0),
            "next.length": length[np.minimum(gaps + 1, len(forms) - 1)],
            "opening": column["opening"][lead[gaps]],
            "first.header": header[0] * every,
            "first.dateline": column["dateline"][lead[0]] * every,
            "first.titled": abs(titled[gaps] - titled[0]),
            "head": heads[gaps],
            "heads": heads[1:].sum() * every,
            "heads.share": header.mean() * every,
        }
    )


def _places(forms: Sequence[Form], gaps: Places) -> dict[str, Floats]:
    n = len(forms)
    length = np.concatenate(([0.0], np.cumsum([f.length for f in forms])))
    full = np.concatenate(([0.0], np.cumsum([f.full for f in forms])))
    return {
        "left": np.minimum(gaps, 60.0),
        "right": np.minimum(n - gaps, 60.0),
        "words.left": length[gaps],
        "words.right": length[n] - length[gaps],
        "full.left": full[gaps],
        "full.right": full[n] - full[gaps],
    }


def _weights(forms: Sequence[Form]) -> tuple[Floats, Floats]:
    """TF-IDF rows over the terms that two paragraphs or more share, and the squared weight of the other
    terms.

    A term weighs by its rarity within the file and in news at large.
    """
    n = len(forms)
    frequency = Counter(term for f in forms for term in f.terms)
    listed = list(frequency)
    rarity = background().term_idf(listed) * np.log((n + 1) / np.array(list(frequency.values()), dtype=float))
    weigh = dict(zip(listed, rarity.tolist(), strict=True))
    place = {t: i for i, t in enumerate(t for t in listed if frequency[t] > 1)}
    rows, lone = np.zeros((n, len(place))), np.full(n, 1e-9)
    for i, f in enumerate(forms):
        for term, count in f.terms.items():
            weight = (1.0 + math.log(count)) * weigh[term] if count > 1 else weigh[term]
            if term in place:
                rows[i, place[term]] = weight
            else:
                lone[i] += weight * weight
    return rows, lone


def _summed(matrix: Floats) -> Floats:
    return np.pad(matrix.cumsum(0).cumsum(1), ((1, 0), (1, 0)))


def _block(summed: Floats, a: Places, b: Places, x: Places, y: Places) -> Floats:
    total: Floats = summed[b, y] - summed[a, y] - summed[b, x] + summed[a, x]
    return total


def _cosine(summed: Floats, a: Places, b: Places, x: Places, y: Places) -> Floats:
    """Cosines of the summed rows a to b with the summed rows x to y (ends excluded); 0 for an empty
    window.
    """
    norms = _block(summed, a, b, a, b) * _block(summed, x, y, x, y)
    cosine: Floats = np.where(
        norms > 1e-12, _block(summed, a, b, x, y) / np.sqrt(np.maximum(norms, 1e-12)), 0.0
    )
    return cosine


def _peak(values: Floats, reach: int) -> Floats:
    """The highest of the `reach` values up to and with each place."""
    padded = np.concatenate((np.full(reach - 1, -np.inf), values))
    highest: Floats = np.lib.stride_tricks.sliding_window_view(padded, reach).max(axis=1)
    return highest


def _cohesion(gram: Floats, gaps: Places, lead: Places) -> dict[str, Floats]:
    n = len(gram)
    here, start = lead[gaps], np.zeros_like(gaps)
    summed = _summed(gram)
    end, top = np.full_like(gaps, n), np.minimum(lead[0] + 2, gaps)
    near, after, second = (
        np.minimum(here + 2, n),
        np.minimum(here + 7, n),
        np.minimum(np.maximum(here + 1, gaps + 2), n),
    )
    two, six = np.maximum(gaps - 2, 0), np.maximum(gaps - 6, 0)
    windows = {
        f"cohesion.{k}": (np.maximum(gaps - k, 0), gaps, gaps, np.minimum(here + k, n)) for k in (1, 2, 4, 8)
    } | {
        "cohesion.all": (start, gaps, gaps, end),
        "restart.lead": (start, top, gaps, near),
        "restart.last": (two, gaps, gaps, near),
        "again.lead": (start, np.minimum(lead[0] + 4, gaps), gaps, np.minimum(here + 5, n)),
        "again.last": (np.maximum(gaps - 4, 0), gaps, gaps, np.minimum(here + 5, n)),
        "central.right": (here, here + 1, here + 1, after),
        "central.left": (six, gaps, here, here + 1),
        "title.right": (gaps, gaps + 1, gaps + 1, second),
        "title.left": (two, gaps, gaps, gaps + 1),
        "title.top": (start, top, gaps, gaps + 1),
    }
    a, b, x, y = (np.array([window[k] for window in windows.values()]) for k in range(4))
    found = dict(zip(windows, _cosine(summed, a, b, x, y), strict=True))
    found["restart"] = found["restart.lead"] - found["restart.last"]
    found["central"] = found["central.right"] - found["central.left"]
    valley = found["cohesion.4"]
    found["depth"] = _peak(valley, 5) + _peak(valley[::-1], 5)[::-1] - 2 * valley

    norm = np.sqrt(np.diag(gram))
    unit = gram / np.outer(norm, norm)
    pairs = _summed(unit)
    for name, low, high in (("cut", six, np.minimum(here + 6, n)), ("cut.all", start, end)):
        left, right = (gaps - low).astype(float), (high - here).astype(float)
        across = _block(pairs, low, gaps, here, high) / (left * right)
        within_left = (_block(pairs, low, gaps, low, gaps) - left) / np.maximum(left * (left - 1), 1)
        within_right = (_block(pairs, here, high, here, high) - right) / np.maximum(right * (right - 1), 1)
        found[name + ".across"] = across
        found[name] = across / np.maximum((within_left + within_right) / 2, 0.01)

    earlier = np.where(np.arange(n) < gaps[:, None], unit[here], -1.0)
    found["partner"] = earlier.max(axis=1)
    found["partner.where"] = earlier.argmax(axis=1) / np.maximum(gaps - 1, 1)
    return found


def _chains(rows: Floats, lone: Floats, gaps: Places, lead: Places) -> dict[str, Floats]:
    """How much of header and lead is new to the file, taken from its beginning, or in use just before."""
    has = rows > 0
    n = len(has)
    first = has.argmax(axis=0)
    final = n - 1 - has[::-1].argmax(axis=0)
    top = has[: lead[0] + 2].any(axis=0)
    found = np.zeros((len(gaps), 4))
    for i, gap in enumerate(gaps):
        here = lead[gap]
        weight = rows[gap : here + 1].max(axis=0)
        total = weight.sum() + math.sqrt(lone[here])
        near = has[max(0, gap - 3) : gap].any(axis=0)
        ahead = has[gap : here + 3].any(axis=0)
        found[i] = (
            weight @ (first >= gap) / total,
            weight @ (top & ~near) / total,
            (near & ahead).sum() / (1 + min(near.sum(), ahead.sum())),
            ((weight > 0) & ~near & (final > here)).sum(),
        )
    return dict(zip(("novelty", "early", "spans", "opens"), found.T, strict=True))


def _names(forms: Sequence[Form], gaps: Places, lead: Places) -> dict[str, Floats]:
    """People named in full again after they had gone by their last name, and last names that need
    the left side.
    """
    found = np.zeros((len(gaps), 3))
    introduced: set[str] = set()
    short: set[str] = set()
    seen: list[tuple[frozenset[str], frozenset[str]]] = []
    for f in forms:
        seen.append((frozenset(introduced), frozenset(short)))
        last = {name.rsplit(" ", 1)[-1] for name in introduced}
        short |= {name for name in introduced if name.rsplit(" ", 1)[-1] in f.singles & last}
        introduced |= f.full_names
    for i, gap in enumerate(gaps):
        here = forms[lead[gap]]
        before, shortened = seen[gap]
        named = {name.rsplit(" ", 1)[-1] for f in forms[gap : lead[gap] + 1] for name in f.full_names}
        known = {name.rsplit(" ", 1)[-1] for name in before}
        found[i] = (
            len(here.full_names & shortened),
            len((here.singles & known) - named),
            len(here.full_names - before),
        )
    return dict(zip(("names.again", "names.bare", "names.fresh"), found.T, strict=True))
