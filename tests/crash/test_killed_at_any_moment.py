"""Killed at a moment that nothing in it decides, a training leaves a run that goes on."""

import random
from pathlib import Path

import pytest

import mlpcli
from mlpcli.runs.folder import RunFolder
from tests.crash.dying import SIGKILLED, run, train_and_die_after
from tests.crash.surviving import assert_survives

MOMENTS = random.Random(0)


@pytest.mark.parametrize("seconds", [round(MOMENTS.uniform(0.05, 3.0), 3) for _ in range(20)])
def test_a_training_killed_at_any_moment_goes_on(
    seconds: float, config: Path, straight: RunFolder, tmp_path: Path
) -> None:
    code = run(train_and_die_after, config, tmp_path, seconds)
    assert code in (0, SIGKILLED)
    if mlpcli.list_runs(tmp_path):
        assert_survives(tmp_path, straight)
