import importlib.util

import pytest

BOTH = [
    "numpy",
    pytest.param(
        "numba", marks=pytest.mark.skipif(importlib.util.find_spec("numba") is None, reason="no numba")
    ),
]


@pytest.fixture(params=BOTH, scope="module")
def kernels(request: pytest.FixtureRequest) -> object:
    """Runs a test with arrays and again with compiled kernels."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEDUP_KERNELS", request.param)
        yield request.param
