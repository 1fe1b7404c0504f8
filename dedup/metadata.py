"""What is printed of each story, kept small: ten million stories are no place for Python objects.

The first `FEW` cards stay as they are, for a run of ordinary size should not pay. Of a larger run cards are
packed into columns, some thousand at a time: strings one after the other as UTF-8, sources and languages as
numbers, times as seconds. A card is made again when it is asked for.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.spill import Budget, Column, release
from dedup.types import Part

FEW = 1 << 18
"""Cards that are kept as objects, 100 MB at most."""

_AT_ONCE = 1 << 14  # cards that are packed, or made again, at once
_UNKNOWN, _ODD, _ZONES = 0, 1, 2  # of zones: no time; a time that seconds do not express; the first real one
_FIRST, _LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class StoryMetadata(NamedTuple):
    """What is kept of a story when its text is dropped; `words` is its length, `origin` the agency that it
    names."""

    id: str
    title: str | None
    published: datetime | None
    source: str | None
    lang: str | None
    part: Part | None
    words: int
    origin: str | None = None


class _Strings:
    """A column of strings, or None."""

    def __init__(self, budget: Budget) -> None:
        self._data = Column(np.uint8, budget)
        self._sizes: list[NDArray[np.int32]] = []
        self.ends: NDArray[np.int64] = np.empty(0, np.int64)
        self.missing: set[int] = set()
        self._count = 0

    def extend(self, strings: Sequence[str | None]) -> None:
        encoded = [(string or "").encode("utf-8", "surrogatepass") for string in strings]
        self._data.append(np.frombuffer(b"".join(encoded), np.uint8))
        self._sizes.append(np.fromiter(map(len, encoded), np.int32, len(encoded)))
        if None in strings:
            self.missing.update(self._count + i for i, string in enumerate(strings) if string is None)
        self._count += len(strings)

    def finish(self) -> None:
        self.bytes = self._data.finish()
        self.ends = np.cumsum(np.concatenate([np.zeros(1, np.int64), *self._sizes]))
        self._sizes = []

    def raw(self, i: int) -> bytes:
        return self.bytes[self.ends[i] : self.ends[i + 1]].tobytes()

    def __getitem__(self, i: int) -> str | None:
        if i in self.missing:
            return None
        return self.raw(i).decode("utf-8", "surrogatepass")

    def release(self) -> None:
        release(self.bytes)


class _Names:
    """A column of few different strings, or None."""

    def __init__(self) -> None:
        self._number: dict[str | None, int] = {}
        self._names: list[str | None] = []
        self._codes: list[NDArray[np.uint32]] = []
        self.codes: NDArray[np.uint32] = np.empty(0, np.uint32)

    def extend(self, strings: Sequence[str | None]) -> None:
        number = self._number
        codes = [number.setdefault(string, len(number)) for string in strings]
        self._codes.append(np.array(codes, np.uint32))

    def finish(self) -> None:
        self.codes = np.concatenate(self._codes)
        self._codes, self._names = [], list(self._number)

    def __getitem__(self, i: int) -> str | None:
        return self._names[int(self.codes[i])]


class _Times:
    """A column of times, or None."""

    def __init__(self) -> None:
        self._numbers: dict[tzinfo, int] = {}
        self._list: list[tzinfo] = []
        self._odd: dict[int, datetime] = {}
        self._seconds: list[NDArray[np.float64]] = []
        self._codes: list[NDArray[np.uint16]] = []
        self.seconds: NDArray[np.float64] = np.empty(0)
        self._count = 0

    def extend(self, times: Sequence[datetime | None]) -> None:
        codes = [self._code(self._count + i, time) for i, time in enumerate(times)]
        self._codes.append(np.array(codes, np.uint16))
        self._seconds.append(seconds(times))
        self._count += len(times)

    def _code(self, i: int, time: datetime | None) -> int:
        if time is None:
            return _UNKNOWN
        zone = time.tzinfo
        if zone is None or time.fold or not _FIRST <= time < _LAST or len(self._numbers) > 60_000:
            self._odd[i] = time
            return _ODD
        return self._numbers.setdefault(zone, len(self._numbers) + _ZONES)

    def finish(self) -> None:
        self.codes, self.seconds = np.concatenate(self._codes), np.concatenate(self._seconds)
        self._codes, self._seconds, self._list = [], [], list(self._numbers)

    def __getitem__(self, i: int) -> datetime | None:
        code = int(self.codes[i])
        if code < _ZONES:
            return self._odd.get(i)
        return datetime.fromtimestamp(float(self.seconds[i]), self._list[code - _ZONES])


def seconds(times: Iterable[datetime | None]) -> NDArray[np.float64]:
    """Times in seconds; NaN where unknown."""
    return np.array([np.nan if time is None else time.timestamp() for time in times], np.float64)


class MetadataTable(Sequence[StoryMetadata]):
    """Cards in the order in which they are added: a sequence, to be read after `finish`.

    Parameters
    ----------
    budget
        Shared with the other columns of a run.
    few
        Cards that are kept as objects before packing begins, `FEW` by default.
    """

    def __init__(self, budget: Budget, few: int | None = None) -> None:
        self._few = FEW if few is None else few
        self._held: list[StoryMetadata] = []
        self._packed = 0
        self._ids, self._titles = _Strings(budget), _Strings(budget)
        self._sources, self._langs, self._times = _Names(), _Names(), _Times()
        self._origins = _Names()
        self._parts: dict[int, Part] = {}
        self._words: list[NDArray[np.int32]] = []
        self._lengths: NDArray[np.int32] = np.empty(0, np.int32)

    def extend(self, metadata: Sequence[StoryMetadata]) -> None:
        """Adds cards."""
        self._held += metadata
        if len(self._held) > (_AT_ONCE if self._packed else self._few):
            self._pack()

    def _pack(self) -> None:
        ids, titles, times, sources, langs, parts, words, origins = zip(*self._held, strict=True)
        self._ids.extend(ids)
        self._titles.extend(titles)
        self._times.extend(times)
        self._sources.extend(sources)
        self._langs.extend(langs)
        self._origins.extend(origins)
        self._parts.update((self._packed + i, part) for i, part in enumerate(parts) if part is not None)
        self._words.append(np.array(words, np.int32))
        self._packed += len(self._held)
        self._held = []

    def finish(self) -> None:
        """No card comes after this."""
        if self._packed:
            if self._held:
                self._pack()
            for column in (
                *(self._ids, self._titles, self._sources, self._langs, self._times, self._origins),
            ):
                column.finish()
            self._lengths = np.concatenate(self._words)
            self._words = []

    def __len__(self) -> int:
        return self._packed + len(self._held)

    @overload
    def __getitem__(self, i: int) -> StoryMetadata: ...
    @overload
    def __getitem__(self, i: slice) -> list[StoryMetadata]: ...
    def __getitem__(self, i: int | slice) -> StoryMetadata | list[StoryMetadata]:
        if not self._packed:
            return self._held[i]
        if isinstance(i, slice):
            return [self._meta(row) for row in range(*i.indices(len(self)))]
        if not -len(self) <= i < len(self):
            raise IndexError(i)
        return self._meta(i % len(self))

    def _meta(self, i: int) -> StoryMetadata:
        return StoryMetadata(
            self._ids[i] or "",
            self._titles[i],
            self._times[i],
            self._sources[i],
            self._langs[i],
            self._parts.get(i),
            int(self._lengths[i]),
            self._origins[i],
        )

    def __iter__(self) -> Iterator[StoryMetadata]:
        if not self._packed:
            yield from self._held
            return
        for first in range(0, len(self), _AT_ONCE):
            yield from self[first : first + _AT_ONCE]
            self._ids.release()
            self._titles.release()

    def seconds(self) -> NDArray[np.float64]:
        """Times of publication in seconds, float64 (n,); NaN where unknown."""
        return self._times.seconds if self._packed else seconds(meta.published for meta in self._held)

    def words(self) -> NDArray[np.int64]:
        """Length of each story in words, int64 (n,)."""
        if self._packed:
            return self._lengths.astype(np.int64)
        return np.fromiter((meta.words for meta in self._held), np.int64, len(self._held))

    def id(self, i: int) -> str:
        """The id of a card."""
        return (self._ids[i] or "") if self._packed else self._held[i].id

    def places(self, ids: Collection[str]) -> dict[str, int]:
        """Where the cards of some ids stand; those that are not there are left out."""
        return {name: i for i in range(len(self)) if (name := self.id(i)) in ids}

    def ranks(self) -> NDArray[np.int64]:
        """Place of each card by time of publication (without one last), then by id: int64 (n,)."""
        times = np.nan_to_num(self.seconds(), nan=np.inf, posinf=np.inf, neginf=-np.inf)
        order = np.argsort(times, kind="stable")
        ordered = times[order]
        same = np.flatnonzero(ordered[1:] == ordered[:-1])
        begins = np.flatnonzero(np.diff(same, prepend=-2) > 1)
        firsts, lasts = same[begins], same[np.append(begins[1:], len(same))[: len(begins)] - 1] + 2
        for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
            order[first:last] = sorted(order[first:last].tolist(), key=self.id)
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        return rank


def kept(metadata: Sequence[StoryMetadata]) -> MetadataTable:
    """Cards of a list as they are."""
    if isinstance(metadata, MetadataTable):
        return metadata
    found = MetadataTable(Budget(0.0), few=len(metadata))
    found.extend(metadata)
    return found
