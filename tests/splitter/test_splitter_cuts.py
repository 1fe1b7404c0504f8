"""The best segmentation: cuts whose log odds add up to the most, with a body in every piece."""

from itertools import combinations, pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.splitter import BODY_BYTES, cut_points

BODY = "The ferry was towed into the harbour of Lindholm on Tuesday evening, the coastguard said."
SHORT = "Ferry afloat"
HALF = np.array([0.5])


def worth(cuts: tuple[int, ...], chance: np.ndarray, least: float) -> float:
    odds = np.log(chance / (1 - chance)) - np.log(least / (1 - least))
    return float(sum(odds[cut - 1] for cut in cuts))


def whole(blocks: list[str], cuts: tuple[int, ...]) -> bool:
    return all(
        any(len(block) >= BODY_BYTES for block in blocks[a:b]) for a, b in pairwise((0, *cuts, len(blocks)))
    )


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.booleans(), st.integers(1, 99)), min_size=2, max_size=8),
    st.sampled_from([0.3, 0.5]),
)
def test_no_other_cuts_are_worth_more(drawn, least):
    blocks = [f"{BODY if long else SHORT} {number}" for number, (long, _) in enumerate(drawn)]
    chance = np.array([percent / 100 for _, percent in drawn[1:]])
    found = tuple(cut_points(blocks, chance, np.full(len(chance), least)))
    every = [
        c for k in range(len(blocks)) for c in combinations(range(1, len(blocks)), k) if whole(blocks, c)
    ]
    best = max((worth(c, chance, least) for c in every), default=0.0)
    assert found == () or whole(blocks, found)
    assert abs(worth(found, chance, least) - max(best, 0.0)) < 1e-9


def test_of_two_gaps_with_no_body_between_the_likelier_is_cut():
    blocks = [BODY, SHORT, "By Astrid Holm", BODY + " Again."]
    assert cut_points(blocks, np.array([0.7, 0.9, 0.6]), np.full(3, 0.5)) == [2]


def test_equal_paragraphs_and_quotations_stay_together():
    quotation = [
        "“We heard a bang and stayed where we were until the boats came to take us.",
        "“It was cold.”",
    ]
    assert cut_points([BODY, BODY], np.array([0.9]), HALF) == []
    assert cut_points([*quotation, BODY], np.array([0.9, 0.2]), np.full(2, 0.5)) == []


def test_a_cut_must_be_likelier_than_the_least():
    assert cut_points([BODY, BODY + " Again."], np.array([0.51]), HALF) == [1]
    assert cut_points([BODY, BODY + " Again."], np.array([0.49]), HALF) == []
