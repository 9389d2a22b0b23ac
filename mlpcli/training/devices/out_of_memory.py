"""Translation of TensorFlow's out-of-memory errors."""

from collections.abc import Iterator
from contextlib import contextmanager

from mlpcli.errors import StorageError
from mlpcli.training.tensorflow import tf


@contextmanager
def exhaustion_named() -> Iterator[None]:
    """Turn TensorFlow's out-of-memory error into a StorageError that says what to reduce."""
    try:
        yield
    except tf.errors.ResourceExhaustedError as error:
        reason = str(error.message).strip().split("\n")[0][:200]
        raise StorageError(
            f"out of memory on the device: {reason}",
            "lower training.batch_size, make the network smaller, or set training.engine to streaming",
        ) from error
