"""What CI installs is locked: every dependency of the package, by version and hash."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKED = (ROOT / ".ci" / "lock.txt").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def _name(requirement: str) -> str:
    """
    >>> _name("psycopg[binary]>=3.1")
    'psycopg'
    """
    return re.split(r"[\[<>=!~; ]", requirement)[0].lower().replace("_", "-")


def _locked() -> dict[str, str]:
    """Names of locked packages, with the lines that lock them."""
    entries = re.split(r"\n(?=[a-zA-Z])", LOCKED[LOCKED.index("\n") :].lstrip("\n"))
    return {_name(entry): entry for entry in entries if "==" in entry}


@pytest.mark.parametrize(
    "extra", ["", "test", "lint", "docs", "zstd", "html", "warc", "feeds", "parquet", "lang", "spark"]
)
def test_every_dependency_is_locked(extra: str) -> None:
    wanted = PROJECT["optional-dependencies"][extra] if extra else PROJECT["dependencies"]
    names = {_name(requirement) for requirement in wanted} - {_name(PROJECT["name"])}
    assert names <= _locked().keys()


def test_every_locked_package_has_a_version_and_hashes() -> None:
    for name, entry in _locked().items():
        assert re.match(r"\S+==\S+ ", entry), name
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), name


def test_ci_installs_what_is_locked() -> None:
    assert "--require-hashes -r .ci/lock.txt" in (ROOT / ".ci" / "run").read_text("utf-8")
