"""Threads that hold an index, and the requests that wait for them.

A `Lane` is a queue with threads, each with the index opened for itself: stores and kernels let other threads
run, but one connection serves one question at a time. Checks have a lane of their own, so that they do not
wait behind a search or a history. The lane that writes takes all additions that wait, as far as one
transaction goes: fifty clients with a story each cost one commit.

A lane whose index fails (a server of PostgreSQL that was restarted) opens it anew at the next question.
"""

import logging
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Any, TypeVar

from dedup.errors import DedupError, LockedError, StoreError
from dedup.index import open as open_index
from dedup.index.story_index import BATCH, StoryIndex
from dedup.server.options import Options
from dedup.types import Story, Verdict

Answer = TypeVar("Answer")

SWITCH = 0.0005
"""Seconds after which a thread of Python makes room for another; its own 0.005 lets a check, which waits for
the interpreter some thirty times, take 50 ms beside a thread that computes."""

TOGETHER = 8
"""Checks that are answered at once, if so many wait: some 25 ms."""

READERS = 2
"""Threads for what takes longer than a check."""

SWEEP = 86_400.0
"""Seconds between two removals of what left the window, at most; a quarter of a shorter window."""

_log = logging.getLogger("dedup")


class BusyError(DedupError):
    """Too many requests wait already."""


@dataclass(slots=True, eq=False)
class _Question:
    ask: Callable[[StoryIndex], Any]
    answer: "Future[Any]" = field(default_factory=Future)


@dataclass(slots=True, eq=False)
class _Addition:
    stories: list[Story]
    differences: bool
    news: bool
    answer: "Future[list[Verdict]]" = field(default_factory=Future)


class Lane:
    """Threads that answer questions about an index, in the order in which they come.

    Parameters
    ----------
    name
        Of its threads.
    opened
        Opens the index; called for each thread, first in the constructor, so that its errors are raised
        there.
    threads
        How many.
    most
        Questions that may wait.
    together
        Questions that a thread takes at once: their answers are handed out when all are there, so that the
        loop of the server does not contend for the interpreter after each.
    """

    def __init__(
        self, name: str, opened: Callable[[], StoryIndex], threads: int, most: int, together: int = 1
    ) -> None:
        self._opened = opened
        self._most = most
        self._together = together
        self._waiting: deque[Any] = deque()
        self._changed = threading.Condition()
        self._closed = False
        indexes = [opened() for _ in range(threads)]
        self._threads = [
            threading.Thread(target=self._run, args=(index,), name=f"dedup-{name}-{number}")
            for number, index in enumerate(indexes)
        ]
        for thread in self._threads:
            thread.start()

    def __len__(self) -> int:
        """Questions that wait."""
        return len(self._waiting)

    def ask(self, question: Callable[[StoryIndex], Answer]) -> "Future[Answer]":
        """The answer to come.

        Raises
        ------
        BusyError
            Too many wait already.
        """
        asked = _Question(question)
        self._put(asked)
        return asked.answer

    def close(self) -> None:
        """Answers what waits, and ends."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _put(self, asked: object) -> None:
        with self._changed:
            if self._closed or len(self._waiting) >= self._most:
                raise BusyError("the server is busy: too many requests wait; ask again in a second")
            self._waiting.append(asked)
            self._changed.notify()

    def _taken(self, seconds: float | None = None) -> list[Any]:
        """What to do next; nothing when the time is over or the lane is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed, seconds)
            return [self._waiting.popleft() for _ in range(min(len(self._waiting), self._together))]

    def _run(self, index: StoryIndex | None) -> None:
        while taken := self._taken():
            answers = []
            for question in taken:
                if question.answer.set_running_or_notify_cancel():
                    index, answer = self._answered(index, question)
                    answers.append(answer)
            for answer in answers:
                answer()
        if index is not None:
            index.close()

    def _answered(
        self, index: StoryIndex | None, question: _Question
    ) -> tuple[StoryIndex | None, Callable[[], None]]:
        """The index, None if it must be opened anew, and what hands the answer out."""
        try:
            index = self._opened() if index is None else index
            found = question.ask(index)
        except BaseException as problem:
            return _kept(index, problem), partial(question.answer.set_exception, problem)
        return index, partial(question.answer.set_result, found)


def _kept(index: StoryIndex | None, problem: BaseException) -> StoryIndex | None:
    """The index after a problem: closed, and None, if it cannot be used any more."""
    if index is None or not isinstance(problem, StoreError) or isinstance(problem, LockedError):
        return index
    with suppress(Exception):
        index.close()
    return None


class Writer(Lane):
    """The lane that writes: one thread; additions that wait are put into one transaction."""

    def __init__(self, opened: Callable[[], StoryIndex], most: int) -> None:
        self.kinds: Counter[str] = Counter()
        self._swept = time.monotonic()
        super().__init__("write", opened, 1, most)

    def add(self, stories: list[Story], differences: bool, news: bool) -> "Future[list[Verdict]]":
        """The verdicts to come, when the stories are stored.

        Raises
        ------
        BusyError
            Too many additions wait already.
        """
        asked = _Addition(stories, differences, news)
        self._put(asked)
        return asked.answer

    def _taken(self, seconds: float | None = None) -> list[Any]:
        taken = super()._taken(seconds)
        if not taken:
            return []
        first = taken[0]
        names = {story.id for story in first.stories}
        with self._changed:
            while self._waiting:
                other = self._waiting[0]
                ids = {story.id for story in other.stories}
                alike = (other.differences, other.news) == (first.differences, first.news)
                whole = len(ids) == len(other.stories) and not ids & names
                if not alike or not whole or len(names) + len(ids) > BATCH:
                    break
                names |= ids
                taken.append(self._waiting.popleft())
        return taken

    def _run(self, index: StoryIndex | None) -> None:
        while True:
            taken = self._taken(self._seconds(index))
            if taken:
                index = self._add(index, taken)
            elif self._closed:
                break
            index = self._sweep(index)
        if index is not None:
            index.close()

    def _add(self, index: StoryIndex | None, taken: list[_Addition]) -> StoryIndex | None:
        """Stores additions, in one transaction if they are several; when that fails, nothing of it is stored,
        and each is tried by itself."""
        wanted = [one for one in taken if one.answer.set_running_or_notify_cancel()]
        if not wanted:
            return index
        try:
            index = self._opened() if index is None else index
            stories = [story for one in wanted for story in one.stories]
            found = iter(self._stored(index, stories, wanted[0]))
        except BaseException as problem:
            if len(wanted) > 1 and not isinstance(problem, StoreError):
                for one in wanted:
                    index = self._try_alone(index, one)
                return index
            for one in wanted:
                one.answer.set_exception(problem)
            return _kept(index, problem)
        for one in wanted:
            one.answer.set_result([next(found) for _ in one.stories])
        return index

    def _try_alone(self, index: StoryIndex | None, one: _Addition) -> StoryIndex | None:
        try:
            index = self._opened() if index is None else index
            one.answer.set_result(self._stored(index, one.stories, one))
        except BaseException as problem:
            one.answer.set_exception(problem)
            return _kept(index, problem)
        return index

    def _stored(self, index: StoryIndex, stories: list[Story], how: _Addition) -> list[Verdict]:
        found = list(index.add(stories, differences=how.differences, news=how.news, batch=BATCH))
        self.kinds.update(verdict.kind for verdict in found if verdict.stored)
        return found

    def _seconds(self, index: StoryIndex | None) -> float | None:
        """How long to wait for additions before what left the window is removed."""
        if index is None or index.window is None:
            return None
        return max(0.0, self._swept + min(SWEEP, index.window * SWEEP / 4) - time.monotonic())

    def _sweep(self, index: StoryIndex | None) -> StoryIndex | None:
        if self._closed or index is None or self._seconds(index) != 0.0:
            return index
        self._swept = time.monotonic()
        try:
            index.expire()
        except StoreError as problem:
            _log.warning("what left the window was not removed: %s", problem)
            return _kept(index, problem)
        return index


def _warm(place: str) -> StoryIndex:
    """An index opened for reading, with its keys and its tables of words in memory: the first question takes
    no longer than the others."""
    index = open_index(place, writable=False)
    try:
        index.check("The first question is asked by the server itself, before anybody waits for an answer.")
    except BaseException:
        index.close()
        raise
    return index


class Lanes:
    """The lanes of one index; a context manager.

    Attributes
    ----------
    checks, reads
        Those that look.
    writes
        The one that adds; None without a token.
    """

    def __init__(self, place: str, options: Options) -> None:
        self.place = place
        self.writes: Writer | None = None
        self.checks: Lane
        self.reads: Lane
        self._open: list[Lane] = []
        self._switch = sys.getswitchinterval()
        most = options.limits.waiting
        reading = partial(_warm, place)
        try:
            if options.token is not None:
                writing = partial(open_index, place, events=options.events, window=options.window)
                self.writes = Writer(writing, most)
                self._open.append(self.writes)
            self.checks = Lane("check", reading, 1, most, TOGETHER)
            self._open.append(self.checks)
            self.reads = Lane("read", reading, READERS, most)
            self._open.append(self.reads)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Lanes":
        sys.setswitchinterval(SWITCH)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        sys.setswitchinterval(self._switch)
        self.close()

    def close(self) -> None:
        """Ends all; what waits is answered before. The writer ends last: it carries SQLite's log over into
        the file."""
        for lane in reversed(self._open):
            lane.close()

    def waiting(self) -> Iterable[tuple[str, int]]:
        """How many requests wait in each."""
        yield "check", len(self.checks)
        yield "read", len(self.reads)
        if self.writes is not None:
            yield "write", len(self.writes)
