"""A training that is interrupted and resumed, beside one that is not."""

from collections.abc import Callable
from pathlib import Path

import pytest

import mlpcli
from mlpcli.workflows.train import TrainedRun
from tests.identical import assert_same
from tests.workflows.ended import AfterTheFirstEpoch, only_run


def assert_goes_on_to_the_last_bit(
    trained_in: Callable[..., TrainedRun], folder: Path, straight: TrainedRun
) -> None:
    """A training by `trained_in` in `folder` that is interrupted after an epoch ends as one that is not, and
    as `straight`, which was trained elsewhere."""

    def interrupt(started: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        trained_in(folder, watcher=AfterTheFirstEpoch(interrupt))
    run = only_run(folder / "runs")
    # What is stored of the config has the path of the file, so the other run is of another file.
    whole = mlpcli.train([folder / "small.yaml"], runs=folder / "whole")
    mlpcli.resume(str(run.path))
    assert_same(run, whole.folder)
    assert whole.record.figures == straight.record.figures
