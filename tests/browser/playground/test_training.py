"""The training in a page takes the steps of Keras."""

import importlib
import os
from typing import Any

import numpy as np
import pytest

from mlpcli.browser.parts import script_files
from mlpcli.config.activations import WITH_ARGUMENTS
from mlpcli.config.layers import LAYERS
from mlpcli.config.optimizers import OPTIMIZERS
from mlpcli.config.resolved_yaml import to_document
from mlpcli.inference.arithmetic.activations import ACTIVATIONS
from mlpcli.network.stack import walk_through
from tests.browser.in_node import in_node

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
keras = importlib.import_module("keras")
tf = importlib.import_module("tensorflow")
building = importlib.import_module("mlpcli.training.building.layers")

FILES = script_files([LAYERS["Dense"].model_validate({"units": 1})], "plane", ("inside", "playground"))
ROWS, STEPS = 12, 3
X = np.random.default_rng(0).normal(size=(ROWS, 2)).astype(np.float32)

# The layers but their weights, the loss with its arguments, the optimizer, and its arguments.
Stack = list[tuple[str, dict[str, Any]]]
HIDDEN: Stack = [("Dense", {"units": 4, "activation": "tanh"})]
NORMALIZED: Stack = [
    ("Dense", {"units": 4, "use_bias": False}),
    ("BatchNormalization", {"momentum": 0.7}),
    ("Activation", {"activation": {"leaky_relu": {"negative_slope": 0.1}}}),
]
PENALIZED: Stack = [
    (
        "Dense",
        {"units": 5, "activation": "sigmoid", "kernel_regularizer": {"L1L2": {"l1": 0.02, "l2": 0.3}}},
    ),
    ("Dense", {"units": 3, "activation": "softmax", "bias_regularizer": {"L2": 0.1}}),
]
PLAIN: Stack = [("Dense", {"units": 1})]
SIGMOID: Stack = [("Dense", {"units": 1, "activation": "sigmoid"})]
THREE: Stack = [("Dense", {"units": 3, "activation": "softmax"})]
SCORES: Stack = [("Dense", {"units": 3})]
ADAM: dict[str, Any] = {"learning_rate": 0.05, "beta_1": 0.8}
CASES: dict[str, tuple[Stack, str, dict[str, Any], str, dict[str, Any]]] = {
    "sgd": ([*HIDDEN, *THREE], "categorical_crossentropy", {}, "SGD", {"learning_rate": 0.3}),
    "momentum": ([*HIDDEN, *PLAIN], "mean_squared_error", {}, "SGD", {"learning_rate": 0.1, "momentum": 0.9}),
    "nesterov": (
        [*HIDDEN, *PLAIN],
        "mean_absolute_error",
        {},
        "SGD",
        {"learning_rate": 0.1, "momentum": 0.9, "nesterov": True},
    ),
    "decay": ([*HIDDEN, *SIGMOID], "binary_crossentropy", {}, "AdamW", ADAM | {"weight_decay": 0.2}),
    "normalized": ([*NORMALIZED, *SIGMOID], "binary_crossentropy", {"label_smoothing": 0.2}, "Adam", ADAM),
    "penalized": (PENALIZED, "categorical_crossentropy", {"label_smoothing": 0.1}, "Adam", ADAM),
    "logits": ([*HIDDEN, *SCORES], "categorical_crossentropy", {"from_logits": True}, "Adam", ADAM),
    "one logit": ([*HIDDEN, *PLAIN], "binary_crossentropy", {"from_logits": True}, "Adam", ADAM),
    "huber": ([*HIDDEN, *PLAIN], "huber", {"delta": 0.4}, "SGD", {"learning_rate": 0.2}),
    "hinge": ([*HIDDEN, *PLAIN], "hinge", {}, "SGD", {"learning_rate": 0.2}),
    "square of classes": ([*HIDDEN, *THREE], "mean_squared_error", {}, "Adam", ADAM),
}
KERAS_LOSSES = {
    "categorical_crossentropy": keras.losses.CategoricalCrossentropy,
    "binary_crossentropy": keras.losses.BinaryCrossentropy,
    "mean_squared_error": keras.losses.MeanSquaredError,
    "mean_absolute_error": keras.losses.MeanAbsoluteError,
    "huber": keras.losses.Huber,
    "hinge": keras.losses.Hinge,
}

STEP = """
return given.cases.map(({ setup, inputs, targets }) => {
  const rows = { inputs: tensor([targets.length, 2], Float32Array.from(inputs.flat())),
    targets: Float32Array.from(targets) };
  const trainer = newTrainer(setup, rows);
  // The rows in their order, as Keras gets them.
  const losses = given.steps.map((step) => {
    const loss = gradientsOf(trainer, rows.inputs, trainer.expected, trainer.random);
    trainer.steps += 1;
    for (const part of trainer.parts) takeStep(part, trainer.optimizer, trainer.steps);
    return loss;
  });
  const weights = trainer.parts.flatMap((part) => Object.values(part.weights).map((one) => [...one.values]));
  return { losses, weights };
});"""


def drawn(stack: Stack) -> list[Any]:
    """The layers with weights that are written in the config."""
    layers, generator = [], np.random.default_rng(3)
    shapes = walk_through([LAYERS[name].model_validate(given) for name, given in stack], (2,))
    for (name, given), walked in zip(stack, shapes.layers, strict=True):
        literal = {}
        for weight in walked.weights if name == "Dense" else ():
            values = generator.normal(size=weight.shape).astype(np.float32)
            literal[f"{weight.name}_initializer"] = values.tolist()
        layers.append(LAYERS[name].model_validate(given | literal))
    return layers


def targets_of(name: str, outputs: int) -> tuple[str, list[int] | list[float], Any]:
    """The encoding, the targets of the page, and those of Keras."""
    generator = np.random.default_rng(5)
    if outputs == 3:
        numbers = generator.integers(0, 3, ROWS)
        return "one_hot", numbers.tolist(), np.eye(3, dtype=np.float32)[numbers]
    if name in ("binary_crossentropy", "hinge"):
        numbers = generator.integers(0, 2, ROWS)
        return "column", numbers.tolist(), numbers[:, None].astype(np.float32)
    numbers = generator.normal(size=ROWS).astype(np.float32)
    return "numbers", numbers.tolist(), numbers[:, None]


def described(value: Any) -> dict[str, Any]:
    return {"kind": value.keras_name(), "arguments": {key: to_document(one) for key, one in value}}


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    cases = []
    for stack, loss, given, optimizer, arguments in CASES.values():
        layers = drawn(stack)
        encoding, targets, _ = targets_of(loss, stack[-1][1]["units"])
        objective = {"name": loss, "arguments": given, "encoding": encoding}
        chosen = OPTIMIZERS[optimizer].model_validate(arguments)
        setup = {
            "layers": [described(layer) for layer in layers],
            "optimizer": {"name": optimizer, "arguments": described(chosen)["arguments"]},
            "objective": objective | {"smoothing": given.get("label_smoothing", 0)},
            "batch": ROWS,
            "seed": 0,
        }
        cases.append({"setup": setup, "inputs": X.tolist(), "targets": targets})
    found = in_node(FILES, STEP, {"cases": cases, "steps": list(range(STEPS))})
    return dict(zip(CASES, found, strict=True))


@pytest.mark.parametrize("case", CASES)
def test_steps_of_a_training_are_those_of_keras(case: str, answers: dict[str, Any]) -> None:
    stack, loss, given, optimizer, arguments = CASES[case]
    model = keras.Sequential([keras.Input((2,)), *(building.build_layer(layer) for layer in drawn(stack))])
    _, _, expected = targets_of(loss, stack[-1][1]["units"])
    compared = KERAS_LOSSES[loss](**given)
    steps = getattr(keras.optimizers, optimizer)(**arguments)
    losses = []
    for _ in range(STEPS):
        with tf.GradientTape() as tape:
            total = compared(expected, model(X, training=True)) + sum(model.losses)
        losses.append(float(total))
        variables = model.trainable_variables
        steps.apply(tape.gradient(total, variables), variables)

    assert answers[case]["losses"] == pytest.approx(losses, rel=1e-5, abs=1e-6)
    for ours, theirs in zip(answers[case]["weights"], model.trainable_variables, strict=True):
        np.testing.assert_allclose(ours, theirs.numpy().reshape(-1), rtol=1e-5, atol=1e-5)


def test_every_slope_is_that_of_keras() -> None:
    z = np.linspace(-4.05, 4.15, 83).astype(np.float32)
    script = """
    const [z, gradient] = [given.z, given.z.map((_, at) => at % 5 - 2)].map((one) => tensor([one.length],
      Float32Array.from(one)));
    const slopes = (name, given) => {
      const activation = { name, arguments: given };
      return [...throughActivation(activation, z, activate(activation, z), gradient).values];
    };
    const found = given.activations.map(([name, given]) => slopes(name, given));
    return { known: Object.keys(SLOPES), found };"""
    required = {"threshold": {"threshold": 0.5, "default_value": -1.0}}
    plain = [(name, required.get(name, {})) for name in ACTIVATIONS if name != "sparsemax"]
    chosen = [
        ("relu", {"negative_slope": 0.1, "max_value": 2.0, "threshold": 0.5}),
        ("leaky_relu", {"negative_slope": 0.3}),
        ("elu", {"alpha": 0.5}),
        ("celu", {"alpha": 0.5}),
        ("gelu", {"approximate": True}),
        ("hard_shrink", {"threshold": 1.0}),
        ("soft_shrink", {"threshold": 1.0}),
        ("squareplus", {"b": 2.0}),
    ]
    activations = [*plain, *chosen]

    answer = in_node(FILES, script, {"z": z.tolist(), "activations": activations})

    assert {*answer["known"], "softmax", "log_softmax"} == set(ACTIVATIONS) - {"sparsemax"}
    weights = (np.arange(len(z)) % 5 - 2).astype(np.float32)
    for (name, given), slopes in zip(activations, answer["found"], strict=True):
        if name == "step":
            assert not any(slopes)
            continue
        function = building_activation(name, given)
        place = tf.constant(z[np.newaxis])
        with tf.GradientTape() as tape:
            tape.watch(place)
            total = tf.reduce_sum(function(place) * weights)
        theirs = tape.gradient(total, place).numpy()[0]
        np.testing.assert_allclose(slopes, theirs, rtol=1e-4, atol=2e-6, err_msg=f"{name} {given}")


def building_activation(name: str, given: dict[str, Any]) -> Any:
    chosen = WITH_ARGUMENTS[name].model_validate(given) if given else name
    layer = building.build_layer(LAYERS["Activation"].model_validate({"activation": chosen}))
    return layer.activation


def test_gradients_are_the_slopes_of_the_loss() -> None:
    """Through dropout and batch normalization too, with the same units dropped each time."""
    stack = drawn([*NORMALIZED, ("Dropout", {"rate": 0.4}), *HIDDEN, *THREE])
    script = """
    const rows = { inputs: tensor([given.inputs.length, 2], Float32Array.from(given.inputs.flat())),
      targets: Float32Array.from(given.targets) };
    const trainer = newTrainer(given.setup, rows);
    const lossNow = () => gradientsOf(trainer, rows.inputs, trainer.expected, randomNumbers(1));
    lossNow();
    const found = trainer.parts.flatMap((part) => {
      return Object.entries(part.gradients).map(([name, one]) => [part, name, [...one]]);
    });
    return found.map(([part, name, gradient]) => gradient.map((one, at) => {
      const values = part.weights[name].values;
      const kept = values[at];
      values[at] = kept + 0.01;
      const above = [lossNow(), values[at]];
      values[at] = kept - 0.01;
      const below = [lossNow(), values[at]];
      values[at] = kept;
      return [one, (above[0] - below[0]) / (above[1] - below[1])];
    }));"""
    encoding, targets, _ = targets_of("categorical_crossentropy", 3)
    objective = {"name": "categorical_crossentropy", "arguments": {}, "encoding": encoding, "smoothing": 0}
    optimizer = {"name": "SGD", "arguments": {"learning_rate": 0.1}}
    layers = [described(layer) for layer in stack]
    setup = {"layers": layers, "optimizer": optimizer, "objective": objective, "batch": ROWS, "seed": 0}

    found = in_node(FILES, script, {"setup": setup, "inputs": X.tolist(), "targets": targets})

    pairs = np.array([pair for weights in found for pair in weights])
    assert np.abs(pairs).max() > 0.05
    np.testing.assert_allclose(pairs[:, 0], pairs[:, 1], atol=2e-3)
