"""Sentences: where they end, and that their offsets quote the paragraph."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.text.sentences import LONGEST, sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. It snowed.", ["It rained.", "It snowed."]),
        ("The U.S. State Department met.", ["The U.S. State Department met."]),
        ("He lives in the U.S. The house is old.", ["He lives in the U.S.", "The house is old."]),
        ("They met on Jan. 25. All was well.", ["They met on Jan. 25.", "All was well."]),
        ("Mr. Hale met Dr. Osei. Both left.", ["Mr. Hale met Dr. Osei.", "Both left."]),
        ("John F. Kilroy spoke.", ["John F. Kilroy spoke."]),
        ("It opened at 5 p.m. Friday.", ["It opened at 5 p.m. Friday."]),
        ("He paused… and left.", ["He paused… and left."]),
        ("He paused... Then he left.", ["He paused...", "Then he left."]),
        ("“Stop!” said Tom. “Go.” He ran.", ["“Stop!” said Tom.", "“Go.”", "He ran."]),
        ("今日は晴れ。明日は雨！終わり", ["今日は晴れ。", "明日は雨！", "終わり"]),
        ("“今日は晴れ。”彼は言った。", ["“今日は晴れ。”", "彼は言った。"]),
        (
            "LIMA, March 3 (Wire) - Two died. One lived.",
            ["LIMA, March 3 (Wire) -", "Two died.", "One lived."],
        ),
        ("LIMA, Ohio.—Two died. One lived.", ["LIMA, Ohio.—", "Two died.", "One lived."]),
        ("HAVANA—Two died. One lived.", ["HAVANA—", "Two died.", "One lived."]),
        ("Lima (Wire) -- Two died.", ["Lima (Wire) --", "Two died."]),
        ("He said – and meant it – that he won.", ["He said – and meant it – that he won."]),
        ("Items:\n- one thing\n- another", ["Items:", "- one thing", "- another"]),
        ("a line that was\nwrapped by hand", ["a line that was\nwrapped by hand"]),
    ],
)
def test_examples(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_no_sentence_is_longer_than_the_limit() -> None:
    assert max(map(len, cut("word " * 2000))) <= LONGEST
    assert max(map(len, cut("x" * 10_000))) <= LONGEST


@given(st.text(max_size=300) | st.text('aZ .!?。"“”\n-', max_size=80))
def test_offsets_are_ordered_and_lose_nothing_but_space(text: str) -> None:
    spans = sentences(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())


def test_text_without_stops_falls_into_the_same_pieces_behind_an_edit() -> None:
    words = [f"{k * 7919 % 100_003}word" for k in range(2000)]
    before = cut(" ".join(words))
    after = cut(" ".join(["one", "more", "beginning", *words]))
    assert len(set(before) & set(after)) >= len(before) - 3


def test_an_abbreviation_behind_a_hyphen_ends_nothing() -> None:
    assert len(cut("They serve in the mostly-U.S. Regional Command. It is large.")) == 2


def test_the_number_of_a_list_item_is_no_sentence() -> None:
    assert cut("12. The bridge is closed. It is old.") == ["12. The bridge is closed.", "It is old."]
    assert cut("He was 12. The bridge is old.") == ["He was 12.", "The bridge is old."]


def test_a_day_of_the_month_on_a_new_line_is_no_list_item() -> None:
    assert len(cut("It was robbed on Dec.\n21. Two men fled.")) == 2


def test_a_spaced_closing_mark_belongs_to_its_question() -> None:
    assert cut("“ What did you know? ” reads one question.") == ["“ What did you know? ” reads one question."]
