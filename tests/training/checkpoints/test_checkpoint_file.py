import json
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load_file, save

from mlpcli.errors import RunError, StorageError
from mlpcli.training.checkpoints import checkpoint_file
from mlpcli.training.checkpoints.checkpoint_file import Checkpoint, Kind, ResumePoint, TrainingPosition
from mlpcli.training.checkpoints.early_stopping_plateau import MonitorState, Progress
from tests.damage import any_bytes_or_damaged, fuzzed

PLACE = TrainingPosition("best", 3, 0, "sha256:00", "{}", Progress(best=MonitorState(0.25, 3)))
KERNEL = "weights/dense/kernel"
TENSORS = {
    KERNEL: np.arange(8, dtype=np.float32).reshape(2, 4),
    "weights/dropout/seed_generator_state": np.array([1, 2], np.uint32),
    "optimizer/0000/iteration": np.array(7),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "best.safetensors"
    checkpoint_file.write(path, Checkpoint(PLACE, TENSORS))
    return path


def test_a_round_trip_is_exact(path: Path) -> None:
    found = checkpoint_file.read(path)
    assert found.place == PLACE
    assert found.tensors.keys() == TENSORS.keys()
    for name, value in TENSORS.items():
        np.testing.assert_array_equal(found.tensors[name], value)
        assert found.tensors[name].dtype == value.dtype


def test_the_same_state_is_the_same_file(path: Path) -> None:
    before = path.read_bytes()
    for _ in range(20):
        checkpoint_file.write(path, Checkpoint(PLACE, dict(reversed(TENSORS.items()))))
        assert path.read_bytes() == before


def test_an_array_that_does_not_lie_row_by_row_is_written_as_it_reads(path: Path) -> None:
    turned = np.arange(6, dtype=np.float32).reshape(2, 3).T
    checkpoint_file.write(path, Checkpoint(PLACE, {KERNEL: turned}))
    np.testing.assert_array_equal(checkpoint_file.read(path).tensors[KERNEL], turned)


def test_only_weights_that_predict_count_as_parameters(path: Path) -> None:
    assert checkpoint_file.read(path).parameters == 10


def float8(path: Path) -> bytes:
    """A type that NumPy lacks."""
    metadata = {"mlpcli_checkpoint": "{}"}
    header = json.dumps(
        {"__metadata__": metadata, KERNEL: {"dtype": "F8_E4M3", "shape": [2], "data_offsets": [0, 2]}}
    ).encode()
    return struct.pack("<Q", len(header)) + header + bytes(2)


BROKEN: dict[str, Callable[[Path], bytes]] = {
    "empty": lambda path: b"",
    "truncated": lambda path: path.read_bytes()[:-5],
    "garbage": lambda path: b"\x80\x04garbage" * 50,
    "text": lambda path: b"these are the weights\n" * 3,
    "endless header": lambda path: struct.pack("<Q", 2**62) + b"{}",
    "header that is no checkpoint's": lambda path: save(load_file(path), {"mlpcli_checkpoint": "[1, 2]"}),
    "float8": float8,
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_named(name: str, path: Path) -> None:
    path.write_bytes(BROKEN[name](path))
    with pytest.raises(RunError) as caught:
        checkpoint_file.read(path)
    assert caught.value.exit_code == 4
    assert caught.value.message.startswith(f"{path} is broken: ")
    assert caught.value.fix == "train again, or restore the file"


def assert_whole_or_refused(path: Path) -> None:
    try:
        found = checkpoint_file.read(path)
    except RunError as error:
        assert str(path) in error.message and error.fix
    else:  # Blanks between the header and the tensors mean nothing.
        assert found.place == PLACE
        assert all(np.array_equal(found.tensors[name], value) for name, value in TENSORS.items())


@fuzzed
@given(data=st.data())
def test_a_bit_turned_over_anywhere_is_found_or_harmless(path: Path, data: st.DataObject) -> None:
    content = bytearray(path.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    turned = path.with_name("turned.safetensors")
    turned.write_bytes(content)
    assert_whole_or_refused(turned)


@fuzzed
@given(data=st.data())
def test_any_bytes_are_the_checkpoint_or_a_run_error(path: Path, data: st.DataObject) -> None:
    other = path.with_name("other.safetensors")
    other.write_bytes(data.draw(any_bytes_or_damaged({"checkpoint": path.read_bytes()})))
    assert_whole_or_refused(other)


def test_another_tool_s_file_is_refused(path: Path) -> None:
    path.write_bytes(save(load_file(path), {"format": "pt"}))
    with pytest.raises(RunError, match="is not a checkpoint written by mlpcli"):
        checkpoint_file.read(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="best.safetensors is missing"):
        checkpoint_file.read(tmp_path / "best.safetensors")


def test_a_folder_in_the_place_of_the_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="is not a file"):
        checkpoint_file.read(tmp_path)


def test_a_link_is_not_followed(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "last.safetensors"
    link.symlink_to(path)
    with pytest.raises(RunError, match="last.safetensors is a link"):
        checkpoint_file.read(link)


def test_a_folder_that_is_a_link_is_not_followed(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "checkpoints"
    link.symlink_to(path.parent, target_is_directory=True)
    with pytest.raises(RunError, match="checkpoints is a link"):
        checkpoint_file.read(link / path.name)


def test_a_file_larger_than_the_memory_is_not_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint_file, "machine_memory", lambda: 10)
    with pytest.raises(RunError, match="is larger than the memory of this machine"):
        checkpoint_file.read(path)


def test_another_run_s_checkpoint_is_refused(path: Path) -> None:
    with pytest.raises(RunError, match="was written by a training with another config or other data"):
        checkpoint_file.read_best(path, "sha256:11")


@pytest.mark.parametrize(
    ("kind", "read", "words"),
    [
        ("last", checkpoint_file.read_best, "is not the best checkpoint but the last one"),
        ("best", checkpoint_file.read_last, "is not the last checkpoint but the best one"),
    ],
)
def test_a_checkpoint_in_the_place_of_the_other_is_refused(
    kind: Kind, read: Callable[[Path, str], Checkpoint], words: str, path: Path
) -> None:
    checkpoint_file.write(path, Checkpoint(replace(PLACE, kind=kind), TENSORS))
    with pytest.raises(RunError, match=words):
        read(path, PLACE.key)


def test_a_checkpoint_that_cannot_be_written_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        checkpoint_file.write(tmp_path / "none" / "best.safetensors", Checkpoint(PLACE, TENSORS))


def test_what_the_disk_does_not_give_back_replaces_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()

    def forgetful(self: Path, content: bytes) -> int:
        with self.open("wb") as file:
            return file.write(content[:-1] + b"\xff")

    monkeypatch.setattr(Path, "write_bytes", forgetful)
    with pytest.raises(StorageError) as caught:
        checkpoint_file.write(path, Checkpoint(replace(PLACE, epoch=4), TENSORS))
    assert caught.value.exit_code == 6
    assert str(path) in caught.value.message
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_start_keeps_all_but_what_it_notes(path: Path) -> None:
    start = ResumePoint(checkpoint_file.read(path), path).noting(stopping=MonitorState(1.0, 2, waited=3))
    assert start.place == replace(
        PLACE, progress=Progress(best=MonitorState(0.25, 3), stopping=MonitorState(1.0, 2, waited=3))
    )


@pytest.mark.parametrize("changes", [{"epoch": -1}, {"step": -1}])
def test_no_place_is_before_the_beginning(changes: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="epoch and step count from zero"):
        TrainingPosition(
            **{"kind": "last", "epoch": 0, "step": 0, "key": "", "config": "", "progress": Progress()}
            | changes
        )


def test_a_header_that_is_too_large_is_not_parsed(path: Path) -> None:
    path.write_bytes((2**24 + 1).to_bytes(8, "little") + b"{" + b" " * 2**24)
    with pytest.raises(RunError, match="its header would take 16,777,217 bytes"):
        checkpoint_file.read(path)
