"""Layers of PyTorch's that have another form here, or a name that Keras has for something else."""

import ast
from collections.abc import Callable, Mapping, Sequence

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.recurrent import RECURRENT, RECURRENT_ORDERS, recurrent_stack
from mlpcli.config.translation.scripts.values import Layer, Scope, Unread
from mlpcli.config.yaml.nodes import Plain

_Arguments = dict[str, Plain]
_TRANSPOSED = (
    *("in_channels", "out_channels", "kernel_size", "stride", "padding", "output_padding", "groups", "bias"),
)
# The arguments in PyTorch's order, empty where they say nothing here.
_ORDERS: Mapping[str, tuple[str, ...]] = {
    "LayerNorm": ("normalized_shape", "eps", "elementwise_affine", "bias"),
    "GroupNorm": ("num_groups", "num_channels", "eps", "affine"),
    "Hardtanh": ("min_val", "max_val", "inplace"),
    "CELU": ("alpha", "inplace"),
    "Threshold": ("threshold", "value", "inplace"),
    "Softshrink": ("lambd",),
    "Hardshrink": ("lambd",),
    "LogSoftmax": ("dim",),
    "Softplus": ("beta", "threshold"),
    "GELU": ("approximate",),
    "PReLU": ("num_parameters", "init"),
    **{f"Adaptive{kind}Pool{axes}d": ("output_size",) for kind in ("Avg", "Max") for axes in (1, 2)},
    "Dropout1d": ("p", "inplace"),
    "ZeroPad2d": ("padding",),
    "Upsample": ("size", "scale_factor", "mode"),
    **RECURRENT_ORDERS,
    "Embedding": ("num_embeddings", "embedding_dim", "padding_idx"),
    "LazyLinear": ("out_features", "bias"),
    **dict.fromkeys(("ConvTranspose1d", "ConvTranspose2d"), _TRANSPOSED),
}
_ACTIVATIONS = {
    "ReLU6": "relu6",
    "Mish": "mish",
    "Hardswish": "hard_swish",
    "Hardsigmoid": "hard_sigmoid",
    "Tanhshrink": "tanh_shrink",
    "Softsign": "softsign",
    "LogSigmoid": "log_sigmoid",
}
_SILENT = frozenset(
    {
        "inplace",
        "batch_first",
        "input_size",
        "normalized_shape",
        "num_channels",
        "in_channels",
        "device",
        "dtype",
    }
)


def pytorch_layer(name: str, node: ast.Call, scope: Scope) -> Layer | None:
    """The layer, or several, of a class of PyTorch's; None for a class that is not read here.

    Raises Unreadable for one whose arguments have no counterpart.
    """
    if name in _ACTIVATIONS:
        return Layer(_activation(_ACTIVATIONS[name]))
    rule = RULES.get(name)
    if rule is None:
        return None
    given: _Arguments = {}
    missing: list[Unread] = []
    in_order = zip(_ORDERS[name], node.args, strict=False)
    for key, value in (*in_order, *((one.arg or "", one.value) for one in node.keywords)):
        try:
            given[key] = value_of(value, scope.plain)
        except Unreadable:
            if key not in _SILENT:
                text = " ".join(ast.unparse(value).split())
                missing.append(Unread(text, node.lineno, is_layer=False))
    layers = rule(name, given)
    rest = (key for key in given if key not in _SILENT and given[key] not in (None, False))
    missing += (Unread(f"{key}={given[key]}", node.lineno) for key in rest)
    return Layer(layers[-1], tuple(missing), tuple(layers[:-1]))


def _activation(name: str, arguments: _Arguments | None = None) -> Plain:
    return {"Activation": {"activation": {name: dict(arguments)} if arguments else name}}


def _with(name: str, arguments: _Arguments) -> Plain:
    kept: Plain = {key: value for key, value in arguments.items() if value is not None}
    return {name: kept} if kept else name


def _layer_norm(name: str, given: _Arguments) -> list[Plain]:
    shape = given.get("normalized_shape")
    if isinstance(shape, list) and len(shape) > 1:
        raise Unreadable
    return [_with("LayerNormalization", {"epsilon": given.pop("eps", 1e-05), **_not_learned(given)})]


def _group_norm(name: str, given: _Arguments) -> list[Plain]:
    groups, epsilon = given.pop("num_groups", None), given.pop("eps", 1e-05)
    return [_with("GroupNormalization", {"groups": groups, "epsilon": epsilon, **_not_learned(given)})]


def _not_learned(given: _Arguments) -> _Arguments:
    """What of a normalization's own factors and offsets is left out."""
    has_both = given.pop("elementwise_affine", True) is not False and given.pop("affine", True) is not False
    has_offset = given.pop("bias", True) is not False and has_both
    return {**({} if has_offset else {"center": False}), **({} if has_both else {"scale": False})}


def _hard_tanh(name: str, given: _Arguments) -> list[Plain]:
    if (given.pop("min_val", -1), given.pop("max_val", 1)) != (-1, 1):
        raise Unreadable
    return [_activation("hard_tanh")]


def _celu(name: str, given: _Arguments) -> list[Plain]:
    alpha = given.pop("alpha", None)
    return [_activation("celu", None if alpha is None else {"alpha": alpha})]


def _threshold(name: str, given: _Arguments) -> list[Plain]:
    threshold, value = given.pop("threshold", None), given.pop("value", None)
    return [_activation("threshold", {"threshold": threshold, "default_value": value})]


def _shrink(name: str, given: _Arguments) -> list[Plain]:
    limit = given.pop("lambd", None)
    return [_activation(f"{name[:4].lower()}_shrink", None if limit is None else {"threshold": limit})]


def _softplus(name: str, given: _Arguments) -> list[Plain]:
    for key, usual in (("beta", 1), ("threshold", 20)):
        if given.get(key) == usual:
            given.pop(key)
    return [_activation("softplus")]


def _gelu(name: str, given: _Arguments) -> list[Plain]:
    is_approximate = given.get("approximate") == "tanh"
    if given.get("approximate") in ("none", "tanh"):
        given.pop("approximate")
    return [_activation("gelu", {"approximate": True} if is_approximate else None)]


ONE_SLOPE = "one slope"
ONE_PER_CHANNEL = "one slope for each channel"
"""What stands for the axes that share a slope, as long as it is not known how many there are."""


def _prelu(name: str, given: _Arguments) -> list[Plain]:
    shared = ONE_SLOPE if given.pop("num_parameters", 1) == 1 else ONE_PER_CHANNEL
    start: Plain = {"Constant": {"value": given.pop("init", 0.25)}}
    return [{"PReLU": {"alpha_initializer": start, "shared_axes": shared}}]


def with_shared_slopes(layers: Sequence[Plain]) -> list[Plain]:
    """The layers, of which each PReLU has the axes that share a slope, as the layers before it tell them."""
    found: list[Plain] = []
    axes = 1
    for layer in layers:
        name = next(iter(layer)) if isinstance(layer, dict) else str(layer)
        if name in ("Flatten", "LSTM", "GRU", "SimpleRNN") or name.startswith("Global"):
            axes = 1
        elif name.endswith(("1D", "2D")):
            axes = int(name[-2]) + 1
        given = layer["PReLU"] if isinstance(layer, dict) and name == "PReLU" else None
        if isinstance(given, dict) and (shared := given.get("shared_axes")) in (ONE_SLOPE, ONE_PER_CHANNEL):
            rest: _Arguments = {key: value for key, value in given.items() if key != "shared_axes"}
            over: list[Plain] = list(range(1, axes + (shared == ONE_SLOPE)))
            layer = {"PReLU": {**rest, **({"shared_axes": over} if over else {})}}
        found.append(layer)
    return found


def _softmax(name: str, given: _Arguments) -> list[Plain]:
    # Its logarithm is that of the loss here.
    given.pop("dim", None)
    return ["Softmax"]


def _global_pooling(name: str, given: _Arguments) -> list[Plain]:
    if given.pop("output_size", None) not in (1, [1], [1, 1]):
        raise Unreadable
    kind = "Average" if "Avg" in name else "Max"
    return [f"Global{kind}Pooling{name[-2]}D"]


def _dropout(name: str, given: _Arguments) -> list[Plain]:
    return [{"SpatialDropout1D": {"rate": given.pop("p", 0.5)}}]


def _zero_padding(name: str, given: _Arguments) -> list[Plain]:
    sides = given.pop("padding", None)
    if isinstance(sides, list) and len(sides) == 4:
        sides = [sides[2:], sides[:2]]
    return [_with("ZeroPadding2D", {"padding": sides})]


def _up_sampling(name: str, given: _Arguments) -> list[Plain]:
    factor, mode = given.pop("scale_factor", None), given.pop("mode", "nearest")
    if type(factor) not in (int, list) or mode not in ("nearest", "bilinear"):
        raise Unreadable
    return [_with("UpSampling2D", {"size": factor, "interpolation": None if mode == "nearest" else mode})]


def _dense(name: str, given: _Arguments) -> list[Plain]:
    has_bias = given.pop("bias", True)
    return [
        _with("Dense", {"units": given.pop("out_features", None), "use_bias": None if has_bias else False})
    ]


def _transposed(name: str, given: _Arguments) -> list[Plain]:
    """A transposed convolution; its output is `same` if it has one place for each step of each input's."""
    size, step = given.pop("kernel_size", None), given.pop("stride", 1)
    cut, added = given.pop("padding", 0), given.pop("output_padding", 0)
    padding: Plain = None
    if (cut, added) != (0, 0):
        numbers = [one for one in (size, step, cut, added) if type(one) is int]
        if len(numbers) < 4 or numbers[0] - 2 * numbers[2] + numbers[3] != numbers[1]:
            raise Unreadable
        padding = "same"
    arguments = {"filters": given.pop("out_channels", None), "kernel_size": size, "padding": padding}
    arguments |= {
        "strides": None if step == 1 else step,
        "use_bias": None if given.pop("bias", True) else False,
    }
    return [_with(f"Conv{name[-2]}DTranspose", arguments)]


def _embedding(name: str, given: _Arguments) -> list[Plain]:
    sizes = {"input_dim": given.pop("num_embeddings", None), "output_dim": given.pop("embedding_dim", None)}
    if given.get("padding_idx") == 0:
        # It is never trained there, which says little.
        given.pop("padding_idx")
    return [_with("Embedding", sizes)]


def _recurrent(name: str, given: _Arguments) -> list[Plain]:
    """Layers one above the other, each with all its steps: which of them are used is seen behind them."""
    return recurrent_stack(name, given, returns_all=True)


RULES: Mapping[str, Callable[[str, _Arguments], list[Plain]]] = {
    "LayerNorm": _layer_norm,
    "GroupNorm": _group_norm,
    "Hardtanh": _hard_tanh,
    "CELU": _celu,
    "Threshold": _threshold,
    "Softshrink": _shrink,
    "Hardshrink": _shrink,
    "LogSoftmax": _softmax,
    "Softplus": _softplus,
    "GELU": _gelu,
    "PReLU": _prelu,
    **{f"Adaptive{kind}Pool{axes}d": _global_pooling for kind in ("Avg", "Max") for axes in (1, 2)},
    "Dropout1d": _dropout,
    "ZeroPad2d": _zero_padding,
    "Upsample": _up_sampling,
    **dict.fromkeys(RECURRENT, _recurrent),
    "Embedding": _embedding,
    "LazyLinear": _dense,
    **dict.fromkeys(("ConvTranspose1d", "ConvTranspose2d"), _transposed),
}
"""What makes the layers of each of these classes of its arguments."""


def padded(plain: Plain) -> tuple[tuple[Plain, ...], Plain]:
    """A convolution whose padding is a number, as one without any behind a layer that pads."""
    if not isinstance(plain, dict) or len(plain) != 1:
        return (), plain
    ((name, arguments),) = plain.items()
    sides = arguments.get("padding") if isinstance(arguments, dict) else None
    if name not in ("Conv1D", "Conv2D") or not isinstance(arguments, dict) or isinstance(sides, str | None):
        return (), plain
    sides = sides[0] if isinstance(sides, list) and len(sides) == 1 else sides
    rest: Plain = {key: value for key, value in arguments.items() if key != "padding"}
    return ({f"ZeroPadding{name[-2:]}": {"padding": sides}},), {name: rest}
