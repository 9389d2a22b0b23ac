"""Series as a config names them: what is found, cut, held back, and refused."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from mlpcli.config.sources import Series
from mlpcli.data.preprocessing import Preprocessing, Scale
from mlpcli.data.series.schema import SeriesSchema
from mlpcli.data.sources import describe
from mlpcli.data.stores.gathered import GatheredRows
from mlpcli.data.tables.schema import NumberSpan
from mlpcli.errors import DataError
from mlpcli.runs.typed_json import build
from tests.data.loading import load
from tests.data.tables.files import written


def counted(times: Iterable[float]) -> str:
    """Rows with these numbers as times, of which the load is the number of the row."""
    return "ts,load\n" + "".join(f"{time:.0f},{row}\n" for row, time in enumerate(times))


def hourly(count: int = 100, first: int = 0) -> str:
    """Rows of which the load is the number of the row."""
    lines = (
        f"2024-01-{row // 24 + 1:02} {row % 24:02}:00,{row},{row % 24},ok\n"
        for row in range(first, first + count)
    )
    return "time,load,hour,note\n" + "".join(lines)


def series(path: Path, **options: Any) -> Series:
    return Series(source="series", path=path, **{"window": 5, "target": "load", **options})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return written(tmp_path, hourly())


def refused(section: Series) -> str:
    with pytest.raises(DataError) as error:
        load(section, 0)
    return f"{error.value.message}: {error.value.fix}"


def test_everything_is_found_by_looking(path: Path) -> None:
    dataset = load(series(path, time="time", horizon=2), 0)
    assert dataset.facts == describe(series(path, time="time", horizon=2))
    assert (dataset.facts.kind, dataset.facts.shape, dataset.facts.targets) == ("signal", (5, 2), 2)
    assert dataset.train.inputs[3].tolist() == [[row, row % 24] for row in range(3, 8)]
    assert dataset.train.targets[3].tolist() == [8, 9]
    assert dataset.notices == ("t.csv: left out: note holds texts",)


def test_what_dates_are_taken_for_is_told_if_they_order_the_rows(tmp_path: Path) -> None:
    rows = "".join(f"{day:02}.03.22,{day}\n" for day in range(1, 29))
    dataset = load(series(written(tmp_path, "time,load\n" + rows), time="time", validation=0, test=0), 0)
    assert dataset.notices == (
        "time: its dates are read as %d.%m.%y: day, month, year; write them as 2024-03-25 if they are others",
    )


@pytest.mark.parametrize(
    ("form", "times", "kind"),
    [
        ("%y/%m", [f"{22 - row // 12}/{12 - row % 12:02}" for row in range(36)], "date"),
        ("milliseconds since 1970", [f"{(50 - row) * 1000}" for row in range(36)], "number"),
    ],
)
def test_a_format_of_times_is_said(tmp_path: Path, form: str, times: list[str], kind: str) -> None:
    text = "when,load\n" + "".join(f"{time},{row}\n" for row, time in enumerate(times))
    section = series(written(tmp_path, text), time="when", time_format=form, validation=0, test=0)
    dataset = load(section, 0)
    assert dataset.train.inputs[0, :, 0].tolist() == [35, 34, 33, 32, 31]
    assert dataset.notices == ()
    schema = dataset.preprocessing.series
    assert schema is not None and schema.time is not None
    assert (schema.time.kind, schema.time.format) == (kind, form)
    assert "is no format of dates for column when" in refused(
        section.model_copy(update={"time_format": "%q"})
    )


def test_the_latest_rows_are_held_back_and_nothing_of_them_is_trained_on(path: Path) -> None:
    dataset = load(series(path, horizon=2), 0)
    rows = {}
    for name in ("train", "validation", "test"):
        split = dataset.split(name)
        assert split is not None
        rows[name] = {*split.inputs[..., 0].ravel().tolist(), *split.targets.ravel().tolist()}
    assert rows == {"train": {*range(72)}, "validation": {*range(72, 80)}, "test": {*range(80, 100)}}
    # Nor is it measured for the standardization.
    (scale,) = [step for step in dataset.preprocessing.steps if isinstance(step, Scale)]
    windows = np.lib.stride_tricks.sliding_window_view(np.arange(70), 5)
    assert scale.mean[0] == pytest.approx(windows[: len(dataset.train)].mean())


@pytest.mark.parametrize("standardize", [True, "robust", False])
def test_many_windows_are_gathered_as_they_are_used(
    path: Path, standardize: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = series(path, time="time", horizon=2, standardize=standardize, standardize_targets=True)
    few = load(section, 0)
    monkeypatch.setattr("mlpcli.data.series.windows._COPIED_BYTES", 0)
    many = load(section, 0)
    for name in ("train", "validation", "test"):
        one, other = few.split(name), many.split(name)
        assert one is not None and other is not None
        assert isinstance(other.inputs, GatheredRows)
        assert np.array_equal(one.inputs, other.inputs[:])
        assert np.array_equal(one.targets, other.targets)
    assert few.fingerprint == many.fingerprint
    assert few.preprocessing.targets == many.preprocessing.targets
    for step, same in zip(few.preprocessing.steps, many.preprocessing.steps, strict=True):
        for key, value in asdict(step).items():
            assert asdict(same)[key] == (pytest.approx(value) if key != "step" else value)


def test_rows_are_sorted_by_time_whatever_their_order_in_the_file(path: Path, tmp_path: Path) -> None:
    header, *lines = hourly().splitlines(keepends=True)
    np.random.default_rng(0).shuffle(lines)
    mixed = written(tmp_path, header + "".join(lines), "mixed.csv")
    ours, theirs = (load(series(one, time="time"), 0) for one in (path, mixed))
    assert np.array_equal(ours.train.inputs, theirs.train.inputs)
    assert np.array_equal(ours.train.targets, theirs.train.targets)


def test_no_window_has_rows_of_two_series(tmp_path: Path) -> None:
    rows = "".join(f"{'ab'[row % 2]},{row}\n" for row in range(200)) + "short,1\n"
    dataset = load(series(written(tmp_path, "g,load\n" + rows), group="g"), 0)
    inputs = dataset.train.inputs[..., 0]
    assert {*np.diff(inputs, axis=1).ravel()} == {2}
    assert {*(inputs[:, 0] % 2)} == {0, 1}
    assert "t.csv: 1 series has fewer than 6 rows, and so no window" in dataset.notices


def test_gaps_in_time_are_told(tmp_path: Path) -> None:
    lines = hourly().splitlines(keepends=True)
    dataset = load(series(written(tmp_path, "".join(lines[:40] + lines[43:])), time="time"), 0)
    assert dataset.notices[1:] == (
        "t.csv: there are gaps in time, where rows are usually 1 hour apart: of 4 hours before line 41; "
        "windows go across them as if there were none",
    )


def test_a_text_is_a_class_and_a_number_is_one_if_the_config_says_so(tmp_path: Path) -> None:
    rows = "".join(f"{row},{'up' if row % 4 < 2 else 'down'},{row % 2}\n" for row in range(80))
    path = written(tmp_path, "x,way,odd\n" + rows)
    ways = load(series(path, target="way", horizon=0), 0)
    assert (ways.facts.classes, ways.facts.shape) == (("down", "up"), (5, 2))
    assert ways.train.targets[:4].tolist() == [1, 1, 0, 0]
    assert load(series(path, target="odd"), 0).facts.task == "regression"
    odd = load(series(path, target="odd", task="classification", horizon=1), 0)
    assert odd.facts.classes == ("0", "1")
    assert odd.train.targets[:2].tolist() == [1, 0]


def test_what_the_last_row_of_a_window_has_to_predict_is_not_among_its_numbers(path: Path) -> None:
    assert load(series(path, horizon=0), 0).facts.shape == (5, 1)
    message = refused(series(path, horizon=0, features=["load", "hour"]))
    assert message == "load is both the target and among the features: remove it from features"


def test_missing_numbers_are_refused_filled_or_skipped(tmp_path: Path) -> None:
    text = hourly().replace("2024-01-01 07:00,7,", "2024-01-01 07:00,,")
    path = written(tmp_path, text)
    assert refused(series(path)).startswith(
        f"{path}: column load: found '' in line 9; expected a number in every row: fill these values in; or "
        "write missing: forward"
    )
    filled = load(series(path, missing="forward"), 0)
    # The number is known for inputs, but nobody knows what should have been predicted.
    assert filled.train.inputs[5, :, 0].tolist() == [6, 6, 8, 9, 10]
    assert "t.csv: 1 window is left out, because numbers are missing" in filled.notices
    skipped = load(series(path, missing="skip"), 0)
    assert not np.isnan(skipped.train.inputs).any()
    assert "t.csv: 6 windows are left out, because numbers are missing" in skipped.notices


def test_the_only_column_of_numbers_is_the_target(tmp_path: Path) -> None:
    path = written(tmp_path, "t,x\n" + "".join(f"n{row},{row / 2}\n" for row in range(100)))
    assert load(series(path, target=None), 0).preprocessing.series.targets == ("x",)  # type: ignore[union-attr]
    other = written(tmp_path, hourly(), "other.csv")
    assert refused(series(other, target=None)) == (
        f"{other}: columns of numbers are load, hour; expected to be told which one to predict: "
        "write target: load"
    )


def test_the_season_is_that_of_the_times(path: Path) -> None:
    def season(**more: Any) -> int:
        schema = load(series(path, validation=0, test=0, **more), 0).preprocessing.series
        assert schema is not None
        return schema.season

    assert season(time="time", window=24) == 24
    assert season(time="time", window=23) == 0
    assert season(window=24) == 0
    assert season(window=24, season=12) == 12


@pytest.mark.parametrize(
    ("first", "hour", "words"),
    [(1704067200, 3600, "1 hour"), (1704067200000, 3600000, "1 hour"), (45292, 1, "1 day"), (5, 2, "2")],
)
def test_numbers_that_count_time_have_seasons_and_words(
    tmp_path: Path, first: int, hour: int, words: str
) -> None:
    hours = [first + row * hour for row in range(99) if not 40 <= row < 69]
    dataset = load(series(written(tmp_path, counted(hours)), time="ts", window=24, validation=0, test=0), 0)
    schema = dataset.preprocessing.series
    assert schema is not None
    assert schema.season == {"1 hour": 24, "1 day": 7, "2": 0}[words]
    gap = {"1 hour": "30 hours", "1 day": "30 days", "2": "60"}[words]
    assert dataset.notices == (
        f"t.csv: there are gaps in ts, where rows are usually {words} apart: of {gap} before line 42; "
        "windows go across them as if there were none",
    )
    assert build(SeriesSchema, json.loads(json.dumps(asdict(schema)))) == schema


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        (hourly(20), {}, "leave validation and test without a window"),
        (hourly(20), {"window": 40}, "leave train and validation and test without a window"),
        (hourly().replace(",9,", ",nine,"), {}, "column load: found 'nine' in line 11"),
        (hourly().replace(",9,", ",9e99,"), {}, "expected finite numbers that fit float32"),
        (
            hourly().replace("01 09:00", "01 08:00"),
            {"time": "time"},
            "expected a time of its own in every row",
        ),
        (hourly().replace("2024-01-01 09:00", ""), {"time": "time"}, "expected a time in every row"),
        (
            hourly().replace("2024-01-01 09:00", "now"),
            {"time": "time"},
            "column time: found 'now' in line 11",
        ),
        (hourly(), {"time": "note"}, "column note holds neither dates nor numbers"),
        (hourly(), {"time": "time", "group": "time"}, "time is both the time and the group of rows"),
        (hourly(), {"target": "lood"}, "has no column called 'lood'"),
        (hourly(), {"target": "time", "time": "time"}, "time is both a target"),
        (hourly(), {"features": ["note"]}, "column note: found 'ok' in line 2"),
        (hourly(), {"exclude": ["load", "hour"], "target": "note"}, "no column of numbers to predict from"),
        (hourly(), {"target": "note"}, "has only one class, 'ok'"),
        ("", {}, "is empty"),
        ("time,load\n", {}, "has no rows"),
        (hourly().replace("note\n", "load\n"), {}, "are both called 'load'"),
    ],
)
def test_bad_series_are_refused(tmp_path: Path, text: str, options: dict[str, Any], message: str) -> None:
    path = written(tmp_path, text)
    assert message in refused(series(path, **options))


def test_a_class_that_only_later_rows_have_is_refused(tmp_path: Path) -> None:
    rows = "".join(f"{row},{'new' if row > 95 else 'ab'[row % 2]}\n" for row in range(100))
    path = written(tmp_path, "x,kind\n" + rows)
    assert "no training window has the class new" in refused(series(path, target="kind"))


def signals(count: int, first: int = 0) -> str:
    """Rows as in UCR's files: a class, then the steps."""
    lines = (
        "\t".join([str(row % 3 - 1), *(str(row * 0.5 + step) for step in range(12))])
        for row in range(first, first + count)
    )
    return "\n".join(lines) + "\n"


def test_rows_are_signals_without_a_window(tmp_path: Path) -> None:
    path, test = (
        written(tmp_path, signals(*rows), name) for rows, name in (((60,), "a.tsv"), ((9, 60), "b.tsv"))
    )
    dataset = load(Series(source="series", path=path, test_path=test), 0)
    assert (dataset.facts.shape, dataset.facts.classes) == ((12, 1), ("-1", "0", "1"))
    assert dataset.test is not None
    assert dataset.validation is not None
    assert [len(dataset.train), len(dataset.validation), len(dataset.test)] == [54, 6, 9]
    assert dataset.test.inputs[1, :, 0].tolist() == [30.5 + step for step in range(12)]
    assert dataset.test.targets.tolist() == [0, 1, 2] * 3
    drawn = load(Series(source="series", path=path), 1)
    assert drawn.test is not None
    assert len(drawn.test) == 12
    assert not np.array_equal(drawn.train.inputs, load(Series(source="series", path=path), 2).train.inputs)


def test_another_file_of_signals_must_have_known_classes(tmp_path: Path) -> None:
    path = written(tmp_path, signals(60), "a.tsv")
    test = written(tmp_path, signals(9).replace("-1\t", "7\t"), "b.tsv")
    assert "found '7' in 3 rows" in refused(Series(source="series", path=path, test_path=test))


def test_missing_numbers_of_all_columns_are_told_at_once(tmp_path: Path) -> None:
    rows = [f"{n},{n % 5},{n % 3}\n" for n in range(60)]
    rows[3], rows[5] = ",1,1\n", "4,,\n"
    path = written(tmp_path, "a,b,c\n" + "".join(rows))
    message = refused(series(path, target="c", features=["a", "b"]))
    assert "column a: found '' in line 5" in message
    assert "column b: found '' in line 7" in message
    assert "column c: found '' in line 7" in message
    assert message.count("write missing: forward") == 1


@pytest.mark.parametrize("missing", ["refuse", "forward", "skip"])
def test_a_channel_without_a_number_is_told(tmp_path: Path, missing: str) -> None:
    text = "x,y\n" + "".join(f"{row},\n" for row in range(60))
    told = refused(series(written(tmp_path, text), target="x", features=["x", "y"], missing=missing))
    assert "t.csv: all numbers are missing in y; expected some in every column of numbers" in told


def test_columns_of_lists_and_durations_are_told(tmp_path: Path) -> None:
    count = 100
    frame = pl.DataFrame(
        {
            "x": [float(row * row) for row in range(count)],
            "took": [timedelta(seconds=row) for row in range(count)],
            "tags": [[row] for row in range(count)],
            "raw": [b"x"] * count,
            "hour": [time(row % 24) for row in range(count)],
        }
    )
    frame.write_parquet(tmp_path / "t.parquet")
    assert load(series(tmp_path / "t.parquet", target="x"), 0).notices[:2] == (
        "t.parquet: left out: tags holds List(Int64), raw holds Binary, hour holds Time",
        "t.parquet: durations are read as seconds: took",
    )
    fix = "write exclude: [tags, raw, hour]; or write them as numbers, such as their seconds"
    with pytest.raises(DataError, match="hour holds Time") as caught:
        load(series(tmp_path / "t.parquet", target="x", features=["x", "hour"]), 0)
    assert caught.value.fix == fix
    excluded = ["tags", "raw", "hour"]
    load(series(tmp_path / "t.parquet", target="x", features=["x", "hour"], exclude=excluded), 0)
    with pytest.raises(DataError, match="hour holds Time") as caught:
        load(series(tmp_path / "t.parquet", target="x", group="hour"), 0)
    assert caught.value.fix.startswith("tell series apart by another column;")


def test_test_rows_that_are_not_later_are_told(tmp_path: Path) -> None:
    path, later, before = (
        written(tmp_path, text, name)
        for name, text in (("a.csv", hourly(60)), ("b.csv", hourly(40, 60)), ("c.csv", hourly(40, 59)))
    )
    assert len(load(series(path, time="time", test_path=later), 0).notices) == 1
    assert load(series(path, time="time", test_path=before), 0).notices[1] == (
        "c.csv: its rows begin at time 2024-01-03 11:00, and a.csv goes on to 2024-01-03 11:00: the test is "
        "not on later rows alone"
    )


def test_unknown_columns_are_told_at_once(path: Path) -> None:
    message = refused(series(path, target="loot", exclude=["x"], time="y", group="z"))
    for key, name in (("target", "loot"), ("exclude", "x"), ("time", "y"), ("group", "z")):
        assert f"has no column called '{name}', which `{key}` names" in message


def test_signals_of_another_length_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, signals(60), "a.tsv")
    test = written(tmp_path, signals(9).replace("\n", "\t1\n"), "b.tsv")
    assert "has no header and 14 columns; the training file has 13" in refused(
        Series(source="series", path=path, test_path=test)
    )


def test_how_series_are_read_is_stored_and_checked(path: Path) -> None:
    dataset = load(series(path, time="time", horizon=2), 0)
    stored = json.loads(json.dumps(asdict(dataset.preprocessing)))
    assert build(Preprocessing, stored) == dataset.preprocessing
    dataset.preprocessing.check(dataset.facts)
    stored["series"]["window"] = 6
    with pytest.raises(ValueError, match="series: outputs 6 x 2, but the network takes signals of 5 x 2"):
        build(Preprocessing, stored).check(dataset.facts)
    stored["series"]["targets"] = ["lood"]
    with pytest.raises(ValueError, match="targets: expected at least one"):
        build(Preprocessing, stored)


def test_columns_that_float32_cannot_tell_apart_are_named(tmp_path: Path) -> None:
    rows = "".join(f"{1e9 + n / 10},{n % 5 if n % 7 < 6 else ''},{1e9 + n / 7}\n" for n in range(80))
    path = written(tmp_path, "load,hour,price\n" + rows)
    inputs, targets = load(series(path, missing="forward"), 0).notices
    assert inputs.startswith("t.csv: load, price: float32, which networks compute in, rounds away most")
    assert inputs.endswith("the same constant from rows to predict")
    assert targets.startswith("t.csv: load: float32")
    assert targets.endswith("and add it to what the network predicts")


def test_signals_that_float32_cannot_tell_apart_are_told(tmp_path: Path) -> None:
    rows = "".join(f"{n / 3},{1e9 + n / 10},{1e9 + n / 7}\n" for n in range(80))
    path = written(tmp_path, "load,first,second\n" + rows)
    (notice,) = load(series(path, window=None), 0).notices
    assert notice.startswith("t.csv: its signals: float32, which networks compute in, rounds away most")


@pytest.mark.parametrize("options", [{"window": 3}, {"window": None, "task": "regression"}])
def test_the_spans_of_numbers_are_kept_for_other_files(tmp_path: Path, options: dict[str, Any]) -> None:
    text = "a;b\n" + "".join(f"{n};{n},5\n" for n in range(60))
    opened = load(series(written(tmp_path, text), target="a", features=["b"], **options), 0)
    schema = opened.preprocessing.series
    assert schema is not None and schema.separated_by == ";"
    assert schema.spans == {"a": NumberSpan(0.0, 59.0, True), "b": NumberSpan(0.5, 59.5, False)}
