"""The registry of sentences: what every kind of layer does to a row, in English and in Japanese."""

from collections.abc import Mapping

from mlpcli.config.layers.base import Layer
from mlpcli.explanation.words.layers import (
    activation,
    augmentation,
    convolution,
    core,
    normalization,
    pooling,
    recurrent,
    reshaping,
    sequence,
    table,
)
from mlpcli.explanation.words.layers.sentence import Sentence, Shape

SENTENCES: Mapping[type[Layer], Sentence] = {
    **core.SENTENCES,
    **activation.SENTENCES,
    **reshaping.SENTENCES,
    **convolution.SENTENCES,
    **pooling.SENTENCES,
    **normalization.SENTENCES,
    **augmentation.SENTENCES,
    **recurrent.SENTENCES,
    **sequence.SENTENCES,
    **table.SENTENCES,
}
JAPANESE: Mapping[type[Layer], str] = {
    **core.JAPANESE,
    **activation.JAPANESE,
    **reshaping.JAPANESE,
    **convolution.JAPANESE,
    **pooling.JAPANESE,
    **normalization.JAPANESE,
    **augmentation.JAPANESE,
    **recurrent.JAPANESE,
    **sequence.JAPANESE,
    **table.JAPANESE,
}


def layer_sentence(layer: Layer, before: Shape, after: Shape) -> str:
    """What `layer` does to a row of shape `before`, of which it makes one of shape `after`."""
    return SENTENCES[type(layer)](layer, before, after)


def japanese_sentence(layer: Layer) -> str:
    """What `layer` does to a row, without its numbers, in Japanese."""
    return JAPANESE[type(layer)]
