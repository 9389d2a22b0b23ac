import numpy as np
import polars as pl
import pytest

from mlpcli.data.series.hours import seconds_of_day


@pytest.mark.parametrize(
    ("name", "texts", "hours"),
    [
        ("von", ["00:00", "23:30"], [0, 23.5]),
        ("von", [" 9:00:00", "23:30:36.0"], [9, 23.51]),
        ("von", ["01:00", "24:00"], [1, 24]),
        ("at", ["12:00 AM", "1:30 am", "12:00 PM", "11:00 P.M."], [0, 1.5, 12, 23]),
        ("at", ["12 AM", "11PM"], [0, 23]),
        ("Heure", ["00h", "23h30"], [0, 23.5]),
        ("Uhrzeit", ["9 Uhr", "10:30 Uhr"], [9, 10.5]),
        ("時刻", ["0時", "23時30分"], [0, 23.5]),
        ("hour", ["1", "24"], [0, 23]),
        ("hour", [0, 23], [0, 23]),
    ],
)
def test_clock_times_and_hours_are_read(name: str, texts: list[object], hours: list[float]) -> None:
    seconds = seconds_of_day(pl.Series(name, texts))
    assert seconds is not None
    np.testing.assert_allclose(seconds / 3600, hours)


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("von", ["0", "23"]),
        ("dauer", ["5h", "12h"]),
        ("score", ["2:1", "0:3"]),
        ("lap", ["1:30", "75:10"]),
        ("hour", ["0", "25"]),
        ("hour", ["0", None]),
        ("hour", []),
        ("von", ["00:00", "noon"]),
    ],
)
def test_other_columns_are_no_hours(name: str, texts: list[str | None]) -> None:
    assert seconds_of_day(pl.Series(name, texts, dtype=pl.String)) is None
