"""The tensors that a script passes through its layers: what is taken from them, and which one goes on."""

import ast
from collections.abc import Iterator, Sequence
from typing import Any

from mlpcli.config.messages.known_keys import keys_of
from mlpcli.config.translation.scripts.values import Layer, Network, Part, Tensor, Unread, unread
from mlpcli.config.yaml.nodes import Plain

# What takes the last of all steps, if batches come first and if they do not.
_LAST = frozenset({":, -1", ":, -1, :", "-1", "-1, :, :"})
_RECURRENT = frozenset({"SimpleRNN", "LSTM", "GRU"})
ALSO_ITSELF = frozenset({"to", "cuda", "cpu", "build", "float", "contiguous", "squeeze"})
"""Methods that return what they are called on."""
FACTS = frozenset({"size", "dim", "numel", "item", "get_shape", "device"})
"""Methods that say something of a tensor, and make no other."""
# Arguments of layers that have weights, or another layer.
_WEIGHTS = frozenset({"kernel_initializer", "embeddings_initializer", "layer"})


def again(parts: Sequence[Part], tensor: Tensor, node: ast.Call) -> tuple[Unread, ...]:
    """What to say of layers with weights that a tensor has passed before, as each has its own here."""
    passed = {id(one.plain) for one in tensor.parts if isinstance(one, Layer)}
    shared = any(
        isinstance(one, Layer) and id(one.plain) in passed and has_weights(one.plain) for one in parts
    )
    return (Unread(f"the same weights of {ast.unparse(node.func)} again", node.lineno),) if shared else ()


def has_weights(layer: Plain) -> bool:
    """Whether a layer has something to train."""
    name = next(iter(layer)) if isinstance(layer, dict) else str(layer)
    return not _WEIGHTS.isdisjoint(keys_of((name,)))


def each_tensor(values: Any) -> Iterator[Tensor]:
    """The tensors among values and in lists of them."""
    if isinstance(values, Tensor):
        yield values
    elif isinstance(values, list | tuple):
        for value in values:
            yield from each_tensor(value)


def parts_in(value: Any) -> Iterator[Part]:
    """The layers in a value, and what could not be read of it; a network in it is a part from then on."""
    if isinstance(value, Layer | Tensor):
        yield from value.parts
    elif isinstance(value, Unread):
        yield value
    elif isinstance(value, Network):
        value.is_inner = True
        yield from value.parts
    elif isinstance(value, list):
        for item in value:
            yield from parts_in(item)


def at_last_step(tensor: Tensor) -> Tensor | None:
    """The output of a recurrent layer at its last step; None for that of any other layer."""
    last = tensor.parts[-1] if tensor.parts else None
    layer = _last_step(last.plain) if isinstance(last, Layer) else None
    return None if layer is None else Tensor((*tensor.parts[:-1], Layer(layer)))


def indexed(tensors: list[Tensor], node: ast.Subscript) -> Tensor:
    """What an index takes from tensors: the last step of a recurrent layer, or what could not be read."""
    is_last = ast.unparse(node.slice).strip("()") in _LAST
    return (is_last and at_last_step(longest(tensors))) or followed(tensors, unread(node))


def _last_step(layer: Plain) -> Plain:
    if not isinstance(layer, dict) or len(layer) != 1:
        return None
    ((name, arguments),) = layer.items()
    if name == "Bidirectional" and isinstance(arguments, dict):
        inner = _last_step(arguments.get("layer"))
        return None if inner is None else {name: {**arguments, "layer": inner}}
    if name not in _RECURRENT or not isinstance(arguments, dict):
        return None
    return {name: {key: value for key, value in arguments.items() if key != "return_sequences"}}


def longest(tensors: list[Tensor]) -> Tensor:
    """Of several branches, the one with most layers."""
    return max(tensors, key=lambda tensor: len(tensor.parts), default=Tensor())


def joined(tensors: list[Tensor], node: ast.Call) -> Tensor:
    """The one tensor among the arguments; of several branches the longest, and that they are joined."""
    return followed(tensors, unread(node)) if len(tensors) > 1 else longest(tensors)


def followed(tensors: list[Tensor], what: Unread) -> Tensor:
    """The longest of several tensors, and behind it what could not be read."""
    return Tensor((*longest(tensors).parts, what))
