"""Boilerplate: shingles that belong to a site or an agency, not to a story.

Footers, sign-offs, disclaimers and forms recur in many *different* stories. Counting stories would take a
popular wire story for boilerplate, so near-copies are counted once: a strict clustering (exact Jaccard from
`STRICT` on) comes first, and a shingle that occurs in many strict clusters is boilerplate. It is left out
when the final scores are taken. Measured on planted footers and templates: pairwise F1 .993 instead of .953
for the best plain Jaccard threshold. Much rewritten copies of a popular story are strict clusters of their
own; what it says is known by the rest of its copies, which are one cluster: a shingle is boilerplate only if
its strict clusters are a fair `SHARE` of the stories that have it. A brief that many sites print between a
header and a footer of their own looks like a footer itself, but a footer never stands alone: what half of the
stories that have it consist of, together with other boilerplate, is what they say (`standing`).

Which shingles are boilerplate and which stories share samples are both questions about the stories that have
a hash. The compiled path asks them of each hash in turn: keys of one range of hashes after the other are
collected, sorted and scanned, so that memory is bounded and shingles in a file are read in order. Pairs are
then counted story by story, so nothing grows with the number of pairs that share too little. The array path
is made of `learn_beyond`, `strip` and `sketch.minhash.sample_pairs`, and gives the same.

Boilerplate outlives a run in a text file. Its first line names the shingles (how many words, and a checksum
of the hashes of a fixed text), then each line is one hash, eight hexadecimal digits. A file of other shingles
would match nothing, or what it should not, and is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import overload

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh32_hexdigest

from dedup.errors import InputError
from dedup.sketch import minhash
from dedup.sketch.backend import in_order, kernels
from dedup.sketch.hashing import SHINGLE_WORDS
from dedup.sketch.minhash import NEIGHBOURS, Candidates, sample_pairs
from dedup.sketch.shingles import Members, Sets, Shingles, Stored, in_blocks, only, shingle_hashes, stored
from dedup.sketch.spill import release

Progress = Callable[[str, int, int | None], None]
"""Called with a stage's name, how much of it is done, and how much there is (None: unknown)."""

_CHARACTERS = 4  # of text take numpy as long as one hash
RANGES = 48
"""Ranges of hashes that a large run is cut into; each is one pass over the shingles."""

SORTED = 1 << 27
"""Hashes that are sorted at once by numpy (512 MB)."""

KEYS = 1 << 22, 1 << 26
"""Keys in one range, at least and at most: the sort of 32 MB is fast, 512 MB are bearable."""

_BINS = 16  # upper bits by which hashes are counted
_AT_ONCE = 1 << 25  # hashes that are passed before the pages they lie on are given back
_PAIRS = 1 << 21  # pairs that are written at once
_MOST_THREADS = 4  # each holds some numbers for every story
_RAREST = 1 << 31  # rate of samples so high that there are next to none


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """`boilerplate`: uint32, ascending. `own`: the shingle sets without it. `sampled`: pairs that share
    samples of these."""

    boilerplate: NDArray[np.uint32]
    own: Sets
    sampled: Candidates


def learn_and_pair(
    shingles: Sets,
    strict: NDArray[np.int64],
    least: int,
    rate: int,
    known: NDArray[np.uint32] | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Learned:
    """Learn boilerplate, leave it out, and pair stories by samples of the rest.

    Parameters
    ----------
    shingles, strict, least
        As for `learn`.
    rate
        As for `minhash.sample_pairs`.
    known
        uint32, ascending: hashes that are boilerplate in any case.
    jobs
        Threads; any number gives the same result.
    progress
        Called with the stage, how many hashes are done, and how many there are.
    """
    known = np.empty(0, np.uint32) if known is None else known
    lying = stored(shingles)
    if kernels(_CHARACTERS * int(lying.sizes.sum())):
        return _compiled(lying, strict, least, rate, known, jobs, progress)
    whole = shingles.whole() if isinstance(shingles, Stored) else shingles
    boilerplate = united(learn_beyond(whole, strict, least, known), known)
    own = strip(whole, boilerplate)
    return Learned(boilerplate, own, sample_pairs(own, rate))


def learn(shingles: Shingles, strict: NDArray[np.int64], least: int) -> NDArray[np.uint32]:
    """Shingles that occur in at least `least` strict clusters.

    Parameters
    ----------
    shingles
        Shingle sets of n stories.
    strict
        int64, shape (n,): strict cluster of each story.
    least
        Number of strict clusters from which a shingle is boilerplate.

    Returns
    -------
    ndarray
        uint32, ascending: hashes of the boilerplate shingles.
    """
    if not len(shingles.hashes):
        return np.empty(0, np.uint32)
    if kernels(_CHARACTERS * len(shingles.hashes)):
        return _scanned(stored(shingles), strict, least, _RAREST, np.empty(0, np.uint32), 1).learned
    inside = contained(shingles.hashes, _frequent(shingles.hashes, least))
    owners = strict[shingles.owners()[inside]].astype(np.uint64)
    keys = (shingles.hashes[inside].astype(np.uint64) << np.uint64(32)) | owners
    found, stories = np.unique((keys >> np.uint64(32)).astype(np.uint32), return_counts=True)
    _, clusters = np.unique((np.unique(keys) >> np.uint64(32)).astype(np.uint32), return_counts=True)
    return found[(clusters >= least) & (clusters >= SHARE * stories)]


def learn_beyond(
    shingles: Shingles, strict: NDArray[np.int64], least: int, known: NDArray[np.uint32]
) -> NDArray[np.uint32]:
    """What is learned beyond what is `known`, less what stands alone: uint32, ascending; for the other
    parameters see `learn`."""
    new = without(learn(shingles, strict, least), known)
    if not len(new):
        return new
    both = united(new, known)
    return without(new, standing(shingles, strip(shingles, both).sizes, both))


def _frequent(hashes: NDArray[np.uint32], least: int) -> NDArray[np.uint32]:
    """Hashes that occur `least` times and more, ascending: sorted in ranges, to bound the memory."""
    ranges = 1 + len(hashes) // SORTED
    bounds = np.linspace(0, 1 << 32, ranges + 1).astype(np.uint64)
    found = []
    for low, high in pairwise(bounds):
        part = hashes if ranges == 1 else hashes[(hashes >= low) & (hashes < high)]
        ordered = np.sort(part)
        repeated = ordered[least - 1 :]
        found.append(np.unique(repeated[repeated == ordered[: len(repeated)]]))
    return np.concatenate(found)


def _compiled(
    shingles: Stored,
    strict: NDArray[np.int64],
    least: int,
    rate: int,
    known: NDArray[np.uint32],
    jobs: int,
    progress: Progress | None,
) -> Learned:
    found = _scanned(shingles, strict, least, rate, known, jobs, progress)
    common = only(shingles, Members(united(found.learned, known)), jobs)
    left = shingles.sizes - common.sizes
    alone = without(standing(shingles, left, found.learned, found.stories), known)
    if len(alone):
        found = _without(found, alone, only(common, Members(alone), jobs), strict, rate, jobs)
        common = only(common, Members(united(found.learned, known)), jobs)
    pairs = _pairs(found.members, found.samples, jobs)
    return Learned(united(found.learned, known), shingles.less(common), Candidates(pairs, found.capped))


def _scanned(
    shingles: Stored,
    strict: NDArray[np.int64],
    least: int,
    rate: int,
    known: NDArray[np.uint32],
    jobs: int,
    progress: Progress | None = None,
) -> _Scanned:
    """What is found in all ranges; each thread takes some of them."""
    done, total = 0, int((shingles.ends - shingles.starts).sum())

    def passed(size: int) -> None:
        nonlocal done
        done += size
        if progress:
            progress("survey", done, total)

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
    of groups that share a sample; `bands` is int32 (n,)."""

    learned: NDArray[np.uint32]
    stories: NDArray[np.int64]
    members: NDArray[np.uint32]
    capped: int
    samples: NDArray[np.int32]


def _without(
    found: _Scanned,
    alone: NDArray[np.uint32],
    rows: Stored,
    strict: NDArray[np.int64],
    rate: int,
    jobs: int,
) -> _Scanned:
    """The same when hashes that were taken for boilerplate, of which stories have `rows`, are none."""
    more = _scanned(rows, strict, len(rows) + 1, rate, np.empty(0, np.uint32), jobs)
    left = ~contained(found.learned, alone)
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
    from dedup.kernels import boilerplate as compiled

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
    from dedup.kernels import boilerplate as compiled

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
            minhash.MOST_OF_SAMPLE,
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
    from dedup.kernels import boilerplate as compiled

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
                minhash.LEAST_SAMPLES,
                minhash.LEAST_SAMPLE_SHARE,
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


STRICT = 0.5
"""Exact Jaccard from which two stories count as one when boilerplate is learned; precision .999 on the
planted corpus."""

SHARE = 0.28
"""Strict clusters for each story that has the shingle: on 100,000 planted stories recall rises from .83 to
.947 while precision falls from .998 to .9956; at 1/3 they are .955 and .993, at 1/4 .943 and .996."""

ALONE, REST = 0.5, 0.1
"""Share of the stories with a shingle that consist of boilerplate, from which it is none; and the share of
such a story that may be its own. On two planted corpora, where it was chosen, recall rises by .018 and .019
(.934 to .952, .946 to .963) at the same precision; on two others by .004 and not at all. Stories of which a
quarter is their own cost .002 of precision. Press releases, a wire and versions of web news have no such
story."""

_CHARACTERS_LOOKED_UP = 4  # of text take numpy as long as one hash to look up


def united(some: NDArray[np.uint32], others: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Hashes that are in one of two ascending sets, ascending. (`np.union1d` builds a hash table: 4 times
    the time of a sort.)"""
    both = np.concatenate([some, others])
    both.sort()
    new = np.ones(len(both), np.bool_)
    np.not_equal(both[1:], both[:-1], out=new[1:])
    return both[new]


def without(some: NDArray[np.uint32], others: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Hashes of one ascending set that are not in another, ascending."""
    return some[~contained(some, others)]


def standing(
    shingles: Sets,
    left: NDArray[np.int64],
    boilerplate: NDArray[np.uint32],
    everywhere: NDArray[np.int64] | None = None,
) -> NDArray[np.uint32]:
    """What `learn` took for boilerplate and is not, because it stands alone: uint32, ascending.

    Parameters
    ----------
    shingles
        Shingle sets of n stories.
    left
        int64, shape (n,): their sizes without boilerplate.
    boilerplate
        uint32, ascending: what was learned.
    everywhere
        int64, where it is known: how many stories have each of these hashes.
    """
    hashes, stories = alone(shingles, left, boilerplate)
    if not len(hashes):
        return hashes
    if everywhere is None:
        _, of_each = np.unique(only(shingles, Members(hashes)).hashes, return_counts=True)
    else:
        of_each = everywhere[np.searchsorted(boilerplate, hashes)]
    return hashes[stories >= ALONE * of_each]


def alone(
    shingles: Sets, left: NDArray[np.int64], boilerplate: NDArray[np.uint32]
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The boilerplate of stories that consist of it, ascending, and how many such stories have each hash;
    parameters are those of `standing`."""
    sizes = shingles.sizes
    bare = shingles.take(np.flatnonzero((left < sizes) & (left <= REST * sizes)))
    hashes, stories = np.unique(bare.hashes, return_counts=True)
    inside = contained(hashes, boilerplate)
    return hashes[inside], stories[inside]


def contained(hashes: NDArray[np.uint32], wanted: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which hashes are in an ascending set: bool of the same shape."""
    return Members(wanted).contain(hashes)


@overload
def strip(shingles: Shingles, boilerplate: NDArray[np.uint32]) -> Shingles: ...
@overload
def strip(shingles: Stored, boilerplate: NDArray[np.uint32]) -> Stored: ...
def strip(shingles: Sets, boilerplate: NDArray[np.uint32]) -> Sets:
    """The shingle sets without boilerplate; nothing is copied of sets that are not in one piece."""
    if not len(boilerplate):
        return shingles
    members = Members(boilerplate)
    if isinstance(shingles, Stored):
        return shingles.less(only(shingles, members))
    if not kernels(_CHARACTERS_LOOKED_UP * len(shingles.hashes)):
        return shingles.keep(~members.contain(shingles.hashes))
    from dedup.kernels import boilerplate as compiled

    found = np.empty(len(shingles.hashes) + 1, np.uint32)
    offsets = np.empty_like(shingles.offsets)
    number = compiled.strip(
        shingles.hashes, shingles.offsets, members.shift, members.empty, members.table, found, offsets
    )
    return Shingles(found[:number], offsets)


PROBE = "Ǆemal's naïve ﬁrst Straße, ΣΟΦΟΣ — 12,000 книг, कि नमस्ते, 新闻ニュース สวัสดี الأخبار"
"""Text whose shingles change when words, normalisation or hashes do."""

LARGEST = 256 << 20
"""Bytes of a file that is read: 29 million hashes."""

_LINES = 100_000  # hashes that are written at once


def header() -> str:
    """First line of a file, which names the shingles of this program."""
    checksum = xxh32_hexdigest(shingle_hashes(PROBE).astype("<u4").tobytes())
    return f"# story-dedup boilerplate: shingles of {SHINGLE_WORDS} words, checksum {checksum}"


def boilerplate_lines(hashes: NDArray[np.uint32]) -> Iterator[bytes]:
    """A file of boilerplate hashes, uint32 (m,), in parts."""
    yield f"{header()}\n".encode()
    for first in range(0, len(hashes), _LINES):
        part = hashes[first : first + _LINES].astype(">u4").tobytes()
        yield part.hex("\n", 4).encode() + b"\n"


def load_boilerplate(path: Path) -> NDArray[np.uint32]:
    """Boilerplate hashes of a file: uint32 (m,), ascending, distinct.

    Raises
    ------
    InputError
        The file is none of these, is damaged, or its shingles are others than those of this program.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as problem:
        raise InputError(f"{path}: cannot be read ({problem.strerror or problem})") from None
    first, _, body = data.partition(b"\n")
    if len(data) > LARGEST or not first.startswith(b"# story-dedup boilerplate:"):
        raise InputError(f"{path}: not a file of boilerplate shingles; name a file that --boilerplate wrote")
    if first.rstrip() != header().encode():
        raise InputError(
            f"{path}: made of other shingles than those of this version "
            f"({first.decode('utf-8', 'replace')[27:120]!r}, not {header()[27:]!r}); name a new file"
        )
    lines = body.split()
    try:
        if any(len(line) != 8 for line in lines):
            raise ValueError
        packed = bytes.fromhex(b"".join(lines).decode("ascii"))
    except ValueError:
        raise InputError(f"{path}: damaged; every line after the first is a hash of eight digits") from None
    return np.unique(np.frombuffer(packed, ">u4").astype(np.uint32))
