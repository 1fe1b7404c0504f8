"""Why two stories are, or are not, together: what was looked at, what spoke for and against, what decided.

The two are seen as part of a run, because a run teaches what is boilerplate and how common a term is; two
stories by themselves are a run of two. The whole run is clustered as ever, and the pair is then measured with
the same functions, whether it was a candidate or not. For the event level one story stands for each duplicate
cluster; the two in question stand for theirs.

Passages are the runs of words that two texts share, in the wording of the first. A text is cut into the words
of its shingles unit by unit (what stands between blanks; single characters in scripts without spaces), so
that every word keeps its place in the text as it was read. A passage begins where a run of `SHINGLE_WORDS`
words occurs in the other text and goes on as far as any of its occurrences there agrees.

Facts are shown as the stories write them: a fact word is one word, while a number such as 40,000 or 5:10 is
several. A common word that is capitalised only where a sentence begins ("The", "When") weighs next to nothing
and is not shown.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from dedup.errors import InputError
from dedup.match.boilerplate import contained, strip
from dedup.match.duplicates import (
    BANDS,
    FEW,
    LONG,
    OWN_RATE,
    ROWS,
    Looks,
    TextSets,
    banded_candidates,
    covers,
    fact_measures,
    fair,
    look_alikes,
    pair_scores,
)
from dedup.match.event_model import (
    FEATURES,
    INTERCEPT,
    WEIGHTS,
    Belief,
    by_others,
    contributions,
    evidence,
    headlines,
    judged,
    log_odds,
    partners,
    probability,
)
from dedup.match.event_profiles import Profiles, weekdays
from dedup.match.event_vectors import Rows, cosine, rows
from dedup.match.events import content_keys, copies, near, representatives, term_counts, vetoed, within
from dedup.match.facts import Facts, Words
from dedup.match.relation import Relation, event_relation, relation
from dedup.pipeline import Gathered, Progress, gather, match
from dedup.readers import stories as coerce
from dedup.result import Result
from dedup.settings import Settings
from dedup.sketch.hashing import SHINGLE_WORDS, fact_hash
from dedup.sketch.minhash import NO_KEY, band_keys, sample_pairs
from dedup.sketch.shingles import Shingles, shingle
from dedup.text.background import hashes
from dedup.text.normalise import unit_places
from dedup.text.terms import UNSPACED_SCRIPT, language, terms
from dedup.types import (
    Decision,
    EventEvidence,
    Explanation,
    Fact,
    FactEvidence,
    Feature,
    Overlap,
    Scores,
    Search,
    SharedRun,
    SharedTerm,
    Side,
    Story,
)

MOST_FACTS = 40
"""Facts of each kind that are shown, the heaviest."""

COMMON = 1.85
"""IDF below which a word is common: "there" and "people" are, "three", "police" and "Monday" are not."""

_UNIT = re.compile(r"\d+(?:[.,:]\d+)+|\w+")
_WORD = re.compile(r"\w+")
_BEFORE = 8  # characters before a word that tell whether a sentence begins there
_OPENING = " \t\"'“”‘’«»„()[]—–-"

_PAIR = np.array([[0, 1]], np.int64)


@dataclass(slots=True)
class _Written:
    """How a text writes a fact, and whether it does so within a sentence."""

    text: str
    within: bool


def fact_grounds(a: str, b: str, found: Facts, jaccard: float, least: float, most: float) -> FactEvidence:
    """The facts of two texts, what they agree in, and what that does to the score.

    Parameters
    ----------
    a, b
        The texts.
    found
        Their facts, two rows.
    jaccard, least, most
        Of their shingles without boilerplate: Jaccard, and the smaller and larger containment.
    """
    agreement, disagreement = fact_measures(found, _PAIR, np.array([jaccard]), np.array([most]))
    weights: list[dict[int, float]] = []
    for side in (0, 1):
        part = slice(int(found.words.offsets[side]), int(found.words.offsets[side + 1]))
        pairs = zip(found.words.hashes[part].tolist(), found.weights[part].tolist(), strict=True)
        weights.append(dict(pairs))
    listed = [
        Fact(written, *(_weight(parts, known) for known in weights))
        for parts, written in _stated(a, b).items()
    ]
    listed.sort(key=lambda fact: (-max(fact.a, fact.b), fact.word))
    return FactEvidence(
        agreement=float(agreement[0]),
        disagreement=float(disagreement[0]),
        penalty=1.0 - float(fair(np.array([least]), agreement, disagreement)[0]),
        shared=tuple(fact for fact in listed if fact.a and fact.b)[:MOST_FACTS],
        only_a=tuple(fact for fact in listed if fact.a and not fact.b)[:MOST_FACTS],
        only_b=tuple(fact for fact in listed if fact.b and not fact.a)[:MOST_FACTS],
    )


def _weight(parts: tuple[int, ...], known: dict[int, float]) -> float:
    """Weight of a fact in a story, which has it when it has all of its words."""
    return max(known[part] for part in parts) if all(part in known for part in parts) else 0.0


def _stated(a: str, b: str) -> dict[tuple[int, ...], str]:
    """Hashes of the words of each fact -> how it is written, better not in capitals."""
    found: dict[tuple[int, ...], _Written] = {}
    for text in (a, b):
        for unit in _UNIT.finditer(text):
            written = unit.group()
            if not (written[0].isupper() or written[0].isdigit()):
                continue
            parts = tuple(fact_hash(word) >> 16 for word in _WORD.findall(written))
            within = written[0].isdigit() or not _begins(text[max(unit.start() - _BEFORE, 0) : unit.start()])
            known = found.setdefault(parts, _Written(written, within))
            known.within |= within
            if known.text.isupper() and not written.isupper():
                known.text = written
    first = [fact.text.lower() for fact in found.values() if not fact.within]
    common = {
        word for word, idf in zip(first, Words().idf(first) if first else (), strict=True) if idf < COMMON
    }
    return {
        parts: fact.text
        for parts, fact in found.items()
        if len(fact.text) > 1 or fact.text.isdigit()
        if fact.within or fact.text.lower() not in common
    }


def _begins(before: str) -> bool:
    """Whether a sentence begins behind these characters."""
    left = before.rstrip(_OPENING)
    return not left or left[-1] in ".!?:;…\n\r"


OCCURRENCES = 16
"""Places of a run in the other text that are looked at: passages of a text that repeats itself are alike."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Normalised words that both texts have in a row, and how the first writes them."""

    words: tuple[str, ...]
    text: str


def passages(a: str, b: str) -> list[Passage]:
    """Passages of a that b has, too, the longest first.

    They do not overlap in a, and each is listed once. A text of fewer than `SHINGLE_WORDS` words is a passage
    as a whole.

    Examples
    --------
    >>> first = "Storm Ada hit Porto late on Monday. Nobody was hurt."
    >>> [(len(p.words), p.text) for p in passages(first, "As storm Ada hit Porto late, trains stopped.")]
    [(5, 'Storm Ada hit Porto late')]
    """
    placed = unit_places(a)
    ours = [word for word, _, _ in placed]
    theirs = [word for word, _, _ in unit_places(b)]
    size = min(SHINGLE_WORDS, len(ours), len(theirs))
    if not size:
        return []
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(theirs) - size + 1):
        known = places[tuple(theirs[at : at + size])]
        if len(known) < OCCURRENCES:
            known.append(at)
    found: dict[tuple[str, ...], Passage] = {}
    first = 0
    while first + size <= len(ours):
        starts = places.get(tuple(ours[first : first + size]), [])
        length = max((_agreeing(ours, first, theirs, at) for at in starts), default=0)
        if length:
            run = tuple(ours[first : first + length])
            last = placed[first + length - 1]
            found.setdefault(run, Passage(run, a[placed[first][1] : last[2]]))
        first += max(length, 1)
    return sorted(found.values(), key=lambda passage: -len(passage.words))


def _agreeing(ours: list[str], first: int, theirs: list[str], at: int) -> int:
    """How many words agree from two places on."""
    length = 0
    most = min(len(ours) - first, len(theirs) - at)
    while length < most and ours[first + length] == theirs[at + length]:
        length += 1
    return length


MOST_TERMS = 24
"""Shared terms that are shown: those that add most to the cosine."""

DAY = 86_400.0

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def event_grounds(
    profiles: Profiles,
    published: Floats,
    duplicates: Integers,
    pair: Integers,
    window: float,
    a: Story,
    looks: Looks,
    believed: Belief,
    likely: tuple[Integers, Floats],
) -> tuple[EventEvidence, float, bool]:
    """Evidence of a pair in a run, the probability that it makes, and whether they only look alike.

    Parameters
    ----------
    profiles
        Evidence of the n stories of the run.
    published
        float64, shape (n,): seconds; NaN where unknown.
    duplicates
        int64, shape (n,): label of each story's duplicate cluster.
    pair
        int64, shape (2,): the two stories.
    window
        Days between two reports of one event.
    a
        The first of the two, for the wording of its terms.
    looks
        How alike their texts are: one pair.
    believed, likely
        Those of the run, `events.Events`.
    """
    chosen = _standing(profiles, duplicates, pair)
    items = profiles.take(chosen)
    dates = published[chosen]
    of = rows(items, near(dates, window), copies=copies(chosen, duplicates), published=dates, window=window)
    at = np.array([[np.flatnonzero(chosen == story)[0] for story in pair]])
    features = evidence(of, at, _nearest(of, at[0], published[chosen], window))
    score = probability(features)
    share, shift = believed.share[pair].mean(keepdims=True), believed.shift[pair].mean(keepdims=True)
    said = headlines(of, at)
    added = contributions(score, said, share, shift)[0]
    apart = abs(float(published[pair[0]] - published[pair[1]])) / DAY
    values = 1 - share[0], *said[0], shift[0]
    there = Belief(np.repeat(share, len(chosen)), np.repeat(shift, len(chosen)))
    own = log_odds(judged(of, at, score, there))
    clusters = duplicates[likely[0]], log_odds(likely[1])
    nearer, common = partners(len(duplicates), *clusters, duplicates[pair][None, :], own)
    others = by_others(own, np.maximum(nearer, own), common, share)
    values, added = (*values, float(common[0])), (*added, others[0])
    names = "likeness", "headline names", "headline words", "doubt", "other stories"
    weighed = zip(names, values, added, strict=True)
    found = EventEvidence(
        cosine=float(cosine(of, at)[0]),
        features=(
            *(
                Feature(name, float(value), float(value * weight))
                for name, value, weight in zip(FEATURES, features[0], WEIGHTS, strict=True)
            ),
            *(Feature(name, float(value), float(odds)) for name, value, odds in weighed),
        ),
        intercept=INTERCEPT,
        terms=_shared_terms(of, at[0], a),
        days_apart=None if np.isnan(apart) else apart,
        window=window,
    )
    return found, float(1 / (1 + np.exp(-(own + others)[0]))), bool(vetoed(of, at, looks)[0])


def _standing(profiles: Profiles, duplicates: Integers, pair: Integers) -> Integers:
    """A story for each duplicate cluster: the pair for its own, its representative for every other."""
    others = representatives(content_keys(profiles), term_counts(profiles), duplicates)
    others = others[~np.isin(duplicates[others], duplicates[pair])]
    return np.concatenate([others, np.unique(pair)])


def _nearest(of: Rows, at: Integers, published: Floats, window: float) -> Floats:
    """Cosine of the story that is nearest to either of two, within the window: float64 (n,), 0 for others."""
    found = np.zeros(len(published))
    for story in at.tolist():
        others = np.delete(np.arange(len(published)), story)
        pairs = np.column_stack([np.full(len(others), story), others])
        pairs = pairs[within(published, pairs, window)]
        found[story] = np.max(cosine(of, pairs), initial=0.0)
    return found


def _shared_terms(of: Rows, at: Integers, a: Story) -> tuple[SharedTerm, ...]:
    products = of.all[at[:1]].multiply(of.all[at[1:]]).tocoo()
    shared, idf = of.terms[products.col], of.idf[of.language[at[0]], products.col]
    spelled = _spelled(a)
    found = [
        SharedTerm(spelled.get(term, "?"), float(rarity), float(part))
        for term, rarity, part in zip(shared.tolist(), idf.tolist(), products.data.tolist(), strict=True)
    ]
    return tuple(sorted(found, key=lambda term: (-term.cosine, term.term))[:MOST_TERMS])


_REACH = 64
"""Characters of a unit that the next word is looked for in: what is further away was folded."""


def _spelled(story: Story) -> dict[int, str]:
    """Hash of every term of a story -> how the story writes it, better not in capitals."""
    text = "\n".join(filter(None, (story.title, story.text)))
    lang = language(story.text or story.title or "", story.lang)
    found: dict[int, str] = {}
    for (start, end), words_of_unit in groupby(unit_places(text), key=itemgetter(1, 2)):
        unit = text[start:end]
        folded = unit.casefold() if len(unit.casefold()) == len(unit) else ""
        at = 0
        for word, _, _ in words_of_unit:
            at = max(folded.find(word, at, at + len(word) + _REACH), at)
            key = int(hashes((terms(word, lang) or [word])[:1])[0])
            if key not in found or found[key].isupper():
                found[key] = unit[at : at + len(word)] if folded.startswith(word, at) else word
    if UNSPACED_SCRIPT.search(text):
        pairs = terms(text, lang)
        found.update(zip(map(int, hashes(pairs)), pairs, strict=True))
    return found


MOST_RUNS = 8
"""Shared runs that are shown, the longest."""


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
            raise InputError(f"no story with the id {name!r} among {len(run.metadata):,}")
    result = match(run, settings, boilerplate, progress)
    return _explained(run, result, kept[a], kept[b], settings)


def _keeping(stories: Iterator[Story], wanted: set[str], kept: dict[str, Story]) -> Iterator[Story]:
    for story in stories:
        if story.id in wanted:
            kept[story.id] = story
        yield story


def _explained(run: Gathered, result: Result, a: Story, b: Story, settings: Settings) -> Explanation:
    place = {meta.id: number for number, meta in enumerate(run.metadata)}
    read = np.array([place[a.id], place[b.id]])
    rows = run.rank[read]
    shingles = run.shingles.take(rows)
    own, found_facts = strip(shingles, result.boilerplate), run.facts.take(rows)
    texts = TextSets(shingles, own, found_facts, run.words.take(rows))
    whole_overlap, own_overlap = _overlap(shingles), _overlap(own)
    scored = pair_scores(texts, _PAIR)
    score = float(scored.score[0])
    duplicate = _decision(result, "duplicate", a.id, b.id, read, score, settings.threshold)
    looks = look_alikes(texts, _PAIR, settings.threshold)
    grounds = event = None
    look_alike = bool(looks.alike[0])
    if run.profiles is not None:
        duplicates = result.labels()[np.argsort(run.rank)]
        grounds, likely, look_alike = event_grounds(
            run.profiles,
            run.published,
            duplicates,
            rows,
            settings.window,
            a,
            looks,
            result.belief,
            result.likely,
        )
        event = _decision(result, "event", a.id, b.id, read, likely, settings.event_threshold)
    search = _search(shingles, own, run.signatures[rows])
    words = [run.metadata[number].words for number in read.tolist()]
    kind = Relation.UNRELATED
    if duplicate.together:
        scores = whole_overlap.scores
        kind = relation(
            scores.jaccard or 0.0,
            scores.containment_a or 0.0,
            scores.containment_b or 0.0,
            words[0],
            words[1],
            bool(scored.conflict[0]),
        )
    elif event is not None and event.together:
        kind = event_relation(float(looks.likeness[0]))
    sides = [
        Side(
            id=story.id,
            title=run.metadata[number].title,
            words=run.metadata[number].words,
            shingles=int(shingles.sizes[side]),
            boilerplate=int(shingles.sizes[side] - own.sizes[side]),
            weekdays=() if run.profiles is None else weekdays(run.profiles[int(rows[side])]),
        )
        for side, (story, number) in enumerate(zip((a, b), read.tolist(), strict=True))
    ]
    return Explanation(
        a=sides[0],
        b=sides[1],
        stories=len(run.metadata),
        relation=kind.value,
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
            *sorted((own_overlap.scores.containment_a or 0.0, own_overlap.scores.containment_b or 0.0)),
        ),
        look_alike=look_alike,
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
    scores = [
        found.scores
        for found in result.matches
        if {found.a, found.b} == {a, b} and (level == "event" or Relation(found.relation).same_text)
    ]
    return Decision(score, threshold, together, through, scores[0].probability if scores else None)


def _path(result: Result, level: str, a: str, b: str) -> tuple[str, ...]:
    """The shortest way from a to b over matches; empty when they are a match, or nothing leads there."""
    others: dict[str, list[str]] = defaultdict(list)
    for found in result.matches:
        if level == "event" or Relation(found.relation).same_text:
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
