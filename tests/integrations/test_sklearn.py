"""The scikit-learn estimator and the conventions it follows."""

import pickle
from typing import Any

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError, SkipTestWarning
from sklearn.model_selection import ParameterGrid
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils import estimator_checks, get_tags
from sklearn.utils.validation import check_is_fitted

import dedup
from dedup.integrations.sklearn import StoryClusterer

STORM = (
    "Storm Ada tore roofs off houses along the coast near Lisbon on Monday, killing 3 people and cutting "
    "power to 40,000 homes, the civil protection agency said. Trains to Porto stood still all day."
)
RETOLD = (
    "At least three people were dead by Monday night after Storm Ada came ashore near Lisbon in Portugal, "
    "and trains to Porto were suspended. Some 40,000 homes had no power, the civil protection agency said."
)
TRIAL = "A court in Graz sentenced two former bank managers to four years in prison on Tuesday."
TEXTS = [STORM, TRIAL, STORM.replace("killing 3", "killing 4"), RETOLD, ""]

APPLICABLE = [
    "check_estimator_cloneable",
    "check_estimator_tags_renamed",
    "check_valid_tag_types",
    "check_estimator_repr",
    "check_no_attributes_set_in_init",
    "check_mixin_order",
    "check_parameters_default_constructible",
    "check_get_params_invariance",
    "check_set_params",
    "check_do_not_raise_errors_in_init_or_set_params",
    "check_estimators_unfitted",
]
"""The checks of scikit-learn that do not fit numbers. All others do; they cannot be asked of an estimator of
texts; `check_estimator` itself passes them over by the tags. What they look for is tested here on texts: fit
returns the estimator, keeps parameters and input as they were, gives the same labels again, sets attributes
that end in an underscore and no others, and refuses what it cannot take with ValueError."""


@pytest.mark.parametrize("name", APPLICABLE)
def test_checks_of_scikit_learn(name: str) -> None:
    getattr(estimator_checks, name)("StoryClusterer", StoryClusterer())


def test_the_whole_suite_knows_by_the_tags_that_texts_are_wanted() -> None:
    tags = get_tags(StoryClusterer()).input_tags
    assert (tags.string, tags.one_d_array, tags.two_d_array) == (True, True, False)
    with pytest.warns(SkipTestWarning):
        done = estimator_checks.check_estimator(StoryClusterer(), on_skip=None)
    assert {check["status"] for check in done} == {"passed"}


def test_duplicates_and_events() -> None:
    labels = StoryClusterer().fit_predict(TEXTS)
    assert labels.dtype == np.int64
    assert labels.tolist() == [0, 1, 0, 2, 3]
    assert StoryClusterer(level="event").fit_predict(TEXTS).tolist() == [0, 1, 0, 0, 2]


def test_fit_returns_itself_and_changes_neither_input_nor_parameters() -> None:
    clusterer, given = StoryClusterer(threshold=0.6), list(TEXTS)
    assert clusterer.fit(given, y=[0] * 5) is clusterer
    assert given == TEXTS
    assert clusterer.get_params() == {
        "event_threshold": 0.5,
        "level": "duplicate",
        "threshold": 0.6,
        "window": 7.0,
    }
    assert {name for name in vars(clusterer) if name not in clusterer.get_params()} == {"labels_", "result_"}
    assert isinstance(clusterer.result_, dedup.Result)
    first = clusterer.labels_
    assert np.array_equal(clusterer.fit(given).labels_, first)


def test_texts_come_in_arrays_and_frames() -> None:
    pandas = pytest.importorskip("pandas")
    wanted = [0, 1, 0, 2, 3]
    assert StoryClusterer().fit_predict(np.array(TEXTS)).tolist() == wanted
    assert StoryClusterer().fit_predict(np.array(TEXTS, dtype=object)).tolist() == wanted
    assert StoryClusterer().fit_predict(tuple(TEXTS)).tolist() == wanted
    assert StoryClusterer().fit_predict(pandas.Series(TEXTS, index=[9, 8, 7, 6, 5])).tolist() == wanted
    frame = pandas.DataFrame({"body": TEXTS[:4], "headline": ["Storm", None, float("nan"), "Storm"]})
    assert StoryClusterer().fit_predict(frame).tolist() == wanted[:4]


def test_records_and_stories_keep_their_ids_and_dates() -> None:
    given = [
        {"id": "late", "text": RETOLD, "published": "2026-03-30"},
        dedup.Story(id="early", text=STORM),
        {"id": "soon", "text": RETOLD, "published": "2026-03-02"},
    ]
    clusterer = StoryClusterer(level="event", threshold=1.0).fit(given)
    assert [row.id for row in clusterer.result_.assignments] == ["late", "early", "soon"]
    assert len(clusterer.labels_) == 3


def test_labels_say_what_the_result_says() -> None:
    clusterer = StoryClusterer(level="event").fit(TEXTS)
    rows = clusterer.result_.assignments
    for i, a in enumerate(rows):
        for j, b in enumerate(rows):
            same = clusterer.labels_[i] == clusterer.labels_[j]
            assert same == (a.event_cluster == b.event_cluster)


def test_clone_and_parameters() -> None:
    fitted = StoryClusterer(threshold=0.7, level="event").fit(TEXTS)
    copy = clone(fitted)
    assert copy.get_params() == fitted.get_params()
    with pytest.raises(NotFittedError):
        check_is_fitted(copy)
    check_is_fitted(fitted)
    for setting in ParameterGrid({"threshold": [0.3, 0.99], "level": ["duplicate", "event"]}):
        assert clone(fitted).set_params(**setting).fit(TEXTS).get_params()["level"] == setting["level"]
    assert StoryClusterer(threshold=0.99).fit_predict(TEXTS).tolist() == [0, 1, 2, 3, 4]


def test_in_a_pipeline() -> None:
    titles = FunctionTransformer(lambda texts: [text.upper() for text in texts])
    assert make_pipeline(titles, StoryClusterer()).fit_predict(TEXTS[:3]).tolist() == [0, 1, 0]


def test_the_defaults_are_those_of_the_settings() -> None:
    settings = dedup.Settings()
    for name, value in StoryClusterer().get_params().items():
        if name != "level":
            assert getattr(settings, name) == value


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("one text", "got one string"),
        ([], "0 sample"),
        (np.array([[STORM, TRIAL]]), "Expected 1D array"),
        (np.zeros(3), "float"),
        ([STORM, None], "item 1: .*NoneType"),
        ([STORM, {"title": None}], "item 1: no text"),
        ([{"id": "a", "text": STORM}, {"id": "a", "text": TRIAL}], "'a' appears twice"),
        ({"text": STORM}, "dict"),
        (7, "int"),
    ],
)
def test_what_it_cannot_take(given: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        StoryClusterer().fit(given)


@pytest.mark.parametrize(
    "parameters", [{"threshold": 0.0}, {"event_threshold": 2.0}, {"window": -1.0}, {"level": "topic"}]
)
def test_parameters_are_checked_when_fitting(parameters: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(parameters))):
        StoryClusterer(**parameters).fit(TEXTS)


def test_a_fitted_estimator_can_be_stored_and_loaded() -> None:
    """scikit-learn keeps models this way."""
    fitted = StoryClusterer().fit(TEXTS)
    loaded = pickle.loads(pickle.dumps(fitted))
    assert np.array_equal(loaded.labels_, fitted.labels_)
