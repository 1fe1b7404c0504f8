"""Made-up English from the sentences of `corpora/`: the material of planted stories.

Every English sentence of `corpora/` becomes a skeleton: its function words are kept, its other words are
slots by their form (plural, -ed, -ing, -ly, name, number). Slots are filled by Zipf's law from a vocabulary
of 70,000 words, those of `corpora/` first, then invented ones. Names are those of the story's own cast, and
a third of the nouns are of its topic. A skeleton has two slots in any five words, so strangers share few
runs of five.
"""

import json
import random
import re
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np

CORPORA = Path(__file__).parents[2] / "corpora" / "stories.jsonl"
FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a about after again against all almost also although am among an and another any are around as at
        back be because been before being below between both but by can could did do does down during each
        even ever every few first for from had has have he her here him his how i if in into is it its just
        last least less like may me might more most much must my near never no nor not now of off on once
        one only or other our out over own per said same say says she should since so some still such than
        that the their them then there these they this those though three through till to too two under
        until up upon us very was we were what when where whether which while who whom whose why will with
        within without would yet you your
        """,
    )
)
WORD = re.compile(r"\d(?:[\d.,:]*\d)?|[^\W\d_]+")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
ZIPF_OFFSET = 40.0
"""Zipf-Mandelbrot: the word of rank r is drawn in proportion to 1 / (r + 40), function words aside."""
VOCABULARY = {
    "noun": 22_000,
    "plural": 10_000,
    "ed": 6_000,
    "ing": 5_000,
    "ly": 3_000,
    "name": 16_000,
    "number": 8_000,
}
ENDINGS = {"noun": "", "plural": "s", "ed": "ed", "ing": "ing", "ly": "ly", "name": ""}
BATCH = 512
TWINS = 12
"""So many of a batch have the cast and the topic of another: reports of the same event."""
WORDS_A_SENTENCE = 15


def invented(draw: random.Random, count: int, ending: str, taken: set[str]) -> list[str]:
    """Words that can be pronounced, none of them in `taken`; the first ones are shorter."""
    onsets = re.findall(
        r"\w+", "b c d f g h j k l m n p r s t v w b d g l m n p r s t br ch cl dr fl gr pl pr sh sl st th"
    )
    middles = re.findall(r"\w+", "a e i o u a e i o ai ea oo ou")
    codas = ["", "", "", "", "", "", "l", "m", "n", "r", "s", "t", "ck", "nd", "rk", "st"]
    pool = [onset + middle + coda for onset in onsets for middle in middles for coda in codas]
    words: list[str] = []
    while len(words) < count:
        parts = 2 if len(words) < count // 3 else 3
        for word in map("".join, zip(*[iter(draw.choices(pool, k=parts * 64))] * parts, strict=False)):
            if word + ending not in taken:
                taken.add(word + ending)
                words.append(word + ending)
    return words[:count]


def ascii_only(text: str) -> str:
    """Without accents and typographic marks."""
    plain = text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-", 0x2014: "-"})
    return unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()


def form(word: str, known: set[str], starts: bool) -> str:
    """The class of slots that a word of `corpora/` stands for; empty for a function word."""
    if word[0].isdigit():
        return "number"
    if word.lower() in FUNCTION_WORDS or len(word) < 3:
        return ""
    if word[0].isupper() and not (starts and word.lower() in known):
        return "name"
    lower = word.lower()
    for kind in ("ed", "ing", "ly"):
        if lower.endswith(kind) and len(lower) > 4:
            return kind
    return "plural" if lower.endswith("s") and not lower.endswith("ss") else "noun"


def vocabulary(draw: random.Random, counts: Counter[str], known: set[str]) -> dict[str, list[str]]:
    """The words of each class of slots, most frequent first."""
    lists: dict[str, list[str]] = {kind: [] for kind in VOCABULARY}
    for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        kind = form(word, known, word[0].isupper())
        if kind == "name" or (kind and word[0].islower()):
            lists[kind].append(word)
    taken = set(known)
    for kind, ending in ENDINGS.items():
        more = invented(draw, VOCABULARY[kind] - len(lists[kind]), ending, taken)
        lists[kind] += [word.capitalize() for word in more] if kind == "name" else more
    numbers = [str(number) for number in range(2, 1_000)] + [
        f"{number:,}" for number in range(1_000, 90_000, 11)
    ]
    return lists | {"number": numbers[: VOCABULARY["number"]]}


class Language:
    """Skeletons and vocabulary as arrays; makes sentences many at a time.

    A skeleton is a row of pieces, literals and slots in turn. All literals and words stand in one buffer of
    ASCII bytes; a piece is one of the entries from number `start` on, as far as `spread` reaches: 0 for a
    literal, else log(1 + entries / ZIPF_OFFSET).
    """

    def __init__(self, seed: int) -> None:
        stories = [json.loads(line) for line in CORPORA.read_text(encoding="utf-8").splitlines()]
        stories = [story for story in stories if story["lang"] == "en"]
        lines = [line for story in stories for line in ascii_only(story["text"]).split("\n")]
        texts = [text for line in lines for text in SENTENCE_END.split(line)]
        titles = [ascii_only(story["title"]) for story in stories]
        known = {word for text in texts for word in WORD.findall(text) if word[0].islower()}
        counts = Counter(word for text in texts for word in WORD.findall(text))
        lists = vocabulary(random.Random(seed), counts, known)
        self.words = lists["noun"]

        self._starts: dict[str, int] = {}
        words: list[str] = []
        for kind in VOCABULARY:
            self._starts[kind] = len(words)
            words += lists[kind]
        for kind in ENDINGS:
            self._starts[kind.upper()] = len(words)
            words += [word.capitalize() for word in lists[kind]]
        self._spreads = {kind: float(np.log1p(len(lists[kind]) / ZIPF_OFFSET)) for kind in lists}
        pieces = [self._skeleton(text, known, words) for text in sorted(set(texts))]
        heads = [self._skeleton(text, known, words) for text in sorted(set(titles))]
        pieces = [piece for piece in pieces if piece]
        self._first_head = len(pieces)
        pieces += [head for head in heads if head]
        self._count = len(pieces)
        self._lengths = np.array([len(piece) for piece in pieces])
        self._begins = np.concatenate(([0], np.cumsum(self._lengths)[:-1]))
        flat = [part for piece in pieces for part in piece]
        self._start = np.array([part[0] for part in flat], np.int32)
        self._spread = np.array([part[1] for part in flat], np.float32)
        self._role = np.array([part[2] for part in flat], np.int8)
        written = [word.encode() for word in words]
        self._sizes = np.array([len(word) for word in written], np.int32)
        self._places = np.cumsum(self._sizes, dtype=np.int32) - self._sizes
        self._letters = np.frombuffer(b"".join(written), np.uint8)

    def _skeleton(self, text: str, known: set[str], words: list[str]) -> list[tuple[int, float, int]]:
        """(start, spread, role: 0 plain, 1 a name, 2 a noun) of each piece; nothing if too few are slots."""
        parts: list[tuple[int, float, int]] = []
        slots = []
        literal, end = "", 0
        for found in WORD.finditer(text):
            literal += text[end : found.start()]
            end = found.end()
            kind = form(found[0], known, found.start() == 0)
            slots.append(bool(kind))
            if not kind:
                literal += found[0]
                continue
            if literal:
                words.append(literal)
                parts.append((len(words) - 1, 0.0, 0))
                literal = ""
            capital = found.start() == 0 and kind not in ("name", "number")
            start = self._starts[kind.upper() if capital else kind]
            role = 1 if kind == "name" else 2 if kind == "noun" and not capital else 0
            parts.append((start, self._spreads[kind], role))
        words.append(literal + text[end:])
        parts.append((len(words) - 1, 0.0, 0))
        dense = len(slots) >= 4 and all(sum(slots[at : at + 5]) >= 2 for at in range(max(1, len(slots) - 4)))
        return parts if dense and text.count('"') % 2 == 0 else []

    def _ranks(self, numbers: np.random.Generator, spread: np.ndarray) -> np.ndarray:
        ranks = ZIPF_OFFSET * np.expm1(numbers.random(len(spread), np.float32) * spread)
        return np.asarray(ranks, np.int32)

    def bodies(self, numbers: np.random.Generator) -> list[list[str]]:
        """A batch of stories as sentences, the headline first; the last few tell what the first few tell."""
        words = np.clip(numbers.lognormal(5.9, 0.5, BATCH), 60, 3_000)
        words[numbers.random(BATCH) < 0.04] = 25
        sizes = np.maximum(1, words / WORDS_A_SENTENCE).astype(np.int64) + 1
        ends = np.cumsum(sizes)
        chosen = numbers.integers(0, self._first_head, ends[-1])
        chosen[ends - sizes] = numbers.integers(self._first_head, self._count, BATCH)
        story = np.repeat(np.arange(BATCH), sizes)
        lengths = self._lengths[chosen]
        stops = np.cumsum(lengths)
        at = np.arange(stops[-1]) + np.repeat(self._begins[chosen] - (stops - lengths), lengths)
        ids = self._start[at] + self._ranks(numbers, self._spread[at])
        whose = np.repeat(story, lengths)
        for role, kind, cast_size, share in ((1, "name", 7, 1.0), (2, "noun", 14, 0.33)):
            ranks = self._ranks(numbers, np.full(BATCH * cast_size, self._spreads[kind], np.float32))
            cast = (self._starts[kind] + ranks).reshape(BATCH, cast_size)
            cast[-TWINS:] = cast[:TWINS]
            places = np.flatnonzero(self._role[at] == role)
            places = places[numbers.random(len(places)) < share]
            ids[places] = cast[whose[places], numbers.integers(0, cast_size, len(places))]
        text, ends_at = self._write(ids)
        sentences = [text[a:b] for a, b in pairwise([0, *ends_at[stops - 1].tolist()])]
        return [sentences[a:b] for a, b in pairwise([0, *ends.tolist()])]

    def _write(self, ids: np.ndarray) -> tuple[str, np.ndarray]:
        """The entries one after the other, and where each of them ends.

        Bytes are gathered by index: joining Python strings takes twice as long, for they lie all over memory.
        """
        sizes = self._sizes[ids]
        ends = np.cumsum(sizes, dtype=np.int32)
        letters = np.repeat(self._places[ids] - (ends - sizes), sizes)
        letters += np.arange(len(letters), dtype=np.int32)
        return self._letters[letters].tobytes().decode("ascii"), ends
