"""Memory that does not suffice, in the words of this program."""

from collections.abc import Iterator
from contextlib import contextmanager

from mlpcli.errors import StorageError
from mlpcli.training.tensorflow import tf


@contextmanager
def exhaustion_named() -> Iterator[None]:
    """Turn TensorFlow's error for memory that it did not get into one that says what to lower."""
    try:
        yield
    except tf.errors.ResourceExhaustedError as error:
        reason = str(error.message).strip().split("\n")[0][:200]
        raise StorageError(
            f"the memory of the device does not suffice: {reason}",
            "lower training.batch_size, make the network smaller, or set training.engine to streaming",
        ) from error
