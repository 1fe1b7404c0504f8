from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import report_examples as examples
from hypothesis import given
from hypothesis import strategies as st

from dedup.report.cluster_view import copy_matrix, day_chart, positions, shares
from dedup.report.summary_text import Tally, figures
from dedup.report.wording import count, lasting, percent, span


def test_a_repeat_is_a_story_whose_text_was_there_before():
    assignments, clusters, _ = examples.run(12)

    seen = figures(assignments, clusters)

    assert (seen.stories, seen.repeated) == (12, 6)
    assert seen.sources["North Wire"] == Tally(2, 0), "it is always first"
    assert sum(tally.repeated for tally in seen.sources.values()) == 6
    assert sum(tally.stories for tally in seen.days.values()) == 12
    assert {giver for _, giver in seen.copies} == {"North Wire"}
    assert sum(seen.copies.values()) == 6


def test_figures_do_not_depend_on_the_order():
    assignments, clusters, _ = examples.run(30)

    one, other = figures(assignments, clusters), figures(assignments[::-1], clusters[::-1])

    assert (one.duplicates, one.events, one.copies) == (other.duplicates, other.events, other.copies)
    assert list(one.sources) == list(other.sources)


@given(st.dictionaries(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 99), min_size=1))
def test_a_day_chart_counts_every_story_and_stays_inside(stories: dict[date, int]):
    chart = day_chart({when: Tally(n, n // 2) for when, n in stories.items()})

    assert chart is not None
    assert sum(bar.tally.stories for bar in chart.bars) == sum(stories.values())
    assert max(bar.first + bar.repeated for bar in chart.bars) == pytest.approx(100, abs=0.02)
    assert all(bar.x >= 0 and bar.x + bar.width <= 100.01 for bar in chart.bars)
    assert len(chart.bars) <= 132


def test_long_runs_are_drawn_by_week_and_by_month():
    def unit(days: int) -> str:
        chart = day_chart({date(2026, 1, 1): Tally(1, 0), date(2026, 1, 1) + timedelta(days): Tally(1, 0)})
        assert chart is not None
        return f"{chart.unit}: {chart.bars[-1].label}"

    assert unit(30) == "day: 31 Jan 2026"
    assert unit(365) == "week: week of 31 Dec 2026"
    assert unit(1000) == "month: Sep 2028"
    assert day_chart({}) is None


def test_dots_stand_between_first_and_last():
    now = datetime(2026, 3, 3, tzinfo=UTC)

    assert positions([now, None, now + timedelta(hours=1), now + timedelta(hours=2)]) == [2, None, 50, 98]
    assert positions([now]) == [50]
    assert positions([None]) == [None]


def test_the_matrix_shows_who_copies_most_and_counts_the_rest():
    matrix = copy_matrix({("b", "a"): 10, ("c", "a"): 1, ("c", "b"): 3, ("d", "e"): 1}, most=2)

    assert matrix.columns == ["a", "b"]
    assert matrix.rows == [("b", [(10, 5), (0, 0)], 10), ("c", [(1, 1), (3, 2)], 4)]
    assert matrix.left_out == 1
    assert all(total for *_, total in matrix.rows)
    assert copy_matrix({}).rows == []


def test_bars_are_shares_of_the_longest():
    assert shares([("a", Tally(8, 4)), ("b", Tally(2, 0)), ("c", Tally(1, 0))], 2) == [
        ("a", Tally(8, 4), 50.0, 50.0),
        ("b", Tally(2, 0), 25.0, 0.0),
    ]


def test_spans_are_as_short_as_they_can_be():
    low = datetime(2026, 2, 28, 23, 30, tzinfo=UTC)

    assert span(low, low + timedelta(minutes=5)) == "28 Feb 2026"
    assert span(low - timedelta(days=3), low) == "25–28 Feb 2026"
    assert span(low, low + timedelta(hours=1)) == "28 Feb – 1 Mar 2026"
    assert span(low, low + timedelta(days=365)) == "28 Feb 2026 – 28 Feb 2027"
    assert span(None, None) == ""
    assert span(low.astimezone(timezone(timedelta(hours=9))), low) == "28 Feb 2026", "always in UTC"


def test_lengths_of_time_have_the_unit_that_fits():
    low = datetime(2026, 3, 3, tzinfo=UTC)

    assert lasting(low, low + timedelta(minutes=40)) == "40 min"
    assert lasting(low, low + timedelta(hours=26)) == "26 h"
    assert lasting(low, low + timedelta(days=9)) == "9 days"
    assert lasting(low, low) == ""


def test_percentages_do_not_round_something_to_nothing():
    assert [percent(share) for share in (0, 0.0001, 0.5, 0.9999, 1)] == [
        "0 %",
        "<1 %",
        "50 %",
        "99 %",
        "100 %",
    ]
    assert [count(1, "story", "stories"), count(1200, "story", "stories")] == ["1 story", "1,200 stories"]


@given(
    st.dictionaries(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), st.integers(1, 9))
)
def test_no_row_or_column_of_the_matrix_is_empty(copies: dict[tuple[str, str], int]):
    matrix = copy_matrix(copies, most=3)

    assert all(total > 0 for *_, total in matrix.rows)
    assert all(any(cells[n][0] for _, cells, _ in matrix.rows) for n in range(len(matrix.columns)))
    assert len(matrix.rows) <= 3
    assert len(matrix.columns) <= 3
    assert matrix.left_out + sum(total for *_, total in matrix.rows) == sum(copies.values())
