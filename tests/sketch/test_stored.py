"""Sets where they lie are the sets that they are in one piece."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup.sketch import shingles as shingle_sets
from dedup.sketch.shingles import Members, Shingles, Stored, copied, in_blocks, only, row_offsets
from dedup.sketch.spill import Budget, Column, is_mapped

hashes = st.one_of(st.integers(0, 30), st.integers(0, 2**32 - 1))
sets = st.lists(st.frozensets(hashes, max_size=20), min_size=1, max_size=8)


def lying(rows: list[frozenset[int]]) -> Stored:
    flat = [x for row in rows for x in sorted(row)]
    offsets = row_offsets(np.array([len(row) for row in rows], np.int64))
    whole = Stored(np.array(flat, np.uint32), offsets[:-1], offsets[1:], np.diff(offsets))
    assert [row.tolist() for row in listed(whole.whole())] == [sorted(row) for row in rows]
    return whole


def less(rows: Stored, without: list[int]) -> Stored:
    return rows.less(only(rows, Members(np.array(without, np.uint32))))


def listed(shingles: Shingles) -> list[np.ndarray]:
    return np.split(shingles.hashes, shingles.offsets[1:-1])


@given(rows=sets, without=st.frozensets(hashes, max_size=9), seed=st.integers(0, 9))
def test_rows_less_a_set(
    rows: list[frozenset[int]], without: frozenset[int], seed: int, kernels: str
) -> None:
    own = less(lying(rows), sorted(without))
    left = [row - without for row in rows]
    assert own.sizes.tolist() == [len(row) for row in left]
    order = np.random.default_rng(seed).permutation(len(rows))
    taken = own.take(order)
    assert [row.tolist() for row in listed(taken)] == [sorted(left[i]) for i in order]
    pairs = np.array([(a, b) for a in range(len(rows)) for b in range(len(rows))], np.int64)
    assert shingle_sets.shared(own, pairs).tolist() == [len(left[a] & left[b]) for a, b in pairs]
    of_all = shingle_sets.shared(lying(rows), pairs)
    assert shingle_sets.shared(own, pairs, of_all=of_all).tolist() == shingle_sets.shared(own, pairs).tolist()
    assert own.all().take(order).hashes.tolist() == [x for i in order for x in sorted(rows[i])]


def test_long_rows_are_merged(kernels: str) -> None:
    long, short = frozenset(range(0, 90_000, 3)), frozenset(range(0, 90_000, 7))
    own = less(lying([long, short, long | short]), [0, 21])
    pairs = np.array([(0, 1), (1, 0), (2, 2)], np.int64)
    assert shingle_sets.shared(own, pairs, jobs=2).tolist() == [
        len(long & short) - 2,
        len(long & short) - 2,
        len(long | short) - 2,
    ]


def test_blocks_are_all_rows_in_order() -> None:
    sizes = np.array([0, 5, 5, 50, 0, 1])
    found = in_blocks(np.arange(6), sizes, 10)
    assert np.concatenate(found).tolist() == list(range(6))
    assert all(sizes[block].sum() <= 10 or len(block) == 1 for block in found)
    assert in_blocks(np.empty(0, np.int64), np.empty(0, np.int64), 10) == []


def test_rows_are_copied_in_blocks(kernels: str) -> None:
    values = np.arange(20, dtype=np.float32)
    before, shingle_sets._AT_ONCE = shingle_sets._AT_ONCE, 3
    try:
        found, offsets = copied(values, np.array([15, 0, 4]), np.array([20, 2, 4]))
    finally:
        shingle_sets._AT_ONCE = before
    assert found.tolist() == [15, 16, 17, 18, 19, 0, 1]
    assert offsets.tolist() == [0, 5, 7, 7]


def test_what_counts_of_rows_in_a_file_goes_to_a_file(kernels: str) -> None:
    column = Column(np.uint32, Budget(0.0))
    column.append(np.array([3, 5, 5, 8, 9], np.uint32))
    rows = Stored(column.finish(), np.array([2, 0]), np.array([5, 2]), np.array([3, 2]))
    found = only(rows, Members(np.array([5, 9], np.uint32)))
    assert is_mapped(found.hashes)
    assert not is_mapped(lying([frozenset([3])]).hashes)
    assert [row.tolist() for row in listed(found.whole())] == [[5, 9], [5]]
