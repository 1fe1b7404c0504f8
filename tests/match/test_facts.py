"""Names and numbers as evidence for and against a pair."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.kernels.compiled import LEVELS
from dedup.match.facts import LONGEST, Words, agree, concatenate, fact_words, facts

GRANT = "Millbrook Fire Department will receive $52,609 for hoses, Mayor Ada Quill said on Monday."
OTHER = "Tarnside Fire Department will receive $18,400 for hoses, Mayor Ben Orr said on Monday."


def _agree(a: str, b: str) -> tuple[float, float]:
    agreement, disagreement = agree(facts([a, b]), np.array([[0, 1]]), np.zeros(1))
    return float(agreement[0]), float(disagreement[0])


def test_two_fillings_of_one_form_disagree() -> None:
    agreement, disagreement = _agree(GRANT, OTHER)
    assert disagreement > 0.3
    assert agreement < 0.7


def test_a_copy_agrees() -> None:
    agreement, disagreement = _agree(GRANT, GRANT)
    assert agreement > 0.9
    assert disagreement == 0


def test_an_extended_story_does_not_disagree() -> None:
    longer = GRANT + " Governor Lena Marsh and Senator Otto Veil will visit Millbrook in 2027."
    assert _agree(GRANT, longer)[1] == 0


def test_both_sides_count_alike() -> None:
    assert _agree(GRANT, OTHER) == pytest.approx(_agree(OTHER, GRANT))


def test_a_text_in_capitals_has_only_numbers() -> None:
    assert fact_words("QUAKE KILLS 9 IN IZMIR AND 2 IN FOCA") == ["9", "2"]


def test_without_capitals_the_prior_decides() -> None:
    agreement, disagreement = agree(facts(["新闻", "天气"]), np.array([[0, 1]]), np.array([0.25]))
    assert agreement[0] == pytest.approx(0.25)
    assert disagreement[0] == 0


def test_stories_can_be_taken_and_put_together() -> None:
    both = facts([GRANT, OTHER])
    apart = concatenate([facts([GRANT]), facts([OTHER])])
    assert both.words.hashes.tolist() == apart.words.hashes.tolist()
    turned = apart.take(np.array([1, 0]))
    assert turned.weights.tolist() == concatenate([facts([OTHER]), facts([GRANT])]).weights.tolist()


LETTERS = st.one_of(st.characters(codec="utf-8"), st.sampled_from("Aé Ü9 ß_.ǅİΣ\ud800𝔸"))
texts = st.lists(
    st.one_of(st.text(LETTERS, max_size=200), st.text(st.sampled_from("Ab 9_é"), max_size=400)), max_size=6
)


@settings(deadline=None)
@given(texts)
def test_kernels_find_the_same_facts(listed: list[str]) -> None:
    _same_by_kernels([*listed, GRANT, OTHER.upper()])


def test_kernels_find_the_same_facts_of_long_and_repetitive_texts() -> None:
    names = " ".join(f"Name{i} of {i}" for i in range(LONGEST // 15))
    _same_by_kernels([GRANT, names + names, "Ada " * 3000 + "Ben", "Ada 𝔸da", "Q" * 300, names])


def _same_by_kernels(listed: list[str]) -> None:
    found = []
    for code in ("numpy", *LEVELS):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DEDUP_KERNELS", code)
            rows = facts(listed, jobs=2)
            pairs = np.array([[a, b] for a in range(len(listed)) for b in range(a)])
            found.append((rows, agree(rows, pairs, np.zeros(len(pairs)))))
    plain, apart = found[0]
    for compiled, together in found[1:]:
        assert plain.words.hashes.tolist() == compiled.words.hashes.tolist()
        assert plain.words.offsets.tolist() == compiled.words.offsets.tolist()
        assert plain.weights.tolist() == compiled.weights.tolist()
        assert apart[0].tolist() == together[0].tolist()
        assert apart[1].tolist() == together[1].tolist()


def test_threads_change_nothing() -> None:
    listed = [GRANT * 2000, OTHER * 2000, "", GRANT]
    alone, together = facts(listed), facts(listed, jobs=3)
    assert alone.words.hashes.tolist() == together.words.hashes.tolist()
    assert alone.weights.tolist() == together.weights.tolist()


@settings(deadline=None)
@given(texts)
def test_what_was_learned_of_words_changes_nothing(listed: list[str]) -> None:
    learned = Words()
    facts([GRANT, *listed], learned)
    assert facts(listed, learned).weights.tolist() == facts(listed).weights.tolist()


def test_digits_of_all_scripts_are_the_same_facts() -> None:
    western = "Am 12 März kamen 345"
    assert _agree(western, "Am \u0967\u0968 März kamen \u0663\u0664\u0665") == _agree(western, western)
