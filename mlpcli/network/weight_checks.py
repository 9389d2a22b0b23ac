"""Checks that initializers, regularizers and constraints fit the shapes of a layer's weights."""

from collections.abc import Iterator, Sequence

from mlpcli.config.initializers import Identity, LiteralValues, Orthogonal
from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.recurrent import Bidirectional
from mlpcli.config.layers.sequence import TimeDistributed
from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.regularizers_constraints import MaxNorm, MinMaxNorm, OrthogonalRegularizer, UnitNorm
from mlpcli.config.types.axes import listed
from mlpcli.config.yaml.edits import Insert, Put, Remove
from mlpcli.config.yaml.nodes import KeyPath, Plain
from mlpcli.config.yaml.notation import one_line
from mlpcli.network.shape_inference.layer_rule import Shape, Step, Weight, counted, written

# Larger literal weights than these are no example that anybody reads.
_MOST_SHOWN = 32


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
                Fix(
                    "remove it, and add a layer after it: ActivityRegularization: {l2: 0.01}",
                    (
                        Remove((*inner, "activity_regularizer")),
                        Insert(("layers", int(path[1]) + 1), {"ActivityRegularization": {"l2": 0.01}}),
                    ),
                ),
            )
    else:
        yield from _of_weights(layer, step.weights, path)
    activity = getattr(layer, "activity_regularizer", None)
    if isinstance(activity, OrthogonalRegularizer):
        yield from _of_outputs(activity, step.shape, (*path, "activity_regularizer"))


def _of_outputs(value: OrthogonalRegularizer, shape: Shape, path: KeyPath) -> Iterator[Finding]:
    if len(shape) > 1:
        yield Finding(path, f"needs vectors, but the layer outputs {written(shape)}", _penalty(path))
    elif shape == (1,):
        message = "OrthogonalRegularizer compares outputs, but the layer has only one"
        yield Finding(path, message, _penalty(path))
    elif value.mode == "rows":
        # Keras needs to know the number of rows when it builds the layer.
        message = "OrthogonalRegularizer cannot compare the rows of a batch: their number varies"
        yield Finding(path, message, _across(path, "columns"))


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
            _literal_fix(weight, (*path, argument)),
        )
    elif isinstance(value, Orthogonal) and len(weight.shape) < 2:
        yield Finding(
            (*path, argument),
            f"Orthogonal cannot fill the vector {weight.name}",
            _instead((*path, argument), "Zeros", "use Zeros"),
        )
    elif isinstance(value, Identity) and len(weight.shape) != 2:
        yield Finding(
            (*path, argument),
            f"Identity fills matrices, but the {weight.name} is {_sized(weight.shape)}",
            _instead((*path, argument), "GlorotUniform", "use GlorotUniform or Zeros"),
        )


def _sized(shape: Shape) -> str:
    return f"a vector of {shape[0]}" if len(shape) == 1 else written(shape)


def _literal_fix(weight: Weight, path: KeyPath) -> Fix:
    """Words alone would leave the nesting to the reader; numbers are theirs, so the example holds zeros."""
    if len(weight.shape) == 1:
        text = f"write {counted(weight.shape[0], 'number')} in one list"
    elif len(weight.shape) == 2:
        rows, columns = weight.shape
        text = f"write {counted(rows, 'list')} of {counted(columns, 'number')} inside a list"
    else:
        text = f"nest the lists as {written(weight.shape)}"
    if weight.size > _MOST_SHOWN:
        return Fix(f"{text}, or remove the key", (Remove(path),))
    zeros = _zeros(weight.shape)
    return Fix(f"{text}, such as {one_line(zeros)}", (Put(path, zeros),), is_example=True)


def _zeros(shape: Shape) -> Plain:
    return [_zeros(shape[1:]) for _ in range(shape[0])] if shape else 0


def _instead(path: KeyPath, value: Plain, text: str) -> Fix:
    return Fix(text, (Put(path, value),))


def _penalty(path: KeyPath) -> Fix:
    return _instead(path, "L2", "use L1, L2 or L1L2")


def _across(path: KeyPath, mode: str) -> Fix:
    text = f"write mode: {mode}, or use L1, L2 or L1L2"
    return Fix(text, (Put((*path, "OrthogonalRegularizer", "mode"), mode),))


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
            _penalty((*path, argument)),
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
            _penalty(path) if shape[1 - across] == 1 else _across(path, other),
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
            Fix(
                f"choose an axis from 0 to {len(weight.shape) - 1}"
                if len(weight.shape) > 1
                else "write axis: 0",
                (Put((*path, argument, type(value).__name__, "axis"), 0),),
            ),
        )
