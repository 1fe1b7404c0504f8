"""A stream of made-up news with known families of copies, for measuring speed and quality.

    python tests/bench/planted.py --stories 100000 --seed 1 -o corpus.jsonl --labels labels.csv
    python tests/bench/planted.py --stories 10000000 | dedup cluster - --no-events -o clusters.jsonl

Sentences: every English sentence of `corpora/` becomes a skeleton, its function words kept, its other words
slots by their form (plural, -ed, -ing, -ly, name, number). Slots are filled by Zipf's law from a vocabulary of some
140,000 words: those of `corpora/` first, then invented ones. Names are those of the story's own cast, and a third
of the nouns are of its topic. A skeleton has two slots in any five words, so strangers share few runs of five.

Planted: about 38 % of the stories are in families of 2 to 100 (sizes fall off as a power law). A member is a copy,
or a reformatted, lightly edited, moderately edited, cut, excerpted, updated or rewritten telling of the first member,
or of the one before (drift); some get the header and footer of their source. Traps, each a cluster of its own:
footers that strangers share, forms that are filled in daily with other facts, two reports of one event that share
one quoted sentence, briefs of a dozen words.

The stream has no end; N stories are its first N, in the order of publication, and memory does not grow with N.
The same seed gives the same bytes under the same numpy.
"""

import argparse
import csv
import heapq
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np
import orjson

CORPORA = Path(__file__).parents[2] / "corpora" / "stories.jsonl"
FUNCTION_WORDS = frozenset(
    "a about after again against all almost also although am among an and another any are around as at back be because "
    "been before being below between both but by can could did do does down during each even ever every few first for "
    "from had has have he her here him his how i if in into is it its just last least less like may me might more most "
    "much must my near never no nor not now of off on once one only or other our out over own per said same say says she "
    "should since so some still such than that the their them then there these they this those though three through till "
    "to too two under until up upon us very was we were what when where whether which while who whom whose why will with "
    "within without would yet you your".split()
)
WORD = re.compile(r"\d(?:[\d.,:]*\d)?|[^\W\d_]+")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
DIGITS = re.compile(r"\d+")
ZIPF_OFFSET = 40.0
"""Zipf-Mandelbrot: the word of rank r is drawn in proportion to 1 / (r + 40); function words are not drawn at all."""
VOCABULARY = {
    "noun": 40_000,
    "plural": 20_000,
    "ed": 12_000,
    "ing": 8_000,
    "ly": 4_000,
    "name": 40_000,
    "number": 9_000,
}
ENDINGS = {"noun": "", "plural": "s", "ed": "ed", "ing": "ing", "ly": "ly", "name": ""}
BATCH = 512
TWINS = 12
"""In each batch so many bodies have the cast and the topic of another: reports of the same event."""
SOURCES = 300
A_DAY = 2_500
START = datetime(2010, 1, 4, tzinfo=UTC)
FAMILIES = 0.105
"""Share of families among what happens; their stories are then about 38 % of all, since a family has 5.1 on average."""
LARGEST = 100


@dataclass(frozen=True, slots=True)
class Body:
    """Sentences in paragraphs, with a headline."""

    title: str
    paragraphs: tuple[tuple[str, ...], ...]

    @property
    def sentences(self) -> list[str]:
        return [sentence for paragraph in self.paragraphs for sentence in paragraph]


class Planted(NamedTuple):
    """One story and the truth about it: the number of its family and of its event, and how it was made."""

    title: str
    text: str
    day: float
    source: str
    cluster: int
    event: int
    kind: str


# ------------------------------------------------------------------------------------------------ words
def invented(draw: random.Random, count: int, ending: str, taken: set[str]) -> list[str]:
    """Words that can be pronounced, none of them in `taken`; the first ones are shorter."""
    onsets = (
        "b c d f g h j k l m n p r s t v w b d g l m n p r s t br ch cl dr fl gr pl pr sh sl st th tr".split()
    )
    middles = "a e i o u a e i o ai ea oo ou".split()
    codas = ["", "", "", "", "", "", "l", "m", "n", "r", "s", "t", "ck", "nd", "rk", "st"]
    words: list[str] = []
    while len(words) < count:
        parts = draw.choices((1, 2, 3), (3, 6, 1) if len(words) < count // 8 else (0, 5, 4))[0]
        word = (
            "".join(draw.choice(onsets) + draw.choice(middles) + draw.choice(codas) for _ in range(parts))
            + ending
        )
        if word not in taken:
            taken.add(word)
            words.append(word)
    return words


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


class Language:
    """Skeletons and vocabulary as arrays; makes sentences many at a time.

    A skeleton alternates pieces: literals and slots. `surface` holds all literals and words; a piece begins at `start`
    there and is one of exp(`spread`) - 1 (in units of the Zipf offset) entries: a literal has spread 0.
    """

    def __init__(self, seed: int) -> None:
        draw = random.Random(seed)
        stories = [json.loads(line) for line in CORPORA.read_text(encoding="utf-8").splitlines()]
        stories = [story for story in stories if story["lang"] == "en"]
        texts = [
            sentence for s in stories for p in s["text"].split("\n") for sentence in SENTENCE_END.split(p)
        ]
        titles = [story["title"] for story in stories]
        known = {word for text in texts for word in WORD.findall(text) if word[0].islower()}
        counts = Counter(word for text in texts for word in WORD.findall(text))
        lists: dict[str, list[str]] = {kind: [] for kind in VOCABULARY}
        for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            kind = form(word, known, word[0].isupper())
            if kind and (kind == "name" or word[0].islower()):
                lists[kind].append(word)
        taken = set(known)
        for kind, ending in ENDINGS.items():
            more = invented(draw, VOCABULARY[kind] - len(lists[kind]), ending, taken)
            lists[kind] += [word.capitalize() for word in more] if kind == "name" else more
        numbers = [str(n) for n in range(2, 1_000)] + [f"{n:,}" for n in range(1_000, 90_000, 11)]
        lists["number"] = numbers[: VOCABULARY["number"]]
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
        self._surface = np.array(words, object)

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
        return ranks.astype(np.int32)

    def bodies(self, numbers: np.random.Generator) -> list[list[str]]:
        """A batch of stories as sentences, the headline first; the last few tell what the first few tell."""
        words = np.clip(numbers.lognormal(5.9, 0.5, BATCH), 60, 3_000)
        words[numbers.random(BATCH) < 0.04] = 25
        sizes = np.maximum(1, words / 19).astype(np.int64) + 1
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
        pieces = self._surface[ids].tolist()
        cuts = [0, *stops.tolist()]
        sentences = ["".join(pieces[a:b]) for a, b in zip(cuts, cuts[1:], strict=False)]
        rows = [0, *ends.tolist()]
        return [sentences[a:b] for a, b in zip(rows, rows[1:], strict=False)]


# ------------------------------------------------------------------------------------------------ stories
class Newsroom:
    """Writes stories and their variants."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self._numbers = np.random.default_rng(seed)
        self._language = Language(seed)
        self._waiting: list[Body] = []
        self._twins: list[tuple[Body, Body]] = []
        cities = invented(self.draw, SOURCES, "", set())
        papers = (
            "Courier",
            "Times",
            "Herald",
            "Post",
            "Gazette",
            "Press Agency",
            "Ledger",
            "Wire",
            "Echo",
            "Observer",
        )
        self.sources = [f"{city.capitalize()} {self.draw.choice(papers)}" for city in cities]
        self._headers = [self._furniture(1) for _ in range(SOURCES)]
        self._footers = [self._furniture(self.draw.randint(2, 5)) for _ in range(SOURCES)]
        popularity = [1 / (place + 3) for place in range(SOURCES)]
        self._popularity = np.cumsum(popularity).tolist()

    def _furniture(self, sentences: int) -> tuple[str, ...]:
        found = self.body().sentences
        while len(found) < sentences:
            found += self.body().sentences
        return tuple(found[:sentences])

    def source(self) -> int:
        return self.draw.choices(range(SOURCES), cum_weights=self._popularity)[0]

    def _paragraphs(self, sentences: list[str]) -> tuple[tuple[str, ...], ...]:
        paragraphs = []
        at = 0
        while at < len(sentences):
            size = 1 + int(self.draw.random() * 3)
            paragraphs.append(tuple(sentences[at : at + size]))
            at += size
        return tuple(paragraphs)

    def _refill(self) -> None:
        batch = self._language.bodies(self._numbers)
        bodies = [Body(title, self._paragraphs(sentences)) for title, *sentences in batch]
        self._twins += zip(bodies[:TWINS], bodies[-TWINS:], strict=True)
        self._waiting += bodies[TWINS:-TWINS]

    def body(self) -> Body:
        """A story that has nothing to do with any before."""
        if not self._waiting:
            self._refill()
        return self._waiting.pop()

    def twins(self) -> tuple[Body, Body]:
        """Two reports of one event that share a quoted sentence."""
        while not self._twins:
            self._refill()
        one, other = self._twins.pop()
        said = self.draw.choice(one.sentences)
        return one, replace(other, paragraphs=(*other.paragraphs, (said,)))

    def _edit(self, body: Body, rate: float) -> Body:
        """Other words for 70 % of `rate` of the words; 15 % are dropped, 15 % added."""
        draw, words = self.draw, self._language.words
        paragraphs = [list(paragraph) for paragraph in body.paragraphs]
        for _ in range(max(1, round(rate * 19 * len(body.sentences)))):
            paragraph = draw.choice(paragraphs)
            place = int(draw.random() * len(paragraph))
            tokens = paragraph[place].split(" ")
            at = int(draw.random() * len(tokens))
            chance = draw.random()
            if chance < 0.7:
                tokens[at] = words[int(draw.random() ** 3 * len(words))]
            elif chance < 0.85 and len(tokens) > 3:
                del tokens[at]
            else:
                tokens.insert(at, words[int(draw.random() ** 3 * len(words))])
            paragraph[place] = " ".join(tokens)
        return replace(body, paragraphs=tuple(map(tuple, paragraphs)))

    def _part(self, body: Body, share: float, begin: int = 0) -> Body:
        """Consecutive sentences, `share` of all (at least two)."""
        left = max(2, round(share * len(body.sentences)))
        paragraphs = []
        for paragraph in body.paragraphs[begin:]:
            paragraphs.append(paragraph[:left])
            left -= len(paragraph)
            if left <= 0:
                break
        return replace(body, paragraphs=tuple(paragraphs))

    def _update(self, body: Body) -> Body:
        """A new lead, a new paragraph, other figures in a third of the sentences that have any."""
        draw, fresh = self.draw, self.body().paragraphs
        changed = [
            tuple(
                DIGITS.sub(lambda found: str(int(found[0]) + draw.randint(1, 9)), sentence)
                if draw.random() < 0.33
                else sentence
                for sentence in paragraph
            )
            for paragraph in body.paragraphs
        ]
        changed.insert(draw.randint(1, len(changed)), fresh[-1])
        return replace(body, paragraphs=(fresh[0][:1], *changed))

    def _rewrite(self, body: Body) -> Body:
        """30 % of the paragraphs go, as many come."""
        draw, fresh = self.draw, list(self.body().paragraphs)
        kept = [paragraph for paragraph in body.paragraphs if draw.random() < 0.7] or list(
            body.paragraphs[:1]
        )
        for _ in range(min(len(fresh), max(1, round(0.3 * len(kept))))):
            kept.insert(draw.randint(0, len(kept)), fresh.pop())
        return self._edit(replace(body, paragraphs=tuple(kept)), 0.02)

    def variant(self, body: Body) -> tuple[Body, str]:
        """Another telling of a story, and what was done."""
        draw = self.draw
        chance = draw.random()
        if chance < 0.20:
            return body, "copy"
        if chance < 0.30:
            return body, "format"
        if chance < 0.56:
            return self._edit(body, draw.uniform(0.005, 0.03)), "light"
        if chance < 0.64:
            return self._edit(body, draw.uniform(0.03, 0.08)), "moderate"
        if chance < 0.78:
            return self._part(body, draw.uniform(0.45, 0.92)), "cut"
        if chance < 0.85:
            return self._part(
                body, draw.uniform(0.25, 0.6), draw.randrange(1 + len(body.paragraphs) // 2)
            ), "excerpt"
        if chance < 0.95:
            return self._update(body), "update"
        return self._rewrite(body), "rewrite"

    def filled_in(self, body: Body, other: Body) -> Body:
        """The form of `body` with other facts: half of the sentences get a run of new words and other figures."""
        draw = self.draw
        supply = " ".join(other.sentences).split(" ")
        paragraphs = []
        for paragraph in body.paragraphs:
            new = []
            for sentence in paragraph:
                tokens = DIGITS.sub(lambda _: str(draw.randint(2, 999)), sentence).split(" ")
                size = max(2, len(tokens) // 5)
                at, source = (
                    draw.randint(0, max(0, len(tokens) - size)),
                    draw.randrange(max(1, len(supply) - size)),
                )
                tokens[at : at + size] = supply[source : source + size]
                new.append(" ".join(tokens))
            paragraphs.append(tuple(new))
        return replace(body, paragraphs=tuple(paragraphs))

    def furnished(self, body: Body, source: int) -> Body:
        """With the footer of its source, and often the header."""
        header = (self._headers[source],) if self.draw.random() < 0.6 else ()
        return replace(body, paragraphs=(*header, *body.paragraphs, self._footers[source]))

    def text(self, body: Body, source: int, layout: int = 0) -> str:
        """The text as its source sets it; layouts 1 to 4 differ in lines, case, spaces and marks."""
        gap = "\n" if layout == 1 else "\n    " if layout == 2 else "\n\n"
        text = gap.join([" ".join(paragraph) for paragraph in body.paragraphs])
        if layout == 3:
            text = text.replace(". ", ".  ").replace("-", " - ")
        elif layout == 4:
            text = text.upper()
        if source % 3 == 0:
            text = text.replace(' "', " “").replace('"', "”").replace("'", "’")
        return text


# ------------------------------------------------------------------------------------------------ the stream
def lag(draw: random.Random) -> float:
    """Days until a copy is published."""
    chance = draw.random()
    return 0.02 * chance if chance < 0.25 else draw.expovariate(1.5) if chance < 0.95 else draw.uniform(0, 20)


def stream(seed: int) -> Iterator[Planted]:
    """Stories without end, in the order of publication."""
    room = Newsroom(seed)
    draw = room.draw
    chances = np.arange(2, LARGEST + 1, dtype=float) ** -2.0
    sizes, weights = range(2, LARGEST + 1), np.cumsum(chances).tolist()
    gap = (1 - FAMILIES + FAMILIES * float(np.dot(chances, np.arange(2, LARGEST + 1))) / weights[-1]) / A_DAY
    forms = [(room.body(), room.source()) for _ in range(20)]
    waiting: list[tuple[float, int, Planted]] = []
    day, cluster, event, number = 0.0, 0, 0, 0

    def put(body: Body, when: float, source: int, kind: str, layout: int = 0) -> None:
        nonlocal number
        text = room.text(body, source, layout)
        story = Planted(body.title, text, when, room.sources[source], cluster, event, kind)
        heapq.heappush(waiting, (when, number, story))
        number += 1

    while True:
        day += draw.expovariate(1 / gap)
        while waiting and waiting[0][0] <= day:
            yield heapq.heappop(waiting)[2]
        source, chance = room.source(), draw.random()
        if chance < FAMILIES:
            first = last = room.body()
            put(first, day, source, "first")
            for _ in range(draw.choices(sizes, cum_weights=weights)[0] - 1):
                last, kind = room.variant(last if draw.random() < 0.25 else first)
                source = room.source()
                dressed = room.furnished(last, source) if draw.random() < 0.35 else last
                if draw.random() < 0.2:
                    dressed = replace(dressed, title=room.body().title)
                put(dressed, day + lag(draw), source, kind, draw.randint(1, 4) if kind == "format" else 0)
        elif chance < FAMILIES + 0.02:
            place = draw.randrange(len(forms))
            body, source = forms[place]
            put(room.filled_in(body, room.body()), day, source, "form")
            if draw.random() < 0.02:
                forms[place] = (room.body(), room.source())
        elif chance < FAMILIES + 0.04:
            for body in room.twins():
                put(body, day + lag(draw), room.source(), "report")
                cluster += 1
        else:
            body = room.body()
            put(room.furnished(body, source) if draw.random() < 0.3 else body, day, source, "single")
        cluster += 1
        event += 1


def write(stories: int, seed: int, out: IO[bytes], labels: IO[str] | None) -> Counter[str]:
    """Write the first stories of a stream as JSON lines, the truth as CSV; how many there are of each kind."""
    table = csv.writer(labels, lineterminator="\n") if labels else None
    if table:
        table.writerow(("id", "duplicate_cluster", "event_cluster", "kind"))
    kinds: Counter[str] = Counter()
    for number, story in zip(range(stories), stream(seed), strict=False):
        row = {
            "id": f"p{number:08d}",
            "title": story.title,
            "text": story.text,
            "source": story.source,
            "lang": "en",
        }
        if number % 13:
            row["published"] = (START + timedelta(days=story.day)).strftime("%Y-%m-%dT%H:%M:%SZ")
        out.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
        if table:
            table.writerow((row["id"], f"c{story.cluster}", f"e{story.event}", story.kind))
        kinds[story.kind] += 1
    return kinds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--stories", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, help="JSON lines; standard output without it")
    parser.add_argument("--labels", type=Path, help="CSV: id, duplicate_cluster, event_cluster, kind")
    given = parser.parse_args()
    out = given.output.open("wb") if given.output else sys.stdout.buffer
    labels = given.labels.open("w", newline="", encoding="utf-8") if given.labels else None
    try:
        kinds = write(given.stories, given.seed, out, labels)
        out.flush()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    print(
        json.dumps({"stories": given.stories, "seed": given.seed, "kinds": dict(sorted(kinds.items()))}),
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
