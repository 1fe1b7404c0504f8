"""Shared shingles are the intersection of two sets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.sketch import shingles as shingle_sets
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
    found = shingle_sets.shared(as_shingles(sets), as_pairs(listed))
    assert found.dtype == np.int32
    assert found.tolist() == [len(sets[a] & sets[b]) for a, b in listed]


@given(given_sets=sets_and_pairs)
def test_intersections_stand_where_both_sides_have_the_hash(
    given_sets: tuple[list[frozenset[int]], list[tuple[int, int]]], kernels: str
) -> None:
    sets, listed = given_sets
    shingles = as_shingles(sets)
    found = [
        (pair, shingles.hashes[a], shingles.hashes[b], shingles.owners()[a], shingles.owners()[b])
        for batch in shingle_sets.intersections(shingles, as_pairs(listed))
        for pair, a, b in zip(*batch, strict=True)
    ]
    assert found == [
        (pair, value, value, a, b)
        for pair, (a, b) in enumerate(listed)
        for value in sorted(sets[a] & sets[b])
    ]


def test_batches_change_nothing(kernels: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shingles = as_shingles([frozenset(range(i, i + 40)) for i in range(0, 200, 7)])
    pairs = as_pairs([(i, j) for i in range(29) for j in range(i)])
    at_once = shingle_sets.shared(shingles, pairs)
    (places,) = shingle_sets.intersections(shingles, pairs)
    monkeypatch.setattr(shingle_sets, "_BATCH", 100)
    assert np.array_equal(at_once, shingle_sets.shared(shingles, pairs))
    assert at_once.max() == 33
    in_parts = list(shingle_sets.intersections(shingles, pairs))
    assert len(in_parts) > 100
    assert np.array_equal(places, np.concatenate(in_parts, axis=1))
