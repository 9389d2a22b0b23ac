"""Every write of a training that can fail, and what is left when it does."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import mlpcli
from mlpcli.errors import StorageError
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.record import RunRecord
from mlpcli.training.checkpoints import checkpoint_file
from mlpcli.workflows.train import TrainedRun
from tests.workflows.ended import check_left, check_resumes, only_run
from tests.workflows.faults import Fault, Step
from tests.workflows.trainings import BLOBS, train

pytestmark = pytest.mark.usefixtures("every_epoch")

Get = Callable[[str], TrainedRun]

BEFORE_THE_RUN = [
    (".lock", errno.EACCES),
    (".owner.json", errno.ENOSPC),
    ("config.yaml", errno.EROFS),
    ("resolved.yaml", errno.ENOSPC),
    ("model.json", errno.EACCES),
    ("run.json", errno.ENOSPC),
]
# The checkpoints and what goes with them: at the start, then after each of the three epochs.
IN_THE_RUN = [
    ("best.safetensors", 1, errno.ENOSPC),
    ("last.safetensors", 1, errno.EROFS),
    ("run.json", 2, errno.EACCES),
    ("metrics.csv", 1, errno.ENOSPC),
    ("best.safetensors", 3, errno.EACCES),
    ("last.safetensors", 2, errno.ENOSPC),
    ("last.safetensors", 4, errno.EDQUOT),
    ("model.tflite", 1, errno.EACCES),
    ("evaluation.json", 1, errno.EROFS),
    ("run.json", 6, errno.ENOSPC),
]
IN_A_RESUME = [
    (".lock", 1, errno.EROFS),
    (".owner.json", 1, errno.EACCES),
    ("resolved.yaml", 1, errno.ENOSPC),
    ("model.json", 1, errno.EROFS),
    ("run.json", 1, errno.EACCES),
    ("metrics.csv", 1, errno.EROFS),
    ("best.safetensors", 1, errno.ENOSPC),
    ("last.safetensors", 1, errno.EACCES),
    ("model.tflite", 1, errno.ENOSPC),
    ("evaluation.json", 1, errno.ENOSPC),
    ("run.json", 3, errno.EROFS),
]


def failure(fault: Fault, work: Callable[[], object]) -> StorageError:
    with pytest.MonkeyPatch.context() as monkeypatch, pytest.raises(StorageError) as caught:
        fault.inject(monkeypatch)
        work()
    assert fault.struck
    return caught.value


def check_told(error: StorageError, path: Path, code: int) -> None:
    assert error.exit_code == 6
    assert error.message == f"{path} could not be written: {os.strerror(code)}"
    assert ("free some space" if code in (errno.ENOSPC, errno.EDQUOT) else "write to a folder") in error.fix


def path_in(folder: RunFolder, name: str) -> Path:
    return (folder.checkpoints if name.endswith(".safetensors") else folder.path) / name


@pytest.mark.parametrize(("name", "code"), BEFORE_THE_RUN)
def test_a_training_that_cannot_write_what_it_begins_with_leaves_nothing(
    name: str, code: int, tmp_path: Path
) -> None:
    error = failure(Fault(name, 1, code), lambda: train(tmp_path, BLOBS))
    assert error.exit_code == 6
    assert f"{os.sep}{name} could not be written: {os.strerror(code)}" in error.message
    assert str(tmp_path / "runs" / "small-") in error.message
    assert list((tmp_path / "runs").iterdir()) == []


@pytest.mark.parametrize(("name", "nth", "code"), IN_THE_RUN)
def test_a_training_that_cannot_write_ends_and_can_be_resumed(
    name: str, nth: int, code: int, tmp_path: Path, trained: Get
) -> None:
    fault = Fault(name, nth, code)
    error = failure(fault, lambda: train(tmp_path, BLOBS))
    folder = only_run(tmp_path / "runs")
    check_told(error, path_in(folder, name), code)
    check_left(folder, fault.safe)
    check_resumes(folder, trained(BLOBS))


@pytest.mark.parametrize("step", ["fill", "sync", "rename"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_whatever_step_of_a_checkpoint_fails_the_one_before_is_untouched(
    step: Step, code: int, tmp_path: Path
) -> None:
    fault = Fault("last.safetensors", 3, code, step)
    error = failure(fault, lambda: train(tmp_path, BLOBS))
    folder = only_run(tmp_path / "runs")
    check_told(error, folder.last, code)
    check_left(folder, fault.safe)
    assert checkpoint_file.read(folder.last).place.epoch == 1


@pytest.mark.parametrize(("name", "nth", "code"), IN_A_RESUME)
def test_a_resume_that_cannot_write_ends_and_can_be_repeated(
    name: str, nth: int, code: int, tmp_path: Path, interrupted: RunFolder, trained: Get
) -> None:
    folder = RunFolder(shutil.copytree(interrupted.path, tmp_path / "runs" / interrupted.id))
    fault = Fault(name, nth, code)
    error = failure(fault, lambda: mlpcli.resume(str(folder.path)))
    check_told(error, path_in(folder, name), code)
    check_left(folder, fault.safe)
    check_resumes(folder, trained(BLOBS))


def test_a_run_that_could_not_be_recorded_as_complete_is_recorded_as_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Once(Fault):
        def _strike(self, step: Step, path: Path) -> None:
            if not self.struck:
                super()._strike(step, path)

    error = failure(Once("run.json", 6, errno.ENOSPC), lambda: train(tmp_path, BLOBS))
    (run,) = mlpcli.list_runs(tmp_path / "runs")
    assert isinstance(run, RunRecord)
    assert (run.status, run.error) == ("failed", error.message)
