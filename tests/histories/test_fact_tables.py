"""What the stories of an event say of each fact, held against each other."""

from __future__ import annotations

import itertools

import pytest

import dedup
from dedup.errors import InputError

WIRE = "A blast at the quarry in Northmere killed {n} people on Tuesday, the district said."
OTHER = {
    "Post": "{n} people died on Tuesday when explosives went off in Northmere, the mayor of the town said.",
    "Radio": "Rescuers in Northmere counted {n} people dead after Tuesday's explosion, their chief said.",
}


def story(source: str, hour: str, number: int | str, text: str = "") -> dict[str, str]:
    form = text or OTHER.get(source, WIRE)
    return {
        "id": f"{source}-{hour}",
        "source": source,
        "published": f"2026-03-03T{hour}:00Z",
        "text": form.format(n=number),
        "lang": "en",
    }


def dead(*stories: dict[str, str]) -> dedup.FactTable:
    return dedup.fact_table(stories)


def slot(table: dedup.FactTable, name: str):
    [found] = [slot for slot in table.slots if slot.name == name]
    return found


def test_copies_of_a_wire_story_are_one_origin():
    copies = [story("Wire", "06", 12), story("Gazette", "07", 12, WIRE), story("Herald", "08", 12, WIRE)]
    found = slot(dead(*copies), "dead")

    assert found.state == "single"
    assert [(reading.origins, len(reading.statements)) for reading in found.readings] == [(1, 3)]
    assert {given.origin for given in found.readings[0].statements} == {"Wire-06"}


def test_two_texts_that_say_the_same_agree():
    table = dead(story("Wire", "06", 12), story("Post", "07", "Twelve"))
    found = slot(table, "dead")

    assert table.origins == 2
    assert (found.state, found.readings[0].origins) == ("agreed", 2)
    assert slot(table, "place").readings[0].value == "northmere"
    assert slot(table, "day").readings[0].value == "2026-03-03"


def test_two_texts_of_one_time_that_cannot_both_be_true_are_in_dispute():
    found = slot(dead(story("Wire", "06", 12), story("Post", "07", "Fourteen")), "dead")

    assert found.state == "disputed"
    assert [(reading.value, reading.current) for reading in found.readings] == [(12.0, True), (14.0, True)]


def test_at_least_so_many_does_not_dispute_more():
    assert (
        slot(dead(story("Wire", "06", "at least 12"), story("Post", "07", "Fourteen")), "dead").state
        == "agreed"
    )


def test_a_toll_that_rose_is_no_dispute():
    later = {**story("Post", "07", "Fourteen"), "published": "2026-03-04T07:00:00Z"}
    found = slot(dead(story("Wire", "06", 12), later), "dead")

    assert (found.state, [reading.current for reading in found.readings]) == ("changed", [False, True])


def test_an_update_replaces_what_its_source_said():
    found = slot(dead(story("Wire", "06", 12), story("Wire", "09", 13), story("Radio", "10", 13)), "dead")

    assert found.state == "changed"
    assert [(reading.value, reading.current) for reading in found.readings] == [(12.0, False), (13.0, True)]
    assert found.age == 3600.0


def test_a_late_copy_of_an_old_version_says_nothing_new():
    copy = story("Gazette", "11", 12, WIRE)
    found = slot(dead(story("Wire", "06", 12), story("Wire", "09", 13), copy), "dead")

    assert [(reading.value, reading.current) for reading in found.readings] == [(12.0, False), (13.0, True)]


def test_a_value_never_stands_in_another_slot():
    texts = ["The blast killed 12 people and injured 30 others.", "Twelve people died and 30 were injured."]
    table = dedup.fact_table(
        {"text": text, "source": source} for text, source in zip(texts, "ab", strict=True)
    )

    assert {s.name: [r.value for r in s.readings] for s in table.slots} == {"dead": [12.0], "injured": [30.0]}


def test_a_toll_further_down_needs_a_second_text_beside_another_one():
    text = (
        WIRE.format(n=12)
        + "\n\nThe mill is closed.\n\nThe road is closed.\n\nA fire there killed {n} people."
    )
    alone = slot(dead(story("Wire", "06", 5, text)), "dead")
    assert [reading.value for reading in alone.readings] == [12.0]


def test_a_sum_that_two_texts_call_by_one_name_is_one_line():
    texts = ["The blast did $3 million in damage.", "Insurers expect damage of $3 million after the blast."]
    table = dedup.fact_table(
        {"text": text, "source": source} for text, source in zip(texts, "ab", strict=True)
    )
    found = slot(table, "money")
    assert (found.what, found.state, found.readings[0].origins) == ("damage", "agreed", 2)


def test_every_value_has_its_story_place_and_sentence():
    table = dead(story("Wire", "06", 12), story("Post", "07", "Fourteen"))
    for found in table.slots:
        for reading in found.readings:
            for given in reading.statements:
                assert given.shown.text in given.sentence.text
                assert given.story in table.stories


def test_page_furniture_gives_no_facts():
    site = "Northmere in figures: the flood of the century killed 99 people."
    told = story("Wire", "06", 12)
    told["text"] += f"\n\n{site}"
    found = dedup.fact_table([told], boilerplate=[site])
    assert [reading.value for reading in slot(found, "dead").readings] == [12.0]


def test_the_order_of_the_stories_does_not_matter():
    stories = [story("Wire", "06", 12), story("Post", "07", "Fourteen"), story("Radio", "08", 14)]
    tables = {dedup.fact_table(order) for order in itertools.permutations(stories)}
    assert len(tables) == 1


def test_no_story_is_an_error():
    with pytest.raises(InputError, match="needs a story"):
        dedup.fact_table([])
