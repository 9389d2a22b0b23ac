"""What Keras's `model.summary()` prints, as a config: the layers, as far as shapes and parameters tell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt

from mlpcli.config.translation.classes import class_named
from mlpcli.config.translation.scripts.translate import OWN_DATA, YOUR_OWN, Translated, left_out_words
from mlpcli.config.translation.scripts.values import Unread
from mlpcli.config.yaml.nodes import Plain
from mlpcli.config.yaml.notation import entry_lines

_ROW = re.compile(r"^\W*\w+ \((\w+)\)\W+\((?:None|\d+),? ?([\d, ]*)\)\W+([\d,]+)", re.MULTILINE)
_RECURRENT = frozenset({"LSTM", "GRU", "SimpleRNN"})
# Layers with an argument that changes neither a shape nor the parameters.
_NOT_SAID = {
    **dict.fromkeys(("Dropout", "SpatialDropout1D", "SpatialDropout2D"), "rate"),
    "GaussianNoise": "stddev",
    "Activation": "activation",
    "RandomRotation": "factor",
    "RandomZoom": "height_factor",
    "RandomContrast": "factor",
}
_ACTIVATED = frozenset({"Dense", "Conv1D", "Conv2D"})
_LARGEST_WINDOW = 11


@dataclass(frozen=True)
class _Row:
    name: str
    shape: tuple[int, ...]
    parameters: int
    line: int


def config_of_summary(text: str) -> Translated | None:
    """The config of the network that a summary is of; None if the text is not one."""
    rows = [_row(found, text) for found in _ROW.finditer(text)]
    layers: list[Plain] = []
    notes: list[Unread] = []
    before: tuple[int, ...] = ()
    last = max((place for place, row in enumerate(rows) if row.name in _ACTIVATED), default=-1)
    for place, row in enumerate(rows):
        name = class_named(row.name, "layer", misspelled=False)
        if row.name != "InputLayer":
            if name:
                arguments = _arguments(name, row, before)
                if name in _ACTIVATED and place != last:
                    arguments["activation"] = "relu"
                layers.append({name: arguments} if arguments else name)
            else:
                notes.append(Unread(row.name, row.line))
        if name in _NOT_SAID:
            notes.append(Unread(f"the {_NOT_SAID[name]} of {name}", row.line, is_layer=False))
        before = row.shape
    if not layers:
        return None
    if any(row.name in _ACTIVATED for row in rows[:last]):
        notes.append(Unread("the activations", rows[0].line, is_layer=False))
    config: dict[str, Plain] = {"data": dict(YOUR_OWN), "layers": layers}
    lines = (f"{line}\n" for key, value in config.items() for line in entry_lines(key, value, 0))
    return Translated("".join(lines), "; ".join(left_out_words(notes)), OWN_DATA)


def _row(found: re.Match[str], text: str) -> _Row:
    shape = tuple(int(side) for side in found[2].replace(",", " ").split())
    return _Row(found[1], shape, int(found[3].replace(",", "")), text.count("\n", 0, found.start(1)) + 1)


def _arguments(name: str, row: _Row, before: Sequence[int]) -> dict[str, Plain]:
    """The arguments of a layer that its row says; `before` is the shape of its input, empty if not known."""
    size = row.shape[-1] if row.shape else 0
    if name == "Dense":
        return {"units": size}
    if name in _RECURRENT:
        return {"units": size, **({"return_sequences": True} if len(row.shape) == 2 else {})}
    if name == "Embedding" and size:
        return {"input_dim": row.parameters // size, "output_dim": size}
    if name in ("Conv1D", "Conv2D"):
        kernel = _kernel(row, before)
        same = {"padding": "same"} if before and row.shape[:-1] == tuple(before[:-1]) and kernel > 1 else {}
        return {"filters": size, "kernel_size": kernel, **same}
    if "Pooling" in name and not name.startswith("Global") and before and row.shape[0]:
        pool = before[0] // row.shape[0]
        return {"pool_size": pool} if pool > 2 else {}
    return {}


def _kernel(row: _Row, before: Sequence[int]) -> int:
    """The side of a window, from its parameters: of each filter a bias and a weight for each value in it."""
    weights = row.parameters // row.shape[-1] - 1 if row.shape and row.shape[-1] else 0
    for channels in [before[-1]] if before else (1, 3):
        count = weights // channels if channels else 0
        side = isqrt(count) if len(row.shape) == 3 else count
        if 0 < side <= _LARGEST_WINDOW and side ** (len(row.shape) - 1) * channels == weights:
            return side
    return 3
