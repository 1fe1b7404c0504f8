"""The trees, asked all at once, answer as when they are walked one by one."""

import json
from importlib import resources

import numpy as np

from dedup.splitter.model import log_odds, weights


def walked(tree: dict, row: np.ndarray) -> float:
    node = 0
    while tree["cue"][node] >= 0:
        side = "left" if row[tree["cue"][node]] <= tree["threshold"][node] else "right"
        node = tree[side][node]
    return tree["value"][node]


def test_log_odds_are_those_of_the_trees_walked_one_by_one():
    raw = json.loads((resources.files("dedup.splitter") / "weights.json").read_text(encoding="utf8"))
    rng = np.random.default_rng(0)
    rows = rng.normal(0, 3, (50, len(raw["cues"])))
    rows[::2] = rows[::2].round()
    expected = [raw["base"] + sum(walked(tree, row) for tree in raw["trees"]) for row in rows]
    np.testing.assert_allclose(log_odds(rows, weights().trees), expected, atol=1e-9)


def test_a_cue_on_the_threshold_goes_left():
    fitted = weights().trees
    row = np.zeros((1, len(weights().cues)))
    row[0, fitted.cue[0, 0]] = fitted.at_most[0, 0]
    above = row.copy()
    above[0, fitted.cue[0, 0]] = np.nextafter(fitted.at_most[0, 0], np.inf)
    assert log_odds(row, fitted).shape == (1,)
    assert log_odds(row, fitted)[0] != log_odds(above, fitted)[0]
