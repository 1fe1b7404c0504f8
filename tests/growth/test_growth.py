"""No public function takes operations out of proportion to the text that it is given.

Operations are counted, not seconds (`operations.py`). The short form takes a few texts on which a function
was quadratic once, or might be. `DEDUP_GROWTH=80000 pytest tests/growth` grows all functions over all texts,
up to that many characters.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from math import log
from pathlib import Path

import pytest
from adversarial import TEXTS
from public_functions import FUNCTIONS

SIZE = int(os.environ.get("DEDUP_GROWTH", "0"))
MOST = 1.15
"""Exponent: what is sorted grows a little faster than in proportion."""

FEW = 30_000
"""Operations that are spent whatever the text is."""

HARD = {
    "explain": ["dotted capitals"],
    "compare": ["lines of a letter", "names"],
    "shingle_hashes": ["homoglyphs", "homoglyphs in one word", "reversed runs", "marks on one letter"],
    "read html": ["tags that never close", "entities"],
    "split": ["datelines"],
    "shared_passages": ["one word"],
}


def steep(function: str, sizes: tuple[int, int], texts: list[str]) -> Iterator[str]:
    """The texts over which a function grows too fast, with the exponent."""
    script = Path(__file__).with_name("operations.py")
    command = [sys.executable, str(script), function, ",".join(map(str, sizes)), *texts]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    for name, (small, large) in json.loads(done.stdout).items():
        exponent = log(max(large - FEW, 1) / max(small, 1)) / log(sizes[1] / sizes[0])
        if exponent > MOST:
            yield f"{name}: {small:,} operations, then {large:,} (exponent {exponent:.2f})"


@pytest.mark.parametrize("function", HARD)
def test_hard_texts_take_linear_time(function: str) -> None:
    assert [*steep(function, (4_000, 16_000), HARD[function])] == []


if SIZE:  # no test is skipped in CI

    @pytest.mark.parametrize("function", FUNCTIONS)
    def test_every_function_is_linear_in_all_of_them(function: str) -> None:
        assert [*steep(function, (SIZE // 4, SIZE), [*TEXTS])] == []


def test_a_quadratic_function_is_found() -> None:
    """The count can fail: a loop over all words for every word is told from one pass."""
    from operations import operations

    def counted(size: int) -> int:
        words = [str(number) for number in range(size)]
        return operations(lambda: [word for word in words if all(word != other for other in words[:size])])

    assert log(counted(80) / counted(20)) / log(4) > 1.8
