"""Methods of single layers instead of their class's, while a model is traced for another format."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any


@contextmanager
def overridden(
    layers: Sequence[Any], method: str, made: Callable[[Any], Callable[..., Any]]
) -> Iterator[None]:
    """Inside the block `method` of each layer is what `made` makes for it."""
    for layer in layers:
        setattr(layer, method, made(layer))
    try:
        yield
    finally:
        for layer in layers:
            # The method of its class shows again.
            delattr(layer, method)
