"""Kernels as functions of arrays: memory is allocated here, and texts that a kernel does not know are handed
back.

Each means what its twin among the array code says, and gives the same bits. Rows of hashes are given as the
hashes and the offsets (n + 1) at which rows begin, or their starts and ends (n each).

`DEDUP_KERNELS` set to `numpy` leaves the work to the array code; `native` is an error where there are no
kernels; the name of a level (`plain`, `avx2`, `avx512`) takes the kernels of that level.
"""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from dedup.errors import SettingsError
from dedup.sketch.hashing import IMAGES, SPARE, Encoded, Texts, clean, encode, length

try:
    from dedup.kernels import native
except ImportError:
    LEVELS: tuple[str, ...] = ()
else:
    LEVELS = native.levels()
"""Levels of vector instructions that kernels can use here, the best one last; empty where there are none."""

_Number = TypeVar("_Number", bound=np.generic)

MembersArrays = tuple[NDArray[np.uint64], int, np.uint32, NDArray[np.uint32]]
"""A set that hashes are looked up in: sieve, shift, mark of an empty place, table."""

Sparse = tuple[NDArray[Any], NDArray[Any], NDArray[np.float32]]
"""Where the rows of a sparse matrix end, the columns of its values, the values; or columns and their rows."""

Rows32 = tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64]]
Rows64 = tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]
"""Values of rows, where each row starts and where it ends."""

SIEVE_SHIFT = 8
"""What is left of a hash has a bit in a sieve: 2 MB, which a second-level cache holds."""

_LANES = 64  # slots of a signature that are computed at once, at most
_SPARE_UNITS = 16  # of what kernels write a few at a time
_LONGEST_IMAGE = 6  # bytes of a character's two or four: a buffer three times as long will do
_images = np.zeros(0x110000, np.uint64)  # virtual memory: only pages of characters that occurred are real


class _Choice:
    """What the environment said last, and whether kernels do the work then."""

    wanted: str | None = None
    native = False


def available() -> bool:
    """Whether kernels do the work: of the level that `DEDUP_KERNELS` names, else of the best one."""
    wanted = os.environ.get("DEDUP_KERNELS", "")
    if wanted != _Choice.wanted:
        _Choice.native = _chosen(wanted)
        _Choice.wanted = wanted
    return _Choice.native


def _chosen(wanted: str) -> bool:
    if wanted == "numpy":
        return False
    if wanted not in ("", "native", *LEVELS):
        there = ", ".join(("numpy", "native", *LEVELS)) if LEVELS else "numpy (there are no kernels here)"
        raise SettingsError(f"DEDUP_KERNELS={wanted!r}: use nothing or one of {there}")
    if LEVELS:
        native.use(wanted if wanted in LEVELS else LEVELS[-1])
        return True
    if wanted == "native":
        raise SettingsError("DEDUP_KERNELS=native: this installation was made without a C compiler")
    warnings.warn("installed without a C compiler: numpy does the work, several times slower", stacklevel=3)
    return False


class _Workspace(threading.local):
    """Arrays that a thread uses again for each chunk: fresh ones cost a page fault every 4 KB."""

    def __init__(self) -> None:
        self.held: dict[str, Any] = {}

    def array(self, name: str, size: int, dtype: type[_Number]) -> NDArray[_Number]:
        held = self.held.get(name)
        if held is None or len(held) < size:
            self.held[name] = held = np.empty(size + size // 4, dtype)
        return cast("NDArray[_Number]", held)  # a string: the type itself would be built on each call

    def grown(self, name: str, size: int) -> Any:
        """The array with what it holds, and room for more."""
        held = self.held[name]
        if len(held) < size:
            self.held[name] = np.concatenate([held, np.empty(size, held.dtype)])
        return self.held[name]


_workspace = _Workspace()


# Numbers


def sort(values: NDArray[Any]) -> None:
    """Sorts uint32 or uint64 in place; quickest where they are spread evenly, as hashes are."""
    spare = np.empty_like(values)
    (native.sort32 if values.itemsize == 4 else native.sort64)(values, spare)


# Texts: words, shingles, signatures


def hash_texts(
    given: Texts,
) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.uint32], NDArray[np.int64]]:
    """See `shingles.hash_texts`: hashes of shingles, their offsets, hashes of words, their offsets. The
    hashes lie in memory that the next call of this thread uses again."""
    plain, begins, ends = _cleaned(given)
    most = int((ends - begins).sum() + len(begins)) // 2 + 1
    edges = _workspace.array("edges", 2 * most + _SPARE_UNITS, np.int32)
    words = _workspace.array("words", most, np.uint32)
    hashes = _workspace.array("hashes", most, np.uint32)
    offsets, bounds = np.empty(len(begins) + 1, np.int64), np.empty(len(begins) + 1, np.int64)
    found = native.hash_clean(plain, begins, ends, edges, words, bounds, hashes, offsets)
    return hashes[:found], offsets, words[: bounds[-1]], bounds


def hash_words(
    given: Texts,
) -> tuple[NDArray[np.uint64], NDArray[np.int64], Callable[[NDArray[np.int64]], list[str]]]:
    """The words of texts: a hash of 64 bits of each, in order, in memory that the next call of this thread
    uses again; int64 (n + 1,), the word at which each text begins; and a function that spells the words at
    some places until then."""
    plain, begins, ends = _cleaned(given)
    most = int((ends - begins).sum() + len(begins)) // 2 + 1
    edges = _workspace.array("edges", 2 * most + _SPARE_UNITS, np.int32)
    hashes = _workspace.array("whole words", most, np.uint64)
    offsets = np.empty(len(begins) + 1, np.int64)
    found = native.hash_words(plain, begins, ends, edges, hashes, offsets)

    def spelled(places: NDArray[np.int64]) -> list[str]:
        bounds = zip(edges[2 * places].tolist(), edges[2 * places + 1].tolist(), strict=True)
        return [plain[begin:end].tobytes().decode() for begin, end in bounds]

    return hashes[:found], offsets, spelled


def _cleaned(given: Texts) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64]]:
    """The clean bytes of texts, in memory that is used again, and where each begins and ends."""
    encoded = encode(given)
    room = length(encoded) + SPARE
    plain = _workspace.array("plain", _LONGEST_IMAGE // 2 * room, np.uint8)
    begins, ends = np.empty(len(encoded), np.int64), np.empty(len(encoded), np.int64)
    hard = np.zeros(len(encoded), np.bool_)
    done = native.clean(encoded.source, encoded.bounds, encoded.wide, _images, plain, begins, ends, hard)
    for i in np.flatnonzero(hard).tolist():
        _learn(encoded.texts[i])
        data = clean(encoded.texts[i])
        plain = _workspace.grown("plain", done + len(data) + SPARE)
        plain[done : done + len(data)] = np.frombuffer(data, np.uint8)
        begins[i], ends[i] = done, done + len(data)
        done += len(data)
    return plain, begins, ends


def _learn(text: str) -> None:
    """Puts the images of a text's characters where kernels find them: bytes from below, length + 1 on top."""
    for char in set(text):
        found = IMAGES[char]
        if found is None or 0xD800 <= ord(char) < 0xE000:
            continue
        data = found.encode()
        if len(data) <= _LONGEST_IMAGE:
            _images[ord(char)] = int.from_bytes(data, "little") | (len(data) + 1) << 56


def sign_shingles(
    hashes: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    factors: NDArray[np.uint32],
    increments: NDArray[np.uint32],
) -> NDArray[np.uint32]:
    """See `minhash.sign_shingles`."""
    slots = len(factors)
    if spare := -slots % _LANES:
        factors, increments = np.pad(factors, (0, spare)), np.pad(increments, (0, spare))
    signatures = np.empty((len(offsets) - 1, slots + spare), np.uint32)
    scratch = _workspace.array("scratch", int(np.diff(offsets).max(initial=0)), np.uint32)
    native.sign(hashes, offsets, factors, increments, scratch, signatures)
    return signatures[:, :slots]


def distinct(
    runs: NDArray[np.uint32], bounds: NDArray[np.int64]
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """See `shingles.distinct`."""
    hashes, offsets = np.empty_like(runs), np.empty_like(bounds)
    found = native.distinct(runs, bounds, hashes, offsets)
    return hashes[:found].copy(), offsets


def band_keys(signatures: NDArray[np.uint32], first: int, bands: int, rows: int) -> NDArray[np.uint64]:
    """Keys of a few bands from the given one on, uint64 (bands, n), as `bands.band_keys` says."""
    keys = np.empty((bands, len(signatures)), np.uint64)
    native.band_keys(np.ascontiguousarray(signatures), signatures.shape[1], first, bands, rows, keys)
    return keys


def vocabulary(
    words: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    heads: NDArray[np.uint32],
    head_bounds: NDArray[np.int64],
    common: MembersArrays,
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """See `vocabulary.vocabulary`: entries and offsets, of the hashes of the words of texts and headlines."""
    entries, offsets = np.empty(2 * len(words) + len(heads), np.uint64), np.empty(len(bounds), np.int64)
    _, shift, empty, table = common
    found = native.vocabulary(words, bounds, heads, head_bounds, shift, empty, table, entries, offsets)
    return entries[:found].copy(), offsets


def vocabulary_counts(
    entries: Rows64,
    shingles: Rows32,
    left_out: Rows32 | None,
    pairs: NDArray[np.int64],
    limits: tuple[int, int],
) -> NDArray[np.int64]:
    """See `vocabulary.counts`; `limits`: words of a stretch and of a lead."""
    found = np.empty((len(pairs), 2, 9), np.int64)
    nothing = np.empty(0, np.uint32), np.empty(0, np.int64), np.empty(0, np.int64)
    pairs = np.ascontiguousarray(pairs)
    native.vocabulary_counts(*entries, *shingles, *(left_out or nothing), pairs, *limits, found)
    return found


# Facts, claims, terms of events


def fact_words(
    given: Encoded,
    ends: NDArray[np.int64],
    room: int,
    kinds: NDArray[np.uint8],
    lower: NDArray[np.uint16],
    capitalised: float,
) -> tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
    """Hashes of 48 bits, places and counts of fact words, at most `room`, and how many each text has; text i
    ends at `ends[i]`. `kinds`, `lower`: what each UTF-16 unit is, and its lower case."""
    hashes, places, counts = np.empty(room, np.uint64), np.empty(room, np.int32), np.empty(room, np.int32)
    offsets = np.empty(len(given) + 1, np.int64)
    n = native.fact_words(
        given.source,
        given.bounds[:-1],
        ends,
        given.wide,
        kinds,
        lower,
        capitalised,
        hashes,
        places,
        counts,
        offsets,
    )
    return hashes[:n].copy(), places[:n].copy(), counts[:n].copy(), np.diff(offsets)


def claims(
    given: Encoded,
    ends: NDArray[np.int64],
    room: int,
    characters: tuple[NDArray[np.uint8], NDArray[np.uint16]],
    words: tuple[NDArray[np.uint64], NDArray[np.uint8], NDArray[np.uint64]],
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Claims of texts, `context << 32 | value`, at most `room`, and how many each text has; text i ends at
    `ends[i]`. `characters`: what each UTF-16 unit is, and its lower case; `words`: the special ones."""
    (kinds, lower), (keys, sorts, bases) = characters, words
    found, offsets = np.empty(room, np.uint64), np.empty(len(given) + 1, np.int64)
    n = native.claims(
        given.source,
        given.bounds[:-1],
        ends,
        given.wide,
        kinds,
        lower,
        keys,
        sorts,
        bases,
        found,
        offsets,
    )
    return found[:n].copy(), np.diff(offsets)


def put(
    hashes: NDArray[np.uint64], given: NDArray[Any], keys: NDArray[np.uint64], values: NDArray[Any]
) -> None:
    """Puts hashes and what belongs to each (32 bits) into a table with open addressing, a power of two long
    (key 0: empty)."""
    native.put(hashes, given.view(np.uint32), keys, values.view(np.uint32))


def look_up(
    hashes: NDArray[np.uint64], keys: NDArray[np.uint64], values: NDArray[np.uint32]
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """What a table that `put` filled has for hashes (0 for none), and the places of those that it has not."""
    found, unknown = np.empty(len(hashes), np.uint32), np.empty(len(hashes) + 1, np.int64)
    missing = native.look_up(hashes, keys, values, found, unknown)
    return found, unknown[:missing]


def weigh(
    hashes: NDArray[np.uint64],
    counts: NDArray[np.int32],
    keys: NDArray[np.uint64],
    values: NDArray[np.float32],
    damped: NDArray[np.float32],
) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    """The upper 32 bits of hashes, and their weights by a table that `put` filled; NaN where it has none."""
    words, weights = np.empty(len(hashes), np.uint32), np.empty(len(hashes), np.float32)
    native.weigh(hashes, counts, keys, values, damped, words, weights)
    return words, weights


def totals(
    starts: NDArray[np.int64], ends: NDArray[np.int64], weights: NDArray[np.float32], rows: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The sum of the weights of some rows, and of their squares; 0 for the others."""
    total, square = np.zeros(len(starts)), np.zeros(len(starts))
    native.totals(starts, ends, weights, rows, total, square)
    return total, square


def agree(
    hashes: NDArray[np.uint32],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    weights: NDArray[np.float32],
    pairs: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """For each pair, the sum of the products of shared weights, and of the shared weights on either side."""
    product, in_a, in_b = np.empty(len(pairs)), np.empty(len(pairs)), np.empty(len(pairs))
    native.agree(hashes, starts, ends, weights, np.ascontiguousarray(pairs), product, in_a, in_b)
    return product, in_a, in_b


def event_terms(
    occurrences: NDArray[np.uint32], offsets: NDArray[np.int64], lead_terms: int
) -> tuple[NDArray[np.int64], NDArray[np.uint32], NDArray[np.uint8], NDArray[np.bool_]]:
    """The columns of `event_profiles.Profiles`, of the terms of texts in order."""
    terms = np.empty(len(occurrences), np.uint32)
    counts, lead = np.empty(len(terms), np.uint8), np.empty(len(terms), np.bool_)
    ends = np.empty(len(offsets), np.int64)
    n = native.event_terms(occurrences, offsets, lead_terms, terms, counts, lead, ends)
    return ends, terms[:n].copy(), counts[:n].copy(), lead[:n].copy()


def dots(rows: Sparse, others: Sparse, pairs: NDArray[np.int64], width: int) -> NDArray[np.float64]:
    """Inner products of sparse rows and others; quickest where pairs with the same first row stand together,
    and the others are the shorter ones."""
    found = np.empty(len(pairs))
    native.dots(*_sparse(rows), *_sparse(others), np.ascontiguousarray(pairs), width, found)
    return found


def neighbours(
    rows: Sparse, columns: Sparse, until: NDArray[np.int32], always: int, least: float
) -> Iterator[NDArray[np.int64]]:
    """Pairs of sparse rows with later ones whose inner product reaches `least`, some at a time: see
    `event_vectors.neighbours`. Rows and columns are those of one matrix, as ends, numbers and values."""
    n = len(until)
    taken, sums, met = np.zeros(len(columns[0]), np.int64), np.zeros(n, np.float32), np.empty(n + 1, np.int32)
    room, progress = np.empty((max(2 * n, 1 << 16), 2), np.int64), np.zeros(1, np.int64)
    given = *_sparse(rows), *_sparse(columns), until, always, n + 1, least, taken, sums, met
    while progress[0] < n:
        yield room[: native.neighbours(*given, room, progress)].copy()


def _sparse(given: Sparse) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
    ends, numbers, values = given
    return np.asarray(ends, np.int64), np.asarray(numbers, np.int32), values


# Sets of shingles, runs of keys


def table_of(members: NDArray[np.uint32], empty: np.uint32) -> NDArray[np.uint32]:
    """See `shingle_sets.Members`: at least three places of four hold `empty`."""
    bits = min(max((4 * len(members)).bit_length(), 6), 32)
    table = np.full(1 << bits, empty, np.uint32)
    native.put_members(members, 32 - bits, empty, table)
    return table


def sieve_of(members: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """See `shingle_sets.Members`."""
    sieve = np.zeros((1 << 26) >> SIEVE_SHIFT, np.uint64)
    native.strain(members, SIEVE_SHIFT, sieve)
    return sieve


def pick(
    hashes: NDArray[np.uint32],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    members: MembersArrays,
    rows: NDArray[np.int64],
    sizes: NDArray[np.int64],
) -> NDArray[np.uint32]:
    """See `shingle_sets.only`: the hashes of some rows that are in a set; fills the sizes of these rows."""
    lengths = (ends - starts)[rows]
    found = _workspace.array("picked", int(lengths.sum()) + 1, np.uint32)
    maybe = _workspace.array("maybe", int(lengths.max(initial=0)) + 1, np.uint32)
    sieve, shift, empty, table = members
    number = native.pick(
        hashes, starts, ends, rows, sieve, SIEVE_SHIFT, shift, empty, table, maybe, found, sizes
    )
    return found[:number].copy()


def strip(
    hashes: NDArray[np.uint32], offsets: NDArray[np.int64], members: MembersArrays
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Rows without the hashes in a set, and their offsets."""
    _, shift, empty, table = members
    found, found_offsets = np.empty(len(hashes) + 1, np.uint32), np.empty_like(offsets)
    number = native.strip(hashes, offsets, shift, empty, table, found, found_offsets)
    return found[:number], found_offsets


def copy_rows(
    values: NDArray[Any],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    rows: NDArray[np.int64],
    offsets: NDArray[np.int64],
    found: NDArray[Any],
) -> None:
    """See `shingle_sets.copied`."""
    width = values.itemsize
    native.copy_rows(values.view(np.uint8), starts, ends, rows, offsets, width, found.view(np.uint8))


def shared(
    hashes: NDArray[np.uint32],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    pairs: NDArray[np.int64],
) -> NDArray[np.int32]:
    """See `shingle_sets.shared`."""
    found = np.empty(len(pairs), np.int32)
    native.shared(hashes, starts, ends, np.ascontiguousarray(pairs), found)
    return found


def intersections(
    hashes: NDArray[np.uint32], offsets: NDArray[np.int64], pairs: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """See `shingle_sets.intersections`."""
    most = int(np.diff(offsets)[pairs].min(axis=1).sum())
    number, at_a, at_b = (np.empty(most, np.int64) for _ in range(3))
    found = native.intersections(hashes, offsets, np.ascontiguousarray(pairs), number, at_a, at_b)
    return number[:found], at_a[:found], at_b[:found]


def mark(keys: NDArray[np.uint64], shift: int) -> NDArray[np.int32]:
    """Where the keys of each slot (the bits from `shift` on) begin in a run, int32 (slots + 1,)."""
    marks = np.empty((1 << 64 - shift) + 1, np.int32)
    native.mark(keys, shift, marks)
    return marks


def find(
    keys: NDArray[np.uint64],
    marks: NDArray[np.int32],
    shift: int,
    wanted: NDArray[np.uint64],
    story: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First and last places (exclusive) of the keys that agree with each wanted one in all bits but those of
    `story`."""
    starts, ends = np.empty(len(wanted), np.int64), np.empty(len(wanted), np.int64)
    native.find(keys, marks, shift, wanted, story, starts, ends)
    return starts, ends


# The survey of all shingles (`match.boilerplate`)


def histogram(
    hashes: NDArray[np.uint32],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    rows: NDArray[np.int64],
    counts: NDArray[np.int64],
) -> None:
    """Adds how many hashes of some rows have each of the numbers that their upper 16 bits can be."""
    native.histogram(hashes, starts, ends, rows, counts)


def skip(
    hashes: NDArray[np.uint32],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    low: int,
    taken: NDArray[np.int32],
) -> None:
    """Fills how many hashes of each row lie below `low`."""
    native.skip(hashes, starts, ends, low, taken)


def collect(
    hashes: NDArray[np.uint32],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    rows: NDArray[np.int64],
    high: int,
    taken: NDArray[np.int32],
    part_of: NDArray[np.int32],
    lows: NDArray[np.uint32],
    places: NDArray[np.int64],
    keys: NDArray[np.uint64],
) -> None:
    """Adds the keys of hashes of some rows up to `high` that were not taken yet to those of their parts: the
    part of each bin, the hash with which each part begins, and where its next key goes."""
    native.collect(hashes, starts, ends, rows, high, taken, part_of, lows, places, keys)


def scan(
    keys: NDArray[np.uint64],
    places: NDArray[np.int64],
    lows: NDArray[np.uint32],
    cluster: NDArray[np.int64],
    least: int,
    share: float,
    known: NDArray[np.uint32],
    rate: int,
    most: int,
    seen: NDArray[np.uint64],
    samples: NDArray[np.int32],
) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.uint32], int]:
    """Boilerplate among the keys of parts, how many stories have each, the members of groups that share a
    sampled hash, and how many groups are over the cap; adds to the samples of each story."""
    room = int(places[-1]) // least + len(known) + 1
    learned, stories = np.empty(room, np.uint32), np.empty(room, np.int64)
    members = _workspace.array("members", int(places[-1]), np.uint32)
    found = np.empty(3, np.int64)
    native.scan(
        keys,
        places,
        lows,
        cluster,
        least,
        share,
        known,
        rate,
        most,
        seen,
        learned,
        stories,
        samples,
        members,
        found,
    )
    a, b, capped = found.tolist()
    return learned[:a].copy(), stories[:a].copy(), members[:b].copy(), capped


def places_of_members(
    members: NDArray[np.uint32], stories: int
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Where the places of each story end, int64 (stories,), and the places among the members."""
    ends = np.zeros(stories + 1, np.int64)
    native.count_members(members, ends[1:])
    ends = np.cumsum(ends)[:-1]
    places = np.empty(len(members), np.uint32)
    native.place_members(members, ends, places)
    return ends, places


def pairs_of_samples(
    members: NDArray[np.uint32],
    ends: NDArray[np.int64],
    places: NDArray[np.uint32],
    samples: NDArray[np.int32],
    least: int,
    share: float,
    neighbours: int,
    stories: tuple[int, int],
    at_once: int,
) -> Iterator[NDArray[np.int64]]:
    """Pairs of the stories from one to another with later ones, some at a time: see
    `minhash.sample_pairs`."""
    counts, met = np.zeros(len(samples), np.int32), np.empty(len(samples), np.uint32)
    story, last = stories
    room = np.empty((at_once, 2), np.int64)
    progress = np.array([story])
    given = members, ends, places, samples, least, share, neighbours, last
    while story < last:
        written = native.pairs_of_samples(*given, len(room), counts, met, room, progress)
        if int(progress[0]) == story:
            room = np.empty((2 * len(room), 2), np.int64)
            continue
        yield room[:written].copy()
        story = int(progress[0])


# Pairs as graphs


def unite(pairs: NDArray[np.int64], labels: NDArray[np.int64]) -> None:
    """See `clustering.unite`."""
    native.unite(np.ascontiguousarray(pairs), labels)


def span(pairs: NDArray[np.int64], roots: NDArray[np.int64], *columns: NDArray[np.int64]) -> None:
    """See `clustering.span`."""
    native.span(np.ascontiguousarray(pairs), roots, *columns)
