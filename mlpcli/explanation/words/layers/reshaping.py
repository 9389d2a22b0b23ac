"""Layers that rearrange, repeat, pad or cut values."""

from collections.abc import Mapping

from mlpcli.config.layers import reshaping
from mlpcli.config.layers.base import Layer
from mlpcli.explanation.words.layers.sentence import Sentence, Shape, values
from mlpcli.explanation.words.phrases import counted, sides
from mlpcli.network.shape_inference.layer_rule import written

_Padding = reshaping.ZeroPadding1D | reshaping.ZeroPadding2D
_Cropping = reshaping.Cropping1D | reshaping.Cropping2D


def flatten(layer: reshaping.Flatten, before: Shape, after: Shape) -> str:
    return f"Writes {values(before)} in one line of {after[0]:,}; no value changes."


def reshape(layer: reshaping.Reshape, before: Shape, after: Shape) -> str:
    return f"Arranges {values(before)} as {written(after)}; no value changes."


def permute(layer: reshaping.Permute, before: Shape, after: Shape) -> str:
    order = ", ".join(map(str, layer.dims))
    return f"Reorders the axes as {order}: {written(before)} becomes {written(after)}; no value changes."


def repeat_vector(layer: reshaping.RepeatVector, before: Shape, after: Shape) -> str:
    return f"Repeats {values(before)} {counted(layer.n, 'time')}, as the steps of a sequence."


def zero_padding(layer: _Padding, before: Shape, after: Shape) -> str:
    return f"Adds zeros at the edges: {sides(before[:-1])} become {sides(after[:-1])}."


def cropping(layer: _Cropping, before: Shape, after: Shape) -> str:
    return f"Cuts off the edges: {sides(before[:-1])} become {sides(after[:-1])}."


def center_crop(layer: reshaping.CenterCrop, before: Shape, after: Shape) -> str:
    return f"Cuts {layer.height}x{layer.width} pixels out of the middle; smaller images are enlarged first."


def up_sampling_1d(layer: reshaping.UpSampling1D, before: Shape, after: Shape) -> str:
    return f"Repeats every step {counted(layer.size, 'time')}: {before[0]:,} steps become {after[0]:,}."


def up_sampling_2d(layer: reshaping.UpSampling2D, before: Shape, after: Shape) -> str:
    how = "repeats pixels" if layer.interpolation == "nearest" else f"{layer.interpolation} interpolation"
    return f"Enlarges {sides(before[:-1])} pixels to {sides(after[:-1])} ({how})."


def resizing(layer: reshaping.Resizing, before: Shape, after: Shape) -> str:
    kept = ", keeping the ratio of its sides" if _keeps_ratio(layer) else ""
    return (
        f"Resizes images from {sides(before[:-1])} to {sides(after[:-1])} pixels by {layer.interpolation} "
        f"interpolation{kept}."
    )


def _keeps_ratio(layer: reshaping.Resizing) -> bool:
    return layer.crop_to_aspect_ratio or layer.pad_to_aspect_ratio


SENTENCES: Mapping[type[Layer], Sentence] = {
    reshaping.Flatten: flatten,
    reshaping.Reshape: reshape,
    reshaping.Permute: permute,
    reshaping.RepeatVector: repeat_vector,
    reshaping.ZeroPadding1D: zero_padding,
    reshaping.ZeroPadding2D: zero_padding,
    reshaping.Cropping1D: cropping,
    reshaping.Cropping2D: cropping,
    reshaping.CenterCrop: center_crop,
    reshaping.Resizing: resizing,
    reshaping.UpSampling1D: up_sampling_1d,
    reshaping.UpSampling2D: up_sampling_2d,
}

JAPANESE: Mapping[type[Layer], str] = {
    reshaping.Flatten: "値の順序を変えずに一列に並べます。",
    reshaping.Reshape: "値の順序を変えずに、別の形に並べます。",
    reshaping.Permute: "軸を入れ替えます。",
    reshaping.RepeatVector: "同じ値を何度も繰り返します。",
    reshaping.ZeroPadding1D: "前後に 0 を足します。",
    reshaping.ZeroPadding2D: "まわりに 0 を足します。",
    reshaping.Cropping1D: "前後を切り落とします。",
    reshaping.Cropping2D: "まわりを切り落とします。",
    reshaping.CenterCrop: "中央を切り出します。",
    reshaping.Resizing: "画像の大きさを変えます。",
    reshaping.UpSampling1D: "各ステップを繰り返して長くします。",
    reshaping.UpSampling2D: "画像を拡大します。",
}
