"""Small trainings for the commands to work on."""

from pathlib import Path
from typing import Any
from urllib.error import URLError

import mlpcli
from mlpcli.workflows.progress_watcher import SilentWatcher
from mlpcli.workflows.train import TrainedRun

BLOBS = """\
# Three clouds.
seed: 3
data: {source: blobs, rows: 90, centers: [[0, 0], [4, 0], [0, 4]], validation: 0.2, test: 0.2}
layers:
  - Dense: {units: 4, activation: relu}
  - Dense: {units: 3, activation: softmax}
optimizer:
  Adam: {learning_rate: 0.05}
training: {epochs: 3, batch_size: 16, baselines: false}
report: false
"""

MOONS = """\
data: {source: moons, rows: 60, validation: 0.2}
layers: [{Dense: {units: 1, activation: sigmoid}}]
training: {epochs: 2, metrics: [accuracy, auc], baselines: false}
report: false
"""

DIABETES = """\
data: {source: diabetes, standardize: true, validation: 0.1, test: 0.2}
layers: [{Dense: {units: 1}}]
optimizer: {Adam: {learning_rate: 1.0}}
training: {epochs: 2, loss: huber, baselines: false}
report: false
"""

DIGITS = """\
data: {source: digits, validation: 0.1, test: 0.2}
layers: [Flatten, {Dense: {units: 10, activation: softmax}}]
optimizer: {Adam: {learning_rate: 0.02}}
training: {epochs: 3, baselines: false}
report: false
"""

DRAWN_DIGITS = DIGITS.replace("source: digits", "source: digits, size: 28")

AND = """\
data: {source: gates, gate: and}
layers:
  - Dense: {units: 1, activation: step, kernel_initializer: [[0.5], [0.5]], bias_initializer: [-0.7]}
training: {epochs: 0, baselines: false}
report: false
"""

MNIST = """\
data: {source: mnist, fallback: digits, validation: 0.1}
layers: [Flatten, {Dense: {units: 10, activation: softmax}}]
training: {epochs: 1, baselines: false}
report: false
"""


class Recorder(SilentWatcher):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.notices: list[str] = []

    def notice(self, text: str) -> None:
        self.notices.append(text)


def write(folder: Path, text: str, name: str = "small.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def train(folder: Path, text: str, *overrides: str, **more: Any) -> TrainedRun:
    """Train the config `text`; its run lands in `folder/runs`."""
    return mlpcli.train([write(folder, text)], overrides, runs=folder / "runs", **more)


def no_network(*arguments: object, **more: object) -> None:
    raise URLError(OSError(-2, "Name or service not known"))
