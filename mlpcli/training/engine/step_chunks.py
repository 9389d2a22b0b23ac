"""Split an epoch into chunks: the row indices, batch by batch, that one compiled call trains on."""

from collections.abc import Callable, Iterator

import numpy as np

from mlpcli.data.dataset import Array
from mlpcli.training.engine.chunk_size import SECONDS

# The fixed cost of a step, and the speed of a typical core; both only influence the chunk size.
_SECONDS_PER_STEP = 2e-4
_MULTIPLY_ADDS_PER_SECOND = 2e10
_SECONDS_PER_EVALUATION = 0.2
_LARGEST_EVALUATION = 1024


def epoch_order(rows: int, seed: tuple[int, int] | None) -> Array:
    """The order of the rows in an epoch, int32. It depends only on `seed`, the run's seed and the epoch;
    without one the rows stay in order."""
    if seed is None:
        return np.arange(rows, dtype=np.int32)
    generator = np.random.Generator(np.random.PCG64(seed))
    return generator.permutation(rows).astype(np.int32)


def cut(order: Array, batch_size: int, steps_per_chunk: Callable[[], int]) -> Iterator[Array]:
    """The order as `[steps, batch_size]` chunks, and a smaller last batch as `[1, rest]`.

    `steps_per_chunk` is called before every chunk and returns its number of steps.
    """
    steps = len(order) // batch_size
    whole = order[: steps * batch_size].reshape(steps, batch_size)
    start = 0
    while start < steps:
        size = steps_per_chunk()
        yield whole[start : start + size]
        start += size
    if rest := len(order) % batch_size:
        yield order[-rest:].reshape(1, rest)


def steps_per_chunk(steps: int, batch_size: int, multiply_adds: int) -> int:
    """How many of the `steps` full batches of an epoch to run in one call.

    Aims at a quarter of a second, estimated from the network's multiply-adds for one row. Near that, it
    chooses the number with the smallest remainder, because XLA compiles only one chunk size and the remaining
    steps run without XLA.
    """
    # The backward pass costs twice as much as the forward pass.
    seconds = _SECONDS_PER_STEP + 3 * multiply_adds * batch_size / _MULTIPLY_ADDS_PER_SECOND
    wanted = min(max(1, round(SECONDS / seconds)), max(1, steps))
    near = range(max(1, wanted // 3), 2 * wanted + 1)
    return min(near, key=lambda size: (steps % size, abs(size - wanted)))


def evaluation_batch(multiply_adds: int) -> int:
    """How many rows to evaluate in one step, which cannot be interrupted: a power of two.

    It depends only on the network's multiply-adds for one row, never on measured times, because the rounding
    of a metric depends on how the rows are divided into batches.
    """
    affordable = int(_SECONDS_PER_EVALUATION * _MULTIPLY_ADDS_PER_SECOND) // max(1, multiply_adds)
    largest = 1 << max(0, affordable.bit_length() - 1)
    return min(largest, _LARGEST_EVALUATION)
