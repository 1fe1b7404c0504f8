"""Naming the relation of a pair, and the story that each story was joined through."""

import numpy as np
import pytest

from dedup.match.clustering import parents
from dedup.match.relation import NEAR, PART, VERSION, WHOLE, Relation, event_relation, relation
from dedup.report.wording import RELATIONS


@pytest.mark.parametrize(
    ("measures", "expected"),
    [
        ((1.0, 1.0, 1.0, 50, 50, False), "identical"),
        ((1.0, 1.0, 1.0, 50, 60, False), "near-duplicate"),
        ((0.8, NEAR, 0.88, 200, 210, False), "near-duplicate"),
        ((0.8, NEAR - 0.001, 0.88, 200, 210, False), "revision"),
        ((0.8, 0.9, 0.88, 200, 210, True), "revision"),
        ((0.25, 0.97, 0.25, 80, 300, False), "excerpt"),
        ((0.25, 0.25, 0.97, 300, 80, True), "excerpt"),
        ((0.4, 0.4, WHOLE, 300, 80, False), "excerpt"),
        ((0.4, 0.4, WHOLE - 0.001, 300, 80, False), "revision"),
        ((0.5, 0.9, 0.9 * PART, 200, 300, False), "excerpt"),
        ((0.5, 0.9, 0.9 * PART + 0.001, 200, 300, False), "revision"),
        ((0.4, 0.6, 0.55, 300, 310, False), "revision"),
    ],
)
def test_relation_of_one_text(measures: tuple[float, float, float, int, int, bool], expected: str) -> None:
    found = relation(*measures)
    assert found == expected
    assert found.same_text


def test_relation_of_one_event() -> None:
    assert event_relation(VERSION) == "rewrite"
    assert event_relation(VERSION - 0.001) == "retold"
    assert not event_relation(VERSION).same_text


def test_every_relation_has_a_name_in_front_of_people_and_a_definition() -> None:
    assert {kind.value: kind.label for kind in Relation} == RELATIONS
    assert all(kind.definition.endswith(".") for kind in Relation)


def test_each_story_is_joined_through_its_best_way_to_the_first() -> None:
    labels = np.array([0, 0, 0, 3])
    pairs = np.array([[0, 1], [1, 2], [0, 2]])
    assert parents(labels, pairs, np.array([0.9, 0.8, 0.5])).tolist() == [-1, 0, 1, -1]


def test_stories_without_pairs_have_no_parent() -> None:
    assert parents(np.arange(3), np.empty((0, 2), np.int64), np.empty(0)).tolist() == [-1, -1, -1]
