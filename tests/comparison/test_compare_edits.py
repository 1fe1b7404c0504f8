"""Edits put into the stories of corpora/ are found by type; rewrites that mean the same are no facts."""

import json
from pathlib import Path

import pytest
from controlled_edits import measure
from rewrites import REWRITES, stated
from structure_edits import score

STORIES = Path(__file__).parents[2] / "corpora" / "stories.jsonl"


@pytest.fixture(scope="module")
def texts() -> list[str]:
    with STORIES.open(encoding="utf-8") as lines:
        return [s["text"] for s in map(json.loads, lines) if s.get("lang") == "en"]


def test_edits_are_found_by_type_and_nothing_else_is(texts: list[str]) -> None:
    found = measure(texts)
    made = found.made
    assert sum(made.values()) > 300
    missed = {kind: f"{found.found[kind]} of {n}" for kind, n in made.items() if found.found[kind] < 0.9 * n}
    assert missed == {}
    assert sum(found.found.values()) >= 0.97 * sum(made.values())
    assert len(found.false) <= 0.02 * len(texts)


@pytest.mark.parametrize("name", sorted(REWRITES))
def test_a_rewrite_that_means_the_same_is_no_fact(name: str, texts: list[str]) -> None:
    facts = [d for text in texts for d in stated(text, REWRITES[name]) or ()]
    assert [(d.type, d.a, d.b) for d in facts] == []


def test_edits_of_structure_are_found_and_nothing_else_is(texts: list[str]) -> None:
    true, false, missed = score([text for text in texts if text.count("\n\n") >= 7])
    assert true.total() > 40
    assert 2 * true.total() >= 0.97 * (2 * true.total() + false.total() + missed.total())
