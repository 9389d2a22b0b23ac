"""Which columns of a table the layers for tables apply to, where the config leaves it to the data."""

from collections.abc import Sequence

from mlpcli.config.config import Config
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.layers import core, normalization, table
from mlpcli.config.layers.base import Layer

# What leaves every value of a row in its place.
_IN_PLACE: tuple[type[Layer], ...] = (
    table.Scale,
    core.Rescaling,
    core.Normalization,
    core.Activation,
    core.Identity,
    core.ActivityRegularization,
    core.Dropout,
    core.GaussianNoise,
    core.GaussianDropout,
    core.AlphaDropout,
    normalization.BatchNormalization,
    normalization.LayerNormalization,
    normalization.RMSNormalization,
    normalization.UnitNormalization,
)


def with_columns(config: Config, facts: DataFacts) -> Config:
    """The config, whose layers name the columns that they apply to as far as `facts` tell.

    `PeriodicEmbedding` and `PiecewiseLinearEncoding` get the number of features before the one-hot columns,
    and `CategoryEmbedding` the widths of the groups of these, if no layer before them has changed their
    places.
    """
    if not facts.one_hot:
        return config
    layers = tuple(_placed(config.layers, facts))
    return config.model_copy(update={"layers": layers})


def _placed(layers: Sequence[Layer], facts: DataFacts) -> list[Layer]:
    numbers, widths = facts.count - sum(facts.one_hot), facts.one_hot
    placed: list[Layer] = []
    for layer in layers:
        if isinstance(layer, table.PeriodicEmbedding | table.PiecewiseLinearEncoding):
            if layer.features is None and numbers:
                layer = layer.model_copy(update={"features": numbers})
            numbers *= 1 + (layer.units if isinstance(layer, table.PeriodicEmbedding) else layer.bins)
        elif isinstance(layer, table.CategoryEmbedding):
            if not layer.widths:
                layer = layer.model_copy(update={"widths": widths})
            widths = tuple(layer.units if width > layer.limit else width for width in widths)
        elif not isinstance(layer, _IN_PLACE):
            numbers, widths = 0, ()
        placed.append(layer)
    return placed
