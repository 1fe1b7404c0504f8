"""How far the facts of two stories agree, in words: names, places and numbers as the stories write them.

A fact word is one word; a number such as 40,000 or 5:10 is several, and is told as it is written. A common
word that is capitalised only where a sentence begins ("The", "When") weighs next to nothing and is not told.
"""

import re
from dataclasses import dataclass

import numpy as np

from dedup.findings import Fact, FactEvidence
from dedup.match.duplicates import fair
from dedup.match.facts import Facts, Words, agree, word_hash

MOST_FACTS = 40
"""Facts of each kind that are told, the heaviest."""

COMMON = 1.85
"""IDF below which a word is common: "there" and "people" are, "three", "police" and "Monday" are not."""

_UNIT = re.compile(r"\d+(?:[.,:]\d+)+|\w+")
_WORD = re.compile(r"\w+")
_BEFORE = 8  # characters before a word that tell whether a sentence begins there
_OPENING = " \t\"'“”‘’«»„()[]—–-"

_PAIR = np.array([[0, 1]], np.int64)


@dataclass(slots=True)
class _Written:
    """How a text writes a fact, and whether it does so within a sentence."""

    text: str
    within: bool


def fact_grounds(a: str, b: str, found: Facts, jaccard: float, least: float) -> FactEvidence:
    """The facts of two texts, what they agree in, and what that does to the score.

    Parameters
    ----------
    a, b
        The texts.
    found
        Their facts, two rows.
    jaccard, least
        Of their shingles without boilerplate: Jaccard, and the smaller containment.
    """
    agreement, disagreement = agree(found, _PAIR, np.array([jaccard]))
    weights: list[dict[int, float]] = []
    for side in (0, 1):
        part = slice(int(found.words.offsets[side]), int(found.words.offsets[side + 1]))
        pairs = zip(found.words.hashes[part].tolist(), found.weights[part].tolist(), strict=True)
        weights.append(dict(pairs))
    listed = [
        Fact(written, *(_weight(parts, known) for known in weights)) for parts, written in _told(a, b).items()
    ]
    listed.sort(key=lambda fact: (-max(fact.a, fact.b), fact.word))
    return FactEvidence(
        agreement=float(agreement[0]),
        disagreement=float(disagreement[0]),
        slant=1.0 - float(fair(np.array([least]), agreement, disagreement)[0]),
        shared=tuple(fact for fact in listed if fact.a and fact.b)[:MOST_FACTS],
        only_a=tuple(fact for fact in listed if fact.a and not fact.b)[:MOST_FACTS],
        only_b=tuple(fact for fact in listed if fact.b and not fact.a)[:MOST_FACTS],
    )


def _weight(parts: tuple[int, ...], known: dict[int, float]) -> float:
    """Weight of a fact in a story, which has it when it has all of its words."""
    return max(known[part] for part in parts) if all(part in known for part in parts) else 0.0


def _told(a: str, b: str) -> dict[tuple[int, ...], str]:
    """Hashes of the words of each fact -> how it is written, better not in capitals."""
    found: dict[tuple[int, ...], _Written] = {}
    for text in (a, b):
        for unit in _UNIT.finditer(text):
            written = unit.group()
            if not (written[0].isupper() or written[0].isdigit()):
                continue
            parts = tuple(word_hash(word) >> 16 for word in _WORD.findall(written))
            within = written[0].isdigit() or not _begins(text[max(unit.start() - _BEFORE, 0) : unit.start()])
            known = found.setdefault(parts, _Written(written, within))
            known.within |= within
            if known.text.isupper() and not written.isupper():
                known.text = written
    first = [fact.text.lower() for fact in found.values() if not fact.within]
    common = {
        word for word, idf in zip(first, Words().idf(first) if first else (), strict=True) if idf < COMMON
    }
    return {
        parts: fact.text
        for parts, fact in found.items()
        if len(fact.text) > 1 or fact.text.isdigit()
        if fact.within or fact.text.lower() not in common
    }


def _begins(before: str) -> bool:
    """Whether a sentence begins behind these characters."""
    left = before.rstrip(_OPENING)
    return not left or left[-1] in ".!?:;…\n\r"
