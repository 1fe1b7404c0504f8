"""One definition of when two characters are the same.

Shingles, terms and TF-IDF all see text after `normalise`: compatibility forms folded (NFKC: ligatures,
full-width letters, half-width kana), case folded, invisible characters dropped, Arabic spelling variants and
the two kana alphabets folded. The result is for matching only; what people see is always the original text.
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
