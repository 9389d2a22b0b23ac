"""The commands that a user waits for: whole processes, cold, on a run of MNIST's MLP."""

import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
from PIL import Image

from mlpcli.runs import record
from mlpcli.runs.folder import RunFolder
from tests.benchmarks.processes import MLPCLI, run

_HERE = Path(__file__).parent
_CONFIG = _HERE.parents[1] / "configs" / "mnist_mlp.yaml"
_RUNS = 100


@dataclass(frozen=True)
class Timed:
    """A command's median seconds and bytes."""

    name: str
    seconds: float
    memory: float


def time_commands(mnist: Path, folder: Path, rounds: int) -> Iterator[Timed]:
    """Train once, and time each command on what is there then. `folder` is empty."""
    runs = folder / "runs"
    run([*MLPCLI, "train", str(_CONFIG), "--runs", str(runs), "--set", "training.epochs=2"])
    (path,) = runs.iterdir()
    model = folder / "model.keras"
    run([*MLPCLI, "export", "--runs", str(runs), "--format", "keras", "-o", str(model)])
    images = _images(mnist, folder / "images")
    _copies(RunFolder(path))
    one, at = str(images / "0.png"), ["--runs", str(runs)]
    answers = ["--format", "csv", "-o", str(folder / "answers.csv")]
    commands: dict[str, Sequence[str]] = {
        "predict image.png, by a Keras script": [
            sys.executable,
            str(_HERE / "keras_prediction.py"),
            str(model),
            one,
        ],
        "predict image.png": [*MLPCLI, "predict", one, *at],
        "predict, 10,000 PNG files": [*MLPCLI, "predict", str(images), *answers, *at],
        "evaluate, MNIST's 10,000 test images": [*MLPCLI, "evaluate", *at],
        "--help": [*MLPCLI, "--help"],
        "validate configs/mnist_mlp.yaml": [*MLPCLI, "validate", str(_CONFIG)],
        f"runs list, {_RUNS} runs": [*MLPCLI, "runs", "list", *at],
    }
    for name, command in commands.items():
        # Python writes what it has compiled of our modules when it first meets them.
        run(command)
        finished = [run(command) for _ in range(rounds)]
        yield Timed(name, median(one.seconds for one in finished), median(one.memory for one in finished))


def _images(mnist: Path, folder: Path) -> Path:
    folder.mkdir()
    with np.load(mnist) as arrays:
        for number, image in enumerate(arrays["x_test"]):
            Image.fromarray(image).save(folder / f"{number}.png")
    return folder


def _copies(folder: RunFolder) -> None:
    """As many runs as a few weeks leave."""
    for number in range(2, _RUNS + 1):
        copy = RunFolder(folder.path.with_name(f"{folder.id}-{number}"))
        shutil.copytree(folder.path, copy.path)
        record.write(copy, record.read(copy))
