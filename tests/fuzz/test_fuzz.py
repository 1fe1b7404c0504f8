"""The short form of the fuzzer: hypothesis throws the dice, so that what breaks is made small."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from fuzz_checks import CHECKS, BrokenPromiseError, check_file
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

EXAMPLES = {"commands": 30, "stories": 20}


@pytest.mark.parametrize("name", CHECKS)
def test_any_input_gives_an_answer_or_a_named_error(name: str) -> None:
    @settings(
        max_examples=EXAMPLES.get(name, 40),
        deadline=None,
        derandomize=True,  # the long form throws new dice
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(dice=st.randoms(use_true_random=False))
    def check(dice: Random) -> None:
        with TemporaryDirectory() as folder:
            CHECKS[name](dice, Path(folder))

    check()


def test_a_silent_nothing_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fuzzer can fail: a reader that says nothing of a file that it does not understand is named."""
    monkeypatch.setattr("dedup.read", lambda path, on_problem: [])
    with pytest.raises(BrokenPromiseError, match="nothing was said"):
        check_file(".txt", b"words", tmp_path)
