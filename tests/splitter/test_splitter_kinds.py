"""Kinds of file: what a page is, by the form of its paragraphs."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.splitter import split

CORPUS = Path(__file__).parents[2] / "corpora" / "split" / "files.jsonl"
FILES = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
LEAD = "A ferry with 140 people on board ran aground off Lindholm on Tuesday evening, the coastguard said."
BODY = "All of them were taken off by lifeboat, and two were treated for cold in the hospital of Kelmouth."
ENTRIES = [
    "The ferry has been made fast to the quay. A band plays, and nobody knows who ordered it.",
    "Two tugs have taken the ferry in tow. The harbour master counts on an hour to the quay.",
    "Divers are looking at the hull of the ferry. They found a scratch but no hole.",
]


def kind(*blocks: str) -> str:
    return split("\n\n".join(blocks)).kind


def firsts(*blocks: str) -> list[int]:
    return [piece.first for piece in split("\n\n".join(blocks))]


@pytest.mark.parametrize(
    "times",
    [
        ("16:40", "15:10", "13:05"),
        ("9.10am", "11.30am", "1.15pm"),
        ("[16:40 GMT]", "[15:10 GMT]", "[13:05 GMT]"),
        ("+++ 16:40 Uhr +++", "+++ 15:10 Uhr +++", "+++ 13:05 Uhr +++"),
        ("8h05", "12h30", "21h15"),
    ],
)
def test_entries_under_times_of_day_are_a_live_blog_and_one_story(times):
    blocks = [
        "The ferry of Lindholm: latest",
        *(b for pair in zip(times, ENTRIES, strict=True) for b in pair),
    ]
    assert kind(*blocks) == "live-blog"
    assert firsts(*blocks) == [0]


def test_times_before_the_text_of_an_entry_count_too():
    assert (
        kind(*(f"{t} - {e}" for t, e in zip(("16:40", "15:10", "13:05"), ENTRIES, strict=True)))
        == "live-blog"
    )


def test_three_times_in_a_long_story_are_no_live_blog():
    timeline = ["At 16:40 the ferry left.", "At 17:05 its engines stopped.", "At 17:20 it struck the sand."]
    assert kind("Ferry runs aground", LEAD, BODY, *timeline, *[LEAD, BODY] * 4) == "story"


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ("UPDATE, 6 p.m.", "ORIGINAL STORY"),
        ("Aktualisiert am 3. Mai", "Ursprüngliche Meldung"),
        ("Actualización, 20:00", "Noticia original"),
        ("Mise à jour de 18 h", "Article original"),
    ],
)
def test_every_update_of_a_chain_is_a_piece(newer, older):
    blocks = ["The ferry of Lindholm", newer, BODY, ENTRIES[0], older, LEAD]
    assert kind(*blocks) == "updates"
    assert firsts(*blocks) == [0, 4]


def test_a_headline_above_its_update_goes_with_it():
    blocks = ["UPDATE 2:", BODY, "Ferry aground off Lindholm", "UPDATE 1:", LEAD]
    assert firsts(*blocks) == [0, 2]


def test_a_single_note_of_an_update_is_no_chain():
    assert kind("Ferry runs aground", "Updated: 5 March, 10:00", LEAD, BODY) == "story"


@pytest.mark.parametrize(
    ("ask", "answer"), [("Q:", "A:"), ("Frage:", "Antwort:"), ("P.", "R."), ("问：", "答：")]
)
def test_marked_questions_and_answers(ask, answer):
    turns = [f"{mark} Who towed the ferry of Lindholm?" for mark in (ask, answer)] * 3
    assert kind("The tug and its captain", *turns) == "q-and-a"


def test_one_who_asks_and_one_who_answers():
    asked = "Courier: Were you afraid on the ferry?"
    turns = [
        asked,
        "Holm: No. I was asleep.",
        asked,
        "Holm: Later, when I saw the pictures.",
        asked,
        "Holm: No.",
    ]
    assert kind("Five minutes with Astrid Holm", LEAD, *turns) == "q-and-a"


def test_questions_over_answers():
    faq = [b for question in ("Who was on board?", "What broke?", "Who pays?") for b in (question, BODY)]
    assert kind("The ferry of Lindholm: questions", LEAD, *faq) == "q-and-a"
    assert kind("Ferry runs aground", LEAD, BODY, "Who pays?", BODY) != "q-and-a"


def test_speakers_by_turns_are_a_transcript():
    turns = [
        "THE MAYOR: Item four.",
        "MR. OAKES: I count eleven.",
        "MS. PRATT: Nineteen.",
        "MR. OAKES: Eleven.",
    ]
    assert kind("Council of Kelmouth", *turns, *turns) == "transcript"


def test_run_in_heads_part_news_in_brief():
    briefs = [f"{place} - {BODY}" for place in ("LINDHOLM", "KELMOUTH", "PORT SAMSON")]
    assert kind(*briefs) == "briefs"
    assert firsts(*briefs) == [0, 1, 2]
    assert kind(f"LINDHOLM - {LEAD}", BODY, *ENTRIES) == "story"


def test_sub_headlines_make_a_digest():
    (row,) = [row for row in FILES if row["id"] == "digest-en-school"]
    found = split(row["text"])
    assert (found.kind, len(found)) == ("digest", 1)


def test_the_files_of_the_corpus():
    found = {row["id"]: split(row["text"]) for row in FILES}
    right = Counter(row["kind"] for row in FILES if found[row["id"]].kind == row["kind"])
    exact = Counter(
        row["kind"] for row in FILES if [p.first for p in found[row["id"]]][1:] == row["boundaries"]
    )
    assert len(FILES) == 60
    assert right.total() >= 54
    assert exact.total() >= 54
    assert min(right[name] for name in ("live-blog", "updates", "q-and-a", "transcript", "digest")) >= 9


LINES = st.sampled_from(
    [
        LEAD,
        BODY,
        *ENTRIES,
        "16:40",
        "UPDATE, 6 p.m.",
        "Q: Why?",
        "A: No.",
        "MAYOR: Yes.",
        "May 3, 2026",
        "Sub-headline",
    ]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=14))
def test_whatever_the_kind_pieces_part_the_paragraphs(blocks):
    found = split("\n\n".join(blocks))
    assert [p for piece in found for p in range(piece.first, piece.last + 1)] == list(range(len(blocks)))
    assert len(found) == 1 or found.kind in ("merged", "briefs", "updates")
