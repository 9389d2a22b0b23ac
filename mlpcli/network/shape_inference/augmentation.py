"""Random changes of images."""

from collections.abc import Mapping

from mlpcli.config.layers.augmentation import (
    RandomContrast,
    RandomFlip,
    RandomRotation,
    RandomTranslation,
    RandomZoom,
)
from mlpcli.config.layers.base import Layer
from mlpcli.network.shape_inference.step import Rule, Shape, Step, need_rank, same


def augmentation(layer: Layer, shape: Shape) -> Step:
    need_rank(shape, 3)
    return same(layer, shape)


# XLA lacks ImageProjectiveTransformV3, by which images are turned, moved and enlarged.
RULES: Mapping[type[Layer], Rule] = {
    RandomFlip: Rule(augmentation, values="kept", xla="gpu"),
    RandomRotation: Rule(augmentation, values="kept", xla="none"),
    RandomTranslation: Rule(augmentation, values="kept", xla="none"),
    RandomZoom: Rule(augmentation, values="kept", xla="none"),
    RandomContrast: Rule(augmentation, values="kept", xla="gpu"),
}
