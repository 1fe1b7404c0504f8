"""Indexes to test on: a file, and a PostgreSQL server that is started for the tests and stopped after
them."""

import getpass
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

import dedup
from dedup.index.story_index import StoryIndex

Place = Callable[[], str]
Opener = Callable[..., StoryIndex]


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if not found and shutil.which("initdb"):
        found = [Path(shutil.which("initdb") or "")]
    if found:
        return found[-1].parent
    message = "no PostgreSQL server here: apt-get install postgresql"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a running server. It refuses to run as root, so root becomes `postgres` (or
    `nobody`)."""
    programs = _programs()
    user = getpass.getuser()
    prefix: list[str] = []
    if os.geteuid() == 0:
        names = {entry.pw_name for entry in pwd.getpwall()}
        user = "postgres" if "postgres" in names else "nobody"
        prefix = ["runuser", "-u", user, "--"]
    folder = Path(tempfile.mkdtemp(prefix="dedup-postgres-", dir="/tmp"))
    if prefix:
        shutil.chown(folder, user)
    port = _free_port()

    def run(program: str, *arguments: str) -> None:
        command = [*prefix, str(programs / program), *arguments]
        done = subprocess.run(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert done.returncode == 0, done.stdout

    data = str(folder / "data")
    run("initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=50"
    run("pg_ctl", "-D", data, "-l", str(folder / "log"), "-w", "-o", options, "start")
    try:
        yield f"postgresql://tests@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Gives the address of a place where no index is yet, another one at each call."""
    numbers = count()
    if request.param == "sqlite":
        return lambda: str(tmp_path / f"index-{next(numbers)}.db")
    address = request.getfixturevalue("server")
    schema = f"t{abs(hash(request.node.nodeid))}_{os.getpid()}"

    def fresh() -> str:
        import psycopg

        name = f"{schema}_{next(numbers)}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f'CREATE SCHEMA "{name}"')
        return f"{address}?options={quote(f'-csearch_path={name}')}"

    return fresh


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_760_000_000.0

    def __call__(self) -> float:
        return self.now

    def advance(self, *, days: float) -> None:
        self.now += 86_400 * days


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def index(place: Place, clock: Clock) -> Iterator[StoryIndex]:
    """A new index."""
    with dedup.open(place(), clock=clock) as opened:
        yield opened


@pytest.fixture
def opener(place: Place, clock: Clock) -> Iterator[Opener]:
    """Opens new indexes, and closes them."""
    opened: list[StoryIndex] = []

    def fresh(**options: Any) -> StoryIndex:
        opened.append(dedup.open(place(), clock=clock, **options))
        return opened[-1]

    yield fresh
    for one in opened:
        one.close()
