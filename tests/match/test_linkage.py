"""Average link over sparse graphs, against scipy's over whole matrices."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from dedup.match.clustering import average_link


def graph(matrix):
    pairs = np.argwhere(np.triu(matrix, 1) > 0)
    return pairs, matrix[pairs[:, 0], pairs[:, 1]]


def partition(labels):
    return {frozenset(np.flatnonzero(labels == label).tolist()) for label in labels}


def test_a_bridge_does_not_join_two_events():
    scores = np.zeros((6, 6))
    for a, b in [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5)]:
        scores[a, b] = 0.9
    scores[2, 3] = 0.8
    assert average_link(6, *graph(scores), 0.3).tolist() == [0, 0, 0, 3, 3, 3]


def test_no_pairs_leave_every_item_alone():
    assert average_link(3, np.zeros((0, 2), np.int64), np.zeros(0), 0.5).tolist() == [0, 1, 2]


def test_nothing_makes_nothing():
    assert average_link(0, np.zeros((0, 2), np.int64), np.zeros(0), 0.5).tolist() == []


def test_ties_go_to_the_first():
    pairs = np.array([[0, 1], [1, 2]])
    assert average_link(3, pairs, np.array([0.8, 0.8]), 0.5).tolist() == [0, 0, 2]


@pytest.mark.parametrize("threshold", [0.2, 0.4, 0.6])
@given(st.integers(2, 25), st.integers(0, 2**32 - 1), st.floats(0.1, 1))
def test_agrees_with_scipy(threshold, n, seed, density):
    rng = np.random.default_rng(seed)
    scores = np.triu(rng.random((n, n)) * (rng.random((n, n)) < density), 1)
    found = average_link(n, *graph(scores), threshold)
    distance = 1 - (scores + scores.T)
    np.fill_diagonal(distance, 0)
    expected = fcluster(linkage(squareform(distance), "average"), 1 - threshold, "distance")
    assert partition(found) == partition(expected)


@given(st.integers(2, 25), st.integers(0, 2**32 - 1))
def test_order_does_not_matter(n, seed):
    rng = np.random.default_rng(seed)
    scores = np.triu(rng.random((n, n)) * (rng.random((n, n)) < 0.4), 1)
    shuffled = rng.permutation(n)
    both = scores + scores.T
    found = average_link(n, *graph(scores), 0.3)
    again = average_link(n, *graph(both[np.ix_(shuffled, shuffled)]), 0.3)
    back = np.empty(n, np.int64)
    back[shuffled] = again
    assert partition(found) == partition(back)
