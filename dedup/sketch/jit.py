"""How kernels are compiled: without the interpreter's lock, and kept on disk where that can be."""

from __future__ import annotations

from typing import Any

from numba import njit

KEPT = True
"""Whether compiled code is kept on disk: beside its file, or in the user's cache directory."""


def jit(function: Any) -> Any:
    """A function compiled for the types that it is called with."""
    global KEPT
    try:
        return njit(nogil=True, cache=True)(function)
    except RuntimeError:  # neither directory can be written
        KEPT = False
        return njit(nogil=True)(function)
