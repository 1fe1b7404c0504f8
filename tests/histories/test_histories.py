"""Histories: which version comes from which, what changed on the way, and where sentences come from."""

from __future__ import annotations

from dataclasses import replace

import pytest

import dedup
from dedup.histories import histories, news
from dedup.types import History, Sentence, Step, Story

LEAD = "A fire at the paper mill in Olden killed {dead} people early on Tuesday, police said."
HALL = "The blaze started in the drying hall and spread to the roof within minutes of the first alarm."
OWNER = "The mill belongs to Olden Board and makes cardboard for the food industry in four countries."
FAULT = "An electrical fault in a fan is the likely cause, an investigator told reporters at the gate."
VISIT = "The prime minister will visit the town on Thursday and meet the families of the workers."
QUOTE = '"I held on to the belt of the man in front of me," said Ida Brekke, a packer on the night shift.'
OWN = (
    "Smoke hung over the river when the buses with the early shift were sent home on Tuesday.",
    "Three workers died in the flames at Olden's paper mill before dawn, according to the police chief.",
    "Nobody at the gate of the mill wanted to believe what the radio had to report about the fire.",
    '"You cannot do much, so you pour coffee," said Jon Lie, a baker from across the street.',
)


def version(
    name: str, hour: int, *paragraphs: str, source: str = "Wire", **more: object
) -> dict[str, object]:
    published = f"2026-03-03T{hour:02d}:00:00Z"
    return {"id": name, "text": "\n\n".join(paragraphs), "source": source, "published": published, **more}


def lead(dead: str) -> str:
    return LEAD.format(dead=dead)


def step(found: History, name: str) -> Step:
    return next(step for step in found.steps if step.version == name)


def lines(found: History, name: str) -> list[tuple[str, str | None, str | None]]:
    return [
        (d.type, d.a.text if d.a else None, d.b.text if d.b else None)
        for d in (line.difference for line in step(found, name).lines)
    ]


def sentence(found: History, begins: str) -> Sentence:
    return next(sentence for sentence in found.sentences if sentence.text.startswith(begins))


FIRST = version("v1", 6, lead("two"), HALL, OWNER)
SECOND = version("v2", 7, lead("three"), HALL, OWNER)
THIRD = version("v3", 8, lead("four"), HALL, FAULT, OWNER)
FOURTH = version("v4", 9, lead("three"), HALL, FAULT, OWNER)
TAKEN = version("p1", 10, lead("four"), HALL, FAULT, source="Post")
REPORT = version("o1", 11, *OWN, source="Observer")
ALL = [FOURTH, REPORT, SECOND, TAKEN, FIRST, THIRD]


def test_a_statement_of_an_added_paragraph_is_said_once():
    first = Story("a", "A fire at the mill in Olden killed three people. The mill is closed.", source="Wire")
    added = "The owner of the mill had asked for a second staircase in spring, and the council refused it."
    found = news(replace(first, id="b", text=f"{first.text}\n\n{added}"), [first])
    assert [d.type for d in found if d.b and d.b.paragraph == 1].count("statement") == 0
    assert any(d.type == "added" for d in found)
    assert news(replace(first, id="b", text=f"{first.text}\n\n{added}"), [first], [added]) == ()


def test_versions_stand_in_order_of_time_each_beside_the_one_it_comes_from() -> None:
    found = dedup.history(ALL)

    assert [(step.version, step.parent, step.kind) for step in found.steps] == [
        ("v1", None, "first"),
        ("v2", "v1", "update"),
        ("v3", "v2", "update"),
        ("v4", "v3", "update"),
        ("p1", "v3", "taken"),
        ("o1", step(found, "o1").parent, "independent"),
    ]


def test_the_order_of_the_stories_does_not_matter() -> None:
    assert dedup.history(ALL[::-1]) == dedup.history(ALL)


def test_a_toll_that_goes_back_is_a_take_back() -> None:
    found = dedup.history(ALL)
    (toll,) = found.facts

    assert [(reading.text, reading.version, reading.back) for reading in toll.readings] == [
        ("two", "v1", False),
        ("three", "v2", False),
        ("four", "v3", False),
        ("three", "v4", True),
    ]
    assert [line.back for line in step(found, "v4").lines] == [("three", "four", "three")]
    assert toll.readings[2].held == ("v3", "p1")


def test_a_toll_that_goes_on_is_none() -> None:
    found = dedup.history([FIRST, SECOND, version("v4", 9, lead("five"), HALL, OWNER)])
    assert not any(line.back for step in found.steps for line in step.lines)


def test_a_note_of_correction_marks_the_fact_that_it_names_and_no_other() -> None:
    note = "Correction: An earlier version of this story said that four people had died."
    fixed = version("v4", 9, lead("three"), HALL.replace("drying", "sorting"), FAULT, OWNER, note)
    (toll,) = [fact for fact in dedup.history([THIRD, fixed]).facts if fact.type == "casualties"]

    assert [(reading.text, reading.corrected) for reading in toll.readings] == [
        ("four", False),
        ("three", True),
    ]


def test_a_step_says_what_was_added_and_dropped() -> None:
    found = dedup.history([THIRD, version("v4", 9, lead("four"), HALL, OWNER, VISIT)])
    assert {(kind, a and a[:10], b and b[:10]) for kind, a, b in lines(found, "v4")} >= {
        ("dropped", FAULT[:10], None),
        ("added", None, VISIT[:10]),
    }


def test_an_added_passage_says_who_had_it_first() -> None:
    found = dedup.history(
        [
            FIRST,
            version("p1", 7, *OWN, QUOTE, source="Post"),
            version("v2", 8, lead("two"), HALL, QUOTE, OWNER),
        ]
    )
    added = next(line for line in step(found, "v2").lines if line.difference.type == "added")
    assert added.origin == "p1"


def test_a_report_in_words_of_its_own_leaves_nothing_out() -> None:
    found = dedup.history(ALL)

    assert all(a is None for _, a, _ in lines(found, "o1"))
    assert [b for kind, _, b in lines(found, "o1") if kind == "quote"] == [
        "You cannot do much, so you pour coffee"
    ]


def test_an_excerpt_leaves_out_only_what_its_source_had() -> None:
    found = dedup.history([FIRST, THIRD, version("p1", 9, lead("two"), HALL, source="Post")])

    assert step(found, "p1").parent == "v1"
    assert [a for kind, a, _ in lines(found, "p1") if kind == "dropped"] == [OWNER]


def test_a_copy_is_one_whatever_the_page_prints_around_it() -> None:
    dressed = version(
        "p1", 7, "Share on Facebook", lead("two"), HALL, OWNER, "All rights reserved.", source="Post"
    )
    found = dedup.history([FIRST, dressed])

    assert (step(found, "p1").kind, step(found, "p1").lines) == ("copy", ())


def test_paragraphs_that_strangers_of_the_same_site_have_are_left_out() -> None:
    motto = "The Olden Post has come to every house of the valley since the year of the great snow."
    given = [FIRST, version("p1", 7, lead("two"), HALL, OWNER, motto, source="Post")]
    strangers = [
        version(f"s{n}", n, f"Story number {n} of quite another day.", motto, source="Post") for n in (1, 2)
    ]
    stories = {story.id: story for story in dedup.read([*given, *strangers])}
    cluster = dedup.Cluster("v1", "event", ("v1", "p1"), "v1", "v1", 1, (), None, None)

    assert step(histories([cluster], stories)["v1"], "p1").lines == ()
    assert "added" in [kind for kind, _, _ in lines(dedup.history(given), "p1")]
    assert lines(dedup.history(given, boilerplate=[motto]), "p1") == []


def test_a_sentence_is_counted_in_the_versions_that_have_it() -> None:
    found = dedup.history(ALL)
    opening, hall, fault = sentence(found, "A fire at"), sentence(found, HALL), sentence(found, FAULT)

    assert [(carried.version, carried.verbatim) for carried in opening.carried] == [
        ("v1", False), ("v2", True), ("v3", False), ("v4", True), ("p1", False),
    ]  # fmt: skip
    assert [carried.version for carried in hall.carried if carried.verbatim] == ["v1", "v2", "v3", "v4", "p1"]
    assert (fault.first, [carried.version for carried in fault.carried]) == ("v3", ["v3", "v4", "p1"])
    assert sentence(found, OWNER).dropped == ("p1",)


def test_a_sentence_that_went_into_another_was_not_dropped() -> None:
    joined = HALL[:-1] + ", and " + OWNER
    found = dedup.history([FIRST, version("v2", 7, lead("two"), joined)])
    assert not any(sentence.dropped for sentence in found.sentences)


def test_a_version_without_a_source_comes_from_the_one_that_covers_it_best() -> None:
    bare = [{key: value for key, value in one.items() if key != "source"} for one in (FIRST, THIRD, FOURTH)]
    assert [step.parent for step in dedup.history(bare).steps] == [None, "v1", "v3"]


def test_nothing_has_no_history() -> None:
    with pytest.raises(dedup.DedupError, match="needs a story"):
        dedup.history([])


def test_histories_stay_within_their_budget() -> None:
    stories = {story.id: story for story in dedup.read(ALL)}
    cluster = dedup.Cluster("v1", "event", tuple(stories), "v1", "v1", 1, (), None, None)

    found = histories([cluster, cluster], stories, budget=2)["v1"]

    assert [version.id for version in found.versions] == ["v1", "v2", "v3"]


def test_a_short_story_that_goes_back_to_its_first_words_takes_a_toll_back() -> None:
    """One changed word breaks a third of its runs of four words: the version before still covers it."""
    found = dedup.history(
        {
            "id": hour,
            "source": "Wire",
            "published": f"2026-03-03T{hour}Z",
            "text": f"A fire at the mill in Olden killed {dead} people, police said. The mill is closed.",
        }
        for hour, dead in (("06:00", "three"), ("07:00", "four"), ("08:00", "three"))
    )
    assert [step.parent for step in found.steps] == [None, "06:00", "07:00"]
    [toll] = found.facts
    assert [(reading.text, reading.back) for reading in toll.readings] == [
        ("three", False),
        ("four", False),
        ("three", True),
    ]
