"""Normalization, and dropout of whole channels."""

from collections.abc import Mapping

from mlpcli.config.layers import normalization
from mlpcli.config.layers.base import Layer
from mlpcli.explanation.words.layers.sentence import IDLE, IDLE_IN_JAPANESE, Sentence, Shape, values
from mlpcli.explanation.words.phrases import counted, listed, percent
from mlpcli.network.shape_inference.axes import places

_Learning = (
    normalization.BatchNormalization | normalization.LayerNormalization | normalization.GroupNormalization
)


def batch_normalization(layer: normalization.BatchNormalization, before: Shape, after: Shape) -> str:
    channels = counted(before[places(layer.axis, before)[0]], "channel")
    return (
        f"Brings each of {channels} to mean 0 and variance 1 over the rows of a batch{_learned(layer)}. "
        f"After training it takes averages over the batches of the training instead, of which the newest "
        f"counts for {percent(1 - layer.momentum)}."
    )


def layer_normalization(layer: normalization.LayerNormalization, before: Shape, after: Shape) -> str:
    along = _along(places(layer.axis, before), before)
    return f"Brings {along} of each row to mean 0 and variance 1, by itself{_learned(layer)}."


def group_normalization(layer: normalization.GroupNormalization, before: Shape, after: Shape) -> str:
    channels = before[places(layer.axis, before)[0]]
    groups = channels if layer.groups == -1 else layer.groups
    return (
        f"Divides the {counted(channels, 'channel')} of each row into {counted(groups, 'group')}, and brings "
        f"each to mean 0 and variance 1{_learned(layer)}."
    )


def rms_normalization(layer: normalization.RMSNormalization, before: Shape, after: Shape) -> str:
    along = _along(places(layer.axis, before), before)
    return f"Divides {along} of each row by their root mean square, then multiplies by learned factors."


def unit_normalization(layer: normalization.UnitNormalization, before: Shape, after: Shape) -> str:
    return (
        f"Scales {_along(places(layer.axis, before), before)} of each row to length 1: directions are left."
    )


def spatial_dropout(
    layer: normalization.SpatialDropout1D | normalization.SpatialDropout2D, before: Shape, after: Shape
) -> str:
    return (
        f"In training, sets a random {percent(layer.rate)} of the {counted(before[-1], 'channel')} to 0, "
        f"each as a whole, and multiplies the rest by {1 / (1 - layer.rate):.4g}. {IDLE}"
    )


def _learned(layer: _Learning) -> str:
    parts = ["multiplies by a learned factor"] if layer.scale else []
    parts += ["adds a learned offset"] if layer.center else []
    return f", then {listed(parts)}" if parts else ""


def _along(found: tuple[int, ...], shape: Shape) -> str:
    return values(tuple(shape[place] for place in found))


SENTENCES: Mapping[type[Layer], Sentence] = {
    normalization.BatchNormalization: batch_normalization,
    normalization.LayerNormalization: layer_normalization,
    normalization.GroupNormalization: group_normalization,
    normalization.RMSNormalization: rms_normalization,
    normalization.UnitNormalization: unit_normalization,
    normalization.SpatialDropout1D: spatial_dropout,
    normalization.SpatialDropout2D: spatial_dropout,
}

_STANDARDIZED = "平均を引いて標準偏差で割り、学習した倍率とずれを加えます。"
JAPANESE: Mapping[type[Layer], str] = {
    normalization.BatchNormalization: f"学習で測った{_STANDARDIZED}",
    normalization.LayerNormalization: f"一行の値から{_STANDARDIZED}",
    normalization.GroupNormalization: "チャンネルのグループごとに平均を引いて標準偏差で割ります。",
    normalization.RMSNormalization: "二乗平均の平方根で割ります。",
    normalization.UnitNormalization: "長さが 1 になるように割ります。",
    normalization.SpatialDropout1D: f"無作為に選んだチャンネル全体を 0 にします。{IDLE_IN_JAPANESE}",
    normalization.SpatialDropout2D: f"無作為に選んだチャンネル全体を 0 にします。{IDLE_IN_JAPANESE}",
}
