"""Work in threads, with its results in the order of the work: any number of threads gives the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

_Given = TypeVar("_Given")
_Found = TypeVar("_Found")


def in_order(function: Callable[[_Given], _Found], given: Iterable[_Given], jobs: int) -> Iterator[_Found]:
    """The results of a function in the order of its arguments, computed by `jobs` threads.

    At most two tasks a thread are under way, so a stream stays a stream.
    """
    if jobs <= 1:
        yield from map(function, given)
        return
    tasks = iter(given)
    with ThreadPoolExecutor(jobs) as pool:
        waiting = [pool.submit(function, task) for task in islice(tasks, 2 * jobs)]
        while waiting:
            found = waiting.pop(0).result()
            waiting += [pool.submit(function, task) for task in islice(tasks, 1)]
            yield found
