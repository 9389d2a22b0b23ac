"""What Keras's ImageDataGenerator and PyTorch's transforms do to images, as the layers that do the same."""

import ast
import math
from collections.abc import Iterator, Mapping

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.pasted_code import arguments_by_name, last_name
from mlpcli.config.translation.scripts.values import Layer, Part, Scope, Unread, unread
from mlpcli.config.yaml.nodes import Plain

# What the tool does by itself, what is no augmentation, and what belongs to the shares of rows.
_NO_LAYERS = frozenset({"rescale", "data_format", "dtype", "validation_split"})
# What is seen beyond the edges, by the arguments of the layers that move pixels.
_EDGES = {"fill_mode": "fill_mode", "cval": "fill_value"}
_MOVING = frozenset({"RandomRotation", "RandomTranslation", "RandomZoom"})


def augmentation(call: ast.Call, scope: Scope) -> Iterator[Part]:
    """The layers of a generator's arguments, and those of them that have none."""
    given: dict[str, Plain] = {}
    for one in call.keywords:
        try:
            given[one.arg or ""] = value_of(one.value, scope.plain)
        except Unreadable:
            if one.arg not in _NO_LAYERS:
                yield unread(one.value, is_layer=False)
    layers = dict(layers_of_arguments(given))
    used = {name for names in layers for name in names.split()}
    edges = {_EDGES[name]: value for name, value in given.items() if name in _EDGES}
    for layer in layers.values():
        ((name, arguments),) = layer.items()
        moves = name in _MOVING
        used |= _EDGES.keys() if moves else set()
        yield Layer({name: {**arguments, **edges} if moves else arguments})
    scale = given.get("rescale")
    if isinstance(scale, int | float) and not math.isclose(scale, 1 / 255, rel_tol=0.01):
        yield Unread(f"rescale={scale:.6g}", call.lineno)
    for name, value in given.items():
        if name not in used | _NO_LAYERS and value not in (None, False, 0):
            yield Unread(f"{name}={value}", call.lineno)


_FLIPS = {"RandomHorizontalFlip": "horizontal", "RandomVerticalFlip": "vertical"}
TRANSFORMS = frozenset({*_FLIPS, "RandomRotation"})
"""PyTorch's transforms that a layer does too."""


def transformed(call: ast.Call, scope: Scope) -> Iterator[Part]:
    """The layer of one of PyTorch's transforms, or the call itself if its arguments say something else."""
    name = last_name(call.func)
    (first, usual) = ("p", 0.5) if name in _FLIPS else ("degrees", None)
    nodes = arguments_by_name(call, (first,))
    try:
        value = value_of(nodes.pop(first), scope.plain) if first in nodes else usual
    except Unreadable:
        value = None
    if name in _FLIPS and value == usual and not nodes:
        yield Layer({"RandomFlip": {"mode": _FLIPS[name]}})
        return
    if isinstance(value, list) and len(value) == 2 and isinstance(value[1], int | float):
        value = value[1] if value[0] == -value[1] else None
    if name in _FLIPS or not isinstance(value, int | float) or not 0 < value <= 360 or nodes:
        yield unread(call)
        return
    # Its corners are black, and its pixels are not mixed.
    edges: dict[str, Plain] = {"fill_mode": "constant", "interpolation": "nearest"}
    yield Layer({"RandomRotation": {"factor": round(value / 360, 6), **edges}})


def layers_of_arguments(given: Mapping[str, Plain]) -> Iterator[tuple[str, dict[str, dict[str, Plain]]]]:
    """Each layer, after the names of the arguments that it stands for."""
    flips = [name for name in ("horizontal", "vertical") if given.get(f"{name}_flip") is True]
    if flips:
        yield "horizontal_flip vertical_flip", {"RandomFlip": {"mode": "_and_".join(flips)}}
    rotation = given.get("rotation_range")
    if isinstance(rotation, int | float) and 0 < rotation <= 360:
        # Degrees here, and parts of a full turn there.
        yield "rotation_range", {"RandomRotation": {"factor": round(rotation / 360, 6)}}
    height, width = given.get("height_shift_range", 0), given.get("width_shift_range", 0)
    if _is_share(height) and _is_share(width) and (height or width):
        shifts: dict[str, Plain] = {"height_factor": height, "width_factor": width}
        yield "height_shift_range width_shift_range", {"RandomTranslation": shifts}
    zoom = given.get("zoom_range")
    if _is_share(zoom) and zoom:
        yield "zoom_range", {"RandomZoom": {"height_factor": zoom}}
    elif isinstance(zoom, list) and len(zoom) == 2 and all(isinstance(side, int | float) for side in zoom):
        # Parts of the size there, and what is added to it here.
        parts: Plain = [round(side - 1, 6) for side in zoom if isinstance(side, int | float)]
        yield "zoom_range", {"RandomZoom": {"height_factor": parts}}


def _is_share(value: Plain) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1
