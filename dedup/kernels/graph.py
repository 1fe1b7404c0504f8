"""The loops of `kernels.graph_loops`, compiled for large runs."""
# numba types kernels when it compiles them:
# mypy: disable-error-code="no-untyped-call"

from dedup.kernels import graph_loops as plain
from dedup.kernels.jit import jit

unite = jit(plain.unite)
span = jit(plain.span)
