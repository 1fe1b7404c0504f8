"""The fitted weights of the splitter: gradient-boosted trees (Friedman 2001) as plain numbers.

`pieces.json` holds the names of the cues, the weights of the words that open a story, and the trees; the
program that fitted them is tests/bench/fit_splitter.py. A gap goes left at a node where its cue is at
most the threshold; the values of its leaves and the base add up to the log odds of a cut.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Weights:
    """Trees side by side: the node arrays have shape (trees, most nodes); cue -1 marks a leaf."""

    cues: tuple[str, ...]
    openings: Mapping[str, float]
    base: float
    cue: Numbers
    at_most: Floats
    left: Numbers
    right: Numbers
    value: Floats


@cache
def weights() -> Weights:
    """The shipped weights, read once."""
    raw = json.loads((resources.files("dedup.text") / "pieces.json").read_text(encoding="utf8"))
    trees = raw["trees"]
    size = max(len(tree["cue"]) for tree in trees)

    def side_by_side(name: str, fill: float) -> Floats:
        return np.array([tree[name] + [fill] * (size - len(tree[name])) for tree in trees])

    return Weights(
        cues=tuple(raw["cues"]),
        openings=raw["openings"],
        base=raw["base"],
        cue=side_by_side("cue", -1).astype(np.intp),
        at_most=side_by_side("threshold", 0.0),
        left=side_by_side("left", 0).astype(np.intp),
        right=side_by_side("right", 0).astype(np.intp),
        value=side_by_side("value", 0.0),
    )


def chances(rows: Floats, fitted: Weights) -> Floats:
    """The chance of a cut for each row of cues, float64 of shape (rows,)."""
    tree = np.arange(len(fitted.cue))
    node = np.zeros((len(rows), len(tree)), dtype=np.intp)
    gap = np.arange(len(rows))[:, None]
    while True:
        cue = fitted.cue[tree, node]
        inner = cue >= 0
        if not inner.any():
            break
        low = rows[gap, cue] <= fitted.at_most[tree, node]
        node = np.where(inner, np.where(low, fitted.left[tree, node], fitted.right[tree, node]), node)
    odds = fitted.base + fitted.value[tree, node].sum(axis=1)
    chance: Floats = 1.0 / (1.0 + np.exp(-odds))
    return chance
