"""The tables of a network that are printed, as a config: its layers, as far as shapes and parameters tell.

Keras's `model.summary()` prints one, and for PyTorch the packages torchsummary and torchinfo do.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import isqrt, prod

from mlpcli.config.translation.classes import class_named, own_name, with_arguments
from mlpcli.config.translation.other_names import OF_PYTORCH_ACTIVATIONS
from mlpcli.config.translation.scripts.translate import Translated, left_out_words
from mlpcli.config.translation.scripts.values import Unread
from mlpcli.config.translation.your_own import OWN_DATA, YOUR_OWN
from mlpcli.config.yaml.nodes import Plain
from mlpcli.config.yaml.notation import entry_lines

_ROW = re.compile(r"^\W*\w+ \((\w+)\)\W+\((?:None|\d+),? ?((?:None|[\d, ])*)\)\W+([\d,]+)", re.MULTILINE)
# `Conv2d-1  [-1, 32, 26, 26]  320`, and `\u251c\u2500Conv2d: 1-1  [1, 32, 26, 26]  320`.
_ROW_OF_PYTORCH = re.compile(
    r"^[^\w\n]*(\w+)(?:-\d+|(?: \(\w+\))?: \d+-\d+)\s+\[-?\d+(?:, )?([\d, ]*)\]\s+([\d,]+|--)", re.MULTILINE
)
_BLOCKS = frozenset({"Sequential", "ModuleList"})
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
_ACTIVATIONS = frozenset({"Activation", *OF_PYTORCH_ACTIVATIONS}) - {"Softmax"}
_KEEPING = frozenset(
    {
        "Dropout",
        "SpatialDropout1D",
        "SpatialDropout2D",
        "BatchNormalization",
        "LayerNormalization",
        "Activation",
    }
)
# What PyTorch adds to a variance without being told.
_EPSILON = 1e-05
_LARGEST_WINDOW = 11
_USUAL_WINDOW = 3
_CONVOLUTIONS = ("Conv1D", "Conv2D")


# PyTorch's layers that pool to a size, and what they are if it is 1.
_GLOBAL = {
    f"Adaptive{short}Pool{axes}d": f"Global{kind}Pooling{axes}D"
    for short, kind in (("Avg", "Average"), ("Max", "Max"))
    for axes in (1, 2)
}


@dataclass(frozen=True)
class _Row:
    name: str
    shape: tuple[int, ...]
    parameters: int
    line: int
    of_pytorch: str = ""


def config_of_summary(text: str) -> Translated | None:
    """The config of the network that a summary is of; None if the text is not one."""
    text = _BROKEN.sub(r"\1\3)\2\n", _BELOW.sub(r"\1 (\3)\2\n", text))
    rows = [_row(found, text) for found in _ROW.finditer(text)]
    rows = rows or _rows_of_pytorch(text)
    layers: list[Plain] = []
    notes: list[Unread] = []
    before: tuple[int, ...] = ()
    last = max((place for place, row in enumerate(rows) if row.name in _ACTIVATED), default=-1)
    has_activations = any(row.name in _ACTIVATIONS for row in rows)
    for place, row in enumerate(rows):
        if row.name != "InputLayer":
            activation = "" if has_activations or place == last else "relu"
            layers += _layers(row, before, "softmax" if _is_of_classes(row, rows) else activation)
            notes += _notes(row, before)
        before = row.shape
    if not layers:
        return None
    if not has_activations and any(row.name in _ACTIVATED for row in rows[:last]):
        notes.append(Unread("the activations", rows[0].line, is_layer=False))
    elif _is_of_classes(rows[-1], rows):
        notes.append(Unread("the last activation", rows[-1].line, is_layer=False))
    config: dict[str, Plain] = {"data": dict(YOUR_OWN), "layers": layers}
    lines = (f"{line}\n" for key, value in config.items() for line in entry_lines(key, value, 0))
    return Translated("".join(lines), "; ".join(left_out_words(notes)), OWN_DATA)


def _rows_of_pytorch(text: str) -> list[_Row]:
    """The rows of a table of PyTorch's, with Keras's names and the channels last."""
    rows: list[_Row] = []
    for found in _ROW_OF_PYTORCH.finditer(text):
        row = _row(found, text)
        if row.name not in _BLOCKS:
            shape = (*row.shape[1:], *row.shape[:1])
            rows.append(replace(row, name=own_name(row.name), shape=shape, of_pytorch=row.name))
    return list(_globally_pooled(rows))


def _globally_pooled(rows: Sequence[_Row]) -> Iterator[_Row]:
    """The rows with what is pooled to one place, or flattened then, as the layer that leaves no places."""
    is_pooled = False
    for place, row in enumerate(rows):
        is_one = len(row.shape) > 1 and set(row.shape[:-1]) == {1}
        pooling = _GLOBAL.get(row.name)
        if pooling and is_one and not any("Conv" in later.name for later in rows[place:]):
            is_pooled = True
            row = replace(row, name=pooling)
        is_flatten = is_pooled and row.name == "Flatten"
        if is_pooled and is_one:
            row = replace(row, shape=row.shape[-1:])
        if not is_flatten:
            yield row


def _is_of_classes(row: _Row, rows: Sequence[_Row]) -> bool:
    """Whether a row is the last one, of several numbers, which are probably those of classes."""
    return row is rows[-1] and row.name == "Dense" and len(row.shape) == 1 and row.shape[0] > 1


def _layers(row: _Row, before: Sequence[int], activation: str) -> list[Plain]:
    """The layer of a row, with what is done before it unprinted; none for one that has no counterpart."""
    name = class_named(row.name, "layer", misspelled=False)
    if not name:
        return []
    if row.of_pytorch in OF_PYTORCH_ACTIVATIONS or "BatchNorm" in row.of_pytorch:
        return [with_arguments(row.of_pytorch, (), {}, of_pytorch=True)]
    if row.of_pytorch == "LayerNorm":
        return [{name: {"epsilon": _EPSILON}}]
    arguments = _arguments(name, row, before)
    if name in _ACTIVATED and activation:
        arguments["activation"] = activation
    is_flat = name == "Dense" and len(row.shape) == 1 and len(before) > 1
    return [*(["Flatten"] if is_flat else []), {name: arguments} if arguments else name]


def _notes(row: _Row, before: Sequence[int]) -> Iterator[Unread]:
    """What a row does not tell, and that it has no counterpart."""
    name = class_named(row.name, "layer", misspelled=False)
    if not name:
        yield Unread(row.of_pytorch or row.name, row.line)
    elif not _knows_inside(name, row, before):
        yield Unread(f"the layer in {name}", row.line, is_layer=False)
    if not _follows(name, row, before):
        yield Unread(f"what is done before {name}", row.line)
    if name in _CONVOLUTIONS and not _kernel(row, before):
        yield Unread(f"the kernel_size of {name}", row.line, is_layer=False)
    if name in _NOT_SAID:
        yield Unread(f"the {_NOT_SAID[name]} of {name}", row.line, is_layer=False)


def _follows(name: str, row: _Row, before: Sequence[int]) -> bool:
    """Whether a layer can come behind an output of the shape `before`, as far as it is known."""
    if not before or not row.shape or 0 in (*before, *row.shape):
        return True
    if name in _KEEPING or row.of_pytorch in OF_PYTORCH_ACTIVATIONS:
        return row.shape == tuple(before)
    if name != "Dense":
        return True
    inputs = row.parameters // row.shape[-1]
    count = prod(before) if len(row.shape) == 1 else before[-1]
    return inputs in (count, count + 1)


def _row(found: re.Match[str], text: str) -> _Row:
    # What differs from batch to batch is 0 here.
    shape = tuple(int(side.replace("None", "0")) for side in found[2].replace(",", " ").split())
    parameters = int(found[3].replace(",", "").replace("--", "0"))
    return _Row(found[1], shape, parameters, text.count("\n", 0, found.start(1)) + 1)


def _arguments(name: str, row: _Row, before: Sequence[int]) -> dict[str, Plain]:
    """The arguments of a layer that its row says; `before` is the shape of its input, empty if not known."""
    size = row.shape[-1] if row.shape else 0
    bias: dict[str, Plain] = {} if _has_bias(name, row, before) else {"use_bias": False}
    if name == "Dense":
        return {"units": size, **bias}
    if name in _RECURRENT:
        return {**_recurrent(size, row), **bias}
    if name == "Bidirectional":
        # The outputs of both ways stand one behind the other.
        kind = _of_both_ways(row, before) or "LSTM"
        return {"layer": {kind: _recurrent(size // 2, row)}}
    if name == "TimeDistributed":
        return {"layer": {"Dense": {"units": size}}}
    if name == "Embedding" and size:
        return {"input_dim": row.parameters // size, "output_dim": size}
    if name in _CONVOLUTIONS:
        kernel = _kernel(row, before) or _USUAL_WINDOW
        return {"filters": size, "kernel_size": kernel, **_steps(row, before, kernel), **bias}
    if "Pooling" in name and not name.startswith("Global") and before and row.shape[0]:
        pool = before[0] // row.shape[0]
        return {"pool_size": pool} if pool > 2 else {}
    return {}


def _steps(row: _Row, before: Sequence[int], kernel: int) -> dict[str, Plain]:
    """How far a window moves, and whether it goes beyond the edges, by the sides before and after it."""
    if not before or 0 in (*row.shape, *before) or len(row.shape) != len(before):
        return {}
    side, after = before[0], row.shape[0]
    for step in range(1, _LARGEST_WINDOW):
        strides: dict[str, Plain] = {"strides": step} if step > 1 else {}
        if after == -(-(side - kernel + 1) // step):
            return strides
        if after == -(-side // step):
            return {"padding": "same", **strides}
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


def _has_bias(name: str, row: _Row, before: Sequence[int]) -> bool:
    """Whether the parameters of a layer are more than its weights; True if that is not known."""
    size = row.shape[-1] if row.shape else 0
    if name in _CONVOLUTIONS and size:
        each = row.parameters // size
        return bool(_side(each - 1, row, before)) or not _side(each, row, before)
    if not before or not size or not before[-1]:
        return True
    if name in _RECURRENT:
        gates = next(gates for kind, gates, _ in _GATES if kind == name)
        return row.parameters != gates * size * (before[-1] + size)
    return name != "Dense" or row.parameters != size * (prod(before) if len(row.shape) == 1 else before[-1])


def _kernel(row: _Row, before: Sequence[int]) -> int:
    """The side of a window, from its parameters: of each filter a weight for each value in it, and mostly a
    bias; 0 if that is not known."""
    if not row.shape or not row.shape[-1]:
        return 0
    each = row.parameters // row.shape[-1]
    return _side(each - 1, row, before) or _side(each, row, before)


def _side(weights: int, row: _Row, before: Sequence[int]) -> int:
    """The side of a window that has so many weights; 0 if none has."""
    for channels in ([before[-1]] if before else (1, 3)) if weights > 0 else ():
        count = weights // channels if channels else 0
        side = isqrt(count) if len(row.shape) == 3 else count
        if 0 < side <= _LARGEST_WINDOW and side ** (len(row.shape) - 1) * channels == weights:
            return side
    return 0
