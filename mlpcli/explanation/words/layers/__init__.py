"""The registry of sentences: what kinds of layers do to a row, in English and in Japanese.

A layer that has none says what the reference says of it, in English.
"""

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
from mlpcli.explanation.words.layers.sentence import Sentence, Shape, told_by_schema

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
    return SENTENCES.get(type(layer), told_by_schema)(layer, before, after)


def japanese_sentence(layer: Layer, before: Shape, after: Shape) -> str:
    """As `layer_sentence`, without its numbers, in Japanese; in English if there is none in Japanese."""
    return JAPANESE.get(type(layer)) or layer_sentence(layer, before, after)
