"""Shared shingles are the intersection of two sets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.sketch import overlap
from dedup.sketch.shingles import Shingles

sets_and_pairs = st.lists(
    st.frozensets(st.one_of(st.integers(0, 30), st.integers(0, 2**32 - 1)), max_size=30),
    min_size=1,
    max_size=8,
).flatmap(
    lambda sets: st.tuples(
        st.just(sets),
        st.lists(st.tuples(*[st.integers(0, len(sets) - 1)] * 2), max_size=12),
    )
)


def as_shingles(sets: list[frozenset[int]]) -> Shingles:
    rows = [np.array(sorted(found), np.uint32) for found in sets]
    return Shingles(np.concatenate(rows), np.cumsum([0, *map(len, rows)], dtype=np.int64))


def as_pairs(listed: list[tuple[int, int]]) -> np.ndarray:
    return np.array(listed, np.int64).reshape(-1, 2)


@given(given_sets=sets_and_pairs)
def test_shared_counts_the_intersection(
    given_sets: tuple[list[frozenset[int]], list[tuple[int, int]]], kernels: str
) -> None:
    sets, listed = given_sets
    found = overlap.shared(as_shingles(sets), as_pairs(listed))
    assert found.dtype == np.int32
    assert found.tolist() == [len(sets[a] & sets[b]) for a, b in listed]


@given(given_sets=sets_and_pairs)
def test_shared_weight_adds_the_weights_of_the_first(
    given_sets: tuple[list[frozenset[int]], list[tuple[int, int]]], kernels: str
) -> None:
    sets, listed = given_sets
    shingles = as_shingles(sets)
    weights = (np.arange(len(shingles.hashes)) % 17 / 7).astype(np.float32)
    weight = [
        dict(zip(shingles.hashes[a:b].tolist(), weights[a:b].tolist(), strict=True))
        for a, b in zip(shingles.offsets, shingles.offsets[1:], strict=False)
    ]
    expected = [sum(weight[a][value] for value in sorted(sets[a] & sets[b])) for a, b in listed]
    assert overlap.shared_weight(shingles, weights, as_pairs(listed)).tolist() == expected


def test_batches_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEDUP_KERNELS", "numpy")
    shingles = as_shingles([frozenset(range(i, i + 40)) for i in range(0, 200, 7)])
    pairs = as_pairs([(i, j) for i in range(29) for j in range(i)])
    at_once = overlap.shared(shingles, pairs)
    monkeypatch.setattr(overlap, "_BATCH", 100)
    assert np.array_equal(at_once, overlap.shared(shingles, pairs))
    assert at_once.max() == 33
