"""The quick tests with other versions of what dedup needs: `python tests/bounds.py lowest` or `newest`.

lowest: of everything that pyproject.toml names, the lowest version that it allows (uv's `lowest-direct`);
newest: the newest of everything. The environment is made anew in build/, by uv, which is installed there if
it is missing.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESOLUTIONS = {"lowest": "lowest-direct", "newest": "highest"}
QUICK = ["-q", "-n", "2", "-m", "not slow and not browser and not postgres", "--ignore", "tests/spark"]


def main() -> int:
    """Makes the environment, and runs the tests in it."""
    if sys.argv[1:] not in ([name] for name in RESOLUTIONS):
        print(__doc__, file=sys.stderr)
        return 2
    [which] = sys.argv[1:]
    place = ROOT / "build" / which
    shutil.rmtree(place, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    python = place / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    uv = ["uv"] if shutil.which("uv") else [str(python), "-m", "uv"]
    if len(uv) > 1:
        subprocess.run([str(python), "-m", "pip", "install", "-q", "uv"], check=True)
    install = [*uv, "pip", "install", "-q", "--python", str(python), "--resolution", RESOLUTIONS[which]]
    subprocess.run([*install, "-e", ".[test]"], cwd=ROOT, check=True)
    return subprocess.run([str(python), "-m", "pytest", *QUICK], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
