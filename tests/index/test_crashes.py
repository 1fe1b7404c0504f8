"""Writers that are killed at random moments: what was acknowledged is there, what was not left no trace.

`DEDUP_CRASHES=200 pytest tests/index/test_crashes.py` runs the long form.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from writer import body

import dedup

CRASHES = int(os.environ.get("DEDUP_CRASHES", "10"))
BATCH = 20
WRITERS = ("ann", "bob", "cyd", "dee")


class Writer:
    """A process that adds stories of its own, and can be started anew where its acknowledgements end."""

    def __init__(self, nursery: "subprocess.Popen[str]", name: str, folder: Path) -> None:
        self.name = name
        self._nursery = nursery
        self._acknowledged = folder / f"{name}.txt"
        self._acknowledged.touch()
        self._process = 0

    def acknowledged(self) -> list[str]:
        return self._acknowledged.read_text().split()

    def start(self, last: int = 1_000_000) -> None:
        whole = len(set(self.acknowledged())) // BATCH * BATCH
        assert self._nursery.stdin is not None
        assert self._nursery.stdout is not None
        print(self.name, whole, last, self._acknowledged, sep="\t", file=self._nursery.stdin, flush=True)
        self._process = int(self._nursery.stdout.readline())

    def alive(self) -> bool:
        if not self._process:
            return False
        try:
            os.kill(self._process, 0)
        except ProcessLookupError:
            return False
        return True

    def _gone(self) -> None:
        end = time.monotonic() + 300
        while self.alive():
            assert time.monotonic() < end
            time.sleep(0.005)

    def kill(self) -> None:
        assert self.alive()
        os.kill(self._process, signal.SIGKILL)
        self._gone()

    def finish(self) -> None:
        self._gone()
        assert Path(f"{self._acknowledged}.done").exists()


@pytest.fixture
def where(place: Callable[[], str]) -> str:
    """A place for the index of the writers."""
    return place()


@pytest.fixture
def writers(where: str, tmp_path: Path) -> Iterator[list[Writer]]:
    """Writers for one place, not yet started."""
    program = Path(__file__).with_name("writer.py")
    command = [sys.executable, program, where, str(BATCH)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as nursery:
        found = [Writer(nursery, name, tmp_path) for name in WRITERS]
        try:
            yield found
        finally:
            for writer in found:
                if writer.alive():
                    writer.kill()


@pytest.mark.slow
def test_killed_writers_lose_nothing_acknowledged_and_leave_nothing_else(
    where: str, writers: list[Writer]
) -> None:
    chance = random.Random(6)
    for writer in writers:
        writer.start()
    killed = 0
    while killed < CRASHES:
        time.sleep(chance.uniform(0.05, 0.5))
        writer = chance.choice(writers)
        before = len(writer.acknowledged())
        end = time.monotonic() + 60
        while len(writer.acknowledged()) == before and time.monotonic() < end:
            time.sleep(chance.uniform(0, 0.02))
        time.sleep(chance.uniform(0, 0.05))
        writer.kill()
        killed += 1
        _acknowledged_is_there(where, writer)
        writer.start()
    for writer in writers:
        writer.kill()
        _acknowledged_is_there(where, writer)
    with dedup.open(where) as index:
        assert index.verify() == []
        assert any(len(cluster.members) > 2 for cluster in index.clusters())


def _acknowledged_is_there(where: str, writer: Writer) -> None:
    with dedup.open(where) as index:
        acknowledged = set(writer.acknowledged())
        numbers = sorted(int(name.rpartition("-")[2]) for name in acknowledged)
        for number in numbers[-2 * BATCH :]:
            found = index.get(f"{writer.name}-{number}")
            assert found is not None
            assert found.text == body(writer.name, number)
        stored = index.count(f"{writer.name}-{number}" for number in range(numbers[-1] + 2 * BATCH))
        assert stored >= len(acknowledged)
        assert stored % BATCH == 0


def test_writers_at_the_same_time_lose_no_story_and_split_no_cluster(
    where: str, writers: list[Writer]
) -> None:
    for writer in writers:
        writer.start(last=60)
    for writer in writers:
        writer.finish()
    with dedup.open(where) as index:
        assert index.info()["stories"] == 240
        assert index.verify() == []
        families = [cluster.members for cluster in index.clusters()]
        assert len(families) == 20
        assert {len(members) for members in families} == {4}
        for writer in writers:
            _acknowledged_is_there(where, writer)
