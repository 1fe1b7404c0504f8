"""What a cluster run found: rows, matches and clusters, made from arrays when they are asked for.

`annotate` puts the rows as columns
beside the data frame that was clustered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dedup.errors import DedupError, RecordError, SettingsError
from dedup.match.clustering import parents
from dedup.match.corrections import Placed
from dedup.match.duplicates import PairScores, Verified, same_text
from dedup.match.relation import Relation, relation
from dedup.match.versions import version_pairs, versions
from dedup.metadata import MetadataTable, kept
from dedup.metadata import StoryMetadata as Card
from dedup.readers.columns import eager
from dedup.readers.reader import stories
from dedup.types import SCORES, Assignment, Cluster, Match, Scores, maker

if TYPE_CHECKING:
    from dedup.match.event_model import Belief
    from dedup.match.events import Events


_assignment, _scores = maker(Assignment), maker(Scores)

Through = tuple[str, int, Scores | None]
"""How a story was joined: its relation to another one, that one's rank, and their scores."""

_LAST = -1.0
"""In a tree, the score of pairs that only corrections join: behind all that were measured."""

RETOLD, REWRITE, JOINED = Relation.RETOLD.value, Relation.REWRITE.value, Relation.JOINED.value
_AT_ONCE = 1 << 14  # rows that are made at once

COLUMNS = (
    *("dedup_id", "duplicate_cluster", "version_cluster", "event_cluster", "form_cluster"),
    *("relation", "matched"),
)


class Result:
    """Clusters of a run.

    Rows, matches and clusters come in an order that does not depend on the order of reading, except
    `assignments`, which has the stories as they were read.

    Attributes
    ----------
    stats : Mapping[str, int]
        Counts of the run: stories, candidates, boilerplate shingles, capped buckets.
    threshold : float
        Duplicate score from which stories were joined.
    """

    def __init__(
        self,
        metadata: Sequence[Card],
        rank: NDArray[np.int64],
        verified: Verified,
        threshold: float,
        labels: NDArray[np.int64],
        events: Events | None,
        stats: Mapping[str, int],
        corrections: Placed | None = None,
    ) -> None:
        self._metadata: MetadataTable = kept(metadata)
        self._rank = rank
        self._row = np.argsort(rank)
        self._verified = verified
        self._labels = labels
        self._events = events
        self._corrections = corrections
        self.threshold = threshold
        self.stats = stats

    def __len__(self) -> int:
        return len(self._metadata)

    def __iter__(self) -> Iterator[Assignment]:
        """The rows of `assignments`, one after the other, and none of them kept."""
        return self._assignments()

    def __repr__(self) -> str:
        """What was found, in numbers."""
        levels = ("duplicate", "version", "event") if self.has_events else ("duplicate",)
        found = (f"{self.count(level):,} {level} clusters" for level in levels)
        return f"<Result: {', '.join([f'{len(self):,} stories', *found])}>"

    def _repr_html_(self) -> str:
        """What was found, and the largest clusters, as a notebook shows it."""
        from dedup.report.notebook import clusters_table

        level = "event" if self.has_events else "duplicate"
        return clusters_table(repr(self).strip("<>"), self.clusters(level))

    @property
    def has_events(self) -> bool:
        """Whether the event level was part of the run."""
        return self._events is not None

    @property
    def belief(self) -> Belief:
        """How far what looks like one event was believed to be one, for each story in the order of rank."""
        from dedup.match.event_model import Belief

        nothing = Belief(np.ones(len(self)), np.zeros(len(self)))
        return nothing if self._events is None else self._events.belief

    @property
    def likely(self) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Pairs, ranks of one story for each duplicate cluster, by which other pairs are confirmed as of one
        event, and their probabilities before: int64 (k, 2), float64 (k,)."""
        nothing = np.zeros((0, 2), np.int64), np.zeros(0)
        return nothing if self._events is None else self._events.likely

    @property
    def boilerplate(self) -> NDArray[np.uint32]:
        """Shingles that counted as boilerplate, known before or learned from the run: uint32, ascending."""
        return self._verified.boilerplate

    def labels(self, level: str = "duplicate") -> NDArray[np.int64]:
        """Cluster of each story in the order of reading: int64, shape (n,), numbered by first appearance.

        Raises
        ------
        SettingsError
            `level` is none of "duplicate", "version" and "event", or the event level was left out, and
            versions with it.
        """
        self._check(level)
        if level == "version":
            named = self._versions
        else:
            named = self._events.labels if level == "event" and self._events else self._labels
        _, first, which = np.unique(named[self._rank], return_index=True, return_inverse=True)
        return np.argsort(np.argsort(first))[which].astype(np.int64)

    def _check(self, level: str) -> None:
        if level not in (("duplicate", "version", "event") if self.has_events else ("duplicate",)):
            raise SettingsError(
                f"no level {level!r} in this run; version and event are levels unless events were left out"
            )

    def _meta(self, rank: int) -> Card:
        return self._metadata[int(self._row[rank])]

    @cached_property
    def _joined(self) -> PairScores:
        """The verified pairs that lie inside duplicate clusters and reach the threshold."""
        labels, pairs = self._labels, self._verified.pairs
        same = labels[pairs[:, 0]] == labels[pairs[:, 1]]
        return self._verified.where(same & (self._verified.score >= self.threshold))

    @cached_property
    def _versions(self) -> NDArray[np.int64]:
        """Version cluster of each story, in the order of rank; duplicate clusters without events."""
        if self._events is None:
            return self._labels
        return versions(self._labels, self._events.labels, self._compared, self._corrections)

    def _by_hand(self, level: str) -> NDArray[np.int64]:
        """Pairs that corrections join at a level: int64 (k, 2)."""
        return np.empty((0, 2), np.int64) if self._corrections is None else self._corrections.join[level]

    @cached_property
    def _compared(self) -> PairScores:
        """The pairs whose texts were compared: candidates for duplicates, then those of one event."""
        texts = None if self._events is None else self._events.texts
        return self._verified if texts is None else self._verified.and_others(texts)

    @cached_property
    def _rewritten(self) -> PairScores:
        """The compared pairs that hold versions together."""
        groups = np.arange(len(self)) if self._events is None else self._events.labels
        return self._compared.where(version_pairs(self._labels, groups, self._compared))

    @cached_property
    def assignments(self) -> tuple[Assignment, ...]:
        """One row for each story, in the order in which they were read."""
        return tuple(self._assignments())

    def _assignments(self) -> Iterator[Assignment]:
        pair, turned, by_hand = self._through()
        events = self._events
        retold = {} if events is None else self._retold_through(events)
        retold |= self._rewritten_through()
        retold |= by_hand
        for first in range(0, len(self), _AT_ONCE):
            ranks = self._rank[first : first + _AT_ONCE]
            joined = ranks[pair[ranks] >= 0]
            through = dict(self._duplicates(pair[joined], turned[joined]))
            clusters = self._labels[ranks].tolist()
            groups: list[int] | list[None] = [None] * len(ranks)
            articles: list[int] | list[None] = groups
            forms, several = [-1] * len(ranks), [False] * len(ranks)
            if events is not None:
                groups, articles = events.labels[ranks].tolist(), self._versions[ranks].tolist()
                forms, several = events.forms[ranks].tolist(), events.round_ups[ranks].tolist()
            metadata = self._metadata[first : first + _AT_ONCE]
            for meta, rank, label, article, group, form, sums_up in zip(
                metadata, ranks.tolist(), clusters, articles, groups, forms, several, strict=True
            ):
                kind, matched, scores = through.get(rank) or retold.get(rank) or (None, None, None)
                yield _assignment(
                    meta.id,
                    meta.id if label == rank else self._id(label),
                    None if group is None else self._id(group),
                    kind,
                    None if matched is None else self._id(matched),
                    scores,
                    meta.title,
                    meta.published,
                    meta.source,
                    meta.lang,
                    meta.part,
                    None if article is None else self._id(article),
                    None if form < 0 else self._id(form),
                    meta.origin,
                    sums_up,
                )

    def _id(self, rank: int) -> str:
        return self._metadata.id(int(self._row[rank]))

    def _through(self) -> tuple[NDArray[np.int64], NDArray[np.bool_], dict[int, Through]]:
        """The row of `_joined` through which each story was joined, -1 of first stories of a cluster, and
        whether the story is the second of that pair: int64 and bool, (n,) each; and the stories that only
        corrections join."""
        joined, by_hand = self._joined, self._by_hand("duplicate")
        every = np.concatenate([joined.pairs, by_hand])
        parent = parents(self._labels, every, np.append(joined.score, np.full(len(by_hand), _LAST)))
        a, b = every[:, 0], every[:, 1]
        used = np.flatnonzero((parent[a] == b) | (parent[b] == a))
        second = parent[a[used]] != b[used]
        child = np.where(second, b[used], a[used])
        pair, turned = np.full(len(self), -1), np.zeros(len(self), np.bool_)
        order = np.argsort(-used)  # of a pair that is there twice the measured one counts
        pair[child[order]], turned[child[order]] = used[order], second[order]
        only = np.flatnonzero(pair >= len(joined.pairs))
        found: dict[int, Through] = {one: (JOINED, int(parent[one]), None) for one in only.tolist()}
        pair[only] = -1
        return pair, turned, found

    def _retold_through(self, events: Events) -> dict[int, Through]:
        """The same for the first stories of duplicate clusters, which were joined to an event by their best
        pair."""
        best_first = np.lexsort((events.pairs[:, 1], events.pairs[:, 0], -events.score))
        groups = np.sort(self._labels[events.pairs[best_first]], axis=1)
        _, first = np.unique(groups, axis=0, return_index=True)
        groups, best = groups[first], best_first[first]
        parent, found = self._tree(events.labels, groups, events.score[best], "event")
        for (x, y), index in zip(groups.tolist(), best.tolist(), strict=True):
            if parent[x] == y:
                found[x] = self._retold(events, index, x)
            elif parent[y] == x:
                found[y] = self._retold(events, index, y)
        return found

    def _tree(
        self, labels: NDArray[np.int64], groups: NDArray[np.int64], scores: NDArray[np.float64], level: str
    ) -> tuple[NDArray[np.int64], dict[int, Through]]:
        """The parents of first stories of duplicate clusters in the trees of a coarser level, and those that
        have theirs by a correction."""
        hand = self._by_hand(level)
        both = np.sort(self._labels[hand], axis=1)
        apart = both[:, 0] != both[:, 1]
        hand, both = hand[apart], both[apart]
        every = np.concatenate([groups, both])
        parent = parents(labels, every, np.append(scores, np.full(len(both), _LAST)))
        found: dict[int, Through] = {}
        for (x, y), (a, b) in zip(both.tolist(), hand.tolist(), strict=True):
            first = a if self._labels[a] == x else b
            second = a + b - first
            if parent[x] == y:
                found[x] = JOINED, second, None
            elif parent[y] == x:
                found[y] = JOINED, first, None
        return parent, found

    def _rewritten_through(self) -> dict[int, Through]:
        """The same for the first stories of duplicate clusters, which were joined to a version by their best
        pair."""
        pairs = self._rewritten
        groups = np.sort(self._labels[pairs.pairs], axis=1)
        order = np.lexsort((pairs.pairs[:, 1], pairs.pairs[:, 0], -pairs.score))
        _, first = np.unique(groups[order], axis=0, return_index=True)
        best = order[first]
        parent, found = self._tree(self._versions, groups[best], pairs.score[best], "version")
        for index in best.tolist():
            (x, y), (a, b) = groups[index].tolist(), pairs.pairs[index].tolist()
            child = x if parent[x] == y else y if parent[y] == x else None
            if child is not None:
                turned = self._labels[a] != child
                found[child] = REWRITE, a if turned else b, self._shares(index, turned)
        return found

    def _shares(self, index: int, turned: bool = False) -> Scores:
        """The scores of one pair of `_rewritten`, the other way round where `turned`."""
        pairs = self._rewritten
        sides = pairs.containment_a[index], pairs.containment_b[index]
        shares = pairs.jaccard[index], *(sides[::-1] if turned else sides)
        a, b = np.sort(self._labels[pairs.pairs[index]]).tolist()
        scores = Scores(*(round(float(share), 4) for share in shares))
        return replace(scores, probability=self._of_one_event.get((a, b)))

    @cached_property
    def _of_one_event(self) -> dict[tuple[int, int], float]:
        """The highest probability of one event between two duplicate clusters, by their labels."""
        if self._events is None:
            return {}
        order = np.argsort(self._events.probability, kind="stable")
        groups = np.sort(self._labels[self._events.pairs[order]], axis=1)
        likely = np.round(self._events.probability[order], 4).tolist()
        return {(a, b): one for (a, b), one in zip(groups.tolist(), likely, strict=True)}

    def _duplicates(
        self, rows: NDArray[np.int64], turned: NDArray[np.bool_] | None = None
    ) -> Iterator[tuple[int, Through]]:
        """Some rows of `_joined`: the first story of each pair, and what it is to the second; the other way
        round where `turned`."""
        pairs = self._joined
        words = self._words
        a, b = pairs.pairs[rows].T
        in_a, in_b = pairs.containment_a[rows], pairs.containment_b[rows]
        if turned is not None:
            a, b = np.where(turned, b, a), np.where(turned, a, b)
            in_a, in_b = np.where(turned, in_b, in_a), np.where(turned, in_a, in_b)
        likely = np.round(same_text(pairs.score[rows]), 4)
        columns = (a, b, pairs.jaccard[rows], in_a, in_b, words[a], words[b], pairs.conflict[rows], likely)
        for x, y, both, in_x, in_y, words_x, words_y, conflict, probability in zip(
            *(column.tolist() for column in columns), strict=True
        ):
            scores = round(both, 4), round(in_x, 4), round(in_y, 4)
            kind = relation(both, in_x, in_y, words_x, words_y, conflict)
            yield x, (kind.value, y, _scores(*scores, None, probability))

    @cached_property
    def _words(self) -> NDArray[np.int64]:
        """Length of each story in words, in the order of rank."""
        return self._metadata.words()[self._row]

    def words(self) -> NDArray[np.int64]:
        """Length of each story in words, in the order of reading: int64, shape (n,)."""
        return self._metadata.words()

    def _retold(self, events: Events, index: int, group: int) -> tuple[str, int, Scores]:
        first, second = events.pairs[index].tolist()
        partner = second if self._labels[first] == group else first
        return RETOLD, partner, _retold_scores(events, index)

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """Verified pairs: duplicates, rewritten versions, reports of one event; `a` is the earlier story."""
        found: list[Match] = []
        joined = self._joined
        order = np.lexsort((joined.pairs[:, 1], joined.pairs[:, 0]))
        for earlier, (kind, other, shares) in self._duplicates(order):
            found.append(Match(self._meta(earlier).id, self._meta(other).id, kind, shares or Scores()))
        if self._events is not None:
            events = self._events
            again = self._rewritten
            for index in np.lexsort((again.pairs[:, 1], again.pairs[:, 0])).tolist():
                x, y = again.pairs[index].tolist()
                found.append(Match(self._meta(x).id, self._meta(y).id, REWRITE, self._shares(index)))
            for index, (x, y) in enumerate(np.sort(events.pairs, axis=1).tolist()):
                if self._versions[x] != self._versions[y]:
                    scores = _retold_scores(events, index)
                    found.append(Match(self._meta(x).id, self._meta(y).id, RETOLD, scores))
        known = {(one.a, one.b) for one in found} if self._corrections is not None else set()
        for x, y in self._by_hand("event" if self.has_events else "duplicate").tolist():
            if (pair := (self._meta(x).id, self._meta(y).id)) not in known:
                found.append(Match(*pair, JOINED, Scores()))
        return tuple(found)

    @cached_property
    def duplicate_clusters(self) -> tuple[Cluster, ...]:
        """Duplicate clusters of two and more stories, the largest first."""
        weight = _weights(len(self), self._joined.pairs, self._joined.score)
        return self._clusters("duplicate", self._labels, weight)

    @cached_property
    def version_clusters(self) -> tuple[Cluster, ...]:
        """Clusters of two and more stories that are one article, the largest first; empty without events."""
        if self._events is None:
            return ()
        weight = _weights(len(self), self._joined.pairs, self._joined.score)
        weight += _weights(len(self), self._rewritten.pairs, self._rewritten.score)
        return self._clusters("version", self._versions, weight)

    def clusters(self, level: str = "duplicate") -> tuple[Cluster, ...]:
        """Clusters of two and more stories at a level, the largest first.

        Raises
        ------
        SettingsError
            As `labels` does.
        """
        self._check(level)
        return {
            "duplicate": lambda: self.duplicate_clusters,
            "version": lambda: self.version_clusters,
            "event": lambda: self.event_clusters,
        }[level]()

    def count(self, level: str = "duplicate") -> int:
        """How many clusters of two and more stories there are, of a level as `labels` takes it."""
        return int(np.count_nonzero(np.bincount(self.labels(level)) > 1))

    @cached_property
    def event_clusters(self) -> tuple[Cluster, ...]:
        """Event clusters of two and more stories, the largest first; empty when the event level was left
        out."""
        if self._events is None:
            return ()
        weight = _weights(len(self), self._joined.pairs, self._joined.score)
        weight += _weights(len(self), self._events.pairs, self._events.score)
        return self._clusters("event", self._events.labels, weight)

    @cached_property
    def form_clusters(self) -> tuple[Cluster, ...]:
        """Series of stories that fill in one form, each in its own way, the largest first: earnings, weather,
        quotations of a market. Clusters of other levels may lie across them. Empty without events."""
        if self._events is None:
            return ()
        form = self._events.forms
        alone = np.arange(len(self))
        weight = _weights(len(self), self._joined.pairs, self._joined.score)
        return self._clusters("form", np.where(form >= 0, form, alone), weight)

    def _clusters(
        self, kind: str, labels: NDArray[np.int64], weight: NDArray[np.float64]
    ) -> tuple[Cluster, ...]:
        members: dict[int, list[int]] = defaultdict(list)
        large = np.flatnonzero(np.bincount(labels, minlength=len(labels)) > 1)
        for rank in np.flatnonzero(np.isin(labels, large)).tolist():
            members[int(labels[rank])].append(rank)
        ordered = sorted(members.items(), key=lambda item: (-len(item[1]), item[0]))
        return tuple(self._cluster(kind, ranks, weight) for _, ranks in ordered)

    def _cluster(self, kind: str, ranks: list[int], weight: NDArray[np.float64]) -> Cluster:
        from dedup.report.records import independent_origins

        metadata = [self._meta(rank) for rank in ranks]
        dates = [meta.published for meta in metadata if meta.published is not None]
        central = max(ranks, key=lambda rank: (weight[rank], -rank))
        return Cluster(
            id=metadata[0].id,
            kind=kind,
            members=tuple(meta.id for meta in metadata),
            earliest=metadata[0].id,
            representative=self._meta(central).id,
            tellings=len({int(self._labels[rank]) for rank in ranks}),
            sources=tuple(sorted({meta.source for meta in metadata if meta.source})),
            first=min(dates, default=None),
            last=max(dates, default=None),
            origins=independent_origins(
                (int(self._versions[rank]), meta.origin) for rank, meta in zip(ranks, metadata, strict=True)
            ),
            agencies=tuple(sorted({meta.origin for meta in metadata if meta.origin})),
        )

    def rethreshold(self, threshold: float) -> Result:
        """The same run with another duplicate threshold, from the scores at hand; events are left out.

        Raises
        ------
        SettingsError
            The threshold does not lie between 0.05 and 1.
        """
        if not 0.05 <= threshold <= 1.0:
            raise SettingsError(f"threshold is {threshold}; it must lie between 0.05 and 1.0")
        labels = self._verified.clusters(len(self), threshold, self._corrections)
        return Result(
            self._metadata,
            self._rank,
            self._verified,
            threshold,
            labels,
            None,
            self.stats,
            self._corrections,
        )

    def to_frame(self, backend: Any = "pandas") -> Any:
        """The rows as a data frame of `backend` (pandas, polars or pyarrow, which must be installed)."""
        import narwhals

        rows = self.rows()
        columns = {name: [row[name] for row in rows] for name in _flat(_EMPTY)}
        try:
            return narwhals.from_dict(columns, backend=backend).to_native()
        except ModuleNotFoundError as problem:
            raise DedupError(f"a {backend} frame needs {backend}: pip install {backend}") from problem

    def rows(self) -> list[dict[str, object]]:
        """The assignments as flat rows, scores in columns of their own: for tables."""
        return [_flat(row) for row in self.assignments]


def _retold_scores(events: Events, index: int) -> Scores:
    """The scores of one pair of an event."""
    cosine, probability = float(events.cosine[index]), float(events.probability[index])
    return Scores(cosine=round(cosine, 4), probability=round(probability, 4))


def _weights(n: int, pairs: NDArray[np.int64], scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum of the scores of each story's pairs: the medoid has the most."""
    return np.bincount(pairs.ravel(), np.repeat(scores, 2), n).astype(np.float64)


_EMPTY = Assignment("", "", None, None, None, None)


def _flat(row: Assignment) -> dict[str, object]:
    """A row with its scores as columns of their own."""
    scores = row.scores or Scores()
    return {
        "id": row.id,
        "duplicate_cluster": row.duplicate_cluster,
        "version_cluster": row.version_cluster,
        "event_cluster": row.event_cluster,
        "form_cluster": row.form_cluster,
        "relation": row.relation,
        "matched": row.matched,
        "jaccard": scores.jaccard,
        "containment_a": scores.containment_a,
        "containment_b": scores.containment_b,
        "cosine": scores.cosine,
        "title": row.title,
        "published": row.published,
        "source": row.source,
        "origin": row.origin,
        "round_up": row.round_up,
        "lang": row.lang,
    }


def annotate(
    frame: Any, assignments: Iterable[Assignment], *, fields: Mapping[str, str] | None = None
) -> Any:
    """A frame with the findings of a run over it added as columns.

    Parameters
    ----------
    frame
        The frame that was clustered.
    assignments
        `Result.assignments` of that run.
    fields
        The mapping of fields that it was read with.

    Returns
    -------
    A frame of the same type: same rows in the same order, same columns, and behind them (in the place of
    columns of these names) `dedup_id` (the story's id), `duplicate_cluster`, `version_cluster`,
    `event_cluster`, `form_cluster`, `relation`, `matched` and the scores. Rows that hold no story have nulls
    there.

    Examples
    --------
    >>> import pandas, dedup                                             # doctest: +SKIP
    >>> frame = pandas.read_csv("stories.csv")                           # doctest: +SKIP
    >>> found = dedup.annotate(frame, dedup.cluster(frame).assignments)  # doctest: +SKIP
    """
    import narwhals

    known = eager(frame)
    by_id = {row.id: row for row in assignments}
    lines: list[Assignment | None] = [None] * len(known)
    for story in stories(frame, fields=fields, on_problem=_passed_over):
        lines[int(story.place.removeprefix("item "))] = by_id.get(story.id)
    backend = narwhals.get_native_namespace(known)
    columns: dict[str, list[object]] = {
        name: [getattr(row, "id" if name == "dedup_id" else name) if row else None for row in lines]
        for name in COLUMNS
    }
    for name in SCORES:
        columns[name] = [getattr(row.scores or Scores(), name) if row else None for row in lines]
    kinds = dict.fromkeys(COLUMNS, narwhals.String) | dict.fromkeys(SCORES, narwhals.Float64)
    added = [
        narwhals.new_series(name, values, kinds[name], backend=backend) for name, values in columns.items()
    ]
    return _with_index(known, added).to_native()


def _with_index(frame: Any, added: list[Any]) -> Any:
    """Columns put beside a frame; those of pandas are matched by an index, which need not be 0, 1, 2 …"""
    import narwhals

    index = narwhals.maybe_get_index(frame)
    if index is not None:
        added = [narwhals.maybe_set_index(column, index=index) for column in added]
    return frame.with_columns(*added)


def _passed_over(_: RecordError) -> None:
    """Rows without a story were reported in the run."""
