"""Learning what belongs to a site, not to a story."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.kernels.compiled import LEVELS
from dedup.match.boilerplate import learn, learn_and_pair, standing, strip
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


def _pages(brief: list[int], alone: int, sites: int) -> tuple[Shingles, np.ndarray]:
    """A brief on its own, and on pages of sites between what other stories of the site have too."""
    furniture = [list(range(1_000 * site, 1_000 * site + 60)) for site in range(1, sites + 1)]
    rows = [brief] * alone + [brief + site for site in furniture]
    rows += [
        [*range(10**6 + 200 * k, 10**6 + 200 * k + 100), *furniture[k % sites]] for k in range(8 * sites)
    ]
    strict = np.array([0] * alone + list(range(alone, len(rows))))
    return _rows(*rows), strict


@pytest.mark.parametrize("kernels", ["numpy", *LEVELS])
def test_a_brief_that_stands_alone_is_no_boilerplate_on_pages_full_of_it(
    kernels: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEDUP_KERNELS", kernels)
    brief = list(range(30))
    shingles, strict = _pages(brief, alone=9, sites=9)
    learned = learn(shingles, strict, 8)
    assert set(brief) <= set(learned.tolist())
    found = learn_and_pair(shingles, strict, 8, 1)
    assert not set(brief) & set(found.boilerplate.tolist())
    assert set(range(1_000, 1_060)) <= set(found.boilerplate.tolist())
    assert found.own.sizes[:18].tolist() == [30] * 18
    assert [8, 17] in found.sampled.pairs.tolist()


def test_an_empty_page_does_not_make_its_footer_a_story() -> None:
    footer = list(range(40))
    rows = [footer] * 3 + [[*range(100 * k, 100 * k + 90), *footer] for k in range(1, 10)]
    shingles, strict = _rows(*rows), np.array([0, 0, 0, *range(3, 12)])
    learned = learn(shingles, strict, 8)
    assert learned.tolist() == footer
    assert standing(shingles, strip(shingles, learned).sizes, learned).tolist() == []


sets = st.lists(st.sets(st.sampled_from([0, 1, 2, 3, 1 << 20, 5 << 20, 1 << 31, (1 << 32) - 1])), min_size=1)


@settings(deadline=None)
@given(sets, st.data())
def test_kernels_learn_and_strip_the_same(found: list[set[int]], data: st.DataObject) -> None:
    shingles = _rows(*map(list, found))
    strict = np.array([data.draw(st.integers(0, row)) for row in range(len(found))])
    least = data.draw(st.integers(1, 4))
    stated = []
    for kernels in ("numpy", *LEVELS):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DEDUP_KERNELS", kernels)
            learned = learn(shingles, strict, least)
            own = strip(shingles, learned)
            all_of_it = learn_and_pair(shingles, strict, least, 1)
            rows = all_of_it.own.take(np.arange(len(shingles)))
        stated.append((learned.tolist(), own.hashes.tolist(), own.offsets.tolist()))
        stated[-1] += (all_of_it.boilerplate.tolist(), rows.hashes.tolist(), rows.offsets.tolist())
        stated[-1] += (all_of_it.sampled.pairs.tolist(),)
    assert all(found == stated[0] for found in stated)
