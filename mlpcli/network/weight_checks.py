"""Checks that initializers, regularizers and constraints fit the shapes of a layer's weights."""

from collections.abc import Iterator, Sequence

from mlpcli.config.initializers import Identity, LiteralValues, Orthogonal
from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.recurrent import Bidirectional
from mlpcli.config.layers.sequence import TimeDistributed
from mlpcli.config.messages.locations import Finding
from mlpcli.config.regularizers_constraints import MaxNorm, MinMaxNorm, OrthogonalRegularizer, UnitNorm
from mlpcli.config.types.axes import listed
from mlpcli.config.yaml.nodes import KeyPath
from mlpcli.network.shape_inference.step import Shape, Step, Weight, counted, written


def misfits(layer: Layer, step: Step, path: KeyPath) -> Iterator[Finding]:
    """Every argument of `layer` that cannot be applied to its weight or output."""
    if isinstance(layer, Bidirectional):
        # Both directions use the arguments of the one inner layer.
        inner = (*path, "layer", type(layer.layer).__name__)
        yield from _of_weights(layer.layer, step.weights[: len(step.weights) // 2], inner)
    elif isinstance(layer, TimeDistributed):
        inner = (*path, "layer", type(layer.layer).__name__)
        yield from _of_weights(layer.layer, step.weights, inner)
        if getattr(layer.layer, "activity_regularizer", None):
            yield Finding(
                (*inner, "activity_regularizer"),
                "Keras ignores the outputs' penalty of a layer inside TimeDistributed",
                "remove it, and add a layer after it: ActivityRegularization: {l2: 0.01}",
            )
    else:
        yield from _of_weights(layer, step.weights, path)
    activity = getattr(layer, "activity_regularizer", None)
    if isinstance(activity, OrthogonalRegularizer):
        yield from _of_outputs(activity, step.shape, (*path, "activity_regularizer"))


def _of_outputs(value: OrthogonalRegularizer, shape: Shape, path: KeyPath) -> Iterator[Finding]:
    if len(shape) > 1:
        yield Finding(path, f"needs vectors, but the layer outputs {written(shape)}", "use L1, L2 or L1L2")
    elif shape == (1,):
        message = "OrthogonalRegularizer compares outputs, but the layer has only one"
        yield Finding(path, message, "use L1, L2 or L1L2")
    elif value.mode == "rows":
        # Keras needs to know the number of rows when it builds the layer.
        message = "OrthogonalRegularizer cannot compare the rows of a batch: their number varies"
        yield Finding(path, message, "write mode: columns, or use L1, L2 or L1L2")


def _of_weights(layer: Layer, weights: Sequence[Weight], path: KeyPath) -> Iterator[Finding]:
    for weight in weights:
        yield from _initializer(layer, weight, path)
        yield from _regularizer(layer, weight, path)
        yield from _constraint(layer, weight, path)


def _initializer(layer: Layer, weight: Weight, path: KeyPath) -> Iterator[Finding]:
    argument = f"{weight.argument}_initializer"
    value = getattr(layer, argument, None)
    if isinstance(value, LiteralValues) and value.shape != weight.shape:
        yield Finding(
            (*path, argument),
            f"found literal numbers as {_sized(value.shape)}, "
            f"but the {weight.name} is {_sized(weight.shape)}",
            _literal_fix(weight),
        )
    elif isinstance(value, Orthogonal) and len(weight.shape) < 2:
        yield Finding((*path, argument), f"Orthogonal cannot fill the vector {weight.name}", "use Zeros")
    elif isinstance(value, Identity) and len(weight.shape) != 2:
        yield Finding(
            (*path, argument),
            f"Identity fills matrices, but the {weight.name} is {_sized(weight.shape)}",
            "use GlorotUniform or Zeros",
        )


def _sized(shape: Shape) -> str:
    return f"a vector of {shape[0]}" if len(shape) == 1 else written(shape)


def _literal_fix(weight: Weight) -> str:
    if len(weight.shape) == 1:
        return f"write {counted(weight.shape[0], 'number')} in one list"
    if len(weight.shape) == 2:
        rows, columns = weight.shape
        return f"write {counted(rows, 'list')} of {counted(columns, 'number')} inside a list"
    return f"nest the lists as {written(weight.shape)}"


def _regularizer(layer: Layer, weight: Weight, path: KeyPath) -> Iterator[Finding]:
    argument = f"{weight.argument}_regularizer"
    value = getattr(layer, argument, None)
    if not isinstance(value, OrthogonalRegularizer):
        return
    if len(weight.shape) == 2:
        yield from _nothing_to_compare(value, weight.shape, f"the {weight.name}", (*path, argument))
    else:
        yield Finding(
            (*path, argument),
            f"OrthogonalRegularizer needs a matrix, but the {weight.name} is {_sized(weight.shape)}",
            "use L1, L2 or L1L2",
        )


def _nothing_to_compare(
    value: OrthogonalRegularizer, shape: Shape, what: str, path: KeyPath
) -> Iterator[Finding]:
    """With one row or column there are no pairs: Keras divides 0 by 0, and the loss becomes NaN."""
    across = 0 if value.mode == "rows" else 1
    if shape[across] == 1:
        other = "columns" if value.mode == "rows" else "rows"
        yield Finding(
            path,
            f"OrthogonalRegularizer compares {value.mode}, but {what} has only one ({written(shape)})",
            "use L1, L2 or L1L2" if shape[1 - across] == 1 else f"write mode: {other}, or use L1, L2 or L1L2",
        )


def _constraint(layer: Layer, weight: Weight, path: KeyPath) -> Iterator[Finding]:
    argument = f"{weight.argument}_constraint"
    value = getattr(layer, argument, None)
    if not isinstance(value, MaxNorm | MinMaxNorm | UnitNorm):
        return
    if (last := max(listed(value.axis))) >= len(weight.shape):
        yield Finding(
            (*path, argument),
            f"axis {last} does not exist: the {weight.name} is {_sized(weight.shape)}",
            f"choose an axis from 0 to {len(weight.shape) - 1}" if len(weight.shape) > 1 else "write axis: 0",
        )
