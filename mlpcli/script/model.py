"""The part of the script that builds the model."""

from collections.abc import Iterator

from mlpcli.config.config import Config
from mlpcli.config.layers.core import Normalization
from mlpcli.data.preprocessing import PIXELS, Preprocessing
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
_STANDARDIZATION = """\
# Measured on the training rows, and part of the model: it takes rows as they are.
values = x_train.reshape(-1, x_train.shape[-1]).astype("float64")
mean, deviation = values.mean(axis=0), values.std(axis=0)
deviation[values.min(axis=0) == values.max(axis=0)] = 1.0
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
    return Section(
        "The model",
        (_STANDARDIZATION if _is_fitted(preprocessing) else "")
        + _precision(config)
        + "keras.utils.set_random_seed(SEED)\n"
        + assigned("model", Call("keras.Sequential", [Lines(stack)]))
        + "\n"
        + _measured(config, len(before)),
        frozenset({"import keras", "from keras import layers"}),
        (_STEP,) if any(layer.uses_step for layer in config.layers) else (),
    )


def _is_fitted(preprocessing: Preprocessing) -> bool:
    return not preprocessing.is_identity and preprocessing != PIXELS


def _preprocessing(preprocessing: Preprocessing, exact: bool, named: bool) -> Iterator[Call]:
    if preprocessing.is_identity:
        return
    more = _more(exact, f"{_PREPROCESSING}scale" if named else None)
    if _is_fitted(preprocessing):
        plain = "item" if len(preprocessing.mean) == 1 else "tolist"
        offset = Name(f"(-mean).{plain}()")
        yield Call("layers.Rescaling", [1.0, offset], _more(exact, _PREPROCESSING if named else None))
        yield Call("layers.Rescaling", [Name(f"(1 / deviation).{plain}()")], more)
    else:
        yield Call("layers.Rescaling", [Name("1 / 255")], more)


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
