"""When two characters are the same, and what a word is.

Shingles, terms and TF-IDF all see text after `normalise`: compatibility forms folded (NFKC: ligatures,
full-width letters, half-width kana), case folded, invisible characters dropped, Arabic spelling variants and
the two kana alphabets folded. The result is for matching only; people always see the original text.

A word is a run of letters, digits, underscores and combining marks. In scripts that are written without
spaces (Chinese, Japanese, Thai …) every character, with its marks, is a word, so five-word shingles become
five-character shingles there.
"""

import re
import unicodedata
from functools import cache

_ARABIC = {
    **dict.fromkeys([*range(0x064B, 0x0660), 0x0670, 0x0640]),  # vowel signs and tatweel: decoration
    **dict.fromkeys([0x0622, 0x0623, 0x0625, 0x0671], 0x0627),  # alef with hamza, madda or wasla
    0x0649: 0x064A,  # alef maksura, written for yeh at the end of words
    0x0629: 0x0647,  # teh marbuta
}
_KATAKANA = {c: c - 0x60 for c in range(0x30A1, 0x30F7)}  # to hiragana
FOLDED: dict[int, int | None] = {**_ARABIC, **_KATAKANA}
"""Code points that are folded after NFKC and case folding; None drops the character."""

INVISIBLE: dict[int, int | None] = dict.fromkeys(
    [
        *(0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
    ]
)
"""Soft hyphens, zero-width characters, direction marks and variation selectors: dropped first."""

_INVISIBLE = re.compile(f"[{''.join(map(chr, INVISIBLE))}]")
_FOLDED = re.compile(f"[{''.join(map(chr, FOLDED))}]")


def normalise(text: str) -> str:
    """The form of a text that is compared.

    Examples
    --------
    >>> normalise("ﬁnal ＲＥＰＯＲＴ"), normalise("co\\u00adoperate")
    ('final report', 'cooperate')
    """
    if text.isascii():
        return text.lower()
    if _INVISIBLE.search(text):
        text = text.translate(INVISIBLE)
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return folded.translate(FOLDED) if _FOLDED.search(folded) else folded


UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Myanmar
    "\u1780-\u17ff"  # Khmer
    "\u3005-\u3007\u3040-\u30ff"  # iteration marks, kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Han
    "\U00020000-\U0003ffff"  # Han, supplementary planes
)
"""Ranges (inside a regular-expression class) of the scripts that are written without spaces between words."""


@cache
def marks() -> str:
    """Ranges (inside a regular-expression class) of the combining marks of the Basic Multilingual Plane.

    Python's `\\w` leaves them out, which would cut words of Hindi or Thai at every vowel sign.
    """
    found = [c for c in range(0x300, 0xFFFF) if unicodedata.category(chr(c)) in ("Mn", "Mc")]
    ranges: list[list[int]] = []
    for code in found:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(a)}-{chr(b)}" if b > a else chr(a) for a, b in ranges)


def listed(words: str) -> frozenset[str]:
    """The words of a list.

    >>> sorted(listed("said told"))
    ['said', 'told']
    """
    return frozenset(words.split())


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
