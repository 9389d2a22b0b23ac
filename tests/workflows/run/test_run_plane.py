"""The area of a run whose rows are two numbers."""

from collections.abc import Callable

import numpy as np

from mlpcli.reporting.facts.regions import Axis, answers_on, grid
from mlpcli.workflows.run.open_run import open_run_in
from mlpcli.workflows.run.run_data import load_rows_of
from mlpcli.workflows.run.run_plane import plane_of
from mlpcli.workflows.run.run_predictor import all_cores, open_predictor
from mlpcli.workflows.run.run_weights import arithmetic_network
from mlpcli.workflows.train import TrainedRun
from tests.workflows.trainings import BLOBS

Get = Callable[[str], TrainedRun]


def test_the_area_agrees_with_predict(trained: Get) -> None:
    run = open_run_in(trained(BLOBS).folder)
    axes = Axis("a", -3, 7), Axis("b", -3, 7)
    found = answers_on(arithmetic_network(run), *axes, 40, has_classes=True)
    predictor = open_predictor(run.folder, run.record, run.description, all_cores())
    assert predictor
    np.testing.assert_allclose(found.reshape(-1, 3), predictor.predict(grid(*axes, 40)), rtol=0, atol=1e-6)


def test_it_has_the_training_rows_and_the_test_rows(trained: Get) -> None:
    run = open_run_in(trained(BLOBS).folder)
    found = plane_of(run, load_rows_of(run, lambda *progress: None))
    assert found
    assert {name: rows.total for name, rows in found.splits.items()} == {"train": 58, "test": 18}
    assert found.epochs is None
