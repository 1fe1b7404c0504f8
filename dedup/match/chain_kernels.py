"""The loops of `chains` and `tree`, compiled for large runs."""
# numba types kernels when it compiles them:
# mypy: disable-error-code="no-untyped-call"

from dedup.match import chains, tree
from dedup.sketch.jit import jit

unite = jit(chains.unite)
span = jit(tree.span)
