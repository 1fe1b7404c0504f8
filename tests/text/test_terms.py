"""Terms: stems by language, bigrams where there are no spaces, and a guess at the language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.text.terms import language, terms


def test_inflected_words_meet_in_their_stem():
    assert terms("attacks attacked attacking", "en") == ["attack"] * 3
    assert len(set(terms("presidente presidentes", "es"))) == 1


def test_languages_without_a_stemmer_keep_their_words():
    assert terms("wojska zaatakowały", "pl") == ["wojska", "zaatakowały"]


def test_unspaced_scripts_become_bigrams_beside_spaced_words():
    assert terms("NASA が 月 に着陸", "ja") == ["nasa", "が月", "月に", "に着", "着陸"]
    assert terms("雨", "zh") == ["雨"]


def test_numbers_stay_as_they_are():
    assert terms("12 of 3,000", "en") == ["12", "of", "3", "000"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister said that he was on the train with his aides.", "en"),
        ("Der Minister sagte, dass er mit dem Zug nicht gefahren ist.", "de"),
        ("El ministro dijo que no fue en el tren con los otros.", "es"),
        ("O ministro disse que não foi para a cidade com os outros, segundo uma fonte.", "pt"),
        ("Le ministre a dit que les trains ne sont pas dans la gare.", "fr"),
        ("Il ministro ha detto che non sono più nella città.", "it"),
        ("De minister zei dat het niet van hem was, maar van een ander.", "nl"),
        ("Министр сказал, что поезд ушёл.", "ru"),
        ("部长说火车已经开走了。", "zh"),
        ("大臣は電車が出たと言った。", "ja"),
        ("장관은 기차가 떠났다고 말했다.", "ko"),
        ("قال الوزير إن القطار غادر.", "ar"),
        ("השר אמר שהרכבת יצאה.", "he"),
        ("Fed raises rates", "en"),
        ("", "en"),
    ],
)
def test_a_language_is_guessed(text, expected):
    assert language(text) == expected


def test_a_given_language_wins():
    assert language("The minister said", "de-AT") == "de"
    assert language("The minister said", "ES_mx") == "es"


@given(st.text(max_size=200), st.sampled_from([None, "en", "ja", "xx", ""]))
def test_any_text_has_terms_of_some_length(text, lang):
    assert all(terms(text, lang))
    assert terms(text, lang) == terms(text, lang)
