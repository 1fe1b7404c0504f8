"""The loops of `profiles`, compiled for large runs."""
# numba types kernels when it compiles them:
# mypy: disable-error-code="no-untyped-def,no-untyped-call,untyped-decorator"

import numpy as np

from dedup.sketch.jit import jit
from dedup.sketch.kernels import bucket_sort

_ONE = np.uint64(1)
_MOST_COUNT = 255


@jit
def look_up(hashes, keys, values, found, unknown):
    """Fills what a table that `fact_kernels.put` filled has for hashes, and the places of those that it has
    not; returns how many these are."""
    mask = np.uint64(len(keys) - 1)
    missing = 0
    for k in range(len(hashes)):
        slot = hashes[k] & mask
        while keys[slot] != 0 and keys[slot] != hashes[k]:
            slot = (slot + _ONE) & mask
        found[k] = values[slot]
        if keys[slot] == 0:
            unknown[missing] = k
            missing += 1
    return missing


@jit
def gather(occurrences, offsets, lead_terms, buckets, terms, counts, lead, found_offsets):
    """Fills the distinct terms of each story, ascending, how often each occurs, and whether it does so among
    the first; returns how many there are."""
    n = 0
    for story in range(len(offsets) - 1):
        found_offsets[story] = n
        values = occurrences[offsets[story] : offsets[story + 1]]
        into = terms[n : n + len(values)]
        if len(values):
            bucket_sort(values, buckets, into)
        kept = first = 0
        while first < len(into):
            value, last = into[first], first + 1
            while last < len(into) and into[last] == value:
                last += 1
            into[kept], counts[n + kept], lead[n + kept] = value, min(last - first, _MOST_COUNT), False
            kept += 1
            first = last
        for k in range(min(lead_terms, len(values))):
            lead[n + np.searchsorted(into[:kept], values[k])] = True
        n += kept
    found_offsets[len(offsets) - 1] = n
    return n
