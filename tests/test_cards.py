"""Packed cards are the cards that were added."""

from datetime import UTC, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.metadata import MetadataTable, StoryMetadata
from dedup.sketch.spill import Budget
from dedup.types import Part

zones = st.sampled_from(
    [UTC, timezone(timedelta(hours=2)), timezone(-timedelta(minutes=210)), ZoneInfo("Asia/Tokyo")]
)
metadata = st.builds(
    StoryMetadata,
    st.text(max_size=5),
    st.none() | st.text(max_size=9),
    st.none() | st.datetimes(timezones=zones),
    st.none() | st.sampled_from(["Wire", "Ä"]),
    st.none() | st.sampled_from(["en", ""]),
    st.none() | st.just(Part("a", 0, 2)),
    st.integers(0, 9_999),
)


@pytest.mark.parametrize("most", [0.0, 1e9])
@given(added=st.lists(metadata, max_size=9))
def test_packed_cards_are_those_that_were_added(added: list[StoryMetadata], most: float) -> None:
    packed = MetadataTable(Budget(most), few=0)
    for meta in added:
        packed.extend([meta])
    packed.finish()
    assert list(packed) == added
    assert [packed[i] for i in range(len(added))] == added
    assert [repr(meta.published) for meta in packed] == [repr(meta.published) for meta in added]
    assert packed[1:3] == added[1:3]
    assert packed.words().tolist() == [meta.words for meta in added]


@given(added=st.lists(metadata, max_size=9, unique_by=lambda meta: meta.id), few=st.sampled_from([0, 100]))
def test_ranks_go_by_time_and_then_by_id(added: list[StoryMetadata], few: int) -> None:
    packed = MetadataTable(Budget(1e9), few)
    for meta in added:
        packed.extend([meta])
    packed.finish()
    last = float("inf")
    keys = [(meta.published.timestamp() if meta.published else last, meta.id) for meta in added]
    assert packed.ranks().tolist() == [sorted(keys).index(key) for key in keys]


def test_a_card_that_is_not_there() -> None:
    packed = MetadataTable(Budget(0), few=0)
    packed.extend([StoryMetadata("a", None, None, None, None, None, 1)])
    packed.finish()
    assert packed[-1].id == "a"
    with pytest.raises(IndexError):
        packed[1]
