"""A plain callable for whatever hands records over: Kafka and RabbitMQ consumers, Airflow and Celery tasks,
map_batches.

    deduplicate = Deduplicator("news.db", window="14d")   # nothing is opened yet: pickle it, fork it
    for verdict in deduplicate(records): ...              # committed when it returns: acknowledge now

In asyncio the index works in a thread of its own:

    verdict = await asyncio.to_thread(index.check, story)
    verdicts = await asyncio.to_thread(deduplicate, records)
"""

import os
from collections.abc import Iterable

from dedup.index import open as open_index
from dedup.index.story_index import StoryIndex
from dedup.types import Verdict

_parents: list[StoryIndex] = []
"""Indexes that a forked process has from its parent: they are not to be used, and not to be closed."""


class Deduplicator:
    """Adds records to an index and gives their verdicts.

    Parameters
    ----------
    url, window
        As `dedup.open` takes them.
    differences
        Whether verdicts say how a story differs from the one it matched.
    """

    def __init__(self, url: str, *, window: str | float | None = None, differences: bool = False) -> None:
        self.url = url
        self.window = window
        self.differences = differences
        self._index: StoryIndex | None = None
        self._process = 0

    def __call__(self, records: Iterable[object]) -> list[Verdict]:
        """The verdicts of records, in their order; all are stored when this returns.

        Raises
        ------
        StoreError
            They could not be stored; hand the same records over again, what was stored will be known already.
        """
        return list(self._opened().add(records, differences=self.differences))

    def _opened(self) -> StoryIndex:
        self._leave_parent()
        if self._index is None:
            self._index, self._process = open_index(self.url, window=self.window), os.getpid()
        return self._index

    def close(self) -> None:
        """Ends the use of the index in this process."""
        self._leave_parent()
        if self._index is not None:
            self._index.close()
        self._index = None

    def _leave_parent(self) -> None:
        if self._index is not None and self._process != os.getpid():
            _parents.append(self._index)
            self._index = None

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_index": None, "_process": 0}
