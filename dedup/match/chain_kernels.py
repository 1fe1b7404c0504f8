"""The loops of `dedup.match.graph`, compiled for large runs."""
# numba types kernels when it compiles them:
# mypy: disable-error-code="no-untyped-call"

from dedup.match import graph as plain
from dedup.sketch.jit import jit

unite = jit(plain.unite)
span = jit(plain.span)
