"""A run that keeps the weights of its epochs, for an animation on its page."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import mlpcli
from mlpcli.errors import ConfigError
from mlpcli.runs import record as records
from mlpcli.runs.folder import RunFolder
from mlpcli.training.checkpoints.epoch_weights import read_epochs
from mlpcli.workflows.run.open_run import identify, open_run_in
from mlpcli.workflows.train import TrainedRun
from mlpcli.workflows.training.kept_epochs import keep_epochs
from mlpcli.workflows.training.resume_point import find_start
from tests.workflows.trainings import BLOBS, DIGITS, train

Get = Callable[[str], TrainedRun]


@pytest.fixture(scope="module")
def animated(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A run of BLOBS with three epochs; not to be changed."""
    return train(tmp_path_factory.mktemp("animated"), BLOBS, "report={animate: true}").folder


@pytest.fixture
def folder(animated: RunFolder, tmp_path: Path) -> RunFolder:
    return RunFolder(Path(shutil.copytree(animated.path, tmp_path / "runs" / "blobs")))


def kept(folder: RunFolder) -> list[int]:
    record = records.read(folder)
    return list(read_epochs(folder.epoch_weights, record.key, record.parameters))


def findings(folder: RunFolder) -> tuple[str, ...]:
    (found,) = mlpcli.verify_runs([str(folder.path)])
    assert found.notes == ()
    return found.findings


def test_the_epochs_are_kept_and_shown(animated: RunFolder, tmp_path: Path) -> None:
    assert kept(animated) == [0, 1, 2, 3]
    assert findings(animated) == ()
    page = mlpcli.report(str(animated.path), tmp_path / "page.html").path.read_text()
    assert "How the network came to this: 4 of the epochs from 0 to 3" in page


def test_the_run_is_the_same_as_one_without(animated: RunFolder, trained: Get) -> None:
    other = trained(BLOBS).folder
    assert records.read(other).key == records.read(animated).key
    assert not other.epoch_weights.exists()
    assert other.last.read_bytes() == animated.last.read_bytes()


def test_a_run_that_goes_on_keeps_more(folder: RunFolder) -> None:
    mlpcli.resume(str(folder.path), "+1")
    assert kept(folder) == [0, 1, 2, 3, 4]
    assert findings(folder) == ()


def test_a_run_that_goes_on_without_an_animation_keeps_none(folder: RunFolder) -> None:
    mlpcli.resume(str(folder.path), "+1", ["report=true"])
    assert not folder.epoch_weights.exists()
    assert findings(folder) == ()


@pytest.mark.parametrize("damage", ["missing", "broken"])
def test_a_damaged_file_is_found_and_the_page_says_so(damage: str, folder: RunFolder) -> None:
    path = folder.epoch_weights
    path.unlink() if damage == "missing" else path.write_bytes(path.read_bytes()[:-1])
    (found,) = findings(folder)
    assert str(path) in found
    assert found in mlpcli.report(str(folder.path)).path.read_text()


def test_a_run_goes_on_without_the_file(folder: RunFolder) -> None:
    folder.epoch_weights.unlink()
    run = open_run_in(folder)
    identity = identify(folder, run.record, run.config)
    start = find_start(folder, run.record).start
    found, notices = keep_epochs(folder, run.record, identity, run.config, start)
    assert found
    assert notices == (f"{folder.epoch_weights} is missing: an animation of this training begins at epoch 3",)
    assert kept(folder) == [3]


def test_other_data_is_refused_with_a_fix(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        train(tmp_path, DIGITS.replace("report: false", "report: {animate: true}"))
    (problem,) = caught.value.problems
    assert problem.message.startswith("an animation shows the area of two numbers, and digits has images of")
    assert problem.fix == "write report: true"
