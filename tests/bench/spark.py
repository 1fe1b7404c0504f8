"""Measures a run on Spark: what it takes of time, processor and memory, and what it finds.

    python tests/bench/planted.py --stories 1000000 -o corpus.jsonl --labels labels.csv
    python tests/bench/spark.py corpus.jsonl spark.jsonl --master "local-cluster[2,1,2560]" \\
        --conf spark.executor.memory=2560m --conf spark.driver.memory=2g
    dedup evaluate spark.jsonl labels.csv

With `--against local.jsonl`, the output of a local run, says whether both have the same lines.
"""

import argparse
import os
import threading
import time
from pathlib import Path

from dedup.report.records import assignment_lines
from dedup.spark import run
from dedup.spark.engine import session, source

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Meter(threading.Thread):
    """Watches this process and all that it started: seconds of processor, and the most memory at once."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._spent: dict[int, float] = {}
        self.most = 0
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(1.0):
            self.look()

    def look(self) -> None:
        parents: dict[int, int] = {}
        spent: dict[int, float] = {}
        pages: dict[int, int] = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            process = int(folder.name)
            parents[process] = int(fields[1])
            spent[process] = (int(fields[11]) + int(fields[12])) / TICKS
            pages[process] = int(fields[21])
        mine = {os.getpid()}
        while more := {process for process, parent in parents.items() if parent in mine} - mine:
            mine |= more
        self._spent.update((process, spent[process]) for process in mine)
        self.most = max(self.most, sum(pages[process] for process in mine) * PAGE)

    @property
    def processor(self) -> float:
        return sum(self._spent.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("out", type=Path)
    parser.add_argument("--master", default="local-cluster[2,1,2560]")
    parser.add_argument("--conf", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--events", action="store_true")
    parser.add_argument("--against", type=Path)
    given = parser.parse_args()
    start = time.monotonic()
    meter = Meter()
    meter.start()

    def tell(stage: str, done: int, total: int | None) -> None:
        meter.look()
        print(f"{time.monotonic() - start:8.1f} s {meter.processor:8.1f} s CPU  {stage}", flush=True)

    conf = dict(option.split("=", 1) for option in given.conf)
    with session(given.master, {"spark.ui.enabled": "false", **conf}) as spark:
        tell("session", 0, None)
        found = run(source(spark, given.corpus), events=given.events, progress=tell)
        tell(f"done: {dict(found.stats)}", 0, None)
        with given.out.open("wb") as file:
            file.writelines(assignment_lines(found.result()))
        tell("written", 0, None)
    meter.done.set()
    print(f"{meter.most / 1e9:.2f} GB at most, all processes together")
    if given.against:
        same = sorted(given.out.open("rb")) == sorted(given.against.open("rb"))
        print("the same lines" if same else "OTHER LINES", "as", given.against)


if __name__ == "__main__":
    main()
