"""Connected components and spanning trees: kernels and plain loops give what scipy gives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

from dedup.kernels.compiled import LEVELS
from dedup.match.clustering import components, parents

N = 31
pairs = st.lists(st.tuples(st.integers(0, N - 1), st.integers(0, N - 1)), max_size=60)
CODE = ("numpy", *LEVELS)


@settings(deadline=None)
@given(pairs)
def test_components(listed: list[tuple[int, int]]) -> None:
    edges = np.array(listed, np.int64).reshape(-1, 2)
    with pytest.MonkeyPatch.context() as patch:
        for code in CODE:
            patch.setenv("DEDUP_KERNELS", code)
            found = components(N, edges)
            count, names = connected_components(
                coo_array((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), shape=(N, N)), directed=False
            )
            assert [int(np.flatnonzero(names == name)[0]) for name in names] == found.tolist()
            assert len(set(found.tolist())) == count


scored = st.dictionaries(
    st.tuples(st.integers(0, N - 1), st.integers(0, N - 1)).filter(lambda pair: pair[0] < pair[1]),
    st.floats(0, 1),
    max_size=60,
)


@settings(deadline=None)
@given(scored)
def test_parents_are_a_best_spanning_tree_from_the_earliest(found: dict[tuple[int, int], float]) -> None:
    edges, scores = np.array([*found], np.int64).reshape(-1, 2), np.array([*found.values()])
    labels = components(N, edges)
    trees = []
    with pytest.MonkeyPatch.context() as patch:
        for code in CODE:
            patch.setenv("DEDUP_KERNELS", code)
            trees.append(parents(labels, edges, scores))
    assert all(np.array_equal(tree, trees[0]) for tree in trees)
    joined = [(min(a, b), max(a, b)) for a, b in enumerate(trees[0].tolist()) if b >= 0]
    assert [story for story in range(N) if trees[0][story] < 0] == sorted(set(labels.tolist()))
    a, b = edges.astype(np.int32).T  # the only type of index that every scipy takes here
    costs = coo_array((2 - scores, (a, b)), shape=(N, N))
    assert sum(2 - found[pair] for pair in joined) == pytest.approx(
        minimum_spanning_tree(costs.tocsr()).sum()
    )


def test_of_equal_scores_the_earlier_pair_counts() -> None:
    triangle = np.array([[1, 2], [0, 2], [0, 1]])
    assert parents(np.zeros(3, np.int64), triangle, np.ones(3)).tolist() == [-1, 0, 0]


def test_whoever_has_no_way_to_the_first_has_no_parent() -> None:
    assert parents(np.zeros(4, np.int64), np.array([[0, 1], [2, 3]]), np.ones(2)).tolist() == [-1, 0, -1, -1]
