"""From every kind of layer to its rule: what it does to a shape, to values, and to speed."""

from collections.abc import Mapping

from mlpcli.config.layers.base import Layer
from mlpcli.network.walk import augmentation, convolution, core, normalization, pooling, recurrent, reshaping
from mlpcli.network.walk.step import Rule

RULES: Mapping[type[Layer], Rule] = {
    **core.RULES,
    **reshaping.RULES,
    **convolution.RULES,
    **pooling.RULES,
    **normalization.RULES,
    **augmentation.RULES,
    **recurrent.RULES,
}


def rule_of(layer: Layer) -> Rule:
    """What holds for every layer of the class of `layer`."""
    return RULES[type(layer)]
