import json
import math
import os
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import mlpcli
from mlpcli.config.load import load
from mlpcli.errors import ConfigError, DataError, DivergedError, StorageError, Terminated, UsageError
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.metrics_csv import read_rows
from mlpcli.runs.record import read
from mlpcli.workflows.progress_watcher import SilentWatcher, TrainingStart
from mlpcli.workflows.run.evaluation import Evaluation
from mlpcli.workflows.train import TrainedRun
from tests.workflows.trainings import AND, BLOBS, DIABETES, DIGITS, MNIST, Recorder, train, write

Get = Callable[[str], TrainedRun]


def one_folder(folder: Path) -> RunFolder:
    (path,) = (folder / "runs").iterdir()
    return RunFolder(path)


def test_a_run_leaves_every_file_and_no_other(trained: Get) -> None:
    folder = trained(BLOBS).folder
    files = {str(path.relative_to(folder.path)) for path in folder.path.rglob("*") if path.is_file()}
    assert files == {
        ".lock",
        "config.yaml",
        "resolved.yaml",
        "run.json",
        "model.json",
        "model.tflite",
        "metrics.csv",
        "evaluation.json",
        "checkpoints/best.safetensors",
        "checkpoints/last.safetensors",
    }


def test_the_config_is_kept_byte_for_byte(trained: Get) -> None:
    assert trained(BLOBS).folder.config.read_bytes() == BLOBS.encode()


def test_figures_that_are_not_finite_are_null_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evaluation = Evaluation("run", "test", None, 1, {"loss": math.inf, "r2": 0.5}, {}, (), {"r2": math.nan})
    monkeypatch.setattr("mlpcli.workflows.training.completion.score", lambda *arguments: evaluation)
    folder = train(tmp_path, BLOBS).folder
    found = json.loads(folder.evaluation.read_text())["test"]
    assert (found["metrics"], found["baseline"]) == ({"loss": None, "r2": 0.5}, {"r2": None})
    assert read(folder).figures["test"] == {"loss": None, "r2": 0.5}


def test_merged_configs_are_kept_one_after_the_other(tmp_path: Path) -> None:
    base = write(tmp_path, AND, "base.yaml")
    more = write(tmp_path, "seed: 4\n", "more.yaml")
    run = mlpcli.train([base, more], runs=tmp_path / "runs")
    assert run.folder.config.read_text() == f"--- # base.yaml\n{AND}\n--- # more.yaml\nseed: 4\n\n"
    assert run.record.seed == 4


def test_the_resolved_config_repeats_the_run(trained: Get, tmp_path: Path) -> None:
    first = trained(BLOBS)
    again = mlpcli.train([first.folder.resolved], runs=tmp_path)
    assert again.record.figures == first.record.figures
    assert load([again.folder.resolved]).config == load([first.folder.resolved]).config


def test_the_resolved_config_holds_overrides_and_what_was_left_to_the_tool(tmp_path: Path) -> None:
    run = train(tmp_path, BLOBS, "training.epochs=1", "seed=9")
    config = load([run.folder.resolved]).config
    assert (config.seed, config.training.epochs) == (9, 1)
    assert config.training.loss == "categorical_crossentropy"
    assert config.training.metrics == ("accuracy",)
    assert (config.training.checkpoint.monitor, config.training.checkpoint.mode) == ("val_loss", "min")


def test_the_record_holds_the_facts(trained: Get) -> None:
    run = trained(BLOBS)
    record = run.record
    assert record == read(run.folder)
    assert (record.id, record.name, record.status) == (run.folder.path.name, "small", "completed")
    assert (record.seed, record.dataset, record.task) == (3, "blobs", "classification")
    assert record.rows == {"train": 58, "validation": 14, "test": 18}
    assert (record.input_shape, record.output_shape, record.parameters) == ((2,), (3,), 27)
    assert (record.epochs, record.epochs_done, record.best_epoch) == (3, 3, 3)
    assert (record.error, record.notices) == (None, ())
    assert record.device in ("cpu", "gpu")
    assert record.finished is not None and datetime.fromisoformat(record.finished) >= record.start
    assert set(record.figures) == {"validation", "test"}
    assert record.data_fingerprint.startswith("sha256:")
    assert {"python", "mlpcli", "tensorflow", "keras"} <= set(record.versions)


def test_metrics_have_a_row_an_epoch(trained: Get) -> None:
    rows = read_rows(trained(BLOBS).folder.metrics)
    assert [row["epoch"] for row in rows] == [1, 2, 3]
    assert list(rows[0]) == [
        "epoch",
        "seconds",
        "learning_rate",
        "loss",
        "accuracy",
        "val_loss",
        "val_accuracy",
    ]
    assert rows[2]["loss"] < rows[0]["loss"]


def test_the_final_figures_are_the_best_epoch_s(trained: Get) -> None:
    run = trained(BLOBS)
    rows = read_rows(run.folder.metrics)
    best = min(row["val_loss"] for row in rows)
    assert run.record.figures["validation"]["loss"] == pytest.approx(best, rel=1e-6)


def test_the_evaluation_is_kept_whole(trained: Get) -> None:
    run = trained(BLOBS)
    kept = json.loads(run.folder.evaluation.read_text())
    assert set(kept) == {"validation", "test"}
    assert kept["test"]["rows"] == 18
    assert sum(map(sum, kept["test"]["confusion_matrix"])) == 18
    assert kept["test"]["metrics"] == run.record.figures["test"]
    assert set(kept["test"]["per_class"]) == {"0", "1", "2"}


def test_a_regression_has_no_classes_to_confuse(trained: Get) -> None:
    test = trained(DIABETES).evaluations["test"]
    assert (test.per_class, test.confusion_matrix) == ({}, ())
    assert {"loss", "mean_absolute_error", "mae", "rmse", "r2"} == set(test.metrics)
    assert set(test.baseline) == {"mae", "rmse", "r2"}


def test_a_run_without_epochs_is_evaluated_as_it_was_written(trained: Get) -> None:
    run = trained(AND)
    assert (run.record.status, run.record.epochs_done, run.record.best_epoch) == ("completed", 0, None)
    assert not run.folder.metrics.exists()
    assert run.evaluations["test"].metrics["accuracy"] == 1.0


def test_a_fallback_is_said_and_recorded(tmp_path: Path) -> None:
    watcher = Recorder()
    run = train(tmp_path, MNIST, watcher=watcher)
    (notice,) = watcher.notices
    assert notice.startswith("mnist was not found and could not be downloaded")
    assert "training on digits instead" in notice
    assert f"For MNIST, put mnist.npz into {tmp_path / 'data-home'}" in notice
    assert run.record.notices == (notice,)
    assert run.record.dataset == "digits"
    assert load([run.folder.resolved]).config.data.source == "digits"


def test_without_a_fallback_nothing_is_trained_on_instead(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        train(tmp_path, MNIST.replace("fallback: digits, ", ""))
    assert caught.value.exit_code == 3
    assert "mnist could not be downloaded" in caught.value.message
    assert str(tmp_path / "data-home" / "mnist.npz") in caught.value.fix
    assert not (tmp_path / "runs").exists()


def test_what_is_legal_and_may_surprise_is_said_with_its_place(tmp_path: Path) -> None:
    watcher = Recorder()
    run = train(tmp_path, BLOBS.replace("activation: relu", "activation: linear"), watcher=watcher)
    assert len(watcher.notices) == 1
    assert "small.yaml:6:5 layers[1] Dense: two Dense layers" in watcher.notices[0]
    assert run.record.status == "completed"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (BLOBS.replace("units: 3", "units: 4"), ConfigError),
        (BLOBS.replace("epochs: 3", "epochs: three"), ConfigError),
        (
            BLOBS.replace("blobs, rows: 90, centers: [[0, 0], [4, 0], [0, 4]]", "arrays, path: no.npz"),
            DataError,
        ),
    ],
    ids=["stack", "value", "data"],
)
def test_a_wrong_config_or_wrong_data_leaves_nothing_behind(
    text: str, kind: type[Exception], tmp_path: Path
) -> None:
    with pytest.raises(kind):
        train(tmp_path, text)
    assert not (tmp_path / "runs").exists()


def test_a_folder_that_cannot_be_written_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(StorageError) as caught:
        train(tmp_path, AND)
    assert caught.value.exit_code == 6


class Interrupting(SilentWatcher):
    """Raises after the second epoch."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def epoch(self, news: Any) -> None:
        if news.result.epoch == 2:
            raise self.error


@pytest.mark.parametrize(
    ("error", "status", "reason"),
    [
        (KeyboardInterrupt(), "interrupted", None),
        (Terminated(), "interrupted", None),
        (StorageError("disk full"), "failed", "disk full"),
        (RuntimeError("a bug"), "failed", "RuntimeError('a bug')"),
    ],
    ids=["ctrl-c", "sigterm", "expected", "bug"],
)
def test_the_record_says_how_a_training_ended(
    error: BaseException, status: str, reason: str | None, tmp_path: Path
) -> None:
    with pytest.raises(type(error)):
        train(tmp_path, BLOBS, watcher=Interrupting(error))
    record = read(one_folder(tmp_path))
    assert (record.status, record.epochs_done, record.error) == (status, 2, reason)
    assert record.finished is not None


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A run that was interrupted after two of its three epochs, not to be changed."""
    folder = tmp_path_factory.mktemp("stopped")
    with pytest.raises(KeyboardInterrupt):
        train(folder, BLOBS, watcher=Interrupting(KeyboardInterrupt()))
    return one_folder(folder)


def test_an_interrupted_run_keeps_its_epochs_and_its_weights(stopped: RunFolder) -> None:
    assert [row["epoch"] for row in read_rows(stopped.metrics)] == [1, 2]
    assert mlpcli.evaluate(str(stopped.path)).rows == 18
    assert not stopped.evaluation.exists()


def test_who_uses_an_interrupted_run_is_told(stopped: RunFolder) -> None:
    expected = (
        f"{stopped.id} ended as interrupted after 2 of 3 epochs; its weights are those of the best epoch"
    )
    slow = (
        f"{stopped.id} needs TensorFlow, which takes seconds to start: "
        "the LiteRT model is written when training completes"
    )
    watcher = Recorder()
    mlpcli.evaluate(str(stopped.path), watcher=watcher)
    assert watcher.notices == [expected, slow]
    assert mlpcli.predict(["1,0"], str(stopped.path)).notices == (expected, slow)


def test_a_config_that_can_be_read_only_once_is_kept_whole(tmp_path: Path) -> None:
    path = tmp_path / "pipe.yaml"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_text, args=(AND,))
    writer.start()
    run = mlpcli.train([path], runs=tmp_path / "runs")
    writer.join()
    assert run.folder.config.read_text() == AND


def test_many_literal_weights_can_be_evaluated_again(tmp_path: Path) -> None:
    kernel = [[round(0.001 * (column - row), 3) for column in range(250)] for row in range(64)]
    text = DIGITS.replace(
        "[Flatten,", f"[Flatten, {{Dense: {{units: 250, activation: tanh, kernel_initializer: {kernel}}}}},"
    )
    run = train(tmp_path, text, "training.epochs=0")
    assert mlpcli.evaluate(str(run.folder.path)).metrics == run.evaluations["test"].metrics


def test_a_device_that_is_not_there_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"training\.device is gpu"):
        train(tmp_path, BLOBS, "training.device=gpu")
    assert not (tmp_path / "runs").exists()


def test_a_folder_that_cannot_be_filled_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, text: str) -> None:
        raise StorageError("no space")

    monkeypatch.setattr("mlpcli.workflows.training.preparation.write_text", full)
    with pytest.raises(StorageError):
        train(tmp_path, BLOBS)
    assert list((tmp_path / "runs").iterdir()) == []


def test_a_diverged_run_says_so(tmp_path: Path) -> None:
    text = DIABETES.replace("Adam: {learning_rate: 1.0}", "SGD: {learning_rate: 1e9}").replace("huber", "mse")
    with pytest.raises(DivergedError) as caught:
        train(tmp_path, text)
    record = read(one_folder(tmp_path))
    assert (record.status, record.error, record.diverged_rate) == ("diverged", caught.value.message, 1e9)


def test_while_it_trains_a_run_is_running(tmp_path: Path) -> None:
    seen: list[str] = []

    class Looking(SilentWatcher):
        def begin(self, beginning: TrainingStart) -> None:
            self.folder = beginning.folder

        def epoch(self, news: Any) -> None:
            seen.append(read(self.folder).status)

    train(tmp_path, BLOBS, watcher=Looking())
    assert seen == ["running"] * 3


def test_two_runs_of_the_same_second_have_folders_of_their_own(tmp_path: Path) -> None:
    first, second = (train(tmp_path, AND) for _ in range(2))
    assert first.folder.path != second.folder.path
    assert first.folder.record.exists() and second.folder.record.exists()
