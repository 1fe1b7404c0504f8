"""What is shipped beside the code says what the code says."""

import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import dedup

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA_NAMES = {"xxhash": "python-xxhash"}
"""What conda calls some packages."""


def test_the_manual_page_is_the_help() -> None:
    program = runpy.run_path(str(ROOT / "docs" / "make_reference.py"))
    page = program["MANUAL"].read_text(encoding="utf-8")
    assert page.split() == program["manual"]().split(), "run python docs/make_reference.py"


def test_the_manual_page_has_no_line_that_roff_takes_for_a_request() -> None:
    known = {".TH", ".SH", ".B", ".PP", ".TP", ".nf", ".fi"}
    lines = (ROOT / "docs" / "dedup.1").read_text(encoding="utf-8").splitlines()
    assert {line.split()[0] for line in lines if line.startswith((".", "'"))} <= known


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_complete_commands(shell: str) -> None:
    code = "from dedup.cli import main; main()"
    environment = {"_DEDUP_COMPLETE": f"{shell}_source", "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert "_DEDUP_COMPLETE" in done.stdout + done.stderr


def test_completion_knows_commands_and_options() -> None:
    code = "from dedup.cli import main; main()"
    for words, place, wanted in (("dedup ser", 1, "serve"), ("dedup serve --tok", 2, "--token-file")):
        environment = {
            "_DEDUP_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(place),
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
        }
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
        )
        assert f"plain,{wanted}" in done.stdout, done.stderr


def test_the_conda_recipe_asks_for_what_the_package_asks_for() -> None:
    recipe = (ROOT / "conda" / "recipe.yaml").read_text(encoding="utf-8")
    wanted = []
    for one in PROJECT["dependencies"]:
        name, version = re.fullmatch(r"([A-Za-z0-9-]+)(>=.+)", one).groups()  # type: ignore[union-attr]
        wanted.append(f"{CONDA_NAMES.get(name.lower(), name.lower())} {version}")
    run = recipe.partition("  run:\n")[2].partition("\ntests:")[0]
    assert [line.strip().removeprefix("- ") for line in run.split("\n") if line.strip()] == [
        f"python {PROJECT['requires-python']}",
        *wanted,
    ]
    assert f"  version: {dedup.__version__}\n" in recipe


def test_only_a_release_may_sign() -> None:
    """Two jobs have leave to ask for an identity, to publish and to attest; none holds a secret."""
    workflows = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
    assert len(workflows) >= 4
    for path in workflows:
        text = path.read_text(encoding="utf-8")
        assert "permissions:\n  contents: read\n" in text, path.name
        assert "secrets." not in text
        assert text.count("id-token: write") == (path.name in ("release.yml", "sbom.yml"))
