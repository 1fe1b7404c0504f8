"""Looking keys up: the places that a search one by one finds, compiled or not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.index.keys import STORY_BITS, Run
from dedup.kernels.compiled import LEVELS

HASHES = st.one_of(st.integers(0, 5), st.integers(0, 2**34 - 1), st.just(2**34 - 1))
STORIES = st.one_of(st.integers(0, 40), st.just(2**STORY_BITS - 1))


@pytest.mark.parametrize("backend", ["numpy", *LEVELS])
@given(
    stored=st.lists(st.tuples(HASHES, STORIES), min_size=1, max_size=80), others=st.lists(HASHES, max_size=9)
)
def test_the_stories_of_keys_stand_between_their_places(
    backend: str, stored: list[tuple[int, int]], others: list[int]
) -> None:
    run = Run(np.sort(np.array([key << STORY_BITS | story for key, story in stored], np.uint64)))
    wanted = sorted({key for key, _ in stored[::2]} | set(others))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEDUP_KERNELS", backend)
        starts, ends = run.find(np.array([key << STORY_BITS for key in wanted], np.uint64))
    key, story = run.members(np.arange(len(wanted)), starts, ends)
    assert list(zip(key.tolist(), story.tolist(), strict=True)) == [
        (place, number)
        for place, key in enumerate(wanted)
        for other, number in sorted(stored)
        if other == key
    ]
