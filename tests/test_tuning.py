"""Curves over thresholds, and the setting that they suggest."""

from dataclasses import replace

import pytest

import dedup
from dedup.errors import InputError
from dedup.evaluation import DUPLICATE_THRESHOLDS, curve, evaluate, tune
from dedup.report.summary_text import curve_text
from dedup.types import Agreement, Evaluation, Point, Story

STORM = (
    "Storm Ada tore roofs off houses along the coast near Lisbon on Monday, killing 3 people and cutting "
    "power to 40,000 homes, the civil protection agency said. Trains to Porto stood still all day."
)
TRIAL = (
    "A court in Graz sentenced two former bank managers to four years in prison on Tuesday for false "
    "accounting in the collapse of Hallberg Sparkasse, which cost savers 90 million euros. Both will appeal."
)


def _labelled(name: str, text: str, **labels: str) -> Story:
    return Story(id=name, text=text, extra={"labels": labels})


STORIES = [
    _labelled("a", STORM, duplicate_cluster="storm", event="storm"),
    _labelled("b", STORM.replace("killing 3", "killing 4"), duplicate_cluster="storm", event="storm"),
    _labelled("c", TRIAL, duplicate_cluster="trial", event="trial"),
    Story(id="unlabelled", text=TRIAL),
]


def test_records_are_taken_as_stories_are() -> None:
    records = [{"id": story.id, "text": story.text, **story.extra.get("labels", {})} for story in STORIES]
    assert tune(records) == tune(STORIES)


def _points(*heights: float) -> list[Point]:
    empty = evaluate({}, {})
    found: list[Evaluation] = [replace(empty, pairwise=Agreement(1.0, 1.0, height)) for height in heights]
    return [Point(number / 10, evaluation) for number, evaluation in enumerate(found, start=1)]


def test_the_middle_of_the_plateau_and_not_the_spike() -> None:
    found = curve("threshold", "pairwise", _points(0.5, 0.99, 0.7, 0.985, 0.984, 0.986, 0.4), 0.45)
    assert found.plateau == (0.4, 0.6)
    assert found.suggested == 0.5
    assert curve("threshold", "pairwise", _points(0.5, 0.99, 0.7), 0.45).suggested == 0.2


def test_few_labels_are_told() -> None:
    """With fewer than fifty joins a threshold is an accident of the sample, with one cluster nothing is kept
    apart."""
    few, _ = tune(STORIES)
    assert few.caution is not None
    assert few.caution.startswith("1 of 3 stories are to be joined")
    assert "Few labels: 1 of 3" in " ".join(curve_text(few).split())
    assert max(map(len, curve_text(few).splitlines())) <= 80
    alike = [replace(story, extra={"labels": {"event": "storm"}}) for story in STORIES[:2]]
    assert "nothing shows" in str(tune(alike)[0].caution)
    many = replace(_points(0.9)[0].evaluation, stories=120, gold_clusters=60)
    assert curve("threshold", "pairwise", [Point(0.5, many)], 0.45).caution is None


def test_a_curve_for_each_kind_of_label() -> None:
    duplicates, events = tune(STORIES)
    assert (duplicates.setting, duplicates.measure) == ("threshold", "pairwise")
    assert (events.setting, events.measure) == ("event_threshold", "bcubed")
    assert [point.threshold for point in duplicates.points] == list(DUPLICATE_THRESHOLDS)
    assert duplicates.points[8].evaluation.pairwise.f1 == 1.0
    assert duplicates.points[-1].evaluation.pairwise.recall == 0.0
    assert {point.evaluation.stories for point in events.points} == {3}


def test_each_point_is_what_a_run_with_that_threshold_gives() -> None:
    gold = {"a": "storm", "b": "storm", "c": "trial"}
    (duplicates,) = tune(
        [replace(s, extra={"labels": {"duplicate_cluster": gold.get(s.id)}}) for s in STORIES]
    )
    for point in duplicates.points[::6]:
        result = dedup.cluster(STORIES, settings=dedup.Settings(threshold=point.threshold), events=False)
        clusters = {row.id: row.duplicate_cluster for row in result.assignments}
        assert point.evaluation == evaluate(clusters, gold)


def test_event_points_are_runs_too() -> None:
    gold = {"a": "storm", "b": "storm", "c": "trial"}
    for point in tune(STORIES)[1].points[::9]:
        result = dedup.cluster(STORIES, settings=dedup.Settings(event_threshold=point.threshold))
        clusters = {row.id: row.event_cluster for row in result.assignments}
        assert point.evaluation == evaluate(clusters, gold)


def test_labels_do_not_reach_the_run() -> None:
    """Labels that are all wrong give the same clusters, and a low score."""
    wrong = [replace(story, extra={"labels": {"duplicate_cluster": story.id}}) for story in STORIES]
    right_gold = tune(STORIES)[0].points[8].evaluation
    wrong_gold = tune(wrong)[0].points[8].evaluation
    assert right_gold.pairwise.precision == 1.0
    assert wrong_gold.pairwise.precision == 0.0


def test_labels_may_stand_by_themselves() -> None:
    flat = [Story(id=s.id, text=s.text, extra=s.extra.get("labels", {})) for s in STORIES]  # type: ignore[arg-type]
    assert tune(flat) == tune(STORIES)


def test_stories_without_labels_are_refused() -> None:
    with pytest.raises(InputError, match="no story carries a label: a field duplicate_cluster or event"):
        tune([Story(id="a", text=STORM)])
