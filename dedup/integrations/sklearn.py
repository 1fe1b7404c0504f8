"""scikit-learn: clusters of stories as an estimator.

`StoryClusterer` takes texts, as the text vectorizers of scikit-learn do, or records and data frames with the
usual field names, and has `labels_` like every clusterer. There is nothing to predict for new stories: fit
again, or keep a `dedup.open` index.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClusterMixin

from dedup.errors import DedupError
from dedup.pipeline import cluster
from dedup.readers import stories as coerce
from dedup.result import Result
from dedup.settings import Settings
from dedup.types import Story


class StoryClusterer(ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """Cluster stories into duplicates or events.

    Parameters
    ----------
    threshold : float
        Duplicate score, .05 to 1, from which two stories are joined.
    event_threshold : float
        Probability, .01 to .99, from which two stories are held to report one event.
    window : float
        Days between two reports of one event; undated stories are inside every window.
    level : {"duplicate", "event"}
        What `labels_` are: the same text, more or less, or reports of the same event in any words.

    Attributes
    ----------
    labels_ : ndarray of shape (n_samples,), int64
        Cluster of each story, 0 to k - 1 by first appearance. A story that is like no other has a cluster
        of its own; there is no noise label.
    result_ : dedup.Result
        Rows, matches and clusters of the run; the ids of texts are their numbers.

    Examples
    --------
    >>> texts = ["Storm Ada hit Porto late on Monday, killing three people.", "Fares will rise in May."]
    >>> StoryClusterer().fit_predict([*texts, texts[0]]).tolist()
    [0, 1, 0]
    """

    def __init__(
        self,
        threshold: float = 0.48,
        event_threshold: float = 0.5,
        window: float = 7.0,
        level: str = "duplicate",
    ) -> None:
        self.threshold = threshold
        self.event_threshold = event_threshold
        self.window = window
        self.level = level

    def fit(self, X: Iterable[object], y: object = None) -> "StoryClusterer":  # noqa: N803
        """Cluster stories.

        Parameters
        ----------
        X : array-like of shape (n_samples,), or data frame
            Texts, records (mappings with the usual field names) or stories. An empty text is in no cluster
            but its own.
        y : None
            Not used.

        Returns
        -------
        StoryClusterer
            The estimator itself.

        Raises
        ------
        ValueError
            A parameter is out of its range, or X has no samples, is one string, has two dimensions, or holds
            something that is neither text nor a record with text.
        """
        if self.level not in ("duplicate", "event"):
            raise ValueError(f"level is {self.level!r}; it must be 'duplicate' or 'event'")
        try:
            settings = Settings(
                threshold=self.threshold, event_threshold=self.event_threshold, window=self.window
            )
            listed = _stories(X)
            self.result_: Result = cluster(listed, settings=settings, events=self.level == "event")
        except DedupError as problem:
            raise ValueError(str(problem)) from problem
        self.labels_: NDArray[np.int64] = self.result_.labels(self.level)
        return self

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.one_d_array = tags.input_tags.string = tags.input_tags.dict = True
        tags.input_tags.two_d_array = False
        return tags


def _stories(given: Iterable[object]) -> list[Story]:
    """One story for each sample."""
    if isinstance(given, str | bytes):
        raise ValueError("expected an array of texts, got one string; put it in a list")
    columns = getattr(given, "columns", None)
    if columns is None and getattr(given, "ndim", 1) != 1:
        shape = getattr(given, "shape", "unknown")
        raise ValueError(f"Expected 1D array of texts, got an array of shape {shape} instead")
    if isinstance(given, Mapping) or not isinstance(given, Iterable):
        raise ValueError(f"expected an array of texts, got {type(given).__name__}")
    items = list(given) if columns is None else _rows(given, columns)
    if not items:
        raise ValueError("Found array with 0 sample(s) while a minimum of 1 is required.")
    width = len(str(len(items) - 1))
    found = list(
        coerce(
            (
                Story(id=f"{number:0{width}d}", text=str(item)) if isinstance(item, str) else item
                for number, item in enumerate(items)
            ),
            strict=True,
        )
    )
    if len(found) != len(items):
        raise ValueError(f"{len(items)} samples hold {len(found)} stories; one sample must be one story")
    return found


def _rows(frame: Any, columns: Iterable[object]) -> list[object]:
    """Records of a data frame, without what is missing (None, NaN, NaT)."""
    names = list(columns)
    rows = zip(*(frame[name] for name in names), strict=True)
    return [{n: v for n, v in zip(names, row, strict=True) if v is not None and v == v} for row in rows]
