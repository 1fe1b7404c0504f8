"""Shingle hashes are what the plain Python reference says, whatever computes them."""

import re
import sys
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.sketch import hashing
from dedup.sketch.hashing import clean, image
from dedup.sketch.shingles import Shingles, ascending, concatenate, shingle, shingle_hashes, word_hashes
from dedup.text.normalise import words

any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
newsy_text = st.lists(
    st.sampled_from(
        [
            "The",
            "price",
            "rose",
            "“fell”",
            "to",
            "12.5%",
            "naïve",
            "Straße",
            "…",
            "東京",
            "cafe\u0301",
            "ÖL",
            "İ",
            "½",
        ]
    ),
    max_size=30,
).map(" ".join)
texts = st.one_of(any_text, newsy_text)

AWKWARD = [
    "",
    " \n\t",
    "one",
    "three short words",
    "数字 新闻 かな・カナ",
    "ß ﬁ … ½ İ ẞ a\u0301 \u0301b 東a1京",
    "x" * 1000 + " and more after a long word",
    "co\u00adoperate zero\u200bwidth",
    "\ud800 half of a surrogate pair, four five six",
    "𠀀𠀁 🙂 yes 🙂 no 𝐁𝐨𝐥𝐝",
    "हिन्दी में समाचार एक दो तीन चार",
    "ภาษาไทย เป็นภาษา",
    "한국어 뉴스 \u1112\u1161\u11ab\u1100\u116e\u11a8 여섯",
    "العَرَبِيَّة لغة كبيرة جدا في العالم اليوم",
    "na " * 3000,
    "\x00\x1f_under_score 1_000 ~|^",
]


def expected(given_texts: list[str]) -> list[list[int]]:
    return [hashing.shingle_hashes(text) for text in given_texts]


def rows(shingles: Shingles) -> list[list[int]]:
    return [
        shingles.hashes[a:b].tolist() for a, b in zip(shingles.offsets, shingles.offsets[1:], strict=False)
    ]


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_texts_are_hashed_as_the_reference_says(text: str, kernels: str) -> None:
    assert rows(shingle([text])) == expected([text])


@given(given_texts=st.lists(texts, max_size=8))
def test_any_texts_are_hashed_as_the_reference_says(given_texts: list[str], kernels: str) -> None:
    assert rows(shingle(given_texts)) == expected(given_texts)


@given(texts)
def test_clean_text_holds_the_words(text: str) -> None:
    assert [word for word in clean(text).decode().split(" ") if word] == words(text)


@given(given_texts=st.lists(texts, min_size=1, max_size=6))
def test_words_hash_one_by_one_as_in_company(given_texts: list[str], kernels: str) -> None:
    """A text of one word has one shingle, so its hash tells the hash of the word."""
    found = [word for text in given_texts for word in words(text)]
    assert rows(shingle(found)) == [[hashing.shingle_hash([hashing.word_hash(word)])] for word in found]


def test_every_simple_character_is_what_its_definition_says_between_any_others(kernels: str) -> None:
    """Each character once between letters, once alone, once after a character that is a word of its own."""
    step = 7  # every seventh of the first two planes, over 18,000
    chars = [chr(c) for c in range(0x80, 0x20000, step) if not 0xD800 <= c < 0xE000]
    chars = [c for c in chars if image(c) is not None]
    assert len(chars) > 15_000
    given_texts = [
        "".join(chars[i : i + 50]) + " a" + "b a".join(chars[i : i + 50]) + "語"
        for i in range(0, len(chars), 50)
    ]
    assert [clean(text).decode().split() for text in given_texts] == [words(text) for text in given_texts]
    assert rows(shingle(given_texts)) == expected(given_texts)


def test_characters_that_compose_have_no_image() -> None:
    for code in range(sys.maxunicode + 1):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            assert image(chr(int(parts[1], 16))) is None


def test_hashes_of_a_text_are_distinct_and_ascending(kernels: str) -> None:
    hashes = shingle_hashes("a b c d e f g a b c d e f g a b c d e f g")
    assert hashes.dtype == np.uint32
    assert (np.diff(hashes.astype(np.int64)) > 0).all()
    assert len(hashes) == 7


def test_many_repeated_phrases_do_not_cost_quadratic_time(kernels: str) -> None:
    assert len(shingle_hashes("over and over again " * 30_000)) == 4


def test_short_texts_are_only_like_themselves() -> None:
    one, two, same = rows(shingle(["Two words", "Other words", "two, WORDS!"]))
    assert one == same != two
    assert len(one) == len(two) == 1


def test_a_short_text_is_not_a_full_shingle_of_the_same_words() -> None:
    hashes = [hashing.word_hash(word) for word in ("a", "b", "c", "d")]
    assert hashing.shingle_hash(hashes) != hashing.shingle_hash([0, *hashes])


def test_words_stay_what_they_are_when_other_texts_are_hashed(kernels: str) -> None:
    first = word_hashes(["One two.", "", "Three"])
    word_hashes(["Other words of another text."])
    assert first.hashes.tolist() == [hashing.word_hash(word) for word in ("one", "two", "three")]
    assert first.bounds.tolist() == [0, 2, 2, 3]


def test_texts_without_words_have_no_shingle(kernels: str) -> None:
    assert shingle(["", "… — !", "\u0336"[:0]]).sizes.tolist() == [0, 0, 0]


def test_punctuation_and_case_do_not_matter() -> None:
    assert (
        shingle_hashes("The U.S. said “no” to 12,000.") == shingle_hashes("the u s SAID no to 12 000")
    ).all()


def test_no_texts() -> None:
    assert len(shingle([])) == 0
    assert len(concatenate([])) == 0


def test_rows_can_be_taken_and_hashes_dropped() -> None:
    shingles = shingle(["a b c d e f", "", "g h i"])
    assert rows(shingles.take(np.array([2, 0, 2]))) == [rows(shingles)[i] for i in (2, 0, 2)]
    assert shingles.owners().tolist() == [0, 0, 2]
    kept = shingles.keep(np.array([False, True, True]))
    assert rows(kept) == [rows(shingles)[0][1:], [], rows(shingles)[2]]


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_threads_change_nothing(jobs: int, kernels: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dedup.sketch.shingles.CHUNK", 200)
    given_texts = [f"{i} words and more words {re.escape(str(i * i))} “quoted”" for i in range(200)] + AWKWARD
    assert rows(shingle(given_texts, jobs=jobs)) == expected(given_texts)


@given(
    rows=st.lists(
        st.lists(st.integers(0, 2**32 - 1) | st.integers(0, 9), min_size=3, max_size=3), max_size=40
    )
)
def test_distinct_numbers_ascend(rows: list[list[int]], kernels: str) -> None:
    for dtype in (np.uint32, np.int64):
        numbers = np.array(rows, dtype).reshape(-1, 3)
        assert ascending(numbers).tolist() == sorted({number for row in rows for number in row})
