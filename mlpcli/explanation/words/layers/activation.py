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

JAPANESE: Mapping[type[Layer], str] = {
    activation.ReLU: "0 より小さい値を 0 にします。",
    activation.LeakyReLU: "0 より小さい値を小さくして通します。",
    activation.ELU: "0 より小さい値をなめらかに抑えます。",
    activation.PReLU: "0 より小さい値に、学習した傾きを掛けます。",
    activation.Softmax: "合計が 1 になる確率にします。",
}
