"""A writer process for the tests: adds its stories batch by batch and acknowledges each on standard output.

    writer.py PLACE NAME FIRST LAST BATCH

Stories are numbered; a batch holds the numbers from a multiple of BATCH on. Every third story is a copy that
other writers add as well, so that they meet in clusters.
"""

import os
import sys

from newsroom import edited, text

import dedup
from dedup import Story


def body(name: str, number: int) -> str:
    """What a writer's story says: hangs on its name and number alone."""
    if number % 3 == 0:
        return edited(text(number, 60), sum(name.encode()), 0.02)
    return text(1_000 * sum(name.encode()) + number, 60)


def main(place: str, name: str, first: int, last: int, batch: int) -> None:
    with dedup.open(place) as index:
        stories = (Story(f"{name}-{number}", body(name, number)) for number in range(first, last))
        for verdict in index.add(stories, batch=batch):
            os.write(1, f"{verdict.id}\n".encode())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
