"""Learning what belongs to a site, not to a story."""

import numpy as np

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
