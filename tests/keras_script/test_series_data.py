"""A script of series has the windows or signals of the run, however the series are written."""

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from mlpcli.config.load import loads
from mlpcli.config.yaml.notation import one_line
from mlpcli.data.dataset import Dataset
from mlpcli.workflows.validate import check
from tests.keras_script.test_data import assert_same_rows
from tests.starters.data_files import waves


def hours(rows: int = 160, first: int = 0) -> pl.DataFrame:
    """Two sites by the hour, not in order, with gaps in a column."""
    random = np.random.default_rng(first)
    hour = np.arange(rows) // 2
    frame = pl.DataFrame(
        {
            "time": [f"2024-01-{n // 24 + 1:02} {n % 24:02}:00" for n in hour],
            "site": [("north", "south")[n % 2] for n in range(rows)],
            "warm": random.normal(10, 3, rows).round(2),
            "load": random.normal(40, 9, rows).round(3),
            "state": [("low", "high", "off")[n // 5 % 3] for n in range(rows)],
            "count": hour + 5,
        }
    )
    return frame.sample(rows, shuffle=True, seed=first)


def assert_script(path: Path, units: int = 1, **keys: Any) -> Dataset:
    data = {"source": "series", "path": str(path), **keys}
    head: dict[str, Any] = {"units": units}
    if keys.get("target") == "state":
        head["activation"] = "softmax"
    elif "window" not in keys:
        head["activation"] = "sigmoid"
    text = f"seed: 3\ndata: {one_line(data)}\nlayers: [Flatten, {{Dense: {one_line(head)}}}]\n"
    return assert_same_rows(check(loads(text, "case.yaml")))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    hours().write_csv(tmp_path / "load.csv")
    return tmp_path / "load.csv"


IN_ORDER = {"window": 4, "target": "load", "time": "time", "group": "site"}


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"horizon": 3, "units": 3},
        {"horizon": 0},
        {"stride": 3},
        {"validation": 0, "test": 0},
        {"validation": 0},
        {"test": 0},
        {"target": ["load", "warm"], "units": 2},
        {"target": "state", "units": 3},
        {"target": "state", "units": 3, "horizon": 0},
        {"features": ["count", "warm"]},
        {"standardize_targets": True},
    ],
    ids=str,
)
def test_windows_are_those_of_the_run(keys: dict[str, Any], path: Path) -> None:
    assert_script(path, **{**IN_ORDER, **keys})


def test_without_times_the_last_share_of_every_series_is_held_back(path: Path) -> None:
    assert_script(path, window=4, target="load", group="site", exclude=["time"])
    assert_script(path, window=4, target="load", exclude=["time"])


def test_numbers_are_times_too(tmp_path: Path) -> None:
    hours().filter(pl.col("site") == "north").write_csv(tmp_path / "load.csv")
    assert_script(tmp_path / "load.csv", window=4, target="load", time="count")


@pytest.mark.parametrize("rule", ["forward", "skip"])
@pytest.mark.parametrize("target", ["load", "warm", "state"])
def test_missing_numbers_are_treated_as_in_the_run(rule: str, target: str, tmp_path: Path) -> None:
    gaps = pl.when(pl.col("count") % 9 != 0).then(pl.col("warm"))
    hours().with_columns(gaps).write_csv(tmp_path / "load.csv", null_value="?")
    units = 3 if target == "state" else 1
    assert_script(tmp_path / "load.csv", units, **{**IN_ORDER, "missing": rule, "target": target})


@pytest.mark.parametrize("kind", ["parquet", "jsonl", "decimal"])
def test_other_files_are_read_as_in_the_run(kind: str, tmp_path: Path) -> None:
    frame = hours().with_columns(pl.col("time").str.to_datetime("%Y-%m-%d %H:%M"))
    if kind == "parquet":
        frame.write_parquet(tmp_path / "load.parquet")
    elif kind == "jsonl":
        hours().write_ndjson(tmp_path / "load.jsonl")
    else:
        hours().write_csv(tmp_path / "load.decimal", separator=";", decimal_comma=True)
    assert_script(tmp_path / f"load.{kind}", **IN_ORDER)


def test_test_rows_may_be_of_another_file(path: Path, tmp_path: Path) -> None:
    hours(60, 1).write_csv(tmp_path / "test.csv")
    assert_script(path, **IN_ORDER, test_path=str(tmp_path / "test.csv"))
    assert_script(path, **IN_ORDER, validation=0, test_path=str(tmp_path / "test.csv"))


def test_signals_are_those_of_the_run(tmp_path: Path) -> None:
    waves(tmp_path / "waves.tsv")
    waves(tmp_path / "test.tsv", 20)
    assert_script(tmp_path / "waves.tsv")
    assert_script(tmp_path / "waves.tsv", validation=0, test_path=str(tmp_path / "test.tsv"))


@pytest.mark.parametrize("rule", ["forward", "skip"])
def test_signals_with_missing_numbers_are_those_of_the_run(rule: str, tmp_path: Path) -> None:
    waves(tmp_path / "waves.tsv")
    lines = [line.split("\t") for line in (tmp_path / "waves.tsv").read_text().splitlines()]
    for row in (3, 17):
        lines[row][row] = ""
    lines[30][1] = ""
    (tmp_path / "waves.tsv").write_text("".join("\t".join(line) + "\n" for line in lines))
    assert_script(tmp_path / "waves.tsv", missing=rule)
