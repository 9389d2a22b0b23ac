"""Layers as configs have them, and what Keras computes with them."""

import importlib
import os
from typing import Any

import numpy as np

from mlpcli.config.layers import LAYERS
from mlpcli.config.layers.base import Layer, TrainingOnly
from mlpcli.config.layers.sequence import TimeDistributed
from mlpcli.inference.arithmetic.functions import FUNCTIONS
from mlpcli.network.stack import walk_through
from mlpcli.network.weight_names import named_weights
from tests.network.keras_layers import Arguments

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
keras = importlib.import_module("keras")
build_layer = importlib.import_module("mlpcli.training.building.layers").build_layer
named_variables = importlib.import_module("mlpcli.training.checkpoints.model_state").named_variables


def layer_of(name: str, arguments: Arguments) -> Layer:
    return LAYERS[name].model_validate(arguments)


def built(layers: list[Layer], shape: tuple[int, ...], seed: int = 0) -> tuple[Any, dict[str, Any]]:
    """The layers in Keras, and their weights, which are drawn anew and named as in checkpoints."""
    stack = walk_through(layers, shape)
    pairs = zip(layers, stack.layers, strict=True)
    model = keras.Sequential([keras.Input(shape), *(build_layer(one, name=it.name) for one, it in pairs)])
    drawn, weights = np.random.default_rng(seed), {}
    for name, variable in named_variables(model):
        if name.endswith("count") or "seed_generator_state" in name:
            weights[name] = variable.numpy()
            continue
        # Variances are above 0.
        low = 0.5 if "variance" in name else -1.0
        weights[name] = drawn.uniform(low, 1.5, tuple(variable.shape)).astype(np.float32)
        variable.assign(weights[name])
    for layer in model.layers:
        if hasattr(layer, "finalize_state"):
            layer.finalize_state()
    wanted = [name for name in weights if "seed_generator_state" not in name]
    assert sorted(named_weights(stack)) == sorted(wanted)
    return model, weights


def rows_for(layers: list[Layer], shape: tuple[int, ...]) -> Any:
    drawn = np.random.default_rng(1)
    if highest := getattr(layers[0], "input_dim", None):
        return drawn.integers(0, highest, (3, *shape)).astype(np.float32)
    return drawn.uniform(-2, 2, (3, *shape)).astype(np.float32)


def activation_layer(name: str) -> Layer:
    # In Keras it needs its arguments.
    arguments = {"threshold": 0.5, "default_value": -1.0} if name == "threshold" else {}
    return layer_of("Activation", {"activation": {name: arguments} if arguments else name})


ACTIVATED = np.linspace(-9, 9, 63, dtype=np.float32).reshape(3, 21)
"""Rows for activations."""

FAR_OUT = np.array(
    [[sign * size, 0.5, 0.25] for size in (1e4, 1e7, 1e12, 3e19, 3e38) for sign in (1, -1)], np.float32
)
"""Rows for activations, of sums that grow without bounds."""

WRITTEN: dict[str, dict[str, Any]] = {
    "relu": {"negative_slope": 0.1, "max_value": 2.0, "threshold": 0.5},
    "leaky_relu": {"negative_slope": 0.3},
    "elu": {"alpha": 0.7},
    "celu": {"alpha": 0.7},
    "gelu": {"approximate": True},
    "hard_shrink": {"threshold": 1.0},
    "soft_shrink": {"threshold": 1.0},
    "squareplus": {"b": 2.0},
    "threshold": {"threshold": 0.3, "default_value": 2.0},
}


def _all_outputs(kind: str, **arguments: bool) -> dict[str, Arguments]:
    return {kind: {"units": 2, "return_sequences": True, **arguments}}


FOLLOWED = [
    name
    for name, kind in LAYERS.items()
    if kind in FUNCTIONS or issubclass(kind, TrainingOnly | TimeDistributed)
]
"""The layers that are computed in NumPy and in JavaScript."""

MASKS: dict[str, list[Any]] = {
    "a mask of zeros": ["Masking", {"LSTM": {"units": 3}}],
    "all outputs": ["Masking", {"GRU": {"units": 3, "return_sequences": True}}],
    "backwards": ["Masking", {"SimpleRNN": {"units": 3, "go_backwards": True}}],
    "the mean of steps": ["Masking", {"Dense": {"units": 2}}, "GlobalAveragePooling1D"],
    "both ways": ["Masking", {"Bidirectional": {"layer": {"GRU": {"units": 2}}}}],
    "both ways, unrolled": [
        "Masking",
        {"Bidirectional": {"layer": {"LSTM": {"units": 2, "return_sequences": True, "unroll": True}}}},
    ],
    "the product of both, unrolled": [
        "Masking",
        {
            "Bidirectional": {
                "layer": {"GRU": {"units": 2, "return_sequences": True, "unroll": True}},
                "merge_mode": "mul",
            }
        },
    ],
    "the last of both ways, unrolled": [
        "Masking",
        {"Bidirectional": {"layer": {"SimpleRNN": {"units": 2, "unroll": True}}, "merge_mode": "sum"}},
    ],
    "all outputs of both": [
        "Masking",
        {"Bidirectional": {"layer": {"LSTM": {"units": 2, "return_sequences": True}}, "merge_mode": "sum"}},
        {"TimeDistributed": {"layer": {"Dense": {"units": 2}}}},
        "GlobalAveragePooling1D",
    ],
    **{
        f"{kind} both ways, {merge_mode}{', unrolled' if unroll else ''}": [
            "Masking",
            {"Bidirectional": {"layer": _all_outputs(kind, unroll=unroll), "merge_mode": merge_mode}},
        ]
        for kind, merge_mode in (("SimpleRNN", "mul"), ("LSTM", "concat"), ("GRU", "ave"), ("LSTM", "sum"))
        for unroll in (False, True)
    },
    **{
        f"{kind} backwards{', unrolled' if unroll else ''}": [
            "Masking",
            _all_outputs(kind, unroll=unroll, go_backwards=True),
        ]
        for kind in ("SimpleRNN", "LSTM", "GRU")
        for unroll in (False, True)
    },
}


def masked_rows() -> Any:
    """Rows `[4, 6, 2]` with steps that are 0, or subnormal, which is the same: some, none and all."""
    rows = np.random.default_rng(2).normal(size=(4, 6, 2)).astype(np.float32)
    rows[0, 4:] = 0
    rows[1, [0, 3]] = 0
    rows[0, 1] = 1e-40
    rows[3] = 0
    return rows


def stack_of(stack: list[Any]) -> list[Layer]:
    return [layer_of(*(one, {}) if isinstance(one, str) else next(iter(one.items()))) for one in stack]
