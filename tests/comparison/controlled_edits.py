"""Edits with a known answer, put into real stories by plain regular expressions.

An injector takes a paragraph and a random generator and gives the paragraph with one edit, with the wording
before and after it, or None where it finds nothing to edit. Nothing here is shared with the extractors that
are to find the edits. `tests/bench/edits.py` measures with them over any stories.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from dedup.comparison import compare
from dedup.types import Difference, Story

Edit = tuple[str, str, str]
Injector = Callable[[str, random.Random], Edit | None]

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
SURNAMES = ["Hartwell", "Okafor", "Lindgren", "Petrosyan", "Marchetti", "Kowalski"]
TOWNS = ["Toledo", "Lisbon", "Nairobi", "Calgary", "Hamburg", "Osaka", "Tulsa"]
OPPOSITES = [
    ("rose", "fell"),
    ("increased", "decreased"),
    ("higher", "lower"),
    ("won", "lost"),
    ("opened", "closed"),
    ("supported", "opposed"),
    ("support", "oppose"),
    ("approved", "rejected"),
    ("gained", "lost"),
    ("confirmed", "denied"),
    ("more", "less"),
    ("largest", "smallest"),
    ("above", "below"),
    ("growth", "decline"),
    ("strong", "weak"),
    ("allow", "ban"),
]
QUANTIFIERS = {
    "all": "some",
    "most": "some",
    "many": "few",
    "some": "most",
    "several": "many",
    "every": "nearly every",
    "dozens": "hundreds",
}
NUMBER_WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
SPEAKERS = ["a police spokesman", "the mayor", "a company lawyer", "union leaders", "a court official"]
ROUGHLY = ["at least", "more than", "nearly", "up to"]
NO_SURNAMES = frozenset(
    [*DAYS, *MONTHS.split("|"), "House", "Court", "States", "Party", "Department", "Street", "University"]
)
"""Second capitalised words of what is no person."""
NO_TOWNS = frozenset([*DAYS, *MONTHS.split("|"), "Congress", "Parliament", "Christmas", "Easter", "Spring"])
"""Capitalised words behind "in" that are no places."""


def outside_quotes(text: str, at: int) -> bool:
    """Whether a place lies outside quotation marks (curly, or straight and paired)."""
    before = text[:at]
    return before.count("“") <= before.count("”") and before.count('"') % 2 == 0


def _replace(
    text: str, rng: random.Random, pattern: str, change: Callable[[re.Match[str]], str | None], group: int = 0
) -> Edit | None:
    """The text with one match (its group) exchanged, outside quotation marks, where `change` gives a word."""
    found = [m for m in re.finditer(pattern, text) if outside_quotes(text, m.start())]
    rng.shuffle(found)
    for match in found:
        new = change(match)
        if new is not None:
            return text[: match.start(group)] + new + text[match.end(group) :], match.group(group), new
    return None


def _other(rng: random.Random, options: list[str], than: str) -> str:
    return rng.choice([option for option in options if option != than])


_COUNT = (
    rf"(?<![\d$€£.,:/-])(?<![a-z]\. )(?<!(?:{'|'.join(m[-3:] for m in MONTHS.split('|'))}) )\b[1-9]\d{{1,2}}"
    r"\b(?![.,:]?\d|%| ?per ?cent| ?million| ?billion|-|st|nd|rd|th| ?[ap]\.?m)(?! (?:" + MONTHS + "))"
)


def number(text: str, rng: random.Random) -> Edit | None:
    return _replace(text, rng, _COUNT, lambda m: str(int(m.group()) + rng.randint(1, 9)))


def number_word(text: str, rng: random.Random) -> Edit | None:
    pattern = rf"(?<!-)\b(?:{'|'.join(NUMBER_WORDS)})\b(?= [a-z]+s\b)"
    return _replace(text, rng, pattern, lambda m: _other(rng, NUMBER_WORDS, m.group()))


def casualties(text: str, rng: random.Random) -> Edit | None:
    count = rf"(\d{{1,3}}|{'|'.join(NUMBER_WORDS)})"
    harm = r"(?:were |was |have been |had been )?(?:killed|dead|died|injured|wounded|missing)\b"
    pattern = rf"(?<![\d.,$€£-])\b{count} (?:[a-z]+ ){{0,2}}{harm}"

    def more(m: re.Match[str]) -> str:
        stated = m.group(1)
        return str(int(stated) + rng.randint(1, 9)) if stated.isdigit() else _other(rng, NUMBER_WORDS, stated)

    return _replace(text, rng, pattern, more, 1)


def money(text: str, rng: random.Random) -> Edit | None:
    pattern = r"[$€£]\d+(?:\.\d)?(?![\d,]|\.\d)"
    return _replace(text, rng, pattern, lambda m: f"{m.group()[0]}{float(m.group()[1:]) + 3:g}")


def percent(text: str, rng: random.Random) -> Edit | None:
    pattern = r"(?<![\d.,])\d{1,2}(?:\.\d)?(?=%| percent| per cent)"
    return _replace(text, rng, pattern, lambda m: f"{float(m.group()) + 4:g}")


def weekday(text: str, rng: random.Random) -> Edit | None:
    return _replace(text, rng, rf"\b(?:{'|'.join(DAYS)})\b", lambda m: _other(rng, DAYS, m.group()))


def date(text: str, rng: random.Random) -> Edit | None:
    pattern = rf"\b(?:{MONTHS}) (\d{{1,2}})\b(?!\d|,\d)"
    return _replace(text, rng, pattern, lambda m: str(int(m.group(1)) % 27 + 1), 1)


def year(text: str, rng: random.Random) -> Edit | None:
    pattern = r"\b(?:in|since|of|by) ((?:19|20)\d\d)\b(?![-–])"
    return _replace(text, rng, pattern, lambda m: str(int(m.group(1)) - rng.randint(1, 3)), 1)


def name(text: str, rng: random.Random) -> Edit | None:
    pattern = r"(?<=[a-z,] )([A-Z][a-z]{2,}) ([A-Z][a-z]{3,})\b(?! [A-Z])"
    person = lambda m: None if {*m.groups()} & NO_SURNAMES else _other(rng, SURNAMES, m.group(2))  # noqa: E731
    return _replace(text, rng, pattern, person, 2)


def place(text: str, rng: random.Random) -> Edit | None:
    pattern = r"\b(?:in|near|from) ([A-Z][a-z]{3,})\b(?=[ ,.][^A-Z]|$)"
    return _replace(
        text, rng, pattern, lambda m: None if m.group(1) in NO_TOWNS else _other(rng, TOWNS, m.group(1)), 1
    )


def dropped_not(text: str, rng: random.Random) -> Edit | None:
    edit = _replace(text, rng, r" not(?= [a-z])", lambda _: "")
    return edit and (edit[0], "not", "")


def added_not(text: str, rng: random.Random) -> Edit | None:
    edit = _replace(
        text, rng, r"\b(?:was|were|will|would|could|should|had)(?= [a-z]+)", lambda m: m.group() + " not"
    )
    return edit and (edit[0], "", "not")


def opposite(text: str, rng: random.Random) -> Edit | None:
    other = {**dict(OPPOSITES), **{b: a for a, b in OPPOSITES}}
    words = "|".join(sorted(other.keys() - {"more", "less"}))
    pattern = rf"\b(?:{words})\b(?!['’-])|\b(?:more|less)(?= than\b)"
    return _replace(text, rng, pattern, lambda m: other[m.group()])


def hedge(text: str, rng: random.Random) -> Edit | None:
    word = rng.choice(["allegedly", "reportedly", "apparently", "possibly"])
    edit = _replace(
        text, rng, r"\b(?:was|were|has|had|have)(?= [a-z]{3,}ed\b)", lambda m: f"{m.group()} {word}"
    )
    return edit and (edit[0], "", word)


def status(text: str, rng: random.Random) -> Edit | None:
    return _replace(text, rng, r"\bwill(?= [a-z]+)", lambda _: rng.choice(["may", "could", "should"]))


def quantifier(text: str, rng: random.Random) -> Edit | None:
    pattern = rf"\b(?:{'|'.join(QUANTIFIERS)})\b(?= (?:of the )?[a-z]+s\b)"
    return _replace(text, rng, pattern, lambda m: QUANTIFIERS[m.group()])


def precision(text: str, rng: random.Random) -> Edit | None:
    pattern = rf"\b(?:{'|'.join(ROUGHLY)})(?= [$€£]?\d)"
    return _replace(text, rng, pattern, lambda m: _other(rng, ROUGHLY, m.group()))


def claimed(text: str, rng: random.Random) -> Edit | None:
    return _replace(
        text, rng, r"(?<=[a-z]{3} )said(?= [a-z]+ )", lambda _: rng.choice(["claimed", "insisted"])
    )


def speaker(text: str, rng: random.Random) -> Edit | None:
    who = r"(?:[A-Z][a-z]+ ){1,2}|(?:Mr|Ms|Mrs)\.? [A-Z][a-z]+ |the [a-z]+ |officials |police |analysts "
    pattern = rf"(?<=[”\"] )({who})said\b(?=[.,]| on | in )"
    edit = _replace(text, rng, pattern, lambda _: rng.choice(SPEAKERS) + " ", 1)
    return edit and (edit[0], edit[1].strip(), edit[2].strip())


def _quoted_word(text: str, rng: random.Random) -> re.Match[str] | None:
    found = [
        m
        for q in re.finditer(r"“[^“”]{25,400}”", text)
        for m in re.compile(r"\b[a-z]{6,}\b(?!['’])").finditer(text, q.start(), q.end())
    ]
    return rng.choice(found) if found else None


def quoted(text: str, rng: random.Random) -> Edit | None:
    match = _quoted_word(text, rng)
    new = rng.choice(["harvest", "curtain", "cautious"])
    return match and (text[: match.start()] + new + text[match.end() :], match.group(), new)


def quote_cut(text: str, rng: random.Random) -> Edit | None:
    match = _quoted_word(text, rng)
    if not match or text[match.start() - 1] != " ":
        return None
    return text[: match.start() - 1] + text[match.end() :], match.group(), ""


_QUOTATION = r"“([^“”‘\n]{30,300})”|(?<![\w“])\"(?=\w)((?:[^\"“”‘'\n]|\w'\w){30,300})(?<=[\w,.!?])\"(?!\w)"
_BACKSHIFT = {
    "will": "would", "can": "could", "have": "had", "are": "were", "am": "was", "is": "was", "we": "they",
    "I": "she", "our": "their", "my": "her", "us": "them", "me": "her",
}  # fmt: skip
_OPENINGS = "We|I|It|They|He|She|The|This|There|Our|My|A|If|When|That|These"


def _paired(text: str) -> bool:
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0


def unquoted(text: str, rng: random.Random) -> Edit | None:
    """A quotation without its marks: the words go on as if the paper said them."""
    found = [m for m in re.finditer(_QUOTATION, text) if len(m.group().split()) >= 8 and _paired(text)]
    found = [m for m in found if sum(w[0].islower() for w in m.group()[1:-1].split()) > 3]
    if not found:
        return None
    match = rng.choice(found)
    words = match.group()[1:-1]
    return text[: match.start()] + words + text[match.end() :], words.strip(",.!?"), words.strip(",.!?")


def indirect(text: str, rng: random.Random) -> Edit | None:
    """A quoted sentence turned into indirect speech, the speaker first."""
    inner = rf"((?:{_OPENINGS}) [^“”\"‘\n]{{15,250}}),"
    who = r"((?:(?:[A-Z][a-z]+|Mrs?\.|Sen\.) ){0,2}[A-Z][a-z]{3,})"
    pattern = rf"(?:(?<=^)|(?<=\. ))[“\"]{inner}[”\"] (?:said {who}|{who} said)\.(?= |$)"
    found = [m for m in re.finditer(pattern, text) if _paired(text)]
    if not found:
        return None
    match = rng.choice(found)
    words = match.group(1)
    small = words if words.startswith("I ") else words[0].lower() + words[1:]
    turned = re.sub(rf"\b(?:{'|'.join(_BACKSHIFT)})\b(?!['’])", lambda m: _BACKSHIFT[m.group()], small)
    stated = f"{match.group(2) or match.group(3)} said that {turned}."
    return text[: match.start()] + stated + text[match.end() :], words, turned


_AMOUNT = frozenset(["number", "casualties", "money", "percent", "date"])

INJECTORS: dict[str, tuple[Injector, frozenset[str]]] = {
    "number": (number, _AMOUNT),
    "number word": (number_word, frozenset(["number", "casualties"])),
    "casualties": (casualties, frozenset(["number", "casualties"])),
    "money": (money, frozenset(["money"])),
    "percent": (percent, frozenset(["percent"])),
    "weekday": (weekday, frozenset(["weekday"])),
    "date": (date, frozenset(["date"])),
    "year": (year, frozenset(["date"])),
    "name": (name, frozenset(["name", "place", "attribution"])),
    "place": (place, frozenset(["name", "place"])),
    "dropped not": (dropped_not, frozenset(["negation"])),
    "added not": (added_not, frozenset(["negation"])),
    "polarity": (opposite, frozenset(["polarity"])),
    "hedge": (hedge, frozenset(["hedge"])),
    "status": (status, frozenset(["status"])),
    "quantifier": (quantifier, frozenset(["quantifier", "number"])),
    "precision": (
        precision,
        frozenset(["number", "money", "percent", "casualties", "polarity", "quantifier"]),
    ),
    "verb of attribution": (claimed, frozenset(["attribution"])),
    "source": (speaker, frozenset(["attribution", "name"])),
    "quote": (quoted, frozenset(["quote"])),
    "quote cut": (quote_cut, frozenset(["quote"])),
    "quotation marks dropped": (unquoted, frozenset(["direct-speech"])),
    "indirect speech": (indirect, frozenset(["direct-speech"])),
}
"""Injectors by the kind of edit, with the types of difference that answer it."""

COMMON = frozenset(["added not", "hedge", "name", "place", "weekday"])
"""Kinds that nearly every paragraph has room for: they are tried last, so that the others get their share."""

CLASHES = [{"added not", "dropped not"}] + [
    {turn, cut} for turn in ("quotation marks dropped", "indirect speech") for cut in ("quote", "quote cut")
]
"""Kinds that one paragraph cannot hold together: one undoes the other, or changes the words it shows."""

WIDEST = {"quote": 45, "attribution": 20}
"""Words of the widest passage that answers an edit, by type; 12 for other types, or four times the edit."""


@dataclass(frozen=True, slots=True)
class EventMembership:
    """An edit that was made: its kind, its paragraph, and the wording on both sides (empty: none)."""

    kind: str
    paragraph: int
    before: str
    after: str


@dataclass(slots=True)
class Measured:
    """Edits made and found by kind; facts told that no edit explains; edits that were missed."""

    made: dict[str, int] = field(default_factory=lambda: dict.fromkeys(INJECTORS, 0))
    found: dict[str, int] = field(default_factory=lambda: dict.fromkeys(INJECTORS, 0))
    stories: int = 0
    false: list[tuple[str, Difference]] = field(default_factory=list)
    side: list[tuple[str, Difference]] = field(default_factory=list)
    missed: list[tuple[str, EventMembership, list[Difference]]] = field(default_factory=list)


def edited(text: str, rng: random.Random, most: int = 4) -> tuple[str, list[EventMembership]]:
    """The text with one to `most` edits in some of its paragraphs, and what they are."""
    result, stated = [], []
    for place_, paragraph in enumerate(text.split("\n\n")):
        body = paragraph[-1:] in ".?!”\"’'"
        kinds = rng.sample(sorted(INJECTORS), len(INJECTORS)) if body and rng.random() < 0.6 else []
        kinds.sort(key=lambda kind: kind in COMMON and rng.random() < 0.6)
        wanted = rng.randint(1, most)
        made: list[EventMembership] = []
        for kind in kinds:
            edit = INJECTORS[kind][0](paragraph, rng) if wanted else None
            kinds_made = {kind, *(x.kind for x in made)}
            if edit is None or any(kinds_made >= clash for clash in CLASHES):
                continue
            if any(x.after and (x.after not in edit[0] or x.after in edit[1]) for x in made):
                continue
            paragraph = edit[0]
            made.append(EventMembership(kind, place_, edit[1], edit[2]))
            wanted -= 1
        stated += made
        result.append(paragraph)
    return "\n\n".join(result), stated


def answers(difference: Difference, edit: EventMembership) -> bool:
    """Whether a difference has the type, the paragraph and the wordings of an edit, and little beside
    them."""
    if difference.type not in INJECTORS[edit.kind][1]:
        return False
    for side, words in ((difference.a, edit.before), (difference.b, edit.after)):
        if words and (side is None or side.paragraph != edit.paragraph or words not in side.text):
            return False
        widest = max(WIDEST.get(difference.type, 12), 4 * len(words.split()))
        if side is not None and len(side.text.split()) > widest:
            return False
    return True


def _touches(difference: Difference, edits: list[EventMembership]) -> bool:
    """Whether a difference shows the wording of an edit."""
    sides = (difference.a, difference.b)
    return any(
        s is not None and words and s.paragraph == e.paragraph and (words in s.text or s.text in words)
        for e in edits
        for s, words in zip(sides, (e.before, e.after), strict=True)
    )


def measure(texts: list[str], seed: int = 1) -> Measured:
    """Edits made and edits found by kind; facts of untouched paragraphs, and facts beside the edits."""
    rng = random.Random(seed)
    result = Measured(stories=len(texts))
    for text in texts:
        other, edits = edited(text, rng)
        flags = compare(Story("a", text, lang="en"), Story("b", other, lang="en")).differences
        touched = {edit.paragraph for edit in edits}
        for edit in edits:
            result.made[edit.kind] += 1
            if any(answers(flag, edit) for flag in flags):
                result.found[edit.kind] += 1
            else:
                near = [f for f in flags if any(s and s.paragraph == edit.paragraph for s in (f.a, f.b))]
                result.missed.append((text, edit, near))
        for flag in flags:
            if flag.group != "fact":
                continue
            if not any(s and s.paragraph in touched for s in (flag.a, flag.b)):
                result.false.append((text, flag))
            elif not _touches(flag, edits):
                result.side.append((text, flag))
    return result
