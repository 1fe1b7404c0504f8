"""Versions of one article in an index: between duplicates and events, through all that happens to it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

import dedup
from dedup import Settings, Story
from dedup.errors import SettingsError
from dedup.index import schema
from dedup.index.story_index import StoryIndex

DAY = datetime(2026, 3, 3, 6, tzinfo=UTC)
KEPT = (
    " The tanker Marisol, built in 1998 at Holt, was bound for Corran with 40,000 tonnes of crude when its "
    "engine failed. Three tugs from Pellworth took nine hours to pull it off the Grey Ledge, where two other "
    "ships have been lost since the war."
)
DAWN = Story(
    "dawn",
    "A tanker ran aground off Pellworth before dawn and spilled oil into the bay. Twelve sailors were "
    "brought ashore by the lifeboat, harbour master Edda Quill said. Booms were laid from Tern Point to "
    "the mole. The coast guard of Vennor sent a plane, and fishermen were told to stay in port until "
    "Friday." + KEPT,
    published=DAY,
    source="Wire",
)
DUSK = Story(
    "dusk",
    "The captain of the tanker that spilled oil off Pellworth before dawn was arrested on Tuesday, after "
    "its twelve sailors had been brought ashore by the lifeboat. Oil ran along the bay from Tern Point, "
    "where booms were broken by the swell, harbour master Edda Quill said, and the coast guard told "
    "fishermen to stay." + KEPT,
    published=DAY + timedelta(hours=12),
    source="Post",
)
COPY = replace(DUSK, id="copy", published=DAY + timedelta(hours=13), source="Courier")
OTHER = Story(
    "other",
    "Fares on the trams of Halden rise by a tenth in May, the council decided on Monday after a long debate.",
    published=DAY,
)
STRICTER = Settings(threshold=0.7)
"""With it the two reports are no duplicates."""


@pytest.fixture
def index(opener: Callable[..., StoryIndex]) -> StoryIndex:
    return opener(events=True, settings=STRICTER)


def versions(index: StoryIndex) -> list[tuple[str, tuple[str, ...], int]]:
    return [(one.id, one.members, one.tellings) for one in index.clusters(level="version")]


def test_a_rewritten_story_is_a_version_of_the_first(index: StoryIndex) -> None:
    said = {verdict.id: verdict for verdict in index.add([DAWN, OTHER, DUSK, COPY])}
    dusk = said["dusk"]
    assert (dusk.kind, dusk.relation, dusk.matched) == ("retold", "rewrite", "dawn")
    assert (dusk.duplicate_cluster, dusk.version_cluster, dusk.event_cluster) == ("dusk", "dawn", "dawn")
    assert dusk.scores is not None
    assert dusk.scores.jaccard is not None
    assert dusk.scores.jaccard > 0.2
    assert (said["copy"].duplicate_cluster, said["copy"].version_cluster) == ("dusk", "dawn")
    assert (said["other"].version_cluster, said["other"].event_cluster) == ("other", "other")


def test_check_says_what_add_says(index: StoryIndex) -> None:
    list(index.add([DAWN]))
    said = index.check(DUSK)
    assert replace(index.add(DUSK), stored=False) == said
    assert said.version_cluster == "dawn"


def test_versions_are_listed_and_found_by_any_id(index: StoryIndex, clock) -> None:
    list(index.add([DAWN, OTHER]))
    clock.advance(days=1)
    list(index.add([DUSK, COPY]))
    assert versions(index) == [("dawn", ("dawn", "dusk", "copy"), 2)]
    for name in ("dawn", "dusk", "copy"):
        found = index.cluster(name, "version")
        assert found is not None
        assert (found.id, found.kind, found.sources) == ("dawn", "version", ("Courier", "Post", "Wire"))
        assert index.cluster_of(name, "version") == "dawn"
    assert [one.id for one in index.clusters(level="version", since=clock.now)] == ["dawn"]
    assert list(index.clusters(level="version", since=clock.now + 1)) == []
    assert list(index.clusters(level="version", source="nobody")) == []


def test_a_level_that_is_none_is_refused(index: StoryIndex) -> None:
    with pytest.raises(SettingsError, match="duplicate, version"):
        list(index.clusters(level="topic"))
    with pytest.raises(SettingsError, match="duplicate, version, event"):
        index.cluster_of("dawn", "topic")


def test_what_is_left_of_a_version_takes_the_name_of_its_oldest(index: StoryIndex) -> None:
    list(index.add([DAWN, DUSK, COPY]))
    index.remove("dawn")
    assert versions(index) == [("dusk", ("dusk", "copy"), 1)]
    index.remove("dusk")
    assert index.cluster_of("copy", "version") == "dusk"
    assert versions(index) == []
    assert index.verify() == []


def test_a_version_that_goes_elsewhere_leaves_it(index: StoryIndex) -> None:
    """A new version of the second story says something else."""
    list(index.add([DAWN, DUSK]))
    index.add(replace(DUSK, text=OTHER.text))
    assert versions(index) == []
    assert index.verify() == []


def test_an_export_brings_versions_along(index: StoryIndex, opener: Callable[..., StoryIndex]) -> None:
    list(index.add([DAWN, OTHER, DUSK, COPY]))
    other = opener(events=True, settings=STRICTER)
    other.load(index.export())
    assert versions(other) == versions(index)
    assert list(other.export()) == list(index.export())
    other.load(index.export())
    assert other.verify() == []


def test_versions_of_two_indexes_meet(index: StoryIndex, opener: Callable[..., StoryIndex]) -> None:
    list(index.add([DAWN]))
    other = opener(events=True, settings=STRICTER)
    list(other.add([DUSK, OTHER]))
    index.load(other.export())
    assert index.cluster_of("dusk", "version") == "dawn"


def test_the_versions_of_an_index_are_those_of_a_run(index: StoryIndex) -> None:
    given = [DAWN, OTHER, DUSK, COPY]
    list(index.add(given, batch=1))
    run = dedup.cluster(given, settings=STRICTER)
    assert [one.members for one in run.version_clusters] == [
        one.members for one in index.clusters(level="version")
    ]
    assert [one.representative for one in run.version_clusters] == ["dusk"]
    assert [one.representative for one in index.clusters(level="version")] == ["dusk"]


def test_without_events_there_are_no_versions(opener: Callable[..., StoryIndex]) -> None:
    index = opener(settings=STRICTER)
    said = list(index.add([DAWN, DUSK, COPY]))
    assert {verdict.version_cluster for verdict in said} == {None}
    assert versions(index) == [("dusk", ("dusk", "copy"), 1)]


def test_an_index_of_format_2_gets_its_versions(place: Callable[[], str], clock) -> None:
    where = place()
    with dedup.open(where, events=True, settings=STRICTER, clock=clock) as old:
        list(old.add([DAWN, OTHER, DUSK, COPY]))
        before = versions(old)
        lines = list(old.export())
        with old._database.writing():
            old._database.run("DROP TABLE rewrites")
            old._database.run("DROP TABLE corrections")
            schema.set_meta(old._database, "format", "2")
    with dedup.open(where, clock=clock) as new:
        assert versions(new) == before
        assert new.verify() == []
        assert list(new.export())[1:] == lines[1:]


def test_a_damaged_pair_is_a_fault(index: StoryIndex) -> None:
    list(index.add([DAWN, DUSK]))
    with index._database.writing():
        index._database.run("UPDATE rewrites SET likeness = 7")
    assert any("likeness 7" in fault for fault in index.verify())
