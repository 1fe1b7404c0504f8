"""Signatures are those of datasketch 2.0 (affine32) over our shingle hashes."""

import numpy as np
import pytest
from datasketch import MinHash, MinHashLSH
from hypothesis import given
from hypothesis import strategies as st

from dedup.sketch import minhash
from dedup.sketch.hashing import word_hash
from dedup.sketch.minhash import EMPTY, as_datasketch, permutations, sign, sign_shingles, sketch
from dedup.sketch.shingles import Shingles, shingle, shingle_hashes
from dedup.text.normalise import words

TEXTS = [
    "",
    "one",
    "The minister said on Monday that the bridge would open in March, two years late.",
    "The minister said on Monday that the bridge would open in May, two years late.",
    "数字 新闻 かな カナ",
    " ".join(f"word{i}" for i in range(3000)),
]


def by_datasketch(hashes: np.ndarray, slots: int = 128) -> np.ndarray:
    made = MinHash(num_perm=slots, seed=1, scheme="affine32", hashfunc=int)
    made.update_batch(hashes.tolist())
    return made.hashvalues


@pytest.mark.parametrize("slots", [1, 32, 100, 128, 256])
def test_permutations_are_those_of_datasketch(slots: int) -> None:
    factors, increments = permutations(slots)
    theirs = MinHash(num_perm=slots, seed=1, scheme="affine32").permutations
    assert np.array_equal([factors, increments], theirs)


def test_signatures_are_those_of_datasketch(kernels: str) -> None:
    signatures = sign(TEXTS)
    assert signatures.dtype == np.uint32
    assert np.array_equal(signatures, [by_datasketch(shingle_hashes(text)) for text in TEXTS])
    assert np.array_equal(signatures, sign(iter(TEXTS)))


@given(given_texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5))
def test_signatures_of_any_texts_are_those_of_datasketch(given_texts: list[str], kernels: str) -> None:
    expected = [by_datasketch(shingle_hashes(text)) for text in given_texts]
    assert np.array_equal(sign(given_texts), np.array(expected, np.uint32).reshape(-1, 128))


@given(
    sets=st.lists(st.frozensets(st.integers(0, 2**32 - 1), max_size=40), max_size=6),
    slots=st.integers(1, 140),
)
def test_any_sets_of_hashes_can_be_signed(sets: list[frozenset[int]], slots: int, kernels: str) -> None:
    hashes = [np.array(sorted(found), np.uint32) for found in sets]
    shingles = Shingles(
        np.concatenate([np.empty(0, np.uint32), *hashes]), np.cumsum([0, *map(len, hashes)], dtype=np.int64)
    )
    expected = [by_datasketch(found, slots) for found in hashes]
    assert np.array_equal(sign_shingles(shingles, slots), np.array(expected, np.uint32).reshape(-1, slots))


def test_a_signature_does_not_depend_on_its_company(kernels: str, monkeypatch: pytest.MonkeyPatch) -> None:
    together = sign(TEXTS)
    assert np.array_equal(together, np.concatenate([sign([text]) for text in TEXTS]))
    monkeypatch.setattr("dedup.sketch.shingles.CHUNK", 50)
    assert np.array_equal(together, sign(TEXTS, jobs=3))
    monkeypatch.setattr(minhash, "_BLOCK", 1)
    assert np.array_equal(together, sign(TEXTS))


def test_a_sketch_is_shingles_signatures_and_words_of_the_same_texts(kernels: str) -> None:
    shingles, signatures, found = sketch(TEXTS, jobs=2)
    assert np.array_equal(shingles.hashes, shingle(TEXTS).hashes)
    assert np.array_equal(shingles.offsets, shingle(TEXTS).offsets)
    assert np.array_equal(signatures, sign(TEXTS))
    assert np.array_equal(signatures, sign_shingles(shingles))
    assert found.counts.tolist() == [len(words(text)) for text in TEXTS]
    assert found.hashes.tolist() == [word_hash(word) for text in TEXTS for word in words(text)]


def test_a_sketch_of_nothing_is_empty(kernels: str) -> None:
    shingles, signatures, found = sketch([])
    assert (len(shingles), signatures.shape, found.counts.shape) == (0, (0, 128), (0,))
    assert sign([]).shape == (0, 128)


def test_texts_without_words_are_signed_as_datasketch_signs_nothing(kernels: str) -> None:
    assert (sign(["", "…"]) == EMPTY).all()
    assert as_datasketch(sign([""])[0]).is_empty()


def test_signatures_agree_in_about_as_many_slots_as_texts_share_shingles(kernels: str) -> None:
    rng = np.random.default_rng(3)
    errors = []
    for _ in range(60):
        start = rng.integers(0, 200)
        a, b = (" ".join(f"w{k}" for k in range(at, at + 300)) for at in (0, start))
        left, right = shingle_hashes(a), shingle_hashes(b)
        shared = len(np.intersect1d(left, right))
        first, second = sign([a, b])
        errors.append((first == second).mean() - shared / (len(left) + len(right) - shared))
    assert np.sqrt(np.mean(np.square(errors))) < 0.07


def test_datasketch_takes_our_signatures() -> None:
    index = MinHashLSH(threshold=0.5, num_perm=128)
    near, far = as_datasketch(sign(TEXTS)[2]), as_datasketch(sign(TEXTS)[5])
    index.insert("near", near)
    index.insert("far", far)
    assert index.query(as_datasketch(sign(TEXTS)[3])) == ["near"]
