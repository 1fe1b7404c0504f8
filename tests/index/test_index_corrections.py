"""What a person says of pairs of stories holds in an index, for good."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from test_index_events import FERRY, OTHER, RETOLD

import dedup
from dedup.errors import SettingsError
from dedup.index.story_index import StoryIndex

COPY = replace(FERRY, id="ferry-copy")


def clusters(index: StoryIndex) -> list[tuple[str, ...]]:
    return [cluster.members for cluster in index.clusters()]


def test_two_stories_are_joined_and_parted(index: StoryIndex) -> None:
    list(index.add([FERRY, COPY, OTHER]))
    index.join("court", "ferry-1")
    assert clusters(index) == [("court", "ferry-1", "ferry-copy")]
    index.part("ferry-1", "ferry-copy")
    assert clusters(index) == [("court", "ferry-1")]
    assert index.forget("ferry-copy", "ferry-1")
    assert not index.forget("ferry-copy", "ferry-1")
    assert len(clusters(index)[0]) == 3
    assert [(one.a, one.b) for one in index.corrections().join] == [("court", "ferry-1")]
    assert index.verify() == []


def test_it_holds_for_what_comes_later(index: StoryIndex) -> None:
    index.join("court", "ferry-1")
    index.part("ferry-1", "ferry-copy")
    list(index.add([FERRY]))
    copy = index.check(COPY)
    assert (copy.kind, copy.duplicate_cluster) == ("new", "ferry-copy")
    court = index.check(OTHER)
    assert (court.kind, court.relation, court.matched, court.scores) == (
        "duplicate",
        "joined",
        "ferry-1",
        None,
    )
    list(index.add([COPY, OTHER]))
    assert clusters(index) == [("court", "ferry-1")]


def test_it_holds_for_new_versions_and_after_removal(index: StoryIndex) -> None:
    list(index.add([FERRY, COPY]))
    index.part("ferry-1", "ferry-copy")
    list(index.add([replace(COPY, text=f"{COPY.text} All is over.")]))
    assert clusters(index) == []
    index.remove("ferry-copy")
    list(index.add([COPY]))
    assert clusters(index) == []


def test_a_contradiction_changes_nothing(index: StoryIndex) -> None:
    list(index.add([FERRY, COPY, OTHER]))
    index.join("court", "ferry-1")
    index.join("court", "ferry-copy")
    with pytest.raises(SettingsError, match="'court' and 'ferry-1', 'court' and 'ferry-copy'"):
        index.part("ferry-1", "ferry-copy")
    assert index.corrections().part == ()
    assert len(clusters(index)[0]) == 3


def test_the_last_word_on_a_pair_counts(index: StoryIndex) -> None:
    list(index.add([FERRY, COPY]))
    index.part("ferry-1", "ferry-copy")
    index.join("ferry-copy", "ferry-1")
    assert index.corrections().part == ()
    assert len(clusters(index)) == 1


def test_parted_stories_stay_in_their_event(opener: Callable[..., StoryIndex]) -> None:
    index = opener(events=True)
    list(index.add([FERRY, COPY, RETOLD]))
    index.part("ferry-1", "ferry-copy")
    assert index.cluster_of("ferry-copy") == "ferry-copy"
    assert {index.cluster_of(name, "event") for name in ("ferry-1", "ferry-copy", "ferry-2")} == {"ferry-1"}
    (event,) = index.events()
    assert (event.stories, event.tellings) == (3, 3)
    assert index.verify() == []


def test_an_export_and_a_merge_keep_them(index: StoryIndex, opener: Callable[..., StoryIndex]) -> None:
    list(index.add([FERRY, COPY, OTHER]))
    index.part("ferry-1", "ferry-copy")
    index.join("court", "ferry-copy")
    other = opener()
    list(other.add([COPY, FERRY]))
    other.load(index.export())
    assert clusters(other) == clusters(index) == [("court", "ferry-copy")]
    assert other.corrections() == index.corrections()
    contrary = opener()
    contrary.join("ferry-copy", "ferry-1")
    with pytest.raises(SettingsError, match="must not be joined"):
        contrary.load(index.export())
    assert len(contrary) == 0


def test_they_leave_with_the_stories(index: StoryIndex, clock) -> None:
    list(index.add([FERRY, COPY]))
    index.part("ferry-1", "ferry-copy")
    clock.advance(days=3)
    assert index.expire(1) == 2
    assert not index.corrections()


def test_a_run_and_an_index_agree(index: StoryIndex) -> None:
    given = [FERRY, COPY, RETOLD, OTHER]
    pairs = {"must_join": [("ferry-2", "court")], "must_not_join": [("ferry-1", "ferry-copy")]}
    index.join("ferry-2", "court")
    index.part("ferry-1", "ferry-copy")
    list(index.add(given, batch=1))
    run = dedup.cluster(given, events=False, **pairs)  # type: ignore[arg-type]
    assert {cluster.members for cluster in run.duplicate_clusters} == set(clusters(index))
