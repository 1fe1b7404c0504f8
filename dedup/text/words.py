"""Words: the tokens that shingles and terms are made of.

A word is a run of letters, digits, underscores and combining marks. In scripts that are written without
spaces (Chinese, Japanese, Thai …) every character, with its marks, is a word of its own, so that five-word
shingles become five-character shingles there.
"""

import re
from functools import cache

from dedup.text.normalise import UNSPACED, marks, normalise

GAPS = {code: " " for code in range(128) if not re.match(r"\w", chr(code))}
"""For `str.translate`: the ASCII characters between words become spaces."""

_PLAIN_WORD = re.compile(r"\w+")


@cache
def _marked() -> re.Pattern[str]:
    """A character that the plain pattern would cut wrongly."""
    return re.compile(f"[{UNSPACED}{marks()}]")


@cache
def word_pattern() -> re.Pattern[str]:
    """One word of normalised text, as a regular expression without groups."""
    mark = f"[{marks()}]"
    unspaced = rf"(?=[\w{marks()}])[{UNSPACED}]"
    return re.compile(rf"{unspaced}{mark}*|(?:[^\W{UNSPACED}]|(?![{UNSPACED}]){mark})+")


def words(text: str) -> list[str]:
    """The normalised words of a text, in order.

    Examples
    --------
    >>> words("The U.S. said 12,000 — “don’t”.")
    ['the', 'u', 's', 'said', '12', '000', 'don', 't']
    >>> words("新闻 news")
    ['新', '闻', 'news']
    """
    plain = normalise(text)
    if plain.isascii():
        return plain.translate(GAPS).split()
    return (word_pattern() if _marked().search(plain) else _PLAIN_WORD).findall(plain)
