import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load, load_file, save, save_file

from mlpcli.errors import RunError, StorageError
from mlpcli.training import checkpoint
from tests.training.networks import case, train, weights

STACK = (
    "[{Dense: {units: 4, activation: tanh}}, {Dropout: {rate: 0.5}}, BatchNormalization, "
    "{Dense: {units: 1, activation: sigmoid}}]"
)
METADATA = {"mlpcli_checkpoint": '{"version": 1, "epoch": 0}'}
Tensors = dict[str, Any]


@pytest.fixture(scope="module")
def model() -> Any:
    return case(STACK).network().model


@pytest.fixture
def path(model: Any, tmp_path: Path) -> Path:
    path = tmp_path / "best.safetensors"
    checkpoint.write(path, checkpoint.snapshot(model, 0))
    return path


def test_a_round_trip_is_exact(tmp_path: Path) -> None:
    trained = train(case(STACK, training="{epochs: 2}", seed=5), tmp_path)
    other = case(STACK, seed=9).network().model
    checkpoint.load_weights(other, trained.checkpoints.last)
    saved = load_file(trained.checkpoints.last)
    loaded = dict(checkpoint.named_variables(other))
    assert set(loaded) == {name.removeprefix("weights/") for name in saved if name.startswith("weights/")}
    for name, variable in loaded.items():
        np.testing.assert_array_equal(variable.numpy(), saved[f"weights/{name}"])


def test_a_snapshot_holds_weights_generators_and_the_optimizer(model: Any) -> None:
    names = set(load(checkpoint.snapshot(model, 3)))
    assert {
        "weights/dense/kernel",
        "weights/batch_normalization/moving_mean",
        "weights/dropout/seed_generator_state",
        "optimizer/0000/iteration",
    } <= names


def test_a_snapshot_says_after_which_epoch_it_was_taken(model: Any) -> None:
    content = checkpoint.snapshot(model, 3)
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    assert json.loads(header["__metadata__"]["mlpcli_checkpoint"]) == {"version": 1, "epoch": 3}


def test_the_same_state_is_the_same_file(model: Any) -> None:
    assert len({checkpoint.snapshot(model, 3) for _ in range(20)}) == 1


def changed(path: Path, change: Callable[[Tensors], object]) -> None:
    tensors = load_file(path)
    change(tensors)
    save_file(tensors, path, METADATA)


KERNEL = "weights/dense/kernel"
CHANGES: dict[str, tuple[Callable[[Tensors], object], str]] = {
    "missing": (lambda t: t.pop(KERNEL), "lacks weights/dense/kernel"),
    "another": (
        lambda t: t.update({"weights/dense_7/kernel": t[KERNEL]}),
        "holds, and the network has not, weights/dense_7/kernel",
    ),
    "shape": (
        lambda t: t.update({KERNEL: np.zeros((2, 5), np.float32)}),
        "holds weights/dense/kernel as float32[2, 5], expected float32[2, 4]",
    ),
    "dtype": (
        lambda t: t.update({KERNEL: np.zeros((2, 4), np.float64)}),
        "holds weights/dense/kernel as float64[2, 4], expected float32[2, 4]",
    ),
    "nan": (
        lambda t: t.update({KERNEL: np.full((2, 4), np.nan, np.float32)}),
        "holds numbers in weights/dense/kernel that are not finite",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_checkpoint_of_something_else_is_refused(name: str, path: Path, model: Any) -> None:
    change, message = CHANGES[name]
    changed(path, change)
    with pytest.raises(RunError) as caught:
        checkpoint.load_weights(model, path)
    assert caught.value.exit_code == 4
    assert caught.value.message == f"{path} {message}"
    assert caught.value.fix == "the file does not belong to this run: restore it, or train again"


def test_a_refused_checkpoint_leaves_the_model_as_it_was(path: Path, model: Any) -> None:
    before = weights(model)
    changed(path, lambda t: t.update({name: value + 1 for name, value in t.items() if "bias" in name}))
    changed(path, lambda t: t.pop("weights/dense_1/kernel"))
    with pytest.raises(RunError):
        checkpoint.load_weights(model, path)
    assert all(np.array_equal(a, b) for a, b in zip(before, weights(model), strict=True))


def float8(path: Path) -> bytes:
    """A type that NumPy lacks."""
    header = json.dumps(
        {"__metadata__": METADATA, KERNEL: {"dtype": "F8_E4M3", "shape": [2], "data_offsets": [0, 2]}}
    ).encode()
    return struct.pack("<Q", len(header)) + header + bytes(2)


BROKEN: dict[str, Callable[[Path], bytes]] = {
    "empty": lambda path: b"",
    "truncated": lambda path: path.read_bytes()[:-5],
    "garbage": lambda path: b"\x80\x04garbage" * 50,
    "text": lambda path: b"these are the weights\n" * 3,
    "endless header": lambda path: struct.pack("<Q", 2**62) + b"{}",
    "float8": float8,
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_named(name: str, path: Path, model: Any) -> None:
    path.write_bytes(BROKEN[name](path))
    with pytest.raises(RunError) as caught:
        checkpoint.load_weights(model, path)
    assert caught.value.exit_code == 4
    assert caught.value.message.startswith(f"{path} is broken: ")
    assert caught.value.fix == "train again, or restore the file"


def test_another_tool_s_file_is_refused(path: Path, model: Any) -> None:
    path.write_bytes(save(load_file(path), {"format": "pt"}))
    with pytest.raises(RunError, match="is not a checkpoint of this tool"):
        checkpoint.load_weights(model, path)


def test_a_missing_file_is_named(tmp_path: Path, model: Any) -> None:
    with pytest.raises(RunError) as caught:
        checkpoint.load_weights(model, tmp_path / "best.safetensors")
    assert caught.value.message == f"{tmp_path / 'best.safetensors'} is missing"
    assert caught.value.fix == "train again, or restore the file"


def test_a_folder_in_the_place_of_the_file_is_an_error(tmp_path: Path, model: Any) -> None:
    with pytest.raises(RunError) as caught:
        checkpoint.load_weights(model, tmp_path)
    assert str(tmp_path) in caught.value.message


def test_a_checkpoint_that_cannot_be_written_is_a_storage_error(tmp_path: Path, model: Any) -> None:
    with pytest.raises(StorageError):
        checkpoint.write(tmp_path / "none" / "best.safetensors", checkpoint.snapshot(model, 0))
