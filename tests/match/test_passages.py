"""Shared passages, in the wording of the first text."""

from hypothesis import given
from hypothesis import strategies as st

from dedup.explanation import passages
from dedup.text.normalise import unit_places, words

TEXT = "Storm Ada hit Porto late on Monday, killing 3 people. “Nobody slept,” Rita Moura said."
SOME = st.lists(st.sampled_from(["Ada", "hit", "the", "coast,", "U.S.", "at", "新闻", "3"]), max_size=30).map(
    " ".join
)


def test_a_passage_keeps_its_commas_and_quotation_marks() -> None:
    other = "People slept badly: killing 3 people, nobody slept Rita Moura said later."
    assert [passage.text for passage in passages(TEXT, other)] == [
        "killing 3 people. “Nobody slept,” Rita Moura said."
    ]


def test_passages_are_the_longest_first_and_each_once() -> None:
    a = "one two three four five six. seven eight nine ten eleven. one two three four five six."
    b = "seven eight nine ten eleven, then one two three four five six"
    assert [len(passage.words) for passage in passages(a, b)] == [6, 5]


def test_four_words_are_no_passage_unless_they_are_all() -> None:
    assert passages(TEXT, "Storm Ada hit Porto, and then it went on to Lisbon.") == []
    assert [passage.text for passage in passages("Rates rise", "The rates rise again, a bank said.")] == [
        "Rates rise"
    ]
    assert passages("", TEXT) == passages("!!!", "???") == []


def test_a_script_without_spaces_is_cut_between_characters() -> None:
    found = passages("港口城市周二凌晨发生火灾，造成三人死亡。", "据报道，周二凌晨发生火灾。")
    assert [passage.text for passage in found] == ["周二凌晨发生火灾"]


@given(SOME, SOME)
def test_a_passage_stands_in_both_texts(a: str, b: str) -> None:
    for passage in passages(a, b):
        run = " ".join(passage.words)
        assert run in " ".join(words(a))
        assert run in " ".join(words(b))
        assert passage.text in a


@given(SOME)
def test_a_text_is_one_passage_of_itself(text: str) -> None:
    assert [list(passage.words) for passage in passages(text, text)] == ([words(text)] if words(text) else [])


@given(st.text(st.sampled_from("aBé ß\u0301ｶﾞ新 .-\u200b"), max_size=20))
def test_words_unit_by_unit_say_where_they_stand(text: str) -> None:
    for word, start, end in unit_places(text):
        assert word in words(text[start:end])


def test_a_text_that_repeats_itself_takes_no_time() -> None:
    a, b = "storm ada hit " * 3000, "storm ada hit " * 2999 + "porto"
    assert len(passages(a, b)[0].words) > 8000
