"""Shingles and facts of stories: those of the latest are kept in memory, others are made anew from their
texts when they are candidates.

They are not stored: 2 KB a story would be needed, and making them takes some 50 us.

The stages of `match.duplicates` for a batch of new stories against those that are stored.

A batch and the stored candidates of its stories are the *context*. Boilerplate is learned in it: a shingle
that stands in enough strict clusters of the context. Stories that share a passage of some length share
sampled shingles, and are candidates until there are many of them, so what a site repeats is learned when the
first few of its stories are in. What is learned counts from then on; stored pairs inside the context are
scored anew at once.

Batches: which stories go into one transaction, and the rows that they become.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from dedup.index.keys import Run, Wanted, candidates, keys
from dedup.index.store import Edge, Row, Store, content, pack, text_of
from dedup.match.boilerplate import STRICT, learn_beyond, strip
from dedup.match.clustering import components
from dedup.match.duplicates import OWN_RATE, banded_candidates, covers, duplicate_score
from dedup.match.facts import Facts, Words, concatenate, facts
from dedup.match.facts import concatenate as concatenate_facts
from dedup.settings import Settings
from dedup.sketch.bands import sample_pairs
from dedup.sketch.minhash import sketch
from dedup.sketch.shingles import Shingles, shingle
from dedup.sketch.shingles import concatenate as concatenate_shingles
from dedup.types import Story

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


Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """New stories with what can be made of them before the index is asked."""

    stories: list[Story]
    contents: list[int]
    bodies: Future[list[bytes]]
    shingles: Shingles
    signatures: NDArray[np.uint32]
    words: NDArray[np.int32]
    wanted: Wanted

    def __len__(self) -> int:
        return len(self.stories)

    def take(self, rows: Sequence[int]) -> "Batch":
        """Some of the stories."""
        chosen = np.array(rows, np.int64)
        shingles, signatures = self.shingles.take(chosen), self.signatures[chosen]
        chosen_stories = [self.stories[row] for row in rows]
        return Batch(
            chosen_stories,
            [self.contents[row] for row in rows],
            _compressed(chosen_stories),
            shingles,
            signatures,
            self.words[chosen],
            keys(shingles, signatures),
        )


def prepare(stories: Sequence[Story], keep: bool = True) -> Batch:
    """Sketches new stories, and begins to compress them if they are to be kept."""
    bodies = _compressed(stories if keep else [])
    shingles, signatures, words = sketch([text_of(story) for story in stories])
    return Batch(
        list(stories),
        [content(story) for story in stories],
        bodies,
        shingles,
        signatures,
        words,
        keys(shingles, signatures),
    )


class _Compressor:
    """The thread that compresses; a forked process, which has none of its parent's threads, gets its own."""

    def __init__(self) -> None:
        self.start()
        os.register_at_fork(after_in_child=self.start)

    def start(self) -> None:
        self.pool = ThreadPoolExecutor(1, "dedup-compress")


_compressor = _Compressor()


def _compressed(stories: Sequence[Story]) -> Future[list[bytes]]:
    """Compresses stories beside the other work: zlib lets other threads run."""
    if not stories:
        nothing: Future[list[bytes]] = Future()
        nothing.set_result([])
        return nothing
    return _compressor.pool.submit(lambda: [pack(story) for story in stories])


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What a batch means for the index.

    `edges`: pairs with a new story whose score reaches the threshold. `rescored`, `cut`: stored pairs with
    another score, and such that fell below the threshold. `strict`: strict cluster of each new story.
    `learned`: uint32, ascending, new boilerplate. `capped`: keys that were too common.
    `sketch`: that of the new stories, if it was needed.
    """

    edges: list[Edge]
    rescored: list[Edge]
    cut: list[Edge]
    strict: list[int]
    learned: NDArray[np.uint32]
    capped: int
    sketch: Sketch | None


def match(
    batch: Batch,
    numbers: Integers,
    store: Store,
    runs: Sequence[Run],
    sketches: Sketches,
    boilerplate: NDArray[np.uint32],
    settings: Settings,
    replaced: frozenset[int],
) -> Found:
    """Finds and scores the pairs of new stories with each other and with stored ones.

    Parameters
    ----------
    batch
        The new stories.
    numbers
        int64, shape (n,), ascending: what the new stories will be called, above all numbers in use.
    store, runs, sketches
        The tables, the stored keys, and the shingles and facts of stored stories.
    boilerplate
        uint32, ascending: what is known.
    settings
        Of these, `threshold` and `boilerplate` count.
    replaced
        Stored versions that the batch replaces: they match nothing any more.
    """
    crossing, by_band, capped = candidates(batch.wanted, runs)
    if len(batch) == 1 and not len(crossing):
        return Found([], [], [], numbers.tolist(), boilerplate[:0], capped, None)
    rows = store.by_key(np.unique(crossing[:, 1]).tolist())
    olds = np.array(sorted(rows.keys() - replaced), np.int64)
    there = np.isin(crossing[:, 1], olds)
    crossing, by_band = crossing[there], by_band[there]
    crossing[:, 1] = len(batch) + np.searchsorted(olds, crossing[:, 1])
    inner, capped_inside = _inside(batch)
    banded = np.concatenate([inner, crossing[by_band]])
    stored = sketches.of(olds.tolist())
    shingles = concatenate_shingles([batch.shingles, stored.shingles])
    names = np.concatenate([numbers, olds])
    jaccard = covers(shingles, banded)[0]
    known = [rows[old].strict for old in olds.tolist()]
    strict = _strict(banded[jaccard >= STRICT], names, len(batch), known)
    learned = boilerplate[:0]
    if len(shingles) >= settings.boilerplate:
        labels = np.unique(strict, return_inverse=True)[1]  # below the number of stories, for kernels
        learned = learn_beyond(shingles, labels, settings.boilerplate, boilerplate)
    context = _Context(
        shingles, batch, stored, sketches, np.union1d(boilerplate, learned) if len(learned) else boilerplate
    )
    pairs = _united(banded, sample_pairs(context.own, OWN_RATE).pairs, len(batch))
    jaccard, _, _, common = covers(shingles, pairs)
    score = context.score(pairs, jaccard)
    edges = _edges(names, pairs, score, common, settings.threshold)
    rescored, cut = _rescore(context, store, olds, len(batch), learned, settings.threshold)
    return Found(
        edges,
        rescored,
        cut,
        strict[: len(batch)].tolist(),
        learned,
        capped + capped_inside,
        None if context.facts is None else Sketch(batch.shingles, context.facts),
    )


def _inside(batch: Batch) -> tuple[Integers, int]:
    """Banded candidates among the new stories: taken by rank, as a run of `dedup cluster` takes them."""
    if len(batch) < 2:
        return np.empty((0, 2), np.int64), 0
    order = sorted(
        range(len(batch)), key=lambda row: rank(published(batch.stories[row]), batch.stories[row].id)
    )
    row = np.array(order, np.int64)
    pairs, capped = banded_candidates(batch.shingles.take(row), batch.signatures[row])
    return np.sort(row[pairs], axis=1), capped


def _united(banded: Integers, sampled: Integers, fresh: int) -> Integers:
    """Pairs of both kinds that have a new story."""
    sampled = sampled[sampled[:, 0] < fresh]
    return np.unique(np.concatenate([np.sort(banded, axis=1), sampled]), axis=0)


def published(story: Story) -> float | None:
    """When a story was published, in seconds since 1970."""
    return story.published.timestamp() if story.published else None


def rank(moment: float | None, story_id: str) -> tuple[float, str]:
    """Key of the order in which clusters are joined: by time of publication, undated stories last, then by
    id."""
    return float("inf") if moment is None else moment, story_id


def _strict(pairs: Integers, names: Integers, fresh: int, known: list[int]) -> Integers:
    """Strict cluster of each story of the context, called by the number of its first story."""
    labels = np.concatenate([names[:fresh], np.array(known, np.int64)])
    if not len(pairs):
        return labels
    _, first, place = np.unique(labels, return_index=True, return_inverse=True)
    same = np.column_stack([np.arange(len(labels)), first[place]])
    component = components(len(labels), np.concatenate([pairs, same]))
    least = np.full(len(labels), np.iinfo(np.int64).max)
    np.minimum.at(least, component, labels)
    found: Integers = least[component]
    return found


class _Context:
    """Scores of pairs in the context: facts of the new stories are made when there is a pair."""

    def __init__(
        self,
        shingles: Shingles,
        batch: Batch,
        stored: Sketch,
        sketches: Sketches,
        boilerplate: NDArray[np.uint32],
    ) -> None:
        self.shingles = shingles
        self.own = strip(shingles, boilerplate)
        self.facts: Facts | None = None
        self._stories = batch.stories
        self._stored = stored.facts
        self._sketches = sketches

    def score(self, pairs: Integers, jaccard: NDArray[np.float64]) -> NDArray[np.float64]:
        """The duplicate score of pairs."""
        if not len(pairs):
            return np.empty(0)
        if self.facts is None:
            self.facts = self._sketches.facts([text_of(story) for story in self._stories])
        score = duplicate_score(self.own, concatenate([self.facts, self._stored]), pairs)
        score[jaccard == 1.0] = 1.0
        return score


def _edges(
    names: Integers, pairs: Integers, score: NDArray[np.float64], common: NDArray[np.int32], threshold: float
) -> list[Edge]:
    reached = score >= threshold
    both = np.sort(names[pairs[reached]], axis=1).tolist()
    return [
        Edge(a, b, value, count)
        for (a, b), value, count in zip(both, score[reached].tolist(), common[reached].tolist(), strict=True)
    ]


def _rescore(
    context: _Context,
    store: Store,
    olds: Integers,
    fresh: int,
    learned: NDArray[np.uint32],
    threshold: float,
) -> tuple[list[Edge], list[Edge]]:
    """New scores of the stored pairs that share what was learned."""
    if not len(learned) or not len(olds):
        return [], []
    touched = np.unique(context.shingles.owners()[np.isin(context.shingles.hashes, learned)])
    affected = set(olds[touched[touched >= fresh] - fresh].tolist())
    edges = sorted(edge for edge in store.edges(sorted(affected)) if {edge.a, edge.b} <= affected)
    if not edges:
        return [], []
    pairs = fresh + np.searchsorted(olds, np.array([(edge.a, edge.b) for edge in edges]))
    score = context.score(pairs, covers(context.shingles, pairs)[0]).tolist()
    anew = [edge._replace(score=value) for edge, value in zip(edges, score, strict=True)]
    changed = [edge for edge, before in zip(anew, edges, strict=True) if edge != before]
    return (
        [edge for edge in changed if edge.score >= threshold],
        [edge for edge in changed if edge.score < threshold],
    )


Item = TypeVar("Item")


def batches(items: Iterable[Item], name: Callable[[Item], str], most: int) -> Iterator[list[Item]]:
    """Runs of items in which no name occurs twice: a new version meets the old one in the index.

    A run is given as soon as it is full, before the next item is asked for.

    Examples
    --------
    >>> ["".join(run) for run in batches("abcadef", str, 4)]
    ['abc', 'adef']
    """
    group: list[Item] = []
    names: set[str] = set()
    for item in items:
        if name(item) in names:
            yield group
            group, names = [], set()
        group.append(item)
        names.add(name(item))
        if len(group) >= most:
            yield group
            group, names = [], set()
    if group:
        yield group


def is_news(batch: Batch, row: int, before: Mapping[str, Row]) -> bool:
    """Whether a story is not stored as it is."""
    known = before.get(batch.stories[row].id)
    return known is None or known.content != batch.contents[row]


def rows_of(
    batch: Batch,
    numbers: Sequence[int],
    seen: Sequence[int],
    strict: Sequence[int],
    before: Mapping[str, Row],
) -> list[Row]:
    """The rows of new stories, or of new versions, in the table, from what holds for each: its number, the
    second in which it was added, and its strict cluster."""
    rows = []
    parts = zip(
        batch.stories,
        numbers,
        batch.contents,
        seen,
        batch.words.tolist(),
        batch.shingles.sizes.tolist(),
        strict,
        strict=True,
    )
    for story, key, said, second, words, size, near in parts:
        old = before.get(story.id)
        version, cluster = (1, key) if old is None else (old.version + 1, old.cluster)
        moment = published(story)
        rows.append(Row(key, story.id, version, 1, said, second, moment, words, size, near, cluster))
    return rows


def in_clusters(rows: Sequence[Row], clusters: Mapping[int, int]) -> list[Row]:
    """The same rows, each in the cluster of its number."""
    return [
        row if row.cluster == clusters[row.key] else row._replace(cluster=clusters[row.key]) for row in rows
    ]
