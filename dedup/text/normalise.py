"""When two characters are the same, and what a word is.

Shingles, terms and TF-IDF all see text after `normalise`: compatibility forms folded (NFKC: ligatures,
full-width letters, half-width kana), case folded, invisible characters and loose diacritics dropped, digits
of all scripts, Arabic spelling variants and the two kana alphabets folded, runs that are shown backwards
turned, letters of another script that stand in for those of a word's own (homoglyphs) put back. The result is
for matching only; people always see the original text.

A word is a run of letters, digits and combining marks. In scripts that are written without spaces (Chinese,
Japanese, Thai …) every character, with its marks, is a word, so five-word shingles become five-character
shingles there.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import filterfalse, pairwise

import numpy as np
from numpy.typing import NDArray

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

_LOOSE_IOTA = "\u0345"
"""The one diacritic that becomes a letter when the case is folded; on Greek vowels NFKC has composed it."""

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


HOMOGLYPHS = {
    "ARMENIAN": ("ՍՏՕագզհոռսցքօտԱԳԶՀՈՌՑՔ", "USOwqqhnnugfosWQQHNNGF"),
    "CHEROKEE": (
        "ᎠᎡᎢᎩᎪᎫᎬᎳᎷᎻᎽᏀᏃᏒᏔᏕᏙᏚᏞᏟᏢᏦᏳᏴꭵꮁꮃꮓꮩꮪꮯꭰꭱꭲꭹꭺꭻꭼꮇꮋꮍꮐꮢꮤꮥꮮꮲꮶᏻᏼᎥᎱ",
        "DRTYAJEWMHYGZRWSVSLCPKGBirwzvscdrtyajemhygrwslpkgbIR",
    ),
    "CYRILLIC": (
        "ЅІЈАВЕКМНОРСТУХагеорсухѕіјѡѴѵҮүһҽӀӏԁԌԛԜԝꙇвкмнтГѠҺҼԀԍԚꙆ",
        "SIJABEKMHOPCTYXareopcyxsijwVvYyheIidGqWwibkmhtRWHEDgQI",
    ),
    "GREEK": ("ͿΑΒΕΖΗΙΚΜΝΟΡΤΥΧαγινορσυϜϳϺᴦβεζηκμτχΓΣϝϻ", "JABEZHIKMNOPTYXayivopouFjMrbezhkmtxYOfm"),
    "LISU": ("ꓐꓑꓒꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓳꓴ", "BPdDTGKJCZFMNLSRVHWXYAEOU"),
}
"""Letters of a script, and those of ASCII that each looks like: data of UTS 39 (confusables.txt, copyright
Unicode, Inc., Unicode License v3). `tests/bench/homoglyphs.py` writes this table."""

_ALPHABETS = {
    "CYRILLIC": frozenset(map(chr, [*range(0x0410, 0x0450), 0x0406, 0x0456, 0x0408, 0x0458])),
    "GREEK": frozenset(map(chr, range(0x0391, 0x03CA))),
}
"""Letters that languages write today, of the scripts whose words are looked through for Latin letters."""

_LATIN = {char: latin for pair in HOMOGLYPHS.values() for char, latin in zip(*pair, strict=True)}
_FROM_LATIN = {
    script: {
        latin: char for char, latin in reversed([*zip(*HOMOGLYPHS[script], strict=True)]) if char in alphabet
    }
    for script, alphabet in _ALPHABETS.items()
}
_OTHER_BYTES = bytes({*range(256)} - {*range(0xCD, 0xD7), 0xE1, 0xEA})
"""Bytes that no letter of `HOMOGLYPHS` begins with in UTF-8 (Greek, Cyrillic, Armenian; Cherokee; Lisu)."""

_MATHEMATICAL = b"\xf0\x9d"
"""What mathematical letters begin with, Greek ones among them."""

COMPATIBLE = frozenset("µ\u2126ℼℽℾℿ㎂㎌㎍㎕㎛㎲㎶㎼ﬓﬔﬕﬖﬗ")
"""Compatibility forms of Greek and Armenian letters that begin with other bytes: `normalise` looks at the
letters that they become, with their neighbours."""

_OF_LATIN = (
    *(
        (0x41, 0x5B),
        (0x61, 0x7B),
        (0xAA, 0xAB),
        (0xBA, 0xBB),
        (0xC0, 0x2E5),
        (0x1D00, 0x1DBF),
        (0x1E00, 0x1F00),
    ),
    *(
        (0x2071, 0x209D),
        (0x20A8, 0x20A9),
        (0x2102, 0x2185),
        (0x24B6, 0x24EA),
        (0x2C60, 0x2C80),
        (0x3250, 0x3251),
    ),
    *(
        (0x32CC, 0x33E0),
        (0x33FF, 0x3400),
        (0xA722, 0xA800),
        (0xAB30, 0xAB6A),
        (0xFB00, 0xFB07),
        (0xFF21, 0xFF5B),
    ),
    *((0xD801, 0xD802), (0xD835, 0xD836), (0xD837, 0xD838), (0xD83C, 0xD83D)),
)
_OF_OTHERS = (
    *(
        (0x370, 0x590),
        (0x13A0, 0x1400),
        (0x1C80, 0x1C90),
        (0x1D26, 0x1D2C),
        (0x1D5D, 0x1D6B),
        (0x1D78, 0x1D79),
    ),
    *(
        (0x1DBF, 0x1DC0),
        (0x1F00, 0x2000),
        (0xA4D0, 0xA500),
        (0xA640, 0xA6A0),
        (0xAB65, 0xAB66),
        (0xAB70, 0xABC0),
    ),
    *((0xD807, 0xD808), (0xD835, 0xD836)),
)
"""UTF-16 units with which letters of the scripts begin, and a few others."""


@cache
def _sides() -> NDArray[np.uint8]:
    """For each UTF-16 unit whether it is a letter of the Latin script (1) or one of `HOMOGLYPHS` (2)."""
    sides = np.zeros(1 << 16, np.uint8)
    for side, ranges in ((1, _OF_LATIN), (2, _OF_OTHERS)):
        for first, end in ranges:
            sides[first:end] |= side
    return sides


_DIGIT_INSIDE = (
    re.compile(r"0(?<=[A-Za-z]0)[01]*[A-Za-z]"),  # one pattern for both would be looked for more slowly
    re.compile(r"1(?<=[A-Za-z]1)[01]*[A-Za-z]"),
)
_WITH_DIGITS = re.compile(r"(?<![^\W_])[A-Za-z01]+(?![^\W_])")

DISGUISED = 3
"""Distinct words that are written with homoglyphs beyond doubt, from which on a text is disguised: then words
are folded, too, that may be what they seem (a Cyrillic "а" alone, a Latin stem with a Russian ending, "0f").
One or two are slips of a keyboard: of 200 Russian stories of a public set three had one."""


def plain_letters(text: str) -> str:
    """A text with its homoglyphs folded: as long as it was, each letter in its place.

    A word of two scripts becomes one of a single script where its letters of the other all have a look-alike
    there (mixed-script confusables of UTS 39); it stays where both have letters of their own. In a disguised
    text so do words of another script that could be of its own, unless there are words that could not, and a
    zero or one among letters is an o or l.

    Examples
    --------
    >>> plain_letters("The d\\u0430m f\\u0430il\\u0435d, 14 \\u03bcm, B2B")
    'The dam failed, 14 μm, B2B'
    """
    if any(inside.search(text) for inside in _DIGIT_INSIDE):
        text = _without_digits(text)
    if text.isascii():
        return text
    data = text.encode("utf-8", "surrogatepass")
    strange = data.translate(None, _OTHER_BYTES) or _MATHEMATICAL in data
    return _in_one_script(text) if strange else text


def _without_digits(text: str) -> str:
    """A text in which zeros and ones do not stand for letters."""
    found = {*_WITH_DIGITS.findall(text)}
    if sum(any(inside.search(word) for inside in _DIGIT_INSIDE) for word in found) < DISGUISED:
        return text

    def letters(match: re.Match[str]) -> str:
        word = match[0]
        digits = word.count("0") + word.count("1")
        if 2 * digits > len(word) or ("1" in word and not word[0].isalpha()):
            return word  # a number with its unit
        return word.replace("0", "O" if word.isupper() else "o").replace("1", "l")

    return _WITH_DIGITS.sub(letters, text)


def _in_one_script(text: str) -> str:
    bare = text.translate(INVISIBLE) if _INVISIBLE.search(text) else text
    sides = _sides()[np.frombuffer(bare.encode("utf-16-le", "surrogatepass"), np.uint16)]
    beside = sides[1:] | sides[:-1]
    if not (beside == 3).any():  # no word goes from the Latin script to another, or back
        return text
    word = _any_word()
    respelled = _respelled({*word.findall(bare)})
    if not respelled:
        return text
    plain = word.sub(lambda match: respelled.get(match[0], match[0]), bare)
    if len(bare) == len(text):
        return plain
    letters = iter(plain)
    return "".join(char if ord(char) in INVISIBLE else next(letters) for char in text)


@cache
def _any_word() -> re.Pattern[str]:
    return re.compile(rf"(?:[^\W\d_]|[\d{marks()}])+")


def _respelled(words_of_text: set[str]) -> dict[str, str]:
    """The words of a text that hold homoglyphs, with what they stand for."""
    spelled = {word: scripts for word in words_of_text if (scripts := _scripts(word))}
    mixed = {word: _could_be(word) for word, scripts in spelled.items() if len({*scripts}) > 1}
    if not any(mixed.values()):
        return {}
    pure = {word: _could_be(word) for word in spelled if word not in mixed}
    letters: Counter[str] = Counter()  # of words that can be of no other script
    for word, possible in pure.items():
        if len(possible) == 1:
            letters[spelled[word][0]] += len(word)
    main = max(sorted(letters), key=letters.__getitem__, default="LATIN")
    into = {
        word: main if main in possible else max(possible)  # Latin rather than Greek or Cyrillic
        for word, possible in mixed.items()
        if possible
    }
    sure = {word for word in into if _beyond_doubt(spelled[word])}
    if sum(into[word] == main for word in sure) < DISGUISED:
        into = {word: into[word] for word in sure}
    else:
        for word, possible in pure.items():
            if main in possible and spelled[word][0] not in letters:
                into[word] = main
    return {word: "".join(_as(char, script) or char for char in word) for word, script in into.items()}


def _beyond_doubt(scripts: Sequence[str]) -> bool:
    """Whether a word of these letters is no stem of one script with an ending of the other, nor a symbol
    before a word: it goes from one to the other twice, or has four letters of which one is of the other, and
    none of them Greek."""
    changes = sum(a != b for a, b in pairwise(scripts))
    return changes > 1 or (len(scripts) > 3 and "GREEK" not in scripts and 1 in Counter(scripts).values())


def _scripts(word: str) -> list[str]:
    """The scripts of the letters of a word, in order."""
    return [*filter(None, map(_script, word))]


def _could_be(word: str) -> set[str]:
    """The scripts in which a word can be written so that it looks as it does: for one of several scripts, of
    these."""
    scripts = {*_scripts(word)}
    known = {"LATIN", *_FROM_LATIN}
    candidates = known | scripts if len(scripts) == 1 else known & scripts
    return {
        candidate
        for candidate in candidates
        if all(_script(char) in ("", candidate) or _as(char, candidate) for char in word)
    }


@cache
def _script(char: str) -> str:
    """The script of a letter that homoglyphs are known of; empty for everything else."""
    plain = unicodedata.normalize("NFKC", char)
    first = unicodedata.name(plain[0], "").partition(" ")[0] if plain.isalpha() else ""
    return first if first == "LATIN" or first in HOMOGLYPHS else ""


@cache
def _as(char: str, script: str) -> str | None:
    """The letter of a script that looks like one of another script, its accents included."""
    if _script(char) in ("", script):
        return None
    letter, *accents = list(unicodedata.normalize("NFKD", char))
    latin = _LATIN.get(letter) or _LATIN.get(letter.casefold(), letter)
    if script == "LATIN":
        found = latin if latin != letter else None
    else:
        found = _FROM_LATIN[script].get(latin) if script in _FROM_LATIN else None
    whole = unicodedata.normalize("NFC", "".join([found, *accents])) if found else ""
    return whole if len(whole) == 1 else None


def normalise(text: str) -> str:
    """The form of a text that is compared.

    Examples
    --------
    >>> normalise("ﬁnal ＲＥＰＯＲＴ"), normalise("co\\u00adoperate"), normalise("٣٠٠")
    ('final report', 'cooperate', '300')
    """
    text = plain_letters(text)
    if text.isascii():
        return text.lower()
    if REVERSING in text:
        text = _REVERSED.sub(lambda run: run[1][::-1], text)
    if _INVISIBLE.search(text):
        text = text.translate(INVISIBLE)
    composed = unicodedata.normalize("NFKC", text).replace(_LOOSE_IOTA, "")
    folded = unicodedata.normalize("NFKC", composed.casefold())
    folded = folded.translate(FOLDED) if _FOLDED.search(folded) else folded
    return plain_letters(folded) if not COMPATIBLE.isdisjoint(text) else folded


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
        (word, unit.start(), unit.end())
        for unit in _unit().finditer(plain_letters(text))
        for word in words(unit.group())
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
    text = plain_letters(text)
    if not (text.isascii() or all(map(_steady, set(text)))):
        return unit_places(text)
    plain = normalise(text)
    pattern = _PLAIN_WORD if plain.isascii() or not _marked().search(plain) else word_pattern()
    return [(word.group(), word.start(), word.end()) for word in pattern.finditer(plain)]
