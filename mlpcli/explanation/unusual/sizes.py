"""Networks too large for their rows, and layers too narrow, too wide or too long."""

from collections.abc import Iterator
from math import prod

from mlpcli.config.layers import augmentation, core, recurrent, table
from mlpcli.config.layers.base import Layer, TrainingOnly
from mlpcli.config.messages.finding import Finding
from mlpcli.explanation.unusual.seen import Convolution, Normalizing, Seen

# Hundreds of parameters for a row are usual, and do learn: the best epoch is kept.
_FAR_MORE = 1_000
_RESTRAINING: tuple[type[Layer], ...] = (
    TrainingOnly,
    augmentation.RandomCrop,
    *Normalizing.__args__,
    table.Ensemble,
)
_NARROW, _MANY_CLASSES = 2, 5
# Of each side of an image: mnist's usual kernels have 3 to 10 of 28 pixels.
_HUGE, _SMALL_KERNEL = 0.75, 5
_LONG = {recurrent.SimpleRNN: 100, recurrent.LSTM: 1_000, recurrent.GRU: 1_000}


def unusual_sizes(seen: Seen) -> Iterator[Finding]:
    """Of the network against its rows, and of its layers."""
    if seen.learns:
        yield from _more_parameters_than_rows(seen)
    yield from _narrow(seen)
    yield from _huge_kernels(seen)
    yield from _long_sequences(seen)


def _more_parameters_than_rows(seen: Seen) -> Iterator[Finding]:
    parameters, rows = seen.plan.stack.trainable_parameters, seen.rows
    if not rows or parameters < _FAR_MORE * rows or _is_restrained(seen):
        return
    planned = seen.plan.stack.layers
    largest = max(range(len(planned)), key=lambda index: planned[index].trainable_parameters)
    yield Finding(
        seen.path(largest),
        f"{parameters:,} parameters for {rows:,} training rows, {parameters // rows:,} for each, and nothing "
        "that restrains them: the network can learn the rows by heart",
        "use fewer units or filters, or add Dropout, a kernel_regularizer or early_stopping",
    )


def _is_restrained(seen: Seen) -> bool:
    if seen.config.training.early_stopping or seen.config.optimizer.weight_decay:
        return True
    return any(
        isinstance(layer, _RESTRAINING)
        or any(key.endswith("_regularizer") and value is not None for key, value in layer.inner)
        for layer in seen.layers
    )


def _narrow(seen: Seen) -> Iterator[Finding]:
    outputs = prod(seen.plan.stack.output_shape)
    for block in seen.hidden:
        units = getattr(block.layer, "units", None)
        if isinstance(block.layer, core.Dense) and units is not None and units <= _NARROW:
            if outputs >= _MANY_CLASSES:
                only = "one number" if units == 1 else f"{units} numbers"
                yield Finding(
                    seen.path(block.index, "units"),
                    f"all that {outputs:,} outputs can depend on passes through {only} here",
                    "use more units, at least as many as there are outputs",
                )


def _huge_kernels(seen: Seen) -> Iterator[Finding]:
    for block in seen.blocks:
        layer = block.layer
        if not isinstance(layer, Convolution):
            continue
        size = layer.kernel_size if isinstance(layer.kernel_size, tuple) else (layer.kernel_size,)
        sides = seen.shape_before(block.index)[:-1]
        pairs = list(zip(size, sides, strict=True))
        is_larger = any(part > side for part, side in pairs)
        is_huge = len(size) == 2 and all(
            part > _SMALL_KERNEL and part >= _HUGE * side for part, side in pairs
        )
        if is_larger or is_huge:
            written = "x".join(map(str, size))
            of = "x".join(map(str, sides))
            yield Finding(
                seen.path(block.index, "kernel_size"),
                f"a kernel of {written} sees nearly all of {of} at once, so that it is a Dense layer that "
                "costs more",
                "write kernel_size: 3 or 5, and use more layers to see further",
            )


def _long_sequences(seen: Seen) -> Iterator[Finding]:
    for index, layer in enumerate(seen.layers):
        most = _LONG.get(type(layer.inner))
        steps = seen.shape_before(index)[0]
        if most and steps >= most:
            yield Finding(
                seen.path(index),
                f"{type(layer.inner).__name__} over {steps:,} steps: gradients fade on the way back, and the "
                "steps cannot be computed at once",
                "shorten the sequence before it, such as by Conv1D and MaxPooling1D",
            )
