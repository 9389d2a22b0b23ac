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
    assert seen.notice == "its numbers may be seconds since 1970, and are taken as numbers"
    assert seen.told("ts")[0].endswith("; columns: {ts: {kind: date, format: seconds since 1970}} changes it")
    assert look_at_all(column.to_frame(), NumberFormat(), ("",)) == {"timestamp": seen}


def test_missing_times_do_not_hide_what_numbers_count() -> None:
    column = pl.Series("when", ["44929.5", "", "44930.25"])
    assert look(column, NumberFormat(), ("",)).as_date == "days since 1900"


DAYS = [1_600_000_000 + 86_400 * day for day in range(30)]


@pytest.mark.parametrize(
    ("name", "values", "notice"),
    [
        ("joined", DAYS, "its numbers may be seconds since 1970"),
        ("us", [time * 1_000_000 for time in DAYS], "its numbers may be microseconds since 1970"),
        ("joined", [*DAYS, 0], "its numbers may be seconds since 1970 but for 0"),
        ("time", [0, *DAYS, 0, -1], "its numbers may be seconds since 1970 but for -1 and 0"),
        ("time", [0, 1, 2, *DAYS], ""),
        ("joined", [0] * 9 + DAYS, ""),
        ("income", [time + 0.5 for time in DAYS], ""),
        ("income", [1_600_000_000, 1_700_000_000] * 9, ""),
        ("income", [900_000_000, *DAYS, 2_100_000_000, 800_000_000], ""),
        ("kauf", [43_500 + row * 37 % 1_700 for row in range(400)], "its numbers may be days since 1900"),
        ("visit", [44_000 + row * 7 % 90 for row in range(900)], "its numbers may be days since 1900"),
        ("plz", [40_210 + row % 30 * 13 for row in range(400)], ""),
        ("salary", [36_600 + row * 31 for row in range(400)], ""),
        ("price", [43_500.5 + row for row in range(400)], ""),
        ("few", [43_500, 43_507, 43_509], ""),
        ("lap_time", [41_544, 43_484, 46_021], "its numbers may be days since 1900"),
    ],
)
def test_numbers_that_may_be_times_are_told_and_stay_numbers(
    name: str, values: list[float], notice: str
) -> None:
    seen = look(pl.Series(name, values, strict=False), NumberFormat(), ("",))
    assert seen.notice == (f"{notice}, and are taken as numbers" if notice else "")
    assert (seen.kind, seen.is_sure) == ("number", False)


@pytest.mark.parametrize(
    ("name", "values", "units"),
    [
        (
            "joined",
            [*DAYS[:10], *(time * 1_000 for time in DAYS)],
            "seconds since 1970 mixed with milliseconds",
        ),
        (
            "time",
            [*DAYS[:3], *DAYS[:3], *(time * 1_000 for time in DAYS[:4])],
            "seconds since 1970 mixed with",
        ),
        ("joined", [*DAYS, DAYS[0] * 1_000], ""),
        ("joined", [DAYS[0]] * 9 + [DAYS[0] * 1_000] * 9, ""),
        ("joined", [*range(40), *DAYS[:10], *(time * 1_000 for time in DAYS)], ""),
    ],
)
def test_numbers_that_count_in_several_units_are_told(name: str, values: list[int], units: str) -> None:
    seen = look(pl.Series(name, values), NumberFormat(), ("",))
    assert (seen.kind, seen.as_date) == ("number", "")
    assert ("mixed" in seen.notice) == bool(units)
    assert units in seen.notice
    assert not units or seen.told("t")[0].endswith(
        " since 1970, and are taken as they are; write all in one unit"
    )


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_what_is_counted_is_counted_back(unit: Unit) -> None:
    assert unit.count(unit.since_1970(45_000.0)) == pytest.approx(45_000, abs=1e-3)
