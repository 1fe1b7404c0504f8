"""Which story of a duplicate cluster stays."""

import pytest

import dedup
from dedup.errors import SettingsError

STORM = (
    "Storm Ada tore roofs off houses along the coast near Lisbon on Monday, killing 3 people, officials said."
)


def test_undated_stories_stay_only_among_their_like() -> None:
    stories = [
        {"id": "undated", "text": STORM},
        {"id": "new", "text": STORM, "date": "2026-03-05"},
        {"id": "old", "text": STORM, "date": "2026-03-02"},
        {"id": "alone", "text": "Fares will rise in May, the council of the town decided on Friday evening."},
    ]
    result = dedup.cluster(stories, events=False)
    for choice, stays in (
        ("earliest", "old"),
        ("latest", "new"),
        ("representative", "old"),
        ("longest", "old"),
    ):
        kept, left_out = dedup.keep(result, choice)
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


def test_an_unknown_choice_is_told_with_the_known_ones() -> None:
    with pytest.raises(SettingsError, match="keep is 'first'; it must be one of earliest, latest"):
        dedup.keep(dedup.cluster([STORM], events=False), "first")
