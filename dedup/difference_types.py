"""The vocabulary of a comparison: classes, kinds and types of difference.

A new type of difference is one entry of `TYPES` and one finder in `dedup.comparison`; its class, its weight
and its name in front of people come from here, and the JSON schema is held to these values by a test.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """Classes of differences, in the order in which they matter ("class" in JSON)."""

    FACT = "fact"
    SOURCE = "source"
    STRUCTURE = "structure"
    REVIEW = "review"
    STYLE = "style"


class Kind(StrEnum):
    """How a difference concerns the two stories."""

    DIFFERS = "differs"
    ONLY_A = "only-a"
    ONLY_B = "only-b"
    REFINES = "refines"
    UPDATE = "update"


class Subject(StrEnum):
    """What types that may concern one fact have in common."""

    AMOUNT = "amount"
    TIME = "time"
    NAME = "name"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class DifferenceType:
    """A type of difference.

    `severity` (0 to 1) is its weight at the top of a story where both stories have it, `alone` where one has
    it, in an editor's order: tolls and amounts first. `certainty` and `certainty_alone` are the shares of
    lines of this type that were not false on 60 real pairs whose 905 lines were judged by hand
    (tests/bench/editor.py), where there were 8 of the type and more, .98 at most and .95 where there were
    fewer than 20; numbers that differ with 13 lines of 90 other pairs. Otherwise .85 or .9, and .75 where 40
    other pairs found the type false before it was mended. `label` is what one of it is called in a sentence.
    """

    name: str
    group: Group
    severity: float
    alone: float
    label: str
    subject: Subject = Subject.OTHER
    certainty: float = 0.85
    certainty_alone: float = 0.85

    @property
    def labels(self) -> str:
        """What several of it are called."""
        return _PLURALS.get(self.label, f"{self.label}s")


_PLURALS = {
    "certainty": "certainties",
    "quantity": "quantities",
    "alias": "aliases",
    "direct speech": "direct speeches",
    "piece of page furniture": "pieces of page furniture",
}


STYLE_SEVERITY = 0.1

_LISTED = (
    DifferenceType("casualties", Group.FACT, 0.95, 0.85, "toll", Subject.AMOUNT, 0.9, 0.85),
    DifferenceType("number", Group.FACT, 0.9, 0.66, "number", Subject.AMOUNT, 0.81, 0.97),
    DifferenceType("money", Group.FACT, 0.88, 0.72, "sum", Subject.AMOUNT, 0.9, 0.95),
    DifferenceType("percent", Group.FACT, 0.86, 0.72, "percentage", Subject.AMOUNT, 0.9, 0.95),
    DifferenceType("negation", Group.FACT, 0.9, 0.85, "negation", Subject.OTHER, 0.85, 0.82),
    DifferenceType("polarity", Group.FACT, 0.85, 0.6, "opposite", Subject.OTHER, 0.85, 0.85),
    DifferenceType("date", Group.FACT, 0.8, 0.62, "date", Subject.TIME, 0.9, 0.95),
    DifferenceType("weekday", Group.FACT, 0.8, 0.55, "day", Subject.TIME, 0.9, 0.95),
    DifferenceType("time", Group.FACT, 0.75, 0.64, "time", Subject.TIME, 0.9, 0.9),
    DifferenceType("name", Group.FACT, 0.8, 0.4, "name", Subject.NAME, 0.85, 0.97),
    DifferenceType("place", Group.FACT, 0.68, 0.3, "place", Subject.NAME, 0.85, 0.75),
    DifferenceType("status", Group.FACT, 0.7, 0.55, "act", Subject.OTHER, 0.85, 0.92),
    DifferenceType("statement", Group.FACT, 0.6, 0.58, "statement", Subject.OTHER, 0.9, 0.95),
    DifferenceType("quantifier", Group.FACT, 0.62, 0.4, "quantity", Subject.OTHER, 0.75, 0.75),
    DifferenceType("quote", Group.SOURCE, 0.75, 0.66, "quotation", Subject.OTHER, 0.95, 0.98),
    DifferenceType("attribution", Group.SOURCE, 0.72, 0.64, "source", Subject.OTHER, 0.95, 0.97),
    DifferenceType("direct-speech", Group.SOURCE, 0.4, 0.4, "direct speech", Subject.OTHER, 0.9, 0.9),
    DifferenceType("hedge", Group.SOURCE, 0.6, 0.5, "certainty", Subject.OTHER, 0.85, 0.85),
    DifferenceType(
        "duplicate-paragraph", Group.STRUCTURE, 0.6, 0.5, "repeated paragraph", Subject.OTHER, 1.0, 1.0
    ),
    DifferenceType("added", Group.STRUCTURE, 0.6, 0.6, "passage", Subject.OTHER, 0.85, 0.98),
    DifferenceType("dropped", Group.STRUCTURE, 0.6, 0.58, "passage", Subject.OTHER, 0.85, 0.92),
    DifferenceType("moved", Group.STRUCTURE, 0.3, 0.3, "moved paragraph", Subject.OTHER, 0.95, 0.95),
    DifferenceType("split", Group.STRUCTURE, 0.25, 0.25, "split paragraph", Subject.OTHER, 0.95, 0.95),
    DifferenceType("merged", Group.STRUCTURE, 0.25, 0.25, "merged paragraph", Subject.OTHER, 0.95, 0.95),
    DifferenceType("correction", Group.STRUCTURE, 0.85, 0.85, "correction", Subject.OTHER, 0.95, 0.95),
    DifferenceType("update-note", Group.STRUCTURE, 0.4, 0.4, "update note", Subject.OTHER, 0.95, 0.95),
    DifferenceType("headline", Group.REVIEW, 0.65, 0.3, "headline", Subject.OTHER, 1.0, 1.0),
    DifferenceType("wording", Group.REVIEW, 0.3, 0.28, "wording", Subject.OTHER, 0.94, 0.93),
    DifferenceType("spelling", Group.STYLE, STYLE_SEVERITY, STYLE_SEVERITY, "spelling"),
    DifferenceType("abbreviation", Group.STYLE, STYLE_SEVERITY, STYLE_SEVERITY, "abbreviation"),
    DifferenceType("number-format", Group.STYLE, STYLE_SEVERITY, STYLE_SEVERITY, "number format"),
    DifferenceType("capitals", Group.STYLE, STYLE_SEVERITY, STYLE_SEVERITY, "capital"),
    DifferenceType("punctuation", Group.STYLE, STYLE_SEVERITY, STYLE_SEVERITY, "punctuation"),
    DifferenceType("contraction", Group.STYLE, STYLE_SEVERITY, STYLE_SEVERITY, "contraction"),
    DifferenceType("alias", Group.STYLE, STYLE_SEVERITY, STYLE_SEVERITY, "alias"),
    DifferenceType("function-words", Group.STYLE, STYLE_SEVERITY, STYLE_SEVERITY, "function word"),
    DifferenceType("inflection", Group.STYLE, STYLE_SEVERITY, STYLE_SEVERITY, "inflection"),
    DifferenceType("word-order", Group.STYLE, STYLE_SEVERITY, STYLE_SEVERITY, "word order"),
    DifferenceType("page-furniture", Group.STYLE, STYLE_SEVERITY, STYLE_SEVERITY, "piece of page furniture"),
    DifferenceType("quote-format", Group.STYLE, STYLE_SEVERITY, STYLE_SEVERITY, "quotation mark"),
)

TYPES: Mapping[str, DifferenceType] = {found.name: found for found in _LISTED}
"""All types of difference by name."""


def difference_type(name: str) -> DifferenceType:
    """The type of a name.

    Raises
    ------
    ValueError
        If there is no such type.
    """
    if name not in TYPES:
        raise ValueError(f"no type of difference is called {name!r}; add it to dedup.difference_types.TYPES")
    return TYPES[name]
