"""Layers that act in training alone, so that its figures are not those of the network that is left."""

from mlpcli.config.config import Config
from mlpcli.config.layers import augmentation, core, normalization
from mlpcli.config.layers.base import Layer

_IN_TRAINING_ONLY: tuple[type[Layer], ...] = (
    core.Dropout,
    core.GaussianDropout,
    core.AlphaDropout,
    core.GaussianNoise,
    normalization.SpatialDropout1D,
    normalization.SpatialDropout2D,
    *augmentation.LAYERS.values(),
)


def layers_in_training_only(config: Config) -> list[Layer]:
    """The layers that draw random numbers in training, and do nothing or something else outside."""
    return [layer for layer in config.layers if isinstance(layer.inner, _IN_TRAINING_ONLY)]
