"""The fitted weights of the splitter: gradient-boosted trees (Friedman 2001) as plain numbers.

`weights.json` holds the names of the cues, the weights of the words that open and that close a story, and
the trees; the program that fitted them is tests/bench/fit_splitter.py. A gap goes left at a node where its
cue is at most the threshold; the values of its leaves and the base add up to the log odds of a cut.

All nodes of all trees are asked at once (Lucchese et al. 2015, QuickScorer): the leaves of a tree are bits in
their order, a node whose answer is *right* clears the leaves on its left, and the lowest bit that is left
over is the leaf.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.intp]
Bits = npt.NDArray[np.uint16]

MOST_LEAVES = 16
"""Leaves of a tree at most: one bit each."""


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees side by side: `cue`, `at_most` and `kept` have shape (most nodes, trees), `value` (trees, most
    leaves)."""

    base: float
    cue: Numbers
    at_most: Floats
    kept: Bits
    """The leaves that remain where the answer is right."""
    value: Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """What `weights.json` holds."""

    cues: tuple[str, ...]
    openings: Mapping[str, float]
    closings: Mapping[str, float]
    trees: Trees


@cache
def weights() -> Weights:
    """The shipped weights, read once."""
    raw = json.loads((resources.files("dedup.splitter") / "weights.json").read_text(encoding="utf8"))
    return Weights(
        cues=tuple(raw["cues"]),
        openings=raw["openings"],
        closings=raw["closings"],
        trees=_trees(raw["base"], raw["trees"]),
    )


def log_odds(rows: Floats, trees: Trees) -> Floats:
    """The log odds of a cut for each row of cues, float64 of shape (rows,)."""
    right = rows.T[trees.cue] > trees.at_most[:, :, None]
    every = np.uint16(2**MOST_LEAVES - 1)
    kept = np.bitwise_and.reduce(np.where(right, trees.kept[:, :, None], every), axis=0)
    leaf = _lowest()[kept]
    odds: Floats = trees.base + trees.value[np.arange(len(leaf))[:, None], leaf].sum(axis=0)
    return odds


@cache
def _lowest() -> npt.NDArray[np.uint8]:
    """The place of the lowest bit of every 16-bit number."""
    numbers = np.arange(2**MOST_LEAVES, dtype=np.int64)
    numbers[0] = 1
    return np.log2(numbers & -numbers).astype(np.uint8)


def _trees(base: float, raw: Sequence[Mapping[str, Any]]) -> Trees:
    laid = [_laid(tree) for tree in raw]
    most = max(len(cue) for cue, *_ in laid)

    def side_by_side(part: int, fill: float) -> Floats:
        return np.array([list(tree[part]) + [fill] * (most - len(tree[part])) for tree in laid]).T

    return Trees(
        base=base,
        cue=side_by_side(0, 0).astype(np.intp),
        at_most=side_by_side(1, np.inf),
        kept=side_by_side(2, 0).astype(np.uint16),
        value=np.array([list(tree[3]) + [0.0] * (MOST_LEAVES - len(tree[3])) for tree in laid]),
    )


def _laid(tree: Mapping[str, Sequence[Any]]) -> tuple[list[int], list[float], list[int], list[float]]:
    """Cues, thresholds and kept leaves of the inner nodes, and the values of the leaves."""
    cues: list[int] = []
    at_most: list[float] = []
    kept: list[int] = []
    values: list[float] = []

    def walk(node: int) -> int:
        if tree["cue"][node] < 0:
            values.append(tree["value"][node])
            return 1 << (len(values) - 1)
        left = walk(tree["left"][node])
        cues.append(tree["cue"][node])
        at_most.append(tree["threshold"][node])
        kept.append(2**MOST_LEAVES - 1 - left)
        return left | walk(tree["right"][node])

    walk(0)
    return cues, at_most, kept, values
