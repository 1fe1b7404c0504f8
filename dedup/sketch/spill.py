"""Arrays that grow while stories are read, and go to temporary files when they outgrow a budget.

A column collects parts in memory. When all columns of a run together exceed their budget, the one that grows
next writes what it holds to a file and puts its later parts there, so the largest columns go first. In the
end a file is mapped into memory read-only. Files lose their name as soon as they are opened: however the
process ends, nothing stays behind. `release` gives back the pages of a mapped file that were read; they stay
in the cache of the operating system while there is room, and do not count as memory of the process.
"""

from __future__ import annotations

import mmap
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from dedup.errors import InputError

SHARE = 0.5
"""Of the memory that a run may take, what columns may hold; the rest is for matching."""

GROWTH = 8
"""A column in memory grows by an eighth: with blocks that the system can move, that copies little."""

_LEAST = 1 << 16  # numbers

_Number = TypeVar("_Number", bound=np.generic)


class Budget:
    """Bytes that columns may hold in memory together.

    Parameters
    ----------
    most
        Bytes.
    folder
        Where files go; by default the system's folder for temporary files (`TMPDIR`).
    """

    def __init__(self, most: float, folder: Path | None = None) -> None:
        self.most = most
        self.folder = folder
        self.held = 0
        self.spilled = 0


class Column(Generic[_Number]):
    """A growing array, of numbers or of rows of numbers.

    Parameters
    ----------
    dtype
        Of its numbers.
    budget
        Shared by the columns of a run.
    width
        Numbers in a row; None for an array of one dimension.
    """

    def __init__(self, dtype: type[_Number], budget: Budget, width: int | None = None) -> None:
        self._dtype = np.dtype(dtype)
        self._budget = budget
        self._width = width
        self._held: NDArray[_Number] = np.empty(0, dtype)
        self._size = 0
        self._file: IO[bytes] | None = None

    def append(self, part: NDArray[_Number]) -> None:
        """Adds rows at the end.

        Raises
        ------
        InputError
            The disk is full.
        """
        flat = np.ascontiguousarray(part).reshape(-1)
        if self._file is None and self._budget.held + flat.nbytes > self._budget.most:
            self._spill()
        if self._file is not None:
            self._write(flat)
            self._size += len(flat)
            return
        if self._size + len(flat) > len(self._held):
            self._held.resize(
                max(self._size + len(flat), len(self._held) * (GROWTH + 1) // GROWTH, _LEAST), refcheck=False
            )
        self._held[self._size : self._size + len(flat)] = flat
        self._size += len(flat)
        self._budget.held += flat.nbytes

    def _spill(self) -> None:
        self._file = tempfile.TemporaryFile(dir=self._budget.folder, prefix="dedup-")  # noqa: SIM115
        self._write(self._held[: self._size])
        self._budget.held -= self._size * self._dtype.itemsize
        self._held = np.empty(0, self._dtype)

    def _write(self, flat: NDArray[_Number]) -> None:
        assert self._file is not None
        try:
            self._file.write(flat.view(np.uint8).data)
        except OSError as problem:
            raise InputError(
                f"the temporary files outgrow {tempfile.gettempdir()} ({problem.strerror}); "
                "give more --memory, or set TMPDIR to a folder with room"
            ) from None
        self._budget.spilled += flat.nbytes

    def finish(self) -> NDArray[_Number]:
        """The whole array, to be read only; the column takes no more."""
        if self._file is not None and self._size:
            with self._file as file:
                file.flush()
                flat: NDArray[_Number] = np.frombuffer(
                    mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), self._dtype
                )
        else:
            flat = self._held[: self._size]
        return flat if self._width is None else flat.reshape(-1, self._width)


def is_mapped(array: NDArray[Any]) -> bool:
    """Whether an array lies in a file."""
    return isinstance(_base(array), mmap.mmap)


def release(array: NDArray[Any]) -> None:
    """Gives the pages back that were read of an array, if it is mapped from a file."""
    base = _base(array)
    if isinstance(base, mmap.mmap) and hasattr(base, "madvise"):
        with suppress(OSError):
            base.madvise(mmap.MADV_DONTNEED)


def _base(array: NDArray[Any]) -> object:
    """What holds the memory of an array."""
    base: object = array
    while isinstance(base, np.ndarray):
        base = base.base
    return base.obj if isinstance(base, memoryview) else base


def available_memory() -> int:
    """Bytes that this process may use at most: of the machine, or of its control group if that is less."""
    sizes = []
    with suppress(AttributeError, ValueError, OSError):
        sizes.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    for name in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        with suppress(OSError, ValueError):
            sizes.append(int(Path(name).read_text()))
    return min((size for size in sizes if size > 0), default=8 << 30)
