"""Batches: which stories go into one transaction, and the rows that they become."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from dedup.index.matching import Batch, published
from dedup.index.store import Row

Item = TypeVar("Item")


def batches(items: Iterable[Item], name: Callable[[Item], str], most: int) -> Iterator[list[Item]]:
    """Runs of items in which no name occurs twice: a new version meets the old one in the index.

    A run is given as soon as it is full, before the next item is asked for.

    Examples
    --------
    >>> ["".join(run) for run in batches("abcadef", str, 4)]
    ['abc', 'adef']
    """
    group: list[Item] = []
    names: set[str] = set()
    for item in items:
        if name(item) in names:
            yield group
            group, names = [], set()
        group.append(item)
        names.add(name(item))
        if len(group) >= most:
            yield group
            group, names = [], set()
    if group:
        yield group


def is_news(batch: Batch, row: int, before: Mapping[str, Row]) -> bool:
    """Whether a story is not stored as it is."""
    known = before.get(batch.stories[row].id)
    return known is None or known.content != batch.contents[row]


def row_of(batch: Batch, row: int, key: int, seen: int, strict: int, before: Mapping[str, Row]) -> Row:
    """The row of a new story, or of a new version of one, in the table."""
    story = batch.stories[row]
    old = before.get(story.id)
    return Row(
        key=key,
        id=story.id,
        version=1 if old is None else old.version + 1,
        current=1,
        content=batch.contents[row],
        seen=seen,
        published=published(story),
        words=int(batch.words[row]),
        size=int(batch.shingles.sizes[row]),
        strict=strict,
        cluster=key if old is None else old.cluster,
    )
