"""PyTorch's recurrent layers: `nn.GRU(3, 20)`, whose first argument is the length of the input's rows."""

import ast
from collections.abc import Mapping

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import parsed, value_of
from mlpcli.config.yaml.nodes import Plain

_CLASSES = {"nn.GRU": "GRU", "nn.LSTM": "LSTM", "nn.RNN": "SimpleRNN"}
_ORDER = ("input_size", "hidden_size", "num_layers")
_MOST_LAYERS = 100


def recurrent_layers(text: str) -> list[Plain]:
    """The layers that a call means, in order; empty if it is another one.

    All but the last of several return each step, as in PyTorch; between them is its dropout.
    """
    try:
        (statement,) = parsed(text).body
    except (Unreadable, ValueError):
        return []
    call = statement.value if isinstance(statement, ast.Expr) else None
    name = ast.unparse(call.func).removeprefix("torch.") if isinstance(call, ast.Call) else ""
    if not isinstance(call, ast.Call) or name not in _CLASSES:
        return []
    try:
        return _stacked(_CLASSES[name], _arguments(call))
    except Unreadable:
        return []


def _arguments(call: ast.Call) -> dict[str, Plain]:
    in_order = zip(_ORDER, call.args, strict=False)
    named = ((one.arg, one.value) for one in call.keywords if one.arg)
    return {name: value_of(node, {}) for name, node in (*in_order, *named)}


def _stacked(name: str, given: Mapping[str, Plain]) -> list[Plain]:
    count, units = given.get("num_layers", 1), given.get("hidden_size")
    if not isinstance(count, int) or not 0 < count <= _MOST_LAYERS or not isinstance(units, int):
        return []
    own: dict[str, Plain] = {"units": units}
    if name == "SimpleRNN" and given.get("nonlinearity", "tanh") != "tanh":
        own["activation"] = given["nonlinearity"]
    found: list[Plain] = []
    for place in range(count):
        is_last = place == count - 1
        layer: Plain = {name: own if is_last else {**own, "return_sequences": True}}
        found.append({"Bidirectional": {"layer": layer}} if given.get("bidirectional") else layer)
        if given.get("dropout") and not is_last:
            found.append({"Dropout": {"rate": given["dropout"]}})
    return found
