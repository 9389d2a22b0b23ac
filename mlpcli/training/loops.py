"""Compiled loops over the steps of a chunk, and the two ways to feed them.

The numbers of a chunk's rows come in as data: a loop bound or a slice's start as an argument would be
compiled anew for every value. However an epoch is cut, the weights come out the same to the last bit; under
XLA as long as it is cut into equal chunks.
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
    run = _Compiled(step, rows, batch_size, jit)

    def loop(chunks: Iterable[Array]) -> Iterator[int]:
        for numbers in chunks:
            run(tf.constant(numbers), *held)
            yield len(numbers)

    return loop


def streaming(step: Step, rows: Arrays, batch_size: int, jit: bool) -> Loop:
    """A loop that leaves the rows with the host, and hands over a chunk's while another is trained on."""
    run = _Compiled(step, rows, batch_size, jit)

    def loop(chunks: Iterable[Array]) -> Iterator[int]:
        def gathered() -> Iterator[tuple[Array, ...]]:
            for numbers in chunks:
                here = np.arange(numbers.size, dtype=np.int32).reshape(numbers.shape)
                yield here, *(part[numbers.reshape(-1)] for part in rows.parts)

        chunked = tf.data.Dataset.from_generator(gathered, output_signature=tuple(_specs(rows)))
        for numbers, *parts in chunked.prefetch(_PREFETCHED):
            run(numbers, *parts)
            yield int(numbers.shape[0])

    return loop


class _Compiled:
    """Runs the steps of a chunk: of row numbers `[steps, batch]`, and of the rows they number.

    XLA, where it is wanted, compiles a program for every shape, half a second each: it gets the chunks of
    whole batches. The smaller last batch and a remainder of steps run without it.
    """

    def __init__(self, step: Step, rows: Arrays, batch_size: int, jit: bool) -> None:
        def run(numbers: Any, *parts: Any) -> None:
            def at(index: Any) -> tuple[Any]:
                inputs, *others = (tf.gather(part, numbers[index]) for part in parts)
                step((tf.cast(inputs, tf.float32), *others))
                return (index + 1,)

            steps = tf.shape(numbers)[0]
            tf.while_loop(lambda index: index < steps, at, (tf.constant(0),), parallel_iterations=1)

        # Not autograph: Keras's own Python must run as it is written.
        options = {"autograph": False, "input_signature": _specs(rows)}
        self._plain = tf.function(run, **options)
        self._fast = tf.function(run, **options, jit_compile=True)
        self._batch_size = batch_size
        self._jit = jit
        self._steps: int | None = None

    def __call__(self, numbers: Any, *parts: Any) -> None:
        steps, rows = numbers.shape
        if self._steps is None and rows == self._batch_size:
            self._steps = steps
        fast = self._jit and rows == self._batch_size and steps == self._steps
        (self._fast if fast else self._plain)(numbers, *parts)


def _specs(rows: Arrays) -> list[Any]:
    """What the compiled loop takes, whatever the number of steps and of rows."""
    parts = [tf.TensorSpec([None, *part.shape[1:]], part.dtype) for part in rows.parts]
    return [tf.TensorSpec([None, None], tf.int32), *parts]
