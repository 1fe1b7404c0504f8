"""Edges: what the words of a paragraph say for the beginning and for the end of a story."""

from dedup.splitter.features import cues
from dedup.splitter.form import edge_features, form

BLOCKS = [
    "A ferry ran aground off Lindholm on Tuesday.",
    "She thanked the crew.",
    "A tram line was opened on Saturday.",
    "A second line will follow.",
]


def cue(name: str, openings: dict[str, float], closings: dict[str, float]) -> list[float]:
    rows, names = cues([form(block, "en") for block in BLOCKS], openings, closings)
    return rows[:, names.index(name)].round(6).tolist()


def test_the_last_words_of_the_first_sentence_and_every_word_count():
    found = list(edge_features(form("A storm hit the town on Monday. Nobody fled.", "en")))
    assert {"1 a", "3 storm", "$ monday", "* fled", "storm hit"} <= {*found}
    assert not {"$ fled", "fled"} & {*found}
    assert len(found) == len({*found})


def test_a_lead_opens_by_the_sum_of_its_weights():
    assert cue("opening", {"1 a": 0.5, "$ saturday": 1.0, "1 she": -2.0}, {}) == [-2, 1.5, 0.5]


def test_the_paragraph_before_a_gap_closes():
    assert cue("closing", {}, {"1 she": 0.75, "* thanked": 0.5, "* follow": 1.0}) == [0, 1.25, 0]
    assert cue("closing.end", {}, {"1 she": 0.75, "* follow": 1.0}) == [-1, -0.25, -1]
