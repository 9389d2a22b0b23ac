"""PyTorch's recurrent layers: `nn.GRU(3, 20)`, whose first argument is the length of the input's rows."""

import ast
from collections.abc import Mapping

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.pasted_code import parsed
from mlpcli.config.yaml.nodes import Plain

RECURRENT: Mapping[str, str] = {"LSTM": "LSTM", "GRU": "GRU", "RNN": "SimpleRNN"}
"""PyTorch's classes, and Keras's."""
_SIZES = ("input_size", "hidden_size", "num_layers")
RECURRENT_ORDERS: Mapping[str, tuple[str, ...]] = {
    "LSTM": (*_SIZES, "bias", "batch_first", "dropout", "bidirectional"),
    "GRU": (*_SIZES, "bias", "batch_first", "dropout", "bidirectional"),
    "RNN": (*_SIZES, "nonlinearity", "bias", "batch_first", "dropout"),
}
"""The arguments in PyTorch's order."""
_MOST_LAYERS = 20


def recurrent_stack(name: str, given: dict[str, Plain], *, returns_all: bool) -> list[Plain]:
    """Layers one above the other, with the dropout of PyTorch's between them. What is read is taken out of
    `given`.

    Each returns all its steps, the last one only if it `returns_all`. Raises Unreadable for more of them than
    anybody has.
    """
    units, count = given.pop("hidden_size", None), given.pop("num_layers", 1)
    dropout, both_ways = given.pop("dropout", 0), given.pop("bidirectional", False)
    bias, activation = given.pop("bias", True), given.pop("nonlinearity", "tanh")
    if type(count) is not int or not 1 <= count <= _MOST_LAYERS:
        raise Unreadable
    own: dict[str, Plain] = {} if units is None else {"units": units}
    if activation not in (None, "tanh"):
        own["activation"] = activation
    if not bias:
        own["use_bias"] = False

    def layer(with_all: bool) -> Plain:
        arguments: Plain = {**own, "return_sequences": True} if with_all else dict(own)
        one: Plain = {RECURRENT[name]: arguments} if arguments else RECURRENT[name]
        return {"Bidirectional": {"layer": one}} if both_ways else one

    between: list[Plain] = [{"Dropout": {"rate": dropout}}] if dropout else []
    return [*(one for _ in range(count - 1) for one in (layer(True), *between)), layer(returns_all)]


def recurrent_layers(text: str) -> list[Plain]:
    """The layers that a line means, in order, of which the last returns its last step; empty if it is another
    one."""
    try:
        (statement,) = parsed(text).body
    except (Unreadable, ValueError):
        return []
    call = statement.value if isinstance(statement, ast.Expr) else None
    written = ast.unparse(call.func).removeprefix("torch.") if isinstance(call, ast.Call) else ""
    module, _, name = written.rpartition(".")
    if not isinstance(call, ast.Call) or module != "nn" or name not in RECURRENT:
        return []
    in_order = zip(RECURRENT_ORDERS[name], call.args, strict=False)
    named = ((one.arg, one.value) for one in call.keywords if one.arg)
    try:
        given = {key: value_of(node, {}) for key, node in (*in_order, *named)}
        return (
            recurrent_stack(name, given, returns_all=False) if type(given.get("hidden_size")) is int else []
        )
    except Unreadable:
        return []
