"""The event level of an index: new stories that report, in other words, what a stored one reports.

A story that founds a duplicate cluster stands for it. It is looked for by its heaviest terms, among founders
within the window of days, and scored as `match.event_model` scores a pair, by the background and the latest
`AROUND` founders; these, with the batch, also show how far to believe it. It joins the event whose members
it is one event with on average (absent pairs cannot be: all are scored, of the latest `MEMBERS`), the best
one when there are several. Fillings of one form and strangers with one footer look alike and count as 0, as
in `dedup cluster`.

**What is guaranteed.** At every moment each duplicate cluster lies inside one event, and an event that was
named in a verdict keeps its name as long as a story of it is there. The same stories in the same batches give
the same events in any process. `check` says of a story what `add` would say of it in a batch of its own.

**What is not.** Unlike duplicate clusters events hang on the order in which stories came, and on their
batches as far as what is common now does: a story is placed once, by what is stored then, and two events do
not merge later, except when duplicate clusters of them do (the older event wins). `dedup cluster`, which sees
all stories at once, may join more; `settling` brings the events of the last days to what it says.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from dedup.index.clusters import Changes
from dedup.index.keys import Keys, Run, term_keys
from dedup.index.matching import Batch, Sketch, Sketches, vocabulary_of
from dedup.index.store import EventMembership, Rewrite, Row, Store, text_of
from dedup.match.duplicates import Looks, look_alikes, text_sets
from dedup.match.event_model import (
    Belief,
    at_most,
    belief,
    calibrated,
    confirmed,
    evidence,
    judged,
    probability,
)
from dedup.match.event_profiles import Profile, profiles, stack
from dedup.match.event_vectors import Rows, cosine, rows
from dedup.match.events import vetoed, within
from dedup.match.facts import concatenate as concatenate_facts
from dedup.match.recipe import match_events
from dedup.match.relation import VERSION, Relation, event_relation
from dedup.metadata import seconds
from dedup.settings import Settings
from dedup.sketch.shingles import concatenate as concatenate_shingles
from dedup.sketch.vocabulary import concatenate as concatenate_words
from dedup.text.background import background
from dedup.types import Scores, Verdict

HEAVY = 20
"""Heaviest terms of a story that it is looked for by: with 10 recall of pairs is .76 on triples of outlets,
with 20 it is .93, at a tenth more time; 30 find hardly more."""

SHARED = 3
"""Of these, how many a candidate must share: two names and a subject."""

COMMON = 400
"""Stories with a term from which it is passed over."""

CANDIDATES = 12
"""Candidates of a story that are scored, those that share the most terms first."""

MEMBERS = 12
"""Latest members of an event that a story is compared with."""

AROUND = 200
"""Latest founders that show what is common now, beside the background, and how far to believe it."""

KEPT = 5_000
"""Profiles that stay in memory."""

DAY = 86_400.0

Integers = NDArray[np.int64]


Dated = tuple[Profile, float]
"""The profile of a story, and when it was published: seconds, NaN where unknown."""


@dataclass(frozen=True, slots=True)
class Retold:
    """A story that reports what `other` reports: the event that it joined, the cosine of the two, the
    probability that they report one event, and what they are to each other."""

    event: EventMembership
    other: str
    cosine: float
    probability: float
    relation: Relation


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What a batch means for events: stories that joined one, by id; rows for the table; the keys of
    founders; and pairs that may be versions of one article."""

    retold: dict[str, Retold]
    stated: list[EventMembership]
    keys: Keys
    rewrites: list[Rewrite]


@dataclass(frozen=True, slots=True)
class _Joined:
    """The event that a story joins: its number, the member most like the story, the probability that the two
    report one event, their duplicate score; `versions`: what members the story may be a version of, each with
    score, likeness and containment of the story."""

    event: int
    other: int
    probability: float
    score: float
    versions: dict[int, tuple[float, float, float]]


class EventLevel:
    """Events of an index, as one process sees them."""

    def __init__(self, store: Store, sketches: Sketches, settings: Settings) -> None:
        self._store = store
        self._sketches = sketches
        self._settings = settings
        self._profiles: dict[int, Dated] = {}

    def find(
        self, batch: Batch, fresh: Sequence[Row], runs: Sequence[Run], boilerplate: NDArray[np.uint32]
    ) -> Found:
        """Places the founders of a batch, one after the other; `boilerplate`: uint32, ascending."""
        places = {row.key: place for place, row in enumerate(fresh)}

        def alike(story: int, others: list[int]) -> Looks:
            return self._alike(batch, places, boilerplate, story, others)

        founders = {
            row.key: (row, story)
            for row, story in zip(fresh, batch.stories, strict=True)
            if row.cluster == row.key and row.version == 1
        }
        if not founders:
            return Found({}, [], np.empty(0, np.uint64), [])
        found = profiles([story for _, story in founders.values()])
        times = seconds(story.published for _, story in founders.values()).tolist()
        given = {key: (found[row], times[row]) for row, key in enumerate(founders)}
        heavy = {key: _heaviest(found) for key, (found, _) in given.items()}
        own = {key: row for key, (row, _) in founders.items()}
        nearby = self._nearby(own, heavy, runs)
        numbers = [np.full(len(terms), key) for key, terms in heavy.items()]
        keys = term_keys(np.concatenate([*heavy.values()]), np.concatenate(numbers))
        if not any(nearby.values()):
            self._keep(given)
            return Found({}, [], keys, [])
        stored = {cluster for clusters in nearby.values() for cluster in clusters} - own.keys()
        placed = self._store.stated(sorted(stored))
        parts = self._store.parts(sorted({entry.event for entry in placed.values()}))
        scores = self._scores(
            given, sorted(stored.union(*parts.values(), (entry.event for entry in placed.values())))
        )
        stated: list[EventMembership] = []
        retold: dict[str, Retold] = {}
        rewrites: list[Rewrite] = []
        names = {key: story.id for key, (_, story) in founders.items()}
        for key, clusters in nearby.items():
            groups = {}
            for cluster in clusters:
                event = placed[cluster].event if cluster in placed else cluster
                groups[event] = sorted({event, *parts.get(event, [])})[-MEMBERS:]
            joined = scores.best(key, groups, self._settings.event_threshold, alike) if groups else None
            if joined is None:
                continue
            event, other = joined.event, joined.other
            if event not in placed:
                placed[event] = EventMembership(event, event, names.get(event) or self._name(event))
                stated.append(placed[event])
            placed[key] = EventMembership(key, event, placed[event].name)
            stated.append(placed[key])
            parts.setdefault(event, [event]).append(key)
            other_name = names.get(other) or self._store.ids([other])[other]
            close, likely = scores.cosine(key, other), round(joined.probability, 4)
            relation = event_relation(joined.score)
            retold[names[key]] = Retold(placed[key], other_name, close, likely, relation)
            rewrites += [
                Rewrite(
                    min(key, member),
                    max(key, member),
                    score,
                    likeness,
                    round(contained * own[key].size),
                )
                for member, (score, likeness, contained) in joined.versions.items()
            ]
        current = self._store.by_key({key for one in rewrites for key in one.pair}).keys() | own.keys()
        rewrites = [one for one in rewrites if current.issuperset(one.pair)]
        return Found(retold, stated, keys, rewrites)

    def _nearby(
        self, own: dict[int, Row], heavy: dict[int, NDArray[np.uint32]], runs: Sequence[Run]
    ) -> dict[int, list[int]]:
        """Duplicate clusters whose founders share heavy terms with each new story, and lie within the
        window."""
        stored = self._sharing(heavy, runs)
        by_term: dict[int, list[int]] = defaultdict(list)
        chosen: dict[int, list[int]] = {}
        for key, terms in heavy.items():
            shared = stored[key]
            for term in terms.tolist():
                shared.update(Counter(by_term[term][-COMMON:]))
                by_term[term].append(key)
            likely = sorted((-count, other) for other, count in shared.items() if count >= SHARED)
            chosen[key] = [other for _, other in likely[: 4 * CANDIDATES]]
        known = self._store.by_key(sorted({other for others in chosen.values() for other in others})) | own
        return {
            key: list(
                dict.fromkeys(
                    known[other].cluster
                    for other in others
                    if other in known and self._near(own[key].published, known[other].published)
                )
            )[:CANDIDATES]
            for key, others in chosen.items()
        }

    def _scores(self, given: dict[int, Dated], stored: list[int]) -> "_Scores":
        """Rows of the new stories, of those they may join, and of the latest founders for what is common
        now."""
        [[first, last]] = self._store.database.rows(  # SQLite scans the table for both at once
            "SELECT (SELECT min(key) FROM stories), (SELECT max(key) FROM stories)"
        )
        around = self._store.founders(AROUND)
        there = self._store.ids(stored)  # a cluster outlives its founder; so does a profile that is kept here
        found = self._of(sorted({*there, *around})) | given
        keys = list(found)
        profiles, times = zip(*found.values(), strict=True)
        of = rows(stack(profiles), near=max(len(keys), (last or 0) - (first or 0)))
        self._keep(given)
        likely = _similar([_heaviest(profile) for profile in profiles])
        likely = likely[within(np.array(times), likely, self._settings.window)]
        believed = belief(of, likely, probability(evidence(of, likely)))
        return _Scores(of, {key: place for place, key in enumerate(keys)}, believed)

    def _keep(self, given: dict[int, Dated]) -> None:
        self._profiles |= given
        if len(self._profiles) > KEPT:
            self._profiles = dict(list(self._profiles.items())[-KEPT // 2 :])

    def _sharing(
        self, heavy: dict[int, NDArray[np.uint32]], runs: Sequence[Run]
    ) -> dict[int, dict[int, int]]:
        """How many heavy terms stored stories share with new ones."""
        terms = np.unique(np.concatenate([np.empty(0, np.uint32), *heavy.values()]))
        wanted = term_keys(terms, np.zeros(len(terms), np.int64))
        found = [run.find(wanted) for run in runs]
        counts = np.zeros(len(terms), np.int64)
        for start, end in found:
            counts += end - start
        stories: dict[int, list[int]] = defaultdict(list)
        for run, (start, end) in zip(runs, found, strict=True):
            rare = np.flatnonzero((end > start) & (counts <= COMMON))
            if len(rare):
                term, story = run.members(rare, start[rare], end[rare])
                for place, number in zip(terms[term].tolist(), story.tolist(), strict=True):
                    stories[place].append(number)
        return {
            key: Counter(story for term in own.tolist() for story in stories.get(term, ()))
            for key, own in heavy.items()
        }

    def _alike(
        self,
        batch: Batch,
        places: dict[int, int],
        boilerplate: NDArray[np.uint32],
        story: int,
        others: list[int],
    ) -> Looks:
        """How alike some stories, stored or of the batch, are to a new one."""
        fresh = [key for key in (story, *others) if key in places]
        rows = [places[key] for key in fresh]
        stored = [key for key in others if key not in places]
        new = Sketch(
            batch.shingles.take(np.array(rows, np.int64)),
            self._sketches.facts([text_of(batch.stories[row]) for row in rows]),
            vocabulary_of([batch.stories[row] for row in rows]),
        )
        old = self._sketches.of(stored)
        shingles = concatenate_shingles([new.shingles, old.shingles])
        place = {key: number for number, key in enumerate([*fresh, *stored])}
        pairs = np.array([(place[story], place[key]) for key in others], np.int64)
        facts = concatenate_facts([new.facts, old.facts])
        words = concatenate_words([new.words, old.words])
        texts = text_sets(shingles, facts, words, boilerplate)
        return look_alikes(texts, pairs, self._settings.threshold)

    def _near(self, one: float | None, other: float | None) -> bool:
        return one is None or other is None or abs(one - other) <= self._settings.window * DAY

    def _name(self, cluster: int) -> str:
        named = self._store.names([cluster]).get(cluster)
        return named.name if named else self._store.ids([cluster]).get(cluster, str(cluster))

    def _of(self, keys: Sequence[int]) -> dict[int, Dated]:
        """Profiles of stored founders, but for those that are not there any more."""
        missing = [key for key in keys if key not in self._profiles]
        bodies = self._store.bodies(missing)
        found = profiles(list(bodies.values()))
        times = seconds(story.published for story in bodies.values()).tolist()
        self._profiles |= {key: (found[row], times[row]) for row, key in enumerate(bodies)}
        return {key: self._profiles[key] for key in keys if key in self._profiles}

    def after(
        self, found: Found, changes: Changes, clusters: Iterable[int]
    ) -> dict[int, EventMembership | None]:
        """The events of duplicate clusters when a batch is written; None of one that is in none."""
        wanted = sorted(clusters)
        met = {cluster for new, olds in changes.merged.items() for cluster in (new, *olds)}
        placed = self._store.stated(sorted(met.union(wanted)))
        placed |= {entry.cluster: entry for entry in found.stated}
        joined: dict[int, EventMembership] = {}
        for new, olds in changes.merged.items():
            events = [placed[cluster] for cluster in (new, *olds) if cluster in placed]
            if events:
                placed[new] = min(events, key=lambda entry: entry.event)
                joined |= {entry.event: placed[new] for entry in events}
        entries = {key: placed.get(key) for key in wanted}
        return {key: entry and joined.get(entry.event, entry) for key, entry in entries.items()}

    def complete(
        self, given: Sequence[Verdict], found: Found, clusters: Mapping[str, int], changes: Changes
    ) -> list[Verdict]:
        """Verdicts with their events; `clusters`: the duplicate cluster of each story, by its id."""
        placed = self.after(found, changes, {clusters[verdict.id] for verdict in given})
        complete = []
        for verdict in given:
            entry = placed[clusters[verdict.id]]
            event = verdict.duplicate_cluster if entry is None else entry.name
            verdict = replace(verdict, event_cluster=event)
            retold = found.retold.get(verdict.id)
            if retold is not None and verdict.kind == "new":
                scores = Scores(cosine=retold.cosine, probability=retold.probability)
                verdict = replace(
                    verdict,
                    kind="retold",
                    relation=retold.relation.value,
                    matched=retold.other,
                    scores=scores,
                )
            complete.append(verdict)
        return complete


class _Scores:
    """What shows whether stories report one event: their vectors, each at its `place`, and how far that is
    believed."""

    def __init__(self, of: Rows, place: dict[int, int], believed: Belief) -> None:
        self._of = of
        self._place = place
        self._belief = believed

    def best(
        self,
        story: int,
        groups: dict[int, list[int]],
        threshold: float,
        alike: Callable[[int, list[int]], Looks],
    ) -> _Joined | None:
        """The event that a story joins; `alike` says how alike the texts are."""
        return match_events(_OneStory(self._of, self._place, self._belief, story, groups, threshold, alike))

    def cosine(self, story: int, other: int) -> float:
        """The cosine of two stories."""
        pair = np.array([(self._place[story], self._place[other])])
        return round(float(cosine(self._of, pair)[0]), 4)


class _OneStory:
    """The stages of `recipe.match_events` for a story and the members of events that it may join. Pairs are
    places in `of`; see `_Scores` for the parameters."""

    def __init__(
        self,
        of: Rows,
        place: dict[int, int],
        believed: Belief,
        story: int,
        groups: dict[int, list[int]],
        threshold: float,
        alike: Callable[[int, list[int]], Looks],
    ) -> None:
        members = sorted({key for group in groups.values() for key in group if key in place})
        self._of = of
        self._belief = believed
        self._key = {place[key]: key for key in members}
        self._pairs = np.array([(place[story], place[key]) for key in members], np.int64).reshape(-1, 2)
        there = [sorted({place[key] for key in group if key in place}) for group in groups.values()]
        inside = {pair for group in there for pair in combinations(group, 2)}
        self._inside = np.array(sorted(inside), np.int64).reshape(-1, 2)
        self._story = story
        self._groups = groups
        self._threshold = threshold
        self._alike = alike

    def probable(self) -> tuple[Integers, NDArray[np.float64]]:
        """All pairs of the story; none where no pair can reach the threshold."""
        pairs = np.concatenate([self._pairs, self._inside])
        found = probability(evidence(self._of, pairs)) if len(self._pairs) else np.empty(0)
        self._known = self._inside, self.judged(self._inside, found[len(self._pairs) :])
        found = found[: len(self._pairs)]
        if not len(found) or at_most(self.judged(self._pairs, found)).max() < self._threshold:
            return self._pairs[:0], found[:0]
        return self._pairs, found

    def vetoed(self, pairs: Integers) -> NDArray[np.bool_]:
        if not len(pairs):
            return np.zeros(0, np.bool_)
        keys = self._keys(pairs)
        looks = self._alike(self._story, keys)
        self._likeness = dict(zip(keys, looks.likeness.tolist(), strict=True))
        columns = looks.score.tolist(), looks.likeness.tolist(), looks.containment_a.tolist()
        self._alike_enough = {
            key: (score, likeness, contained)
            for key, score, likeness, contained in zip(keys, *columns, strict=True)
            if likeness >= VERSION
        }
        return vetoed(self._of, pairs, looks)

    def judged(self, pairs: Integers, probability: NDArray[np.float64]) -> NDArray[np.float64]:
        return judged(self._of, pairs, probability, self._belief)

    def confirmed(self, pairs: Integers, probability: NDArray[np.float64]) -> NDArray[np.float64]:
        """By the members of each event, which are known to be of one."""
        inside, likely = self._known
        known = np.concatenate([pairs, inside]), np.concatenate([probability, likely])
        return confirmed(known, pairs, probability, self._belief)

    def linked(self, pairs: Integers, probability: NDArray[np.float64]) -> _Joined | None:
        """The event with the highest mean, pairs that are not there counting as 0."""
        score = dict(zip(self._keys(pairs), probability.tolist(), strict=True))
        there = set(self._key.values())
        means: dict[int, float] = {}
        for event, group in sorted(self._groups.items()):
            given = [score.get(key, 0.0) for key in group if key in there]
            means[event] = sum(given) / len(given) if given else 0.0
        event = max(means, key=means.__getitem__)
        if means[event] < self._threshold:
            return None
        members = score.keys() & set(self._groups[event])
        other = max(members, key=lambda key: (score[key], -key))
        [place] = [place for place, key in self._key.items() if key == other]
        pair = self._pairs[0, 0], place
        believed = (of[[*pair]].mean(keepdims=True) for of in (self._belief.share, self._belief.shift))
        shown = calibrated(np.array([score[other]]), np.array([means[event]]), *believed)
        likely = {key for key in members if score[key] >= self._threshold}
        versions = {key: found for key, found in self._alike_enough.items() if key in likely}
        return _Joined(event, other, float(shown[0]), self._likeness[other], versions)

    def _keys(self, pairs: Integers) -> list[int]:
        return [self._key[place] for place in pairs[:, 1].tolist()]


def _similar(heavy: Sequence[NDArray[np.uint32]]) -> Integers:
    """Pairs of stories that share `SHARED` of their heaviest terms: int64, shape (m, 2)."""
    terms, column = np.unique(np.concatenate(heavy), return_inverse=True)
    ends = np.concatenate([[0], np.cumsum([len(own) for own in heavy])])
    held = csr_array((np.ones(len(column), np.int32), column, ends), shape=(len(heavy), len(terms)))
    shared = (held @ held.T).tocoo()
    near = (shared.data >= SHARED) & (shared.row < shared.col)
    pairs = np.column_stack([shared.row[near], shared.col[near]]).astype(np.int64)
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def _heaviest(found: Profile) -> NDArray[np.uint32]:
    weights = (1 + np.log(found.counts)) * background().term_idf_hashed(found.terms)
    return np.sort(found.terms[np.argsort(-weights, kind="stable")[:HEAVY]])
