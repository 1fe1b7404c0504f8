"""Speed and size of the index, beside datasketch's MinHashLSH in memory (and Redis, where a server answers).

    python tests/bench/index.py --stories 1000000 2000000 [--place news.db]
    python tests/bench/index.py --stories 1000000 --peer [--redis redis://127.0.0.1:6379]
    python tests/bench/index.py --days 30 [--a-day 20000]

The stories are made up: words drawn by Zipf's law, 250 words on average, a third of them copies, edits,
extensions or excerpts of recent ones. Of every size are told: the rate at which the last tenth was added (in
batches of 1,000, text in, verdicts out), the latency of single look-ups after `--warm` others, bytes, memory,
and how long it takes to open the index. Times are wall-clock and processor time of this process with all its
threads, and the load of the machine is told beside them. `--days` simulates so many days with a window of 14.
"""

import argparse
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np

import dedup
from dedup import Story

DAY = 86_400.0


class Newsroom:
    """Makes stories."""

    def __init__(self, seed: int = 1, copies: float = 0.33) -> None:
        self._draw = random.Random(seed)
        self._numbers = np.random.default_rng(seed)
        syllables = [c + v for c in "bcdfghklmnprstvz" for v in "aeiou"]
        words = {"".join(self._draw.choices(syllables, k=self._draw.randint(1, 4))) for _ in range(60_000)}
        self._words = np.array(sorted(words), object)
        self._draw.shuffle(self._words)  # type: ignore[arg-type]
        share = 1 / (np.arange(len(self._words)) + 3.0)
        self._ends = np.cumsum(share / share.sum())
        self._recent: list[list[str]] = []
        self._copies = copies
        self._made = 0

    def _fresh(self, size: int) -> list[str]:
        places = np.searchsorted(self._ends, self._numbers.random(size)).clip(max=len(self._words) - 1)
        words: list[str] = self._words[places].tolist()
        for place in range(0, size, 9):
            words[place] = words[place].capitalize()
        for place in range(5, size, 40):
            words[place] = str(self._draw.randrange(2, 5_000))
        return words

    def _variant(self, words: list[str]) -> list[str]:
        kind = self._draw.randrange(4)
        if kind == 0:
            return words
        if kind == 1:
            changed = list(words)
            for place in self._draw.sample(range(len(words)), max(1, len(words) // 40)):
                changed[place] = str(self._words[self._draw.randrange(5_000)])
            return changed
        if kind == 2:
            return words + self._fresh(len(words) // 3)
        return words[: max(30, len(words) // 2)]

    def story(self) -> Story:
        """The next story."""
        if self._recent and self._draw.random() < self._copies:
            words = self._variant(self._draw.choice(self._recent))
        else:
            words = self._fresh(max(40, int(self._draw.lognormvariate(5.4, 0.5))))
        self._recent.append(words)
        del self._recent[:-2_000]
        self._made += 1
        name = f"story-{self._made:08d}"
        return Story(name, " ".join(words), source=f"paper-{self._made % 50}", place=name)

    def batch(self, size: int) -> list[Story]:
        """The next few stories."""
        return [self.story() for _ in range(size)]


class Measured(NamedTuple):
    """Stories stored, microseconds to add one (wall-clock, processor), and megabytes of the process."""

    stories: int
    wall: float
    busy: float
    memory: float

    def beside(self, other: "Measured") -> str:
        """What it is to a peer's."""
        return (
            f"  beside it, ours takes {self.wall / other.wall:.2f} of the time a story "
            f"({self.busy / other.busy:.2f} of the processor time) and "
            f"{self.memory / other.memory:.2f} of the memory"
        )


def memory() -> float:
    """Megabytes of this process now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def build(
    count: int, batch: int, room: Newsroom, add: Callable[[list[Story]], object]
) -> tuple[float, float]:
    """Adds stories and prints the rate of each tenth; making them up is not counted.

    Gives the microseconds a story took in the last tenth: wall-clock and processor time.
    """
    wall = busy = 0.0
    step, made = max(count // 10, batch), 0
    last = (0.0, 0.0)
    for done in range(batch, count + 1, batch):
        stories = room.batch(batch)
        start, begun = time.perf_counter(), time.process_time()
        add(stories)
        wall += time.perf_counter() - start
        busy += time.process_time() - begun
        made += batch
        if done % step == 0:
            print(
                f"  {done:>11,} more  {made / wall:>7,.0f} stories/s wall  {made / busy:>7,.0f} of processor "
                f"time  load {os.getloadavg()[0]:.1f}"
            )
            sys.stdout.flush()
            last = (wall / made * 1e6, busy / made * 1e6)
            wall, busy, made = 0.0, 0.0, 0
    return last


def _quantiles(name: str, seconds: list[float]) -> None:
    found = np.quantile(np.array(seconds) * 1000, [0.5, 0.9, 0.99])
    print(f"  {name:<28} p50 {found[0]:.2f} ms  p90 {found[1]:.2f} ms  p99 {found[2]:.2f} ms")


def checks(room: Newsroom, ask: Callable[[Story], object], warm: int, count: int = 1_000) -> None:
    """Latency of single look-ups, after `warm` others."""
    for story in room.batch(warm):
        ask(story)
    wall, busy = [], []
    for story in room.batch(count):
        start, begun = time.perf_counter(), time.process_time()
        ask(story)
        wall.append(time.perf_counter() - start)
        busy.append(time.process_time() - begun)
    _quantiles("check, wall", wall)
    _quantiles("check, processor", busy)


def ours(place: str, sizes: list[int], batch: int, warm: int) -> list[Measured]:
    """The index of this project, at every size."""
    room = Newsroom()
    before = memory()
    found = []
    index = dedup.open(place)

    def add(stories: list[Story]) -> None:
        list(index.add(stories, batch=batch))

    for last, size in zip([0, *sizes], sizes, strict=False):
        print(f"dedup, {size:,} stories in {place}, batches of {batch:,}")
        wall, busy = build(size - last, batch, room, add)
        checks(room, index.check, warm)
        found.append(Measured(size, wall, busy, memory() - before))
        print(f"  {'bytes beyond text':<28} {index.info()['bytes_a_story_beyond_text']} a story")
        print(f"  {'memory':<28} {found[-1].memory:,.0f} MB more than at the start")
        index.close()
        start = time.perf_counter()
        index = dedup.open(place)
        print(f"  {'open':<28} {time.perf_counter() - start:.3f} s")
        start = time.perf_counter()
        index.check(room.story())
        print(f"  {'first check after it':<28} {time.perf_counter() - start:.3f} s")
    index.close()
    return found


def peer(count: int, batch: int, warm: int, storage: str | None) -> Measured:
    """datasketch: MinHashLSH over the same texts (word 5-grams), look-up and insertion, nothing verified."""
    from datasketch import MinHash, MinHashLSH

    config = None
    if storage:
        host, _, port = storage.removeprefix("redis://").partition(":")
        redis = {"host": host, "port": int(port or 6379)}
        config = {"type": "redis", "basename": b"dedup-bench", "redis": redis}
    room = Newsroom()
    before = memory()
    lsh = MinHashLSH(threshold=0.5, num_perm=128, storage_config=config)

    def sign(story: Story) -> MinHash:
        words = story.text.lower().split()
        shingles = [" ".join(words[i : i + 5]).encode() for i in range(max(1, len(words) - 4))]
        signature = MinHash(num_perm=128)
        signature.update_batch(shingles)
        return signature

    def add(stories: list[Story]) -> None:
        for story in stories:
            signature = sign(story)
            lsh.query(signature)
            lsh.insert(story.id, signature, check_duplication=False)

    print(f"datasketch MinHashLSH ({'Redis' if storage else 'memory'}), {count:,} stories")
    wall, busy = build(count, batch, room, add)
    checks(room, lambda story: lsh.query(sign(story)), warm)
    found = Measured(count, wall, busy, memory() - before)
    print(f"  {'memory':<28} {found.memory:,.0f} MB more than at the start")
    return found


def days(place: str, count: int, a_day: int, batch: int) -> None:
    """So many days with a window of 14: size, latency and the time of expiry by day."""
    room, now = Newsroom(), 1_760_000_000.0

    def clock() -> float:
        return now

    with dedup.open(place, window="14d", clock=clock) as index:
        for day in range(1, count + 1):
            start = time.perf_counter()
            for _ in range(0, a_day, batch):
                list(index.add(room.batch(batch)))
            added = time.perf_counter() - start
            start = time.perf_counter()
            gone = index.expire()
            expiry = time.perf_counter() - start
            asked = []
            for story in room.batch(100):
                start = time.perf_counter()
                index.check(story)
                asked.append(time.perf_counter() - start)
            info = index.info()
            size = Path(place).stat().st_size / 1e6
            print(
                f"day {day:>3}  {info['stories']:>8,} stories  {size:>7,.0f} MB  {info['runs']:>3} runs  "
                f"added in {added:.0f} s  {gone:,} expired in {expiry:.1f} s  "
                f"check p50 {np.median(asked) * 1000:.1f} ms  p99 {np.quantile(asked, 0.99) * 1000:.1f} ms"
            )
            sys.stdout.flush()
            now += DAY


def _arguments() -> Iterator[tuple[str, dict[str, object]]]:
    yield "--stories", {"type": int, "nargs": "+", "default": [100_000], "help": "sizes, ascending"}
    yield "--batch", {"type": int, "default": 1_000}
    yield "--place", {"help": "file or postgresql://…; a temporary file by default"}
    yield "--warm", {"type": int, "default": 200, "help": "look-ups before those that are timed"}
    yield "--peer", {"action": "store_true", "help": "also datasketch in memory"}
    yield "--redis", {"help": "also datasketch over this server, as in redis://127.0.0.1:6379"}
    yield "--days", {"type": int, "default": 0}
    yield "--a-day", {"type": int, "default": 20_000}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    for name, options in _arguments():
        parser.add_argument(name, **options)  # type: ignore[arg-type]
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = given.place or str(Path(folder) / "news.db")
        if given.days:
            days(place, given.days, given.a_day, given.batch)
            return
        [*_, own] = ours(place, given.stories, given.batch, given.warm)
        for storage in [*([None] if given.peer else []), *([given.redis] if given.redis else [])]:
            with ProcessPoolExecutor(1, get_context("spawn")) as process:  # its memory is its own
                theirs = process.submit(peer, given.stories[-1], given.batch, given.warm, storage).result()
            print(own.beside(theirs))


if __name__ == "__main__":
    main()
