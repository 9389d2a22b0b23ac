"""The names of a network's weights in checkpoints and in `.safetensors` files."""

from collections import Counter

from mlpcli.network.shape_inference.layer_rule import Weight
from mlpcli.network.stack import LayerPlan, Stack


def named_weights(stack: Stack) -> dict[str, Weight]:
    """All weights in their order as `layer/weight`, such as `dense_1/kernel`.

    A second weight of the same name in a layer ends in `_2`, as those of the backward half of a
    Bidirectional.
    """
    return {name: weight for layer in stack.layers for name, weight in _of_layer(layer)}


def _of_layer(layer: LayerPlan) -> list[tuple[str, Weight]]:
    seen: Counter[str] = Counter()
    found = []
    for weight in layer.weights:
        own = weight.name
        if layer.kind == "Bidirectional":
            own = own.removeprefix("forward_").removeprefix("backward_")
        seen[own] += 1
        number = f"_{seen[own]}" if seen[own] > 1 else ""
        found.append((f"{layer.name}/{own}{number}", weight))
    return found
