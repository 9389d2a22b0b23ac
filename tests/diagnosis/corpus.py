"""Real trainings, ill and healthy, over all kinds of data: what the limits of the diagnosis were chosen "
"by."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import mlpcli
from mlpcli.arguments import Template
from mlpcli.workflows.init import text

_CONFIGS = Path(__file__).parents[2] / "configs"
# softmax_3_2_2 and mnist_mlp_sgd say of themselves that they end while the loss is still falling.
_HEALTHY_CONFIGS = (
    "and_perceptron",
    "diabetes_regression",
    "flats_regression",
    "mnist_cnn",
    "mnist_mlp",
    "mushrooms_classes",
    "shapes_cnn",
    "tides_forecast",
    "two_clouds_mlp",
    "waves_conv1d",
    "wine_dropout_mlp",
    "xor_mlp",
    "xor_perceptrons",
)
_TEMPLATES: Sequence[Template] = ("conv1d", "regression", "perceptron", "gate")


@dataclass(frozen=True)
class Case:
    """A training, and the illness that it has; `figure` is what tells whether another one is better."""

    config: str
    illness: str = ""
    figure: str = "loss"


def _network(
    data: str, layers: Sequence[str], optimizer: str = "Adam: {learning_rate: 1e-3}", epochs: int = 40
) -> str:
    return "\n".join(
        [
            f"data: {{{data}}}",
            "layers:",
            *(f"  - {layer}" for layer in layers),
            f"optimizer: {{{optimizer}}}",
            f"training: {{epochs: {epochs}}}",
        ]
    )


def _dense(*units: int, activation: str = "relu") -> list[str]:
    return [f"Dense: {{units: {count}, activation: {activation}}}" for count in units]


def _softmax(classes: int) -> list[str]:
    return [f"Dense: {{units: {classes}, activation: softmax}}"]


def _adam(rate: str) -> str:
    return f"Adam: {{learning_rate: {rate}}}"


def _sgd(rate: str) -> str:
    return f"SGD: {{learning_rate: {rate}}}"


_SIGMOID = ["Dense: {units: 1, activation: sigmoid}"]
_NUMBER = ["Dense: 1"]
_CONVOLUTIONS = [
    "Conv2D: {filters: 16, kernel_size: 3, activation: relu}",
    "MaxPooling2D: {pool_size: 2}",
    "Flatten",
    "Dropout: 0.3",
]
_TARGETS = "standardize_targets: true"

HEALTHY: Mapping[str, str] = {
    "iris": _network("source: iris", [*_dense(16), *_softmax(3)], _adam("0.01"), 60),
    "wine": _network("source: wine", [*_dense(32), *_softmax(3)], _adam("3e-3")),
    "wine_logistic": _network("source: wine", _softmax(3), _adam("0.03"), 60),
    "cancer": _network("source: breast_cancer", [*_dense(32), *_SIGMOID]),
    "cancer_sgd": _network(
        "source: breast_cancer", [*_dense(16), *_softmax(2)], "SGD: {learning_rate: 0.05, momentum: 0.9}", 30
    ),
    "digits": _network("source: digits", ["Flatten", *_dense(128, 64), *_softmax(10)], epochs=30),
    "digits_tanh": _network(
        "source: digits", ["Flatten", *_dense(64, activation="tanh"), *_softmax(10)], epochs=30
    ),
    "digits_sigmoid": _network(
        "source: digits", ["Flatten", *_dense(64, activation="sigmoid"), *_softmax(10)], _adam("5e-3")
    ),
    "digits_convolutions": _network("source: digits", [*_CONVOLUTIONS, *_softmax(10)], _adam("5e-3")),
    "digits_stopped": _network(
        "source: digits", ["Flatten", *_dense(256), *_softmax(10)], epochs=200
    ).replace("epochs: 200", "epochs: 200, early_stopping: {patience: 8}"),
    "diabetes_stopped": _network(
        f"source: diabetes, {_TARGETS}", [*_dense(32), *_NUMBER], _adam("3e-3"), 200
    ).replace("epochs: 200", "epochs: 200, early_stopping: {patience: 10}"),
    "diabetes_linear": _network(f"source: diabetes, {_TARGETS}", _NUMBER, _adam("0.01"), 60),
    "moons": _network("source: moons", [*_dense(32, 32), *_softmax(2)], _adam("5e-3")),
    "circles": _network("source: circles", [*_dense(32), *_softmax(2)], _adam("0.01"), 60),
    "spirals": _network("source: spirals, rows: 1500", [*_dense(64, 64), *_softmax(2)], _adam("5e-3"), 100),
    "blobs": _network("source: blobs", [*_dense(8), *_softmax(2)], _adam("0.01"), 30),
    "three_blobs": _network(
        "source: blobs, rows: 900, centers: [[0, 0], [3, 3], [0, 4]]",
        [*_dense(16), *_softmax(3)],
        _sgd("0.1"),
    ),
    "waves_gru": _network(
        "source: waves, rows: 800, steps: 32", ["GRU: {units: 24}", *_softmax(4)], _adam("0.01"), 30
    ),
    "xor_relu": _network("source: gates", [*_dense(16), *_SIGMOID], _adam("0.02"), 300),
}
"""Configs as text; more are found by `healthy_configs`."""


def healthy_configs(folder: Path) -> Iterator[tuple[str, str | Path]]:
    """All healthy trainings, with configs written to `folder` for what is in MLPCLI_DATA_HOME: tables in
    `csv`, folders of images."""
    yield from HEALTHY.items()
    yield from ((name, _CONFIGS / f"{name}.yaml") for name in _HEALTHY_CONFIGS)
    yield from ((f"template_{name}", text(name)) for name in _TEMPLATES)
    home = Path(os.environ["MLPCLI_DATA_HOME"])
    for data in (*sorted((home / "csv").glob("*.csv")), home / "cifar10_jpg" / "train"):
        if data.exists():
            name = data.parent.name if data.is_dir() else data.stem
            yield name, mlpcli.init(output=folder / f"{name}.yaml", data=data)


ILL: Mapping[str, Case] = {
    "overfitting_moons": Case(
        _network("source: moons, rows: 150, noise: 0.4", [*_dense(256, 256, 256), *_softmax(2)], epochs=200),
        "overfitting",
    ),
    "overfitting_diabetes": Case(
        _network(f"source: diabetes, {_TARGETS}", [*_dense(256, 256), *_NUMBER], epochs=150),
        "overfitting",
        "r2",
    ),
    "dropout_of_nearly_all": Case(
        _network(
            "source: digits",
            ["Flatten", *_dense(64), "Dropout: 0.9", *_dense(64), "Dropout: 0.9", *_softmax(10)],
        ),
        "too_much_dropout",
    ),
    "penalty": Case(
        _network(
            "source: digits",
            [
                "Flatten",
                "Dense: {units: 64, activation: relu, kernel_regularizer: {L2: 1.0}}",
                "Dense: {units: 10, activation: softmax, kernel_regularizer: {L2: 1.0}}",
            ],
            epochs=20,
        ),
        "penalty_too_strong",
        "accuracy",
    ),
    "penalty_of_absolute_values": Case(
        _network(
            "source: moons",
            ["Dense: {units: 32, activation: relu, kernel_regularizer: {L1: 0.03}}"] * 2 + _softmax(2),
            _adam("5e-3"),
        ),
        "penalty_too_strong",
        "accuracy",
    ),
    "frozen": Case(
        _network(
            "source: spirals",
            ["Dense: {units: 8, activation: relu, trainable: false}", *_softmax(2)],
            _adam("0.01"),
            60,
        ),
        "frozen_layers",
    ),
    "rate_too_high_adam": Case(
        _network("source: digits", ["Flatten", *_dense(64), *_softmax(10)], _adam("0.3"), 20),
        "learning_rate_too_high",
    ),
    "rate_too_high_sgd": Case(
        _network("source: digits", ["Flatten", *_dense(64, 32), *_softmax(10)], _sgd("2.0"), 20),
        "learning_rate_too_high",
    ),
    "rate_too_high_spirals": Case(
        _network("source: spirals", [*_dense(64, 64), *_softmax(2)], _sgd("3.0"), 30),
        "learning_rate_too_high",
    ),
    "diverged": Case(
        _network("source: breast_cancer", [*_dense(64, 64), *_softmax(2)], _sgd("5.0"), 20),
        "learning_rate_too_high",
    ),
    "rate_too_low_sgd": Case(
        _network("source: digits", ["Flatten", *_dense(64), *_softmax(10)], _sgd("1e-4"), 20),
        "learning_rate_too_low",
    ),
    "rate_too_low_adam": Case(
        _network("source: wine", [*_dense(32), *_softmax(3)], _adam("1e-5"), 30), "learning_rate_too_low"
    ),
    "dead_units": Case(
        _network(
            "source: digits",
            [
                "Flatten",
                "Dense: {units: 64, activation: relu, bias_initializer: {Constant: {value: -3}}}",
                *_softmax(10),
            ],
            epochs=20,
        ),
        "dead_units",
    ),
    "saturated_sigmoid": Case(
        _network(
            "source: breast_cancer, standardize: false", [*_dense(32, 16, activation="sigmoid"), *_softmax(2)]
        ),
        "saturated_units",
    ),
    "saturated_tanh": Case(
        _network("source: wine, standardize: false", [*_dense(32, activation="tanh"), *_softmax(3)]),
        "saturated_units",
    ),
    "rare_class": Case(
        _network("source: arrays, path: rare.npz, standardize: true", [*_dense(16), *_SIGMOID], epochs=20),
        "rare_class_missed",
        "macro_f1",
    ),
    "one_class": Case(
        _network("source: wine, standardize: false", [*_dense(16, 16), *_softmax(3)], _sgd("0.1"), 20),
        "always_one_class",
    ),
    "no_better": Case(
        _network("source: digits", ["Flatten", *_dense(64), *_softmax(10)], _sgd("1e-4"), 12),
        "no_better_than_baseline",
    ),
    "targets": Case(
        _network("source: diabetes", [*_dense(16), *_NUMBER], epochs=10), "unstandardized_targets", "r2"
    ),
    "too_early_digits": Case(
        _network("source: digits", ["Flatten", *_dense(32), *_softmax(10)], _sgd("0.01"), 4),
        "stopped_too_early",
    ),
    "too_early_moons": Case(
        _network("source: moons", [*_dense(16), *_softmax(2)], _adam("1e-3"), 8), "stopped_too_early"
    ),
    "shuffled": Case(
        _network("source: arrays, path: shuffled.npz", [*_dense(128, 128), *_softmax(2)], epochs=60),
        "labels_look_shuffled",
    ),
    "repeated": Case(
        _network("source: arrays, path: repeated.npz", [*_dense(64, 64), *_softmax(2)], epochs=60),
        "rows_seen_in_training",
    ),
    "too_small": Case(
        _network("source: spirals", [*_dense(2), *_softmax(2)], _adam("0.01"), 60), "underfitting"
    ),
    "linear": Case(_network("source: circles", _softmax(2), _adam("0.01"), 40), "underfitting"),
    "no_activation": Case(
        _network(
            "source: circles",
            [*_dense(16, activation="linear"), "Dense: {units: 1, activation: sigmoid}"],
            _adam("0.01"),
            40,
        ),
        "unusual_layers",
    ),
    "errors_of_probabilities": Case(
        _network("source: moons, rows: 800", [*_dense(16), *_SIGMOID], _sgd("0.01"), 20).replace(
            "epochs: 20", "epochs: 20, loss: mean_squared_error"
        ),
        "loss_of_numbers",
        "accuracy",
    ),
    "vanishing": Case(
        _network(
            "source: digits", ["Flatten", *_dense(*[32] * 8, activation="sigmoid"), *_softmax(10)], epochs=20
        ),
        "vanishing_gradient",
    ),
    "vanishing_sgd": Case(
        _network("source: moons", [*_dense(*[16] * 6, activation="sigmoid"), *_softmax(2)], _sgd("0.1"), 30),
        "vanishing_gradient",
    ),
    "noisy": Case(
        _network("source: iris, validation: 0.05", [*_dense(16), *_softmax(3)], _adam("0.03")).replace(
            "epochs: 40", "epochs: 40, batch_size: 8"
        ),
        "noisy_validation",
    ),
    "scales": Case(
        _network("source: arrays, path: scales.npz", [*_dense(32, 32), *_NUMBER]),
        "unstandardized_inputs",
        "r2",
    ),
    "scales_wine": Case(
        _network("source: wine, standardize: false", [*_dense(32), *_softmax(3)]), "unstandardized_inputs"
    ),
}


def write_data(folder: Path) -> None:
    """The arrays that ill trainings read."""
    draw = np.random.default_rng(0)
    rare = (draw.random(2000) < 0.04).astype(np.int64)
    points = draw.normal(size=(2000, 6)) + rare[:, None] * [1.2, 1.0, 0.8, 0, 0, 0]
    np.savez(folder / "rare.npz", x=points.astype(np.float32), y=rare)
    points = draw.normal(size=(800, 20))
    np.savez(folder / "shuffled.npz", x=points.astype(np.float32), y=draw.integers(0, 2, 800))
    points = draw.normal(size=(300, 8))
    labels = points[:, 0] + points[:, 1] * points[:, 2] + draw.normal(size=300) > 0
    four_times = draw.permutation(np.repeat(np.arange(300), 4))
    np.savez(
        folder / "repeated.npz",
        x=points[four_times].astype(np.float32),
        y=labels[four_times].astype(np.int64),
    )
    points = draw.normal(size=(600, 6))
    numbers = points[:, 0] * 2 + np.sin(2 * points[:, 1]) + draw.normal(size=600) * 0.1
    scaled = points * [1, 1, 1, 1, 1, 3000]
    np.savez(folder / "scales.npz", x=scaled.astype(np.float32), y=numbers[:, None].astype(np.float32))
