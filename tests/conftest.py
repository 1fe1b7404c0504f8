"""In CI nothing may be skipped: a part that is missing there is a fault of the set-up. Spark is started
once: of several processes that test, one gets all tests of Spark. Places for indexes are here, too: a file,
and a PostgreSQL server that is started for the tests and stopped after them."""

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
from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # how long an example takes says more of the machine
settings.load_profile("untimed")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from xdist.scheduler.loadscope import LoadScopeScheduling

    class OneSpark(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "spark" if "tests/spark/" in nodeid else nodeid

    return OneSpark(config, log)


Place = Callable[[], str]


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
def postgres() -> Iterator[str]:
    """The address of a running server. It refuses to run as root, so root becomes `postgres` (or
    `nobody`)."""
    programs = _programs()
    user = getpass.getuser()
    other: dict[str, Any] = {}
    if os.geteuid() == 0:
        names = {entry.pw_name for entry in pwd.getpwall()}
        user = "postgres" if "postgres" in names else "nobody"
        other = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
    folder = Path(tempfile.mkdtemp(prefix="dedup-postgres-", dir="/tmp"))
    if other:
        shutil.chown(folder, user)
    port = _free_port()

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), *arguments]
        done = subprocess.run(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **other
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
    address = request.getfixturevalue("postgres")
    schema = f"t{abs(hash(request.node.nodeid))}_{os.getpid()}"

    def fresh() -> str:
        import psycopg

        name = f"{schema}_{next(numbers)}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f'CREATE SCHEMA "{name}"')
        return f"{address}?options={quote(f'-csearch_path={name}')}"

    return fresh
