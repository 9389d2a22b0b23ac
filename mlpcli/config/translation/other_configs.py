"""Whole configs of other tools, or below a key of their own: each key alone would be told to go."""

from collections.abc import Iterator, Sequence
from typing import Any

from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.translation.ludwig import CLASSES, is_of_ludwig, of_ludwig
from mlpcli.config.yaml.edits import Put
from mlpcli.config.yaml.nodes import MappingNode, Plain, to_plain

_IMAGES: Sequence[Plain] = (
    {"Conv2D": {"filters": 16, "kernel_size": 3, "activation": "relu"}},
    "MaxPooling2D",
    {"Conv2D": {"filters": 32, "kernel_size": 3, "activation": "relu"}},
    "GlobalAveragePooling2D",
)
_SECTIONS = frozenset({"data", "layers"})


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
    path = plain.get("path")
    config: Plain = {
        "data": {"source": "images", "path": path if isinstance(path, str) and path else "images"},
        "layers": [*_IMAGES, {"Dense": head}],
    }
    fix = Fix(
        "here, images are classified: put those of each class into a folder of their own, and write",
        (Put((), config),),
        shows_lines=True,
    )
    message = "this is a config of Ultralytics, which finds objects in images"
    return Finding((next(iter(plain)),), message, fix)
