from typing import Any

import numpy as np
import pytest

from mlpcli.explanation.one_input.neuron import neuron_of
from tests.explanation.one_input.networks import Written, drawn_row, followed

SUMS: dict[str, tuple[tuple[int, ...], Written]] = {
    "dense": ((3,), {"Dense": {"units": 2, "activation": "relu"}}),
    "dense of steps": ((4, 3), {"Dense": {"units": 2, "activation": "tanh"}}),
    "no bias": ((3,), {"Dense": {"units": 2, "use_bias": False}}),
    "signal": ((7, 2), {"Conv1D": {"filters": 3, "kernel_size": 3, "padding": "causal"}}),
    "image": ((5, 6, 2), {"Conv2D": {"filters": 3, "kernel_size": [3, 2], "strides": 2, "padding": "same"}}),
    "dilated": ((7, 6, 1), {"Conv2D": {"filters": 2, "kernel_size": 2, "dilation_rate": 2}}),
    "groups": ((5, 5, 4), {"Conv2D": {"filters": 6, "kernel_size": 2, "groups": 2, "activation": "relu"}}),
    "channels": ((5, 5, 2), {"DepthwiseConv2D": {"kernel_size": 3, "depth_multiplier": 2}}),
    "separable": ((6, 3), {"SeparableConv1D": {"filters": 2, "kernel_size": 3, "depth_multiplier": 2}}),
    "every step": ((3, 4), {"TimeDistributed": {"layer": {"Dense": {"units": 2}}}}),
    "an image a step": (
        (2, 4, 4, 1),
        {"TimeDistributed": {"layer": {"Conv2D": {"filters": 2, "kernel_size": 3, "padding": "same"}}}},
    ),
}


@pytest.mark.parametrize(("shape", "layer"), SUMS.values(), ids=SUMS)
@pytest.mark.parametrize("unit", [0, 1])
def test_the_products_and_the_bias_sum_to_z(shape: tuple[int, ...], layer: Written, unit: int) -> None:
    layers = followed(layer, row=drawn_row(*shape))
    neuron = neuron_of(layers, 0, unit, ())
    assert neuron.place[-1] == unit
    assert neuron.z is not None
    assert sum(term.product for term in neuron.terms) + neuron.bias == pytest.approx(neuron.z, abs=1e-6)
    assert neuron.value == layers[0].after[neuron.place]
    assert abs(neuron.value) == np.abs(layers[0].after[..., unit]).max()


def test_terms_say_what_they_come_from() -> None:
    row = np.arange(16.0).reshape(4, 4, 1) - 20
    layers = followed(
        {"Conv2D": {"filters": 1, "kernel_size": 2}}, "Flatten", {"Dense": {"units": 1}}, row=row
    )
    first = neuron_of(layers, 0, 0, ())
    top, left, _ = first.place
    assert [term.source for term in first.terms] == [
        f"input{[top + down, left + right, 0]}" for down in (0, 1) for right in (0, 1)
    ]
    assert [term.input for term in first.terms][0] == row[top, left, 0]
    assert [term.source for term in neuron_of(layers, 2, 0, ()).terms][:2] == [
        "conv2d[0, 0, 0]",
        "conv2d[0, 1, 0]",
    ]


def test_terms_of_a_table_have_the_names_of_its_columns() -> None:
    layers = followed({"Dropout": {"rate": 0.5}}, {"Dense": {"units": 1}}, row=[1.0, 2.0])
    assert [term.source for term in neuron_of(layers, 1, 0, ("age", "sex=male")).terms] == ["age", "sex=male"]


def test_padding_adds_nothing() -> None:
    layer = {"Conv1D": {"filters": 1, "kernel_size": 3, "padding": "same"}}
    layers = followed(layer, row=[[9.0], [0.0], [0.0], [0.0]])
    neuron = neuron_of(layers, 0, 0, ())
    assert neuron.place[0] in (0, 1)
    assert len(neuron.terms) == (2 if neuron.place[0] == 0 else 3)


def test_members_answer_with_their_mean() -> None:
    head = {"EnsembleHead": {"units": 2, "activation": "softmax"}}
    layers = followed({"Ensemble": {"members": 3}}, head, row=[1.0, -1.0])
    neuron = neuron_of(layers, 1, 1, ())
    assert [term.source for term in neuron.terms] == ["member 0", "member 1", "member 2"]
    assert (neuron.z, neuron.bias) == (None, 0)
    assert sum(term.product for term in neuron.terms) == pytest.approx(neuron.value, abs=1e-6)


GATES: dict[str, tuple[Any, int, list[str]]] = {
    "LSTM": ({"LSTM": {"units": 2}}, 1, ["input", "forget", "candidate", "output", "memory"]),
    "GRU": ({"GRU": {"units": 2}}, 0, ["update", "reset", "candidate"]),
    "SimpleRNN": ({"SimpleRNN": {"units": 2}}, 1, ["output"]),
    "both ways": ({"Bidirectional": {"layer": {"GRU": {"units": 2}}}}, 3, ["update", "reset", "candidate"]),
}


@pytest.mark.parametrize(("layer", "unit", "names"), GATES.values(), ids=GATES)
def test_a_recurrent_unit_has_its_gates_at_every_step(layer: Written, unit: int, names: list[str]) -> None:
    neuron = neuron_of(followed(layer, row=drawn_row(4, 3)), 0, unit, ())
    assert [list(one.gates) for one in neuron.gates] == [names] * 4
    assert neuron.gates[-1].output == neuron.value
    assert neuron.terms == ()


def test_masked_steps_have_no_gates() -> None:
    layers = followed("Masking", {"GRU": {"units": 2}}, row=[[1.0], [0.0], [2.0], [0.0]])
    neuron = neuron_of(layers, 1, 0, ())
    assert [one.step for one in neuron.gates] == [0, 2]
    assert neuron.gates[-1].output == neuron.value


def test_a_unit_that_adds_up_nothing_has_its_value_alone() -> None:
    neuron = neuron_of(followed("MaxPooling1D", row=drawn_row(4, 2)), 0, 1, ())
    assert (neuron.terms, neuron.z, neuron.gates) == ((), None, ())
