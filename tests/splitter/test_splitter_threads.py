"""Threads: who is named in full again, whose last name needs the full name above, what stands twice."""

import math

from dedup.splitter.features import cues
from dedup.splitter.form import form

TWO_TELLINGS = [
    "A boat carrying 212 people capsized off Lindholm, said Astrid Holm of the coastguard.",
    "Holm said that nobody was hurt and that the harbour would stay closed until noon.",
    "The harbour was full, Holm added.",
    "All 212 passengers of a boat that sank near Lindholm are safe, coastguard chief Astrid Holm said.",
    "Holm thanked the fishermen who had come at once.",
]


def cue(blocks: list[str], name: str) -> list[float]:
    rows, names = cues([form(block, "en") for block in blocks], {}, {})
    return rows[:, names.index(name)].tolist()


def test_a_full_name_after_the_last_name_crosses_the_gap_before_it():
    assert cue(TWO_TELLINGS, "names.again") == [0, 0, 1, 0]


def test_a_last_name_needs_its_full_name_above():
    assert cue(TWO_TELLINGS, "names.need") == [1, 1, 0, 1]


def test_a_name_that_is_always_full_says_nothing():
    always = [block.replace("Holm said", "Astrid Holm said") for block in TWO_TELLINGS[:2]]
    assert cue(always, "names.again") == cue(always, "names.need") == [0]


def test_an_abbreviation_is_brought_in_by_its_brackets():
    blocks = [
        "The Maritime Safety Board (MSB) will look into it.",
        "The MSB has seven members.",
        "A report is due from the Maritime Safety Board (MSB), a ministry said.",
    ]
    assert cue(blocks, "names.again")[1] == 1


def test_a_number_that_stands_twice_crosses_the_gaps_between():
    assert cue(TWO_TELLINGS, "numbers") == [1, 1, 1, 0]
    assert cue([*TWO_TELLINGS, "Of the 212, nine were crew."], "numbers") == [0] * 5


def test_runs_of_words_that_are_repeated_cross_the_gaps_between():
    blocks = ["It will rain in all of the north.", "Nobody minds.", "It will rain in all of the north."]
    assert cue(blocks, "runs") == [math.log1p(5)] * 2
    assert cue([*blocks, "Nobody minds."], "runs.below") == [0, 0, math.log1p(5)]
