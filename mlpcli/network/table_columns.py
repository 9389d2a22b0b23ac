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
    `CategoryEmbedding` the widths of the groups of these, and `Ensemble` how many numbers are made of each
    feature, if no layer before them has changed their places.
    """
    layers = tuple(_placed(config.layers, facts)) if facts.kind == "vector" else config.layers
    return config if layers == config.layers else config.model_copy(update={"layers": layers})


def _placed(layers: Sequence[Layer], facts: DataFacts) -> list[Layer]:
    # How many numbers are made of each feature, and of each category.
    made: tuple[int, ...] = (1,) * (facts.count - sum(facts.one_hot))
    widths, are_known = facts.one_hot, True
    placed: list[Layer] = []
    for layer in layers:
        if isinstance(layer, table.PeriodicEmbedding | table.PiecewiseLinearEncoding):
            if layer.features is None and made and facts.one_hot:
                layer = layer.model_copy(update={"features": sum(made)})
            behind = _expanded(layer, (*made, *widths))
            made, widths = behind[: len(made)], behind[len(made) :]
        elif isinstance(layer, table.CategoryEmbedding):
            # Other columns than those of the table's categories.
            are_known = are_known and layer.widths in ((), widths)
            if not layer.widths:
                layer = layer.model_copy(update={"widths": widths})
            widths = tuple(layer.units if width > layer.limit else width for width in widths)
        elif isinstance(layer, table.Ensemble):
            found = (*made, *widths)
            if are_known and not layer.widths and layer.draws and set(found) - {1}:
                layer = layer.model_copy(update={"widths": found})
            made, widths = (), ()
        elif not isinstance(layer, _IN_PLACE):
            made, widths = (), ()
        placed.append(layer)
    return placed


def _expanded(
    layer: table.PeriodicEmbedding | table.PiecewiseLinearEncoding, made: tuple[int, ...]
) -> tuple[int, ...]:
    """How many numbers are made of each feature behind the layer, if so many are `made` before it."""
    more = layer.units if isinstance(layer, table.PeriodicEmbedding) else layer.bins
    left = sum(made) if layer.features is None else layer.features
    expanded = []
    for width in made:
        reached = min(width, left)
        left -= reached
        expanded.append(width + reached * more)
    return tuple(expanded)
