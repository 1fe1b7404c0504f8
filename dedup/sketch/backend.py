"""Which code does the work: arrays (numpy, always there) or compiled kernels (numba, the extra `fast`).

Both give the same bits, so only time decides. Loading numba and the compiled code costs about 0.6 s; kernels
are used as soon as the work done without them would have paid for that (ski rental: never more than twice the
best choice), and at once for a batch that is large by itself. `DEDUP_KERNELS` set to `numpy` or `numba`
forces one of them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from dedup.errors import MissingExtraError, SettingsError

if TYPE_CHECKING:
    from dedup.sketch.hashing import Texts

WORTH_LOADING = 25_000_000
"""Characters of text (10,000 stories) on which numpy loses the 0.6 s that numba takes to load: 25 ns each."""

WORTH_COMPILING = 300_000_000
"""The same where compiled code cannot be kept on disk, and every process compiles for 7 s."""


MembersArrays = tuple[NDArray[np.uint64], np.uint32, np.uint32, NDArray[np.uint32]]
"""A set that hashes are looked up in: sieve, shift, mark of an empty place, table."""


class Kernels(Protocol):
    """The compiled functions (`dedup.kernels.arrays`), each with an array twin of the same result.

    Rows of hashes are given as the hashes and the offsets (n + 1) at which rows begin, or their starts and
    ends (n each).
    """

    KEPT: bool

    def hash_texts(
        self, texts: Texts, /
    ) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int32]]: ...
    def hash_words(
        self, texts: Texts, /
    ) -> tuple[NDArray[np.uint64], NDArray[np.int64], Callable[[NDArray[np.int64]], list[str]]]: ...
    def distinct(
        self, hashes: NDArray[np.uint32], offsets: NDArray[np.int64], /
    ) -> tuple[NDArray[np.uint32], NDArray[np.int64]]: ...
    def sign_shingles(
        self,
        hashes: NDArray[np.uint32],
        offsets: NDArray[np.int64],
        factors: NDArray[np.uint32],
        increments: NDArray[np.uint32],
        /,
    ) -> NDArray[np.uint32]: ...
    def band_keys(
        self, signatures: NDArray[np.uint32], first: int, rows: int, keys: NDArray[np.uint64], /
    ) -> None: ...
    def shared(
        self,
        hashes: NDArray[np.uint32],
        starts: NDArray[np.int64],
        ends: NDArray[np.int64],
        pairs: NDArray[np.int64],
        /,
    ) -> NDArray[np.int32]: ...
    def pick(
        self,
        hashes: NDArray[np.uint32],
        starts: NDArray[np.int64],
        ends: NDArray[np.int64],
        members: MembersArrays,
        rows: NDArray[np.int64],
        sizes: NDArray[np.int64],
        /,
    ) -> NDArray[np.uint32]: ...
    def copy_rows(
        self,
        values: NDArray[Any],
        starts: NDArray[np.int64],
        ends: NDArray[np.int64],
        rows: NDArray[np.int64],
        offsets: NDArray[np.int64],
        found: NDArray[Any],
        /,
    ) -> None: ...
    def intersections(
        self, hashes: NDArray[np.uint32], offsets: NDArray[np.int64], pairs: NDArray[np.int64], /
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]: ...


_Given = TypeVar("_Given")
_Found = TypeVar("_Found")


class _Choice:
    """What was decided in this process, and the work done so far without kernels."""

    module: Kernels | None = None
    missing = False
    done = 0


def kernels(work: int) -> Kernels | None:
    """The module of compiled functions, or None where arrays are to do it.

    Parameters
    ----------
    work
        Size of the task at hand, in characters of text that would take numpy as long.
    """
    wanted = os.environ.get("DEDUP_KERNELS", "")
    if wanted not in ("", "numpy", "numba"):
        raise SettingsError(f"DEDUP_KERNELS={wanted!r}: use numpy, numba or nothing")
    if wanted == "numpy":
        return None
    if _Choice.module is not None:
        return _Choice.module
    _Choice.done += work
    if wanted == "" and (_Choice.missing or _Choice.done < WORTH_LOADING):
        return None
    try:
        module = cast(Kernels, import_module("dedup.kernels.arrays"))
    except ImportError as error:
        _Choice.missing = True
        if wanted == "numba":
            raise MissingExtraError("DEDUP_KERNELS=numba", "fast") from error
        return None
    if wanted == "" and not module.KEPT and _Choice.done < WORTH_COMPILING:
        return None
    _Choice.module = module
    return module


def expect(work: int) -> None:
    """Load kernels at once if the work to come is worth it: for a command, which knows the size of its files.

    numba looks for scipy.linalg when it loads, only to know whether there is a BLAS; no kernel needs one, and
    that takes as long as a third of numba itself. For a process of our own: no other thread may import scipy
    meanwhile.
    """
    if work < WORTH_LOADING or os.environ.get("DEDUP_KERNELS") == "numpy" or _Choice.module is not None:
        return
    hidden = "scipy.linalg" not in sys.modules
    try:
        if hidden:
            sys.modules["scipy.linalg"] = None  # type: ignore[assignment]  # no such module, for a moment
        vars(import_module("numba.np.arraymath"))["_HAVE_BLAS"] = True  # whoever needs it imports it then
    except ImportError:
        pass
    finally:
        if hidden:
            del sys.modules["scipy.linalg"]
    kernels(work)


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
