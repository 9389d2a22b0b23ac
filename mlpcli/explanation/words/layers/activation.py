"""Activations that are layers of their own."""

from collections.abc import Mapping

from mlpcli.config.activations import Elu, LeakyRelu, Relu
from mlpcli.config.layers import activation
from mlpcli.config.layers.base import Layer
from mlpcli.explanation.words.activations import applied
from mlpcli.explanation.words.layers.sentence import Sentence, Shape, values


def relu(layer: activation.ReLU, before: Shape, after: Shape) -> str:
    same = Relu(negative_slope=layer.negative_slope, max_value=layer.max_value, threshold=layer.threshold)
    return applied(same)


def leaky_relu(layer: activation.LeakyReLU, before: Shape, after: Shape) -> str:
    return applied(LeakyRelu(negative_slope=layer.negative_slope))


def elu(layer: activation.ELU, before: Shape, after: Shape) -> str:
    return applied(Elu(alpha=layer.alpha))


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
    activation.ReLU: relu,
    activation.LeakyReLU: leaky_relu,
    activation.ELU: elu,
    activation.PReLU: prelu,
    activation.Softmax: softmax,
}
