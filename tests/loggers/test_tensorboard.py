import struct
from pathlib import Path
from typing import Any

import pytest

from mlpcli.errors import RunError
from mlpcli.loggers.tensorboard import TensorBoardLogger
from tests.loggers.runs import logged, row

pytest.importorskip("tensorboardX")


def events(path: Path) -> list[Any]:
    """The events of a file: length, its checksum, content, its checksum."""
    from tensorboardX.proto.event_pb2 import Event

    content, found, at = path.read_bytes(), [], 0
    while at < len(content):
        (length,) = struct.unpack_from("<Q", content, at)
        found.append(Event.FromString(content[at + 12 : at + 12 + length]))
        at += 12 + length + 4
    return found


def scalars(folder: Path) -> dict[str, list[tuple[int, float]]]:
    (path,) = (folder / "tensorboard").iterdir()
    found: dict[str, list[tuple[int, float]]] = {}
    for event in events(path):
        for value in event.summary.value:
            if value.WhichOneof("value") == "simple_value":
                found.setdefault(value.tag, []).append((event.step, round(value.simple_value, 4)))
    return found


def test_curves_and_final_figures_are_scalars(tmp_path: Path) -> None:
    logger = TensorBoardLogger()
    logger.begin(logged(tmp_path))
    logger.epochs([row(1), row(2)])
    logger.final(2, {"test": {"accuracy": 0.75}})
    logger.end("completed")
    assert scalars(tmp_path) == {
        "loss/train": [(1, 1.0), (2, 0.5)],
        "loss/validation": [(1, 2.0), (2, 1.0)],
        "learning_rate": [(1, 0.1), (2, 0.1)],
        "seconds": [(1, 0.5), (2, 0.5)],
        "final/accuracy/test": [(2, 0.75)],
    }


def test_the_config_and_the_run_are_texts(tmp_path: Path) -> None:
    logger = TensorBoardLogger()
    logger.begin(logged(tmp_path))
    logger.end("failed")
    (path,) = (tmp_path / "tensorboard").iterdir()
    texts = {value.tag: value.tensor.string_val for event in events(path) for value in event.summary.value}
    assert texts["config/text_summary"] == [b"```yaml\nseed: 1\n```"]
    assert f"| mlpcli.run | {tmp_path.name} |" in texts["run/text_summary"][0].decode()


def test_a_resumed_training_has_every_epoch_once(tmp_path: Path) -> None:
    killed = TensorBoardLogger()
    killed.begin(logged(tmp_path))
    # Epoch 3 was logged, but its checkpoint was not written: it is trained again.
    killed.epochs([row(1), row(2), row(3)])
    killed.end("failed")
    resumed = TensorBoardLogger()
    resumed.begin(logged(tmp_path, [row(1), row(2)]))
    resumed.epochs([row(3), row(4)])
    resumed.end("completed")
    assert [step for step, value in scalars(tmp_path)["loss/train"]] == [1, 2, 3, 4]


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "tensorboard").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RunError):
        TensorBoardLogger().begin(logged(tmp_path / "run"))
    assert list((tmp_path / "elsewhere").iterdir()) == []
