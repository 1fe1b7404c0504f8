"""Shingles and facts of stories, made anew from their texts when they are candidates, the latest kept in
memory.

They are not stored: 2 KB a story would be needed, and making them takes some 50 us.
"""

from collections.abc import Sequence
from dataclasses import dataclass

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
    """Shingles and facts of one story."""

    shingles: Shingles
    facts: Facts


class Sketches:
    """Sketches of stored stories."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[int, Sketch] = {}
        self._words, self._texts = Words(), 0

    def facts(self, texts: Sequence[str]) -> Facts:
        """The facts of texts; what words weigh is remembered, for a bounded number of texts."""
        self._texts += len(texts)
        if self._texts > REMEMBERED:
            self._words, self._texts = Words(), len(texts)
        return facts(texts, self._words)

    def of(self, keys: Sequence[int]) -> list[Sketch]:
        """The sketches of the stories of some numbers, in their order."""
        found = {key: self._kept.pop(key) for key in keys if key in self._kept}
        missing = [key for key in keys if key not in found]
        if missing:
            stories = self._store.bodies(missing)
            made = self._made([text_of(stories[key]) for key in missing])
            found.update(zip(missing, made, strict=True))
        self._kept.update(found)  # what was used last stands last
        if len(self._kept) > KEPT:
            for key in list(self._kept)[: len(self._kept) - KEPT // 2]:
                del self._kept[key]
        return [found[key] for key in keys]

    def _made(self, texts: Sequence[str]) -> list[Sketch]:
        shingles, found = shingle(texts), self.facts(texts)
        return [
            Sketch(_row(shingles, row), Facts(_row(found.words, row), found.weights[_span(found.words, row)]))
            for row in range(len(texts))
        ]


def _span(rows: Shingles, row: int) -> slice:
    return slice(int(rows.offsets[row]), int(rows.offsets[row + 1]))


def _row(rows: Shingles, row: int) -> Shingles:
    hashes = rows.hashes[_span(rows, row)].copy()
    return Shingles(hashes, np.array([0, len(hashes)], np.int64))


def shingles_of(parts: Sequence[Sketch]) -> Shingles:
    """The shingle sets of some sketches, one row each."""
    return concatenate_shingles([part.shingles for part in parts])


def facts_of(parts: Sequence[Sketch]) -> Facts:
    """The facts of some sketches, one row each."""
    return concatenate_facts([Facts(_NO_ROWS, _NO_WEIGHTS), *(part.facts for part in parts)])


_NO_ROWS = Shingles(np.empty(0, np.uint32), np.zeros(1, np.int64))
_NO_WEIGHTS: NDArray[np.float32] = np.empty(0, np.float32)
