"""Shingles and facts of stories: those of the latest are kept in memory, others are made anew from their
texts when they are candidates.

They are not stored: 2 KB a story would be needed, and making them takes some 50 us.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from dedup.index.bodies import text_of
from dedup.index.store import Store
from dedup.match.facts import Facts, Words, facts
from dedup.match.facts import concatenate as concatenate_facts
from dedup.sketch.shingles import Shingles, shingle
from dedup.sketch.shingles import concatenate as concatenate_shingles

KEPT = 20_000
"""Stories whose sketches stay in memory (about 3 KB each): copies come within hours."""

REMEMBERED = 1_000_000
"""Texts after which what words weigh is learned anew: a process of years meets ever new words."""


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """Shingles and facts of n stories."""

    shingles: Shingles
    facts: Facts

    def take(self, rows: NDArray[np.int64]) -> "Sketch":
        """The given stories, in the given order."""
        return Sketch(self.shingles.take(rows), self.facts.take(rows))


NOTHING = Sketch(
    Shingles(np.empty(0, np.uint32), np.zeros(1, np.int64)),
    Facts(Shingles(np.empty(0, np.uint32), np.zeros(1, np.int64)), np.empty(0, np.float32)),
)
"""Of no story."""


class Sketches:
    """Sketches of stored stories."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[int, tuple[Sketch, int]] = {}  # story -> where it stands; the oldest first
        self._words, self._texts = Words(), 0

    def facts(self, texts: Sequence[str]) -> Facts:
        """The facts of texts; what words weigh is remembered, for a bounded number of texts."""
        self._texts += len(texts)
        if self._texts > REMEMBERED:
            self._words, self._texts = Words(), len(texts)
        return facts(texts, self._words)

    def of(self, keys: Sequence[int]) -> Sketch:
        """The sketches of the stories of some numbers, in their order."""
        if not keys:
            return NOTHING
        places = {key: self._kept[key] for key in keys if key in self._kept}
        missing = [key for key in keys if key not in places]
        if missing:
            stories = self._store.bodies(missing)
            texts = [text_of(stories[key]) for key in missing]
            places |= self.keep(missing, Sketch(shingle(texts), self.facts(texts)))
        return _gathered([places[key] for key in keys])

    def keep(self, keys: Sequence[int], made: Sketch) -> dict[int, tuple[Sketch, int]]:
        """Keeps the sketches of stories that are stored; where each stands."""
        places = {key: (made, row) for row, key in enumerate(keys)}
        self._kept |= places
        if len(self._kept) > KEPT:
            for key in list(islice(self._kept, len(self._kept) - KEPT)):
                del self._kept[key]
        return places


def _gathered(places: Sequence[tuple[Sketch, int]]) -> Sketch:
    """The stories of some places, one row each."""
    held = {id(made): made for made, _ in places}
    if len(held) == 1:
        return places[0][0].take(np.array([row for _, row in places], np.int64))
    rows: dict[int, list[int]] = defaultdict(list)
    wanted: dict[int, list[int]] = defaultdict(list)
    for number, (made, row) in enumerate(places):
        rows[id(made)].append(row)
        wanted[id(made)].append(number)
    parts = [held[name].take(np.array(mine, np.int64)) for name, mine in rows.items()]
    order = np.argsort(np.concatenate([np.array(numbers, np.int64) for numbers in wanted.values()]))
    found = Sketch(
        concatenate_shingles([part.shingles for part in parts]),
        concatenate_facts([part.facts for part in parts]),
    )
    return found.take(order)
