"""What all stories together say of their shingles: which are boilerplate, and which stories share samples.

Both questions are about the stories that have a hash. The compiled path asks them of each hash in turn: keys
of one range of hashes after the other are collected, sorted and scanned, so that memory is bounded and the
shingles, which may lie in a file, are read in order. Pairs are then counted story by story, from the groups
of stories that share a sampled hash: nothing grows with the number of pairs that share too little.
The array path is made of `boilerplate.learn_beyond`, `strip` and `samples.sample_pairs`, and says the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dedup.match.boilerplate import SHARE, contained, learn_beyond, standing, strip, united, without
from dedup.sketch import samples
from dedup.sketch.backend import in_order, kernels
from dedup.sketch.bands import NEIGHBOURS, Candidates
from dedup.sketch.columns import release
from dedup.sketch.samples import sample_pairs
from dedup.sketch.stored import Members, Sets, Stored, in_blocks, only, stored

Tell = Callable[[str, int, int | None], None]
"""Called with a stage's name, how much of it is done, and how much there is (None: unknown)."""

_CHARACTERS = 4  # of text take numpy as long as one hash
RANGES = 48
"""Ranges of hashes that a large run is cut into; each is one pass over the shingles."""

KEYS = 1 << 22, 1 << 26
"""Keys in one range, at least and at most: the sort of 32 MB is fast, 512 MB are bearable."""

_BINS = 16  # upper bits by which hashes are counted
_AT_ONCE = 1 << 25  # hashes that are passed before the pages they lie on are given back
_PAIRS = 1 << 21  # pairs that are written at once
_MOST_THREADS = 4  # each holds some numbers for every story
_RAREST = 1 << 31  # rate of samples so high that there are next to none


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """`boilerplate`: uint32, ascending. `own`: the shingle sets without it. `sampled`: pairs that share
    samples of these."""

    boilerplate: NDArray[np.uint32]
    own: Sets
    sampled: Candidates


def survey(
    shingles: Sets,
    strict: NDArray[np.int64],
    least: int,
    rate: int,
    known: NDArray[np.uint32] | None = None,
    jobs: int = 1,
    tell: Tell | None = None,
) -> Survey:
    """Learn boilerplate, leave it out, and pair stories by samples of the rest.

    Parameters
    ----------
    shingles, strict, least
        As for `boilerplate.learn`.
    rate
        As for `samples.sample_pairs`.
    known
        uint32, ascending: hashes that are boilerplate in any case.
    jobs
        Threads; any number gives the same result.
    tell
        Called with the stage, how many hashes are done, and how many there are.
    """
    known = np.empty(0, np.uint32) if known is None else known
    lying = stored(shingles)
    if kernels(_CHARACTERS * int(lying.sizes.sum())):
        return _compiled(lying, strict, least, rate, known, jobs, tell)
    whole = shingles.whole() if isinstance(shingles, Stored) else shingles
    boilerplate = united(learn_beyond(whole, strict, least, known), known)
    own = strip(whole, boilerplate)
    return Survey(boilerplate, own, sample_pairs(own, rate))


def learned(shingles: Sets, strict: NDArray[np.int64], least: int) -> NDArray[np.uint32]:
    """See `boilerplate.learn`."""
    return _scanned(stored(shingles), strict, least, _RAREST, np.empty(0, np.uint32), 1).learned


def _compiled(
    shingles: Stored,
    strict: NDArray[np.int64],
    least: int,
    rate: int,
    known: NDArray[np.uint32],
    jobs: int,
    tell: Tell | None,
) -> Survey:
    found = _scanned(shingles, strict, least, rate, known, jobs, tell)
    common = only(shingles, Members(united(found.learned, known)), jobs)
    left = shingles.sizes - common.sizes
    told = without(standing(shingles, left, found.learned, found.stories), known)
    if len(told):
        found = _without(found, told, only(common, Members(told), jobs), strict, rate, jobs)
        common = only(common, Members(united(found.learned, known)), jobs)
    pairs = _pairs(found.members, found.samples, jobs)
    return Survey(united(found.learned, known), shingles.less(common), Candidates(pairs, found.capped))


def _scanned(
    shingles: Stored,
    strict: NDArray[np.int64],
    least: int,
    rate: int,
    known: NDArray[np.uint32],
    jobs: int,
    tell: Tell | None = None,
) -> _Scanned:
    """What is found in all ranges; each thread takes some of them."""
    done, total = 0, int((shingles.ends - shingles.starts).sum())

    def passed(size: int) -> None:
        nonlocal done
        done += size
        if tell:
            tell("survey", done, total)

    ranges = _ranges(shingles)
    threads = max(min(jobs, len(ranges), _MOST_THREADS), 1)
    shares = [ranges[len(ranges) * k // threads : len(ranges) * (k + 1) // threads] for k in range(threads)]
    parts = list(
        in_order(lambda share: _scan(shingles, share, strict, least, rate, known, passed), shares, threads)
    )
    return _Scanned(
        np.concatenate([part.learned for part in parts]),
        np.concatenate([part.stories for part in parts]),
        np.concatenate([part.members for part in parts]),
        sum(part.capped for part in parts),
        np.sum([part.samples for part in parts], axis=0, dtype=np.int32),
    )


@dataclass(frozen=True, slots=True)
class _Range:
    """Hashes from `low` to `high`, and how many there are."""

    low: int
    high: int
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class _Scanned:
    """What was found in some ranges: boilerplate, how many stories have each of its hashes, and the members
    of groups that share a sample; `samples` is int32 (n,)."""

    learned: NDArray[np.uint32]
    stories: NDArray[np.int64]
    members: NDArray[np.uint32]
    capped: int
    samples: NDArray[np.int32]


def _without(
    found: _Scanned,
    told: NDArray[np.uint32],
    rows: Stored,
    strict: NDArray[np.int64],
    rate: int,
    jobs: int,
) -> _Scanned:
    """The same when hashes that were taken for boilerplate, of which stories have `rows`, are none."""
    more = _scanned(rows, strict, len(rows) + 1, rate, np.empty(0, np.uint32), jobs)
    left = ~contained(found.learned, told)
    return _Scanned(
        found.learned[left],
        found.stories[left],
        np.concatenate([found.members, more.members]),
        found.capped + more.capped,
        found.samples + more.samples,
    )


def _blocks(shingles: Stored) -> list[NDArray[np.int64]]:
    """The rows in the order in which they lie, some at a time."""
    order = np.argsort(shingles.starts, kind="stable")
    return in_blocks(order, (shingles.ends - shingles.starts)[order], _AT_ONCE)


def _ranges(shingles: Stored) -> list[_Range]:
    from dedup.match import survey_kernels as compiled

    counts = np.zeros(1 << _BINS, np.int64)
    shift = np.uint32(32 - _BINS)
    for rows in _blocks(shingles):
        compiled.histogram(shingles.hashes, shingles.starts, shingles.ends, rows, shift, counts)
        release(shingles.hashes)
    most = min(max(int(counts.sum()) // RANGES, KEYS[0]), KEYS[1])
    bins = in_blocks(np.arange(len(counts)), counts, most)
    return [
        _Range(int(some[0]) << int(shift), (int(some[-1]) + 1 << int(shift)) - 1, int(counts[some].sum()))
        for some in bins
    ]


def _scan(
    shingles: Stored,
    ranges: list[_Range],
    strict: NDArray[np.int64],
    least: int,
    rate: int,
    known: NDArray[np.uint32],
    passed: Callable[[int], None],
) -> _Scanned:
    from dedup.match import survey_kernels as compiled

    n = len(shingles)
    blocks = _blocks(shingles)
    names = np.arange(n)
    taken, sampled = np.zeros(n, np.int32), np.zeros(n, np.int32)
    seen = np.full(int(strict.max(initial=0)) + 1, np.iinfo(np.uint64).max)
    keys = np.empty(max(part.size for part in ranges), np.uint64)
    learned, stories, members, capped = [], [], [], 0
    rows = shingles.hashes, shingles.starts, shingles.ends
    if ranges[0].low:
        compiled.skip(*rows, np.uint32(ranges[0].low), taken)
    for part in ranges:
        number = 0
        for block in blocks:
            number = compiled.collect(*rows, block, names, np.uint32(part.high), taken, keys, number)
            release(shingles.hashes)
        some = keys[:number]
        some.sort()
        low, high = np.searchsorted(known, [part.low, part.high + 1])
        most = number // least + high - low + 1
        found, having = np.empty(most, np.uint32), np.empty(most, np.int64)
        grouped = np.empty(number, np.uint32)
        a, b, over = compiled.scan(
            some,
            strict,
            least,
            SHARE,
            known[low:high],
            rate,
            samples.MOST,
            seen,
            found,
            having,
            sampled,
            grouped,
        )
        learned.append(found[:a].copy())
        stories.append(having[:a].copy())
        members.append(grouped[:b].copy())
        capped += over
        passed(number)
    return _Scanned(
        np.concatenate(learned), np.concatenate(stories), np.concatenate(members), capped, sampled
    )


def _pairs(members: NDArray[np.uint32], sampled: NDArray[np.int32], jobs: int) -> NDArray[np.int64]:
    """Pairs of stories in enough groups, ascending."""
    from dedup.match import survey_kernels as compiled

    n = len(sampled)
    counts = np.zeros(n + 1, np.int64)
    compiled.count_stories(members, counts[1:])
    ends = np.cumsum(counts)[:-1]
    places = np.empty(len(members), np.uint32)
    compiled.place_members(members, ends, places)

    def pairs_from(part: tuple[int, int]) -> list[NDArray[np.int64]]:
        story, last = part
        counted, met = np.zeros(n, np.int32), np.empty(n, np.uint32)
        room = np.empty((_PAIRS, 2), np.int64)
        found = []
        while story < last:
            written, goal = compiled.pairs_of_samples(
                members,
                ends,
                places,
                sampled,
                samples.LEAST,
                samples.SHARE,
                NEIGHBOURS,
                story,
                last,
                counted,
                met,
                room,
            )
            if goal == story:
                room = np.empty((2 * len(room), 2), np.int64)
                continue
            found.append(room[:written].copy())
            story = goal
        return found

    parts = _even_parts(ends, min(jobs, _MOST_THREADS))
    found = [pairs for some in in_order(pairs_from, parts, len(parts)) for pairs in some]
    return np.concatenate([np.empty((0, 2), np.int64), *found])


def _even_parts(ends: NDArray[np.int64], parts: int) -> list[tuple[int, int]]:
    """Stretches of stories with about as many members each."""
    total = int(ends[-1]) if len(ends) else 0
    cuts = np.searchsorted(ends, np.arange(1, parts) * total // max(parts, 1)).tolist()
    bounds = [0, *cuts, len(ends)]
    return list(pairwise(bounds))
