"""The kernels in C, with the types of their arrays; what they mean is said in the sources and in `compiled`.

None of them allocates what it fills, or checks sizes. Each returns how much it found.
"""

import numpy as np
from numpy.typing import NDArray

_Bools = NDArray[np.bool_]
_Bytes = NDArray[np.uint8]
_Units = NDArray[np.uint16]
_Int32s = NDArray[np.int32]
_UInt32s = NDArray[np.uint32]
_Int64s = NDArray[np.int64]
_UInt64s = NDArray[np.uint64]
_Floats = NDArray[np.float32]
_Doubles = NDArray[np.float64]

def levels() -> tuple[str, ...]: ...
def use(level: str, /) -> None: ...
def sort32(values: _UInt32s, spare: _UInt32s, /) -> int: ...
def sort64(values: _UInt64s, spare: _UInt64s, /) -> int: ...
def clean(
    source: _Bytes,
    bounds: _Int64s,
    wide: _Bools,
    images: _UInt64s,
    target: _Bytes,
    begins: _Int64s,
    ends: _Int64s,
    hard: _Bools,
    /,
) -> int: ...
def hash_clean(
    data: _Bytes,
    begins: _Int64s,
    ends: _Int64s,
    edges: _Int32s,
    words: _UInt32s,
    bounds: _Int64s,
    hashes: _UInt32s,
    offsets: _Int64s,
    /,
) -> int: ...
def hash_words(
    data: _Bytes,
    begins: _Int64s,
    ends: _Int64s,
    edges: _Int32s,
    hashes: _UInt64s,
    offsets: _Int64s,
    /,
) -> int: ...
def distinct(hashes: _UInt32s, offsets: _Int64s, found: _UInt32s, found_offsets: _Int64s, /) -> int: ...
def sign(
    hashes: _UInt32s,
    offsets: _Int64s,
    factors: _UInt32s,
    increments: _UInt32s,
    scratch: _UInt32s,
    signatures: _UInt32s,
    /,
) -> int: ...
def band_keys(
    signatures: _UInt32s,
    slots: int,
    first: int,
    bands: int,
    rows: int,
    keys: _UInt64s,
    /,
) -> int: ...
def vocabulary(
    words: _UInt32s,
    bounds: _Int64s,
    heads: _UInt32s,
    head_bounds: _Int64s,
    shift: int,
    empty: int | np.uint32,
    common: _UInt32s,
    entries: _UInt64s,
    offsets: _Int64s,
    /,
) -> int: ...
def vocabulary_counts(
    entries: _UInt64s,
    starts: _Int64s,
    ends: _Int64s,
    hashes: _UInt32s,
    set_starts: _Int64s,
    set_ends: _Int64s,
    left_out: _UInt32s,
    out_starts: _Int64s,
    out_ends: _Int64s,
    pairs: _Int64s,
    stretch: int,
    lead_words: int,
    found: _Int64s,
    /,
) -> int: ...
def fact_words(
    source: _Bytes,
    begins: _Int64s,
    ends: _Int64s,
    wide: _Bools,
    kinds: _Bytes,
    lower: _Units,
    capitalised: float,
    hashes: _UInt64s,
    places: _Int32s,
    counts: _Int32s,
    offsets: _Int64s,
    /,
) -> int: ...
def claims(
    source: _Bytes,
    begins: _Int64s,
    ends: _Int64s,
    wide: _Bools,
    kinds: _Bytes,
    lower: _Units,
    keys: _UInt64s,
    sorts: _Bytes,
    bases: _UInt64s,
    found: _UInt64s,
    offsets: _Int64s,
    /,
) -> int: ...
def put(hashes: _UInt64s, given: _UInt32s, keys: _UInt64s, values: _UInt32s, /) -> int: ...
def look_up(
    hashes: _UInt64s,
    keys: _UInt64s,
    values: _UInt32s,
    found: _UInt32s,
    unknown: _Int64s,
    /,
) -> int: ...
def weigh(
    hashes: _UInt64s,
    counts: _Int32s,
    keys: _UInt64s,
    values: _Floats,
    damped: _Floats,
    words: _UInt32s,
    weights: _Floats,
    /,
) -> int: ...
def totals(
    starts: _Int64s,
    ends: _Int64s,
    weights: _Floats,
    rows: _Int64s,
    total: _Doubles,
    square: _Doubles,
    /,
) -> int: ...
def agree(
    hashes: _UInt32s,
    starts: _Int64s,
    ends: _Int64s,
    weights: _Floats,
    pairs: _Int64s,
    product: _Doubles,
    in_a: _Doubles,
    in_b: _Doubles,
    /,
) -> int: ...
def event_terms(
    occurrences: _UInt32s,
    offsets: _Int64s,
    lead_terms: int,
    terms: _UInt32s,
    counts: _Bytes,
    lead: _Bools,
    found_offsets: _Int64s,
    /,
) -> int: ...
def dots(
    ends: _Int64s,
    columns: _Int32s,
    values: _Floats,
    other_ends: _Int64s,
    other_columns: _Int32s,
    other_values: _Floats,
    pairs: _Int64s,
    width: int,
    found: _Doubles,
    /,
) -> int: ...
def neighbours(
    ends: _Int64s,
    columns: _Int32s,
    values: _Floats,
    column_ends: _Int64s,
    rows: _Int32s,
    of_rows: _Floats,
    until: _Int32s,
    always: int,
    most: int,
    least: float,
    taken: _Int64s,
    sums: _Floats,
    met: _Int32s,
    pairs: _Int64s,
    progress: _Int64s,
    /,
) -> int: ...
def put_members(wanted: _UInt32s, shift: int, empty: int | np.uint32, table: _UInt32s, /) -> int: ...
def strain(wanted: _UInt32s, shift: int, sieve: _UInt64s, /) -> int: ...
def pick(
    hashes: _UInt32s,
    starts: _Int64s,
    ends: _Int64s,
    rows: _Int64s,
    sieve: _UInt64s,
    sieve_shift: int,
    shift: int,
    empty: int | np.uint32,
    table: _UInt32s,
    maybe: _UInt32s,
    found: _UInt32s,
    sizes: _Int64s,
    /,
) -> int: ...
def copy_rows(
    values: _Bytes,
    starts: _Int64s,
    ends: _Int64s,
    rows: _Int64s,
    offsets: _Int64s,
    width: int,
    found: _Bytes,
    /,
) -> int: ...
def shared(hashes: _UInt32s, starts: _Int64s, ends: _Int64s, pairs: _Int64s, found: _Int32s, /) -> int: ...
def intersections(
    hashes: _UInt32s,
    offsets: _Int64s,
    pairs: _Int64s,
    number: _Int64s,
    at_a: _Int64s,
    at_b: _Int64s,
    /,
) -> int: ...
def mark(keys: _UInt64s, shift: int, marks: _Int32s, /) -> int: ...
def find(
    keys: _UInt64s,
    marks: _Int32s,
    shift: int,
    wanted: _UInt64s,
    story: int,
    starts: _Int64s,
    ends: _Int64s,
    /,
) -> int: ...
def histogram(hashes: _UInt32s, starts: _Int64s, ends: _Int64s, rows: _Int64s, counts: _Int64s, /) -> int: ...
def skip(hashes: _UInt32s, starts: _Int64s, ends: _Int64s, low: int, taken: _Int32s, /) -> int: ...
def collect(
    hashes: _UInt32s,
    starts: _Int64s,
    ends: _Int64s,
    rows: _Int64s,
    high: int,
    taken: _Int32s,
    part_of: _Int32s,
    lows: _UInt32s,
    places: _Int64s,
    keys: _UInt64s,
    /,
) -> int: ...
def scan(
    keys: _UInt64s,
    places: _Int64s,
    lows: _UInt32s,
    cluster: _Int64s,
    least: int,
    share: float,
    known: _UInt32s,
    rate: int,
    most: int,
    seen: _UInt64s,
    learned: _UInt32s,
    stories: _Int64s,
    samples: _Int32s,
    members: _UInt32s,
    ends: _Int64s,
    /,
) -> int: ...
def strip(
    hashes: _UInt32s,
    offsets: _Int64s,
    shift: int,
    empty: int | np.uint32,
    table: _UInt32s,
    found: _UInt32s,
    found_offsets: _Int64s,
    /,
) -> int: ...
def count_members(members: _UInt32s, counts: _Int64s, /) -> int: ...
def place_members(members: _UInt32s, offsets: _Int64s, places: _UInt32s, /) -> int: ...
def pairs_of_samples(
    members: _UInt32s,
    ends: _Int64s,
    places: _UInt32s,
    samples: _Int32s,
    least: int,
    share: float,
    neighbours: int,
    last: int,
    room: int,
    counts: _Int32s,
    met: _UInt32s,
    pairs: _Int64s,
    progress: _Int64s,
    /,
) -> int: ...
def unite(pairs: _Int64s, labels: _Int64s, /) -> int: ...
def span(
    pairs: _Int64s,
    roots: _Int64s,
    group: _Int64s,
    first: _Int64s,
    to: _Int64s,
    after: _Int64s,
    parent: _Int64s,
    /,
) -> int: ...
