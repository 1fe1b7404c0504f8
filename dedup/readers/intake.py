"""Records become stories: ids are given and checked, dates read, bad records counted.

This is the hot loop of reading. The first choice for each part of a story is taken straight from the record;
only if it is not a usable string are all choices tried (`fields.values`).

An id that comes twice is an error that names both places. The latest ids are in a dictionary, 200 bytes each.
Older ones are packed into a hash of 128 bits (two of a billion ids collide with a chance of 1 in 10**21) and
the text of their place, 45 bytes. Packed ids are compared as arrays, when they are packed and at the end: a
late duplicate is reported late, but before anything is made of the stories.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import accumulate
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest, xxh3_128_digest

from dedup.errors import DuplicateIdError, RecordError
from dedup.readers.dates import parse_date
from dedup.readers.fields import (
    Fields,
    NoStory,
    Plan,
    Shape,
    is_address,
    kind,
    name,
    prose,
    site,
    values,
    wrapped,
)
from dedup.readers.markup import plain_line, plain_text
from dedup.readers.streams import repaired
from dedup.types import Story, maker

RECENT = 1 << 20
"""Ids (200 MB) from which they are packed."""

SHARE = 8
"""Once so many times as many are packed, more are let come together: there are never many packs."""


class Places:
    """The ids of a run, and where each was read first."""

    def __init__(self) -> None:
        self._recent: dict[str, str] = {}  # both strings belong to the story
        self._packs: list[_Pack] = []
        self._most = RECENT

    def __contains__(self, story_id: str) -> bool:
        """Whether an id came lately, before it was packed."""
        return story_id in self._recent

    def claim(self, story_id: str, place: str) -> None:
        """Takes note of an id.

        Raises
        ------
        DuplicateIdError
            When it, or one of those that came lately, was seen before.
        """
        recent = self._recent
        known = len(recent)
        first = recent.setdefault(story_id, place)
        if len(recent) == known:
            raise DuplicateIdError(story_id, first, place)
        if known >= self._most:
            self._pack()

    def finish(self) -> None:
        """Says that all ids have come.

        Raises
        ------
        DuplicateIdError
            When one of those that came lately was seen before.
        """
        if self._packs and self._recent:
            self._pack()

    def _pack(self) -> None:
        ids, places = list(self._recent), list(self._recent.values())
        packed = _Pack(ids, places)
        for older in self._packs:
            if (found := packed.first_in(older)) is not None:
                mine, theirs = found
                raise DuplicateIdError(ids[mine], older.place(theirs), places[mine])
        self._packs.append(packed)
        self._recent = {}
        self._most = max(RECENT, sum(len(pack) for pack in self._packs) // SHARE)


class _Pack:
    """Hashes of ids, ascending, and the places where the ids were read, in the order of reading."""

    def __init__(self, ids: Sequence[str], places: Sequence[str]) -> None:
        digests = b"".join(xxh3_128_digest(story_id.encode("utf-8", "surrogatepass")) for story_id in ids)
        hashes = np.frombuffer(digests, np.uint64).reshape(-1, 2)
        order = np.argsort(hashes[:, 0], kind="stable")
        self._order = order.astype(np.uint32)
        self._upper, self._lower = hashes[order].T.copy()
        encoded = [place.encode("utf-8", "surrogatepass") for place in places]
        self._ends = np.fromiter(accumulate(map(len, encoded)), np.int64, len(encoded))
        self._text = b"".join(encoded)

    def __len__(self) -> int:
        return len(self._order)

    def first_in(self, older: "_Pack") -> tuple[int, int] | None:
        """The first id, in the order of reading, that another pack has, and its number there."""
        at = np.minimum(older._upper.searchsorted(self._upper), len(older) - 1)
        same: NDArray[np.bool_] = (older._upper[at] == self._upper) & (older._lower[at] == self._lower)
        if not same.any():
            return None
        hit = np.flatnonzero(same)
        first = hit[np.argmin(self._order[hit])]
        return int(self._order[first]), int(older._order[at[first]])

    def place(self, number: int) -> str:
        """Where an id was read."""
        start = int(self._ends[number - 1]) if number else 0
        return self._text[start : int(self._ends[number])].decode("utf-8", "surrogatepass")


_story = maker(Story)

Found = tuple[dict[str, object], str]
"""What a reader yields: a record, and its place."""

Problem = Callable[[str, str], None]
"""What a reader calls for a record that it passes over: its place, and what is wrong with it."""

DEEPEST = 200
"""Levels of nesting of unknown fields: orjson writes at most 254, and they travel through to the output."""

LONGEST_TEXT = 8 << 20
"""Characters of a story: sketching and comparing take about 45 bytes for each. The longest article ever seen
in a crawl is below 10 MB with its markup."""

LONGEST_ID = 1_000
"""Characters of an id: PostgreSQL indexes no more than 2,700 bytes. Addresses with tracking stay below."""

_NO_EXTRA: Mapping[str, object] = MappingProxyType({})


@dataclass(slots=True)
class Tally:
    """What was met while reading; counts go up as stories are taken from the iterator.

    `naive_dates` are dates without a zone, taken as UTC; `unreadable_dates` dates that were not understood
    (the value stays in the story's `extra`); `guessed` the files that were not UTF-8 and what they were read
    as; `titles_only` the stories that are a title and no text; `left_alone` the files in directories that are
    no known format; `empty` the files without a byte, which are passed over, too; `refused` the stories that
    a filter did not let through. `size` is that of all files in bytes, 0 where one of them has none.
    """

    files: int = 0
    stories: int = 0
    passed_over: int = 0
    undated: int = 0
    naive_dates: int = 0
    unreadable_dates: int = 0
    derived_ids: int = 0
    titles_only: int = 0
    left_alone: int = 0
    empty: int = 0
    refused: int = 0
    guessed: dict[str, str] = field(default_factory=dict)
    size: int = 0
    _done: int = 0
    _taken: Callable[[], int] = int

    @contextmanager
    def taking(self, taken: Callable[[], int]) -> Iterator[None]:
        """While a file is read: `taken` says how many bytes of it were."""
        self._taken = taken
        try:
            yield
        finally:
            self._done += taken()
            self._taken = int

    def share(self) -> float | None:
        """How much of all files was read, 0 to 1; None where that is unknown."""
        return min(1.0, (self._done + self._taken()) / self.size) if self.size else None

    def refuse(self) -> None:
        """Count a story that a filter did not let through."""
        self.refused += 1


class Intake:
    """Makes stories of records, and remembers the ids across all sources of a run.

    Parameters
    ----------
    tally
        Counts up as stories pass.
    on_problem
        Called with the error of each record that is passed over.
    strict
        Raise that error instead.
    unique
        Whether an id that appears twice is an error; if not, ids are not remembered.
    on_record
        Called with the id of each story and the record that it is made of.
    """

    def __init__(
        self,
        tally: Tally,
        on_problem: Callable[[RecordError], None],
        strict: bool,
        unique: bool = True,
        on_record: Callable[[str, Mapping[str, object]], None] | None = None,
    ) -> None:
        self.tally = tally
        self._on_problem = on_problem
        self._strict = strict
        self._unique = unique
        self._on_record = on_record
        self._places = Places()
        self._derived_digests: set[int] = set()
        self._copies: dict[str, int] = {}

    def problem(self, place: str, problem: str) -> None:
        """Count a bad record and report it.

        Raises
        ------
        RecordError
            When strict.
        """
        self.tally.passed_over += 1
        error = RecordError(place, problem)
        if self._strict:
            raise error
        self._on_problem(error)

    def admit(self, story: Story) -> Story | None:
        """Count a finished story, and give it back unless its id is unusable.

        Raises
        ------
        DuplicateIdError
            When its id was seen before.
        """
        if wrong := _wrong_id(story.id):
            self.problem(story.place, wrong)
            return None
        self._claim(story.id, story.place)
        published = story.published
        if published is not None and (published.tzinfo is None or parse_date(published) is None):
            moment = parse_date(published)
            self.tally.naive_dates += moment is not None
            self.tally.unreadable_dates += moment is None
            story = replace(story, published=moment and moment.replace(tzinfo=UTC))
        return story

    def _claim(self, story_id: str, place: str) -> None:
        if self._unique:
            self._places.claim(story_id, place)
        self.tally.stories += 1

    def finish(self) -> None:
        """Says that every story has come.

        Raises
        ------
        DuplicateIdError
            When an id came twice, far apart.
        """
        self._places.finish()

    def stories(self, found: Iterable[Found], fields: Fields, whole_file: bool = False) -> Iterator[Story]:
        """The stories in some records, in their order; `whole_file` says that each is a text file.

        Raises
        ------
        DuplicateIdError
            When two carry the same id.
        RecordError
            When one has no text, and the intake is strict.
        """
        tally, plans = self.tally, fields.plans
        for record, place in found:
            keys = tuple(record)
            plan = plans.get(keys) or fields.plan(keys)
            if plan.shape is not None and (shaped := self._shaped(plan.shape, record, place)) is not None:
                yield from self.stories(shaped, fields, whole_file)
                continue
            get = record.get
            text, title = get(plan.text), get(plan.title)  # type: ignore[arg-type]  # None is no key, and may be asked
            if type(title) is not str or not (title := title.strip()):
                title = _name(record, plan, "title") if plan.ways["title"] else None
            if type(text) is not str or not text or text.isspace():
                text = next(filter(None, map(prose, values(record, plan.ways["text"]))), "")
                if not text and fields.shaped and (inner := wrapped(record, place)):
                    yield from self.stories(self._objects(inner), fields, whole_file)
                    continue
                if not text and (title is None or _wrong_text(record, plan)):
                    self.problem(place, _wrong_text(record, plan) or _no_text(record, plan, fields))
                    continue
            text, title = (
                _readable(text, not fields.plain),
                title and _readable(title, not fields.plain, True),
            )
            if len(text) > LONGEST_TEXT:
                self.problem(place, f"a text of more than {LONGEST_TEXT >> 20} MB, too large for one story")
                continue
            if not (text[:1].isalnum() or _has_words(text) or _has_words(title or "")):
                self.problem(place, "no words: text and title have neither letters nor figures")
                continue
            extra: Mapping[str, object] | None = None
            if plan.rest:
                extra = {key: record[key] for key in plan.rest}
                if too_deep(extra):
                    self.problem(place, f"nested deeper than {DEEPEST} levels")
                    continue
            published = parse_date(get(plan.published))  # type: ignore[arg-type]
            if published is None:
                published = self._published(record, plan) if plan.ways["published"] else None
                if published is None:
                    tally.undated += 1
                    if plan.published and record[plan.published]:
                        extra = {**(extra or {}), plan.published: record[plan.published]}
            if published is not None and published.tzinfo is None:
                tally.naive_dates += 1
                published = published.replace(tzinfo=UTC)
            lang, url = get(plan.lang), get(plan.url)  # type: ignore[arg-type]
            if type(lang) is not str or not lang:
                lang = _name(record, plan, "lang") if plan.ways["lang"] else None
            if type(url) is not str or not url:
                url = _name(record, plan, "url") if plan.ways["url"] else None
            source = get(plan.source)  # type: ignore[arg-type]
            if type(source) is not str or not source or source[:4] == "http":
                source, url = _source(record, plan, url) if plan.ways["source"] else (None, url)
            story_id = get(plan.id)  # type: ignore[arg-type]
            if type(story_id) is not str or not story_id:
                story_id = _name(record, plan, "id") or self._derived(title, text, published, source, url)
            if (len(story_id) > LONGEST_ID or "\0" in story_id) and (wrong := _wrong_id(story_id)):
                self.problem(place, wrong)
                continue
            self._claim(story_id, place)
            source, lang, url = (part and part.replace("\0", "") for part in (source, lang, url))
            if not text:
                tally.titles_only += 1
            if self._on_record is not None:
                self._on_record(story_id, record)
            yield _story(
                story_id,
                text,
                title,
                published,
                source,
                lang,
                url,
                None,
                place,
                whole_file,
                extra or _NO_EXTRA,
            )

    def _shaped(self, shape: Shape, record: Mapping[str, object], place: str) -> list[Found] | None:
        try:
            return shape(record, place)
        except NoStory as error:
            self.problem(place, str(error))
            return []

    def _objects(self, inner: Iterable[tuple[dict[str, object] | None, object, str]]) -> Iterator[Found]:
        for record, value, place in inner:
            if record is None:
                self.problem(place, f"not an object but {kind(value)}")
            else:
                yield record, place

    def _published(self, record: Mapping[str, object], plan: Plan) -> datetime | None:
        unread = False
        for value in values(record, plan.ways["published"]):
            alone = isinstance(value, list) and len(value) == 1  # as Scrapy's loaders collect values
            moment = parse_date(value[0] if alone else value)  # type: ignore[index]
            if moment is not None:
                return moment
            unread = True
        self.tally.unreadable_dates += unread
        return None

    def _derived(
        self, title: str | None, text: str, published: datetime | None, source: str | None, url: str | None
    ) -> str:
        """An id from what the record says, the same in every run; equal records are numbered."""
        self.tally.derived_ids += 1
        day = published.isoformat() if published else ""
        content = "\0".join([title or "", text, day, source or "", url or ""])
        number = xxh3_64_intdigest(content.encode("utf-8", "surrogatepass"))
        digest = f"{number:016x}"
        if not self._unique:
            return digest
        if number not in self._derived_digests and digest not in self._places:
            self._derived_digests.add(number)
            return digest
        copy = self._copies[digest] = self._copies.get(digest, 1) + 1
        return f"{digest}-{copy}"


def too_deep(value: object) -> bool:
    """Whether a value is nested deeper than `DEEPEST`."""
    level, depth = [value], 0
    while level and depth <= DEEPEST:
        inner: list[object] = []
        for container in level:
            members = container.values() if type(container) is dict else container
            inner += [member for member in members if type(member) in (dict, list)]  # type: ignore[attr-defined]
        level, depth = inner, depth + 1
    return bool(level)


def _readable(text: str, markup: bool, line: bool = False) -> str:
    """A text, or a title (`line`), without markup where it may have some, and without stray characters."""
    if markup and ("<" in text or "&" in text):
        text = plain_line(text) if line else plain_text(text)
    if not text.isascii():
        text = repaired(text)
        if "\u2028" in text or "\u2029" in text:
            text = text.replace("\u2028", "\n").replace("\u2029", "\n\n")
    if "\0" in text:
        text = text.replace("\0", "")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


def _wrong_id(story_id: str) -> str | None:
    """What makes an id one that an index cannot hold."""
    if "\0" in story_id:
        return f"an id with a null character, {story_id[:100]!r}; map another field with --field id=NAME"
    if len(story_id) > LONGEST_ID:
        return (
            f"an id of {len(story_id):,} characters; {LONGEST_ID:,} are allowed, map another field with "
            "--field id=NAME"
        )
    return None


def _name(record: Mapping[str, object], plan: Plan, part: str) -> str | None:
    return next(filter(None, map(name, values(record, plan.ways[part]))), None)


def _source(record: Mapping[str, object], plan: Plan, url: str | None) -> tuple[str | None, str | None]:
    address = None
    for value in values(record, plan.ways["source"]):
        found = name(value)
        if found and not is_address(found):
            return found, url or address
        address = address or found
    return (site(address), url or address) if address else (None, url)


def _wrong_text(record: Mapping[str, object], plan: Plan) -> str | None:
    for path in plan.ways["text"]:
        for value in values(record, (path,)):
            if not isinstance(value, str | list | tuple | Mapping):
                return f"no text: {'.'.join(path)} is {kind(value)}, not a string"
    return None


def _no_text(record: Mapping[str, object], plan: Plan, fields: Fields) -> str:
    if plan.ways["text"]:
        return f"no text: {'.'.join(plan.ways['text'][0])} is empty"
    keys = ", ".join(sorted(map(str, record))[:8]) or "none"
    wanted = fields.names["text"]
    looked = wanted[0] if len(wanted) == 1 else "text, body, content …"
    return f"no text: no field {looked} (fields: {keys}); name it with --field text=NAME"
