"""What a number counts: people harmed, money, or other things."""

import pytest

from dedup.comparison.lexicon import lexicon_for
from dedup.comparison.numbers import numbers
from dedup.comparison.tokens import tokens

ENGLISH = lexicon_for("en")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Three people died and 1,200 residents were evacuated.", "casualties number"),
        ("At least 17 people were killed and 30 injured.", "casualties casualties"),
        ("The blast killed 17 people, including three soldiers.", "casualties casualties"),
        ("The death toll has risen to 17.", "casualties"),
        ("17 people and two soldiers were killed.", "casualties casualties"),
        ("killing three soldiers and 12 civilians", "casualties casualties"),
        ("1,200 residents were evacuated after a child died.", "number"),
        ("The fire killed 12 and left 300 homeless", "casualties number"),
        ("The storm displaced 4,000 people, killed nine and injured 40.", "number casualties casualties"),
        ("They were paid Rs500,000 and USD 300.", "money money"),
        ("About 40 troops were sent to a town where nobody was killed.", "number"),
    ],
)
def test_what_a_count_counts(text: str, kinds: str) -> None:
    assert [m.type for m in numbers(tokens(text, ENGLISH), set(), ENGLISH)] == kinds.split()
