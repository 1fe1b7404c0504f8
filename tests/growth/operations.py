"""Counts the operations of the public functions over adversarial texts: the same number on every machine.

    python tests/growth/operations.py FUNCTION SIZES [TEXT …]

prints, as JSON, how many operations each text of each size takes. An operation is a line of Python that is
run (a step of a loop within one line, too), a character that a regular expression passes, or an element that
a method or a function of Python's goes through. Regular expressions are counted from the first import on, so
a count needs a process of its own. What arrays and kernels do is not seen here: `tests/bench/growth.py`
measures it by processor time.
"""

import builtins
import json
import re
import sys
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

_WHOLE = {
    str: {
        "casefold",
        "count",
        "encode",
        "join",
        "lower",
        "replace",
        "split",
        "splitlines",
        "title",
        "translate",
        "upper",
    },
    bytes: {"count", "decode", "join", "lower", "replace", "split", "splitlines", "translate", "upper"},
    list: {"copy", "count", "index", "reverse", "sort"},
    set: {"copy", "difference", "intersection", "isdisjoint", "symmetric_difference", "union"},
    frozenset: {"copy", "difference", "intersection", "isdisjoint", "symmetric_difference", "union"},
}
"""Methods that go through all of their object."""


class _Count:
    def __init__(self) -> None:
        self.operations = 0


COUNT = _Count()


class Counted:
    """A compiled regular expression that counts the characters it passes."""

    def __init__(self, pattern: re.Pattern[Any]) -> None:
        self._pattern = pattern

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pattern, name)

    def _anchored(self, found: re.Match[Any] | None, text: Any, at: int) -> re.Match[Any] | None:
        COUNT.operations += found.end() - min(at, found.end()) if found else 1
        return found

    def match(self, text: Any, at: int = 0, end: int = sys.maxsize) -> re.Match[Any] | None:
        return self._anchored(self._pattern.match(text, at, end), text, at)

    def fullmatch(self, text: Any, at: int = 0, end: int = sys.maxsize) -> re.Match[Any] | None:
        return self._anchored(self._pattern.fullmatch(text, at, end), text, at)

    def search(self, text: Any, at: int = 0, end: int = sys.maxsize) -> re.Match[Any] | None:
        found = self._pattern.search(text, at, end)
        COUNT.operations += max((found.end() if found else min(len(text), end)) - at, 0)
        return found

    def finditer(self, text: Any, at: int = 0, end: int = sys.maxsize) -> Any:
        COUNT.operations += max(min(len(text), end) - at, 0)
        return self._pattern.finditer(text, at, end)

    def findall(self, text: Any, at: int = 0, end: int = sys.maxsize) -> Any:
        COUNT.operations += max(min(len(text), end) - at, 0)
        return self._pattern.findall(text, at, end)

    def sub(self, into: Any, text: Any, count: int = 0) -> Any:
        COUNT.operations += len(text)
        return self._pattern.sub(into, text, count)

    def split(self, text: Any, count: int = 0) -> Any:
        COUNT.operations += len(text)
        return self._pattern.split(text, count)


def _counting(function: Callable[..., Any], argument: int = 0) -> Callable[..., Any]:
    """A builtin that counts the elements of an argument that has a length."""

    def counted(*given: Any, **named: Any) -> Any:
        if len(given) > argument and hasattr(given[argument], "__len__"):
            COUNT.operations += len(given[argument])
        return function(*given, **named)

    return counted


def _lines(frame: FrameType, event: str, argument: object) -> Any:
    COUNT.operations += event == "line"
    return _lines


def _calls(frame: FrameType, event: str, called: Any) -> None:
    if event == "c_call":
        bound = getattr(called, "__self__", None)
        if called.__name__ in _WHOLE.get(type(bound), ()):
            COUNT.operations += len(bound)


def operations(call: Callable[[], object]) -> int:
    """The operations that a call takes."""
    COUNT.operations = 0
    sys.settrace(_lines)
    sys.setprofile(_calls)
    try:
        call()
    finally:
        sys.settrace(None)
        sys.setprofile(None)
    return COUNT.operations


def install() -> None:
    """From now on regular expressions and builtins are counted."""
    compiled = re.compile
    re.compile = lambda pattern, flags=0: Counted(compiled(getattr(pattern, "_pattern", pattern), flags))
    for name in ("sorted", "sum", "min", "max", "any", "all"):
        setattr(builtins, name, _counting(getattr(builtins, name)))
    unicodedata.normalize = _counting(unicodedata.normalize, 1)


def main(function: str, sizes: list[int], texts: list[str]) -> dict[str, list[int]]:
    """For each text how many operations a function takes at each size."""
    from adversarial import TEXTS
    from public_functions import FUNCTIONS

    from dedup import DedupError

    def tried(text: str) -> None:
        with suppress(DedupError):  # a text may be refused
            FUNCTIONS[function](text)

    tried(TEXTS["prose"](3_000))  # what is loaded and learned at the first call
    return {
        name: [operations(partial(tried, TEXTS[name](size))) for size in sizes] for name in texts or TEXTS
    }


if __name__ == "__main__":
    install()
    sys.path.insert(0, str(Path(__file__).parent))
    print(json.dumps(main(sys.argv[1], [*map(int, sys.argv[2].split(","))], sys.argv[3:])))
