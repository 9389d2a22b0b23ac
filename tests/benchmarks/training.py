"""Training against the article's script: the same data, network, batch and epochs, in turns."""

import csv
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks.processes import MLPCLI, Finished, run

_HERE = Path(__file__).parent

_LAYERS = {
    "mlp": [
        "Flatten",
        {"Dense": {"units": 128, "activation": "relu"}},
        {"Dense": {"units": 64, "activation": "relu"}},
        {"Dense": {"units": 10, "activation": "softmax"}},
    ],
    "dropout": [
        "Flatten",
        {"Dense": {"units": 300, "activation": "relu"}},
        "BatchNormalization",
        {"Dropout": {"rate": 0.3}},
        {"Dense": {"units": 100, "activation": "relu"}},
        {"Dropout": {"rate": 0.3}},
        {"Dense": {"units": 10, "activation": "softmax"}},
    ],
    "cnn": [
        {"Conv2D": {"filters": 32, "kernel_size": 3, "activation": "relu"}},
        "MaxPooling2D",
        {"Conv2D": {"filters": 64, "kernel_size": 3, "activation": "relu"}},
        "MaxPooling2D",
        "Flatten",
        {"Dropout": {"rate": 0.5}},
        {"Dense": {"units": 10, "activation": "softmax"}},
    ],
    "conv1d": [
        {"Conv1D": {"filters": 32, "kernel_size": 10, "activation": "relu"}},
        {"Conv1D": {"filters": 32, "kernel_size": 10, "activation": "relu"}},
        {"MaxPooling1D": {"pool_size": 5}},
        {"Dropout": {"rate": 0.3}},
        "Flatten",
        {"Dense": {"units": 4, "activation": "softmax"}},
    ],
}


@dataclass(frozen=True)
class Case:
    """One line of the table. `options` are `--set`s of this tool's side alone."""

    name: str
    network: str
    data: Path
    epochs: int
    batch_size: int
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measured:
    """One side of one case: the median seconds of an epoch after the first, the whole command's, bytes."""

    epoch: float
    whole: float
    memory: float


@dataclass(frozen=True)
class Row:
    """Medians of both sides."""

    name: str
    ours: Measured
    theirs: Measured


def compare(case: Case, rounds: int) -> Row:
    """Run both sides in turns."""
    ours, theirs = [], []
    for _ in range(rounds):
        theirs.append(_script(case))
        ours.append(_tool(case))
    return Row(case.name, _medians(ours), _medians(theirs))


def _script(case: Case) -> Measured:
    arguments = [case.network, str(case.data), str(case.epochs), str(case.batch_size)]
    finished = run([sys.executable, str(_HERE / "keras_script.py"), *arguments])
    return _measured(json.loads(finished.output)["seconds"], finished)


def _tool(case: Case) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "config.yaml")
        # JSON is YAML.
        config.write_text(
            json.dumps(
                {
                    "data": {"source": "arrays", "path": str(case.data)},
                    "layers": _LAYERS[case.network],
                    "training": {"epochs": case.epochs, "batch_size": case.batch_size},
                }
            )
        )
        runs = Path(folder, "runs")
        options = [word for option in case.options for word in ("--set", option)]
        finished = run([*MLPCLI, "train", str(config), "--runs", str(runs), *options])
        (metrics,) = runs.glob("*/metrics.csv")
        with metrics.open() as file:
            return _measured([float(row["seconds"]) for row in csv.DictReader(file)], finished)


def _measured(epochs: Sequence[float], finished: Finished) -> Measured:
    return Measured(median(epochs[1:]), finished.seconds, finished.memory)


def _medians(measured: Sequence[Measured]) -> Measured:
    return Measured(
        median(one.epoch for one in measured),
        median(one.whole for one in measured),
        median(one.memory for one in measured),
    )
