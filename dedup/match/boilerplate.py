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
from dedup.kernels import compiled
from dedup.sketch import minhash
from dedup.sketch.hashing import SHINGLE_WORDS
from dedup.sketch.minhash import NEIGHBOURS, Candidates, sample_pairs
from dedup.sketch.shingles import (
    Members,
    Sets,
    Shingles,
    Stored,
    ascending,
    in_blocks,
    only,
    row_offsets,
    shingle_hashes,
    stored,
)
from dedup.sketch.spill import is_mapped, release
from dedup.sketch.threads import in_order

Progress = Callable[[str, int, int | None], None]
"""Called with a stage's name, how much of it is done, and how much there is (None: unknown)."""

RANGES = 48
"""Ranges of hashes that a large run is cut into; each is one pass over the shingles."""

SORTED = 1 << 27
"""Hashes that are sorted at once by numpy (512 MB)."""

KEYS = 1 << 20, 1 << 26
"""Keys in one range, at least and at most: 8 to 512 MB."""

PART = 1 << 14
"""Keys that are sorted at once by the kernel: with what they become they fit a second-level cache."""

_BIN_BITS = 16  # upper bits of a hash by which the kernel counts
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
    if compiled.available():
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
    if compiled.available():
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
        found.append(ascending(repeated[repeated == ordered[: len(repeated)]]))
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


@dataclass(frozen=True, slots=True, eq=False)
class _Range:
    """Hashes of some parts: the bins with which they begin, and where the keys of each stand, int64
    (parts + 1,) each."""

    bins: NDArray[np.int64]
    places: NDArray[np.int64]

    @property
    def low(self) -> int:
        """The first hash."""
        return int(self.bins[0]) << 32 - _BIN_BITS

    @property
    def high(self) -> int:
        """The last hash that can be."""
        return (int(self.bins[-1]) << 32 - _BIN_BITS) - 1

    @property
    def size(self) -> int:
        """How many hashes there are."""
        return int(self.places[-1])


@dataclass(frozen=True, slots=True, eq=False)
class _Scanned:
    """What was found in some ranges: boilerplate, how many stories have each of its hashes, and the members
    of groups that share a sample; `samples`, int32 (n,): how many each story has."""

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
    """The rows, some at a time; of a file in the order in which they lie."""
    order = np.argsort(shingles.starts, kind="stable")
    if not is_mapped(shingles.hashes):
        order.sort()
    return in_blocks(order, (shingles.ends - shingles.starts)[order], _AT_ONCE)


def _ranges(shingles: Stored) -> list[_Range]:
    counts = np.zeros(1 << _BIN_BITS, np.int64)
    for rows in _blocks(shingles):
        compiled.histogram(shingles.hashes, shingles.starts, shingles.ends, rows, counts)
        release(shingles.hashes)
    parts = in_blocks(np.arange(len(counts)), counts, PART)
    bins = np.array([*(part[0] for part in parts), len(counts)])
    sizes = np.add.reduceat(counts, bins[:-1])
    most = min(max(int(counts.sum()) // RANGES, KEYS[0]), KEYS[1])
    return [
        _Range(bins[some[0] : some[-1] + 2], row_offsets(sizes[some]))
        for some in in_blocks(np.arange(len(sizes)), sizes, most)
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
    blocks = _blocks(shingles)
    taken, sampled = np.zeros(len(shingles), np.int32), np.zeros(len(shingles), np.int32)
    seen = np.full(int(strict.max(initial=0)) + 1, np.iinfo(np.uint64).max)
    keys = np.empty(max(part.size for part in ranges), np.uint64)
    part_of = np.zeros(1 << _BIN_BITS, np.int32)
    learned, stories, members, capped = [], [], [], 0
    rows = shingles.hashes, shingles.starts, shingles.ends
    if ranges[0].low:
        compiled.skip(*rows, ranges[0].low, taken)
    for part in ranges:
        part_of[part.bins[0] : part.bins[-1]] = np.repeat(np.arange(len(part.bins) - 1), np.diff(part.bins))
        lows = (part.bins << 32 - _BIN_BITS).astype(np.uint32)
        places = part.places[:-1].copy()
        for block in blocks:
            compiled.collect(*rows, block, part.high, taken, part_of, lows, places, keys)
            release(shingles.hashes)
        low, high = np.searchsorted(known, [part.low, part.high + 1])
        found, having, grouped, over = compiled.scan(
            keys,
            part.places,
            lows,
            strict,
            least,
            SHARE,
            known[low:high],
            rate,
            minhash.MOST_OF_SAMPLE,
            seen,
            sampled,
        )
        learned.append(found)
        stories.append(having)
        members.append(grouped)
        capped += over
        passed(part.size)
    return _Scanned(
        np.concatenate(learned), np.concatenate(stories), np.concatenate(members), capped, sampled
    )


def _pairs(members: NDArray[np.uint32], sampled: NDArray[np.int32], jobs: int) -> NDArray[np.int64]:
    """Pairs of stories in enough groups, ascending."""
    ends, places = compiled.places_of_members(members, len(sampled))

    def pairs_from(part: tuple[int, int]) -> list[NDArray[np.int64]]:
        return [
            *compiled.pairs_of_samples(
                members,
                ends,
                places,
                sampled,
                minhash.LEAST_SAMPLES,
                minhash.LEAST_SAMPLE_SHARE,
                NEIGHBOURS,
                part,
                _PAIRS,
            )
        ]

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


def united(some: NDArray[np.uint32], others: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Hashes that are in one of two sets, ascending."""
    return ascending(np.concatenate([some, others]))


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
    if not compiled.available():
        return shingles.keep(~members.contain(shingles.hashes))
    return Shingles(*compiled.strip(shingles.hashes, shingles.offsets, members.arrays))


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
    return ascending(np.frombuffer(packed, ">u4").astype(np.uint32))
