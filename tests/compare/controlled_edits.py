"""Edits with a known answer, put into real stories by plain regular expressions.

An injector takes a paragraph and a random generator and gives the paragraph with one edit, with the wording
before and after it, or None where it finds nothing to edit. A rewrite takes a text and gives one that means
the same. Nothing here is shared with the extractors that are to find the edits.

Run it over any stories (JSON lines with `text`) to see recall by type and false facts:

    python tests/compare/controlled_edits.py STORIES.jsonl[.gz] [LIMIT]
"""

import gzip
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from dedup.compare import compare
from dedup.story import Difference, Story

Edit = tuple[str, str, str]
Injector = Callable[[str, random.Random], Edit | None]

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
SURNAMES = ["Hartwell", "Okafor", "Lindgren", "Petrosyan", "Marchetti", "Kowalski"]
OPPOSITES = [
    ("rose", "fell"),
    ("increased", "decreased"),
    ("higher", "lower"),
    ("won", "lost"),
    ("opened", "closed"),
]
OPPOSITES += [("supported", "opposed"), ("approved", "rejected"), ("gained", "lost"), ("confirmed", "denied")]
QUANTIFIERS = {"all": "some", "most": "some", "many": "few", "some": "most", "several": "many"}
NUMBER_WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def outside_quotes(text: str, at: int) -> bool:
    """Whether a place lies outside quotation marks (curly, or straight and paired)."""
    before = text[:at]
    return before.count("“") <= before.count("”") and before.count('"') % 2 == 0


def _replace(
    text: str, rng: random.Random, pattern: str, change: Callable[[re.Match[str]], str]
) -> Edit | None:
    found = [m for m in re.finditer(pattern, text) if outside_quotes(text, m.start())]
    if not found:
        return None
    match = rng.choice(found)
    new = change(match)
    return text[: match.start()] + new + text[match.end() :], match.group(), new


def _other(rng: random.Random, options: list[str], than: str) -> str:
    return rng.choice([option for option in options if option != than])


def number(text: str, rng: random.Random) -> Edit | None:
    pattern = (
        rf"(?<![\d$€£.,:/-])(?<!(?:{'|'.join(m[-3:] for m in MONTHS.split('|'))}) )\b[1-9]\d{{1,2}}"
        r"\b(?![.,:]?\d|%| ?per ?cent| ?million| ?billion|-|st|nd|rd|th| ?[ap]\.?m)(?! (?:" + MONTHS + "))"
    )
    return _replace(text, rng, pattern, lambda m: str(int(m.group()) + rng.randint(1, 9)))


def number_word(text: str, rng: random.Random) -> Edit | None:
    pattern = rf"\b(?:{'|'.join(NUMBER_WORDS)})\b(?= [a-z]+s\b)"
    return _replace(text, rng, pattern, lambda m: _other(rng, NUMBER_WORDS, m.group()))


def money(text: str, rng: random.Random) -> Edit | None:
    return _replace(text, rng, r"[$€£]\d+(?![\d,.])", lambda m: m.group()[0] + str(int(m.group()[1:]) + 3))


def percent(text: str, rng: random.Random) -> Edit | None:
    return _replace(text, rng, r"\b\d+(?=%| percent| per cent)(?<!\.\d)", lambda m: str(int(m.group()) + 4))


def weekday(text: str, rng: random.Random) -> Edit | None:
    return _replace(text, rng, rf"\b(?:{'|'.join(DAYS)})\b", lambda m: _other(rng, DAYS, m.group()))


def name(text: str, rng: random.Random) -> Edit | None:
    pattern = r"(?<=[a-z] [A-Z][a-z]{4} )[A-Z][a-z]{3,}\b|(?<=[a-z] [A-Z][a-z]{3} )[A-Z][a-z]{3,}\b"
    return _replace(text, rng, pattern, lambda m: _other(rng, SURNAMES, m.group()))


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
    return _replace(text, rng, rf"\b(?:{'|'.join(sorted(other))})\b(?!['’])", lambda m: other[m.group()])


def hedge(text: str, rng: random.Random) -> Edit | None:
    edit = _replace(
        text, rng, r"\b(?:was|were|has|had|have)(?= [a-z]{3,}ed\b)", lambda m: m.group() + " allegedly"
    )
    return edit and (edit[0], "", "allegedly")


def status(text: str, rng: random.Random) -> Edit | None:
    return _replace(text, rng, r"\bwill(?= [a-z]+)", lambda _: rng.choice(["may", "could", "should"]))


def quantifier(text: str, rng: random.Random) -> Edit | None:
    pattern = rf"\b(?:{'|'.join(QUANTIFIERS)})\b(?= [a-z]+s\b)"
    return _replace(text, rng, pattern, lambda m: QUANTIFIERS[m.group()])


def claimed(text: str, rng: random.Random) -> Edit | None:
    return _replace(
        text, rng, r"(?<=[a-z]{3} )said(?= [a-z]+ )", lambda _: rng.choice(["claimed", "insisted"])
    )


def quoted(text: str, rng: random.Random) -> Edit | None:
    found = [
        m
        for q in re.finditer(r"“[^“”]{25,400}”", text)
        for m in re.finditer(r"\b[a-z]{6,}\b", text[: q.end()])
        if m.start() > q.start()
    ]
    if not found:
        return None
    match = rng.choice(found)
    new = rng.choice(["harvest", "curtain", "cautious"])
    return text[: match.start()] + new + text[match.end() :], match.group(), new


INJECTORS: dict[str, tuple[Injector, frozenset[str]]] = {
    "number": (number, frozenset(["number", "casualties", "money", "percent", "date"])),
    "number word": (number_word, frozenset(["number", "casualties"])),
    "money": (money, frozenset(["money"])),
    "percent": (percent, frozenset(["percent"])),
    "weekday": (weekday, frozenset(["weekday"])),
    "name": (name, frozenset(["name", "place", "attribution"])),
    "dropped not": (dropped_not, frozenset(["negation"])),
    "added not": (added_not, frozenset(["negation"])),
    "polarity": (opposite, frozenset(["polarity"])),
    "hedge": (hedge, frozenset(["hedge"])),
    "status": (status, frozenset(["status"])),
    "quantifier": (quantifier, frozenset(["quantifier"])),
    "verb of attribution": (claimed, frozenset(["attribution"])),
    "quote": (quoted, frozenset(["quote"])),
}
"""Injectors by the kind of edit, with the types of difference that answer it."""

REWRITES: dict[str, Callable[[str], str]] = {
    "straight quotes": lambda t: t.translate(str.maketrans("“”‘’", "\"\"''")),
    "guillemets": lambda t: re.sub(r"“([^”\n]*)”", r"«\1»", t),
    "curly apostrophes": lambda t: t.replace("'", "’"),
    "hyphens for dashes": lambda t: t.replace("—", " - ").replace("–", "-"),
    "double hyphens": lambda t: re.sub(r" ?— ?", " -- ", t),
    "one ellipsis": lambda t: t.replace("...", "…"),
    "percent sign": lambda t: re.sub(r"(\d) per ?cent\b", r"\1%", t),
    "per cent": lambda t: re.sub(r"(\d)(?:%| percent)", r"\1 per cent", t),
    "US without dots": lambda t: re.sub(r"\bU\.S\.", "US", t),
    "full country name": lambda t: re.sub(r"\bthe U\.S\.(?= [a-z])", "the United States", t),
    "British -ise": lambda t: re.sub(r"\b(\w{4,}i)z(e[ds]?|ing)\b", r"\1s\2", t),
    "British -our": lambda t: re.sub(r"\b(col|hon|fav|lab|harb|neighb)or(s|ed|ing)?\b", r"\1our\2", t),
    "American -er": lambda t: re.sub(r"\b(cent|theat|met)re(s?)\b", r"\1er\2", t),
    "contractions": lambda t: re.sub(r"\b(did|do|does|was|were|is|are|has|had|would) not\b", r"\1n't", t),
    "no contractions": lambda t: re.sub(
        r"\b(did|do|does|was|were|is|are|has|had|would)n['’]t\b", r"\1 not", t
    ),
    "no thousands mark": lambda t: re.sub(r"\b(\d{1,3}),(\d{3})\b(?!,)", r"\1\2", t),
    "digits": lambda t: re.sub(
        rf"\b({'|'.join(NUMBER_WORDS)})(?= (?:people|men|women|days|years|hours)\b)",
        lambda m: str(NUMBER_WORDS.index(m.group()) + 2),
        t,
    ),
    "short months": lambda t: re.sub(r"\b(Jan|Feb|Aug|Sept|Oct|Nov|Dec)[a-z]*(?= \d{1,2}\b)", r"\1.", t),
    "day before month": lambda t: re.sub(rf"\b({MONTHS}) (\d{{1,2}}), (\d{{4}})", r"\2 \1 \3", t),
    "m for million": lambda t: re.sub(r"([$€£]\d+(?:\.\d+)?) million", r"\1m", t),
    "currency word": lambda t: re.sub(r"£(\d+(?:\.\d+)?)(?: (million|billion))", r"\1 \2 pounds", t),
    "said before the name": lambda t: re.sub(
        r"(,[”\"]) ([A-Z][a-z]+ [A-Z][a-z]+) said\b(?=\.)", r"\1 said \2", t
    ),
    "said behind the name": lambda t: re.sub(
        r"(,[”\"]) said ([A-Z][a-z]+ [A-Z][a-z]+)(?=\.)", r"\1 \2 said", t
    ),
    "titles without dots": lambda t: re.sub(r"\b(Mr|Mrs|Ms|Dr)\.(?= [A-Z])", r"\1", t),
    "no serial comma": lambda t: re.sub(r"(\w+, \w+), and ", r"\1 and ", t),
    "two spaces": lambda t: re.sub(r"\. (?=[A-Z])", ".  ", t),
    "hard spaces": lambda t: re.sub(r"(?<=\d) (?=[a-z])", "\u00a0", t),
    "soft hyphens": lambda t: re.sub(r"\b(govern)(ment)", "\\1\u00ad\\2", t),
    "which for that": lambda t: re.sub(r"(?<=[a-z]) that (?=(?:was|were|has|had)\b)", " which ", t),
    "a.m. without dots": lambda t: re.sub(r"(\d) a\.m\.", r"\1 am", t),
}
"""Rewrites that change no fact, by name."""


def edited(text: str, rng: random.Random) -> tuple[str, list[tuple[str, int, str, str]]]:
    """The text with one to three edits in some paragraphs, and what they are: kind, paragraph, before,
    after."""
    result, told = [], []
    for place, paragraph in enumerate(text.split("\n\n")):
        kinds = rng.sample(sorted(INJECTORS), len(INJECTORS)) if rng.random() < 0.6 else []
        wanted = rng.randint(1, 3)
        for kind in kinds:
            edit = INJECTORS[kind][0](paragraph, rng) if wanted else None
            if {kind, *(k for k, p, _, _ in told if p == place)} >= {"added not", "dropped not"}:
                continue
            if edit is None or any(p == place and after and after not in edit[0] for _, p, _, after in told):
                continue
            paragraph = edit[0]
            told.append((kind, place, edit[1], edit[2]))
            wanted -= 1
        result.append(paragraph)
    return "\n\n".join(result), told


def answers(difference: Difference, edit: tuple[str, int, str, str]) -> bool:
    """Whether a difference has the type, the paragraph and the wordings of an edit."""
    kind, place, before, after = edit
    if difference.type not in INJECTORS[kind][1]:
        return False
    sides = ((difference.a, before), (difference.b, after))
    return all(
        not words or (s is not None and s.paragraph == place and words in s.text) for s, words in sides
    )


def measure(texts: list[str], seed: int = 1) -> tuple[Counter[str], Counter[str], int]:
    """Edits made and edits found by kind, and facts told of paragraphs that were not edited."""
    rng = random.Random(seed)
    made: Counter[str] = Counter()
    found: Counter[str] = Counter()
    false = 0
    for text in texts:
        other, edits = edited(text, rng)
        flags = compare(Story("a", text, lang="en"), Story("b", other, lang="en")).differences
        touched = {place for _, place, _, _ in edits}
        for edit in edits:
            made[edit[0]] += 1
            found[edit[0]] += any(answers(flag, edit) for flag in flags)
        false += sum(
            f.group == "fact" and not any(s and s.paragraph in touched for s in (f.a, f.b)) for f in flags
        )
    return made, found, false


def rewritten(texts: list[str], rewrite: Callable[[str], str]) -> tuple[int, int]:
    """Facts told of rewritten texts, and how many texts the rewrite changed."""
    pairs = [(text, other) for text in texts if (other := rewrite(text)) != text]
    told = [compare(Story("a", x, lang="en"), Story("b", y, lang="en")).differences for x, y in pairs]
    return sum(d.group == "fact" for found in told for d in found), len(pairs)


def main() -> None:
    path = Path(sys.argv[1])
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        stories = [json.loads(line) for line in lines]
    texts = [
        "\n\n".join(p.strip() for p in re.split(r"\n\s*\n", s["text"]) if p.strip())
        for s in stories
        if s.get("lang") in (None, "en") and 60 < len(s["text"].split()) < 800
    ][: int(sys.argv[2]) if len(sys.argv) > 2 else 300]
    made, found, false = measure(texts)
    for kind in INJECTORS:
        print(f"{kind:20s} {found[kind]:4d} of {made[kind]:4d}  {found[kind] / max(made[kind], 1):.3f}")
    print(f"{len(texts)} stories, false facts a story {false / max(len(texts), 1):.3f}")
    for name, rewrite in REWRITES.items():
        told, changed = rewritten(texts[:100], rewrite)
        print(f"{name:25s} {told:3d} facts in {changed:3d} rewritten stories")


if __name__ == "__main__":
    main()
