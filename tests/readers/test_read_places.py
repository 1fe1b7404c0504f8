"""Ids that come twice, also when the first has been packed away."""

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import DuplicateIdError
from dedup.readers import intake, read


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids are packed by threes."""
    monkeypatch.setattr(intake, "RECENT", 3)


def test_an_id_that_comes_again_after_many_others_names_both_places() -> None:
    records = [{"id": f"{i}", "text": "One."} for i in range(40)]
    with pytest.raises(DuplicateIdError, match="id '2' appears twice: item 2 and item 40"):
        list(read([*records, {"id": "2", "text": "Two."}]))


def claim(ids: Iterable[str]) -> DuplicateIdError | None:
    """What is said of ids, which were read on lines 0, 1, 2 …"""
    found = intake.Places()
    try:
        for line, name in enumerate(ids):
            found.claim(name, f"{line}")
        found.finish()
    except DuplicateIdError as error:
        return error
    return None


def test_of_several_the_one_that_came_first_is_named() -> None:
    error = claim("abcdefghijba")
    assert error is not None
    assert (error.story_id, error.first, error.second) == ("b", "1", "10")


@given(st.lists(st.text(max_size=2), max_size=60), st.integers(1, 9))
def test_an_error_comes_exactly_when_an_id_comes_twice(ids: list[str], recent: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "RECENT", recent)
        error = claim(ids)
    if error is None:
        assert len(set(ids)) == len(ids)
    else:
        assert ids[int(error.first)] == ids[int(error.second)] == error.story_id
        assert int(error.first) < int(error.second)


def test_ids_without_end_take_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "RECENT", 1_000)
    found = intake.Places()
    for number in range(20_000):
        found.claim(f"story-{number}", f"feed.jsonl:{number}")
    assert sum(len(pack) for pack in found._packs) > 15_000
    assert all(np.all(np.diff(pack._upper) > 0) for pack in found._packs)
