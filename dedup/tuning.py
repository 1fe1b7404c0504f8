"""Thresholds measured on stories that carry labels.

Stories are read and sketched once. Duplicate clusters at another threshold follow from the scores at hand;
events are matched again, with the duplicate clusters of the settings inside. The best point of a curve
is often a spike that another sample would not repeat, so the setting that is suggested is the middle of the
plateau: of the longest stretch of thresholds whose F1 is within `CLOSE` of the best.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from dedup.errors import InputError
from dedup.evaluation import evaluate, label_of
from dedup.findings import Curve, Evaluation, Point
from dedup.pipeline import Gathered, Progress, gather, match
from dedup.read import stories as coerce
from dedup.result import Result
from dedup.settings import Settings
from dedup.story import Story

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
    names = [card.id for card in run.cards]
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
        told = "no two labelled stories are" if not joins else f"{joins:,} of {found.stories:,} stories are"
        return f"{told} to be joined to another; measure a threshold on {ENOUGH} such or more"
    return None
