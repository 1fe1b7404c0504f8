"""A stream of made-up news with known families of copies, for measuring speed and quality.

    python tests/bench/planted.py --stories 100000 --seed 1 -o corpus.jsonl --labels labels.csv
    python tests/bench/planted.py --stories 10000000 | dedup cluster - --no-events -o clusters.jsonl

The material is `language.py`: sentences of `corpora/` with other words.

Planted: about 38 % of the stories are in families of 2 to 100 (sizes fall off as a power law). A member is a
copy, or a reformatted, lightly edited, moderately edited, cut, excerpted, updated or rewritten telling of the
first member, or of the one before (drift); some get the header and footer of their source. Traps, each a
cluster of its own: footers that strangers share, forms that are filled in daily with other facts, two reports
of one event that share a sentence, briefs of a dozen words.

The stream has no end; N stories are its first N, in the order of publication, and memory does not grow with
N. The same seed gives the same bytes under the same numpy.
"""

import argparse
import csv
import heapq
import os
import random
import re
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np
import orjson
from language import TWINS, WORDS_A_SENTENCE, Language, invented

DIGITS = re.compile(r"\d+")
SOURCES = 300
A_DAY = 2_500
"""Stories are published at this pace, however many there are."""
START = datetime(2010, 1, 4, tzinfo=UTC)
FAMILIES = 0.085
"""Share of families among what happens. A family has 6.6 members on average: 38 % of the stories."""
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
        steps = [list(accumulate(self.draw.choices((1, 2, 3), k=210), initial=0)) for _ in range(200)]
        self._cuts = [list(pairwise(step)) for step in steps]
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
        return bisect_left(self._popularity, self.draw.random() * self._popularity[-1])

    def _paragraphs(self, sentences: list[str]) -> tuple[tuple[str, ...], ...]:
        cuts = self._cuts[int(self.draw.random() * len(self._cuts))]
        return tuple([tuple(sentences[a:b]) for a, b in cuts[: bisect_left(cuts, (len(sentences), 0))]])

    def _refill(self) -> None:
        batch = self._language.bodies(self._numbers)
        bodies = [Body(title, self._paragraphs(sentences)) for title, *sentences in batch]
        self._twins += zip(bodies[:TWINS], bodies[-TWINS:], strict=True)
        self._waiting += bodies[TWINS:-TWINS]

    def body(self, sentences: int = 1) -> Body:
        """A story that has nothing to do with any before, of so many sentences at least."""
        while True:
            if not self._waiting:
                self._refill()
            body = self._waiting.pop()
            if sum(map(len, body.paragraphs)) >= sentences:
                return body

    def twins(self) -> tuple[Body, Body]:
        """Two reports of one event that share a quoted sentence."""
        while not self._twins:
            self._refill()
        one, other = self._twins.pop()
        said = max(one.sentences, key=len)
        return one, replace(other, paragraphs=(*other.paragraphs, (said,)))

    def _edit(self, body: Body, rate: float) -> Body:
        """Other words for 70 % of `rate` of the words; 15 % are dropped, 15 % added."""
        draw, words = self.draw, self._language.words
        paragraphs = [list(paragraph) for paragraph in body.paragraphs]
        for _ in range(max(1, round(rate * WORDS_A_SENTENCE * len(body.sentences)))):
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
        """Consecutive sentences, `share` of all (at least three)."""
        left = max(3, round(share * len(body.sentences)))
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
            begin = draw.randrange(1 + len(body.paragraphs) // 2)
            return self._part(body, draw.uniform(0.25, 0.6), begin), "excerpt"
        if chance < 0.95:
            return self._update(body), "update"
        return self._rewrite(body), "rewrite"

    def filled_in(self, body: Body, other: Body) -> Body:
        """The form of `body` with other facts: a fifth of each sentence and all figures are new."""
        draw = self.draw
        supply = " ".join(other.sentences).split(" ")
        paragraphs = []
        for paragraph in body.paragraphs:
            new = []
            for sentence in paragraph:
                tokens = DIGITS.sub(lambda _: str(draw.randint(2, 999)), sentence).split(" ")
                size = max(2, len(tokens) // 5)
                at, taken = (
                    draw.randint(0, max(0, len(tokens) - size)),
                    draw.randint(0, max(0, len(supply) - size)),
                )
                tokens[at : at + size] = supply[taken : taken + size]
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
            first = last = room.body(8)
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
    """Write the first stories of a stream as JSON lines, the truth as CSV; count them by kind."""
    table = csv.writer(labels, lineterminator="\n") if labels else None
    if table:
        table.writerow(("id", "cluster", "event", "kind"))
    kinds: Counter[str] = Counter()
    today, date = -1, ""
    for number, story in zip(range(stories), stream(seed), strict=False):
        row = {"id": f"p{number:08d}", "title": story.title, "text": story.text, "source": story.source}
        if number % 13:
            day, minutes = int(story.day), int(story.day % 1 * 1_440)
            if day != today:
                today, date = day, (START + timedelta(day)).strftime("%Y-%m-%d")
            row["published"] = f"{date}T{minutes // 60:02d}:{minutes % 60:02d}:00Z"
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
    parser.add_argument("--labels", type=Path, help="CSV: id, cluster, event, kind")
    given = parser.parse_args()
    with ExitStack() as files:
        out = files.enter_context(given.output.open("wb")) if given.output else sys.stdout.buffer
        labels = files.enter_context(given.labels.open("w", encoding="utf-8")) if given.labels else None
        try:
            kinds = write(given.stories, given.seed, out, labels)
            out.flush()
        except BrokenPipeError:  # `head` has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
    print(
        given.stories,
        "stories:",
        *(f"{count} {kind}" for kind, count in sorted(kinds.items())),
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
