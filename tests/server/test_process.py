"""The server as a process: killed, told to end, refused a start."""

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from asking import TOKEN

import dedup
from dedup.cli import main

BENCH = Path(__file__).parent.parent / "bench" / "serve.py"


class Server:
    """A process, and where it listens."""

    def __init__(self, place: Path | str, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dedup", "serve", str(place), "--port", "0", *options],
            env={**os.environ, "DEDUP_TOKEN": TOKEN},
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr is not None
        line = self.process.stderr.readline()
        assert "http://127.0.0.1:" in line, line + self.process.stderr.read()
        self.address = "http://" + line.partition("http://")[2].partition(";")[0]

    def client(self) -> httpx.Client:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        return httpx.Client(base_url=self.address, headers=headers, timeout=60)

    def ended(self) -> tuple[int, str]:
        """The exit code and the messages."""
        _, messages = self.process.communicate(timeout=60)
        return self.process.returncode, messages


@contextmanager
def started(place: Path, *options: str) -> Iterator[Server]:
    server = Server(place, *options)
    try:
        yield server
    finally:
        server.process.kill()
        server.process.communicate()


def story(number: int) -> dict[str, str]:
    return {
        "id": f"s{number}",
        "text": f"The dam at Ostrow held on day {number}, said the {number}th report.",
    }


def test_nothing_that_was_acknowledged_is_lost(tmp_path: Path) -> None:
    place, acknowledged, sent = tmp_path / "news.db", [], 0
    for seed in range(3):
        with started(place) as server:
            end = time.monotonic() + random.Random(seed).uniform(0.5, 1.5)

            def add(first: int, server: Server = server) -> None:
                with server.client() as client:
                    for number in range(first, first + 10_000):
                        try:
                            answer = client.post("/add", json=story(number))
                        except httpx.HTTPError:
                            return
                        if answer.status_code == 200:
                            acknowledged.append(answer.json()["id"])

            threads = [threading.Thread(target=add, args=(sent + 100_000 * each,)) for each in range(4)]
            for thread in threads:
                thread.start()
            while time.monotonic() < end or len(acknowledged) < 5 * (seed + 1):
                time.sleep(0.01)
            server.process.kill()
            for thread in threads:
                thread.join()
        sent += 1_000_000
    with dedup.open(place) as index:
        assert index.count(acknowledged) == len(set(acknowledged)) == len(acknowledged) > 10
        assert index.verify() == []


def test_what_was_accepted_is_finished(tmp_path: Path) -> None:
    """A request that is under way when SIGTERM comes is answered, and what it added is there."""
    with started(tmp_path / "news.db") as server:
        answers: list[httpx.Response] = []

        def add() -> None:
            with server.client() as client:
                answers.append(client.post("/add?differences=true", json=[story(n) for n in range(1_000)]))

        sender = threading.Thread(target=add)
        sender.start()
        wal = tmp_path / "news.db-wal"
        before = processor(server.process.pid)
        while processor(server.process.pid) < before + 0.1:  # it is at work on the stories
            time.sleep(0.005)
        assert not answers
        server.process.send_signal(signal.SIGTERM)
        sender.join()
        assert server.ended() == (0, "")
        assert not wal.exists()
    assert answers[0].status_code == 200
    assert len(answers[0].json()) == 1_000
    with dedup.open(tmp_path / "news.db") as index:
        assert len(index) == 1_000


def processor(process: int) -> float:
    """Seconds of processor time that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_a_client_that_sends_nothing_does_not_keep_the_server(tmp_path: Path) -> None:
    with started(tmp_path / "news.db") as server:
        host, port = server.address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as idle:
            with server.client() as client:
                client.get("/health")
            server.process.send_signal(signal.SIGTERM)
            assert server.ended()[0] == 0
            assert idle.recv(10) == b""


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "0.0.0.0"], "0.0.0.0 is no address of this machine alone"),
        (["--host", "no.such.host.invalid"], "no.such.host.invalid is no address"),
        (["--token-file", "short"], "is not 16 or more ASCII characters"),
        (["--window", "long"], "window is 'long'"),
    ],
)
def test_a_start_that_is_refused_says_why(
    options: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DEDUP_TOKEN", raising=False)
    Path("short").write_text("secret\n")
    dedup.open("news.db").close()
    with pytest.raises(SystemExit) as end:
        main(["serve", "news.db", *options])
    _, messages = capfd.readouterr()
    assert end.value.code in (1, 2)
    assert said in messages or "no.such.host" in messages


def test_a_port_that_is_taken_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    dedup.open(tmp_path / "news.db").close()
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(SystemExit):
        main(["serve", str(tmp_path / "news.db"), "--port", str(other.getsockname()[1])])
    assert "name another port with --port" in capfd.readouterr().err


def test_the_token_of_a_file_is_the_one(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("another-token-of-a-file\n")
    with (
        started(
            tmp_path / "news.db", "--host", "127.0.0.1", "--token-file", str(tmp_path / "token")
        ) as server,
        server.client() as client,
    ):
        assert client.post("/add", json=story(1)).status_code == 401  # a file goes before the variable
        headers = {"Authorization": "Bearer another-token-of-a-file"}
        assert client.post("/add", json=story(1), headers=headers).status_code == 200


@pytest.mark.slow
def test_fifty_clients_meet_no_error(tmp_path: Path) -> None:
    command = [
        sys.executable,
        str(BENCH),
        "--stories",
        "3000",
        "--minutes",
        "0.3",
        "--place",
        str(tmp_path / "n.db"),
    ]
    done: Any = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "errors none" in done.stdout
    assert "0 of them lost" in done.stdout
