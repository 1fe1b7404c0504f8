"""The values that travel between the rooms: stories, and what is found out about a run or a pair of them;
frozen, with no more logic than the order of time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, make_dataclass
from datetime import datetime
from importlib import import_module
from types import MappingProxyType
from typing import Any, Protocol, TypeVar, overload

Value = TypeVar("Value")

_NOTHING: Mapping[str, object] = MappingProxyType({})

TITLE_PARAGRAPH = -1
"""Paragraph number of a story's separate title field."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A pair of stories (ids) that somebody says must be joined, or must not be, at a level: "duplicate",
    "version" or "event". `place` says where that was read ("pairs.csv:4")."""

    a: str
    b: str
    level: str = "duplicate"
    place: str = field(default="", compare=False)

    @property
    def pair(self) -> tuple[str, str]:
        """The two stories in the order of their ids."""
        return min(self.a, self.b), max(self.a, self.b)


@dataclass(frozen=True, slots=True)
class Part:
    """Where a piece of a merged file stands: paragraphs `first` to `last` (inclusive, from 0) of `of`."""

    of: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Story:
    """One piece of news text with its metadata.

    `text` is the body as it was read, blank lines between paragraphs. `published` is aware (UTC when the
    source gave no zone). `place` says where the story was read ("feed.jsonl:12"); `whole_file` that it is a
    text file, which may hold several merged stories; `extra` holds the fields that dedup does not know,
    untouched.
    """

    id: str
    text: str
    title: str | None = None
    published: datetime | None = None
    source: str | None = None
    lang: str | None = None
    url: str | None = None
    part: Part | None = None
    place: str = ""
    whole_file: bool = False
    extra: Mapping[str, object] = field(default_factory=lambda: _NOTHING, compare=False)


class Dated(Protocol):
    """What has a place in time: a story, its row, a member of an event."""

    @property
    def id(self) -> str: ...
    @property
    def published(self) -> datetime | None: ...


def by_time(one: Dated) -> tuple[bool, float, str]:
    """What stories are sorted by: their time, undated ones last, then their id."""
    return one.published is None, one.published.timestamp() if one.published else 0.0, one.id


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a file's paragraphs that is one story: `first` to `last`, inclusive, from 0.

    `probability` is that of the cut at its beginning; 1 for the first piece.
    """

    first: int
    last: int
    title: str | None
    probability: float


@dataclass(frozen=True, slots=True)
class Split(Sequence[Piece]):
    """What a file holds: a sequence of its stories, in order.

    `kind` is "story" (one story), "digest" (one story with sub-headlines), "merged" (several stories),
    "briefs" (several short ones), "updates" (a chain of dated updates, each a story), "live-blog",
    "transcript" or "q-and-a" (one story each).
    """

    kind: str
    pieces: tuple[Piece, ...]

    @overload
    def __getitem__(self, place: int) -> Piece: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Piece]: ...

    def __getitem__(self, place: int | slice) -> Piece | Sequence[Piece]:
        return self.pieces[place]

    def __len__(self) -> int:
        return len(self.pieces)


@dataclass(frozen=True, slots=True)
class Scores:
    """How much two stories a and b share; None where a score was not computed.

    `jaccard`: shared shingles over all shingles. `containment_a`: share of a's shingles that b has;
    `containment_b` the other way round. `cosine`: TF-IDF cosine of their content terms. `probability`: that
    the two belong together as their relation says, as a text or as reports of one event. All 0 to 1.
    """

    jaccard: float | None = None
    containment_a: float | None = None
    containment_b: float | None = None
    cosine: float | None = None
    probability: float | None = None


SCORES = tuple(score.name for score in fields(Scores))
"""Names of the scores, in the order of the columns that hold them."""


@dataclass(frozen=True, slots=True)
class Match:
    """A verified candidate: two stories (ids), their relation and their scores.

    `relation` is one of identical, near-duplicate, revision, excerpt, rewrite, retold, or joined (by a
    correction: nothing was measured). For an excerpt the higher containment tells which of the two lies
    inside the other.
    """

    a: str
    b: str
    relation: str
    scores: Scores


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where one story ended up: the row that `dedup cluster` prints for it.

    Clusters nest: duplicates in versions of one article, however much rewritten, versions in events; the
    latter two are None where the event level was left out. `form_cluster` is the series of a story that fills
    in a form (earnings, weather, quotations of a market), None of any other. `origin` is the agency that the
    story says it comes from (`dedup.text.origins`; None without events). A `round_up` holds parts of several
    stories that have nothing in common, and is of no event.
    """

    id: str
    duplicate_cluster: str
    event_cluster: str | None
    relation: str | None
    matched: str | None
    scores: Scores | None
    title: str | None = None
    published: datetime | None = None
    source: str | None = None
    lang: str | None = None
    part: Part | None = None
    version_cluster: str | None = None
    form_cluster: str | None = None
    origin: str | None = None
    round_up: bool = False


class Displayed:
    """What a notebook shows as a table; the report that makes it is looked up by name, as it stands above."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        shown: str = import_module("dedup.report.notebook").html(self)
        return shown


@dataclass(frozen=True, slots=True)
class Cluster(Displayed):
    """Stories that belong together.

    `kind` is "duplicate", "version", "event" or "form". `id` is the id of the earliest member (by published,
    then by id; undated stories last). `representative` is the medoid. `tellings` counts the duplicate
    clusters inside (1 for a duplicate cluster), `sources` the distinct sources named. `origins` counts the
    independent origins (a telling in forty outlets is one, and so are all that name one agency), `agencies`
    are the agencies named.
    """

    id: str
    kind: str
    members: tuple[str, ...]
    earliest: str
    representative: str
    tellings: int
    sources: tuple[str, ...]
    first: datetime | None
    last: datetime | None
    origins: int = 1
    agencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a story's text: characters `start` to `end` of paragraph `paragraph`, which read `text`.

    Paragraph -1 is the separate title field.
    """

    paragraph: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Paragraphs of two stories that say the same thing.

    `kind` is one of identical, edited, moved, split, merged, retold; `score` is 0 to 1.
    """

    a: tuple[int, ...]
    b: tuple[int, ...]
    kind: str
    score: float


@dataclass(frozen=True, slots=True)
class Difference:
    """A typed, located disagreement of two stories, or a fact that only one of them has.

    `group` (in JSON "class") is fact, source, structure, review or style; `type` is the kind of fact, `kind`
    one of differs, only-a, only-b, refines, update; `why` names the rule that found it; `weight` (0 to 1)
    ranks it; `certainty` (0 to 1) is the share of such differences that real pairs showed to be true.
    """

    group: str
    type: str
    kind: str
    a: Span | None
    b: Span | None
    weight: float
    why: str
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class Version:
    """One side of a comparison: a story's paragraphs as they were read."""

    id: str
    title: str | None
    paragraphs: tuple[str, ...]
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Comparison(Displayed):
    """Two stories side by side. `relation` is one of identical, near-duplicate, revision, excerpt, rewrite,
    retold, unrelated; `left_out` is the number of further differences, of lower weight, that were found."""

    relation: str
    a: Version
    b: Version
    links: tuple[Link, ...]
    differences: tuple[Difference, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Carried:
    """A version (id) that has a sentence, and where; `verbatim`: in the words of `Sentence.text`."""

    version: str
    span: Span
    verbatim: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence through the versions of a history.

    `text` is the form that most versions have, the earliest of equals; `first` the version in which it was
    first seen in any form; `carried` the versions that have it, in order of time; `dropped` those that come
    from a version that has it and lack it.
    """

    text: str
    first: str
    carried: tuple[Carried, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way in which a fact is given: `version` was the first to give it so, `held` are all that do, in
    order of time.

    `before` is the reading that it replaced (None for the first one). `back`: it returns to a reading from
    before that one; `corrected`: the version has a note of correction that names it.
    """

    text: str
    version: str
    held: tuple[str, ...]
    before: str | None = None
    back: bool = False
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class FactHistory:
    """A fact that versions of one text give in different ways: readings in the order in which they came."""

    group: str
    type: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class StepLine:
    """One difference of a step. `origin`: the earlier version from elsewhere in which the added passage was
    first seen; `back`: the readings that a fact went through, where it returns to an earlier one; `corrected`
    as in `Reading`."""

    difference: Difference
    origin: str | None = None
    back: tuple[str, ...] = ()
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A version beside the one that it comes from.

    `kind`: "first" (nothing is earlier), "copy" (the words of the parent), "update" (a version of the
    parent's source), "taken" (of another source's text), "independent" (a report in words of its own; the
    parent is the report that it is compared with). `coverage` is the share of the version's runs of four
    words that the parent has. `lines` are the differences in the comparer's order, style and page furniture
    left out; of an independent report the quotations, speakers, sums and percentages that are new with it.
    """

    version: str
    source: str | None
    published: datetime | None
    parent: str | None
    kind: str
    coverage: float
    comparison: Comparison | None
    lines: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The versions of a story or an event in order of time (undated ones last), and how each came about:
    `steps` has one step for each version. `facts`: those that change along the way; `sentences` in the order
    in which they were first seen."""

    versions: tuple[Version, ...]
    steps: tuple[Step, ...]
    facts: tuple[FactHistory, ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """Where a story gives a value: the quoted words, and the sentence around them. `origin` is the id of the
    story whose text it is: the story itself, or the one that it is a copy or a version of."""

    story: str
    source: str | None
    published: datetime | None
    origin: str
    shown: Span
    sentence: Span


@dataclass(frozen=True, slots=True)
class SlotReading:
    """A value of a slot. `text` are the words in which it was first given, `value` what is compared: a
    number, a day as a date, an hour of the day, words. `statements` are in order of time; `origins` counts
    the independent texts among them. `current`: it is what the latest stories of some source say."""

    text: str
    value: str | float
    current: bool
    origins: int
    first: datetime | None
    last: datetime | None
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """One line of a fact table.

    `name` is dead, injured, missing, arrested, suspect, cause, place, day, hour, money, percent or count;
    `what` says of what a sum or a count is one ("" where the text does not say it). `state` is "agreed" (all
    sources give one value, from two origins and more), "disputed" (sources give values now that cannot both
    be true), "changed" (an earlier value was replaced), "listed" (several values that do not exclude each
    other) or "single" (one origin). `readings` are in the order in which they were first given; `age` is the
    time in seconds from when the newest current reading was first given to the latest story of the event."""

    name: str
    what: str
    state: str
    readings: tuple[SlotReading, ...]
    age: float | None


@dataclass(frozen=True, slots=True)
class FactTable:
    """What the stories of an event give for each slot, as `dedup.fact_table` reads it. `origins` counts the
    independent texts among its `stories` (ids, in order of time)."""

    stories: tuple[str, ...]
    origins: int
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an index says of one story, and the acknowledgement that it is stored.

    `kind` is one of new, duplicate, revision, excerpt, follow-up, retold (of a rewrite, too); `relation`
    and `scores` are those of the pair with `matched`, the story through which it was joined (the story's
    own id for a new version of it, and for a story that was known already). `merged` names the clusters
    that were joined to this one by the story: their ids lead here from now on. `version` counts the
    versions of the id from 1; `stored` is False when nothing was written. `differences` are those against
    `matched` (None when they were not asked for). `title`, `source`, `published`, `url` and `origin` are
    those of the story itself. `version_cluster`, as `event_cluster`, is None without the event level. `news`
    are, where they were asked for, the facts, quotations, speakers and passages that no earlier story of its
    event has: with them the kind is follow-up.
    """

    id: str
    kind: str
    duplicate_cluster: str
    event_cluster: str | None = None
    matched: str | None = None
    relation: str | None = None
    scores: Scores | None = None
    merged: tuple[str, ...] = ()
    version: int = 1
    stored: bool = True
    differences: tuple[Difference, ...] | None = None
    news: tuple[Difference, ...] | None = None
    title: str | None = None
    source: str | None = None
    published: datetime | None = None
    url: str | None = None
    version_cluster: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class IndexedEvent:
    """An event of an index: two stories and more that report it.

    `id` is that of the duplicate cluster that was there first; `merged` are ids of events that were joined to
    it: they lead here. `stories` and `tellings` count what is stored now, `sources` and `languages` are those
    of all stories that it ever had. `first_seen` and `last_seen` say when its first and its latest story were
    added, `first` and `last` when they were published. `closed`: none was added for the window of the event
    level.
    """

    id: str
    headline: str | None
    stories: int
    tellings: int
    sources: tuple[str, ...]
    languages: tuple[str, ...]
    first_seen: datetime
    last_seen: datetime
    first: datetime | None
    last: datetime | None
    closed: bool
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventMember:
    """A story of an event: `seen` says when it was added, `version` counts the versions of its id."""

    id: str
    title: str | None
    source: str | None
    lang: str | None
    published: datetime | None
    seen: datetime
    duplicate_cluster: str
    version: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class EventChange:
    """An entry in the log of an event.

    `kind` is "opened" (its second story came), "grew", "merged" (`other` leads to it from now on), "split"
    (stories left it: a new version, or boilerplate was recognised) or "closed". `stories` counts its stories
    after that.
    """

    at: datetime
    event: str
    kind: str
    stories: int
    other: str | None = None


@dataclass(frozen=True, slots=True)
class EventDetails:
    """All that an index says of an event: its members in order of publication, its log in order of time."""

    event: IndexedEvent
    members: tuple[EventMember, ...]
    log: tuple[EventChange, ...]


@dataclass(frozen=True, slots=True)
class StoryNews:
    """A story that came to an event, and what no earlier one of it has."""

    story: EventMember
    news: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class EventNews:
    """What became of an event since a time: entries of its log, and the stories that came, in that order."""

    event: IndexedEvent
    log: tuple[EventChange, ...]
    stories: tuple[StoryNews, ...]


@dataclass(frozen=True, slots=True)
class IndexedStory:
    """A story as an index holds it: the version at hand, all `versions` that are kept, when this one was
    added (`seen`), and where it is now. `version_cluster` and `event_cluster` are None without the event
    level."""

    story: Story
    version: int
    versions: tuple[int, ...]
    seen: datetime
    duplicate_cluster: str
    version_cluster: str | None
    event_cluster: str | None


@dataclass(frozen=True, slots=True)
class StorySearch:
    """Stories that were found, the latest added first. `searched` were looked at; `before` is where to go on,
    None when there are no more."""

    stories: tuple[IndexedStory, ...]
    searched: int
    before: int | None


VERDICTS = ("new", "duplicate", "revision", "excerpt", "retold", "follow-up")
"""Kinds of verdict."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where a passage stands: characters `start` to `end` of the text of the story `id`."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """Words that several stories have in a row.

    `text` is how the first of them writes it; `stories` counts all, `occurrences` lists the first thousand,
    by publication.
    """

    words: int
    stories: int
    text: str
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True)
class ReusePassage:
    """A passage of a story of A, characters `start` to `end` of its text, that stands in the story `b` of B.

    There it has the characters `b_start` to `b_end`. `stories` of B have its rarest window, so that no more
    than these have all of it.
    """

    words: int
    start: int
    end: int
    text: str
    b: str
    b_start: int
    b_end: int
    stories: int


@dataclass(frozen=True, slots=True)
class ReuseRow:
    """What of one story of A stands in B: `shared_words` of its `words`, a `share` of 0 to 1."""

    id: str
    title: str | None
    source: str | None
    published: datetime | None
    words: int
    shared_words: int
    share: float
    passages: tuple[ReusePassage, ...]


@dataclass(frozen=True, slots=True)
class Reuse:
    """What of A stands in B.

    Of the `stories` of A, `too_short` have fewer than `size` words and were not looked at, `found` share a
    passage with one of the `others`, and `contained` share `at_least` of their words. `words` and
    `shared_words` are those of all stories of A.
    """

    stories: int
    too_short: int
    others: int
    found: int
    contained: int
    words: int
    shared_words: int
    size: int
    at_least: float
    rows: tuple[ReuseRow, ...]

    @property
    def rate(self) -> float:
        """Contamination: the share of the stories of A that are contained in B."""
        return self.contained / self.stories if self.stories else 0.0


def maker(kind: type[Value]) -> Callable[..., Value]:
    """A constructor for loops over a whole run: it takes all fields of a value, by position.

    Frozen classes set each field through `object.__setattr__`. An open instance with the same slots is filled
    in a quarter of the time, and then given its class (a story: 0.6 instead of 2.2 microseconds).

    Examples
    --------
    >>> maker(Part)("a", 0, 3) == Part("a", 0, 3)
    True
    """
    opened: Any = make_dataclass(
        kind.__name__,
        [one.name for one in fields(kind)],  # type: ignore[arg-type]  # a dataclass, as all values are
        repr=False,
        eq=False,
        slots=True,
    )

    def make(*values: object) -> Value:
        made = opened(*values)
        made.__class__ = kind
        return made  # type: ignore[no-any-return]

    return make


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a clustering agrees with another: precision, recall and their harmonic mean, all 0 to 1."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A clustering measured by gold labels (see `dedup.evaluation`).

    `missing`: stories with a gold label that the clustering lacks; each counts as a cluster of its own.
    `overgrown`: the most by which a predicted cluster is larger than the largest gold cluster among its
    members (1: no larger).
    """

    stories: int
    missing: int
    gold_clusters: int
    predicted_clusters: int
    pairwise: Agreement
    bcubed: Agreement
    ari: float
    largest_gold: int
    largest_predicted: int
    overgrown: float


@dataclass(frozen=True, slots=True)
class Judged:
    """Judged pairs of one kind: how many there are, how many were joined, and how many should be."""

    kind: str
    pairs: int
    joined: int
    right: int


@dataclass(frozen=True, slots=True)
class JudgedPairs:
    """A clustering measured by judged pairs."""

    agreement: Agreement
    kinds: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """What a run reaches at one threshold."""

    threshold: float
    evaluation: Evaluation


@dataclass(frozen=True, slots=True)
class Curve:
    """What a run reaches over thresholds, ascending.

    `setting`: the name of the threshold in `Settings`. `measure`: pairwise or bcubed, whose F1 is the height
    of the curve. `suggested`: the middle of the plateau (see `dedup.evaluation`), whose ends are `plateau`.
    `current`: the threshold as it was set. `caution`: why the suggestion is little worth; None where the
    labels are enough.
    """

    setting: str
    measure: str
    points: tuple[Point, ...]
    suggested: float
    plateau: tuple[float, float]
    current: float
    caution: str | None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two stories that are explained: how long it is, and how much of it is boilerplate."""

    id: str
    title: str | None
    words: int
    shingles: int
    boilerplate: int
    weekdays: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """Whether a pair comes up for verification, and by what.

    `bands`: numbers of the bands of the two signatures that agree, of `bands_compared` that are looked at.
    `sampled`: sampled shingles that both have, boilerplate left out; `sample`: size of the smaller sample.
    """

    bands: tuple[int, ...]
    bands_compared: int
    sampled: int
    sample: int
    candidate: bool


@dataclass(frozen=True, slots=True)
class Overlap:
    """Shared shingles of a pair, and the scores that they make."""

    shared: int
    scores: Scores


@dataclass(frozen=True, slots=True)
class SharedRun:
    """Consecutive words that both stories have, as A writes them.

    `words`: how many; `boilerplate`: the share of their shingles that is boilerplate.
    """

    words: int
    text: str
    boilerplate: float


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact (a name, a place, a number …) with its weight in A and in B, 0 where it does not occur."""

    word: str
    a: float
    b: float


@dataclass(frozen=True, slots=True)
class FactEvidence:
    """Facts of a pair, the heaviest first; see `dedup.match.facts` for the first two measures.

    `penalty`: what the score loses, 0 (nothing) to 1, because the facts differ more than the words do; see
    `dedup.match.duplicates`.
    """

    agreement: float
    disagreement: float
    penalty: float
    shared: tuple[Fact, ...]
    only_a: tuple[Fact, ...]
    only_b: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Feature:
    """One piece of evidence of a common event: its value, and the log-odds that it adds."""

    name: str
    value: float
    log_odds: float


@dataclass(frozen=True, slots=True)
class SharedTerm:
    """A term of both stories, as A writes it, with its IDF and what it adds to their cosine."""

    term: str
    idf: float
    cosine: float


@dataclass(frozen=True, slots=True)
class EventEvidence:
    """Evidence that a pair reports one event. `days_apart` is None where a date is unknown."""

    cosine: float
    features: tuple[Feature, ...]
    intercept: float
    terms: tuple[SharedTerm, ...]
    days_apart: float | None
    window: float


@dataclass(frozen=True, slots=True)
class Decision:
    """One level's decision on a pair.

    `score` and `threshold`: of the pair by itself. `probability`: what the `Scores` of the match hold, None
    of a pair that is no match of the run. `together`: whether the two are in one cluster of the run.
    `through`: ids from A to B, each a match of the next, when the two are together but no match themselves.
    """

    score: float
    threshold: float
    together: bool
    through: tuple[str, ...]
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two stories are, or are not, together. `stories`: size of the run that they were seen in.

    `look_alike`: whether the two share much text and are no duplicates all the same (fillings of one form,
    strangers with one footer); then nothing speaks for one event. `event` and `event_evidence` are None where
    the event level was left out.
    """

    a: Side
    b: Side
    stories: int
    relation: str
    duplicate: Decision
    event: Decision | None
    search: Search
    whole: Overlap
    without_boilerplate: Overlap
    runs: tuple[SharedRun, ...]
    facts: FactEvidence
    look_alike: bool
    event_evidence: EventEvidence | None
