"""Events live in the index: listed, with a log, through merges, splits, removal, export and import."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from newsroom import text
from test_index_events import FERRY, OTHER, RETOLD

import dedup
from dedup import Story
from dedup.index import schema
from dedup.index.event_log import EventLog
from dedup.index.story_index import StoryIndex

WIRE = replace(FERRY, source="Wire", lang="en")
COPY = replace(FERRY, id="ferry-copy", source="Post", lang="en")
TOLD = replace(RETOLD, source="Courier", lang="en")
COURT = replace(OTHER, source="Wire", lang="de")
UPDATE = replace(WIRE, id="ferry-3", text=FERRY.text.replace("Four people", "Five people"), title=None)


@pytest.fixture
def index(opener: Callable[..., StoryIndex]) -> StoryIndex:
    return opener(events=True)


def log(index: StoryIndex, name: str) -> list[tuple[str, int]]:
    found = index.event(name)
    assert found is not None
    return [(change.kind, change.stories) for change in found.log]


def test_an_event_is_there_from_its_second_story_on(index: StoryIndex) -> None:
    list(index.add([WIRE, COURT]))
    assert list(index.events()) == []
    assert index.event("ferry-1") is None

    list(index.add([TOLD]))
    (event,) = index.events()

    assert (event.id, event.headline, event.stories, event.tellings) == ("ferry-1", FERRY.title, 2, 2)
    assert (event.sources, event.languages, event.closed) == (("Courier", "Wire"), ("en",), False)
    assert (event.first, event.last) == (FERRY.published, RETOLD.published)


def test_an_event_has_its_stories_and_its_log(index: StoryIndex, clock) -> None:
    list(index.add([WIRE, COPY]))
    clock.advance(days=0.5)
    list(index.add([TOLD]))
    found = index.event("ferry-copy")

    assert found is not None
    assert [(m.id, m.duplicate_cluster, m.source) for m in found.members] == [
        ("ferry-1", "ferry-1", "Wire"),
        ("ferry-copy", "ferry-1", "Post"),
        ("ferry-2", "ferry-2", "Courier"),
    ]
    assert [(change.kind, change.stories) for change in found.log] == [("opened", 2), ("grew", 3)]
    assert found.log[1].at - found.log[0].at == timedelta(days=0.5)
    assert {story.id for story in index.stories_of("ferry-2")} == {"ferry-1", "ferry-copy", "ferry-2"}


def test_the_latest_stands_first_and_the_list_can_be_narrowed(index: StoryIndex, clock) -> None:
    again = replace(COURT, id="court-2", source="Zeitung")
    list(index.add([WIRE, COPY]))
    clock.advance(days=1)
    list(index.add([COURT, again]))

    assert [event.id for event in index.events()] == ["court", "ferry-1"]
    assert [event.id for event in index.events(since=clock.now - 3600)] == ["court"]
    assert [event.id for event in index.events(source="Post")] == ["ferry-1"]
    assert [event.id for event in index.events(lang="de")] == ["court"]
    assert [event.id for event in index.events(limit=1)] == ["court"]
    assert list(index.events(source="nobody")) == []


def test_a_merged_event_leaves_its_id_behind(index: StoryIndex) -> None:
    list(index.add([WIRE, COPY]))
    half = replace(
        WIRE, id="half", text="A quite other report on the harbour of Brekstad. " * 12, title="Harbour"
    )
    list(index.add([half, replace(half, id="half-2")]))
    assert {event.id for event in index.events()} == {"ferry-1", "half"}

    list(index.add([replace(WIRE, id="both", text=f"{FERRY.text}\n\n{half.text}")]))
    (event,) = index.events()

    assert (event.id, event.stories, event.merged) == ("ferry-1", 5, ("half",))
    found = index.event("half")
    assert found is not None
    assert found.event.id == "ferry-1"
    assert ("merged", "half") in [(change.kind, change.other) for change in found.log]
    assert index.verify() == []


def test_a_new_version_that_is_another_story_splits_off(index: StoryIndex) -> None:
    list(index.add([WIRE, COPY, UPDATE]))
    list(index.add([replace(UPDATE, text=OTHER.text)]))

    assert log(index, "ferry-1") == [("opened", 3), ("split", 2)]
    assert index.verify() == []


def test_an_event_is_closed_after_the_window_and_opens_again(index: StoryIndex, clock) -> None:
    list(index.add([WIRE, COPY]))
    clock.advance(days=40)
    list(index.add([COURT]))
    (event,) = index.events()
    assert event.closed
    assert log(index, "ferry-1") == [("opened", 2), ("closed", 2)]

    list(index.add([UPDATE]))
    assert not next(iter(index.events(source="Post"))).closed
    assert log(index, "ferry-1")[-1] == ("grew", 3)


def test_removed_and_expired_stories_leave(opener: Callable[..., StoryIndex], clock) -> None:
    index = opener(events=True, window=10)
    list(index.add([WIRE, COPY]))
    clock.advance(days=6)
    list(index.add([UPDATE]))
    index.remove("ferry-copy")
    assert [event.stories for event in index.events()] == [2]
    clock.advance(days=6)
    assert index.expire() == 1
    assert list(index.events()) == []
    clock.advance(days=6)
    index.expire()
    assert index.event_changes(0) == []
    assert index.verify() == []


def test_a_change_log_begins_where_it_is_asked_to(index: StoryIndex, clock) -> None:
    list(index.add([WIRE, COPY]))
    clock.advance(days=1)
    list(index.add([UPDATE]))
    assert [change.kind for change in index.event_changes(clock.now - 60)] == ["grew"]
    assert [change.kind for change in index.event_changes(0)] == ["opened", "grew"]


def test_without_the_event_level_events_are_duplicate_clusters(opener: Callable[..., StoryIndex]) -> None:
    index = opener()
    list(index.add([WIRE, COPY, TOLD]))
    assert [(event.id, event.stories, event.tellings) for event in index.events()] == [("ferry-1", 2, 1)]


def test_an_older_index_gets_its_events(opener: Callable[..., StoryIndex], place, clock) -> None:
    import dedup

    where = place()
    with dedup.open(where, events=True, clock=clock) as old:
        list(old.add([WIRE, COPY, TOLD, COURT]))
        before = list(old.events())
        database = old._database
        with database.writing():
            database.run("DROP TABLE events")
            database.run("DROP TABLE event_log")
            database.run("DROP TABLE rewrites")
            database.run("DROP TABLE corrections")
            schema.set_meta(database, "format", "1")
    with dedup.open(where, clock=clock) as new:
        assert list(new.events()) == before
        assert log(new, "ferry-2") == [("opened", 3)]
        assert new.verify() == []


def test_an_export_brings_events_ids_and_log_along(opener: Callable[..., StoryIndex], clock) -> None:
    index, other = opener(events=True), opener(events=True)
    list(index.add([WIRE, COPY]))
    half = replace(
        WIRE, id="half", text="A quite other report on the harbour of Brekstad. " * 12, title="Harbour"
    )
    list(index.add([half, replace(half, id="half-2")]))
    list(index.add([replace(WIRE, id="both", text=f"{FERRY.text}\n\n{half.text}"), TOLD, COURT]))
    clock.advance(days=3)

    other.load(list(index.export()))

    assert list(other.events()) == list(index.events())
    assert other.event("half") == index.event("half")
    assert list(other.export()) == list(index.export())
    assert other.verify() == []


def test_an_import_joins_the_events_that_are_there(opener: Callable[..., StoryIndex]) -> None:
    index, other = opener(events=True), opener(events=True)
    list(index.add([TOLD, replace(TOLD, id="told-2")]))
    list(other.add([replace(TOLD, id="own"), WIRE]))

    other.load(list(index.export()))
    (event,) = other.events()

    assert (event.id, event.stories) == ("own", 4)
    assert other.verify() == []


def test_events_stay_whole_through_anything(opener: Callable[..., StoryIndex], clock) -> None:
    """Stories added, changed and removed at random: the table is what a rebuild makes of the stories."""
    from newsroom import stream

    index = opener(events=True, window=30)
    draw = random.Random(5)
    given = stream(240, seed=3, words=60)
    for first in range(0, len(given), 12):
        batch = given[first : first + 12]
        if first and draw.random() < 0.5:
            old = draw.choice(given[:first])
            batch.append(replace(old, text=draw.choice(given).text))
        list(index.add(batch))
        clock.advance(days=1)
        if draw.random() < 0.4:
            index.remove(draw.choice(given[: first + 1]).id)
        if draw.random() < 0.2:
            index.expire(window=12)
    assert index.verify() == []
    kept = {event.id: event for event in index.events()}

    with index._database.writing():
        index._database.run("DELETE FROM events")
        EventLog(index._store, 30).rebuild(int(clock.now))
    anew = {event.id: event for event in index.events()}

    assert {name: event.stories for name, event in anew.items()} == {
        name: event.stories for name, event in kept.items()
    }


def test_times_are_those_of_the_clock(index: StoryIndex, clock) -> None:
    list(index.add([WIRE]))
    clock.advance(days=2)
    list(index.add([COPY]))
    (event,) = index.events()
    assert event.last_seen == datetime.fromtimestamp(clock.now, UTC)
    assert event.last_seen - event.first_seen == timedelta(days=2)


def test_a_story_without_a_title_gives_no_headline(index: StoryIndex) -> None:
    plain = Story("a", FERRY.text)
    list(index.add([plain, replace(plain, id="b")]))
    (event,) = index.events()
    assert event.headline is None


def fresh(verdict) -> list[tuple[str, str | None, str | None]]:
    return [(d.type, d.a and d.a.text, d.b and d.b.text) for d in verdict.news or ()]


def test_a_follow_up_says_what_no_earlier_story_has(index: StoryIndex) -> None:
    first, copy, update = index.add([WIRE, COPY, UPDATE], news=True)

    assert (first.kind, first.news) == ("new", None)
    assert (copy.kind, copy.news) == ("duplicate", ())
    assert update.kind == "follow-up"
    assert ("casualties", "Four", "Five") in fresh(update)


def test_what_another_source_said_before_is_not_new(index: StoryIndex) -> None:
    quote = 'Mayor Ola Lien said: "We counted the children twice on the quay before we let anyone go home."'
    other = replace(TOLD, text=f"{TOLD.text}\n\n{quote}")
    list(index.add([WIRE, other]))

    [late] = index.add([replace(WIRE, id="late", text=f"{FERRY.text}\n\n{quote}")], news=True)
    assert (late.kind, late.news) == ("revision", ()) or late.kind != "follow-up"


def test_a_toll_that_is_taken_back_is_news(index: StoryIndex) -> None:
    list(index.add([WIRE, UPDATE]))
    [back] = index.add([replace(WIRE, id="ferry-4", title=None)], news=True)
    assert back.kind == "follow-up"
    assert ("casualties", "Five", "Four") in fresh(back)


def test_checking_says_the_same_and_stores_nothing(index: StoryIndex) -> None:
    list(index.add([WIRE]))
    checked = index.check(UPDATE, news=True)
    [added] = index.add([UPDATE], news=True)
    assert (checked.kind, checked.news) == (added.kind, added.news)
    assert index.check(UPDATE, news=True).kind == "duplicate"


def test_what_a_site_prints_around_its_stories_is_no_news(index: StoryIndex) -> None:
    site = "The Corran Gazette is printed on the island at night. You are reading one of five free stories."
    others = [Story(f"o{n}", f"{text(n)}\n\n{site}", source="Gazette") for n in range(8)]
    list(index.add(others))
    list(index.add([WIRE]))

    [late] = index.add([replace(UPDATE, source="Gazette", text=f"{UPDATE.text}\n\n{site}")], news=True)
    assert late.kind == "follow-up"
    assert not any("printed on the island" in (d.b.text if d.b else "") for d in late.news or ())


def test_the_news_since_a_time(index: StoryIndex, clock) -> None:
    list(index.add([WIRE, COPY]))
    clock.advance(days=1)
    list(index.add([UPDATE, COURT]))
    (found,) = index.news(clock.now - 60)

    assert (found.event.id, [change.kind for change in found.log]) == ("ferry-1", ["grew"])
    assert [one.story.id for one in found.stories] == ["ferry-3"]
    assert "casualties" in [d.type for d in found.stories[0].news]
    assert list(index.news(clock.now + 60)) == []


def test_settling_brings_events_to_what_a_run_says(index: StoryIndex, clock) -> None:
    """One by one the second report comes too early to be known: the third is like both."""
    stories = [replace(story, id=f"{story.id}-{n}") for n, story in enumerate((FERRY, OTHER, RETOLD))]
    for story in stories:
        index.add(story)
    run = {row.id: row.event_cluster for row in dedup.cluster(stories).assignments}
    index.settle(1)

    assert {s.id: _event(index, s.id) for s in stories} == {
        name: event if list(run.values()).count(event) > 1 else None for name, event in run.items()
    }
    assert index.verify() == []
    assert index.settle(1) == (3, 0), "what is settled stays"


def _event(index: StoryIndex, name: str) -> str | None:
    found = index.event(name)
    return None if found is None else found.event.id


def test_settling_keeps_ids_or_lets_them_lead_on(index: StoryIndex, monkeypatch) -> None:
    """Two events that are one: the smaller one's id leads to the larger one's, and the log says so."""
    list(index.add([WIRE, COPY, COURT, replace(COURT, id="court-2", source="Post")]))
    first, second = "ferry-1", COURT.id
    assert {event.id for event in index.events()} == {first, second}
    _says(monkeypatch, lambda story: "one")
    assert index.settle(1)[1] == 1

    (event,) = index.events()
    assert (event.id, event.stories, event.merged) == (first, 4, (second,))
    assert _event(index, "court-2") == first
    assert _event(index, second) == first
    assert "merged" in [change.kind for change in index.event_changes(0)]
    assert index.verify() == []

    _says(monkeypatch, lambda story: story.split("-")[0])
    assert index.settle(1)[1] == 1
    assert len(list(index.events())) == 2
    assert "split" in [change.kind for change in index.event_changes(0)]
    assert index.verify() == []


def test_an_id_whose_founder_is_alone_leads_to_the_others(index: StoryIndex, monkeypatch) -> None:
    list(index.add([WIRE, replace(TOLD, id="told-1"), replace(OTHER, id="other-1")]))
    _says(monkeypatch, lambda story: "one")
    index.settle(1)
    assert _event(index, "other-1") == WIRE.id
    _says(monkeypatch, lambda story: "founder" if story == WIRE.id else "rest")
    index.settle(1)

    (event,) = index.events()
    assert event.stories == 2
    assert index.event(WIRE.id) is not None, "the id leads on"
    assert _event(index, WIRE.id) == event.id
    assert index.verify() == []


def test_settling_looks_at_the_days_asked_for(index: StoryIndex, clock, monkeypatch) -> None:
    list(index.add([WIRE, COURT]))
    clock.advance(days=5)
    _says(monkeypatch, lambda story: "one")
    assert index.settle(3) == (0, 0)
    assert index.settle(6)[1] == 1
    assert index.verify() == []


def _says(monkeypatch, event_of) -> None:
    """Lets a run say of every story that it is in an event."""
    true = dedup.cluster

    class Said:
        def __init__(self, stories, **how) -> None:
            rows = true(stories, **how).assignments
            self.assignments = [replace(row, event_cluster=event_of(row.id)) for row in rows]

    monkeypatch.setattr("dedup.index.settling.cluster", Said)
