"""Learning what belongs to a site, not to a story."""

import importlib.util

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.match.boilerplate import learn, strip
from dedup.sketch.shingles import Shingles


def _rows(*rows: list[int]) -> Shingles:
    offsets = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    return Shingles(np.array([x for row in rows for x in sorted(row)], np.uint32), offsets)


def test_a_footer_of_many_stories_is_boilerplate() -> None:
    shingles = _rows([1, 99], [2, 99], [3, 99], [4])
    assert learn(shingles, np.arange(4), 3).tolist() == [99]


def test_a_story_that_was_copied_often_is_not() -> None:
    shingles = _rows([7, 8], [7, 8], [7, 8], [7, 8])
    assert learn(shingles, np.zeros(4, np.int64), 3).tolist() == []


def test_stripped_stories_keep_their_own_shingles() -> None:
    own = strip(_rows([1, 99], [99], [5]), np.array([99], np.uint32))
    assert own.sizes.tolist() == [1, 0, 1]
    assert own.hashes.tolist() == [1, 5]


def test_what_a_popular_story_says_is_not_boilerplate_though_some_of_its_copies_were_rewritten() -> None:
    rows = [[7]] * 15
    strict = np.array([0] * 12 + [12, 13, 14])
    assert learn(_rows(*rows), strict, 4).tolist() == []
    assert learn(_rows(*rows), np.arange(15), 4).tolist() == [7]


sets = st.lists(st.sets(st.sampled_from([0, 1, 2, 3, 1 << 20, 5 << 20, 1 << 31, (1 << 32) - 1])), min_size=1)


@pytest.mark.skipif(importlib.util.find_spec("numba") is None, reason="no numba")
@settings(deadline=None)
@given(sets, st.data())
def test_kernels_learn_and_strip_the_same(found: list[set[int]], data: st.DataObject) -> None:
    shingles = _rows(*map(list, found))
    strict = np.array([data.draw(st.integers(0, row)) for row in range(len(found))])
    least = data.draw(st.integers(1, 4))
    told = []
    for kernels in ("numpy", "numba"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DEDUP_KERNELS", kernels)
            learned = learn(shingles, strict, least)
            own = strip(shingles, learned)
        told.append((learned.tolist(), own.hashes.tolist(), own.offsets.tolist()))
    assert told[0] == told[1]
