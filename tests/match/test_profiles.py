"""Profiles of many stories at once are those of each by itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.kernels.compiled import LEVELS
from dedup.match.event_profiles import (
    HEADLINE,
    NAME,
    concatenate,
    heading,
    headline,
    profile,
    profiles,
    stack,
)
from dedup.text.background import hashes
from dedup.types import Story

WORDS = ["the", "of", "et", "les", "und", "der", "東京", "で", "12", "Ελλάδα", "Москва", "storm", "Storms"]
TEXTS = st.one_of(
    st.text(max_size=80),
    st.text(alphabet="aAéßİ\u0301 .,'1२", max_size=60),
    st.lists(st.sampled_from(WORDS)).map(" ".join),
)
STORIES = st.lists(
    st.builds(
        lambda title, text, lang: Story(id="x", text=text, title=title, lang=lang),
        st.none() | TEXTS,
        TEXTS,
        st.sampled_from([None, "en", "fr", "pt-BR", "ja", "xx"]),
    ),
    max_size=8,
)


def equal(some, others):
    return all(
        np.array_equal(getattr(some, name), getattr(others, name))
        for name in ("offsets", "terms", "counts", "place", "langs")
    )


def one_by_one(stories):
    return stack([profile(story.text, story.title, story.lang, headline(story)) for story in stories])


@pytest.mark.parametrize("kernels", ["numpy", *LEVELS])
@settings(deadline=None)
@given(stories=STORIES)
def test_a_batch_gives_the_profiles_of_its_stories(kernels, stories):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEDUP_KERNELS", kernels)
        assert equal(profiles(stories), one_by_one(stories))


def test_words_that_were_met_before_keep_their_terms(monkeypatch):
    many = [Story(id=str(n), text=f"Word{n} and word{n % 7}s " * 3, lang="en") for n in range(5000)]
    assert equal(profiles(many), one_by_one(many))
    assert equal(profiles(many[::-1]), one_by_one(many[::-1]))


@given(STORIES, STORIES)
def test_concatenated_profiles_are_those_of_all(some, others):
    assert equal(concatenate([one_by_one(some), one_by_one(others)]), one_by_one([*some, *others]))


def names(line, lang="en"):
    found = heading(line, lang)
    assert all(mark & HEADLINE for mark in found.values())
    return {term for term, mark in found.items() if mark & NAME}


def test_capitals_tell_the_names_of_a_headline_in_sentence_case():
    assert names("Storm hits Porto as Adaline nears") == {*hashes(["porto", "adalin"]).tolist()}


def test_the_background_tells_them_where_every_word_has_a_capital():
    assert names("LONDON SHARES SEEN STEADY") == {*hashes(["london"]).tolist()}
    found = names("Storm Hits Berlin Late On Monday")
    assert found & {*hashes(["storm", "berlin", "late", "on"]).tolist()} == {*hashes(["berlin"]).tolist()}


def test_scripts_without_capitals_have_headlines_without_names():
    assert not names("東京で地震", "ja")
    assert len(heading("東京で地震", "ja")) == 4


def test_a_text_file_opens_with_its_headline():
    text = "Storm hits Porto\n\nThree people died."
    assert headline(Story(id="x", text=text)) == ""
    assert headline(Story(id="x", text=text, whole_file=True)) == "Storm hits Porto"
    assert headline(Story(id="x", text=text, title="Storm", whole_file=True)) == "Storm"


def test_a_flash_is_its_own_headline():
    assert headline(Story(id="x", text="Storm hits Porto")) == "Storm hits Porto"
    assert headline(Story(id="x", text="Storm hits Porto. " * 20)) == ""


def test_addresses_of_pages_are_no_words():
    [found, bare] = [
        profiles([Story(id="x", text=text)])
        for text in ("Storm hits Porto https://news.example/a1?x=2 today", "Storm hits Porto today")
    ]
    assert equal(found, bare)
