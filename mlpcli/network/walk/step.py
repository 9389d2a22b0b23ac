"""What one layer does to the shape of one row."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import isqrt, prod
from typing import Any, Literal

Shape = tuple[int, ...]
Values = Literal["kept", "moved", "changed"]
Devices = Literal["any", "gpu", "none"]

_RANKS = {1: "a vector", 2: "a sequence (steps, channels)", 3: "an image (height, width, channels)"}


@dataclass(frozen=True)
class Weight:
    """One weight of a layer, named as Keras names it.

    `argument` is the first word of the arguments that concern it: `kernel` for `kernel_initializer`,
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
    """A layer's output shape without the batch, its weights, and its multiply-adds for one row.

    Multiply-adds are those of the products with weights and of scaling; additions, comparisons and the
    evaluation of activations are not counted.
    """

    shape: Shape
    weights: tuple[Weight, ...] = ()
    multiply_adds: int = 0


@dataclass(frozen=True)
class Rule:
    """What holds for every layer of a class; nothing has a default, so that nothing is forgotten.

    `step` gives what a layer makes of the shape of a row, and raises Misfit. `values` says what a trained
    layer does to the numbers that it gets: they are `kept`, each `moved` to another place, or `changed`.
    `xla` names the devices on which XLA makes its training faster: `any`, a `gpu` alone, as on a CPU
    convolutions run 6 to 20 times slower with it, or `none`, where XLA cannot compile it.
    """

    step: Callable[[Any, Shape], Step]
    values: Values
    xla: Devices


class Misfit(Exception):
    """The layer cannot follow what stands before it. `argument` is the key at fault, if one is."""

    def __init__(self, message: str, fix: str, argument: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.argument = argument


def written(shape: Shape) -> str:
    """A shape as users write it: `28x28x1`."""
    return "x".join(map(str, shape)) if shape else "one number"


def described(shape: Shape) -> str:
    """A shape in words: `the image 28x28x1`."""
    if len(shape) == 1:
        return f"a vector of {shape[0]}"
    return f"{ {2: 'the sequence', 3: 'the image'}.get(len(shape), 'the array') } {written(shape)}"


def counted(number: int, noun: str) -> str:
    """`1 number`, `2 numbers`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def need_rank(shape: Shape, rank: int, instead: str = "") -> None:
    """Raises Misfit unless `shape` has `rank` axes; `instead` is the layer for the other rank."""
    if len(shape) == rank:
        return
    if rank == 1:
        fix = "add Flatten before it"
    elif instead and len(shape) in (2, 3):
        fix = f"use {instead}"
    else:
        fix = f"add a Reshape before it, such as Reshape: {{target_shape: {_example(shape, rank)}}}"
    raise Misfit(f"takes {_RANKS[rank]} and gets {described(shape)}", fix)


def _example(shape: Shape, rank: int) -> list[int]:
    """The values of `shape` in `rank` axes."""
    if rank == 2:
        return [shape[0], prod(shape[1:])]
    side = isqrt(shape[0])
    if len(shape) == 1 and side * side == shape[0]:
        return [side, side, 1]
    return [shape[0], prod(shape[1:]), 1]


def same(layer: Any, shape: Shape) -> Step:
    """The step of a layer that neither changes the shape nor has weights."""
    return Step(shape)
