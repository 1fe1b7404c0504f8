"""Reports of one event in other words: the verdict "retold", and events that keep their ids."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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


def test_a_story_that_only_touches_on_an_event_is_not_of_it(index: StoryIndex) -> None:
    follow_up = (
        "Leif Sundby, the captain, told reporters that the fire spread within minutes. Unions of seamen have "
        "asked for years for better alarms on older ships. Shares of the shipping line fell in Oslo on "
        "Monday."
    )
    elsewhere = (
        "The minister of transport wants a report by the summer, and more money for inspectors at the ports "
        "of the north. Oil prices rose and the krone was firmer. Fishermen spoke of heavy seas and of a wind "
        "from the north-west. A school in the next town was closed for the day. "
    )
    list(index.add([FERRY]))
    story = Story("alarms", follow_up, title="Captain Sundby asks for alarms on ferries", published=DAY)
    assert index.check(story).kind == "retold"
    assert (
        index.check(replace(story, title="Unions ask for alarms", text=elsewhere + follow_up[-130:])).kind
        == "new"
    )


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


def test_a_story_that_was_taken_out_is_matched_no_more(index: StoryIndex) -> None:
    """Its duplicate cluster lives on in its copy, and its profile in memory."""
    list(index.add([FERRY, replace(FERRY, id="copy"), RETOLD]))
    index.remove("ferry-1")
    third = Story(
        "ferry-4",
        "Police in Trondheim put the dead of the fire on the car ferry Hurtigprins at four. The coast guard "
        "took 212 passengers ashore at Brekstad on Sunday night; captain Leif Sundby was among the last.",
        title="Trondheim fjord: ferry Hurtigprins on fire, four people dead",
        published=DAY + timedelta(hours=6),
    )
    [verdict] = index.add([third])
    assert (verdict.kind, verdict.matched, verdict.event_cluster) == ("retold", "ferry-2", "ferry-1")


def test_fillings_of_one_form_are_not_retold(index: StoryIndex) -> None:
    form = (
        "The {0} Council has approved the budget of the {0} Harbour Authority for the coming year. Speaker "
        "{1} said on Monday that the budget of {2} million euros would be spent on quays, cranes and "
        "dredging. The {0} Harbour Authority will publish the full budget in its register, where residents "
        "can read it during opening hours. Objections can be sent to the register within six weeks of the "
        "day of publication, in writing and signed, as the law on harbour budgets asks."
    )
    filled = [
        Story(f"form-{number}", form.format(*parts), title="Council approves harbour budget", published=DAY)
        for number, parts in enumerate(
            [("Brekstad", "Leif Sundby", 212), ("Graz", "Hanna Moser", 80), ("Porto", "Rui Matos", 17)]
        )
    ]
    assert [verdict.kind for verdict in index.add(filled)] == ["new", "new", "new"]


def test_a_known_story_is_in_the_event_of_its_cluster(index: StoryIndex) -> None:
    list(index.add([FERRY, RETOLD]))
    assert index.check(RETOLD).event_cluster == "ferry-1"


def test_of_clusters_that_meet_the_older_event_stays(index: StoryIndex) -> None:
    list(index.add([OTHER, FERRY, RETOLD]))
    bridge = Story("bridge", f"{OTHER.text} {RETOLD.text}", published=DAY)
    [verdict] = index.add([bridge])
    assert verdict.merged == ("ferry-2",)
    assert (verdict.duplicate_cluster, verdict.event_cluster) == ("court", "ferry-1")
    for story in (OTHER, RETOLD, bridge):
        assert index.check(story).event_cluster == "ferry-1"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chosen=st.lists(st.integers(0, 2), min_size=2, max_size=9), cuts=st.lists(st.integers(1, 8), max_size=3)
)
def test_every_duplicate_cluster_is_in_one_event_that_keeps_its_name(
    opener: Callable[..., StoryIndex], chosen: list[int], cuts: list[int]
) -> None:
    bases = [FERRY, RETOLD, OTHER]
    stories = [replace(bases[which], id=f"{bases[which].id}-{n}") for n, which in enumerate(chosen)]
    places = sorted({0, len(stories), *(cut % len(stories) for cut in cuts)})
    events: dict[str, set[str | None]] = {}
    runs = []
    for _ in range(2):
        index = opener(events=True)
        found = [verdict for a, b in pairwise(places) for verdict in index.add(stories[a:b])]
        runs.append(found)
    assert runs[0] == runs[1]
    for verdict in runs[0]:
        events.setdefault(verdict.duplicate_cluster, set()).add(verdict.event_cluster)
    assert all(len(names) == 1 for names in events.values())


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
