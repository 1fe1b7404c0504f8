from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import report_examples as examples
from hypothesis import given
from hypothesis import strategies as st

from dedup.report.cluster_view import by_source, copy_matrix, day_chart, own_text
from dedup.report.event_view import ROWS, Reported, table_text, table_view, timeline
from dedup.report.summary_text import Tally, figures
from dedup.report.wording import count, lasting, percent, span
from dedup.types import FactTable


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


def told(number: int, source: str, minutes: int | None, parent: str | None = None) -> Reported:
    time = None if minutes is None else datetime(2026, 3, 3, 6, tzinfo=UTC) + timedelta(minutes=minutes)
    return Reported(f"s{number}", f"Title {number}", source, time, parent)


def test_a_timeline_has_a_row_for_each_source_and_a_line_to_each_copy():
    found = timeline(
        [told(1, "Wire", 0), told(2, "Post", 60, "s1"), told(3, "Wire", 120, "s1"), told(4, "Radio", None)]
    )
    assert found is not None
    assert [(name, [dot.x for dot in dots]) for name, dots in found.rows] == [
        ("Wire", [2.0, 98.0]),
        ("Post", [50.0]),
    ]
    assert [(join.x1, join.row1, join.x2, join.row2) for join in found.joins] == [
        (2.0, 0, 50.0, 1),
        (2.0, 0, 98.0, 0),
    ]
    assert [dot.copied for _, dots in found.rows for dot in dots] == [False, True, True]
    assert found.undated == 1
    assert [tick.label for tick in found.ticks] == ["06:00", "07:00", "08:00"]
    assert found.label == "3 stories by 2 sources, 3 Mar 2026 06:00 to 3 Mar 2026 08:00"


def test_a_timeline_needs_two_times():
    assert timeline([told(1, "Wire", 0), told(2, "Post", 0), told(3, "Radio", None)]) is None
    assert timeline([]) is None


def test_a_timeline_of_many_sources_has_a_row_for_the_rest():
    found = timeline([told(n, f"Source {n}", n) for n in range(ROWS + 5)])
    assert found is not None
    assert len(found.rows) == ROWS
    assert found.rows[-1][0] == "6 others"
    assert len(found.rows[-1][1]) == 6


def test_ticks_are_few_over_any_span():
    for minutes in (1, 90, 600, 60 * 24 * 9, 60 * 24 * 400, 60 * 24 * 365 * 60):
        found = timeline([told(1, "Wire", 0), told(2, "Post", minutes)])
        assert found is not None
        assert len(found.ticks) <= 8, minutes
        assert all(2 <= tick.x <= 98 for tick in found.ticks)


def test_a_fact_table_in_words():
    text = table_text(examples.fact_table())
    assert text.splitlines() == [
        "Facts by source  2 stories, 2 independent texts",
        "  dead               sources disagree, new",
        "    * [killed 12 people] 1 origin: Wire 1, 3 Mar 2026 07:00",
        "    * [14 dead] 1 origin: Wire 2, 3 Mar 2026 08:00",
        "  suspects           one source",
        "    * [Tom Hale] 1 origin: Wire 1, 3 Mar 2026 07:00",
    ]
    assert table_text(FactTable(("a",), 1, ())) == ""
    assert all(
        len(line) <= 44 for line in table_text(examples.fact_table(" and more" * 9), width=44).splitlines()
    )


def test_a_value_on_the_page_stands_in_its_sentence():
    view = table_view(examples.fact_table())
    assert view is not None
    given = view.slots[0].readings[0].given[0]
    assert (given.before, given.words, given.after) == ("The blast ", "killed 12 people", ".")
    assert table_view(FactTable(("a",), 1, ())) is None


def test_hostile_facts_are_plain_text():
    assert "\x1b" not in table_text(examples.fact_table(examples.HOSTILE))


def test_the_matrix_shows_who_copies_most_and_counts_the_rest():
    matrix = copy_matrix({("b", "a"): 10, ("c", "a"): 1, ("c", "b"): 3, ("d", "e"): 1}, most=2)

    assert matrix.columns == ["a", "b"]
    assert matrix.rows == [("b", [(10, 5), (0, 0)], 10), ("c", [(1, 1), (3, 2)], 4)]
    assert matrix.left_out == 1
    assert all(total for *_, total in matrix.rows)
    assert copy_matrix({}).rows == []


def test_bars_are_shares_of_the_longest():
    assignments, clusters, _ = examples.run(12)
    rows = by_source(figures(assignments, clusters), 2)
    longest = max(row.tally.stories for row in rows)
    assert len(rows) == 2
    for row in rows:
        repeated = row.tally.repeated
        assert (row.first, row.again) == (
            100 * (row.tally.stories - repeated) / longest,
            100 * repeated / longest,
        )


def test_own_text_is_what_the_story_before_does_not_have():
    assignments, _, _ = examples.run(6)
    first, copy, *_, retold, _ = assignments
    assert own_text(first) == 1.0
    assert own_text(copy) == pytest.approx(0.05)
    assert own_text(retold) == 1.0, "in words of its own"


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
