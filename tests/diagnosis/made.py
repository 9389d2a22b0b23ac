"""Evidence made by hand: a config, curves and figures as an ill or a healthy training has them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from mlpcli.baselines.baseline import Baseline
from mlpcli.config.load import loads
from mlpcli.data.sources import open_source
from mlpcli.diagnosis.curves import curves_of
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.held_back import HeldBack
from mlpcli.diagnosis.layer_activity import activities
from mlpcli.network.plan import make_plan, resolve

MOONS = """\
data: {source: moons, rows: 1000}
layers:
  - Dense: {units: 32, activation: relu}
  - Dense: {units: 32, activation: relu}
  - Dense: {units: 2, activation: softmax}
optimizer: {Adam: {learning_rate: 0.001}}
training: {epochs: 20}
"""
DIABETES = """\
data: {source: diabetes}
layers:
  - Dense: {units: 16, activation: relu}
  - Dense: {units: 1}
optimizer: {Adam: {learning_rate: 0.001}}
training: {epochs: 20}
"""
WINE = """\
data: {source: wine, standardize: false}
layers:
  - Dense: {units: 16, activation: tanh}
  - Dense: {units: 3, activation: softmax}
training: {epochs: 20}
"""


def falling(first: float, last: float, epochs: int = 20) -> list[float]:
    """A loss that falls ever more slowly, and is flat at its end."""
    return [float(last + (first - last) * np.exp(-0.5 * epoch)) for epoch in range(epochs)]


def straight(first: float, last: float, epochs: int = 20) -> list[float]:
    return np.linspace(first, last, epochs).tolist()


def evidence(
    text: str,
    loss: Sequence[float] = (),
    val_loss: Sequence[float] | None = None,
    accuracy: float | None = None,
    rate: float = 0.001,
    **more: Any,
) -> Evidence:
    """The evidence of a config with these losses; the training accuracy of every epoch, and more facts."""
    loaded = loads(text.replace("learning_rate: 0.001", f"learning_rate: {rate}"), "made.yaml")
    source = open_source(loaded.config.data, loaded.config.seed)
    plan = make_plan(loaded.config, source.facts)
    config = resolve(loaded.config, plan)
    rows: list[dict[str, float]] = []
    for index, value in enumerate(loss):
        row = {"epoch": index + 1.0, "learning_rate": rate, "loss": value}
        if val_loss is not None:
            row["val_loss"] = val_loss[index]
        if accuracy is not None:
            row["accuracy"] = accuracy
        rows.append(row)
    made = Evidence(
        config,
        plan,
        "completed",
        {"train": 720, "validation": 80, "test": 200},
        curves_of(rows),
        activities=activities(config.layers, plan.stack),
    )
    return replace(made, **more)


def classified(
    confusion: Sequence[Sequence[int]], baselines: Mapping[str, float] | None = None
) -> dict[str, Any]:
    """Test rows by their class and the class that they were given, and the accuracies of baselines."""
    matrix = np.array(confusion)
    accuracy = float(np.trace(matrix) / matrix.sum())
    others = {name: Baseline({"accuracy": value}, 100, 100, 0.0) for name, value in (baselines or {}).items()}
    return {"splits": {"test": HeldBack("test", int(matrix.sum()), {"accuracy": accuracy}, matrix, others)}}


def predicted(
    r2: float, rmse: float, spread: float, baselines: Mapping[str, float] | None = None
) -> dict[str, Any]:
    """Test rows of numbers that vary by `spread`, and the r2 of baselines."""
    values = {"mean": 0.0, **(baselines or {})}
    others = {
        name: Baseline({"r2": value, "rmse": spread * (1 - value) ** 0.5}, 100, 100, 0.0)
        for name, value in values.items()
    }
    return {"splits": {"test": HeldBack("test", 100, {"r2": r2, "rmse": rmse}, None, others)}}


SKEWED = {
    "network": {"mae": 19.41, "rmse": 45.83, "r2": -0.052},
    "mean": {"mae": 24.52, "rmse": 44.75, "r2": -0.003},
    "linear_regression": {"mae": 23.77, "rmse": 44.01, "r2": 0.03},
    "gradient_boosting": {"mae": 26.59, "rmse": 48.73, "r2": -0.189},
}
"""The figures of 500 test rows with skewed noise: a network that was trained by absolute errors, which is the
best by them alone, and its baselines."""


def scored(figures: Mapping[str, Mapping[str, float]] = SKEWED) -> dict[str, Any]:
    """Test rows of numbers with the figures of the network and of baselines."""
    others = {name: Baseline(one, 1350, 500, 0.0) for name, one in figures.items() if name != "network"}
    return {"splits": {"test": HeldBack("test", 500, figures["network"], None, others)}}


def active(made: Evidence, **facts: float) -> Evidence:
    """The evidence with these facts of every hidden layer."""
    return replace(made, activities=tuple(replace(one, **facts) for one in made.activities))
