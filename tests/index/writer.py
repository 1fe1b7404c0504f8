"""Writers for the tests: add their stories batch by batch and acknowledge each.

    writer.py PLACE BATCH

Stays as it is and forks a writer for every line of standard input: its name, the numbers of its first story
and of the one after its last, and the file that takes its acknowledgements, with tabs between. Process ids
are printed. A writer that comes to its end makes a file of the same name with ".done".

Stories are numbered; a batch holds the numbers from a multiple of BATCH on. Every third story is a copy that
other writers add as well, so that they meet in clusters.
"""

import os
import signal
import sys
from pathlib import Path

from newsroom import edited, text

import dedup
import dedup.index.postgres
import dedup.index.sqlite
import dedup.index.story_index  # before any fork, not once in each writer
from dedup import Story


def body(name: str, number: int) -> str:
    """What a writer's story says: hangs on its name and number alone."""
    if number % 3 == 0:
        return edited(text(number, 60), sum(name.encode()), 0.02)
    return text(1_000 * sum(name.encode()) + number, 60)


def write(place: str, batch: int, name: str, first: int, last: int, acknowledged: str) -> None:
    """What a writer does."""
    to = os.open(acknowledged, os.O_WRONLY | os.O_APPEND)
    with dedup.open(place) as index:
        stories = (Story(f"{name}-{number}", body(name, number)) for number in range(first, last))
        for verdict in index.add(stories, batch=batch):
            os.write(to, f"{verdict.id}\n".encode())
    Path(f"{acknowledged}.done").touch()


def serve(place: str, batch: int) -> None:
    """Forks writers as they are asked for."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        name, first, last, acknowledged = line.rstrip("\n").split("\t")
        process = os.fork()
        if not process:
            write(place, batch, name, int(first), int(last), acknowledged)
            os._exit(0)
        print(process, flush=True)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
