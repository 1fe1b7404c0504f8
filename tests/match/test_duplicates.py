"""The duplicate score: copies, versions and excerpts high; fillings of a form and strangers low."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.match.duplicates import banded_candidates, covers, fair, pair_scores, text_sets
from dedup.match.facts import facts
from dedup.sketch.minhash import sketch
from dedup.sketch.shingles import shingle
from dedup.sketch.vocabulary import vocabulary

STORY = (
    "A freight train left the rails near Oberau late on Sunday, spilling forty tonnes of grain into a "
    "field and closing the line between Graz and Leoben, the operator said. The driver, Anton Feichtinger, "
    "was treated for bruises and sent home. Repairs will take until Wednesday at least, according to Petra "
    "Moser, who leads the works. Passengers between the two towns must take buses in the meantime, and "
    "trains from Vienna end in Bruck. Investigators were looking at a broken coupling that was found beside "
    "the track. It was the third accident on the branch in two years, and the mayor asked for slower trains."
)
VERSION = (
    "Investigators blamed a broken coupling on Monday after a freight train left the rails near Oberau late "
    "on Sunday, spilling forty tonnes of grain into a field. The driver, Anton Feichtinger, was treated for "
    "bruises and sent home. The line between Graz and Leoben may reopen on Tuesday, a day earlier than "
    "thought, said Petra Moser, who leads the works; it was the third accident on the branch in two years."
)
FORM = (
    "The weather service expects showers over {0} in the morning and sunshine from noon. Temperatures in {0} "
    "will rise from {1} to {2} degrees, with a light wind from the west that turns north in the evening. "
    "Bathers should keep in mind that the water of {3} is still cold, and that the flags at the beach tell "
    "when it is safe to swim. The outlook for the rest of the week is mixed: clouds will come and go, and "
    "rain may fall on higher ground. The next bulletin for {0} and {3} appears at six in the evening."
)


def _score(a: str, b: str, headlines: tuple[str, str] = ("", "")) -> float:
    words = vocabulary([a, b], headlines)
    texts = text_sets(shingle([a, b]), facts([a, b]), words, np.empty(0, np.uint32))
    return float(pair_scores(texts, np.array([[0, 1]])).score[0])


def test_a_copy_scores_one_and_an_excerpt_nearly() -> None:
    assert _score(STORY, STORY) == pytest.approx(1.0)
    assert _score(STORY, STORY[: len(STORY) // 2]) > 0.8


def test_a_rewritten_version_scores_above_a_form_that_shares_more() -> None:
    first = FORM.format("Skarvik", "11", "19", "Lake Mora")
    second = FORM.format("Lauttanen", "9", "17", "Tarn Bay")
    pairs = np.array([[0, 1], [2, 3]])
    _, shared, _, _ = covers(shingle([STORY, VERSION, first, second]), pairs)
    assert shared[1] > 1.5 * shared[0]
    headlines = "Freight train spills grain near Oberau", "Coupling blamed for grain train near Oberau"
    assert _score(STORY, VERSION, headlines) > 0.48 > _score(first, second)


def test_strangers_score_nothing() -> None:
    assert _score(STORY, FORM.format("Skarvik", "11", "19", "Lake Mora")) == 0.0


share = st.floats(0, 1)


@given(share, share, share, share)
def test_the_slant_only_takes_and_takes_more_where_facts_differ_more(
    least: float, agreement: float, some: float, more: float
) -> None:
    low, high = sorted((some, more))
    left = fair(np.full(2, least), np.full(2, agreement), np.array([low, high]))
    assert 0 <= left[1] <= left[0] <= 1
    assert fair(np.array([least]), np.array([agreement]), np.zeros(1))[0] == 1


def test_facts_that_a_shared_block_agrees_in_do_not_hide_others_that_differ() -> None:
    apart, near = (fair(np.array([0.9]), np.array([value]), np.array([0.15]))[0] for value in (0.5, 0.99))
    assert apart < near < 1
    assert near == fair(np.array([0.9]), np.ones(1), np.array([0.15]))[0]


HEADS = (
    "A ferry with 212 people ran onto the Grey Ledge near Skerrow on Monday, and tugs from Holt pulled "
    "it off.",
    "The court in Vennor freed the banker Ruth Imber, who had been held since May over a loan of 40 million.",
    "Scientists at the Quill Institute bred a wheat that needs a third less water, the journal Furrow "
    "reports.",
)
BLOCK = (
    "we store information on your device and read it, to count how often pages are opened and to show "
    "what suits "
    "your interests. you may accept, refuse or set out your choices in detail, and change your mind in "
    "the menu at "
    "any time. some of our partners ask for no leave but rest on a claim that the law gives them; you "
    "can object to "
    "that on the next page. what you choose holds for this site only, and is kept for half a year."
)


def test_a_block_below_other_stories_makes_no_duplicates() -> None:
    """Four fifths of the text are the same, in a batch of two as in any."""
    for a, b in combinations(HEADS, 2):
        assert _score(f"{a} {BLOCK}", f"{b} {BLOCK}") < 0.3
    assert _score(f"{HEADS[0]} {BLOCK}", f"{HEADS[0].replace('pulled', 'hauled')} {BLOCK}") > 0.8


def test_what_lies_whole_in_another_story_contradicts_nothing() -> None:
    """The second half of a text has none of the words that open it."""
    first, second = f"{HEADS[0]} {HEADS[1]}", BLOCK.replace("we", "they", 1)
    assert _score(f"{first} {second}", second) > 0.6
    assert _score(f"{first} {second}", f"{HEADS[2]} {second}") < 0.3


@pytest.mark.parametrize(("shared", "found"), [(11, False), (12, True)])
def test_a_passage_is_a_dozen_running_words(shared: int, found: bool) -> None:
    words = [f"w{letter}" for letter in "abcdefghijklmnopqrstuvwxyzäöü"]
    common = " ".join(words[:shared])
    assert (_score(f"{common} {' '.join('x' + w for w in words)}", common + " so be it all") > 0) == found


def test_a_line_with_tags_and_a_link_is_the_same_line() -> None:
    line = "Appeals court upholds ban on orchard spray Vexel"
    assert _score(line, f"🚨 {line} 😱 #breaking https://t.example/7x9") > 0.7
    assert _score(line, f"{line} after a hearing of two days, and growers say that they will go on") == 0
    assert (
        _score("Ban on spray Vexel upheld", "Ban on spray Vexel upheld #breaking https://t.example/7x9") == 0
    )
    other = line.replace("Appeals court", "Senate panel")
    assert _score(line, f"{other} #breaking https://t.example/7x9") == 0


def test_short_stories_are_looked_for_by_all_bands() -> None:
    """Pairs of Jaccard .5 are found by 32 bands with probability .87, by the first 8 with .40."""
    texts = []
    for number in range(60):
        words = [f"n{number}w{place}" for place in range(124)]
        texts += [" ".join(words), " ".join(words[:82] + [f"m{number}v{place}" for place in range(42)])]
    shingles, signatures, _ = sketch(texts)
    pairs, _ = banded_candidates(shingles, signatures)
    assert len({(a, b) for a, b in pairs.tolist() if a // 2 == b // 2}) > 42


def test_what_many_quote_is_still_the_text_of_copies() -> None:
    """The boilerplate of a run holds most of a speech; its near-copies are duplicates all the same."""
    speech = f"{HEADS[1]} {BLOCK} {HEADS[0]} " + " ".join(f"line{n} of the speech" for n in range(30))
    texts = [speech, speech.replace("line7", "verse7")]
    shingles, known = shingle(texts), facts(texts)
    quoted = np.unique(shingle([speech]).hashes)
    sets = text_sets(shingles, known, vocabulary(texts, ["", ""]), quoted)
    assert pair_scores(sets, np.array([[0, 1]])).score[0] > 0.8
    texts[1] = speech.replace("line7 of the speech line8 of the", "ferry was pulled off by tugs from Holt")
    shingles, known = shingle(texts), facts(texts)
    sets = text_sets(shingles, known, vocabulary(texts, ["", ""]), quoted)
    assert pair_scores(sets, np.array([[0, 1]])).score[0] > 0.8
    other = [speech, f"{HEADS[2]} {BLOCK}"]
    sets = text_sets(shingle(other), facts(other), vocabulary(other, ["", ""]), quoted)
    assert pair_scores(sets, np.array([[0, 1]])).score[0] == 0
