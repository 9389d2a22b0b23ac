"""Dense, dropout, noise, and what scales values."""

from collections.abc import Mapping
from math import prod, sqrt

from mlpcli.config.layers import core
from mlpcli.config.layers.base import Layer
from mlpcli.explanation.words.activations import applied, then_activation
from mlpcli.explanation.words.layers.sentence import IDLE, IDLE_IN_JAPANESE, Sentence, Shape, values
from mlpcli.explanation.words.phrases import counted, percent
from mlpcli.network.shape_inference.layer_rule import written


def dense(layer: core.Dense, before: Shape, after: Shape) -> str:
    steps = f"at each of the {counted(prod(before[:-1]), 'step')}, " if len(before) > 1 else ""
    which = "its unit" if layer.units == 1 else f"each of its {layer.units:,} units"
    bias = " and adds a bias" if layer.use_bias else ", without a bias"
    does = f"{steps}{which} multiplies {values(before[-1:])} by weights of its own, sums the products{bias}."
    return f"{does[0].upper()}{does[1:]} {then_activation(layer.activation)}"


def activation(layer: core.Activation, before: Shape, after: Shape) -> str:
    return applied(layer.activation)


def dropout(layer: core.Dropout, before: Shape, after: Shape) -> str:
    rate = layer.rate
    return (
        f"In training, sets a random {percent(rate)} of {values(before)} to 0, others in every row and "
        f"step, and multiplies the rest by {1 / (1 - rate):.4g}, so that no unit can rely on another. {IDLE}"
    )


def gaussian_noise(layer: core.GaussianNoise, before: Shape, after: Shape) -> str:
    return (
        f"In training, adds to each of {values(before)} a random number of mean 0 and standard deviation "
        f"{layer.stddev:g}. {IDLE}"
    )


def gaussian_dropout(layer: core.GaussianDropout, before: Shape, after: Shape) -> str:
    deviation = sqrt(layer.rate / (1 - layer.rate))
    return (
        f"In training, multiplies each of {values(before)} by a random number of mean 1 and standard "
        f"deviation {deviation:.3g}. {IDLE}"
    )


def alpha_dropout(layer: core.AlphaDropout, before: Shape, after: Shape) -> str:
    return (
        f"In training, sets a random {percent(layer.rate)} of {values(before)} to the lowest that selu can "
        f"give, and scales all of them so that their mean and variance stay. {IDLE}"
    )


def activity_regularization(layer: core.ActivityRegularization, before: Shape, after: Shape) -> str:
    parts = [f"{layer.l1:g} times the sum of their sizes"] if layer.l1 else []
    parts += [f"{layer.l2:g} times the sum of their squares"] if layer.l2 else []
    added = " and ".join(parts) or "nothing"
    return f"Passes on {values(before)}, and adds to the loss {added}, so that they stay small."


def rescaling(layer: core.Rescaling, before: Shape, after: Shape) -> str:
    added = f", then adds {layer.offset:g}" if layer.offset else ""
    return f"Multiplies each of {values(before)} by {layer.scale:.4g}{added}."


def normalization(layer: core.Normalization, before: Shape, after: Shape) -> str:
    source = "measured on the training rows before the first epoch" if layer.is_measured else "given"
    along = "one pair for all values" if layer.axis is None else "one pair for each position along its axis"
    return (
        f"Subtracts a mean from {values(before)} and divides by a standard deviation; they are {source}, "
        f"{along} of {written(before)}."
    )


SENTENCES: Mapping[type[Layer], Sentence] = {
    core.Dense: dense,
    core.Activation: activation,
    core.Dropout: dropout,
    core.GaussianNoise: gaussian_noise,
    core.GaussianDropout: gaussian_dropout,
    core.AlphaDropout: alpha_dropout,
    core.ActivityRegularization: activity_regularization,
    core.Rescaling: rescaling,
    core.Normalization: normalization,
}

JAPANESE: Mapping[type[Layer], str] = {
    core.Dense: "各ユニットがすべての入力に自分の重みを掛けて足し合わせます。",
    core.Activation: "値に活性化関数を適用します。",
    core.Dropout: f"無作為に選んだ値を 0 にします。{IDLE_IN_JAPANESE}",
    core.GaussianNoise: f"各値に正規分布の乱数を足します。{IDLE_IN_JAPANESE}",
    core.GaussianDropout: f"各値に平均 1 の乱数を掛けます。{IDLE_IN_JAPANESE}",
    core.AlphaDropout: f"無作為に選んだ値を selu の下限にし、平均と分散を保ちます。{IDLE_IN_JAPANESE}",
    core.Identity: "受け取った値をそのまま渡します。",
    core.ActivityRegularization: "値をそのまま渡し、値の大きさに応じた罰則を損失に加えます。",
    core.Rescaling: "各値に定数を掛け、定数を足します。",
    core.Normalization: "平均を引き、標準偏差で割ります。",
}
