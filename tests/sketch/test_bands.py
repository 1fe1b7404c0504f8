"""Candidates are the pairs that agree in a band, found without comparing all pairs."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dedup.kernels.compiled import LEVELS
from dedup.sketch.minhash import (
    EMPTY,
    NEIGHBOURS,
    NO_KEY,
    Candidates,
    band_keys,
    band_pairs,
    candidates,
    sign,
)

small_signatures = st.integers(0, 12).flatmap(
    lambda n: arrays(np.uint32, (n, 8), elements=st.sampled_from([1, 2, 3, 2**32 - 1]))
)


def pairs(found: Candidates) -> list[tuple[int, int]]:
    return [(a, b) for a, b in found.pairs.tolist()]


def agree(signatures: np.ndarray, bands: int, rows: int) -> list[tuple[int, int]]:
    full = [i for i in range(len(signatures)) if (signatures[i] != EMPTY).any()]
    cut = signatures[:, : bands * rows].reshape(-1, bands, rows)
    return [(a, b) for a, b in combinations(full, 2) if (cut[a] == cut[b]).all(axis=1).any()]


@given(small_signatures, st.sampled_from([(8, 1), (4, 2), (2, 4), (1, 8), (3, 2)]))
def test_candidates_are_all_pairs_that_agree_in_a_band(
    signatures: np.ndarray, shape: tuple[int, int]
) -> None:
    keys = band_keys(signatures, *shape)
    assert keys.shape == (len(signatures), shape[0])
    assert pairs(candidates(keys, cap=50)) == agree(signatures, *shape)


@given(signatures=small_signatures, cap=st.integers(2, 6))
def test_fewer_keys_at_a_time_give_the_same_pairs(signatures: np.ndarray, cap: int, kernels: str) -> None:
    at_once, in_parts = candidates(band_keys(signatures, 4, 2), cap), band_pairs(signatures, 4, 2, cap)
    assert pairs(at_once) == pairs(in_parts)
    assert at_once.capped == in_parts.capped


def test_many_bands_and_many_pairs_are_united(monkeypatch: pytest.MonkeyPatch) -> None:
    signatures = np.random.default_rng(1).integers(0, 9, (120, 32), dtype=np.uint32)
    monkeypatch.setattr("dedup.sketch.minhash._PENDING", 10)
    assert pairs(band_pairs(signatures, 16, 2, cap=200)) == agree(signatures, 16, 2)


def test_equal_bands_in_different_places_are_not_equal_keys() -> None:
    keys = band_keys(np.array([[1, 2, 1, 2], [2, 1, 7, 7]], np.uint32), 2, 2)
    assert (
        len(np.unique(keys)) == 3
    )  # the key is of the values; `candidates` compares a band with itself only
    assert pairs(candidates(band_keys(np.array([[1, 2, 3, 4], [3, 4, 1, 2]], np.uint32), 2, 2), cap=9)) == []


@pytest.mark.parametrize("level", LEVELS)
def test_both_paths_give_the_same_keys(level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    signatures = np.concatenate([sign([f"word {i} of a text" for i in range(5000)]), sign(["", "!"])])
    monkeypatch.setenv("DEDUP_KERNELS", "numpy")
    arrays = band_keys(signatures, 32, 4)
    monkeypatch.setenv("DEDUP_KERNELS", level)
    assert np.array_equal(arrays, band_keys(signatures, 32, 4))


def test_texts_without_words_match_nothing(kernels: str) -> None:
    keys = band_keys(sign(["", "…", "one two three", "one two three", ""]), 32, 4)
    assert (keys[[0, 1, 4]] == NO_KEY).all()
    assert pairs(candidates(keys, cap=10)) == [(2, 3)]


def test_a_group_over_the_cap_is_held_together_by_few_pairs() -> None:
    signatures = np.tile(np.arange(8, dtype=np.uint32), (1000, 1))
    found = candidates(band_keys(signatures, 4, 2), cap=20)
    assert found.capped == 4  # the same group in every band
    assert len(found.pairs) < 1000 * (NEIGHBOURS + 1)
    joined = {0}
    for a, b in pairs(found):
        assert a < b
        if a in joined:
            joined.add(b)
    assert len(joined) == 1000


def test_a_group_as_large_as_the_cap_gives_all_pairs() -> None:
    signatures = np.tile(np.arange(8, dtype=np.uint32), (20, 1))
    found = candidates(band_keys(signatures, 4, 2), cap=20)
    assert (found.capped, len(found.pairs)) == (0, 190)


def test_bands_must_fit_into_the_signature() -> None:
    with pytest.raises(ValueError, match="33 bands of 4 rows need 132 slots, not 128"):
        band_keys(sign(["text"]), 33, 4)
