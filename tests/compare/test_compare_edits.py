"""Edits put into the stories of corpora/ are found by type; rewrites that mean the same are no facts."""

import json
from pathlib import Path

import pytest
from controlled_edits import REWRITES, measure

from dedup.compare import compare
from dedup.story import Story

STORIES = Path(__file__).parents[2] / "corpora" / "stories.jsonl"


@pytest.fixture(scope="module")
def texts() -> list[str]:
    with STORIES.open(encoding="utf-8") as lines:
        return [s["text"] for s in map(json.loads, lines) if s.get("lang") == "en"]


def test_edits_are_found_by_type_and_nothing_else_is(texts: list[str]) -> None:
    made, found, false = measure(texts)
    assert sum(made.values()) > 300
    missed = {kind: f"{found[kind]} of {n}" for kind, n in made.items() if found[kind] < 0.9 * n}
    assert missed == {}
    assert sum(found.values()) >= 0.97 * sum(made.values())
    assert false <= 0.02 * len(texts)


@pytest.mark.parametrize("name", sorted(REWRITES))
def test_a_rewrite_that_means_the_same_is_no_fact(name: str, texts: list[str]) -> None:
    for text in texts:
        other = REWRITES[name](text)
        if other != text:
            found = compare(Story("a", text, lang="en"), Story("b", other, lang="en")).differences
            assert [(d.type, d.a, d.b) for d in found if d.group == "fact"] == []
