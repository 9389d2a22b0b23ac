"""Axes as Keras counts them, found in the shape of one row."""

from mlpcli.config.types.axes import listed
from mlpcli.network.shape_inference.layer_rule import Shape, ShapeMismatch, written


def places(axes: int | tuple[int, ...] | None, shape: Shape) -> tuple[int, ...]:
    """The indices into `shape` that `axes` name, in ascending order.

    Raises ShapeMismatch for the axis of the batch, for axes that `shape` does not have, and for one that is
    named twice.
    """
    rank = len(shape)
    found = [axis - 1 if axis >= 0 else rank + axis for axis in listed(axes)]
    if any(not 0 <= place < rank for place in found):
        raise ShapeMismatch(
            f"has no axis {_worst(axes, found, rank)} to compute along: a row is {written(shape)}",
            f"name axes from 1 to {rank}, or -1 for the last",
            "axis",
        )
    if len(set(found)) < len(found):
        once = [place + 1 for place in sorted(set(found))]
        raise ShapeMismatch("names an axis twice", f"write axis: {once}", "axis", put={"axis": [*once]})
    return tuple(sorted(found))


def _worst(axes: int | tuple[int, ...] | None, found: list[int], rank: int) -> int:
    return next(axis for axis, place in zip(listed(axes), found, strict=True) if not 0 <= place < rank)
