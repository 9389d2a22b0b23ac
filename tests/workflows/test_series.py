"""From series to a run: trained, resumed, scored beside forecasts without a model, and forecasting."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

import mlpcli
from mlpcli.inference.scoring.class_scores import regression_scores
from mlpcli.workflows.train import TrainedRun
from tests.workflows.resumed import assert_goes_on_to_the_last_bit
from tests.workflows.trainings import train

LOADS = """\
seed: 2
data: {source: series, path: load.csv, target: load, time: time, window: 24, horizon: 2}
layers:
  - Conv1D: {filters: 4, kernel_size: 3, activation: relu}
  - Flatten
  - Dense: 2
optimizer: {Adam: {learning_rate: 0.01}}
training: {epochs: 3, batch_size: 32, baselines: false}
"""


def table(count: int = 400) -> str:
    """A load that repeats every day, but for noise."""
    noise = np.random.default_rng(0).normal(0, 0.2, count)
    lines = (
        f"2024-01-{row // 24 + 1:02} {row % 24:02}:00,{10 + 5 * np.sin(row * np.pi / 12) + noise[row]:.3f}\n"
        for row in range(count)
    )
    return "time,load\n" + "".join(lines)


def trained_in(folder: Path, **more: object) -> TrainedRun:
    (folder / "load.csv").write_text(table())
    return train(folder, LOADS, **more)


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> TrainedRun:
    """A run of LOADS, not to be changed."""
    return trained_in(tmp_path_factory.mktemp("straight"))


def test_a_run_stands_beside_forecasts_without_a_model(straight: TrainedRun) -> None:
    assert straight.record.rows == {"train": 263, "validation": 7, "test": 55}
    test = straight.evaluations["test"]
    assert {"mean", "last_value", "seasonal_value"} <= test.baselines.keys()
    load = np.array([float(line.split(",")[1]) for line in table().splitlines()[1:]], np.float32)
    targets = np.stack([load[row : row + 2] for row in range(344, 399)])
    for name, before in (("last_value", [1, 2]), ("seasonal_value", [24, 24])):
        answers = np.stack([[load[row - before[0]], load[row + 1 - before[1]]] for row in range(344, 399)])
        assert test.baselines[name].metrics == pytest.approx(asdict(regression_scores(answers, targets)))
    assert mlpcli.evaluate(str(straight.folder.path)) == test


@pytest.mark.usefixtures("every_epoch")
def test_an_interrupted_training_on_series_goes_on_to_the_last_bit(
    tmp_path: Path, straight: TrainedRun
) -> None:
    assert_goes_on_to_the_last_bit(trained_in, tmp_path, straight)


def test_forecasts_are_of_the_rows_after_the_file_in_the_units_of_the_data(
    straight: TrainedRun, tmp_path: Path
) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text(table(100))
    answers = mlpcli.predict(rows, str(straight.folder.path))
    assert (answers.columns, answers.total, answers.values) == (("time", "step", "target"), 2, ("value",))
    found = [one for batch in answers.batches for one in batch.predictions]
    assert [one.cells for one in found] == [("2024-01-05 04:00", 1, "load"), ("2024-01-05 05:00", 2, "load")]
    load = [float(line.split(",")[1]) for line in table(102).splitlines()[-2:]]
    assert [one.values[0] for one in found] == pytest.approx(load, abs=4)


def test_all_windows_of_another_file_are_scored(straight: TrainedRun, tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text(table(100))
    scored = mlpcli.evaluate(str(straight.folder.path), data=rows)
    assert (scored.rows, scored.data) == (75, str(rows))
