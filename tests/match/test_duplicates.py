"""The duplicate score: copies, versions and excerpts high; fillings of a form and strangers low."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.match.duplicates import covers, duplicate_score, fair
from dedup.match.facts import facts
from dedup.sketch.shingles import shingle

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


def _score(a: str, b: str) -> float:
    return float(duplicate_score(shingle([a, b]), facts([a, b]), np.array([[0, 1]]))[0])


def test_a_copy_scores_one_and_an_excerpt_nearly() -> None:
    assert _score(STORY, STORY) == pytest.approx(1.0)
    assert _score(STORY, STORY[: len(STORY) // 2]) > 0.8


def test_a_rewritten_version_scores_above_a_form_that_shares_more() -> None:
    first = FORM.format("Skarvik", "11", "19", "Lake Mora")
    second = FORM.format("Lauttanen", "9", "17", "Tarn Bay")
    pairs = np.array([[0, 1], [2, 3]])
    _, shared, _, _ = covers(shingle([STORY, VERSION, first, second]), pairs)
    assert shared[1] > 1.5 * shared[0]
    assert _score(STORY, VERSION) > 0.48 > _score(first, second)


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
    assert fair(np.array([least]), np.ones(1), np.array([some]))[0] == 1
