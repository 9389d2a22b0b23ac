"""Data augmentation, which changes images in training only; a random crop becomes one of the middle."""

from collections.abc import Mapping

from mlpcli.config.layers.augmentation import LAYERS, RandomCrop
from mlpcli.config.layers.base import Layer
from mlpcli.inference.arithmetic.layer_function import Array, LayerFunction, Weights, kept
from mlpcli.inference.arithmetic.resizing import middle


def random_crop(layer: RandomCrop, inputs: Array, weights: Weights) -> Array:
    return middle(inputs, (layer.height, layer.width))


FUNCTIONS: Mapping[type[Layer], LayerFunction] = {
    **{layer: LayerFunction(kept) for layer in LAYERS.values()},
    RandomCrop: LayerFunction(random_crop),
}
