"""Layers that keep weights which have learned nothing."""

from collections.abc import Iterator, Sequence

from mlpcli.config.initializers import LiteralValues
from mlpcli.config.layers.base import Layer
from mlpcli.config.messages.finding import Finding
from mlpcli.config.yaml.edits import Put
from mlpcli.explanation.unusual.seen import Seen, Unusual
from mlpcli.network.stack import Stack


def unusual_frozen_layers(seen: Seen) -> Iterator[Finding]:
    """Each layer with `trainable: false` that keeps weights which nobody has chosen."""
    if not seen.learns:
        return
    for index in frozen_at_random(seen.layers, seen.plan.stack):
        yield Unusual(
            seen.path(index, "trainable"),
            "it keeps the weights that it begins with: what it makes of a row has nothing to do with what is "
            "to be learned",
            "write trainable: true, or leave it out",
            changes=(Put(seen.path(index, "trainable"), True),),
        )


def frozen_at_random(layers: Sequence[Layer], stack: Stack) -> list[int]:
    """The indices of the layers that keep weights which are neither given nor measured."""
    return [
        index
        for index, layer in enumerate(layers)
        if not layer.trainable
        and stack.layers[index].parameters > 0
        and not layer.is_measured
        and not any(isinstance(value, LiteralValues) for _, value in layer.inner)
    ]
