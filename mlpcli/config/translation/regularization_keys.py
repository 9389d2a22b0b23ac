"""What keeps a network from overfitting, as a number among the settings of its training."""

import re
from typing import Any

from mlpcli.config.layers import LAYERS
from mlpcli.config.losses import WITH_ARGUMENTS
from mlpcli.config.messages.finding import Fix
from mlpcli.config.translation.classes import class_named, snake_case
from mlpcli.config.translation.misplaced import OF_TRAINING, take_out
from mlpcli.config.yaml.edits import Insert, Put, Remove
from mlpcli.config.yaml.nodes import KeyPath, Plain, plain_at
from mlpcli.config.yaml.notation import item_text, one_line

_SMOOTHING = "label_smoothing"
_ALSO_SMOOTHING = (_SMOOTHING, "label_smoothing_factor", "smoothing")
DROPOUT = ("dropout", "dropout_rate", "drop_rate", "drop")
REGULARIZATION = ("regularization", "regularisation", "regularizer", "penalty", "penalties")
_PENALTIES = ("l1", "l2")
_NUMBERS = (int, float)
_OF_A_LAYER = re.compile(r"(?:(kernel|bias|recurrent|activity)_)?(l1|l2)")
_OF_CLASSES = "categorical_crossentropy"
_OF_TWO = "binary_crossentropy"


def smoothing(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """`label_smoothing: 0.1` as an argument of the loss."""
    if key not in _ALSO_SMOOTHING or path[:-1] not in OF_TRAINING or type(value) not in (int, float):
        return None
    if value == 0:
        return Fix("remove it: without it, labels are as they are", (take_out(path, document),))
    losses = (plain_at(document, (*place, "loss")) for place in reversed(OF_TRAINING))
    loss: Any = next((one for one in losses if one is not None), "auto")
    written = next(iter(loss)) if isinstance(loss, dict) and loss else str(loss)
    name = class_named(written, "loss")
    if name == "auto":
        name = _OF_TWO if _is_of_two(document) else _OF_CLASSES
    # Targets that are smoothed are not one class alone any more.
    name = _OF_CLASSES if name == "sparse_categorical_crossentropy" else name
    if name not in WITH_ARGUMENTS or _SMOOTHING not in WITH_ARGUMENTS[name].model_fields:
        return Fix(f"remove it: {name or written} has no {_SMOOTHING}", (take_out(path, document),))
    given = loss[written] if isinstance(loss, dict) else {}
    whole: Plain = {name: {**(given if isinstance(given, dict) else {}), _SMOOTHING: value}}
    edits = (take_out(path, document), Put(("training", "loss"), whole))
    return Fix(f"write it below training: loss: {one_line(whole)}", edits)


def _is_of_two(document: Plain) -> bool:
    """Whether the last layer has one output."""
    layers = plain_at(document, ("layers",))
    heads = [plain_at(one, ("Dense",)) for one in layers] if isinstance(layers, list) else []
    last = next((one for one in reversed(heads) if one is not None), None)
    return (last.get("units") if isinstance(last, dict) else last) == 1


def dropout(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """`dropout: 0.2` as a layer before the last one with weights."""
    layers = plain_at(document, ("layers",))
    if key not in DROPOUT or path[:-1] not in OF_TRAINING or not isinstance(layers, list | None):
        return None
    if value in (None, False, 0):
        return Fix("remove it: without a Dropout, there is none", (take_out(path, document),))
    if layers is None:
        if type(value) is not float:
            return None
        line = f"- {item_text({'Dropout': {'rate': value}})}"
        return Fix(f"remove it: it stands among the layers, as {line}", (take_out(path, document),))
    heads = [place for place, one in enumerate(layers) if isinstance(one, dict) and "Dense" in one]
    if not heads or type(value) is not float or not 0 < value < 1:
        return None
    layer: Plain = {"Dropout": {"rate": value}}
    text = f"write it as a layer before the last Dense: - {item_text(layer)}"
    return Fix(text, (take_out(path, document), Insert(("layers", heads[-1]), layer)))


def penalties(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """`regularization: {l2: 0.01}` as that of all hidden layers with weights."""
    if key not in REGULARIZATION or path[:-1] not in OF_TRAINING or not isinstance(value, dict):
        return None
    names = {one: snake_case(one) for one in value}
    given: dict[str, Plain] = {
        names[one]: item for one, item in value.items() if names[one] in _PENALTIES and type(item) in _NUMBERS
    }
    if not given:
        return None
    meant: Plain = {"L1L2" if len(given) > 1 else next(iter(given)).upper(): given}
    written = f"kernel_regularizer: {one_line(meant)}"
    others = [f"{one}: {one_line(item)}" for one, item in value.items() if names[one] not in given]
    without = f", without {', '.join(others)}" if others else ""
    places = _hidden_weights(document)
    if not places:
        return Fix(f"remove it: layers have it, as {written}{without}", (take_out(path, document),))
    edits = (Put((*place, "kernel_regularizer"), meant) for place in places)
    return Fix(f"write {written} in each hidden layer{without}", (take_out(path, document), *edits))


def penalty(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """`l2: 0.01`, `bias_l2: 0.01` or `activity_l1: 0.01` in a layer."""
    layer, part = plain_at(document, path[:-1]), _OF_A_LAYER.fullmatch(key)
    if part is None or not isinstance(layer, dict) or type(value) not in _NUMBERS:
        return None
    name = f"{part[1] or 'kernel'}_regularizer"
    if not _has(path, name):
        return None
    if name in layer:
        return Fix(f"remove it: {name} is there too", (Remove(path),))
    given: dict[str, Plain] = {}
    for one, item in layer.items():
        other = _OF_A_LAYER.fullmatch(snake_case(one))
        if other and (other[1] or "kernel") == (part[1] or "kernel") and type(item) in _NUMBERS:
            given[other[2]] = item
    meant: Plain = {"L1L2" if len(given) > 1 else part[2].upper(): given}
    edits = (Remove(path), Put((*path[:-1], name), meant))
    return Fix(f"write {name}: {one_line(meant)}", edits)


def decay_of_layer(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """`weight_decay: 0.01` in a layer, which is a penalty in some tools and none in others."""
    if key not in ("weight_decay", "wd") or not _has(path, "kernel_regularizer"):
        return None
    like: Plain = {"L2": {"l2": value}}
    why = f"the optimizer has a weight_decay; a penalty of one layer is kernel_regularizer: {one_line(like)}"
    return Fix(f"remove it: {why}", (Remove(path),))


def _has(path: KeyPath, argument: str) -> bool:
    """Whether a path is that of an argument of a layer that has another one too."""
    own = LAYERS.get(str(path[-2])) if len(path) > 2 else None
    return own is not None and argument in own.model_fields


def _hidden_weights(document: Plain) -> list[KeyPath]:
    """The layers with weights that have no penalty, without the last one, unless it is the only one."""
    layers = plain_at(document, ("layers",))
    places: list[KeyPath] = []
    for index, one in enumerate(layers if isinstance(layers, list) else []):
        name = next(iter(one)) if isinstance(one, dict) and len(one) == 1 else ""
        model = LAYERS.get(name)
        if model is not None and "kernel_regularizer" in model.model_fields:
            places.append(("layers", index, name))
    hidden = places[:-1] or places
    return [place for place in hidden if plain_at(document, (*place, "kernel_regularizer")) is None]
