"""The part of the script that builds the model."""

from collections.abc import Iterator

from mlpcli.config.config import Config
from mlpcli.config.layers.core import Normalization
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.network.head import head_of
from mlpcli.network.plan import Plan
from mlpcli.python_code import Call, Lines, Name, assigned
from mlpcli.script.layers import frozen, layer_call
from mlpcli.script.section import Section

_STEP = '''\
@keras.saving.register_keras_serializable()
def step(z):
    """1 where z > 0, else 0. It has no gradient."""
    return keras.ops.cast(z > 0, z.dtype)
'''
_STEPS_MEASURED = """\
# Measured on the training rows, and part of the model: it takes rows as they are.
"""
_MEASURED = """\
# Each Normalization measures what reaches it of the training rows.
for index in {indices}:
    rows = x_train.astype("float32")
    if index:
        rows = keras.Sequential(model.layers[:index]).predict(rows, verbose=0)
    model.layers[index].adapt(rows)
"""
# The name that no layer of a config can have.
_PREPROCESSING = "preprocessing_"


def model_section(config: Config, plan: Plan, preprocessing: Preprocessing) -> Section:
    """The model with its first weights, as `model`."""
    exact = config.training.precision != "float32"
    named = any(layer.name for layer in config.layers)
    before = list(_preprocessing(preprocessing, exact, named))
    stack = [Call("keras.Input", keywords={"shape": plan.stack.input_shape}), *before]
    stack += _layers(config, plan, exact, named)
    measured = _steps_measured(preprocessing)
    numpy = {"import numpy as np"} if "np." in measured else set()
    return Section(
        "The model",
        measured
        + _precision(config)
        + "keras.utils.set_random_seed(SEED)\n"
        + assigned("model", Call("keras.Sequential", [Lines(stack)]))
        + "\n"
        + _measured(config, len(before)),
        frozenset({"import keras", "from keras import layers", *numpy}),
        (_STEP,) if any(layer.uses_step for layer in config.layers) else (),
    )


def _steps_measured(preprocessing: Preprocessing) -> str:
    lines = "".join(step.measured for step in preprocessing.in_network if step.layers)
    return _STEPS_MEASURED + lines if lines else ""


def _preprocessing(preprocessing: Preprocessing, exact: bool, named: bool) -> Iterator[Call]:
    for first in preprocessing.first_layers:
        arguments = [Name(text) for text in first.written] or first.arguments
        name = f"{_PREPROCESSING}{first.name}" if named else None
        yield Call(f"layers.{first.keras}", arguments, _more(exact, name))


def _layers(config: Config, plan: Plan, exact: bool, named: bool) -> Iterator[Call]:
    head = head_of(config.layers).index
    for index, (layer, planned) in enumerate(zip(config.layers, plan.stack.layers, strict=True)):
        more = _more(exact and index >= head, planned.name if named else None)
        yield layer_call(layer, {**frozen(layer, planned), **more})


def _more(exact: bool, name: str | None) -> dict[str, object]:
    # Probabilities in half precision are too coarse for a loss, and inputs for the first layer.
    arguments: dict[str, object] = {"dtype": "float32"} if exact else {}
    return {**arguments, "name": name} if name else arguments


def _precision(config: Config) -> str:
    policy = config.training.precision
    return "" if policy == "float32" else f'keras.config.set_dtype_policy("{policy}")\n'


def _measured(config: Config, before: int) -> str:
    indices = [
        before + index
        for index, layer in enumerate(config.layers)
        if isinstance(layer, Normalization) and layer.is_measured
    ]
    return _MEASURED.format(indices=indices) if indices else ""
