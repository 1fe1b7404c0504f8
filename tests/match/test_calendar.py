"""Weekdays, months and years by their names."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.match.event_profiles import (
    LEAD_TERMS,
    MONTH_BITS,
    WEEKDAY_BITS,
    YEAR_BITS,
    agreement,
    calendar,
    calendar_hashes,
    profile,
    stack,
    weekdays,
)
from dedup.text.terms import CALENDAR_NAMES


def named(text, lang="en"):
    return calendar(stack([profile(text, lang=lang)]))


def test_every_name_has_one_bit():
    hashes, bits = calendar_hashes()
    assert (np.diff(hashes.astype(np.int64)) > 0).all()
    assert {f"{bit:b}".count("1") for bit in bits.tolist()} == {1}
    assert np.bitwise_or.reduce(bits) == np.uint64(2**64 - 1)
    assert np.uint64(WEEKDAY_BITS | MONTH_BITS | YEAR_BITS) == np.uint64(2**64 - 1)


@pytest.mark.parametrize("lang", sorted(set(CALENDAR_NAMES) - {"ja", "zh"}))
def test_languages_have_seven_days_and_twelve_months(lang):
    assert len(CALENDAR_NAMES[lang].split()) == 19


@pytest.mark.parametrize(
    ("texts", "bits"),
    [
        ((("It sank on Friday.", "en"), ("Si ruppe venerdì.", "it")), WEEKDAY_BITS),
        ((("Sept. 4: it sank.", "en"), ("Il a coulé en septembre.", "fr")), MONTH_BITS),
        ((("В марте он ушел.", "ru"), ("Es sank im März.", "de")), MONTH_BITS),
        ((("日曜日に沈没した", "ja"), ("Sie sank am Sonntag.", "de")), WEEKDAY_BITS),
        ((("周日沉没", "zh"), ("غرقت السفينة يوم الأحد", "ar")), WEEKDAY_BITS),
        ((("3월에 침몰했다", "ko"), ("यह मार्च में डूब गया", "hi")), MONTH_BITS),
        ((("הספינה טבעה במרץ", "he"), ("Βυθίστηκε στις 4 Μαρτίου", "el")), MONTH_BITS),
    ],
)
def test_names_of_all_languages_mean_the_same(texts, bits):
    a, b = (named(text, lang) for text, lang in texts)
    assert agreement(a, b, bits).tolist() == [1]


def test_common_words_name_nothing():
    assert named("It may sink, the same as the others on the second set of tables.") == 0


def test_only_the_lead_is_looked_at_for_the_calendar_but_all_for_the_weekdays_told():
    text = "It sank. " + "more " * LEAD_TERMS + " On Monday."
    assert named(text) == 0
    assert weekdays(profile(text, lang="en")) == ("Monday",)


numbers = st.lists(st.integers(0, 2**64 - 1), min_size=3, max_size=3)


@given(numbers, numbers)
def test_agreement_is_symmetric(a, b):
    a, b = np.array(a, np.uint64), np.array(b, np.uint64)
    assert (agreement(a, b, MONTH_BITS) == agreement(b, a, MONTH_BITS)).all()
    assert (agreement(a, a, MONTH_BITS) == ((a & MONTH_BITS) > 0)).all()
