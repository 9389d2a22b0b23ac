"""What PyTorch's classes are given, and what they do if they are not: their defaults are not Keras's."""

import ast
from collections.abc import Mapping, Sequence

from mlpcli.config.yaml.nodes import Plain

_MODULES = ("nn.", "torch.", "F.")
_MOMENTS = ("", "learning_rate", "betas", "epsilon", "weight_decay", "amsgrad")
# The order of what optimizers are given, behind the parameters that they change.
_ORDERS: Mapping[str, Sequence[str]] = {
    "SGD": ("", "learning_rate", "momentum", "dampening", "weight_decay", "nesterov"),
    "Adam": _MOMENTS,
    "AdamW": _MOMENTS,
    "Adamax": _MOMENTS[:5],
    "Nadam": (*_MOMENTS[:5], "momentum_decay"),
    "RMSprop": ("", "learning_rate", "rho", "epsilon", "weight_decay", "momentum", "centered"),
    "Adagrad": ("", "learning_rate", "lr_decay", "weight_decay", "initial_accumulator_value", "epsilon"),
    "Adadelta": ("", "learning_rate", "rho", "epsilon", "weight_decay"),
    "Adafactor": ("", "learning_rate", "beta_2_decay"),
    "LeakyReLU": ("negative_slope",),
    "ReLU": ("",),
    "ELU": ("alpha",),
}
_LAYERS = frozenset({"LeakyReLU", "ReLU", "ELU"})
_NORMALIZATION: Mapping[str, Plain] = {"momentum": 0.9, "epsilon": 1e-05}
_EPSILON: Mapping[str, Plain] = {"epsilon": 1e-08}
_DEFAULTS: Mapping[str, Mapping[str, Plain]] = {
    "SGD": {"learning_rate": 0.001},
    "Adam": _EPSILON,
    "AdamW": {"weight_decay": 0.01, **_EPSILON},
    "Adamax": {"learning_rate": 0.002, **_EPSILON},
    "Nadam": {"learning_rate": 0.002, **_EPSILON},
    "RMSprop": {"learning_rate": 0.01, "rho": 0.99, **_EPSILON},
    "Adagrad": {"learning_rate": 0.01, "initial_accumulator_value": 0.0, "epsilon": 1e-10},
    "Adadelta": {"learning_rate": 1.0, "rho": 0.9, "epsilon": 1e-06},
    "Adafactor": {"learning_rate": 0.01},
    "LeakyReLU": {"negative_slope": 0.01},
    "BatchNorm1d": _NORMALIZATION,
    "BatchNorm2d": _NORMALIZATION,
}
_NAMES = {"lr": "learning_rate", "eps": "epsilon", "alpha": "rho", "beta2_decay": "beta_2_decay"}
_WITHOUT_MEANING = frozenset({"params", "foreach", "fused", "capturable", "differentiable"})
# What Keras's optimizers do not have; that they are not asked for needs no words.
_LOST = ("dampening", "lr_decay", "momentum_decay", "maximize", "decoupled_weight_decay")


def is_of_pytorch(call: ast.Call) -> bool:
    """Whether a call makes an object of PyTorch's: by its module, or as it is given parameters."""
    written = ast.unparse(call.func)
    first = call.args[0] if call.args else None
    if written.startswith("optim."):
        # Keras's optimizers may be imported under this name too; they take a rate first.
        return not isinstance(first, ast.Constant)
    if written.startswith(_MODULES) or any(one.arg == "params" for one in call.keywords):
        return True
    return first is not None and _has_parameters(first)


def is_optimizer(call: ast.Call) -> bool:
    """Whether a call makes an optimizer of PyTorch's."""
    written = ast.unparse(call.func)
    if not written.rpartition(".")[2][:1].isupper() or "lr_scheduler" in written:
        return False
    named = [one.value for one in call.keywords if one.arg == "params"]
    of_optim = written.startswith(("optim.", "torch.optim.")) and is_of_pytorch(call)
    return of_optim or any(map(_has_parameters, (*call.args[:1], *named)))


def has_groups(call: ast.Call) -> bool:
    """Whether an optimizer is given groups of parameters, each with a rate of its own."""
    given = (*call.args[:1], *(one.value for one in call.keywords if one.arg == "params"))
    return any(isinstance(node, ast.Dict) for one in given for node in ast.walk(one))


def order_of(name: str) -> Sequence[str] | None:
    """The arguments of a class in PyTorch's order; None if they are as Keras has them."""
    return _ORDERS.get(name)


def with_defaults(name: str, arguments: Mapping[str, Plain]) -> dict[str, Plain]:
    """The arguments under Keras's names, and PyTorch's defaults for those that are not given."""
    is_optimizer = name in _ORDERS and name not in _LAYERS
    known = _NAMES if is_optimizer else {"eps": "epsilon"}
    given = {known.get(key, key): value for key, value in arguments.items() if key not in _WITHOUT_MEANING}
    momentum = given.get("momentum")
    if name.startswith("BatchNorm") and isinstance(momentum, int | float):
        # PyTorch's is the share of what is new.
        given["momentum"] = round(1 - momentum, 6)
    if name.startswith("BatchNorm") and given.pop("affine", True) is False:
        given |= {"center": False, "scale": False}
    kept = {key: value for key, value in given.items() if key not in _LOST or value}
    return {**kept, **{key: one for key, one in _DEFAULTS.get(name, {}).items() if key not in kept}}


def lost_of(name: str, arguments: Mapping[str, Plain]) -> list[str]:
    """The arguments of an optimizer that Keras's one does not have, or that do something else there.

    Added to the gradients, a decay is the decoupled one only for steps that follow them as they are.
    """
    if name not in _ORDERS or name in _LAYERS:
        return []
    is_coupled = name not in ("AdamW", "SGD") or (name == "SGD" and bool(arguments.get("momentum")))
    return [
        key
        for key in arguments
        if arguments[key] and (key in _LOST or (key == "weight_decay" and is_coupled))
    ]


def _has_parameters(node: ast.expr) -> bool:
    """Whether the parameters of a network are in an expression."""
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute):
            if one.func.attr in ("parameters", "named_parameters"):
                return True
        elif isinstance(one, ast.Name | ast.Constant) and str(getattr(one, "id", "")).startswith("param"):
            return True
    return False
