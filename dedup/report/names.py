"""Words and signs: how relations, links and differences are called in front of people."""

from __future__ import annotations

from dedup.story import TITLE_PARAGRAPH

RELATIONS = {
    "identical": "the same text",
    "near-duplicate": "the same text with light edits",
    "revision": "two versions of one story",
    "excerpt": "one text contains the other",
    "retold": "one event, told in other words",
    "unrelated": "nothing in common was found",
}

KINDS = {
    "differs": ("≠", "differs"),
    "only-a": ("-", "only in A"),
    "only-b": ("+", "only in B"),
    "refines": ("~", "more exact"),
    "update": ("→", "update"),
}
"""Sign and words of each kind of difference."""

LINKS = {
    "identical": ("=", "same"),
    "edited": ("~", "edited"),
    "moved": ("^", "moved"),
    "split": ("<", "split"),
    "merged": (">", "merged"),
    "retold": ("≈", "retold"),
}
"""Sign and word of each kind of link."""

ONLY_A = ("-", "only in A")
ONLY_B = ("+", "only in B")

GROUP_TITLES = {
    "fact": "Facts",
    "source": "Who says it",
    "structure": "Structure",
    "review": "Wording to review",
    "style": "Style",
}


def count(number: int, word: str, plural: str | None = None) -> str:
    """A number with its word: `1 story`, `12,431 stories`."""
    return f"{number:,} {word if number == 1 else plural or word + 's'}"


def percent(share: float) -> str:
    """A share of one as whole percent; something never reads 0 %, and less than all never 100 %."""
    if 0 < share < 0.01:
        return "<1 %"
    return f"{min(round(100 * share), 100 if share >= 1 else 99)} %"


def place(number: int) -> str:
    """How a paragraph is called: its number with a pilcrow, or `title`."""
    return "title" if number == TITLE_PARAGRAPH else f"¶{number}"
