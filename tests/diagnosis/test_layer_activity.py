import numpy as np
import pytest

from mlpcli.config.config import Config
from mlpcli.config.load import loads
from mlpcli.data.dataset import Array
from mlpcli.diagnosis.layer_activity import activities, dead_in_all
from mlpcli.inference.arithmetic.forward import LayerValues
from mlpcli.network.stack import Stack, walk_through


def network(layer: str) -> tuple[Config, Stack]:
    text = f"data: {{source: moons}}\nlayers: [{layer}, {{Dense: {{units: 2, activation: softmax}}}}]\n"
    config = loads(text, "made.yaml").config
    return config, walk_through(config.layers, (2,))


def values(after: Array) -> list[LayerValues]:
    return [LayerValues("dense", "Dense", None, after.astype(np.float32))]


RELU = "{Dense: {units: 4, activation: relu}}"
SIGMOID = "{Dense: {units: 4, activation: sigmoid}}"


def test_a_unit_is_dead_if_it_is_0_for_every_row() -> None:
    config, stack = network(RELU)
    (one,) = activities(config.layers, stack, values(np.array([[0, 0, 1, 0], [0, 2, 0, 0]])))
    assert (one.name, one.activation, one.units, one.dead, one.saturated) == ("dense", "relu", 4, 0.5, 0.0)


def test_a_unit_that_is_rarely_needed_is_found_alive_among_more_rows() -> None:
    config, stack = network(RELU)
    batches = [values(np.eye(4)[[number]]) for number in (0, 1, 2, 3)]
    found = activities(config.layers, stack, batches[0])
    assert (found[0].dead, found[0].may_be_dead) == (0.75, True)
    (one,) = dead_in_all(found, iter(batches))
    # The fourth is not looked at: a quarter is chance.
    assert (one.dead, one.rows, one.may_be_dead) == (0.25, 3, False)
    (one,) = dead_in_all(found, [*batches[:1] * 3])
    assert (one.dead, one.rows) == (0.75, 3)


@pytest.mark.parametrize(("activation", "flat", "middle"), [("sigmoid", 0.999, 0.5), ("tanh", -0.999, 0.0)])
def test_values_at_the_flat_ends_are_saturated(activation: str, flat: float, middle: float) -> None:
    config, stack = network(SIGMOID.replace("sigmoid", activation))
    (one,) = activities(config.layers, stack, values(np.array([[flat, middle, flat, flat]])))
    assert one.saturated == 0.75


def test_the_spread_is_that_between_rows() -> None:
    config, stack = network(SIGMOID)
    (one,) = activities(config.layers, stack, values(np.array([[0.1, 0.2, 0.3, 0.4]] * 3)))
    assert one.spread == pytest.approx(0)


def test_a_channel_of_a_convolution_is_a_unit() -> None:
    text = (
        "data: {source: waves}\nlayers: [{Conv1D: {filters: 2, kernel_size: 3, activation: relu}}, Flatten, "
    )
    config = loads(text + "{Dense: {units: 4, activation: softmax}}]", "made.yaml").config
    stack = walk_through(config.layers, (128, 1))
    after = np.zeros((5, 126, 2), np.float32)
    after[3, 7, 1] = 1
    (one,) = activities(config.layers, stack, [LayerValues("conv1d", "Conv1D", None, after)])
    assert (one.units, one.dead) == (2, 0.5)


def test_without_rows_nothing_is_known_of_the_units() -> None:
    config, stack = network(RELU)
    (one,) = activities(config.layers, stack)
    assert (one.dead, one.saturated, one.spread) == (None, None, None)


@pytest.mark.parametrize(
    "layer",
    [
        "{Dense: {units: 4, activation: selu}}",
        "{Dense: 4}",
        "{ReLU: {negative_slope: 0.1}}",
        "Identity",
    ],
)
def test_other_layers_neither_die_nor_saturate(layer: str) -> None:
    config, stack = network(layer)
    assert activities(config.layers, stack) == ()
