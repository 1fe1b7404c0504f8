"""When two characters are the same."""

import random
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.sketch.hashing import clean
from dedup.text.normalise import FOLDED, HOMOGLYPHS, INVISIBLE, normalise, plain_letters, word_places, words

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
    "iota below": "\u0345",
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


CYRILLIC = str.maketrans("aceopxyiABCEHKMOPTX", "асеорхуіАВСЕНКМОРТХ")
GREEK = str.maketrans("aovABEHKMNOPTXYZ", "αονΑΒΕΗΚΜΝΟΡΤΧΥΖ")
ZEROS = str.maketrans("o", "0")
LONGER = TEXT + " Police closed both roads, and people were told to look for shelter on the hills above."


def some(text: str, table: dict[int, int], rate: float, seed: int) -> str:
    """A text of which some letters are replaced."""
    dice = random.Random(seed)
    return "".join(char.translate(table) if dice.random() < rate else char for char in text)


@pytest.mark.parametrize("table", [CYRILLIC, GREEK, ZEROS], ids=["Cyrillic", "Greek", "zeros"])
@pytest.mark.parametrize("seed", range(8))
def test_a_disguised_text_is_the_text(table: dict[int, int], seed: int) -> None:
    disguised = some(LONGER, table, 0.5, seed)
    assert disguised != LONGER
    assert plain_letters(disguised) == LONGER
    assert words(disguised) == words(LONGER)
    assert clean(disguised).split() == clean(LONGER).split()


def test_a_word_of_letters_that_another_script_has_too_is_folded_in_a_disguised_text_only() -> None:
    disguised = LONGER.translate(CYRILLIC)
    assert words(disguised) == words(LONGER)
    assert plain_letters("Они сказали: а кот?") == "Они сказали: а кот?"
    assert plain_letters("The letter а is Cyrillic.") == "The letter а is Cyrillic."
    assert plain_letters(disguised + " Это другой язык, а он тут.").endswith(" Это другой язык, а он тут.")


@pytest.mark.parametrize(
    "text",
    [
        "Über μm, ΔT, 5kΩ, αGal and γH2AX.",
        "Он купил SMSку, PRщик из USBшной фирмы, iPhone’ов и Wi-Fi-роутер; COVID-19.",
        "За победу! The HBO, BMW и СМИ: три слова.",
        "Η Αθήνα και the city of Athens, ΝΑΤΟ, NATO.",
        "B2B, H2O, CO2, 10am, G20, A101, b0b and 0x1f, mp3, 2001.",
        "한국 KBS뉴스, 日本のNHK、ไทยPBS.",
    ],
)
def test_plain_texts_of_several_scripts_stay(text: str) -> None:
    assert plain_letters(text) == text


def test_a_slip_of_the_keyboard_is_folded_into_the_script_of_the_word() -> None:
    assert plain_letters("Глава cтраны, вирус, коронавируc") == "Глава страны, вирус, коронавирус"
    assert plain_letters("Українськi новини") == "Українські новини"
    assert plain_letters("The sрeaker said nothing.") == "The speaker said nothing."


def test_words_with_letters_of_their_own_in_both_scripts_stay() -> None:
    assert plain_letters("бar жук fooж") == "бar жук fooж"


@given(st.text(st.sampled_from("abeoxyABH аеохувжАВНЖ αβονΑΒ 01\u200b\u0301é.ё"), max_size=60))
def test_letters_are_folded_in_place_and_once(text: str) -> None:
    once = plain_letters(text)
    assert len(once) == len(text)
    assert plain_letters(once) == once
    assert words(once) == words(text)
    assert [char for char in once if not char.isalnum()] == [char for char in text if not char.isalnum()]
    assert clean(text).decode().split() == words(text)


def test_words_lie_where_they_stand_in_the_text() -> None:
    disguised = "A dаm fаilеd \u200bover Каssary, a m\u200ban sаid."
    assert [disguised[start:end] for _, start, end in word_places(disguised)][:4] == [
        "A",
        "dаm",
        "fаilеd",
        "\u200bover",
    ]
    assert " ".join(word for word, _, _ in word_places(disguised)) == "a dam failed over kassary a man said"


def test_each_homoglyph_has_its_letter() -> None:
    for letters, latin in HOMOGLYPHS.values():
        assert len(letters) == len(latin) == len(set(letters))
        assert latin.isascii()
        for letter, alike in zip(letters, latin, strict=True):
            assert plain_letters(f"q{letter}qw{letter}wz") in (
                f"q{alike}qw{alike}wz",
                f"q{letter}qw{letter}wz",
            )
            assert (
                plain_letters(f"z{letter}z{letter}z") == f"z{alike}z{alike}z"
                or letter in HOMOGLYPHS["GREEK"][0]
            )
