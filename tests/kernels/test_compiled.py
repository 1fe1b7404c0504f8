"""Kernels are there, take only what they can read, and are never needed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.errors import SettingsError
from dedup.kernels import compiled
from dedup.kernels.compiled import LEVELS
from dedup.sketch.minhash import sign

STUB = Path(compiled.__file__).with_name("native.pyi")


@pytest.mark.skipif(not LEVELS and not shutil.which("cc"), reason="no C compiler")
def test_where_there_is_a_compiler_there_are_kernels() -> None:
    assert LEVELS[0] == "plain"


@pytest.mark.parametrize("name", LEVELS)
def test_the_environment_names_a_level(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEDUP_KERNELS", name)
    assert compiled.available()
    assert sign(["a few words"]).shape == (1, 128)


def test_the_environment_leaves_the_work_to_arrays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEDUP_KERNELS", "numpy")
    assert not compiled.available()
    monkeypatch.setenv("DEDUP_KERNELS", "fortran")
    with pytest.raises(SettingsError, match="DEDUP_KERNELS='fortran': use nothing or one of numpy"):
        compiled.available()


def _without_kernels(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    hidden = f"import sys; sys.modules['dedup.kernels.native'] = None\n{code}"
    wanted = {name: value for name, value in os.environ.items() if name != "DEDUP_KERNELS"} | environment
    return subprocess.run([sys.executable, "-c", hidden], capture_output=True, text=True, env=wanted)


def test_without_kernels_arrays_do_the_work_and_say_so_once() -> None:
    ran = _without_kernels("import dedup; print(dedup.sign(['still signed']).shape, dedup.sign(['x']).shape)")
    assert ran.stdout.split() == ["(1,", "128)", "(1,", "128)"]
    assert ran.stderr.count("installed without a C compiler: numpy does the work") == 1


def test_without_kernels_a_command_says_so_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "One text."}\n{"id": "b", "text": "One more."}\n')
    code = f"from dedup.cli import main; main(['cluster', {str(tmp_path)!r}, '--output', '-'])"
    ran = _without_kernels(code)
    assert ran.returncode == 0
    assert [line for line in ran.stderr.splitlines() if "compiler" in line] == [
        "dedup: installed without a C compiler: numpy does the work, several times slower"
    ]


def test_asking_for_kernels_that_are_not_there_is_an_error() -> None:
    ran = _without_kernels("import dedup.kernels.compiled as c\nc.available()", DEDUP_KERNELS="native")
    assert (
        "SettingsError: DEDUP_KERNELS=native: this installation was made without a C compiler" in ran.stderr
    )


def test_signing_a_few_texts_imports_nothing_heavy() -> None:
    code = (
        "import sys, dedup; dedup.sign(['a few words']);"
        "print([m for m in ('datasketch', 'scipy', 'sklearn') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.skipif(not LEVELS, reason="no kernels")
def test_a_call_with_the_wrong_arrays_is_refused() -> None:
    from dedup.kernels import native

    words, offsets = np.zeros(4, np.uint32), np.zeros(2, np.int64)
    with pytest.raises(TypeError, match="argument 1: numbers of type I wanted, not f"):
        native.distinct(words.astype(np.float32), offsets, words, offsets)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="contiguous"):
        native.distinct(words[::2], offsets, words, offsets)
    words.flags.writeable = False
    with pytest.raises(ValueError, match="read-only"):
        native.distinct(words, offsets, words, offsets)
    with pytest.raises(TypeError, match="few"):
        native.distinct(words, offsets)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="many"):
        native.sort32(words.copy(), words.copy(), 3)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="no level"):
        native.use("mmx")


@pytest.mark.skipif(not LEVELS, reason="no kernels")
def test_the_stub_says_what_the_kernels_take() -> None:
    """Names and numbers of arguments; the types of arrays by their letters."""
    from dedup.kernels import native

    letters = {"_Bools": "?", "_Bytes": "B", "_Units": "H", "_Int32s": "i", "_UInt32s": "I", "_Int64s": "q"}
    letters |= {
        "_UInt64s": "Q",
        "_Floats": "f",
        "_Doubles": "d",
        "int": "n",
        "int | np.uint32": "n",
        "float": "r",
    }
    stated = {}
    for name, arguments in re.findall(r"^def (\w+)\(([^)]*)\) -> int", STUB.read_text(), re.M | re.S):
        stated[name] = " ".join(letters[kind] for kind in re.findall(r": ([^,\n]+)", arguments))
    assert stated == {
        name: getattr(native, name).__doc__.replace("=", "")
        for name in dir(native)
        if not name.startswith("__") and name not in ("levels", "use")
    }


@pytest.mark.skipif(not LEVELS, reason="no kernels")
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kind", [np.uint32, np.uint64])
@settings(max_examples=20)
@given(
    numbers=st.lists(st.integers(0, 2**64 - 1)),
    spread=st.sampled_from(["as they are", "few", "many", "descending", "high", "narrow"]),
)
def test_numbers_are_sorted(level: str, kind: type, numbers: list[int], spread: str) -> None:
    """Spread evenly or not: few values, all within a few, in parts, or in the worst order."""
    values = np.array(numbers, np.uint64).astype(kind)
    if spread == "few":
        values %= kind(3)
    elif spread == "many":
        values = np.resize(np.random.default_rng(len(numbers)).integers(0, 2**32, 70_000), 70_000).astype(
            kind
        )
    elif spread == "descending":
        values = np.arange(40_000, dtype=kind)[::-1].copy()
    elif spread == "high":
        values |= kind(1 << 31)
    elif spread == "narrow":
        values %= kind(1 << 9)
    expected = np.sort(values)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEDUP_KERNELS", level)
        assert compiled.available()
        compiled.sort(values)
    assert np.array_equal(values, expected)
