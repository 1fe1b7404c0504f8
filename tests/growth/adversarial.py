"""Texts that are hard on algorithms, of any length: what repeats, what never ends, what nothing separates."""

import random
from collections.abc import Callable

SYLLABLES = ("ba", "ko", "mi", "tul", "ren", "sa", "vor", "pel", "du", "nik", "gra", "lo")


def _words(characters: int, seed: int = 1) -> list[str]:
    """Invented words, hardly one twice."""
    dice = random.Random(seed)
    found: list[str] = []
    length = 0
    while length < characters:
        found.append("".join(dice.choices(SYLLABLES, k=dice.randint(2, 5))))
        length += len(found[-1]) + 1
    return found


def _repeated(unit: str) -> Callable[[int], str]:
    return lambda characters: (unit * (characters // len(unit) + 1))[:characters]


def _prose(characters: int) -> str:
    """Sentences with names, numbers, days and speech, in paragraphs of three."""
    dice = random.Random(2)
    found: list[str] = []
    length = 0
    while length < characters:
        who, where, what, again = dice.choices(_words(400, 3), k=4)
        found.append(
            f"The {what} of {where.capitalize()} lost {dice.randint(2, 900)} {again} on "
            f"{dice.choice(['Monday', 'Friday'])}, {who.capitalize()} {where.capitalize()} said."
            + (" " if len(found) % 3 else "\n\n")
        )
        length += len(found[-1])
    return "".join(found)[:characters]


def _han(characters: int) -> str:
    dice = random.Random(4)
    return "".join(chr(0x4E00 + dice.randrange(4_000)) for _ in range(characters))


def _disguised(characters: int) -> str:
    return " ".join(_words(characters)).translate(str.maketrans("aeo", "аео"))[:characters]


TEXTS: dict[str, Callable[[int], str]] = {
    "one word": _repeated("dam "),
    "one letter without an end": _repeated("a"),
    "words that come once": lambda characters: " ".join(_words(characters))[:characters],
    "prose": _prose,
    "punctuation": _repeated(".,;:!?-()\"' "),
    "invisible characters": _repeated("a\u200bb\u2060 "),
    "reversed runs": _repeated("\u202eab\u202c "),
    "marks on one letter": lambda characters: "a" + "\u0301" * (characters - 1),
    "marks on every letter": _repeated("a" + "\u0301" * 20 + " "),
    "emoji": _repeated("🦆🔥 "),
    "empty lines": _repeated("\n"),
    "lines of a letter": _repeated("a\n"),
    "paragraphs of a word": _repeated("Dam.\n\n"),
    "numbers": lambda characters: " ".join(
        str(random.Random(5 + i).randrange(10**6)) for i in range(characters // 6)
    )[:characters],
    "quotations": _repeated('"Dams fail," he said. '),
    "quotations that never close": _repeated("“a "),
    "names": lambda characters: " ".join(map(str.capitalize, _words(characters)))[:characters],
    "datelines": _repeated("KESSARY, March 5 (Northern Wire) - \n"),
    "digits without an end": _repeated("1"),
    "digits and commas": _repeated("1,"),
    "dotted capitals": _repeated("U.S."),
    "initials": _repeated("J. K. "),
    "apostrophes": _repeated("'a"),
    "hyphens": _repeated("a-"),
    "underscores": _repeated("a_"),
    "Han": _han,
    "homoglyphs": _disguised,
    "homoglyphs in one word": _repeated("aаb"),
    "tags": _repeated("<p><b>a"),
    "tags that never close": _repeated("<a <!-- "),
    "entities": _repeated("&amp;amp;#97;"),
}


def edited(text: str) -> str:
    """The text with five words in its middle and one letter less at its end."""
    middle = len(text) // 2
    return f"{text[:middle]} and fourteen more people {text[middle:-1]}"
