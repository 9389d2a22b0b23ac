"""Pooling."""

from collections.abc import Mapping

from mlpcli.config.layers import pooling
from mlpcli.config.layers.base import Layer
from mlpcli.explanation.words.layers.sentence import Sentence, Shape
from mlpcli.explanation.words.phrases import sides

_Pooling = pooling.MaxPooling1D | pooling.MaxPooling2D | pooling.AveragePooling1D | pooling.AveragePooling2D
_GlobalPooling = (
    pooling.GlobalMaxPooling1D
    | pooling.GlobalMaxPooling2D
    | pooling.GlobalAveragePooling1D
    | pooling.GlobalAveragePooling2D
)


def pool(layer: _Pooling, before: Shape, after: Shape) -> str:
    size, what = layer.pool_size, "steps" if len(before) == 2 else "pixels"
    window = sides(size) if isinstance(size, tuple) else f"{size:,}"
    kept = "the largest" if type(layer).__name__.startswith("Max") else "the mean"
    strides = layer.strides or size
    apart = ""
    if strides != size:
        apart = f", whose windows are {sides(strides) if isinstance(strides, tuple) else strides} apart"
    return (
        f"Keeps {kept} of every {window} {what}{apart}, channel by channel: {sides(before[:-1])} become "
        f"{sides(after[:-1])}. Whether something was seen counts for more than exactly where."
    )


def pool_all(layer: _GlobalPooling, before: Shape, after: Shape) -> str:
    what = "steps" if len(before) == 2 else "pixels"
    kept = "the largest" if "Max" in type(layer).__name__ else "the mean"
    one = "one number is" if before[-1] == 1 else f"{before[-1]:,} numbers are"
    return (
        f"Keeps {kept} of all {sides(before[:-1])} {what} of each channel: {one} left. Where something was "
        "seen no longer counts."
    )


SENTENCES: Mapping[type[Layer], Sentence] = {
    pooling.MaxPooling1D: pool,
    pooling.MaxPooling2D: pool,
    pooling.AveragePooling1D: pool,
    pooling.AveragePooling2D: pool,
    pooling.GlobalMaxPooling1D: pool_all,
    pooling.GlobalMaxPooling2D: pool_all,
    pooling.GlobalAveragePooling1D: pool_all,
    pooling.GlobalAveragePooling2D: pool_all,
}

_WINDOW = "窓をずらしながら、各チャンネルの窓の中の"
JAPANESE: Mapping[type[Layer], str] = {
    pooling.MaxPooling1D: f"{_WINDOW}最大値を取ります。",
    pooling.MaxPooling2D: f"{_WINDOW}最大値を取ります。",
    pooling.AveragePooling1D: f"{_WINDOW}平均を取ります。",
    pooling.AveragePooling2D: f"{_WINDOW}平均を取ります。",
    pooling.GlobalMaxPooling1D: "各チャンネルの最大値を取ります。",
    pooling.GlobalMaxPooling2D: "各チャンネルの最大値を取ります。",
    pooling.GlobalAveragePooling1D: "各チャンネルの平均を取ります。",
    pooling.GlobalAveragePooling2D: "各チャンネルの平均を取ります。",
}
