"""Times of rows: usual steps, seasons, and the times after the last row."""

from datetime import UTC, datetime

import numpy as np
import pytest

from mlpcli.data.series.times import season_of, time_after, usual_step
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
