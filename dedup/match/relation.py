"""What two stories are to each other: one definition of each relation, for runs, indexes and comparisons.

Relations of one text follow from the shingles that two stories share and from their claims; relations of
one event from the event model and from the running text that is left. A comparison of two stories says what
a run says, but does not know what a run learned: which passages are boilerplate, and how common an event's
words are.
"""

from __future__ import annotations

from enum import StrEnum

NEAR = 0.8
"""Containment on both sides from which an edited copy is a near-duplicate: one changed word in 25 leaves .8
of the five-word shingles."""

WHOLE = 0.75
"""Containment of the shorter story from which it is an excerpt of the longer one (copies that were cut:
median .79)."""

PART = 2 / 3
"""Size of an excerpt, in shingles of the longer story, at most: a third at least was cut out."""


VERSION = 0.2
"""Duplicate score from which two stories of one event are versions of one article, written anew: of versions
of web news .93 of the pairs are found with it in place of .83, at a precision of 1.00."""


class Relation(StrEnum):
    """A relation, its `label` in front of people, and its `definition`."""

    label: str
    definition: str

    def __new__(cls, value: str, label: str = "", definition: str = "") -> Relation:
        """A member by its name in output."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.definition = label, definition
        return member

    IDENTICAL = "identical", "the same text", "The words are the same, in the same order."
    NEAR_DUPLICATE = (
        "near-duplicate",
        "the same text with light edits",
        f"Each story has {NEAR:.0%} of the other's shingles, and no number, name, weekday, month or negation "
        "differs in a sentence that both have.",
    )
    REVISION = (
        "revision",
        "two versions of one story",
        "The duplicate score reaches the threshold, and what the stories say or how they say it has changed.",
    )
    EXCERPT = (
        "excerpt",
        "one text contains the other",
        f"The longer story has {WHOLE:.0%} of the shorter one's shingles and is at least half as long again; "
        "the higher containment tells which one lies inside the other.",
    )
    REWRITE = (
        "rewrite",
        "one article, told anew with some of the same text",
        f"The stories report one event, and their duplicate score reaches {VERSION}: less than makes them "
        f"one "
        "text.",
    )
    RETOLD = (
        "retold",
        "one event, told in other words",
        "The stories report one event, and hardly any text of one stands in the other.",
    )
    JOINED = (
        "joined",
        "one by a correction",
        "Somebody said that the stories belong together; the texts alone do not join them.",
    )
    UNRELATED = "unrelated", "nothing in common was found", "Neither one text nor one event."

    @property
    def same_text(self) -> bool:
        """Whether the two are versions of one text: members of one duplicate cluster."""
        return self in _SAME_TEXT


_SAME_TEXT = frozenset([Relation.IDENTICAL, Relation.NEAR_DUPLICATE, Relation.REVISION, Relation.EXCERPT])


def relation(
    jaccard: float, containment_a: float, containment_b: float, words_a: int, words_b: int, conflict: bool
) -> Relation:
    """Relation of two stories whose duplicate score reaches the threshold.

    Parameters
    ----------
    jaccard, containment_a, containment_b
        Over all shingles, 0 to 1.
    words_a, words_b
        Lengths: a text that repeats itself has the shingles of one that does not.
    conflict
        Whether their claims conflict (`claims.conflicting`).

    Returns
    -------
    Relation
        Identical, near-duplicate, excerpt or revision.

    Examples
    --------
    >>> [str(relation(*x, False)) for x in [(1.0, 1.0, 1.0, 80, 80), (0.9, 0.95, 0.94, 80, 81)]]
    ['identical', 'near-duplicate']
    >>> [str(relation(*x, False)) for x in [(0.3, 0.98, 0.3, 60, 200), (0.4, 0.6, 0.55, 300, 320)]]
    ['excerpt', 'revision']
    >>> str(relation(0.9, 0.95, 0.94, 80, 81, True))
    'revision'
    """
    if jaccard == 1.0 and words_a == words_b:
        return Relation.IDENTICAL
    low, high = sorted((containment_a, containment_b))
    if low >= NEAR:
        return Relation.REVISION if conflict else Relation.NEAR_DUPLICATE
    if high >= WHOLE and low <= PART * high:  # low / high: the sizes of the two as one another's share
        return Relation.EXCERPT
    return Relation.REVISION


def event_relation(score: float) -> Relation:
    """Relation of two stories of one event that are no duplicates, by their duplicate score."""
    return Relation.REWRITE if score >= VERSION else Relation.RETOLD
