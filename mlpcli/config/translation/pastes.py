"""Pieces of Keras code within a config: their layers, and what they set."""

from dataclasses import dataclass, field
from typing import Any

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.scripts.statements import read_script
from mlpcli.config.translation.scripts.values import Layer, Network, Part, Reading
from mlpcli.config.yaml.nodes import Plain


@dataclass(frozen=True)
class Paste:
    """The layers of a piece of code, in order, and what its `compile` and `fit` are given."""

    layers: list[Plain] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)


def paste_in(text: str) -> Paste:
    """What a piece of code says; nothing if it is not code.

    What is no layer here stands among the layers by its name, and so is told like any unknown name.
    """
    try:
        reading = read_script(text, misspelled=True)
    except (Unreadable, RecursionError):
        return Paste()
    network = chosen(reading)
    parts: list[Part] = network.parts if network else list(reading.last.parts or reading.loose)
    if not any(isinstance(part, Layer) for part in parts):
        parts = []
    layers = [
        part.plain if isinstance(part, Layer) else part.text
        for part in parts
        if isinstance(part, Layer) or part.is_layer
    ]
    return Paste(layers, {**reading.settings, **(network.settings if network else {})})


def layers_in(text: str) -> list[Plain]:
    """The layers that a piece of Keras code names, in order; empty if it is not such code."""
    return paste_in(text).layers


def chosen(reading: Reading) -> Network | None:
    """Of several networks the last one that is trained, or else the last one.

    One that is trained may be a part of another, which only adds a Softmax to its answers.
    """
    outer = outer_networks(reading)
    trained = [network for network in outer if network.is_trained]
    parts = [network for network in reading.networks if network.parts and network.is_trained]
    return next(reversed(trained or parts or outer), None)


def outer_networks(reading: Reading) -> list[Network]:
    """The networks that are no part of another one."""
    return [network for network in reading.networks if network.parts and not network.is_inner]
