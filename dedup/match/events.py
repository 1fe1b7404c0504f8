"""Event clusters: stories that report the same event, in whatever words.

Every duplicate cluster is one item, represented by its member of middle length, so that duplicate clusters
nest inside event clusters. Candidates are the pairs that `dedup.match.event_vectors` finds (all pairs in a
small run) and that lie within the window of days; `dedup.match.event_model` gives each the probability of
being one event; average link joins them, because event pairs may not chain. Inside a small connected group
the pairs that were no candidates are scored as well, so that the means are exact there; in a large one they
count as 0. A round-up is about none of the events that it sums up: a story that holds parts of several which
have nothing in common is left out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from dedup.match.clustering import average_link, components
from dedup.match.corrections import Placed
from dedup.match.duplicates import Looks, PairScores
from dedup.match.event_model import (
    Belief,
    belief,
    calibrated,
    confirmed,
    evidence,
    exchanged,
    fillings,
    judged,
    nearest,
    probability,
)
from dedup.match.event_profiles import Profiles
from dedup.match.event_vectors import DAY, Rows, cosine, neighbours, rows
from dedup.match.recipe import match_events

EVERY_PAIR = 1500
"""Up to so many items all pairs are compared: a second of work, and nothing can be missed."""

LEAST_COSINE = 0.1
"""Candidates below it are dropped unscored: below .1 fewer than one pair in a hundred is of one event."""

LEAST_PROBABILITY = 0.02
"""Pairs below it count as 0 in the means of average link."""

SERIES = 3
"""Stories from which a form is a series: two may have some phrases in common."""

STRANGERS = 3
"""Stories of nothing in common, parts of all of which make a story a round-up. None of 8,900 stories of sets
of events is one but a digest; in a wire and in press releases lists of offerings and of grants are."""

PART = 0.2
"""Share of the text of a story from which another holds a part of it."""

UNRELATED = 0.1
"""Probability of one event below which two stories have nothing in common."""

MOST_PARTS = 20
"""Parts of a story that are looked at."""

COMPLETED = 400
"""Connected groups of up to so many items have all their pairs scored."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Value = TypeVar("Value", bound=NDArray[Any])


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """Event clusters of n stories.

    `labels`: int64 (n,), each story's event cluster, named by its first member. `pairs`: int64 (m, 2), pairs
    inside event clusters that hold them together, one story standing for each duplicate cluster; `cosine`,
    `score`, `probability`: float64 (m,), their TF-IDF cosine, the probability by which they were joined, and
    the same as it is printed (`event_model.calibrated`). `compared`: the count of pairs compared.
    `belief`: what `event_model.belief` says of the stories. `forms`: int64
    (n,), each story's form, named by its first member; -1 of a story that fills in none. `round_ups`: bool
    (n,), which stories hold parts of several that have nothing in common; they are of no event. `texts`: how
    far the texts of these pairs are the same, None where nobody was asked.
    """

    labels: Integers
    pairs: Integers
    cosine: Floats
    score: Floats
    probability: Floats
    compared: int
    belief: Belief
    forms: Integers
    round_ups: NDArray[np.bool_]
    likely: tuple[Integers, Floats]
    texts: PairScores | None = None


def events(
    profiles: Profiles,
    published: Floats,
    duplicates: Integers,
    window: float = 7.0,
    threshold: float = 0.5,
    least: float = 0.0,
    alike: Callable[[Integers], Looks] | None = None,
    corrections: Placed | None = None,
) -> Events:
    """Clusters stories into events.

    Parameters
    ----------
    profiles
        Evidence of n stories.
    published
        float64, shape (n,): seconds; NaN where unknown, which is inside every window.
    duplicates
        int64, shape (n,): label of each story's duplicate cluster.
    window
        Days between two reports of one event.
    threshold
        Mean probability, 0 to 1, from which two clusters are one event.
    least
        Probability as it is printed, below which a pair holds nothing together.
    alike
        Tells of pairs of stories, int64 (k, 2), how alike their texts are. What look-alikes share (fillings
        of one form, strangers with one footer) is no evidence: they count as 0.
    corrections
        What must be one event, and what must not.
    """
    chosen = representatives(content_keys(profiles), term_counts(profiles), duplicates)
    return events_among(
        profiles.take(chosen), chosen, published, duplicates, window, threshold, least, alike, corrections
    )


def events_among(
    items: Profiles,
    chosen: Integers,
    published: Floats,
    duplicates: Integers,
    window: float,
    threshold: float,
    least: float,
    alike: Callable[[Integers], Looks] | None,
    corrections: Placed | None = None,
) -> Events:
    """The same from the profiles of the stories that stand for the duplicate clusters.

    Parameters
    ----------
    items
        Evidence of the stories `chosen`.
    chosen
        int64, shape (k,): what `representatives` gives.
    published, duplicates, window, threshold, least, alike, corrections
        As for `events`, of all stories.
    """
    order = _canonical(items, published[chosen])
    chosen, items = chosen[order], items.take(order)
    dates = published[chosen]
    of = rows(items, near(dates, window), copies=copies(chosen, duplicates), published=dates, window=window)
    return match_events(
        _InMemory(of, chosen, published[chosen], duplicates, window, threshold, least, alike, corrections)
    )


class _InMemory:
    """The stages of `recipe.match_events` over one story for each duplicate cluster; parameters are those of
    `events_among`, `published` that of the stories `chosen`. Pairs are rows of these."""

    def __init__(
        self,
        of: Rows,
        chosen: Integers,
        published: Floats,
        duplicates: Integers,
        window: float,
        threshold: float,
        least: float,
        alike: Callable[[Integers], Looks] | None,
        corrections: Placed | None,
    ) -> None:
        self._corrections = corrections
        self._of = of
        self._chosen = chosen
        self._published = published
        self._duplicates = duplicates
        self._window = window
        self._threshold = threshold
        self._least = least
        self._alike = alike
        self._compared = 0
        self._belief = Belief(np.ones(len(chosen)), np.zeros(len(chosen)))
        self._looks: Looks | None = None
        self._forms = np.zeros((0, 2), np.int64)
        self._likely: tuple[Integers, Floats] = self._forms, np.zeros(0)
        self._related = self._parts = self._forms

    def probable(self) -> tuple[Integers, Floats]:
        of, published = self._of, self._published
        pairs = _candidates(of, published, self._window)
        pairs = pairs[within(published, pairs, self._window)]
        self._compared = len(pairs)
        pairs, close = _close(of, pairs)
        closest = nearest(len(published), pairs, close)
        pairs, score = _scored(of, pairs, close, closest)
        rest = _completion(len(published), pairs[score >= self._threshold], pairs)
        rest = rest[within(published, rest, self._window)]
        self._compared += len(rest)
        rest, rest_score = _scored(of, *_close(of, rest), closest)
        pairs, score = np.concatenate([pairs, rest]), np.concatenate([score, rest_score])
        self._related = pairs[score >= UNRELATED]
        return pairs, score

    def vetoed(self, pairs: Integers) -> NDArray[np.bool_]:
        if self._alike is None:
            return np.zeros(len(pairs), np.bool_)
        self._looks = self._alike(np.sort(self._chosen[pairs], axis=1))
        self._forms = pairs[self._looks.form]
        turned = (self._chosen[pairs[:, 0]] > self._chosen[pairs[:, 1]])[:, None]
        held = np.column_stack([self._looks.containment_b, self._looks.containment_a]) >= PART
        held = np.where(turned, held[:, ::-1], held)
        self._parts = np.concatenate([pairs[held[:, 0]], pairs[held[:, 1]][:, ::-1]])
        return vetoed(self._of, pairs, self._looks)

    def judged(self, pairs: Integers, probability: Floats) -> Floats:
        self._belief = belief(self._of, pairs, probability)
        return judged(self._of, pairs, probability, self._belief)

    def confirmed(self, pairs: Integers, probability: Floats) -> Floats:
        self._likely = pairs, probability
        return confirmed(self._likely, pairs, probability, self._belief)

    def linked(self, pairs: Integers, probability: Floats) -> Events:
        n = len(self._chosen)
        likely = pairs[probability >= self._threshold]
        several = round_ups(n, np.concatenate([self._parts, likely, likely[:, ::-1]]), self._related)
        kept = several[pairs[:, 0]] == several[pairs[:, 1]]
        pairs, probability = pairs[kept], probability[kept]
        must, apart = self._bound()
        certain = np.full(len(must) + len(apart), 4.0 * n * n)  # no mean with it is near a threshold
        certain[len(must) :] *= -1
        every = np.concatenate([pairs, must, apart]), np.concatenate([probability, certain])
        label = average_link(n, *every, self._threshold)
        label = unbridged(label, pairs, probability, self._published, self._window)
        label = components(n, label[must])[label]
        joined = (label[pairs[:, 0]] == label[pairs[:, 1]]) & (probability >= self._threshold)
        pairs, probability = pairs[joined], probability[joined]
        believed = (of.mean(axis=1) for of in (self._belief.share[pairs], self._belief.shift[pairs]))
        shown = calibrated(probability, _together(label, pairs, probability), *believed)
        kept = shown >= self._least
        if not kept.all():
            pairs, probability, shown = pairs[kept], probability[kept], shown[kept]
            label = components(n, np.concatenate([pairs, must]))
        joined_pairs = np.sort(self._chosen[pairs], axis=1)
        form = self._of_stories(forms(len(label), self._forms))
        return Events(
            labels=_named_by_first(self._of_stories(label)),
            pairs=joined_pairs,
            cosine=cosine(self._of, pairs),
            score=probability,
            probability=shown,
            compared=self._compared,
            belief=Belief(*(self._of_stories(known) for known in (self._belief.share, self._belief.shift))),
            forms=np.where(form >= 0, _named_by_first(form), -1),
            round_ups=self._of_stories(several),
            likely=(self._chosen[self._likely[0]], self._likely[1]),
            texts=None if self._looks is None else _of_pairs(self._looks, joined_pairs),
        )

    def _bound(self) -> tuple[Integers, Integers]:
        """Pairs of rows that must be one event, and such that must not: int64 (k, 2) each."""
        if self._corrections is None:
            return np.empty((0, 2), np.int64), np.empty((0, 2), np.int64)
        given = self._corrections.of_groups(self._of_stories(np.arange(len(self._chosen))))
        return given.join["event"], given.part["event"]

    def _of_stories(self, value: Value) -> Value:
        """The value of each story's duplicate cluster, given that of each of `chosen`."""
        _, item = np.unique(self._duplicates, return_inverse=True)
        by_duplicate = np.empty_like(value)
        by_duplicate[item[self._chosen]] = value
        return by_duplicate[item]  # type: ignore[no-any-return]


def _together(label: Integers, pairs: Integers, probability: Floats) -> Floats:
    """Mean probability of all pairs of the cluster of each pair, absent ones as 0: float64 (m,)."""
    of, sizes = label[pairs[:, 0]], np.bincount(label)
    sums = np.bincount(of, probability, len(sizes))
    return np.asarray(sums[of] / np.maximum(sizes[of] * (sizes[of] - 1) / 2, 1))


def _of_pairs(looks: Looks, pairs: Integers) -> PairScores:
    """What is known of the texts of some of the pairs, in their order."""
    n = int(looks.pairs.max(initial=0)) + 1
    keys = looks.pairs @ [n, 1]
    order = np.argsort(keys)
    return looks.where(order[np.searchsorted(keys[order], pairs @ [n, 1])])


def vetoed(of: Rows, pairs: Integers, looks: Looks) -> NDArray[np.bool_]:
    """Which pairs (rows of `of`) are look-alikes or fillings of a form, hence no evidence: bool (m,)."""
    form = looks.form | exchanged(of, pairs, looks.cover)
    return looks.alike | form | fillings(of, pairs, looks.cover)


def forms(n: int, pairs: Integers) -> Integers:
    """The form of each of n stories, named by its first member, -1 of none: int64 (n,).

    Stories of one form hang together by pairs that fill it in (int64 (m, 2)); fewer than `SERIES` are no
    series.

    Examples
    --------
    >>> forms(5, np.array([[0, 2], [2, 3], [1, 4]])).tolist()
    [0, -1, 0, 0, -1]
    """
    label = components(n, pairs)
    return np.where(np.bincount(label, minlength=n)[label] >= SERIES, label, -1)


def round_ups(n: int, parts: Integers, related: Integers) -> NDArray[np.bool_]:
    """Which of n stories hold parts of `STRANGERS` and more that have nothing in common: bool (n,).

    Parameters
    ----------
    n
        Number of stories.
    parts
        int64 (m, 2): stories, and others that they hold a part of.
    related
        int64 (k, 2): pairs that may have something in common.

    Examples
    --------
    >>> digest = np.array([[3, 0], [3, 1], [3, 2], [0, 3]])
    >>> round_ups(4, digest, np.array([[0, 3]])).tolist(), round_ups(4, digest, np.array([[1, 2]])).tolist()
    ([False, False, False, True], [False, False, False, False])
    """
    keys = np.unique(parts @ [n, 1])
    whole, part = np.divmod(keys, n)
    begins = np.searchsorted(whole, np.arange(n))
    place = np.arange(len(keys)) - begins[whole]
    kept = (np.bincount(whole, minlength=n)[whole] >= STRANGERS) & (place < MOST_PARTS)
    whole, part, place = whole[kept], part[kept], place[kept]
    later = np.bincount(whole, minlength=n)[whole] - place - 1
    one = np.repeat(np.arange(len(whole)), later)
    other = one + 1 + np.arange(len(one)) - np.repeat(np.cumsum(later) - later, later)
    known = np.append(np.sort(np.sort(related, axis=1) @ [n, 1]), n * n)
    wanted = part[one] * n + part[other]
    tied = known[np.searchsorted(known, wanted)] == wanted
    strangers = np.unique(components(len(whole), np.column_stack([one[tied], other[tied]])))
    return np.bincount(whole[strangers], minlength=n) >= STRANGERS


def unbridged(
    label: Integers, pairs: Integers, probability: Floats, published: Floats, window: float
) -> Integers:
    """Clusters cut where only stories without a date tie together what lies more than a window apart.

    Parameters
    ----------
    label
        int64, shape (n,): cluster of each story, named by its first member.
    pairs, probability
        int64 (m, 2) and float64 (m,): pairs of one event.
    published, window
        float64 (n,), seconds, NaN where unknown; days.

    Returns
    -------
    ndarray
        int64, shape (n,): a story without a date goes with the period that it has most pairs with, by the sum
        of their probabilities (of equals the earliest), or is alone.
    """
    order = np.lexsort((published, label))
    order = order[~np.isnan(published[order])]
    begins = np.diff(label[order], prepend=-1) != 0
    begins[1:] |= np.diff(published[order]) > window * DAY
    period = np.full(len(label), -1)
    period[order] = np.cumsum(begins) - 1
    first = np.full(int(begins.sum()), len(label))
    np.minimum.at(first, period[order], order)
    periods = np.bincount(label[first], minlength=len(label))
    cut = periods[label] > 1
    found = np.where(
        cut, np.where(period >= 0, first[period] if len(first) else label, np.arange(len(label))), label
    )
    both = np.concatenate([pairs, pairs[:, ::-1]])
    ties = cut[both[:, 0]] & (period[both[:, 0]] < 0) & (period[both[:, 1]] >= 0)
    ties &= label[both[:, 0]] == label[both[:, 1]]
    keys, which = np.unique(both[ties, 0] * len(first) + period[both[ties, 1]], return_inverse=True)
    sums = np.bincount(which, np.tile(probability, 2)[ties], len(keys))
    best = np.lexsort((keys, -np.round(sums, 9), keys // max(len(first), 1)))
    stories, at = np.unique(keys[best] // max(len(first), 1), return_index=True)
    found[stories] = first[keys[best][at] % max(len(first), 1)]
    return _named_by_first(found)


def _named_by_first(label: Integers) -> Integers:
    _, first, which = np.unique(label, return_index=True, return_inverse=True)
    return first[which].astype(np.int64)


def representatives(keys: NDArray[np.uint64], lengths: Floats, duplicates: Integers) -> Integers:
    """The story of middle length of each duplicate cluster: the longest may carry what is not its own.

    Of equals the one with the lowest content key counts as longer; of two the longer one is taken.

    Parameters
    ----------
    keys, lengths
        `content_keys` and `term_counts` of n stories.
    duplicates
        int64, shape (n,): label of each story's duplicate cluster.
    """
    order = np.lexsort((keys, -lengths, duplicates))
    ordered = duplicates[order]
    first = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))
    sizes = np.diff(first, append=len(order))
    return np.asarray(order[first + (sizes - 1) // 2])


def _canonical(items: Profiles, published: Floats) -> Integers:
    """An order of the items that does not hang on the order in which they came: by time, unknown last."""
    return np.lexsort((content_keys(items), np.nan_to_num(published, nan=np.inf)))


def term_counts(profiles: Profiles) -> Floats:
    """Terms of each story, repeated ones too: float64, shape (n,)."""
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(profiles.counts, dtype=np.int64)])
    return np.diff(before[profiles.offsets]).astype(np.float64)


def content_keys(profiles: Profiles) -> NDArray[np.uint64]:
    """A 64-bit key of each profile's terms and counts: uint64, shape (n,)."""
    found = [np.empty(0, np.uint64)]
    for part in profiles.parts():
        mixed = part.terms.astype(np.uint64) << np.uint64(8) | part.counts
        mixed *= np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
        mixed *= np.uint64(0xD6E8FEB86659FD93)
        sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(mixed, dtype=np.uint64)])
        found.append(sums[part.offsets[1:]] - sums[part.offsets[:-1]])
    return np.concatenate(found)


def near(published: Floats, window: float) -> float:
    """Mean number of items within the window of one item, itself included."""
    dated = np.sort(published[~np.isnan(published)])
    unknown = len(published) - len(dated)
    first = np.searchsorted(dated, dated - window * DAY)
    last = np.searchsorted(dated, dated + window * DAY, side="right")
    return float((np.sum(last - first + unknown) + unknown * len(published)) / max(len(published), 1))


def _candidates(of: Rows, published: Floats, window: float) -> Integers:
    """Pairs to look at, of items in the order of time."""
    n = of.all.shape[0]
    if n <= EVERY_PAIR:
        return np.argwhere(np.triu(np.ones((n, n), np.bool_), 1))
    dated = int(np.count_nonzero(~np.isnan(published)))
    reach = np.full(n, n)
    reach[:dated] = np.searchsorted(published[:dated], published[:dated] + window * DAY, side="right")
    return neighbours(of.all, reach, dated)


def within(published: Floats, pairs: Integers, window: float) -> NDArray[np.bool_]:
    """Which pairs are not further apart than `window` days: bool (m,); an unknown date is near to all."""
    return ~(np.abs(published[pairs[:, 0]] - published[pairs[:, 1]]) > window * DAY)


def copies(chosen: Integers, duplicates: Integers) -> Integers:
    """Stories that each of the chosen ones stands for: int64, shape (k,)."""
    _, item, sizes = np.unique(duplicates, return_inverse=True, return_counts=True)
    return np.asarray(sizes[item[chosen]])


def _close(of: Rows, pairs: Integers) -> tuple[Integers, Floats]:
    """The pairs that are near enough to be scored, and their cosines."""
    found = cosine(of, pairs)
    worth = found >= LEAST_COSINE
    return pairs[worth], found[worth]


def _scored(of: Rows, pairs: Integers, cosines: Floats, closest: Floats) -> tuple[Integers, Floats]:
    """The pairs that may be of one event, with their probability; `closest`: cosine of the nearest of each
    story."""
    score = probability(evidence(of, pairs, closest, cosines))
    likely = score >= LEAST_PROBABILITY
    return pairs[likely], score[likely]


def _completion(n: int, strong: Integers, known: Integers) -> Integers:
    """The pairs inside small connected groups that are not yet known."""
    group = components(n, strong)
    order = np.argsort(group, kind="stable")
    ends = np.cumsum(np.bincount(group))
    missing = [known[:0]]
    for last, size in zip(ends, np.bincount(group), strict=True):
        if 2 < size <= COMPLETED:
            members = order[last - size : last]
            a, b = np.triu_indices(size, 1)
            missing.append(np.column_stack([members[a], members[b]]))
    united = np.concatenate(missing)
    wanted, keys = united @ [n, 1], np.append(np.sort(known @ [n, 1]), n * n)
    return np.asarray(united[keys[np.searchsorted(keys, wanted)] != wanted])
