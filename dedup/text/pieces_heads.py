"""Headlines and leads of a file held against each other.

A sub-headline is one of several that look alike, and its words come from the story around it. A headline
stands over a date or a byline, what it says is taken up at once by the lead, and it is news to the file.
The lead of a second telling is, of all paragraphs, the one that is nearest to the lead of the file.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dedup.text.pieces_form import Form

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

ALIKE_LENGTH, ALIKE_TITLED = 2.0, 0.3
"""Words, and share of capitalised words, by which headlines of one kind differ at most."""

BEFORE = 3
"""Paragraphs before a gap that a lead is held against."""

KNOWN = 4
"""Paragraphs before a gap in which a name is still in use."""


def heads(
    forms: Sequence[Form], rows: Floats, lone: Floats, unit: Floats, gaps: Places, lead: Places
) -> dict[str, Floats]:
    """The cues of headlines and leads at every gap.

    Parameters
    ----------
    forms
        The n paragraphs.
    rows, lone
        TF-IDF rows of the shared terms, shape (n, terms), and the squared weight of the others, (n,).
    unit
        Cosines of all paragraphs, (n, n).
    gaps, lead
        The paragraphs that may begin a piece, and the lead at or after every paragraph.
    """
    return (
        _looks(forms, gaps, lead)
        | _taken_up(forms, rows, lone, gaps, lead)
        | _tellings(unit, gaps, lead)
        | _introduced(forms, gaps, lead)
    )


def _looks(forms: Sequence[Form], gaps: Places, lead: Places) -> dict[str, Floats]:
    n = len(forms)
    measures = np.array(
        [(f.header, f.date, f.byline, f.dateline, f.length, f.titled) for f in forms], dtype=float
    )
    header, date, byline, dateline, length, titled = measures.T
    here, after = lead[gaps], np.minimum(gaps + 1, n - 1)
    begins = header * (1 - np.concatenate(([0.0], header[:-1])))
    others = np.flatnonzero(begins[1:]) + 1
    near = abs(length[gaps][:, None] - length[others]) <= ALIKE_LENGTH
    alike = near & (abs(titled[gaps][:, None] - titled[others]) <= ALIKE_TITLED) & (gaps[:, None] != others)
    longest = np.where(gaps[:, None] != others, length[others], 0.0).max(axis=1, initial=0.0)
    own = begins[gaps]
    return {
        "head.date": own * (_between(date, gaps, here) > 0),
        "head.byline": own * (_between(byline, gaps, here) > 0),
        "next.header": header[after],
        "next.date": date[after],
        "next.dateline": dateline[after],
        "heads.alike": own * alike.sum(axis=1),
        "heads.longest": own * (length[gaps] - longest),
        "first.length": own * header[0] * (length[gaps] - length[0]),
    }


def _between(column: Floats, gaps: Places, here: Places) -> Floats:
    """The sum of a measure over the paragraphs behind each gap's first and before its lead."""
    summed = np.concatenate(([0.0], column.cumsum()))
    inside: Floats = summed[here] - summed[np.minimum(gaps + 1, here)]
    return inside


def _taken_up(
    forms: Sequence[Form], rows: Floats, lone: Floats, gaps: Places, lead: Places
) -> dict[str, Floats]:
    """The share of a paragraph's weight that its lead (or the next paragraph) and those before it hold."""
    n = len(forms)
    has = rows > 0
    here = np.where(lead[gaps] > gaps, lead[gaps], np.minimum(gaps + 1, n - 1))
    total = rows[gaps].sum(axis=1) + np.sqrt(lone[gaps])
    behind = (rows[gaps] * has[here]).sum(axis=1) / total
    seen = np.cumsum(has, axis=0)[gaps - 1] > 0
    lately = has[gaps - 1] | has[np.maximum(gaps - 2, 0)]
    fresh = (rows[gaps] * (has[here] & ~seen)).sum(axis=1) / total
    headed = np.array([f.header for f in forms], dtype=float)[gaps]
    return {
        "title.lead": behind,
        "title.lead.below": headed * ((behind * headed).max(initial=0.0) - behind),
        "title.lately": (rows[gaps] * lately).sum(axis=1) / total,
        "title.fresh": fresh,
        "title.seen": (rows[gaps] * seen).sum(axis=1) / total,
    }


def _tellings(unit: Floats, gaps: Places, lead: Places) -> dict[str, Floats]:
    """How much nearer a lead is to the file's lead than any other paragraph is, alone and with the next."""
    n, top, here = len(unit), int(lead[0]), lead[gaps]
    alone = np.where(np.arange(n) > top, unit[top], 0.0)
    second = np.append(unit[min(top + 1, n - 1)][1:], 0.0)
    pair = np.where(np.arange(n) > top + 1, unit[top] + second, 0.0)
    first = np.where(np.arange(n) < min(top + BEFORE, n), unit[here], 0.0)
    first = np.where(np.arange(n) < gaps[:, None], first, 0.0).max(axis=1)
    window = (np.arange(n) < gaps[:, None]) & (np.arange(n) >= gaps[:, None] - BEFORE)
    return {
        "top.partner": _above(alone, here),
        "top.pair": _above(pair, here),
        "lead.top": first,
        "lead.restart": first - np.where(window, unit[here], 0.0).max(axis=1),
    }


def _above(values: Floats, here: Places) -> Floats:
    """Each value less the highest of the others."""
    order = np.argsort(values)
    best = np.full(len(values), values[order[-1]])
    best[order[-1]] = values[order[-2]] if len(values) > 1 else 0.0
    above: Floats = (values - best)[here]
    return above


def _introduced(forms: Sequence[Form], gaps: Places, lead: Places) -> dict[str, Floats]:
    """Full names that a lead brings in, and last names and names that it takes from the paragraphs above."""
    fresh, known, again = np.zeros(len(gaps)), np.zeros(len(gaps)), np.zeros(len(gaps))
    met: set[str] = set()
    lasts = [frozenset(name.rsplit(" ", 1)[-1] for name in f.full_names) for f in forms]
    for k, gap in enumerate(gaps.tolist()):
        met |= forms[gap - 1].full_names
        own = forms[int(lead[gap])]
        near = range(max(gap - KNOWN, 0), gap)
        fresh[k] = len(own.full_names - met)
        again[k] = len(own.full_names & met)
        known[k] = sum(any(name in lasts[i] for i in near) for name in sorted(own.singles))
    return {"lead.fresh": fresh, "lead.again": again, "lead.known": known}
