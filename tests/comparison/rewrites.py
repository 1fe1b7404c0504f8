"""Rewrites that change the writing of a story and none of its facts, by plain regular expressions.

House style for the most part: marks, spaces, spelling, number formats, contractions, the order of a speaker
and "said". Nothing here is shared with the code that is to recognise them.
"""

import re
from collections.abc import Callable

from dedup.comparison import compare
from dedup.types import Difference, Story

Rewrite = Callable[[str], str]

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
NUMBER_WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
COUNTED = "people|men|women|days|years|hours|weeks|months|members|states|children|officers|minutes|others"
VERBS = "did|do|does|was|were|is|are|has|have|had|would|could|should"
BRITISH = {
    "center": "centre",
    "defense": "defence",
    "program": "programme",
    "theater": "theatre",
    "gray": "grey",
    "traveling": "travelling",
    "canceled": "cancelled",
    "fueled": "fuelled",
    "judgment": "judgement",
    "skeptic": "sceptic",
    "toward": "towards",
    "license": "licence",
    "while": "whilst",
    "meters": "metres",
    "tire": "tyre",
}


def _swap(pattern: str, new: str, flags: int = 0) -> Rewrite:
    made = re.compile(pattern, flags)
    return lambda text: made.sub(new, text)


def _digits(text: str) -> str:
    pattern = rf"\b({'|'.join(NUMBER_WORDS)})(?= (?:{COUNTED})\b)"
    return re.sub(pattern, lambda m: str(NUMBER_WORDS.index(m.group()) + 2), text)


def _words(text: str) -> str:
    pattern = rf"(?<![\d.,$£€:/–-])\b([2-9]|1[0-2])(?= (?:{COUNTED})\b)"
    return re.sub(pattern, lambda m: NUMBER_WORDS[int(m.group()) - 2], text)


def _curly(paragraph: str) -> str:
    """Paired marks of a paragraph; where one is missing or stands askew nothing is done."""
    paired = re.sub(r'(?<!\w)"(?=\S)([^"\n]*)(?<=\S)"(?!\w)', r"“\1”", paragraph)
    return paragraph if '"' in paired else paired.replace("'", "’")


def _british(text: str) -> str:
    return re.sub(rf"\b({'|'.join(BRITISH)})\b", lambda m: BRITISH[m.group()], text)


REWRITES: dict[str, Rewrite] = {
    "straight quotes": lambda t: t.translate(str.maketrans("“”‘’", "\"\"''")),
    "curly quotes": lambda t: "\n\n".join(map(_curly, t.split("\n\n"))),
    "guillemets": _swap(r"“([^”\n]*)”", r"«\1»"),
    "single quotes": _swap(r"“([^”\n‘’']*)”", r"‘\1’"),
    "curly apostrophes": lambda t: t.replace("'", "’"),
    "hyphens for dashes": lambda t: t.replace("—", " - ").replace("–", "-"),
    "double hyphens": _swap(r" ?— ?", " -- "),
    "one ellipsis": lambda t: t.replace("...", "…"),
    "percent sign": _swap(r"(\d) per ?cent\b", r"\1%"),
    "percent": _swap(r"(\d)(?:%| per cent\b)", r"\1 percent"),
    "per cent": _swap(r"(\d)(?:%| percent)", r"\1 per cent"),
    "US without dots": _swap(r"\bU\.S\.(?=,? [a-z]|-| (?:Senate|House|Army|District|Department))", "US"),
    "U.S. with dots": _swap(r"\bUS\b", "U.S."),
    "full country name": _swap(r"\bthe U\.S\.(?= [a-z])", "the United States"),
    "British -ise": _swap(r"\b(\w{4,}i)z(e[ds]?|ing)\b", r"\1s\2"),
    "British -our": _swap(r"\b(col|hon|fav|lab|harb|neighb)or(s|ed|ing)?\b", r"\1our\2"),
    "British words": _british,
    "American -er": _swap(r"\b(cent|theat|met)re(s?)\b", r"\1er\2"),
    "contractions": _swap(rf"\b({VERBS}) not\b", r"\1n't"),
    "no contractions": _swap(rf"\b({VERBS})n['’]t\b", r"\1 not"),
    "it is for it's": _swap(r"\b(it|he|she|that)['’]s (?=(?:a|the|not|been|going|in)\b)", r"\1 is ", re.I),
    "we're for we are": _swap(r"\b(we|they|you) are\b", r"\1're", re.I),
    "no thousands mark": _swap(r"(?<![\d,.])(\d{1,3}),(\d{3})\b(?![,.]\d)", r"\1\2"),
    "thousands mark": _swap(r"(?<![\d.,$-])\b([3-9]\d)(\d{3})\b(?![\d.,-])", r"\1,\2"),
    "digits": _digits,
    "number words": _words,
    "short months": _swap(r"\b(Jan|Feb|Aug|Sept|Oct|Nov|Dec)[a-z]*(?= \d{1,2}\b)", r"\1."),
    "day before month": _swap(rf"\b({MONTHS}) (\d{{1,2}}), (\d{{4}})", r"\2 \1 \3"),
    "day behind month": _swap(rf"(?<!and )(?<!to )(?<![-–])\b(\d{{1,2}}) ({MONTHS})\b(?= [a-z])", r"\2 \1"),
    "ordinal days": _swap(rf"\b({MONTHS}) ([4-9]|1[0-9]|2[04-9])\b(?!,? ?\d|st|nd|rd|th|:)", r"\1 \2th"),
    "m for million": _swap(r"([$€£]\d+(?:\.\d+)?) million", r"\1m"),
    "bn for billion": _swap(r"([$€£]\d+(?:\.\d+)?) billion", r"\1bn"),
    "pounds in words": _swap(r"£(\d+(?:\.\d+)?) (million|billion)", r"\1 \2 pounds"),
    "dollars in words": _swap(
        r"(?<![A-Z])\$(\d+(?:\.\d+)?) (million|billion)(?! dollars|-)", r"\1 \2 dollars"
    ),
    "said before the name": _swap(
        r"(,[”\"]) ((?:Mrs?\. )?[A-Z][a-z]+(?: [A-Z][a-z]+)?) said\b(?=[.,])", r"\1 said \2"
    ),
    "said behind the name": _swap(
        r"(,[”\"]) said ((?:Mrs?\. )?[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?=\.$)", r"\1 \2 said", re.M
    ),
    "titles without dots": _swap(r"\b(Mr|Mrs|Ms|Dr)\.(?= [A-Z])", r"\1"),
    "titles in full": lambda t: re.sub(
        r"\bGov\.(?= [A-Z])", "Governor", re.sub(r"\bSen\.(?= [A-Z])", "Senator", t)
    ),
    "no serial comma": _swap(r"(\w+, \w+), and ", r"\1 and "),
    "comma after the day": _swap(r"^(On [A-Z][a-z]+day) (?=[a-z])", r"\1, ", re.M),
    "joined compounds": _swap(r"\b(air)[ -](strikes?)\b|\b(health|child)[ -](care)\b", r"\1\2\3\4"),
    "two spaces": _swap(r"\. (?=[A-Z])", ".  "),
    "hard spaces": _swap(r"(?<=\d) (?=[a-z])", "\u00a0"),
    "broken lines": lambda t: re.sub(r"((?:\S+ ){9}\S+) (?![-–*•])", r"\1\n", t) if "\n\n" in t else t,
    "soft hyphens": _swap(r"\b(govern)(ment)", "\\1\u00ad\\2"),
    "which for that": _swap(r"(?<=[a-z]) that (?=(?:was|were|has|had)\b)", " which "),
    "a.m. without dots": _swap(r"(\d) ([ap])\.m\.(?=,? [a-z])", r"\1 \2m"),
}
"""Rewrites that change no fact, by name."""


def stated(text: str, rewrite: Rewrite) -> list[Difference] | None:
    """The facts told of a text and its rewriting; None when the rewrite finds nothing to change."""
    other = rewrite(text)
    if other == text:
        return None
    found = compare(Story("a", text, lang="en"), Story("b", other, lang="en")).differences
    return [d for d in found if d.group == "fact"]
