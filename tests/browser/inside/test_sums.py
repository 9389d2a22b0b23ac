"""The look inside a network has the numbers and the names that the terminal has."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from mlpcli.browser.network_data import network_data
from mlpcli.browser.parts import script_files
from mlpcli.explanation.one_input.followed import FollowedLayer
from mlpcli.explanation.one_input.neuron import Neuron, neuron_of
from mlpcli.explanation.one_input.sources import values_of
from mlpcli.readable import figure
from tests.browser.in_node import in_node
from tests.explanation.one_input.networks import Written, drawn_network, drawn_row, followed, layer_of
from tests.explanation.one_input.test_neuron import SUMS

DENSE: Written = {"Dense": {"units": 4, "activation": "relu"}}
STACKS: dict[str, tuple[tuple[int, ...], tuple[Written, ...]]] = {
    **{name: (shape, (layer,)) for name, (shape, layer) in SUMS.items()},
    "after others": ((5, 5, 1), ({"Conv2D": {"filters": 3, "kernel_size": 2}}, "Flatten", DENSE, "Softmax")),
    "columns": ((2,), ({"Dropout": {"rate": 0.5}}, DENSE, {"Dense": {"units": 3, "activation": "softmax"}})),
    "members": (
        (3,),
        ({"Ensemble": {"members": 2}}, {"EnsembleHead": {"units": 3, "activation": "softmax"}}),
    ),
    "sequence": ((5, 2), ({"Masking": {}}, {"LSTM": {"units": 3}})),
    "backwards": ((5, 2), ({"GRU": {"units": 3, "go_backwards": True, "return_sequences": True}},)),
    "both ways": ((4, 2), ({"Bidirectional": {"layer": {"SimpleRNN": {"units": 2}}}},)),
}
COLUMNS = ("age", "sex=male")
# Every unit of every layer.
SCRIPT = """
return given.cases.map(({ network, row, inside }) => {
  const page = { data: { inside }, network: openNetwork(network), values: Float32Array.from(row) };
  page.layers = page.network.forward(page.values);
  return page.layers.map(({ after }, position) => {
    return Array.from({ length: after.shape.at(-1) }, (_, unit) => {
      const { terms, ...neuron } = neuronOf(page, position, unit);
      return {
        ...neuron, bias: biasOf(neuron), sum: sumOfNeuron({ ...neuron, terms }),
        terms: terms.map((one) => [one.source, one.input, one.weight, one.product]),
        gates: gateSteps(page, position, unit),
      };
    });
  });
});"""


def case(shape: tuple[int, ...], stack: tuple[Written, ...]) -> tuple[Sequence[FollowedLayer], Any]:
    row = drawn_row(*shape)
    if stack[0] == {"Masking": {}}:
        row[1] = 0
    layers = followed(*stack, row=row)
    network = network_data(drawn_network(*stack, shape=shape), shape)
    about = [
        {"values": values_of(one.kind), "applied": one.layer.applied if one.layer else None} for one in layers
    ]
    columns = COLUMNS if shape == (2,) else ()
    given = np.asarray(row, np.float32).reshape(-1).tolist()
    return layers, {"network": network, "row": given, "inside": {"columns": columns, "layers": about}}


def expected(neuron: Neuron) -> dict[str, Any]:
    return {
        "place": list(neuron.place),
        "activation": neuron.activation,
        "terms": [term.source for term in neuron.terms],
        "gates": [[one.step, list(one.gates)] for one in neuron.gates],
    }


def test_units_have_the_terms_that_explain_has() -> None:
    cases = [case(*one) for one in STACKS.values()]
    layers = [layer_of(one) for _, stack in STACKS.values() for one in stack]
    files = script_files(layers, "plane", ("inside",))
    found = in_node(files, SCRIPT, {"cases": [given for _, given in cases]})

    for name, (layers, given), answers in zip(STACKS, cases, found, strict=True):
        columns = given["inside"]["columns"]
        for position, units in enumerate(answers):
            for unit, ours in enumerate(units):
                neuron = neuron_of(layers, position, unit, columns)
                told = {
                    "place": ours["place"],
                    "activation": ours["activation"],
                    "terms": [one[0] for one in ours["terms"]],
                    "gates": [[one["step"], list(one["gates"])] for one in ours["gates"]],
                }
                assert told == expected(neuron), name
                assert_equal(ours, neuron)


def assert_equal(ours: dict[str, Any], neuron: Neuron) -> None:
    theirs = [[term.input, term.weight, term.product] for term in neuron.terms]
    np.testing.assert_allclose([one[1:] for one in ours["terms"]], theirs, rtol=1e-5, atol=1e-6)
    assert ours["bias"] == neuron.bias
    assert ours["sum"] == pytest.approx(np.sum(theirs, axis=0)[2] + neuron.bias if theirs else 0, abs=1e-5)
    assert ours["value"] == pytest.approx(neuron.value, rel=1e-5, abs=1e-6)
    assert ours["z"] == (None if neuron.z is None else pytest.approx(neuron.z, rel=1e-5, abs=1e-6))
    for one, gate in zip(ours["gates"], neuron.gates, strict=True):
        assert [*one["gates"].values(), one["output"]] == pytest.approx(
            [*gate.gates.values(), gate.output], abs=1e-6
        )


def test_numbers_are_rounded_as_in_the_terminal() -> None:
    drawn = np.random.default_rng(0)
    numbers = [0.0, -0.0, 999999.9999, 1e6, 1e-3, 0.00099999, 2.5e-5, 1.3e29, 12345678.0, 93505000.0]
    numbers += (drawn.normal(size=200) * 10.0 ** drawn.integers(-9, 9, 200)).astype(np.float32).tolist()
    # Halves of the last digit.
    numbers += (np.arange(-64, 64) / 32).tolist()
    found = in_node(("inside/numbers.js",), "return given.map(shortNumber);", numbers)
    assert found == [figure(one) for one in numbers]
