from typing import Any

import numpy as np
import pytest

from mlpcli.config import optimizers as config_optimizers
from mlpcli.config import schedules as config_schedules
from mlpcli.explanation.words.optimizers import numbers_kept
from mlpcli.network.shape_inference.layer_rule import Weight
from mlpcli.training.building.optimizers import OPTIMIZERS, SCHEDULES, build_optimizer, scale_rates
from mlpcli.training.tensorflow import keras

DECAY = {"initial_learning_rate": 0.1, "decay_steps": "2 epochs"}
SCHEDULE_ARGUMENTS: dict[str, dict[str, Any]] = {
    "CosineDecay": DECAY,
    "CosineLogDecay": {"peak_learning_rate": 0.1, "decay_steps": "2 epochs"},
    "CosineDecayRestarts": {"initial_learning_rate": 0.1, "first_decay_steps": "2 epochs"},
    "ExponentialDecay": DECAY | {"decay_rate": 0.5},
    "InverseTimeDecay": DECAY | {"decay_rate": 0.5},
    "PiecewiseConstantDecay": {"boundaries": ["2 epochs"], "values": [0.1, 0.01]},
    "PolynomialDecay": DECAY,
}

# Keras hands the learning rate's variable to NumPy in a way that NumPy 2 warns of.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def built(name: str, arguments: dict[str, Any] | None = None, steps: int = 10) -> Any:
    return build_optimizer(config_optimizers.OPTIMIZERS[name].model_validate(arguments or {}), steps)


def test_every_optimizer_has_a_keras_class_of_its_name() -> None:
    assert {name: kind.__name__ for name, kind in OPTIMIZERS.items()} == {
        name: name for name in config_optimizers.OPTIMIZERS
    }


def test_every_schedule_has_a_keras_class_of_its_name() -> None:
    assert {name: kind.__name__ for name, kind in SCHEDULES.items()} == {
        name: name for name in config_schedules.SCHEDULES
    }


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer_without_arguments_is_keras_s_own(name: str) -> None:
    named = {"name": name}
    assert built(name).get_config() | named == OPTIMIZERS[name]().get_config() | named


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_schedule_counts_in_epochs(name: str) -> None:
    optimizer = built("SGD", {"learning_rate": {name: SCHEDULE_ARGUMENTS[name]}}, steps=7)
    settings = optimizer.get_config()["learning_rate"]["config"]
    counted = settings.get("decay_steps", settings.get("first_decay_steps", settings.get("boundaries")))
    assert counted in (14, [14])


def test_half_an_epoch_is_half_of_its_steps() -> None:
    schedule = {"PiecewiseConstantDecay": {"boundaries": ["1.5 epochs"], "values": [1.0, 0.5]}}
    optimizer = built("SGD", {"learning_rate": schedule}, steps=10)
    optimizer.iterations.assign(15)
    assert float(optimizer.learning_rate) == 1.0
    optimizer.iterations.assign(16)
    assert float(optimizer.learning_rate) == 0.5


def test_a_schedule_counts_in_steps_too() -> None:
    schedule = {"PolynomialDecay": {"initial_learning_rate": 1.0, "decay_steps": 8, "end_learning_rate": 0.0}}
    optimizer = built("SGD", {"learning_rate": schedule}, steps=10)
    optimizer.iterations.assign(4)
    assert float(optimizer.learning_rate) == 0.5


def test_a_cosine_log_decay_swings_for_twice_as_long_each_time() -> None:
    schedule = SCHEDULES["CosineLogDecay"](0.4, 1500)
    # Swings of 100, 200, 400 and 800 steps, at their beginnings, at their peaks and at the end.
    zeros, peaks = [0, 100, 300, 700, 1500, 2000], [100 * (2 ** (n + 0.5) - 1) for n in range(4)]
    assert [float(schedule(step)) for step in zeros] == pytest.approx([0] * 6, abs=1e-5)
    assert [float(schedule(round(step))) for step in peaks] == pytest.approx([0.4] * 4, rel=1e-3)


def test_arguments_reach_keras() -> None:
    settings = built("SGD", {"learning_rate": 0.5, "momentum": 0.9, "clipnorm": 2.0}).get_config()
    assert (settings["learning_rate"], settings["momentum"], settings["clipnorm"]) == (0.5, 0.9, 2.0)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_factor_is_that_of_the_learning_rate_of_its_variable_alone(name: str) -> None:
    """As if a second optimizer with that rate had changed the variable."""
    values = [np.full((2, 2), 0.5, np.float32), np.full((2, 2), -0.25, np.float32)]
    gradients = [keras.ops.convert_to_tensor([[1.0, -2.0], [0.5, 3.0]])] * 2

    def after(rate: float, *factors: float) -> list[Any]:
        # Decay would be of the optimizer's rate.
        decay = {"weight_decay": 0.0} | ({"adam_weight_decay": 0.0} if name == "Muon" else {})
        optimizer = built(name, {"learning_rate": rate, **decay})
        variables = [keras.Variable(value) for value in values]
        optimizer.build(variables)
        scale_rates(optimizer, factors)
        for _ in range(2):
            optimizer.apply(gradients, variables)
        return [variable.numpy() for variable in variables]

    plain, scaled, slower = after(0.01, 1, 1), after(0.01, 1, 0.25), after(0.0025, 1, 1)
    np.testing.assert_array_equal(scaled[0], plain[0])
    np.testing.assert_allclose(scaled[1], slower[1], rtol=1e-6)
    assert not np.allclose(scaled[1], plain[1], rtol=1e-5)


def test_decay_keeps_the_rate_of_the_optimizer() -> None:
    variables = [keras.Variable([1.0]), keras.Variable([1.0])]
    optimizer = built("AdamW", {"learning_rate": 0.5, "weight_decay": 0.1})
    optimizer.build(variables)
    scale_rates(optimizer, [1.0, 0.01])
    optimizer.apply([keras.ops.zeros([1])] * 2, variables)
    assert [variable.numpy().item() for variable in variables] == pytest.approx([0.95, 0.95])


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        *((name, {}) for name in OPTIMIZERS),
        ("SGD", {"momentum": 0.9}),
        ("Adam", {"amsgrad": True}),
        ("RMSprop", {"momentum": 0.9, "centered": True}),
        ("Lion", {"use_ema": True, "gradient_accumulation_steps": 2}),
    ],
)
def test_an_explanation_counts_what_keras_keeps_for_the_weights(name: str, arguments: dict[str, Any]) -> None:
    weights = [
        Weight("kernel", (3, 3, 2, 4), "kernel"),
        Weight("kernel", (4, 5), "kernel"),
        Weight("bias", (5,), "bias"),
    ]
    chosen = config_optimizers.OPTIMIZERS[name].model_validate(arguments)
    optimizer = build_optimizer(chosen, 10)
    optimizer.build([keras.Variable(np.ones(weight.shape, np.float32)) for weight in weights])
    # Besides, it keeps single numbers such as the learning rate.
    kept = sum(int(np.prod(slot.shape)) for slot in optimizer.variables if len(slot.shape))
    assert sum(numbers_kept(chosen, weight) for weight in weights) == kept
