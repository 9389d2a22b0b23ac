"""An ill training for every illness, as evidence made by hand."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from mlpcli.baselines.baseline import Baseline
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.held_back import HeldBack
from mlpcli.diagnosis.row_facts import InputScales, RepeatedRows
from tests.diagnosis.made import (
    DIABETES,
    MOONS,
    WINE,
    active,
    classified,
    evidence,
    falling,
    predicted,
    straight,
)

_GOOD = [[96, 4], [4, 96]]
_GUESSED = [[52, 48], [49, 51]]
_JUMPING = [2.0, *([0.5, 0.62] * 10)]
_DEEP = MOONS.replace("relu", "sigmoid").replace(
    "layers:", "layers:" + 2 * "\n  - Dense: {units: 8, activation: sigmoid}"
)
_NARROW = MOONS.replace("units: 32", "units: 2")
_DROPOUT = MOONS.replace("  - Dense: {units: 2,", "  - Dropout: 0.5\n  - Dense: {units: 2,")
_DIGITS = """\
data: {source: digits}
layers: [Flatten, {Dense: {units: 32, activation: relu}}, {Dense: {units: 10, activation: softmax}}]
training: {epochs: 20, loss: mean_squared_error}
"""
_SHARES = {"class_rows": np.array([360, 360])}


_BALANCED_GUESS = HeldBack(
    "test",
    200,
    {"accuracy": 0.78},
    np.array([[150, 41], [7, 2]]),
    {"most_frequent": Baseline({"accuracy": 0.955, "macro_recall": 0.5}, 100, 100, 0.0)},
)


def _lost_rate(made: Evidence) -> Evidence:
    """The evidence with a learning rate that is lowered to nearly nothing after the eighth epoch."""
    assert made.curves is not None
    rates = np.where(made.curves.epochs > 8, 1e-9, made.curves.rates)
    return replace(made, curves=replace(made.curves, rates=rates))


ILL: Mapping[str, Callable[[], Evidence]] = {
    "rows_seen_in_training": lambda: evidence(
        MOONS,
        falling(0.7, 0.1),
        falling(0.7, 0.1),
        0.97,
        **classified(_GOOD),
        repeated={"validation": RepeatedRows(20, 80), "test": RepeatedRows(50, 200)},
    ),
    "labels_look_shuffled": lambda: evidence(
        MOONS, straight(0.7, 0.01), straight(0.7, 2.0), 0.99, **classified(_GUESSED), **_SHARES
    ),
    "unstandardized_inputs": lambda: evidence(
        WINE,
        falling(80, 1.1),
        falling(80, 1.1),
        0.4,
        **classified([[10, 2, 2], [4, 5, 5], [3, 3, 4]]),
        inputs=InputScales(np.array([13.0, 2.0, 800.0, 1.0])),
    ),
    "unstandardized_targets": lambda: evidence(
        DIABETES,
        straight(28970, 28660),
        straight(33580, 33270),
        target_spread=77.0,
        **predicted(-3.5, 168, 77),
    ),
    "unusual_layers": lambda: evidence(
        MOONS.replace("32, activation: relu", "32", 1),
        falling(0.72, 0.52),
        falling(0.72, 0.53),
        0.72,
        **classified([[72, 28], [27, 73]], {"most_frequent": 0.5, "gradient_boosting": 0.96}),
        **_SHARES,
    ),
    "loss_of_numbers": lambda: evidence(
        _DIGITS,
        straight(0.0901, 0.0897),
        straight(0.0901, 0.0898),
        0.12,
        **classified([[2] * 10] * 10),
        class_rows=np.full(10, 140),
    ),
    "class_weights_too_far": lambda: evidence(
        MOONS.replace("{epochs: 20}", "{epochs: 20, class_weight: {0: 1, 1: 200}}"),
        falling(30.0, 5.0),
        falling(0.8, 0.9),
        0.55,
        **classified([[80, 90], [1, 29]]),
        class_rows=np.array([610, 110]),
    ),
    "frozen_layers": lambda: evidence(
        MOONS.replace("activation: relu", "activation: relu, trainable: false"),
        straight(0.72, 0.69),
        straight(0.72, 0.69),
        0.5,
        **classified(_GUESSED),
        **_SHARES,
    ),
    "too_much_dropout": lambda: evidence(
        _DROPOUT.replace("0.5", "0.95"),
        straight(0.72, 0.69),
        straight(0.69, 0.68),
        0.6,
        **classified(_GUESSED),
        **_SHARES,
    ),
    "penalty_too_strong": lambda: evidence(
        MOONS.replace("activation: relu", "activation: relu, kernel_regularizer: {L2: 1.0}"),
        falling(64.7, 0.693),
        falling(47.9, 0.693),
        0.5,
        **classified([[100, 0], [100, 0]]),
        **_SHARES,
    ),
    "vanishing_gradient": lambda: active(
        evidence(_DEEP, falling(0.72, 0.693), falling(0.72, 0.693), 0.5, **classified(_GUESSED), **_SHARES),
        saturated=0.0,
        spread=0.01,
    ),
    "learning_rate_too_high": lambda: evidence(
        MOONS, _JUMPING, _JUMPING, 0.6, 0.3, **classified(_GOOD), **_SHARES
    ),
    "optimizer_underflow": lambda: evidence(
        MOONS.replace("Adam:", "Adafactor:"), rate=0.01, status="diverged"
    ),
    "dead_units": lambda: active(
        evidence(MOONS, falling(0.7, 0.3), falling(0.7, 0.3), 0.9, **classified(_GOOD)), dead=0.95
    ),
    "learning_rate_too_low": lambda: evidence(
        MOONS, straight(0.72, 0.70), straight(0.72, 0.70), 0.55, 1e-5, **classified(_GOOD), **_SHARES
    ),
    "learning_rate_lost": lambda: _lost_rate(
        evidence(
            DIABETES.replace("{epochs: 20}", "{epochs: 20, reduce_lr_on_plateau: {factor: 0.01}}"),
            [*falling(9000, 4000, 8), *([4000.0] * 12)],
            [*falling(9000, 4200, 8), *([4200.0] * 12)],
            **predicted(0.3, 64, 77),
        )
    ),
    "saturated_units": lambda: active(
        evidence(
            WINE, falling(1.2, 0.8), falling(1.2, 0.8), 0.7, **classified([[9, 2, 2], [3, 9, 2], [2, 2, 9]])
        ),
        saturated=0.8,
        spread=0.3,
    ),
    "rare_class_missed": lambda: evidence(
        MOONS,
        falling(0.4, 0.13),
        falling(0.4, 0.15),
        0.95,
        **classified([[190, 0], [9, 1]]),
        class_rows=np.array([680, 40]),
    ),
    "weights_unlike_monitor": lambda: evidence(
        MOONS.replace("{epochs: 20}", "{epochs: 20, class_weight: balanced}"),
        falling(0.74, 0.6),
        straight(0.57, 0.63),
        0.66,
        splits={"test": _BALANCED_GUESS},
        class_rows=np.array([690, 30]),
    ),
    "underfitting": lambda: evidence(
        _NARROW,
        falling(0.72, 0.52),
        falling(0.72, 0.53),
        0.72,
        **classified([[72, 28], [27, 73]], {"most_frequent": 0.5, "gradient_boosting": 0.96}),
        **_SHARES,
    ),
    "overfitting": lambda: evidence(
        MOONS,
        falling(0.7, 0.01),
        [0.5, 0.4, 0.35, *straight(0.3, 0.6, 17)],
        0.99,
        **classified([[85, 15], [12, 88]]),
        **_SHARES,
    ),
    "stopped_too_early": lambda: evidence(
        MOONS, straight(0.7, 0.4), straight(0.7, 0.42), 0.85, **classified([[85, 15], [12, 88]]), **_SHARES
    ),
    "always_one_class": lambda: evidence(
        MOONS, falling(0.75, 0.693), falling(0.75, 0.693), 0.5, **classified([[100, 0], [100, 0]]), **_SHARES
    ),
    "no_better_than_baseline": lambda: evidence(
        DIABETES,
        falling(9000, 2000),
        falling(9000, 3500),
        **predicted(0.2, 68, 77, {"linear_regression": 0.45}),
    ),
    "noisy_validation": lambda: evidence(
        MOONS,
        falling(0.7, 0.1),
        [0.7, 0.5, *([0.15, 0.25] * 9)],
        0.97,
        **classified(_GOOD),
        **_SHARES,
        rows={"train": 100, "validation": 6},
    ),
    "best_weights_kept": lambda: evidence(
        MOONS,
        falling(0.7, 0.01),
        [0.3, 0.15, 0.095, *straight(0.1, 0.16, 17)],
        0.99,
        **classified(_GOOD),
        **_SHARES,
    ),
    "validation_above_training": lambda: evidence(
        MOONS, straight(0.69, 0.3), straight(1.6, 1.1), **classified([[85, 15], [12, 88]]), **_SHARES
    ),
    "validation_below_training": lambda: evidence(
        _DROPOUT, falling(0.7, 0.3), falling(0.5, 0.1), 0.9, **classified(_GOOD)
    ),
}
"""The ill training by the name of its illness."""


def healthy() -> Evidence:
    return active(
        evidence(MOONS, falling(0.7, 0.1), falling(0.65, 0.11), 0.97, **classified(_GOOD), **_SHARES),
        dead=0.1,
        spread=0.5,
    )
