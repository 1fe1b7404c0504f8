"""Corrections: pairs of stories that a person says belong together, or do not, whatever their texts say.

A pair holds at a *level*: "duplicate", "version" or "event". What must be together at a level is together at
every coarser one, too, as clusters nest; what must be apart at a level is apart at every finer one. So a pair
that must be joined as duplicates is one version and one event, and a pair that must not be of one event is
neither. Between these bounds the texts decide as ever: a pair that must not be joined as duplicates may still
be found to report one event.

`Bounds` holds this while clusters grow (constrained clustering by COP-KMeans' two kinds of pairs; Wagstaff et
al. 2001): at each level it knows the groups made so far and which of them must stay apart, and two groups may
join when no level that they would join at forbids it. What must be together is joined before anything else.
Pairs that contradict each other are refused beforehand.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dedup.errors import InputError, SettingsError
from dedup.types import Correction

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

LEVELS = ("duplicate", "version", "event")
"""From the finest to the coarsest."""


Pairs = str | Path | Iterable[Correction | Sequence[str]]
"""Corrections as callers give them: a file, or pairs of ids, each with a level or without."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a person says of pairs: those that must be joined, and those that must not be."""

    join: tuple[Correction, ...] = ()
    part: tuple[Correction, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.join or self.part)

    def ids(self) -> set[str]:
        """The stories that they name."""
        return {name for one in (*self.join, *self.part) for name in (one.a, one.b)}


NO_CORRECTIONS = Corrections()
"""Of a run without any."""


def corrections(join: Pairs = (), part: Pairs = ()) -> Corrections:
    """Corrections that do not contradict each other, each once, in an order that does not hang on theirs.

    Parameters
    ----------
    join, part
        What must be joined, and what must not, as `given` takes them.

    Raises
    ------
    InputError
        As `given`.
    SettingsError
        A level is none, or a pair must be apart and is joined by others; the message names these.
    """
    found = Corrections(_distinct(given(join)), _distinct(given(part)))
    for one in (*found.join, *found.part):
        if one.level not in LEVELS:
            raise SettingsError(
                f"{one.place or one.a}: no level {one.level!r}; there are {', '.join(LEVELS)}"
            )
    for number, level in enumerate(LEVELS):
        joined = [one for one in found.join if LEVELS.index(one.level) <= number]
        beside: dict[str, list[Correction]] = defaultdict(list)
        for one in joined:
            beside[one.a].append(one)
            beside[one.b].append(one)
        for one in found.part:
            if LEVELS.index(one.level) >= number and (path := _path(one.a, one.b, beside)) is not None:
                raise SettingsError(_contradiction(one, path, level))
    return found


def _distinct(given: Iterable[Correction]) -> tuple[Correction, ...]:
    known = {(min(one.a, one.b), max(one.a, one.b), one.level): one for one in given}
    return tuple(known[key] for key in sorted(known))


def _path(a: str, b: str, beside: Mapping[str, Sequence[Correction]]) -> list[Correction] | None:
    """The pairs that join two stories, the fewest there are; None if none do."""
    came: dict[str, Correction | None] = {a: None}
    waiting = deque([a])
    while waiting and b not in came:
        name = waiting.popleft()
        for one in beside.get(name, ()):
            other = one.b if one.a == name else one.a
            if other not in came:
                came[other] = one
                waiting.append(other)
    if b not in came:
        return None
    path: list[Correction] = []
    name = b
    while (step := came[name]) is not None:
        path.append(step)
        name = step.a if step.b == name else step.b
    return path[::-1]


def _contradiction(apart: Correction, path: Sequence[Correction], level: str) -> str:
    steps = ", ".join(f"{one.a!r} and {one.b!r}{_where(one)}" for one in path)
    same = "" if apart.a != apart.b else "a story is always with itself; "
    return (
        f"{apart.a!r} and {apart.b!r} must not be joined{_where(apart)}, but as one {level} they must be: "
        f"{same}{steps or 'it is one story'}; take one of these pairs out"
    )


def _where(one: Correction) -> str:
    return f" ({one.place})" if one.place else ""


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Corrections of a run: int64 (k, 2), rows of stories, for each level; of stories that are not in the run
    nothing is said.

    `join`: what must be together at the level, that of finer ones included. `part`: what must be apart at the
    level, that of coarser ones included.
    """

    join: Mapping[str, Integers]
    part: Mapping[str, Integers]

    def of_groups(self, group: Integers) -> Placed:
        """The same of groups of stories: int64 (n,), the group of each."""

        def distinct(pairs: Integers) -> Integers:
            both = np.sort(group[pairs], axis=1)
            return np.unique(both[both[:, 0] != both[:, 1]], axis=0)

        return Placed(
            {level: distinct(pairs) for level, pairs in self.join.items()},
            {level: distinct(pairs) for level, pairs in self.part.items()},
        )


def placed(found: Corrections, rows: Mapping[str, int]) -> Placed:
    """The corrections by the rows of stories (id -> row)."""

    def pairs(given: Iterable[Correction], fits: Iterable[str]) -> Integers:
        levels = set(fits)
        both = [
            sorted((rows[one.a], rows[one.b]))
            for one in given
            if one.level in levels and one.a in rows and one.b in rows and one.a != one.b
        ]
        return np.unique(np.array(both, np.int64).reshape(-1, 2), axis=0)

    return Placed(
        {level: pairs(found.join, LEVELS[: number + 1]) for number, level in enumerate(LEVELS)},
        {level: pairs(found.part, LEVELS[number:]) for number, level in enumerate(LEVELS)},
    )


class Bounds:
    """Groups of stories as far as they are joined, at each level, and which of them must stay apart.

    Parameters
    ----------
    given
        What must hold.
    """

    def __init__(self, given: Placed) -> None:
        self._given = given
        self._parent: list[dict[int, int]] = [{} for _ in LEVELS]
        self._apart: list[dict[int, set[int]]] = [defaultdict(set) for _ in LEVELS]
        for number, level in enumerate(LEVELS):
            for a, b in given.join[level].tolist():
                self._unite(number, a, b)
        for number, level in enumerate(LEVELS):
            for a, b in given.part[level].tolist():
                one, other = self._find(number, a), self._find(number, b)
                self._apart[number][one].add(other)
                self._apart[number][other].add(one)

    def concerned(self) -> Integers:
        """The stories that some correction names: int64, ascending."""
        pairs = [*self._given.join.values(), *self._given.part.values()]
        return np.unique(np.concatenate([np.empty(0, np.int64), *(part.ravel() for part in pairs)]))

    def together(self, level: str) -> Integers:
        """Pairs of stories that must be together at a level: int64 (k, 2)."""
        return self._given.join[level]

    def may_join(self, a: int, b: int, level: str) -> bool:
        """Whether the groups of two stories may be one at a level, hence at every coarser one."""
        for number in range(LEVELS.index(level), len(LEVELS)):
            apart = self._apart[number].get(self._find(number, a))
            if apart and self._find(number, b) in apart:
                return False
        return True

    def join(self, a: int, b: int, level: str) -> None:
        """Notes that the groups of two stories are one at a level, and at every coarser one."""
        for number in range(LEVELS.index(level), len(LEVELS)):
            self._unite(number, a, b)

    def _find(self, number: int, story: int) -> int:
        parent = self._parent[number]
        while (above := parent.get(story, story)) != story:
            parent[story] = story = parent.get(above, above)
        return story

    def _unite(self, number: int, a: int, b: int) -> None:
        a, b = sorted((self._find(number, a), self._find(number, b)))
        if a == b:
            return
        self._parent[number][b] = a
        apart = self._apart[number]
        for other in apart.pop(b, ()):
            apart[other].discard(b)
            apart[other].add(a)
            apart[a].add(other)


_HEADER = ("a", "b")


def given(pairs: Pairs) -> list[Correction]:
    """The corrections of a file or of pairs.

    A file holds JSON Lines with a, b and maybe level, or CSV: two columns and maybe a third, the level. A
    first row "a,b,level" names the columns.

    Raises
    ------
    InputError
        The file cannot be read, or a line or a pair is no pair of ids.
    """
    if isinstance(pairs, str | Path):
        return list(_loaded(Path(pairs)))
    found = []
    for one in pairs:
        if isinstance(one, Correction):
            found.append(one)
        elif isinstance(one, str) or not 2 <= len(one) <= len(_FIELDS):
            raise InputError(f"{one!r} is no pair of ids; it is (a, b) or (a, b, level)")
        else:
            found.append(Correction(*map(str, one)))
    return found


_FIELDS = (*_HEADER, "level")


def _loaded(path: Path) -> Iterator[Correction]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(f"{path}: cannot be read ({problem})") from problem
    for number, line in enumerate(lines, start=1):
        place = f"{path}:{number}"
        if not line.strip():
            continue
        try:
            values = _of_json(line) if line.lstrip().startswith("{") else next(csv.reader([line]))
        except (ValueError, csv.Error) as problem:
            raise InputError(f"{place}: {problem}") from problem
        values = [value.strip() for value in values]
        if number == 1 and tuple(values) == _FIELDS:
            continue
        if not 2 <= len(values) <= len(_FIELDS) or not all(values[:2]):
            raise InputError(f"{place}: no pair of ids; a line has two ids, and maybe a level")
        level = values[2] if len(values) == len(_FIELDS) and values[2] else LEVELS[0]
        yield Correction(values[0], values[1], level, place)


def _of_json(line: str) -> list[str]:
    record = json.loads(line)
    if not isinstance(record, dict) or not {*_HEADER} <= record.keys():
        raise ValueError("no pair of ids; a line has a, b and maybe level")
    return [str(record[name]) for name in _FIELDS if record.get(name) is not None]
