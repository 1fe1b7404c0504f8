"""Choose each threshold on all labelled sets but one, and report it on the one left out.

python tests/bench/cross_validate.py DIRECTORY [--sets NAME ...]

DIRECTORY holds sets as NAME.jsonl or NAME.jsonl.gz, one story a line, with `labels.duplicate_cluster` or
`labels.event`. Labels are taken off before stories are clustered. Two thresholds are chosen: of the duplicate
score by the mean pairwise F1 of the other sets, of the event level by their mean B-cubed F1; each set counts
alike. A line says what the left-out set reaches at the threshold chosen without it, at the default, and at
its own best, which nobody knows beforehand. Then come the curves: F1 of every set over the threshold.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

import dedup
from dedup.evaluation import evaluate, label_of
from dedup.pipeline import Gathered, gather, match
from dedup.result import Result
from dedup.settings import Settings

THRESHOLDS = {
    "duplicate": np.round(np.arange(0.2, 0.71, 0.05), 2),
    "event": np.round(np.arange(0.3, 0.76, 0.05), 2),
}
LABELS = {"duplicate": "duplicate_cluster", "event": "event"}
MEASURES = {"duplicate": "pairwise", "event": "bcubed"}
DEFAULTS = {"duplicate": Settings().threshold, "event": Settings().event_threshold}


@dataclass(frozen=True, slots=True)
class Measured:
    """F1 of one set at each threshold of its level, and at the default."""

    name: str
    curve: np.ndarray
    default: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--sets", nargs="+", help="only these (names without suffix)")
    given = parser.parse_args()
    found: dict[str, list[Measured]] = {"duplicate": [], "event": []}
    for path in sorted([*given.directory.glob("*.jsonl"), *given.directory.glob("*.jsonl.gz")]):
        name = path.name.partition(".")[0]
        if ".pairs." in path.name or (given.sets and name not in given.sets):
            continue
        stories = list(dedup.read(path))
        for level, label in LABELS.items():
            gold = {story.id: str(value) for story in stories if (value := label_of(story.extra, label))}
            if gold:
                found[level].append(measured(name, level, [replace(s, extra={}) for s in stories], gold))
                print(".", end="", flush=True)
    print()
    for level, sets in found.items():
        if sets:
            table(level, sets)


def measured(name: str, level: str, stories: Sequence[dedup.Story], gold: dict[str, str]) -> Measured:
    """F1 of a set over the thresholds of a level."""
    run = gather(stories, events=level == "event")
    *curve, default = (
        f1(result, run, level, gold) for result in results(run, level, [*THRESHOLDS[level], DEFAULTS[level]])
    )
    return Measured(name, np.array(curve), default)


def results(run: Gathered, level: str, thresholds: Sequence[float]) -> list[Result]:
    if level == "duplicate":
        result = match(run, Settings())
        return [result.rethreshold(float(threshold)) for threshold in thresholds]
    return [match(run, Settings(event_threshold=float(threshold))) for threshold in thresholds]


def f1(result: Result, run: Gathered, level: str, gold: dict[str, str]) -> float:
    names = [meta.id for meta in run.metadata]
    clusters = dict(zip(names, map(str, result.labels(level).tolist()), strict=True))
    return float(getattr(evaluate(clusters, gold), MEASURES[level]).f1)


def table(level: str, sets: Sequence[Measured]) -> None:
    thresholds = THRESHOLDS[level]
    print(f"\n{level} level, {MEASURES[level]} F1, default {DEFAULTS[level]:g}")
    print(f"{'left out':28}{'chosen':>8}{'reached':>9}{'default':>9}{'own best':>10}")
    for held in sets:
        others = [one.curve for one in sets if one is not held] or [held.curve]
        best = int(np.argmax(np.mean(others, axis=0)))
        print(
            f"{held.name:28}{thresholds[best]:8.2f}{held.curve[best]:9.3f}{held.default:9.3f}"
            f"{held.curve.max():10.3f}"
        )
    print(f"\n{'threshold':28}" + "".join(f"{threshold:6.2f}" for threshold in thresholds))
    for one in sets:
        print(f"{one.name:28}" + "".join(f"{value:6.3f}" for value in one.curve))
    print(f"{'mean':28}" + "".join(f"{value:6.3f}" for value in np.mean([one.curve for one in sets], axis=0)))
    print(json.dumps({"level": level, "sets": {one.name: one.curve.round(4).tolist() for one in sets}}))


if __name__ == "__main__":
    main()
