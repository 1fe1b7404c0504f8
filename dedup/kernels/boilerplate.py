"""Compiled twins of `match.boilerplate`: every shingle is visited once, in the order of hashes.

A key is a hash above the number of its story. The keys of one range of hashes are collected from all stories,
sorted, and scanned: equal hashes stand side by side, their stories in order.
"""
# numba types kernels when it compiles them:
# mypy: disable-error-code="no-untyped-def,no-untyped-call,untyped-decorator"

from __future__ import annotations

import numpy as np

from dedup.kernels.jit import jit

LAST, CAPPED, STORY = np.uint32(1 << 31), np.uint32(1 << 30), np.uint32((1 << 30) - 1)
"""Bits of a member: the last of its group; of a group over the cap. The rest is the story."""

_U32 = np.uint64(32)


@jit
def histogram(hashes, starts, ends, rows, shift, counts):
    """Counts hashes by their upper bits."""
    for row in rows:
        for i in range(starts[row], ends[row]):
            counts[np.int64(hashes[i] >> shift)] += 1


@jit
def skip(hashes, starts, ends, low, taken):
    """Sets how many hashes of each row lie below `low`."""
    for row in range(len(starts)):
        first, last = starts[row], ends[row]
        while first < last:
            middle = (first + last) >> 1
            if hashes[middle] < low:
                first = middle + 1
            else:
                last = middle
        taken[row] = first - starts[row]


@jit
def collect(hashes, starts, ends, rows, names, high, taken, keys, number):
    """Adds the keys of hashes up to `high` that were not taken yet; returns how many there are then."""
    for row in rows:
        i, end = starts[row] + taken[row], ends[row]
        name = np.uint64(names[row])
        while i < end and hashes[i] <= high:
            keys[number] = np.uint64(hashes[i]) << _U32 | name
            number += 1
            i += 1
        taken[row] = i - starts[row]
    return number


@jit
def scan(keys, cluster, least, share, known, rate, most, seen, learned, stories, samples, members):
    """Tells boilerplate from the rest, and groups the stories of each sampled hash.

    Writes the boilerplate of the range to `learned`, and to `stories` how many stories have it, and adds to
    `samples`, the number of sampled hashes of each story. `seen` keeps for each cluster when it was last
    counted.
    Returns how many hashes were learned, how many members there are, and how many groups are over the cap.
    """
    found = grouped = capped = first = at = 0
    while first < len(keys):
        hashed = np.uint32(keys[first] >> _U32)
        end = first + 1
        while end < len(keys) and np.uint32(keys[end] >> _U32) == hashed:
            end += 1
        size = end - first
        while at < len(known) and known[at] < hashed:
            at += 1
        boilerplate = at < len(known) and known[at] == hashed
        if not boilerplate and size >= least:
            clusters = 0
            for k in range(first, end):
                own = cluster[np.uint32(keys[k])]
                clusters += seen[own] != keys[first]
                seen[own] = keys[first]
            boilerplate = clusters >= least and clusters >= share * size
        if boilerplate:
            learned[found], stories[found] = hashed, size
            found += 1
        elif hashed & np.uint32(rate - 1) == 0:
            for k in range(first, end):
                samples[np.uint32(keys[k])] += 1
            if size > 1:
                mark = CAPPED if size > most else np.uint32(0)
                capped += size > most
                for k in range(first, end):
                    members[grouped] = np.uint32(keys[k]) | mark
                    grouped += 1
                members[grouped - 1] |= LAST
        first = end
    return found, grouped, capped


@jit
def strip(hashes, offsets, shift, empty, table, found, found_offsets):
    """Copies what is not in the table, row by row; returns how much that is."""
    mask = len(table) - 1
    number = 0
    for row in range(len(offsets) - 1):
        found_offsets[row] = number
        for i in range(offsets[row], offsets[row + 1]):
            hashed = hashes[i]
            slot = np.int64(hashed >> shift)
            while table[slot] != empty and table[slot] != hashed:
                slot = (slot + 1) & mask
            found[number] = hashed
            number += table[slot] != hashed or hashed == empty
    found_offsets[len(offsets) - 1] = number
    return number


@jit
def place_members(members, offsets, places):
    """Where the members of each story stand: `places[offsets[i]:offsets[i + 1]]`; moves the offsets on."""
    for k in range(len(members)):
        story = members[k] & STORY
        places[offsets[story]] = k
        offsets[story] += 1


@jit
def count_stories(members, counts):
    """Adds up how often each story is a member."""
    for k in range(len(members)):
        counts[members[k] & STORY] += 1


@jit
def pairs_of_samples(
    members, ends, places, samples, least, share, neighbours, story, last, counts, met, pairs
):
    """Pairs of the stories from `story` to `last` with later ones, see `minhash.sample_pairs`.

    Returns how many were written, and the story to go on with when there was no room for more. Places of
    story i end at `ends[i]`, where those of the next begin. `counts` is zero, before and after.
    """
    written = 0
    while story < last:
        others = 0
        for p in range(ends[story - 1] if story else 0, ends[story]):
            k = int(places[p])
            member = members[k]
            if member & LAST:
                continue
            end = k + neighbours
            if not member & CAPPED or k == 0 or members[k - 1] & LAST:
                end = len(members)
            while k < end:
                k += 1
                other = members[k]
                number = other & STORY
                if counts[number] == 0:
                    met[others] = number
                    others += 1
                counts[number] += 1
                if other & LAST:
                    break
        if written + others > len(pairs):
            for k in range(others):
                counts[met[k]] = 0
            return written, story
        kept = 0
        for k in range(others):
            number = met[k]
            count = counts[number]
            counts[number] = 0
            met[kept] = number
            kept += count >= least and count >= share * min(samples[story], samples[number])
        met[:kept].sort()
        for k in range(kept):
            pairs[written, 0] = story
            pairs[written, 1] = met[k]
            written += 1
        story += 1
    return written, story
