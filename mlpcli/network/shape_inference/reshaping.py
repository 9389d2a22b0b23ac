"""Layers that rearrange, repeat or pad values."""

from collections.abc import Mapping
from math import prod
from operator import mul
from typing import Any

from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.reshaping import (
    CenterCrop,
    Cropping1D,
    Cropping2D,
    Flatten,
    Permute,
    RepeatVector,
    Reshape,
    Resizing,
    UpSampling1D,
    UpSampling2D,
    ZeroPadding1D,
    ZeroPadding2D,
)
from mlpcli.network.shape_inference.layer_rule import (
    Devices,
    Rule,
    Shape,
    ShapeMismatch,
    Step,
    need_named_rank,
    need_rank,
    per_axis,
    written,
)


def flatten(layer: Flatten, shape: Shape) -> Step:
    return Step((prod(shape),))


def reshape(layer: Reshape, shape: Shape) -> Step:
    target, size = layer.target_shape, prod(shape)
    if target.count(-1) > 1 or 0 in target:
        raise ShapeMismatch(
            f"{list(target)} is not a shape",
            f"write sizes of 1 or more, and -1 at most once, such as {_sizes(target, size)}",
            "target_shape",
            put={"target_shape": [*_sizes(target, size)]},
        )
    known = prod(side for side in target if side != -1)
    if size % known or (known != size and -1 not in target):
        raise ShapeMismatch(
            f"cannot reshape {written(shape)} to {written(target)}: the product is {known}, not {size}",
            f"choose sizes whose product is {size}, such as {_sizes(target, size)}",
            "target_shape",
            put={"target_shape": [*_sizes(target, size)]},
        )
    return Step(tuple(size // known if side == -1 else side for side in target))


def _sizes(target: Shape, size: int) -> list[int]:
    """Sizes of as many axes as `target` has, which begin like it as far as that is possible."""
    found: list[int] = []
    for side in target[:-1]:
        fits = side > 0 and size % side == 0
        found.append(side if fits else 1)
        size //= found[-1]
    return [*found, size]


def permute(layer: Permute, shape: Shape) -> Step:
    if sorted(layer.dims) != list(range(1, len(shape) + 1)):
        raise ShapeMismatch(
            f"cannot order the {len(shape)} axes of {written(shape)} as {list(layer.dims)}",
            f"name each axis from 1 to {len(shape)} once, such as {list(range(1, len(shape) + 1))}",
            "dims",
            put={"dims": list(range(1, len(shape) + 1))},
        )
    return Step(tuple(shape[axis - 1] for axis in layer.dims))


def repeat_vector(layer: RepeatVector, shape: Shape) -> Step:
    need_rank(shape, 1)
    return Step((layer.n, *shape))


def zero_padding(layer: ZeroPadding1D | ZeroPadding2D, shape: Shape) -> Step:
    need_named_rank(layer, shape)
    added = zip(shape, _ends(layer.padding), strict=False)
    return Step((*(side + sum(ends) for side, ends in added), shape[-1]))


def cropping(layer: Cropping1D | Cropping2D, shape: Shape) -> Step:
    need_named_rank(layer, shape)
    removed = zip(shape, _ends(layer.cropping), strict=False)
    left = tuple(side - sum(ends) for side, ends in removed)
    if min(left) < 1:
        sides = shape[:-1]
        raise ShapeMismatch(
            f"leaves nothing of {written(sides)}", f"crop less than {min(sides)} in all", "cropping"
        )
    return Step((*left, shape[-1]))


def _ends(argument: Any) -> tuple[tuple[int, int], ...]:
    """The numbers at both ends of each axis, of an argument that is two numbers for a sequence."""
    return (argument,) if isinstance(argument[0], int) else argument


def resizing(layer: Resizing, shape: Shape) -> Step:
    need_rank(shape, 3)
    if layer.crop_to_aspect_ratio and layer.pad_to_aspect_ratio:
        raise ShapeMismatch("cannot both crop and pad", "keep one of the two", "pad_to_aspect_ratio")
    return Step((layer.height, layer.width, shape[2]))


def center_crop(layer: CenterCrop, shape: Shape) -> Step:
    need_rank(shape, 3, "Cropping1D")
    return Step((layer.height, layer.width, shape[2]))


def up_sampling(layer: UpSampling1D | UpSampling2D, shape: Shape) -> Step:
    need_named_rank(layer, shape)
    return Step((*map(mul, shape, per_axis(layer.size)), shape[-1]))


def _enlarged_on(layer: UpSampling2D) -> Devices:
    # XLA lacks the other interpolations.
    return "gpu" if layer.interpolation in ("nearest", "bilinear") else "none"


# XLA lacks most of Resizing's interpolations, or their gradients.
RULES: Mapping[type[Layer], Rule] = {
    Flatten: Rule(flatten, values="moved", xla="any"),
    Reshape: Rule(reshape, values="moved", xla="any"),
    Permute: Rule(permute, values="moved", xla="any"),
    RepeatVector: Rule(repeat_vector, values="changed", xla="any"),
    ZeroPadding1D: Rule(zero_padding, values="changed", xla="gpu"),
    ZeroPadding2D: Rule(zero_padding, values="changed", xla="gpu"),
    Cropping1D: Rule(cropping, values="changed", xla="gpu"),
    Cropping2D: Rule(cropping, values="changed", xla="gpu"),
    CenterCrop: Rule(center_crop, values="changed", xla="gpu"),
    Resizing: Rule(resizing, values="changed", xla="none"),
    UpSampling1D: Rule(up_sampling, values="changed", xla="gpu"),
    UpSampling2D: Rule(up_sampling, values="changed", xla=_enlarged_on),
}
