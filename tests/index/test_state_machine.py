"""Any sequence of operations on an index against a model that is a few dictionaries.

The model knows what was added and when; what its clusters are, `dedup.cluster` says of the current versions.
A killed process is one whose files are copied in the middle of a batch (SQLite), or whose connection breaks
there (PostgreSQL): the operation left no trace. `DEDUP_STEPS=100000 pytest tests/index/test_state_machine.py`
runs the long form; it may be ended at any time.
"""

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from newsroom import Clock, edited, excerpt, extended, text

import dedup
from dedup import Settings, Story
from dedup.errors import SettingsError
from dedup.index.story_index import StoryIndex
from dedup.match.corrections import corrections
from dedup.match.duplicates import duplicates, pair_scores, text_sets
from dedup.match.versions import versions as versions_of
from dedup.pipeline import gather

STEPS = int(os.environ.get("DEDUP_STEPS", "400"))
STEPS_A_RUN = 40
DAY = 86_400

_BASES = [text(number, words) for number, words in enumerate((4, 15, 60, 120))]
_FOOTER = text(500, 30)
TEXTS = [
    *_BASES,
    *(edited(base, 1) for base in _BASES),
    *(edited(base, 2, 0.1) for base in _BASES),
    *(extended(base, 3) for base in _BASES[1:]),
    *(excerpt(base, 0.5) for base in _BASES[2:]),
    *(edited(base, seed, 0.25) for base in _BASES[2:] for seed in (4, 5)),
    *(f"{base}\n\n{_FOOTER}" for base in _BASES),
    f"{_BASES[2]}\n\n{_BASES[3]}",
    "漢字かな交じり文の記事です。" * 6,
    "!",
]
IDS = ["a", "b", "a~1", "a~2", "b~3", "c", "d", "e's", 'f"%s', "{ints}?", "ü\u202e", "g" * 900]
"""What programs call their stories; some look like the names that clusters get when a name is taken."""


def _story(name: str, body: int, day: int | None) -> Story:
    published = None if day is None else datetime(2026, 3, day, tzinfo=UTC)
    return Story(name, TEXTS[body], title=f"On {name[:3]}", published=published)


STORIES = st.builds(
    _story, st.sampled_from(IDS), st.integers(0, len(TEXTS) - 1), st.sampled_from([None, 2, 3])
)


@dataclass(frozen=True)
class Kept:
    """One version of a story in the model: what was added, and when."""

    story: Story
    seen: int

    def says(self) -> tuple[str, str]:
        """What makes it news."""
        return self.story.title or "", self.story.text


Model = dict[str, list[Kept]]


def remember(model: Model, story: Story, seen: int) -> bool:
    """Adds a story to the model; whether it is news."""
    versions = model.setdefault(story.id, [])
    if versions and versions[-1].says() == Kept(story, seen).says():
        return False
    versions.append(Kept(story, seen))
    return True


def load(model: Model, exported: list[tuple[Story, int]]) -> int:
    """Takes an export in; a version counts as known as often as the story said the same before."""
    stored = 0
    met: dict[tuple[str, tuple[str, str]], int] = {}
    for story, seen in exported:
        said = Kept(story, seen).says()
        met[story.id, said] = met.get((story.id, said), 0) + 1
        before = sum(version.says() == said for version in model.get(story.id, []))
        if before < met[story.id, said]:
            stored += remember(model, story, seen)
    return stored


def _listed(said: dict[tuple[str, str], bool]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The pairs that must be joined, and those that must not."""
    return [pair for pair, joined in said.items() if joined], [
        pair for pair, joined in said.items() if not joined
    ]


class Killed(BaseException):
    """The process is no more."""


class Machine(RuleBasedStateMachine):
    """An index, and the model of it."""

    def __init__(self, place: Callable[[], str], chosen: Settings, events: bool) -> None:
        super().__init__()
        self.place, self.chosen, self.events = place, chosen, events
        self.learns = chosen.boilerplate < 100
        self.where = place()
        self.clock = Clock()
        self.index = self._open(self.where)
        self.model: Model = {}
        self.names: dict[frozenset[str], str] = {}
        self.said: dict[tuple[str, str], bool] = {}

    def _open(self, where: str) -> StoryIndex:
        return dedup.open(where, settings=self.chosen, events=self.events, clock=self.clock)

    def teardown(self) -> None:
        self.index.close()

    # what happens to an index

    @rule(given=st.lists(STORIES, min_size=1, max_size=6), batch=st.integers(1, 6))
    def add(self, given: list[Story], batch: int) -> None:
        verdicts = list(self.index.add(given, batch=batch))
        self.names = {}  # between two batches a cluster may have joined another and left it again
        assert [verdict.id for verdict in verdicts] == [story.id for story in given]
        for story, verdict in zip(given, verdicts, strict=True):
            known = story.id in self.model
            news = remember(self.model, story, int(self.clock()))
            assert verdict.stored == news
            assert verdict.version == len(self.model[story.id])
            if known:
                assert verdict.matched == story.id
                assert verdict.kind == ("revision" if news else "duplicate")
            elif verdict.matched is None:
                assert verdict.kind == "new"
            elif verdict.relation == "joined":
                assert self.said[min(story.id, verdict.matched), max(story.id, verdict.matched)]

    @rule(story=STORIES)
    def check(self, story: Story) -> None:
        said = self.index.check(story)
        assert not said.stored
        [again] = self.index.add([story])
        assert replace(again, stored=False) == said
        remember(self.model, story, int(self.clock()))

    @rule(name=st.sampled_from(IDS))
    def remove(self, name: str) -> None:
        assert self.index.remove(name) == bool(self.model.pop(name, None))

    @rule(passed=st.sampled_from([-5.0, 0.0, 0.5, 2.0, 9.0]), window=st.sampled_from([1, 3, 10]))
    def expire(self, passed: float, window: int) -> None:
        """The clock may go backwards, too."""
        self.clock.advance(days=passed)
        horizon = int(self.clock() - window * DAY)
        gone = [name for name, versions in self.model.items() if versions[-1].seen < horizon]
        count = sum(len(self.model.pop(name)) for name in gone)
        assert self.index.expire(window) == count
        self._outlived(bool(count))

    def _outlived(self, expired: bool) -> None:
        """What was said of stories that are both gone goes with those that leave the window."""
        if expired:
            self.said = {pair: one for pair, one in self.said.items() if {*pair} & self.model.keys()}

    @rule(given=st.lists(STORIES, min_size=1, max_size=5))
    def merge(self, given: list[Story]) -> None:
        """Takes in the export of another index."""
        other = Clock()
        other.advance(days=1)
        exported: Model = {}
        with dedup.open(self.place(), settings=self.chosen, events=self.events, clock=other) as second:
            list(second.add(given, batch=2))
            lines = list(second.export())
        order = []
        for story in given:
            if remember(exported, story, int(other())):
                order.append((story, int(other())))
        assert len(lines) == 1 + len(order)
        self.names = {}
        assert self.index.load(lines) == load(self.model, order)
        assert self.index.load(lines) == 0

    @rule(a=st.sampled_from(IDS), b=st.sampled_from(IDS), joined=st.booleans())
    def correct(self, a: str, b: str, joined: bool) -> None:
        """A person says that two stories belong together, or do not; a contradiction changes nothing."""
        self.names = {}
        pair = (min(a, b), max(a, b))
        wanted = self.said | {pair: joined}
        try:
            corrections(*_listed(wanted))
        except SettingsError:
            with pytest.raises(SettingsError):
                (self.index.join if joined else self.index.part)(a, b)
            return
        (self.index.join if joined else self.index.part)(a, b)
        self.said = wanted

    @rule(number=st.integers(0, 50))
    def forget(self, number: int) -> None:
        self.names = {}
        if self.said:
            pair = sorted(self.said)[number % len(self.said)]
            assert self.index.forget(*pair)
            assert not self.index.forget(*pair)
            del self.said[pair]

    @rule(days=st.sampled_from([0.5, 3.0, 100.0]))
    def settle(self, days: float) -> None:
        """Ids of events go on to lead somewhere; what is settled stays."""
        before = {event.id: self._of_event(event.id) for event in self.index.events()}
        self.index.settle(days)
        assert self.index.settle(days)[1] == 0
        for name, members in before.items():
            if self.index.event(name) is not None:
                assert members & self._of_event(name)

    def _of_event(self, name: str) -> set[str]:
        found = self.index.event(name)
        assert found is not None
        return {member.id for member in found.members}

    @rule()
    def move(self) -> None:
        """Into a new index, by an export."""
        lines = list(self.index.export())
        before, versions, events = map(self._named, ("duplicate", "version", "event"))
        self.index.close()
        self.where = self.place()
        self.index = self._open(self.where)
        assert self.index.load(lines) == sum(map(len, self.model.values()))
        if not self.learns:  # what is boilerplate by now may part what was joined before it was known
            assert self._named("duplicate") == before
            if self._named("event") == events:
                assert self._named("version") == versions

    def _named(self, level: str) -> dict[str, str | None]:
        return {name: self.index.cluster_of(name, level) for name in self.model}

    @rule()
    def reopen(self) -> None:
        self.index.close()
        self.index = self._open(self.where)

    @rule(given=st.lists(STORIES, min_size=1, max_size=6), statement=st.integers(0, 30))
    def die(self, given: list[Story], statement: int) -> None:
        """Killed in the middle of a batch, and started again on what is left: the batches before it."""
        self.names = {}
        with self._killed_after(statement):
            for verdict, story in zip(self.index.add(given, batch=3), given, strict=True):
                assert remember(self.model, story, int(self.clock())) == verdict.stored
            return
        self.index = self._open(self.where)

    @rule(statement=st.integers(0, 12))
    def die_expiring(self, statement: int) -> None:
        """The same while stories are removed."""
        horizon = int(self.clock() - DAY)
        with self._killed_after(statement):
            self.index.expire(1)
            old = [
                name for name, versions in self.model.items() if versions[-1:] and versions[-1].seen < horizon
            ]
            for name in old:
                del self.model[name]
            self._outlived(bool(old))
            return
        self.index = self._open(self.where)

    @contextmanager
    def _killed_after(self, statement: int) -> Iterator[None]:
        """Ends the block at some statement that writes, as a kill would: what the disk holds then is kept."""
        database: Any = self.index._database
        run, many, left = database.run, database.many, statement

        def count(sql: str) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                self._break(database)
                raise Killed(sql)

        def counted_run(sql: str, *values: Any) -> int:
            count(sql)
            return int(run(sql, *values))

        def counted_many(sql: str, rows: Any) -> None:
            count(sql)
            many(sql, rows)

        database.run, database.many = counted_run, counted_many
        try:
            yield
        except Killed:
            self.index.close()
        finally:
            database.run, database.many = run, many

    def _break(self, database: Any) -> None:
        if self.where.startswith("postgres"):
            database._connection.close()
            return
        fresh = self.place()
        for suffix in ("", "-wal"):
            if Path(self.where + suffix).exists():
                shutil.copy(self.where + suffix, fresh + suffix)
        self.where = fresh

    # what holds after each of them

    @invariant()
    def holds_what_was_added(self) -> None:
        assert self.index.verify() == []
        assert self.index.count(IDS) == len(self.model)
        for name in IDS:
            versions = self.model.get(name, [])
            assert self.index.versions(name) == tuple(range(1, len(versions) + 1))
        for name in list(self.model)[:2]:
            for number, version in enumerate(self.model[name], start=1):
                found = self.index.get(name, number)
                assert found is not None
                assert found == version.story

    @invariant()
    def every_name_leads_to_its_cluster(self) -> None:
        groups = {frozenset(cluster.members): cluster.id for cluster in self.index.clusters()}
        assert len(set(groups.values())) == len(groups)
        for members, name in groups.items():
            assert {self.index.cluster_of(member) for member in members} == {name}
            found = self.index.cluster(name)
            assert found is not None
            assert frozenset(found.members) == members
        for name in self.model:
            leads = self.index.cluster(self.index.cluster_of(name) or "")
            assert leads is not None
            assert name in leads.members
        for members in groups.keys() & self.names.keys():
            assert groups[members] == self.names[members]
        self.names = groups

    @invariant()
    def clusters_are_those_of_a_run(self) -> None:
        if self.learns:
            return
        current = [versions[-1].story for versions in self.model.values() if versions]
        found = {frozenset(cluster.members) for cluster in self.index.clusters()}
        wanted = (
            dedup.cluster(
                current,
                settings=self.chosen,
                events=False,
                must_join=_listed(self.said)[0],
                must_not_join=_listed(self.said)[1],
            ).duplicate_clusters
            if current
            else ()
        )
        assert found == {frozenset(cluster.members) for cluster in wanted}

    @invariant()
    def versions_are_what_their_pairs_make(self) -> None:
        """Duplicates nest in versions, versions in events; a version hangs together by alike pairs, by those
        at least that a run finds without events."""
        if not self.events:
            return
        current = [versions[-1].story for versions in self.model.values() if versions]
        labels: dict[str, dict[str, str | None]] = {level: {} for level in ("duplicate", "version", "event")}
        for level, named in labels.items():
            for story in current:
                named[story.id] = self.index.cluster_of(story.id, level)
        for fine, coarse in pairwise(labels.values()):
            inside = {(fine[name], coarse[name]) for name in fine}
            assert len(inside) == len({name for name, _ in inside})
        listed = {frozenset(cluster.members): cluster.id for cluster in self.index.clusters(level="version")}
        groups: dict[str | None, set[str]] = defaultdict(set)
        for name, version in labels["version"].items():
            groups[version].add(name)
        assert listed == {frozenset(group): name for name, group in groups.items() if len(group) > 1}
        if self.learns or not current:
            return
        run = gather(current, events=False)
        found = duplicates(run.shingles, run.signatures, run.facts, run.words, self.chosen)
        texts = text_sets(run.shingles, run.facts, run.words, found.boilerplate)
        every = pair_scores(texts, np.argwhere(np.triu(np.ones((len(current),) * 2, np.bool_), 1)))
        ranked = sorted(current, key=lambda story: (story.published is None, story.published, story.id))
        rows = [[labels[level][story.id] for story in ranked] for level in ("duplicate", "event")]
        numbers = [np.unique(row, return_inverse=True)[1] for row in rows]
        version = [labels["version"][story.id] for story in ranked]
        at_least, at_most = (versions_of(*numbers, pairs).tolist() for pairs in (found, every))
        assert len({*zip(at_least, version, strict=True)}) == len({*at_least})
        assert len({*zip(version, at_most, strict=True)}) == len({*version})


KINDS = {
    "nothing learned": (Settings(boilerplate=1_000_000), False),
    "boilerplate learned": (Settings(boilerplate=2), False),
    "events": (Settings(boilerplate=3), True),
    "events, nothing learned": (Settings(boilerplate=1_000_000), True),
}


@pytest.mark.parametrize("kind", KINDS)
def test_an_index_does_what_its_model_does(place: Callable[[], str], kind: str) -> None:
    chosen, events = KINDS[kind]
    run_state_machine_as_test(
        lambda: Machine(place, chosen, events),
        settings=settings(
            max_examples=max(1, STEPS // STEPS_A_RUN // len(KINDS)),
            stateful_step_count=STEPS_A_RUN,
            deadline=None,
            derandomize="DEDUP_STEPS" not in os.environ,  # a long run draws anew, a short one repeats itself
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a sequence takes many minutes
        ),
    )


def test_an_event_leads_only_to_one_that_is_there(place: Callable[[], str]) -> None:
    """A sequence that the machine found: what is left of an event went to a story that is alone."""
    merges = (
        [("ü\u202e", 8, 3)],
        [("b~3", 13, 2), ("a~1", 11, 3)],
        [("c", 11, 2), ("c", 24, None)],
        [("a~1", 5, None), ('f"%s', 10, None)],
        [("a", 2, 3), ("a~2", 19, 2), ("{ints}?", 4, 3), ("g" * 900, 25, 3), ("c", 0, None)],
        [("a~2", 1, None), ("{ints}?", 9, 3), ("a~1", 4, None)],
        [("a", 2, 2)],
        [("b~3", 3, 2), ("a~1", 9, None), ("ü\u202e", 16, None), ("a~1", 21, 3)],
    )
    chosen = Settings(boilerplate=2)
    with dedup.open(place(), settings=chosen, events=False, clock=Clock()) as index:
        for stories in merges:
            with dedup.open(place(), settings=chosen, events=False, clock=Clock()) as other:
                list(other.add([_story(*one) for one in stories], batch=2))
                lines = list(other.export())
            index.load(lines)
            assert index.verify() == []
