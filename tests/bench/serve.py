"""`dedup serve` under load: checks of many clients at once, and additions beside them.

    python tests/bench/serve.py --stories 100000 --minutes 10 [--place news.db]
    python tests/bench/serve.py --stories 100000 --minutes 1 --pause 0

An index of made-up stories (those of tests/bench/index.py, with events) is filled unless `--place` names one
that exists, and served by a process of its own. Each of `--clients` sends a check, waits for the answer, and
then for a time that is drawn anew, `--pause` seconds on average (0: it asks again at once, which shows how
much the server can do rather than how long a reader waits). Half of what is checked are copies and edits of
stored stories. Another client adds `--adds` stories a second, and at the end all that were acknowledged must
be in the index. Clients are one process and speak plain HTTP/1.1 over connections that stay open, so that
they take little of the machine.
"""

import argparse
import asyncio
import json
import os
import random
import secrets
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from index import Newsroom

import dedup
from dedup import Story


@dataclass
class Seen:
    """What clients met: seconds of each check and addition, faults, ids that were acknowledged."""

    checks: list[float] = field(default_factory=list)
    adds: list[float] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    stored: list[str] = field(default_factory=list)


class Client:
    """One connection that stays open."""

    def __init__(self, port: int, token: str) -> None:
        self._port, self._token = port, token
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Status and answer."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        data = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {self._token}\r\n"
        writer.write(
            f"{head}Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data
        )
        status, size = 0, 0
        for line in (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n"):
            name, _, value = line.partition(":")
            if not status:
                status = int(line.split()[1])
            elif name.lower() == "content-length":
                size = int(value)
        return status, json.loads(await reader.readexactly(size))

    def close(self) -> None:
        """Ends the connection."""
        if self._streams:
            self._streams[1].close()
            self._streams = None


def record(story: Story) -> dict[str, object]:
    """A story as it is sent."""
    return {"id": story.id, "text": story.text, "source": story.source}


async def checking(
    client: Client, wanted: list[Story], end: float, pause: float, seen: Seen, seed: int
) -> None:
    """Sends checks until the end."""
    draw = random.Random(seed)
    await asyncio.sleep(draw.uniform(0, pause))
    while time.monotonic() < end:
        start = time.perf_counter()
        await noted(client, "/check", record(draw.choice(wanted)), seen)
        seen.checks.append(time.perf_counter() - start)
        if pause:
            await asyncio.sleep(draw.expovariate(1 / pause))


async def adding(client: Client, room: Newsroom, end: float, rate: float, seen: Seen) -> None:
    """Sends additions until the end."""
    while rate and time.monotonic() < end:
        start, story = time.perf_counter(), room.story()
        story = Story(secrets.token_hex(8), story.text, source=story.source)
        if (answer := await noted(client, "/add", record(story), seen)) is not None and answer["stored"]:
            seen.stored.append(story.id)
        seen.adds.append(time.perf_counter() - start)
        await asyncio.sleep(max(0.0, 1 / rate - (time.perf_counter() - start)))


async def noted(client: Client, path: str, body: object, seen: Seen) -> Any:
    """The answer; None, and a fault, where there is none."""
    try:
        status, answer = await client.ask("POST", path, body)
    except (OSError, asyncio.IncompleteReadError) as problem:
        seen.faults[f"{path} {type(problem).__name__}"] += 1
        client.close()
        return None
    if status != 200:
        seen.faults[f"{path} {status}"] += 1
        return None
    return answer


async def load(port: int, token: str, given: argparse.Namespace) -> Seen:
    """What all clients met."""
    room, seen = Newsroom(seed=99, copies=0.0), Seen()
    client = Client(port, token)
    _, stored = await client.ask("GET", "/stories?limit=500")
    wanted = [
        Story(f"asked-{number}", " ".join(room._variant(one["text"].split())), source="paper-1")
        for number, one in enumerate(stored["stories"])
    ]
    wanted += [Story(f"asked-{500 + number}", room.story().text, source="paper-2") for number in range(500)]
    end = time.monotonic() + 60 * given.minutes
    clients = [Client(port, token) for _ in range(given.clients)]
    tasks = [checking(one, wanted, end, given.pause, seen, number) for number, one in enumerate(clients)]
    await asyncio.gather(*tasks, adding(client, room, end, given.adds, seen))
    for one in [client, *clients]:
        one.close()
    return seen


def figures(name: str, seconds: list[float]) -> None:
    """Prints quantiles."""
    if seconds:
        p50, p90, p99 = np.quantile(np.array(seconds) * 1000, [0.5, 0.9, 0.99])
        print(f"  {name:<7} {len(seconds):>9,}   p50 {p50:.1f} ms  p90 {p90:.1f} ms  p99 {p99:.1f} ms")
        print(f"  {'':<7} {'':>9}   longest {max(seconds) * 1000:.0f} ms")


def processor(process: int) -> float:
    """Seconds of processor time that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def fill(place: str, stories: int) -> None:
    """Makes an index."""
    room = Newsroom(seed=1)
    with dedup.open(place, events=True) as index:
        for _ in range(0, stories, 1_000):
            list(index.add(room.batch(1_000)))


def run(place: str, given: argparse.Namespace) -> int:
    """Serves an index, and asks; 1 if anything was lost or failed."""
    token = secrets.token_urlsafe()
    server = subprocess.Popen(
        [sys.executable, "-m", "dedup", "serve", place, "--port", "0", "--rate", "1000000"],
        env={**os.environ, "DEDUP_TOKEN": token},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    try:
        port = int(server.stderr.readline().partition("127.0.0.1:")[2].partition(";")[0])
        before, start, own = processor(server.pid), time.monotonic(), time.process_time()
        seen = asyncio.run(load(port, token, given))
        wall = time.monotonic() - start
        print(f"{given.clients} clients, {wall:.0f} s, a pause of {given.pause:g} s, {place}")
        figures("check", seen.checks)
        figures("add", seen.adds)
        print(f"  {len(seen.checks) / wall:.0f} checks a second; errors {dict(seen.faults) or 'none'}")
        print(
            f"  processor time of a second: server {(processor(server.pid) - before) / wall:.2f} s, "
            f"clients {(time.process_time() - own) / wall:.2f} s; load {os.getloadavg()[0]:.1f}"
        )
    finally:
        server.terminate()
        code = server.wait()
    with dedup.open(place, writable=False) as index:
        lost = len(seen.stored) - index.count(seen.stored)
    print(
        f"  {len(seen.stored):,} additions acknowledged, {lost} of them lost; exit code of the server {code}"
    )
    return int(bool(lost or seen.faults or code))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--stories", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--pause", type=float, default=0.5)
    parser.add_argument("--adds", type=float, default=2.0)
    parser.add_argument("--place")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = given.place or str(Path(folder) / "news.db")
        if not Path(place).exists():
            fill(place, given.stories)
        return run(place, given)


if __name__ == "__main__":
    sys.exit(main())
