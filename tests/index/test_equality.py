"""What is guaranteed of clusters: they depend on the stories, not on the order or the batches in which
they came."""

import random
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newsroom import edited, excerpt, extended, stream, text

import dedup
from dedup import Settings, Story
from dedup.index.story_index import StoryIndex

Opener = Callable[..., StoryIndex]
Groups = set[frozenset[str]]

NOTHING_LEARNED = Settings(boilerplate=1_000_000)
_BASES = [text(number, words) for number, words in enumerate((12, 40, 80, 160, 220))]
_FOOTER = text(500, 40)


@st.composite
def newsrooms(draw: st.DrawFn) -> list[Story]:
    """A few stories, many of which are made of the same few texts."""
    stories = []
    for number in range(draw(st.integers(2, 9))):
        body = draw(st.sampled_from(_BASES))
        change = draw(
            st.sampled_from(["copy", "edit", "rewrite", "extend", "cut", "join", "footer", "other"])
        )
        body = {
            "copy": body,
            "edit": edited(body, number),
            "rewrite": edited(body, number, 0.12),
            "extend": extended(body, number),
            "cut": excerpt(body, 0.5),
            "join": f"{body}\n\n{draw(st.sampled_from(_BASES))}",
            "footer": f"{body}\n\n{_FOOTER}",
            "other": text(1_000 + number, 50),
        }[change]
        day = draw(st.sampled_from([None, "2026-03-02", "2026-03-03"]))
        record = {"id": f"s{number}", "text": body, **({"published": day} if day else {})}
        stories += list(dedup.read([record]))
    return stories


def _run(stories: list[Story], chosen: Settings) -> Groups:
    found = dedup.cluster(stories, settings=chosen, events=False).duplicate_clusters
    return {frozenset(cluster.members) for cluster in found}


def _groups(index: StoryIndex) -> Groups:
    return {frozenset(cluster.members) for cluster in index.clusters()}


def _add(index: StoryIndex, stories: list[Story], cuts: list[int]) -> None:
    places = [0, *sorted({cut % len(stories) for cut in cuts}), len(stories)]
    for first, last in pairwise(places):
        list(index.add(stories[first:last]))


MODERATELY = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@MODERATELY
@given(newsrooms(), st.randoms(use_true_random=False), st.lists(st.integers(0, 8), max_size=4))
def test_any_order_and_any_batches_give_the_clusters_of_a_run(
    opener: Opener, stories: list[Story], chance: random.Random, cuts: list[int]
) -> None:
    expected = _run(stories, NOTHING_LEARNED)
    shuffled = chance.sample(stories, len(stories))
    with opener(settings=NOTHING_LEARNED) as index:
        _add(index, shuffled, cuts)
        assert _groups(index) == expected
        assert index.verify() == []


@MODERATELY
@given(newsrooms(), st.data())
def test_after_removals_the_clusters_are_those_of_the_stories_left(
    opener: Opener, stories: list[Story], data: st.DataObject
) -> None:
    with opener(settings=NOTHING_LEARNED) as index:
        _add(index, stories, [3, 5])
        for story in data.draw(st.lists(st.sampled_from(stories), max_size=3, unique=True)):
            index.remove(story.id)
            stories.remove(story)
        assert _groups(index) == (_run(stories, NOTHING_LEARNED) if stories else set())
        assert index.verify() == []


@MODERATELY
@given(newsrooms(), st.data())
def test_after_new_versions_the_clusters_are_those_of_the_current_ones(
    opener: Opener, stories: list[Story], data: st.DataObject
) -> None:
    changed = data.draw(st.lists(st.tuples(st.sampled_from(stories), st.sampled_from(_BASES)), max_size=3))
    current = {story.id: story for story in stories}
    with opener(settings=NOTHING_LEARNED) as index:
        _add(index, stories, [4])
        for story, body in changed:
            current[story.id] = Story(story.id, edited(body, 7), published=story.published)
            list(index.add([current[story.id]]))
        assert _groups(index) == _run(list(current.values()), NOTHING_LEARNED)
        assert index.verify() == []


@MODERATELY
@given(newsrooms())
def test_one_batch_learns_the_boilerplate_of_a_run(opener: Opener, stories: list[Story]) -> None:
    learning = Settings(boilerplate=3)
    with opener(settings=learning) as index:
        list(index.add(stories))
        assert _groups(index) == _run(stories, learning)


@pytest.mark.parametrize("batch", [1, 17, 400])
def test_a_long_stream_gives_the_clusters_of_a_run(opener: Opener, batch: int) -> None:
    stories = stream(400)
    with opener(settings=NOTHING_LEARNED) as index:
        list(index.add(stories, batch=batch))
        assert _groups(index) == _run(stories, NOTHING_LEARNED)
        assert len(_groups(index)) > 40


@MODERATELY
@given(newsrooms(), st.lists(st.integers(0, 8), max_size=4))
def test_a_story_named_in_a_verdict_leads_to_the_cluster_it_is_in(
    opener: Opener, stories: list[Story], cuts: list[int]
) -> None:
    """Ids that were given out stay good: each leads to the cluster that the story is in, or was before it
    left."""
    with opener(settings=NOTHING_LEARNED) as index:
        for verdict in index.add(stories, batch=2):
            found = index.cluster(verdict.duplicate_cluster)
            assert found is not None
            assert verdict.id in found.members
            for merged in verdict.merged:
                assert index.cluster(merged) == found
