"""Windows of paragraphs as blocks of a Gram matrix, summed through its two-dimensional cumulative sum."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


def summed(matrix: Floats) -> Floats:
    return np.pad(matrix.cumsum(0).cumsum(1), ((1, 0), (1, 0)))


def block(summed: Floats, a: Places, b: Places, x: Places, y: Places) -> Floats:
    total: Floats = summed[b, y] - summed[a, y] - summed[b, x] + summed[a, x]
    return total


def cosine(summed: Floats, a: Places, b: Places, x: Places, y: Places) -> Floats:
    """Cosines of the summed rows a to b with the summed rows x to y (ends excluded); 0 for an empty
    window.
    """
    norms = block(summed, a, b, a, b) * block(summed, x, y, x, y)
    cosine: Floats = np.where(
        norms > 1e-12, block(summed, a, b, x, y) / np.sqrt(np.maximum(norms, 1e-12)), 0.0
    )
    return cosine


def peak(values: Floats, reach: int) -> Floats:
    """The highest of the `reach` values up to and with each place."""
    padded = np.concatenate((np.full(reach - 1, -np.inf), values))
    highest: Floats = np.lib.stride_tricks.sliding_window_view(padded, reach).max(axis=1)
    return highest
