"""The stages of a run in order: read, split, gather, match, join. The only module that knows them all.

Stories stream through in batches, and their texts are dropped. Of each, arrays are kept (shingles, signature,
facts, vocabulary, event profile) and the metadata that is printed. Stories are numbered by rank (published,
then id), so that nothing depends on the order in which they were read; the arrays stay in that order, and go
to temporary files when they outgrow the memory that a run may take (`sketch.spill`). Reading and sketching
overlap when there are threads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dedup.errors import InputError
from dedup.kernels import compiled
from dedup.match.claims import StoredClaims
from dedup.match.corrections import NO_CORRECTIONS, Corrections, Pairs, Placed, corrections, placed
from dedup.match.duplicates import duplicates, look_alikes, score_of, silent, text_sets
from dedup.match.event_profiles import Profiles, concatenate, profiles
from dedup.match.facts import Facts, StoredFacts, Words, facts
from dedup.match.recipe import outcome
from dedup.metadata import MetadataTable, StoryMetadata
from dedup.readers import Tally
from dedup.readers import stories as coerce
from dedup.result import Result
from dedup.settings import Settings
from dedup.sketch.hashing import Texts, encode
from dedup.sketch.minhash import SLOTS, Reordered, sketch
from dedup.sketch.shingles import Shingles, Stored, row_offsets
from dedup.sketch.spill import SHARE, Budget, Column, available_memory
from dedup.sketch.threads import in_order
from dedup.sketch.vocabulary import Vocabulary, vocabulary
from dedup.text.origins import origin
from dedup.types import Comparison, Part, Story

if TYPE_CHECKING:
    from dedup.match.events import Events

BATCH = 2_000
"""Stories that are sketched at once: enough for arrays, few enough to hold their texts."""

HEADLINE = 160
"""Characters up to which a first paragraph is shown as the headline of a story without a title."""

Progress = Callable[[str, int, int | None], None]
"""Called with a stage's name, how much of it is done, and how much there is (None: unknown)."""


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """What a run keeps of n stories when their texts are dropped.

    `metadata`: in the order of reading. `rank`: int64 (n,), the place of each in time. All else has its rows
    in the order of rank: `shingles`, `signatures` uint32 (n, 128), `facts`, `words`, `profiles` (None without
    events) and `published`, float64 (n,), seconds, NaN where unknown.
    """

    metadata: MetadataTable
    rank: NDArray[np.int64]
    shingles: Stored
    signatures: Reordered
    facts: StoredFacts
    words: Vocabulary
    profiles: Profiles | None
    published: NDArray[np.float64]


def gather(
    stories: Iterable[object],
    *,
    events: bool = True,
    jobs: int = 1,
    memory: float = np.inf,
    progress: Progress | None = None,
) -> Gathered:
    """Read stories to the end and keep what matching needs; parameters and errors are those of `cluster`.

    `jobs` is the number of threads that sketch, `memory` the bytes that arrays may hold before they go to
    temporary files.
    """
    budget = Budget(memory)
    metadata = MetadataTable(budget)
    shingles = _Rows(budget)
    signatures = Column(np.uint32, budget, SLOTS)
    words, weights = _Rows(budget), Column(np.float32, budget)
    entries, sizes = Column(np.uint64, budget), [np.empty(0, np.int64)]
    contexts, values = _Rows(budget), Column(np.uint32, budget)
    stated: list[Profiles] = []
    known, tally = Words(), Tally()
    batches = _batches(coerce(stories, tally=tally))
    for part in in_order(lambda batch: digest(batch, known, events), batches, jobs):
        shingles.append(part.shingles)
        signatures.append(part.signatures)
        words.append(part.facts.words)
        weights.append(part.facts.weights)
        entries.append(part.words.entries)
        sizes.append(part.words.ends - part.words.starts)
        contexts.append(part.facts.claims.contexts)
        values.append(part.facts.claims.values)
        if part.profiles is not None:
            stated.append(part.profiles)
        metadata.extend(part.metadata)
        if progress:
            progress("sketch", len(metadata), None)
    if tally.passed_over and not len(metadata):
        raise InputError(f"none of {tally.passed_over:,} items holds a story; the log says what they lack")
    metadata.finish()
    rank = metadata.ranks()
    row = np.argsort(rank)
    bounds = row_offsets(np.concatenate(sizes))
    return Gathered(
        metadata=metadata,
        rank=rank,
        shingles=shingles.finish(row),
        signatures=Reordered(signatures.finish(), row),
        facts=StoredFacts(
            words.finish(row), weights.finish(), StoredClaims(contexts.finish(row), values.finish())
        ),
        words=Vocabulary(entries.finish(), bounds[row], bounds[row + 1]),
        profiles=concatenate(stated).take(row) if events else None,
        published=metadata.seconds()[row],
    )


class _Rows:
    """Rows of hashes that grow."""

    def __init__(self, budget: Budget) -> None:
        self._hashes = Column(np.uint32, budget)
        self._sizes: list[NDArray[np.int64]] = [np.empty(0, np.int64)]

    def append(self, rows: Shingles) -> None:
        self._hashes.append(rows.hashes)
        self._sizes.append(rows.sizes)

    def finish(self, order: NDArray[np.int64]) -> Stored:
        """The rows in an order."""
        offsets = row_offsets(np.concatenate(self._sizes))
        starts, ends = offsets[order], offsets[order + 1]
        return Stored(self._hashes.finish(), starts, ends, ends - starts)


@dataclass(frozen=True, slots=True, eq=False)
class Digest:
    """What is kept of a few stories, in their order; `profiles` is None without events."""

    metadata: list[StoryMetadata]
    shingles: Shingles
    signatures: NDArray[np.uint32]
    facts: Facts
    words: Vocabulary
    profiles: Profiles | None


def digest(batch: Sequence[Story], known: Words, events: bool = True) -> Digest:
    """What is kept of each story: it depends on that story alone. `known` is what was learned of words."""
    texts: Texts = [story.text or story.title or "" for story in batch]
    if compiled.available():
        texts = encode(texts)
    shingles, signatures, words = sketch(texts)
    return Digest(
        [_meta(story, count, events) for story, count in zip(batch, words.counts.tolist(), strict=True)],
        shingles,
        signatures,
        facts(texts, known),
        vocabulary(words, [story.title or "" for story in batch]),
        profiles(batch) if events else None,
    )


def _batches(stories: Iterator[Story]) -> Iterator[list[Story]]:
    while batch := list(islice(stories, BATCH)):
        yield batch


def _meta(story: Story, words: int, events: bool) -> StoryMetadata:
    """What is printed of a story; without events nobody counts origins (20 µs a story)."""
    return StoryMetadata(
        story.id,
        headline(story),
        story.published,
        story.source,
        story.lang,
        story.part,
        words,
        origin(story.text, story.title, story.extra) if events else None,
    )


def headline(story: Story) -> str | None:
    """The title of a story; else the first line of a text that has more than one, when it is short."""
    if story.title:
        return story.title
    first, _, rest = story.text[: HEADLINE + 2].lstrip().partition("\n")
    return first.strip() if rest and len(first) <= HEADLINE else None


GIGABYTE = 1e9
MEMORY = 4 * GIGABYTE
"""What a run may take by default, where that is less than half of the machine's memory."""


def cluster(
    stories: Iterable[object],
    *,
    settings: Settings | None = None,
    events: bool = True,
    boilerplate: NDArray[np.uint32] | None = None,
    must_join: Pairs = (),
    must_not_join: Pairs = (),
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
    must_join, must_not_join
        Corrections: pairs of ids, (a, b) or (a, b, level), or a file of them (`match.corrections`). A pair
        that must be joined at a level ("duplicate" if none is named, "version", "event") is together at
        coarser ones, too; one that must not be is apart at finer ones. Ids that are not there are ignored.
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
    SettingsError
        Corrections contradict each other; the message names them.

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
    wanted = corrections(must_join, must_not_join)
    return match(
        gather(stories, events=events, jobs=settings.jobs, memory=_budget(settings), progress=progress),
        settings,
        boilerplate,
        progress,
        wanted,
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
    wanted: Corrections = NO_CORRECTIONS,
) -> Result:
    """Clusters of what was gathered; parameters are those of `cluster`, `wanted` the corrections."""
    progress = progress or silent
    fixed = None
    if wanted:
        there = run.metadata.places(wanted.ids())
        fixed = placed(wanted, {name: int(run.rank[place]) for name, place in there.items()})
    verified = duplicates(run.shingles, run.signatures, run.facts, run.words, settings, boilerplate, progress)
    metadata, rank = run.metadata, run.rank
    find_events = (
        None if run.profiles is None else _events(run, verified.boilerplate, settings, progress, fixed)
    )
    del run  # without events all else is let go before pairs are joined: 4 GB of ten million stories
    threshold = max(settings.threshold, score_of(settings.least_probability))
    found = outcome(len(metadata), verified, threshold, find_events, fixed)
    return Result(metadata, rank, verified, threshold, found.labels, found.events, found.stats, fixed)


def _events(
    run: Gathered,
    boilerplate: NDArray[np.uint32],
    settings: Settings,
    progress: Progress,
    fixed: Placed | None,
) -> Callable[[NDArray[np.int64]], Events]:
    """What finds the events of duplicate clusters among the stories of a run."""

    def found(labels: NDArray[np.int64]) -> Events:
        from dedup.match.events import events

        assert run.profiles is not None
        progress("events", 0, len(run.metadata))
        texts = text_sets(run.shingles, run.facts, run.words, boilerplate)
        return events(
            run.profiles,
            run.published,
            labels,
            settings.window,
            settings.event_threshold,
            settings.least_probability,
            lambda pairs: look_alikes(texts, pairs, settings.threshold),
            fixed,
        )

    return found


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
        from dedup.text.sentences import paragraphs

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
    [('At least 17', 'At least 19')]
    """
    from dedup.comparison import compare as compare_stories

    return compare_stories(_one(a), _one(b), everything=everything)


def _one(item: object) -> Story:
    found = list(coerce([item], strict=True))
    if not found:
        raise InputError("nothing to compare: the story has no text")
    return found[0]
