"""Heads: what stands under a headline, which headlines look alike, which lead is nearest to the file's."""

from dedup.splitter.features import cues
from dedup.splitter.form import form

TWO_TELLINGS = [
    "Boat sinks off Lindholm, all rescued",
    "A boat carrying 212 people capsized off Lindholm on Monday, the coastguard said in a statement.",
    "The harbour stays closed until noon while divers look for the hull and for the papers of the crew.",
    "Fishermen save hundreds as ferry capsizes",
    "By Anna Keller",
    "March 3, 2016",
    "A boat with 212 people capsized near Lindholm on Monday, Astrid Holm of the coastguard said.",
    "Fishermen had come at once, and the school gym took in all who had been in the water for long.",
]
SUBHEADED = [
    TWO_TELLINGS[0],
    TWO_TELLINGS[1],
    "What we know",
    TWO_TELLINGS[2],
    "What comes next",
    TWO_TELLINGS[7],
]


def cue(blocks: list[str], name: str) -> list[float]:
    rows, names = cues([form(block, "en") for block in blocks], {}, {})
    return rows[:, names.index(name)].round(6).tolist()


def test_a_byline_and_a_date_stand_under_a_headline():
    assert cue(TWO_TELLINGS, "head.byline") == [0, 0, 1, 0, 0, 0, 0]
    assert cue(TWO_TELLINGS, "head.date") == [0, 0, 1, 0, 0, 0, 0]


def test_sub_headlines_look_alike_and_headlines_are_longer():
    assert cue(SUBHEADED, "heads.alike") == [0, 1, 0, 1, 0]
    assert cue(SUBHEADED, "first.length") == [0, -3, 0, -3, 0]


def test_the_lead_of_a_second_telling_is_nearest_to_the_lead_of_the_file():
    nearest = cue(TWO_TELLINGS, "top.partner")
    assert max(nearest) == nearest[5] > 0
    assert cue(TWO_TELLINGS, "lead.restart")[5] > 0


def test_a_headline_is_taken_up_by_its_lead():
    blocks = [*TWO_TELLINGS[:3], "Astrid Holm thanks the fishermen", *TWO_TELLINGS[6:]]
    assert cue(blocks, "title.lead")[2] > cue(blocks, "title.lately")[2]


def test_a_lead_brings_in_full_names():
    assert cue(TWO_TELLINGS, "lead.fresh")[2] == 1
