from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import report_examples as examples
from hypothesis import given
from hypothesis import strategies as st

from dedup.report.records import (
    assignment_lines,
    assignment_record,
    cluster_record,
    comparison_record,
    independent_origins,
    json_bytes,
    match_record,
    split_record,
)
from dedup.types import Assignment, Cluster, Match, Part, Piece, Scores, Split

CONTRACT = [
    "id",
    "duplicate_cluster",
    "version_cluster",
    "event_cluster",
    "form_cluster",
    "relation",
    "matched",
    "scores",
    "title",
    "published",
    "source",
    "origin",
    "round_up",
    "lang",
    "part",
]

ONE = Assignment(
    "b",
    "a",
    None,
    "revision",
    "a",
    Scores(0.5, 0.75, None, None),
    title="Storm",
    published=datetime(2026, 3, 3, 6, tzinfo=timezone(timedelta(hours=1))),
    part=Part("merged.txt", 8, 15),
)


def test_an_assignment_has_the_keys_of_the_contract_in_its_order():
    record = assignment_record(ONE)

    assert list(record) == CONTRACT
    assert record["published"] == "2026-03-03T06:00:00+01:00"
    assert record["scores"] == {
        "jaccard": 0.5,
        "containment_a": 0.75,
        "containment_b": None,
        "cosine": None,
        "probability": None,
    }
    assert record["part"] == {"of": "merged.txt", "first": 8, "last": 15}


def test_lines_are_the_records():
    first = Assignment("a", "a", "a", None, None, None)

    lines = list(assignment_lines([first, ONE]))

    assert [json.loads(line) for line in lines] == [assignment_record(first), assignment_record(ONE)]
    assert all(line.endswith(b"\n") and line.count(b"\n") == 1 for line in lines)


text = st.none() | st.text(max_size=20)
share = st.none() | st.floats(0, 1)
assignments = st.builds(
    Assignment,
    id=st.text(max_size=20),
    duplicate_cluster=st.text(max_size=20),
    event_cluster=text,
    relation=text,
    matched=text,
    scores=st.none() | st.builds(Scores, share, share, share, share),
    title=text,
    published=st.none()
    | st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-5, minutes=-30))])),
    source=text,
    lang=text,
    part=st.none() | st.builds(Part, st.text(max_size=5), st.integers(0, 99), st.integers(0, 99)),
)


@given(assignments)
def test_a_line_says_the_same_as_the_record_in_the_same_order(assignment: Assignment):
    (line,) = assignment_lines([assignment])

    assert list(json.loads(line).items()) == list(assignment_record(assignment).items())


def test_half_characters_do_not_stop_a_run():
    broken = Assignment("\ud800", "a", None, None, None, None, title="half \udfff")

    (line,) = assignment_lines([broken])

    assert json.loads(line)["id"] == "\ufffd"


def test_scores_may_come_out_of_arrays():
    (line,) = assignment_lines([Assignment("a", "a", None, None, None, Scores(np.float64(0.25)))])

    assert json.loads(line)["scores"]["jaccard"] == 0.25


def test_a_match_and_a_cluster():
    match = match_record(Match("a", "b", "identical", Scores(1.0)))
    cluster = cluster_record(
        Cluster("a", "event", ("a", "b"), "a", "b", 2, ("X",), datetime(2026, 3, 3, tzinfo=UTC), None)
    )

    assert match["relation"] == "identical"
    assert cluster["members"] == ["a", "b"]
    assert (cluster["first"], cluster["last"]) == ("2026-03-03T00:00:00+00:00", None)


def test_a_comparison_speaks_of_classes_and_keeps_every_offset():
    comparison = examples.edited()

    record = json.loads(json_bytes(comparison_record(comparison)))

    assert list(record) == ["relation", "a", "b", "links", "differences", "left_out"]
    assert list(record["a"]) == ["id", "title", "paragraphs", "part"]
    assert record["links"][4] == {"a": [3], "b": [4, 5], "kind": "split", "score": 0.94}
    first = record["differences"][0]
    assert (first["class"], first["type"], first["kind"]) == ("fact", "casualties", "differs")
    assert (first["section"], first["shown"]) == ("differs", True)
    assert [d["shown"] for d in record["differences"]] == [
        d["class"] != "style" for d in record["differences"]
    ]
    for side in "ab":
        for difference in record["differences"]:
            if (span := difference[side]) and span["paragraph"] >= 0:
                whole = record[side]["paragraphs"][span["paragraph"]]
                assert whole[span["start"] : span["end"]] == span["text"]


def test_pieces_name_their_file_only_when_asked():
    found = Split("merged", (Piece(0, 7, "Storm", 1.0), Piece(8, 15, None, 0.8)))

    assert split_record(found)["pieces"][1] == {"first": 8, "last": 15, "title": None, "probability": 0.8}
    assert list(split_record(found)) == ["kind", "pieces"]
    assert list(split_record(found, "m.jsonl:3", "a17")) == ["file", "id", "kind", "pieces"]


def test_the_same_record_is_the_same_bytes():
    assert json_bytes(comparison_record(examples.retold())) == json_bytes(
        comparison_record(examples.retold())
    )


def test_tellings_that_name_one_agency_are_one_origin():
    assert independent_origins([(1, "AP"), (1, None), (2, None), (3, "AP"), (4, "AFP")]) == 3
    assert independent_origins([(1, "AP"), (1, "AFP"), (2, "AFP"), (3, "AP")]) == 1
    assert independent_origins([]) == 0
