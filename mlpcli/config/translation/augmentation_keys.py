"""Augmentation of images by keys of their own: `horizontal_flip: true`, `degrees: 10`, `fliplr: 0.5`."""

from collections.abc import Callable, Mapping
from typing import Any

from mlpcli.config.messages.finding import Fix
from mlpcli.config.translation.classes import class_named
from mlpcli.config.translation.misplaced import OF_ALL, take_out
from mlpcli.config.translation.scripts.augmentation import layers_of_arguments
from mlpcli.config.yaml.edits import Insert
from mlpcli.config.yaml.nodes import KeyPath, Plain, plain_at
from mlpcli.config.yaml.notation import item_text

SECTIONS = frozenset(
    {"augmentation", "augmentations", "data_augmentation", "augment", "aug", "transform", "transforms"}
)
# PyTorch's, with other arguments.
_TRANSFORMS = frozenset({"RandomHorizontalFlip", "RandomVerticalFlip", "RandomResizedCrop"})
_FIRST = ("layers", 0)
# How often Keras's layer flips an image.
HALF = 0.5
_DEGREES = 360
# How much Ultralytics enlarges and shrinks; less is a factor of the pixels, such as 1/255.
_SCALE = "scale"
_LEAST_ZOOM = 0.02


def augmented(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """Arguments of Keras's ImageDataGenerator beside those of the data."""
    section = plain_at(document, path[:-1])
    if path[:-1] not in (("data",), ("training",)) or not isinstance(section, dict):
        return None
    for names, layer in layers_of_arguments(section) if _has_layers(document) else ():
        given = [name for name in names.split() if name in section]
        if key == given[0]:
            return _before_all(path, {name: arguments for name, arguments in layer.items()}, document)
        if key in given:
            return Fix(f"remove it: the layer for {given[0]} says it too", (take_out(path, document),))
    return None


def hyperparameter(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """A number of Ultralytics' augmentation as the layer that does the same, or as what has none here."""
    if path[:-1] not in OF_ALL or key not in (*_LAYERS, *_WITHOUT_LAYER):
        return None
    if key == _SCALE and not (type(value) is float and _LEAST_ZOOM <= value < 1):
        return None
    if type(value) not in (int, float) or value == 0:
        return Fix("remove it: without a layer for it, there is none", (take_out(path, document),))
    layer = _LAYERS[key](value) if key in _LAYERS and _has_layers(document) else None
    if layer is None:
        near = f", but {_WITHOUT_LAYER[key]} is like it" if _WITHOUT_LAYER.get(key) else ""
        return Fix(f"remove it: no layer does the same{near}", (take_out(path, document),))
    half = key in FLIPS and value != HALF
    return _before_all(path, layer, document, f", which flips half of them, not {value}" if half else "")


def augmentation_section(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """A section of its own: `augmentation: {degrees: 10, RandomZoom: 0.1}`, or a list of such."""
    items = value if isinstance(value, list) else [value]
    if key not in SECTIONS or path[:-1] not in OF_ALL or not _has_layers(document):
        return None
    layers: list[Plain] = []
    left_out: list[str] = []
    for item in items:
        given = item if isinstance(item, dict) else {str(item): None}
        found = dict(layers_of_arguments(given))
        layers += [{name: arguments for name, arguments in layer.items()} for layer in found.values()]
        used = {name for names in found for name in names.split()}
        for name, arguments in given.items():
            if name not in used and arguments not in (False, 0):
                made = _layer(name, arguments)
                layers += [made] if made is not None else []
                left_out += [] if made is not None else [name]
                if name in FLIPS and arguments != HALF:
                    left_out.append(f"the share {arguments} of {name}")
    if not layers:
        return None
    lines = " and ".join(f"- {item_text(layer)}" for layer in layers)
    without = f", without {', '.join(left_out)}" if left_out else ""
    inserts = [Insert(("layers", place), layer) for place, layer in enumerate(layers)]
    return Fix(f"write before all layers {lines}{without}", (take_out(path, document), *inserts))


def _layer(name: str, arguments: Plain) -> Plain:
    """The layer that a key of such a section means; None if it is none."""
    if name in _LAYERS and isinstance(arguments, int | float) and not isinstance(arguments, bool):
        return _LAYERS[name](arguments)
    found = class_named(name, "layer", misspelled=False)
    if name not in _TRANSFORMS and found.startswith("Random"):
        return {found: arguments} if arguments is not None else found
    return None


def _before_all(path: KeyPath, layer: dict[str, Plain], document: Plain, but: str = "") -> Fix:
    text = f"write it as a layer before all others: - {item_text(layer)}{but}"
    return Fix(text, (take_out(path, document), Insert(_FIRST, layer)))


def _has_layers(document: Plain) -> bool:
    """Whether layers can be written before all others, which may be missing so far."""
    layers = plain_at(document, ("layers",))
    return layers is None or isinstance(layers, list)


def _flip(mode: str) -> Callable[[float], dict[str, Plain] | None]:
    return lambda share: {"RandomFlip": {"mode": mode}}


def _rotation(degrees: float) -> dict[str, Plain] | None:
    share = round(degrees / _DEGREES, 6)
    return {"RandomRotation": {"factor": share}} if 0 < share <= 1 else None


def _translation(share: float) -> dict[str, Plain] | None:
    sides: Plain = {"height_factor": share, "width_factor": share}
    return {"RandomTranslation": sides} if 0 < share <= 1 else None


def _zoom(share: float) -> dict[str, Plain] | None:
    return {"RandomZoom": {"height_factor": share}} if 0 < share < 1 else None


def _erasing(share: float) -> dict[str, Plain] | None:
    # A number alone is the most of a share that is drawn.
    return {"RandomErasing": {"factor": [share, share]}} if 0 < share <= 1 else None


FLIPS = {
    **dict.fromkeys(("fliplr", "hflip"), "horizontal"),
    **dict.fromkeys(("flipud", "vflip"), "vertical"),
}
_LAYERS: Mapping[str, Callable[[float], dict[str, Plain] | None]] = {
    **{key: _flip(mode) for key, mode in FLIPS.items()},
    "degrees": _rotation,
    "translate": _translation,
    **dict.fromkeys(("erasing", "reprob"), _erasing),
    _SCALE: _zoom,
}
# What is like it, if anything is.
_WITHOUT_LAYER: Mapping[str, str] = {
    **dict.fromkeys(("hsv_h",), "RandomHue"),
    **dict.fromkeys(("hsv_s",), "RandomColorDegeneration"),
    **dict.fromkeys(("hsv_v",), "RandomBrightness"),
    "shear": "RandomShear",
    "perspective": "RandomPerspective",
    **dict.fromkeys(("mosaic", "mixup", "cutmix", "copy_paste", "bgr"), ""),
}
HYPERPARAMETERS = frozenset({*_LAYERS, *_WITHOUT_LAYER})
"""The words of Ultralytics for numbers of its augmentation."""
