"""Compiled loops over the steps of a chunk, and the two ways to feed them.

The row indices of a chunk are passed as data, because a loop bound or a slice start as an argument would be
recompiled for every value. The weights are bit-identical for every division of an epoch into chunks; under
XLA, for equal chunk sizes.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mlpcli.data.dataset import Array
from mlpcli.data.stores.disk_rows import AnyRows, DiskRows, prefetched
from mlpcli.data.stores.gathered import GatheredRows
from mlpcli.training.tensorflow import tf


@dataclass(frozen=True)
class EncodedRows:
    """Rows in the form that the model takes: `inputs` `[rows, ...]` of any numeric dtype, encoded `targets`,
    and sample `weights` `[rows]` float32 or None. All of them are in memory, or all are on disk."""

    inputs: AnyRows
    targets: AnyRows
    weights: AnyRows | None = None

    def __len__(self) -> int:
        return len(self.inputs)

    @property
    def parts(self) -> tuple[AnyRows, ...]:
        return tuple(part for part in (self.inputs, self.targets, self.weights) if part is not None)

    @property
    def in_memory(self) -> "tuple[Array | GatheredRows, ...]":
        """The parts, if they are in memory."""
        return tuple(part for part in self.parts if not isinstance(part, DiskRows))

    @property
    def are_gathered(self) -> bool:
        """Whether rows take their memory only when they are used."""
        return any(isinstance(part, GatheredRows) for part in self.parts)

    @property
    def on_disk(self) -> tuple[DiskRows, ...]:
        """The parts, if they are on disk."""
        return tuple(part for part in self.parts if isinstance(part, DiskRows))

    @property
    def bytes(self) -> int:
        return sum(part.nbytes for part in self.parts)


@dataclass(frozen=True)
class CompletedChunk:
    """A completed chunk: its number of steps, how many of them had a finite loss, and its duration in
    seconds."""

    steps: int
    sound: int
    seconds: float = field(default=0.0, compare=False)


# May return the metrics so far, as Keras's steps do.
Step = Callable[[tuple[Any, ...]], Any]
# Runs every chunk: of row indices `[steps, batch]`, or of the rows themselves if they are on disk.
Loop = Callable[[Iterable[Any]], Iterator[CompletedChunk]]


def resident(step: Step, rows: EncodedRows, batch_size: int, xla_steps: int | None) -> Loop:
    """A loop that keeps all rows on the device, in their original dtype, and gathers batches there.

    XLA compiles chunks of `xla_steps` full batches; None disables XLA.
    """
    held = [tf.constant(part[:]) for part in rows.in_memory]
    run = _Compiled(step, rows, batch_size, xla_steps)

    def loop(chunks: Iterable[Array]) -> Iterator[CompletedChunk]:
        for numbers in chunks:
            yield run(tf.constant(numbers), *held)

    return loop


def streaming(step: Step, rows: EncodedRows, batch_size: int, xla_steps: int | None) -> Loop:
    """A loop that keeps the rows on the host, and copies each chunk while another one is trained on."""
    run = from_disk(step, rows, batch_size, xla_steps)

    def gathered(numbers: Array) -> tuple[Array, ...]:
        here = np.arange(numbers.size, dtype=np.int32).reshape(numbers.shape)
        return here, *(part.take(numbers.reshape(-1), axis=0) for part in rows.in_memory)

    return lambda chunks: run(map(gathered, chunks))


def from_disk(step: Step, rows: EncodedRows, batch_size: int, xla_steps: int | None) -> Loop:
    """A loop over chunks of rows that were read from disk: `[steps, batch]` indices, and the rows that they
    index. One chunk is read while another one is trained on.

    Not through tf.data, which copies the rows more often.
    """
    run = _Compiled(step, rows, batch_size, xla_steps)

    def loop(chunks: Iterable[tuple[Array, ...]]) -> Iterator[CompletedChunk]:
        for parts in prefetched(map(_on_host, chunks)):
            yield run(*parts)

    return loop


def _on_host(chunk: tuple[Array, ...]) -> tuple[Any, ...]:
    with tf.device("/CPU:0"):
        return tuple(map(tf.constant, chunk))


class _Compiled:
    """Runs the steps of a chunk, given row indices `[steps, batch]` and the rows that they index.

    XLA compiles a separate program for every shape, which takes half a second, so it is used for one chunk
    size only. A smaller last batch and the remaining steps run without it.
    """

    def __init__(self, step: Step, rows: EncodedRows, batch_size: int, xla_steps: int | None) -> None:
        def run(numbers: Any, *parts: Any) -> Any:
            def at(index: Any, sound: Any) -> tuple[Any, Any]:
                inputs, *others = (tf.gather(part, numbers[index]) for part in parts)
                figures = step((tf.cast(inputs, tf.float32), *others))
                return index + 1, sound + _is_sound(figures)

            steps = tf.shape(numbers)[0]
            start = (tf.constant(0), tf.constant(0))
            _, sound = tf.while_loop(lambda index, sound: index < steps, at, start, parallel_iterations=1)
            return sound

        # Without autograph, which would rewrite Keras's Python code.
        options = {"autograph": False, "input_signature": _specs(rows)}
        self._plain = tf.function(run, **options)
        self._fast = tf.function(run, **options, jit_compile=True)
        self._fast_shape = (xla_steps, batch_size)

    def __call__(self, numbers: Any, *parts: Any) -> CompletedChunk:
        run = self._fast if tuple(numbers.shape) == self._fast_shape else self._plain
        began = time.perf_counter()
        sound = int(run(numbers, *parts))
        return CompletedChunk(int(numbers.shape[0]), sound, time.perf_counter() - began)


def _is_sound(figures: Any) -> Any:
    """1 if the loss is finite or unknown. As a mean over the epoch, a non-finite loss never recovers."""
    if not isinstance(figures, dict):
        return 1
    return tf.cast(tf.math.is_finite(figures["loss"]), tf.int32)


def _specs(rows: EncodedRows) -> list[Any]:
    """The signature of the compiled loop, for any number of steps and rows."""
    parts = [tf.TensorSpec([None, *part.shape[1:]], part.dtype) for part in rows.parts]
    return [tf.TensorSpec([None, None], tf.int32), *parts]
