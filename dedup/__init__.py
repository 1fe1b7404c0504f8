"""Find duplicate and near-duplicate news stories, and show where they differ.

>>> import dedup
>>> result = dedup.cluster(dedup.read("feed.jsonl"))            # doctest: +SKIP
>>> comparison = dedup.compare(first, second)                   # doctest: +SKIP

The names below are loaded when they are first used, so that `import dedup` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0.dev0"

_HOME = {
    "Assignment": "types",
    "Cleaned": "cleaning",
    "Cluster": "types",
    "Comparison": "types",
    "DedupError": "errors",
    "Difference": "types",
    "LeftOut": "cleaning",
    "Link": "types",
    "Match": "types",
    "Part": "types",
    "Piece": "types",
    "Result": "result",
    "Scores": "types",
    "Settings": "settings",
    "Span": "types",
    "Split": "types",
    "Story": "types",
    "Verdict": "types",
    "Version": "types",
    "annotate": "result",
    "clean": "cleaning",
    "cluster": "pipeline",
    "compare": "pipeline",
    "evaluate": "evaluation",
    "explain": "explanation",
    "explain_in": "explanation",
    "keep": "cleaning",
    "only": "readers",
    "fact_table": "histories",
    "FactTable": "types",
    "history": "histories",
    "History": "types",
    "open": "index",
    "overlap": "reuse",
    "read": "readers",
    "shared_passages": "reuse",
    "shingle_hashes": "sketch.shingles",
    "sign": "sketch.minhash",
    "split": "splitter",
    "tune": "evaluation",
}

__all__ = [
    "__version__",
    *_HOME,
]

if TYPE_CHECKING:
    from dedup.cleaning import Cleaned as Cleaned
    from dedup.cleaning import LeftOut as LeftOut
    from dedup.cleaning import clean as clean
    from dedup.cleaning import keep as keep
    from dedup.errors import DedupError as DedupError
    from dedup.evaluation import evaluate as evaluate
    from dedup.evaluation import tune as tune
    from dedup.explanation import explain as explain
    from dedup.explanation import explain_in as explain_in
    from dedup.histories import fact_table as fact_table
    from dedup.histories import history as history
    from dedup.index import open as open
    from dedup.pipeline import cluster as cluster
    from dedup.pipeline import compare as compare
    from dedup.readers import only as only
    from dedup.readers import read as read
    from dedup.result import Result as Result
    from dedup.result import annotate as annotate
    from dedup.reuse import overlap as overlap
    from dedup.reuse import shared_passages as shared_passages
    from dedup.settings import Settings as Settings
    from dedup.sketch.minhash import sign as sign
    from dedup.sketch.shingles import shingle_hashes as shingle_hashes
    from dedup.splitter import split as split
    from dedup.types import Assignment as Assignment
    from dedup.types import Cluster as Cluster
    from dedup.types import Comparison as Comparison
    from dedup.types import Difference as Difference
    from dedup.types import FactTable as FactTable
    from dedup.types import History as History
    from dedup.types import Link as Link
    from dedup.types import Match as Match
    from dedup.types import Part as Part
    from dedup.types import Piece as Piece
    from dedup.types import Scores as Scores
    from dedup.types import Span as Span
    from dedup.types import Split as Split
    from dedup.types import Story as Story
    from dedup.types import Verdict as Verdict
    from dedup.types import Version as Version


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'dedup' has no attribute {name!r}")
    value: object = getattr(import_module(f"dedup.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
