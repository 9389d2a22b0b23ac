"""Classes and arguments as other tools write them, in the words of the config language."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from mlpcli.config.activations import ONE_ACTIVATION
from mlpcli.config.json_schema import KINDS
from mlpcli.config.messages.known_keys import keys_of, required_of
from mlpcli.config.messages.spelling import nearest, same
from mlpcli.config.translation.other_names import (
    ALIASES,
    DROPPED,
    OF_KERAS,
    OF_KERAS_1,
    OF_PYTORCH,
    OF_PYTORCH_ACTIVATIONS,
    ORDER_OF_KERAS_1,
    SIDES,
)
from mlpcli.config.translation.positions import POSITIONS
from mlpcli.config.translation.pytorch import order_of, with_defaults
from mlpcli.config.types.class_choice import ClassChoice
from mlpcli.config.yaml.nodes import Plain

# Kinds whose classes are functions too, which are passed without being called.
_ALSO_FUNCTIONS = frozenset({"activation", "initializer", "loss", "metric", "optimizer"})


class Unreadable(Exception):
    """A text that cannot be translated."""


def class_named(name: str, kind: str = "", *, misspelled: bool = True) -> str:
    """The class that another tool calls `name`, of one kind or of any; empty if there is none.

    `misspelled`: a similar name is taken for it. In code that ran, another name is another class.
    """
    for one in KINDS:
        if kind in ("", one.kind):
            known = one.other_names.get(name, name)
            if known in one.models:
                return name if name in OF_PYTORCH else known
    if name in OF_KERAS_1 and kind in ("", "layer"):
        return name
    of_activation = name in OF_PYTORCH_ACTIVATIONS or name in OF_PYTORCH_ACTIVATIONS.values()
    if name in OF_PYTORCH or (of_activation and kind in ("", "layer")):
        return name
    models = [model for one in KINDS if kind in ("", one.kind) for model in names_of(one)]
    find = nearest if misspelled else same
    return find(name, models) or "" if len(name) > 2 else ""


def is_value(name: str) -> bool:
    """Whether a name alone stands for a class or a function of Keras's: `tf.nn.relu`, `keras.losses.mse`.

    Not `args.dropout` and `args.l2`: layers have other letters, and regularizers are always called.
    """
    if any(name in one.models for one in KINDS):
        return True
    kinds = (one.kind for one in KINDS if one.kind in _ALSO_FUNCTIONS)
    return any(class_named(name, kind, misspelled=False) for kind in kinds)


def names_of(choice: ClassChoice) -> list[str]:
    """The names of a choice, also those that take no arguments."""
    return list(dict.fromkeys([*choice.models, *getattr(choice.plain, "known", ())]))


def with_arguments(
    name: str, given: Sequence[Plain], named: Mapping[str, Plain], *, of_pytorch: bool = False
) -> Plain:
    """A class with its arguments in order and by name: `Flatten`, or `{Dense: {units: 10}}`.

    `of_pytorch`: the class is PyTorch's, even if Keras has one of this name.
    """
    if name in OF_PYTORCH_ACTIVATIONS and name not in _layers():
        return {"Activation": {"activation": OF_PYTORCH_ACTIVATIONS[name]}}
    if name in OF_PYTORCH_ACTIVATIONS.values():
        return {"Activation": {"activation": name}}
    own = own_name(name)
    order = positions_in(name, given, of_pytorch=of_pytorch)
    arguments = {key: value for key, value in zip(order, given, strict=False) if key}
    arguments |= named
    if of_pytorch or name in OF_PYTORCH:
        arguments = with_defaults(name, arguments)
    return class_with(own, with_padding(arguments))


def positions_in(name: str, given: Sequence[object], *, of_pytorch: bool) -> Sequence[str]:
    """The names of what a call of a class is given in order; empty for what has no meaning here."""
    if name in OF_PYTORCH:
        return OF_PYTORCH[name][1]
    if of_pytorch and (order := order_of(name)):
        return order
    if name in OF_KERAS_1 and len(given) > 2 and all(isinstance(value, int) for value in given[:3]):
        return ORDER_OF_KERAS_1
    return positions_of(own_name(name))


def own_name(name: str) -> str:
    """The name here of a class that Keras or PyTorch have under another one too; else the name itself."""
    return OF_PYTORCH[name][0] if name in OF_PYTORCH else OF_KERAS.get(name, name)


def class_with(name: str, arguments: Mapping[str, Plain], *, serialized: bool = False) -> Plain:
    """A class with its arguments under their names here, without those that have no meaning.

    `serialized`: the arguments are all that Keras has, so that those that are unknown here can go.
    """
    name = own_name(name)
    known = keys_of((name,))
    if not known and any(name in names_of(one) for one in KINDS):
        return name
    kept: dict[str, Plain] = {}
    for key, value in _with_parts(arguments).items():
        if (key, value) == ("name", name):
            continue
        key = argument_named(key, known)
        if serialized and isinstance(value, float):
            # Keras keeps it as float32, and writes it with the digits of float64.
            value = float(f"{value:.7g}")
        if value is not None and (key in known or not (serialized or key in DROPPED)):
            kept[key] = as_activation(tidy(value)) if key.endswith("activation") else tidy(value)
    return {name: kept} if kept else name


def _with_parts(arguments: Mapping[str, Plain]) -> Mapping[str, Plain]:
    """The arguments with PyTorch's betas apart, and the sides of Keras 1's window together."""
    betas = arguments.get("betas")
    if isinstance(betas, list) and len(betas) == 2:
        rest = {key: value for key, value in arguments.items() if key != "betas"}
        arguments = {**rest, "beta_1": betas[0], "beta_2": betas[1]}
    sides: list[Plain] = [arguments[side] for side in SIDES if side in arguments]
    if len(sides) < len(SIDES):
        return arguments
    named = {("kernel_size" if key == SIDES[0] else key): value for key, value in arguments.items()}
    return {key: value for key, value in named.items() if key != SIDES[1]} | {"kernel_size": sides}


def with_padding(arguments: Mapping[str, Plain]) -> Mapping[str, Plain]:
    """PyTorch's padding as a number: half a window on each side is `same`, and none is `valid`."""
    given = arguments.get("padding")
    window = arguments.get("kernel_size", arguments.get("kernel", arguments.get("pool_size")))
    gap = arguments.get("dilation_rate", arguments.get("dilation", 1))
    if not isinstance(given, int | list) or isinstance(given, bool) or not isinstance(window, int | list):
        return arguments
    sides = window if isinstance(window, list) else [window]
    pads = given if isinstance(given, list) else [given] * len(sides)
    if pads == [0] * len(pads):
        return {**arguments, "padding": "valid"}
    gaps = gap if isinstance(gap, list) else [gap] * len(sides)
    reach = [
        (side - 1) * one for side, one in zip(sides, gaps, strict=False) if type(side) is type(one) is int
    ]
    if reach == [2 * pad if isinstance(pad, int) else None for pad in pads]:
        return {**arguments, "padding": "same"}
    return arguments


def as_activation(value: Plain) -> Plain:
    """`{LeakyReLU: {negative_slope: 0.1}}` as the activation of a layer."""
    if isinstance(value, str):
        return same(value, names_of(ONE_ACTIVATION)) or value
    if not isinstance(value, dict) or len(value) != 1:
        return value
    ((name, arguments),) = value.items()
    found = same(name, names_of(ONE_ACTIVATION))
    return {found: arguments} if found else value


def argument_named(key: str, known: Sequence[str]) -> str:
    """The name here of an argument that another tool calls `key`; `key` itself if there is none."""
    for one in (key, snake_case(key)):
        if one in known:
            return one
        if meant := next((name for name in ALIASES.get(one, ()) if name in known), ""):
            return meant
    return key


# Each key of a config is looked at for each that is not known.
@lru_cache(maxsize=10_000)
def snake_case(key: str) -> str:
    """A key in the letters of those here: `batch_size` for `batch-size`, `batchSize` and `BATCH_SIZE`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[- ]", "_", key).lower()


def positions_of(name: str) -> Sequence[str]:
    """The arguments of a class in Keras's order."""
    return POSITIONS.get(name) or required_of((name,))


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
