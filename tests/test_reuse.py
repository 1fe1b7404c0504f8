"""Passages that stories share word for word, in a run and between two collections."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dedup
from dedup.errors import SettingsError
from dedup.text.normalise import words

FERRY = "the ferry left Skarvik at nine with two hundred people on board"
FARES = "fares will rise in May, the council of the town decided late on Friday evening"
CORPORA = Path(__file__).parent.parent / "corpora"
SIZE = 5

TEXTS = st.lists(
    st.lists(st.sampled_from("abc"), max_size=16).map(" ".join).filter(bool), min_size=1, max_size=5
)


def test_a_passage_is_given_with_its_places() -> None:
    first = {"id": "first", "text": f"Police said {FERRY}.", "date": "2026-03-02"}
    second = {
        "id": "second",
        "text": f"“{FERRY.upper()}”, a spokesman said. Then {FARES}.",
        "date": "2026-03-03",
    }
    third = {"id": "third", "text": FARES, "date": "2026-03-04"}
    found = dedup.shared_passages([third, second, first])
    assert [(one.words, one.stories, one.text) for one in found] == [
        (15, 2, FARES),
        (12, 2, FERRY),
    ]
    [here, there] = found[1].occurrences
    assert (here.id, there.id) == ("first", "second")
    assert first["text"][here.start : here.end] == FERRY
    assert second["text"][there.start : there.end] == FERRY.upper()


def test_a_part_that_more_stories_share_is_a_passage_of_its_own() -> None:
    end = "officials of the port and of the county said late on Monday"
    stories = [f"{FERRY} {end}", f"{FERRY} {end}", f"Rain. {FERRY}"]
    found = [(one.words, one.stories) for one in dedup.shared_passages(stories)]
    assert found == [(12, 3), (24, 2)]


def test_what_stands_twice_in_one_story_alone_is_not_shared() -> None:
    assert dedup.shared_passages([f"{FERRY}. {FERRY}.", FARES]) == []
    assert dedup.shared_passages([]) == []


def _windows(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """The windows of a text, each only where it comes first."""
    listed = words(text)
    seen: dict[tuple[str, ...], int] = {}
    for at in range(len(listed) - SIZE + 1):
        seen.setdefault(tuple(listed[at : at + SIZE]), at)
    return sorted((at, window) for window, at in seen.items())


def _every_run(texts: list[str]) -> dict[tuple[str, ...], set[int]]:
    """Every run of consecutive windows, as words, with the texts that have it."""
    found: dict[tuple[str, ...], set[int]] = {}
    for number, text in enumerate(texts):
        starts = [at for at, _ in _windows(text)]
        listed = words(text)
        for row, first in enumerate(starts):
            for last in starts[row:]:
                if last - first != starts.index(last) - row:
                    break
                found.setdefault(tuple(listed[first : last + SIZE]), set()).add(number)
    return found


@given(TEXTS)
def test_passages_are_all_maximal_repeats(texts: list[str]) -> None:
    runs = {run: having for run, having in _every_run(texts).items() if len(having) > 1}
    maximal = {
        run: len(having)
        for run, having in runs.items()
        if not any(
            len(longer) == len(run) + 1 and run in (longer[1:], longer[:-1]) and having <= theirs
            for longer, theirs in runs.items()
        )
    }
    found = dedup.shared_passages(texts, size=SIZE)
    assert {tuple(words(one.text)): one.stories for one in found} == maximal
    assert len(found) == len(maximal)


@given(TEXTS)
def test_every_occurrence_says_the_same_words(texts: list[str]) -> None:
    stories = [{"id": str(number), "text": text} for number, text in enumerate(texts)]
    for passage in dedup.shared_passages(stories, size=SIZE):
        assert passage.stories == len({one.id for one in passage.occurrences}) >= 2
        for one in passage.occurrences:
            assert words(texts[int(one.id)][one.start : one.end]) == words(passage.text)
            assert passage.words == len(words(passage.text))


def test_the_order_of_stories_does_not_matter() -> None:
    stories = list(dedup.read(CORPORA / "stories.jsonl"))
    found = dedup.shared_passages(stories)
    assert len(found) > 50
    random.Random(1).shuffle(stories)
    assert dedup.shared_passages(stories) == found


def test_stories_that_repeat_one_word_for_ever_take_no_time() -> None:
    found = dedup.shared_passages(["ha " * 200_000, "ha " * 100_000])
    assert [(one.words, one.stories) for one in found] == [(12, 2)]


def test_letters_that_change_their_length_keep_their_places() -> None:
    text = "Der ﬁnale Bericht über die Straße nach Süden nennt keine weiteren Gründe für den Unfall"
    stories = [f"Heute: {text}.", f"{text.replace('ﬁ', 'fi')}, hieß es."]
    [found] = dedup.shared_passages(stories)
    assert found.words == len(words(text))
    assert {
        stories_text[one.start : one.end]
        for stories_text, one in zip(stories, found.occurrences, strict=True)
    }


def test_what_of_a_stands_in_b() -> None:
    ours = [{"id": "copy", "text": f"Police said {FERRY}."}, {"id": "own", "text": "Rain is expected. " * 9}]
    theirs = [{"id": "x", "text": f"{FARES}. {FERRY}, they said."}, {"id": "y", "text": FERRY}]
    found = dedup.overlap(ours, theirs)
    assert (found.stories, found.others, found.found, found.contained, found.rate) == (2, 2, 1, 1, 0.5)
    [row] = found.rows
    [passage] = row.passages
    assert (row.id, row.words, row.shared_words, passage.words, passage.stories) == ("copy", 14, 12, 12, 2)
    assert passage.text == FERRY
    other = {one["id"]: one["text"] for one in theirs}[passage.b]
    assert other[passage.b_start : passage.b_end] == FERRY


def test_the_longest_run_is_what_is_named() -> None:
    part = " ".join(FERRY.split()[:8])
    found = dedup.overlap(
        [FERRY], [{"id": "early", "text": part, "date": "2026-01-01"}, {"id": "late", "text": FERRY}], size=8
    )
    [passage] = found.rows[0].passages
    assert (passage.b, passage.words, passage.stories) == ("late", 12, 1)


@given(TEXTS, TEXTS)
def test_coverage_is_that_of_all_windows_and_passages_are_true(ours: list[str], theirs: list[str]) -> None:
    a = [{"id": f"a{number}", "text": text} for number, text in enumerate(ours)]
    b = [{"id": f"b{number}", "text": text} for number, text in enumerate(theirs)]
    found = dedup.overlap(a, b, size=SIZE)
    there = {window for text in theirs for _, window in _windows(text)}
    rows = {row.id: row for row in found.rows}
    for number, text in enumerate(ours):
        listed = words(text)
        covered = {
            place
            for at in range(len(listed) - SIZE + 1)
            if tuple(listed[at : at + SIZE]) in there
            for place in range(at, at + SIZE)
        }
        row = rows.get(f"a{number}")
        assert (row.shared_words if row else 0) == len(covered)
        for passage in row.passages if row else ():
            other = theirs[int(passage.b[1:])]
            assert words(text[passage.start : passage.end]) == words(other[passage.b_start : passage.b_end])
    assert dedup.overlap(a, b[::-1], size=SIZE) == found


def test_short_stories_are_counted() -> None:
    found = dedup.overlap(["Two words.", FERRY], [FARES])
    assert (found.too_short, found.found, found.rate, found.rows) == (1, 0, 0.0, ())
    assert dedup.overlap([], [FARES]).rate == 0.0
    assert dedup.overlap([FERRY], []).found == 0


def test_lengths_and_shares_out_of_range_are_refused() -> None:
    with pytest.raises(SettingsError, match="words is 4; it must lie between 5 and 1000"):
        dedup.shared_passages([FERRY], size=4)
    with pytest.raises(SettingsError, match="at_least is 0"):
        dedup.overlap([FERRY], [FERRY], at_least=0)
