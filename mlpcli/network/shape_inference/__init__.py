"""The rule of every kind of layer: its step, what it does to values, and whether XLA makes it faster."""

from collections.abc import Mapping

from mlpcli.config.layers.base import Layer
from mlpcli.network.shape_inference import (
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
from mlpcli.network.shape_inference.layer_rule import Devices, Rule

RULES: Mapping[type[Layer], Rule] = {
    **core.RULES,
    **activation.RULES,
    **reshaping.RULES,
    **convolution.RULES,
    **pooling.RULES,
    **normalization.RULES,
    **augmentation.RULES,
    **recurrent.RULES,
    **sequence.RULES,
    **table.RULES,
}


def rule_of(layer: Layer) -> Rule:
    """The rule of the class of `layer`."""
    return RULES[type(layer)]


def xla_devices(layer: Layer) -> Devices:
    """The devices on which XLA makes training with `layer` faster."""
    devices = rule_of(layer).xla
    return devices(layer) if callable(devices) else devices
