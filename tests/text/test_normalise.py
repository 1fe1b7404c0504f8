"""When two characters are the same."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.sketch.hashing import clean
from dedup.text.normalise import FOLDED, INVISIBLE, normalise, words

TEXT = "The dam above Kessary failed at 4 a.m. on Thursday, and 14 people are missing."

INSIDE = {
    "zero width space": "\u200b",
    "word joiner": "\u2060",
    "soft hyphen": "\u00ad",
    "byte order mark": "\ufeff",
    "combining grapheme joiner": "\u034f",
    "variation selector": "\ufe0f",
    "supplementary variation selector": "\U000e0100",
    "tag": "\U000e0061",
    "Mongolian separator": "\u180e",
    "Hangul filler": "\u3164",
    "half-width Hangul filler": "\uffa0",
    "Khmer inherent vowel": "\u17b4",
    "interlinear anchor": "\ufff9",
    "Braille blank": "\u2800",
    "left-to-right mark": "\u200e",
    "isolate": "\u2066",
    "musical beam": "\U0001d173",
    "dot below": "\u0323",
    "overlay": "\u0336",
    "enclosing circle": "\u20dd",
}


@pytest.mark.parametrize("name", INSIDE)
def test_what_cannot_be_seen_or_decorates_any_letter_is_dropped(name: str) -> None:
    disguised = "".join(char + INSIDE[name] if char.isalpha() else char for char in TEXT)
    assert words(disguised) == words(TEXT)
    assert clean(disguised).split() == clean(TEXT).split()


def test_a_run_that_is_shown_backwards_is_turned() -> None:
    assert words("\u202e" + TEXT[::-1]) == words(TEXT)
    assert words(f"The \u202e{'dam above'[::-1]}\u202c Kessary") == words("The dam above Kessary")
    assert clean("\u202e" + TEXT[::-1]).split() == clean(TEXT).split()


def test_underscores_part_words() -> None:
    assert words(TEXT.replace(" ", "_")) == words(TEXT)
    assert clean("é_" + TEXT.replace(" ", "_")).split() == clean("é " + TEXT).split()


def test_accents_that_languages_live_on_stay() -> None:
    for text in ("résumé", "schön", "žluťoučký", "ναί", "йод", "hátíð", "tiếng", "हिन्दी"):
        assert normalise(text) == text


def test_digits_of_all_scripts_are_one() -> None:
    for code in range(0x10000):
        if unicodedata.category(chr(code)) == "Nd":
            assert normalise(chr(code)) == str(unicodedata.decimal(chr(code)))


def test_format_characters_are_invisible_but_for_signs_that_are_seen() -> None:
    """Those of Arabic, Syriac, Kaithi and Egyptian are drawn with what they stand before."""
    seen = {*range(0x0600, 0x0606), 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD}
    seen |= {*range(0x13430, 0x13440), 0x202E}
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code)) == "Cf":
            assert (code in INVISIBLE) != (code in seen)


@given(st.text())
def test_to_normalise_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(), st.lists(st.tuples(st.integers(0, 60), st.sampled_from(sorted(INVISIBLE))), max_size=9))
def test_invisible_characters_make_no_difference(text: str, inserted: list[tuple[int, int]]) -> None:
    text = text.replace("\u202e", "")
    disguised = text
    for at, code in inserted:
        disguised = disguised[:at] + chr(code) + disguised[at:]
    assert normalise(disguised) == normalise(text)
    assert words(disguised) == words(text)


@given(
    st.text(st.sampled_from([*map(chr, FOLDED)][::7] + [*map(chr, INVISIBLE)][::99] + [*"aB 7_é한\u202e"]))
)
def test_bytes_hold_the_words(text: str) -> None:
    assert clean(text).decode().split() == words(text)
