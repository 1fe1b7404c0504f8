"""Do two look-alike texts report the same facts?

Templates (market wraps, grant announcements, weather) share their form and most of their shingles; what tells
them apart is that each has its own names and numbers. A fact word is a word that begins with a capital letter
or a digit. Every fact word is weighted by its background IDF and, with diminishing returns, by how often it
occurs: the place that a story is about weighs more than the month.

Two measures of a pair come from it. The *agreement* is the cosine of the two weighted sets. The
*disagreement* is the share of fact weight that only one story has, on the side where that share is smaller: a
copy that was cut or extended loses or gains facts on one side only, a template replaces them on both.
Measured on 407 judged pairs of press releases and 82 of a wire service: nine copies and updates in ten
disagree by less than .17, nine wire templates in ten by more.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh32_intdigest

from dedup.sketch.overlap import intersections
from dedup.sketch.shingles import Shingles
from dedup.sketch.shingles import concatenate as concatenate_rows
from dedup.text.background import background
from dedup.text.normalise import normalise
from dedup.text.terms import terms

CAPITALISED = 0.7
"""Above this share of capitalised words a text is printed in capitals: only its numbers are facts."""

PRIOR = 5.0
"""Weight (about one rare name) that every story is given besides its facts: few facts prove little either
way."""

_MOST_WORDS = 500_000  # a process of years meets ever new words: the memory of them is bounded
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """Fact words of n stories: their hashes as one row of `words` a story, and a weight, float32, for each
    hash."""

    words: Shingles
    weights: NDArray[np.float32]

    def take(self, rows: NDArray[np.int64]) -> "Facts":
        """The given stories, in the given order."""
        places = Shingles(np.arange(len(self.weights), dtype=np.uint32), self.words.offsets).take(rows).hashes
        return Facts(self.words.take(rows), self.weights[places])


class _Known(dict[str, tuple[int, float]]):
    """Hash and IDF of every fact word met."""

    def __missing__(self, word: str) -> tuple[int, float]:
        if len(self) >= _MOST_WORDS:
            self.clear()
        plain = normalise(word)
        idf = background().term_idf(terms(plain, "en") or [plain]).max()
        self[word] = found = xxh32_intdigest(plain.encode("utf-8", "replace")), float(idf)
        return found


@cache
def _known() -> _Known:
    return _Known()


def fact_words(text: str) -> Counter[str]:
    """The fact words of a text as they are written, with their counts.

    Examples
    --------
    >>> sorted(fact_words("Storm Ada hit Porto on Monday, killing 3 people.").items())
    [('3', 1), ('Ada', 1), ('Monday', 1), ('Porto', 1), ('Storm', 1)]
    """
    found = _WORD.findall(text)
    capitalised = [word for word in found if word[0].isupper()]
    numbers = [word for word in found if word[0].isdigit()]
    return Counter(numbers if len(capitalised) > CAPITALISED * len(found) else capitalised + numbers)


def facts(texts: Sequence[str]) -> Facts:
    """The weighted fact words of texts."""
    known = _known()
    hashes: list[int] = []
    weights: list[float] = []
    sizes: list[int] = []
    for text in texts:
        found: dict[int, tuple[int, float]] = {}
        for word, count in fact_words(text).items():
            key, idf = known[word]
            found[key] = count + found.get(key, (0, 0.0))[0], idf
        sizes.append(len(found))
        for key in sorted(found):
            hashes.append(key)
            weights.append(found[key][1] * (1 + log(found[key][0])))
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)])
    return Facts(Shingles(np.array(hashes, np.uint32), offsets), np.array(weights, np.float32))


def concatenate(parts: Sequence[Facts]) -> Facts:
    """The stories of several, one after the other."""
    return Facts(
        concatenate_rows([part.words for part in parts]),
        np.concatenate([np.empty(0, np.float32), *(part.weights for part in parts)]),
    )


def agree(
    found: Facts, pairs: NDArray[np.int64], prior: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Agreement and disagreement of the facts of two stories.

    Parameters
    ----------
    found
        Fact words of all stories.
    pairs
        int64, shape (m, 2): rows of two stories.
    prior
        float64, shape (m,): agreement to assume of a pair without facts (scripts without capitals).

    Returns
    -------
    tuple
        Agreement and disagreement, float64, shape (m,), both 0 to 1.
    """
    weights = found.weights.astype(np.float64)
    rows = len(found.words)
    owners = found.words.owners()
    total = np.bincount(owners, weights, rows)
    square = np.bincount(owners, weights**2, rows)
    product, in_a, in_b = np.zeros(len(pairs)), np.zeros(len(pairs)), np.zeros(len(pairs))
    for pair, at_a, at_b in intersections(found.words, pairs):
        product += np.bincount(pair, weights[at_a] * weights[at_b], len(pairs))
        in_a += np.bincount(pair, weights[at_a], len(pairs))
        in_b += np.bincount(pair, weights[at_b], len(pairs))
    a, b = pairs[:, 0], pairs[:, 1]
    agreement = (product + prior * PRIOR**2) / np.sqrt((square[a] + PRIOR**2) * (square[b] + PRIOR**2))
    own_a = np.maximum(total[a] - in_a, 0) / (total[a] + PRIOR)
    own_b = np.maximum(total[b] - in_b, 0) / (total[b] + PRIOR)
    return agreement, np.minimum(own_a, own_b)
