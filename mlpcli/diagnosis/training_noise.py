"""Layers that act in training alone, so that its figures are not those of the network that is left."""

from mlpcli.config.config import Config
from mlpcli.config.layers.augmentation import RandomCrop
from mlpcli.config.layers.base import Layer, TrainingOnly


def layers_in_training_only(config: Config) -> list[Layer]:
    """The layers that draw random numbers in training, and do nothing or something else outside."""
    return [layer for layer in config.layers if isinstance(layer.inner, TrainingOnly | RandomCrop)]
