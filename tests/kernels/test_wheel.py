"""The wheel: built from the sources, installed alone, and run where nothing can compile."""

import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LEFT = shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "*.so", "*.pyd", "__pycache__", "site")

pytestmark = pytest.mark.slow


def _wheel(folder: Path, **environment: str) -> Path:
    source = folder / "source"
    shutil.copytree(ROOT, source, ignore=LEFT)
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--wheel-dir", str(folder), str(source)]
    subprocess.run(build, check=True, env=os.environ | environment)
    return next(folder.glob("*.whl"))


def _run_alone(wheel: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Clusters the stories of `corpora/` with the wheel in an environment of its own."""
    bin_of = folder / "alone" / ("Scripts" if os.name == "nt" else "bin")
    venv.create(folder / "alone", with_pip=True)
    subprocess.run([bin_of / "python", "-m", "pip", "install", "-q", str(wheel)], check=True)
    command = [bin_of / "dedup", "cluster", str(ROOT / "corpora" / "stories.jsonl"), "--output", "-"]
    kept = {"PATH": str(bin_of), "HOME": str(folder)}
    return subprocess.run(command, capture_output=True, text=True, check=True, env=kept, cwd=folder)


@pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler")
def test_a_wheel_brings_its_kernels(tmp_path: Path) -> None:
    wheel = _wheel(tmp_path)
    assert "-cp311-abi3-" in wheel.name
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert [name for name in names if name.startswith("dedup/kernels/native")] == [
        "dedup/kernels/native.abi3.so",
        "dedup/kernels/native.pyi",
    ]
    assert {"dedup/py.typed", "dedup/schemas/stories.json", "dedup/report/templates/base.css"} <= set(names)
    assert not [name for name in names if name.endswith((".c", ".h")) or name.startswith("tests")]
    ran = _run_alone(wheel, tmp_path)
    assert len([json.loads(line) for line in ran.stdout.splitlines()]) == 112
    assert "compiler" not in ran.stderr


def test_without_a_compiler_it_is_built_as_well(tmp_path: Path) -> None:
    wheel = _wheel(tmp_path, CC="false")
    with zipfile.ZipFile(wheel) as archive:
        assert not [name for name in archive.namelist() if name.endswith(".so")]
    ran = _run_alone(wheel, tmp_path)
    assert len(ran.stdout.splitlines()) == 112
    assert "dedup: installed without a C compiler: numpy does the work" in ran.stderr
