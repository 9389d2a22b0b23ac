"""Whole configs of other tools, or below a key of their own: each key alone would be told to go."""

from collections.abc import Iterator, Sequence
from typing import Any

from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.training import Training
from mlpcli.config.translation.augmentation_keys import FLIPS, HALF
from mlpcli.config.translation.keys import moved
from mlpcli.config.translation.ludwig import CLASSES, is_of_ludwig, of_ludwig
from mlpcli.config.translation.optimizer_keys import COUPLED, optimizer_meant
from mlpcli.config.translation.sections import settings
from mlpcli.config.yaml.edits import Put, Remove, edited, to_node
from mlpcli.config.yaml.nodes import MappingNode, Plain, Position, to_plain

_IMAGES: Sequence[Plain] = (
    {"Conv2D": {"filters": 16, "kernel_size": 3, "activation": "relu"}},
    "MaxPooling2D",
    {"Conv2D": {"filters": 32, "kernel_size": 3, "activation": "relu"}},
    "GlobalAveragePooling2D",
)
_SECTIONS = frozenset({"data", "layers"})
# What Ultralytics says of its images and their classes, which stand in folders here.
_OF_ITS_DATA = frozenset("name path train val test names nc imgsz task mode download".split())
_NOTHING = (None, False, 0, "")


def of_another_config(document: MappingNode) -> Iterator[Finding]:
    """What a config of another tool is here, as one mistake; nothing for a config of this one."""
    plain = to_plain(document)
    if not isinstance(plain, dict) or "layers" in plain:
        return
    keys = plain.keys()
    for key, whole in plain.items() if "data" not in plain else ():
        if isinstance(whole, dict) and _SECTIONS <= whole.keys():
            beside = {one: item for one, item in plain.items() if one not in (key, "name")}
            meant: Plain = {**beside, **whole}
            fix = Fix("write its sections at the left margin", (Put((), meant),), shows_lines=True)
            yield Finding((key,), f"all of the config is below {key}", fix)
    if is_of_ludwig(plain):
        yield of_ludwig(plain)
    elif {"backbone", "head"} <= keys or ({"train", "val"} <= keys and keys & {"names", "nc"}):
        yield _of_ultralytics(plain)


def _of_ultralytics(plain: dict[str, Any]) -> Finding:
    names, count = plain.get("names"), plain.get("nc")
    classes = len(names) if isinstance(names, list | dict) and names else count
    head: Plain = {
        "units": classes if type(classes) is int and classes > 1 else CLASSES,
        "activation": "softmax",
    }
    path, size = plain.get("path"), plain.get("imgsz")
    data: dict[str, Plain] = {
        "source": "images",
        "path": path if isinstance(path, str) and path else "images",
    }
    if type(size) is int and size > 0:
        data["size"] = size
    start: dict[str, Plain] = {"data": data, "layers": [*_IMAGES, {"Dense": head}]}
    given = {key: item for key, item in plain.items() if key not in _OF_ITS_DATA}
    beside = {**start, "training": given}
    left_out = {key: _left_out(key, item, beside) for key, item in given.items()}
    kept = {key: item for key, item in given.items() if left_out[key] != key and item not in _NOTHING}
    config = to_plain(edited(to_node(start, Position("", 1, 1)), settings(kept, start)))
    names = ", ".join(filter(None, left_out.values()))
    own = "here, images are classified: put those of each class into a folder of their own"
    words = f"{own}, and write{f', without {names}' if names else ''}"
    fix = Fix(words, (Put((), config),), shows_lines=True)
    message = "this is a config of Ultralytics, which finds objects in images"
    return Finding((next(iter(plain)),), message, fix)


def _left_out(key: str, value: Any, plain: Plain) -> str:
    """What is lost of a setting: all of it is its key, nothing is empty."""
    known = list(Training.model_fields)
    if value in _NOTHING or key in known or (key == "optimizer" and optimizer_meant(value) is not None):
        return ""
    fix = moved(("training", key), value, plain, known)
    if fix is None or all(isinstance(edit, Remove) for edit in fix.edits):
        return key
    if key in FLIPS and value != HALF:
        return f"the share {value} of {key}"
    return f"the coupling of {key} to the gradients" if COUPLED in fix.text else ""
