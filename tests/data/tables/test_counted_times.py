import numpy as np
import polars as pl
import pytest

from mlpcli.data.tables.counted_times import UNITS, Unit, counted_times
from mlpcli.data.tables.kinds import look, look_at_all
from mlpcli.data.tables.schema import NumberFormat

SECONDS = np.array([1.7e9, 1.7e9 + 61, 1.7e9 + 7])


@pytest.mark.parametrize(
    ("name", "values", "unit"),
    [
        ("timestamp", SECONDS, "seconds since 1970"),
        ("eventTime", SECONDS * 1e3, "milliseconds since 1970"),
        ("unix_us ts", SECONDS * 1e6, "microseconds since 1970"),
        ("日時", SECONDS * 1e9, "nanoseconds since 1970"),
        ("Datum", np.array([45000.25, 45001]), "days since 1900"),
        ("price", SECONDS, ""),
        ("timeout_count", SECONDS, ""),
        ("day", np.array([1.0, 31]), ""),
        ("time", np.array([1.7e9, np.nan]), ""),
        ("time", np.array([1.7e9, 1.7e9]), ""),
        ("time", np.array([]), ""),
    ],
)
def test_times_are_told_by_their_name_and_size(name: str, values: "np.ndarray", unit: str) -> None:
    assert counted_times(name, values) == unit


@pytest.mark.parametrize("dtype", [pl.String, pl.Int64])
def test_a_look_says_what_numbers_count(dtype: "type[pl.DataType]") -> None:
    column = pl.Series("timestamp", [1_700_000_000, 1_700_000_061]).cast(dtype)
    seen = look(column, NumberFormat(), ("",))
    assert seen.kind == "number"
    assert seen.notice == "its numbers are seconds since 1970, taken as they are"
    assert seen.told("ts")[0].endswith("; columns: {ts: {kind: date, format: seconds since 1970}} changes it")
    assert look_at_all(column.to_frame(), NumberFormat(), ("",)) == {"timestamp": seen}


def test_missing_times_do_not_hide_what_numbers_count() -> None:
    column = pl.Series("when", ["44929.5", "", "44930.25"])
    assert look(column, NumberFormat(), ("",)).as_date == "days since 1900"


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_what_is_counted_is_counted_back(unit: Unit) -> None:
    assert unit.count(unit.since_1970(45_000.0)) == pytest.approx(45_000, abs=1e-3)
