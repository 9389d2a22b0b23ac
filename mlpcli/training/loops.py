"""Compiled loops over the steps of a chunk, and the two ways to feed them.

The numbers of a chunk's rows come in as data: a loop bound or a slice's start as an argument would be
compiled anew for every value. However an epoch is cut, the weights come out the same to the last bit.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlpcli.data.dataset import Array
from mlpcli.training.tensorflow import tf

# Chunks that wait on the host while one is trained on.
_PREFETCHED = 2


@dataclass(frozen=True)
class Arrays:
    """Rows as the model takes them: `inputs` `[rows, ...]` of any number type, `targets` as encoded, and
    `weights` `[rows]` float32 of each row in the loss, or None."""

    inputs: Array
    targets: Array
    weights: Array | None = None

    def __len__(self) -> int:
        return len(self.inputs)

    @property
    def parts(self) -> tuple[Array, ...]:
        return tuple(part for part in (self.inputs, self.targets, self.weights) if part is not None)

    @property
    def bytes(self) -> int:
        return sum(part.nbytes for part in self.parts)


Step = Callable[[tuple[Any, ...]], Any]
# Runs every chunk of row numbers, and yields how many steps it has just run.
Loop = Callable[[Iterable[Array]], Iterator[int]]


def resident(step: Step, rows: Arrays, batch_size: int, jit: bool) -> Loop:
    """A loop that keeps all rows on the device, in the type they have, and gathers batches there."""
    held = [tf.constant(part) for part in rows.parts]
    specs = [_any_rows(part) for part in rows.parts]
    run = _Compiled(_gathering(step), [tf.TensorSpec([None, None], tf.int32), *specs], batch_size, jit)

    def loop(chunks: Iterable[Array]) -> Iterator[int]:
        for numbers in chunks:
            run(numbers.shape, tf.constant(numbers), *held)
            yield len(numbers)

    return loop


def streaming(step: Step, rows: Arrays, batch_size: int, jit: bool) -> Loop:
    """A loop that leaves the rows with the host, and hands over a chunk's while another is trained on."""
    specs = [tf.TensorSpec([None, None, *part.shape[1:]], part.dtype) for part in rows.parts]
    run = _Compiled(_indexing(step), specs, batch_size, jit)

    def loop(chunks: Iterable[Array]) -> Iterator[int]:
        def gathered() -> Iterator[tuple[Array, ...]]:
            for numbers in chunks:
                yield tuple(part[numbers] for part in rows.parts)

        chunked = tf.data.Dataset.from_generator(gathered, output_signature=tuple(specs))
        for parts in chunked.prefetch(_PREFETCHED):
            run(tuple(parts[0].shape[:2]), *parts)
            yield int(parts[0].shape[0])

    return loop


class _Compiled:
    """A function of chunks, compiled by XLA for chunks of whole batches where that is wanted.

    XLA compiles a program for every shape, half a second each. The smaller last batch, a chunk of one step,
    and a remainder of steps run without it.
    """

    def __init__(self, function: Callable[..., None], specs: list[Any], batch_size: int, jit: bool) -> None:
        self._plain = tf.function(function, autograph=False, input_signature=specs)
        self._fast = tf.function(function, autograph=False, input_signature=specs, jit_compile=True)
        self._batch_size = batch_size
        self._jit = jit
        self._steps: int | None = None

    def __call__(self, shape: tuple[int, ...], *arguments: Any) -> None:
        steps, rows = shape[:2]
        if self._steps is None and rows == self._batch_size:
            self._steps = steps
        fast = self._jit and rows == self._batch_size and steps == self._steps
        (self._fast if fast else self._plain)(*arguments)


def _gathering(step: Step) -> Callable[..., None]:
    def run(numbers: Any, *parts: Any) -> None:
        def at(index: Any) -> None:
            step(_batch(tf.gather(part, numbers[index]) for part in parts))

        _repeat(tf.shape(numbers)[0], at)

    return run


def _indexing(step: Step) -> Callable[..., None]:
    def run(*parts: Any) -> None:
        def at(index: Any) -> None:
            step(_batch(part[index] for part in parts))

        _repeat(tf.shape(parts[0])[0], at)

    return run


def _repeat(times: Any, body: Callable[[Any], Any]) -> None:
    def once(index: Any) -> tuple[Any]:
        body(index)
        return (index + 1,)

    tf.while_loop(lambda index: index < times, once, (tf.constant(0),), parallel_iterations=1)


def _batch(parts: Iterable[Any]) -> tuple[Any, ...]:
    inputs, *others = parts
    return (tf.cast(inputs, tf.float32), *others)


def _any_rows(part: Array) -> Any:
    return tf.TensorSpec([None, *part.shape[1:]], np.dtype(part.dtype))
