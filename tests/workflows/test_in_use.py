import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

import mlpcli
from mlpcli.errors import RunInUseError
from mlpcli.runs.folder import RunFolder
from tests.workflows.ended import AfterTheFirstEpoch
from tests.workflows.trainings import BLOBS, train

pytestmark = pytest.mark.usefixtures("every_epoch")

Work = Callable[[RunFolder], object]


def resume(folder: RunFolder) -> None:
    mlpcli.resume(str(folder.path))


def remove(folder: RunFolder) -> None:
    mlpcli.remove_runs([str(folder.path)])


def during_a_training(folder: Path, work: Work) -> object:
    """What `work` returns for a run that trains, which then ends as if nothing had been."""
    answers: list[object] = []
    run = train(folder, BLOBS, watcher=AfterTheFirstEpoch(lambda live: answers.append(work(live))))
    assert run.record.status == "completed"
    (answer,) = answers
    return answer


@pytest.mark.parametrize("work", [resume, remove])
def test_a_live_run_is_neither_resumed_nor_removed(work: Work, tmp_path: Path) -> None:
    def refused(folder: RunFolder) -> tuple[RunInUseError, RunFolder]:
        with pytest.raises(RunInUseError) as caught:
            work(folder)
        return caught.value, folder

    answer = during_a_training(tmp_path, refused)
    assert isinstance(answer, tuple)
    error, folder = answer
    assert error.exit_code == 7
    owner = f"{folder.id} is in use by process {os.getpid()} on {socket.gethostname()}, since "
    assert error.message.startswith(owner)
    assert error.fix == "wait until that process ends, or stop it"


@pytest.mark.parametrize(
    "work",
    [
        lambda folder: mlpcli.evaluate(str(folder.path)).rows,
        lambda folder: len(list(mlpcli.predict(["1,0"] * 18, str(folder.path)).batches)[0].predictions),
    ],
    ids=["evaluate", "predict"],
)
def test_a_live_run_can_be_used(work: Work, tmp_path: Path) -> None:
    assert during_a_training(tmp_path, work) == 18
