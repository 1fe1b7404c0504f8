"""Find duplicate and near-duplicate news stories, and show where they differ.

>>> import dedup
>>> result = dedup.cluster(dedup.read("feed.jsonl"))            # doctest: +SKIP
>>> comparison = dedup.compare(first, second)                   # doctest: +SKIP

The names below are loaded when they are first used, so that `import dedup` costs next to nothing.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

__version__ = "0.1.0.dev0"

_HOME = {
    "Assignment": "story",
    "Cluster": "story",
    "Comparison": "story",
    "DedupError": "errors",
    "Difference": "story",
    "Link": "story",
    "Match": "story",
    "Part": "story",
    "Piece": "story",
    "Result": "result",
    "Scores": "story",
    "Settings": "settings",
    "Span": "story",
    "Story": "story",
    "Verdict": "story",
    "Version": "story",
    "annotate": "annotation",
    "cluster": "pipeline",
    "compare": "pipeline",
    "evaluate": "evaluation",
    "explain": "explain",
    "explain_in": "explain",
    "keep": "keeping",
    "open": "index",
    "read": "read",
    "shingle_hashes": "sketch.shingles",
    "sign": "sketch.minhash",
    "split": "splitter",
    "tune": "tuning",
}

__all__ = [
    "__version__",
    *_HOME,
]

if TYPE_CHECKING:
    from dedup.annotation import annotate as annotate
    from dedup.errors import DedupError as DedupError
    from dedup.evaluation import evaluate as evaluate
    from dedup.explain import explain as explain
    from dedup.explain import explain_in as explain_in
    from dedup.index import open as open
    from dedup.keeping import keep as keep
    from dedup.pipeline import cluster as cluster
    from dedup.pipeline import compare as compare
    from dedup.read import read as read
    from dedup.result import Result as Result
    from dedup.settings import Settings as Settings
    from dedup.sketch.minhash import sign as sign
    from dedup.sketch.shingles import shingle_hashes as shingle_hashes
    from dedup.splitter import split as split
    from dedup.story import Assignment as Assignment
    from dedup.story import Cluster as Cluster
    from dedup.story import Comparison as Comparison
    from dedup.story import Difference as Difference
    from dedup.story import Link as Link
    from dedup.story import Match as Match
    from dedup.story import Part as Part
    from dedup.story import Piece as Piece
    from dedup.story import Scores as Scores
    from dedup.story import Span as Span
    from dedup.story import Story as Story
    from dedup.story import Verdict as Verdict
    from dedup.story import Version as Version
    from dedup.tuning import tune as tune


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'dedup' has no attribute {name!r}")
    value: object = getattr(import_module(f"dedup.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})


class _Package(ModuleType):
    """Keeps `dedup.read` and `dedup.compare` the functions: importing a room would put the room in their
    place."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
