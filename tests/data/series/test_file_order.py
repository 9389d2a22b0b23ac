from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mlpcli.config.sources import Series
from mlpcli.data.series.file_order import is_count
from mlpcli.data.sources.series import open_series
from mlpcli.errors import DataError
from mlpcli.inference.inputs.series_rows import open_series as open_rows
from tests.data.tables.files import written

DAYS = [date(2024, 1, 1) + timedelta(day) for day in range(60)]
SHUFFLED = [DAYS[row * 7 % 60] for row in range(60)]


def notices(folder: Path, header: str, rows: Any, **options: Any) -> tuple[str, ...]:
    text = header + "\n" + "".join(",".join(map(str, row)) + "\n" for row in rows)
    section = Series(source="series", path=written(folder, text), target=("x",), window=2, **options)
    return open_series(section).notices


def refused(folder: Path, header: str, rows: Any, **options: Any) -> DataError:
    with pytest.raises(DataError) as caught:
        notices(folder, header, rows, **options)
    return caught.value


@pytest.mark.parametrize("days", [SHUFFLED, DAYS[::-1]])
def test_rows_in_another_order_than_their_dates_are_refused(tmp_path: Path, days: list[date]) -> None:
    error = refused(tmp_path, "day,x", [(day, row * row) for row, day in enumerate(days)])
    assert "t.csv: rows are not in the order of day: line" in error.message
    assert error.fix == (
        "write time: day, which sorts them; or exclude: [day], if rows are to be taken as they are in the "
        "file"
    )


MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin")
UNREAD = [f"{MONTHS[row % 6]} {2010 + row // 6}" for row in reversed(range(60))]


def test_times_that_cannot_be_read_are_refused_where_the_order_is_not_said(tmp_path: Path) -> None:
    rows = [(day, row * row, row) for row, day in enumerate(UNREAD)]
    error = refused(tmp_path, "day,x,id", rows)
    assert error.message.endswith(
        "t.csv: day looks like the time of the rows, in a form that is not read; expected the order of time, "
        "by which windows are cut and the latest are held back"
    )
    assert error.fix == (
        "juin 2019 is read as a date if it is written as 2024-03; then write time: day, which sorts them; or "
        "exclude: [day], if rows are to be taken as they are in the file"
    )
    assert notices(tmp_path, "day,x,id", rows, exclude=("day",)) == ()
    dated = [(*row, date(2024, 1, 1) + timedelta(days=row[2])) for row in rows]
    assert "day has 60 different texts" in notices(tmp_path, "day,x,id,read", dated)[0]
    assert "day holds texts" in notices(tmp_path, "day,x", [(UNREAD[row % 7], row) for row in range(60)])[0]
    error = refused(tmp_path, "day,x", [row[:2] for row in rows], time="day")
    assert error.fix == (
        "write all of them so; or name another column, or exclude: [day] in place of `time`, if the file is "
        "in the order of time"
    )


def test_the_form_of_times_without_names_can_be_said(tmp_path: Path) -> None:
    rows = [(f"{22 - row // 12}/{12 - row % 12:02}", row * row) for row in range(60)]
    form = 'or say how they are written, as in time_format: "%d.%m.%Y"; '
    assert f"as 2024-03; {form}then write time: day" in refused(tmp_path, "day,x", rows).fix
    assert f"so; {form}or name another column" in refused(tmp_path, "day,x", rows, time="day").fix
    assert notices(tmp_path, "day,x", rows, time="day", time_format="%y/%m") == ()


@pytest.mark.parametrize("options", [{"time": "day"}, {"exclude": ("day",)}])
def test_what_the_refusal_says_is_accepted(tmp_path: Path, options: dict[str, Any]) -> None:
    assert notices(tmp_path, "day,x", [(day, row * row) for row, day in enumerate(SHUFFLED)], **options) == ()


def test_a_column_that_the_config_does_not_name_says_it_too(tmp_path: Path) -> None:
    rows = [(day, row * row) for row, day in enumerate(SHUFFLED)]
    assert "not in the order of day" in refused(tmp_path, "day,x", rows, features=("x",)).message


@pytest.mark.parametrize(("stacked", "names"), [(True, "ab"), (False, "ab"), (True, (17, 42))])
def test_rows_of_several_series_are_to_be_told_apart(
    tmp_path: Path, stacked: bool, names: Sequence[object]
) -> None:
    pairs = [(day, name) for name in names for day in DAYS]
    rows = [(*pair, row * row) for row, pair in enumerate(pairs if stacked else sorted(pairs))]
    told = ("t.csv: 2 series, told apart by sensor",)
    error = refused(tmp_path, "day,sensor,x", rows)
    assert "rows of several series are mixed up: 60 have a time that another one has too" in error.message
    assert error.fix.startswith(
        "write time: day and group: sensor, which put them in order; or exclude: [day]"
    )
    assert notices(tmp_path, "day,sensor,x", rows, time="day", group="sensor") == told
    # In each series the rows are in order.
    left_out = "t.csv: left out: day holds dates; time: day sorts by it"
    assert notices(tmp_path, "day,sensor,x", rows, group="sensor") == (left_out, *told)


def test_numbers_tell_rows_of_the_same_minute_apart_but_may_be_hours_of_a_day(tmp_path: Path) -> None:
    rows = [(day, name, row) for row, day in enumerate(DAYS) for name in range(3)]
    assert notices(tmp_path, "day,n,x", rows)[-1].startswith("t.csv: left out: day holds dates")
    of_minutes = [
        (f"{day} 06:{row:02}", name, row) for row, (day, name, _) in enumerate(rows[::3]) for name in (7, 8)
    ]
    assert "and group: n, which put them in order" in refused(tmp_path, "day,n,x", of_minutes).fix


def test_dates_that_are_mixed_up_and_repeated_are_to_be_sorted_in_the_file(tmp_path: Path) -> None:
    error = refused(tmp_path, "day,x", [(day, row * row) for row, day in enumerate([*SHUFFLED, *SHUFFLED])])
    assert error.fix.startswith("sort the file by day; or exclude: [day]")


def test_numbers_that_count_the_rows_in_another_order_are_times(tmp_path: Path) -> None:
    shuffled = [(row * 7 % 60, row * row) for row in range(60)]
    assert refused(tmp_path, "t,x", shuffled).fix.startswith("write time: t, which sorts them")
    assert notices(tmp_path, "t,x", shuffled, features=("t", "x")) == ()
    assert notices(tmp_path, "t,x", [(60 - row, row * row) for row in range(60)]) == ()


def test_seconds_since_1970_are_times_though_they_are_not_equally_far_apart(tmp_path: Path) -> None:
    times = [1_700_000_000 + 60 * row + row * row % 7 for row in range(60)]
    shuffled = [(times[row * 7 % 60], row * row) for row in range(60)]
    assert refused(tmp_path, "ts,x", shuffled).fix.startswith("write time: ts, which sorts them")
    told, *_ = notices(tmp_path, "ts,x", [(time, row * row) for row, time in enumerate(times)])
    assert told == (
        "ts: its numbers may be seconds since 1970, and are taken as numbers; time: ts sorts by it instead"
    )


@pytest.mark.parametrize("options", [{}, {"time": "ts"}])
def test_seconds_mixed_with_milliseconds_are_told(tmp_path: Path, options: dict[str, Any]) -> None:
    rows = [((1_700_000_000 + 60 * row) * (1 if row < 30 else 1_000), row * row) for row in range(60)]
    told, *_ = notices(tmp_path, "ts,x", rows, **options)
    assert told == (
        "ts: its numbers may be seconds since 1970 mixed with milliseconds since 1970, and are taken as they "
        "are; write all in one unit"
    )


def test_dates_that_are_written_as_numbers_are_in_order_or_not(tmp_path: Path) -> None:
    rows = [(f"{day:%Y%m%d}", row * row) for row, day in enumerate(DAYS)]
    told = "day: its numbers look like dates, and are taken as numbers; time: day sorts by it instead"
    assert notices(tmp_path, "day,x", rows) == (told,)
    shuffled = [rows[row * 7 % 60] for row in range(60)]
    assert refused(tmp_path, "day,x", shuffled).fix.startswith("write time: day, which sorts them")
    read = ("day: its numbers are read as dates, such as 20240325",)
    assert notices(tmp_path, "day,x", shuffled, time="day") == read


def test_one_order_of_times_is_enough(tmp_path: Path) -> None:
    rows = [(*days, row * row) for row, days in enumerate(zip(DAYS, SHUFFLED, strict=True))]
    assert len(notices(tmp_path, "day,born,x", rows)) == 1


TWO_COLUMNS = (
    "write day and {0}, which say the time together, into one column, such as 2024-01-01 00:00, for `time`"
)


def hourly(form: str = "{}", first: int = 0) -> list[tuple[date, str, int]]:
    return [
        (day, form.format(hour), hour * 7 % 24 + row)
        for row, day in enumerate(DAYS[:20])
        for hour in range(first, first + 24)
    ]


@pytest.mark.parametrize(
    ("name", "form", "first"),
    [
        *(("Hour", "{}", 0), ("heure", "{}.0", 1), ("Stunde", "{:02}:00", 0), ("time", "{}:30:00", 0)),
        *(("von", "{:02}:00", 0), ("h", "{:02}h", 0)),
    ],
)
def test_an_hour_beside_a_date_is_no_series(tmp_path: Path, name: str, form: str, first: int) -> None:
    rows, start = hourly(form, first), "00:30" if "30" in form else "00:00"
    fix = TWO_COLUMNS.format(name).replace("00:00", start)
    (told,) = notices(tmp_path, f"day,{name},x", rows)
    assert told.endswith(f"; {fix}")
    assert refused(tmp_path, f"day,{name},x", rows, time="day").fix == fix
    told = notices(tmp_path, f"day,{name},x", rows, time="day", group=name, validation=0)
    assert told == (
        f"t.csv: 24 series, told apart by {name}",
        f"{name} says the hour of the day, so every hour is a series of its own. If all rows are one, remove "
        f"`group`, and {fix}",
    )


@pytest.mark.parametrize("hours_first", [True, False])
def test_hours_beside_dates_are_to_be_in_order_too(tmp_path: Path, hours_first: bool) -> None:
    rows = hourly()
    rows = sorted(rows, key=lambda row: int(row[1])) if hours_first else [*rows[240:], *rows[:240][::-1]]
    error = refused(tmp_path, "day,hour,x", rows)
    assert "rows are not in the order of day and hour: line" in error.message
    assert error.fix.startswith("sort the file by day and hour; or write day and hour, which say")


@pytest.mark.parametrize("header", ["day,shop,x", "day,our,x"])
def test_a_number_that_is_not_called_hour_may_tell_series_apart(tmp_path: Path, header: str) -> None:
    name = header.split(",")[1]
    assert notices(tmp_path, header, hourly(), time="day", group=name, validation=0) == (
        f"t.csv: 24 series, told apart by {name}",
    )


def test_an_error_about_windows_names_the_group(tmp_path: Path) -> None:
    rows = [(row, name, row * row) for name in "abc" for row in range(3)]
    error = refused(tmp_path, "t,name,x", rows, time="t", group="name")
    assert "its 9 rows in 3 series, told apart by name, leave" in error.message
    assert "expected at least 3 rows of a series without" in error.message


def test_a_number_of_the_row_says_nothing_of_the_order_of_dates(tmp_path: Path) -> None:
    rows = [(row, day, row * row) for row, day in enumerate(SHUFFLED)]
    assert "not in the order of day" in refused(tmp_path, ",day,x", rows).message


@pytest.mark.parametrize(
    "times", [[5.0] * 20, [float("nan")] * 20, [*range(19), 18.5], [1.0, 2.0], [*range(20, 0, -1)]]
)
def test_numbers_that_are_not_equally_far_apart_do_not_count(times: list[float]) -> None:
    assert not is_count(np.array(times))
    assert is_count(np.array([0.1 * (row * 7 % 20) for row in range(20)]))


def test_single_rows_that_go_back_are_told(tmp_path: Path) -> None:
    times = [f"2024-10-27 {hour:02}:00" for hour in (0, 1, 2, 2, 3)]
    times = [f"2024-10-26 {hour:02}:00" for hour in range(24)] + times
    times.insert(27, "2024-10-27 02:30")
    told = notices(tmp_path, "time,x", [(time, row * row) for row, time in enumerate(times)], validation=0)
    assert told[-1] == (
        "t.csv: by time, 1 row is earlier than the row before, first line 30; all are taken as they are in "
        "the file"
    )


def test_another_file_in_another_order_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "day,x\n" + "".join(f"{day},{row * row}\n" for row, day in enumerate(DAYS)))
    opened = open_series(Series(source="series", path=path, target=("x",), window=2))
    prepared = opened.read(0, None, None).prepared  # type: ignore[arg-type]
    assert prepared is not None
    assert open_rows([str(path)], opened.facts, prepared).notices == ()
    other = written(tmp_path, "day,x\n2024-01-03,1\n2024-01-02,4\n2024-01-01,9\n", "u.csv")
    (told,) = open_rows([str(other)], opened.facts, prepared).notices
    assert told.startswith("u.csv: by day, 2 rows are earlier than the row before, first line 3")


def test_durations_beside_dates_are_no_hours(tmp_path: Path) -> None:
    rows = [(day, f"{row * 7 % 24:02}:{row * 11 % 60:02}", row * row) for row, day in enumerate(DAYS)]
    rows = [row for one in rows for row in ((one[0], f"{one[1][:2]}:59", 5), one)]
    told = notices(tmp_path, "day,length,x", rows)
    assert "which say the time together" not in "".join(told)
