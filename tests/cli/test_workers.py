"""Training on several devices and in several processes, from the command line."""

import json
import signal
from pathlib import Path

import numpy as np
import pytest

import mlpcli as package
from mlpcli.errors import UsageError
from tests.cli.processes import start, wait_for
from tests.conftest import Command
from tests.workflows import trainings

JOB = '{"cluster": {"worker": ["localhost:1", "localhost:2"]}, "task": {"type": "worker", "index": 0}}'


def status(runs: Path) -> str:
    (record,) = runs.glob("*/run.json")
    return json.loads(record.read_text())["status"]


def test_two_workers_train_one_run(here: Path) -> None:
    config = trainings.write(here, trainings.BLOBS)
    process = start("train", config.name, "--workers", 2, "--set", "training.epochs=2", cwd=here)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    (folder,) = (here / "runs").iterdir()
    record = json.loads((folder / "run.json").read_text())
    assert (record["status"], record["device"]) == ("completed", "2 workers x cpu")
    assert record["command"][:2] == ["mlpcli", "train"]
    assert err.count("epoch 2/2") == 1
    assert f"run {folder.name} completed" in out


def test_two_workers_read_rows_from_disk(here: Path) -> None:
    np.save(here / "x.npy", np.repeat(np.arange(3.0), 70)[:, None] * [1, -1])
    np.save(here / "y.npy", np.repeat(np.arange(3), 70))
    blobs = next(line for line in trainings.BLOBS.split("\n") if line.startswith("data"))
    arrays = f"data: {{source: arrays, path: {here / 'x.npy'}, targets: {here / 'y.npy'}}}"
    text = trainings.BLOBS.replace(blobs, arrays)
    config = trainings.write(here, text)
    options = ("--set", "training.memory_limit=0.001 MB", "--set", "training.epochs=2")
    process = start("train", config.name, "--workers", 2, *options, cwd=here)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    (path,) = (here / "runs").glob("*/run.json")
    record = json.loads(path.read_text())
    assert record["pool"] and record["status"] == "completed"


def test_an_interrupt_is_passed_on(here: Path) -> None:
    config = trainings.write(here, trainings.BLOBS)
    process = start("train", config.name, "--workers", 2, "--set", "training.epochs=1000000", cwd=here)
    wait_for("epoch ", process)
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 143, err
    assert "Resume with:\n  mlpcli resume small-" in err
    assert status(here / "runs") == "interrupted"


def test_an_expected_error_of_the_workers_is_the_exit_code(here: Path) -> None:
    config = trainings.write(here, trainings.BLOBS)
    options = ["--set", "optimizer={SGD: {learning_rate: 1e38}}", "--set", "training.loss=mse"]
    options += [
        "--set",
        "layers=[{Dense: {units: 3, activation: exponential}}, {Dense: {units: 3, activation: softmax}}]",
    ]
    process = start("train", config.name, "--workers", 2, *options, cwd=here)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 5, err
    assert "ended with exit code 5" in err
    assert status(here / "runs") == "diverged"


def test_a_mistake_in_the_config_starts_no_worker(mlpcli: Command, here: Path) -> None:
    answer = mlpcli(
        "train", trainings.write(here, trainings.BLOBS), "--workers", 2, "--set", "training.epochs=x"
    )
    assert answer.code == 2
    assert answer.err.count("nothing was started") == 1
    assert not (here / "runs").exists()


def test_devices_beside_workers_are_a_usage_error(mlpcli: Command, here: Path) -> None:
    answer = mlpcli("train", trainings.write(here, trainings.BLOBS), "--workers", 2, "--devices", 2)
    assert answer.code == 2
    assert "--devices and --workers cannot be combined" in answer.err
    assert "fix: use --devices for GPUs, --workers for processes" in answer.err


def test_workers_within_a_job_are_a_usage_error(
    mlpcli: Command, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TF_CONFIG", JOB)
    answer = mlpcli("train", trainings.write(here, trainings.BLOBS), "--workers", 2)
    assert answer.code == 2
    assert "--workers starts a job, but TF_CONFIG says that this process is already part of one" in answer.err
    assert "fix: leave --workers out, or unset TF_CONFIG" in answer.err


@pytest.mark.parametrize(
    ("text", "what"), [("worker 0", "TF_CONFIG is not JSON"), ('{"cluster": {}}', "TF_CONFIG has no task")]
)
def test_an_unusable_tf_config_is_a_usage_error(
    text: str, what: str, mlpcli: Command, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TF_CONFIG", text)
    answer = mlpcli("train", trainings.write(here, trainings.BLOBS))
    assert answer.code == 2
    assert what in answer.err
    assert "unset TF_CONFIG to train in this process alone" in answer.err
    assert not (here / "runs").exists()


def test_a_python_caller_keeps_a_run_on_the_chief_alone(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TF_CONFIG", JOB.replace('"index": 0', '"index": 1'))
    with pytest.raises(UsageError, match="this is worker 1 of its job, but only the chief writes") as caught:
        package.train([trainings.write(here, trainings.BLOBS)])
    assert caught.value.fix.startswith("call mlpcli.workflows.train.train_along here")


def test_more_devices_than_there_are_is_a_usage_error(mlpcli: Command, here: Path) -> None:
    answer = mlpcli(
        "train", trainings.write(here, trainings.BLOBS), "--devices", 64, "--set", "training.device=cpu"
    )
    assert answer.code == 2
    assert "asks for more than this machine has" in answer.err
    assert not (here / "runs").exists()
