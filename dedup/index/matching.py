"""A batch of new stories against those that are stored: the stages of `match.recipe`, and what they need.

A batch and the stored candidates of its stories are the *context*. Boilerplate is learned in it: a shingle
that stands in enough strict clusters of the context. Stories that share a passage of some length share
sampled shingles, and are candidates until there are many of them, so what a site repeats is learned when the
first few of its stories are in; stored pairs inside the context are then scored anew. What was learned is
written down with its day, and dropped when it was not seen for a window. Shingles, facts and vocabularies are
not stored (3 KB a story): those of the latest stories stay in memory, others are made anew from their texts.
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
from dedup.index.schema import Database, count_up, seal, unseal
from dedup.index.store import Edge, Rewrite, Row, Store, content, pack, text_of
from dedup.match.boilerplate import learn_beyond, strip, united
from dedup.match.clustering import components
from dedup.match.duplicates import OWN_RATE, TextSets, banded_candidates, pair_scores, strict_pairs
from dedup.match.facts import Facts, Words, concatenate, facts
from dedup.match.facts import concatenate as concatenate_facts
from dedup.match.recipe import match_duplicates
from dedup.match.relation import VERSION
from dedup.settings import Settings
from dedup.sketch.minhash import sample_pairs, sketch
from dedup.sketch.shingles import Shingles, shared, shingle
from dedup.sketch.shingles import concatenate as concatenate_shingles
from dedup.sketch.vocabulary import Vocabulary, in_one_piece, vocabulary
from dedup.sketch.vocabulary import concatenate as concatenate_words
from dedup.types import Story

KEPT = 20_000
"""Stories whose sketches stay in memory (about 3 KB each): copies come within hours."""

REMEMBERED = 1_000_000
"""Texts after which what words weigh is learned anew: a process of years meets ever new words."""


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """Shingles, facts and vocabularies of n stories."""

    shingles: Shingles
    facts: Facts
    words: Vocabulary

    def take(self, rows: NDArray[np.int64]) -> "Sketch":
        """The given stories, in the given order."""
        return Sketch(self.shingles.take(rows), self.facts.take(rows), self.words.take(rows))


NOTHING = Sketch(
    Shingles(np.empty(0, np.uint32), np.zeros(1, np.int64)),
    facts([]),
    in_one_piece(np.empty(0, np.uint64), np.zeros(1, np.int64)),
)
"""Of no story."""


def vocabulary_of(stories: Sequence[Story]) -> Vocabulary:
    """The vocabularies of stories."""
    return vocabulary([*map(text_of, stories)], [story.title or "" for story in stories])


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
            held = [stories[key] for key in missing]
            texts = [*map(text_of, held)]
            made = Sketch(shingle(texts), self.facts(texts), vocabulary_of(held))
            places |= self.keep(missing, made)
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
        concatenate_words([part.words for part in parts]),
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
        words.counts,
        keys(shingles, signatures),
    )


class _Compressor:
    """The thread that compresses; a forked process, which has none of its parent's threads, gets its own."""

    def __init__(self) -> None:
        self.start()
        if hasattr(os, "register_at_fork"):  # Windows does not fork
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
    another score, and such that fell below the threshold. `rewrites`, `parted`: pairs that may be versions of
    one article, new or with another score, and stored ones that may not any more. `strict`: strict cluster of
    each new story.
    `conflicts`: those of the edges whose stories make conflicting claims, as pairs of numbers. `learned`:
    uint32, ascending, new boilerplate. `capped`: keys that were too common.
    `sketch`: that of the new stories, if it was needed.
    """

    edges: list[Edge]
    conflicts: frozenset[tuple[int, int]]
    rescored: list[Edge]
    cut: list[Edge]
    rewrites: list[Rewrite]
    parted: list[Rewrite]
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
        return Found([], frozenset(), [], [], [], [], numbers.tolist(), boilerplate[:0], capped, None)
    rows = store.by_key(np.unique(crossing[:, 1]).tolist())
    olds = np.array(sorted(rows.keys() - replaced), np.int64)
    there = np.isin(crossing[:, 1], olds)
    crossing, by_band = crossing[there], by_band[there]
    crossing[:, 1] = len(batch) + np.searchsorted(olds, crossing[:, 1])
    names = np.concatenate([numbers, olds])
    known = [rows[old].strict for old in olds.tolist()]
    context = _Context(batch, sketches.of(olds.tolist()), sketches, crossing[by_band], names, known)
    stages = _InContext(context, boilerplate, settings)
    found = match_duplicates(stages)
    learned = stages.news
    edges, conflicts = _edges(names, found.scored, settings.threshold)
    again = _rescore(context, stages.stripped, store, learned, settings.threshold)
    return Found(
        edges,
        conflicts,
        again.edges,
        again.cut,
        _rewrites(names, found.scored, settings.threshold) + again.rewrites,
        again.parted,
        found.strict[: len(batch)].tolist(),
        learned,
        capped + found.capped,
        context.made,
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
    """The new stories, first, and the stored candidates of theirs: n stories.

    `names`: int64 (n,), what they are called. `crossing`: int64 (m, 2), rows of new and stored stories that
    agree in a band. `strict_before`: strict clusters of the stored ones. `made`: the sketches of the new
    ones, made when there is a pair.
    """

    def __init__(
        self,
        batch: Batch,
        stored: Sketch,
        sketches: Sketches,
        crossing: Integers,
        names: Integers,
        strict_before: list[int],
    ) -> None:
        self.batch = batch
        self.shingles = concatenate_shingles([batch.shingles, stored.shingles])
        self.crossing = crossing
        self.names = names
        self.strict_before = strict_before
        self.made: Sketch | None = None
        self._stored = stored
        self._sketches = sketches

    def scores(self, pairs: Integers, stripped: Shingles) -> "PairCounts":
        """The duplicate scores of pairs; `stripped`: the shingles of all without boilerplate."""
        common = shared(self.shingles, pairs)
        if not len(pairs):
            return PairCounts(pairs, np.empty(0), np.empty(0), np.empty(0, np.bool_), common)
        facts = concatenate([self._sketch().facts, self._stored.facts])
        texts = TextSets(self.shingles, stripped, facts, self.words())
        found = pair_scores(texts, pairs, common)
        return PairCounts(pairs, found.score, found.likeness, found.conflict, common)

    def words(self) -> Vocabulary:
        """The vocabularies of all."""
        return concatenate_words([self._sketch().words, self._stored.words])

    def _sketch(self) -> Sketch:
        if self.made is None:
            stories = self.batch.stories
            facts = self._sketches.facts([*map(text_of, stories)])
            self.made = Sketch(self.batch.shingles, facts, vocabulary_of(stories))
        return self.made


@dataclass(frozen=True, slots=True, eq=False)
class PairCounts:
    """Pairs of rows of a context, int64 (m, 2), their duplicate scores and likeness, float64 (m,) each, which
    near-copies make conflicting claims, bool (m,), and the shingles that they share, int32 (m,)."""

    pairs: Integers
    score: NDArray[np.float64]
    likeness: NDArray[np.float64]
    conflict: NDArray[np.bool_]
    common: NDArray[np.int32]


class _InContext:
    """The stages of `recipe.match_duplicates` in a context: only pairs with a new story are candidates.

    `news`: what was learned beyond the `known` boilerplate, uint32, ascending.
    """

    def __init__(self, context: _Context, known: NDArray[np.uint32], settings: Settings) -> None:
        self._context = context
        self._known = known
        self._settings = settings
        self.news = known[:0]

    def banded(self) -> tuple[Integers, int]:
        inner, capped = _inside(self._context.batch)
        return np.concatenate([inner, self._context.crossing]), capped

    def strict(self, banded: Integers) -> Integers:
        context = self._context
        if len(banded):
            common = shared(context.shingles, banded)
            banded = strict_pairs(context.words(), context.shingles, banded, common)
        return _strict(banded, context.names, len(context.batch), context.strict_before)

    def learned(self, strict: Integers) -> NDArray[np.uint32]:
        shingles, least = self._context.shingles, self._settings.boilerplate
        if len(shingles) >= least:
            labels = np.unique(strict, return_inverse=True)[1]  # below the number of stories, for kernels
            self.news = learn_beyond(shingles, labels, least, self._known)
        return united(self._known, self.news) if len(self.news) else self._known

    def sampled(self, boilerplate: NDArray[np.uint32]) -> tuple[Integers, int]:
        self.stripped = strip(self._context.shingles, boilerplate)
        pairs = sample_pairs(self.stripped, OWN_RATE).pairs
        return pairs[pairs[:, 0] < len(self._context.batch)], 0

    def united(self, banded: Integers, sampled: Integers) -> Integers:
        return np.unique(np.concatenate([np.sort(banded, axis=1), sampled]), axis=0)

    def scored(self, pairs: Integers, boilerplate: NDArray[np.uint32]) -> PairCounts:
        return self._context.scores(pairs, self.stripped)


def _edges(
    names: Integers, found: PairCounts, threshold: float
) -> tuple[list[Edge], frozenset[tuple[int, int]]]:
    """The pairs that reach the threshold, and those of them whose claims conflict."""
    reached = found.score >= threshold
    both = np.sort(names[found.pairs[reached]], axis=1)
    columns = both, found.score[reached], found.common[reached]
    edges = [
        Edge(a, b, value, count)
        for (a, b), value, count in zip(*(column.tolist() for column in columns), strict=True)
    ]
    return edges, frozenset((a, b) for a, b in both[found.conflict[reached]].tolist())


def _rewrites(names: Integers, found: PairCounts, threshold: float) -> list[Rewrite]:
    """The pairs that may be versions of one article and are no edges of such a score."""
    kept = may_be_versions(found.score, found.likeness, threshold)
    both = np.sort(names[found.pairs[kept]], axis=1)
    columns = found.score[kept], found.likeness[kept], found.common[kept]
    return [
        Rewrite(a, b, *values)
        for (a, b), *values in zip(both.tolist(), *(column.tolist() for column in columns), strict=True)
    ]


def may_be_versions(
    score: NDArray[np.float64], likeness: NDArray[np.float64], threshold: float
) -> NDArray[np.bool_]:
    """Which pairs join duplicate clusters of one event to a version, besides edges whose score reaches
    `relation.VERSION`: bool (m,); scores and likeness are float64 (m,)."""
    return np.asarray((likeness >= VERSION) & (score < max(threshold, VERSION)))


@dataclass(frozen=True, slots=True)
class _Again:
    """Stored pairs with new scores: what are `edges` and `rewrites` now, and those that are none any more."""

    edges: list[Edge]
    cut: list[Edge]
    rewrites: list[Rewrite]
    parted: list[Rewrite]


def _rescore(
    context: _Context,
    stripped: Shingles,
    store: Store,
    learned: NDArray[np.uint32],
    threshold: float,
) -> _Again:
    """New scores of the stored pairs that share what was learned: what is boilerplate parts some, and shows
    others to be the same."""
    fresh, olds = len(context.batch), context.names[len(context.batch) :]
    if not len(learned) or not len(olds):
        return _Again([], [], [], [])
    touched = np.unique(context.shingles.owners()[np.isin(context.shingles.hashes, learned)])
    affected = set(olds[touched[touched >= fresh] - fresh].tolist())
    listed = sorted(affected)
    edges = {edge.pair: edge for edge in store.edges(listed) if affected.issuperset(edge.pair)}
    rewrites = {one.pair: one for one in store.rewrites(listed) if affected.issuperset(one.pair)}
    both = sorted(edges.keys() | rewrites.keys())
    if not both:
        return _Again([], [], [], [])
    found = context.scores(fresh + np.searchsorted(olds, np.array(both)), stripped)
    edges_now = {edge.pair: edge for edge in _edges(context.names, found, threshold)[0]}
    rewrites_now = {one.pair: one for one in _rewrites(context.names, found, threshold)}
    return _Again(
        [edge for pair, edge in edges_now.items() if edge != edges.get(pair)],
        [edge for pair, edge in edges.items() if pair not in edges_now],
        [one for pair, one in rewrites_now.items() if one != rewrites.get(pair)],
        [one for pair, one in rewrites.items() if pair not in rewrites_now],
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


DAY = 86_400  # seconds

Hashes = NDArray[np.uint32]


class Learned:
    """The boilerplate of an index, as one process sees it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[int, tuple[int, Hashes]] = {}
        self._all: Hashes = np.empty(0, np.uint32)
        self._last = -1

    def current(self, last: int) -> Hashes:
        """All of it: uint32, ascending; `last`: the counter of changes, as it stands in the transaction."""
        if last == self._last:
            return self._all
        listed = dict(self._database.rows("SELECT key, day FROM boilerplate ORDER BY key"))
        if listed.keys() != self._known.keys():
            missing = sorted(listed.keys() - self._known.keys())
            known = {key: part for key, part in self._known.items() if key in listed}
            for key, hashes in self._database.rows(
                "SELECT key, hashes FROM boilerplate WHERE key IN ({ints})", self._database.ints(missing)
            ):
                data = unseal(hashes, "what is known as boilerplate", self._database.place)
                known[key] = int(listed[key]), np.frombuffer(data, "<u4").astype(np.uint32)
            self._known = known
            self._all = np.unique(
                np.concatenate([np.empty(0, np.uint32), *(part for _, part in known.values())])
            )
        self._last = last
        return self._all

    def add(self, hashes: Hashes, seconds: float) -> None:
        """Stores what was learned in a transaction."""
        if len(hashes):
            self._database.run(
                "INSERT INTO boilerplate (key, day, hashes) VALUES (?, ?, ?)",
                count_up(self._database, "learned"),
                int(seconds // DAY),
                seal(hashes.astype("<u4")),
            )

    def aging(self, seen: Hashes, seconds: float, window: float | None) -> Hashes:
        """Those of `seen` that were last written down more than half a window (in days) ago."""
        if window is None:
            return np.empty(0, np.uint32)
        limit = seconds / DAY - window / 2
        young = [part for day, part in self._known.values() if day >= limit]
        old = [part for day, part in self._known.values() if day < limit]
        if not old:
            return np.empty(0, np.uint32)
        fading = np.setdiff1d(np.concatenate(old), np.concatenate([np.empty(0, np.uint32), *young]))
        return np.intersect1d(fading, seen)

    def expire(self, seconds: float, window: float) -> None:
        """Drops what was not seen for a window."""
        if self._database.run("DELETE FROM boilerplate WHERE day < ?", int(seconds // DAY - window)):
            count_up(self._database, "learned")

    def forget(self) -> None:
        """Reads everything anew."""
        self._known, self._all, self._last = {}, np.empty(0, np.uint32), -1
