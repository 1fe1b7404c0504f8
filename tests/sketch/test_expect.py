"""A command that knows how much there is to do has its kernels at once, without scipy's algebra."""

import subprocess
import sys

import pytest

AHEAD = """
import sys
from dedup.sketch.backend import expect, kernels
from dedup.sketch.minhash import sign
assert kernels(1) is None
expect({work})
assert (kernels(1) is not None) == {loaded}
assert len(sign(["One two three four five six."])) == 1
assert "scipy.linalg" not in sys.modules
import scipy.linalg
"""


@pytest.mark.parametrize(("work", "loaded"), [(10**9, True), (1000, False)])
def test_kernels_load_at_once_for_large_work(
    work: int, loaded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("numba")
    monkeypatch.delenv("DEDUP_KERNELS", raising=False)
    subprocess.run([sys.executable, "-c", AHEAD.format(work=work, loaded=loaded)], check=True)
