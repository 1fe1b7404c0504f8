"""Batches: which stories go into one transaction, and the rows that they become."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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


def rows_of(
    batch: Batch,
    numbers: Sequence[int],
    seen: Sequence[int],
    strict: Sequence[int],
    before: Mapping[str, Row],
) -> list[Row]:
    """The rows of new stories, or of new versions, in the table, from what holds for each: its number, the
    second in which it was added, and its strict cluster."""
    rows = []
    parts = zip(
        batch.stories,
        numbers,
        batch.contents,
        seen,
        batch.words.tolist(),
        batch.shingles.sizes.tolist(),
        strict,
        strict=True,
    )
    for story, key, said, second, words, size, near in parts:
        old = before.get(story.id)
        version, cluster = (1, key) if old is None else (old.version + 1, old.cluster)
        moment = published(story)
        rows.append(Row(key, story.id, version, 1, said, second, moment, words, size, near, cluster))
    return rows


def in_clusters(rows: Sequence[Row], clusters: Mapping[int, int]) -> list[Row]:
    """The same rows, each in the cluster of its number."""
    return [
        row if row.cluster == clusters[row.key] else row._replace(cluster=clusters[row.key]) for row in rows
    ]
