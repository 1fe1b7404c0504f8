"""The editor's measure: what a line does for a wanted item, and how a verdict is found again."""

import json

import pytest
from editor import (
    BLOCK,
    CUT,
    PAIRS,
    RATINGS,
    VERDICTS,
    Line,
    Pair,
    Side,
    Wanted,
    add,
    best,
    judged,
    line_hash,
    lines,
    measure,
    pairs,
    pool_of,
    read,
    records,
    state,
    summary,
    unjudged,
)

from dedup import Comparison, Difference, Span, Version

A = ("Ten boats left Port Ash on Monday.", "The harbour stayed shut.")
B = ("Twelve boats left Port Ash on Monday.", "Mayor Ida Roe thanked the crews.")

NUMBER = Difference("fact", "number", "differs", Span(0, 0, 3, "Ten"), Span(0, 0, 6, "Twelve"), 0.9, "slot")
NAME = Difference("fact", "name", "only-b", None, Span(0, 18, 26, "Port Ash"), 0.5, "name")
ADDED = Difference("structure", "added", "only-b", None, Span(1, 0, 13, "Mayor Ida Roe"), 0.4, "unlinked")
STYLE = Difference("style", "capitals", "differs", Span(0, 0, 3, "Ten"), Span(0, 0, 6, "Twelve"), 0.1, "case")

FOUND = Comparison("revision", Version("1", None, A), Version("2", None, B), (), (NUMBER, NAME, ADDED, STYLE))
PAIR = Pair(
    "x1",
    "revision",
    "work",
    (("made", "1"), ("made", "2")),
    (
        Wanted("howmany", 3, ("Ten", "Twelve boats")),
        Wanted("added", 2, ("", "thanked")),
        Wanted("dropped", 2, ("shut", "")),
    ),
)
USEFUL = {line_hash("x1", "number", "differs", "Ten", "Twelve"): ["useful"]}


def line(a: str, b: str, group: str = "fact", kind_of_fact: str = "number") -> Line:
    sides = (Side(a, a, (a, 0, len(a))), Side(b, b, (b, 0, len(b))))
    return Line(group, kind_of_fact, "differs", sides)


def test_a_line_with_both_cues_is_an_own_line() -> None:
    item = Wanted("howmany", 3, ("17", "19"))
    assert state(item, line("at least 17", "19")) == "own"
    assert state(item, line("17", "")) == "half"
    assert state(item, line("three", "four")) == "missed"


def test_a_long_wording_and_a_paragraph_are_blocks() -> None:
    item = Wanted("added", 2, ("", "mayor"))
    assert state(item, line("", "the mayor left", "structure", "added")) == "block"
    assert state(item, line("", "the mayor" + " left" * (BLOCK - 2))) == "own"
    assert state(item, line("", "the mayor" + " left" * (BLOCK - 1))) == "block"


def test_a_moved_passage_is_an_own_line_of_a_wanted_move() -> None:
    moved = line("The mayor", "The mayor", "structure", "moved")
    assert state(Wanted("moved", 1, ("mayor", "mayor")), moved) == "own"
    assert state(Wanted("dropped", 1, ("mayor", "")), moved) == "block"


def test_a_cue_may_reach_beyond_the_marked_place_but_must_touch_it() -> None:
    side = Side("20", "20", ("It had 20 engines and 4 boats.", 7, 9))
    assert [side.holds(cue) for cue in ("20", "20 engines", "4 boats", "engines")] == [
        True,
        True,
        False,
        False,
    ]


def test_the_best_line_is_the_first_of_equals_and_sound_unless_it_is_wrong() -> None:
    item = Wanted("howmany", 3, ("17", "19"))
    shown = [line("17", ""), line("17", "19"), line("17 dead", "19 dead")]
    found = best(item, shown, [None, "wrong", "wrong"])
    assert (found.state, found.place, found.sound) == ("own", 1, False)
    assert best(item, shown, [None, "wrong", "useful"]).sound
    assert best(item, [], []).place is None


def test_structure_is_searched_in_the_whole_paragraph_and_style_is_left_out() -> None:
    shown = lines(FOUND)
    assert [x.type for x in shown] == ["number", "name", "added"]
    assert shown[2].sides[1].shown == "Mayor Ida Roe"
    assert shown[2].sides[1].whole == B[1]


def test_a_verdict_is_found_again_by_the_beginning_of_both_wordings() -> None:
    key = line_hash("p", "quote", "only-a", "one  two\nthree " + "x" * CUT, "")
    assert key == line_hash("p", "quote", "only-a", "one two three " + "x" * CUT + " and an end", "")
    others = [
        line_hash(*key)
        for key in (
            ("q", "quote", "only-a", "one two", ""),
            ("p", "name", "only-a", "one two", ""),
            ("p", "quote", "only-b", "one two", ""),
            ("p", "quote", "only-a", "one three", ""),
            ("p", "quote", "only-a", "", "one two"),
        )
    ]
    assert len({*others, key}) == 6


def test_lines_of_one_hash_have_their_verdicts_in_order_and_then_the_last() -> None:
    pool = pool_of([{"line": "k", "verdict": "wrong"}, {"line": "k", "verdict": "useful"}])
    assert judged(["k", "other", "k", "k"], pool) == ["wrong", None, "useful", "useful"]


def test_an_unknown_verdict_is_refused() -> None:
    with pytest.raises(SystemExit, match="'good' is no verdict"):
        pool_of([{"line": "k", "verdict": "good"}])


def test_a_pair_is_measured() -> None:
    tables = summary([measure(PAIR, FOUND, USEFUL)])
    lines_of = tables["precision, all lines"]["revision"]
    assert (lines_of["lines"], lines_of["unjudged"], lines_of["useful"]) == (3, 2, 1.0)
    recall = tables["recall"]["all"]
    assert [recall[s] for s in ("own", "block", "half", "missed")] == [1, 1, 0, 1]
    assert recall["sound_share"] == round(1 / 3, 3)
    assert tables["recall, importance 3"]["all"]["own_share"] == 1.0


def test_unjudged_lines_are_listed_by_their_words_and_added_once() -> None:
    rows = unjudged([measure(PAIR, FOUND, USEFUL)], {"x1": FOUND})
    assert [(r["type"], r["a"], r["b"]) for r in rows] == [
        ("added", "", "Mayor Ida Roe"),
        ("name", "", "Port Ash"),
    ]
    assert rows[0]["context_b"].startswith("[[Mayor Ida Roe]] thanked")
    assert rows[1]["context_a"] == A[0]
    rows[1] |= {"verdict": "wrong", "fault": "A has it"}
    pool = add(rows, USEFUL)
    assert [(r["type"], r["verdict"], r["fault"]) for r in pool] == [("name", "wrong", "A has it")]
    assert not {"a", "b", "context_a", "context_b"} & set(pool[0])
    assert add(rows, [pool[0]["line"]]) == []


def test_labels_do_not_reach_the_program(tmp_path) -> None:
    rows = [{"id": "1", "text": A[0], "labels": {"event": 1}}, {"id": "2", "text": B[0], "title": None}]
    (tmp_path / "made.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf8")
    assert records([PAIR], tmp_path) == {
        ("made", "1"): {"id": "1", "text": A[0]},
        ("made", "2"): {"id": "2", "text": B[0]},
    }
    (tmp_path / "made.jsonl").write_text(json.dumps(rows[0]), encoding="utf8")
    with pytest.raises(SystemExit, match="no story 2"):
        records([PAIR], tmp_path)


def test_the_kept_pairs_and_verdicts_are_well_formed() -> None:
    kept = pairs(PAIRS)
    assert len({pair.name for pair in kept}) == len(kept) == 60
    halves = [sorted(p.kind for p in kept if p.half == half) for half in ("work", "report")]
    assert halves[0] == halves[1]
    cues = [cue for pair in kept for wanted in pair.wanted for cue in wanted.cues]
    assert max(len(cue.split()) for cue in cues) <= 4
    assert all(any(wanted.cues) and wanted.importance in (1, 2, 3) for p in kept for wanted in p.wanted)
    rows = read(VERDICTS)
    assert {row["verdict"] for row in rows} == set(RATINGS)
    assert all(set(row) <= {"line", "pair", "type", "kind", "verdict", "fault"} for row in rows)
