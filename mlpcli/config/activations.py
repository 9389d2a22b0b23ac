"""Activations by Keras's names, and the perceptron's `step`."""

from typing import Literal

# Not supported: `threshold`, which needs arguments, and `glu`, which halves the last axis while Keras's
# layers report it unchanged.

Activation = Literal[
    "linear",
    "relu",
    "sigmoid",
    "softmax",
    "tanh",
    "step",
    "celu",
    "elu",
    "exponential",
    "gelu",
    "hard_shrink",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "leaky_relu",
    "log_sigmoid",
    "log_softmax",
    "mish",
    "relu6",
    "selu",
    "silu",
    "soft_shrink",
    "softplus",
    "softsign",
    "sparse_plus",
    "sparse_sigmoid",
    "sparsemax",
    "squareplus",
    "swish",
    "tanh_shrink",
]
