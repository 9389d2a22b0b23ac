"""Whole configs of other tools, or below a key of their own: each key alone would be told to go."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.translation.sections import settings
from mlpcli.config.yaml.edits import Put, edited, to_node
from mlpcli.config.yaml.nodes import MappingNode, Plain, Position, to_plain

_OF_A_TABLE = frozenset({"number", "numerical", "category", "categorical", "binary", "date"})
_TRAINER = frozenset({"epochs", "batch_size", "learning_rate", "optimizer", "early_stop"})
_IMAGES: Sequence[Plain] = (
    {"Conv2D": {"filters": 16, "kernel_size": 3, "activation": "relu"}},
    "MaxPooling2D",
    {"Conv2D": {"filters": 32, "kernel_size": 3, "activation": "relu"}},
    "GlobalAveragePooling2D",
)
_SECTIONS = frozenset({"data", "layers"})
_CLASSES = 10
"""The outputs of a head whose classes are not listed."""


def of_another_config(document: MappingNode) -> Iterator[Finding]:
    """What a config of another tool is here, as one mistake; nothing for a config of this one."""
    plain = to_plain(document)
    if not isinstance(plain, dict) or "layers" in plain:
        return
    keys = plain.keys()
    # The name of the file stands beside it.
    wrapped = {key: value for key, value in plain.items() if key != "name"}
    for key, whole in wrapped.items():
        if len(wrapped) == 1 and isinstance(whole, dict) and _SECTIONS <= whole.keys():
            fix = Fix("write its sections at the left margin", (Put((), whole),), shows_lines=True)
            yield Finding((key,), f"all of the config is below {key}", fix)
    if _features(plain.get("input_features")) and _features(plain.get("output_features")):
        yield _of_ludwig(plain)
    elif {"backbone", "head"} <= keys or ({"train", "val"} <= keys and keys & {"names", "nc"}):
        yield _of_ultralytics(plain)


def _features(value: Any) -> list[dict[str, Any]]:
    """The features in a list that have a name, and so a column."""
    found = value if isinstance(value, list) else []
    return [one for one in found if isinstance(one, dict) and isinstance(one.get("name"), str)]


def _of_ludwig(plain: dict[str, Any]) -> Finding:
    columns = [str(one.get("column", one["name"])) for one in _features(plain["output_features"])]
    inputs = _features(plain["input_features"])
    kept = [one for one in inputs if one.get("type", "number") in _OF_A_TABLE]
    data: dict[str, Plain] = {"source": "table", "path": "data.csv"}
    data["target"] = columns[0] if len(columns) == 1 else list(columns)
    if kept:
        data["features"] = [str(one.get("column", one["name"])) for one in kept]
    start: dict[str, Plain] = {"data": {**data, **_shares(plain)}, "layers": _layers(plain)}
    trainer = _section(plain, "trainer") or _section(plain, "training")
    given = {key: value for key, value in trainer.items() if key in _TRAINER and value is not None}
    if type(patience := given.pop("early_stop", None)) is int and patience > 0:
        given["early_stopping"] = {"patience": patience}
    config = to_plain(edited(to_node(start, Position("", 1, 1)), settings(given, start)))
    left_out = [*(one["name"] for one in inputs if one not in kept), *(trainer.keys() - _TRAINER)]
    without = f", without {', '.join(map(str, sorted(left_out)))}" if left_out else ""
    fix = Fix(f"name your file, and write instead{without}", (Put((), config),), shows_lines=True)
    return Finding(("input_features",), "this is a config of Ludwig", fix)


def _section(plain: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = plain.get(key)
    return value if isinstance(value, dict) else {}


def _shares(plain: Mapping[str, Any]) -> dict[str, Plain]:
    """The shares of the rows for validation and test: here, the first one is of what the test leaves."""
    shares = _section(_section(plain, "preprocessing"), "split").get("probabilities")
    if isinstance(shares, list) and len(shares) == 3 and all(isinstance(one, int | float) for one in shares):
        left = sum(shares[:2])
        return {"validation": round(shares[1] / left, 6) if left else shares[1], "test": shares[2]}
    return {}


def _layers(plain: Mapping[str, Any]) -> list[Plain]:
    """The layers of the combiner, and a head for what is to be predicted."""
    combiner = _section(plain, "combiner")
    count, units = combiner.get("num_fc_layers"), combiner.get("output_size", combiner.get("fc_size"))
    times = count if type(count) is int and 0 < count <= 20 else 1
    size = units if type(units) is int and units > 0 else 64
    outputs = _features(plain["output_features"])
    kinds = {str(one.get("type")) for one in outputs}
    head: dict[str, Plain] = {"units": len(outputs)}
    if kinds == {"binary"}:
        head = {"units": 1, "activation": "sigmoid"}
    elif kinds & {"category", "categorical"}:
        head = {"units": _CLASSES, "activation": "softmax"}
    hidden: list[Plain] = [{"Dense": {"units": size, "activation": "relu"}}]
    dropout = combiner.get("dropout")
    if isinstance(dropout, float) and 0 < dropout < 1:
        hidden.append({"Dropout": {"rate": dropout}})
    return [*hidden * times, {"Dense": head}]


def _of_ultralytics(plain: dict[str, Any]) -> Finding:
    names, count = plain.get("names"), plain.get("nc")
    classes = len(names) if isinstance(names, list | dict) and names else count
    head: Plain = {
        "units": classes if type(classes) is int and classes > 1 else _CLASSES,
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
