"""When two characters are the same, and what a word is.

Shingles, terms and TF-IDF all see text after `normalise`: compatibility forms folded (NFKC: ligatures,
full-width letters, half-width kana), case folded, invisible characters and loose diacritics dropped, digits
of all scripts, Arabic spelling variants and the two kana alphabets folded, runs that are shown backwards
turned. The result is for matching only; people always see the original text.

A word is a run of letters, digits and combining marks. In scripts that are written without spaces (Chinese,
Japanese, Thai …) every character, with its marks, is a word, so five-word shingles become five-character
shingles there.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import filterfalse

_ARABIC = {
    **dict.fromkeys([*range(0x064B, 0x0660), 0x0670, 0x0640]),  # vowel signs and tatweel: decoration
    **dict.fromkeys([0x0622, 0x0623, 0x0625, 0x0671], 0x0627),  # alef with hamza, madda or wasla
    0x0649: 0x064A,  # alef maksura, written for yeh at the end of words
    0x0629: 0x0647,  # teh marbuta
}
_KATAKANA = {c: c - 0x60 for c in range(0x30A1, 0x30F7)}  # to hiragana
_ZEROS = (
    *(0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6),
    *(0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0),
    *(0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0),
)
"""The zeros of the Basic Multilingual Plane beyond ASCII that NFKC leaves; nine digits follow each."""

_DIGITS = {zero + digit: 0x30 + digit for zero in _ZEROS for digit in range(10)}
_DIACRITICS: dict[int, int | None] = dict.fromkeys(
    [
        *range(0x0300, 0x0370),
        *range(0x1AB0, 0x1B00),
        *range(0x1DC0, 0x1E00),
        *range(0x20D0, 0x2100),
        *range(0xFE20, 0xFE30),
    ]
)
_ONE_MARK: dict[int, int | None] = {
    code: ord(parts[0])
    for code in range(0x1E00, 0x1F00)
    if len(parts := unicodedata.normalize("NFD", chr(code))) == 2
}
FOLDED: dict[int, int | None] = {**_ARABIC, **_KATAKANA, **_DIGITS, **_DIACRITICS, **_ONE_MARK}
"""Code points that are folded after NFKC and case folding; None drops the character.

Diacritics go that compose with no letter, and those of Latin Extended Additional (dots and lines below and
above, as in "ṭ"): both are put on any letter to disguise a copy. Accents that languages live on stay;
Vietnamese tones on plain vowels (ạ, ẻ) do not, but two copies of a text lose them alike.
"""

REVERSING = "\u202e"
"""RIGHT-TO-LEFT OVERRIDE: what follows is shown from its end, until U+202C."""

INVISIBLE: dict[int, int | None] = dict.fromkeys(
    [
        *(0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0),
        *range(0x180B, 0x1810),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202E),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
        *range(0xFFF0, 0xFFF9),
        *range(0x1BCA0, 0x1BCA4),
        *range(0x1D173, 0x1D17B),
        *range(0xE0000, 0xE1000),
        *(0xFFF9, 0xFFFA, 0xFFFB, 0x2800),
    ]
)
"""Default_Ignorable_Code_Point of the Unicode Character Database (soft hyphens, zero-width characters, marks
of direction, fillers, variation selectors, tags) but for U+202E; beside them the marks of interlinear notes
and the blank of Braille. All are dropped first."""


def _class(codes: Iterable[int]) -> str:
    """Code points as ranges inside a regular-expression class."""
    ranges: list[list[int]] = []
    for code in sorted(codes):
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(a)}-{chr(b)}" if b > a else chr(a) for a, b in ranges)


_INVISIBLE = re.compile(f"[{_class(INVISIBLE)}]")
_FOLDED = re.compile(f"[{_class(FOLDED)}]")
_REVERSED = re.compile(f"{REVERSING}([^\u202c]*)\u202c?")


def normalise(text: str) -> str:
    """The form of a text that is compared.

    Examples
    --------
    >>> normalise("ﬁnal ＲＥＰＯＲＴ"), normalise("co\\u00adoperate"), normalise("٣٠٠")
    ('final report', 'cooperate', '300')
    """
    if text.isascii():
        return text.lower()
    if REVERSING in text:
        text = _REVERSED.sub(lambda run: run[1][::-1], text)
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
    no_letters = filterfalse(str.isalpha, filter(str.isprintable, map(chr, range(0x300, 0xFFFF))))
    return _class(ord(char) for char in no_letters if unicodedata.category(char) in ("Mn", "Mc"))


def listed(words: str) -> frozenset[str]:
    """The words of a list.

    >>> sorted(listed("said told"))
    ['said', 'told']
    """
    return frozenset(words.split())


GAPS = {code: " " for code in range(128) if not chr(code).isalnum()}
"""For `str.translate`: the ASCII characters between words become spaces."""

_PLAIN_WORD = re.compile(r"[^\W_]+")


@cache
def _marked() -> re.Pattern[str]:
    """A character that the plain pattern would cut wrongly."""
    return re.compile(f"[{UNSPACED}{marks()}]")


@cache
def word_pattern() -> re.Pattern[str]:
    """One word of normalised text, as a regular expression without groups."""
    mark = f"[{marks()}]"
    unspaced = rf"(?=[\w{marks()}])[{UNSPACED}]"
    return re.compile(rf"{unspaced}{mark}*|(?:[^\W_{UNSPACED}]|(?![{UNSPACED}]){mark})+")


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


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(rf"[{UNSPACED}][{marks()}]*|[^\s{UNSPACED}]+")


@cache
def _steady(character: str) -> bool:
    """Whether a character stays one character, whatever stands beside it."""
    code = ord(character)
    jamo = 0x1100 <= code < 0x1200 or 0xA960 <= code < 0xA980 or 0xD7B0 <= code < 0xD800
    loose = unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf")
    return not jamo and not loose and len(normalise(character)) == 1


def unit_places(text: str) -> list[tuple[str, int, int]]:
    """The words of a text with the first and last character (exclusive) of the unit that they stand in.

    A unit is what stands between two spaces, or one character of a script without them.

    Examples
    --------
    >>> unit_places("U.S. said")
    [('u', 0, 4), ('s', 0, 4), ('said', 5, 9)]
    """
    return [
        (word, unit.start(), unit.end()) for unit in _unit().finditer(text) for word in words(unit.group())
    ]


def word_places(text: str) -> list[tuple[str, int, int]]:
    """The words of a text with their own first and last character (exclusive).

    Where the normal form has other places than the text (ligatures, marks), they are those of the unit.

    Examples
    --------
    >>> word_places("U.S. said")
    [('u', 0, 1), ('s', 2, 3), ('said', 5, 9)]
    >>> word_places("a \ufb01nal, report")
    [('a', 0, 1), ('final', 2, 7), ('report', 8, 14)]
    """
    if not (text.isascii() or all(map(_steady, set(text)))):
        return unit_places(text)
    plain = normalise(text)
    pattern = _PLAIN_WORD if plain.isascii() or not _marked().search(plain) else word_pattern()
    return [(word.group(), word.start(), word.end()) for word in pattern.finditer(plain)]
