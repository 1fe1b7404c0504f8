"""Changes inside quotation marks: every one of them counts, even a dropped "that".

Whether a token is quoted is known from the token itself (the state is kept across sentences and
paragraphs). A changed stretch with a quoted token is a quote change; a passage that is quoted on one side
and not on the other changed from direct to indirect speech.
"""

from dedup.compare.mentions import Verdict

DIRECT = 4
"""Least number of words in a row that lost or gained their quotation marks; fewer are names and single
words."""


def quoted_change() -> Verdict:
    """The verdict on changed words inside quotation marks."""
    return Verdict("source", "quote", "differs", "words inside quotation marks")


def direct_change() -> Verdict:
    """The verdict on words that stand in quotation marks on one side only."""
    return Verdict(
        "source", "quote", "differs", "quoted on one side, told without quotation marks on the other"
    )
