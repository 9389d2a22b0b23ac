"""Recurrent layers."""

from typing import Annotated, Literal

from mlpcli.config.activations import Activation
from mlpcli.config.initializers import Initializer, Orthogonal, Seed
from mlpcli.config.layers.base import Count, Kernel, Layer, Rate
from mlpcli.config.regularizers_constraints import Constraint, Regularizer
from mlpcli.config.types.class_choice import ClassChoice, by_name


class Recurrent(Kernel):
    """With `return_sequences: true` it returns the output of every step instead of the last."""

    units: Count
    activation: Activation = "tanh"
    recurrent_initializer: Initializer = Orthogonal()
    recurrent_regularizer: Regularizer | None = None
    recurrent_constraint: Constraint | None = None
    dropout: Rate = 0.0
    recurrent_dropout: Rate = 0.0
    return_sequences: bool = False
    go_backwards: bool = False
    unroll: bool = False
    seed: Seed | None = None


class SimpleRNN(Recurrent):
    """A simple recurrent layer."""


class LSTM(Recurrent):
    """Long short-term memory."""

    recurrent_activation: Activation = "sigmoid"
    unit_forget_bias: bool = True


class GRU(Recurrent):
    """Gated recurrent unit."""

    recurrent_activation: Activation = "sigmoid"
    reset_after: bool = True


RECURRENT = by_name(SimpleRNN, LSTM, GRU)
ONE_RECURRENT = ClassChoice("recurrent layer", RECURRENT)


class Bidirectional(Layer):
    """Runs a recurrent layer forwards and a copy of it backwards."""

    layer: Annotated[Recurrent, ONE_RECURRENT]
    merge_mode: Literal["sum", "mul", "concat", "ave"] = "concat"

    @property
    def inner(self) -> Recurrent:
        return self.layer


LAYERS = {**RECURRENT, **by_name(Bidirectional)}
