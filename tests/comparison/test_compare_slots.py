"""What independent reports are held against each other by: causes, rough amounts, voices, lone counts."""

from dedup.comparison import compare
from dedup.types import Story

A = """Blaze on the Torvik ferry kills two

Two people died and 312 were taken off the Torvik ferry when fire broke out below on Tuesday, police said.

The cause was not known, said Captain Jon Brandal of the coastguard in Torvik.

The owner, Torvik Lines, will pay for 85 rooms in hotels, and its shares fell 3.4 percent in early trading.

“We counted the children twice before we let anyone into the boats,” said Marit Aune, the ferry's mate."""

B = """Torvik crossing ends in flames

Rescuers evacuated more than 300 passengers from the Torvik ferry before dawn, but two did not survive.

A faulty lamp is the likeliest explanation for the fire, the coastguard in Torvik said.

Torvik Lines lost almost four percent in early trading as its shares were sold by two funds.

Marit Aune said the boats were full. “I never want to hear that alarm again in my life,” she said."""


def flags() -> list[tuple[str, str, str | None, str | None]]:
    found = compare(Story("a", A), Story("b", B), everything=True).differences
    return [(d.type, d.kind, d.a and d.a.text, d.b and d.b.text) for d in found]


def test_a_cause_that_is_open_in_one_story_and_likely_in_the_other() -> None:
    assert ("hedge", "differs", "cause was not known", "likeliest explanation") in flags()


def test_an_amount_told_roughly_refines() -> None:
    assert ("percent", "refines", "3.4 percent", "almost four percent") in flags()
    assert not any(kind == "only-a" and a == "3.4 percent" for _, kind, a, _ in flags())


def test_a_count_on_one_side_with_what_it_counts() -> None:
    assert ("number", "only-a", "85 rooms", None) in flags()


def test_one_speaker_is_quoted_with_other_words() -> None:
    quoted = [(k, a or b or "") for t, k, a, b in flags() if t == "quote"]
    assert any(k == "only-a" and text.startswith("We counted") for k, text in quoted)
    assert any(k == "only-b" and text.startswith("I never") for k, text in quoted)


def test_deaths_told_without_the_word_are_no_casualties_of_one_side() -> None:
    assert not any(t == "casualties" and k in ("only-a", "only-b") for t, k, _, _ in flags())
