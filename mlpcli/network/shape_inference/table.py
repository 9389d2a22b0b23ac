"""Layers for the rows of a table."""

from collections.abc import Mapping
from math import prod

from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.table import (
    CategoryEmbedding,
    Ensemble,
    EnsembleHead,
    PeriodicEmbedding,
    PiecewiseLinearEncoding,
    Scale,
)
from mlpcli.network.shape_inference.layer_rule import (
    Rule,
    Shape,
    ShapeMismatch,
    Step,
    Weight,
    counted,
    described,
    need_rank,
)


def scale(layer: Scale, shape: Shape) -> Step:
    return Step(shape, (Weight("scale", shape[-1:], "scale"),), prod(shape))


def periodic_embedding(layer: PeriodicEmbedding, shape: Shape) -> Step:
    count = _numbers(layer, shape)
    waves = (count, layer.frequencies)
    weights = (
        Weight("frequencies", waves, "frequencies"),
        Weight("phases", waves, "phases"),
        Weight("kernel", (*waves, layer.units), "kernel"),
        Weight("bias", (count, layer.units), "bias"),
    )
    return Step((shape[0] + count * layer.units,), weights, prod(waves) * (1 + layer.units))


def piecewise_linear_encoding(layer: PiecewiseLinearEncoding, shape: Shape) -> Step:
    count = _numbers(layer, shape)
    intervals = (count, layer.bins)
    weights = tuple(Weight(name, intervals, name, trainable=False) for name in ("start", "slope"))
    return Step((shape[0] + count * layer.bins,), weights, 2 * prod(intervals))


def _numbers(layer: PeriodicEmbedding | PiecewiseLinearEncoding, shape: Shape) -> int:
    """How many numbers of a row it applies to."""
    need_rank(shape, 1)
    count = shape[0] if layer.features is None else layer.features
    if count > shape[0]:
        raise ShapeMismatch(
            f"embeds {counted(count, 'number')}, but a row has {shape[0]}",
            f"write features: {shape[0]}",
            "features",
            put={"features": shape[0]},
        )
    return count


def category_embedding(layer: CategoryEmbedding, shape: Shape) -> Step:
    need_rank(shape, 1)
    if not layer.widths:
        raise ShapeMismatch(
            "knows of no one-hot columns: these rows are numbers alone",
            "write the widths of their groups at the end of a row, such as widths: [12, 30]",
        )
    if (columns := sum(layer.widths)) > shape[0]:
        raise ShapeMismatch(
            f"has widths of {counted(columns, 'column')} together, but a row has {shape[0]}",
            "write the widths of the groups at the end of a row",
            "widths",
        )
    embedded = [width for width in layer.widths if width > layer.limit]
    weights = tuple(Weight("kernel", (width, layer.units), "kernel") for width in embedded)
    size = shape[0] - sum(embedded) + len(embedded) * layer.units
    return Step((size,), weights, sum(embedded) * layer.units)


def ensemble(layer: Ensemble, shape: Shape) -> Step:
    need_rank(shape, 1)
    if (columns := sum(layer.widths)) > shape[0]:
        raise ShapeMismatch(
            f"has widths of {counted(columns, 'column')} together, but a row has {shape[0]}",
            "write the widths of the features at the beginning of a row",
            "widths",
        )
    copies = (layer.members, *shape)
    return Step(copies, (Weight("scale", copies, "scale"),), prod(copies))


def ensemble_head(layer: EnsembleHead, shape: Shape) -> Step:
    if len(shape) != 2:
        raise ShapeMismatch(
            f"expects the members of an Ensemble (members, features), but gets {described(shape)}",
            "use Dense, or add Ensemble before the layers that all members share",
            become="Dense",
        )
    members, inputs = shape
    weights = [Weight("kernel", (members, inputs, layer.units), "kernel")]
    if layer.use_bias:
        weights.append(Weight("bias", (members, layer.units), "bias"))
    return Step((layer.units,), tuple(weights), prod(shape) * layer.units)


RULES: Mapping[type[Layer], Rule] = {
    Scale: Rule(scale, values="changed", xla="any"),
    PeriodicEmbedding: Rule(periodic_embedding, values="changed", xla="any"),
    PiecewiseLinearEncoding: Rule(piecewise_linear_encoding, values="changed", xla="any"),
    CategoryEmbedding: Rule(category_embedding, values="changed", xla="any"),
    Ensemble: Rule(ensemble, values="changed", xla="any"),
    EnsembleHead: Rule(ensemble_head, values="changed", xla="any"),
}
