"""Killed at a step of a write, a training leaves a run that goes on as if nothing had been."""

from itertools import product
from pathlib import Path

import pytest

import mlpcli
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.listing import BrokenRun
from mlpcli.training.checkpoints import checkpoint_file
from tests.crash.dying import SIGKILLED, STEPS, run, train_and_die_writing
from tests.crash.surviving import assert_survives, only_run

KILLS = [
    *product(("best.safetensors",), (3,), STEPS),
    *product(("last.safetensors",), (1,), ("half written", "after rename")),
    *product(("last.safetensors",), (3,), STEPS),
    *product(("metrics.csv", "run.json"), (2,), ("half written", "after rename")),
    *product(("evaluation.json",), (1,), ("half written", "after rename")),
]


@pytest.mark.parametrize(("name", "number", "step"), KILLS)
def test_a_training_killed_in_a_write_goes_on(
    name: str, number: int, step: str, config: Path, straight: RunFolder, tmp_path: Path
) -> None:
    assert run(train_and_die_writing, config, tmp_path, name, number, step) == SIGKILLED
    assert_survives(tmp_path, straight)


@pytest.mark.parametrize("number", [2, 3, 4, 5, 6])
def test_at_most_one_epoch_is_lost(number: int, config: Path, straight: RunFolder, tmp_path: Path) -> None:
    # The first is written before the first epoch.
    arguments = (config, tmp_path, "last.safetensors", number, "before rename")
    assert run(train_and_die_writing, *arguments) == SIGKILLED
    assert checkpoint_file.read(only_run(tmp_path).last).place.epoch == number - 2


@pytest.mark.parametrize("name", ["config.yaml", "resolved.yaml", "model.json"])
@pytest.mark.parametrize("step", ["half written", "after rename"])
def test_a_training_killed_before_its_record_is_a_broken_run_or_none(
    name: str, step: str, config: Path, tmp_path: Path
) -> None:
    assert run(train_and_die_writing, config, tmp_path, name, 1, step) == SIGKILLED
    folder = only_run(tmp_path)
    nothing_is_written = (name, step) == ("config.yaml", "half written")
    broken = BrokenRun(folder.id, f"{folder.record} is missing")
    assert mlpcli.list_runs(tmp_path) == ([] if nothing_is_written else [broken])
