"""The stages in order: read, split, gather, match, join. The only module that knows them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dedup.errors import InputError
from dedup.gathering import BATCH as BATCH
from dedup.gathering import Digest as Digest
from dedup.gathering import Gathered as Gathered
from dedup.gathering import Progress as Progress
from dedup.gathering import digest as digest
from dedup.gathering import gather as gather
from dedup.match.boilerplate import strip
from dedup.match.duplicates import Verified, duplicates, look_alikes, silent
from dedup.read import stories as coerce
from dedup.result import Result
from dedup.settings import Settings
from dedup.sketch.columns import SHARE, available_memory
from dedup.story import Cluster, Comparison, Part, Story

if TYPE_CHECKING:
    from dedup.match.events import Events

GIGABYTE = 1e9
MEMORY = 4 * GIGABYTE
"""What a run may take by default, where that is less than half of the machine's memory."""


def cluster(
    stories: Iterable[object],
    *,
    settings: Settings | None = None,
    events: bool = True,
    boilerplate: NDArray[np.uint32] | None = None,
    progress: Progress | None = None,
) -> Result:
    """Cluster stories into duplicates and events.

    Parameters
    ----------
    stories
        Stories, records (mappings with the usual field names) or texts; for files see `dedup.read`.
    settings
        Thresholds; the defaults suit news.
    events
        Whether to look for reports of one event in other words, too.
    boilerplate
        uint32, ascending: hashes of shingles known to be boilerplate.
    progress
        Called now and then with what is being done.

    Returns
    -------
    Result
        Rows, matches and clusters.

    Raises
    ------
    DuplicateIdError
        Two stories carry the same id.

    Examples
    --------
    >>> texts = ["Storm Ada hit Porto late on Monday, killing three people.", "Fares will rise in May."]
    >>> result = cluster([*texts, texts[0]], events=False)
    >>> [row.relation for row in result.assignments].count("identical")
    1
    """
    settings = settings or Settings()
    if isinstance(stories, str):
        raise InputError("a string is one text; give a list of texts, or dedup.read(path)")
    return match(
        gather(stories, events=events, jobs=settings.jobs, memory=_budget(settings), progress=progress),
        settings,
        boilerplate,
        progress,
    )


def _budget(settings: Settings) -> float:
    """Bytes that the arrays of a run may hold in memory."""
    given = settings.memory * GIGABYTE
    return SHARE * (given or min(MEMORY, available_memory() / 2))


def match(
    run: Gathered,
    settings: Settings,
    boilerplate: NDArray[np.uint32] | None = None,
    progress: Progress | None = None,
) -> Result:
    """Clusters of what was gathered; parameters are those of `cluster`."""
    tell = progress or silent
    verified = duplicates(run.shingles, run.signatures, run.facts, settings, boilerplate, tell)
    cards, rank, told = run.cards, run.rank, run if run.profiles is not None else None
    del run  # without events all else is let go before pairs are joined: 4 GB of ten million stories
    labels = verified.clusters(len(cards), settings.threshold)
    found = None if told is None else _events(told, verified, labels, settings, tell)
    stats = {
        "stories": len(cards),
        "candidates": len(verified.pairs),
        "capped": verified.capped,
        "boilerplate": len(verified.boilerplate),
        "compared": found.compared if found else 0,
    }
    return Result(cards, rank, verified, settings.threshold, labels, found, stats)


def _events(
    run: Gathered, verified: Verified, labels: NDArray[np.int64], settings: Settings, tell: Progress
) -> Events:
    from dedup.match.events import events

    assert run.profiles is not None
    tell("events", 0, len(run.cards))
    own = strip(run.shingles, verified.boilerplate)
    return events(
        run.profiles,
        run.published,
        labels,
        settings.window,
        settings.event_threshold,
        lambda pairs: look_alikes(run.shingles, own, run.facts, pairs, settings.threshold),
    )


def pieces(stories: Iterable[Story], when: str = "auto") -> Iterator[Story]:
    """Stories with merged ones cut into their pieces.

    Parameters
    ----------
    stories
        Stories as they were read.
    when
        "auto" cuts text files only, "always" every story, "never" none.

    Yields
    ------
    Story
        A story that is one piece as it is; of a merged one its pieces, with "#1", "#2" … behind the id, and
        `part` saying where each stands.
    """
    for story in stories:
        if when == "never" or (when == "auto" and not story.whole_file):
            yield story
            continue
        from dedup.splitter import split
        from dedup.text.paragraphs import paragraphs

        cut = split(story.text)
        if len(cut) < 2:
            yield story
            continue
        blocks = paragraphs(story.text)
        for number, piece in enumerate(cut, start=1):
            yield replace(
                story,
                id=f"{story.id}#{number}",
                text="\n\n".join(blocks[piece.first : piece.last + 1]),
                part=Part(story.id, piece.first, piece.last),
                place=f"{story.place}#{number}",
                whole_file=False,
            )


def compare(a: object, b: object, *, everything: bool = False) -> Comparison:
    """Align the paragraphs of two stories and name their differences.

    Parameters
    ----------
    a, b
        Stories, records or texts.
    everything
        Of two retellings name every difference, not only the dozen with the strongest evidence.

    Raises
    ------
    InputError
        One of them has no text.

    Examples
    --------
    >>> found = compare("At least 17 people died in Lima.", "At least 19 people died in Lima.")
    >>> [(d.a.text, d.b.text) for d in found.differences if d.group == "fact"]
    [('17', '19')]
    """
    from dedup.compare import compare as compare_stories

    return compare_stories(_one(a), _one(b), everything=everything)


def _one(item: object) -> Story:
    found = list(coerce([item], strict=True))
    if not found:
        raise InputError("nothing to compare: the story has no text")
    return found[0]


COMPARED = 40
"""Comparisons that a report computes: a tenth of a second each."""


def comparisons(clusters: Iterable[Cluster], stories: Mapping[str, Story]) -> dict[str, list[Comparison]]:
    """Members of clusters, the first ones, compared with their representatives.

    Parameters
    ----------
    clusters
        Clusters of these stories, the largest first.
    stories
        The stories by id, with their texts.

    Returns
    -------
    dict
        Cluster id -> comparisons; a member with the same text as one before it is left out.
    """
    found: dict[str, list[Comparison]] = {}
    count = 0
    for group in clusters:
        seen = {stories[group.representative].text}
        for member in group.members:
            if count == COMPARED:
                return found
            story = stories[member]
            if story.text not in seen:
                seen.add(story.text)
                found.setdefault(group.id, []).append(compare(stories[group.representative], story))
                count += 1
    return found
