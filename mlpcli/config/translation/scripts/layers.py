"""The layers that calls in a Python script make, with those of their arguments that can be read."""

import ast
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress

from mlpcli.config.messages.known_keys import keys_of
from mlpcli.config.translation.classes import (
    Unreadable,
    class_named,
    is_value,
    own_name,
    positions_in,
    positions_of,
    with_arguments,
)
from mlpcli.config.translation.keras_calls import value_of, with_spread
from mlpcli.config.translation.other_names import DROPPED
from mlpcli.config.translation.pasted_code import by_names, last_name
from mlpcli.config.translation.pytorch import is_of_pytorch, lost_of
from mlpcli.config.translation.scripts.pytorch_layers import padded, pytorch_layer
from mlpcli.config.translation.scripts.steps import marked
from mlpcli.config.translation.scripts.values import Layer, Scope, Unread, dotted, unread
from mlpcli.config.yaml.nodes import Plain

# PyTorch's functions, and TensorFlow's, that do what a layer does.
FUNCTIONS: dict[str, str] = {
    "max_pool2d": "MaxPool2d",
    "max_pool1d": "MaxPool1d",
    "avg_pool2d": "AvgPool2d",
    "dropout": "Dropout",
    "log_softmax": "Softmax",
    "flatten": "Flatten",
    "view": "Flatten",
    "reshape": "Flatten",
    "mean": "",
}
# PyTorch's functions that do what a class with the same arguments does.
_CLASSES = {
    "elu": "ELU",
    "celu": "CELU",
    "gelu": "GELU",
    "softplus": "Softplus",
    "hardtanh": "Hardtanh",
    "threshold": "Threshold",
    "softshrink": "Softshrink",
    "hardshrink": "Hardshrink",
}
# PyTorch's functions behind a network's output.
LOSS_FUNCTIONS = frozenset(
    """
    cross_entropy nll_loss mse_loss l1_loss huber_loss smooth_l1_loss binary_cross_entropy
    binary_cross_entropy_with_logits
    """.split()
)
# Numbers of channels that a picture has: of PyTorch's shapes, they come first.
_CHANNELS = (1, 3)
# Keras's class of this name takes something else first.
_NOT_OF_PYTORCH = frozenset({"MultiheadAttention"})
SILENT = frozenset(
    """
    input_shape input_dim batch_input_shape batch_shape input_length in_channels in_features inplace name
    stack_size build_config module registered_name consume_less implementation unroll device params
    training start_dim end_dim foreach fused capturable differentiable
    """.split()
)
"""Arguments that say nothing that is not known here."""
# What other arguments without a counterpart may be without changing anything.
_USUAL: Mapping[str, Collection[str]] = {
    "axis": ("-1", "None"),
    "dim": ("1", "-1", "None"),
    "data_format": ("'channels_last'", "None"),
    "dim_ordering": ("'tf'", "None"),
    "reduction": ("'mean'", "'auto'", "'sum_over_batch_size'", "None"),
    "dtype": ("'float32'", "tf.float32", "torch.float32", "torch.float", "None"),
}
# Arguments of former versions of Keras that become a schedule or a layer of their own.
_TRANSLATED_LATER = frozenset({"decay", "dropout", "name"})
# Arguments of PyTorch's with the values that they have by default.
_AS_ALWAYS = (("padding_mode", "zeros"), ("affine", True), ("track_running_stats", True))


def function_layer(name: str, given: list[Plain], node: ast.Call) -> Layer | None:
    """The layer that does what a function or an activation called `name` does; None if there is none."""
    found = FUNCTIONS.get(name, name)
    if name == "mean":
        return _averaged(given, node)
    if name in ("view", "reshape") and (shape := _shape_of(given)):
        return Layer({"Reshape": {"target_shape": shape}})
    if found in ("Flatten", "Softmax"):
        given = []
    if name == "leaky_relu" and (given or node.keywords or _is_functional(node)):
        named = {one.arg or "": literal(one.value, Scope()) for one in node.keywords if one.arg != "inplace"}
        return Layer(with_arguments("LeakyReLU", given, named, of_pytorch=_is_functional(node)))
    if name in _CLASSES and _is_functional(node):
        return _as_class(_CLASSES[name], node)
    if found not in FUNCTIONS.values():
        return Layer({"Activation": {"activation": class_named(name, "activation", misspelled=False)}})
    named = {one.arg or "": literal(one.value, Scope()) for one in node.keywords if one.arg not in SILENT}
    kept = {key: value for key, value in named.items() if key in ("p", "kernel_size", "stride")}
    lost = (key for key, value in named.items() if value and key not in kept and key != "dim")
    missing = tuple(Unread(f"{key}={named[key]}", node.lineno) for key in lost)
    return Layer(with_arguments(found, given, kept), missing)


# The axes of images and of steps in PyTorch's order, also counted from the end.
_AXES = {(2, 3): "2D", (-2, -1): "2D", (2,): "1D"}


def _averaged(given: list[Plain], node: ast.Call) -> Layer | None:
    """The layer that `x.mean([2, 3])` of PyTorch is; None for other axes."""
    named = {one.arg: literal(one.value, Scope()) for one in node.keywords}
    axes = named.pop("dim", given[0] if len(given) == 1 else given)
    sides = axes if isinstance(axes, list) else [axes]
    whole = tuple(sorted(one for one in sides if type(one) is int))
    if any(named.values()) or len(whole) != len(sides) or whole not in _AXES:
        return None
    return Layer(f"GlobalAveragePooling{_AXES[whole]}")


def _as_class(name: str, node: ast.Call) -> Layer:
    """The layer of PyTorch's that does what a function does with its first argument."""
    made = ast.copy_location(ast.Call(ast.Name(name), node.args[1:], node.keywords), node)
    if layer := pytorch_layer(name, made, Scope()):
        return layer
    named = {one.arg or "": literal(one.value, Scope()) for one in node.keywords if one.arg != "inplace"}
    given = [literal(one, Scope()) for one in node.args[1:]]
    return Layer(with_arguments(name, given, named, of_pytorch=True))


def _shape_of(given: list[Plain]) -> list[Plain]:
    """What follows the batch in a shape, with channels last; empty for one axis, and for one not known."""
    sides = given[0] if len(given) == 1 and isinstance(given[0], list) else given
    sides = sides[1:]
    if len(sides) < 2 or not all(type(side) is int and side > 0 for side in sides):
        return []
    is_first = len(sides) == 3 and sides[-1] not in _CHANNELS
    return [*sides[1:], sides[0]] if is_first else list(sides)


def _is_functional(node: ast.Call) -> bool:
    return dotted(node.func).startswith(("F.", "torch.", "nn.functional."))


def literal(node: ast.expr, scope: Scope) -> Plain:
    """The value of an expression that a config can hold; None if it is not known."""
    try:
        return value_of(node, scope.plain)
    except Unreadable:
        return None


def layer_of(name: str, node: ast.Call, scope: Scope, *, misspelled: bool) -> Layer | None:
    """The layer that a call makes, with those of its arguments that can be read."""
    of_pytorch = dotted(node.func).startswith(("nn.", "torch.nn."))
    if not name[:1].isupper() or (of_pytorch and name in _NOT_OF_PYTORCH):
        return None
    if of_pytorch and (layer := pytorch_layer(name, node, scope)):
        return layer
    found = class_named(name, "layer", misspelled=misspelled)
    return with_read_arguments(found, node, scope) if found else None


def with_read_arguments(name: str, node: ast.Call, scope: Scope) -> Layer:
    """The class that a call makes, a layer or an optimizer, with those of its arguments that can be read."""
    node = with_spread(node, scope.plain)
    missing = [unread(one.value, is_layer=False) for one in node.keywords if not one.arg]
    of_pytorch = is_of_pytorch(node)
    order = positions_in(name, [literal(one, scope) for one in node.args], of_pytorch=of_pytorch)
    if not of_pytorch and order == positions_of(own_name(name)):
        node, order = by_names(node, order), [key for key in order if not key]
    given = [
        _argument(one, scope, missing) if key else None for key, one in zip(order, node.args, strict=False)
    ]
    more = (one for one in node.args[len(order) :] if _constant(one) is not None or not _is_constant(one))
    missing += (unread(one, is_layer=False).as_left_out() for one in more)
    known = keys_of((own_name(name),))
    named = {
        one.arg: _argument(one.value, scope, missing, name=one.arg)
        for one in node.keywords
        if one.arg
        and (one.arg != "name" or _is_constant(one.value))
        and (one.arg in known or one.arg not in DROPPED | SILENT)
        and not (of_pytorch and one.arg == "params")
    }
    if of_pytorch:
        named = {**{key: one for key, one in zip(order, given, strict=False) if key}, **named}
        given = []
    missing += _without_effect(name, given, named, node, of_pytorch)
    for lost in lost_of(name, named) if of_pytorch else ():
        missing.append(Unread(f"{lost}={named.pop(lost)}", node.lineno))
    if named.get("decay") == 0:
        del named["decay"]
    before, plain = padded(with_arguments(name, given, named, of_pytorch=of_pytorch))
    plain = _with_known(plain, missing, node.lineno, () if of_pytorch else _TRANSLATED_LATER)
    return Layer(plain, tuple(missing), before)


def _without_effect(
    name: str,
    given: list[Plain],
    named: Mapping[str, Plain],
    node: ast.Call,
    of_pytorch: bool,
) -> Iterator[Unread]:
    """The arguments whose value makes no difference to the class here, though it does there."""
    made = with_arguments(name, given, named, of_pytorch=of_pytorch)
    for one in (one for one in node.keywords if one.arg and one.arg not in SILENT):
        key, text = str(one.arg), unread(one.value, is_layer=False).text
        another = {**named, key: _ANOTHER}
        is_read = key in named and made != with_arguments(name, given, another, of_pytorch=of_pytorch)
        if not is_read and text not in _USUAL.get(key, _NOTHING):
            yield Unread(f"{key}={text}", node.lineno)


_ANOTHER = "another value"
_NOTHING = ("None", "False", "0")


def _with_known(plain: Plain, missing: list[Unread], line: int, others: Collection[str]) -> Plain:
    """The class without arguments that it does not have here; those that are given any value are missing."""
    if not isinstance(plain, dict) or len(plain) != 1:
        return plain
    ((name, arguments),) = plain.items()
    known = keys_of((name,))
    if not isinstance(arguments, dict) or not known:
        return plain
    unknown = [key for key in arguments if key not in known and key not in others]
    unknown += [key for key in ("padding",) if key in known and isinstance(arguments.get(key), int)]
    said = (key for key in unknown if arguments[key] and (key, arguments[key]) not in _AS_ALWAYS)
    missing += (Unread(f"{key}={arguments[key]}", line) for key in said)
    kept: Plain = {key: value for key, value in arguments.items() if key not in unknown}
    return {name: kept} if kept else name


def _is_constant(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant)


def _constant(node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def _argument(node: ast.expr, scope: Scope, missing: list[Unread], *, name: str = "") -> Plain:
    with suppress(Unreadable):
        return marked(node, name, scope)
    wrapped = scope.objects.get(dotted(node))
    if isinstance(wrapped, Layer):
        missing += wrapped.unread
        return wrapped.plain
    written = last_name(node)
    try:
        if isinstance(node, ast.Call) and (found := class_named(last_name(node.func), misspelled=False)):
            inner = with_read_arguments(found, node, scope)
            missing += inner.unread
            return inner.plain
        if not written or dotted(node) in scope.plain:
            return value_of(node, scope.plain)
        if is_value(written):
            return written
    except Unreadable:
        pass
    missing.append(unread(node, is_layer=False))
    return None
