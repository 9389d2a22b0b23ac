"""Compiled loops over the steps of a chunk, and the two ways to feed them.

The numbers of a chunk's rows come in as data: a loop bound or a slice's start as an argument would be
compiled anew for every value. However an epoch is cut, the weights come out the same to the last bit; under
XLA as long as it is cut into equal chunks.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
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


@dataclass(frozen=True)
class Ran:
    """A chunk that has been run: its steps, how many came before the loss was no finite number, and how long
    all took."""

    steps: int
    sound: int
    seconds: float = field(default=0.0, compare=False)


# May return the figures so far, as Keras's steps do.
Step = Callable[[tuple[Any, ...]], Any]
# Runs every chunk of row numbers.
Loop = Callable[[Iterable[Array]], Iterator[Ran]]


def resident(step: Step, rows: Arrays, batch_size: int, xla_steps: int | None) -> Loop:
    """A loop that keeps all rows on the device, in the type they have, and gathers batches there.

    XLA compiles chunks of `xla_steps` whole batches, and none where that is None.
    """
    held = [tf.constant(part) for part in rows.parts]
    run = _Compiled(step, rows, batch_size, xla_steps)

    def loop(chunks: Iterable[Array]) -> Iterator[Ran]:
        for numbers in chunks:
            yield run(tf.constant(numbers), *held)

    return loop


def streaming(step: Step, rows: Arrays, batch_size: int, xla_steps: int | None) -> Loop:
    """A loop that leaves the rows with the host, and hands over a chunk's while another is trained on."""
    run = _Compiled(step, rows, batch_size, xla_steps)
    orders: list[Iterable[Array]] = []

    def gathered() -> Iterator[tuple[Array, ...]]:
        for numbers in orders.pop():
            here = np.arange(numbers.size, dtype=np.int32).reshape(numbers.shape)
            yield here, *(part.take(numbers.reshape(-1), axis=0) for part in rows.parts)

    # Made once: to make it anew for every epoch would take longer than a small network's epoch.
    chunked = tf.data.Dataset.from_generator(gathered, output_signature=tuple(_specs(rows)))
    chunked = chunked.prefetch(_PREFETCHED)

    def loop(chunks: Iterable[Array]) -> Iterator[Ran]:
        orders.append(chunks)
        for numbers, *parts in chunked:
            yield run(numbers, *parts)

    return loop


class _Compiled:
    """Runs the steps of a chunk: of row numbers `[steps, batch]`, and of the rows they number.

    XLA compiles a program for every shape, half a second each: it gets the chunks of one size. The smaller
    last batch and a remainder of steps run without it.
    """

    def __init__(self, step: Step, rows: Arrays, batch_size: int, xla_steps: int | None) -> None:
        def run(numbers: Any, *parts: Any) -> Any:
            def at(index: Any, sound: Any) -> tuple[Any, Any]:
                inputs, *others = (tf.gather(part, numbers[index]) for part in parts)
                figures = step((tf.cast(inputs, tf.float32), *others))
                return index + 1, sound + _is_sound(figures)

            steps = tf.shape(numbers)[0]
            start = (tf.constant(0), tf.constant(0))
            _, sound = tf.while_loop(lambda index, sound: index < steps, at, start, parallel_iterations=1)
            return sound

        # Not autograph: Keras's own Python must run as it is written.
        options = {"autograph": False, "input_signature": _specs(rows)}
        self._plain = tf.function(run, **options)
        self._fast = tf.function(run, **options, jit_compile=True)
        self._fast_shape = (xla_steps, batch_size)

    def __call__(self, numbers: Any, *parts: Any) -> Ran:
        run = self._fast if tuple(numbers.shape) == self._fast_shape else self._plain
        began = time.perf_counter()
        sound = int(run(numbers, *parts))
        return Ran(int(numbers.shape[0]), sound, time.perf_counter() - began)


def _is_sound(figures: Any) -> Any:
    """1 where the loss is finite or unknown: a mean over the epoch, it never recovers."""
    if not isinstance(figures, dict):
        return 1
    return tf.cast(tf.math.is_finite(figures["loss"]), tf.int32)


def _specs(rows: Arrays) -> list[Any]:
    """What the compiled loop takes, whatever the number of steps and of rows."""
    parts = [tf.TensorSpec([None, *part.shape[1:]], part.dtype) for part in rows.parts]
    return [tf.TensorSpec([None, None], tf.int32), *parts]
