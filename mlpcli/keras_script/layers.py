"""Layers and their arguments as Keras calls.

Keras draws the seeds of initializers and masks from one generator, in the order of their creation. The script
creates them in the same order as training, so that its initial weights are those of the run.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from mlpcli.config.initializers import INITIALIZERS, LiteralValues, RandomSigns
from mlpcli.config.layers import table
from mlpcli.config.layers.augmentation import RandomCrop, RandomFlip
from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.recurrent import GRU, LSTM, Bidirectional, SimpleRNN
from mlpcli.config.regularizers_constraints import CONSTRAINTS, REGULARIZERS
from mlpcli.config.types.section import Named
from mlpcli.config.types.with_arguments import WithArguments
from mlpcli.network.stack import LayerPlan
from mlpcli.python_code import Call, Name

STEP = Name("step")
OWN: tuple[type[Layer], ...] = tuple(table.LAYERS.values())
"""The layers that Keras lacks: a script has their classes."""

# Average pooling has no default for this argument.
_ALWAYS = ("pool_size",)
_MODULES = {
    **dict.fromkeys(INITIALIZERS, "keras.initializers"),
    # Keras lacks it: a script has its class.
    RandomSigns.__name__: "",
    **dict.fromkeys(REGULARIZERS, "keras.regularizers"),
    **dict.fromkeys(CONSTRAINTS, "keras.constraints"),
}


def layer_call(layer: Layer, more: Mapping[str, object] | None = None, *, masked: bool = False) -> Call:
    """`layers.Dense(64, activation="relu")`: required arguments by position, others by name.

    `more` are arguments that are not in the config. A recurrent layer that gets a mask computes without
    cuDNN, which fails where masked steps are not the last ones.
    """
    if isinstance(layer, RandomFlip) and layer.mode == "horizontal_and_vertical":
        return _flips(layer, more or {})
    if isinstance(layer, RandomCrop):
        return _crops(layer, more or {})
    if masked and isinstance(layer, LSTM | GRU):
        return _call(layer, {"use_cudnn": False, **(more or {})})
    call = _call(layer, more or {})
    if masked and isinstance(layer, Bidirectional):
        return replace(call, positional=[layer_call(layer.layer, masked=True), *call.positional[1:]])
    return call


def _call(layer: Layer, more: Mapping[str, object]) -> Call:
    fields = type(layer).model_fields
    # In the order of Keras's documentation: kernels before biases.
    ordered = sorted(layer, key=lambda item: item[0].startswith("bias_") and not _draws(item[1]))
    kept = {key: _argument(value) for key, value in ordered if _is_written(layer, key, value)}
    positional = [kept.pop(key) for key in tuple(kept) if fields[key].is_required() or key in _ALWAYS]
    module = "" if isinstance(layer, OWN) else "layers."
    return Call(f"{module}{type(layer).__name__}", positional, {**kept, **more})


def _flips(layer: RandomFlip, more: Mapping[str, object]) -> Call:
    """One layer per axis, combined: a single Keras layer flips along both axes or none."""
    # The second gets an explicit seed: drawing one would change the seeds of all later layers.
    first: dict[str, object] = {} if layer.seed is None else {"seed": layer.seed}
    second: dict[str, object] = {"seed": Name("SEED") if layer.seed is None else layer.seed ^ 1}
    dtype = {key: value for key, value in more.items() if key == "dtype"}
    both = [
        Call("layers.RandomFlip", [mode], {**seed, **dtype})
        for mode, seed in zip(("horizontal", "vertical"), (first, second), strict=True)
    ]
    named = {key: value for key, value in more.items() if key == "name"}
    return Call("keras.Sequential", [both], named)


def _crops(layer: RandomCrop, more: Mapping[str, object]) -> Call:
    """Two layers, as one: outside of training Keras's RandomCrop gives images back as they are."""
    dtype = {key: value for key, value in more.items() if key == "dtype"}
    named = {key: value for key, value in more.items() if key == "name"}
    middle = Call("layers.CenterCrop", [layer.height, layer.width], dtype)
    return Call("keras.Sequential", [[_call(layer, dtype), middle]], named)


def activation_function(activation: WithArguments) -> str:
    """What the script calls the function of an activation with these arguments."""
    words = [f"{value}".replace("-", "minus_") for _, value in activation if value is not None]
    return re.sub(r"\W", "_", "_".join([activation.keras_name(), *words]))


def frozen(layer: Layer, planned: LayerPlan) -> dict[str, object]:
    """The argument that freezes a layer's weights, if it has any."""
    return {"trainable": False} if planned.weights and not layer.trainable else {}


def _is_written(layer: Layer, key: str, value: object) -> bool:
    # A name and `trainable` depend on the other layers, and are in `more` if needed; factors are the
    # optimizer's.
    if key in ("name", "trainable", "learning_rate_factor"):
        return False
    if key in _ALWAYS:
        return True
    if key.endswith("_initializer") and _draws(value):
        return _draws_in_another_order(layer)
    return bool(value != type(layer).model_fields[key].default)


def _draws_in_another_order(layer: Layer) -> bool:
    """Whether Keras would create its default initializers in another order than training does."""
    # It creates those of SimpleRNN after the seed of its masks, and explicit ones before all others.
    written = any(
        _draws(value) and value != type(layer).model_fields[key].default
        for key, value in layer
        if key.endswith("_initializer")
    )
    return written or isinstance(layer, SimpleRNN)


def _draws(initializer: object) -> bool:
    return hasattr(initializer, "seed")


def _argument(value: object) -> object:
    if isinstance(value, Layer):
        return layer_call(value)
    if isinstance(value, LiteralValues):
        return Call("keras.initializers.Constant", [_nested(value.values)])
    if isinstance(value, WithArguments):
        return Name(activation_function(value))
    if isinstance(value, Named):
        name = type(value).__name__
        arguments = {key: item for key, item in value if item is not None}
        return Call(f"{_MODULES[name]}.{name}" if _MODULES[name] else name, keywords=arguments)
    return STEP if value == "step" else value


def _nested(values: object) -> object:
    return [_nested(item) for item in values] if isinstance(values, tuple) else values
