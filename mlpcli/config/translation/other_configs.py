"""Whole configs of other tools, or below a key of their own: each key alone would be told to go."""

from collections.abc import Iterator, Sequence
from typing import Any

from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.translation.ludwig import CLASSES, is_of_ludwig, of_ludwig
from mlpcli.config.translation.settings import NOTHING, left_out, settings, unknown_settings
from mlpcli.config.yaml.edits import Put, edited, to_node
from mlpcli.config.yaml.nodes import MappingNode, Plain, Position, to_plain
from mlpcli.names import as_name

_IMAGES: Sequence[Plain] = (
    {"Conv2D": {"filters": 16, "kernel_size": 3, "activation": "relu"}},
    "MaxPooling2D",
    {"Conv2D": {"filters": 32, "kernel_size": 3, "activation": "relu"}},
    "GlobalAveragePooling2D",
)
_SECTIONS = frozenset({"data", "layers"})
# What Ultralytics says of its images and their classes, which stand in folders here.
_OF_ITS_DATA = frozenset("path train val test names nc imgsz task mode".split())


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
    if name := as_name(str(plain.get("name") or ""), ""):
        start = {"name": name, **start}
    given = {key: item for key, item in plain.items() if key not in _OF_ITS_DATA and key not in start}
    unknown = unknown_settings(given, start)
    kept = {key: item for key, item in given.items() if key not in unknown and item not in NOTHING}
    lost = ", ".join([*(key for key in unknown if given[key] not in NOTHING), *left_out(kept, start)])
    config = to_plain(edited(to_node(start, Position("", 1, 1)), settings(kept, start)))
    own = "here, images are classified: put those of each class into a folder of their own"
    words = f"{own}, and write{f', without {lost}' if lost else ''}"
    fix = Fix(words, (Put((), config),), shows_lines=True)
    message = "this is a config of Ultralytics, which finds objects in images"
    return Finding((next(iter(plain)),), message, fix)
