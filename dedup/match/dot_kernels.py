"""Compiled twin of the products of sparse rows, for large runs.

It adds in the same order as the array code, so it gives the same bits.
"""
# numba types kernels when it compiles them:
# mypy: disable-error-code="no-untyped-def,no-untyped-call,untyped-decorator"

from __future__ import annotations

import numpy as np

from dedup.sketch.jit import jit


@jit
def dots(ends, columns, values, pairs, width):
    """Inner products of pairs of rows; quickest where pairs with the same first row stand together."""
    found = np.zeros(len(pairs))
    spread = np.zeros(width, values.dtype)
    last = -1
    for m in range(len(pairs)):
        a, b = pairs[m, 0], pairs[m, 1]
        if a != last:
            if last >= 0:
                for k in range(ends[last], ends[last + 1]):
                    spread[columns[k]] = 0
            for k in range(ends[a], ends[a + 1]):
                spread[columns[k]] = values[k]
            last = a
        total = 0.0
        for k in range(ends[b], ends[b + 1]):
            total += spread[columns[k]] * values[k]
        found[m] = total
    return found
