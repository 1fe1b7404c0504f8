"""Time to compare two stories by their length.

    python tests/bench/compare.py STORIES... [--sizes 10,100,500,1000,2000]

STORIES are files or folders of any format that dedup reads; their sentences are shuffled into made-up
stories of so many sentences, two a paragraph. Three pairs of each size: a revision (two fifths of the
sentences edited), the same with all sentences in another order, and two stories that share none. Processor
time of this process with the tables loaded; first that of real stories of about 400 words, edited in the
same way.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator

import dedup
from dedup.comparison import compare
from dedup.text.sentences import paragraphs, sentences
from dedup.types import Story

Edit = Callable[[list[str], list[str], random.Random], list[str]]


def revised(own: list[str], _others: list[str], rng: random.Random) -> list[str]:
    return [s if rng.random() < 0.6 else s.replace(" the ", " a ").replace("said", "claimed") for s in own]


def shuffled(own: list[str], others: list[str], rng: random.Random) -> list[str]:
    return rng.sample(revised(own, others, rng), len(own))


def unrelated(_own: list[str], others: list[str], _rng: random.Random) -> list[str]:
    return others


EDITS: dict[str, Edit] = {"revised": revised, "shuffled": shuffled, "unrelated": unrelated}


def stated(found: list[str]) -> str:
    return "\n\n".join(" ".join(found[k : k + 2]) for k in range(0, len(found), 2))


def seconds(a: str, b: str) -> float:
    begin = time.process_time()
    compare(Story("a", a), Story("b", b))
    return time.process_time() - begin


def every(sources: list[str]) -> Iterator[list[str]]:
    """The sentences of each story."""
    for story in dedup.read(sources):
        yield [p[a:b] for p in paragraphs(story.text) for a, b in sentences(p) if b - a > 40]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sources", nargs="+", metavar="STORIES")
    parser.add_argument("--sizes", default="10,100,500,1000,2000")
    given = parser.parse_args()
    stories = list(every(given.sources))
    stock = sorted({sentence for story in stories for sentence in story})
    rng = random.Random(1)
    seconds(stated(stock[:10]), stated(stock[5:15]))
    lengths = [(story, sum(len(s.split()) for s in story)) for story in stories]
    near = sorted((abs(words - 400), story) for story, words in lengths if 350 <= words <= 450)[:20]
    real = sorted(seconds(stated(story), stated(revised(story, [], rng))) for _, story in near)
    if real:
        middle, worst = real[len(real) // 2], real[-1]
        print(f"400 words: median {1000 * middle:.0f} ms, worst {1000 * worst:.0f} ms of {len(real)}")
    for size in map(int, given.sizes.split(",")):
        if 2 * size > len(stock):
            print(f"{size:5d} sentences: too few are given")
            continue
        drawn = rng.sample(stock, 2 * size)
        own, others = drawn[:size], drawn[size:]
        for name, edit in EDITS.items():
            took = min(
                seconds(stated(own), stated(edit(own, others, rng))) for _ in range(3 if size < 500 else 1)
            )
            each = 1000 * took / size
            print(f"{size:5d} sentences, {name:10s} {1000 * took:7.0f} ms, {each:.2f} ms a sentence")


if __name__ == "__main__":
    main()
