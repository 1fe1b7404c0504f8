"""Stories, records and texts that are in memory already; ids; the tally."""

import itertools
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import numpy as np
import pytest

from dedup.errors import DuplicateIdError, InputError, RecordError
from dedup.readers import Tally, formats, read, stories
from dedup.types import Story


def test_records_stories_and_texts() -> None:
    story = Story("s", "Three.")
    found = list(stories(["One.", {"id": 2, "body": "Two."}, story]))
    assert [each.text for each in found] == ["One.", "Two.", "Three."]
    assert [each.id for each in found[1:]] == ["2", "s"]
    assert [each.place for each in found] == ["item 0", "item 1", "item 2"]
    assert not any(each.whole_file for each in found)


def test_one_record_or_one_story_is_enough() -> None:
    assert [story.text for story in read({"text": "One."})] == ["One."]
    assert [story.text for story in read(Story("s", "One."))] == ["One."]
    assert [story.id for story in stories({"id": "a", "text": "One."})] == ["a"]


def test_nothing_gives_nothing() -> None:
    assert list(read([])) == []


def test_an_endless_stream_is_taken_as_it_comes() -> None:
    endless: Iterator[object] = ({"id": n, "text": "Again."} for n in itertools.count())
    assert [story.id for story in itertools.islice(read(endless), 3)] == ["0", "1", "2"]


def test_a_text_is_a_text_whatever_fields_are_mapped() -> None:
    assert [story.text for story in stories(["One."], fields={"text": "body"})] == ["One."]


def test_what_is_no_story_is_named() -> None:
    problems: list[RecordError] = []
    [story] = stories([5, "", "One."], on_problem=problems.append)
    assert story.text == "One."
    assert [error.place for error in problems] == ["item 0", "item 1"]


def test_derived_ids_are_stable_and_tell_equal_records_apart() -> None:
    records = [{"text": "One."}, {"text": "Two."}, {"text": "One."}, {"text": "One.", "source": "AP"}]
    first, again = ([story.id for story in read(list(records))] for _ in range(2))
    assert first == again
    assert len(set(first)) == 4
    assert first[2] == f"{first[0]}-2"
    assert sorted(story.id for story in read(records[::-1])) == sorted(first)


def test_a_derived_id_makes_way_for_one_that_is_taken() -> None:
    [story] = read({"text": "One."})
    found = list(read([{"id": story.id, "text": "Other."}, {"text": "One."}]))
    assert found[1].id == f"{story.id}-2"


def test_the_same_id_twice_names_both_places() -> None:
    items = [Story("a", "One.", place="x:1"), {"id": "b", "text": "Two."}, {"id": "a", "text": "Three."}]
    with pytest.raises(DuplicateIdError, match=r"id 'a' appears twice: x:1 and item 2"):
        list(stories(items))


def test_half_characters_of_python_strings_are_mended() -> None:
    [joined, halved] = stories(["\ud83d\ude00 smile", {"title": "half \ud83d", "text": ["a", "b \ud83d"]}])
    assert joined.text == "😀 smile"
    assert (halved.title, halved.text) == ("half \ufffd", "a\n\nb \ufffd")
    [story] = stories([Story("s", "x \udc00")])
    assert story.text == "x \ufffd"


def test_ids_are_what_databases_and_arrays_hold() -> None:
    ids = [7, np.int64(8), Decimal(9), UUID(int=10), np.str_("eleven")]
    found = [story.id for story in stories({"id": value, "text": f"Story {value}."} for value in ids)]
    assert found == ["7", "8", "9", "00000000-0000-0000-0000-00000000000a", "eleven"]


def test_the_tally_counts_what_was_met(caplog: pytest.LogCaptureFixture) -> None:
    tally = Tally()
    records = [
        {"id": 1, "text": "One.", "date": "2026-03-05"},
        {"id": 2, "text": "Two.", "date": "2026-03-05T00:00:00Z"},
        {"id": 3, "text": "Three.", "date": "long ago"},
        {"text": "Four."},
        {"text": 5},
    ]
    with caplog.at_level(logging.CRITICAL):
        list(read(records, tally=tally))
    assert tally == Tally(
        stories=4, passed_over=1, undated=2, naive_dates=1, unreadable_dates=1, derived_ids=1
    )


def test_the_formats_are_listed_with_distinct_suffixes() -> None:
    suffixes = [suffix for form in formats() for suffix in form.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert [form.name for form in formats()][-1] == "text"
    assert all(form.recognised for form in formats())


def test_arrays_and_times_of_numpy_and_pandas_are_values() -> None:
    record = {
        "id": np.int64(7),
        "paragraphs": np.array(["One.", "Two."], dtype=object),
        "tags": np.array(["a", "b"]),
        "score": np.float64("nan"),
    }
    [story] = stories([record], strict=True)
    assert (story.id, story.text) == ("7", "One.\n\nTwo.")
    assert story.extra == {"tags": ["a", "b"], "score": None}


@pytest.mark.parametrize("nothing", [None, 5])
def test_what_holds_no_stories_is_refused(nothing: object) -> None:
    for function in (read, stories):
        with pytest.raises(InputError, match="neither paths nor records"):
            list(function(nothing))  # type: ignore[arg-type]


def test_dates_of_stories_are_held_to_the_same_rules() -> None:
    tally = Tally()
    found = list(
        stories(
            [
                Story("a", "One.", published=datetime(1, 1, 1)),
                Story("b", "Two.", published=datetime(2026, 3, 5)),
            ],
            tally=tally,
        )
    )
    assert [story.published for story in found] == [None, datetime(2026, 3, 5, tzinfo=UTC)]
    assert (tally.unreadable_dates, tally.naive_dates) == (1, 1)
