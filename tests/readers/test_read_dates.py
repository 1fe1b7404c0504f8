"""Dates as producers write them."""

import time
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.readers import Tally, read
from dedup.readers.dates import EARLIEST_YEAR, LATEST_YEAR, parse_date

MOMENT = datetime(2026, 3, 5, 6, 7, 8, tzinfo=UTC)
SECONDS = 1772690828


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-05T06:07:08Z",
        "2026-03-05T06:07:08.000000+00:00",
        "2026-03-05 06:07:08 UTC",
        "2026-03-05 06:07:08 +0000",
        "2026/03/05 06:07:08 GMT",
        " 2026-03-05T07:07:08+01:00\n",
        "Thu, 05 Mar 2026 06:07:08 +0000",
        "Thu, 5 Mar 2026 01:07:08 EST",
        "2026-03-05 01:07:08 EST",
        "Mar 5, 2026, 1:07:08 a.m. (EST)",
        "Thu Mar 05 06:07:08 +0000 2026",
        "2026年3月5日 06:07:08 UTC",
        "2026/3/5 11:37:08 +05:30",
        "2026-03-05 02:37:08 -0330",
        SECONDS,
        float(SECONDS),
        SECONDS * 1_000,
        SECONDS * 1_000_000,
        SECONDS * 1_000_000_000,
        str(SECONDS),
        str(SECONDS * 1_000),
        {"$date": "2026-03-05T06:07:08Z"},
        {"$date": {"$numberLong": str(SECONDS * 1_000)}},
        time.gmtime(SECONDS),
        MOMENT,
    ],
)
def test_one_moment_in_many_forms(value: object) -> None:
    assert parse_date(value) == MOMENT


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-05T06:07:08", datetime(2026, 3, 5, 6, 7, 8)),
        ("2026-03-05", datetime(2026, 3, 5)),
        ("20260305", datetime(2026, 3, 5)),
        (20260305, datetime(2026, 3, 5)),
        ("20260305060708", datetime(2026, 3, 5, 6, 7, 8)),
        ("5 March 2026", datetime(2026, 3, 5)),
        ("March 5th, 2026", datetime(2026, 3, 5)),
        ("Sept. 5, 2026", datetime(2026, 9, 5)),
        ("2026. 3. 5.", datetime(2026, 3, 5)),
        ("2026-3-5 6:07", datetime(2026, 3, 5, 6, 7)),
        ("Thursday, March 5, 2026 6:07 p.m.", datetime(2026, 3, 5, 18, 7)),
        ("26-FEB-1987 15:01:01.79", datetime(1987, 2, 26, 15, 1, 1)),
        (date(2026, 3, 5), datetime(2026, 3, 5)),
    ],
)
def test_without_a_zone_it_stays_naive(value: object, expected: datetime) -> None:
    assert parse_date(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-05 07:07:08 CET",
        "2026-03-05T08:07:08 CEST",
        "Thu, 05 Mar 2026 17:07:08 AEDT",
        "5 Mar 2026 15:07:08 JST",
        "Mar 5, 2026, 9:07:08 a.m. MSK",
        "Thu Mar 05 2026 07:07:08 GMT+0100 (CET)",
        "Thu Mar 05 2026 07:07:08 GMT+0100 (Central European Standard Time)",
        "Thu Mar  5 07:07:08 CET 2026",
        "Thu Mar 05 07:07:08 UTC+0100 2026",
        "2026-03-05 07:07:08 +0100 CET",
        "2026-03-05 07:07:08 UTC+1",
        "2026-03-05T06:07:08 Z",
        "2026-03-05T07:07:08+01:00[Europe/Berlin]",
        "2026-03-05 07:07:08 Europe/Berlin",
        "March 5, 2026 at 1:07:08 AM ET",
    ],
)
def test_zones_have_names(value: str) -> None:
    assert parse_date(value) == MOMENT


@pytest.mark.parametrize("name", ["IST", "BST", "AST", "GST", "XYZ", "America/Nowhere"])
@pytest.mark.parametrize(
    "date", ["2026-03-05 06:07:08", "Thu, 05 Mar 2026 06:07:08", "March 5, 2026 6:07 p.m."]
)
def test_a_zone_that_means_several_things_or_none_is_not_guessed(date: str, name: str) -> None:
    assert parse_date(f"{date} {name}") is None
    tally = Tally()
    [story] = read({"text": "One.", "date": f"{date} {name}"}, tally=tally)
    assert (story.published, tally.unreadable_dates, tally.naive_dates) == (None, 1, 0)
    assert story.extra["date"] == f"{date} {name}"


@pytest.mark.parametrize("clock", ["6:07 pm", "18:07 Uhr", "18:07 h"])
def test_what_stands_behind_a_clock_and_is_no_zone(clock: str) -> None:
    assert parse_date(f"5 March 2026 {clock}") in (datetime(2026, 3, 5, 18, 7), None)
    assert parse_date("5 March 2026 6:07 pm") == datetime(2026, 3, 5, 18, 7)


def test_the_zone_is_kept() -> None:
    moment = parse_date("2026-03-05T06:07:08-05:00")
    assert moment is not None
    assert moment.utcoffset() == timedelta(hours=-5)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "None",
        "yesterday",
        "05/03/2026",
        "2026-13-45",
        "2026",
        "0001-01-01T00:00:00Z",
        "0001-01-01",
        "9999-12-31",
        "31 February 2026",
        "5 Foo 2026",
        "5 Marble 2026",
        "March 2026",
        "3 hours ago",
        "10:30",
        0,
        "12",
        "Mon, 99 Mar 2026 06:07:08 +0000",
        "٢٠٢٦٠٣٠٥",
        True,
        float("nan"),
        float("inf"),
        10**40,
        [2026, 3, 5],
        {"$date": {"$date": "2026-03-05"}},
        {},
        "1" * 10_000,
        datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
    ],
)
def test_nonsense_is_none(value: object) -> None:
    assert parse_date(value) is None


@given(
    st.datetimes(
        datetime(EARLIEST_YEAR, 1, 1), datetime(LATEST_YEAR, 12, 31), timezones=st.none() | st.just(UTC)
    )
)
def test_iso_round_trip(moment: datetime) -> None:
    assert parse_date(moment.isoformat()) == moment


@given(st.text() | st.integers() | st.floats() | st.from_regex(r"[\d/: apmjJ,.+-]{1,40}"))
def test_anything_gives_a_usable_date_or_none(value: object) -> None:
    moment = parse_date(value)
    if moment is not None:
        assert EARLIEST_YEAR <= moment.year <= LATEST_YEAR
        moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
