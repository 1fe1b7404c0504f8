"""Stories to index, written by a machine: any number of them, and variants as editors make them."""

import random
from datetime import UTC, datetime, timedelta

from dedup import Story

_SYLLABLES = "ba be bi bo da de di do fa ga go ka ke ki la le lo ma me mi na ne no pa pe ra re ro sa so ta te"
_FIRST = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


def vocabulary(size: int = 3_000, seed: int = 0) -> list[str]:
    """Made-up words."""
    draw = random.Random(seed)
    syllables = _SYLLABLES.split()
    found: dict[str, None] = {}
    while len(found) < size:
        found["".join(draw.choices(syllables, k=draw.randint(2, 4)))] = None
    return list(found)


_WORDS = vocabulary()
_WEIGHTS = [1 / (rank + 10) for rank in range(len(_WORDS))]


def text(seed: int, words: int = 120) -> str:
    """A text of sentences of about 15 words, with names and numbers, that hangs on the seed alone."""
    draw = random.Random(seed)
    names = [word.capitalize() for word in draw.sample(_WORDS, 4)]
    sentences = []
    while words > 0:
        size = min(draw.randint(8, 22), words)
        chosen = draw.choices(_WORDS, _WEIGHTS, k=size)
        if draw.random() < 0.8:
            chosen[draw.randrange(size)] = draw.choice(names)
        if draw.random() < 0.4:
            chosen[draw.randrange(size)] = str(draw.randint(2, 900))
        sentences.append(" ".join(chosen).capitalize() + ".")
        words -= size
    return "\n\n".join(" ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3))


def edited(original: str, seed: int, share: float = 0.03) -> str:
    """The text with some of its words replaced by others."""
    draw = random.Random(seed)
    words = original.split(" ")
    for _ in range(max(1, int(share * len(words)))):
        words[draw.randrange(len(words))] = draw.choice(_WORDS)
    return " ".join(words)


def extended(original: str, seed: int, words: int = 40) -> str:
    """The text with more at its end."""
    return f"{original}\n\n{text(seed, words)}"


def excerpt(original: str, share: float = 0.4) -> str:
    """The beginning of a text."""
    return original[: int(share * len(original))].rpartition(" ")[0]


def story(number: int, body: str, *, minutes: int | None = None) -> Story:
    """A story with a name and a date."""
    return Story(
        f"s{number}",
        body,
        title=f"Headline {number}",
        published=_FIRST + timedelta(minutes=number if minutes is None else minutes),
        source=f"paper-{number % 7}",
    )


def stream(count: int, seed: int = 1, words: int = 120) -> list[Story]:
    """Stories of which a third are variants of earlier ones."""
    draw = random.Random(seed)
    found: list[Story] = []
    for number in range(count):
        body = text(seed * 1_000_003 + number, words)
        if found and draw.random() < 0.35:
            other = draw.choice(found[-50:]).text
            body = draw.choice(
                [
                    other,
                    edited(other, number),
                    edited(other, number, 0.1),
                    extended(other, number),
                    excerpt(other),
                ]
            )
        found.append(story(number, body, minutes=draw.randrange(20_000)))
    return found


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_760_000_000.0

    def __call__(self) -> float:
        return self.now

    def advance(self, *, days: float) -> None:
        self.now += 86_400 * days
