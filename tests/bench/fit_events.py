"""Fit the weights of the event level and report held-out figures.

python tests/bench/fit_events.py SET.jsonl[.gz] ... [--ratings SET.jsonl PAIRS.jsonl] [--also SET.jsonl ...]

Each SET holds stories with `labels.event`; PAIRS rates pairs a, b from 1 (same) to 4 (unrelated). For every
set a background is counted over all *other* stories given, the weights are fitted on the other sets, and
the threshold is the one that is best on them; what is printed for a set has seen nothing of it. The last
lines are the weights over all sets, to be put into `dedup/match/agreement.py` (rounded: the last digits are
noise).
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import dedup
from dedup.evaluation import evaluate
from dedup.match.clustering import average_link
from dedup.match.event_model import FEATURES, evidence
from dedup.match.event_profiles import profile, stack
from dedup.match.event_vectors import cosine, rows
from dedup.match.events import DAY
from dedup.text.background import build

THRESHOLDS = np.arange(0.3, 0.8, 0.05)
WINDOW = 7.0
LEAST_COSINE = 0.06
CHOSEN = ("crowd", "nearest", "lead weekdays", "lead months", "lead years")  # a rated pair stands alone
FITTED = [name not in CHOSEN for name in FEATURES]


@dataclass
class Set:
    """Stories, the pairs that are looked at, how much each pair is one event (0 to 1), and gold labels."""

    name: str
    stories: list
    pairs: np.ndarray
    same: np.ndarray
    gold: dict


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--ratings", nargs=2, type=Path, action="append", default=[])
    parser.add_argument("--also", type=Path, nargs="+", default=[], help="more stories for the backgrounds")
    given = parser.parse_args()
    events = [labelled(path) for path in given.sets]
    rated = [ratings(*paths) for paths in given.ratings]
    every = [*events, *rated]
    more = [story for path in given.also for story in dedup.read(path)]
    seen = [
        measured(one, [*more, *(s for other in every if other is not one for s in other.stories)])
        for one in every
    ]
    curves = []
    for held, (pairs, features) in zip(events, seen, strict=False):
        weights = fit(every, seen, held)
        curves.append([b_cubed(held, pairs, features, weights, threshold) for threshold in THRESHOLDS])
    for i, held in enumerate(events):
        best = np.argmax(np.sum([curve for j, curve in enumerate(curves) if j != i], axis=0))
        print(
            f"{held.name}: B-cubed {curves[i][best]:.3f} at {THRESHOLDS[best]:.2f}, best {max(curves[i]):.3f}"
        )
    for held, (_, features) in zip(rated, seen[len(events) :], strict=True):
        score = chance(features, fit(every, seen, held))
        print(f"{held.name}: Pearson {np.corrcoef(score, held.same)[0, 1]:.3f}")
    for name, weight in zip([*np.array(FEATURES)[FITTED], "intercept"], fit(every, seen, None), strict=True):
        print(f"{name}: {weight:.2f}")


def labelled(path: Path) -> Set:
    """A set of event clusters; every pair of its stories within the window is looked at."""
    stories = list(dedup.read(path))
    gold = {story.id: str(story.extra["labels"]["event"]) for story in stories}
    when = np.array([story.published.timestamp() if story.published else np.nan for story in stories])
    pairs = np.argwhere(np.triu(np.ones((len(stories), len(stories)), bool), 1))
    pairs = pairs[~(np.abs(when[pairs[:, 0]] - when[pairs[:, 1]]) > WINDOW * DAY)]
    label = np.unique(list(gold.values()), return_inverse=True)[1]
    return Set(path.name, stories, pairs, (label[pairs[:, 0]] == label[pairs[:, 1]]).astype(float), gold)


def ratings(path: Path, judged: Path) -> Set:
    """A set of rated pairs of one language."""
    stories = list(dedup.read(path))
    place = {story.id: i for i, story in enumerate(stories)}
    lines = [json.loads(line) for line in judged.read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if line["a"] in place and line["b"] in place]
    pairs = np.array([(place[line["a"]], place[line["b"]]) for line in lines])
    return Set(path.name, stories, pairs, np.array([(4 - line["score"]) / 3 for line in lines]), {})


def measured(one: Set, stories: list) -> tuple:
    """The pairs of a set that agree at all, and their evidence, by a background counted without it."""
    table = build(
        [f"{story.title or ''}\n\n{story.text}" for story in stories], [story.lang for story in stories]
    )
    of = rows(stack([profile(story.text, story.title, story.lang) for story in one.stories]), table=table)
    if one.gold:
        near = cosine(of, one.pairs) >= LEAST_COSINE
        one.pairs, one.same = one.pairs[near], one.same[near]
    return one.pairs, evidence(of, one.pairs)[:, FITTED]


def fit(every: list, seen: list, held: Set | None) -> np.ndarray:
    """Weights and intercept over all sets but one; pairs of one event weigh as much as the rest of a set."""
    features, same, weight = [], [], []
    for one, (_, found) in zip(every, seen, strict=True):
        if one is held or (held is not None and not held.gold and not one.gold):
            continue
        share = 1.0 if one.gold else 0.5
        for target, mass in ((1.0, one.same), (0.0, 1 - one.same)):
            features.append(found)
            same.append(np.full(len(found), target))
            weight.append(400 * share * mass / mass.sum())
    return logistic(np.concatenate(features), np.concatenate(same), np.concatenate(weight))


def logistic(features: np.ndarray, same: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Logistic regression with a ridge of 1 on standardised features, by Newton's method."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    x = np.column_stack([(features - mean) / spread, np.ones(len(features))])
    ridge = np.diag([*np.ones(features.shape[1]), 0.0])
    found = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ found))
        curvature = x.T @ (x * (weight * p * (1 - p))[:, None]) + ridge
        found += np.linalg.solve(curvature, x.T @ (weight * (same - p)) - ridge @ found)
    return np.append(found[:-1] / spread, found[-1] - (found[:-1] * mean / spread).sum())


def chance(features: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-(features @ weights[:-1] + weights[-1])))


def b_cubed(
    held: Set, pairs: np.ndarray, features: np.ndarray, weights: np.ndarray, threshold: float
) -> float:
    score = chance(features, weights)
    label = average_link(len(held.stories), pairs, score, threshold)
    return evaluate(
        {story.id: str(name) for story, name in zip(held.stories, label, strict=True)}, held.gold
    ).bcubed.f1


if __name__ == "__main__":
    main()
