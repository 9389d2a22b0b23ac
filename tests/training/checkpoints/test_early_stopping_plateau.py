"""Early stopping and plateaus, compared with Keras's own callbacks on the same figures."""

import math
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, Literal

import numpy as np
import pytest

from mlpcli.config.training import EarlyStopping, ReduceLrOnPlateau
from mlpcli.training.checkpoints.early_stopping_plateau import (
    MonitorState,
    has_stopped,
    note_best,
    note_plateau,
    note_stopping,
)
from mlpcli.training.tensorflow import keras

Direction = Literal["min", "max"]

# Keras hands the learning rate's variable to NumPy in a way that NumPy 2 warns of.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def walk(seed: int) -> list[float]:
    """A figure that improves, rests and worsens, in eighths, so that no sum of them is rounded."""
    walked: list[float] = (np.random.default_rng(seed).normal(size=40).cumsum() // 0.125 * 0.125).tolist()
    return walked


def stop_of_keras(
    values: Sequence[float], patience: int, min_delta: float, mode: str, **more: Any
) -> int | None:
    callback = keras.callbacks.EarlyStopping(
        "loss", min_delta=min_delta, patience=patience, mode=mode, **more
    )
    model = SimpleNamespace(stop_training=False, optimizer=None)
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, value in enumerate(values):
        callback.on_epoch_end(epoch, {"loss": value})
        if model.stop_training:
            return epoch + 1
    return None


def stop_of_ours(
    values: Sequence[float], patience: int, min_delta: float, mode: Direction, **more: Any
) -> int | None:
    settings = EarlyStopping(monitor="loss", patience=patience, min_delta=min_delta, mode=mode, **more)
    seen = MonitorState()
    for epoch, value in enumerate(values, start=1):
        seen = note_stopping(seen, settings, {"loss": value}, epoch)
        if has_stopped(seen, settings):
            return epoch
    return None


@pytest.mark.parametrize("mode", ["min", "max"])
@pytest.mark.parametrize("min_delta", [0.0, 0.5])
@pytest.mark.parametrize("patience", [0, 1, 3, 7])
def test_training_stops_when_keras_would_stop_it(patience: int, min_delta: float, mode: Direction) -> None:
    for seed in range(20):
        values = walk(seed)
        assert stop_of_ours(values, patience, min_delta, mode) == stop_of_keras(
            values, patience, min_delta, mode
        )


@pytest.mark.parametrize("mode", ["min", "max"])
@pytest.mark.parametrize("more", [{"baseline": 1.5}, {"baseline": 0.0}, {"start_from_epoch": 6}])
@pytest.mark.parametrize("patience", [0, 1, 3, 7])
def test_a_baseline_and_a_first_epoch_are_keras_s(
    patience: int, more: dict[str, Any], mode: Direction
) -> None:
    for seed in range(20):
        values = walk(seed)
        assert stop_of_ours(values, patience, 0.0, mode, **more) == stop_of_keras(
            values, patience, 0.0, mode, **more
        )


def rates_of_keras(values: Sequence[float], settings: ReduceLrOnPlateau) -> list[float]:
    callback = keras.callbacks.ReduceLROnPlateau("loss", **settings.model_dump(exclude={"monitor"}))
    model = SimpleNamespace(optimizer=keras.optimizers.SGD(1.0))
    callback.set_model(model)
    callback.on_train_begin()
    rates = []
    for epoch, value in enumerate(values):
        callback.on_epoch_end(epoch, {"loss": value})
        rates.append(float(model.optimizer.learning_rate))
    return rates


def rates_of_ours(values: Sequence[float], settings: ReduceLrOnPlateau) -> list[float]:
    seen, rate, rates = MonitorState(), 1.0, []
    for epoch, value in enumerate(values, start=1):
        seen, rate = note_plateau(seen, settings, {"loss": value}, epoch, rate)
        rates.append(rate)
    return rates


@pytest.mark.parametrize("mode", ["min", "max"])
@pytest.mark.parametrize("cooldown", [0, 2])
@pytest.mark.parametrize("patience", [0, 1, 3])
@pytest.mark.parametrize("min_lr", [0.0, 0.2])
def test_the_learning_rate_falls_when_keras_would_lower_it(
    min_lr: float, patience: int, cooldown: int, mode: Direction
) -> None:
    settings = ReduceLrOnPlateau(
        monitor="loss", factor=0.5, patience=patience, cooldown=cooldown, min_lr=min_lr, mode=mode
    )
    for seed in range(5):
        values = walk(seed)
        assert rates_of_ours(values, settings) == pytest.approx(rates_of_keras(values, settings), rel=1e-6)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_never_the_best(value: float) -> None:
    seen = note_best(MonitorState(), "min", value, 1)
    assert seen == MonitorState()
    seen = note_best(seen, "min", 3.0, 2)
    assert note_best(seen, "min", value, 3) == MonitorState(3.0, 2)


@pytest.mark.parametrize(("mode", "epoch"), [("min", 2), ("max", 3)])
def test_the_first_of_equals_is_the_best(mode: Direction, epoch: int) -> None:
    seen = MonitorState()
    for number, value in enumerate([2.0, 1.0, 4.0, 1.0, 4.0], start=1):
        seen = note_best(seen, mode, value, number)
    assert seen.epoch == epoch


@pytest.mark.parametrize(("value", "better"), [(1.5, False), (1.4, True)])
def test_an_improvement_must_exceed_min_delta(value: float, better: bool) -> None:
    assert MonitorState(2.0, 1).improves(value, "min", min_delta=0.5) is better


def test_without_early_stopping_nothing_stops() -> None:
    assert not has_stopped(MonitorState(waited=1000), None)
