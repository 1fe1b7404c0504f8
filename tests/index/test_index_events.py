"""Reports of one event in other words: the verdict "retold", and events that keep their ids."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import dedup
from dedup import Story
from dedup.index.story_index import StoryIndex

DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
FERRY = Story(
    "ferry-1",
    "Four people died when the car ferry Hurtigprins caught fire in the Trondheim fjord on Sunday night, the "
    "Norwegian coast guard said. Rescuers took 212 passengers of the Hurtigprins ashore at Brekstad. Captain "
    "Leif Sundby said the fire had broken out on the car deck of the Hurtigprins.",
    title="Fire on ferry Hurtigprins kills four in Trondheim fjord",
    published=DAY,
)
RETOLD = Story(
    "ferry-2",
    "A blaze on the car deck of the Norwegian ferry Hurtigprins has left four dead, according to police in "
    "Trondheim. Boats from Brekstad brought 212 people to land from the burning Hurtigprins. Leif Sundby, "
    "the captain, told reporters that the fire spread within minutes in the Trondheim fjord.",
    title="Ferry Hurtigprins burns off Brekstad, four dead",
    published=DAY + timedelta(hours=5),
)
OTHER = Story(
    "court",
    "A court in Graz sentenced two former managers of the Alpenbank to four years in prison for fraud. Judge "
    "Hanna Moser said the managers had hidden losses of 80 million euros. Lawyers of the Alpenbank managers "
    "will appeal.",
    title="Alpenbank managers jailed for fraud in Graz",
    published=DAY,
)


@pytest.fixture
def index(opener: Callable[..., StoryIndex]) -> StoryIndex:
    return opener(events=True)


def test_a_story_in_other_words_is_retold(index: StoryIndex) -> None:
    first, second, third = index.add([FERRY, RETOLD, OTHER])
    assert (first.kind, second.kind, third.kind) == ("new", "retold", "new")
    assert (second.matched, second.relation) == ("ferry-1", "retold")
    assert second.scores is not None
    assert second.scores.cosine is not None
    assert second.scores.cosine > 0.2
    assert (first.event_cluster, second.event_cluster, third.event_cluster) == ("ferry-1", "ferry-1", "court")
    assert (first.duplicate_cluster, second.duplicate_cluster) == ("ferry-1", "ferry-2")


def test_batches_and_checks_agree(index: StoryIndex) -> None:
    list(index.add([OTHER, FERRY]))
    checked = index.check(RETOLD)
    [added] = index.add([RETOLD])
    assert replace(checked, stored=True) == added
    assert added.kind == "retold"


def test_a_copy_belongs_to_the_event_of_its_cluster(index: StoryIndex) -> None:
    list(index.add([FERRY, RETOLD]))
    [verdict] = index.add([replace(RETOLD, id="ferry-3")])
    assert (verdict.kind, verdict.duplicate_cluster) == ("duplicate", "ferry-2")
    assert verdict.event_cluster == "ferry-1"


def test_an_event_ends_with_the_window(index: StoryIndex) -> None:
    list(index.add([FERRY]))
    late = replace(RETOLD, published=DAY + timedelta(days=30))
    assert index.check(late).kind == "new"


def test_an_event_keeps_its_id_when_its_first_story_leaves(index: StoryIndex, clock: Any) -> None:
    list(index.add([FERRY]))
    clock.advance(days=2)
    list(index.add([RETOLD]))
    assert index.expire(window=1) == 1
    [verdict] = index.add([replace(RETOLD, id="ferry-3")])
    assert verdict.event_cluster == "ferry-1"


def test_an_index_keeps_the_level_it_was_made_with(place: Callable[[], str]) -> None:
    where = place()
    dedup.open(where, events=True).close()
    with dedup.open(where) as index:
        assert [verdict.kind for verdict in index.add([FERRY, RETOLD])] == ["new", "retold"]
    with pytest.raises(dedup.DedupError, match="with the event level"):
        dedup.open(where, events=False)


def test_without_the_level_there_are_no_events(opener: Callable[..., StoryIndex]) -> None:
    verdicts = list(opener().add([FERRY, RETOLD]))
    assert [(verdict.kind, verdict.event_cluster) for verdict in verdicts] == [("new", None), ("new", None)]
