"""Threads keep the order of their tasks, and take few at a time."""

import numpy as np
import pytest

from dedup.sketch.threads import in_order


@pytest.mark.parametrize("jobs", [1, 2, 7])
def test_results_keep_the_order_of_the_tasks(jobs: int) -> None:
    assert list(in_order(np.square, range(50), jobs)) == [i * i for i in range(50)]


def test_few_tasks_are_under_way_at_once() -> None:
    taken = []
    results = in_order(abs, (taken.append(i) or i for i in range(100)), jobs=2)
    next(results)
    assert len(taken) <= 6
