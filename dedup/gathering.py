"""What a run keeps of its stories: they stream through in batches, and their texts are dropped.

Of each story, arrays are kept (shingles, signature, facts, event profile) and a card with what is printed.
Stories are numbered by rank (published, then id), so that nothing depends on the order in which they were
read; the arrays stay in that order, and go to temporary files when they outgrow the memory that a run may
take (`sketch.columns`). Reading and sketching overlap when there are threads.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from dedup.cards import Card, Cards
from dedup.match.evidence import Profiles
from dedup.match.facts import Facts, Words, facts
from dedup.match.profiles import concatenate, profiles
from dedup.match.stored_facts import StoredFacts
from dedup.read import stories as coerce
from dedup.sketch.backend import in_order, kernels
from dedup.sketch.bands import Reordered
from dedup.sketch.columns import Budget, Column
from dedup.sketch.encoded import Texts, encode
from dedup.sketch.minhash import SLOTS, sketch
from dedup.sketch.shingles import Shingles, row_offsets
from dedup.sketch.stored import Stored
from dedup.story import Story

BATCH = 2_000
"""Stories that are sketched at once: enough for arrays, few enough to hold their texts."""

HEADLINE = 160
"""Characters up to which a first paragraph is shown as the headline of a story without a title."""

Progress = Callable[[str, int, int | None], None]
"""Called with a stage's name, how much of it is done, and how much there is (None: unknown)."""


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """What a run keeps of n stories when their texts are dropped.

    `cards`: in the order of reading. `rank`: int64 (n,), the place of each in time. All else has its rows in
    the order of rank: `shingles`, `signatures` uint32 (n, 128), `facts`, `profiles` (None without events) and
    `published`, float64 (n,), seconds, NaN where unknown.
    """

    cards: Cards
    rank: NDArray[np.int64]
    shingles: Stored
    signatures: Reordered
    facts: StoredFacts
    profiles: Profiles | None
    published: NDArray[np.float64]


def gather(
    stories: Iterable[object],
    *,
    events: bool = True,
    jobs: int = 1,
    memory: float = np.inf,
    progress: Progress | None = None,
) -> Gathered:
    """Read stories to the end and keep what matching needs; parameters and errors are those of `cluster`.

    `jobs` is the number of threads that sketch, `memory` the bytes that arrays may hold before they go to
    temporary files.
    """
    budget = Budget(memory)
    cards = Cards(budget)
    shingles = _Rows(budget)
    signatures = Column(np.uint32, budget, SLOTS)
    words, weights = _Rows(budget), Column(np.float32, budget)
    told: list[Profiles] = []
    known = Words()
    batches = _batches(coerce(stories))
    for part in in_order(lambda batch: digest(batch, known, events), batches, jobs):
        shingles.append(part.shingles)
        signatures.append(part.signatures)
        words.append(part.facts.words)
        weights.append(part.facts.weights)
        if part.profiles is not None:
            told.append(part.profiles)
        cards.extend(part.cards)
        if progress:
            progress("sketch", len(cards), None)
    cards.finish()
    rank = cards.ranks()
    row = np.argsort(rank)
    return Gathered(
        cards=cards,
        rank=rank,
        shingles=shingles.finish(row),
        signatures=Reordered(signatures.finish(), row),
        facts=StoredFacts(words.finish(row), weights.finish()),
        profiles=concatenate(told).take(row) if events else None,
        published=cards.seconds()[row],
    )


class _Rows:
    """Rows of hashes that grow."""

    def __init__(self, budget: Budget) -> None:
        self._hashes = Column(np.uint32, budget)
        self._sizes: list[NDArray[np.int64]] = [np.empty(0, np.int64)]

    def append(self, rows: Shingles) -> None:
        self._hashes.append(rows.hashes)
        self._sizes.append(rows.sizes)

    def finish(self, order: NDArray[np.int64]) -> Stored:
        """The rows in an order."""
        offsets = row_offsets(np.concatenate(self._sizes))
        starts, ends = offsets[order], offsets[order + 1]
        return Stored(self._hashes.finish(), starts, ends, ends - starts)


@dataclass(frozen=True, slots=True, eq=False)
class Digest:
    """What is kept of a few stories, in their order; `profiles` is None without events."""

    cards: list[Card]
    shingles: Shingles
    signatures: NDArray[np.uint32]
    facts: Facts
    profiles: Profiles | None


def digest(batch: Sequence[Story], known: Words, events: bool = True) -> Digest:
    """What is kept of each story: it depends on that story alone. `known` is what was learned of words."""
    texts: Texts = [story.text or story.title or "" for story in batch]
    if kernels(0):
        texts = encode(texts)
    shingles, signatures, words = sketch(texts)
    return Digest(
        [_card(story, count) for story, count in zip(batch, words.tolist(), strict=True)],
        shingles,
        signatures,
        facts(texts, known),
        profiles(batch) if events else None,
    )


def _batches(stories: Iterator[Story]) -> Iterator[list[Story]]:
    while batch := list(islice(stories, BATCH)):
        yield batch


def _card(story: Story, words: int) -> Card:
    title = story.title or _headline(story.text)
    return Card(story.id, title, story.published, story.source, story.lang, story.part, words)


def _headline(text: str) -> str | None:
    """The first line of a text that has more than one, when it is short."""
    first, _, rest = text[: HEADLINE + 2].lstrip().partition("\n")
    return first.strip() if rest and len(first) <= HEADLINE else None
