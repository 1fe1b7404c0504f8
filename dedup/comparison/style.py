"""Differences that change no fact: recognised first, so that they are never shown as facts.

House style (spelling, abbreviations, number formats, capitals), punctuation, contractions, hyphens and
spaces in compounds, established second names, function words, and the order of words.
"""

from collections.abc import Sequence

from dedup.comparison.names import ALIASES
from dedup.comparison.polarity import LOCATIVES, NEGATIONS, QUANTIFIERS
from dedup.comparison.tokens import Token
from dedup.text.normalise import listed

FUNCTION_WORDS = listed(
    "the a an of to in on at by for and or but with from as is are was were be been being it its that "
    "this these those which who whom whose he she they we i you his her their our my your him them us "
    "me there here then than so also too just very had has have having do does did into onto upon "
    "while when where what how 's 'd if about over after before during such own same up out off "
    "meanwhile however both either yet since until because although though already again ever even"
)

_CONTENTFUL = (
    NEGATIONS
    | QUANTIFIERS
    | LOCATIVES - {"in", "at", "around"}
    | listed("before after over up out off above below i you he she his her him")
)

_EITHER = {"'s": frozenset(["is", "has", "us", "of"]), "'d": frozenset(["would", "had"])}


def equivalent(a: Sequence[Token], b: Sequence[Token]) -> str | None:
    """The kind of style by which two stretches differ, or None when they may differ in meaning.

    Examples
    --------
    >>> from dedup.comparison.tokens import tokens
    >>> equivalent(tokens("air strikes"), tokens("airstrikes")), equivalent(tokens("the"), tokens("a"))
    ('spelling', 'function-words')
    """
    keys_a, keys_b = [t.key for t in a], [t.key for t in b]
    if keys_a == keys_b:
        return surface(a, b)
    if "".join(keys_a) == "".join(keys_b) and keys_a:
        return "spelling"
    if len(keys_a) == len(keys_b) and all(_either(x, y) for x, y in zip(keys_a, keys_b, strict=True)):
        return "contraction"
    if keys_a and keys_b and _alias(keys_a) == _alias(keys_b):
        return "alias"
    if all(key in FUNCTION_WORDS and key not in _CONTENTFUL for key in [*keys_a, *keys_b]):
        return "function-words"
    return None


def surface(a: Sequence[Token], b: Sequence[Token]) -> str | None:
    """The kind of style by which stretches of equal keys differ, or None when they are written alike."""
    for x, y in zip(a, b, strict=True):
        if x.text == y.text:
            continue
        plain_x, plain_y = x.text.replace("’", "'"), y.text.replace("’", "'")
        if plain_x == plain_y:
            continue
        if plain_x.lower() == plain_y.lower():
            return "capitals"
        if any(t.text[0].isdigit() for t in (x, y)):
            return "number-format"
        if "." in plain_x or "." in plain_y or not (plain_x.isalpha() and plain_y.isalpha()):
            return "abbreviation"
        return "abbreviation" if abs(len(plain_x) - len(plain_y)) > 2 else "spelling"
    return None


def _either(x: str, y: str) -> bool:
    return x == y or y in _EITHER.get(x, ()) or x in _EITHER.get(y, ())


def _alias(keys: Sequence[str]) -> str:
    words = tuple(k for k in keys if k not in ("the", "of"))
    return ALIASES.get(words, " ".join(words))


def punctuation(before: str, after: str) -> bool:
    """Whether two gaps differ in more than white space and the glyphs of quotes, dashes and dots."""
    return before != after and _marks(before) != _marks(after)


_GLYPHS = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "―": "-",
        "…": "...",
    }
)


def _marks(gap: str) -> str:
    return "".join(gap.translate(_GLYPHS).split()).replace("''", '"').replace("``", '"').replace("--", "-")
