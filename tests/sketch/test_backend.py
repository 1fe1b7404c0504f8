"""Kernels are used when they pay, or when they are asked for, and never needed."""

import subprocess
import sys

import numpy as np
import pytest

from dedup.errors import MissingExtraError, SettingsError
from dedup.sketch import backend
from dedup.sketch.backend import in_order
from dedup.sketch.minhash import sign


@pytest.fixture(autouse=True)
def _fresh_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEDUP_KERNELS", raising=False)
    monkeypatch.setattr(backend._Choice, "module", None)
    monkeypatch.setattr(backend._Choice, "missing", False)
    monkeypatch.setattr(backend._Choice, "done", 0)


def test_small_work_does_not_load_kernels() -> None:
    assert backend.kernels(1000) is None


def test_kernels_come_when_much_was_done_or_is_to_do() -> None:
    pytest.importorskip("numba")
    assert backend.kernels(backend.WORTH_LOADING // 2) is None
    assert backend.kernels(backend.WORTH_LOADING // 2) is not None
    assert backend.kernels(1) is not None


def test_the_environment_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEDUP_KERNELS", "numpy")
    assert backend.kernels(10**12) is None
    monkeypatch.setenv("DEDUP_KERNELS", "fortran")
    with pytest.raises(SettingsError, match="use numpy, numba or nothing"):
        backend.kernels(1)


def test_without_numba_arrays_do_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dedup.kernels.arrays", None)
    assert backend.kernels(10**12) is None
    assert sign(["still signed"]).shape == (1, 128)
    monkeypatch.setenv("DEDUP_KERNELS", "numba")
    with pytest.raises(MissingExtraError, match="the extra fast"):
        backend.kernels(1)


def test_signing_a_few_texts_imports_neither_numba_nor_datasketch() -> None:
    code = (
        "import sys, dedup; dedup.sign(['a few words']);"
        "print([m for m in ('numba', 'datasketch', 'scipy', 'sklearn') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_a_place_where_nothing_can_be_kept_is_no_error(tmp_path: object) -> None:
    pytest.importorskip("numba")
    code = (
        "import numba.core.caching as c\n"
        "for locator in c.CacheImpl._locator_classes: locator.from_function = classmethod(lambda *a: None)\n"
        "from dedup.kernels import jit, text as kernels\n"
        "assert not jit.KEPT\n"
        "from dedup.sketch import backend\n"
        "assert backend.kernels(backend.WORTH_LOADING) is None\n"
        "assert backend.kernels(backend.WORTH_COMPILING) is not None\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"HOME": str(tmp_path), "PATH": ""})


@pytest.mark.parametrize("jobs", [1, 2, 7])
def test_results_keep_the_order_of_the_tasks(jobs: int) -> None:
    assert list(in_order(np.square, range(50), jobs)) == [i * i for i in range(50)]


def test_few_tasks_are_under_way_at_once() -> None:
    taken = []
    results = in_order(abs, (taken.append(i) or i for i in range(100)), jobs=2)
    next(results)
    assert len(taken) <= 6
