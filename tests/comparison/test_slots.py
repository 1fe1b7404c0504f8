"""What one sentence puts into which slot, and what it leaves out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dedup.comparison.slots import fillings
from dedup.types import Story


def filled(text: str, slot: str | None = None, title: str | None = None) -> list[tuple[str, str, object]]:
    """Slot, of what, and value of all that a story of 4 March 2020, a Wednesday, fills."""
    story = Story("a", text, title=title, lang="en", published=datetime(2020, 3, 4, 12, tzinfo=UTC))
    return [(f.slot, f.what, f.value) for f in fillings(story) if slot in (None, f.slot)]


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("A blast at the quarry killed at least 12 people.", "dead", 12.0),
        ("A blast at the quarry killed 12.", "dead", 12.0),
        ("The blast tore through the quarry, killing another 12 people.", "dead", 12.0),
        ("Twelve people were killed at the quarry.", "dead", 12.0),
        ("12 people, including three children, have been killed at the quarry.", "dead", 12.0),
        ("The blast left 12 people dead.", "dead", 12.0),
        ("The death toll rose from 10 to 12.", "dead", 12.0),
        ("The quarry mourned the deaths of 12 people.", "dead", 12.0),
        ("The blast killed 12 people and injured 30 others.", "injured", 30.0),
        ("A dozen were killed and thirty wounded.", "injured", 30.0),
        ("Another 5 people are still missing.", "missing", 5.0),
        ("Police arrested four people at the gate.", "arrested", 4.0),
        ("Four people were arrested at the gate.", "arrested", 4.0),
        ("Four people were shot dead at the gate two days ago.", "dead", 4.0),
        ("Six people, including two guards, a driver and a cook, were injured.", "injured", 6.0),
        ("12 Dead, Thousands Displaced In Northmere Floods", "dead", 12.0),
        ("The floods have killed 12 people and displaced thousands.", "dead", 12.0),
    ],
)
def test_a_toll_is_read_where_its_clause_says_what_became_of_those_counted(text, slot, value):
    assert filled(text, slot) == [(slot, "", value)]


@pytest.mark.parametrize(
    "text",
    [
        "Two gunmen killed the guard.",  # who killed is not who died
        "The bus hit a lorry, killing 13 pupils and two teachers.",  # a list: neither is the toll
        "Thirteen pupils and two teachers died.",
        "Three of them died on the way.",
        "Two of the three victims died.",
        "A mother of two died at the crossing.",
        "The father to two boys died at the crossing.",
        "When one is killed, all of us lose.",
        "Up to 40 people are dead or missing.",
        "In 2011 a blast at the same quarry killed 77 people.",
        "A blast at the same quarry killed 7 people in November.",
        "A blast at the same quarry killed 7 people last year.",
        "Twelve people could be dead.",
        "Two hospitals treated the injured.",
        "The outbreak killed 5,000 birds.",
        "Some 30 road deaths per 100,000 people are counted there.",
        "Police feared a plan to kill seven people.",
        "The storm killed 6 in Halven, 11 in Marsk.",  # two parts of a toll that is not said
        "Two people were reported dead there.",
        "Seven more people were killed.",  # on top of a toll that is not said
        "“We have seen twelve people killed,” she said.",
        "Rescuers searched for 12 hours for the dead.",
    ],
)
def test_a_number_that_is_no_toll_is_left_out(text):
    found = [found for found in filled(text) if found[0] in ("dead", "injured", "missing", "arrested")]
    assert found == []


def test_a_group_is_not_everybody():
    assert filled("The attack killed four soldiers.", "dead") == [("dead", "soldiers", 4.0)]
    assert filled("The Halvish death toll reached 548.", "dead") == [("dead", "Halvish", 548.0)]


def test_one_number_fills_one_slot():
    text = "The blast killed 12 people and injured 30 others; police arrested 4 people."
    assert [(slot, value) for slot, _, value in filled(text) if slot not in ("place", "day")] == [
        ("dead", 12.0),
        ("injured", 30.0),
        ("arrested", 4.0),
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("The fire did $3 million in damage.", "damage"),
        ("The company faces a $3 million fine.", "fine"),
        ("The court set a fine of $3 million.", "fine"),
        ("They paid $3 million to leave.", ""),
        ("They bought a $3 million gold-plated organ.", ""),
    ],
)
def test_a_sum_is_one_of_the_noun_beside_it(text, what):
    assert filled(text, "money") == [("money", what, 3_000_000.0)]


def test_a_number_torn_apart_is_none():
    assert filled("They paid $US2.725 million for it.", "money") in ([], [("money", "", 2_725_000.0)])
    assert filled("The island is home to 120, 000 people.", "count") == []
    assert filled("Bail was set at $200, 000.", "money") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Police arrested Tom Hale, 34. Hale was charged with arson.", "t hale"),
        ("Tom Hale, 34, of Marsh Lane, was arrested on Tuesday.", "t hale"),
        ("The suspect, Tom Hale, fled.", "t hale"),
    ],
)
def test_a_suspect_is_whom_the_clause_calls_one(text, value):
    assert {found for _, _, found in filled(text, "suspect")} == {value}


@pytest.mark.parametrize(
    "text",
    [
        "Tom Hale accused Mary Dunn of fraud.",
        "Detective Tom Hale arrested nobody.",
        "Tom Hale was not charged.",
    ],
)
def test_others_are_no_suspects(text):
    assert filled(text, "suspect") == []


def test_a_cause_is_that_of_what_the_story_is_about():
    fire = "A fire destroyed the mill on Tuesday. Nobody was hurt. "
    assert filled(fire + "The fire was caused by a faulty heater.", "cause") == [
        ("cause", "", filled(fire + "The blaze was caused by a faulty heater.", "cause")[0][2])
    ]
    assert filled(fire + "The cause of death was smoke.", "cause") == []
    assert filled(fire + "Most of the delays were caused by fog.", "cause") == []
    assert filled(fire + "Police asked whether the fire was caused by a heater.", "cause") == []
    assert filled(fire + "The cause of the fire is under investigation.", "cause") == [
        ("cause", "", "unknown")
    ]
    assert filled(fire + "The cause was not known.", "cause") == [("cause", "", "unknown")]


def test_days_are_dates_by_the_day_of_publication():
    assert filled("A fire destroyed the mill on Tuesday.", "day") == [("day", "", "2020-03-03")]
    assert filled("A fire destroyed the mill yesterday.", "day") == [("day", "", "2020-03-03")]
    assert filled("A fire destroyed the mill on 28 December.", "day") == [("day", "", "2019-12-28")]
    assert filled("A fire destroyed the mill, police said on Tuesday.", "day") == []
    assert filled("The owner of the mill will speak in Northmere on Tuesday.") == []
    assert filled("Posted on Tuesday, 3 March 2020 by the editors of the page.", "day") == []


def test_the_hour_of_the_lead_counts_if_it_is_one():
    def hours(text: str) -> list[tuple[object, bool]]:
        found = fillings(Story("a", text, lang="en"))
        return [(f.value, f.lead) for f in found if f.slot == "hour"]

    assert hours("A fire broke out at 5:10 a.m. (0410 GMT) in the mill.") == [("05:10", True)]
    assert hours("It began at 5:10 a.m. and was out by 7:20 a.m., the brigade said.") == [
        ("05:10", False),
        ("07:20", False),
    ]


def test_a_place_stands_behind_a_preposition_of_place():
    text = "A fire destroyed a mill in Northmere on Tuesday."
    assert filled(text, "place") == [("place", "", "northmere")]


def test_a_language_without_the_words_is_silent():
    story = Story("a", "Dwanaście osób zginęło w pożarze młyna. Straty: 3 mln euro.", lang="pl")
    assert {f.slot for f in fillings(story)} <= {"money"}


def test_places_are_characters_of_the_text():
    story = Story("a", "First words.\n\nThe blast killed 12 people.", lang="en")
    [found] = [f for f in fillings(story) if f.slot == "dead"]
    paragraph = "The blast killed 12 people."
    assert (found.shown.paragraph, paragraph[found.shown.start : found.shown.end]) == (1, "killed 12 people")
