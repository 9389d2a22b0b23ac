import pytest

from mlpcli.loggers import LOGGERS, missing_packages
from mlpcli.loggers.logged_run import _flattened


def test_a_missing_package_comes_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlpcli.loggers.find_spec", lambda name: None)
    board, flow = missing_packages(["tensorboard", "mlflow", "mlflow"])
    assert board.message == "tensorboard needs packages that are not installed: tensorboardX"
    assert board.fix == "install them with: pip install 'mlpcli[tensorboard]'"
    assert flow.fix == "install them with: pip install 'mlpcli[mlflow]'"


def test_installed_packages_are_not_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlpcli.loggers.find_spec", lambda name: name)
    assert missing_packages(list(LOGGERS)) == []


def test_parameters_have_the_paths_of_overrides() -> None:
    document = {"layers": [{"Dense": {"units": 3, "weights": [[1, 2]]}}], "fit": None, "loss": "huber"}
    assert dict(_flattened(document)) == {
        "layers.0.Dense.units": "3",
        "layers.0.Dense.weights": "[[1, 2]]",
        "fit": "null",
        "loss": "huber",
    }
