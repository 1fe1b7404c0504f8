"""The rooms stand in one direction, and heavy libraries stay where they are used."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "dedup"
VALUES = {"story", "findings", "errors", "settings", "difference_types"}
MAY_IMPORT = {
    "read": {"read"},
    "text": {"text", "read"},
    "splitter": {"splitter", "text"},
    "sketch": {"sketch", "text", "read"},
    "match": {"match", "sketch", "text", "read"},
    "compare": {"compare", "match", "sketch", "text", "read"},
    "report": {"report"},
    "cards": {"sketch"},
    "gathering": {"cards", "match", "sketch", "text", "read"},
    "result": {"cards", "match"},
    "integrations": {"index", "report", "pipeline", "result", "read"},
    "pipeline": {"gathering", "result", "splitter", "compare", "match", "sketch", "text", "read"},
    "index": {"index", "pipeline", "result", "compare", "match", "sketch", "text", "read"},
    "engines": {
        "engines",
        "pipeline",
        "gathering",
        "cards",
        "result",
        "compare",
        "match",
        "sketch",
        "text",
        "read",
    },
    "evaluation": {"read"},
    "explain": {"pipeline", "result", "match", "sketch", "text", "read"},
    "tuning": {"evaluation", "pipeline", "result", "read"},
    "annotation": {"read"},
    "story": set(),
    "difference_types": set(),
    "findings": set(),
    "errors": set(),
    "settings": set(),
}
ONLY_IN = {
    "click": ("cli",),
    "sklearn": ("integrations",),
    "numba": ("sketch", "match"),
    "pyspark": ("engines/spark",),
    "psycopg": ("index/postgres",),
    "jinja2": ("report",),
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_rooms_before_it(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if room not in MAY_IMPORT:
        return
    used = {name.split(".")[1] for name in _imports(path) if name.startswith("dedup.")}
    assert used - VALUES <= MAY_IMPORT[room]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_libraries_stay_in_their_rooms(path: Path) -> None:
    inside = path.relative_to(PACKAGE).as_posix()
    for name in _imports(path):
        rooms = ONLY_IN.get(name.split(".")[0])
        assert rooms is None or inside.startswith(rooms), f"{inside} imports {name}"


def test_nobody_imports_the_command_line() -> None:
    for path in MODULES:
        if path.relative_to(PACKAGE).parts[0] in ("cli", "__main__.py"):
            continue
        assert not [name for name in _imports(path) if name.startswith("dedup.cli")], path


def _loaded_by(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(' '.join(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_package_and_its_help_import_nothing_heavy() -> None:
    heavy = {"numpy", "scipy", "sklearn", "datasketch", "numba", "jinja2", "orjson", "xxhash"}
    assert not heavy & _loaded_by("import dedup")
    assert not heavy & _loaded_by(
        "import contextlib, io\nfrom dedup.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit): main(['--help'])"
    )


def test_a_cluster_run_does_not_load_the_comparer() -> None:
    loaded = _loaded_by("import dedup\ndedup.cluster(['One text.', 'Another text.'])")
    assert not {"sklearn", "jinja2", "datasketch", "dedup.compare"} & loaded
