"""What a batch run says of the last days of an index, put down in its events.

A story that comes is placed once, by what is stored then; a run over the same stories sees all of them. The
settling pass takes the stories of some days and all others of their events, asks `pipeline.cluster` for their
events, and puts the duplicate clusters, which hang on no order, into these. Other events stay as they are.

An event keeps its id where the duplicate cluster that founded it goes, and it is named by that. Where the
founders of several events meet, the event with the most stories there keeps its id, and the ids of the others
lead to it. What leaves all founders is a new event. An id whose founder is left alone leads to where most of
its stories went.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.index.store import EventMembership, Store
from dedup.pipeline import cluster
from dedup.settings import Settings


@dataclass(frozen=True, slots=True)
class Settled:
    """What a settling pass found: `stories` looked at, duplicate `clusters` that go into another event, their
    rows (`placed`), those that are in none any more (`alone`), events that may have changed (`events`), and
    where the ids of events lead whose founder was left alone (`leads`, keys)."""

    stories: int
    clusters: tuple[int, ...]
    placed: tuple[EventMembership, ...]
    alone: tuple[int, ...]
    events: tuple[int, ...]
    leads: Mapping[int, int]


def settle(store: Store, settings: Settings, boilerplate: NDArray[np.uint32], since: float) -> Settled:
    """What the settling pass would change.

    Parameters
    ----------
    store
        The tables, inside a transaction; nothing is written.
    settings
        Those of the index.
    boilerplate
        uint32, ascending: what the index has learned.
    since
        In seconds since 1970: stories that were added from then on are looked at, with their events.
    """
    fresh = [
        key
        for (key,) in store.database.rows(
            "SELECT DISTINCT cluster FROM stories WHERE current = 1 AND seen >= ?", since
        )
    ]
    placed = store.stated(fresh)
    events = {placed[key].event if key in placed else key for key in fresh}
    parts = store.parts(sorted(events))
    clusters = sorted({*fresh, *events, *(key for held in parts.values() for key in held)})
    rows = store.members(clusters)
    placed = store.stated(clusters)
    own = {key: placed[key].event if key in placed else key for key in clusters}
    stories = store.bodies([row.key for row in rows])
    result = cluster(stories.values(), settings=settings, boilerplate=boilerplate)
    said = {row.id: row.event_cluster for row in result.assignments}
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for row in rows:
        event = said[row.id]
        if event is not None:
            votes[row.cluster][event] += 1
    sizes = Counter(row.cluster for row in rows)
    groups: dict[str, list[int]] = defaultdict(list)
    for key in sorted(sizes):
        best = max(votes[key].items(), key=lambda item: (item[1], item[0]), default=None)
        groups[f"={key}" if best is None else best[0]].append(key)
    return _settled(store, sorted(groups.values()), own, sizes, placed)


def _settled(
    store: Store,
    groups: Sequence[Sequence[int]],
    own: Mapping[int, int],
    sizes: Mapping[int, int],
    placed: Mapping[int, EventMembership],
) -> Settled:
    """What makes these groups of duplicate clusters the events; `own`: the event that each is in, `sizes`:
    how many stories each holds."""
    event_of: dict[int, int] = {}
    for group in groups:
        held = Counter[int]()
        for key in group:
            held[own[key]] += sizes[key]
        founders = [event for event in held if event in group]
        chosen = max(founders, key=lambda event: (held[event], -event), default=group[0])
        event_of |= dict.fromkeys(group, chosen)
    named = {entry.event: entry.name for entry in placed.values()}
    fresh = {event for event in event_of.values() if event not in named}
    ids, names = store.ids(fresh), store.names(fresh)
    named |= {key: names[key].name if key in names else ids.get(key, str(key)) for key in fresh}
    together = Counter(event_of.values())
    changed = tuple(key for key, event in event_of.items() if event != own[key])
    touched = {event_of[key] for key in changed} | {own[key] for key in changed}
    return Settled(
        sum(sizes.values()),
        changed,
        tuple(
            EventMembership(key, event, named[event])
            for key, event in event_of.items()
            if together[event] > 1 and event in touched
        ),
        tuple(key for key, event in event_of.items() if together[event] == 1 and key in placed),
        tuple(sorted(touched)),
        _leads(event_of, own, sizes),
    )


def _leads(event_of: Mapping[int, int], own: Mapping[int, int], sizes: Mapping[int, int]) -> dict[int, int]:
    """Where the ids of events lead whose founder is one story, alone now: to the event of most of the
    others."""
    went: dict[int, Counter[int]] = defaultdict(Counter)
    stories: Counter[int] = Counter()
    for key, event in event_of.items():
        went[own[key]][event] += sizes[key]
        stories[event] += sizes[key]
    found = {}
    for event, targets in went.items():
        if event_of.get(event) == event and stories[event] == 1:
            rest = {key: count for key, count in targets.items() if stories[key] > 1}
            if rest:
                found[event] = max(rest, key=lambda key: (rest[key], -key))
    return found
