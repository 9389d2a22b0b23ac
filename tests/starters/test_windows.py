from pathlib import Path

import pytest

import mlpcli
from mlpcli.config.load import loads
from mlpcli.config.sources.series import Series
from mlpcli.errors import DataError, UsageError
from mlpcli.starters.choices_of_user import said
from mlpcli.starters.windows import windows_starter
from tests.starters.data_files import load


def section(text: str) -> Series:
    data = loads(text, "new.yaml").config.data
    assert isinstance(data, Series)
    return data


def started(
    path: Path, rows: str, target: str | None = None, window: int = 4
) -> tuple[Series, tuple[str, ...]]:
    path.write_text(rows)
    found = windows_starter(path, path.name, target, window)
    return section(found.text), found.seen


def test_it_says_what_is_predicted_from_what(tmp_path: Path) -> None:
    load(tmp_path / "load.csv")
    found = windows_starter(tmp_path / "load.csv", "load.csv", None, 30)
    assert found.seen == (
        "load.csv: 180 windows; predicts load, a number, from 2 columns of 30 rows",
        "load was chosen by its name and place; --target could also be temperature (numbers)",
    )
    data = section(found.text)
    assert (data.time, data.target, data.window, data.horizon) == ("time", ("load",), 30, 1)
    assert data.standardize_targets


def test_the_encoding_of_windows_is_written(tmp_path: Path) -> None:
    load(tmp_path / "load.csv")
    text = (tmp_path / "load.csv").read_text().replace("temperature", "wärme", 1)
    (tmp_path / "load.csv").write_text(text, encoding="cp1252")
    found = windows_starter(tmp_path / "load.csv", "load.csv", "load", 30)
    assert "load.csv is not UTF-8, and is read as cp1252" in found.seen
    assert section(found.text).encoding == "cp1252"


def test_the_config_trains_at_once_and_forecasts(tmp_path: Path) -> None:
    load(tmp_path / "load.csv")
    path = mlpcli.init(output=tmp_path / "load.yaml", data=tmp_path / "load.csv", window=24)
    run = mlpcli.train(path, ["training.epochs=1"], runs=tmp_path / "runs")
    assert set(run.evaluations["test"].baselines) >= {"last_value", "seasonal_value"}


def test_few_rows_choose_no_epoch(tmp_path: Path) -> None:
    load(tmp_path / "load.csv")
    few, more = (windows_starter(tmp_path / "load.csv", "load.csv", None, rows) for rows in (30, 9))
    assert section(few.text).validation == 0
    assert "checkpoint" not in few.text
    assert section(more.text).validation == 0.1
    assert "checkpoint" in more.text


def test_a_window_that_is_shorter_than_a_day_is_told(tmp_path: Path) -> None:
    load(tmp_path / "load.csv")
    found = windows_starter(tmp_path / "load.csv", "load.csv", "load", 6)
    assert found.seen[1] == (
        "numbers are likely to repeat after 24 rows, which a window of 6 does not show: --window 48 would"
    )


def test_without_times_rows_are_in_the_order_of_the_file(tmp_path: Path) -> None:
    rows = "\n".join(f"{row * 7 % 11 / 3:.2f},{row * 5 % 13 / 3:.2f}" for row in range(80))
    data, seen = started(tmp_path / "rows.csv", f"a,b\n{rows}\n")
    assert data.time is None
    assert seen[2] == (
        "no column of times was found, so the rows are in the order of the file; time: NAME sorts them"
    )


def test_the_format_of_times_is_said(tmp_path: Path) -> None:
    rows = "\n".join(f"{22 - row // 12}/{12 - row % 12:02},{row * 5 % 13 / 3:.2f}" for row in range(80))
    path = tmp_path / "rows.csv"
    path.write_text(f"when,b\n{rows}\n")
    keys = said(["data.time=when", "data.time_format=%y/%m"])
    found = windows_starter(path, path.name, "b", 4, keys)
    assert len(found.seen) == 1
    assert section(found.text).time_format == "%y/%m"
    with pytest.raises(UsageError, match="--set: found time_format without time") as error:
        windows_starter(path, path.name, "b", 4, said(["data.time_format=%y/%m"]))
    assert error.value.fix.startswith("add time, the column")


def test_an_hour_that_clocks_repeat_is_told_with_what_to_write(tmp_path: Path) -> None:
    days = [27 + (row >= 25) + (row >= 49) + (row >= 73) for row in range(82)]
    hours = [*range(3), 2, *range(3, 24), *range(24), *range(24), *range(9)]

    def text(offset: bool) -> str:
        after = ["+02:00" if row < 3 else "+01:00" for row in range(82)] if offset else [""] * 82
        rows = zip(days, hours, after, strict=True)
        return "t,v\n" + "\n".join(f"2024-10-{d} {h:02}:00{o},{h * 7 % 11 / 3:.2f}" for d, h, o in rows)

    data, seen = started(tmp_path / "rows.csv", text(offset=False))
    assert data.time is None
    assert seen[1] == (
        "no column of dates has one of its own in every row, so the rows are in the order of the file"
    )
    assert seen[2] == (
        "rows.csv: left out: t holds dates; t cannot sort them, because line 5 has a time of another row: "
        "where clocks were set back, write the offset from UTC behind every time, such as "
        "2024-10-27 02:00+01:00; for several series, write time: t and group: NAME"
    )
    data, _ = started(tmp_path / "rows.csv", text(offset=True))
    assert data.time == "t"


def test_a_column_that_counts_rows_is_their_time(tmp_path: Path) -> None:
    rows = "\n".join(f"{row / 2},{row * 5 % 13 / 3:.2f}" for row in range(80))
    data, _ = started(tmp_path / "rows.csv", f"second,b\n{rows}\n")
    assert (data.time, data.target) == ("second", ("b",))


def test_times_that_repeat_are_those_of_groups(tmp_path: Path) -> None:
    rows = "\n".join(
        f"2024-01-{row % 40 // 2 + 1:02} {row % 2 * 12:02}:00,{'ab'[row // 40]},{row * 5 % 13 / 3:.2f}"
        for row in range(80)
    )
    data, seen = started(tmp_path / "rows.csv", f"day,shop,sold\n{rows}\n")
    assert (data.time, data.group) == ("day", "shop")
    assert "rows.csv: 2 series, told apart by shop" in seen
    text = windows_starter(tmp_path / "rows.csv", "rows.csv", None, 4).text
    assert "# few rows in each series: all of them train" in text


def test_without_a_header_columns_are_positions(tmp_path: Path) -> None:
    rows = "\n".join(f"2024-01-01 {row // 60:02}:{row % 60:02},{row * 5 % 13 / 3:.2f}" for row in range(80))
    data, _ = started(tmp_path / "rows.csv", f"{rows}\n")
    assert (data.time, data.target) == (1, (2,))


def test_missing_numbers_are_the_ones_before(tmp_path: Path) -> None:
    rows = "\n".join("?" if row == 50 else f"{row * 5 % 13 / 3:.2f}" for row in range(80))
    data, _ = started(tmp_path / "rows.csv", f"a\n{rows}\n", "a")
    assert data.missing == "forward"


def test_a_class_is_that_of_the_last_row(tmp_path: Path) -> None:
    rows = "\n".join(f"{row * 5 % 13 / 3:.2f},{'up' if row // 3 % 2 else 'down'}" for row in range(80))
    data, seen = started(tmp_path / "rows.csv", f"a,way\n{rows}\n", "way")
    assert (data.horizon, data.standardize_targets) == (0, False)
    assert "predicts way, 2 classes, from a alone of 4 rows" in seen[0]


def test_a_table_of_texts_has_nothing_to_forecast(tmp_path: Path) -> None:
    rows = "\n".join(f"{'abc'[row % 3]}" for row in range(80))
    with pytest.raises(DataError, match="no column of numbers could be predicted"):
        started(tmp_path / "rows.csv", f"a\n{rows}\n")


def test_seconds_since_1970_sort_the_rows(tmp_path: Path) -> None:
    times = [1_700_000_000 + 60 * row + row * row % 7 for row in range(60)]
    rows = "ts,x\n" + "".join(f"{times[row * 7 % 60]},{row * 5 % 13 / 3:.2f}\n" for row in range(60))
    data, _ = started(tmp_path / "log.csv", rows)
    assert (data.time, data.target) == ("ts", ("x",))


def test_dates_that_are_written_as_numbers_sort_the_rows(tmp_path: Path) -> None:
    days = [20240100 + n for n in range(1, 32)] + [20240200 + n for n in range(1, 30)]
    data, seen = started(tmp_path / "t.csv", "day,x\n" + "".join(f"{n},{n % 7}.5\n" for n in days))
    assert (data.time, data.target) == ("day", ("x",))
    assert seen[-1] == "day: its numbers are read as dates, such as 20240325"
