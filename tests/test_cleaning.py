"""A corpus without its repeats: which story of each cluster stays, and what is said of the others."""

from pathlib import Path
from typing import Any

import pytest

import dedup
from dedup.errors import DuplicateIdError, InputError, SettingsError

STORM = (
    "Storm Ada tore roofs off houses along the coast near Lisbon on Monday, killing 3 people, officials said."
)
FARES = "Fares will rise in May, the council of the town decided on Friday evening."
STORIES = Path(__file__).parent.parent / "corpora" / "stories.jsonl"


def test_undated_stories_stay_only_among_their_like() -> None:
    stories = [
        {"id": "undated", "text": STORM},
        {"id": "new", "text": STORM, "date": "2026-03-05"},
        {"id": "old", "text": STORM, "date": "2026-03-02"},
        {"id": "alone", "text": FARES},
    ]
    result = dedup.cluster(stories, events=False)
    for prefer, stays in (
        ("earliest", "old"),
        ("latest", "new"),
        ("representative", "old"),
        ("longest", "old"),
    ):
        kept, left_out = dedup.keep(result, prefer)
        assert kept == {stays, "alone"}
        assert [row.id for row in left_out] == [name for name in ("undated", "new", "old") if name != stays]
        assert {row.kept for row in left_out} == {stays}
    kept, _ = dedup.keep(dedup.cluster([STORM, STORM], events=False), "latest")
    assert len(kept) == 1


def test_an_excerpt_is_told_from_what_contains_it() -> None:
    more = " ".join(
        f"Paragraph {n} tells of street {n * 7} and of house {n * 3}, where it rained." for n in range(9)
    )
    whole = {"id": "whole", "text": f"{STORM} {STORM[:60]} {more}", "date": "2026-03-03"}
    cut = {"id": "cut", "text": more[:300], "date": "2026-03-02"}
    result = dedup.cluster([whole, cut], events=False)
    assert [match.relation for match in result.matches] == ["excerpt"]
    assert dedup.keep(result, "earliest")[1][0].why.startswith("contains cut; ")
    assert dedup.keep(result, "latest")[1][0].why.startswith("excerpt of whole; ")
    assert dedup.keep(result, "longest")[0] == {"whole"}


def test_sources_are_preferred_in_their_order() -> None:
    stories = [
        {"id": "a", "text": STORM, "source": "Coast Daily", "date": "2026-03-02"},
        {"id": "b", "text": STORM, "source": "Wire", "date": "2026-03-03"},
        {"id": "c", "text": STORM, "source": "Herald", "date": "2026-03-04"},
    ]
    result = dedup.cluster(stories, events=False)
    for prefer, stays, why in (
        ("source:Herald,Wire", "c", "that of Herald is kept"),
        ("source: wire , Herald", "b", "that of Wire is kept"),
        ("source:Nobody", "a", "the earliest of its cluster is kept, none being of a preferred source"),
    ):
        kept, left_out = dedup.keep(result, prefer)
        assert kept == {stays}
        assert left_out[0].why.endswith(f"; {why}")
    assert (left_out[0].source, left_out[0].cluster, left_out[0].level) == ("Wire", "a", "duplicate")


def test_levels_nest() -> None:
    """What is left out at one level is left out at the next."""
    result = dedup.cluster(dedup.read(STORIES))
    gone = [{row.id for row in dedup.keep(result, level=level)[1]} for level in dedup_levels()]
    assert gone[0] < gone[1] < gone[2]
    for level in dedup_levels():
        kept, left_out = dedup.keep(result, level=level)
        assert len(kept) + len(left_out) == len(result)
        assert {row.kept for row in left_out} <= kept
        assert all(row.why and row.matched for row in left_out)
    assert any(row.why.startswith("reports what ") for row in left_out)


def dedup_levels() -> tuple[str, ...]:
    return "duplicate", "version", "event"


def test_unknown_choices_are_named_with_the_known_ones() -> None:
    result = dedup.cluster([STORM], events=False)
    with pytest.raises(SettingsError, match="prefer is 'first'; it must be one of earliest, latest"):
        dedup.keep(result, "first")
    with pytest.raises(SettingsError, match="prefer is 'source:'"):
        dedup.keep(result, "source:")
    with pytest.raises(SettingsError, match="level is 'paragraph'; it must be one of duplicate, version"):
        dedup.keep(result, level="paragraph")
    with pytest.raises(SettingsError, match="no level 'event' in this run"):
        dedup.keep(result, level="event")


def test_the_very_items_come_back() -> None:
    records = [{"text": STORM, "tags": ["a"]}, {"text": FARES}, {"text": STORM}]
    found = dedup.clean(iter(records))
    assert [id(item) for item in found.kept] == [id(records[0]), id(records[1])]
    assert (len(found), len(found.left_out), len(found.result)) == (2, 1, 3)
    stories = list(dedup.read(STORIES))
    assert {story.id for story in dedup.clean(stories).kept} == dedup.keep(dedup.cluster(stories))[0]


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_a_frame_stays_a_frame(library: str) -> None:
    module: Any = pytest.importorskip(library)
    columns = {"nr": [7, 8, 9], "text": [STORM, FARES, STORM]}
    frame = module.table(columns) if library == "pyarrow" else module.DataFrame(columns)
    if library == "pandas":
        frame.index = [5, 6, 7]
    found = dedup.clean(frame, fields={"id": "nr"})
    assert type(found.kept) is type(frame)
    assert list(map(int, found.kept["nr"].to_pylist() if library == "pyarrow" else found.kept["nr"])) == [
        7,
        8,
    ]
    if library == "pandas":
        assert list(found.kept.index) == [5, 6]


def test_what_is_no_corpus_is_refused() -> None:
    with pytest.raises(InputError, match="a single story has no repeats"):
        dedup.clean(STORM)
    with pytest.raises(DuplicateIdError):
        dedup.clean([{"id": "a", "text": STORM}, {"id": "a", "text": FARES}])
