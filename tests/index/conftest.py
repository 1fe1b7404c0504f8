"""Indexes to test on, and their clock; where they live is in the conftest above."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from newsroom import Clock

import dedup
from dedup.index.story_index import StoryIndex

Place = Callable[[], str]
Opener = Callable[..., StoryIndex]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def index(place: Place, clock: Clock) -> Iterator[StoryIndex]:
    """A new index."""
    with dedup.open(place(), clock=clock) as opened:
        yield opened


@pytest.fixture
def opener(place: Place, clock: Clock) -> Iterator[Opener]:
    """Opens new indexes, and closes them."""
    opened: list[StoryIndex] = []

    def fresh(**options: Any) -> StoryIndex:
        opened.append(dedup.open(place(), clock=clock, **options))
        return opened[-1]

    yield fresh
    for one in opened:
        one.close()
