"""What speaks for and against a cut before a paragraph: the numbers that the splitter weighs.

A *gap* is the place before a paragraph. Behind a gap may stand a *header* (headline, byline, date: short
paragraphs without a final stop); the first full paragraph after it is the *lead*. Three kinds of cue are
measured:

- form: what the paragraph at the gap, the one before it and the lead look like (`pieces_form`);
- cohesion: cosines of TF-IDF rows across the gap, with the file's own document frequencies, at several
widths, as depth (Hearst 1997, TextTiling) and as across-to-inside ratio (Choi 2000, C99);
- restart: the lead's words open stories, it resembles the beginning of the file more than the paragraphs
just before it, sums up what follows more than what precedes, takes up the headline, and what is said
behind it pairs off with what is said before (`pieces_threads`); headlines and leads are held against each
other (`pieces_heads`).

Cohesion is measured a second time by what English words are about (`pieces_topics`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from dedup.text.background import background
from dedup.text.pieces_form import Form, edge_features
from dedup.text.pieces_heads import heads
from dedup.text.pieces_threads import threads
from dedup.text.pieces_topics import topics
from dedup.text.pieces_windows import Floats, Places, block, cosine, peak, summed

REACH = 5
"""Paragraphs that a header may take before its lead: headline, second headline, byline, place, date."""

_AT = "length caps titled stop colon quote bullet digits byline dateline date footer header names"
_BEFORE = "length caps stop colon end footer header digits"
_LEAD = "length caps titled dateline quote day sentence"
AT, BEFORE, LEAD = _AT.split(), _BEFORE.split(), _LEAD.split()
"""Measures of a form that are cues at the gap, before it, and of its lead."""

FORM = sorted({*AT, *BEFORE, *LEAD, "full"})


def cues(
    forms: Sequence[Form], openings: Mapping[str, float], closings: Mapping[str, float]
) -> tuple[Floats, tuple[str, ...]]:
    """Measure every gap of a file of two paragraphs or more.

    Parameters
    ----------
    forms
        The paragraphs.
    openings, closings
        How far a feature (`edge_features`) speaks for the first and for the last paragraph of a story.

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
    measured |= _cohesion(gram, gaps, lead) | _chains(rows, lone, gaps, lead)
    measured |= threads(forms, rows, gaps)
    measured |= _edges(forms, gaps, lead, openings, closings)
    for name in ("depth", "restart", "novelty", "opening", "closing"):
        measured[name + ".above"] = measured[name] - np.median(measured[name])
    norm = np.sqrt(np.diag(gram))
    measured |= heads(forms, rows, lone, gram / np.outer(norm, norm), gaps, lead)
    measured |= topics(forms, gaps, lead)
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
            "first.header": header[0] * every,
            "first.dateline": column["dateline"][lead[0]] * every,
            "first.titled": abs(titled[gaps] - titled[0]),
            "head": heads[gaps],
            "heads": heads[1:].sum() * every,
            "heads.share": header.mean() * every,
        }
    )


def _edges(
    forms: Sequence[Form],
    gaps: Places,
    lead: Places,
    openings: Mapping[str, float],
    closings: Mapping[str, float],
) -> dict[str, Floats]:
    """How far the lead opens a story and the paragraph before closes one, by the sums of their weights."""
    features = [list(edge_features(own)) for own in forms]
    opening = np.array([sum([openings[f] for f in own if f in openings]) for own in features])
    closing = np.array([sum([closings[f] for f in own if f in closings]) for own in features])
    own, last = opening[lead[gaps]], closing[gaps - 1]
    return {
        "opening": own,
        "opening.next": opening[np.minimum(lead[gaps] + 1, len(forms) - 1)],
        "opening.before": opening[gaps - 1],
        "opening.rank": (own[:, None] < own).sum(axis=1).astype(float),
        "opening.top": own - opening[lead[0]],
        "closing": last,
        "closing.next": closing[lead[gaps]],
        "closing.rank": (last[:, None] < last).sum(axis=1).astype(float),
        "closing.end": last - closing[-1],
    }


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
    frequency = Counter(chain.from_iterable(f.terms for f in forms))
    met = np.array(list(frequency.values()), dtype=float)
    rarity = background().term_idf(list(frequency)) * np.log((n + 1) / met)
    number = dict(zip(frequency, range(len(frequency)), strict=True))
    term = np.array([number[t] for f in forms for t in f.terms], dtype=np.intp)
    count = np.array([c for f in forms for c in f.terms.values()], dtype=float)
    where = np.repeat(np.arange(n), [len(f.terms) for f in forms])
    weight = (1.0 + np.log(count)) * rarity[term]
    several = met > 1
    column = np.cumsum(several) - 1
    shared = several[term]
    rows = np.zeros((n, int(several.sum())))
    rows[where[shared], column[term[shared]]] = weight[shared]
    lone = 1e-9 + np.bincount(where[~shared], weight[~shared] ** 2, minlength=n)
    return rows, lone.astype(np.float64)


def _cohesion(gram: Floats, gaps: Places, lead: Places) -> dict[str, Floats]:
    n = len(gram)
    here, start = lead[gaps], np.zeros_like(gaps)
    sums = summed(gram)
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
    found = dict(zip(windows, cosine(sums, a, b, x, y), strict=True))
    found["restart"] = found["restart.lead"] - found["restart.last"]
    found["central"] = found["central.right"] - found["central.left"]
    valley = found["cohesion.4"]
    found["depth"] = peak(valley, 5) + peak(valley[::-1], 5)[::-1] - 2 * valley

    norm = np.sqrt(np.diag(gram))
    unit = gram / np.outer(norm, norm)
    pairs = summed(unit)
    for name, low, high in (("cut", six, np.minimum(here + 6, n)), ("cut.all", start, end)):
        left, right = (gaps - low).astype(float), (high - here).astype(float)
        across = block(pairs, low, gaps, here, high) / (left * right)
        within_left = (block(pairs, low, gaps, low, gaps) - left) / np.maximum(left * (left - 1), 1)
        within_right = (block(pairs, here, high, here, high) - right) / np.maximum(right * (right - 1), 1)
        found[name + ".across"] = across
        found[name] = across / np.maximum((within_left + within_right) / 2, 0.01)

    earlier = np.where(np.arange(n) < gaps[:, None], unit[here], -1.0)
    found["partner"] = earlier.max(axis=1)
    found["partner.where"] = earlier.argmax(axis=1) / np.maximum(gaps - 1, 1)
    return found | _retold(unit, gaps, here)


def _retold(unit: Floats, gaps: Places, here: Places) -> dict[str, Floats]:
    """How much closer paragraphs are to a partner across the gap than to one on their own side: two
    tellings pair off, one story does not.
    """
    n = len(unit)
    others = unit - np.diag(np.diag(unit))
    left = np.concatenate((np.zeros((1, n)), np.maximum.accumulate(others, axis=0)))[gaps]
    right = np.maximum.accumulate(others[::-1], axis=0)[::-1][gaps]
    after = np.arange(n) >= gaps[:, None]
    gain = left - right
    return {
        "retold.right": (gain * after).sum(axis=1) / after.sum(axis=1),
        "retold.left": -(gain * ~after).sum(axis=1) / gaps,
        "inside.lead": right[np.arange(len(gaps)), here],
    }


def _chains(rows: Floats, lone: Floats, gaps: Places, lead: Places) -> dict[str, Floats]:
    """How much of header and lead is new to the file, taken from its beginning, or in use just before."""
    has = rows > 0
    n = len(has)
    here = lead[gaps]
    first = has.argmax(axis=0)
    final = n - 1 - has[::-1].argmax(axis=0)
    top = has[: lead[0] + 2].any(axis=0)
    weight = np.where(here[:, None] > gaps[:, None], _highest(rows, gaps, here), rows[gaps])
    seen = np.pad(np.cumsum(has, axis=0, dtype=np.int32), ((1, 0), (0, 0)))
    near = seen[gaps] > seen[np.maximum(gaps - 3, 0)]
    ahead = seen[np.minimum(here + 3, n)] > seen[gaps]
    total = weight.sum(axis=1) + np.sqrt(lone[here])
    return {
        "novelty": (weight * (first >= gaps[:, None])).sum(axis=1) / total,
        "early": (weight * (top & ~near)).sum(axis=1) / total,
        "spans": (near & ahead).sum(axis=1) / (1 + np.minimum(near.sum(axis=1), ahead.sum(axis=1))),
        "opens": ((weight > 0) & ~near & (final > here[:, None])).sum(axis=1).astype(float),
    } | _crossings(rows, seen, gaps)


def _highest(rows: Floats, gaps: Places, here: Places) -> Floats:
    highest = rows[gaps]
    for step in range(1, REACH + 1):
        at = np.minimum(gaps + step, here)
        highest = np.maximum(highest, rows[at])
    return highest


def _crossings(rows: Floats, seen: npt.NDArray[np.int32], gaps: Places) -> dict[str, Floats]:
    """Terms that stand on both sides of a gap, as share of their weight, less the share that chance
    would put there.
    """
    weight = rows.max(axis=0, initial=0.0)
    left = seen[gaps].astype(float)
    count = seen[-1].astype(float)
    share = (gaps / len(rows))[:, None]
    total = weight.sum() + 1e-9
    crossing = ((left > 0) & (left < count)) @ weight / total
    return {
        "crossing": crossing,
        "crossing.excess": crossing - (1 - share**count - (1 - share) ** count) @ weight / total,
    }
