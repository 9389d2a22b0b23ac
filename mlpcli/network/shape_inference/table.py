"""Layers for the rows of a table."""

from collections.abc import Mapping
from math import prod

from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.table import CategoryEmbedding, PeriodicEmbedding, Scale
from mlpcli.network.shape_inference.step import (
    Rule,
    Shape,
    ShapeMismatch,
    Step,
    Weight,
    counted,
    need_rank,
)


def scale(layer: Scale, shape: Shape) -> Step:
    return Step(shape, (Weight("scale", shape[-1:], "scale"),), prod(shape))


def periodic_embedding(layer: PeriodicEmbedding, shape: Shape) -> Step:
    need_rank(shape, 1)
    count = shape[0] if layer.features is None else layer.features
    if count > shape[0]:
        raise ShapeMismatch(
            f"embeds {counted(count, 'number')}, but a row has {shape[0]}",
            f"write features: {shape[0]}",
            "features",
            put={"features": shape[0]},
        )
    waves = (count, layer.frequencies)
    weights = (
        Weight("frequencies", waves, "frequencies"),
        Weight("phases", waves, "phases"),
        Weight("kernel", (*waves, layer.units), "kernel"),
        Weight("bias", (count, layer.units), "bias"),
    )
    return Step((shape[0] + count * layer.units,), weights, prod(waves) * (1 + layer.units))


def category_embedding(layer: CategoryEmbedding, shape: Shape) -> Step:
    need_rank(shape, 1)
    if not layer.widths:
        raise ShapeMismatch(
            "knows of no one-hot columns: these rows are numbers alone",
            "write the widths of their groups at the end of a row, such as widths: [12, 30]",
            "widths",
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


RULES: Mapping[type[Layer], Rule] = {
    Scale: Rule(scale, values="changed", xla="any"),
    PeriodicEmbedding: Rule(periodic_embedding, values="changed", xla="any"),
    CategoryEmbedding: Rule(category_embedding, values="changed", xla="any"),
}
