"""The rooms stand in one direction, and heavy libraries stay where they are used."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "dedup"
VALUES = {"types", "errors", "settings"}
FLOORS = (
    {"errors", "difference_types"},
    {"types", "settings"},
    {"text"},
    {"readers", "splitter", "sketch", "kernels", "report"},
    {"metadata", "match"},
    {"result", "comparison"},
    {"pipeline", "histories"},
    {"cleaning", "reuse", "explanation", "evaluation", "index", "spark"},
    {"integrations", "server"},
    {"cli"},
)
"""Rooms from the ground up: a room imports only rooms of lower floors, and those listed as neighbours."""
NEIGHBOURS = {"kernels": {"sketch"}, "sketch": {"kernels"}, "evaluation": set()}
NEVER = {("cli", "kernels"), ("report", "text"), ("comparison", "readers")}
"""Pairs that the floors would allow: report sees values only, the comparer texts only."""
ONLY_IN = {
    "click": ("cli",),
    "sklearn": ("comparison", "text/background", "integrations"),
    "pyspark": ("spark",),
    "psycopg": ("index/postgres",),
    "jinja2": ("report",),
    "starlette": ("server",),
    "uvicorn": ("server",),
}
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_MODULES, MOST_WITH_ONE_IMPORTER = 153, 31
"""What there is today. A module more needs a reason: a subject that no module has yet."""


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


FLOOR = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_rooms_below_it(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if room in ("__init__", "__main__"):
        return
    used = {name.split(".")[1] for name in _imports(path) if name.startswith("dedup.")} - {room}
    below = {other for other in used if FLOOR[other] < FLOOR[room]}
    assert used - below <= NEIGHBOURS.get(room, set())
    assert not {(room, other) for other in used} & NEVER


def test_no_two_modules_import_each_other() -> None:
    """Not in a circle of any length, with the imports inside functions and those for types."""
    names = {_name(path): path for path in MODULES}
    above = {name: _modules(path, set(names)) - {name} for name, path in names.items()}
    while free := [name for name, used in above.items() if not used]:
        for name in free:
            del above[name]
        for used in above.values():
            used.difference_update(free)
    assert not above


def test_modules_do_not_multiply() -> None:
    """A module that only one other imports is often part of its subject; packages are not counted."""
    names = {_name(path) for path in MODULES}
    importers = dict.fromkeys(names, 0)
    for path in MODULES:
        for used in _modules(path, names) - {_name(path)}:
            importers[used] += 1
    lone = [_name(path) for path in MODULES if path.stem != "__init__" and importers[_name(path)] == 1]
    assert len(MODULES) <= MOST_MODULES
    assert len(lone) <= MOST_WITH_ONE_IMPORTER


def _name(path: Path) -> str:
    return ".".join(("dedup", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")


def _modules(path: Path, known: set[str]) -> set[str]:
    """The modules of the package that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & known
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found |= {whole if whole in known else node.module} & known
    return found


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
    heavy = {"numpy", "scipy", "sklearn", "datasketch", "jinja2", "orjson", "xxhash"}
    assert not heavy & _loaded_by("import dedup")
    assert not heavy & _loaded_by(
        "import contextlib, io\nfrom dedup.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit): main(['--help'])"
    )


def test_a_cluster_run_does_not_load_the_comparer() -> None:
    loaded = _loaded_by("import dedup\ndedup.cluster(['One text.', 'Another text.'])")
    assert not {"sklearn", "jinja2", "datasketch", "dedup.comparison"} & loaded


def test_a_comparison_of_two_versions_loads_no_scipy() -> None:
    """It would take a quarter of the whole process."""
    text = "The harbour fire was put out on Monday evening, and nobody was hurt, said the town's mayor. " * 3
    loaded = _loaded_by(f"import dedup\ndedup.compare({text!r}, {text.replace('Monday', 'Tuesday')!r})")
    assert "dedup.comparison" in loaded
    assert not {"scipy", "sklearn", "numpy.random"} & loaded
