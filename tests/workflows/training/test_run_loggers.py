from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

import mlpcli
from mlpcli.errors import ConfigError
from mlpcli.loggers import LoggerKind
from mlpcli.workflows.train import TrainedRun
from tests.loggers.test_background import Fake, failing
from tests.workflows.ended import AfterTheFirstEpoch, only_run
from tests.workflows.trainings import BLOBS, Recorder, train

Get = Callable[[str], TrainedRun]
LOG = "training.log=mlflow"


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Callable[[Fake], None]:
    """Puts a fake in the place of MLflow."""

    def put(fake: Fake) -> None:
        monkeypatch.setattr("mlpcli.loggers.LOGGERS", kinds := {"mlflow": LoggerKind((), lambda: fake)})
        monkeypatch.setattr("mlpcli.workflows.training.run_loggers.LOGGERS", kinds)

    return put


def curves(run: TrainedRun) -> list[Mapping[str, Any]]:
    return [{name: value for name, value in row.items() if name != "seconds"} for row in run.epochs]


def test_a_logger_is_told_of_the_whole_training(logged: Callable[[Fake], None], tmp_path: Path) -> None:
    logged(fake := Fake())
    run = train(tmp_path, BLOBS, LOG)
    begin, *epochs, final, end = fake.told
    assert (begin, end) == ("small", "completed")
    assert [epoch for some in epochs for epoch in some] == [1, 2, 3]
    assert final == (3, run.record.figures)


@pytest.mark.parametrize("event", ["begin", "epochs", "final", "end"])
def test_a_logger_that_fails_costs_one_notice(
    event: str, logged: Callable[[Fake], None], trained: Get, tmp_path: Path
) -> None:
    logged(Fake(**{event: failing(OSError(28, "No space left on device"))}))
    watcher = Recorder()
    run = train(tmp_path, BLOBS, LOG, watcher=watcher)
    assert watcher.notices == [
        "mlflow: OSError: [Errno 28] No space left on device: logging is off for the rest of this training"
    ]
    assert run.record.status == "completed"
    assert (curves(run), run.record.figures, run.record.key) == (
        curves(whole := trained(BLOBS)),
        whole.record.figures,
        whole.record.key,
    )


def test_an_interrupted_training_says_so_to_its_loggers(
    logged: Callable[[Fake], None], tmp_path: Path
) -> None:
    logged(fake := Fake())
    with pytest.raises(KeyboardInterrupt):
        train(tmp_path, BLOBS, LOG, watcher=AfterTheFirstEpoch(lambda folder: failing(KeyboardInterrupt())()))
    assert fake.told == ["small", [1], "interrupted"]
    logged(again := Fake())
    mlpcli.resume(str(only_run(tmp_path / "runs").path))
    assert [told for told in again.told if isinstance(told, list)][0][0] == 2


def test_a_run_can_be_resumed_without_its_loggers(logged: Callable[[Fake], None], tmp_path: Path) -> None:
    logged(Fake())
    run = train(tmp_path, BLOBS, LOG)
    logged(fake := Fake())
    mlpcli.resume(str(run.folder.path), "+1", ["training.log=[]"])
    assert fake.told == []


def test_without_its_package_nothing_is_trained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("mlpcli.loggers.find_spec", lambda name: None)
    with pytest.raises(ConfigError) as caught:
        train(tmp_path, BLOBS, "training.log=[tensorboard]")
    (problem,) = caught.value.problems
    assert problem.fix == "install them with: pip install 'mlpcli[tensorboard]'"
    assert caught.value.exit_code == 2 and not (tmp_path / "runs").exists()


def test_event_files_are_files_of_a_run(tmp_path: Path) -> None:
    pytest.importorskip("tensorboardX")
    run = train(tmp_path, BLOBS, "training.log=tensorboard")
    assert len(list((run.folder.path / "tensorboard").iterdir())) == 1
    (verified,) = mlpcli.verify_runs([str(run.folder.path)])
    assert (verified.state, verified.findings, verified.notes) == ("sound", (), ())
