from collections.abc import Iterator

import pytest

from dedup.kernels.compiled import LEVELS


@pytest.fixture(params=["numpy", *LEVELS], scope="module")
def kernels(request: pytest.FixtureRequest) -> Iterator[str]:
    """Runs a test with arrays and again with the kernels of each level."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEDUP_KERNELS", request.param)
        yield request.param
