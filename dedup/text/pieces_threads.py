"""Threads of a file: what is said in one paragraph and taken up in a later one.

A thread is a stretch of paragraphs that speaks for or against a cut at every gap inside it. *Again*: a
person who had gone by the last name is named in full. *Need*: a last name ("Holm said") needs the full name
("Astrid Holm") above. *Twice*: a term, a number or a run of words stands in two paragraphs only, as where
two tellings of one event follow each other: all such pairs cross the gap between the tellings. Each kind
is a sum over stretches, taken with a difference array, so the cost is linear in the mentions.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from dedup.text.pieces_form import Form

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
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
