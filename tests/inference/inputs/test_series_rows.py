"""Series to predict on: the windows at their ends, the times after them, and the signals in rows."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mlpcli.config.sources import Series
from mlpcli.data.dataset import Dataset
from mlpcli.errors import DataError
from mlpcli.inference.inputs.labelled_rows import LabelledRows
from mlpcli.inference.inputs.predict_inputs import Inputs, Rows
from mlpcli.inference.inputs.series_rows import open_labelled_series, open_series
from tests.data.loading import load
from tests.data.sources.test_series import counted, hourly, signals
from tests.data.tables.files import written


def trained(folder: Path, text: str, **options: Any) -> Dataset:
    path = written(folder, text, "train.csv")
    return load(Series(source="series", path=path, **options), 0)


def opened(dataset: Dataset, *given: Any) -> Inputs:
    return open_series(given, dataset.facts, dataset.preprocessing)


def scored(dataset: Dataset, path: Path) -> LabelledRows:
    return open_labelled_series(path, dataset.facts, dataset.preprocessing)


def only(inputs: Inputs) -> Rows:
    (rows,) = inputs.batches
    return rows


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return trained(tmp_path, hourly(), target="load", time="time", window=5, horizon=2)


def test_the_last_window_is_predicted_from_and_the_times_go_on(dataset: Dataset, tmp_path: Path) -> None:
    path = written(tmp_path, hourly(30))
    inputs = opened(dataset, str(path))
    rows = only(inputs)
    assert (inputs.total, inputs.columns) == (2, ("time", "step", "target"))
    assert rows.values.tolist() == [[[row, row % 24] for row in range(25, 30)]]
    assert rows.cells == (("2024-01-02 06:00", 1, "load"), ("2024-01-02 07:00", 2, "load"))
    assert rows.names == (str(path),)


EVERY_HOUR = "they are taken as if they were 1 hour apart"


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (range(0, 900, 30), "rows are usually 30 minutes apart in ts, in training 1 hour"),
        (range(0, 9000, 120), "rows are usually 2 hours apart in ts, in training 1 hour"),
        ([*range(0, 20), *range(60, 1200, 60)], "rows are not equally far apart in ts, in training 1 hour"),
        (range(0, 9000, 60), ""),
    ],
)
def test_another_step_than_in_training_is_told(tmp_path: Path, minutes: Any, told: str) -> None:
    first = 1704067200000
    hours = counted(first + 3600000 * row for row in range(100))
    dataset = trained(tmp_path, hours, target="load", time="ts", window=5)
    path = written(tmp_path, counted(first + 60000 * minute for minute in minutes))
    expected = (f"t.csv: {told}; {EVERY_HOUR}",) if told else ()
    assert opened(dataset, str(path)).notices == expected
    assert scored(dataset, path).inputs.notices == expected


def test_times_in_another_unit_than_in_training_are_refused(tmp_path: Path) -> None:
    hours = counted(1704067200000 + 3600000 * row for row in range(100))
    dataset = trained(tmp_path, hours, target="load", time="ts", window=5)
    path = written(tmp_path, counted(1704067200 + 3600 * row for row in range(60)))
    with pytest.raises(
        DataError, match="ts has seconds since 1970; expected milliseconds since 1970"
    ) as found:
        opened(dataset, str(path))
    assert found.value.fix == "write the times of ts as milliseconds since 1970"


def test_every_series_of_a_file_is_predicted(tmp_path: Path) -> None:
    text = "g,x,y\n" + "".join(f"{'ab'[row % 2]},{row},{-row}\n" for row in range(200))
    dataset = trained(tmp_path, text, target=["y", "x"], group="g", window=3, horizon=2)
    path = written(tmp_path, text + "c,1,1\n")
    inputs = opened(dataset, str(path))
    rows = only(inputs)
    assert inputs.columns == ("g", "step", "target")
    assert rows.values[..., 0].tolist() == [[194, 196, 198], [195, 197, 199]]
    assert rows.cells == tuple((name, step, one) for name in "ab" for step in (1, 2) for one in ("y", "x"))
    assert inputs.total == 8
    assert inputs.notices == ("t.csv: 1 series has fewer than 3 rows, and so no window",)


def test_columns_come_in_any_order_and_others_are_told(dataset: Dataset, tmp_path: Path) -> None:
    lines = [line.split(",")[::-1] for line in hourly(30).splitlines()]
    path = written(tmp_path, "".join(",".join([*cells, "new"]) + "\n" for cells in lines))
    inputs = opened(dataset, str(path))
    assert only(inputs).values[0, -1].tolist() == [29, 5]
    assert inputs.notices == (f"{path} has columns that training did not have, which are not used: new",)


def test_all_windows_are_scored(dataset: Dataset, tmp_path: Path) -> None:
    path = written(tmp_path, hourly(30))
    found = scored(dataset, path)
    assert found.inputs.total == len(found.targets) == 24
    assert found.targets[-1].tolist() == [28, 29]
    assert np.concatenate([rows.values for rows in found.inputs.batches])[-1, -1, 0] == 27


def test_rows_are_signals_for_a_network_that_takes_them_so(tmp_path: Path) -> None:
    dataset = trained(tmp_path, signals(60))
    path = written(tmp_path, signals(3), "t.tsv")
    rows = only(opened(dataset, str(path)))
    assert rows.values.shape == (3, 12, 1)
    assert rows.names[2] == f"{path}: line 3"
    # The classes may be missing.
    bare = written(
        tmp_path, "".join(line.split("\t", 1)[1] + "\n" for line in signals(3).splitlines()), "u.tsv"
    )
    assert np.array_equal(only(opened(dataset, str(bare))).values, rows.values)


def test_a_missing_file_is_no_row_to_type(dataset: Dataset) -> None:
    with pytest.raises(DataError, match="there is no file 'load=3'") as error:
        opened(dataset, "load=3")
    assert error.value.fix == "check the path"


@pytest.mark.parametrize("target", ["load", ["load", "hour"]])
def test_windows_in_arrays_have_the_answers_of_those_in_files(tmp_path: Path, target: Any) -> None:
    dataset = trained(tmp_path, hourly(), target=target, time="time", window=5, horizon=2)
    inputs = opened(dataset, np.zeros((2, 5, 2), np.float32))
    rows = only(inputs)
    (series,) = opened(dataset, str(written(tmp_path, hourly(30)))).batches
    assert rows.values.shape == (2, 5, 2)
    assert inputs.columns == ("input", "step", "target")
    assert rows.cells == tuple(
        (name, *cells[1:]) for name in ("array[0]", "array[1]") for cells in series.cells
    )
    assert inputs.total == len(rows.cells)


def test_series_to_score_with_gaps_have_a_fix_without_a_config(dataset: Dataset, tmp_path: Path) -> None:
    path = written(tmp_path, hourly(30).replace(",29,", ",,"))
    with pytest.raises(DataError, match="column load: found '' in line 31") as caught:
        scored(dataset, path)
    assert caught.value.fix == "give numbers as the training file has them, or remove these rows"


@pytest.mark.parametrize(
    ("old", "new", "message", "fix"),
    [
        (
            "2024-01-01 09:00",
            "1/1/24 09:00",
            "found '1/1/24 09:00'",
            "correct these times, or remove the rows",
        ),
        ("2024-01-01 09:00", "", "a time in every row", "fill these times in, or remove the rows"),
        (
            "01-01 09:00",
            "01-01 08:00",
            "a time of its own in every row",
            "remove the second rows; where clocks",
        ),
    ],
)
def test_wrong_times_are_refused_as_in_training(
    dataset: Dataset, tmp_path: Path, old: str, new: str, message: str, fix: str
) -> None:
    path = written(tmp_path, hourly(30).replace(old, new))
    for read in (lambda: opened(dataset, str(path)), lambda: scored(dataset, path)):
        with pytest.raises(DataError, match=message) as caught:
            read()
        assert caught.value.fix.startswith(fix)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (hourly(4), "none of its series ends in 5 rows without missing numbers"),
        (hourly(30).replace("load", "lood"), "lacks the column load"),
        (hourly(30).replace(",29,", ",x,"), "column load: found 'x' in line 31"),
        (
            hourly(30).replace(",29,", ",,"),
            "column load: found '' in line 31; expected a number in every row",
        ),
    ],
)
def test_series_are_refused_that_give_no_window(
    dataset: Dataset, tmp_path: Path, text: str, message: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(DataError, match="t.csv") as error:
        opened(dataset, str(path))
    assert message in error.value.message


@pytest.mark.parametrize("window", [4, None])
def test_numbers_in_another_form_than_in_training_are_read(tmp_path: Path, window: int | None) -> None:
    task = {} if window else {"task": "regression"}
    text = "x;y\n" + "".join(f"{row},5;{row * row},25\n" for row in range(80))
    dataset = trained(tmp_path, text, target="x", window=window, **task)
    path = written(tmp_path, "x,y\n" + '"1,217.5",3.25\n' * 9)
    inputs = opened(dataset, str(path))
    assert only(inputs).values[0, -1].tolist()[-1] == 3.25
    assert "its numbers have '.' as the decimal sign" in inputs.notices[0]
    found = scored(dataset, path)
    assert found.targets[0].tolist() == [1217.5]
    assert found.inputs.notices == inputs.notices
