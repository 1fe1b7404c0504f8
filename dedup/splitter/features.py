"""What speaks for and against a cut before a paragraph: the numbers that the splitter weighs.

A *gap* is the place before a paragraph. Behind a gap may stand a *header* (headline, byline, date: short
paragraphs without a final stop); the first full paragraph after it is the *lead*. The kinds of cue:

- form: what the paragraph at the gap, the one before it and the lead look like (`dedup.splitter.form`);
- cohesion: cosines of TF-IDF rows across the gap, with the file's own document frequencies, at several
widths, as depth (Hearst 1997, TextTiling) and as across-to-inside ratio (Choi 2000, C99);
- restart: the lead's words open stories, it resembles the beginning of the file more than the paragraphs
just before it, sums up what follows more than what precedes, and takes up the headline;
- headlines and leads held against each other. A sub-headline is one of several that look alike, and its words
come from the story around it. A headline stands over a date or a byline, what it says is taken up at once by
the lead, and it is news to the file. The lead of a second telling is, of all paragraphs, the one that is
nearest to the lead of the file;
- threads: what is said in one paragraph and taken up in a later one. A thread is a stretch of paragraphs
that speaks for or against a cut at every gap inside it. *Again*: a person who had gone by the last name is
named in full. *Need*: a last name ("Holm said") needs the full name ("Astrid Holm") above. *Twice*: a term,
a number or a run of words stands in two paragraphs only, as where two tellings of one event follow each
other: all such pairs cross the gap between the tellings. Each kind is a sum over stretches, taken with a
difference array, so the cost is linear in the mentions;
- topics: cohesion in other words, for English. Two paragraphs of one story often share no word; words that
keep company in news share a topic. A term has a vector (latent semantic analysis, Deerwester et al. 1990: a
truncated singular value decomposition of TF-IDF rows of news texts), a paragraph the sum of its terms'
vectors, weighed by their squared inverse document frequency. `topics.json` holds the vectors as small
integers, made by tests/bench/fit_topics.py from press releases, wire reports and leads of news that are in
none of the sets the splitter is fitted on. In other languages these cues are 0.

Windows of paragraphs are blocks of a Gram matrix, summed through its two-dimensional cumulative sum.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import chain

import numpy as np
import numpy.typing as npt

from dedup.splitter.form import Form, edge_features
from dedup.text.background import background

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

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


ALIKE_LENGTH, ALIKE_TITLED = 2.0, 0.3
"""Words, and share of capitalised words, by which headlines of one kind differ at most."""

LEAD_WINDOW = 3
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
    first = np.where(np.arange(n) < min(top + LEAD_WINDOW, n), unit[here], 0.0)
    first = np.where(np.arange(n) < gaps[:, None], first, 0.0).max(axis=1)
    window = (np.arange(n) < gaps[:, None]) & (np.arange(n) >= gaps[:, None] - LEAD_WINDOW)
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


Stretch = tuple[int, int, float]
"""First paragraph, last paragraph, weight: the gaps before first + 1 to last."""


def threads(forms: Sequence[Form], rows: Floats, gaps: Places) -> dict[str, Floats]:
    """The weights of the threads that cross each gap, by kind.

    `rows` are those of the shared terms. What stands twice is also given as a share of its kind less the
    share that chance would put across the gap, and as what it lacks of the file's highest.
    """
    found: dict[str, Floats] = {}
    n = len(forms)
    again, need = _names(forms)
    found["names.again"] = _crossing(again, n)
    found["names.need"] = _crossing(need, n)
    found["names.share"] = found["names.again"] / (1 + sum(weight for *_, weight in again))
    balance = found["names.again"] - found["names.need"]
    found["names.above"] = balance - balance.max()
    expected = 2 * (gaps / n) * (1 - gaps / n)
    for name, pairs in (("runs", _runs(forms)), ("twice", _twice(rows)), ("numbers", _numbers(forms))):
        total = sum(weight for *_, weight in pairs)
        found[name] = _crossing(pairs, n)
        found[name + ".excess"] = found[name] / (total + 1e-9) - expected * (total > 0)
        found[name + ".below"] = found[name].max() - found[name]
    return found


def _crossing(stretches: Sequence[Stretch], n: int) -> Floats:
    """The summed weight of the stretches over each of the n - 1 gaps."""
    steps = np.zeros(n + 1)
    for first, last, weight in stretches:
        steps[first] += weight
        steps[last] -= weight
    return steps[: n - 1].cumsum()


def _names(forms: Sequence[Form]) -> tuple[list[Stretch], list[Stretch]]:
    """Where people who had gone by their last name are named in full again, and where last names need the
    full name above. A name that is renewed often tells less each time."""
    at: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for place, f in enumerate(forms):
        full = {name.rsplit(" ", 1)[-1] for name in f.full_names}
        for name in full:
            at[name].append((place, True))
        if not f.header:
            for name in f.singles - full:
                at[name].append((place, False))
    again: list[Stretch] = []
    need: list[Stretch] = []
    for name in sorted(at):
        renewed: list[tuple[int, int]] = []
        begun = last = -1
        short = False
        for place, in_full in at[name]:
            if in_full:
                if short:
                    renewed.append((last, place))
                    need.append((begun, last, 1.0))
                begun, short = place, False
            elif begun >= 0:
                short = True
            last = place
        if short:
            need.append((begun, last, 1.0))
        again += [(start, end, 1 / len(renewed)) for start, end in renewed]
    return again, need


def _runs(forms: Sequence[Form]) -> list[Stretch]:
    pairs = Counter(_in_two([f.runs for f in forms]))
    return [(first, last, math.log1p(count)) for (first, last), count in sorted(pairs.items())]


def _twice(rows: Floats) -> list[Stretch]:
    has = rows > 0
    two = np.flatnonzero(has.sum(axis=0) == 2)
    first = has[:, two].argmax(axis=0)
    last = len(has) - 1 - has[::-1, two].argmax(axis=0)
    return list(zip(first.tolist(), last.tolist(), rows[:, two].max(axis=0).tolist(), strict=True))


def _numbers(forms: Sequence[Form]) -> list[Stretch]:
    return [(first, last, 1.0) for first, last in _in_two([f.numbers for f in forms])]


def _in_two(listed: Sequence[frozenset[Hashable]]) -> list[tuple[int, int]]:
    """The two places of everything that stands in two places, in any order."""
    count = Counter(chain.from_iterable(listed))
    two = {item for item, times in count.items() if times == 2}
    first: dict[Hashable, int] = {}
    found = []
    for place, own in enumerate(listed):
        for item in own & two:
            if item in first:
                found.append((first[item], place))
            else:
                first[item] = place
    return found


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
    raw = json.loads((resources.files("dedup.splitter") / "topics.json").read_text(encoding="utf8"))
    rows = np.array(list(raw.values()), dtype=np.float64)
    rows *= (background().term_idf(list(raw)) ** 2 / np.linalg.norm(rows, axis=1))[:, None]
    return dict(zip(raw, range(len(raw)), strict=True)), rows


def summed(matrix: Floats) -> Floats:
    return np.pad(matrix.cumsum(0).cumsum(1), ((1, 0), (1, 0)))


def block(summed: Floats, a: Places, b: Places, x: Places, y: Places) -> Floats:
    total: Floats = summed[b, y] - summed[a, y] - summed[b, x] + summed[a, x]
    return total


def cosine(summed: Floats, a: Places, b: Places, x: Places, y: Places) -> Floats:
    """Cosines of the summed rows a to b with the summed rows x to y (ends excluded); 0 for an empty
    window.
    """
    norms = block(summed, a, b, a, b) * block(summed, x, y, x, y)
    cosine: Floats = np.where(
        norms > 1e-12, block(summed, a, b, x, y) / np.sqrt(np.maximum(norms, 1e-12)), 0.0
    )
    return cosine


def peak(values: Floats, reach: int) -> Floats:
    """The highest of the `reach` values up to and with each place."""
    padded = np.concatenate((np.full(reach - 1, -np.inf), values))
    highest: Floats = np.lib.stride_tricks.sliding_window_view(padded, reach).max(axis=1)
    return highest
