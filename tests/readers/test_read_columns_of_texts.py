"""Lists, generators and single columns of texts; what holds no story is refused with a sentence."""

from typing import Any

import numpy as np
import pytest

import dedup
from dedup.errors import InputError

TEXTS = ["Storm Ada hit Porto late on Monday.", "Fares will rise in May."]


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_a_column_of_texts(library: str) -> None:
    module: Any = pytest.importorskip(library)
    column = module.chunked_array([TEXTS]) if library == "pyarrow" else module.Series(TEXTS)
    assert len(dedup.cluster(column)) == 2


def test_lists_generators_and_arrays_of_texts() -> None:
    for texts in (TEXTS, tuple(TEXTS), iter(TEXTS), (text for text in TEXTS), np.array(TEXTS)):
        assert len(dedup.cluster(texts)) == 2


def test_what_is_missing_in_a_column_is_skipped() -> None:
    pandas: Any = pytest.importorskip("pandas")
    assert len(dedup.cluster(pandas.Series([*TEXTS, None, float("nan")]))) == 2


@pytest.mark.parametrize("wrong", [[1, 2], np.arange(3), [object()], iter([1.5])])
def test_what_is_no_text_is_refused(wrong: Any) -> None:
    with pytest.raises(InputError, match="neither stories nor records nor texts: item 0 is"):
        dedup.cluster(wrong)


def test_records_without_any_story_are_refused() -> None:
    with pytest.raises(InputError, match="none of 2 items holds a story"):
        dedup.cluster([{"a": 1}, {"b": 2}])
    assert len(dedup.cluster([])) == 0
