"""Reading a file of JSON lines that grows, or standard input, for as long as it takes.

Whole lines are handed on in groups: when enough have come, or when the oldest has waited long enough. A file
that is rotated (another file under its name) or cut short is read from its beginning.
"""

import os
import select
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

NAP = 0.1
"""Seconds between two looks at a file that has not grown."""

LONGEST_LINE = 64 * 1024 * 1024
"""Bytes after which a line without an end is given up: it is no record."""

_AT_ONCE = 1 << 20


class Stop:
    """Notes that the process was asked to end (SIGTERM, SIGINT), while the block runs."""

    def __init__(self) -> None:
        self.asked = False

    def __enter__(self) -> "Stop":
        self._before = {name: signal.signal(name, self._note) for name in (signal.SIGTERM, signal.SIGINT)}
        return self

    def __exit__(self, *problem: object) -> None:
        for name, handler in self._before.items():
            signal.signal(name, handler)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.asked = True


def follow(source: str, stop: Stop, most: int, seconds: float) -> Iterator[list[bytes]]:
    """Groups of lines as they come, for ever; for standard input until its end.

    Parameters
    ----------
    source
        A file, or - for standard input.
    stop
        When to end: the lines at hand are given first.
    most
        Lines in a group.
    seconds
        How long a line waits for others; an empty group is given as often when there is none.
    """
    waiting: list[bytes] = []
    since = time.monotonic()
    for line in _lines(source, stop):
        if line is not None:
            waiting.append(line)
        if len(waiting) >= most or time.monotonic() - since >= seconds:
            yield waiting
            waiting, since = [], time.monotonic()
    yield waiting


def _lines(source: str, stop: Stop) -> Iterator[bytes | None]:
    """Lines without their ends; None whenever there is nothing to read."""
    rest = b""
    for data in _pieces(source, stop):
        if data is None:
            yield None
        elif data == b"":
            rest = b""  # another file begins
        else:
            *lines, rest = (rest + data).split(b"\n")
            yield from (line for line in lines if line.strip())
            if len(rest) > LONGEST_LINE:
                rest = b""
    if source == "-" and rest.strip():
        yield rest


def _pieces(source: str, stop: Stop) -> Iterator[bytes | None]:
    if source == "-":
        yield from _piped(stop)
        return
    path = Path(source)
    stream = path.open("rb")
    try:
        while not stop.asked:
            if data := stream.read(_AT_ONCE):
                yield data
                continue
            if _replaced(path, stream.fileno(), stream.tell()):
                stream.close()
                stream = path.open("rb")
                yield b""
            yield None
            time.sleep(NAP)
    finally:
        stream.close()


def _replaced(path: Path, handle: int, place: int) -> bool:
    try:
        now = path.stat()
    except FileNotFoundError:
        return False
    held = os.fstat(handle)
    return (now.st_ino, now.st_dev) != (held.st_ino, held.st_dev) or now.st_size < place


def _piped(stop: Stop) -> Iterator[bytes | None]:
    handle = sys.stdin.fileno()
    while not stop.asked:
        ready, _, _ = select.select([handle], [], [], NAP)
        if not ready:
            yield None
        elif data := os.read(handle, _AT_ONCE):
            yield data
        else:
            return
