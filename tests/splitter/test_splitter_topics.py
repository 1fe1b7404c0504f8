"""Topics: paragraphs on one subject are near each other though they share no word, in English."""

import json
from importlib import resources

import numpy as np
import pytest

from dedup.splitter.features import cues
from dedup.splitter.form import form

OIL = [
    "Crude oil rose to 60 dollars a barrel as petroleum exporters cut production.",
    "Gas exploration and drilling by energy firms slowed, and refineries bought less.",
]
COURT = [
    "The Supreme Court upheld the ruling of the appeals judge on the lawsuit.",
    "Attorneys for the plaintiffs had argued that the statute was unconstitutional.",
]


def cue(blocks: list[str], name: str, lang: str = "en") -> list[float]:
    rows, names = cues([form(block, lang) for block in blocks], {}, {})
    return rows[:, names.index(name)].tolist()


def test_another_subject_is_farther_than_the_same_in_other_words():
    same, other, again = cue(OIL + COURT, "topic.1")
    assert other < min(same, again)
    assert int(np.argmax(cue(OIL + COURT, "topic.gain"))) == 1


@pytest.mark.parametrize(("blocks", "lang"), [(OIL + COURT, "fr"), (["Xqzzy vrrk.", "Blorf wibb."], "en")])
def test_without_known_terms_all_cues_are_zero(blocks, lang):
    for name in ("topic.1", "topic.all", "topic.4.depth", "topic.gain"):
        assert cue(blocks, name, lang) == [0] * (len(blocks) - 1)


def test_the_vectors_are_small_integers_of_one_length():
    raw = json.loads((resources.files("dedup.splitter") / "topics.json").read_text(encoding="utf8"))
    assert len({len(row) for row in raw.values()}) == 1
    assert all(any(row) and all(-63 <= value <= 63 for value in row) for row in raw.values())
