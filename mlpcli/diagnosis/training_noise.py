"""Layers that act in training alone, so that its figures are not those of the network that is left."""

from typing import get_args

from mlpcli.config.config import Config
from mlpcli.config.layers import augmentation, core
from mlpcli.config.layers.base import Layer
from mlpcli.explanation.unusual.seen import Dropping

_IN_TRAINING_ONLY: tuple[type[Layer], ...] = (
    *get_args(Dropping),
    core.GaussianNoise,
    *augmentation.LAYERS.values(),
)


def layers_in_training_only(config: Config) -> list[Layer]:
    """The layers that draw random numbers in training, and do nothing or something else outside."""
    return [layer for layer in config.layers if isinstance(layer.inner, _IN_TRAINING_ONLY)]
