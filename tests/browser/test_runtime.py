"""Every layer and every activation computes in JavaScript what Keras and the arithmetic in NumPy compute."""

import re
import warnings
from base64 import b64decode, b85decode
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st

import mlpcli.browser
from mlpcli.browser.network_data import network_data
from mlpcli.browser.script import family_name, joined, runtime_files
from mlpcli.config.layers.base import Layer
from mlpcli.inference.arithmetic import functions
from mlpcli.inference.arithmetic.activations import ACTIVATIONS
from mlpcli.inference.arithmetic.arithmetic_network import ArithmeticNetwork
from mlpcli.network.shape_inference.layer_rule import ShapeMismatch
from mlpcli.network.stack import BrokenStack, walk_through
from tests.browser.in_node import in_node
from tests.browser.quantized import whole_from
from tests.inference.arithmetic.in_keras import (
    ACTIVATED,
    FAR_OUT,
    FOLLOWED,
    MASKS,
    WRITTEN,
    activation_layer,
    built,
    layer_of,
    masked_rows,
    rows_for,
    stack_of,
)
from tests.network.keras_layers import ARGUMENTS, fitting_shapes

_BROWSER = Path(mlpcli.browser.__file__).parent
_FILES = sorted(_BROWSER.rglob("*.js"))
_EXAMPLES = 2
_IN_8_BITS = "weights in 8 bits"
# Each script is of the files that its network needs alone.
_ANSWER = """
const open = given.scripts.map((script) => require("vm").runInThisContext(script));
return given.cases.map(({ script, network, rows }) => {
  const { outputs } = open[script](network);
  return rows.map((row) => Buffer.from(outputs(row).buffer).toString("base64"));
});
"""


@dataclass
class Case:
    """Rows for a stack of layers, and the outputs `[rows, outputs]` that were computed for them."""

    layers: list[Layer]
    shape: tuple[int, ...]
    rows: Any
    keras: Any = None
    numpy: Any = None
    javascript: Any = None
    is_quantized: bool = False


def every_case() -> Iterator[tuple[str, Case]]:
    for name in FOLLOWED:
        for layers, shape in examples(name):
            yield name, Case(layers, shape, rows_for(layers, shape))
            if walk_through(layers, shape).parameters:
                yield _IN_8_BITS, Case(layers, shape, rows_for(layers, shape), is_quantized=True)
    for name in ACTIVATIONS:
        yield name, Case([activation_layer(name)], (21,), ACTIVATED)
        yield name, Case([activation_layer(name)], (3,), FAR_OUT)
    for name, arguments in WRITTEN.items():
        layer = layer_of("Activation", {"activation": {name: arguments}})
        yield name, Case([layer], (21,), ACTIVATED)
    for name, stack in MASKS.items():
        yield name, Case(stack_of(stack), (6, 2), masked_rows())
    embedding = layer_of("Embedding", {"input_dim": 5, "output_dim": 3, "mask_zero": True})
    rows = np.array([[1, 4, 0, 0], [0, 2, 3, 0]], np.float32)
    yield "a mask of an embedding", Case([embedding, layer_of("LSTM", {"units": 2})], (4,), rows)


def examples(name: str) -> list[tuple[list[Layer], tuple[int, ...]]]:
    """Stacks of the layer alone, with the arguments by which it is compared with Keras elsewhere."""
    found = []

    @settings(
        max_examples=_EXAMPLES,
        phases=[Phase.generate],
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(data=st.data())
    def draw(data: st.DataObject) -> None:
        layers, shape = [layer_of(name, data.draw(ARGUMENTS[name]))], data.draw(fitting_shapes(name))
        try:
            walk_through(layers, shape)
        except (BrokenStack, ShapeMismatch):
            reject()
        found.append((layers, shape))

    draw()
    return found


@pytest.fixture(scope="module")
def cases() -> Mapping[str, list[Case]]:
    """All cases by name, computed by Keras, in NumPy, and in one process of Node."""
    found: dict[str, list[Case]] = {}
    every = list(every_case())
    scripts: list[tuple[str, ...]] = []
    orders = []
    for name, case in every:
        found.setdefault(name, []).append(case)
        network = answered(case)
        files = runtime_files(case.layers)
        scripts += [files] if files not in scripts else []
        data = network_data(network, case.shape, case.is_quantized)
        rows = [row.ravel().tolist() for row in case.rows]
        orders.append({"script": scripts.index(files), "network": data, "rows": rows})
    texts = [joined(files, "return openNetwork;") for files in scripts]
    answers = in_node((), _ANSWER, {"scripts": texts, "cases": orders})
    for (_, case), outputs in zip(every, answers, strict=True):
        values = [np.frombuffer(b64decode(row), "<f4") for row in outputs]
        case.javascript = np.stack(values).reshape(case.numpy.shape)
    return found


def answered(case: Case) -> ArithmeticNetwork:
    """The network of a case, whose outputs in Keras and in NumPy are now in it."""
    with warnings.catch_warnings(action="ignore"):
        # A softmax over one number is warned of.
        model, weights = built(case.layers, case.shape)
        case.keras = np.asarray(model(case.rows, training=False))
    network = ArithmeticNetwork(tuple(case.layers), weights)
    if case.is_quantized:
        network = replace(network, weights=in_8_bits(network, case.shape))
    case.numpy = network.forward(case.rows)[-1].after
    return network


def bytes_of(text: str) -> bytes:
    """What `text_of_bytes` was given, by another implementation of base 85."""
    return b85decode(text.replace("/", "<"))


def in_8_bits(network: ArithmeticNetwork, shape: tuple[int, ...]) -> dict[str, Any]:
    """The weights as a page has them that is quantized, of which none is far from what it was."""
    data = network_data(network, shape, quantized=True)
    numbers = np.frombuffer(bytes_of(data["weights"]), "<f4")
    small = whole_from(data["quantized"])
    found = {}

    def there(where: Any, values: Any) -> Any:
        return values[where["start"] :][: prod(where["shape"])].reshape(where["shape"])

    for layer in data["layers"]:
        for name, where in layer["weights"].items():
            before = network.weights[f"{layer['name']}/{name}"]
            found[f"{layer['name']}/{name}"] = after = there(where, small if "scales" in where else numbers)
            if "scales" in where:
                scales = there(where["scales"], numbers)
                found[f"{layer['name']}/{name}"] = after = after * scales
                assert np.abs(after - before).max() <= scales.max() / 2 * 1.001
            else:
                # Counts and seeds are whole numbers.
                np.testing.assert_array_equal(after, before.astype(np.float32))
    return found


def test_javascript_computes_with_weights_in_8_bits_what_numpy_computes(
    cases: Mapping[str, list[Case]],
) -> None:
    assert len(cases[_IN_8_BITS]) > 30
    for case in cases[_IN_8_BITS]:
        told = str(case.layers)
        np.testing.assert_allclose(case.javascript, case.numpy, rtol=1e-6, atol=1e-6, err_msg=told)


@pytest.mark.parametrize("name", [*FOLLOWED, *ACTIVATIONS, *MASKS, "a mask of an embedding"])
def test_javascript_computes_what_keras_and_numpy_compute(name: str, cases: Mapping[str, list[Case]]) -> None:
    assert cases[name]
    for case in cases[name]:
        told = str(case.layers)
        np.testing.assert_allclose(case.javascript, case.keras, rtol=1e-4, atol=1e-4, err_msg=told)
        np.testing.assert_allclose(case.javascript, case.numpy, rtol=1e-6, atol=1e-6, err_msg=told)


def test_the_layers_of_a_module_have_their_twins_in_the_file_of_its_name() -> None:
    wanted = {
        family_name(module): {kind.__name__ for kind in module.FUNCTIONS} for module in functions.FAMILIES
    }
    # What the page adds at the end, and what has no function of its own in Python.
    wanted["core"].add("InUnits")
    wanted["sequence"].add("TimeDistributed")
    texts = [f"{_text(file)}\nseen.push(Object.keys(LAYERS));" for file in runtime_files(_one_of_each())]
    script = "\n".join(["(() => { const seen = [];", *texts, "return seen; })()"])
    seen = in_node((), "return require('vm').runInThisContext(given);", script)
    steps = zip(runtime_files(_one_of_each()), [[], *seen], seen, strict=False)
    added = {Path(file).stem: set(after) - set(before) for file, before, after in steps}
    assert {name: kinds for name, kinds in added.items() if kinds} == wanted


def _one_of_each() -> list[Layer]:
    return [examples(name)[0][0][0] for name in FOLLOWED]


def test_every_activation_has_a_twin() -> None:
    files = ("runtime/tensor.js", "runtime/activations.js", "runtime/more_activations.js")
    assert set(in_node(files, "return Object.keys(ACTIVATIONS);")) == set(ACTIVATIONS)


def test_the_files_of_a_page_share_no_names() -> None:
    names = Counter(name for path in _FILES for name in _declared(path.read_text(encoding="utf-8")))
    assert [name for name, count in names.items() if count > 1] == []


def _declared(text: str) -> list[str]:
    """The names that a file declares at its top."""
    functions = re.findall(r"^(?:async )?function\*? (\w+)", text, re.M)
    values = re.findall(r"^(?:const|let|class) (\w+|[{[][^}\]]*[}\]])", text, re.M)
    return [*functions, *(name for value in values for name in re.findall(r"\w+", value))]


def _text(name: str) -> str:
    return (_BROWSER / name).read_text(encoding="utf-8")
