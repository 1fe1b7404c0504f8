"""Why two stories are, or are not, together: what was looked at, what spoke for and against, what decided.

The two are seen as part of a run, because a run teaches what is boilerplate and how common a term is; two
stories by themselves are a run of two. The whole run is clustered as ever, and the pair is then measured with
the same functions, whether it was a candidate or not.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from dedup.errors import InputError
from dedup.findings import (
    Decision,
    Explanation,
    Overlap,
    Search,
    SharedRun,
    Side,
)
from dedup.match.boilerplate import contained, strip
from dedup.match.calendar import weekdays
from dedup.match.duplicates import (
    BANDS,
    FEW,
    LONG,
    OWN_RATE,
    ROWS,
    banded_candidates,
    covers,
    duplicate_score,
    look_alikes,
)
from dedup.match.fact_grounds import fact_grounds
from dedup.match.grounds import event_grounds
from dedup.match.passages import passages
from dedup.match.relation import relation
from dedup.pipeline import Gathered, Progress, gather, match
from dedup.read import stories as coerce
from dedup.result import Result
from dedup.settings import Settings
from dedup.sketch.bands import NO_KEY, band_keys
from dedup.sketch.samples import sample_pairs
from dedup.sketch.shingles import Shingles, shingle
from dedup.story import Scores, Story

MOST_RUNS = 8
"""Shared runs that are told, the longest."""

_PAIR = np.array([[0, 1]], np.int64)


def explain(a: object, b: object, *, settings: Settings | None = None, events: bool = True) -> Explanation:
    """Why two stories by themselves are, or are not, duplicates or of one event.

    Parameters
    ----------
    a, b
        Stories, records or texts.
    settings
        Thresholds.
    events
        Whether to look at the event level, too.

    Raises
    ------
    InputError
        One of them has no text, or both have the same id.

    Examples
    --------
    >>> text = "Storm Ada hit Porto late on Monday, killing three people, officials said."
    >>> found = explain({"id": "a", "text": text}, {"id": "b", "text": text.replace("officials", "police")})
    >>> found.duplicate.together, found.runs[0].text
    (True, 'Storm Ada hit Porto late on Monday, killing three people,')
    """
    found = list(coerce([a, b], strict=True))
    if len(found) != 2:
        raise InputError("two stories are explained; one of these has no text")
    return explain_in(found, found[0].id, found[1].id, settings=settings, events=events)


def explain_in(
    stories: Iterable[object],
    a: str,
    b: str,
    *,
    settings: Settings | None = None,
    events: bool = True,
    boilerplate: NDArray[np.uint32] | None = None,
    progress: Progress | None = None,
) -> Explanation:
    """Why two stories of a run are, or are not, together.

    Parameters
    ----------
    stories
        The stories of the run, with the two among them.
    a, b
        Ids of the two.
    settings, events, boilerplate, progress
        As for `dedup.cluster`.

    Raises
    ------
    InputError
        One of the two is not there, or a and b are one story.
    """
    settings = settings or Settings()
    if a == b:
        raise InputError(f"{a!r} is one story; two are explained")
    kept: dict[str, Story] = {}
    run = gather(_keeping(coerce(stories), {a, b}, kept), events=events, progress=progress)
    for name in (a, b):
        if name not in kept:
            raise InputError(f"no story with the id {name!r} among {len(run.cards):,}")
    result = match(run, settings, boilerplate, progress)
    return _explained(run, result, kept[a], kept[b], settings)


def _keeping(stories: Iterator[Story], wanted: set[str], kept: dict[str, Story]) -> Iterator[Story]:
    for story in stories:
        if story.id in wanted:
            kept[story.id] = story
        yield story


def _explained(run: Gathered, result: Result, a: Story, b: Story, settings: Settings) -> Explanation:
    place = {card.id: number for number, card in enumerate(run.cards)}
    read = np.array([place[a.id], place[b.id]])
    rows = run.rank[read]
    shingles, found_facts = run.shingles.take(rows), run.facts.take(rows)
    own = strip(shingles, result.boilerplate)
    whole_overlap, own_overlap = _overlap(shingles), _overlap(own)
    score = float(duplicate_score(own, found_facts, _PAIR)[0])
    if whole_overlap.scores.jaccard == 1.0:
        score = 1.0
    duplicate = _decision(result, "duplicate", a.id, b.id, read, score, settings.threshold)
    looks = look_alikes(shingles, own, found_facts, _PAIR, settings.threshold)
    grounds = event = None
    filling = False
    if run.profiles is not None:
        duplicates = result.labels()[np.argsort(run.rank)]
        grounds, likely, filling = event_grounds(
            run.profiles, run.published, duplicates, rows, settings.window, a, looks.cover, result.doubt
        )
        event = _decision(result, "event", a.id, b.id, read, likely, settings.event_threshold)
    search = _search(shingles, own, run.signatures[rows])
    words = [run.cards[number].words for number in read.tolist()]
    kind = "unrelated"
    if duplicate.together:
        scores = whole_overlap.scores
        kind = relation(
            scores.jaccard or 0.0, scores.containment_a or 0.0, scores.containment_b or 0.0, *words
        )
    elif event is not None and event.together:
        kind = "retold"
    sides = [
        Side(
            id=story.id,
            title=run.cards[number].title,
            words=run.cards[number].words,
            shingles=int(shingles.sizes[side]),
            boilerplate=int(shingles.sizes[side] - own.sizes[side]),
            weekdays=() if run.profiles is None else weekdays(run.profiles[int(rows[side])]),
        )
        for side, (story, number) in enumerate(zip((a, b), read.tolist(), strict=True))
    ]
    return Explanation(
        a=sides[0],
        b=sides[1],
        stories=len(run.cards),
        relation=kind,
        duplicate=duplicate,
        event=event,
        search=search,
        whole=whole_overlap,
        without_boilerplate=own_overlap,
        runs=_runs(_text(a), _text(b), result.boilerplate),
        facts=fact_grounds(
            _text(a),
            _text(b),
            found_facts,
            own_overlap.scores.jaccard or 0.0,
            min(own_overlap.scores.containment_a or 0.0, own_overlap.scores.containment_b or 0.0),
        ),
        look_alike=bool(looks.alike[0]) or filling,
        event_evidence=grounds,
    )


def _text(story: Story) -> str:
    """What is compared of a story."""
    return story.text or story.title or ""


def _search(shingles: Shingles, own: Shingles, signatures: NDArray[np.uint32]) -> Search:
    keys = band_keys(signatures, BANDS, ROWS)
    agreeing = np.flatnonzero((keys[0] == keys[1]) & (keys[0] != NO_KEY))
    compared = BANDS if shingles.sizes.max() < LONG else FEW
    samples = own.keep(own.hashes % np.uint32(OWN_RATE) == 0)
    return Search(
        bands=tuple(agreeing[agreeing < compared].tolist()),
        bands_compared=compared,
        sampled=int(covers(samples, _PAIR)[3][0]),
        sample=int(samples.sizes.min()),
        candidate=bool(
            len(banded_candidates(shingles, signatures)[0]) or len(sample_pairs(own, OWN_RATE).pairs)
        ),
    )


def _overlap(shingles: Shingles) -> Overlap:
    jaccard, in_a, in_b, common = covers(shingles, _PAIR)
    return Overlap(int(common[0]), Scores(float(jaccard[0]), float(in_a[0]), float(in_b[0])))


def _runs(a: str, b: str, boilerplate: NDArray[np.uint32]) -> tuple[SharedRun, ...]:
    found = []
    for passage in passages(a, b)[:MOST_RUNS]:
        hashes = shingle([" ".join(passage.words)]).hashes
        share = float(contained(hashes, boilerplate).mean()) if len(hashes) else 0.0
        found.append(SharedRun(len(passage.words), passage.text, share))
    return tuple(found)


def _decision(
    result: Result, level: str, a: str, b: str, read: NDArray[np.int64], score: float, threshold: float
) -> Decision:
    labels = result.labels(level)
    together = bool(labels[read[0]] == labels[read[1]])
    through = _path(result, level, a, b) if together else ()
    return Decision(score, threshold, together, through)


def _path(result: Result, level: str, a: str, b: str) -> tuple[str, ...]:
    """The shortest way from a to b over matches; empty when they are a match, or nothing leads there."""
    others: dict[str, list[str]] = defaultdict(list)
    for found in result.matches:
        if level == "event" or found.relation != "retold":
            others[found.a].append(found.b)
            others[found.b].append(found.a)
    before: dict[str, str | None] = {a: None}
    queue = deque([a])
    while queue and b not in before:
        here = queue.popleft()
        for there in sorted(others[here]):
            if there not in before:
                before[there] = here
                queue.append(there)
    way: list[str] = []
    at: str | None = b if b in before else None
    while at is not None:
        way.append(at)
        at = before[at]
    return tuple(reversed(way)) if len(way) > 2 else ()
