"""Naming the relation of a pair, and the story that each story was joined through."""

import numpy as np
import pytest

from dedup.match.clustering import parents
from dedup.match.relation import relation


@pytest.mark.parametrize(
    ("covers", "expected"),
    [
        ((1.0, 1.0, 1.0, 50, 50), "identical"),
        ((1.0, 1.0, 1.0, 50, 60), "near-duplicate"),
        ((0.8, 0.9, 0.88, 200, 210), "near-duplicate"),
        ((0.25, 0.97, 0.25, 80, 300), "excerpt"),
        ((0.25, 0.25, 0.97, 300, 80), "excerpt"),
        ((0.4, 0.6, 0.55, 300, 310), "revision"),
    ],
)
def test_relation(covers: tuple[float, float, float, int, int], expected: str) -> None:
    assert relation(*covers) == expected


def test_each_story_is_joined_through_its_best_way_to_the_first() -> None:
    labels = np.array([0, 0, 0, 3])
    pairs = np.array([[0, 1], [1, 2], [0, 2]])
    assert parents(labels, pairs, np.array([0.9, 0.8, 0.5])).tolist() == [-1, 0, 1, -1]


def test_stories_without_pairs_have_no_parent() -> None:
    assert parents(np.arange(3), np.empty((0, 2), np.int64), np.empty(0)).tolist() == [-1, -1, -1]
