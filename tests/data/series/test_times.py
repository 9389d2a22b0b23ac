"""Times of rows: usual steps, seasons, and the times after the last row."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest

from mlpcli.data.series.schema import SeriesSchema
from mlpcli.data.series.times import as_time, place_of, season_of, time_after, usual_step
from mlpcli.data.tables.counted_times import UNITS, Unit
from mlpcli.data.tables.dates import parse_dates
from mlpcli.data.tables.schema import TableColumn
from tests.data.series.examples import rows

HOUR, DAY = 3600.0, 86_400.0
MONTHS = TableColumn("t", "date", "%Y-%m")
MOMENTS = TableColumn("t", "date", "%Y-%m-%d %H:%M")
NUMBERS = TableColumn("t", "number")


def seconds(*date: int) -> float:
    return datetime(*date, tzinfo=UTC).timestamp()  # type: ignore[misc, arg-type]


def test_the_usual_step_is_that_of_most_rows() -> None:
    times = np.delete(np.arange(101.0), 50) * HOUR
    assert usual_step(rows(100, (0,), times), MOMENTS) == HOUR
    assert usual_step(rows(100, (0,), np.arange(100.0) ** 2), NUMBERS) == 0
    assert usual_step(rows(100), None) == 0


def test_months_are_equal_steps() -> None:
    times = np.array([seconds(2020 + month // 12, month % 12 + 1, 1) for month in range(30)])
    step = usual_step(rows(30, (0,), times), MONTHS)
    assert step > 0
    assert season_of(step, MONTHS) == 12
    assert time_after(times[-1], 8, step, MONTHS) == "2023-02"


@pytest.mark.parametrize("unit", UNITS.values())
def test_numbers_that_count_time_have_months(unit: Unit) -> None:
    counted = TableColumn("t", "number", unit.name)
    months = [seconds(2020 + month // 12, month % 12 + 1, 1) for month in range(36)]
    times = np.array([round((then - unit.start) / unit.seconds) for then in months], float)
    step = usual_step(rows(30, (0,), times[:30]), counted)
    assert season_of(step, counted) == 12
    assert time_after(times[29], 6, step, counted) == times[35]
    assert season_of(round(DAY / unit.seconds), counted) == 7


def test_the_last_day_of_a_month_is_followed_by_the_last_of_the_next() -> None:
    days = TableColumn("t", "date", "%Y-%m-%d")
    found = [time_after(seconds(2023, 11, 30), count, 30 * DAY, days) for count in (1, 2, 3)]
    assert found == ["2023-12-31", "2024-01-31", "2024-02-29"]


@pytest.mark.parametrize(
    ("step", "rows"), [(HOUR, 24), (900.0, 96), (DAY, 7), (7 * DAY, 0), (DAY / 2, 2), (25_000.0, 0), (0.0, 0)]
)
def test_seasons_are_days_and_weeks(step: float, rows: int) -> None:
    assert season_of(step, MOMENTS) == rows
    assert season_of(step, NUMBERS) == 0


def test_times_go_on_in_the_form_of_the_file() -> None:
    assert time_after(seconds(2024, 2, 28, 23), 2, HOUR, MOMENTS) == "2024-02-29 01:00"
    assert time_after(seconds(2024, 2, 28), 2, DAY, TableColumn("t", "date", "")) == "2024-03-01 00:00:00"
    assert time_after(9.0, 2, 0.5, NUMBERS) == 10
    assert time_after(9.0, 1, 0.5, NUMBERS) == 9.5


@pytest.mark.parametrize(("every", "count"), [(HOUR, 1), (30 * DAY, 1), (30 * DAY, 500), (1e11, 9)])
def test_a_time_after_the_last_year_has_no_name(every: float, count: int) -> None:
    assert time_after(seconds(9999, 12, 31, 23), count, every, MOMENTS) == ""


def test_the_last_times_have_names() -> None:
    assert time_after(seconds(9999, 12, 31, 22), 1, HOUR, MOMENTS) == "9999-12-31 23:00"
    assert time_after(seconds(9999, 11, 30), 1, 30 * DAY, MOMENTS) == "9999-12-31 00:00"
    assert time_after(1.7e308, 9, 1e307, NUMBERS) == ""


def test_fractions_of_seconds_are_written_as_the_file_has_them() -> None:
    form = TableColumn("t", "date", "%d.%m.%Y %H:%M:%S%.f")
    assert time_after(seconds(2023, 11, 30), 1, 0.25, form) == "30.11.2023 00:00:00.250000"


@pytest.mark.parametrize(
    ("form", "text", "after"),
    [
        ("%Y-%m-%dT%H:%M:%S%.f%#z", "2024-04-15T01:00:00+02:00", "2024-04-15T02:00:00+02:00"),
        ("%Y-%m-%dT%H:%M:%S%.f%#z", "2024-04-14T23:00:00Z", "2024-04-15T00:00:00Z"),
        ("%Y-%m-%d %H:%M:%S%.f%#z", "2024-04-14 18:30:00-0430", "2024-04-14 19:30:00-0430"),
        ("%Y-%m-%d %H:%M:%S%.f%#z", "2024-04-15 01:00:00+02", "2024-04-15 02:00:00+02"),
        ("%d.%m.%Y %H:%M %z", "15.04.2024 01:00 +02:00", "15.04.2024 02:00 +02:00"),
        ("%Y-%m-%d %H:%M", "2024-04-14 23:00", "2024-04-15 00:00"),
    ],
)
def test_times_keep_the_offset_of_the_file(form: str, text: str, after: str) -> None:
    time = TableColumn("t", "date", form)
    times = pl.Series([text])
    then = float(parse_dates(times, form, ()).values[0])
    assert time_after(then, 1, HOUR, time, place_of(times, 0)) == after
    assert as_time(then, time, place_of(times, 0)) == text


def test_times_of_a_time_zone_are_told_there_also_after_a_change_of_clocks() -> None:
    times = pl.Series([datetime(2024, 3, 30, 12)]).dt.replace_time_zone("Europe/Berlin")
    time = TableColumn("t", "date", "")
    then = float(parse_dates(times, "", ()).values[0])
    assert time_after(then, 1, DAY, time, place_of(times, 0)) == "2024-03-31 13:00:00+02:00"
    times = pl.Series([datetime(2024, 3, 1)]).dt.replace_time_zone("Europe/Berlin")
    then = float(parse_dates(times, "", ()).values[0])
    assert time_after(then, 1, 30 * DAY, time, place_of(times, 0)) == "2024-04-01 00:00:00+02:00"


def test_offsets_that_are_not_known_are_those_of_utc() -> None:
    form = TableColumn("t", "date", "%Y-%m-%dT%H:%M:%S%.f%#z")
    assert as_time(seconds(2024, 4, 15), form) == "2024-04-15T00:00:00+00:00"


def test_a_step_with_which_no_time_can_be_counted_is_none() -> None:
    series = SeriesSchema(("t", "x"), True, ("x",), ("x",), 3, 1)
    for time, every in ((MOMENTS, 1e12), (NUMBERS, 1e200)):
        assert usual_step(rows(4, (0,), np.arange(4.0) * every), time) == 0
    for time, every in ((MOMENTS, 1e12), (NUMBERS, 1e308), (MOMENTS, 1e308), (NUMBERS, np.inf)):
        with pytest.raises(ValueError, match="every: expected at most"):
            replace(series, time=time, every=every)
