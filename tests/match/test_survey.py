"""One pass over sorted hashes says what learning, stripping and sampling say one after the other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.kernels.compiled import LEVELS
from dedup.match import boilerplate as module
from dedup.match.boilerplate import learn, learn_and_pair, learn_beyond, strip
from dedup.sketch.minhash import sample_pairs
from dedup.sketch.shingles import Shingles, Stored, row_offsets, stored

hashes = st.one_of(st.integers(0, 40), st.integers(0, 2**32 - 1), st.integers(2**32 - 9, 2**32 - 1))
rows_and_clusters = st.lists(st.frozensets(hashes, max_size=25), min_size=1, max_size=14).flatmap(
    lambda rows: st.tuples(st.just(rows), st.lists(st.integers(0, 4), min_size=len(rows), max_size=len(rows)))
)


def in_one_piece(rows: list[frozenset[int]]) -> Shingles:
    flat = [x for row in rows for x in sorted(row)]
    return Shingles(np.array(flat, np.uint32), row_offsets(np.array([len(row) for row in rows], np.int64)))


def lying_backwards(rows: list[frozenset[int]]) -> Stored:
    backwards = in_one_piece(rows[::-1])
    starts, ends = backwards.offsets[:-1][::-1].copy(), backwards.offsets[1:][::-1].copy()
    return Stored(backwards.hashes, starts, ends, ends - starts)


@settings(deadline=None)
@given(
    given_rows=rows_and_clusters,
    known=st.frozensets(hashes, max_size=5),
    least=st.integers(2, 4),
    rate=st.sampled_from([1, 8]),
    jobs=st.integers(1, 3),
    kernels=st.sampled_from(["numpy", *LEVELS]),
)
def test_both_paths_say_the_same(
    given_rows: tuple[list[frozenset[int]], list[int]],
    known: frozenset[int],
    least: int,
    rate: int,
    jobs: int,
    kernels: str,
) -> None:
    rows, clusters = given_rows
    strict, shingles = np.array(clusters, np.int64), in_one_piece(rows)
    listed = np.array(sorted(known), np.uint32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEDUP_KERNELS", "numpy")
        boilerplate = np.union1d(learn_beyond(shingles, strict, least, listed), listed)
        own = strip(shingles, boilerplate)
        pairs = sample_pairs(own, rate)
        twin = learn_and_pair(lying_backwards(rows), strict, least, rate, listed)
        patch.setenv("DEDUP_KERNELS", kernels)
        patch.setattr(module, "KEYS", (3, 10))
        patch.setattr(module, "PART", 4)
        patch.setattr(module, "_AT_ONCE", 7)
        patch.setattr(module, "_PAIRS", 1)
        patch.setattr("dedup.sketch.shingles._LOOKED_UP", 9)
        found = learn_and_pair(lying_backwards(rows), strict, least, rate, listed, jobs)
        taken = stored(found.own).whole()
        learned = learn(shingles, strict, least)
        patch.setenv("DEDUP_KERNELS", "numpy")
        assert np.array_equal(learn(shingles, strict, least), learned)
    for stated in (found, twin):
        assert stated.boilerplate.tolist() == boilerplate.tolist()
        assert stated.own.sizes.tolist() == own.sizes.tolist()
        assert stated.sampled.pairs.tolist() == pairs.pairs.tolist()
        assert stated.sampled.capped == pairs.capped
    assert taken.hashes.tolist() == own.hashes.tolist()


def test_a_sample_that_many_share_is_capped_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dedup.sketch.minhash.MOST_OF_SAMPLE", 12)
    rows = [frozenset(range(8 * (i % 3), 8 * (i % 3) + 200, 8)) for i in range(60)]
    strict = np.zeros(60, np.int64)
    stated = []
    for kind in ("numpy", *LEVELS):
        monkeypatch.setenv("DEDUP_KERNELS", kind)
        stated.append(learn_and_pair(in_one_piece(rows), strict, 99, 8).sampled)
    assert stated[0].capped > 0
    assert {found.capped for found in stated} == {stated[0].capped}
    assert all(np.array_equal(found.pairs, stated[0].pairs) for found in stated)


@pytest.mark.skipif(not LEVELS, reason="no kernels")
def test_progress_ends_with_all_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEYS", (30, 50))
    monkeypatch.setattr(module, "PART", 9)
    calls: list[tuple[str, int, int | None]] = []
    rows = [frozenset(range(i, 2**32, 2**27)) for i in range(20)]
    learn_and_pair(in_one_piece(rows), np.arange(20), 8, 8, progress=lambda *call: calls.append(call))
    assert len(calls) > 3
    assert calls[-1] == ("survey", 640, 640)
