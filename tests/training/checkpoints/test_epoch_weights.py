"""The weights of some epochs, for an animation."""

from pathlib import Path

import numpy as np
import pytest

from mlpcli.config.run_identity import RunIdentity
from mlpcli.data.dataset import Array
from mlpcli.errors import RunError
from mlpcli.training.checkpoints.checkpoint_file import Checkpoint, TrainingPosition, write
from mlpcli.training.checkpoints.early_stopping_plateau import Progress
from mlpcli.training.checkpoints.epoch_weights import EpochWeights, chosen, kept_until, read_epochs

IDENTITY = RunIdentity("sha256:key", "{}")


def state(epoch: int, step: int = 0, value: float | None = None) -> Checkpoint:
    place = TrainingPosition("last", epoch, step, IDENTITY.key, IDENTITY.config, Progress())
    weight = np.full((2, 1), epoch if value is None else value, np.float32)
    return Checkpoint(place, {"weights/dense/kernel": weight, "optimizer/0000/m": weight})


def kept(path: Path, epochs: int) -> EpochWeights:
    found = EpochWeights(path, IDENTITY)
    for epoch in range(epochs + 1):
        found.note(state(epoch))
    return found


@pytest.mark.parametrize("last", [0, 1, 40, 41, 100, 1000, 1023])
def test_about_forty_epochs_are_kept_at_equal_distances(last: int) -> None:
    found = list(kept(Path("none"), last).kept)
    assert (found[0], found[-1]) == (0, last)
    assert min(last, 20) < len(found) <= 42
    assert len(set(np.diff(found[:-1]).tolist())) <= 1
    # What was thinned on the way is what is chosen at the end.
    assert found == chosen(range(last + 1))


def test_what_is_written_is_read_and_goes_on_from_an_earlier_epoch(tmp_path: Path) -> None:
    path = tmp_path / "epochs.safetensors"
    kept(path, 5).write()
    found = read_epochs(path, IDENTITY.key, 2)
    assert list(found) == [0, 1, 2, 3, 4, 5]
    assert found[4]["weights/dense/kernel"].tolist() == [[4], [4]]
    assert list(found[4]) == ["weights/dense/kernel"]
    earlier, notice = kept_until(path, IDENTITY.key, 2, 3)
    assert (list(earlier), notice) == ([0, 1, 2, 3], "")


def test_states_within_an_epoch_and_broken_ones_are_not_kept(tmp_path: Path) -> None:
    found = EpochWeights(tmp_path / "epochs.safetensors", IDENTITY)
    for one in (state(1, step=3), state(2, value=np.nan), state(3, value=np.inf)):
        found.note(one)
    found.write()
    assert read_epochs(found.path, IDENTITY.key, 2) == {}


def test_of_a_large_network_fewer_epochs_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlpcli.training.checkpoints.epoch_weights._MOST_BYTES", 5 * 8)
    assert list(kept(Path("none"), 30).kept) == [0, 8, 16, 24, 30]


def test_a_lost_file_costs_an_animation_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "epochs.safetensors"
    found, notice = kept_until(path, IDENTITY.key, 2, 3)
    assert found == {}
    assert notice == f"{path} is missing: an animation of this training begins at epoch 3"


@pytest.mark.parametrize(
    "tensors",
    [
        {},
        {"epochs": np.array([0.5], np.float32)},
        {"epochs": np.array([1, 1], np.int32)},
        {"epochs": np.array([-1], np.int32)},
        {"epochs": np.arange(100, dtype=np.int32)},
        {"epochs": np.array([[1]], np.int32)},
        {"epochs": np.array([1], np.int32), "weights/dense/kernel": np.zeros((2, 1), np.float32)},
        {"epochs": np.array([1], np.int32), "weights/dense/kernel": np.float32(1)},
        {"epochs": np.array([1], np.int32), "optimizer/m": np.zeros((1, 1), np.float32)},
    ],
)
def test_what_another_tool_wrote_is_refused(tensors: dict[str, Array], tmp_path: Path) -> None:
    path = tmp_path / "epochs.safetensors"
    place = TrainingPosition("epochs", 1, 0, IDENTITY.key, IDENTITY.config, Progress())
    write(path, Checkpoint(place, {name: np.asarray(value) for name, value in tensors.items()}))
    with pytest.raises(RunError, match="the file does not belong|holds"):
        read_epochs(path, IDENTITY.key, 2)


def test_a_checkpoint_and_the_file_of_another_run_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "epochs.safetensors"
    write(path, state(1))
    with pytest.raises(RunError, match="is not the epochs checkpoint but the last one"):
        read_epochs(path, IDENTITY.key, 2)
    kept(path, 1).write()
    with pytest.raises(RunError, match="another config or other data"):
        read_epochs(path, "sha256:other", 2)
