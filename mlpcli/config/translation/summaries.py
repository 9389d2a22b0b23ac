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

_ROW = re.compile(r"^\W*\w+ \((\w+)\)\W+\((?:None|\d+),? ?((?:None|[\d, ])*)\)\W+([\d,]+)", re.MULTILINE)
_OUTPUT = r"[^\w\n)]+\((?:None|\d+).*"
# A class that does not fit beside its name stands below it, whole or with its last letters.
_BELOW = re.compile(rf"^([^\w\n]*\w+)({_OUTPUT})\n[^\w\n]*\((\w+)\)[^\w\n]*$", re.MULTILINE)
_BROKEN = re.compile(rf"^([^\w\n]*\w+ \(\w+)({_OUTPUT})\n[^\w\n]*(\w+)\)[^\w\n]*$", re.MULTILINE)
_RECURRENT = frozenset({"LSTM", "GRU", "SimpleRNN"})
# Gates of each unit, and the biases that each gate has beside the first one.
_GATES = (("LSTM", 4, 0), ("GRU", 3, 1), ("GRU", 3, 0), ("SimpleRNN", 1, 0))
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
    text = _BROKEN.sub(r"\1\3)\2\n", _BELOW.sub(r"\1 (\3)\2\n", text))
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
                if not _knows_inside(name, row, before):
                    notes.append(Unread(f"the layer in {name}", row.line, is_layer=False))
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
    # What differs from batch to batch is 0 here.
    shape = tuple(int(side.replace("None", "0")) for side in found[2].replace(",", " ").split())
    return _Row(found[1], shape, int(found[3].replace(",", "")), text.count("\n", 0, found.start(1)) + 1)


def _arguments(name: str, row: _Row, before: Sequence[int]) -> dict[str, Plain]:
    """The arguments of a layer that its row says; `before` is the shape of its input, empty if not known."""
    size = row.shape[-1] if row.shape else 0
    if name == "Dense":
        return {"units": size}
    if name in _RECURRENT:
        return _recurrent(size, row)
    if name == "Bidirectional":
        # The outputs of both ways stand one behind the other.
        kind = _of_both_ways(row, before) or "LSTM"
        return {"layer": {kind: _recurrent(size // 2, row)}}
    if name == "TimeDistributed":
        return {"layer": {"Dense": {"units": size}}}
    if name == "Embedding" and size:
        return {"input_dim": row.parameters // size, "output_dim": size}
    if name in ("Conv1D", "Conv2D"):
        kernel = _kernel(row, before)
        is_same = 0 not in row.shape and row.shape[:-1] == tuple(before[:-1]) and kernel > 1
        same = {"padding": "same"} if is_same else {}
        return {"filters": size, "kernel_size": kernel, **same}
    if "Pooling" in name and not name.startswith("Global") and before and row.shape[0]:
        pool = before[0] // row.shape[0]
        return {"pool_size": pool} if pool > 2 else {}
    return {}


def _recurrent(units: int, row: _Row) -> dict[str, Plain]:
    return {"units": units, **({"return_sequences": True} if len(row.shape) == 2 else {})}


def _of_both_ways(row: _Row, before: Sequence[int]) -> str:
    """The layer that goes both ways, by its parameters; empty if it is none of those known."""
    units = row.shape[-1] // 2
    for kind, gates, more in _GATES:
        rest = row.parameters // (2 * gates * units) - units - 1 - more if units else 0
        is_whole = rest > 0 and 2 * gates * units * (rest + units + 1 + more) == row.parameters
        if is_whole and (not before or rest == before[-1]):
            return kind
    return ""


def _knows_inside(name: str, row: _Row, before: Sequence[int]) -> bool:
    """Whether the parameters tell which layer is within another one, if one is."""
    if name == "Bidirectional":
        return bool(_of_both_ways(row, before))
    if name == "TimeDistributed":
        return bool(row.shape and before) and row.parameters == row.shape[-1] * (before[-1] + 1)
    return True


def _kernel(row: _Row, before: Sequence[int]) -> int:
    """The side of a window, from its parameters: of each filter a bias and a weight for each value in it."""
    weights = row.parameters // row.shape[-1] - 1 if row.shape and row.shape[-1] else 0
    for channels in [before[-1]] if before else (1, 3):
        count = weights // channels if channels else 0
        side = isqrt(count) if len(row.shape) == 3 else count
        if 0 < side <= _LARGEST_WINDOW and side ** (len(row.shape) - 1) * channels == weights:
            return side
    return 3
