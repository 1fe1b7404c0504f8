"""How well a clustering agrees with gold labels, and what other thresholds would give.

Pairwise: of the pairs of stories that are together on one side, the share that is together on the other.
B-cubed (Bagga, Baldwin 1998): for each story, the share of its cluster that belongs there, averaged over
stories, so that one large cluster does not decide everything. The adjusted Rand index (Hubert, Arabie 1985)
is agreement over all pairs, less what chance would give. All three follow from the sizes of the clusters and
of their intersections, which are counted in one pass. A side that claims no pair is right about all of them.

For a curve over thresholds stories are read and sketched once. Duplicate clusters at another threshold follow
from the scores at hand; events are matched again, with the duplicate clusters of the settings inside. The
best point of a curve is often a spike that another sample would not repeat, so the setting that is suggested
is the middle of the plateau: of the longest stretch of thresholds whose F1 is within `CLOSE` of the best.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from dedup.errors import DuplicateIdError, InputError, RecordError
from dedup.match.corrections import LEVELS, Corrections
from dedup.pipeline import Gathered, Progress, gather, match
from dedup.readers import stories as coerce
from dedup.result import Result
from dedup.settings import Settings
from dedup.types import Agreement, Curve, Evaluation, Judged, JudgedPairs, Point, Story

COLUMNS = {
    "duplicate_cluster": "duplicate_cluster",
    "version": "version_cluster",
    "event": "event_cluster",
    "topic": "event_cluster",
}
"""Column of a result that answers for a label; other labels are compared with duplicate clusters."""

Clusters = Mapping[str, str | None]


def evaluate(predicted: Clusters, gold: Mapping[str, str]) -> Evaluation:
    """Measure a clustering by gold labels.

    Parameters
    ----------
    predicted
        Id of a story -> id of its cluster. Stories without a gold label are left out; a story with one that
        is missing here, or in no cluster (None), counts as a cluster of its own.
    gold
        Id of a story -> its label.

    Returns
    -------
    Evaluation
        Perfect agreement is 1 in every measure, also where there is nothing to find.

    Examples
    --------
    >>> found = evaluate(dict(zip("abcd", "1122")), dict(zip("abcd", "xxxy")))
    >>> found.pairwise.precision, round(found.pairwise.recall, 4), found.bcubed.precision
    (0.5, 0.3333, 0.75)
    """
    sizes = Counter(zip(gold.values(), map(predicted.get, gold), strict=True))
    alone = Counter({label: size for (label, cluster), size in sizes.items() if cluster is None})
    both = {(label, cluster): size for (label, cluster), size in sizes.items() if cluster is not None}
    return _evaluation(both, alone)


def _evaluation(both: Mapping[tuple[str, str], int], alone: Counter[str]) -> Evaluation:
    """Measures from the sizes of the intersections, and the stories of each label that are in no cluster."""
    of_gold, of_predicted, largest = Counter(alone), Counter[str](), Counter[str]()
    for (label, cluster), size in both.items():
        of_gold[label] += size
        of_predicted[cluster] += size
    for label, cluster in both:
        largest[cluster] = max(largest[cluster], of_gold[label])
    n, lone = of_gold.total(), alone.total()
    precise, recalled = float(lone), 0.0
    for (label, cluster), size in both.items():
        precise += size * size / of_predicted[cluster]
        recalled += size * size / of_gold[label]
    recalled += sum(size / of_gold[label] for label, size in alone.items())
    agreed, claimed, wanted = _pairs(both.values()), _pairs(of_predicted.values()), _pairs(of_gold.values())
    chance = wanted * claimed / (n * (n - 1) / 2) if n > 1 else 0.0
    most = (wanted + claimed) / 2
    grown = [size / largest[cluster] for cluster, size in of_predicted.items()]
    return Evaluation(
        stories=n,
        missing=lone,
        gold_clusters=len(of_gold),
        predicted_clusters=len(of_predicted) + lone,
        pairwise=agreement(agreed, claimed, wanted),
        bcubed=agreement_of(precise / n, recalled / n) if n else Agreement(1.0, 1.0, 1.0),
        ari=(agreed - chance) / (most - chance) if most != chance else 1.0,
        largest_gold=max(of_gold.values(), default=0),
        largest_predicted=max([*of_predicted.values(), min(lone, 1)]),
        overgrown=max([*grown, *(1 / of_gold[label] for label in alone)], default=0.0),
    )


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def agreement(agreed: int, claimed: int, wanted: int) -> Agreement:
    """Precision and recall of so many right ones among those claimed and those wanted."""
    return agreement_of(agreed / claimed if claimed else 1.0, agreed / wanted if wanted else 1.0)


def agreement_of(precision: float, recall: float) -> Agreement:
    """Precision and recall with their harmonic mean."""
    total = precision + recall
    return Agreement(precision, recall, 2 * precision * recall / total if total else 0.0)


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """A pair of stories that somebody judged: its kind, and whether the two belong together."""

    a: str
    b: str
    kind: str
    together: bool


def corrected_pairs(wanted: Corrections, label: str = "duplicate_cluster") -> list[JudgedPair]:
    """Corrections as judged pairs of a label: those that say something of its level."""
    level = COLUMNS.get(label, "duplicate_cluster").removesuffix("_cluster")
    at = LEVELS.index(level)
    joined = [one for one in wanted.join if LEVELS.index(one.level) <= at]
    parted = [one for one in wanted.part if LEVELS.index(one.level) >= at]
    return [
        *(JudgedPair(one.a, one.b, "must-join", True) for one in joined),
        *(JudgedPair(one.a, one.b, "must-not-join", False) for one in parted),
    ]


def judge(predicted: Clusters, pairs: Iterable[JudgedPair]) -> JudgedPairs:
    """Measure a clustering by judged pairs; a story that it lacks is together with none.

    Examples
    --------
    >>> pairs = [JudgedPair("a", "b", "copy", True), JudgedPair("a", "c", "template", False)]
    >>> judge({"a": "1", "b": "1", "c": "1"}, pairs).agreement.precision
    0.5
    """
    counted: Counter[str] = Counter()
    joined: Counter[str] = Counter()
    right: Counter[str] = Counter()
    agreed = 0
    for pair in pairs:
        cluster = predicted.get(pair.a)
        same = cluster is not None and cluster == predicted.get(pair.b)
        counted[pair.kind] += 1
        joined[pair.kind] += same
        right[pair.kind] += pair.together
        agreed += same and pair.together
    kinds = tuple(Judged(kind, counted[kind], joined[kind], right[kind]) for kind in sorted(counted))
    return JudgedPairs(agreement(agreed, joined.total(), right.total()), kinds)


def read_predicted(path: Path, label: str = "duplicate_cluster") -> dict[str, str | None]:
    """Clusters of a saved run: what `dedup cluster` writes as JSON Lines, JSON or CSV.

    Parameters
    ----------
    path
        The file; "-" is standard input.
    label
        Gold label that they are to be compared with: it chooses the level.

    Raises
    ------
    RecordError
        The file cannot be read, or a row has no id.
    InputError
        No row has the column.
    DuplicateIdError
        An id appears twice.
    """
    return _column(path, (COLUMNS.get(label, "duplicate_cluster"),))


def read_gold(path: Path, label: str = "duplicate_cluster") -> dict[str, str]:
    """Gold labels of a JSON Lines, JSON or CSV file; errors are those of `read_predicted`.

    A label stands in `labels` (`{"id": …, "labels": {LABEL: …}}`), or in a field of its name, of the name of
    the column it answers for, or `cluster`. Records without it are left out.
    """
    named = _column(path, (label, COLUMNS.get(label, label), "cluster"))
    return {name: value for name, value in named.items() if value is not None}


def label_of(record: Mapping[str, object], *names: str) -> str | None:
    """The gold label that a record carries, as text; None where it has none.

    Parameters
    ----------
    record
        With `labels`, an object of labels by name, or with fields of these names.
    names
        The label's name, and the names of fields that may hold it beside.
    """
    labels = record.get("labels")
    nested = labels.get(names[0]) if isinstance(labels, Mapping) else None
    values = (nested, *(record.get(name) for name in names))
    return next((str(value) for value in values if value not in (None, "")), None)


def read_pairs(path: Path) -> Iterator[JudgedPair]:
    """Judged pairs, one record each: `a`, `b`, `label` (its kind), `near_duplicate` (true when left out)."""
    for record, place in _records(path):
        if record.get("a") is None or record.get("b") is None:
            raise RecordError(place, "no judged pair: it needs the ids 'a' and 'b'")
        together = record.get("near_duplicate", True)
        yield JudgedPair(
            str(record["a"]),
            str(record["b"]),
            str(record.get("label", "?")),
            together if isinstance(together, bool) else str(together).lower() in ("true", "1", "yes"),
        )


def _column(path: Path, names: tuple[str, ...]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    places: dict[str, str] = {}
    seen = False
    for record, place in _records(path):
        if record.get("id") in (None, ""):
            raise RecordError(place, "no 'id'")
        name = str(record["id"])
        if name in found:
            raise DuplicateIdError(name, places[name], place)
        places[name] = place
        found[name] = label_of(record, *names)
        seen = seen or found[name] is not None
    if not seen:
        raise InputError(f"{path}: no record has a cluster; looked for {', '.join(dict.fromkeys(names))}")
    return found


def _records(path: Path) -> Iterator[tuple[Mapping[str, object], str]]:
    """Records of a file in any of the formats with fields, with their places."""
    from dedup.readers.formats import by_name, by_suffix
    from dedup.readers.streams import open_stream

    def refuse(place: str, problem: str) -> None:
        raise RecordError(place, problem)

    name = str(path)
    with open_stream(None if name == "-" else path, name) as stream:
        form = by_suffix(name)
        if form is None or form.name == "text":
            form = by_name("json" if stream.head.lstrip()[:1] in (b"{", b"[") else "csv")
        yield from form.read(stream, refuse)


CLOSE = 0.01
"""F1 lost that nobody notices: less than two labelled samples of a thousand stories differ by."""

ENOUGH = 50
"""Joins that labels must ask for: with fewer, one join more or less moves F1 by more than `CLOSE`, and the
plateau is an accident of the sample."""

DUPLICATE_THRESHOLDS = tuple(round(0.05 * step, 2) for step in range(1, 21))
EVENT_THRESHOLDS = tuple(round(0.05 * step, 2) for step in range(1, 20))
"""Thresholds of the curves."""

LABELS = {"threshold": "duplicate_cluster", "event_threshold": "event"}
"""Label by which each setting is measured."""


def tune(
    stories: Iterable[object], *, settings: Settings | None = None, progress: Progress | None = None
) -> tuple[Curve, ...]:
    """Curves over the duplicate threshold, the event threshold, or both.

    Parameters
    ----------
    stories
        Stories or records with the field `duplicate_cluster`, `event` or both (in the `extra` of a story), by
        themselves or under `labels`. A story without takes part in the run and is not measured. Labels are
        taken off before stories are clustered.
    settings
        Those of the run; the two thresholds are the curves' "current" ones.
    progress
        Called now and then with what is being done.

    Returns
    -------
    tuple of Curve
        One for each label that occurs.

    Raises
    ------
    InputError
        No story carries a label.
    """
    settings = settings or Settings()
    gold: dict[str, dict[str, str]] = {label: {} for label in LABELS.values()}
    run = gather(_unlabelled(stories, gold), progress=progress)
    if not any(gold.values()):
        raise InputError(f"no story carries a label: a field {' or '.join(LABELS.values())}")
    names = [meta.id for meta in run.metadata]
    curves = []
    if duplicates := gold["duplicate_cluster"]:
        result = match(replace(run, profiles=None), settings, progress=progress)
        points = [
            Point(threshold, _measured(result.rethreshold(threshold), "duplicate", names, duplicates))
            for threshold in DUPLICATE_THRESHOLDS
        ]
        curves.append(curve("threshold", "pairwise", points, settings.threshold))
    if gold["event"]:
        points = list(_event_points(run, settings, names, gold["event"], progress))
        curves.append(curve("event_threshold", "bcubed", points, settings.event_threshold))
    return tuple(curves)


def _unlabelled(items: Iterable[object], gold: dict[str, dict[str, str]]) -> Iterator[Story]:
    """The stories without what was not known of them when they were written; fills `gold` in passing."""
    for story in coerce(items):
        for label, found in gold.items():
            value = label_of(story.extra, label)
            if value is not None:
                found[story.id] = value
        yield replace(story, extra={})


def _measured(result: Result, level: str, names: Sequence[str], gold: dict[str, str]) -> Evaluation:
    return evaluate(dict(zip(names, map(str, result.labels(level).tolist()), strict=True)), gold)


def _event_points(
    run: Gathered, settings: Settings, names: Sequence[str], gold: dict[str, str], progress: Progress | None
) -> Iterator[Point]:
    """What a run with each event threshold gives."""
    for number, threshold in enumerate(EVENT_THRESHOLDS):
        if progress:
            progress("events", number, len(EVENT_THRESHOLDS))
        result = match(run, replace(settings, event_threshold=threshold))
        yield Point(threshold, _measured(result, "event", names, gold))


def curve(setting: str, measure: str, points: Sequence[Point], current: float) -> Curve:
    """A curve with the middle of its plateau.

    Parameters
    ----------
    setting
        Name of the threshold in `Settings`.
    measure
        "pairwise" or "bcubed": whose F1 is judged.
    points
        At least one, by ascending threshold.
    current
        The threshold as it is set.
    """
    heights = [getattr(point.evaluation, measure).f1 for point in points]
    best = max(heights)
    close = [height >= best - CLOSE for height in heights]
    stretches = [list(stretch) for _, stretch in groupby(range(len(points)), close.__getitem__)]
    longest = max((stretch for stretch in stretches if close[stretch[0]]), key=len)
    return Curve(
        setting=setting,
        measure=measure,
        points=tuple(points),
        suggested=points[longest[len(longest) // 2]].threshold,
        plateau=(points[longest[0]].threshold, points[longest[-1]].threshold),
        current=current,
        caution=_caution(points[0].evaluation),
    )


def _caution(found: Evaluation) -> str | None:
    """What to say of labels that are too few, or all alike, for a threshold."""
    joins = found.stories - found.gold_clusters
    if found.gold_clusters == 1:
        return "all labelled stories are of one cluster: nothing shows what a threshold must keep apart"
    if joins < ENOUGH:
        stated = "no two labelled stories are" if not joins else f"{joins:,} of {found.stories:,} stories are"
        return f"{stated} to be joined to another; measure a threshold on {ENOUGH} such or more"
    return None
