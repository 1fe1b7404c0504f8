"""Joining verified pairs without chains."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.match import clustering
from dedup.match.clustering import FORM, STRONG, components, join


def _pairs(*listed: tuple[int, int]) -> np.ndarray:
    return np.array(listed, np.int64).reshape(-1, 2)


def test_strong_pairs_chain() -> None:
    assert join(4, _pairs((0, 1), (1, 2)), np.array([0.9, 0.9])).tolist() == [0, 0, 0, 3]


def test_two_families_do_not_hang_together_by_one_story() -> None:
    families = [(a, b) for a in range(4) for b in range(a + 1, 4)] + [
        (a, b) for a in range(5, 9) for b in range(a + 1, 9)
    ]
    bridge = [(3, 4), (4, 5)]
    scores = np.array([0.9] * len(families) + [0.5, 0.5])
    labels = join(9, _pairs(*families, *bridge), scores)
    assert labels[0] != labels[5]


def test_a_weak_pair_joins_when_enough_of_the_family_bears_it() -> None:
    family = [(a, b) for a in range(5) for b in range(a + 1, 5)]
    scores = [0.9] * len(family)
    borne = join(6, _pairs(*family, (0, 5), (1, 5)), np.array([*scores, 0.5, 0.5]))
    alone = join(6, _pairs(*family, (0, 5)), np.array([*scores, 0.5]))
    assert (borne[5], alone[5]) == (0, 5)


def test_both_families_must_bear_it() -> None:
    """Every member of one family resembles one member of another, and no other of its members."""
    families = [(a, b) for first in (0, 4) for a in range(first, first + 4) for b in range(a + 1, first + 4)]
    bridge = [(a, 4) for a in range(4)]
    scores = np.array([0.9] * len(families) + [0.6] * len(bridge))
    assert join(8, _pairs(*families, *bridge), scores).tolist() == [0, 0, 0, 0, 4, 4, 4, 4]


def test_many_stories_without_a_strong_pair_are_a_form() -> None:
    """Fillings are all as far from each other; among as many versions of one story are copies."""
    everyone = [(a, b) for a in range(FORM + 1) for b in range(a + 1, FORM + 1)]
    fillings = np.full(len(everyone), 0.6)
    assert join(FORM + 1, _pairs(*everyone), fillings).tolist() == [*range(FORM + 1)]
    with_a_pair = np.where([pair == (2, 3) for pair in everyone], 0.9, fillings)
    assert join(FORM + 1, _pairs(*everyone), with_a_pair).tolist() == [0, 1, 2, 2, *range(4, FORM + 1)]
    versions = np.where([pair in ((0, 1), (2, 3), (4, 5)) for pair in everyone], 0.9, fillings)
    assert set(join(FORM + 1, _pairs(*everyone), versions).tolist()) == {0}
    few = [(a, b) for a, b in everyone if b < FORM - 1]
    assert set(join(FORM - 1, _pairs(*few), np.full(len(few), 0.6)).tolist()) == {0}


edges = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 11), st.sampled_from([0.45, 0.5, 0.6, 0.76, 0.9])),
    max_size=40,
).map(lambda found: {(min(a, b), max(a, b)): s for a, b, s in found if a != b})


@given(edges, st.randoms())
def test_the_order_of_the_pairs_does_not_matter(found: dict[tuple[int, int], float], random: object) -> None:
    listed = sorted(found.items())
    once = join(12, _pairs(*(pair for pair, _ in listed)), np.array([s for _, s in listed]))
    random.shuffle(listed)  # type: ignore[attr-defined]
    again = join(12, _pairs(*(pair for pair, _ in listed)), np.array([s for _, s in listed]))
    assert once.tolist() == again.tolist()


@given(edges)
def test_clusters_lie_inside_components_and_hold_strong_pairs(found: dict[tuple[int, int], float]) -> None:
    pairs, scores = _pairs(*found), np.array(list(found.values()))
    labels, whole = join(12, pairs, scores), components(12, pairs)
    for a in range(12):
        assert labels[a] <= a
        assert whole[labels[a]] == whole[a]
    for (a, b), score in found.items():
        if score >= STRONG:
            assert labels[a] == labels[b]


@given(edges, st.integers(1, 5))
def test_how_many_pairs_are_looked_at_together_does_not_matter(
    found: dict[tuple[int, int], float], at_once: int
) -> None:
    pairs, scores = _pairs(*found), np.array(list(found.values()))
    whole = join(12, pairs, scores)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clustering, "AT_ONCE", at_once)
        assert join(12, pairs, scores).tolist() == whole.tolist()
