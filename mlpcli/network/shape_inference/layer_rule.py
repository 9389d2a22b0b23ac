"""The rule of a class of layers: how a layer changes the shape of one row, its weights and its cost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import isqrt, prod
from typing import Any, Literal

from mlpcli.config.layers.base import Layer
from mlpcli.config.yaml.nodes import Plain

Shape = tuple[int, ...]
Values = Literal["kept", "moved", "changed"]
Devices = Literal["any", "gpu", "none"]

_RANKS = {1: "a vector", 2: "a sequence (steps, channels)", 3: "an image (height, width, channels)"}


@dataclass(frozen=True)
class Weight:
    """One weight of a layer, with its Keras name.

    `argument` is the prefix of the arguments that apply to it: `kernel` for `kernel_initializer`,
    `kernel_regularizer` and `kernel_constraint`.
    """

    name: str
    shape: Shape
    argument: str
    trainable: bool = True

    @property
    def size(self) -> int:
        return prod(self.shape)

    def frozen(self) -> "Weight":
        return replace(self, trainable=False)


@dataclass(frozen=True)
class Step:
    """A layer's output shape without the batch axis, its weights, and its multiply-adds for one row.

    Multiply-adds count products with weights and scaling; plain additions, comparisons and activations are
    not counted.
    """

    shape: Shape
    weights: tuple[Weight, ...] = ()
    multiply_adds: int = 0


@dataclass(frozen=True)
class Rule:
    """What holds for all layers of a class. No field has a default, so that none is forgotten.

    `step` computes the step for the shape of one row, and raises ShapeMismatch. `values` says what a trained
    layer does to its input values: they are `kept`, `moved` to other positions, or `changed`. `xla` names the
    devices on which XLA makes training faster: `any`, only a `gpu` (on a CPU, convolutions are 6 to 20 times
    slower with XLA), or `none` if XLA cannot compile the layer; as a function, of the layer's arguments.
    """

    step: Callable[[Any, Shape], Step]
    values: Values
    xla: Devices | Callable[[Any], Devices]


class ShapeMismatch(Exception):
    """The layer does not accept its input shape. `argument` is the path to the argument at fault, if any.

    What `fix` means: `before` is a layer to put before it, `become` the class that it should be instead,
    `instead` the layer to write in its place, and `put` are arguments to write, where None takes one out.
    They are those of the layer, or of the one `inside` it.
    """

    def __init__(
        self,
        message: str,
        fix: str,
        *argument: str,
        before: Plain = None,
        become: str = "",
        instead: Plain = None,
        put: Mapping[str, Plain] | None = None,
        inside: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.before = before
        self.become = become
        self.instead = instead
        self.put = put or {}
        self.inside = inside
        self.argument = argument


def written(shape: Shape) -> str:
    """A shape in short form: `28x28x1`."""
    return "x".join(map(str, shape)) if shape else "one number"


def described(shape: Shape) -> str:
    """A shape in words: `an image of 28x28x1`."""
    if len(shape) == 1:
        return f"a vector of {shape[0]}"
    return f"{ {2: 'a sequence', 3: 'an image'}.get(len(shape), 'an array') } of {written(shape)}"


def counted(number: int, noun: str) -> str:
    """`1 number`, `2 numbers`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def need_rank(shape: Shape, rank: int, instead: str = "") -> None:
    """Raises ShapeMismatch unless `shape` has `rank` axes; `instead` is the layer for the other rank."""
    if len(shape) == rank:
        return
    before: Plain = None
    become = ""
    if rank == 1:
        fix, before = "add Flatten before it", "Flatten"
    elif instead and len(shape) in (2, 3):
        fix, become = f"use {instead}", instead
    else:
        fix = f"add a Reshape before it, such as Reshape: {{target_shape: {_example(shape, rank)}}}"
        before = {"Reshape": {"target_shape": [*_example(shape, rank)]}}
    if rank == 2 and len(shape) == 3 and shape[-1] == 1:
        # In an array of uint8, signals `[rows, steps, channels]` are taken for grey images.
        fix += "; if the data are signals, save them as float32"
    raise ShapeMismatch(
        f"expects {_RANKS[rank]}, but gets {described(shape)}", fix, before=before, become=become
    )


def need_named_rank(layer: Layer, shape: Shape) -> None:
    """Raises ShapeMismatch unless `shape` is what the name of the layer's class says: a sequence for 1D, an
    image for 2D."""
    name = type(layer).__name__
    if "1D" in name:
        need_rank(shape, 2, name.replace("1D", "2D"))
    else:
        need_rank(shape, 3, name.replace("2D", "1D"))


def per_axis(argument: int | Shape) -> Shape:
    """The argument of a layer that is one number for a sequence, and two for an image."""
    return (argument,) if isinstance(argument, int) else argument


def _example(shape: Shape, rank: int) -> list[int]:
    """A shape of `rank` axes with as many values as `shape`."""
    if rank == 2:
        return [shape[0], prod(shape[1:])]
    side = isqrt(shape[0])
    if len(shape) == 1 and side * side == shape[0]:
        return [side, side, 1]
    return [shape[0], prod(shape[1:]), 1]


def same(layer: Any, shape: Shape) -> Step:
    """The step of a layer that keeps the shape and has no weights."""
    return Step(shape)
