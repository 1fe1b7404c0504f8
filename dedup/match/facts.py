"""Do two look-alike texts report the same facts?

Templates (market wraps, grant announcements, weather) share their form and most of their shingles; what tells
them apart is that each has its own names and numbers. A fact word is a word that begins with a capital letter
or a digit. Every fact word is weighted by its background IDF and, with diminishing returns, by how often it
occurs: the place that a story is about weighs more than the month.

Two measures of a pair come from it. The *agreement* is the cosine of the two weighted sets. The
*disagreement* is the share of fact weight that only one story has, on the side where that share is smaller: a
copy that was cut or extended loses or gains facts on one side only, a template replaces them on both.
Measured on 407 judged pairs of press releases and 82 of a wire service: nine copies and updates in ten
disagree by less than .17, nine wire templates in ten by more. The fact words of a run stay where they lie, in
an order of their own and with nothing copied, as its shingles do (`sketch.shingles`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import compiled
from dedup.match.claims import Claims, StoredClaims, claims
from dedup.match.claims import concatenate as concatenate_claims
from dedup.sketch.hashing import Texts, characters, encode, fact_hash, lower, strings
from dedup.sketch.minhash import distinct_pairs
from dedup.sketch.shingles import Shingles, Stored, chunked, copied, intersections, row_offsets, stored
from dedup.sketch.shingles import concatenate as concatenate_rows
from dedup.sketch.spill import release
from dedup.sketch.threads import in_order
from dedup.text.background import background
from dedup.text.terms import terms_of_each

CAPITALISED = 0.7
"""Above this share of capitalised words a text is printed in capitals: only its numbers are facts."""

PRIOR = 5.0
"""Weight (about one rare name) that every story is given besides its facts: few facts prove little either
way."""

_WORD = re.compile(r"\w+")
_ASCII_FACT = re.compile(r"\b[A-Z0-9]\w*", re.A)
LONGEST = 1 << 17
"""Characters of a text up to which kernels are used: the number of a fact word takes 16 bits there."""

_DAMPED = (1 + np.log(np.arange(1, 1001))).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """Facts of n stories.

    `words`: hashes of their fact words, a row a story. `weights`: float32, of each of `words.hashes`.
    `claims`: what they say in which context.
    """

    words: Shingles
    weights: NDArray[np.float32]
    claims: Claims

    def take(self, rows: NDArray[np.int64]) -> Facts:
        """The given stories, in the given order."""
        places = Shingles(np.arange(len(self.weights), dtype=np.uint32), self.words.offsets).take(rows).hashes
        return Facts(self.words.take(rows), self.weights[places], self.claims.take(rows))


class Words(dict[str, int]):
    """What was learned of fact words: the hash of every word met, and the IDF of every hash."""

    def __init__(self) -> None:
        super().__init__()
        self._idf: dict[int, float] = {}
        self._keys: NDArray[np.uint64] = np.zeros(1 << 12, np.uint64)
        self._values: NDArray[np.float32] = np.zeros(1 << 12, np.float32)
        self._lock = Lock()  # batches may be digested in threads

    def __missing__(self, word: str) -> int:
        self[word] = found = fact_hash(word)
        return found

    def _learn(self, hashes: list[int], spelled: list[str]) -> None:
        """Takes up the IDF of words not met before: that of their rarest stem."""
        stems = [found or [word] for word, found in zip(spelled, terms_of_each(spelled, "en"), strict=True)]
        idf = background().term_idf([stem for group in stems for stem in group])
        starts = np.cumsum([0, *map(len, stems[:-1])])
        self._idf.update(zip(hashes, np.maximum.reduceat(idf, starts).tolist(), strict=True))

    def idf(self, words: Sequence[str]) -> list[float]:
        """The IDF of words in lower case."""
        with self._lock:
            new = [word for word in dict.fromkeys(words) if self[word] not in self._idf]
            if new:
                self._learn([self[word] for word in new], new)
            return [self._idf[self[word]] for word in words]

    def weigh(
        self,
        hashes: NDArray[np.uint64],
        counts: NDArray[np.int32],
        spelled: Callable[[NDArray[np.int64]], list[str]],
    ) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
        """The upper 32 bits of hashes, and their weights; `spelled` gives the words at some places."""
        with self._lock:
            return self._weigh(hashes, counts, spelled)

    def _weigh(
        self,
        hashes: NDArray[np.uint64],
        counts: NDArray[np.int32],
        spelled: Callable[[NDArray[np.int64]], list[str]],
    ) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
        words, weights = compiled.weigh(hashes, counts, self._keys, self._values, _DAMPED)
        unknown = np.flatnonzero(np.isnan(weights))
        if len(unknown):
            new, first = np.unique(hashes[unknown], return_index=True)
            self._look_up(new, spelled(unknown[first]))
            again = hashes[unknown], counts[unknown], self._keys, self._values, _DAMPED
            weights[unknown] = compiled.weigh(*again)[1]
        return words, weights

    def _look_up(self, new: NDArray[np.uint64], spelled: list[str]) -> None:
        """Puts distinct hashes into the table of the kernels."""
        self._learn(new.tolist(), [*map(lower, spelled)])
        if 2 * len(self._idf) > len(self._keys):
            size = 1 << (4 * len(self._idf)).bit_length()
            self._keys, self._values = np.zeros(size, np.uint64), np.zeros(size, np.float32)
            new = np.fromiter(self._idf, np.uint64, len(self._idf))
        given = np.array([self._idf[key] for key in new.tolist()], np.float32)
        compiled.put(new, given, self._keys, self._values)


def fact_words(text: str) -> list[str]:
    """The fact words of a text as they are written, in order.

    Examples
    --------
    >>> fact_words("Storm Ada hit Porto on Monday, killing 3 people.")
    ['Storm', 'Ada', 'Porto', 'Monday', '3']
    """
    found = _WORD.findall(text)
    chosen = (
        _ASCII_FACT.findall(text)
        if text.isascii()
        else [word for word in found if word[0].isupper() or word[0].isdigit()]
    )
    numbers = [word for word in chosen if word[0].isdigit()]
    return numbers if len(chosen) - len(numbers) > CAPITALISED * len(found) else chosen


def facts(given: Texts, words: Words | None = None, jobs: int = 1) -> Facts:
    """The weighted fact words of texts.

    Parameters
    ----------
    given
        Texts as they were read, encoded already or not.
    words
        What was learned of words in earlier calls.
    jobs
        Threads; any number gives the same result.
    """
    words = Words() if words is None else words
    texts = strings(given)
    if not texts or not compiled.available():
        return Facts(*_plain(texts, words), claims(given, jobs))
    hashes, places, counts, sizes, hard = map(
        np.concatenate, zip(*in_order(_compiled, chunked(given), jobs), strict=True)
    )
    offsets = row_offsets(sizes)

    def spelled(at: NDArray[np.int64]) -> list[str]:
        owners = np.searchsorted(offsets, at, "right") - 1
        found = (_WORD.match(texts[i], k) for i, k in zip(owners.tolist(), places[at].tolist(), strict=True))
        return [match.group() for match in found if match]

    weighed = words.weigh(hashes, counts, spelled)
    rows, weights = Shingles(weighed[0], offsets), weighed[1]
    left = np.flatnonzero(hard)
    if len(left):
        rows, weights = _with_rows(rows, weights, left, *_plain([texts[i] for i in left.tolist()], words))
    return Facts(rows, weights, claims(given, jobs))


def _with_rows(
    rows: Shingles,
    weights: NDArray[np.float32],
    at: NDArray[np.int64],
    others: Shingles,
    other_weights: NDArray[np.float32],
) -> tuple[Shingles, NDArray[np.float32]]:
    """Weighted rows, of which some (int64 (k,), ascending) are replaced by others."""
    order = np.arange(len(rows))
    order[at] = len(rows) + np.arange(len(at))
    both = concatenate_rows([rows, others])
    places = Shingles(np.arange(len(both.hashes), dtype=np.uint32), both.offsets).take(order).hashes
    return both.take(order), np.concatenate([weights, other_weights])[places]


def _plain(texts: Sequence[str], words: Words) -> tuple[Shingles, NDArray[np.float32]]:
    """Fact words of texts, and their weights."""
    keys: list[int] = []
    spelled: list[str] = []
    times: list[int] = []
    offsets = [0]
    for text in texts:
        counts = Counter(map(lower, fact_words(text)))
        for key, word in sorted((words[word], word) for word in counts):
            keys.append(key >> 16)
            spelled.append(word)
            times.append(counts[word])
        offsets.append(len(keys))
    weights = np.array(words.idf(spelled), np.float32)
    weights *= _DAMPED[np.minimum(np.array(times, np.int64), len(_DAMPED)) - 1]
    return Shingles(np.array(keys, np.uint32), np.array(offsets, np.int64)), weights


def _compiled(
    given: Texts,
) -> tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.int32], NDArray[np.int64], NDArray[np.bool_]]:
    """Fact words of texts by kernels: their hashes, places and counts, how many there are of each text, and
    which texts are hard: long ones, and those with characters of two UTF-16 units, are left without."""
    encoded = encode(given)
    begins, ends = encoded.bounds[:-1], encoded.bounds[1:].copy()
    sizes = np.fromiter(map(len, encoded.texts), np.int64, len(encoded))
    hard = (sizes >= LONGEST) | (ends - begins != sizes * (1 + encoded.wide))
    ends[hard] = begins[hard]
    room = int(sizes[~hard].sum()) // 2 + len(encoded)
    return *compiled.fact_words(encoded, ends, room, *characters(), CAPITALISED), hard


def concatenate(parts: Sequence[Facts]) -> Facts:
    """The stories of several, one after the other."""
    return Facts(
        concatenate_rows([part.words for part in parts]),
        np.concatenate([np.empty(0, np.float32), *(part.weights for part in parts)]),
        concatenate_claims([part.claims for part in parts]),
    )


def agree(
    found: Facts | StoredFacts, pairs: NDArray[np.int64], prior: NDArray[np.float64]
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
    words = stored(found.words)
    used = distinct_pairs([pairs.reshape(-1).astype(np.uint64)]).astype(np.int64)
    if compiled.available():
        rows = words.starts, words.ends, found.weights
        total, square = compiled.totals(*rows, used)
        product, in_a, in_b = compiled.agree(words.hashes, *rows, pairs)
        release(words.hashes)
        release(found.weights)
    else:
        some = found.take(used)
        weights, owners = some.weights.astype(np.float64), used[some.words.owners()]
        total, square = np.zeros(len(words)), np.zeros(len(words))
        total += np.bincount(owners, weights, len(words))
        square += np.bincount(owners, weights**2, len(words))
        product, in_a, in_b = np.zeros(len(pairs)), np.zeros(len(pairs)), np.zeros(len(pairs))
        for pair, at_a, at_b in intersections(some.words, np.searchsorted(used, pairs)):
            np.add.at(product, pair, weights[at_a] * weights[at_b])
            np.add.at(in_a, pair, weights[at_a])
            np.add.at(in_b, pair, weights[at_b])
    a, b = pairs[:, 0], pairs[:, 1]
    agreement = (product + prior * PRIOR**2) / np.sqrt((square[a] + PRIOR**2) * (square[b] + PRIOR**2))
    own_a = np.maximum(total[a] - in_a, 0) / (total[a] + PRIOR)
    own_b = np.maximum(total[b] - in_b, 0) / (total[b] + PRIOR)
    return agreement, np.minimum(own_a, own_b)


@dataclass(frozen=True, slots=True, eq=False)
class StoredFacts:
    """Fact words of n stories.

    `words`: their hashes, a row a story. `weights`: float32, of each of `words.hashes`, maybe mapped from a
    file. `claims`: what they say in which context.
    """

    words: Stored
    weights: NDArray[np.float32]
    claims: StoredClaims

    def take(self, rows: NDArray[np.int64]) -> Facts:
        """The given stories, in the given order, in one piece."""
        weights, _ = copied(self.weights, self.words.starts[rows], self.words.ends[rows])
        return Facts(self.words.take(rows), weights, self.claims.take(rows))
