"""Paragraphs of real stories moved, split, merged, added and dropped, and how many of that is told."""

import random
import re
from collections import Counter
from dataclasses import dataclass

from dedup.comparison import compare
from dedup.types import Difference, Story

KINDS = ("moved", "split", "merged", "added", "dropped")

Place = tuple[str, int | None, int | None]
"""A kind, and the paragraph of either side (None: none)."""


@dataclass(slots=True)
class Piece:
    """A paragraph of the edited story, and the paragraphs of the first one that it came from."""

    text: str
    of: list[int]


def halves(text: str) -> tuple[str, str] | None:
    """A paragraph cut behind its first sentence of five words and more; None when it has only one."""
    for match in re.finditer(r"(?:[a-z]{4}[.?!]|[a-z]{3}[.?!][\"”]) (?=[A-Z“\"])", text):
        first, rest = text[: match.end() - 1], text[match.end() :]
        if min(len(first.split()), len(rest.split())) >= 5:
            return first, rest
    return None


def restructured(text: str, others: list[str], rng: random.Random) -> tuple[str, list[Place]]:
    """The text with two to four edits of structure, no two of them neighbours, and what they are.

    `others` are paragraphs of other stories, from which one is added.
    """
    paragraphs = text.split("\n\n")
    pieces = [Piece(p, [i]) for i, p in enumerate(paragraphs)]
    used: set[int] = set()
    made: list[tuple[str, int | None, Piece | None]] = []
    for kind in rng.sample(KINDS, rng.randint(2, 4)):
        for i in rng.sample(range(1, len(paragraphs) - 2), len(paragraphs) - 3):
            if {i - 1, i, i + 1, i + 2} & used or len(paragraphs[i].split()) < 8:
                continue
            at = next(k for k, piece in enumerate(pieces) if piece.of == [i])
            edit = _made(kind, pieces, at, others, rng)
            if edit is not None:
                used |= {i, i + 1} if kind == "merged" else {i}
                made.append((kind, None if kind == "added" else i, edit if kind != "dropped" else None))
                break
    numbers = {id(piece): k for k, piece in enumerate(pieces)}
    places = [(kind, i, None if piece is None else numbers[id(piece)]) for kind, i, piece in made]
    return "\n\n".join(piece.text for piece in pieces), places


def _made(kind: str, pieces: list[Piece], at: int, others: list[str], rng: random.Random) -> Piece | None:
    """One edit in place: the piece to which it leads, or None where it cannot be made."""
    piece = pieces[at]
    if kind == "dropped":
        return pieces.pop(at)
    if kind == "added":
        added = Piece(rng.choice(others), [])
        pieces.insert(at, added)
        return added
    if kind == "split":
        cut = halves(piece.text)
        if cut is None:
            return None
        pieces[at : at + 1] = [Piece(cut[0], piece.of), Piece(cut[1], piece.of)]
        return pieces[at]
    if kind == "merged":
        following = pieces[at + 1 : at + 2]
        if not following or following[0].of != [piece.of[0] + 1] or len(following[0].text.split()) < 8:
            return None
        pieces[at : at + 2] = [Piece(f"{piece.text} {following[0].text}", piece.of + following[0].of)]
        return pieces[at]
    places = [k for k in range(1, len(pieces)) if abs(k - at) > 2]
    if not places or len(piece.text.split()) > 80:
        return None
    pieces.insert(rng.choice(places), pieces.pop(at))
    return piece


def _stated(difference: Difference) -> Place | None:
    """The place of a structure difference; of sentences, headlines and duplicates none."""
    if difference.type not in KINDS or difference.why.startswith("sentence"):
        return None
    return (
        difference.type,
        difference.a.paragraph if difference.a else None,
        difference.b.paragraph if difference.b else None,
    )


def score(texts: list[str], seed: int = 1) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """True, false and missed flags of structure by kind, over restructured stories.

    A flag is true if it has the kind of an edit, and its paragraphs; a sentence told as added or dropped is
    false.
    """
    rng = random.Random(seed)
    paragraphs = [p for text in texts for p in text.split("\n\n") if len(p.split()) > 15]
    true: Counter[str] = Counter()
    false: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for text in texts:
        held = set(text.split("\n\n"))
        other, edits = restructured(text, [p for p in rng.sample(paragraphs, 50) if p not in held], rng)
        found = compare(Story("a", text, lang="en"), Story("b", other, lang="en")).differences
        flags = [f for f in found if f.group == "structure" and f.type in KINDS]
        wanted = list(edits)
        for flag in flags:
            place = _stated(flag)
            if place in wanted:
                wanted.remove(place)
                true[flag.type] += 1
            else:
                false[flag.type] += 1
        missed.update(kind for kind, _, _ in wanted)
    return true, false, missed
