"""The precision that a model computes in, apart from that of its training."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

from mlpcli.training.tensorflow import keras


@contextmanager
def in_float32(model: Any) -> Iterator[None]:
    """Inside the block all layers of the model compute in float32."""
    layers = list(model._flatten_layers(include_self=False))
    policies = [layer.dtype_policy for layer in layers]
    _set_policies(layers, [keras.DTypePolicy("float32")] * len(layers))
    try:
        yield
    finally:
        _set_policies(layers, policies)


@contextmanager
def for_inference(model: Any) -> Iterator[None]:
    """Inside the block the model computes in float32 where it would be slow otherwise: in float16 on a CPU.

    Few CPUs have arithmetic for it: an MNIST CNN was scored 1.6 to 2.6 times slower in half than in float32
    on one that has. What a network answers on LiteRT is in float32 too.
    """
    half = any(layer.compute_dtype == "float16" for layer in model._flatten_layers(include_self=False))
    slow = half and _is_on_cpu(model)
    with in_float32(model) if slow else nullcontext():
        yield


def _is_on_cpu(model: Any) -> bool:
    # What several devices share names none.
    return all("CPU" in str(getattr(variable.value, "device", "")) for variable in model.weights)


def _set_policies(layers: Sequence[Any], policies: Sequence[Any]) -> None:
    for layer, policy in zip(layers, policies, strict=True):
        if layer.dtype_policy == policy:
            continue
        layer.dtype_policy = policy
        if isinstance(layer, keras.layers.Normalization):
            _copy_again(layer)


def _copy_again(layer: Any) -> None:
    """Let a Normalization layer copy its mean and variance, which it did in the precision of that moment."""
    if layer.input_mean is None:
        layer.finalize_state()
    else:
        layer.build_from_config(layer.get_build_config())
