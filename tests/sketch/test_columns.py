"""Columns hold the same in memory and in a file, and leave nothing behind."""

from pathlib import Path

import numpy as np
import pytest

from dedup.sketch.spill import Budget, Column, available_memory, release

PARTS = [np.arange(5, dtype=np.uint32), np.empty(0, np.uint32), np.arange(200_000, dtype=np.uint32)]


@pytest.mark.parametrize("most", [0, 10, 1_000, 10**9])
def test_a_column_is_its_parts_wherever_it_lies(most: int, tmp_path: Path) -> None:
    budget = Budget(most, tmp_path)
    column = Column(np.uint32, budget)
    for part in PARTS:
        column.append(part)
    found = column.finish()
    assert np.array_equal(found, np.concatenate(PARTS))
    release(found)
    assert np.array_equal(found, np.concatenate(PARTS))
    assert (budget.spilled > 0) == (most < 10**9)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("most", [0, 10**9])
def test_rows_keep_their_width(most: int, tmp_path: Path) -> None:
    column = Column(np.float32, Budget(most, tmp_path), 4)
    assert Column(np.float32, Budget(most, tmp_path), 4).finish().shape == (0, 4)
    column.append(np.ones((2, 4), np.float32))
    column.append(np.zeros((1, 4), np.float32))
    assert column.finish().tolist() == [[1] * 4, [1] * 4, [0] * 4]


def test_the_largest_column_goes_first(tmp_path: Path) -> None:
    budget = Budget(1_000, tmp_path)
    large, small = Column(np.uint8, budget), Column(np.uint8, budget)
    for _ in range(10):
        large.append(np.ones(200, np.uint8))
        small.append(np.ones(10, np.uint8))
    assert budget.spilled == 2_000
    assert budget.held == 100
    assert large.finish().sum() == 2_000


def test_a_column_in_memory_cannot_be_released() -> None:
    found = np.arange(3)
    release(found)
    assert found.tolist() == [0, 1, 2]


def test_there_is_memory() -> None:
    assert available_memory() > 1 << 28
