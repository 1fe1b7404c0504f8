import importlib.util
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("compiled", deadline=None)  # the first example of a test may compile for seconds
settings.load_profile("compiled")

BOTH = [
    "numpy",
    pytest.param(
        "numba", marks=pytest.mark.skipif(importlib.util.find_spec("numba") is None, reason="no numba")
    ),
]


@pytest.fixture(params=BOTH, scope="module")
def kernels(request: pytest.FixtureRequest) -> Iterator[str]:
    """Runs a test with arrays and again with compiled kernels."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEDUP_KERNELS", request.param)
        yield request.param
