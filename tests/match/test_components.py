"""Connected components: the way for few pairs gives what the way for many gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.match import chains

pairs = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=60)


@given(pairs)
def test_few_and_many_pairs_give_the_same_components(listed: list[tuple[int, int]]) -> None:
    given_pairs = np.array(listed, np.int64).reshape(-1, 2)
    few = chains.components(31, given_pairs)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chains, "FEW", -1)
        assert few.tolist() == chains.components(31, given_pairs).tolist()
