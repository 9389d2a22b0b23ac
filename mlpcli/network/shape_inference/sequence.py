"""Layers of sequences."""

from collections.abc import Mapping

from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.sequence import Embedding, Masking, TimeDistributed
from mlpcli.config.resolved_yaml import as_written
from mlpcli.config.yaml.nodes import Plain
from mlpcli.network.shape_inference import convolution, core, pooling, recurrent, reshaping
from mlpcli.network.shape_inference.layer_rule import (
    Rule,
    Shape,
    ShapeMismatch,
    Step,
    Weight,
    described,
    need_rank,
    same,
)

_INNER = {**core.RULES, **reshaping.RULES, **convolution.RULES, **pooling.RULES, **recurrent.RULES}


def embedding(layer: Embedding, shape: Shape) -> Step:
    weights = (Weight("embeddings", (layer.input_dim, layer.output_dim), "embeddings"),)
    if layer.mask_zero and len(shape) > 1:
        raise ShapeMismatch(
            f"makes a mask of steps, but a row is {described(shape)}", "remove mask_zero", "mask_zero"
        )
    return Step((*shape, layer.output_dim), weights)


def masking(layer: Masking, shape: Shape) -> Step:
    need_rank(shape, 2)
    return same(layer, shape)


def time_distributed(layer: TimeDistributed, shape: Shape) -> Step:
    inner = layer.layer
    if len(shape) < 2:
        raise ShapeMismatch(
            f"expects a sequence (steps, ...), but gets {described(shape)}",
            f"write {type(inner).__name__} without TimeDistributed, or add a Reshape before it, such as "
            f"Reshape: {{target_shape: [{shape[0]}, 1]}}",
            instead=_alone(inner, shape),
        )
    try:
        step = _INNER[type(inner)].step(inner, shape[1:])
    except ShapeMismatch as misfit:
        message, inside = f"every step: {misfit.message}", ("layer", type(inner).__name__)
        if misfit.argument:
            place = (*inside, *misfit.argument)
            raise ShapeMismatch(message, misfit.fix, *place, put=misfit.put, inside=inside) from misfit
        fix = "choose another layer, or write it without TimeDistributed"
        raise ShapeMismatch(message, fix, instead=_alone(inner, shape)) from misfit
    return Step((shape[0], *step.shape), step.weights, shape[0] * step.multiply_adds)


def _alone(inner: Layer, shape: Shape) -> Plain:
    """The layer without TimeDistributed, if it takes `shape`."""
    try:
        _INNER[type(inner)].step(inner, shape)
    except ShapeMismatch:
        return None
    return as_written(inner)


RULES: Mapping[type[Layer], Rule] = {
    Embedding: Rule(embedding, values="changed", xla="any"),
    Masking: Rule(masking, values="kept", xla="any"),
    TimeDistributed: Rule(time_distributed, values="changed", xla="gpu"),
}
