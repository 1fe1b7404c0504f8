"""Event clusters: stories that report the same event, in whatever words.

Every duplicate cluster is one item, represented by its member of middle length, so that duplicate clusters
nest inside event clusters. Candidates are the pairs that `dedup.match.event_vectors` finds (all pairs in a
small run) and that lie within the window of days; `dedup.match.event_model` gives each the probability of being one
event; average link joins them, because event pairs may not chain. Inside a small connected group the pairs
that were no candidates are scored as well, so that the means are exact there; in a large one they count as
0.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.match.clustering import average_link, components
from dedup.match.duplicates import Looks
from dedup.match.event_model import doubt, doubted, evidence, fillings, nearest, probability
from dedup.match.event_profiles import Profiles
from dedup.match.event_vectors import Rows, cosine, neighbours, rows

EVERY_PAIR = 1500
"""Up to so many items all pairs are compared: a second of work, and nothing can be missed."""

LEAST_COSINE = 0.1
"""Candidates below it are dropped unscored: below .1 fewer than one pair in a hundred is of one event."""

LEAST_PROBABILITY = 0.02
"""Pairs below it count as 0 in the means of average link."""

COMPLETED = 400
"""Connected groups of up to so many items have all their pairs scored."""

DAY = 86_400.0

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """Event clusters of n stories.

    `labels`: int64 (n,), each story's event cluster, named by its first member. `pairs`: int64 (m, 2), pairs
    inside event clusters that hold them together, one story standing for each duplicate cluster; `cosine`,
    `score`: float64 (m,), their TF-IDF cosine and their probability. `compared`: the count of pairs compared.
    `doubt`: what `agreement.doubt` says of the run.
    """

    labels: Integers
    pairs: Integers
    cosine: Floats
    score: Floats
    compared: int
    doubt: float


def events(
    profiles: Profiles,
    published: Floats,
    duplicates: Integers,
    window: float = 7.0,
    threshold: float = 0.5,
    alike: Callable[[Integers], Looks] | None = None,
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
    alike
        Tells of pairs of stories, int64 (k, 2), how alike their texts are. What look-alikes share (fillings
        of one form, strangers with one footer) is no evidence: they count as 0.
    """
    chosen = representatives(content_keys(profiles), term_counts(profiles), duplicates)
    return events_among(profiles.take(chosen), chosen, published, duplicates, window, threshold, alike)


def events_among(
    items: Profiles,
    chosen: Integers,
    published: Floats,
    duplicates: Integers,
    window: float,
    threshold: float,
    alike: Callable[[Integers], Looks] | None,
) -> Events:
    """The same from the profiles of the stories that stand for the duplicate clusters.

    Parameters
    ----------
    items
        Evidence of the stories `chosen`.
    chosen
        int64, shape (k,): what `representatives` gives.
    published, duplicates, window, threshold, alike
        As for `events`, of all stories.
    """
    order = _canonical(items, published[chosen])
    chosen, items = chosen[order], items.take(order)
    of = rows(items, near(published[chosen], window), copies=copies(chosen, duplicates))
    pairs = _candidates(of, published[chosen], window)
    pairs = pairs[within(published[chosen], pairs, window)]
    compared = len(pairs)
    pairs, close = _close(of, pairs)
    closest = nearest(len(chosen), pairs, close)
    pairs, score = _scored(of, pairs, closest)
    rest = _completion(len(chosen), pairs[score >= threshold], pairs)
    rest = rest[within(published[chosen], rest, window)]
    compared += len(rest)
    rest, rest_score = _scored(of, _close(of, rest)[0], closest)
    pairs, score = np.concatenate([pairs, rest]), np.concatenate([score, rest_score])
    if alike is not None:
        looks = alike(chosen[pairs])
        free = ~(looks.alike | fillings(of, pairs, looks.cover))
        pairs, score = pairs[free], score[free]
    doubtful = doubt(len(chosen), pairs, score)
    score = doubted(score, doubtful)
    item_label = average_link(len(chosen), pairs, score, threshold)
    joined = (item_label[pairs[:, 0]] == item_label[pairs[:, 1]]) & (score >= threshold)
    pairs, score = pairs[joined], score[joined]
    return Events(
        labels=_first_members(item_label, chosen, duplicates),
        pairs=np.sort(chosen[pairs], axis=1),
        cosine=cosine(of, pairs),
        score=score,
        compared=compared,
        doubt=doubtful,
    )


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
    return np.bincount(profiles.story, profiles.counts, len(profiles)).astype(np.float64)


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


def _scored(of: Rows, pairs: Integers, closest: Floats) -> tuple[Integers, Floats]:
    """The pairs that may be of one event, with their probability; `closest`: cosine of the nearest of each
    story."""
    score = probability(evidence(of, pairs, closest))
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


def _first_members(item_label: Integers, chosen: Integers, duplicates: Integers) -> Integers:
    """Event cluster of every story, named by its first member."""
    _, item = np.unique(duplicates, return_inverse=True)
    by_duplicate = np.empty(len(chosen), np.int64)
    by_duplicate[item[chosen]] = item_label
    event = by_duplicate[item]
    _, first, which = np.unique(event, return_index=True, return_inverse=True)
    return first[which].astype(np.int64)
