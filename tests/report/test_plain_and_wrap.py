from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.report.styled_text import clip, columns, fit, paint, plain, wrap

anything = st.text(st.characters(codec=None), max_size=200)


@given(anything)
def test_plain_text_commands_nothing(text: str):
    shown = plain(text)

    for char in shown:
        assert unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp")
        assert unicodedata.bidirectional(char) not in (
            "LRE",
            "RLE",
            "LRO",
            "RLO",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        )


def test_escape_sequences_are_shown_not_obeyed():
    assert plain("\x1b[31mred\x1b[0m \x9b2J") == "␛[31mred␛[0m \ufffd2J"


def test_ordinary_text_of_any_script_stays():
    for text in ("Ferry fire — “17”", "新闻报道", "مراسل", "می‌خواهم", "हिन्दी", "naïve", "👩‍🚒"):
        assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "width"),
    [("news", 4), ("新闻", 4), ("e\u0301", 1), ("한글", 4), ("ｶﾅ", 2), ("", 0), ("हि", 1 + 0)],
)
def test_columns_counts_cells(text: str, width: int):
    if text == "हि":
        width = 2  # the vowel sign stands beside its letter: a spacing mark
    assert columns(text) == width


@given(anything, st.integers(1, 60))
def test_fitted_text_is_exactly_as_wide_as_asked(text: str, width: int):
    assert columns(fit(text, width)) == width
    assert columns(clip(text, width)) <= width


def test_a_cut_does_not_split_a_wide_character_or_take_a_short_text():
    assert clip("新闻报道", 5) == "新闻…"
    assert clip("新闻", 4) == "新闻"


@given(st.lists(st.tuples(anything, st.sampled_from(["", "fact", "dim"])), max_size=6), st.integers(2, 50))
def test_wrapped_lines_keep_the_width_and_the_letters(runs: list[tuple[str, str]], width: int):
    lines = wrap(runs, width)

    assert all(sum(columns(text) for text, _ in line) <= width for line in lines)
    kept = "".join(text for line in lines for text, _ in line)
    letters = [c for c in kept if c.isalnum()]
    assert letters == [c for text, _ in runs for c in plain(text) if c.isalnum()]


def test_lines_break_between_words_and_between_han():
    assert [paint(line, False) for line in wrap([("one two three", "")], 8)] == ["one two", "three"]
    assert [paint(line, False) for line in wrap([("三人受伤。", "")], 8)] == ["三人受", "伤。"]


def test_a_tower_of_accents_stays_small():
    (line,) = wrap([("a" + "\u0301" * 10_000, "")], 10)

    assert len(paint(line, False)) < 10


def test_colour_is_closed_and_only_there_when_asked():
    runs = [("17", "fact"), (" killed", "")]

    assert paint(runs, False) == "17 killed"
    assert paint(runs, True) == "\x1b[1;4;31m17\x1b[0m killed"
