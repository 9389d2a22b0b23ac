"""Layers of sequences."""

from collections.abc import Mapping

from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.sequence import Embedding, Masking, TimeDistributed
from mlpcli.network.shape_inference import convolution, core, pooling, recurrent, reshaping
from mlpcli.network.shape_inference.step import (
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
        )
    try:
        step = _INNER[type(inner)].step(inner, shape[1:])
    except ShapeMismatch as misfit:
        place = ("layer", type(inner).__name__, *misfit.argument) if misfit.argument else ()
        fix = misfit.fix if misfit.argument else "choose another layer, or write it without TimeDistributed"
        raise ShapeMismatch(f"every step: {misfit.message}", fix, *place) from misfit
    return Step((shape[0], *step.shape), step.weights, shape[0] * step.multiply_adds)


RULES: Mapping[type[Layer], Rule] = {
    Embedding: Rule(embedding, values="changed", xla="any"),
    Masking: Rule(masking, values="kept", xla="any"),
    TimeDistributed: Rule(time_distributed, values="changed", xla="gpu"),
}
