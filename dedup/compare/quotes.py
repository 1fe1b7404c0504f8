"""Changes inside quotation marks: every one of them counts, even a dropped "that".

Whether a token is quoted is known from the token itself (the state is kept across sentences and
paragraphs). A changed stretch with a quoted token is a quote change; what one side quotes and the other
tells without marks is `speech`.
"""

from dedup.compare.mentions import Verdict


def quoted_change() -> Verdict:
    """The verdict on changed words inside quotation marks."""
    return Verdict("source", "quote", "differs", "words inside quotation marks")
