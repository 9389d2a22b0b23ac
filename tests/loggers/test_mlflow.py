from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mlpcli.loggers.mlflow import MlflowLogger
from tests.loggers.runs import logged, row

pytest.importorskip("mlflow")
pytest.importorskip("sqlalchemy")
# MLflow and what it imports deprecate parts of each other.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A store of MLflow's, which takes seconds to create."""
    with pytest.MonkeyPatch.context() as patch:
        store = f"sqlite:///{tmp_path_factory.mktemp('mlflow') / 'mlflow.db'}"
        patch.setenv("MLFLOW_TRACKING_URI", store)
        yield store


def the_run(store: str, name: str) -> tuple[Any, dict[str, list[tuple[int, float]]]]:
    from mlflow.tracking import MlflowClient

    client = MlflowClient(store)
    experiment = client.get_experiment_by_name("cats")
    assert experiment is not None
    (run,) = [one for one in client.search_runs([experiment.experiment_id]) if one.info.run_name == name]
    curves = {
        metric: [(one.step, one.value) for one in client.get_metric_history(run.info.run_id, metric)]
        for metric in run.data.metrics
    }
    return run, curves


def test_a_run_has_parameters_curves_figures_and_tags(store: str, tmp_path: Path) -> None:
    logger = MlflowLogger()
    logger.begin(logged(tmp_path / "whole", **{"class_weight.né, 1": "x" * 7000}))
    logger.epochs([row(1), row(2)])
    logger.final(2, {"test": {"accuracy": 0.75}})
    logger.end("completed")
    run, curves = the_run(store, "whole")
    assert run.info.status == "FINISHED"
    assert run.data.params == {"seed": "1", "class_weight.n__ 1": "x" * 6000}
    assert run.data.tags["mlpcli.run"] == "whole"
    assert curves == {
        "loss": [(1, 1.0), (2, 0.5)],
        "val_loss": [(1, 2.0), (2, 1.0)],
        "learning_rate": [(1, 0.1), (2, 0.1)],
        "seconds": [(1, 0.5), (2, 0.5)],
        "final/test/accuracy": [(2, 0.75)],
    }


def test_a_resumed_training_goes_on_with_the_same_run(store: str, tmp_path: Path) -> None:
    stopped = MlflowLogger()
    stopped.begin(logged(tmp_path / "resumed", epochs="3"))
    stopped.epochs([row(1), row(3)])
    stopped.end("interrupted")
    assert the_run(store, "resumed")[0].info.status == "KILLED"
    resumed = MlflowLogger()
    resumed.begin(logged(tmp_path / "resumed", [row(1), row(2)], epochs="5"))
    assert the_run(store, "resumed")[0].info.status == "RUNNING"
    resumed.epochs([row(3), row(4)])
    run, curves = the_run(store, "resumed")
    assert sorted(step for step, value in curves["loss"]) == [1, 2, 3, 4]
    assert run.data.params["epochs"] == "3"
