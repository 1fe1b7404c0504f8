"""Fact words where they lie: in an order of their own, with nothing copied (see `sketch.stored`)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.match.facts import Facts
from dedup.sketch.stored import Stored, copied


@dataclass(frozen=True, slots=True, eq=False)
class StoredFacts:
    """Fact words of n stories.

    `words`: their hashes, a row a story. `weights`: float32, of each of `words.hashes`, maybe mapped from a
    file.
    """

    words: Stored
    weights: NDArray[np.float32]

    def take(self, rows: NDArray[np.int64]) -> Facts:
        """The given stories, in the given order, in one piece."""
        weights, _ = copied(self.weights, self.words.starts[rows], self.words.ends[rows])
        return Facts(self.words.take(rows), weights)
