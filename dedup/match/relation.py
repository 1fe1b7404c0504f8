"""What two matched stories are to each other, by what they cover of each other."""

NEAR = 0.8
"""Containment on both sides from which an edited copy is a near-duplicate: one changed word in 25 leaves .8
of the five-word shingles."""

WHOLE = 0.75
"""Containment of the shorter story from which it is an excerpt of the longer one (copies that were cut:
median .79)."""

PART = 0.6
"""Containment of the longer story up to which the other one can be an excerpt of it."""


def relation(jaccard: float, containment_a: float, containment_b: float, words_a: int, words_b: int) -> str:
    """Relation of two stories of one duplicate cluster.

    Parameters
    ----------
    jaccard, containment_a, containment_b
        Over all shingles, 0 to 1.
    words_a, words_b
        Lengths: a text that repeats itself has the shingles of one that does not.

    Returns
    -------
    str
        identical, near-duplicate, excerpt or revision.

    Examples
    --------
    >>> relation(1.0, 1.0, 1.0, 80, 80), relation(0.9, 0.95, 0.94, 80, 81)
    ('identical', 'near-duplicate')
    >>> relation(0.3, 0.98, 0.3, 60, 200), relation(0.4, 0.6, 0.55, 300, 320)
    ('excerpt', 'revision')
    """
    if jaccard == 1.0 and words_a == words_b:
        return "identical"
    low, high = sorted((containment_a, containment_b))
    if low >= NEAR:
        return "near-duplicate"
    if high >= WHOLE and low <= PART:
        return "excerpt"
    return "revision"
