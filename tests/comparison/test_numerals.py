"""Numbers in words, held against those of num2words, and in digits with every sign of thousands."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from num2words import num2words

from dedup.comparison.lexicon import lexicon_for
from dedup.comparison.tokens import key, tokens

SPELLED = ["de", "es", "fr", "ja", "pt", "ru"]
"""Languages whose num2words spells every number below a million right; those of Italian, Turkish and
Arabic have faults ("centodicotto"), Chinese and Hindi are missing."""

OWN = {
    "ar": {"خمسة عشر": 15, "مئتان وخمسون": 250, "ثلاثة آلاف وأربعمئة": 3400, "مليونان ونصف": 2_500_000},
    "hi": {"बारह सौ": 1200, "दो सौ पचास": 250, "डेढ़ लाख": 150_000, "तीन करोड़": 30_000_000, "निन्यानवे": 99},
    "it": {"centodiciotto": 118, "ventuno": 21, "milleduecento": 1200, "duemilatrecentoquarantacinque": 2345},
    "tr": {"bin iki yüz elli": 1250, "onbir": 11, "iki buçuk milyon": 2_500_000, "doksan dokuz": 99},
    "zh": {"三百五十万": 3_500_000, "二〇二四": 2024, "一千零五": 1005, "十二": 12, "两亿": 200_000_000},
    "es": {"dos millones y medio": 2_500_000, "treinta y una mil": 31_000},
    "ru": {"две с половиной тысячи": 2500, "полтора миллиона": 1_500_000, "двухсот пятидесяти": 250},
}

SIGNS = {"de": ".\u00a0", "es": ".\u00a0 ", "fr": "\u00a0\u202f .", "it": ".", "pt": ". ",
         "ru": "\u00a0 \u202f",
         "tr": ".", "ar": ",٬", "hi": ",", "ja": ",", "zh": ","}  # fmt: skip


@pytest.mark.parametrize("lang", SPELLED)
@given(number=st.integers(2, 999_999))
def test_a_number_in_words_is_its_digits(lang: str, number: int) -> None:
    spelled = num2words(number, lang=lang)
    grammar = lexicon_for(lang).numerals
    assume(grammar is not None and spelled not in grammar.unsure)  # "百" alone is a sign of other words too
    found = tokens(spelled.replace("،", " "), lexicon_for(lang))
    assert [t.key for t in found] == [str(number)]


@pytest.mark.parametrize(("lang", "spelled", "number"), [(x, w, n) for x in OWN for w, n in OWN[x].items()])
def test_numerals_of_our_own(lang: str, spelled: str, number: int) -> None:
    assert [t.key for t in tokens(spelled, lexicon_for(lang))] == [str(number)]


@pytest.mark.parametrize("lang", sorted(SIGNS))
@given(number=st.integers(1000, 999_999))
def test_a_number_is_the_same_with_every_sign_of_thousands(lang: str, number: int) -> None:
    for sign in SIGNS[lang]:
        grouped = f"{number:,}".replace(",", sign)
        assert [t.key for t in tokens(f"x {grouped} x", lexicon_for(lang))][1] == str(number)


def test_two_numbers_in_a_row_are_two() -> None:
    assert [t.key for t in tokens("dos, tres", lexicon_for("es"))] == ["2", "3"]


def test_a_date_in_figures_is_no_number() -> None:
    assert key("08.05.2024", lexicon_for("de")) == "08.05.2024"
