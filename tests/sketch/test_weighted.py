"""Weighted signatures agree as often as the weighted Jaccard similarity says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.sketch.minhash import EMPTY
from dedup.sketch.weighted import sign_weighted

Weighted = dict[int, float]


def signed(texts: list[Weighted], slots: int = 256) -> np.ndarray:
    offsets = np.cumsum([0, *map(len, texts)], dtype=np.int64)
    terms = np.array([term for text in texts for term in text], np.uint64)
    return sign_weighted(
        terms, offsets, np.array([w for text in texts for w in text.values()], np.float32), slots
    )


def jaccard(a: Weighted, b: Weighted) -> float:
    terms = a.keys() | b.keys()
    less = sum(min(a.get(t, 0), b.get(t, 0)) for t in terms)
    return less / sum(max(a.get(t, 0), b.get(t, 0)) for t in terms)


def pairs(seed: int, count: int) -> list[tuple[Weighted, Weighted]]:
    """Pairs of texts of 100 terms, that share between none and all of them, some with other weights."""
    rng = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        terms = rng.integers(0, 2**63, 200)
        weights = rng.uniform(0.02, 1, 200)
        shift = rng.integers(0, 100)
        a = dict(zip(terms[:100].tolist(), weights[:100], strict=True))
        b = dict(
            zip(
                terms[shift : shift + 100].tolist(),
                weights[shift : shift + 100] * rng.choice([1, 1, 1, 2], 100),
                strict=True,
            )
        )
        made.append((a, b))
    return made


def test_agreement_is_about_the_weighted_jaccard_similarity(kernels: str) -> None:
    made = pairs(5, 150)
    signatures = signed([text for pair in made for text in pair])
    agreement = (signatures[::2] == signatures[1::2]).mean(axis=1)
    errors = agreement - [jaccard(a, b) for a, b in made]
    assert np.sqrt(np.mean(errors**2)) < 0.04  # 256 slots alone: 0.031 at most
    assert abs(errors.mean()) < 0.01


def test_light_terms_count_little() -> None:
    heavy = dict.fromkeys(range(50), 1.0)
    a, b = signed(
        [heavy | dict.fromkeys(range(100, 200), 0.05), heavy | dict.fromkeys(range(200, 300), 0.05)]
    )
    assert (a == b).mean() == pytest.approx(50 / 60, abs=0.08)


def test_both_paths_give_the_same_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    texts = [text for pair in pairs(6, 10) for text in pair]
    monkeypatch.setenv("DEDUP_KERNELS", "numpy")
    arrays = signed(texts)
    monkeypatch.setenv("DEDUP_KERNELS", "numba")
    assert np.array_equal(arrays, signed(texts))


@given(
    texts=st.lists(
        st.dictionaries(st.integers(0, 2**64 - 1), st.floats(0, 4, width=32), max_size=12), max_size=6
    ),
    slots=st.sampled_from([16, 64, 256]),
)
def test_a_row_depends_on_its_own_terms_only(texts: list[Weighted], slots: int, kernels: str) -> None:
    alone = [signed([text], slots)[0] for text in texts]
    turned = [dict(reversed(text.items())) for text in texts]
    assert np.array_equal(signed(turned, slots), np.array(alone, np.uint32).reshape(-1, slots))


def test_small_batches_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text for pair in pairs(7, 5) for text in pair] + [{}]
    at_once = signed(texts)
    monkeypatch.setattr("dedup.sketch.weighted._BATCH", 900)
    assert np.array_equal(at_once, signed(texts))


def test_a_text_without_terms_is_empty(kernels: str) -> None:
    assert (signed([{}, {7: 0.0}, {}])[[0, 2]] == EMPTY).all()
    assert signed([]).shape == (0, 256)


@pytest.mark.parametrize("weight", [-0.1, 65.0, float("nan"), float("inf")])
def test_a_weight_out_of_range_is_refused(weight: float) -> None:
    with pytest.raises(ValueError, match="weights must be 0 to 64"):
        signed([{1: weight}])
