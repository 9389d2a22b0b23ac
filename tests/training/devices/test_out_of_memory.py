import pytest
import tensorflow as tf

from mlpcli.errors import StorageError
from mlpcli.training.devices.out_of_memory import exhaustion_named


def test_memory_that_tensorflow_did_not_get_is_a_storage_error() -> None:
    text = "OOM when allocating tensor with shape[100000,9999]\nHint: a long one"
    with pytest.raises(StorageError) as caught, exhaustion_named():
        raise tf.errors.ResourceExhaustedError(None, None, text)
    assert caught.value.exit_code == 6
    assert caught.value.message == (
        "out of memory on the device: OOM when allocating tensor with shape[100000,9999]"
    )
    assert "lower training.batch_size" in caught.value.fix


def test_other_errors_stay_what_they_are() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError), exhaustion_named():
        raise tf.errors.InvalidArgumentError(None, None, "another")
