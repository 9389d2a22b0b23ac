"""Classes and arguments as other tools write them, in the words of the config language."""

from collections.abc import Mapping, Sequence

from mlpcli.config.json_schema import KINDS
from mlpcli.config.messages.known_keys import keys_of, required_of
from mlpcli.config.messages.spelling import nearest
from mlpcli.config.yaml.nodes import Plain


class Unreadable(Exception):
    """A text that cannot be translated."""


# The order of the arguments that Keras takes without their names.
_POSITIONS: Mapping[str, Sequence[str]] = {
    "Dense": ("units", "activation", "use_bias", "kernel_initializer", "bias_initializer"),
    "Activation": ("activation",),
    "Dropout": ("rate", "noise_shape", "seed"),
    "Conv1D": ("filters", "kernel_size", "strides", "padding"),
    "Conv2D": ("filters", "kernel_size", "strides", "padding"),
    "SeparableConv1D": ("filters", "kernel_size", "strides", "padding"),
    "SeparableConv2D": ("filters", "kernel_size", "strides", "padding"),
    "Conv1DTranspose": ("filters", "kernel_size", "strides", "padding"),
    "Conv2DTranspose": ("filters", "kernel_size", "strides", "padding"),
    "DepthwiseConv1D": ("kernel_size", "strides", "padding"),
    "DepthwiseConv2D": ("kernel_size", "strides", "padding"),
    "MaxPooling1D": ("pool_size", "strides", "padding"),
    "MaxPooling2D": ("pool_size", "strides", "padding"),
    "AveragePooling1D": ("pool_size", "strides", "padding"),
    "AveragePooling2D": ("pool_size", "strides", "padding"),
    "BatchNormalization": ("axis", "momentum", "epsilon"),
    "LayerNormalization": ("axis", "epsilon"),
    "Rescaling": ("scale", "offset"),
    "Reshape": ("target_shape",),
    "RandomFlip": ("mode",),
    "RandomZoom": ("height_factor", "width_factor"),
    "RandomTranslation": ("height_factor", "width_factor"),
    "ZeroPadding1D": ("padding",),
    "ZeroPadding2D": ("padding",),
    "UpSampling1D": ("size",),
    "UpSampling2D": ("size",),
    "SimpleRNN": ("units", "activation"),
    "LSTM": ("units", "activation", "recurrent_activation"),
    "GRU": ("units", "activation", "recurrent_activation"),
    "Bidirectional": ("layer", "merge_mode"),
    "SGD": ("learning_rate", "momentum", "nesterov"),
    "RMSprop": ("learning_rate", "rho", "momentum"),
    "Adam": ("learning_rate", "beta_1", "beta_2", "epsilon"),
    "L1": ("l1",),
    "L2": ("l2",),
    "L1L2": ("l1", "l2"),
    "MaxNorm": ("max_value", "axis"),
    "Constant": ("value",),
    "RandomNormal": ("mean", "stddev"),
    "RandomUniform": ("minval", "maxval"),
    "TruncatedNormal": ("mean", "stddev"),
}
# Arguments of Keras that have no meaning here, because the tool decides or knows.
DROPPED = frozenset(
    {
        "input_shape",
        "input_dim",
        "batch_input_shape",
        "batch_shape",
        "input_length",
        "data_format",
        "dim_ordering",
        "stack_size",
        "dtype",
        "noise_shape",
        "axis",
        "build_config",
        "module",
        "registered_name",
        "stateful",
        "time_major",
        "return_state",
        "synchronized",
        "renorm",
    }
)
# PyTorch's order, and other names of the same class.
_OF_PYTORCH: Mapping[str, tuple[str, Sequence[str]]] = {
    "Linear": ("Dense", ("", "units")),
    "Conv1d": ("Conv1D", ("", "filters", "kernel_size", "strides")),
    "Conv2d": ("Conv2D", ("", "filters", "kernel_size", "strides")),
    "MaxPool1d": ("MaxPooling1D", ("pool_size", "strides")),
    "MaxPool2d": ("MaxPooling2D", ("pool_size", "strides")),
    "AvgPool2d": ("AveragePooling2D", ("pool_size", "strides")),
    "BatchNorm1d": ("BatchNormalization", ("",)),
    "BatchNorm2d": ("BatchNormalization", ("",)),
    "Dropout2d": ("SpatialDropout2D", ("rate",)),
}
_OF_PYTORCH_ACTIVATIONS = {
    "ReLU": "relu",
    "Sigmoid": "sigmoid",
    "Tanh": "tanh",
    "Softmax": "softmax",
    "GELU": "gelu",
    "ELU": "elu",
    "SELU": "selu",
    "SiLU": "silu",
    "LeakyReLU": "leaky_relu",
    "Softplus": "softplus",
}
SIDES = ("nb_row", "nb_col")
"""The sides of a window, as Keras 1 called them."""
# Its convolutions took them one after the other.
_OF_KERAS_1: Mapping[str, tuple[str, Sequence[str]]] = {
    "Convolution2D": ("Conv2D", ("filters", *SIDES)),
    "Deconvolution2D": ("Conv2DTranspose", ("filters", *SIDES)),
}
# Other tools' names of arguments; the first one that a class has is meant.
ALIASES: Mapping[str, Sequence[str]] = {
    "lr": ("learning_rate",),
    "step_size": ("learning_rate",),
    "learning_rate_init": ("learning_rate",),
    "alpha": ("negative_slope",),
    "n_epochs": ("epochs",),
    "num_epochs": ("epochs",),
    "nb_epoch": ("epochs",),
    "max_epochs": ("epochs",),
    "max_iter": ("epochs",),
    "train_epochs": ("epochs",),
    "batch": ("batch_size",),
    "batchsize": ("batch_size",),
    "minibatch_size": ("batch_size",),
    "output_dim": ("units",),
    "output_size": ("units",),
    "out_features": ("units",),
    "hidden_units": ("units",),
    "hidden_size": ("units",),
    "num_units": ("units",),
    "n_units": ("units",),
    "neurons": ("units",),
    "nodes": ("units",),
    "size": ("units", "pool_size", "kernel_size"),
    "out_channels": ("filters",),
    "nb_filter": ("filters",),
    "num_filters": ("filters",),
    "channels": ("filters",),
    "kernel": ("kernel_size",),
    "filter_size": ("kernel_size",),
    "filter_length": ("kernel_size",),
    "kernel_shape": ("kernel_size",),
    "stride": ("strides",),
    "subsample": ("strides",),
    "subsample_length": ("strides",),
    "border_mode": ("padding",),
    "pool": ("pool_size",),
    "pool_length": ("pool_size",),
    "p": ("rate",),
    "prob": ("rate",),
    "dropout_rate": ("rate",),
    "dropout": ("rate",),
    "init": ("kernel_initializer",),
    "initializer": ("kernel_initializer",),
    "weight_initializer": ("kernel_initializer",),
    "regularizer": ("kernel_regularizer",),
    "W_regularizer": ("kernel_regularizer",),
    "b_regularizer": ("bias_regularizer",),
    "W_constraint": ("kernel_constraint",),
    "act": ("activation",),
    "activation_function": ("activation",),
    "nonlinearity": ("activation",),
    "bias": ("use_bias",),
    "momentum_value": ("momentum",),
    "criterion": ("loss",),
    "loss_function": ("loss",),
    "metric": ("metrics",),
    "file": ("path",),
    "filename": ("path",),
    "shape": ("target_shape",),
    "dataset": ("source",),
    "name": ("source",),
    "val_split": ("validation",),
    "validation_size": ("validation",),
    "validation_split": ("validation",),
    "val_size": ("validation",),
    "test_size": ("test",),
    "test_split": ("test",),
}


def class_named(name: str, kind: str = "") -> str:
    """The class that another tool calls `name`, of one kind or of any; empty if there is none."""
    for one in KINDS:
        if kind in ("", one.kind):
            known = one.other_names.get(name, name)
            if known in one.models:
                return name if name in _OF_PYTORCH else known
    if name in _OF_KERAS_1 and kind in ("", "layer"):
        return name
    of_activation = name in _OF_PYTORCH_ACTIVATIONS or name in _OF_PYTORCH_ACTIVATIONS.values()
    if name in _OF_PYTORCH or (of_activation and kind in ("", "layer")):
        return name
    models = [model for one in KINDS if kind in ("", one.kind) for model in one.models]
    return nearest(name, models) or "" if len(name) > 2 else ""


def with_arguments(name: str, given: Sequence[Plain], named: Mapping[str, Plain]) -> Plain:
    """A class with its arguments in order and by name: `Flatten`, or `{Dense: {units: 10}}`."""
    if name in _OF_PYTORCH_ACTIVATIONS and name not in _layers():
        return {"Activation": {"activation": _OF_PYTORCH_ACTIVATIONS[name]}}
    if name in _OF_PYTORCH_ACTIVATIONS.values():
        return {"Activation": {"activation": name}}
    order: Sequence[str]
    if name in _OF_KERAS_1 and all(isinstance(value, int) for value in given):
        name, order = _OF_KERAS_1[name]
    else:
        name, order = _OF_PYTORCH.get(name, (_OF_KERAS_1.get(name, (name,))[0], ()))
    order = order or _POSITIONS.get(name) or required_of((name,))
    arguments = {key: value for key, value in zip(order, given, strict=False) if key}
    arguments |= named
    return class_with(name, arguments)


def class_with(name: str, arguments: Mapping[str, Plain], *, serialized: bool = False) -> Plain:
    """A class with its arguments under their names here, without those that have no meaning.

    `serialized`: the arguments are all that Keras has, so that those that are unknown here can go.
    """
    known = keys_of((name,))
    kept: dict[str, Plain] = {}
    for key, value in _with_window(arguments).items():
        key = argument_named(key, known)
        if value is not None and (key in known or not (serialized or key in DROPPED)):
            kept[key] = tidy(value)
    return {name: kept} if kept else name


def _with_window(arguments: Mapping[str, Plain]) -> Mapping[str, Plain]:
    sides: list[Plain] = [arguments[side] for side in SIDES if side in arguments]
    if len(sides) < len(SIDES):
        return arguments
    named = {("kernel_size" if key == SIDES[0] else key): value for key, value in arguments.items()}
    return {key: value for key, value in named.items() if key != SIDES[1]} | {"kernel_size": sides}


def argument_named(key: str, known: Sequence[str]) -> str:
    """The name here of an argument that another tool calls `key`; `key` itself if there is none."""
    if key in known:
        return key
    return next((meant for meant in ALIASES.get(key, ()) if meant in known), key)


def positions_of(name: str) -> Sequence[str]:
    """The arguments of a class in Keras's order, as far as they are usually given without names."""
    return _POSITIONS.get(name) or required_of((name,))


def tidy(value: Plain) -> Plain:
    """A value as other tools serialize it: `{class_name: HeNormal, config: {...}}` as a class."""
    if isinstance(value, dict) and isinstance(value.get("class_name"), str):
        config = value.get("config")
        name = class_named(str(value["class_name"]))
        if name:
            return class_with(name, config if isinstance(config, dict) else {}, serialized=True)
    if isinstance(value, list):
        return [tidy(item) for item in value]
    return value


def _layers() -> Mapping[str, object]:
    return next(one.models for one in KINDS if one.kind == "layer")
