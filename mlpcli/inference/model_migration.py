"""Converts older versions of model.json to the current one."""

from dataclasses import dataclass
from typing import Any, Literal

from mlpcli.config.dataset_facts import InputKind, Task
from mlpcli.runs.typed_json import build

VERSION: Literal[2] = 2


@dataclass(frozen=True)
class _Version1:
    """The only preprocessing was one affine map of all rows, `(x - mean) / deviation`."""

    version: Literal[1]
    key: str
    kind: InputKind
    shape: tuple[int, ...]
    pixels: bool
    task: Task
    classes: tuple[str, ...]
    targets: int
    mean: tuple[float, ...]
    deviation: tuple[float, ...]
    border: float | None


def migrate(value: object, dataset: str) -> object:
    """The JSON of a model.json in the current version.

    `dataset` is the name of the data that the run was trained on, which version 1 does not store. Raises
    ValueError if a file of version 1 has other keys or types than that version.
    """
    if not isinstance(value, dict) or value.get("version") != 1:
        return value
    build(_Version1, value)
    same = ("kind", "shape", "task", "classes", "targets", "pixels")
    return {
        "version": VERSION,
        "key": value["key"],
        "facts": {"name": dataset, **{key: value[key] for key in same}},
        "preprocessing": {"steps": _steps(value), "border": value["border"]},
    }


def _steps(old: dict[str, Any]) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = []
    if old["pixels"] and old["kind"] == "image" and len(old["shape"]) == 3 and old["shape"][2] in (1, 3):
        height, width, channels = old["shape"]
        steps.append({"step": "resize", "height": height, "width": width, "channels": channels})
    map_of_all = old["mean"], old["deviation"]
    if old["pixels"] and map_of_all == ([0], [255]):
        steps.append({"step": "pixels"})
    elif map_of_all != ([0], [1]):
        steps.append({"step": "scale", "mean": old["mean"], "deviation": old["deviation"]})
    return steps
