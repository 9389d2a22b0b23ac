"""Activations that are layers of their own."""

from collections.abc import Mapping

from mlpcli.config.layers import activation
from mlpcli.config.layers.base import Layer
from mlpcli.explanation.words.activations import activation_of, applied
from mlpcli.explanation.words.layers.sentence import Sentence, Shape, values


def of_each_value(
    layer: activation.ReLU | activation.LeakyReLU | activation.ELU, before: Shape, after: Shape
) -> str:
    chosen = activation_of(layer)
    assert chosen is not None  # noqa: S101
    return applied(chosen)


def prelu(layer: activation.PReLU, before: Shape, after: Shape) -> str:
    return (
        f"Multiplies those of {values(before)} that are below 0 by slopes that it learns, and passes on the "
        "others: leaky_relu with slopes of its own."
    )


def softmax(layer: activation.Softmax, before: Shape, after: Shape) -> str:
    if layer.axis in (-1, len(before)):
        return applied("softmax")
    return f"Applies softmax along axis {layer.axis}: there it makes probabilities that sum to 1."


SENTENCES: Mapping[type[Layer], Sentence] = {
    activation.ReLU: of_each_value,
    activation.LeakyReLU: of_each_value,
    activation.ELU: of_each_value,
    activation.PReLU: prelu,
    activation.Softmax: softmax,
}
