"""The stages in order: read, split, sketch, match, join. The only module that knows them all.

Stories stream through in batches. Of each, arrays are kept (shingles, signature, facts, event profile) and a
card with what is printed; its text is dropped. Stories are numbered by rank (published, then id), so that
nothing depends on the order in which they were read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from dedup.errors import InputError
from dedup.match.boilerplate import strip
from dedup.match.chains import join
from dedup.match.duplicates import duplicates, look_alikes
from dedup.match.evidence import Profile, Profiles, profile, stack
from dedup.match.facts import Facts, Words, facts
from dedup.match.facts import concatenate as concatenate_facts
from dedup.read import stories as coerce
from dedup.result import Card, Result
from dedup.settings import Settings
from dedup.sketch.minhash import SLOTS, sketch
from dedup.sketch.shingles import Shingles
from dedup.sketch.shingles import concatenate as concatenate_shingles
from dedup.story import Cluster, Comparison, Part, Story

BATCH = 2_000
"""Stories that are sketched at once: enough for arrays, few enough to hold their texts."""

HEADLINE = 160
"""Characters up to which a first paragraph is shown as the headline of a story without a title."""

Progress = Callable[[str, int, int | None], None]
"""Called with a stage's name, how much of it is done, and how much there is (None: unknown)."""


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
        gather(stories, events=events, jobs=settings.jobs, progress=progress), settings, boilerplate, progress
    )


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """What a run keeps of n stories when their texts are dropped.

    `cards`: in the order of reading. `rank`: int64 (n,), the place of each in time. All else stands in the
    order of rank: `shingles`, `signatures` uint32 (n, 128), `facts`, `profiles` (None without events) and
    `published`, float64 (n,), seconds, NaN where unknown.
    """

    cards: list[Card]
    rank: NDArray[np.int64]
    shingles: Shingles
    signatures: NDArray[np.uint32]
    facts: Facts
    profiles: Profiles | None
    published: NDArray[np.float64]


def gather(
    stories: Iterable[object], *, events: bool = True, jobs: int = 1, progress: Progress | None = None
) -> Gathered:
    """Read stories to the end and keep what matching needs; parameters and errors are those of `cluster`.

    `jobs` is the number of threads that sketch.
    """
    tell = progress or _silent
    cards: list[Card] = []
    sketched: list[tuple[Shingles, NDArray[np.uint32], Facts]] = []
    profiles: list[Profile] = []
    known = Words()
    for batch in _batches(coerce(stories)):
        part = digest(batch, known, events, jobs)
        sketched.append((part.shingles, part.signatures, part.facts))
        profiles += part.profiles
        cards += part.cards
        tell("sketch", len(cards), None)
    rank = _ranks(cards)
    row = np.argsort(rank)
    return Gathered(
        cards=cards,
        rank=rank,
        shingles=concatenate_shingles([part[0] for part in sketched]).take(row),
        signatures=np.concatenate([np.empty((0, SLOTS), np.uint32), *(part[1] for part in sketched)])[row],
        facts=concatenate_facts([part[2] for part in sketched]).take(row),
        profiles=stack(profiles).take(row) if events else None,
        published=_seconds(cards)[row],
    )


@dataclass(frozen=True, slots=True, eq=False)
class Digest:
    """What is kept of a few stories, in their order; `profiles` is empty without events."""

    cards: list[Card]
    shingles: Shingles
    signatures: NDArray[np.uint32]
    facts: Facts
    profiles: list[Profile]


def digest(batch: Sequence[Story], known: Words, events: bool = True, jobs: int = 1) -> Digest:
    """What is kept of each story: it depends on that story alone. `known` is what was learned of words."""
    texts = [story.text or story.title or "" for story in batch]
    shingles, signatures, words = sketch(texts, jobs)
    return Digest(
        [_card(story, count) for story, count in zip(batch, words.tolist(), strict=True)],
        shingles,
        signatures,
        facts(texts, known, jobs),
        [profile(story.text, story.title, story.lang) for story in batch] if events else [],
    )


def match(
    run: Gathered,
    settings: Settings,
    boilerplate: NDArray[np.uint32] | None = None,
    progress: Progress | None = None,
) -> Result:
    """Clusters of what was gathered; parameters are those of `cluster`."""
    tell = progress or _silent
    n = len(run.cards)
    tell("match", 0, n)
    verified = duplicates(run.shingles, run.signatures, run.facts, settings, boilerplate)
    reached = verified.where(verified.score >= settings.threshold)
    labels = join(n, reached.pairs, reached.score)
    found = None
    if run.profiles is not None:
        from dedup.match.events import events as find_events

        tell("events", 0, n)
        own = strip(run.shingles, verified.boilerplate)
        found = find_events(
            run.profiles,
            run.published,
            labels,
            settings.window,
            settings.event_threshold,
            lambda pairs: look_alikes(run.shingles, own, run.facts, pairs, settings.threshold),
        )
    stats = {
        "stories": n,
        "candidates": len(verified.pairs),
        "capped": verified.capped,
        "boilerplate": len(verified.boilerplate),
        "compared": found.compared if found else 0,
    }
    return Result(run.cards, run.rank, verified, settings.threshold, labels, found, stats)


def _silent(stage: str, done: int, total: int | None) -> None:
    """Tells nobody."""


def _batches(stories: Iterator[Story]) -> Iterator[list[Story]]:
    while batch := list(islice(stories, BATCH)):
        yield batch


def _card(story: Story, words: int) -> Card:
    title = story.title or _headline(story.text)
    return Card(story.id, title, story.published, story.source, story.lang, story.part, words)


def _headline(text: str) -> str | None:
    """The first line of a text that has more than one, when it is short."""
    first, _, rest = text[: HEADLINE + 2].lstrip().partition("\n")
    return first.strip() if rest and len(first) <= HEADLINE else None


def _ranks(cards: list[Card]) -> NDArray[np.int64]:
    """Place of each story by time of publication (undated stories last), then by id."""
    last = float("inf")
    keys = [(card.published.timestamp() if card.published else last, card.id) for card in cards]
    order = sorted(range(len(cards)), key=keys.__getitem__)
    rank = np.empty(len(cards), np.int64)
    rank[order] = np.arange(len(cards))
    return rank


def _seconds(cards: list[Card]) -> NDArray[np.float64]:
    """Times of publication in seconds; NaN where unknown."""
    return np.array([card.published.timestamp() if card.published else np.nan for card in cards], np.float64)


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
        from dedup.text.paragraphs import paragraphs
        from dedup.text.pieces import split

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
